namespace LoanAnalytics.Credit;

/// <summary>A segment in two periods: its share of each period's whole, 0..1, and its rate there; no rate where its share is 0.</summary>
public sealed record RateMixSegment(double Share0, double? Rate0, double Share1, double? Rate1);

/// <summary>How much of a change comes from a segment's own rate, and how much from its share of the whole.</summary>
public sealed record RateMixEffect(double RateEffect, double MixEffect);

/// <summary>A change of an overall rate, split.</summary>
/// <param name="Rate0">Overall rate before: sum of share x rate.</param>
/// <param name="Rate1">Overall rate after.</param>
/// <param name="RateEffect">What the segments' own rates changed.</param>
/// <param name="MixEffect">What the segments' shares changed; with the rate effect it is the whole change, without residual.</param>
/// <param name="Segments">The effects of each segment, in the order given.</param>
public sealed record RateMixChange(
    double Rate0,
    double Rate1,
    double RateEffect,
    double MixEffect,
    IReadOnlyList<RateMixEffect> Segments
)
{
    /// <summary>Rate after less rate before.</summary>
    public double Change => Rate1 - Rate0;
}

/// <summary>Decomposition of the change of a rate between two periods into what got better or worse and what got more or less common.</summary>
/// <remarks>w = share, r = rate: rate effect = sum mean(w) x (r1 - r0), mix effect = sum mean(r) x (w1 - w0), means over the two periods.
/// A segment absent from one period takes the other's rate there, so it is all mix.
/// Source: Kitagawa (1955), J. Amer. Stat. Assoc. 50, 1168-1194. Unit: that of the rates.</remarks>
public static class RateMix
{
    /// <summary>The split; null where a segment that is present has no rate.</summary>
    public static RateMixChange? Decompose(IReadOnlyList<RateMixSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        if (segments.Any(s => Missing(s.Share0, s.Rate0) || Missing(s.Share1, s.Rate1)))
            return null;
        RateMixEffect[] effects = [.. segments.Select(Effect)];
        return new(
            segments.Sum(s => s.Share0 * (s.Rate0 ?? 0)),
            segments.Sum(s => s.Share1 * (s.Rate1 ?? 0)),
            effects.Sum(e => e.RateEffect),
            effects.Sum(e => e.MixEffect),
            effects
        );

        static bool Missing(double share, double? rate) => share != 0 && rate is null;
    }

    private static RateMixEffect Effect(RateMixSegment segment)
    {
        var before = segment.Rate0 ?? segment.Rate1 ?? 0;
        var after = segment.Rate1 ?? segment.Rate0 ?? 0;
        return new(
            (segment.Share0 + segment.Share1) / 2 * (after - before),
            (before + after) / 2 * (segment.Share1 - segment.Share0)
        );
    }
}
