using System.Globalization;
using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>How files that nobody described might be read: for a person to confirm or mend.</summary>
/// <param name="Files">The files, each with its columns.</param>
/// <param name="Missing">Required fields that no column was found for.</param>
/// <param name="Fields">All that a column can be placed in.</param>
/// <param name="Profile">The profile that would result, ready to be saved with PUT /profiles/{name}.</param>
public sealed record ImportMatching(
    IReadOnlyList<MatchedFile> Files,
    IReadOnlyList<FieldItem> Missing,
    IReadOnlyList<FieldItem> Fields,
    ProfileDeclaration Profile
);

/// <summary>A file as it seems to be written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sampled">Records that were looked at, of the first megabyte.</param>
/// <param name="Whole">They are the whole file.</param>
/// <param name="Delimiter">Between cells; null of a Parquet file.</param>
/// <param name="Encoding">utf-8, latin-1, utf-16 or utf-16be.</param>
/// <param name="SkipLines">Lines above the header that are none of it.</param>
/// <param name="HeaderLines">Lines that name the columns.</param>
/// <param name="TotalLines">Records at the end that are sums of those above, as they stand; they are left out where they have all cells.</param>
/// <param name="Columns">Its columns, in the file's order.</param>
public sealed record MatchedFile(
    string Name,
    int Sampled,
    bool Whole,
    string? Delimiter,
    string Encoding,
    int SkipLines,
    int HeaderLines,
    IReadOnlyList<string> TotalLines,
    IReadOnlyList<MatchedColumn> Columns
)
{
    internal static MatchedFile Of(MatchedTape tape)
    {
        var s = tape.Sample;
        return new(
            s.Name,
            s.Rows.Count,
            s.Whole,
            s.Delimiter.Length == 0 ? null : s.Delimiter,
            s.Encoding,
            s.SkipLines,
            s.HeaderLines,
            [.. s.Totals.Select(t => string.Join(s.Delimiter.Length == 0 ? "," : s.Delimiter, t))],
            [.. tape.Columns.Select(MatchedColumn.Of)]
        );
    }
}

/// <summary>A source column and what it may be.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Samples">Up to five different values, as they stand.</param>
/// <param name="Parsed">The same as they would be read; null where nothing could be.</param>
/// <param name="Filled">Share of the records that have a value, 0..1.</param>
/// <param name="Field">Where it is placed, as TABLE.COLUMN, or customers.attribute or loans.attribute; null where it is left out.</param>
/// <param name="Confidence">How sure that is, 0..1; 1 of what was chosen, null where it is left out.</param>
/// <param name="Reasons">What speaks for it.</param>
/// <param name="Alternatives">What else it may be, the likeliest first.</param>
/// <param name="DateFormat">How its dates are read, as strptime; null where they are ISO or none.</param>
/// <param name="NumberFormat">How its numbers are read, by how 1234.56 would stand; null where that is plain.</param>
/// <param name="Times">What its numbers are multiplied by, as 100 where rates are fractions.</param>
/// <param name="Ambiguous">Its values can be read in several ways that differ, as day or month first: readings has them.</param>
/// <param name="Readings">The ways in which all its values can be read, that which is taken first.</param>
/// <param name="Words">Of a status or gender: the words and what they are to us.</param>
public sealed record MatchedColumn(
    string Name,
    IReadOnlyList<string> Samples,
    IReadOnlyList<string?> Parsed,
    double Filled,
    string? Field,
    double? Confidence,
    IReadOnlyList<MatchReason> Reasons,
    IReadOnlyList<MatchAlternative> Alternatives,
    string? DateFormat,
    string? NumberFormat,
    decimal? Times,
    bool Ambiguous,
    IReadOnlyList<ValueReading> Readings,
    IReadOnlyList<MatchedWord> Words
)
{
    private const int SamplesShown = 5;
    private const int ReadingsShown = 4;

    internal static MatchedColumn Of(PlacedColumn c)
    {
        var look = c.Source.Look;
        string[] shown = [.. look.Texts.Take(SamplesShown)];
        var dates = c.Kind == FieldKind.Number ? [] : c.Dates.Take(ReadingsShown);
        var numbers = c.Kind == FieldKind.Date ? [] : c.Numbers.Take(ReadingsShown);
        return new(
            c.Source.Name,
            [.. shown.Select(Short)],
            [.. shown.Select(t => Read(c, t))],
            Math.Round(look.Filled, 4),
            c.Field,
            c.Confidence is { } sure ? Math.Round(sure, 2) : null,
            [.. c.Reasons.Select(r => new MatchReason(r.Kind, r.Detail))],
            [
                .. c
                    .Possible.Where(p => p.Field.Path != c.Field)
                    .Take(3)
                    .Select(p => new MatchAlternative(p.Field.Path, Math.Round(p.Confidence, 2))),
            ],
            c.Kind == FieldKind.Date ? c.Date?.Format : null,
            c.Kind == FieldKind.Number ? c.Number?.Format : null,
            c.Times,
            IsOpen(c),
            [
                .. dates.Select(d => new ValueReading(
                    d.Format,
                    null,
                    [.. shown.Select(t => Iso(d.Read(t)))]
                )),
                .. numbers.Select(n => new ValueReading(
                    null,
                    n.Format ?? "1234.56",
                    [.. shown.Select(t => Plain(n.Read(t)))]
                )),
            ],
            c.Words
        );
    }

    /// <summary>Several readings hold, and nobody said which is right.</summary>
    private static bool IsOpen(PlacedColumn c) =>
        c.Kind switch
        {
            FieldKind.Date => c.Source.Look.AmbiguousDates && !c.IsSettled,
            FieldKind.Number => c.Source.Look.AmbiguousNumbers && !c.IsSettled,
            _ => false,
        };

    private static string? Read(PlacedColumn c, string text) =>
        c.Kind switch
        {
            FieldKind.Date => Iso(c.Date?.Read(text)),
            FieldKind.Number => Plain(c.Number?.Read(text) * (c.Times ?? 1)),
            FieldKind.Words => c.Words.FirstOrDefault(w => w.Word == text)?.Ours,
            _ => Short(text),
        };

    private static string? Iso(DateOnly? date) =>
        date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Plain(decimal? number) =>
        number?.ToString("0.########", CultureInfo.InvariantCulture);

    private static string Short(string text) => text.Length > 80 ? text[..79] + "…" : text;
}

