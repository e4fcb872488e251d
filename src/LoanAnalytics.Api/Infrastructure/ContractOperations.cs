using System.Reflection;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Measures;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Names the metrics that an operation answers, for its description.</summary>
internal sealed record DefinedMetrics(IReadOnlyList<string> Names);

/// <summary>The columns that a list can be sorted by.</summary>
internal sealed record SortColumns(IReadOnlyList<string> Names);

/// <summary>Words, answers, headers and examples of each operation in the contract.</summary>
internal sealed class ContractOperations : IOperationFilter
{
    private static readonly Dictionary<string, (string Description, string? Problem)> Answers =
        new()
        {
            ["200"] = ("The answer.", null),
            ["202"] = ("Accepted; it goes on in the background.", null),
            ["304"] = (
                "The answer that the caller has under the ETag in If-None-Match still holds; no body.",
                null
            ),
            ["400"] = (
                "A parameter or field is unknown, missing or not valid; `errors` names it.",
                "invalid-request|The request is not valid|There is no parameter 'regoin'; did you mean 'region'?|regoin"
            ),
            ["404"] = ("There is no such thing.", "not-found|Not found|There is no loan L-0."),
            ["406"] = (
                "The operation has no form that Accept names.",
                "not-acceptable|No such form of the answer|This operation answers application/json."
            ),
            ["408"] = (
                "The body came too slowly.",
                "request-timeout|The request took too long|Send it faster."
            ),
            ["409"] = (
                "The data that the answer needs are not there: nothing was loaded or made yet.",
                "no-data|No data loaded|Load an extract with POST /api/v1/imports or with 'make import'."
            ),
            ["412"] = (
                "Someone else changed it meanwhile: If-Match is not its ETag any more.",
                "changed-meanwhile|Someone else changed it|The segment is called 'older, retired' now. Look at it again, and name it anew if need be."
            ),
            ["413"] = (
                "The body is larger than the server takes.",
                "too-large|The body is too large|Send less."
            ),
            ["415"] = (
                "The body is of a type that the operation does not read.",
                "not-multipart|The body is no form|Send multipart/form-data."
            ),
            ["422"] = (
                "It can be read but not be done with these data; the detail says what is possible.",
                "k-out-of-range|So many segments cannot be made|k is 2 to 20 with 15313 borrowers."
            ),
            ["428"] = (
                "The change needs If-Match with the ETag of what is changed.",
                "if-match-required|If-Match is required|Send the name's ETag, which GET of this address gives, as If-Match."
            ),
            ["503"] = (
                "The database does not answer; try again after Retry-After.",
                "database-unavailable|The database does not answer|Try again in a few seconds."
            ),
            ["507"] = (
                "The server's disk is full.",
                "disk-full|There is no room left on the disk|The server has no room for the files and what is made of them (Imports__UploadFolder): make some, and try again."
            ),
        };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        // The words of the route, not those of the method that answers it.
        operation.Summary = metadata.OfType<IEndpointSummaryMetadata>().Last().Summary;
        operation.Description = metadata.OfType<IEndpointDescriptionMetadata>().Last().Description;
        if (metadata.OfType<DefinedMetrics>().LastOrDefault() is { } defined)
            operation.Description += string.Concat(
                Metric.Named(defined.Names).Select(m => $"\n- **{m.Name}**: {Words(m)}")
            );
        ContractParameters.Describe(operation, context.MethodInfo);
        if (metadata.OfType<SortColumns>().LastOrDefault() is { } sort)
            ContractParameters.Sort(operation, sort.Names);
        InOrder(operation.Responses!);
        foreach (var (status, response) in operation.Responses!)
            if (response is OpenApiResponse answer)
                Describe(operation, status, answer);
        if (
            operation.RequestBody?.Content is { } bodies
            && Example($"{operation.OperationId}.request.json") is { } body
            && bodies.TryGetValue("application/json", out var request)
        )
            request.Example = JsonNode.Parse(body);
    }

    /// <summary>Those of the route and those that all have, by status.</summary>
    private static void InOrder(OpenApiResponses responses)
    {
        var ordered = responses.OrderBy(r => r.Key, StringComparer.Ordinal).ToArray();
        responses.Clear();
        foreach (var (status, response) in ordered)
            responses[status] = response;
    }

    private static string Words(Metric metric) =>
        $"{metric.Definition}. `{metric.Formula}`. {char.ToUpperInvariant(metric.Unit[0])}{metric.Unit[1..]}"
        + (metric.Null == "never" ? "." : $"; null where {metric.Null}.");

    private static void Describe(
        OpenApiOperation operation,
        string status,
        OpenApiResponse response
    )
    {
        var (description, problem) = Answers.GetValueOrDefault(
            status,
            (response.Description ?? "", null)
        );
        response.Description = description;
        foreach (
            var (type, media) in response.Content ?? new Dictionary<string, OpenApiMediaType>()
        )
            Describe(operation, status, type, media, problem);
        response.Headers = Headers(operation, status, response);
    }

    private static void Describe(
        OpenApiOperation operation,
        string status,
        string type,
        OpenApiMediaType media,
        string? problem
    )
    {
        if (status == "415" && operation.RequestBody!.Content!.ContainsKey("application/json"))
            problem =
                "unsupported-media-type|The body is of no type that can be read|Send application/json.";
        if (problem is not null)
            media.Example = Problem(status, problem.Split('|'));
        else if (type == "application/json")
            media.Example = Example($"{operation.OperationId}.json") is { } json
                ? JsonNode.Parse(json)
                : null;
        else if (type is "text/csv" or "application/x-ndjson")
        {
            media.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            media.Example = Example(
                $"{operation.OperationId}.{(type == "text/csv" ? "csv" : "ndjson")}"
            );
        }
        else
            media.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
    }

    private static JsonObject Problem(string status, string[] words)
    {
        var problem = new JsonObject
        {
            ["type"] = $"/problems/{words[0]}",
            ["title"] = words[1],
            ["status"] = int.Parse(status, System.Globalization.CultureInfo.InvariantCulture),
            ["detail"] = words[2],
        };
        if (words.Length > 3)
            problem["errors"] = new JsonObject { [words[3]] = new JsonArray(words[2]) };
        problem["traceId"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        return problem;
    }

    private static Dictionary<string, IOpenApiHeader>? Headers(
        OpenApiOperation operation,
        string status,
        OpenApiResponse response
    )
    {
        var id = operation.OperationId!;
        var headers = new Dictionary<string, IOpenApiHeader>();
        if (status is "200" or "201" or "304" && TagOf(operation) is { } tag)
            headers["ETag"] = Header(tag);
        if (status is "201" or "202" || id == "StartImport" && status == "200")
            headers["Location"] = Header(
                id == "SaveProfile"
                    ? "Where the profile is read."
                    : "Where its phase, progress and result are shown."
            );
        if (status == "200" && response.Content?.ContainsKey(AnswerForms.Csv) == true)
            headers["Content-Disposition"] = Header("A name for the file; not with JSON.");
        if (
            status == "503"
            || status == "409" && id.StartsWith("Publish", StringComparison.Ordinal)
        )
            headers["Retry-After"] = Header(
                status == "503" ? "Seconds to wait." : "Seconds to wait, where waiting helps.",
                JsonSchemaType.Integer
            );
        return headers.Count == 0 ? null : headers;
    }

    /// <summary>What the ETag of the operation's answer stands for; null where it has none.</summary>
    private static string? TagOf(OpenApiOperation operation) =>
        operation.OperationId switch
        {
            "GetSegmentName" or "RenameSegment" =>
                "Stands for the name; send it back as If-Match to change it.",
            "GetWatchNote" or "SetWatchNote" =>
                "Stands for what is recorded; send it back as If-Match to change it.",
            "GetProfile" or "SaveProfile" =>
                "Stands for what is kept; send it back as If-Match to change it.",
            _ when operation.Responses!.ContainsKey("304") =>
                "Stands for the data version and the question; send it back as If-None-Match.",
            _ => null,
        };

    private static OpenApiHeader Header(
        string description,
        JsonSchemaType type = JsonSchemaType.String
    ) =>
        new()
        {
            Description = description,
            Schema = new OpenApiSchema { Type = type },
        };

    /// <summary>An example taken from the demo book, where the operation has one.</summary>
    private static string? Example(string name)
    {
        using var stream = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceStream($"Example.{name}");
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

internal static class ContractOfRoute
{
    /// <summary>The answer holds these metrics; their definitions stand in its description.</summary>
    public static RouteHandlerBuilder Defines(
        this RouteHandlerBuilder route,
        params string[] metrics
    ) => route.WithMetadata(new DefinedMetrics(metrics));

    /// <summary>The list can be sorted by these columns.</summary>
    public static RouteHandlerBuilder SortedBy(
        this RouteHandlerBuilder route,
        IEnumerable<string> columns
    ) => route.WithMetadata(new SortColumns([.. columns]));
}
