namespace LoanAnalytics.Credit;

/// <summary>Points of many columns in a picture of two: the two directions in which they vary most.</summary>
/// <remarks>Eigenvectors of the scatter matrix of the centred points, by Jacobi rotations. In each component the loading of the largest absolute value is positive (of
/// equals the first), so that pictures do not flip. Sources: Pearson (1901), Philosophical Magazine 2, 559-572; Golub and Van Loan, Matrix Computations,
/// 8.5; the sign is the project's.</remarks>
/// <param name="Means">Of the columns, taken off before projecting.</param>
/// <param name="Components">Up to two directions of length 1, a loading for each column.</param>
/// <param name="ExplainedVariance">Share of all variance along each, 0..1.</param>
/// <param name="SingularValues">√(sum of squares along each).</param>
public sealed record PcaProjection(
    IReadOnlyList<double> Means,
    IReadOnlyList<IReadOnlyList<double>> Components,
    IReadOnlyList<double> ExplainedVariance,
    IReadOnlyList<double> SingularValues
)
{
    /// <summary>The projection; null for points that do not vary.</summary>
    public static PcaProjection? Of(IReadOnlyList<double[]> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count < 2)
            return null;
        var width = points[0].Length;
        double[] means = [.. Enumerable.Range(0, width).Select(d => points.Average(p => p[d]))];
        var scatter = new double[width, width];
        foreach (var point in points)
            for (var i = 0; i < width; i++)
            for (var j = 0; j < width; j++)
                scatter[i, j] += (point[i] - means[i]) * (point[j] - means[j]);
        var total = Enumerable.Range(0, width).Sum(d => scatter[d, d]);
        if (!(total > 0))
            return null;
        var vectors = Diagonalise(scatter);
        int[] largest =
        [
            .. Enumerable.Range(0, width).OrderByDescending(d => scatter[d, d]).Take(2),
        ];
        double[] values = [.. largest.Select(d => Math.Max(0, scatter[d, d]))];
        return new(
            means,
            [
                .. largest.Select(d =>
                    Upright([.. Enumerable.Range(0, width).Select(i => vectors[i, d])])
                ),
            ],
            [.. values.Select(v => v / total)],
            [.. values.Select(Math.Sqrt)]
        );
    }

    /// <summary>Where a point lies in the picture.</summary>
    public double[] Project(IReadOnlyList<double> point) =>
        [.. Components.Select(c => c.Select((l, d) => l * (point[d] - Means[d])).Sum())];

    private static double[] Upright(double[] vector)
    {
        // Rounding must not decide between loadings that are equal.
        var largest = vector.Max(Math.Abs);
        var sign = Math.Sign(vector.First(v => Math.Abs(v) > largest - 1e-9));
        return [.. vector.Select(v => sign * v)];
    }

    /// <summary>Turns the matrix until it is diagonal; the columns of the answer are its eigenvectors.</summary>
    private static double[,] Diagonalise(double[,] a)
    {
        var n = a.GetLength(0);
        var vectors = new double[n, n];
        for (var i = 0; i < n; i++)
            vectors[i, i] = 1;
        for (var sweep = 0; sweep < 100; sweep++)
        {
            var turned = false;
            for (var p = 0; p < n; p++)
            for (var q = p + 1; q < n; q++)
            {
                if (Math.Abs(a[p, q]) <= 1e-15 * Math.Sqrt(Math.Abs(a[p, p] * a[q, q])))
                    continue;
                turned = true;
                var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
                var t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
                var c = 1 / Math.Sqrt(t * t + 1);
                Turn(a, vectors, p, q, c, t * c);
            }
            if (!turned)
                break;
        }
        return vectors;
    }

    private static void Turn(double[,] a, double[,] vectors, int p, int q, double c, double s)
    {
        var n = a.GetLength(0);
        for (var k = 0; k < n; k++)
        {
            (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
            (vectors[k, p], vectors[k, q]) = (
                c * vectors[k, p] - s * vectors[k, q],
                s * vectors[k, p] + c * vectors[k, q]
            );
        }
        for (var k = 0; k < n; k++)
            (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
        (a[p, q], a[q, p]) = (0, 0);
    }
}
