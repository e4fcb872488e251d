using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;
using Npgsql;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>What is lost: write-offs, defaults and recoveries as they came, how much of a defaulted balance comes back, and what today's balances are
/// expected to lose.</summary>
internal sealed record GetLosses(
    LoanFilter Filter,
    int Months,
    decimal? DiscountRate,
    HistoryAxis Axis,
    DateOnly? AsOf
) : IRequest<Answer<Losses>>;

/// <summary>Losses by month or by age, loss given default, and the forecast.</summary>
/// <param name="Rows">Each month up to the day of the answer, the last one a part of a month where that day is within one; or each age.</param>
/// <param name="Total">All of them together: sums divided, not rates averaged.</param>
/// <param name="LossGivenDefault">What of the balances at default came back.</param>
/// <param name="Forecast">What the balances of the day are expected to lose.</param>
public sealed record Losses(
    IReadOnlyList<LossesAt> Rows,
    LossFigures Total,
    LossGivenDefault LossGivenDefault,
    ExpectedLoss Forecast
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows);
}

/// <summary>What was lost and what went wrong.</summary>
/// <param name="WrittenOffLoans">Loans written off.</param>
/// <param name="WrittenOff">What they owed then.</param>
/// <param name="Recovered">Money got in after default, by its date; undated recoveries are in none.</param>
/// <param name="DefaultedLoans">Loans that defaulted.</param>
/// <param name="Defaulted">What they owed at the start of the month of default.</param>
/// <param name="Performing">What the loans not in default owed at the month's start.</param>
/// <param name="Mdr">Defaulted / performing, a fraction a month; null where that is 0.</param>
/// <param name="Cdr">1 - (1 - mdr)^12, a fraction a year; null with it.</param>
public record LossFigures(
    long WrittenOffLoans,
    decimal WrittenOff,
    decimal Recovered,
    long DefaultedLoans,
    decimal Defaulted,
    decimal Performing,
    double? Mdr,
    double? Cdr
);

/// <summary>The figures of one month or of one age.</summary>
public sealed record LossesAt : LossFigures
{
    internal LossesAt(DateOnly? month, int? monthsOnBook, LossFigures figures)
        : base(figures) => (Month, MonthsOnBook) = (month, monthsOnBook);

    /// <summary>The month's end; null by age.</summary>
    public DateOnly? Month { get; }

    /// <summary>Months on book at the month's end; null by month.</summary>
    public int? MonthsOnBook { get; }
}

internal sealed class GetLossesValidator : AbstractValidator<GetLosses>
{
    public GetLossesValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.DiscountRate)
            .InclusiveBetween(0, 1000)
            .WithMessage("discountRate is percent a year, from 0 to 1000.");
    }
}

/// <summary>A row of GetLosses.sql.</summary>
internal sealed record LossRow(
    DateOnly? MonthEnd,
    int? MonthsOnBook,
    string? State,
    long Loans,
    decimal Balance,
    decimal NewlyLost,
    long DefaultedLoans,
    decimal Defaulted,
    decimal Performing
);

internal sealed class GetLossesHandler(HistoryReader history)
    : IRequestHandler<GetLosses, Answer<Losses>>
{
    public async Task<Answer<Losses>> Handle(GetLosses request, CancellationToken cancellationToken)
    {
        await using var read = await history.Open(
            request.Filter,
            request.AsOf,
            HistoryNeed.Months,
            cancellationToken
        );
        var months = await Rows(HistoryAxis.Month);
        var rows = request.Axis == HistoryAxis.Month ? months : await Rows(request.Axis);
        var workouts = await read.Query<WorkoutRow>(
            read.IsTotalled ? "WorkoutTotals" : "Workouts",
            cancellationToken,
            new NpgsqlParameter("is_now", read.IsNow)
        );
        var recoveries = await read.Query<RecoveryRow>(
            read.IsTotalled ? "RecoveryTotals" : "Recoveries",
            cancellationToken,
            request.Axis.Parameter()
        );
        var lost = rows.ToLookup(r => (r.MonthEnd, r.MonthsOnBook));
        var came = recoveries.ToLookup(r => r.At(read.AsOf), r => r.Recovered);
        return new(
            read.Meta,
            new(
                [
                    .. lost.Select(l => l.Key)
                        .Union(came.Select(r => r.Key))
                        .Order()
                        .Select(at => new LossesAt(
                            at.MonthEnd,
                            at.MonthsOnBook,
                            Figures(lost[at], came[at])
                        )),
                ],
                Figures(rows, came.SelectMany(r => r)),
                LossesGivenDefault.Of(workouts, recoveries, read.AsOf, request.DiscountRate),
                ExpectedLosses.Of(months, read.AsOf, request.Months)
            )
        );

        Task<List<LossRow>> Rows(HistoryAxis axis) =>
            read.Rows<LossRow>("GetLosses", axis, cancellationToken);
    }

    private static LossFigures Figures(IEnumerable<LossRow> group, IEnumerable<decimal> recovered)
    {
        LossRow[] rows = [.. group];
        var writtenOff = rows.Where(r => r.State == LoanStates.Label(LoanState.WrittenOff));
        var (defaulted, performing) = (rows.Sum(r => r.Defaulted), rows.Sum(r => r.Performing));
        var mdr = MonthlySpeed.Mdr(defaulted, performing);
        return new(
            writtenOff.Sum(r => r.Loans),
            writtenOff.Sum(r => r.Balance),
            recovered.Sum(),
            rows.Sum(r => r.DefaultedLoans),
            defaulted,
            performing,
            mdr,
            MonthlySpeed.Annual(mdr)
        );
    }
}
