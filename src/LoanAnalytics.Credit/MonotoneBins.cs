namespace LoanAnalytics.Credit;

/// <summary>The best way to put ordered fine bins together so that the bad rate only rises.</summary>
/// <remarks>Of all ways whose bins keep the rules, the one of the highest information value, by dynamic programming over the last two bins; of equals the
/// one of fewer bins, then of earlier ends. A single bin is always allowed. Sources: Bellman (1957); the objective and the rules are those of Navas-Palencia (2020),
/// Optimal binning: mathematical programming formulation, arXiv 2001.08025, solved here without a solver.</remarks>
internal static class MonotoneBins
{
    /// <summary>A gain below it is rounding.</summary>
    private const double Rounding = 1e-12;

    /// <summary>The number of fine bins up to the end of each bin, and the information of all.</summary>
    /// <param name="fine">Good and bad of each fine bin.</param>
    /// <param name="rules">What each bin must hold.</param>
    /// <param name="allGood">All good, also those without a value.</param>
    /// <param name="allBad">All bad.</param>
    public static (int[] Ends, double Information) Rising(
        IReadOnlyList<(long Good, long Bad)> fine,
        BinningRules rules,
        long allGood,
        long allBad
    )
    {
        var n = fine.Count;
        long[] good = Running(fine.Select(f => f.Good)),
            bad = Running(fine.Select(f => f.Bad));
        var least = rules.LeastShare * (good[n] + bad[n]);
        var whole = WeightOfEvidence.Bin(good[n], bad[n], allGood, allBad).Information;
        var best = (Ends: new[] { n }, Information: whole);

        // One bin more at a time: the most information up to the end of a bin that is the last so far, and where the bin before it began.
        var before = new double[n, n + 1];
        var starts = new List<int[,]>();
        for (var bins = 1; bins <= Math.Min(rules.MostBins, n); bins++)
        {
            var most = new double[n, n + 1];
            var start = new int[n, n + 1];
            for (var from = 0; from < n; from++)
            for (var to = from + 1; to <= n; to++)
            {
                (most[from, to], start[from, to]) = (double.NegativeInfinity, -1);
                var (g, b) = (good[to] - good[from], bad[to] - bad[from]);
                if (g + b < least || g < rules.LeastOfEach || b < rules.LeastOfEach || g + b == 0)
                    continue;
                var own = WeightOfEvidence.Bin(g, b, allGood, allBad).Information;
                if (bins == 1)
                {
                    if (from == 0)
                        most[from, to] = own;
                    continue;
                }
                for (var earlier = 0; earlier < from; earlier++)
                {
                    if (double.IsNegativeInfinity(before[earlier, from]))
                        continue;
                    var (g0, b0) = (good[from] - good[earlier], bad[from] - bad[earlier]);
                    if (
                        (Int128)b0 * (g + b) < (Int128)b * (g0 + b0)
                        && before[earlier, from] + own > most[from, to] + Rounding
                    )
                        (most[from, to], start[from, to]) = (before[earlier, from] + own, earlier);
                }
            }
            starts.Add(start);
            for (var from = 0; from < n; from++)
                if (most[from, n] > best.Information + Rounding)
                    best = (Ends(starts, from, n), most[from, n]);
            before = most;
        }
        return best;
    }

    private static int[] Ends(List<int[,]> starts, int from, int to)
    {
        var ends = new int[starts.Count];
        for (var bin = starts.Count - 1; bin >= 0; bin--)
        {
            ends[bin] = to;
            (from, to) = (starts[bin][from, to], from);
        }
        return ends;
    }

    private static long[] Running(IEnumerable<long> counts)
    {
        var sums = new List<long> { 0 };
        foreach (var count in counts)
            sums.Add(sums[^1] + count);
        return [.. sums];
    }
}
