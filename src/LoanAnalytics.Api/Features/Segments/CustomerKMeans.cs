using LoanAnalytics.Credit;
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

/// <summary>A trained segmentation: its stored model, and each customer's place, in the order of the inputs.</summary>
/// <param name="Inertia">Within-cluster sum of squared Euclidean distances, in feature space.</param>
internal sealed record TrainedSegments(
    SegmentationModel Model,
    IReadOnlyList<(string CustomerId, int Segment, double Distance)> Members,
    double Inertia
);

/// <summary>k-means on z(age), z(income) and unscaled 0/1 employment: the best of several k-means++ starts, and of as many swaps of a centre.</summary>
/// <remarks>z = (x - mean) / population standard deviation; a constant column is 0. ML.NET chooses the start and makes the first steps, in
/// single precision; each start is then brought to its optimum in double (Lloyd 1982, then Hartigan 1975). The same inputs, seed and restarts give the same
/// bits: each start runs on one thread, several side by side, and of equals the first is kept.</remarks>
internal static class CustomerKMeans
{
    /// <summary>Steps of ML.NET before the double precision takes over, which is many times as fast.</summary>
    private const int FirstSteps = 5;

    private sealed class Point
    {
        public float[] Features { get; set; } = [];
    }

    /// <summary>The points, one row of features after another.</summary>
    private sealed record Points(double[] Values, int Width)
    {
        public int Count => Values.Length / Width;

        public ReadOnlySpan<double> this[int i] => Values.AsSpan(i * Width, Width);
    }

    public static TrainedSegments Train(
        IReadOnlyList<SegmentInput> customers,
        int k,
        int seed,
        int restarts,
        Action<double>? progress,
        CancellationToken cancellationToken
    )
    {
        var age = Standardisation.Fit([.. customers.Select(c => c.Age)]);
        var income = Standardisation.Fit([.. customers.Select(c => c.Income)]);
        string[] employments =
        [
            .. customers.Select(c => c.Employment).Distinct().Order(StringComparer.Ordinal),
        ];
        var points = new Points(
            [
                .. customers.SelectMany(c =>
                    employments
                        .Select(e => e == c.Employment ? 1.0 : 0.0)
                        .Prepend(income.Z(c.Income))
                        .Prepend(age.Z(c.Age))
                ),
            ],
            employments.Length + 2
        );
        var centroids = Order(Best(points, k, seed, restarts, progress, cancellationToken), points);
        var near = Enumerable
            .Range(0, points.Count)
            .Select(i => Nearest(points[i], centroids))
            .ToArray();
        var profiles = Enumerable
            .Range(0, k)
            .Select(s => customers.Where((_, i) => near[i].Index == s).ToArray())
            .Select(m => new SegmentProfile(
                m.Length,
                Median([.. m.Select(c => c.Age)]),
                Median([.. m.Select(c => c.Income)])
            ));
        return new(
            new(
                ["z(age)", "z(annualIncome)", .. employments.Select(e => $"employment={e}")],
                employments,
                age.Mean,
                age.Deviation,
                income.Mean,
                income.Deviation,
                centroids,
                [.. profiles]
            ),
            [.. customers.Zip(near, (c, n) => (c.CustomerId, n.Index + 1, Math.Sqrt(n.Squared)))],
            near.Sum(n => n.Squared)
        );
    }

    private static double[][] Best(
        Points points,
        int k,
        int seed,
        int restarts,
        Action<double>? progress,
        CancellationToken cancellationToken
    )
    {
        var data = Data(points);
        var starts = new (double[][] Centroids, double Inertia)[restarts];
        var done = 0;
        Parallel.For(
            0,
            restarts,
            new ParallelOptions
            {
                CancellationToken = cancellationToken,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            },
            start =>
            {
                starts[start] = Converge(points, Start(data, k, seed + start), cancellationToken);
                Step();
            }
        );
        return Swapped(
            points,
            starts.MinBy(s => s.Inertia),
            seed,
            restarts,
            Step,
            cancellationToken
        );

        void Step() => progress?.Invoke(Interlocked.Increment(ref done) / (2.0 * restarts));
    }

    /// <summary>Tries as many times as there were starts whether a centre put on some member's place leads to a better optimum (Fränti 2018).</summary>
    private static double[][] Swapped(
        Points points,
        (double[][] Centroids, double Inertia) best,
        int seed,
        int tries,
        Action step,
        CancellationToken cancellationToken
    )
    {
        var random = new Random(seed);
        for (var i = 0; i < tries; i++)
        {
            double[][] other = [.. best.Centroids.Select(c => c.ToArray())];
            other[random.Next(other.Length)] = points[random.Next(points.Count)].ToArray();
            var swapped = Converge(points, other, cancellationToken);
            if (swapped.Inertia < best.Inertia)
                best = swapped;
            step();
        }
        return best.Centroids;
    }

