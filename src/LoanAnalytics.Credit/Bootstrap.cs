namespace LoanAnalytics.Credit;

/// <summary>How far a figure would move over samples like this one: rows are drawn with replacement, and the figure is asked again.</summary>
/// <remarks>Percentile interval, 2.5 and 97.5 %. Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapters 6 and 13. Rows that belong
/// together, such as the loans of one customer, are drawn together, since they are not independent (Davison and Hinkley 1997, 3.8). The same rows and seed give the same
/// bits.</remarks>
public static class Bootstrap
{
    /// <summary>Draws where none are asked for.</summary>
    public const int UsualDraws = 1000;

    /// <summary>The figure with its interval; null where it is unknown, or unknown in more than a tenth of the draws.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="statistic">The figure of the rows, each counted as often as its weight says; it must be fit to be asked by several threads.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="draws">How many.</param>
    /// <param name="clusters">For each row the number, from 0, of the cluster that it is drawn with; null = each row by itself.</param>
    public static EstimateInterval? Interval(
        int rows,
        Func<int[], double?> statistic,
        ulong seed,
        int draws = UsualDraws,
        int[]? clusters = null,
        CancellationToken cancellationToken = default
    ) =>
        Intervals(rows, w => [statistic(w)], seed, draws, clusters, cancellationToken)
            is [{ } interval]
            ? interval
            : null;

    /// <summary>The same for several figures of the same draws.</summary>
    public static IReadOnlyList<EstimateInterval?> Intervals(
        int rows,
        Func<int[], double?[]> statistics,
        ulong seed,
        int draws = UsualDraws,
        int[]? clusters = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(statistics);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 2);
        if (clusters is not null && clusters.Length != rows)
            throw new ArgumentException("Clusters and rows differ in number.");
        var once = new int[rows];
        Array.Fill(once, 1);
        var values = statistics(once);
        var units = clusters is null ? rows : clusters.Append(-1).Max() + 1;
        if (units == 0)
            return [.. values.Select(_ => (EstimateInterval?)null)];
        var drawn = new double?[draws][];
        Parallel.For(
            0,
            draws,
            new ParallelOptions
            {
                CancellationToken = cancellationToken,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            },
            // Each draw has its own seed, so that their order does not matter.
            draw => drawn[draw] = statistics(Weights(units, rows, clusters, seed, draw))
        );
        return [.. values.Select((v, i) => v is { } value ? Of(value, drawn, i) : null)];
    }

    private static int[] Weights(int units, int rows, int[]? clusters, ulong seed, int draw)
    {
        var random = new Draws(unchecked(seed + (ulong)draw * 0xD1342543DE82EF95));
        var counts = new int[units];
        for (var i = 0; i < units; i++)
            counts[random.Below(units)]++;
        if (clusters is null)
            return counts;
        var weights = new int[rows];
        for (var i = 0; i < rows; i++)
            weights[i] = counts[clusters[i]];
        return weights;
    }

    private static EstimateInterval? Of(double value, double?[][] drawn, int statistic)
    {
        double[] known = [.. drawn.Select(d => d[statistic]).OfType<double>().Order()];
        if (known.Length < 0.9 * drawn.Length || known.Length < 2)
            return null;
        var mean = known.Average();
        return new(
            value,
            Quantile(known, 0.025),
            Quantile(known, 0.975),
            Math.Sqrt(known.Sum(k => (k - mean) * (k - mean)) / (known.Length - 1))
        );
    }

    /// <summary>Between the two values that stand beside it (Hyndman and Fan 1996, type 7).</summary>
    private static double Quantile(double[] ordered, double share)
    {
        var place = (ordered.Length - 1) * share;
        var low = (int)place;
        return low + 1 == ordered.Length
            ? ordered[low]
            : ordered[low] + (place - low) * (ordered[low + 1] - ordered[low]);
    }
}
