using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Turns a profile into one SELECT a canonical table, over the staged files.</summary>
internal static class Mapping
{
    /// <summary>The tables that the profile gives, each with its SELECT and the attributes it carries.</summary>
    public static IReadOnlyList<(
        CanonicalTable Table,
        string Select,
        ProfileAttribute[] Attributes
    )> Of(Profile profile, IReadOnlyList<StagedFile> files, List<Finding> findings)
    {
        var tables = new List<(CanonicalTable, string, ProfileAttribute[])>();
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
                tables.Add((table, File.ReadAllText(sql), attributes));
            else if (profile.Tables.TryGetValue(table.Name, out var declared))
                tables.Add(
                    (table, Declared(table, declared, files, attributes, findings), attributes)
                );
        }
        if (tables.Count == 0)
            throw new ProblemException(
                422,
                "schema-mismatch",
                "No file that the profile reads",
                $"The profile '{profile.Name}' finds none of its files among {string.Join(", ", files.Select(f => f.Name))}."
            );
        return tables;
    }

    private static (CanonicalTable, string, ProfileAttribute[]) Canonical(
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
        var further = file.Columns.Except(table.Columns.Select(c => c.Name)).ToArray();
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
        return (
            table,
            $"select *, '{Staging.Quoted(file.Name)}' as source_file from \"{file.Stem}\"",
            attributes
        );
    }

    private static string Declared(
        CanonicalTable table,
        ProfileTable declared,
        IReadOnlyList<StagedFile> files,
        ProfileAttribute[] attributes,
        List<Finding> findings
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
        var used = declared
            .Columns.Values.Select(SourceColumn)
            .OfType<string>()
            .Concat(attributes.Select(a => a.Column ?? a.Name));
        var missing = used.Except(file.Columns).ToArray();
        if (missing.Length > 0)
            throw Mismatch(file, missing);
        var ignored = file.Columns.Except(used).ToArray();
        if (ignored.Length > 0)
            findings.Add(Finding.Ignored(file.Name, ignored));
        var columns = declared
            .Columns.Select(c =>
                $"{Expression(c.Value)} as {table.Columns.Single(k => k.Name == c.Key).Name}"
            )
            .Concat(attributes.Select(a => $"{Name(a.Column ?? a.Name)} as {Name(a.Name)}"));
        return $"select {string.Join(", ", columns)}, '{Staging.Quoted(file.Name)}' as source_file, source_line from \"{file.Stem}\"";
    }

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

    private static string? SourceColumn(object mapping) =>
        mapping switch
        {
            string column => column,
            Dictionary<object, object> d when d.TryGetValue("column", out var c) => (string)c,
            _ => null,
        };

    private static string Expression(object mapping)
    {
        if (mapping is not Dictionary<object, object> d)
            return Name((string)mapping);
        if (d.TryGetValue("constant", out var constant))
            return $"'{Staging.Quoted((string)constant)}'";
        var expression = Name((string)d["column"]);
        if (d.TryGetValue("map", out var map))
            expression =
                $"case {expression} {string.Join(' ', ((Dictionary<object, object>)map).Select(m => $"when '{Staging.Quoted((string)m.Key)}' then '{Staging.Quoted((string)m.Value)}'"))} else {expression} end";
        if (d.TryGetValue("date_format", out var format))
            expression =
                $"coalesce(strftime(try_strptime({expression}, '{Staging.Quoted((string)format)}'), '%Y-%m-%d'), {expression})";
        return expression;
    }

    private static string Name(string column) =>
        $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>Something that does not refuse a row but must be seen.</summary>
/// <param name="Id">Stable slug.</param>
/// <param name="Title">What was found.</param>
/// <param name="Count">Rows concerned.</param>
/// <param name="Amount">Money concerned, where there is one.</param>
/// <param name="Keys">Up to a hundred keys of the rows.</param>
public sealed record Finding(
    string Id,
    string Title,
    long Count,
    decimal? Amount,
    IReadOnlyList<string> Keys
)
{
    internal static Finding Ignored(string file, string[] columns) =>
        new(
            "ignored-columns",
            $"Columns of {file} that the profile does not read",
            columns.Length,
            null,
            columns
        );
}
