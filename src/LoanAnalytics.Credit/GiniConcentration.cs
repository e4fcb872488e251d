namespace LoanAnalytics.Credit;

/// <summary>How unequal amounts are: 0 where all are the same, (n - 1) / n where one holds all.</summary>
/// <remarks>2 sum(i x(i)) / (n sum x) - (n + 1) / n, x ascending, i = 1..n, not corrected for small n. Sources: Gini (1912); R package ineq. This is not the Gini of
/// a score, which is 2 AUC - 1.</remarks>
public static class GiniConcentration
{
    /// <summary>The coefficient, 0..1; null where the sum is 0. Negative amounts are an error.</summary>
    public static double? Of(IReadOnlyCollection<double> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        double[] ordered = [.. amounts.Order()];
        if (ordered.Length > 0)
            ArgumentOutOfRangeException.ThrowIfNegative(ordered[0], nameof(amounts));
        var sum = ordered.Sum();
        double n = ordered.Length;
        return sum == 0
            ? null
            : Math.Max(
                0,
                2 * ordered.Select((x, i) => (i + 1) * x).Sum() / (n * sum) - (n + 1) / n
            );
    }
}
