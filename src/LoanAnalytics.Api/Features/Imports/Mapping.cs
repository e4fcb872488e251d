using System.Text.RegularExpressions;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>How one canonical table comes out of the staged files.</summary>
/// <param name="Table">The canonical table.</param>
/// <param name="Select">A SELECT that gives its columns as text, with <c>source_file</c> and <c>source_line</c> of the driving row.</param>
/// <param name="Attributes">Further columns that it gives.</param>
/// <param name="Computed">The SELECT joins or computes, so that its result is worth keeping.</param>
internal sealed record MappedTable(
    CanonicalTable Table,
    string Select,
    ProfileAttribute[] Attributes,
    bool Computed = false
);

/// <summary>Turns a profile into one SELECT a canonical table, over the staged files.</summary>
internal static partial class Mapping
{
    /// <summary>Columns that a reject file adds to the source's; a corrected file may keep them.</summary>
    public static readonly string[] RejectColumns =
    [
        "reject_line",
        "reject_column",
        "reject_rule",
        "reject_value",
        "reject_message",
    ];

    /// <summary>The tables that the profile gives.</summary>
    public static IReadOnlyList<MappedTable> Of(
        Profile profile,
        IReadOnlyList<StagedFile> files,
        List<Finding> findings
    )
    {
        var tables = new List<MappedTable>();
        var read = new List<(StagedFile File, string Column)>();
        foreach (var table in CanonicalTable.All)
        {
            ProfileAttribute[] attributes =
            [
                .. profile.Attributes.GetValueOrDefault(table.Name) ?? [],
            ];
            var sql = Path.Combine(profile.Folder, $"{table.Name}.sql");
            if (profile.IsCanonical)
            {
                if (files.FirstOrDefault(f => f.Stem == table.Name) is { } file)
                    tables.Add(Canonical(table, file, findings));
            }
            else if (File.Exists(sql))
                tables.Add(new(table, File.ReadAllText(sql), attributes, Computed: true));
            else if (
                profile.Tables.TryGetValue(table.Name, out var declared)
                && !(declared.Optional && files.All(f => f.Name != declared.File))
            )
                tables.Add(
                    new(
                        table,
                        Declared(table, declared, files, attributes, read),
                        attributes,
                        Computed: declared.Latest is not null
                    )
                );
        }
        // What one table of a file leaves out another may read.
        foreach (var file in read.GroupBy(r => r.File, r => r.Column))
            if (
                file.Key.Columns.Except(file).Except(RejectColumns).ToArray() is
                { Length: > 0 } ignored
            )
                findings.Add(Finding.Ignored(file.Key.Name, ignored));
        if (tables.Count == 0)
            throw new ProblemException(
                422,
                "schema-mismatch",
                "No file that the profile reads",
                $"The profile '{profile.Name}' finds none of its files among {string.Join(", ", files.Select(f => f.Name))}."
            );
        return tables;
    }

    private static MappedTable Canonical(
        CanonicalTable table,
        StagedFile file,
        List<Finding> findings
    )
    {
        var missing = table
            .Columns.Where(c => c.Required && !file.Columns.Contains(c.Name))
            .Select(c => c.Name)
            .ToArray();
        if (missing.Length > 0)
            throw Mismatch(file, missing);
        var further = file
            .Columns.Except(table.Columns.Select(c => c.Name))
            .Except(RejectColumns)
            .ToArray();
        if (!table.HasAttributes && further.Length > 0)
            findings.Add(Finding.Ignored(file.Name, further));
        ProfileAttribute[] attributes = table.HasAttributes
            ?
            [
                .. further.Select(c => new ProfileAttribute
                {
                    Name = c,
                    Type = "",
                    Column = c,
                }),
            ]
            : [];
        return new(table, $"select *, {Source(file)} from {Staging.Name(file.Stem)}", attributes);
    }

