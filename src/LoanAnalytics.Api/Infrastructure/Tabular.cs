using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>The rows of an answer as CSV or NDJSON, where the caller's Accept asks for it.</summary>
internal static class Tabular
{
    public const string Csv = "text/csv";
    public const string Ndjson = "application/x-ndjson";

    public static IResult? Negotiate(HttpRequest request, IAnswer answer)
    {
        if (answer.Rows is null)
            return null;
        var accept = request.Headers.Accept.ToString();
        var rows = () =>
            answer.Rows.Select(r =>
                Flat(JsonSerializer.SerializeToNode(r, r.GetType(), Json.Options)!)
            );
        if (accept.Contains(Csv, StringComparison.OrdinalIgnoreCase))
            return Results.Stream(
                stream => WriteCsv(stream, rows().ToAsyncEnumerable()),
                $"{Csv}; charset=utf-8"
            );
        if (accept.Contains(Ndjson, StringComparison.OrdinalIgnoreCase))
            return Results.Stream(
                stream => WriteNdjson(stream, answer.Rows.ToAsyncEnumerable()),
                Ndjson
            );
        return null;
    }

    /// <summary>Columns named by their path: default.rate, status.defaulted.loans.</summary>
    public static IReadOnlyList<KeyValuePair<string, JsonNode?>> Flat(JsonNode node)
    {
        var cells = new List<KeyValuePair<string, JsonNode?>>();
        Add("", node);
        return cells;

        void Add(string path, JsonNode? value)
        {
            if (value is JsonObject o)
                foreach (var (name, child) in o)
                    Add(path.Length == 0 ? name : $"{path}.{name}", child);
            else if (value is JsonArray a)
                foreach (var item in a.OfType<JsonObject>())
                foreach (var (name, child) in item.Skip(1))
                    Add($"{path}.{item.First().Value}.{name}", child);
            else
                cells.Add(new(path, value));
        }
    }

    public static async Task WriteCsv(
        Stream stream,
        IAsyncEnumerable<IReadOnlyList<KeyValuePair<string, JsonNode?>>> rows
    )
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false));
        var first = true;
        await foreach (var row in rows)
        {
            if (first)
                await writer.WriteAsync(string.Join(',', row.Select(c => Cell(c.Key))) + "\r\n");
            first = false;
            await writer.WriteAsync(string.Join(',', row.Select(c => Cell(c.Value))) + "\r\n");
        }
    }

    public static async Task WriteNdjson(Stream stream, IAsyncEnumerable<object> rows)
    {
        await foreach (var row in rows)
        {
            await JsonSerializer.SerializeAsync(stream, row, row.GetType(), Json.Options);
            stream.WriteByte((byte)'\n');
        }
    }

    private static string Cell(JsonNode? value) =>
        value switch
        {
            null => "",
            JsonValue v when v.GetValueKind() == JsonValueKind.String => Cell(
                Defused(v.GetValue<string>())
            ),
            _ => Convert.ToString(value.ToJsonString(), CultureInfo.InvariantCulture)!,
        };

    /// <summary>A text that a spreadsheet would run as a formula gets an apostrophe in front.</summary>
    public static string Defused(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text;

    public static string Cell(string text, char delimiter = ',') =>
        text.AsSpan().IndexOfAny("\"\r\n") < 0
        && !text.Contains(delimiter, StringComparison.Ordinal)
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
