namespace LoanAnalytics.Credit;

/// <summary>How far a population has moved.</summary>
public enum StabilityBand
{
    /// <summary>Below 0.1.</summary>
    Stable,

    /// <summary>Below 0.25.</summary>
    Moderate,

    /// <summary>0.25 or more.</summary>
    Significant,
}

/// <summary>Population stability index: how far today's shares of the bins have moved from the expected ones.</summary>
/// <remarks>Sum of (a - e) ln(a / e), shares a actual, e expected; symmetric, 0 or more. Over bins of the score it is the PSI, over those of one
/// characteristic its CSI. A bin empty in one sample counts 0.5 there, shares not renormalised; one empty in both counts nothing.
/// Sources: Siddiqi (2006), Credit Risk Scorecards; optbinning; Kullback and Leibler (1951).</remarks>
/// <param name="Value">The index, in natural logarithms.</param>
/// <param name="Bins">Each bin's part of it.</param>
public sealed record StabilityIndex(double Value, IReadOnlyList<double> Bins)
{
    /// <summary>A rule of thumb only. Source: Siddiqi (2006).</summary>
    public StabilityBand Band =>
        Value switch
        {
            < 0.1 => StabilityBand.Stable,
            < 0.25 => StabilityBand.Moderate,
            _ => StabilityBand.Significant,
        };

    /// <summary>The index of two samples counted in the same bins; null where one is empty.</summary>
    public static StabilityIndex? Of(IReadOnlyList<long> actual, IReadOnlyList<long> expected)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(expected);
        if (actual.Count != expected.Count)
            throw new ArgumentException("The samples are not counted in the same bins.");
        double allActual = actual.Sum(),
            allExpected = expected.Sum();
        if (allActual == 0 || allExpected == 0)
            return null;
        double[] bins = [.. actual.Zip(expected, Part)];
        return new(bins.Sum(), bins);

        double Part(long a, long e)
        {
            if (a == 0 && e == 0)
                return 0;
            var actualShare = (a == 0 ? 0.5 : a) / allActual;
            var expectedShare = (e == 0 ? 0.5 : e) / allExpected;
            return (actualShare - expectedShare) * Math.Log(actualShare / expectedShare);
        }
    }
}
