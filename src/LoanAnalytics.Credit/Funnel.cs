namespace LoanAnalytics.Credit;

/// <summary>Limits within which a group of its size lies by chance, 0..1.</summary>
public sealed record FunnelLimits(double Low95, double High95, double Low998, double High998);

/// <summary>Where a rate lies against its funnel limits.</summary>
public enum FunnelPosition
{
    Inside,
    Above95,
    Above998,
    Below95,
    Below998,
}

/// <summary>Funnel plot: target -+ z √(target (1 - target) / n), z = 1.96 (95 %) and 3.09 (99.8 %), clipped to 0..1.</summary>
/// <remarks>Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202.</remarks>
public static class Funnel
{
    /// <summary>The limits for a group of n; null where n = 0.</summary>
    public static FunnelLimits? Limits(double target, long n)
    {
        if (n == 0)
            return null;
        var deviation = Math.Sqrt(target * (1 - target) / n);
        return new(At(-1.96), At(1.96), At(-3.09), At(3.09));

        double At(double z) => Math.Clamp(target + z * deviation, 0, 1);
    }

    /// <summary>The position of a rate; on a limit is inside it.</summary>
    public static FunnelPosition Position(double rate, FunnelLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return rate > limits.High998 ? FunnelPosition.Above998
            : rate > limits.High95 ? FunnelPosition.Above95
            : rate < limits.Low998 ? FunnelPosition.Below998
            : rate < limits.Low95 ? FunnelPosition.Below95
            : FunnelPosition.Inside;
    }
}
