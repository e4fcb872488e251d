namespace LoanAnalytics.Credit;

/// <summary>How often a group is selected, against the group that is selected most often.</summary>
/// <param name="Selection">Selected / all of the group, with its Wilson interval.</param>
/// <param name="Ratio">The group's selection rate / the highest, 0..1; null without anyone in the group, or where nobody is selected anywhere.</param>
/// <param name="Low">Lower end of the ratio's 95 % interval; null for the reference itself.</param>
/// <param name="High">Upper end; may exceed 1.</param>
/// <param name="IsReference">It is the group of the highest rate; of equals the first.</param>
/// <param name="BelowFourFifths">The ratio is below 0.8; 0.8 itself is not. An indicator only, not a legal finding.</param>
public sealed record GroupImpact(
    Proportion Selection,
    double? Ratio,
    double? Low,
    double? High,
    bool IsReference,
    bool BelowFourFifths
);

/// <summary>Adverse impact ratio: selection rate of each group / the highest group rate.</summary>
/// <remarks>The interval is <see cref="RateRatio"/>'s, for two groups set beforehand: that the reference is the highest of several makes it look a little too sure.
/// An indicator only, not a legal finding; read with the counts. Source: Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D), and Questions and
/// Answers (1979), 10-11.</remarks>
public static class AdverseImpact
{
    /// <summary>Four fifths, less what a double may lose: 0.48 / 0.60 is below 0.8 in binary.</summary>
    private const double Line = 0.8 - 1e-9;

    /// <summary>The groups, in the order given.</summary>
    public static IReadOnlyList<GroupImpact> Of(IReadOnlyList<(long Selected, long All)> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Proportion[] shares = [.. groups.Select(g => Proportion.Of(g.Selected, g.All))];
        var highest = shares.Max(s => s.Rate);
        var reference = highest > 0 ? Array.FindIndex(shares, s => s.Rate == highest) : -1;
        return
        [
            .. shares.Select(
                (share, i) =>
                {
                    var ratio = reference < 0 ? null : RateRatio.Of(share, shares[reference]);
                    return new GroupImpact(
                        share,
                        ratio?.Rate,
                        i == reference ? null : ratio?.Low,
                        i == reference ? null : ratio?.High,
                        i == reference,
                        IsBelow(ratio?.Rate)
                    );
                }
            ),
        ];
    }

    /// <summary>The ratio is below four fifths.</summary>
    public static bool IsBelow(double? ratio) => ratio < Line;
}