/// <summary>What speaks for a match.</summary>
/// <param name="Kind">The name itself, a word that lenders use for it, the values, an earlier profile, a person, or that it follows from others.</param>
/// <param name="Detail">In words.</param>
public sealed record MatchReason(MatchEvidence Kind, string Detail);

/// <summary>What a column may be besides.</summary>
/// <param name="Field">As TABLE.COLUMN.</param>
/// <param name="Confidence">How sure that is, 0..1.</param>
public sealed record MatchAlternative(string Field, double Confidence);

/// <summary>A way in which all values of a column can be read.</summary>
/// <param name="DateFormat">As strptime, %Y-%m-%d for ISO; null of numbers.</param>
/// <param name="NumberFormat">How 1234.56 would stand; null of dates.</param>
/// <param name="Values">The samples, read so.</param>
public sealed record ValueReading(
    string? DateFormat,
    string? NumberFormat,
    IReadOnlyList<string?> Values
);

/// <summary>A word of the source.</summary>
/// <param name="Word">As it stands.</param>
/// <param name="Count">Records of the sample that have it.</param>
/// <param name="Ours">What it is to us; null where a person must say.</param>
/// <param name="Confidence">How sure that is, 0..1.</param>
public sealed record MatchedWord(string Word, int Count, string? Ours, double? Confidence);

/// <summary>What a column can be placed in.</summary>
/// <param name="Field">As TABLE.COLUMN.</param>
/// <param name="Meaning">What it holds.</param>
/// <param name="Required">Its table cannot do without.</param>
/// <param name="Kind">text, number, date or words.</param>
/// <param name="Words">Of words, the ones that it knows; else null.</param>
public sealed record FieldItem(
    string Field,
    string Meaning,
    bool Required,
    FieldKind Kind,
    IReadOnlyList<string>? Words
)
{
    /// <summary>All that a column can be placed in.</summary>
    internal static readonly IReadOnlyList<FieldItem> All =
    [
        .. MatchWords.Lists.SelectMany(l => l).Select(f => Of(f.Table, f.Column)),
    ];

    /// <summary>A canonical column as a field.</summary>
    internal static FieldItem Of(string table, string column)
    {
        var known = CanonicalTable.Of(table)!.Columns.Single(c => c.Name == column);
        return new(
            $"{table}.{column}",
            known.Meaning,
            known.Required,
            known.Kind switch
            {
                ColumnKind.Number or ColumnKind.Whole => FieldKind.Number,
                ColumnKind.Date or ColumnKind.Month => FieldKind.Date,
                ColumnKind.Status or ColumnKind.Gender => FieldKind.Words,
                _ => FieldKind.Text,
            },
            known.Kind switch
            {
                ColumnKind.Status => LoanFilter.Statuses,
                ColumnKind.Gender => LoanFilter.Genders,
                _ => null,
            }
        );
    }
}

