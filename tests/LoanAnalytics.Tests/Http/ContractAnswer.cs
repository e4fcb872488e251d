using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Tests.Http;

/// <summary>A request, and in which one way it was broken.</summary>
/// <param name="Operation">The operation that it is meant for.</param>
/// <param name="Method">Its method.</param>
/// <param name="Path">Path and query as they are sent.</param>
/// <param name="Break">What is wrong with it; <c>valid</c> where nothing is.</param>
/// <param name="Expected">The statuses that it must get; none where any declared one is right.</param>
internal sealed record ContractRequest(
    DeclaredOperation Operation,
    HttpMethod Method,
    string Path,
    string Break,
    params int[] Expected
)
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>It has too few parameters for two of them not to go together.</summary>
    public bool Fits { get; init; }
    public byte[]? Body { get; init; }
    public string? ContentType { get; init; }

    public async Task<ContractAnswer> Send(HttpClient client)
    {
        var place = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(
            Method,
            new Uri($"{client.BaseAddress!.GetLeftPart(UriPartial.Authority)}{Path}", in place)
        );
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            if (ContentType is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return new(
            (int)answer.StatusCode,
            answer
                .Headers.Concat(answer.Content.Headers)
                .ToDictionary(
                    h => h.Key,
                    h => string.Join(", ", h.Value),
                    StringComparer.OrdinalIgnoreCase
                ),
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)
        );
    }

    /// <summary>Sends one byte of a body that is said to be longer, and waits.</summary>
    public async Task<ContractAnswer> SendSlowly(HttpClient client)
    {
        var stop = TestContext.Current.CancellationToken;
        using var socket = new TcpClient();
        await socket.ConnectAsync(client.BaseAddress!.Host, client.BaseAddress.Port, stop);
        await using var stream = socket.GetStream();
        var head =
            $"{Method} {Path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {ContentType}\r\nContent-Length: 90\r\n{string.Concat(Headers.Select(h => $"{h.Name}: {h.Value}\r\n"))}\r\n{{";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop);
        var parts = (await ToItsEnd(stream, stop)).Split("\r\n\r\n", 2);
        var lines = parts[0].Split("\r\n");
        var body = parts[1];
        if (lines.Contains("Transfer-Encoding: chunked"))
            body = body.Split("\r\n")[1];
        return new(
            int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture),
            lines
                .Skip(1)
                .Select(l => l.Split(": ", 2))
                .ToDictionary(l => l[0], l => l[1], StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetBytes(body)
        );
    }

    /// <summary>What comes until the server closes or resets the connection, since it does not wait for the rest of the body.</summary>
    private static async Task<string> ToItsEnd(NetworkStream stream, CancellationToken stop)
    {
        using var text = new MemoryStream();
        var some = new byte[4096];
        try
        {
            while (await stream.ReadAsync(some, stop) is > 0 and var length)
                text.Write(some, 0, length);
        }
        catch (IOException)
        {
            // It was reset.
        }
        return Encoding.UTF8.GetString(text.ToArray());
    }

    public override string ToString()
    {
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"{Operation.Id}, {Break}\n{Method} {(Path.Length > 2000 ? Path[..2000] + "..." : Path)}"
        );
        foreach (var (name, value) in Headers)
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n{name}: {(value.Length > 200 ? value[..200] + "..." : value)}"
            );
        if (Body is not null)
            text.Append(
                CultureInfo.InvariantCulture,
                $"\nContent-Type: {ContentType}\n\n{Encoding.UTF8.GetString(Body, 0, Math.Min(Body.Length, 2000))}"
            );
        return text.ToString();
    }
}

