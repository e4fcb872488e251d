namespace LoanAnalytics.Credit;

/// <summary>What is counted of a group to judge how a decision treats it.</summary>
/// <param name="Flagged">Good and bad that the score or list flags as risky.</param>
/// <param name="NotFlagged">Good and bad that it does not flag.</param>
/// <param name="SumPd">Sum of the chances of default of all of them; null where there is no chance.</param>
public sealed record GroupCounts(
    (long Good, long Bad) Flagged,
    (long Good, long Bad) NotFlagged,
    double? SumPd
)
{
    internal long All => Flagged.Good + Flagged.Bad + NotFlagged.Good + NotFlagged.Bad;
    internal long Bad => Flagged.Bad + NotFlagged.Bad;
    internal long Good => Flagged.Good + NotFlagged.Good;
}

/// <summary>How a decision treats a group.</summary>
/// <param name="Impact">Selection rate and adverse impact ratio.</param>
/// <param name="FalsePositive">Good that are flagged / good.</param>
/// <param name="FalseNegative">Bad that are not flagged / bad.</param>
/// <param name="Observed">Bad / all of the group.</param>
/// <param name="MeanPd">Mean chance of default; null where there is none.</param>
/// <param name="Calibration">Mean chance less bad rate: positive = the group is thought riskier than it is; null where one is unknown.</param>
/// <param name="Calibrated">The mean chance lies within the interval of the bad rate; null where one is unknown.</param>
/// <param name="Thin">At the rates of all groups together, fewer than five of it would be flagged, not flagged, good or bad: its figures say little.</param>
public sealed record GroupFairness(
    GroupImpact Impact,
    Proportion FalsePositive,
    Proportion FalseNegative,
    Proportion Observed,
    double? MeanPd,
    double? Calibration,
    bool? Calibrated,
    bool Thin
)
{
    /// <summary>The groups, in the order given.</summary>
    /// <param name="groups">What is counted of each.</param>
    /// <param name="flaggedAreSelected">True of a list of those to be helped, which selects the flagged; false of a decision to lend, which selects the others.</param>
    /// <remarks>Sources: Hardt, Price and Srebro (2016), NIPS 29 (error rates); Chouldechova (2017), Big Data 5, 153-163, on why error rates and calibration cannot all be equal
    /// where bad rates differ; Cochran (1954), Biometrics 10, 417-451, on five expected.</remarks>
    public static IReadOnlyList<GroupFairness> Of(
        IReadOnlyList<GroupCounts> groups,
        bool flaggedAreSelected
    )
    {
        ArgumentNullException.ThrowIfNull(groups);
        var impacts = AdverseImpact.Of([
            .. groups.Select(g =>
            {
                var flagged = g.Flagged.Good + g.Flagged.Bad;
                return (flaggedAreSelected ? flagged : g.All - flagged, g.All);
            }),
        ]);
        double all = groups.Sum(g => g.All),
            flaggedShare = groups.Sum(g => g.Flagged.Good + g.Flagged.Bad) / all,
            badShare = groups.Sum(g => g.Bad) / all;
        return
        [
            .. groups.Zip(
                impacts,
                (g, impact) =>
                {
                    var observed = Proportion.Of(g.Bad, g.All);
                    var mean = g.All == 0 ? null : g.SumPd / g.All;
                    return new GroupFairness(
                        impact,
                        Proportion.Of(g.Flagged.Good, g.Good),
                        Proportion.Of(g.NotFlagged.Bad, g.Bad),
                        observed,
                        mean,
                        mean - observed.Rate,
                        mean is null ? null : mean >= observed.Low && mean <= observed.High,
                        Expected(g.All, flaggedShare) < ChiSquare.LeastExpected
                            || Expected(g.All, badShare) < ChiSquare.LeastExpected
                    );
                }
            ),
        ];
    }

    /// <summary>The groups of a decision of which nobody knows yet what comes: selection alone, all else of 0.</summary>
    /// <param name="groups">Selected and all of each, in the order given.</param>
    public static IReadOnlyList<GroupFairness> BeforeOutcomes(
        IReadOnlyList<(long Selected, long All)> groups
    )
    {
        ArgumentNullException.ThrowIfNull(groups);
        var share = (double)groups.Sum(g => g.Selected) / groups.Sum(g => g.All);
        var none = Proportion.Of(0, 0);
        return
        [
            .. groups.Zip(
                AdverseImpact.Of(groups),
                (g, impact) =>
                    new GroupFairness(
                        impact,
                        none,
                        none,
                        none,
                        null,
                        null,
                        null,
                        Expected(g.All, share) < ChiSquare.LeastExpected
                    )
            ),
        ];
    }

    private static double Expected(long n, double share) =>
        n == 0 ? 0 : n * Math.Min(share, 1 - share);
}
