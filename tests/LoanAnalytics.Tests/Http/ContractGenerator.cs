using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace LoanAnalytics.Tests.Http;

/// <summary>Values that the book has, by the name of the parameter that takes them.</summary>
internal sealed class KnownValues(IReadOnlyDictionary<string, string[]> values)
{
    public string[]? Of(DeclaredOperation operation, DeclaredParameter parameter) =>
        values.GetValueOrDefault($"{operation.Id}.{parameter.Name}")
        ?? (
            parameter.Name == "id"
                ? values.GetValueOrDefault(operation.Path.Split('/')[3])
                : values.GetValueOrDefault(parameter.Name)
        );
}

/// <summary>Requests made from the contract: valid ones, and such as are broken in one way. Equal seed and number give equal requests.</summary>
internal sealed class ContractGenerator(ContractDocument document, KnownValues known, int seed)
{
    private const string Unknown = "00000000-0000-4000-8000-000000000000";

    /// <summary>Texts that mean something elsewhere: to SQL, a shell, a path, a format, a spreadsheet, a page.</summary>
    public static readonly string[] Injections =
    [
        "' OR 1=1 --",
        "'; drop table loans; --",
        "\" or \"\"=\"",
        "1; select pg_sleep(10)",
        "$1",
        "@region",
        "{0}",
        "%s%n",
        "\\",
        "$$",
        "/*",
        "--",
        "../../etc/passwd",
        "..\\..\\windows",
        "${jndi:ldap://x}",
        "`id`",
        "=HYPERLINK(\"x\")",
        "<script>alert(1)</script>",
        "\u202eright to left",
        "\U0001F600",
        "e\u0301",
        "\t\r\n",
        " ",
        "null",
        "undefined",
        "NaN",
        "attribute:",
        ":",
        "attribute:a:b",
        "2024-01-31:current",
        "%",
        "_",
        "*",
    ];

    private static readonly string[] Numbers =
    [
        "1e400",
        "99999999999999999999999999999999999999",
        "NaN",
        "Infinity",
        "0x10",
        "1,000",
        "1.5.2",
        "--5",
        " ",
        "",
        "٣",
        "five",
    ];

    /// <summary>Operations that load or train cost more than all others together: they are asked less often, and nearly always wrongly.</summary>
    private static readonly string[] Costly =
    [
        "StartImport",
        "PreviewImport",
        "StartRiskModel",
        "StartSegmentation",
        "PublishRiskModel",
        "PublishSegmentation",
    ];

    private readonly DeclaredOperation[] operations =
    [
        .. document.Operations.SelectMany(o =>
            Enumerable.Repeat(
                o,
                Costly.Contains(o.Id) ? 1
                    : o.Parameters.Count > 30 ? 6
                    : 4
            )
        ),
    ];

    public ContractRequest Request(int number)
    {
        var random = new Random(seed * 1_000_003 + number);
        var operation = Pick(random, operations);
        var request = Valid(operation, random);
        var breaks = Breaks(operation).ToArray();
        var isValid =
            operation.Takes is null && !Costly.Contains(operation.Id) && random.Next(3) == 0;
        return isValid || breaks.Length == 0
            ? request
            : Pick(random, breaks)(request, random) ?? request;
    }

    /// <summary>With what it requires, and up to three other parameters.</summary>
    public ContractRequest Valid(DeclaredOperation operation, Random random, bool plain = false)
    {
        var others = operation.Parameters.Where(p =>
            p is { Place: "query", Required: false } && p.Name != "cursor"
        );
        var chosen = others.OrderBy(_ => random.Next()).Take(plain ? 0 : random.Next(4)).ToArray();
        // A reject file is of one source file, and is asked for by its name.
        var accept =
            plain || operation.Gives.Length == 0 ? null
            : operation.Id == "ListRejects" && chosen.All(p => p.Name != "file")
                ? operation.Gives[0]
            : Pick(random, operation.Gives);
        var given = operation
            .Parameters.Where(p => p is { Place: "query", Required: true })
            .Concat(chosen)
            .SelectMany(p =>
                Enumerable
                    .Range(0, p.Repeats && !plain ? random.Next(1, 4) : 1)
                    .Select(_ => (p.Name, Value: Value(operation, p, random)))
            )
            .Distinct();
        var path = operation.Path;
        foreach (var parameter in operation.Parameters.Where(p => p.Place == "path"))
            path = path.Replace(
                $"{{{parameter.Name}}}",
                Uri.EscapeDataString(Value(operation, parameter, random)),
                StringComparison.Ordinal
            );
        return new(operation, operation.Method, With(path, [.. given]), "valid")
        {
            Fits = chosen.Length < 2,
            Body = Body(operation),
            ContentType =
                operation.Takes == "multipart/form-data"
                    ? $"multipart/form-data; boundary={Boundary}"
                    : operation.Takes,
            Headers =
            [
                .. accept is null ? [] : new[] { ("Accept", accept) },
                .. operation.Parameters.Any(p => p.Place == "header")
                    ? new[] { ("If-Match", plain ? "\"x\"" : Pick(random, "\"x\"", "W/*", "*")) }
                    : [],
            ],
        };
    }

