using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Portfolio;

/// <summary>Loans by period of origination, and how those loans stand now.</summary>
internal sealed record GetPortfolioTrend(
    LoanFilter Filter,
    TrendInterval Interval,
    DefaultDefinition Definition,
    CountUnit Unit
) : IRequest<Answer<Trend>>;

/// <summary>Length of a period of origination.</summary>
public enum TrendInterval
{
    Month,
    Quarter,
    Year,
}

/// <summary>Originations by period, first to last; periods without a loan are not listed.</summary>
/// <param name="Interval">month, quarter or year.</param>
/// <param name="Rows">The measures of the loans that started in each period (2022, 2022-Q2, 2022-05).</param>
/// <param name="Total">The measures of all of them.</param>
public sealed record Trend(
    TrendInterval Interval,
    IReadOnlyList<TrendPeriod> Rows,
    LoanMeasures Total
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows, ("status", LoanFilter.Statuses));
}

/// <summary>The loans that started in a period.</summary>
public sealed record TrendPeriod : LoanMeasures
{
    internal TrendPeriod(string period, LoanMeasures measures)
        : base(measures) => Period = period;

    /// <summary>2022, 2022-Q2 or 2022-05.</summary>
    public string Period { get; }
}

internal sealed class GetPortfolioTrendValidator : AbstractValidator<GetPortfolioTrend>
{
    public GetPortfolioTrendValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q).BorrowersAreCounted(q => q.Definition, q => q.Unit);
    }
}

internal sealed class GetPortfolioTrendHandler(MeasuresReader measures)
    : IRequestHandler<GetPortfolioTrend, Answer<Trend>>
{
    public async Task<Answer<Trend>> Handle(
        GetPortfolioTrend request,
        CancellationToken cancellationToken
    )
    {
        var by = Grouping.Of(
            request.Interval switch
            {
                TrendInterval.Year => Dimension.StartYear,
                TrendInterval.Quarter => Dimension.StartQuarter,
                _ => Dimension.StartMonth,
            }
        );
        var question = new MeasuresQuestion(request.Filter, [by], request.Definition, request.Unit);
        var measured = await measures.Read(question, cancellationToken);
        var rows = measured
            .Groups.OrderBy(g => g.Keys[0], StringComparer.Ordinal)
            .Select(g => new TrendPeriod(g.Keys[0], g.Measures));
        return new(
            question.MetaOf(measured.Version),
            new(request.Interval, [.. rows], measured.Total.Measures)
        );
    }
}
