using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LoanAnalytics.Tests.Http;

/// <summary>A parameter as the contract declares it.</summary>
internal sealed record DeclaredParameter(
    string Name,
    string Place,
    bool Required,
    JsonObject Schema
)
{
    /// <summary>The schema of one value: a list is given by repeating its key.</summary>
    public JsonObject One => Schema["items"]?.AsObject() ?? Schema;

    public bool Repeats => Type(Schema) == "array";

    public string Kind => One["format"]?.GetValue<string>() ?? Type(One) ?? "string";

    /// <summary>The words that it takes; null where it takes any.</summary>
    public string[]? Words
    {
        get
        {
            var closed = One["anyOf"]?[0] ?? One;
            if (closed["enum"] is JsonArray words)
                return [.. words.Where(w => w is not null).Select(w => w!.ToString())];
            // Sorting: ^-?(one|other)$
            return One["pattern"]?.GetValue<string>() is { } sort
                ? sort.Split('(', ')')[1].Split('|')
                : null;
        }
    }

    public decimal? Least => One["minimum"]?.GetValue<decimal>();
    public decimal? Most => One["maximum"]?.GetValue<decimal>();

    private static string? Type(JsonObject schema) => schema["type"]?.GetValue<string>();
}

/// <summary>An operation as the contract declares it.</summary>
internal sealed record DeclaredOperation(
    string Id,
    HttpMethod Method,
    string Path,
    IReadOnlyList<DeclaredParameter> Parameters,
    JsonObject Node
)
{
    public IReadOnlyDictionary<string, JsonNode?> Responses { get; } =
        Node["responses"]!.AsObject().ToDictionary();

    /// <summary>The media type of its body; null where it takes none.</summary>
    public string? Takes { get; } =
        Node["requestBody"]?["content"]?.AsObject().Select(c => c.Key).FirstOrDefault();

    /// <summary>The media types that it answers with.</summary>
    public string[] Gives { get; } =
    [
        .. Node["responses"]!
            .AsObject()
            .Where(r => r.Key[0] == '2')
            .SelectMany(r => r.Value!["content"]?.AsObject().Select(c => c.Key) ?? [])
            .Distinct(),
    ];

    public bool Declares(int status) =>
        Responses.ContainsKey(status.ToString(CultureInfo.InvariantCulture));
}

/// <summary>The served contract, and whether a JSON value is what it says. Reads the keywords of OpenAPI 3.0 that the contract uses, and
/// fails on any other rather than pass over it.</summary>
internal sealed class ContractDocument
{
    private static readonly HashSet<string> Known =
    [
        "$ref",
        "type",
        "format",
        "nullable",
        "enum",
        "required",
        "properties",
        "additionalProperties",
        "items",
        "allOf",
        "anyOf",
        "pattern",
        "minimum",
        "maximum",
        "minItems",
        "maxItems",
        "description",
        "example",
        "default",
        "readOnly",
    ];
    private readonly Dictionary<string, JsonObject> schemas;

    private ContractDocument(JsonNode document)
    {
        schemas = document["components"]!["schemas"]!
            .AsObject()
            .ToDictionary(s => $"#/components/schemas/{s.Key}", s => s.Value!.AsObject());
        Operations =
        [
            .. document["paths"]!
                .AsObject()
                .SelectMany(p => p.Value!.AsObject().Select(o => Operation(p.Key, o))),
        ];
    }

    public IReadOnlyList<DeclaredOperation> Operations { get; }

    public static async Task<ContractDocument> Of(HttpClient client) =>
        new(
            (
                await client.GetFromJsonAsync<JsonNode>(
                    "/openapi.json",
                    TestContext.Current.CancellationToken
                )
            )!
        );

    /// <summary>What about the value is not as the schema says; null where nothing is.</summary>
    public string? Complaint(JsonNode? value, JsonObject schema, string at = "body")
    {
        foreach (var (keyword, _) in schema)
            if (!Known.Contains(keyword))
                throw new NotSupportedException($"The test does not know the keyword {keyword}.");
        if (schema["$ref"] is { } reference)
            return Complaint(value, schemas[reference.GetValue<string>()], at);
        if (value is null)
            return MayBeNull(schema) ? null : $"{at} is null";
        foreach (var part in schema["allOf"]?.AsArray() ?? [])
            if (Complaint(value, part!.AsObject(), at) is { } complaint)
                return complaint;
        if (
            schema["anyOf"] is JsonArray any
            && any.Select(a => Complaint(value, a!.AsObject(), at)).ToArray() is var complaints
            && complaints.All(c => c is not null)
        )
            return complaints[0];
        if (schema["enum"] is JsonArray words && !words.Any(w => JsonNode.DeepEquals(w, value)))
            return $"{at} is {value.ToJsonString()}, which is none of the words";
        return schema["type"]?.GetValue<string>() switch
        {
            "object" => OfObject(value, schema, at),
            "array" => OfArray(value, schema, at),
            null => null,
            var type => OfValue(value, schema, type, at),
        };
    }

