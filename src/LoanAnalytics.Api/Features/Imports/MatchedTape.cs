namespace LoanAnalytics.Api.Features.Imports;

/// <summary>A file with its columns placed.</summary>
/// <param name="Sample">The file.</param>
/// <param name="Columns">Its columns, in their order.</param>
/// <param name="Score">How well they fit the list of fields that they were held against.</param>
internal sealed record MatchedTape(
    TapeSample Sample,
    IReadOnlyList<PlacedColumn> Columns,
    double Score
)
{
    /// <summary>Ends the field of a column that is kept as an attribute.</summary>
    public const string Attribute = ".attribute";

    /// <summary>What a loan cannot do without.</summary>
    public static readonly string[] LoanKeys =
    [
        "loans.loan_id",
        "loans.principal",
        "loans.start_date",
        "loans.status",
    ];

    /// <summary>What can tell branches apart, the best first.</summary>
    public static readonly string[] BranchKeys =
    [
        "branches.branch_id",
        "branches.name",
        "branches.city",
        "branches.region",
    ];

    /// <summary>The column that is placed there; null where none is.</summary>
    public PlacedColumn? Of(string path) => Columns.FirstOrDefault(c => c.Field == path);

    public bool Has(string path) => Of(path) is not null;

    /// <summary>So many columns are placed in a table.</summary>
    public int Says(string table) =>
        Columns.Count(c => c.Field?.StartsWith($"{table}.", StringComparison.Ordinal) == true);
}

/// <summary>A source column where it is placed, and how its values are read there.</summary>
internal sealed class PlacedColumn(SourceColumn source, FieldMatch[] possible, ColumnChoice? chosen)
{
    public SourceColumn Source => source;

    /// <summary>What it might be, the likeliest first.</summary>
    public FieldMatch[] Possible => possible;
    public ColumnChoice? Chosen => chosen;

    /// <summary>As TABLE.COLUMN; null where it is left out.</summary>
    public string? Field { get; init; }
    public double? Confidence { get; init; }
    public IReadOnlyList<(MatchEvidence Kind, string Detail)> Reasons { get; set; } = [];

    /// <summary>What its values are there; null where it is left out.</summary>
    public FieldKind? Kind =>
        Field is null ? null
        : FieldItem.All.FirstOrDefault(f => f.Field == Field) is { } known ? known.Kind
        : FieldKind.Text;

    /// <summary>The readings that hold, that which is taken first.</summary>
    public IReadOnlyList<DateReading> Dates { get; set; } = [];
    public IReadOnlyList<NumberReading> Numbers { get; set; } = [];
    public DateReading? Date => Dates is [var first, ..] ? first : null;
    public NumberReading? Number => Numbers is [var first, ..] ? first : null;

    /// <summary>A person said how the values are read, of this file or of one before it.</summary>
    public bool IsSettled { get; set; }
    public decimal? Times { get; set; }

    /// <summary>Of a status or gender, what its words are to us.</summary>
    public IReadOnlyList<MatchedWord> Words { get; set; } = [];
}