/// <summary>What the values of a field are.</summary>
public enum FieldKind
{
    Text,
    Number,
    Date,
    Words,
}

/// <summary>Where a person placed a column, and how it is to be read; what is not said is suggested.</summary>
/// <param name="File">Its file.</param>
/// <param name="Column">Its name in the file.</param>
/// <param name="Field">As TABLE.COLUMN, customers.attribute or loans.attribute; empty to leave it out, and suggested where null.</param>
/// <param name="DateFormat">As strptime.</param>
/// <param name="NumberFormat">How 1234.56 would stand.</param>
/// <param name="Times">What its numbers are multiplied by.</param>
/// <param name="Words">Words of the source to ours.</param>
public sealed record ColumnChoice(
    string File,
    string Column,
    string? Field,
    string? DateFormat,
    string? NumberFormat,
    decimal? Times,
    IReadOnlyDictionary<string, string>? Words
);

/// <summary>What people confirmed before.</summary>
/// <param name="Fields">By name of a column in small letters: the field, and the profile that says so.</param>
/// <param name="Words">By word in small letters: what it is to us.</param>
/// <param name="Readings">By name of a column in small letters and field: how its values were read, the latest first.</param>
internal sealed record EarlierChoices(
    ILookup<string, (string Path, string Profile)> Fields,
    ILookup<string, string> Words,
    ILookup<(string Column, string Path), ColumnSource> Readings
)
{
    public static EarlierChoices Of(IReadOnlyCollection<Profile> saved)
    {
        var tables = saved
            .SelectMany(p => p.Tables.Select(t => (p.Name, Table: t.Key, t.Value.Sources)))
            .ToArray();
        return new(
            saved
                .SelectMany(Confirmed)
                .Where(c => MatchWords.Lists.Any(l => l.Any(f => f.Path == c.Path)))
                .DistinctBy(c => (c.Column, c.Path))
                .ToLookup(c => c.Column, c => (c.Path, c.Name)),
            tables
                .SelectMany(t =>
                    t.Sources.Where(s => s.Key is "status" or "gender").SelectMany(s => s.Value.Map)
                )
                .ToLookup(m => m.Key.ToLowerInvariant(), m => m.Value),
            tables
                .SelectMany(t => t.Sources, (t, s) => (Path: $"{t.Table}.{s.Key}", s.Value))
                .Where(s => s.Value.Column is not null)
                .ToLookup(s => (s.Value.Column!.ToLowerInvariant(), s.Path), s => s.Value)
        );
    }

    private static IEnumerable<(string Column, string Path, string Name)> Confirmed(Profile profile)
    {
        var columns = profile
            .Tables.SelectMany(t =>
                t.Value.Sources.Select(s => (Path: $"{t.Key}.{s.Key}", s.Value.Column))
            )
            .Where(c => c.Column is not null)
            .GroupBy(
                c => c.Column!.ToLowerInvariant(),
                c =>
                    c.Path switch
                    {
                        "loans.customer_id" => "customers.customer_id",
                        "loans.branch_id" => "branches.branch_id",
                        var path => path,
                    }
            );
        foreach (var column in columns)
        {
            // A key that was taken from another column for want of its own says nothing of that column.
            var paths = column.ToHashSet();
            if (paths.Contains("loans.loan_id"))
                paths.Remove("customers.customer_id");
            if (
                paths.Any(p =>
                    p.StartsWith("branches.", StringComparison.Ordinal) && p != "branches.branch_id"
                )
            )
                paths.Remove("branches.branch_id");
            foreach (var path in paths)
                yield return (column.Key, path, profile.Name);
        }
    }
}
