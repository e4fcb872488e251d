using LoanAnalytics.Api.Measures;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>What the generated OpenAPI document says beside what the code tells by itself.</summary>
internal static class Contract
{
    public static void Configure(SwaggerGenOptions options)
    {
        options.SwaggerDoc(
            "openapi",
            new OpenApiInfo
            {
                Title = "LoanAnalytics",
                Version = "v1",
                Description =
                    "Analytics of a loan book: every figure with its definition, interval and the loans behind it.",
                Contact = new()
                {
                    Name = "LoanAnalytics",
                    Url = new("https://example.org/loananalytics"),
                },
                License = new()
                {
                    Name = "Proprietary",
                    Url = new("https://example.org/loananalytics/licence"),
                },
            }
        );
        options.AddServer(new() { Url = "/", Description = "This server" });
        options.DescribeAllParametersInCamelCase();
        options.SupportNonNullableReferenceTypes();
        options.NonNullableReferenceTypesAsRequired();
        options.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, "LoanAnalytics.Api.xml"));
        options.DocumentFilter<TagList>();
        options.ParameterFilter<ClosedWords>();
    }

    private sealed class TagList : IDocumentFilter
    {
        public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) =>
            swaggerDoc.Tags = new HashSet<OpenApiTag>(
                new[]
                {
                    ("Branches", "Branches and regions side by side."),
                    ("Demographics", "Who borrows, and how each group performs."),
                    ("Imports", "Loading data, and how good they are."),
                    ("Loans", "The loans behind any figure."),
                    ("Metrics", "What every figure means."),
                    ("Portfolio", "The whole book, its groups and its course."),
                    ("Segments", "Customer segments."),
                }.Select(t => new OpenApiTag { Name = t.Item1, Description = t.Item2 })
            );
    }

    /// <summary>Status and gender are closed vocabularies that are read without regard to case, so they bind as text.</summary>
    private sealed class ClosedWords : IParameterFilter
    {
        public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
        {
            var words = parameter.Name switch
            {
                "status" => LoanFilter.Statuses,
                "gender" => LoanFilter.Genders,
                _ => null,
            };
            // A Choice is text to the binder; its words are those of its enumeration.
            var type = context.ParameterInfo?.ParameterType ?? context.ApiParameterDescription.Type;
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (
                type is { IsGenericType: true }
                && type.GetGenericTypeDefinition() == typeof(Choice<>)
                && parameter.Schema is OpenApiSchema choice
            )
                choice.Enum =
                [
                    .. Enum.GetNames(type.GenericTypeArguments[0])
                        .Select(n =>
                            (System.Text.Json.Nodes.JsonNode)(char.ToLowerInvariant(n[0]) + n[1..])
                        ),
                ];
            if (words is not null && parameter.Schema?.Items is OpenApiSchema items)
                items.Enum = [.. words.Select(w => (System.Text.Json.Nodes.JsonNode)w)];
        }
    }
}
