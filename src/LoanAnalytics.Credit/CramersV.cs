namespace LoanAnalytics.Credit;

/// <summary>Strength of an association between groups and an outcome of two values, 0..1, less what chance alone gives.</summary>
/// <remarks>√(max(0, statistic - degrees of freedom) / n), since a statistic of no association is its degrees of freedom on average; the plain √(statistic / n) of
/// <see cref="ChiSquareTest"/> is never 0 and grows with the number of groups. Interval: √(noncentrality / n) at which the statistic lies on the
/// 97.5 and the 2.5 % point; the lower end is 0 exactly where the test does not reject at 2.5 %. Sources: Bergsma (2013), J. Korean Statist. Soc. 42,
/// 323-328; Smithson (2003), Confidence Intervals, chapter 4. Rule of thumb: 0.1 small, 0.3 medium, 0.5 large (Cohen 1988).</remarks>
/// <param name="Value">The strength.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end.</param>
public sealed record CramersV(double Value, double Low, double High)
{
    /// <summary>The strength behind a test of n observations.</summary>
    public static CramersV Of(ChiSquareTest test, long n)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(n);
        return new(
            Share(Math.Max(0, test.ChiSquare - test.DegreesOfFreedom)),
            Share(Noncentrality(test, 0.975)),
            Share(Noncentrality(test, 0.025))
        );

        double Share(double noncentrality) => Math.Min(1, Math.Sqrt(noncentrality / n));
    }

    /// <summary>The noncentrality under which the chance of a statistic up to this one is the given one; 0 where it is less even without any.</summary>
    private static double Noncentrality(ChiSquareTest test, double chance)
    {
        double Below(double noncentrality) =>
            SpecialFunctions.NoncentralChiSquare(
                test.ChiSquare,
                test.DegreesOfFreedom,
                noncentrality
            );

        if (Below(0) <= chance)
            return 0;
        double low = 0,
            high = test.ChiSquare + 10;
        while (Below(high) > chance)
            high *= 2;
        for (var i = 0; i < 100 && high - low > 1e-10 * high; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Below(middle) > chance ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }
}
