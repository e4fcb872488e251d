namespace LoanAnalytics.Credit;

/// <summary>How well points lie in their clusters.</summary>
/// <remarks>Of a point (b - a) / max(a, b), a = mean distance to the others of its own cluster, b = least mean distance to another cluster; alone in its cluster 0. Euclidean
/// distances, exact over all pairs. Source: Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65.</remarks>
/// <param name="Overall">Mean over the points, -1..1.</param>
/// <param name="Points">Of each point.</param>
public sealed record Silhouette(double Overall, IReadOnlyList<double> Points)
{
    /// <summary>The silhouettes; null for fewer than two clusters. Time grows with the square of the points.</summary>
    /// <param name="points">Coordinates, standardised where the columns have different units.</param>
    /// <param name="clusters">Number of each point's cluster, from 0.</param>
    public static Silhouette? Of(
        IReadOnlyList<double[]> points,
        IReadOnlyList<int> clusters,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(clusters);
        if (points.Count != clusters.Count)
            throw new ArgumentException("Points and clusters differ in number.");
        var sizes = new int[clusters.Append(-1).Max() + 1];
        foreach (var cluster in clusters)
            sizes[cluster]++;
        if (sizes.Count(s => s > 0) < 2)
            return null;
        var each = new double[points.Count];
        Parallel.For(
            0,
            each.Length,
            new ParallelOptions
            {
                CancellationToken = cancellationToken,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            },
            i => each[i] = Point(i)
        );
        return new(each.Average(), each);

        double Point(int i)
        {
            var own = clusters[i];
            if (sizes[own] == 1)
                return 0;
            var sums = new double[sizes.Length];
            for (var j = 0; j < each.Length; j++)
                sums[clusters[j]] += Distance(points[i], points[j]);
            var a = sums[own] / (sizes[own] - 1);
            var b = double.PositiveInfinity;
            for (var c = 0; c < sizes.Length; c++)
                if (c != own && sizes[c] > 0)
                    b = Math.Min(b, sums[c] / sizes[c]);
            // Points that all lie on one spot are as near to one cluster as to the other.
            return a == 0 && b == 0 ? 0 : (b - a) / Math.Max(a, b);
        }
    }

    private static double Distance(double[] a, double[] b)
    {
        double squared = 0;
        for (var d = 0; d < a.Length; d++)
            squared += (a[d] - b[d]) * (a[d] - b[d]);
        return Math.Sqrt(squared);
    }
}
