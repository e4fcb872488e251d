namespace LoanAnalytics.Credit;

/// <summary>Level repayment of a loan: the same amount each month, interest and principal together.</summary>
/// <remarks>i = rate / 1200, n = months: A = principal x i / (1 - (1 + i)^-n), without interest principal / n; share of the principal left with m
/// months to go = (1 - (1 + i)^-m) / (1 - (1 + i)^-n). Source: The Bond Market Association (now SIFMA), Uniform Practices, Chapter SF, B.2.</remarks>
public static class LevelAnnuity
{
    /// <summary>The monthly instalment, not rounded; null without a term or a rate, or with a rate below 0. Money.</summary>
    /// <param name="ratePercent">Percent a year.</param>
    public static decimal? Instalment(decimal principal, decimal? ratePercent, int? termMonths)
    {
        if (ratePercent is not >= 0 || termMonths is not > 0)
            return null;
        return ratePercent == 0
            ? principal / termMonths
            : principal
                * (decimal)(
                    Monthly(ratePercent.Value) / Annuity(ratePercent.Value, termMonths.Value)
                );
    }

    /// <summary>The share of the principal that the schedule leaves with so many months to go, 0..1.</summary>
    /// <param name="ratePercent">Percent a year.</param>
    public static double BalanceFactor(decimal ratePercent, int termMonths, int monthsLeft)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ratePercent);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(termMonths);
        ArgumentOutOfRangeException.ThrowIfNegative(monthsLeft);
        return ratePercent == 0
            ? (double)monthsLeft / termMonths
            : Annuity(ratePercent, monthsLeft) / Annuity(ratePercent, termMonths);
    }

    private static double Monthly(decimal ratePercent) => (double)ratePercent / 1200;

    private static double Annuity(decimal ratePercent, int months) =>
        1 - Math.Pow(1 + Monthly(ratePercent), -months);
}

/// <summary>How many instalments a loan is behind its plan; the upper bound belongs to the band.</summary>
public enum PlanBand
{
    /// <summary>On plan or ahead of it.</summary>
    None,
    UpTo1,
    UpTo3,
    UpTo6,
    UpTo12,
    Over12,
}

/// <summary>Where a loan stands against a level repayment plan, from its terms and the sum paid alone: implied, not observed.</summary>
/// <remarks>A = level instalment, k = whole months since the start, at most the term: instalments behind = (A x k - paid) / A, below 0 ahead of plan. It
/// says nothing about when was paid, and takes the loan to be an annuity from its first month. Instalments are paid in whole cents: what lies within half a
/// cent for each instalment due is on plan. Behind is kept to nine decimals, so that a third of an amount, which no decimal can write, does not put a loan
/// on the wrong side of a band.</remarks>
/// <param name="Instalment">A. Money.</param>
/// <param name="InstalmentsDue">k.</param>
/// <param name="Due">A x k. Money.</param>
/// <param name="ImpliedArrears">What of it is not paid, never below 0. Money.</param>
/// <param name="InstalmentsBehind">Instalments; below 0 ahead of plan.</param>
/// <param name="Band">Its band.</param>
public sealed record PlanPosition(
    decimal Instalment,
    int InstalmentsDue,
    decimal Due,
    decimal ImpliedArrears,
    double InstalmentsBehind,
    PlanBand Band
)
{
    private const decimal HalfCent = 0.005m;

    /// <summary>The position at a date; null where the rate, the term or the sum paid is unknown, and without principal.</summary>
    public static PlanPosition? Of(
        decimal principal,
        decimal? ratePercent,
        int? termMonths,
        DateOnly start,
        decimal? paid,
        DateOnly asOf
    )
    {
        if (LevelAnnuity.Instalment(principal, ratePercent, termMonths) is not { } instalment)
            return null;
        if (instalment <= 0 || paid is null)
            return null;
        var months = Math.Min(MonthsOnBook.Whole(start, asOf), termMonths!.Value);
        var due = instalment * months;
        var isRounding = Math.Abs(due - paid.Value) <= months * HalfCent;
        var shortOf = isRounding ? 0 : due - paid.Value;
        var behind = (double)decimal.Round(shortOf / instalment, 9, MidpointRounding.AwayFromZero);
        return new(instalment, months, due, Math.Max(0, shortOf), behind, BandOf(behind));
    }

    /// <summary>The band of a number of instalments: at most 0, 1, 3, 6, 12, or more.</summary>
    public static PlanBand BandOf(double instalmentsBehind) =>
        instalmentsBehind switch
        {
            <= 0 => PlanBand.None,
            <= 1 => PlanBand.UpTo1,
            <= 3 => PlanBand.UpTo3,
            <= 6 => PlanBand.UpTo6,
            <= 12 => PlanBand.UpTo12,
            _ => PlanBand.Over12,
        };

    /// <summary>A band as it is written: &lt;= 0, 0-1, 1-3, 3-6, 6-12, &gt; 12.</summary>
    public static string Label(PlanBand band) =>
        band switch
        {
            PlanBand.None => "<= 0",
            PlanBand.UpTo1 => "0-1",
            PlanBand.UpTo3 => "1-3",
            PlanBand.UpTo6 => "3-6",
            PlanBand.UpTo12 => "6-12",
            _ => "> 12",
        };
}
