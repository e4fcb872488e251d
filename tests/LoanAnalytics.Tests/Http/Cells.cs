using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;

namespace LoanAnalytics.Tests.Http;

/// <summary>A table as a caller reads it in any of its forms: rows of cells by column, as text; null is a missing value. Parquet is read
/// by DuckDB, which knows nothing of the program.</summary>
internal static class Cells
{
    public const string Csv = "text/csv";
    public const string Ndjson = "application/x-ndjson";
    public const string Parquet = "application/vnd.apache.parquet";

    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, string?>>> Table(
        this Database database,
        string path,
        string accept
    )
    {
        using var answer = await database.Ask(path, accept);
        answer.EnsureSuccessStatusCode();
        var bytes = await answer.Content.ReadAsByteArrayAsync(
            TestContext.Current.CancellationToken
        );
        return accept switch
        {
            Csv => OfCsv(Encoding.UTF8.GetString(bytes)),
            Ndjson =>
            [
                .. Encoding
                    .UTF8.GetString(bytes)
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => Flat(JsonNode.Parse(line)!)),
            ],
            _ => Query(bytes, "select * from table_of_test"),
        };
    }

    /// <summary>The rows of a JSON answer, named as the columns of a table are.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string?>> Rows(
        IEnumerable<JsonNode?> rows
    ) => [.. rows.Select(r => Flat(r!))];

    /// <summary>What DuckDB says to a query over a Parquet file, called table_of_test in it.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string?>> Query(
        byte[] parquet,
        string sql
    )
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, parquet);
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql.Replace(
                "table_of_test",
                $"read_parquet('{file}')",
                StringComparison.Ordinal
            );
            using var reader = command.ExecuteReader();
            var rows = new List<IReadOnlyDictionary<string, string?>>();
            while (reader.Read())
                rows.Add(
                    Enumerable
                        .Range(0, reader.FieldCount)
                        .ToDictionary(
                            reader.GetName,
                            i => reader.IsDBNull(i) ? null : Text(reader.GetValue(i))
                        )
                );
            return rows;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The same rows with the same columns and cells.</summary>
    public static void SequenceShouldBe(
        this IReadOnlyList<IReadOnlyDictionary<string, string?>> rows,
        IReadOnlyList<IReadOnlyDictionary<string, string?>> expected,
        string? because = null
    )
    {
        rows.Count.ShouldBe(expected.Count, because);
        foreach (var (row, other) in rows.Zip(expected))
            row.ShouldBe(other, ignoreOrder: true, because);
    }

    private static string Text(object value) =>
        value switch
        {
            bool b => b ? "true" : "false",
            DateOnly d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            // A Parquet column of decimals has one scale for all of its values.
            decimal d => Number(d),
            IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };

    private static string Number(decimal value) =>
        (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Flat(JsonNode row)
    {
        var cells = new Dictionary<string, string?>();
        Add("", row);
        return cells;

        void Add(string path, JsonNode? value)
        {
            switch (value)
            {
                case JsonObject o:
                    foreach (var (name, child) in o)
                        Add(path.Length == 0 ? name : $"{path}.{name}", child);
                    break;
                case JsonArray a when a.Count > 0 && a[0] is JsonObject:
                    foreach (var item in a.Cast<JsonObject>())
                    foreach (var (name, child) in item.Skip(1))
                        Add($"{path}.{item.First().Value}.{name}", child);
                    break;
                default:
                    cells.Add(path, value is JsonArray ? value.ToJsonString() : value?.ToString());
                    break;
            }
        }
    }

    private static List<IReadOnlyDictionary<string, string?>> OfCsv(string text)
    {
        var lines = Lines(text);
        return
        [
            .. lines
                .Skip(1)
                .Select(cells =>
                {
                    cells.Count.ShouldBe(lines[0].Count);
                    return (IReadOnlyDictionary<string, string?>)
                        lines[0].Zip(cells).ToDictionary(c => c.First!, c => c.Second);
                }),
        ];
    }

    /// <summary>RFC 4180; a cell without quotes and text is null.</summary>
    private static List<List<string?>> Lines(string text)
    {
        var lines = new List<List<string?>>();
        var cells = new List<string?>();
        for (var i = 0; i < text.Length; )
        {
            string? cell;
            if (text[i] == '"')
            {
                var value = new StringBuilder();
                for (i++; text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"'); i++)
                {
                    if (text[i] == '"')
                        i++;
                    value.Append(text[i]);
                }
                i++;
                cell = value.ToString();
            }
            else
            {
                var end = text.IndexOfAny([',', '\r'], i);
                cell = end == i ? null : text[i..end];
                i = end;
            }
            cells.Add(cell);
            if (text[i] == ',')
                i++;
            else
            {
                text[i..(i + 2)].ShouldBe("\r\n");
                i += 2;
                lines.Add(cells);
                cells = [];
            }
        }
        return lines;
    }
}
