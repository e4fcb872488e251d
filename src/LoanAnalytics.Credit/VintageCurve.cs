namespace LoanAnalytics.Credit;

/// <summary>A loan of a cohort.</summary>
/// <param name="DisbursedOn">When it was paid out.</param>
/// <param name="Principal">How much. Money.</param>
/// <param name="EventOn">The first day of what is measured: default, ever 30, 60 or 90 days late, or prepaid; null where it has not happened.</param>
public sealed record VintageLoan(DateOnly DisbursedOn, decimal Principal, DateOnly? EventOn);

/// <summary>Loans of a cohort to which it happened at one age.</summary>
/// <param name="MonthsOnBook">Their age then, in calendar months.</param>
/// <param name="Loans">How many.</param>
/// <param name="Principal">Their principal. Money.</param>
public sealed record VintageEvents(int MonthsOnBook, long Loans, decimal Principal);

/// <summary>A cell of the vintage triangle. All but the age is null where not every loan of the cohort has come to it.</summary>
/// <param name="MonthsOnBook">Age in calendar months.</param>
/// <param name="Loans">Loans to which it happened at this age or younger.</param>
/// <param name="Principal">Their principal. Money.</param>
/// <param name="RateByCount">Loans / original loans, a fraction 0..1.</param>
/// <param name="RateByAmount">Principal / original principal, a fraction 0..1; null too where that is 0.</param>
public sealed record VintagePoint(
    int MonthsOnBook,
    long? Loans,
    decimal? Principal,
    double? RateByCount,
    double? RateByAmount
);

/// <summary>What share of a cohort went wrong by each age.</summary>
/// <remarks>Curve(m) = loans (or principal) first struck at months on book &lt;= m / original loans (or principal) of the cohort. Prepaid loans
/// stay below the line. It never falls, and is null from the age that the youngest loan has not reached, however much is known of the others:
/// loans that were lent early would else stand for the whole. Loans lent and events dated after the as-of date count nowhere.</remarks>
/// <param name="Loans">Original loans of the cohort.</param>
/// <param name="Principal">Their principal. Money.</param>
/// <param name="ObservedMonthsOnBook">Age of the youngest; null for an empty cohort.</param>
/// <param name="Points">Ages 0 and up.</param>
public sealed record VintageCurve(
    long Loans,
    decimal Principal,
    int? ObservedMonthsOnBook,
    IReadOnlyList<VintagePoint> Points
)
{
    /// <summary>The curve of a cohort given loan by loan, up to an age.</summary>
    public static VintageCurve Of(
        IEnumerable<VintageLoan> cohort,
        DateOnly asOf,
        int maxMonthsOnBook
    )
    {
        VintageLoan[] loans = [.. cohort.Where(l => l.DisbursedOn <= asOf)];
        return Of(
            loans.Length,
            loans.Sum(l => l.Principal),
            loans.Length == 0 ? null : MonthsOnBook.At(loans.Max(l => l.DisbursedOn), asOf),
            [
                .. loans
                    .Where(l => l.EventOn <= asOf)
                    .Select(l => new VintageEvents(
                        MonthsOnBook.At(l.DisbursedOn, l.EventOn!.Value),
                        1,
                        l.Principal
                    )),
            ],
            maxMonthsOnBook
        );
    }

    /// <summary>The curve of a cohort given by sums.</summary>
    /// <param name="observed">Age of the youngest loan at the as-of date; null for an empty cohort.</param>
    public static VintageCurve Of(
        long loans,
        decimal principal,
        int? observed,
        IReadOnlyCollection<VintageEvents> events,
        int maxMonthsOnBook
    )
    {
        ArgumentNullException.ThrowIfNull(events);
        return new(
            loans,
            principal,
            observed,
            [.. Enumerable.Range(0, Math.Max(0, maxMonthsOnBook + 1)).Select(Point)]
        );

        VintagePoint Point(int age)
        {
            if (loans == 0 || observed is null || age > observed)
                return new(age, null, null, null, null);
            var until = events.Where(e => e.MonthsOnBook <= age).ToArray();
            var struck = until.Sum(e => e.Loans);
            var amount = until.Sum(e => e.Principal);
            return new(age, struck, amount, Ratio.Of(struck, loans), Ratio.Of(amount, principal));
        }
    }
}

/// <summary>How long a cohort's time of origination is.</summary>
public enum VintagePeriod
{
    Month,
    Quarter,
    Year,
}

/// <summary>A cohort of the triangle with its curve.</summary>
/// <param name="From">First day of the period in which its loans were paid out.</param>
/// <param name="Curve">What went wrong by each age.</param>
public sealed record Vintage(DateOnly From, VintageCurve Curve);

/// <summary>The curves of successive cohorts: each reaches less far than the one before, hence the triangle.</summary>
public static class VintageTriangle
{
    /// <summary>The cohorts by period, oldest first; periods without a loan are left out.</summary>
    public static IReadOnlyList<Vintage> Of(
        IEnumerable<VintageLoan> loans,
        VintagePeriod period,
        DateOnly asOf,
        int maxMonthsOnBook
    ) =>
        [
            .. loans
                .Where(l => l.DisbursedOn <= asOf)
                .GroupBy(l => Start(l.DisbursedOn, period))
                .OrderBy(g => g.Key)
                .Select(g => new Vintage(g.Key, VintageCurve.Of(g, asOf, maxMonthsOnBook))),
        ];

    /// <summary>First day of the period that holds a day.</summary>
    public static DateOnly Start(DateOnly day, VintagePeriod period) =>
        period switch
        {
            VintagePeriod.Year => new(day.Year, 1, 1),
            VintagePeriod.Quarter => new(day.Year, (day.Month - 1) / 3 * 3 + 1, 1),
            _ => new(day.Year, day.Month, 1),
        };
}
