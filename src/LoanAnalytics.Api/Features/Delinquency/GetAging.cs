using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>The portfolio by how late its loans are: the whole balance of each loan under the age of its oldest unpaid instalment.</summary>
internal sealed record GetAging(LoanFilter Filter, DateOnly? AsOf, HistoryAxis Axis)
    : IRequest<Answer<Aging>>;

/// <summary>The portfolio by days past due; the buckets sum to the total.</summary>
/// <param name="Rows">The eight buckets from current to above 180 days, empty ones among them; for each age where the answer follows age.</param>
/// <param name="Total">All loans whose lateness is known.</param>
/// <param name="UnknownLoans">Loans paid out and not ended whose lateness or balance is not known: they are in no bucket. Null at an earlier day than the date of the data.</param>
/// <param name="UnknownBalance">Their balances as far as known.</param>
public sealed record Aging(
    IReadOnlyList<AgingGroup> Rows,
    AgingTotal Total,
    long? UnknownLoans,
    decimal? UnknownBalance
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows);
}

/// <summary>The loans of one lateness.</summary>
/// <param name="MonthsOnBook">Age of the loans in calendar months since the month of their start; null where all ages stand together.</param>
/// <param name="DelinquencyBucket">current, 1-30, ..., &gt;180, upper bound included, as the filter of that name takes it.</param>
/// <param name="Loans">Loans that owe something.</param>
/// <param name="Balance">Their whole balances.</param>
/// <param name="ArrearsAmount">What of it is overdue; null where the source gives days and no amounts.</param>
/// <param name="Share">Balance / gross loan portfolio (of the age), a fraction 0..1; null where that is 0.</param>
public sealed record AgingGroup(
    int? MonthsOnBook,
    string DelinquencyBucket,
    long Loans,
    decimal Balance,
    decimal? ArrearsAmount,
    double? Share
);

/// <summary>The whole portfolio.</summary>
/// <param name="Loans">Loans that owe something.</param>
/// <param name="GrossLoanPortfolio">Their whole balances.</param>
/// <param name="ArrearsAmount">What of it is overdue; null where the source gives days and no amounts.</param>
/// <param name="ArrearsRate">Arrears / gross loan portfolio, a fraction 0..1; null where that is 0, or arrears are unknown.</param>
public sealed record AgingTotal(
    long Loans,
    decimal GrossLoanPortfolio,
    decimal? ArrearsAmount,
    double? ArrearsRate
);

internal sealed class GetAgingValidator : AbstractValidator<GetAging>
{
    public GetAgingValidator() => RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
}

internal sealed class GetAgingHandler(LatenessReader lateness)
    : IRequestHandler<GetAging, Answer<Aging>>
{
    public async Task<Answer<Aging>> Handle(GetAging request, CancellationToken cancellationToken)
    {
        var read = await lateness.Read(
            request.Filter,
            request.AsOf,
            null,
            request.Axis,
            [],
            cancellationToken
        );
        var all = read.Days.SelectMany(d => d.Positions).ToArray();
        var rows = AgingBuckets.Of(all);
        var unknown = all.Where(p => p.DaysPastDue is null).ToArray();
        var portfolio = rows.Sum(r => r.Balance);
        decimal? arrears = read.Days.Any(d => d.KnowsArrears)
            ? rows.Sum(r => r.ArrearsAmount)
            : null;
        return new(
            read.Meta,
            new(
                [
                    .. read.Days.SelectMany(d =>
                        AgingBuckets.Of(d.Positions).Select(r => Group(d, r))
                    ),
                ],
                new(
                    rows.Sum(r => r.Loans),
                    portfolio,
                    arrears,
                    arrears is { } late ? PortfolioAtRisk.ArrearsRate(late, portfolio) : null
                ),
                read.IsNow ? unknown.Sum(p => p.Loans) : null,
                read.IsNow ? unknown.Sum(p => p.Balance) : null
            )
        );
    }

    private static AgingGroup Group(LateDay day, AgingRow row) =>
        new(
            day.MonthsOnBook,
            AgingBuckets.Label(row.Bucket),
            row.Loans,
            row.Balance,
            day.KnowsArrears ? row.ArrearsAmount : null,
            row.Share
        );
}
