using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>A borrower with the features that segments are made from.</summary>
internal sealed record SegmentInput(
    string CustomerId,
    double Age,
    double Income,
    string Employment
);

/// <summary>A trained segmentation: how features were made, the centroids (largest segment first), and each customer's place.</summary>
/// <param name="Inertia">Within-cluster sum of squared Euclidean distances, in feature space.</param>
internal sealed record SegmentModel(
    double AgeMean,
    double AgeDeviation,
    double IncomeMean,
    double IncomeDeviation,
    IReadOnlyList<string> Employments,
    IReadOnlyList<double[]> Centroids,
    IReadOnlyList<(string CustomerId, int Segment, double Distance)> Members,
    double Inertia
);

/// <summary>k-means on z(age), z(income) and unscaled 0/1 employment: the best of several k-means++ starts.</summary>
/// <remarks>z = (x - mean) / population standard deviation; a constant column is 0. ML.NET trains in single precision, so each start is
/// brought to convergence in double (Lloyd 1982). The same inputs, seed and restarts give the same bits.</remarks>
internal static class CustomerKMeans
{
    private sealed class Point
    {
        public float[] Features { get; set; } = [];
    }

    public static SegmentModel Train(
        IReadOnlyList<SegmentInput> customers,
        int k,
        int seed,
        int restarts,
        Action<double>? progress,
        CancellationToken cancellationToken
    )
    {
        var (ageMean, ageDeviation) = Spread([.. customers.Select(c => c.Age)]);
        var (incomeMean, incomeDeviation) = Spread([.. customers.Select(c => c.Income)]);
        string[] employments =
        [
            .. customers.Select(c => c.Employment).Distinct().Order(StringComparer.Ordinal),
        ];
        double[][] points =
        [
            .. customers.Select(c =>
                (double[])
                    [
                        Z(c.Age, ageMean, ageDeviation),
                        Z(c.Income, incomeMean, incomeDeviation),
                        .. employments.Select(e => e == c.Employment ? 1.0 : 0.0),
                    ]
            ),
        ];
        double[][]? best = null;
        var least = double.PositiveInfinity;
        for (var start = 0; start < restarts; start++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var centroids = Lloyd(points, Start(points, k, seed + start));
            var inertia = points.Sum(p => Nearest(p, centroids).Squared);
            if (inertia < least)
                (best, least) = (centroids, inertia);
            progress?.Invoke((start + 1.0) / restarts);
        }
        double[][] ordered =
        [
            .. best!
                .Select(
                    (c, i) => (Centroid: c, Size: points.Count(p => Nearest(p, best!).Index == i))
                )
                .OrderByDescending(c => c.Size)
                .ThenBy(c => c.Centroid[0])
                .ThenBy(c => c.Centroid[1])
                .Select(c => c.Centroid),
        ];
        var members = customers
            .Zip(points)
            .Select(c => (c.First.CustomerId, Near: Nearest(c.Second, ordered)))
            .Select(c => (c.CustomerId, c.Near.Index + 1, Math.Sqrt(c.Near.Squared)));
        return new(
            ageMean,
            ageDeviation,
            incomeMean,
            incomeDeviation,
            employments,
            ordered,
            [.. members],
            least
        );
    }

    private static double[][] Start(double[][] points, int k, int seed)
    {
        var ml = new MLContext(seed);
        var schema = SchemaDefinition.Create(typeof(Point));
        schema[nameof(Point.Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single,
            points[0].Length
        );
        var data = ml.Data.LoadFromEnumerable(
            points.Select(p => new Point { Features = [.. p.Select(x => (float)x)] }),
            schema
        );
        var trainer = ml.Clustering.Trainers.KMeans(
            new KMeansTrainer.Options
            {
                NumberOfClusters = k,
                InitializationAlgorithm = KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus,
                // One thread: sums in another order would give other bits.
                NumberOfThreads = 1,
                MaximumNumberOfIterations = 1000,
            }
        );
        VBuffer<float>[] centroids = [];
        trainer.Fit(data).Model.GetClusterCentroids(ref centroids, out _);
        return [.. centroids.Select(c => c.DenseValues().Select(x => (double)x).ToArray())];
    }

    private static double[][] Lloyd(double[][] points, double[][] centroids)
    {
        var places = new int[points.Length];
        Array.Fill(places, -1);
        for (var changed = true; changed; )
        {
            changed = false;
            for (var i = 0; i < points.Length; i++)
            {
                var nearest = Nearest(points[i], centroids).Index;
                changed |= nearest != places[i];
                places[i] = nearest;
            }
            var sums = centroids.Select(c => new double[c.Length]).ToArray();
            var counts = new int[centroids.Length];
            for (var i = 0; i < points.Length; i++)
            {
                counts[places[i]]++;
                for (var d = 0; d < points[i].Length; d++)
                    sums[places[i]][d] += points[i][d];
            }
            for (var c = 0; c < centroids.Length; c++)
                if (counts[c] > 0)
                    centroids[c] = [.. sums[c].Select(s => s / counts[c])];
        }
        return centroids;
    }

    private static (int Index, double Squared) Nearest(double[] point, double[][] centroids)
    {
        var (index, least) = (0, double.PositiveInfinity);
        for (var c = 0; c < centroids.Length; c++)
        {
            double squared = 0;
            for (var d = 0; d < point.Length; d++)
                squared += (point[d] - centroids[c][d]) * (point[d] - centroids[c][d]);
            if (squared < least)
                (index, least) = (c, squared);
        }
        return (index, least);
    }

    private static (double Mean, double Deviation) Spread(double[] values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }

    private static double Z(double value, double mean, double deviation) =>
        deviation == 0 ? 0 : (value - mean) / deviation;
}
