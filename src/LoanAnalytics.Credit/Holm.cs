namespace LoanAnalytics.Credit;

/// <summary>P-values of several tests, raised so that asking many questions does not make a difference out of chance.</summary>
/// <remarks>The i-th smallest of m is the largest of (m - j + 1) p(j) over j up to i, and at most 1. Whatever the tests have to do with each
/// other, the chance that any true null hypothesis is rejected at a level stays at or below it.
/// Source: Holm (1979), Scand. J. Statist. 6, 65-70.</remarks>
public static class Holm
{
    /// <summary>The adjusted p-values, in the order given.</summary>
    public static IReadOnlyList<double> Adjusted(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        var adjusted = new double[pValues.Count];
        var largest = 0.0;
        var left = pValues.Count;
        foreach (var i in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]))
            adjusted[i] = largest = Math.Max(largest, Math.Min(1, left-- * pValues[i]));
        return adjusted;
    }
}
