namespace LoanAnalytics.Credit;

/// <summary>The difference of two shares with its 95 % interval.</summary>
/// <remarks>Hybrid of the two Wilson intervals (l, u) without continuity correction, d = p1 - p2:
/// d - √((p1 - l1)² + (u2 - p2)²) to d + √((u1 - p1)² + (p2 - l2)²).
/// Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10. Unit: difference of fractions, -1..1.</remarks>
public sealed record RateDifference(double Rate, double Low, double High)
{
    /// <summary>The first share less the second; null where one of them counts nothing.</summary>
    public static RateDifference? Of(Proportion first, Proportion second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (
            first is not { Rate: { } p1, Low: { } l1, High: { } u1 }
            || second is not { Rate: { } p2, Low: { } l2, High: { } u2 }
        )
            return null;
        return new(p1 - p2, p1 - p2 - Root(p1 - l1, u2 - p2), p1 - p2 + Root(u1 - p1, p2 - l2));

        static double Root(double a, double b) => Math.Sqrt(a * a + b * b);
    }
}
