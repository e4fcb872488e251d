using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Closed vocabularies of text, and what problem details hold here.</summary>
internal sealed class ContractSchemas : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema target)
            return;
        if (context.MemberInfo?.GetCustomAttribute<AllowedValuesAttribute>() is { } words)
            Close(target, words.Values.OfType<string>());
        if (target is { AllOf.Count: > 0 } && target.Type?.HasFlag(JsonSchemaType.Null) == true)
            OrNull(target);
        if (context.Type == typeof(ProblemDetails))
            Describe(target);
    }

    /// <summary>Makes a text an enumeration; null stays possible where it was.</summary>
    public static void Close(OpenApiSchema text, IEnumerable<string> words)
    {
        text.Enum = [.. words.Select(w => (JsonNode)w)];
        if (text.Type?.HasFlag(JsonSchemaType.Null) == true)
            text.Enum.Add(JsonNullSentinel.JsonNull);
    }

    /// <summary>A reference that is nullable would still refuse null: null is a second choice beside it.</summary>
    private static void OrNull(OpenApiSchema reference)
    {
        reference.AnyOf =
        [
            .. reference.AllOf!,
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object | JsonSchemaType.Null,
                Enum = [JsonNullSentinel.JsonNull],
            },
        ];
        (reference.AllOf, reference.Type) = (null, null);
    }

    private static void Describe(OpenApiSchema problem)
    {
        problem.Description =
            "A failure that the caller can act on (RFC 9457). The type is stable; the words of detail are not.";
        problem.Required = new HashSet<string> { "type", "title", "status", "detail", "traceId" };
        problem.AdditionalPropertiesAllowed = false;
        problem.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description =
                    "Stable name of the failure: /problems/ and a slug. "
                    + string.Join(
                        "; ",
                        ProblemTypes
                            .Statuses.GroupBy(t => t.Value, t => t.Key)
                            .Select(g => $"{g.Key}: {string.Join(", ", g)}")
                    )
                    + ".",
                Enum = [.. ProblemTypes.Statuses.Keys.Select(t => (JsonNode)$"/problems/{t}")],
            },
            ["title"] = Text("What is wrong, in a few words that do not change."),
            ["status"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Description = "The HTTP status.",
            },
            ["detail"] = Text("What is wrong this time, and what helps."),
            ["instance"] = Text("Path of the request."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "What is wrong by parameter or field, where it is one of them.",
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            },
            ["traceId"] = Text("Under this id the failure is found in the logs and traces."),
        };
    }

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };
}
