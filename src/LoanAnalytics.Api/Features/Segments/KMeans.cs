using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>Customers in the space of their features, one row of coordinates after another.</summary>
internal sealed record Points(double[] Values, int Width)
{
    public int Count => Values.Length / Width;

    public ReadOnlySpan<double> this[int i] => Values.AsSpan(i * Width, Width);

    /// <summary>Some of them, in the order given.</summary>
    public Points At(IReadOnlyList<int> rows)
    {
        var values = new double[rows.Count * Width];
        for (var i = 0; i < rows.Count; i++)
            this[rows[i]].CopyTo(values.AsSpan(i * Width));
        return new(values, Width);
    }

    /// <summary>How many of them differ.</summary>
    public int Distinct() =>
        Enumerable.Range(0, Count).Select(i => Convert.ToHexString(Bytes(i))).Distinct().Count();

    /// <summary>At most so many rows, drawn by the seed and in their order; all of them where there are no more.</summary>
    public int[] Sample(int most, int seed)
    {
        int[] rows = [.. Enumerable.Range(0, Count)];
        if (Count <= most)
            return rows;
        new Random(seed).Shuffle(rows);
        Array.Sort(rows, 0, most);
        return rows[..most];
    }

    private ReadOnlySpan<byte> Bytes(int i) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(this[i]);
}

/// <summary>Points parted by the nearest of k centres.</summary>
/// <param name="Centroids">The centres: means of their points.</param>
/// <param name="Places">The centre of each point.</param>
/// <param name="Inertia">Within-cluster sum of squared Euclidean distances.</param>
internal sealed record Clusters(double[][] Centroids, int[] Places, double Inertia);

/// <summary>k-means: the best of several k-means++ starts, and of as many swaps of a centre.</summary>
/// <remarks>ML.NET chooses the start and makes the first steps, in single precision; each start is then brought to its optimum in double (Lloyd 1982, then
/// Hartigan 1975). Of more than <see cref="MostPoints"/> points starts and swaps are made on a sample of so many, drawn by the seed, and the
/// best two are brought to their optimum on all by Lloyd's steps alone. The same inputs, seed and restarts give the same bits: each start runs on one thread,
/// several side by side, and of equals the first is kept.</remarks>
internal static class KMeans
{
    /// <summary>More points than these are sampled for starts and swaps.</summary>
    internal const int MostPoints = 20_000;

    private const int SomePoints = 10_000;
    private const int SwapsOfASegment = 10;

    /// <summary>Steps of ML.NET before the double precision takes over, which is many times as fast.</summary>
    private const int FirstSteps = 5;

    private const int Kept = 2;

    /// <summary>Swaps tried from the same best: a number of its own, since that of the processors would give other bits on another machine.</summary>
    private const int SideBySide = 8;

    /// <summary>Who is further from the best after the first steps hardly ever passes it: of 360 swaps the six that came to gain anything worth it were within a
    /// thousandth.</summary>
    private const double Near = 1.05;

    /// <summary>A move that gains less, in squared standard deviations, is rounding: it would be taken back and made again for ever.</summary>
    private const double Least = 1e-12;

    /// <summary>Of distances that were added up, far more than they can be out.</summary>
    private const double Rounding = 1e-9;

    private sealed class Point
    {
        public float[] Features { get; set; } = [];
    }

    public static Clusters Best(
        Points points,
        int k,
        int seed,
        int restarts,
        Action<double>? progress,
        CancellationToken cancellationToken
    )
    {
        if (points.Count <= MostPoints)
            return Starts(points, k, seed, restarts, restarts, progress, cancellationToken)[0];
        var some = points.At(points.Sample(SomePoints, seed));
        var swaps = Math.Max(restarts, SwapsOfASegment * k);
        var found = Starts(some, k, seed, restarts, swaps, progress, cancellationToken);
        var converged = new Clusters[found.Count];
        Parallel.For(
            0,
            found.Count,
            Threads(cancellationToken),
            i => converged[i] = Settle(points, found[i].Centroids, cancellationToken)
        );
        return converged.MinBy(c => c.Inertia)!;
    }

