namespace LoanAnalytics.Credit;

/// <summary>How far two groupings of the same things agree, beyond what chance would give.</summary>
/// <remarks>(pairs together in both - expected) / (mean of the pairs together in each - expected), expected = product of both / all pairs: 1 the same groups whatever
/// their numbers, about 0 by chance, seldom negative. Two groupings that both put all together, or all apart, are the same: 1. Source: Hubert and Arabie (1985), J. Classification 2,
/// 193-218.</remarks>
public static class AdjustedRandIndex
{
    /// <summary>The index; null for fewer than two things.</summary>
    public static double? Of(IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count)
            throw new ArgumentException("The groupings are not of the same things.");
        if (first.Count < 2)
            return null;
        var both = first.Zip(second).CountBy(p => p).Sum(c => Pairs(c.Value));
        var ofFirst = first.CountBy(g => g).Sum(c => Pairs(c.Value));
        var ofSecond = second.CountBy(g => g).Sum(c => Pairs(c.Value));
        var expected = ofFirst * ofSecond / Pairs(first.Count);
        var most = (ofFirst + ofSecond) / 2;
        return most == expected ? 1 : (both - expected) / (most - expected);

        static double Pairs(int n) => n * (n - 1.0) / 2;
    }
}
