using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>What the generated OpenAPI document says beside what the code tells by itself.</summary>
internal static class Contract
{
    private static readonly (string Name, string Description)[] Tags =
    [
        ("Portfolio", "The whole book, its groups and its course."),
        (
            "Branches",
            "Branches and regions side by side, and whether their differences are more than chance."
        ),
        ("Demographics", "Who borrows, and how each group performs."),
        ("Loans", "The loans behind any figure."),
        ("Delinquency", "Who is late, how late, and what is at risk."),
        ("Segments", "Customers alike in what is known of them, and how each group performs."),
        ("Risk", "What goes with default and with repayment, who is at risk, and whom to help."),
        ("Imports", "Loading data, and how good they are."),
        ("Metrics", "What every figure means."),
        ("Health", "Whether the service runs."),
    ];

    private const string Description = """
        Analytics of a loan book: every figure with its definition, its interval and the loans behind it.

        - Analytics answer `meta` (date and version of the data, currency, filters, definition) and `data`. Equal `meta` and equal question give equal bytes; the `ETag` gives 304.
        - The same filters stand on every analytics operation: repeated keys mean OR, different keys AND, bounds are included. A value of a group is what the filter of that name takes, `unknown` among them, and `/api/v1/loans` with the same filters gives the very loans behind a figure.
        - Money is in the portfolio's one currency, shares and rates are fractions 0..1, interest rates percent a year. What cannot be known is `null`, never 0.
        - Failures are problem details (RFC 9457) with a stable `type`; parameters that an operation does not have are refused.

        The examples are taken from the demo book of 20,000 loans (seed 1), lists cut short.
        """;

    public static void Configure(SwaggerGenOptions options)
    {
        options.SwaggerDoc(
            "openapi",
            new OpenApiInfo
            {
                Title = "LoanAnalytics",
                Version = "v1",
                Description = Description,
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
        // A reference that may be null says so only where it is wrapped.
        options.UseAllOfToExtendReferenceSchemas();
        options.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, "LoanAnalytics.Api.xml"));
        options.IncludeXmlComments(
            Path.Combine(AppContext.BaseDirectory, "LoanAnalytics.Credit.xml")
        );
        options.SchemaFilter<ContractSchemas>();
        options.OperationFilter<ContractOperations>();
        options.DocumentFilter<TagsAndHealth>();
    }

    private sealed class TagsAndHealth : IDocumentFilter
    {
        public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
        {
            swaggerDoc.Tags = new HashSet<OpenApiTag>(
                Tags.Select(t => new OpenApiTag { Name = t.Name, Description = t.Description })
            );
            // The words of a list stand with its parameter; the types that read them are none of the contract's.
            foreach (
                var choice in swaggerDoc
                    .Components!.Schemas!.Keys.Where(k =>
                        k.EndsWith("Choice", StringComparison.Ordinal)
                    )
                    .ToArray()
            )
            {
                swaggerDoc.Components.Schemas.Remove(choice);
                swaggerDoc.Components.Schemas.Remove(choice[..^"Choice".Length]);
            }
            swaggerDoc.Paths["/health/live"] = Health(
                swaggerDoc,
                "GetLiveness",
                "Whether the process runs",
                "Asks nothing of the database; for restarting what hangs."
            );
            swaggerDoc.Paths["/health/ready"] = Health(
                swaggerDoc,
                "GetReadiness",
                "Whether requests can be answered",
                "Asks the database; for sending traffic only to what can answer it."
            );
        }

        private static OpenApiPathItem Health(
            OpenApiDocument document,
            string id,
            string summary,
            string description
        )
        {
            var responses = new OpenApiResponses { ["200"] = Answer("Healthy", "It is well.") };
            if (id == "GetReadiness")
                responses["503"] = Answer(
                    "Unhealthy",
                    "The database does not answer or has no schema, or the server is stopping."
                );
            var operation = new OpenApiOperation
            {
                OperationId = id,
                Summary = summary,
                Description = description,
                Tags = new HashSet<OpenApiTagReference> { new("Health", document) },
                Responses = responses,
            };
            return new() { Operations = new() { [HttpMethod.Get] = operation } };
        }

        private static OpenApiResponse Answer(string word, string description) =>
            new()
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["text/plain"] = new()
                    {
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [word] },
                        Example = word,
                    },
                },
            };
    }
}
