using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>Portfolio at risk: the whole balance of the loans that are more than so many days past due, as a share of the gross loan portfolio.</summary>
internal sealed record GetPortfolioAtRisk(
    LoanFilter Filter,
    int[] Days,
    DateOnly? AsOf,
    HistoryInterval? Interval,
    HistoryAxis Axis
) : IRequest<Answer<AtRisk>>;

/// <summary>Portfolio at risk, day by day and for each number of days.</summary>
/// <param name="Rows">Earliest day first, fewest days past due first; the last day is that of the answer.</param>
public sealed record AtRisk(IReadOnlyList<AtRiskRow> Rows) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows);
}

/// <summary>What is at risk on one day.</summary>
/// <param name="On">The day.</param>
/// <param name="MonthsOnBook">Age of the loans in calendar months since the month of their start; null where all ages stand together.</param>
/// <param name="Days">More days past due than this are at risk.</param>
/// <param name="Loans">Loans at risk.</param>
/// <param name="Balance">Their whole balances.</param>
/// <param name="GrossLoanPortfolio">The balances of all loans whose lateness is known.</param>
/// <param name="Rate">Balance / gross loan portfolio, a fraction 0..1; null where that is 0.</param>
/// <param name="WithRenegotiated">The variant in which every renegotiated loan is at risk.</param>
public sealed record AtRiskRow(
    DateOnly On,
    int? MonthsOnBook,
    int Days,
    long Loans,
    decimal Balance,
    decimal GrossLoanPortfolio,
    double? Rate,
    RenegotiatedAtRisk WithRenegotiated
);

internal sealed class GetPortfolioAtRiskValidator : AbstractValidator<GetPortfolioAtRisk>
{
    public GetPortfolioAtRiskValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.Interval)
            .Null()
            .When(q => q.Axis == HistoryAxis.Age)
            .WithMessage("interval goes with axis=month: ages are those of one day.");
    }
}

internal sealed class GetPortfolioAtRiskHandler(LatenessReader lateness)
    : IRequestHandler<GetPortfolioAtRisk, Answer<AtRisk>>
{
    public async Task<Answer<AtRisk>> Handle(
        GetPortfolioAtRisk request,
        CancellationToken cancellationToken
    )
    {
        int[] days = request.Days.Length == 0 ? [30, 90] : [.. request.Days.Distinct().Order()];
        var read = await lateness.Read(
            request.Filter,
            request.AsOf,
            request.Interval,
            request.Axis,
            days,
            cancellationToken
        );
        return new(read.Meta, new([.. read.Days.SelectMany(d => days.Select(x => Row(d, x)))]));
    }

    private static AtRiskRow Row(LateDay day, int days)
    {
        var at = PortfolioAtRisk.Of(days, day.Positions);
        return new(
            day.On,
            day.MonthsOnBook,
            days,
            at.Loans,
            at.Balance,
            at.GrossLoanPortfolio,
            at.Rate,
            at.WithRenegotiated
        );
    }
}
