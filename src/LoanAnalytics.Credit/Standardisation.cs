namespace LoanAnalytics.Credit;

/// <summary>How a feature is brought to mean 0 and standard deviation 1; fitted once, and kept with what is made from it.</summary>
/// <remarks>z = (x - mean) / population standard deviation (divided by n); every z of a constant feature is 0.
/// Source: scikit-learn, StandardScaler. Unit: standard deviations.</remarks>
/// <param name="Mean">Mean of the values that it was fitted to.</param>
/// <param name="Deviation">Their population standard deviation; 0 where all are the same.</param>
public sealed record Standardisation(double Mean, double Deviation)
{
    /// <summary>Fitted to at least one value.</summary>
    public static Standardisation Fit(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return new(mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }

    /// <summary>The value in standard deviations from the mean.</summary>
    public double Z(double value) => Deviation == 0 ? 0 : (value - Mean) / Deviation;
}
