using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Every canonical column, and the lender's own attributes.</summary>
internal sealed record GetDataDictionary : IRequest<Answer<IReadOnlyList<DictionaryEntry>>>;

/// <summary>A column: its table, name, type and meaning.</summary>
/// <param name="Attribute">One of the lender's own, for by=attribute:NAME and attribute=NAME:VALUE.</param>
public sealed record DictionaryEntry(
    string Table,
    string Name,
    [property: AllowedValues("number", "whole number", "date", "month", "text", "category")]
        string Type,
    bool Required,
    string Meaning,
    bool Attribute
);

internal sealed class GetDataDictionaryHandler(LoanDb db)
    : IRequestHandler<GetDataDictionary, Answer<IReadOnlyList<DictionaryEntry>>>
{
    /// <summary>What the program adds, as the lists and files of segments and the filters have it.</summary>
    private static readonly DictionaryEntry[] Derived =
    [
        Of(
            "loans",
            "segment",
            "category",
            "Segment of the customer in the published segmentation, by number; unknown where it does not hold the customer"
        ),
        Of("segment members", "segment", "whole number", "Number of the segment"),
        Of(
            "segment members",
            "distance",
            "number",
            "To the segment's centre, in standardised space"
        ),
        Of("segment members", "tenure", "number", "Years from the first loan to the as-of date"),
        Of("segment members", "loans", "whole number", "Number of loans, of every status"),
        Of("segment members", "region", "category", "Region of the branch of the latest loan"),
        Of(
            "segment members",
            "previous",
            "whole number",
            "Segment in the segmentation that was published before"
        ),
        Of(
            "segment members",
            "joined",
            "whole number",
            "Version of the data with which the customer came and was placed; empty for those from whom the segment was made"
        ),
    ];

    private static DictionaryEntry Of(string table, string name, string type, string meaning) =>
        new(table, name, type, false, meaning, false);

    public async Task<Answer<IReadOnlyList<DictionaryEntry>>> Handle(
        GetDataDictionary request,
        CancellationToken cancellationToken
    )
    {
        var version = await db.CurrentVersion(cancellationToken);
        var columns = CanonicalTable.All.SelectMany(t =>
            t.Columns.Select(c => new DictionaryEntry(
                t.Name,
                c.Name,
                Type(c.Kind),
                c.Required,
                c.Meaning,
                false
            ))
        );
        var own = version
            .Attributes.Deserialize<List<AttributeInfo>>(Json.Options)!
            .Select(a => new DictionaryEntry(a.Table, a.Name, a.Type, false, a.Meaning, true));
        return new(
            new LoanFilter().MetaOf(version, DefaultDefinition.Count),
            [.. columns, .. own, .. Derived]
        );
    }

    private static string Type(ColumnKind kind) =>
        kind switch
        {
            ColumnKind.Number => "number",
            ColumnKind.Whole => "whole number",
            ColumnKind.Date => "date",
            ColumnKind.Month => "month",
            ColumnKind.Text => "text",
            _ => "category",
        };
}
