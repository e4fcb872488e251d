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
    [property: AllowedValues("number", "whole number", "date", "text", "category")] string Type,
    bool Required,
    string Meaning,
    bool Attribute
);

internal sealed class GetDataDictionaryHandler(LoanDb db)
    : IRequestHandler<GetDataDictionary, Answer<IReadOnlyList<DictionaryEntry>>>
{
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
        return new(new LoanFilter().MetaOf(version, DefaultDefinition.Count), [.. columns, .. own]);
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
