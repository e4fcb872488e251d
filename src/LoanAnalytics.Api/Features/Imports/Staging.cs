using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>A source file as it was staged: read = staged + malformed.</summary>
/// <param name="Stem">Name without ending, under which it is a table.</param>
/// <param name="Delimiter">Between cells; empty for a Parquet file.</param>
internal sealed record StagedFile(
    string Name,
    string Stem,
    string Sha256,
    long Bytes,
    long Read,
    long Malformed,
    string Delimiter,
    string[] Columns
)
{
    public long Staged => Read - Malformed;
}

/// <summary>What is known of a file before it is staged.</summary>
internal sealed record FileDigest(string Name, string Sha256, bool HasQuotes);

/// <summary>A row that was refused; <c>Row</c> is the whole source record in its file's own dialect.</summary>
internal sealed record Reject(
    string Table,
    string File,
    long Line,
    string? Column,
    string Rule,
    string? Value,
    string Message,
    string Row
);

/// <summary>Source files as text tables in an in-process DuckDB, which afterwards reaches no file any more.</summary>
/// <remarks>The database is a file of its own, so that memory stays flat; it is not compressed, since it is written once, read twice and deleted.</remarks>
internal sealed partial class Staging : IDisposable
{
    /// <summary>An excerpt can end within a cell of several lines; one of more lines than this was opened by mistake.</summary>
    internal const int LinesOfOneCell = 100;

    private const int LinesOfOneName = 5;

    /// <summary>DuckDB reads two thousand records at a time, and each of their cells takes memory.</summary>
    private const int MostColumns = 1_000;
    private const int UsualColumns = 200;

    private const char NoCharacter = '\uFFFF';

    /// <summary>In megabytes, for so many columns.</summary>
    private const int UsualMemory = 120;

    private readonly string folder;
    private readonly ImportLimits limits;
    private readonly CancellationToken cancellation;

    public Staging(ImportLimits limits, CancellationToken cancellationToken)
    {
        this.limits = limits;
        cancellation = cancellationToken;
        folder = WorkFolder.Make("staging", limits.Folder);
        Connection = new DuckDBConnection($"DataSource={Path.Combine(folder, "staging.duckdb")}");
        try
        {
            Connection.Open();
            Execute(
                $"set memory_limit='{UsualMemory}MB'; set threads=2; set temp_directory={Text(folder)}; set preserve_insertion_order=true; set force_compression='uncompressed'"
            );
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public DuckDBConnection Connection { get; }
    public List<StagedFile> Files { get; } = [];
    public List<Reject> Malformed { get; } = [];

    /// <summary>SHA-256 of a file, in lower-case hexadecimal, and whether it holds a quote at all.</summary>
    public static async Task<FileDigest> Digest(string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var quotes = false;
        var buffer = new byte[1 << 20];
        await using var stream = File.OpenRead(path);
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            var bytes = buffer.AsSpan(0, read);
            hash.AppendData(bytes);
            quotes = quotes || bytes.Contains((byte)'"');
        }
        return new(
            Path.GetFileName(path),
            Convert.ToHexStringLower(hash.GetHashAndReset()),
            quotes
        );
    }

    /// <summary>Stages each file under its name without ending, all columns as text, each row with its record number (header = 1);
    /// from then on no SQL reaches a file or changes a setting.</summary>
    /// <param name="excerpt">The files may end in the middle of a record.</param>
    /// <param name="limits">How much they may hold.</param>
    /// <param name="progress">Is told the share of the files that are staged.</param>
    public static async Task<Staging> Of(
        SourceFiles files,
        IReadOnlyList<FileDigest> digests,
        Profile profile,
        bool excerpt,
        ImportLimits limits,
        Action<double>? progress,
        CancellationToken cancellationToken
    )
    {
        var staging = new Staging(limits, cancellationToken);
        try
        {
            foreach (var (i, path) in files.Found.Index())
            {
                await staging.Add(path, digests[i], profile, excerpt);
                progress?.Invoke((i + 1.0) / files.Found.Count);
            }
            staging.Execute("set enable_external_access=false; set lock_configuration=true");
            return staging;
        }
        catch
        {
            staging.Dispose();
            throw;
        }
    }

    public void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        Interruptible(command, command.ExecuteNonQuery);
    }

    public T Scalar<T>(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        return (T)
            Convert.ChangeType(
                Interruptible(command, command.ExecuteScalar)!,
                typeof(T),
                CultureInfo.InvariantCulture
            );
    }

