namespace LoanAnalytics.Credit;

/// <summary>What one bin of a characteristic says.</summary>
/// <param name="Good">Loans of the bin that did not default.</param>
/// <param name="Bad">Loans of the bin that defaulted.</param>
/// <param name="Weight">Weight of evidence, in natural logarithms: positive = safer than average.</param>
/// <param name="Information">The bin's part of the information value, never negative.</param>
public sealed record EvidenceBin(long Good, long Bad, double Weight, double Information)
{
    /// <summary>Share of the bin's loans that defaulted, a fraction 0..1; null of an empty bin.</summary>
    public double? BadRate => Good + Bad == 0 ? null : (double)Bad / (Good + Bad);
}

/// <summary>How much a characteristic tells good from bad.</summary>
public enum EvidenceBand
{
    /// <summary>Below 0.02.</summary>
    None,

    /// <summary>Below 0.1.</summary>
    Weak,

    /// <summary>Below 0.3.</summary>
    Medium,

    /// <summary>0.3 or more; above 0.5 look for something that was known only afterwards.</summary>
    Strong,
}

/// <summary>Weight of evidence of each bin of a characteristic, and the information value of all.</summary>
/// <remarks>Weight = ln(good share / bad share), good share = good of the bin / all good; information = (good share - bad share) x weight, and
/// the value their sum. A bin without a good or without a bad gets 0.5 added to both its cells, totals unchanged; an empty bin says nothing:
/// 0 and 0. Sources: Good (1950), Probability and the Weighing of Evidence; Siddiqi (2006), Credit Risk Scorecards; the sign is optbinning's.</remarks>
/// <param name="Bins">The bins in the order given; a bin of missing values is one of them.</param>
/// <param name="InformationValue">0 or more, in natural logarithms.</param>
public sealed record WeightOfEvidence(IReadOnlyList<EvidenceBin> Bins, double InformationValue)
{
    /// <summary>Added to both cells of a bin that lacks one of them.</summary>
    private const double Adjustment = 0.5;

    /// <summary>The evidence; null where all are good or all are bad.</summary>
    public static WeightOfEvidence? Of(IReadOnlyList<(long Good, long Bad)> bins)
    {
        ArgumentNullException.ThrowIfNull(bins);
        var good = bins.Sum(b => b.Good);
        var bad = bins.Sum(b => b.Bad);
        if (good == 0 || bad == 0)
            return null;
        EvidenceBin[] evidence = [.. bins.Select(b => Bin(b.Good, b.Bad, good, bad))];
        return new(evidence, evidence.Sum(b => b.Information));
    }

    /// <summary>A rule of thumb only. Source: Siddiqi (2006).</summary>
    public EvidenceBand Band => BandOf(InformationValue);

    /// <summary>The same of any information value.</summary>
    public static EvidenceBand BandOf(double informationValue) =>
        informationValue switch
        {
            < 0.02 => EvidenceBand.None,
            < 0.1 => EvidenceBand.Weak,
            < 0.3 => EvidenceBand.Medium,
            _ => EvidenceBand.Strong,
        };

    internal static EvidenceBin Bin(long good, long bad, long allGood, long allBad)
    {
        if (good == 0 && bad == 0)
            return new(0, 0, 0, 0);
        var added = good == 0 || bad == 0 ? Adjustment : 0;
        var goodShare = (good + added) / allGood;
        var badShare = (bad + added) / allBad;
        var weight = Math.Log(goodShare / badShare);
        return new(good, bad, weight, (goodShare - badShare) * weight);
    }
}
