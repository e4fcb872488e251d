namespace LoanAnalytics.Credit;

/// <summary>The ratio of two shares with its 95 % interval.</summary>
/// <remarks>From the two Wilson intervals (l, u) without continuity correction, of p1 / p2:
/// low = (p1 p2 - √((p1 p2)² - l1 u2 (2 p1 - l1)(2 p2 - u2))) / (u2 (2 p2 - u2)), high = (p1 p2 + √((p1 p2)² - u1 l2 (2 p1 - u1)(2 p2 - l2))) / (l2 (2 p2 - l2)).
/// It stays finite where nothing is counted in the first. Source: Donner and Zou (2012), Statistical Methods in Medical Research 21, 347-359.</remarks>
/// <param name="Rate">First share / second share, 0 or more.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record RateRatio(double Rate, double Low, double High)
{
    /// <summary>The first share / the second; null where one of them counts nothing, or the second is 0.</summary>
    public static RateRatio? Of(Proportion first, Proportion second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (
            first is not { Rate: { } p1, Low: { } l1, High: { } u1 }
            || second is not { Rate: { } p2 and > 0, Low: { } l2, High: { } u2 }
        )
            return null;
        var product = p1 * p2;
        return new(
            p1 / p2,
            End(u2 * (2 * p2 - u2), l1 * (2 * p1 - l1), -1),
            End(l2 * (2 * p2 - l2), u1 * (2 * p1 - u1), 1)
        );

        // The root of below x² - 2 product x + above = 0 on the given side. Where "below" is not positive the other form of it holds.
        double End(double below, double above, int side)
        {
            var root = Math.Sqrt(Math.Max(0, product * product - below * above));
            return side < 0
                ? above == 0
                    ? 0
                    : above / (product + root)
                : (product + root) / below;
        }
    }
}