    public const string Boundary = "d5a1";

    /// <summary>A form with these parts; the name of a file has a slash in front.</summary>
    public static byte[] Form(params IEnumerable<(string Name, string Value)> parts) =>
        Encoding.UTF8.GetBytes(
            string.Concat(
                parts.Select(p =>
                    p.Name.StartsWith('/')
                        ? $"--{Boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{p.Name[1..]}\"\r\n\r\n{p.Value}\r\n"
                        : $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{p.Name}\"\r\n\r\n{p.Value}\r\n"
                )
            ) + $"--{Boundary}--\r\n"
        );

    private static readonly (string, string) SmallFile = (
        "/branches.csv",
        "branch_id,name,city,region\nB01,Aldermoor,Rome,South\n"
    );

    private static byte[]? Body(DeclaredOperation operation) =>
        operation.Takes switch
        {
            null => null,
            "multipart/form-data" => Form(SmallFile),
            _ => Encoding.UTF8.GetBytes(Example(operation).ToJsonString()),
        };

    private static JsonObject Example(DeclaredOperation operation) =>
        operation.Id switch
        {
            // Of the book of the test; what costs little where it is right.
            "StartSegmentation" => new JsonObject
            {
                ["features"] = new JsonArray("age"),
                ["k"] = 2,
                ["restarts"] = 1,
            },
            "StartRiskModel" => new JsonObject { ["algorithm"] = "scorecard", ["horizon"] = 12 },
            _ => operation.Node["requestBody"]!["content"]!["application/json"]!["example"]!
                .DeepClone()
                .AsObject(),
        };

    private string Value(DeclaredOperation operation, DeclaredParameter p, Random random)
    {
        if (known.Of(operation, p) is { } values)
            return Pick(random, values);
        if (p.Words is { } words)
            return p.Name == "sort" && p.One.ContainsKey("pattern")
                ? Pick(random, "", "-") + Pick(random, words)
                : Pick(random, words);
        return p.Kind switch
        {
            "int32" => random
                .Next((int)(p.Least ?? 0), (int)Math.Min(p.Most ?? 100, 200))
                .ToString(CultureInfo.InvariantCulture),
            "double" when p.Most is not null => Pick(random, "0", "0.5", "1"),
            "double" => Pick(random, "0", "7.25", "25000"),
            "boolean" => Pick(random, "true", "false"),
            "date" => Pick(random, "2023-01-01", "2024-02-29", "2025-12-31"),
            "uuid" => Unknown,
            _ => Pick(random, Injections),
        };
    }

