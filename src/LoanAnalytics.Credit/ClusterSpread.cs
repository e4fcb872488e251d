namespace LoanAnalytics.Credit;

/// <summary>How far points lie from the centres of their clusters: sum of squared Euclidean distances, also called inertia.</summary>
/// <param name="Sum">Within-cluster sum of squares.</param>
/// <param name="Average">The sum / points; null without a point.</param>
public sealed record ClusterSpread(double Sum, double? Average)
{
    /// <summary>The spread about given centres.</summary>
    public static ClusterSpread Of(
        IReadOnlyList<double[]> points,
        IReadOnlyList<int> clusters,
        IReadOnlyList<double[]> centres
    )
    {
        ArgumentNullException.ThrowIfNull(points);
        double sum = 0;
        for (var i = 0; i < points.Count; i++)
            sum += points[i].Zip(centres[clusters[i]], (x, c) => (x - c) * (x - c)).Sum();
        return new(sum, points.Count == 0 ? null : sum / points.Count);
    }
}
