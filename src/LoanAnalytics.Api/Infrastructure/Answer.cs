using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>An analytics answer: the figures, and what they stand on.</summary>
/// <param name="Meta">Date, version, currency, filters and definition of the figures.</param>
/// <param name="Data">The figures.</param>
public sealed record Answer<T>(Meta Meta, [property: Required] T Data) : IAnswer
{
    Table? IAnswer.Table =>
        Data switch
        {
            IHasTable data => data.Table,
            IReadOnlyList<object> rows => Table.Of(typeof(T).GetGenericArguments()[0], rows),
            _ => null,
        };
}

/// <summary>What an answer's headers and table forms are made from.</summary>
internal interface IAnswer
{
    Meta Meta { get; }

    /// <summary>The answer as a table; null where it is none.</summary>
    Table? Table { get; }
}

/// <summary>An answer's data that hold a table beside other things.</summary>
internal interface IHasTable
{
    Table Table { get; }
}

/// <summary>A page of a list.</summary>
/// <param name="Meta">Date, version, currency and filters of the list.</param>
/// <param name="Total">Length of the whole list.</param>
/// <param name="Items">This page of it.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record Page<T>(Meta Meta, long Total, IReadOnlyList<T> Items, string? NextCursor)
    : IAnswer
{
    Table? IAnswer.Table => null;
}

/// <summary>A page of a list that does not rest on the book: what can be done with it, or was.</summary>
/// <param name="Meta">Date, version and currency of what is published now; null before anything is.</param>
/// <param name="Total">Length of the whole list.</param>
/// <param name="Items">This page of it.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record Listing<T>(Meta? Meta, long Total, IReadOnlyList<T> Items, string? NextCursor);

/// <summary>A whole list, row by row as the database gives it: what the table forms of a list are written from.</summary>
/// <param name="Meta">What it stands on.</param>
/// <param name="Items">The rows.</param>
/// <param name="Keys">The columns that a list within a row becomes, by its name.</param>
internal sealed record Export<T>(
    Meta Meta,
    IAsyncEnumerable<T> Items,
    params (string Name, IReadOnlyList<string> Keys)[] Keys
) : IAnswer
    where T : class
{
    public Table Table => Table.Stream(Items, Keys);
}

/// <summary>What an answer stands on.</summary>
/// <param name="AsOf">Date of the data, inclusive.</param>
/// <param name="DataVersion">Number of the published version that was read.</param>
/// <param name="Currency">ISO 4217; null where the source does not say.</param>
/// <param name="Filters">The filters in force, by parameter name.</param>
/// <param name="Definition">How default is counted.</param>
/// <param name="Evidence">What the answer rests on: status, reported, dated, monthly or payments.</param>
/// <param name="Policy">How lateness was counted, where the answer counts it from instalments and payments; absent from others.</param>
/// <param name="BalanceBasis">What balances before the date of the data consist of: principal, instalments (where the schedule does not split them, interest is in it), mixed, or reported; absent where none are told.</param>
/// <param name="Segmentation">The published segmentation, whose numbers the filter and the dimension segment take; of an answer about segments, the one that was read. Absent where none is published.</param>
/// <param name="SegmentsRevision">Counts publications of segmentations and new names of segments: equal meta is an equal answer. Absent before the first.</param>
/// <param name="RiskModel">The published model of the chance of default, whose bands the filter and the dimension riskBand take; of an answer about a model, the one that was read. Absent where none is published.</param>
/// <param name="RiskRevision">Counts publications of such models: equal meta is an equal answer. Absent before the first.</param>
/// <param name="WatchRevision">Counts changes of what people recorded on the watch list, in answers that tell it. Absent from others.</param>
/// <param name="Basis">Says of figures that no one observed, "implied, not observed": they follow from terms, status and the sum paid. Absent otherwise.</param>
public sealed record Meta(
    DateOnly AsOf,
    int DataVersion,
    string? Currency,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Filters,
    DefaultDefinition Definition,
    [property: AllowedValues("status", "reported", "dated", "monthly", "payments")]
        string Evidence = "status",
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        StatedPolicy? Policy = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: AllowedValues("principal", "instalments", "mixed", "reported")]
        string? BalanceBasis = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        Guid? Segmentation = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        int? SegmentsRevision = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? RiskModel = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        int? RiskRevision = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        int? WatchRevision = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: AllowedValues(Meta.Implied)]
        string? Basis = null
)
{
    internal const string Implied = "implied, not observed";

    /// <summary>The import that published the version: unlike the number it never comes back, even in a database made anew.</summary>
    internal Guid ImportId { get; init; }
}
