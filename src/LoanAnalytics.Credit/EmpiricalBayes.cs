namespace LoanAnalytics.Credit;

/// <summary>How strongly a group's rate is drawn towards the portfolio's.</summary>
/// <param name="Mean">Mean of the fitted prior; null where the fit failed.</param>
/// <param name="Strength">How many loans the prior weighs.</param>
/// <param name="Fitted">False where the strength is the fallback.</param>
public sealed record PriorFit(double? Mean, double Strength, bool Fitted);

/// <summary>Adjusted rates: small groups are shrunk towards the portfolio, so that chance does not lead a ranking.</summary>
/// <remarks>(x + a m) / (n + a). Source: Robinson, Introduction to Empirical Bayes (2017). Unit: fraction 0..1.</remarks>
public static class EmpiricalBayes
{
    /// <summary>Strength of the prior, in loans, where none can be fitted.</summary>
    public const double FallbackStrength = 100;

    /// <summary>Alpha + beta of a beta prior fitted by moments to the groups' rates: mean (1 - mean) / variance - 1, with the sample variance.</summary>
    public static PriorFit Fit(IReadOnlyList<(long Defaulted, long Loans)> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var rates = groups
            .Where(g => g.Loans > 0)
            .Select(g => (double)g.Defaulted / g.Loans)
            .ToArray();
        if (rates.Length < 2)
            return new(null, FallbackStrength, false);
        var mean = rates.Average();
        var variance = rates.Sum(r => (r - mean) * (r - mean)) / (rates.Length - 1);
        var strength = variance > 0 ? mean * (1 - mean) / variance - 1 : 0;
        return strength > 0 ? new(mean, strength, true) : new(null, FallbackStrength, false);
    }

    /// <summary>The adjusted rate of x in n, for a portfolio rate m and a prior that weighs a loans; n = 0 gives m.</summary>
    public static double? Adjusted(long x, long n, double m, double a) =>
        n + a == 0 ? null : (x + a * m) / (n + a);
}
