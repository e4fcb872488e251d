using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>How one canonical table comes out of the staged files.</summary>
/// <param name="Table">The canonical table.</param>
/// <param name="Select">A SELECT that gives its columns as text, with <c>source_file</c> and <c>source_line</c> of the driving row.</param>
/// <param name="Attributes">Further columns that it gives.</param>
/// <param name="Computed">The SELECT joins or computes, so that its result is worth keeping.</param>
/// <param name="All">Where only the latest row of a key is taken: the same SELECT of all rows.</param>
internal sealed record MappedTable(
    CanonicalTable Table,
    string Select,
    ProfileAttribute[] Attributes,
    bool Computed = false,
    string? All = null
);

/// <summary>Turns a profile into one SELECT a canonical table, over the staged files.</summary>
internal static class Mapping
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
            var sql = profile.Folder is { } folder
                ? Path.Combine(folder, $"{table.Name}.sql")
                : null;
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
            {
                var all = Declared(table, declared, files, attributes, read);
                tables.Add(
                    declared.LatestSource is { } latest
                        ? new(
                            table,
                            all + Latest(table, declared, latest),
                            attributes,
                            Computed: true,
                            all
                        )
                        : new(table, all, attributes)
                );
            }
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
            .Sources.Where(c => !c.Value.Optional || file.Columns.Contains(c.Value.Column))
            .ToArray();
        var used = mapped
            .Select(c => c.Value.Column)
            .Append(declared.LatestSource?.Column)
            .OfType<string>()
            .Concat(declared.LeaveOut.Keys)
            .Concat(attributes.Select(a => a.Column ?? a.Name))
            .ToArray();
        var missing = used.Except(file.Columns).ToArray();
        if (missing.Length > 0)
            throw Mismatch(file, missing);
        read.AddRange(used.Select(column => (file, column)));
        var columns = mapped
            .Select(c => $"{c.Value.Expression()} as {Staging.Name(c.Key)}")
            .Concat(
                attributes.Select(a =>
                    $"{Staging.Name(a.Column ?? a.Name)} as {Staging.Name(a.Name)}"
                )
            );
        return $"select {string.Join(", ", columns)}, {Source(file)}, source_line from {Staging.Name(file.Stem)}"
            + LeftOut(declared);
    }

    /// <summary>Without the records that are none of the table's, such as a line of totals: all of the cells named are as listed.</summary>
    private static string LeftOut(ProfileTable declared) =>
        declared.LeaveOut.Count == 0
            ? ""
            : $" where not ({string.Join(" and ", declared.LeaveOut.Select(c =>
                $"lower(trim(coalesce({Staging.Name(c.Key)}, ''))) in ({string.Join(", ", c.Value.Select(v => $"lower({Staging.Text(v)})"))})"))})";

    /// <summary>One row a key: the one with the latest value, of several such the last in the file.</summary>
    private static string Latest(
        CanonicalTable table,
        ProfileTable declared,
        ColumnSource latest
    ) =>
        $" qualify row_number() over (partition by {string.Join(", ", table.Key.Select(k => declared.Sources[k].Expression()))} order by {latest.Expression()} desc nulls last, source_line desc) = 1";

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