    /// <summary>The best of a few starts on one thread, for what is done many times: k-means++ (Arthur and Vassilvitskii 2007) in double from the first step,
    /// which passes over the points much faster than ML.NET does.</summary>
    public static Clusters Quick(
        Points points,
        int k,
        int seed,
        int starts,
        CancellationToken cancellationToken
    )
    {
        var random = new Random(seed);
        return Enumerable
            .Range(0, starts)
            .Select(_ => Converge(points, PlusPlus(points, k, random), cancellationToken))
            .MinBy(c => c.Inertia)!;
    }

    /// <summary>Centres one after the other, each a point drawn by its squared distance to the nearest that there is.</summary>
    private static double[][] PlusPlus(Points points, int k, Random random)
    {
        double[][] centroids = [points[random.Next(points.Count)].ToArray()];
        var squared = new double[points.Count];
        Array.Fill(squared, double.PositiveInfinity);
        while (centroids.Length < k)
        {
            double sum = 0;
            for (var i = 0; i < squared.Length; i++)
                sum += squared[i] = Math.Min(squared[i], Squared(points[i], centroids[^1]));
            var (left, next) = (random.NextDouble() * sum, 0);
            while (next < squared.Length - 1 && (left -= squared[next]) >= 0)
                next++;
            centroids = [.. centroids, points[next].ToArray()];
        }
        return centroids;
    }

    /// <summary>The nearest centre of each point.</summary>
    public static int[] Places(Points points, double[][] centroids) =>
        [.. Enumerable.Range(0, points.Count).Select(i => Nearest(points[i], centroids).Index)];

    /// <summary>The best ends of starts and swaps, best first; one of them where they are the whole, and a few that differ otherwise.</summary>
    private static List<Clusters> Starts(
        Points points,
        int k,
        int seed,
        int restarts,
        int swaps,
        Action<double>? progress,
        CancellationToken cancellationToken
    )
    {
        var data = Data(points);
        var starts = new Clusters[restarts];
        var done = 0;
        Parallel.For(
            0,
            restarts,
            Threads(cancellationToken),
            start =>
            {
                starts[start] = Converge(points, Start(data, k, seed + start), cancellationToken);
                Step();
            }
        );
        var swapped = Swapped(
            points,
            starts.MinBy(s => s.Inertia)!,
            seed,
            swaps,
            Step,
            cancellationToken
        );
        return
        [
            .. starts
                .Prepend(swapped)
                .OrderBy(s => s.Inertia)
                .DistinctBy(s => Math.Round(s.Inertia, 6))
                .Take(Kept),
        ];

        void Step() =>
            progress?.Invoke(Interlocked.Increment(ref done) / (double)(restarts + swaps));
    }

    /// <summary>Tries so many times whether a centre put on some member's place leads to a better optimum (Fränti 2018), several side by side from the best
    /// before them.</summary>
    private static Clusters Swapped(
        Points points,
        Clusters best,
        int seed,
        int tries,
        Action step,
        CancellationToken cancellationToken
    )
    {
        var random = new Random(seed);
        for (var done = 0; done < tries; done += SideBySide)
        {
            var others = new double[Math.Min(SideBySide, tries - done)][][];
            for (var i = 0; i < others.Length; i++)
            {
                others[i] = [.. best.Centroids.Select(c => c.ToArray())];
                others[i][random.Next(best.Centroids.Length)] = points[random.Next(points.Count)]
                    .ToArray();
            }
            var ends = new Clusters?[others.Length];
            Parallel.For(
                0,
                others.Length,
                Threads(cancellationToken),
                i =>
                {
                    ends[i] = Promising(points, others[i], best.Inertia, cancellationToken);
                    step();
                }
            );
            foreach (var end in ends)
                if (end?.Inertia < best.Inertia)
                    best = end;
        }
        return best;
    }

