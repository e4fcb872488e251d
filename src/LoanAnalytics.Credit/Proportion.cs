namespace LoanAnalytics.Credit;

/// <summary>A share of loans with its Wilson 95 % interval; rate, low and high are null when there is nothing to count.</summary>
/// <remarks>(p + z²/2n -+ z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), without continuity correction, exactly 0 at x = 0 and 1 at x = n.
/// Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212. Unit: fraction 0..1.</remarks>
/// <param name="Numerator">How many of them.</param>
/// <param name="Denominator">Of how many.</param>
/// <param name="Rate">Numerator / denominator, a fraction 0..1; null where there is nothing to count.</param>
/// <param name="Low">Lower end of the Wilson 95 % interval; null likewise.</param>
/// <param name="High">Upper end.</param>
public sealed record Proportion(
    long Numerator,
    long Denominator,
    double? Rate,
    double? Low,
    double? High
)
{
    /// <summary>Normal quantile of a two-sided 95 % interval.</summary>
    public const double Z95 = 1.959963984540054;

    /// <summary>The share numerator / denominator.</summary>
    public static Proportion Of(long numerator, long denominator, double z = Z95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, denominator);
        if (denominator == 0)
            return new(numerator, denominator, null, null, null);
        double n = denominator;
        var p = numerator / n;
        var centre = p + z * z / (2 * n);
        var half = z * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        var scale = 1 + z * z / n;
        return new(
            numerator,
            denominator,
            p,
            numerator == 0 ? 0 : (centre - half) / scale,
            numerator == denominator ? 1 : (centre + half) / scale
        );
    }
}
