namespace LoanAnalytics.Credit;

/// <summary>A category's bins for a scorecard: categories of a like bad rate are put together, rare ones join as "other", and missing values are a bin of their
/// own.</summary>
/// <remarks>Categories below the least share of the known rows count together; then categories by rising bad rate are put together as the fine bins of a
/// number are, by <see cref="MonotoneBins"/>. The same rows in any order give the same bins.</remarks>
/// <param name="Categories">The categories named in each bin, by rising bad rate; other is not named.</param>
/// <param name="Bins">The bins, in the same order.</param>
/// <param name="Other">Number, from 0, of the bin that takes rare categories, and those never seen; null where there were none to learn from.</param>
/// <param name="Missing">The bin of missing values; without evidence where there were none.</param>
/// <param name="InformationValue">Of all bins, that of missing values among them.</param>
public sealed record CategoryBinning(
    IReadOnlyList<IReadOnlyList<string>> Categories,
    IReadOnlyList<EvidenceBin> Bins,
    int? Other,
    EvidenceBin Missing,
    double InformationValue
)
{
    /// <summary>The bins; null for one class only.</summary>
    /// <param name="values">A category for each row, null = missing.</param>
    /// <param name="bad">The outcome of each row.</param>
    /// <param name="rules">What a bin must hold; null = the usual ones.</param>
    public static CategoryBinning? Of(
        IReadOnlyList<string?> values,
        ReadOnlySpan<bool> bad,
        BinningRules? rules = null
    )
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != bad.Length)
            throw new ArgumentException("Values and outcomes differ in length.");
        rules ??= new();
        var counts = new Dictionary<string, (long Good, long Bad)>(StringComparer.Ordinal);
        var (noGood, noBad) = (0L, 0L);
        for (var i = 0; i < bad.Length; i++)
        {
            var one = (Good: bad[i] ? 0 : 1, Bad: bad[i] ? 1 : 0);
            if (values[i] is not { } value)
                (noGood, noBad) = (noGood + one.Good, noBad + one.Bad);
            else
            {
                var (good, ofBad) = counts.GetValueOrDefault(value);
                counts[value] = (good + one.Good, ofBad + one.Bad);
            }
        }
        long allBad = bad.Count(true);
        var allGood = bad.Length - allBad;
        if (allBad == 0 || allGood == 0)
            return null;
        var fine = Fine(counts, rules);
        var (ends, _) = MonotoneBins.Rising(
            [.. fine.Select(f => (f.Good, f.Bad))],
            rules,
            allGood,
            allBad
        );
        var groups = ends.Zip(ends.Prepend(0), (to, from) => fine[from..to]).ToArray();
        var bins = groups
            .Select(g =>
                WeightOfEvidence.Bin(g.Sum(x => x.Good), g.Sum(x => x.Bad), allGood, allBad)
            )
            .ToArray();
        var missing = WeightOfEvidence.Bin(noGood, noBad, allGood, allBad);
        var other = Array.FindIndex(groups, g => g.Any(x => x.Category is null));
        return new(
            [
                .. groups.Select(g =>
                    (string[])
                        [
                            .. g.Select(x => x.Category)
                                .OfType<string>()
                                .Order(StringComparer.Ordinal),
                        ]
                ),
            ],
            bins,
            other < 0 || counts.Count == 0 ? null : other,
            missing,
            bins.Sum(b => b.Information) + missing.Information
        );
    }

    /// <summary>Number of the bin, from 0, that holds a category: other where it is not named, null where there is no other, -1 of a missing one.</summary>
    public int? BinOf(string? value)
    {
        if (value is null)
            return -1;
        for (var bin = 0; bin < Categories.Count; bin++)
            if (Categories[bin].Contains(value))
                return bin;
        return Other;
    }

    /// <summary>Weight of evidence of a category, null = missing; 0 of one never seen where there is no other.</summary>
    public double WeightOf(string? value) =>
        BinOf(value) switch
        {
            null => 0,
            -1 => Missing.Weight,
            { } bin => Bins[bin].Weight,
        };

    /// <summary>Categories by rising bad rate, the rare ones as one without a name.</summary>
    private static (string? Category, long Good, long Bad)[] Fine(
        Dictionary<string, (long Good, long Bad)> counts,
        BinningRules rules
    )
    {
        var least = rules.LeastShare * counts.Values.Sum(c => c.Good + c.Bad);
        var named = counts
            .Where(c => c.Value.Good + c.Value.Bad >= least)
            .Select(c => (Category: (string?)c.Key, c.Value.Good, c.Value.Bad))
            .ToList();
        var rare = counts.Where(c => c.Value.Good + c.Value.Bad < least).ToArray();
        if (rare.Length > 0 || named.Count == 0)
            named.Add((null, rare.Sum(c => c.Value.Good), rare.Sum(c => c.Value.Bad)));
        return
        [
            .. named
                .OrderBy(f => f.Good + f.Bad == 0 ? 0 : (double)f.Bad / (f.Good + f.Bad))
                .ThenBy(f => f.Category, StringComparer.Ordinal),
        ];
    }
}