    private static IDataView Data(Points points)
    {
        var schema = SchemaDefinition.Create(typeof(Point));
        schema[nameof(Point.Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single,
            points.Width
        );
        return new MLContext().Data.LoadFromEnumerable(
            Enumerable
                .Range(0, points.Count)
                .Select(i => new Point { Features = Single(points[i]) })
                .ToArray(),
            schema
        );

        static float[] Single(ReadOnlySpan<double> values)
        {
            var single = new float[values.Length];
            for (var i = 0; i < values.Length; i++)
                single[i] = (float)values[i];
            return single;
        }
    }

    private static double[][] Start(IDataView data, int k, int seed)
    {
        var trainer = new MLContext(seed).Clustering.Trainers.KMeans(
            new KMeansTrainer.Options
            {
                NumberOfClusters = k,
                InitializationAlgorithm = KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus,
                // One thread: sums in another order would give other bits.
                NumberOfThreads = 1,
                MaximumNumberOfIterations = FirstSteps,
            }
        );
        VBuffer<float>[] centroids = [];
        trainer.Fit(data).Model.GetClusterCentroids(ref centroids, out _);
        return [.. centroids.Select(c => c.DenseValues().Select(x => (double)x).ToArray())];
    }

    /// <summary>Lloyd's steps until no place changes, then Hartigan's moves of single points, which leave local optima that Lloyd cannot.</summary>
    private static (double[][] Centroids, double Inertia) Converge(
        Points points,
        double[][] centroids,
        CancellationToken cancellationToken
    )
    {
        var places = new int[points.Count];
        do
        {
            centroids = Lloyd(points, centroids, places, cancellationToken);
        } while (Moved(points, centroids, places));
        double inertia = 0;
        for (var i = 0; i < points.Count; i++)
            inertia += Squared(points[i], centroids[places[i]]);
        return (centroids, inertia);
    }

    /// <summary>Places and centres in turn until no place changes; a centre that loses all its points stays where it is.</summary>
    private static double[][] Lloyd(
        Points points,
        double[][] centroids,
        int[] places,
        CancellationToken cancellationToken
    )
    {
        Array.Fill(places, -1);
        for (var changed = true; changed; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            changed = false;
            var sums = centroids.Select(c => new double[c.Length]).ToArray();
            var counts = new int[centroids.Length];
            for (var i = 0; i < places.Length; i++)
            {
                var point = points[i];
                var nearest = Nearest(point, centroids).Index;
                changed |= nearest != places[i];
                places[i] = nearest;
                counts[nearest]++;
                var sum = sums[nearest];
                for (var d = 0; d < point.Length; d++)
                    sum[d] += point[d];
            }
            centroids =
            [
                .. centroids.Select(
                    (c, i) => counts[i] == 0 ? c : [.. sums[i].Select(s => s / counts[i])]
                ),
            ];
        }
        return centroids;
    }

    /// <summary>Moves each point whose move makes the whole sum of squares smaller, centres following at once (Hartigan 1975).</summary>
    private static bool Moved(Points points, double[][] centroids, int[] places)
    {
        var counts = new int[centroids.Length];
        foreach (var place in places)
            counts[place]++;
        var moved = false;
        for (var i = 0; i < places.Length; i++)
        {
            var point = points[i];
            var from = places[i];
            double n = counts[from];
            if (n == 1)
                continue;
            var (to, least) = (from, Squared(point, centroids[from]) * n / (n - 1) * (1 - 1e-9));
            for (var c = 0; c < centroids.Length; c++)
            {
                if (c == from)
                    continue;
                var cost = Squared(point, centroids[c]) * counts[c] / (counts[c] + 1.0);
                if (cost < least)
                    (to, least) = (c, cost);
            }
            if (to == from)
                continue;
            Shift(centroids[from], point, -1 / (n - 1));
            Shift(centroids[to], point, 1 / (counts[to] + 1.0));
            (counts[from], counts[to], places[i], moved) = (
                counts[from] - 1,
                counts[to] + 1,
                to,
                true
            );
        }
        return moved;

        static void Shift(double[] centre, ReadOnlySpan<double> point, double weight)
        {
            for (var d = 0; d < centre.Length; d++)
                centre[d] += weight * (point[d] - centre[d]);
        }
    }

    /// <summary>Largest segment first; of equal sizes the one whose centre has the smaller first coordinate that differs.</summary>
    private static double[][] Order(double[][] centroids, Points points)
    {
        var sizes = new int[centroids.Length];
        for (var i = 0; i < points.Count; i++)
            sizes[Nearest(points[i], centroids).Index]++;
        var ordered = centroids.Zip(sizes).OrderByDescending(c => c.Second);
        for (var d = 0; d < points.Width; d++)
        {
            var column = d;
            ordered = ordered.ThenBy(c => c.First[column]);
        }
        return [.. ordered.Select(c => c.First)];
    }

    private static (int Index, double Squared) Nearest(
        ReadOnlySpan<double> point,
        double[][] centroids
    )
    {
        var (index, least) = (0, double.PositiveInfinity);
        for (var c = 0; c < centroids.Length; c++)
        {
            var squared = Squared(point, centroids[c]);
            if (squared < least)
                (index, least) = (c, squared);
        }
        return (index, least);
    }

    private static double Squared(ReadOnlySpan<double> point, double[] centroid)
    {
        double squared = 0;
        for (var d = 0; d < centroid.Length; d++)
            squared += (point[d] - centroid[d]) * (point[d] - centroid[d]);
        return squared;
    }

    private static double? Median(double[] values)
    {
        if (values.Length == 0)
            return null;
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
