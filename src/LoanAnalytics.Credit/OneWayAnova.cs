namespace LoanAnalytics.Credit;

/// <summary>Result of a one-way analysis of variance.</summary>
/// <param name="F">Mean square between groups / mean square within.</param>
/// <param name="Between">Degrees of freedom between: groups - 1.</param>
/// <param name="Within">Degrees of freedom within: values - groups.</param>
/// <param name="PValue">Upper tail of F.</param>
/// <param name="EtaSquared">Share of the variance that lies between the groups, 0..1, which unlike F does not grow with the book.</param>
public sealed record OneWayAnovaTest(
    double F,
    int Between,
    int Within,
    double PValue,
    double EtaSquared
);

/// <summary>Fisher's test whether the groups have the same mean: F = (SSB / (k - 1)) / (SSW / (n - k)), eta² = SSB / (SSB + SSW).</summary>
/// <remarks>p = I_x((n - k) / 2, (k - 1) / 2) with x = (n - k) / (n - k + (k - 1) F), the regularised incomplete beta.
/// Source: Fisher (1925), Statistical Methods for Research Workers, VII.</remarks>
public static class OneWayAnova
{
    /// <summary>The test; null for fewer than two groups with a value, where no group has two, or where all values are the same.</summary>
    /// <param name="values">The values.</param>
    /// <param name="groups">The group of each, 0 or more.</param>
    public static OneWayAnovaTest? Test(IReadOnlyList<double> values, IReadOnlyList<int> groups)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(groups);
        if (values.Count != groups.Count)
            throw new ArgumentException("values and groups differ in length.");
        if (values.Count == 0)
            return null;
        var counts = new long[groups.Max() + 1];
        var means = new double[counts.Length];
        for (var i = 0; i < values.Count; i++)
        {
            counts[groups[i]]++;
            means[groups[i]] += values[i];
        }
        var mean = means.Sum() / values.Count;
        for (var g = 0; g < means.Length; g++)
            means[g] = counts[g] == 0 ? mean : means[g] / counts[g];
        double within = 0,
            between = 0;
        for (var i = 0; i < values.Count; i++)
            within += (values[i] - means[groups[i]]) * (values[i] - means[groups[i]]);
        for (var g = 0; g < means.Length; g++)
            between += counts[g] * (means[g] - mean) * (means[g] - mean);
        var a = counts.Count(c => c > 0) - 1;
        var b = values.Count - a - 1;
        if (a < 1 || b < 1 || between + within == 0)
            return null;
        var f = between / a / (within / b);
        return new(
            f,
            a,
            b,
            within == 0 ? 0 : SpecialFunctions.BetaI(b / 2.0, a / 2.0, b / (b + a * f)),
            between / (between + within)
        );
    }
}