    private static string Declared(
        CanonicalTable table,
        ProfileTable declared,
        IReadOnlyList<StagedFile> files,
        ProfileAttribute[] attributes,
        List<(StagedFile File, string Column)> read
    )
    {
        var file =
            files.FirstOrDefault(f => f.Name == declared.File)
            ?? throw new ProblemException(
                422,
                "schema-mismatch",
                "A file is missing",
                $"The profile reads {declared.File}; found are {string.Join(", ", files.Select(f => f.Name))}."
            );
        var mapped = declared
            .Columns.Where(c =>
                !IsOptional(c.Value) || file.Columns.Contains(SourceColumn(c.Value))
            )
            .ToArray();
        var used = mapped
            .Select(c => c.Value)
            .Append(declared.Latest)
            .Select(SourceColumn)
            .OfType<string>()
            .Concat(attributes.Select(a => a.Column ?? a.Name))
            .ToArray();
        var missing = used.Except(file.Columns).ToArray();
        if (missing.Length > 0)
            throw Mismatch(file, missing);
        read.AddRange(used.Select(column => (file, column)));
        var columns = mapped
            .Select(c => $"{Expression(c.Value)} as {Staging.Name(c.Key)}")
            .Concat(
                attributes.Select(a =>
                    $"{Staging.Name(a.Column ?? a.Name)} as {Staging.Name(a.Name)}"
                )
            );
        return $"select {string.Join(", ", columns)}, {Source(file)}, source_line from {Staging.Name(file.Stem)}"
            + Latest(table, declared);
    }

    /// <summary>One row a key: the one with the latest value, of several such the last in the file.</summary>
    private static string Latest(CanonicalTable table, ProfileTable declared) =>
        declared.Latest is null
            ? ""
            : $" qualify row_number() over (partition by {string.Join(", ", table.Key.Select(k =>
                Expression(declared.Columns.GetValueOrDefault(k)
                    ?? throw Profile.Invalid($"{table.Name}: latest needs a column for its key {k}."))))} order by {Expression(declared.Latest)} desc nulls last, source_line desc) = 1";

    private static string Source(StagedFile file) => $"{Staging.Text(file.Name)} as source_file";

    private static ProblemException Mismatch(StagedFile file, string[] missing) =>
        new(
            422,
            "schema-mismatch",
            "A column is missing",
            $"{file.Name} lacks {string.Join(", ", missing.Select(m => $"{m}{Likely(m, file)}"))}; found are {string.Join(", ", file.Columns)}."
        );

    private static string Likely(string wanted, StagedFile file) =>
        file.Columns.FirstOrDefault(c =>
            string.Equals(Bare(c), Bare(wanted), StringComparison.OrdinalIgnoreCase)
            || Bare(c).Contains(Bare(wanted), StringComparison.OrdinalIgnoreCase)
        )
            is { } likely
            ? $" (is it '{likely}'?)"
            : "";

    private static string Bare(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private static bool IsOptional(object mapping) =>
        mapping is Dictionary<object, object> d
        && d.TryGetValue("optional", out var optional)
        && (string)optional == "true";

    private static string? SourceColumn(object? mapping) =>
        mapping switch
        {
            string column => column,
            Dictionary<object, object> d when d.TryGetValue("column", out var c) => (string)c,
            _ => null,
        };

    private static string Expression(object mapping)
    {
        if (mapping is not Dictionary<object, object> d)
            return Staging.Name((string)mapping);
        if (d.TryGetValue("constant", out var constant))
            return Staging.Text((string)constant);
        var expression = Staging.Name((string)d["column"]);
        if (d.TryGetValue("empty", out var empty))
        {
            var words = ((List<object>)empty).Select(e => Staging.Text((string)e));
            expression =
                $"case when trim({expression}) in ({string.Join(", ", words)}) then null else {expression} end";
        }
        if (d.TryGetValue("map", out var map))
        {
            var cases = ((Dictionary<object, object>)map).Select(m =>
                $"when {Staging.Text((string)m.Key)} then {Staging.Text((string)m.Value)}"
            );
            expression = $"case trim({expression}) {string.Join(' ', cases)} else {expression} end";
        }
        if (d.TryGetValue("date_format", out var format))
        {
            var time = $"try_strptime({expression}, {Staging.Text((string)format)})";
            // A year of two digits passes a format of four as a year of the first century.
            expression = Strictly(
                $"case when year({time}) between 1901 and 2199 then strftime({time}, '%Y-%m-%d') end",
                expression
            );
        }
        if (d.TryGetValue("number_format", out var number))
            expression = Number(expression, (string)number);
        return expression;
    }

    /// <summary>The reading where there is one; else the value marked as unread, which the row rules refuse.</summary>
    private static string Strictly(string reading, string value) =>
        $"coalesce({reading}, {RowRules.Unread} || nullif(trim({value}), ''))";

    /// <summary>A number as its declared example writes 1234.56: with or without grouping, a decimal sign, and words around it.</summary>
    private static string Number(string value, string example)
    {
        if (NumberExample().Match(example) is not { Success: true } parts)
            throw Profile.Invalid(
                $"number_format writes 1234.56 as the source does, such as '1.234,56'; '{example}' does not."
            );
        var (group, point) = (parts.Groups["group"].Value, parts.Groups["point"].Value);
        var digits =
            group.Length == 0
                ? "[0-9]+"
                : $"(?:[0-9]{{1,3}}(?:{Regex.Escape(group)}[0-9]{{3}})+|[0-9]+)";
        var (before, behind) = (Around("before"), Around("behind"));
        var pattern = $"(?:-?{before}|{before}-){digits}(?:{Regex.Escape(point)}[0-9]+)?{behind}";
        var kept = $"regexp_replace({value}, '[^0-9{point}-]', '', 'g')";
        return Strictly(
            $"case when regexp_full_match(trim({value}), {Staging.Text(pattern)}) then replace({kept}, '{point}', '.') end",
            value
        );

        string Around(string name)
        {
            var words = parts.Groups[name].Value.Trim();
            return words.Length == 0 ? "" : $"(?:\\s*{Regex.Escape(words)}\\s*)?";
        }
    }

    [GeneratedRegex(
        "^(?<before>[^0-9]*)1(?<group>[,.' \u00a0]?)234(?<point>[.,])56(?<behind>[^0-9]*)$"
    )]
    private static partial Regex NumberExample();
}

