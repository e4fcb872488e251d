namespace LoanAnalytics.Api.Measures;

/// <summary>Bands of the chance of default, the same for every model and book, so that they compare.</summary>
internal static class RiskBand
{
    /// <summary>Lowest chance of each band but the first, a fraction; it belongs to the band.</summary>
    public static readonly double[] Edges = [0.01, 0.02, 0.05, 0.1, 0.25];

    /// <summary>The bands by rising chance.</summary>
    public static readonly string[] Labels =
    [
        "very low",
        "low",
        "moderate",
        "elevated",
        "high",
        "very high",
    ];

    /// <summary>The band of a chance.</summary>
    public static string Of(double probability) => Labels[Edges.Count(edge => probability >= edge)];
}