    private IEnumerable<Func<ContractRequest, Random, ContractRequest?>> Breaks(
        DeclaredOperation operation
    )
    {
        if (operation.Path.StartsWith("/api/", StringComparison.Ordinal))
            yield return (r, random) =>
                Add(
                    r,
                    "unknown parameter",
                    Pick(random, "regoin", "x", "Limit[]", "_", "filter"),
                    "1"
                );
        if (operation.Path.StartsWith("/api/", StringComparison.Ordinal))
            yield return (r, random) => WrongMethod(r, random);
        if (operation.Declares(406))
            yield return (r, random) =>
                r with
                {
                    Break = "no such form",
                    Headers =
                    [
                        (
                            "Accept",
                            Pick(
                                random,
                                "image/png",
                                "text/html",
                                "x",
                                ";;;",
                                "application/json;q=0"
                            )
                        ),
                    ],
                    Expected = [406],
                };
        yield return (r, random) =>
            r with
            {
                Break = "odd header",
                Headers =
                [
                    .. r.Headers,
                    Pick(
                        random,
                        ("If-None-Match", "\"x"),
                        ("If-None-Match", new string('"', 300)),
                        ("If-Match", "W/\"x\", \""),
                        ("Accept-Encoding", "zstd, deflate;q=9, ;"),
                        ("Accept-Language", Pick(random, Injections[..6])),
                        ("Range", "bytes=0-1"),
                        ("X-HTTP-Method-Override", "DELETE"),
                        ("If-Modified-Since", "yesterday"),
                        ("traceparent", "00-zz-yy-01"),
                        ("Content-Encoding", "gzip")
                    ),
                ],
            };
        yield return (r, random) =>
            r with
            {
                Break = "too long a header",
                Headers = [("X-Long", new string('x', 40_000))],
                Expected = [431],
            };
        var query = operation.Parameters.Where(p => p.Place == "query").ToArray();
        if (query.Length > 0)
        {
            yield return (r, random) => Parameter(r, Pick(random, query), random);
            yield return (r, random) => Parameter(r, Pick(random, query), random);
            yield return (r, random) => Parameter(r, Pick(random, query), random);
            yield return (r, random) => Text(r, Pick(random, query), random);
        }
        if (operation.Parameters.Any(p => p.Place == "path"))
        {
            yield return UnknownId;
            yield return UnknownId;
        }
        if (operation.Takes == "application/json")
            for (var i = 0; i < 12; i++)
                yield return Json;
        if (operation.Takes == "multipart/form-data")
            for (var i = 0; i < 12; i++)
                yield return Multipart;
        if (operation.Takes is not null)
            yield return (r, random) =>
                r with
                {
                    Break = "media type",
                    ContentType = Pick(
                        random,
                        "text/plain",
                        "application/xml",
                        "application/x-www-form-urlencoded",
                        "x",
                        null
                    ),
                    Expected = [415],
                };
    }

    /// <summary>A method that the path does not have.</summary>
    private ContractRequest? WrongMethod(ContractRequest r, Random random)
    {
        var methods = document
            .Operations.Where(o => o.Path == r.Operation.Path)
            .Select(o => o.Method)
            .ToArray();
        var other = Pick(
            random,
            [
                .. new[] { "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW" }
                    .Select(m => new HttpMethod(m))
                    .Except(methods),
            ]
        );
        // Another route has the same form: /segmentations/{id} reads /segmentations/features too.
        return r with
        {
            Method = other,
            Break = "method",
            Body = other.Method is "POST" or "PUT" ? "{}"u8.ToArray() : null,
            ContentType = "application/json",
            Expected = [405],
        };
    }

    /// <summary>A value that is not what the parameter says.</summary>
    private static ContractRequest? Parameter(ContractRequest r, DeclaredParameter p, Random random)
    {
        string? wrong = p.Kind switch
        {
            "int32" or "double" => Pick(random, Numbers),
            "boolean" => Pick(random, "maybe", "1", "yes", ""),
            "date" => Pick(random, "01/02/2024", "2024-02-30", "0000-00-00", "2024-1-1", "x", ""),
            "uuid" => Pick(random, "1", "x", Unknown[..20], $"{{{Unknown}}}", ""),
            _ when p.Name == "cursor" => Pick(random, [.. Injections, new string('A', 300)]),
            _ when p.Words is not null => Pick(
                random,
                "colour",
                "",
                "1",
                "' OR 1=1 --",
                "defaulte"
            ),
            _ => null,
        };
        if (p.Least is { } least && random.Next(3) == 0)
            wrong = (least - 1).ToString(CultureInfo.InvariantCulture);
        else if (p.Most is { } most && random.Next(3) == 0)
            wrong = (most + 1).ToString(CultureInfo.InvariantCulture);
        if (random.Next(5) == 0)
            wrong = "a\0b";
        if (wrong is not null)
            return Set(r, $"wrong {p.Name}", p.Name, wrong) with
            {
                // A whole list has no pages, whatever the cursor says.
                Headers = p.Name == "cursor" ? [] : r.Headers,
                Expected = [400],
            };
        return p.Repeats ? null
            : Set(r, $"{p.Name} twice", p.Name, "a") is var once
                ? once with
                {
                    Path = $"{once.Path}&{p.Name}=b",
                    Expected = [400],
                }
            : null;
    }

