using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>What segments are made from, as it is asked for.</summary>
/// <param name="Features">Names of the features.</param>
/// <param name="Log">Those of them that are taken as logarithms.</param>
/// <param name="Balanced">The 0/1 columns of a category are scaled so that it weighs as a number does.</param>
internal sealed record SegmentInputs(
    IReadOnlyList<string> Features,
    IReadOnlyList<string> Log,
    bool Balanced,
    int KFrom,
    int KTo,
    int Seed,
    int Restarts
)
{
    public static SegmentInputs Of(Segmentation s) =>
        new(s.Features, s.Log, s.Categories == "balanced", s.KFrom, s.KTo, s.Seed, s.Restarts);
}

/// <summary>A trained segmentation.</summary>
/// <param name="Members">Each customer's row among the borrowers, segment and distance, in the order of the borrowers.</param>
/// <param name="Choices">The numbers of segments tried, the suggested one among them.</param>
/// <param name="Profiles">The members by segment number.</param>
internal sealed record TrainedSegments(
    SegmentationModel Model,
    IReadOnlyList<(int Row, int Segment, double Distance)> Members,
    double Inertia,
    SegmentChoices Choices,
    IReadOnlyList<SegmentProfile> Profiles,
    IReadOnlyList<FeatureProfile> Everyone,
    IReadOnlyList<FeatureDifference> Differences
);

/// <summary>Makes segments of customers alike in the features asked for. How their loans went plays no part.</summary>
internal static class SegmentTraining
{
    /// <summary>Customers on whom a number of segments is judged.</summary>
    internal const int MostJudged = 5_000;

    private const int Samples = 20;
    private const int StartsOfASample = 3;

    /// <summary>Starts by which a number of segments is judged on a sample; on the whole book they are those of the training itself.</summary>
    private const int StartsOfATry = 10;

    public static TrainedSegments Train(
        IReadOnlyList<FeatureColumn> all,
        SegmentInputs inputs,
        Action<string, double> progress,
        CancellationToken cancellationToken
    )
    {
        var population = SegmentPopulation.Of(all, inputs);
        var (model, points) = population.Fit(inputs);
        var judged = points.Sample(MostJudged, inputs.Seed);
        var isWhole = judged.Length == points.Count;
        var some = isWhole ? points : points.At(judged);
        var tried = new List<(TriedK Figures, Clusters Clusters)>();
        for (var k = inputs.KFrom; k <= inputs.KTo; k++)
        {
            var clusters = KMeans.Best(
                some,
                k,
                inputs.Seed,
                isWhole ? inputs.Restarts : Math.Min(inputs.Restarts, StartsOfATry),
                p => Tell(k, p / 2),
                cancellationToken
            );
            tried.Add(
                (
                    Judge(
                        some,
                        clusters,
                        inputs.Seed,
                        p => Tell(k, 0.5 + p / 2),
                        cancellationToken
                    ),
                    clusters
                )
            );
        }
        var choices = Suggested(judged.Length, [.. tried.Select(t => t.Figures)]);
        var chosen = choices.Tried.Index().Single(t => t.Item.Suggested);
        var best = isWhole
            ? tried[chosen.Index].Clusters
            : KMeans.Best(
                points,
                chosen.Item.K,
                inputs.Seed,
                inputs.Restarts,
                p => progress("training", p),
                cancellationToken
            );
        progress("describing", 1);
        var ordered = Order(best);
        return Described(population, inputs, model, points, ordered, choices);

        void Tell(int k, double share) =>
            progress("choosing", (k - inputs.KFrom + share) / (inputs.KTo - inputs.KFrom + 1));
    }

    private static TrainedSegments Described(
        SegmentPopulation population,
        SegmentInputs inputs,
        SegmentationModel model,
        Points points,
        Clusters clusters,
        SegmentChoices choices
    )
    {
        var k = clusters.Centroids.Length;
        var sizes = new int[k];
        foreach (var place in clusters.Places)
            sizes[place]++;
        var rows = Enumerable.Range(0, points.Count).ToLookup(i => clusters.Places[i]);
        return new(
            model with
            {
                Segments =
                [
                    .. clusters.Centroids.Select((c, i) => new ModelSegment(i + 1, sizes[i], c)),
                ],
                LastId = k,
            },
            [
                .. population.Rows.Select(
                    (row, i) =>
                        (
                            row,
                            clusters.Places[i] + 1,
                            Math.Sqrt(Squared(points[i], clusters.Centroids[clusters.Places[i]]))
                        )
                ),
            ],
            clusters.Inertia,
            choices,
            [
                .. Enumerable
                    .Range(0, k)
                    .Select(s => new SegmentProfile(
                        s + 1,
                        SegmentProfiles.Of(population.Columns, inputs.Features, [.. rows[s]])
                    )),
            ],
            SegmentProfiles.Of(
                population.Columns,
                inputs.Features,
                [.. Enumerable.Range(0, points.Count)]
            ),
            SegmentProfiles.Differences(population.Columns, inputs.Features, clusters.Places, k)
        );
    }

