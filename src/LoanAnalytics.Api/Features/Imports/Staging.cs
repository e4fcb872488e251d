using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DuckDB.NET.Data;
using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>A source file as it was staged: read = staged + malformed.</summary>
internal sealed record StagedFile(
    string Name,
    string Stem,
    string Sha256,
    long Bytes,
    long Read,
    long Malformed,
    string[] Columns
)
{
    public long Staged => Read - Malformed;
}

/// <summary>A row that was refused.</summary>
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
internal sealed class Staging : IDisposable
{
    private readonly string spill = Directory.CreateTempSubdirectory("loananalytics-").FullName;

    public Staging()
    {
        Connection = new DuckDBConnection("DataSource=:memory:");
        Connection.Open();
        Execute(
            $"set memory_limit='256MB'; set threads=2; set temp_directory='{Quoted(spill)}'; set preserve_insertion_order=true"
        );
    }

    public DuckDBConnection Connection { get; }
    public List<StagedFile> Files { get; } = [];
    public List<Reject> Malformed { get; } = [];

    /// <summary>Stages a delimited file under its name without ending, all columns as text, each row with its record number (header = 1).</summary>
    public async Task Add(
        string path,
        string? delimiter,
        string encoding,
        CancellationToken cancellationToken
    )
    {
        var name = Path.GetFileName(path);
        var stem = Path.GetFileNameWithoutExtension(path);
        var number = Files.Count;
        string sha;
        await using (var stream = File.OpenRead(path))
            sha = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        RefuseForeignFormats(path, name);
        var header = await Header(path, encoding, cancellationToken);
        var separator =
            delimiter
            ?? ",;\t|".MaxBy(c => header.Count(h => h == c)).ToString(CultureInfo.InvariantCulture);
        var columns = Split(header, separator[0]);
        if (columns.Length == 0 || columns.All(string.IsNullOrWhiteSpace))
            throw new ProblemException(
                422,
                "file-empty",
                "A file is empty",
                $"{name} holds no header."
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
        var types = string.Join(", ", columns.Select(c => $"'{Quoted(c)}': 'VARCHAR'"));
        Execute(
            $"""
            create table "raw {stem}" as select *, row_number() over () as rn from read_csv('{Quoted(
                path
            )}', auto_detect=false,
                header=true, delim='{Quoted(
                separator
            )}', quote='"', escape='"', nullstr='', columns={OpenBrace}{types}{CloseBrace}, encoding='{Quoted(
                encoding
            )}',
                store_rejects=true, rejects_table='rejects_{number}', rejects_scan='scans_{number}', rejects_limit=0, parallel=false)
            """
        );
        var malformed = Scalar<long>($"select count(distinct line) from rejects_{number}");
        var staged = Scalar<long>($"select count(*) from \"raw {stem}\"");
        if (staged + malformed == 0)
            throw new ProblemException(
                422,
                "file-empty",
                "A file is empty",
                $"{name} holds a header and no row."
            );
        Execute(
            malformed == 0
                ? $"create table \"{stem}\" as select * exclude (rn), rn + 1 as source_line from \"raw {stem}\""
                : $"""
                create table "{stem}" as
                with free as (
                    select line, row_number() over (order by line) as rn
                    from range(2, {staged + malformed + 2}) as r (line)
                    where line not in (select line from rejects_{number})
                )
                select r.* exclude (rn), f.line as source_line from "raw {stem}" r join free f using (rn)
                """
        );
        ReadMalformed(name, number);
        Execute($"drop table \"raw {stem}\"");
        Files.Add(
            new(name, stem, sha, new FileInfo(path).Length, staged + malformed, malformed, columns)
        );
    }

    /// <summary>From here on no SQL reaches a file or changes a setting.</summary>
    public void Lock() => Execute("set enable_external_access=false; set lock_configuration=true");

    public void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public T Scalar<T>(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        return (T)
            Convert.ChangeType(command.ExecuteScalar()!, typeof(T), CultureInfo.InvariantCulture);
    }

    public static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    public void Dispose()
    {
        Connection.Dispose();
        Directory.Delete(spill, recursive: true);
    }

    private const string OpenBrace = "{";
    private const string CloseBrace = "}";

    private void ReadMalformed(string name, int number)
    {
        using var command = Connection.CreateCommand();
        command.CommandText =
            $"select line, any_value(column_name), any_value(error_type::varchar), any_value(csv_line) from rejects_{number} group by line order by line";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var rule = reader.GetString(2).Contains("UNICODE", StringComparison.OrdinalIgnoreCase)
                ? "encoding"
                : "malformed-row";
            var column = reader.IsDBNull(1) ? null : reader.GetString(1);
            var text = reader.IsDBNull(3) ? "" : reader.GetString(3);
            Malformed.Add(
                new(
                    "",
                    name,
                    reader.GetInt64(0),
                    column,
                    rule,
                    null,
                    $"The record cannot be read: {reader.GetString(2)}.",
                    text
                )
            );
        }
    }

    private static void RefuseForeignFormats(string path, string name)
    {
        Span<byte> start = stackalloc byte[8];
        using var stream = File.OpenRead(path);
        var length = stream.ReadAtLeast(start, 8, throwOnEndOfStream: false);
        if (length == 0)
            throw new ProblemException(
                422,
                "file-empty",
                "A file is empty",
                $"{name} has no content."
            );
        byte[][] foreign =
        [
            [0x50, 0x4B, 3, 4],
            [0xD0, 0xCF, 0x11, 0xE0],
            "%PDF"u8.ToArray(),
            [0x89, 0x50, 0x4E, 0x47],
            [0xFF, 0xD8, 0xFF],
        ];
        foreach (var magic in foreign)
            if (start.StartsWith(magic))
                throw new ProblemException(
                    415,
                    "not-a-table",
                    "A file is no table",
                    $"{name} is not a delimited text file."
                );
    }

    private static async Task<string> Header(
        string path,
        string encoding,
        CancellationToken cancellationToken
    )
    {
        var text = encoding switch
        {
            "latin-1" => Encoding.Latin1,
            "utf-16" => Encoding.Unicode,
            _ => Encoding.UTF8,
        };
        using var reader = new StreamReader(path, text, detectEncodingFromByteOrderMarks: true);
        return (await reader.ReadLineAsync(cancellationToken))?.TrimStart('\uFEFF') ?? "";
    }

    private static string[] Split(string header, char separator)
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