    /// <summary>A text that no one has, or that is no text.</summary>
    private static ContractRequest? Text(ContractRequest r, DeclaredParameter p, Random random) =>
        random.Next(8) switch
        {
            0 => Set(r, $"too long {p.Name}", p.Name, new string('x', 9_000)) with
            {
                Expected = [414],
            },
            1 => r with
            {
                Break = $"too long: 5000 times {p.Name}",
                Path =
                    $"{r.Path.Split('?')[0]}?{string.Join('&', Enumerable.Repeat($"{p.Name}=a", 5_000))}",
                Expected = [414],
            },
            2 => Set(r, $"long {p.Name}", p.Name, new string('y', 4_000)),
            3 => Raw(
                r,
                $"bytes in {p.Name}",
                $"{p.Name}={Pick(random, "%ff%fe", "%", "%zz", "%c0%af", "%u0041", "+", "&&", "=")}"
            ),
            _ => Set(r, $"text in {p.Name}", p.Name, Pick(random, Injections)),
        };

    private static ContractRequest? UnknownId(ContractRequest r, Random random)
    {
        var path = r.Operation.Path;
        foreach (var p in r.Operation.Parameters.Where(p => p.Place == "path"))
            path = path.Replace(
                $"{{{p.Name}}}",
                Uri.EscapeDataString(
                    p.Kind switch
                    {
                        "uuid" => Pick(random, Unknown, "newest", "1", "' OR 1=1 --"),
                        "int32" => Pick(random, "999", "-1", "x", "99999999999"),
                        _ => Pick(
                            random,
                            [
                                .. Injections.Where(i => i.Trim().Length > 0),
                                "L-none",
                                "a\0b",
                                new string('z', 2_000),
                            ]
                        ),
                    }
                ),
                StringComparison.Ordinal
            );
        // Text that the path cannot hold is not valid; a profile of an odd name can only be refused.
        return r with
        {
            Path =
                path
                + (
                    r.Path.Contains('?', StringComparison.Ordinal)
                        ? r.Path[r.Path.IndexOf('?', StringComparison.Ordinal)..]
                        : ""
                ),
            // The server refuses a line with NUL in its path before anyone reads it.
            Break = path.Contains("%00", StringComparison.Ordinal) ? "bad line" : "unknown id",
            Expected = r.Operation.Id == "SaveProfile" ? [] : [400, 404, 405, 412],
        };
    }

    private static ContractRequest? Json(ContractRequest r, Random random)
    {
        var body = Example(r.Operation);
        var text = body.ToJsonString();
        var field = Pick(random, [.. body.Select(f => f.Key)]);
        var value = body[field];
        (string Break, string Body, int[] Expected) broken = random.Next(16) switch
        {
            0 => ("unknown field", text.Insert(1, "\"colour\":1,"), [400]),
            1 => ("field twice", text.Insert(1, $"\"{field}\":null,"), [400]),
            2 => ("cut off", text[..random.Next(text.Length)], [400]),
            3 => (
                "too deep",
                text.Insert(
                    1,
                    $"\"{Pick(random, field, "x")}\":{new string('[', 10_000)}{new string(']', 10_000)},"
                ),
                [400]
            ),
            4 => ("root", Pick(random, "[]", "null", "3", "\"x\"", "true", "[{}]", ""), [400]),
            5 => ("number", With(field, "1e999"), [400]),
            6 => ("lone surrogate", With(field, "\"\\ud800\""), []),
            7 => ("NUL", With(field, "\"a\\u0000b\""), [400]),
            8 => ("null", With(field, "null"), []),
            9 => ("long text", With(field, $"\"{new string('x', 100_000)}\""), [400, 422, 428]),
            10 => (
                "text",
                With(field, JsonValue.Create(Pick(random, Injections)).ToJsonString()),
                []
            ),
            11 => ("comment", text.Insert(1, "/* */"), [400]),
            12 => ("two values", text + text, [400]),
            13 => ("bytes", text.Insert(1, "\"\u00ff\":1,"), [400]),
            14 => ("no fields", "{}", []),
            _ => (
                "type",
                With(
                    field,
                    value is JsonValue v
                    && v.GetValueKind() == System.Text.Json.JsonValueKind.Number
                        ? Pick(random, "\"3\"", "3.5", "true", "[]", "{}", "1e30")
                        : Pick(random, "3", "true", "{\"a\":1}", "[[1]]")
                ),
                // What is null in the example may be of any type.
                value is null
                    ? []
                    : [400]
            ),
        };
        return r with
        {
            Break = $"JSON {broken.Break} ({field})",
            Body =
                broken.Break == "bytes"
                    ? Encoding.Latin1.GetBytes(broken.Body)
                    : Encoding.UTF8.GetBytes(broken.Body),
            Expected = broken.Expected,
        };

        string With(string name, string json)
        {
            const string Mark = "\"\\u2603\"";
            body[name] = "\u2603";
            return body.ToJsonString().Replace(Mark, json, StringComparison.Ordinal);
        }
    }

