namespace LoanAnalytics.Credit;

/// <summary>Result of a chi-square test of independence.</summary>
/// <param name="ChiSquare">The statistic.</param>
/// <param name="DegreesOfFreedom">(rows - 1)(columns - 1).</param>
/// <param name="PValue">Upper tail.</param>
/// <param name="SmallestExpected">Smallest expected count; below 5 the test is rough.</param>
/// <param name="CramersV">Strength of the association, 0..1, which unlike the statistic does not grow with the book: √(statistic / n), as one of
/// the sides has two values. Source: Cramér (1946), Mathematical Methods of Statistics, 21.9.</param>
public sealed record ChiSquareTest(
    double ChiSquare,
    int DegreesOfFreedom,
    double PValue,
    double SmallestExpected,
    double CramersV
);

/// <summary>Pearson's test whether an outcome is independent of the group: sum (O - E)² / E, E = row x column / total.</summary>
/// <remarks>No Yates correction; empty groups are dropped. Source: Pearson (1900).</remarks>
public static class ChiSquare
{
    /// <summary>Least expected count at which a group says anything by itself. Source: Cochran (1954), Biometrics 10, 417-451.</summary>
    public const double LeastExpected = 5;

    /// <summary>The test; null for fewer than two groups or one outcome only.</summary>
    public static ChiSquareTest? Independence(
        IReadOnlyList<(long Defaulted, long NotDefaulted)> groups
    )
    {
        ArgumentNullException.ThrowIfNull(groups);
        var rows = groups.Where(g => g.Defaulted + g.NotDefaulted > 0).ToArray();
        double bad = rows.Sum(r => r.Defaulted);
        double good = rows.Sum(r => r.NotDefaulted);
        if (rows.Length < 2 || bad == 0 || good == 0)
            return null;
        double statistic = 0;
        var smallest = double.PositiveInfinity;
        foreach (var (defaulted, notDefaulted) in rows)
        {
            double n = defaulted + notDefaulted;
            foreach (
                var (observed, column) in new[] { ((double)defaulted, bad), (notDefaulted, good) }
            )
            {
                var expected = n * column / (bad + good);
                smallest = Math.Min(smallest, expected);
                statistic += (observed - expected) * (observed - expected) / expected;
            }
        }
        var freedom = rows.Length - 1;
        return new(
            statistic,
            freedom,
            SpecialFunctions.GammaQ(freedom / 2.0, statistic / 2),
            smallest,
            Math.Sqrt(statistic / (bad + good))
        );
    }
}