/// <summary>Something that does not refuse a row but must be seen.</summary>
/// <param name="Id">Stable slug.</param>
/// <param name="Title">What was found.</param>
/// <param name="Count">Rows concerned.</param>
/// <param name="Amount">Money concerned, where there is one.</param>
/// <param name="Keys">Up to a hundred keys of the rows.</param>
/// <param name="Loans">Loans behind it, which the filter finding gives: those of the rows, or of the customers concerned; null of a finding on the source, which has none, and in a book published before findings had loans.</param>
/// <param name="Detail">The figures that say how much it weighs, where the rows alone do not; null of the other findings.</param>
public sealed record Finding(
    string Id,
    string Title,
    long Count,
    decimal? Amount,
    IReadOnlyList<string> Keys,
    long? Loans = null,
    string? Detail = null
)
{
    /// <summary>What the rows are, and so the keys; payments and instalments go by their loan's.</summary>
    public FindingSubject About => FindingKind.Of(Id)?.About ?? FindingSubject.Source;

    /// <summary>What may stand behind it, and which money is counted; null of a finding on the source.</summary>
    public string? Meaning => FindingKind.Of(Id)?.Meaning;

    /// <summary>Files that lie beside those that are read.</summary>
    internal static IEnumerable<Finding> Ignored(SourceFiles files)
    {
        if (files.Ignored.Count > 0)
            yield return new(
                "ignored-files",
                "Files that the profile does not read",
                files.Ignored.Count,
                null,
                [.. files.Ignored.Take(100)]
            );
    }

    internal static Finding Ignored(string file, string[] columns) =>
        new(
            "ignored-columns",
            $"Columns of {file} that the profile does not read",
            columns.Length,
            null,
            columns
        );
}