    /// <summary>The rows of a query, each read while the reader stands on it.</summary>
    public IEnumerable<T> Rows<T>(string sql, Func<DuckDBDataReader, T> read)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        using var reader = Interruptible(command, command.ExecuteReader);
        while (reader.Read())
            yield return read(reader);
    }

    /// <summary>A text as a literal of SQL.</summary>
    public static string Text(string text) =>
        $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A column or table as a name of SQL.</summary>
    public static string Name(string name) =>
        $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The encoding that a profile declares.</summary>
    public static Encoding EncodingOf(string declared) =>
        declared switch
        {
            "latin-1" => Encoding.Latin1,
            "utf-16" => Encoding.Unicode,
            "utf-16be" => Encoding.BigEndianUnicode,
            _ => new UTF8Encoding(false),
        };

    public void Dispose()
    {
        Connection.Dispose();
        WorkFolder.Delete(folder);
    }

    private T Interruptible<T>(DuckDBCommand command, Func<T> run)
    {
        cancellation.ThrowIfCancellationRequested();
        using var stop = cancellation.Register(command.Cancel);
        try
        {
            return run();
        }
        catch (DuckDBException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    private Task Add(string path, FileDigest digest, Profile profile, bool excerpt)
    {
        var name = Path.GetFileName(path);
        if (!Path.GetExtension(name).Equals(".parquet", StringComparison.OrdinalIgnoreCase))
            return AddDelimited(path, digest, profile, excerpt);
        AddParquet(path, name, digest.Sha256);
        return Task.CompletedTask;
    }

    private void AddParquet(string path, string name, string sha256)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        var columns = ParquetColumns(path, name);
        RefuseMore(name, Scalar<long>($"select num_rows from parquet_file_metadata({Text(path)})"));
        // A value that is stored once can stand in millions of rows.
        if (
            columns.Length > 0
            && Scalar<double>(
                $"select coalesce(sum({string.Join(" + ", columns.Select(c => $"coalesce(strlen({Name(c)}::varchar), 0)"))}), 0)::double from read_parquet({Text(path)})"
            ) > limits.UnpackedBytes
        )
            throw TooLarge(
                $"{name} unpacks to more than {limits.UnpackedBytes} bytes (Imports__MaxUnpackedBytes)."
            );
        Execute(
            $"create table {Name($"raw {stem}")} as select {string.Join(", ", columns.Select(c => $"{Name(c)}::varchar as {Name(c)}"))} from read_parquet({Text(path)})"
        );
        Finish(new FileInfo(path).Length, name, stem, sha256, 0, "", columns, 2);
    }

    /// <summary>The columns of a Parquet file.</summary>
    /// <exception cref="ProblemException">415 not-a-table; 422 schema-mismatch.</exception>
    public string[] ParquetColumns(string path, string name)
    {
        string[] columns;
        try
        {
            columns =
            [
                .. Rows($"describe select * from read_parquet({Text(path)})", r => r.GetString(0)),
            ];
        }
        catch (DuckDBException)
        {
            throw NotATable(name, "is no Parquet file");
        }
        RefuseColumns(columns, name);
        return columns;
    }

    private async Task AddDelimited(string path, FileDigest digest, Profile profile, bool excerpt)
    {
        var (name, encoding) = (digest.Name, profile.Encoding);
        var stem = Path.GetFileNameWithoutExtension(name);
        var number = Files.Count;
        RefuseForeignFormats(path, name);
        var bytes = new FileInfo(path).Length;
        if (encoding is "utf-16" or "utf-16be")
            (path, encoding) = (await Transcoded(path, encoding), "utf-8");
        var header = await Header(path, EncodingOf(encoding), profile, cancellation);
        var separator =
            profile.Delimiter
            ?? ",;\t|"
                .MaxBy(c => header[^1].Count(h => h == c))
                .ToString(CultureInfo.InvariantCulture);
        var columns = ColumnsOf([.. header.Select(h => Split(h, separator[0]))]);
        var above = profile.LinesAbove;
        if (columns.All(string.IsNullOrWhiteSpace))
            throw Empty(name, "holds no header");
        RefuseColumns(columns, name);
        if (columns.Length > UsualColumns)
            Execute(
                $"set memory_limit='{UsualMemory + (columns.Length - UsualColumns) * 3 / 8}MB'"
            );
        var types = string.Join(", ", columns.Select(c => $"{Text(c)}: 'VARCHAR'"));
        // Several threads read a clean file fast; where a record is refused, one thread says best which it was.
        Read(parallel: true);
        if (Scalar<long>($"select count(*) from rejects_{number}") > 0)
        {
            Execute(
                $"drop table {Name($"raw {stem}")}; drop table rejects_{number}; drop table scans_{number}"
            );
            Read(parallel: false);
        }
        ReadMalformed(name, number);
        if (
            digest.HasQuotes
            && await OpenQuote.LastRecord(path, EncodingOf(encoding), separator[0], cancellation)
                is { } open
            && !(excerpt && open.Count(c => c == '\n') < LinesOfOneCell)
        )
            Malformed.Add(
                new(
                    "",
                    name,
                    Malformed.Count(m => m.File == name)
                        + Scalar<long>($"select count(*) from {Name($"raw {stem}")}")
                        + above
                        + 2,
                    null,
                    "malformed-row",
                    null,
                    "A quote is opened and never closed: the rest of the file belongs to this record.",
                    open
                )
            );
        Finish(bytes, name, stem, digest.Sha256, number, separator, columns, above + 2);

        void Read(bool parallel) =>
            Execute(
                $"create table {Name($"raw {stem}")} as select * from read_csv({Text(path)}, auto_detect=false, header=true, skip={above}, delim={Text(separator)}, quote='\"', escape='\"', nullstr='', columns={'{'}{types}{'}'}, encoding={Text(encoding)}, store_rejects=true, rejects_table='rejects_{number}', rejects_scan='scans_{number}', rejects_limit=0, parallel={parallel})"
            );
    }

    /// <summary>Gives each staged row the number of its record: the nth row has the nth number that is not among the rejects.</summary>
    private void Finish(
        long bytes,
        string name,
        string stem,
        string sha256,
        int number,
        string delimiter,
        string[] columns,
        int first
    )
    {
        var raw = Name($"raw {stem}");
        var malformed = Malformed.Count(m => m.File == name);
        var staged = Scalar<long>($"select count(*) from {raw}");
        if (staged + malformed == 0)
            throw Empty(name, "holds a header and no row");
        RefuseMore(name, staged + malformed);
        Execute(
            malformed == 0
                ? $"create view {Name(stem)} as select *, rowid + {first} as source_line from {raw}"
                : $"""
                create table {Name(stem)} as
                with free as (
                    select line, row_number() over (order by line) - 1 as rn
                    from range({first}, {staged + malformed + first}) as r (line)
                    where line not in (select line from rejects_{number})
                )
                select r.* exclude (rn), f.line as source_line
                from (select *, rowid as rn from {raw}) r join free f using (rn)
                """
        );
        Files.Add(
            new(name, stem, sha256, bytes, staged + malformed, malformed, delimiter, columns)
        );
    }

    private void ReadMalformed(string name, int number)
    {
        var rows = Rows(
            $"select line, any_value(column_name), any_value(error_type::varchar), any_value(csv_line) from rejects_{number} group by line order by line",
            r =>
                (
                    Line: r.GetInt64(0),
                    Column: r.IsDBNull(1) ? null : r.GetString(1),
                    Error: r.GetString(2),
                    Text: r.IsDBNull(3) ? "" : r.GetString(3)
                )
        );
        Malformed.AddRange(
            rows.Select(r => new Reject(
                "",
                name,
                r.Line,
                r.Column,
                r.Error.Contains("ENCODING", StringComparison.OrdinalIgnoreCase)
                    ? "encoding"
                    : "malformed-row",
                null,
                $"The record cannot be read: {r.Error.Replace('_', ' ').ToLowerInvariant()}.",
                r.Text
            ))
        );
    }

    /// <summary>Refuses a file that names a column twice, or more columns than are read.</summary>
    /// <exception cref="ProblemException">422 schema-mismatch.</exception>
    internal static void RefuseColumns(string[] columns, string name)
    {
        if (columns.Length > MostColumns)
            throw new ProblemException(
                422,
                "schema-mismatch",
                "There are too many columns",
                $"{name} has {columns.Length} columns; at most {MostColumns} are read."
            );
        if (
            columns
                .GroupBy(c => c, StringComparer.OrdinalIgnoreCase)
                .FirstOrDefault(g => g.Count() > 1) is
            { } twice
        )
            throw new ProblemException(
                422,
                "schema-mismatch",
                "A column is named twice",
                $"{name} names the column '{twice.Key}' twice."
            );
    }

    internal static void RefuseForeignFormats(string path, string name)
    {
        Span<byte> start = stackalloc byte[8];
        using var stream = File.OpenRead(path);
        var length = stream.ReadAtLeast(start, 8, throwOnEndOfStream: false);
        if (length == 0)
            throw Empty(name, "has no content");
        byte[][] foreign =
        [
            [0x50, 0x4B, 3, 4],
            [0xD0, 0xCF, 0x11, 0xE0],
            "%PDF"u8.ToArray(),
            [0x89, 0x50, 0x4E, 0x47],
            [0xFF, 0xD8, 0xFF],
            [0x1F, 0x8B],
            "PAR1"u8.ToArray(),
        ];
        foreach (var magic in foreign)
            if (start.StartsWith(magic))
                throw NotATable(name, "is not a delimited text file");
    }

    /// <summary>Whether the large byte comes first, by the mark of a file of UTF-16, or else as declared.</summary>
    private static bool IsBigEndian(string path, string declared)
    {
        using var file = File.OpenRead(path);
        return (file.ReadByte(), file.ReadByte()) switch
        {
            (0xFE, 0xFF) => true,
            (0xFF, 0xFE) => false,
            _ => declared == "utf-16be",
        };
    }

    /// <summary>The file in UTF-8, which DuckDB reads; what is no character is NUL, for which its row is refused.</summary>
    private async Task<string> Transcoded(string path, string declared)
    {
        var target = Path.Combine(folder, $"{Files.Count}-{Path.GetFileName(path)}");
        var encoding = Encoding.GetEncoding(
            (IsBigEndian(path, declared) ? Encoding.BigEndianUnicode : Encoding.Unicode).CodePage,
            EncoderFallback.ReplacementFallback,
            // No character; NUL itself would end the replacement.
            new DecoderReplacementFallback(NoCharacter.ToString())
        );
        using var reader = new StreamReader(
            path,
            encoding,
            detectEncodingFromByteOrderMarks: false
        );
        await using var writer = new StreamWriter(target, append: false, new UTF8Encoding(false));
        var buffer = new char[1 << 16];
        int read;
        while ((read = await reader.ReadBlockAsync(buffer, cancellation)) > 0)
        {
            buffer.AsSpan(0, read).Replace(NoCharacter, '\0');
            await writer.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        return target;
    }

    private void RefuseMore(string name, long rows)
    {
        if (rows > limits.Rows)
            throw TooLarge(
                $"{name} has {rows} records; at most {limits.Rows} are read (Imports__MaxRows)."
            );
    }

    private static ProblemException TooLarge(string detail) =>
        new(413, "too-large", "A file is too large", detail);

    internal static ProblemException Empty(string name, string why) =>
        new(422, "file-empty", "A file is empty", $"{name} {why}.");

    internal static ProblemException NotATable(string name, string why) =>
        new(415, "not-a-table", "A file is no table", $"{name} {why}.");

    /// <summary>The lines that name the columns.</summary>
    private static async Task<string[]> Header(
        string path,
        Encoding encoding,
        Profile profile,
        CancellationToken cancellationToken
    )
    {
        using var reader = new StreamReader(path, encoding);
        for (var i = 0; i < profile.SkipLines; i++)
            await reader.ReadLineAsync(cancellationToken);
        var lines = new string[profile.HeaderLines];
        for (var i = 0; i < lines.Length; i++)
            lines[i] = (await reader.ReadLineAsync(cancellationToken))?.TrimStart('\uFEFF') ?? "";
        // A cell of the last line may hold a line end; a quote that stays open is one line's own.
        var last = lines[^1];
        for (var i = 0; i < LinesOfOneName && last.Count(c => c == '"') % 2 == 1; i++)
            last = await reader.ReadLineAsync(cancellationToken) is { } more
                ? $"{last}\n{more}"
                : "";
        if (last.Length > 0 && last.Count(c => c == '"') % 2 == 0)
            lines[^1] = last;
        return lines;
    }

    /// <summary>One name a column; a cell of an upper line stands for the empty ones to its right too, as where cells were merged.</summary>
    public static string[] ColumnsOf(IReadOnlyList<string[]> lines)
    {
        // What has no name has a place.
        string[] names =
        [
            .. lines[^1].Select((name, i) => name.Length > 0 ? Spaces().Replace(name, " ") : ""),
        ];
        if (lines.Count == 1)
            return [.. names.Select(Named)];
        var words = new List<string>[names.Length];
        for (var i = 0; i < names.Length; i++)
            words[i] = [];
        foreach (var line in lines.SkipLast(1))
        {
            var last = "";
            for (var i = 0; i < names.Length; i++)
            {
                last =
                    i < line.Length && line[i].Length > 0 ? Spaces().Replace(line[i], " ") : last;
                if (last.Length > 0)
                    words[i].Add(last);
            }
        }
        return
        [
            .. names.Select((name, i) => Named(string.Join(' ', words[i].Append(name)).Trim(), i)),
        ];

        static string Named(string name, int place) =>
            name.Length > 0 ? name : $"column {place + 1}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    /// <summary>The cells of a record; a quote that is not closed runs to its end.</summary>
    public static string[] Split(string header, char separator)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        foreach (var c in header)
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == separator && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
                cell.Append(c);
        }
        cells.Add(cell.ToString().Trim());
        return [.. cells];
    }
}
