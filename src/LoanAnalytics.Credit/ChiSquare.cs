namespace LoanAnalytics.Credit;

/// <summary>Result of a chi-square test of independence.</summary>
/// <param name="ChiSquare">The statistic.</param>
/// <param name="DegreesOfFreedom">(rows - 1)(columns - 1).</param>
/// <param name="PValue">Upper tail.</param>
/// <param name="SmallestExpected">Smallest expected count; below 5 the test is rough.</param>
/// <param name="CramersV">Strength of the association, 0..1, which unlike the statistic does not grow with the book:
/// √(statistic / (n (m - 1))), m the smaller of rows and columns. Source: Cramér (1946), Mathematical Methods of Statistics, 21.9.</param>
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
        return Independence([.. groups.Select(g => (long[])[g.Defaulted, g.NotDefaulted])]);
    }

    /// <summary>The same for any number of outcomes: a row of counts for each group; empty rows and columns are dropped.</summary>
    public static ChiSquareTest? Independence(IReadOnlyList<IReadOnlyList<long>> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var rows = table.Where(r => r.Sum() > 0).ToArray();
        if (rows.Length < 2)
            return null;
        double[] columns = [.. rows[0].Select((_, c) => (double)rows.Sum(r => r[c]))];
        int[] filled = [.. Enumerable.Range(0, columns.Length).Where(c => columns[c] > 0)];
        if (filled.Length < 2)
            return null;
        var n = columns.Sum();
        double statistic = 0;
        var smallest = double.PositiveInfinity;
        foreach (var row in rows)
        {
            double size = row.Sum();
            foreach (var c in filled)
            {
                var expected = size * columns[c] / n;
                smallest = Math.Min(smallest, expected);
                statistic += (row[c] - expected) * (row[c] - expected) / expected;
            }
        }
        var freedom = (rows.Length - 1) * (filled.Length - 1);
        return new(
            statistic,
            freedom,
            SpecialFunctions.GammaQ(freedom / 2.0, statistic / 2),
            smallest,
            Math.Sqrt(statistic / (n * (Math.Min(rows.Length, filled.Length) - 1)))
        );
    }
}
