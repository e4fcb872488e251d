using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>What came back of the balances at default. What collecting cost is not known and counts as nothing.</summary>
/// <param name="DiscountRate">Percent a year at which the discounted figures are discounted to the month of default; null where none was asked for.</param>
/// <param name="All">Every loan in default by the day of the answer.</param>
/// <param name="Complete">Those that were written off or repaid in full since.</param>
/// <param name="Incomplete">Those still open: more can come in, so their loss given default is an upper bound.</param>
/// <param name="UnknownLoans">Loans in default whose balance at default is not known: they are left out.</param>
/// <param name="Undated">Of the recovered, what the lender records without a date: discounted as if it had come in on the day of the answer, and left out at an earlier day than the date of the data.</param>
/// <param name="Curve">What came in by months since default, without the undated.</param>
public sealed record LossGivenDefault(
    decimal? DiscountRate,
    Workouts All,
    Workouts Complete,
    Workouts Incomplete,
    long UnknownLoans,
    decimal Undated,
    IReadOnlyList<RecoveryAt> Curve
);

/// <summary>Defaulted loans and what came back of them.</summary>
/// <param name="Loans">How many.</param>
/// <param name="RepaidLoans">Of these, repaid in full: all that they owed came back, by the day of their end.</param>
/// <param name="Exposure">What they owed at the start of the month of default.</param>
/// <param name="Recovered">What came back since: recoveries, and the exposure of the loans repaid in full.</param>
/// <param name="RecoveryRate">Recovered / exposure, not clipped; null where that is 0.</param>
/// <param name="Lgd">1 - recovery rate.</param>
/// <param name="DiscountedRecoveryRate">The same with each recovery discounted by the months since default; null where no rate of discount was asked for.</param>
/// <param name="DiscountedLgd">1 - discounted recovery rate.</param>
public sealed record Workouts(
    long Loans,
    long RepaidLoans,
    decimal Exposure,
    decimal Recovered,
    double? RecoveryRate,
    double? Lgd,
    double? DiscountedRecoveryRate,
    double? DiscountedLgd
);

/// <summary>What came in so many months after default.</summary>
/// <param name="Months">Calendar months since the month of default.</param>
/// <param name="Exposure">Balance at default of the loans whose default is at least so long ago.</param>
/// <param name="Recovered">What came in of it in that month.</param>
/// <param name="Rate">Recovered / exposure; null where that is 0.</param>
public sealed record RecoveryAt(int Months, decimal Exposure, decimal Recovered, double? Rate);

/// <summary>A row of Workouts.sql: loans in default by the first days of the months of their default and of their end.</summary>
internal sealed record WorkoutRow(
    DateOnly DefaultMonth,
    DateOnly? EndMonth,
    bool IsWrittenOff,
    bool IsRepaid,
    long Loans,
    long UnknownLoans,
    decimal Exposure,
    decimal Undated
);

/// <summary>A row of Recoveries.sql.</summary>
/// <param name="Counts">It belongs to a known exposure.</param>
internal sealed record RecoveryRow(
    DateOnly PaidMonth,
    DateOnly DefaultMonth,
    DateOnly? StartMonth,
    bool Counts,
    bool IsComplete,
    decimal Recovered
)
{
    /// <summary>The row of the answer in which it stands: the month's end, or the months on book.</summary>
    public (DateOnly? MonthEnd, int? MonthsOnBook) At(DateOnly asOf)
    {
        if (StartMonth is { } start)
            return (null, Math.Max(0, MonthsOnBook.At(start, PaidMonth)));
        var end = MonthEnds.Before(PaidMonth.AddMonths(1));
        return (end < asOf ? end : asOf, null);
    }
}

/// <summary>What came back of the balances at default.</summary>
internal static class LossesGivenDefault
{
    public static LossGivenDefault Of(
        IReadOnlyList<WorkoutRow> workouts,
        IReadOnlyList<RecoveryRow> recoveries,
        DateOnly asOf,
        decimal? discountRate
    )
    {
        var flows = recoveries
            .Where(r => r.Counts)
            .Select(r => (r.IsComplete, Flow: Came(r.DefaultMonth, r.PaidMonth, r.Recovered)))
            .Concat(
                workouts
                    .Where(w => w.IsRepaid)
                    .Select(w =>
                        (
                            IsComplete: true,
                            Flow: Came(w.DefaultMonth, w.EndMonth!.Value, w.Exposure)
                        )
                    )
            )
            .ToArray();
        return new(
            discountRate,
            Sum(_ => true),
            Sum(isComplete => isComplete),
            Sum(isComplete => !isComplete),
            workouts.Sum(w => w.UnknownLoans),
            workouts.Sum(w => w.Undated),
            [
                .. Enumerable
                    .Range(
                        0,
                        workouts
                            .Select(w => MonthsOnBook.At(w.DefaultMonth, asOf) + 1)
                            .DefaultIfEmpty()
                            .Max()
                    )
                    .Select(At),
            ]
        );

        Workouts Sum(Func<bool, bool> counts)
        {
            var own = workouts.Where(w => counts(w.IsWrittenOff || w.IsRepaid)).ToArray();
            RecoveryFlow[] came =
            [
                .. flows.Where(f => counts(f.IsComplete)).Select(f => f.Flow),
                .. own.Where(w => w.Undated != 0)
                    .Select(w => Came(w.DefaultMonth, asOf, w.Undated)),
            ];
            var exposure = own.Sum(w => w.Exposure);
            var plain = WorkoutRecovery.Of(exposure, came);
            var discounted = discountRate is { } rate
                ? WorkoutRecovery.Of(exposure, came, (double)rate / 100)
                : null;
            return new(
                own.Sum(w => w.Loans),
                own.Where(w => w.IsRepaid).Sum(w => w.Loans),
                exposure,
                plain.Recovered,
                plain.RecoveryRate,
                plain.Lgd,
                discounted?.RecoveryRate,
                discounted?.Lgd
            );
        }

        static RecoveryFlow Came(DateOnly defaulted, DateOnly on, decimal amount) =>
            new(Math.Max(0, MonthsOnBook.At(defaulted, on)), amount);

        RecoveryAt At(int month)
        {
            var exposure = workouts
                .Where(w => MonthsOnBook.At(w.DefaultMonth, asOf) >= month)
                .Sum(w => w.Exposure);
            var came = WorkoutRecovery.Of(
                exposure,
                flows.Select(f => f.Flow).Where(f => f.Month == month)
            );
            return new(month, exposure, came.Recovered, came.RecoveryRate);
        }
    }
}
