using System.Text;
using System.Text.RegularExpressions;
using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>The beginning of a source file that nobody described: how it is written, and its first records.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Encoding">utf-8, latin-1, utf-16 or utf-16be.</param>
/// <param name="Delimiter">Between cells.</param>
/// <param name="SkipLines">Lines above the header.</param>
/// <param name="HeaderLines">Lines that name the columns.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">The records, without lines of totals.</param>
/// <param name="Totals">Records at the end of the file that are sums of those above.</param>
/// <param name="Whole">The sample is the whole file.</param>
internal sealed partial record TapeSample(
    string Name,
    string Encoding,
    string Delimiter,
    int SkipLines,
    int HeaderLines,
    IReadOnlyList<string> Columns,
    IReadOnlyList<string[]> Rows,
    IReadOnlyList<string[]> Totals,
    bool Whole
)
{
    /// <summary>So much of a file is looked at, and so much of its end for a line of totals.</summary>
    public const int SampleBytes = 1 << 20;
    private const int TailBytes = 1 << 16;
    private const int SampleRecords = 5_000;
    private const int MostAbove = 12;

    /// <summary>Reads the head of a file, and its end.</summary>
    /// <exception cref="ProblemException">415 not-a-table; 422 file-empty.</exception>
    public static async Task<TapeSample> Of(
        string path,
        ImportLimits limits,
        CancellationToken cancellationToken
    )
    {
        var name = Path.GetFileName(path);
        if (IsParquet(path))
            return OfParquet(path, name, limits, cancellationToken);
        Staging.RefuseForeignFormats(path, name);
        await using var file = File.OpenRead(path);
        var head = new byte[(int)Math.Min(file.Length, SampleBytes)];
        await file.ReadExactlyAsync(head, cancellationToken);
        var whole = head.Length == file.Length;
        var encoding = EncodingOf(head, whole);
        var text = Staging.EncodingOf(encoding).GetString(head).TrimStart('\uFEFF');
        if (text.Count(c => c < ' ' && c is not ('\t' or '\n' or '\r' or '\f')) > text.Length / 100)
            throw Staging.NotATable(name, "holds no text");
        if (!whole && text.LastIndexOfAny(['\n', '\r']) is var cut and > 0)
            text = text[..cut];
        var delimiter = DelimiterOf(text);
        var records = Records(text, delimiter).Take(SampleRecords + MostAbove).ToList();
        if (records.All(r => r.Cells.All(string.IsNullOrWhiteSpace)))
            throw Staging.Empty(name, "has no content");
        var (skip, header, first) = HeaderOf(records);
        var columns = Staging.ColumnsOf([
            .. records.Skip(first - header).Take(header).Select(r => r.Cells),
        ]);
        Staging.RefuseColumns(columns, name);
        var rows = records
            .Skip(first)
            .Select(r => r.Cells)
            .Where(r => r.Any(c => c.Length > 0))
            .ToList();
        if (rows.Count == 0)
            throw Staging.Empty(name, "holds a header and no row");
        var totals = new List<string[]>();
        if (whole && records.Count < SampleRecords)
            for (
                ;
                rows.Count > 1 && totals.Count < 3 && IsTotal(rows[^1], columns.Length, rows);
                rows.RemoveAt(rows.Count - 1)
            )
                totals.Insert(0, rows[^1]);
        else if (
            await Last(file, encoding, delimiter, cancellationToken) is { } last
            && IsTotal(last, columns.Length, rows)
        )
            totals.Add(last);
        return new(
            name,
            encoding,
            delimiter.ToString(),
            skip,
            header,
            columns,
            [.. rows.Where(r => r.Length == columns.Length).Take(SampleRecords)],
            totals,
            whole && records.Count < SampleRecords
        );
    }

    private static TapeSample OfParquet(
        string path,
        string name,
        ImportLimits limits,
        CancellationToken cancellationToken
    )
    {
        using var staging = new Staging(limits, cancellationToken);
        var columns = staging.ParquetColumns(path, name);
        string[][] rows =
        [
            .. staging.Rows(
                $"select {string.Join(", ", columns.Select(c => $"{Staging.Name(c)}::varchar"))} from read_parquet({Staging.Text(path)}) limit {SampleRecords}",
                r => columns.Select((_, i) => r.IsDBNull(i) ? "" : r.GetString(i)).ToArray()
            ),
        ];
        return rows.Length == 0
            ? throw Staging.Empty(name, "holds no row")
            : new(name, "utf-8", "", 0, 1, columns, rows, [], rows.Length < SampleRecords);
    }

    /// <summary>Cuts a file at the last line end within what is looked at; false where it is no longer than that.</summary>
    public static bool Cut(string path, string encoding)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        if (file.Length <= SampleBytes || IsParquet(path))
            return false;
        var head = new byte[SampleBytes];
        file.ReadExactly(head);
        var end = Array.FindLastIndex(head, b => b is (byte)'\n' or (byte)'\r') + 1;
        // In UTF-16 a line end takes two bytes.
        file.SetLength(
            end == 0 ? SampleBytes
            : encoding is "utf-16" or "utf-16be" ? end + (end & 1)
            : end
        );
        return true;
    }

    private static bool IsParquet(string path) =>
        Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase);

    /// <summary>The cells of a column.</summary>
    public IEnumerable<string> Cells(int column) => Rows.Select(r => r[column]);

    private static string EncodingOf(byte[] head, bool whole)
    {
        if (head is [0xFF, 0xFE, ..])
            return "utf-16";
        if (head is [0xFE, 0xFF, ..])
            return "utf-16be";
        // Without a mark: half of the bytes of plain words are zero.
        if (
            head.Length > 3
            && head.Where((_, i) => i % 2 == 1).Count(b => b == 0) > head.Length / 4
        )
            return "utf-16";
        if (
            head.Length > 3
            && head.Where((_, i) => i % 2 == 0).Count(b => b == 0) > head.Length / 4
        )
            return "utf-16be";
        try
        {
            // A sample may end within a character.
            var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
            strict.GetCharCount(head, 0, whole ? head.Length : Math.Max(0, head.Length - 4));
            return "utf-8";
        }
        catch (ArgumentException) when (!whole && head.Length > 8 && IsCutWithin(head))
        {
            return "utf-8";
        }
        catch (ArgumentException)
        {
            return "latin-1";
        }
    }

    /// <summary>Only the last character of the shortened sample is broken.</summary>
    private static bool IsCutWithin(byte[] head)
    {
        var end = head.Length - 4;
        while (end > 0 && head[end - 1] is >= 0x80 and < 0xC0)
            end--;
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(
                head,
                0,
                Math.Max(0, end - 1)
            );
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The sign that gives most records the same number of cells, more than one.</summary>
    private static char DelimiterOf(string text)
    {
        var start = text.Length > 100_000 ? text[..100_000] : text;
        return ",;\t|"
            .Select(sign =>
            {
                var widths = Records(start, sign).Take(60).Select(r => r.Cells.Length).ToArray();
                var usual = widths
                    .Where(w => w > 1)
                    .GroupBy(w => w)
                    .OrderByDescending(g => g.Count())
                    .ThenByDescending(g => g.Key)
                    .FirstOrDefault();
                return (
                    Sign: sign,
                    Share: usual is null ? 0 : (double)usual.Count() / widths.Length,
                    Width: usual?.Key ?? 1
                );
            })
            .OrderByDescending(s => Math.Round(s.Share * Math.Log2(s.Width + 1), 6))
            .First()
            .Sign;
    }

    /// <summary>Lines above the header, lines of the header, and the first record behind it.</summary>
    private static (int Skip, int Header, int First) HeaderOf(
        List<(string[] Cells, int Lines)> records
    )
    {
        var width = records
            .Take(60)
            .GroupBy(r => r.Cells.Length)
            .OrderByDescending(g => g.Count())
            .ThenByDescending(g => g.Key)
            .First()
            .Key;
        var at = 0;
        // A title stands alone in its line, or in a line of another width; an empty line names nothing.
        while (at < records.Count - 2 && at < MostAbove && IsTitle(records[at].Cells))
            at++;
        // Words over words over numbers: all lines of words name the columns, unless the data are words too.
        var header = 1;
        var hasNumbers = records
            .Skip(at + 1)
            .Take(20)
            .Any(r => r.Cells.Length == width && r.Cells.Any(IsValue));
        while (
            header < 3
            && at + header < records.Count - 1
            && hasNumbers
            && records[at + header].Cells is { } next
            && next.Length == width
            && !next.Any(IsValue)
            && records[at + header + 1].Cells.Any(IsValue)
            && (records[at].Cells.Any(c => c.Length == 0) || next.Count(c => c.Length > 0) == width)
        )
            header++;
        return (records.Take(at).Sum(r => r.Lines), header, at + header);

        bool IsTitle(string[] cells) =>
            width > 1
            && (cells.Length != width || cells.Count(c => c.Length > 0) <= (width > 3 ? 1 : 0));
    }

    /// <summary>A number, a date or a flag: what no column is called.</summary>
    private static bool IsValue(string cell) =>
        cell.Length > 0
        && (
            char.IsDigit(cell[0])
            || char.IsDigit(cell[^1]) && cell.Any(c => c is ',' or '.' or '/' or '-' or '$' or '€')
        );

    /// <summary>The word for a sum stands in it, or most of its cells are empty where those of other records are not.</summary>
    private static bool IsTotal(string[] cells, int width, List<string[]> rows)
    {
        var filled = cells.Count(c => c.Length > 0);
        if (cells.FirstOrDefault(c => c.Length > 0) is not { } first)
            return false;
        if (TotalWord().IsMatch(first))
            return true;
        var usual = rows.Take(200).Average(r => r.Count(c => c.Length > 0));
        return cells.Length == width
            && width > 3
            && cells[0].Length == 0
            && filled <= usual / 2
            && rows.Take(200).Count(r => r[0].Length == 0) <= 1;
    }

    private static async Task<string[]?> Last(
        FileStream file,
        string encoding,
        char delimiter,
        CancellationToken cancellationToken
    )
    {
        var tail = new byte[(int)Math.Min(file.Length, TailBytes) & ~1];
        // From an even byte, so that wide characters stay whole.
        file.Seek((file.Length - tail.Length) & ~1, SeekOrigin.Begin);
        var read = await file.ReadAtLeastAsync(
            tail,
            tail.Length,
            throwOnEndOfStream: false,
            cancellationToken
        );
        var lines = Staging
            .EncodingOf(encoding)
            .GetString(tail, 0, read)
            .Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return lines.Length < 2 || lines.LastOrDefault(l => l.Trim().Length > 0) is not { } last
            ? null
            : Staging.Split(last, delimiter);
    }

    /// <summary>The records of a text with the lines that each takes; a quote that does not close within some lines is a letter.</summary>
    private static IEnumerable<(string[] Cells, int Lines)> Records(string text, char delimiter)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r');
        // What is behind the last line end is no record where it is empty.
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        for (var i = 0; i < count; i++)
        {
            var record = lines[i];
            var taken = 1;
            if (record.Contains('"', StringComparison.Ordinal) && IsOpen(record))
            {
                var longer = new StringBuilder(record);
                var quotes = true;
                while (quotes && taken < Staging.LinesOfOneCell && i + taken < count)
                {
                    longer.Append('\n').Append(lines[i + taken]);
                    quotes ^= lines[i + taken].Count(c => c == '"') % 2 == 1;
                    taken++;
                }
                if (quotes)
                    taken = 1;
                else
                    record = longer.ToString();
            }
            i += taken - 1;
            yield return (Staging.Split(record, delimiter), taken);
        }

        static bool IsOpen(string line) => line.Count(c => c == '"') % 2 == 1;
    }

    [GeneratedRegex(
        @"^\W*((grand|sub|portfolio|overall)[\s-]*)?(totals?|sums?|summen?|gesamt\w*|records|count|number of loans|total[ei]?)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex TotalWord();
}
