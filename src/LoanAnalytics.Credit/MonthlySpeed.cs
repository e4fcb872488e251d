namespace LoanAnalytics.Credit;

/// <summary>How fast a pool is prepaid or defaults, in a month and at that pace in a year.</summary>
/// <remarks>Source: The Bond Market Association (now SIFMA), Uniform Practices, Chapter SF: Standard Formulas, 02/01/99, B.2, B.3, C.2 to C.4.
/// All fractions 0..1. Sums over pools are divided, rates of pools never averaged.</remarks>
public static class MonthlySpeed
{
    /// <summary>SMM: principal prepaid in a month / balance at its start less the scheduled principal; null where nothing was left to prepay.</summary>
    public static double? Smm(decimal prepaid, decimal balanceAfterScheduled) =>
        Ratio.Of(prepaid, balanceAfterScheduled);

    /// <summary>SMM over several months: 1 - (actual / scheduled final balance)^(1/months); null where the schedule leaves nothing.</summary>
    public static double? Smm(decimal actualBalance, decimal scheduledBalance, int months)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(months);
        return 1 - Root(Ratio.Of(actualBalance, scheduledBalance), months);

        static double? Root(double? ratio, int n) =>
            ratio is { } r ? Math.Pow(Math.Max(0, r), 1.0 / n) : null;
    }

    /// <summary>MDR: balance newly defaulted in a month / performing balance at its start, before scheduled principal; null where that is 0.</summary>
    public static double? Mdr(decimal newlyDefaulted, decimal performingBalance) =>
        Ratio.Of(newlyDefaulted, performingBalance);

    /// <summary>CPR of an SMM, or CDR of an MDR: 1 - (1 - rate)^12; null of null.</summary>
    public static double? Annual(double? monthly) =>
        monthly is { } m ? 1 - Math.Pow(1 - m, 12) : null;

    /// <summary>SMM of a CPR, or MDR of a CDR: 1 - (1 - rate)^(1/12); null of null.</summary>
    public static double? Monthly(double? annual) =>
        annual is { } a ? 1 - Math.Pow(1 - a, 1.0 / 12) : null;
}
