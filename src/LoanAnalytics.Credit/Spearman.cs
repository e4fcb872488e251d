namespace LoanAnalytics.Credit;

/// <summary>A rank correlation.</summary>
/// <param name="Rho">-1..1.</param>
/// <param name="PValue">Two-sided, by t with n - 2 degrees of freedom.</param>
/// <param name="N">Pairs.</param>
public sealed record RankCorrelation(double Rho, double PValue, int N);

/// <summary>Spearman's rho: Pearson's correlation of ranks, ties taking their average rank.</summary>
/// <remarks>t = rho √((n - 2) / (1 - rho²)). Source: Spearman (1904), Am. J. Psychol. 15, 72-101.</remarks>
public static class Spearman
{
    /// <summary>The correlation; null for fewer than three pairs or a constant side.</summary>
    public static RankCorrelation? Correlation(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var n = x.Count;
        if (n != y.Count)
            throw new ArgumentException("x and y differ in length.");
        if (n < 3)
            return null;
        double[] a = Ranks(x),
            b = Ranks(y);
        var mean = (n + 1) / 2.0;
        double xy = 0,
            xx = 0,
            yy = 0;
        for (var i = 0; i < n; i++)
        {
            xy += (a[i] - mean) * (b[i] - mean);
            xx += (a[i] - mean) * (a[i] - mean);
            yy += (b[i] - mean) * (b[i] - mean);
        }
        if (xx == 0 || yy == 0)
            return null;
        var rho = Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1);
        var freedom = n - 2;
        var p = 1 - rho * rho <= 0 ? 0 : SpecialFunctions.BetaI(freedom / 2.0, 0.5, 1 - rho * rho);
        return new(rho, p, n);
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var i = 0; i < order.Length; )
        {
            var j = i;
            while (j < order.Length && values[order[j]].Equals(values[order[i]]))
                j++;
            for (var k = i; k < j; k++)
                ranks[order[k]] = (i + 1 + j) / 2.0;
            i = j;
        }
        return ranks;
    }
}