    private bool MayBeNull(JsonObject schema) =>
        schema["nullable"]?.GetValue<bool>() == true
        || schema["$ref"] is { } reference && MayBeNull(schemas[reference.GetValue<string>()])
        || schema["anyOf"]?.AsArray().Any(a => MayBeNull(a!.AsObject())) == true
        || !schema.ContainsKey("type")
            && !schema.ContainsKey("$ref")
            && !schema.ContainsKey("allOf")
            && !schema.ContainsKey("anyOf");

    private string? OfObject(JsonNode value, JsonObject schema, string at)
    {
        if (value is not JsonObject members)
            return $"{at} is no object";
        var properties = schema["properties"]?.AsObject();
        foreach (var name in schema["required"]?.AsArray() ?? [])
            if (!members.ContainsKey(name!.GetValue<string>()))
                return $"{at} has no {name}";
        foreach (var (name, member) in members)
        {
            var declared = properties?[name]?.AsObject();
            if (declared is null && schema["additionalProperties"] is JsonObject others)
                declared = others;
            if (declared is null && schema["additionalProperties"]?.GetValue<bool>() == false)
                return $"{at}.{name} is not declared";
            if (
                declared is not null
                && Complaint(member, declared, $"{at}.{name}") is { } complaint
            )
                return complaint;
        }
        return null;
    }

    private string? OfArray(JsonNode value, JsonObject schema, string at)
    {
        if (value is not JsonArray items)
            return $"{at} is no list";
        if (items.Count > (schema["maxItems"]?.GetValue<int>() ?? int.MaxValue))
            return $"{at} is too long";
        var item = schema["items"]!.AsObject();
        for (var i = 0; i < items.Count; i++)
            if (Complaint(items[i], item, $"{at}[{i}]") is { } complaint)
                return complaint;
        return null;
    }

    private static string? OfValue(JsonNode value, JsonObject schema, string type, string at)
    {
        var kind = value.GetValueKind();
        var format = schema["format"]?.GetValue<string>();
        var text = kind == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        var right = type switch
        {
            "string" => kind == JsonValueKind.String
                && format switch
                {
                    "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _),
                    "date-time" => DateTimeOffset.TryParse(
                        text,
                        CultureInfo.InvariantCulture,
                        out var moment
                    )
                        && moment.Offset == TimeSpan.Zero,
                    "uuid" => Guid.TryParseExact(text, "D", out _),
                    _ => true,
                }
                && (
                    schema["pattern"] is not { } pattern
                    || Regex.IsMatch(text, pattern.GetValue<string>())
                ),
            "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "integer" => kind == JsonValueKind.Number
                && long.TryParse(text, CultureInfo.InvariantCulture, out var whole)
                && (format != "int32" || whole is >= int.MinValue and <= int.MaxValue)
                && InRange(whole, schema),
            "number" => kind == JsonValueKind.Number
                && double.Parse(text, CultureInfo.InvariantCulture) is var number
                && double.IsFinite(number)
                && (!schema.ContainsKey("minimum") || InRange((decimal)number, schema)),
            _ => throw new NotSupportedException($"The test does not know the type {type}."),
        };
        return right ? null : $"{at} is {value.ToJsonString()}, which is no {format ?? type}";
    }

    private static bool InRange(decimal value, JsonObject schema) =>
        value >= (schema["minimum"]?.GetValue<decimal>() ?? decimal.MinValue)
        && value <= (schema["maximum"]?.GetValue<decimal>() ?? decimal.MaxValue);

    private static DeclaredOperation Operation(string path, KeyValuePair<string, JsonNode?> node) =>
        new(
            node.Value!["operationId"]!.GetValue<string>(),
            new(node.Key.ToUpperInvariant()),
            path,
            [
                .. (node.Value["parameters"]?.AsArray() ?? []).Select(p => new DeclaredParameter(
                    p!["name"]!.GetValue<string>(),
                    p["in"]!.GetValue<string>(),
                    p["required"]?.GetValue<bool>() ?? false,
                    p["schema"]!.AsObject()
                )),
            ],
            node.Value.AsObject()
        );
}