    private static ParallelOptions Threads(CancellationToken cancellationToken) =>
        new()
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };

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
    private static Clusters Converge(
        Points points,
        double[][] centroids,
        CancellationToken cancellationToken
    )
    {
        var places = new int[points.Count];
        do
        {
            centroids = Lloyd(points, centroids, places, int.MaxValue, cancellationToken);
        } while (Moved(points, centroids, places));
        return Clusters(points, centroids, places);
    }

    /// <summary>The same where the first steps come near what is to be beaten; null where they do not.</summary>
    private static Clusters? Promising(
        Points points,
        double[][] centroids,
        double inertia,
        CancellationToken cancellationToken
    )
    {
        var places = new int[points.Count];
        centroids = Lloyd(points, centroids, places, FirstSteps, cancellationToken);
        return Clusters(points, centroids, places).Inertia > Near * inertia
            ? null
            : Converge(points, centroids, cancellationToken);
    }

    /// <summary>Lloyd's steps alone: among very many points the move of a single one gains next to nothing.</summary>
    private static Clusters Settle(
        Points points,
        double[][] centroids,
        CancellationToken cancellationToken
    )
    {
        var places = new int[points.Count];
        return Clusters(
            points,
            Lloyd(points, centroids, places, int.MaxValue, cancellationToken),
            places
        );
    }

    private static Clusters Clusters(Points points, double[][] centroids, int[] places)
    {
        double inertia = 0;
        for (var i = 0; i < points.Count; i++)
            inertia += Squared(points[i], centroids[places[i]]);
        return new(centroids, places, inertia);
    }

    /// <summary>Places and centres in turn until no place changes, or so many times; a centre that loses all its points stays where it is. A point whose own
    /// centre is still nearer than any other can have come to be is not measured again (Hamerly 2010): the places are the same.</summary>
    private static double[][] Lloyd(
        Points points,
        double[][] centroids,
        int[] places,
        int most,
        CancellationToken cancellationToken
    )
    {
        Array.Fill(places, -1);
        // At most so far from its own centre, and at least so far from any other.
        var (near, far) = (new double[places.Length], new double[places.Length]);
        var moves = new double[centroids.Length];
        for (var changed = true; changed && most > 0; most--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            changed = false;
            var furthest = moves.Max();
            var sums = centroids.Select(c => new double[c.Length]).ToArray();
            var counts = new int[centroids.Length];
            for (var i = 0; i < places.Length; i++)
            {
                var point = points[i];
                var place = places[i];
                if (place >= 0)
                    (near[i], far[i]) = (near[i] + moves[place], far[i] - furthest);
                if (place < 0 || near[i] * (1 + Rounding) >= far[i])
                {
                    (places[i], near[i], far[i]) = NearestTwo(point, centroids);
                    changed |= places[i] != place;
                }
                counts[places[i]]++;
                var sum = sums[places[i]];
                for (var d = 0; d < point.Length; d++)
                    sum[d] += point[d];
            }
            double[][] before = centroids;
            centroids =
            [
                .. centroids.Select(
                    (c, i) => counts[i] == 0 ? c : [.. sums[i].Select(s => s / counts[i])]
                ),
            ];
            for (var c = 0; c < moves.Length; c++)
                moves[c] = Math.Sqrt(Squared(before[c], centroids[c]));
        }
        return centroids;
    }

    /// <summary>The nearest centre, how far it is, and how far the next one.</summary>
    private static (int Index, double Near, double Next) NearestTwo(
        ReadOnlySpan<double> point,
        double[][] centroids
    )
    {
        var (index, least, next) = (0, double.PositiveInfinity, double.PositiveInfinity);
        for (var c = 0; c < centroids.Length; c++)
        {
            var squared = Squared(point, centroids[c]);
            if (squared < least)
                (index, least, next) = (c, squared, least);
            else if (squared < next)
                next = squared;
        }
        return (index, Math.Sqrt(least), Math.Sqrt(next));
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
            var (to, least) = (
                from,
                Squared(point, centroids[from]) * n / (n - 1) * (1 - 1e-9) - Least
            );
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
}
