namespace LoanAnalytics.Credit;

/// <summary>How the bad rate goes with a number.</summary>
public enum BinDirection
{
    /// <summary>There is one bin only.</summary>
    Flat,

    /// <summary>Higher values are worse.</summary>
    Rising,

    /// <summary>Higher values are better.</summary>
    Falling,
}

/// <summary>A number's bins for a scorecard: the most informative ones whose bad rate only rises, or only falls, with the number; missing values are a bin of
/// their own.</summary>
/// <remarks>Fine bins of about equal size, equal values together, are put together by <see cref="MonotoneBins"/>, once rising and once falling; the
/// direction of more information wins, rising where they are equal. The same rows in any order give the same bins.</remarks>
/// <param name="Edges">The lowest value of each bin but the first, rising; the lower edge belongs to the bin.</param>
/// <param name="Bins">The bins by rising value.</param>
/// <param name="Missing">The bin of missing values; without evidence where there were none.</param>
/// <param name="InformationValue">Of all bins, that of missing values among them.</param>
/// <param name="Direction">How the bad rate goes with the number.</param>
public sealed record NumberBinning(
    IReadOnlyList<double> Edges,
    IReadOnlyList<EvidenceBin> Bins,
    EvidenceBin Missing,
    double InformationValue,
    BinDirection Direction
)
{
    /// <summary>The bins; null for one class only.</summary>
    /// <param name="values">A value for each row, NaN = missing.</param>
    /// <param name="bad">The outcome of each row.</param>
    /// <param name="rules">What a bin must hold; null = the usual ones.</param>
    public static NumberBinning? Of(
        ReadOnlySpan<double> values,
        ReadOnlySpan<bool> bad,
        BinningRules? rules = null
    )
    {
        if (values.Length != bad.Length)
            throw new ArgumentException("Values and outcomes differ in length.");
        rules ??= new();
        var ordered = values.ToArray();
        var outcomes = bad.ToArray();
        long allBad = bad.Count(true);
        var allGood = bad.Length - allBad;
        if (allBad == 0 || allGood == 0)
            return null;
        // NaN comes first.
        Array.Sort(ordered, outcomes);
        var missing = ordered.Count(double.IsNaN);
        var (edges, fine) = Fine(ordered.AsSpan(missing), outcomes.AsSpan(missing), rules.Prebins);
        var rising = MonotoneBins.Rising(fine, rules, allGood, allBad);
        var falling = MonotoneBins.Rising(
            [.. fine.AsEnumerable().Reverse()],
            rules,
            allGood,
            allBad
        );
        var direction =
            rising.Ends.Length == 1 && falling.Ends.Length == 1 ? BinDirection.Flat
            : falling.Information > rising.Information + 1e-12 ? BinDirection.Falling
            : BinDirection.Rising;
        int[] ends =
            direction == BinDirection.Falling
                ? [.. falling.Ends.SkipLast(1).Reverse().Select(e => fine.Count - e), fine.Count]
                : rising.Ends;
        var bins = ends.Zip(
                ends.Prepend(0),
                (to, from) => fine.Skip(from).Take(to - from).ToArray()
            )
            .Select(f =>
                WeightOfEvidence.Bin(f.Sum(x => x.Good), f.Sum(x => x.Bad), allGood, allBad)
            )
            .ToArray();
        var ofMissing = (long)outcomes.AsSpan(0, missing).Count(true);
        var unknown = WeightOfEvidence.Bin(missing - ofMissing, ofMissing, allGood, allBad);
        return new(
            [.. ends.SkipLast(1).Select(e => edges[e])],
            bins,
            unknown,
            bins.Sum(b => b.Information) + unknown.Information,
            direction
        );
    }

    /// <summary>Number of the bin, from 0, that holds a value; -1 of a missing one (NaN).</summary>
    public int BinOf(double value)
    {
        if (double.IsNaN(value))
            return -1;
        var bin = 0;
        while (bin < Edges.Count && value >= Edges[bin])
            bin++;
        return bin;
    }

    /// <summary>Weight of evidence of a value; NaN = missing.</summary>
    public double WeightOf(double value) =>
        BinOf(value) is >= 0 and var bin ? Bins[bin].Weight : Missing.Weight;

    /// <summary>Lowest value and counts of each fine bin; without a known value, one that is empty.</summary>
    private static (List<double> Edges, List<(long Good, long Bad)> Fine) Fine(
        ReadOnlySpan<double> values,
        ReadOnlySpan<bool> bad,
        int most
    )
    {
        var edges = new List<double>();
        var fine = new List<(long, long)>();
        var from = 0;
        for (var bin = 1; bin <= most; bin++)
        {
            var to = Math.Max(from, (int)((long)values.Length * bin / most));
            while (to > from && to < values.Length && values[to] == values[to - 1])
                to++;
            if (to == from)
                continue;
            var ofBad = bad[from..to].Count(true);
            edges.Add(values[from]);
            fine.Add((to - from - ofBad, ofBad));
            from = to;
        }
        if (fine.Count == 0)
            (edges, fine) = ([double.NaN], [(0, 0)]);
        return (edges, fine);
    }
}