/// <summary>An answer, held against the contract.</summary>
internal sealed record ContractAnswer(
    int Status,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body
)
{
    /// <summary>Headers of the transport and of caches, which every answer may have and no operation declares.</summary>
    private static readonly string[] Common =
    [
        "Date",
        "Server",
        "Connection",
        "Transfer-Encoding",
        "Content-Type",
        "Content-Length",
        "Content-Encoding",
        "Cache-Control",
        "Pragma",
        "Expires",
        "Vary",
    ];

    /// <summary>What an answer must never show of what is behind it.</summary>
    private static readonly string[] Inner =
    [
        "Npgsql",
        "DuckDB",
        "System.",
        "Microsoft.",
        "LoanAnalytics.Api.",
        " at line ",
        "   at ",
        "SQLSTATE",
        "syntax error",
    ];

    public string Text => Encoding.UTF8.GetString(Body);

    public string? Type => Headers.GetValueOrDefault("Content-Type")?.Split(';')[0];

    /// <summary>What about the answer the contract does not say; null where it says all.</summary>
    public string? Complaint(ContractRequest request, ContractDocument document)
    {
        if (Status >= 500 && Status != 503 && request.Expected?.Contains(Status) != true)
            return $"it fails with {Status}";
        if (request.Expected.Length > 0 && !request.Expected.Contains(Status))
            return $"it is {Status}, not {string.Join(" or ", request.Expected)}";
        if (Status == 400 && request is { Break: "valid", Fits: true, Expected: [] })
            return "it is refused, and the contract does not say why";
        // What the server refuses before the application has no body, and no operation.
        if (Status is 400 or 408 or 414 or 431 && Body.Length == 0)
            return
                request.Break.StartsWith("too long", StringComparison.Ordinal)
                || Status == 400 && request.Break.StartsWith("bad line", StringComparison.Ordinal)
                ? null
                : $"it is {Status} without a body";
        if (Status == 405)
            return OfMethod(request, document);
        if (
            !request.Operation.Responses.TryGetValue(
                Status.ToString(CultureInfo.InvariantCulture),
                out var declared
            )
        )
            return $"the status {Status} is not declared";
        try
        {
            return OfHeaders(declared!) ?? OfBody(request, declared!, document);
        }
        catch (JsonException e)
        {
            return e.Message;
        }
    }

    private string? OfMethod(ContractRequest request, ContractDocument document)
    {
        var allowed = document
            .Operations.Where(o => o.Path == request.Operation.Path)
            .Select(o => o.Method.Method)
            .Order()
            .ToArray();
        var said = Headers
            .GetValueOrDefault("Allow", "")
            .Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Order();
        return allowed.Contains(request.Method.Method) ? "the method is declared"
            : !said.SequenceEqual(allowed) ? $"Allow says {string.Join(", ", said)}"
            : OfProblem();
    }

    private string? OfHeaders(JsonNode declared)
    {
        var headers = declared["headers"]?.AsObject().Select(h => h.Key).ToArray() ?? [];
        foreach (var (name, value) in Headers)
            if (
                !Common.Contains(name, StringComparer.OrdinalIgnoreCase)
                && !headers.Contains(name, StringComparer.OrdinalIgnoreCase)
            )
                return $"the header {name}: {value} is not declared";
        foreach (var name in headers)
            if (
                !Headers.ContainsKey(name)
                && (name != "Content-Disposition" || Type != "application/json")
                // Not every conflict ends by waiting.
                && (name != "Retry-After" || Status == 503)
            )
                return $"the header {name} is missing";
        return null;
    }

    private string? OfBody(ContractRequest request, JsonNode declared, ContractDocument document)
    {
        var content = declared["content"]?.AsObject();
        if (content is null || request.Method == HttpMethod.Head)
            return Body.Length == 0 ? null : "it has a body, and none is declared";
        if (Type is null || content[Type] is not { } media)
            return $"the media type {Type ?? "none"} is not declared";
        if (Type == "application/problem+json" && OfProblem() is { } complaint)
            return complaint;
        return Type switch
        {
            "application/vnd.apache.parquet" => Text.StartsWith("PAR1", StringComparison.Ordinal)
                ? null
                : "it is no Parquet file",
            "application/x-ndjson" => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => JsonNode.Parse(l))
                .All(l => l is JsonObject)
                ? null
                : "a line is no object",
            "text/csv" => Text.Contains('\n', StringComparison.Ordinal) ? null : "it has no header",
            "text/plain" => null,
            _ => document.Complaint(Json(), media["schema"]!.AsObject()),
        };
    }

    private string? OfProblem()
    {
        if (Type != "application/problem+json")
            return $"it is {Status} as {Type}";
        var problem = Json()!;
        var slug = problem["type"]!.GetValue<string>()["/problems/".Length..];
        if (ProblemTypes.Statuses.GetValueOrDefault(slug) != Status)
            return $"{slug} is no type of {Status}";
        if (problem["status"]!.GetValue<int>() != Status)
            return "the problem has another status";
        return Inner.FirstOrDefault(i => Text.Contains(i, StringComparison.Ordinal)) is { } shown
            ? $"it shows '{shown}'"
            : null;
    }

    /// <summary>Read strictly: no name twice.</summary>
    private JsonNode? Json() =>
        JsonNode.Parse(
            Body,
            documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }
        );
}
