using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Portfolio;

/// <summary>What each list filter can be set to: its values with their loans, counted under all the other filters in force.</summary>
internal sealed record GetPortfolioFacets(LoanFilter Filter) : IRequest<Answer<PortfolioFacets>>;

/// <summary>The list filters, in the order of the filter set; the lender's own attributes last.</summary>
public sealed record PortfolioFacets(IReadOnlyList<Facet> Facets);

/// <summary>A list filter and its values. The filter itself does not narrow them, so that a second value can be chosen beside the first.</summary>
/// <param name="Filter">Name of the parameter that takes the values; <c>attribute</c> for each of the lender's own.</param>
/// <param name="Attribute">Name of the lender's own attribute; null for the others.</param>
/// <param name="Label">The filter in plain words.</param>
/// <param name="Values">Bands and statuses in their order, the others by label; unknown last.</param>
public sealed record Facet(
    string Filter,
    string? Attribute,
    string Label,
    IReadOnlyList<FacetValue> Values
);

/// <summary>A value that a filter takes.</summary>
/// <param name="Value">As the parameter takes it: NAME:VALUE for an attribute.</param>
/// <param name="Label">The branch's name for a branch; else the value itself.</param>
/// <param name="Loans">Loans that have it under all the other filters; 0 only for a value that is chosen.</param>
public sealed record FacetValue(string Value, string Label, long Loans);

internal sealed record FacetRow(string Filter, string Value, string? Label, long Loans);

internal sealed class GetPortfolioFacetsValidator : AbstractValidator<GetPortfolioFacets>
{
    public GetPortfolioFacetsValidator() =>
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
}

internal sealed class GetPortfolioFacetsHandler(LoanDb db)
    : IRequestHandler<GetPortfolioFacets, Answer<PortfolioFacets>>
{
    private static readonly (string Filter, string Label)[] Labels =
    [
        ("region", "Region"),
        ("branchId", "Branch"),
        ("city", "City"),
        ("product", "Product"),
        ("status", "Status"),
        ("ageBand", "Age"),
        ("gender", "Gender"),
        ("employment", "Employment"),
        ("incomeBand", "Annual income"),
        ("amountBand", "Loan amount"),
        ("rateBand", "Interest rate"),
        ("term", "Term in months"),
        ("startYear", "Year of origination"),
        ("delinquencyBucket", "Days past due"),
        ("punctuality", "Punctuality"),
        ("planBand", "Behind plan (implied)"),
        ("pastMaturity", "Past maturity (implied)"),
        ("otherLoanDefaulted", "Other default (implied)"),
        ("loanToIncomeBand", "Loan to income (implied)"),
        ("instalmentsToIncomeBand", "Instalments to income (implied)"),
        ("segment", "Customer segment"),
        ("riskBand", "Chance of default"),
    ];

    public async Task<Answer<PortfolioFacets>> Handle(
        GetPortfolioFacets request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var counted = await db.QueryText<FacetRow>(
            request.Filter.Once(SqlFile.Query(nameof(GetPortfolioFacets))),
            cancellationToken,
            request.Filter.FacetParameters()
        );
        var order = new GroupOrder(version);
        // A chosen value that no loan has any more stays in the list, or it could not be taken back.
        var rows = counted.UnionBy(
            request.Filter.Chosen().Select(c => new FacetRow(c.Filter, c.Value, null, 0)),
            r => (r.Filter, r.Value)
        );
        var byFilter = rows.ToLookup(r => r.Filter);
        var own = byFilter
            .Select(f => f.Key)
            .Where(f => f.StartsWith("attribute:", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        return new(
            request.Filter.MetaOf(version, DefaultDefinition.Count),
            new([
                .. Labels.Select(f => new Facet(
                    f.Filter,
                    null,
                    f.Label,
                    Values(byFilter[f.Filter], "", order)
                )),
                .. own.Select(f => new Facet(
                    "attribute",
                    f[10..],
                    f[10..],
                    Values(byFilter[f], f[10..] + ":", order)
                )),
            ])
        );
    }

    private static IReadOnlyList<FacetValue> Values(
        IEnumerable<FacetRow> rows,
        string prefix,
        GroupOrder order
    ) =>
        [
            .. rows.OrderBy(r => r.Filter == "segment" ? r.Value : r.Label ?? r.Value, order)
                .ThenBy(r => r.Value, StringComparer.Ordinal)
                .Select(r => new FacetValue(prefix + r.Value, r.Label ?? r.Value, r.Loans)),
        ];
}