    private static ContractRequest? Multipart(ContractRequest r, Random random)
    {
        var injection = Pick(random, [.. Injections.Where(i => i.Trim().Length > 0)]);
        (string Break, byte[] Body, int[] Expected) broken = random.Next(14) switch
        {
            0 => ("unknown field", Form(("colour", "red"), SmallFile), [400]),
            1 => ("mode", Form(("mode", injection), SmallFile), [400]),
            2 => (
                "asOf",
                Form(("asOf", Pick(random, "31/12/2024", "x", "0000-00-00")), SmallFile),
                [400]
            ),
            3 => (
                "expect",
                Form(
                    ("expect", Pick(random, "{", "[]", "{\"loans\":\"x\"}", "{\"x\":1}", "3")),
                    SmallFile
                ),
                [400]
            ),
            4 => ("profile", Form(("profile", injection), SmallFile), [422]),
            5 => ("no files", Form(("mode", "merge")), [400]),
            6 => ("same file twice", Form(SmallFile, SmallFile), [400]),
            7 => ("no name", Form(("/", "x")), [400]),
            8 => ("not closed", [.. Form(SmallFile).SkipLast(9)], [400]),
            9 => ("cut off", [.. Form(SmallFile).Take(random.Next(90))], [400]),
            10 => ("no form", "name=x"u8.ToArray(), [400]),
            11 => ("long field", Form(("profile", new string('x', 5_000)), SmallFile), [400]),
            12 => (
                "field as file",
                Encoding.UTF8.GetBytes(
                    $"--{Boundary}\r\nContent-Disposition: form-data; name=\"mode\"; filename=\"a\"\r\n\r\nx\r\n--{Boundary}--\r\n"
                ),
                [400]
            ),
            _ => (
                "no disposition",
                Encoding.UTF8.GetBytes($"--{Boundary}\r\nX: y\r\n\r\nx\r\n--{Boundary}--\r\n"),
                [400]
            ),
        };
        return r with
        {
            Break = $"form {broken.Break}",
            Body = broken.Body,
            Expected = broken.Expected,
        };
    }

    private static ContractRequest Add(ContractRequest r, string what, string name, string value) =>
        Raw(r, what, $"{Uri.EscapeDataString(name)}={value}") with
        {
            Expected = [400],
        };

    private static ContractRequest Raw(ContractRequest r, string what, string pair) =>
        r with
        {
            Path = $"{r.Path}{(r.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{pair}",
            Break = what,
        };

    /// <summary>The same with one value of the parameter, instead of those that it had.</summary>
    private static ContractRequest Set(ContractRequest r, string what, string name, string value)
    {
        var parts = r.Path.Split('?', 2);
        var others = (parts.Length > 1 ? parts[1] : "")
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(p => !p.StartsWith($"{name}=", StringComparison.Ordinal));
        return r with
        {
            Path =
                $"{parts[0]}?{string.Join('&', others.Append($"{name}={Uri.EscapeDataString(value)}"))}",
            Break = what,
        };
    }

    private static string With(string path, IReadOnlyList<(string Name, string Value)> query) =>
        query.Count == 0
            ? path
            : $"{path}?{string.Join('&', query.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}"))}";

    private static T Pick<T>(Random random, params IReadOnlyList<T> values) =>
        values[random.Next(values.Count)];
}