    /// <summary>Largest segment first; of equal sizes the one whose centre has the smaller first coordinate that differs.</summary>
    private static Clusters Order(Clusters clusters)
    {
        var sizes = new int[clusters.Centroids.Length];
        foreach (var place in clusters.Places)
            sizes[place]++;
        var ordered = Enumerable.Range(0, sizes.Length).OrderByDescending(c => sizes[c]);
        for (var d = 0; d < clusters.Centroids[0].Length; d++)
        {
            var column = d;
            ordered = ordered.ThenBy(c => clusters.Centroids[c][column]);
        }
        int[] order = [.. ordered];
        return new(
            [.. order.Select(c => clusters.Centroids[c])],
            [.. clusters.Places.Select(p => Array.IndexOf(order, p))],
            clusters.Inertia
        );
    }

    private static TriedK Judge(
        Points points,
        Clusters clusters,
        int seed,
        Action<double> progress,
        CancellationToken cancellationToken
    )
    {
        var (n, k) = (points.Count, clusters.Centroids.Length);
        var centre = new double[points.Width];
        for (var i = 0; i < n; i++)
        for (var d = 0; d < centre.Length; d++)
            centre[d] += points[i][d] / n;
        double total = 0;
        for (var i = 0; i < n; i++)
            total += Squared(points[i], centre);
        double[][] rows = [.. Enumerable.Range(0, n).Select(i => points[i].ToArray())];
        return new(
            k,
            clusters.Inertia,
            n > k && clusters.Inertia > 0
                ? (total - clusters.Inertia) / (k - 1) / (clusters.Inertia / (n - k))
                : null,
            Silhouette.Of(rows, clusters.Places, cancellationToken)?.Overall,
            Stability(points, clusters, seed, progress, cancellationToken),
            false
        );
    }

    /// <summary>Mean agreement of the segments with those of bootstrap samples, to whose centres all customers are assigned. Source: Hennig (2007), Comput.
    /// Stat. Data Anal. 52, 258-271, with the adjusted Rand index in the place of Jaccard's.</summary>
    private static double Stability(
        Points points,
        Clusters clusters,
        int seed,
        Action<double> progress,
        CancellationToken cancellationToken
    )
    {
        var agreements = new double[Samples];
        var done = 0;
        Parallel.For(
            0,
            Samples,
            new ParallelOptions
            {
                CancellationToken = cancellationToken,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            },
            sample =>
            {
                var random = new Random(unchecked(seed * 31 + sample));
                int[] drawn =
                [
                    .. Enumerable.Range(0, points.Count).Select(_ => random.Next(points.Count)),
                ];
                var made = KMeans.Quick(
                    points.At(drawn),
                    clusters.Centroids.Length,
                    seed + sample * StartsOfASample,
                    StartsOfASample,
                    cancellationToken
                );
                agreements[sample] =
                    AdjustedRandIndex.Of(clusters.Places, KMeans.Places(points, made.Centroids))
                    ?? 1;
                progress(Interlocked.Increment(ref done) / (double)Samples);
            }
        );
        return agreements.Average();
    }

    /// <summary>Marks the number of segments with the least sum of its places by separation, silhouette and stability; of equals the smaller.</summary>
    internal static SegmentChoices Suggested(int customers, IReadOnlyList<TriedK> tried)
    {
        var best = tried
            .OrderBy(t =>
                Place(t, x => x.Separation ?? double.PositiveInfinity)
                + Place(t, x => Math.Round(x.Silhouette ?? 0, 2))
                + Place(t, x => Math.Round(x.Stability, 2))
            )
            .ThenBy(t => t.K)
            .First();
        return new(customers, [.. tried.Select(t => t with { Suggested = t.K == best.K })]);

        int Place(TriedK of, Func<TriedK, double> figure) =>
            tried.Count(t => figure(t) > figure(of));
    }

    private static double Squared(ReadOnlySpan<double> a, double[] b)
    {
        double squared = 0;
        for (var d = 0; d < b.Length; d++)
            squared += (a[d] - b[d]) * (a[d] - b[d]);
        return squared;
    }
}
