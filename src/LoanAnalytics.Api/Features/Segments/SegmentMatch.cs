using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>The published segmentation as a retrained one is matched to it.</summary>
/// <param name="Names">The name of each segment, by number.</param>
/// <param name="Members">The segment of each customer.</param>
internal sealed record PublishedSegments(
    Guid Id,
    SegmentationModel Model,
    IReadOnlyDictionary<int, string> Names,
    IReadOnlyDictionary<string, int> Members
);

/// <summary>Which segment of a retrained segmentation is which of the published one.</summary>
internal static class SegmentMatch
{
    /// <summary>The model with the numbers of the published one, and by new number how far the centre moved. Segments that are matched to none take numbers
    /// that were never given.</summary>
    public static (SegmentationModel Model, IReadOnlyDictionary<int, double> Shifts) Numbered(
        SegmentationModel model,
        SegmentationModel published
    )
    {
        var compared = Compared(model, published);
        var before = published
            .Segments.Select(s => Compared(published, s.Centroid, model, published, compared))
            .ToArray();
        var now = model
            .Segments.Select(s => Compared(model, s.Centroid, model, published, compared))
            .ToArray();
        var matched = compared.Count == 0 ? [] : OptimalAssignment.Of(Costs(now, before));
        var shifts = new Dictionary<int, double>();
        var segments = new List<ModelSegment>();
        var last = published.LastId;
        for (var s = 0; s < now.Length; s++)
        {
            if (matched.Length == 0 || matched[s] is not (>= 0 and var m))
            {
                segments.Add(model.Segments[s] with { Id = ++last });
                continue;
            }
            var id = published.Segments[m].Id;
            segments.Add(model.Segments[s] with { Id = id });
            shifts[id] = Math.Sqrt(Squared(now[s], before[m]));
        }
        return (model with { Segments = [.. segments], LastId = last }, shifts);
    }

    /// <summary>What changed for segments and customers.</summary>
    public static SegmentationDrift Drift(
        SegmentationModel model,
        IReadOnlyList<(string Customer, int Segment)> members,
        PublishedSegments published,
        IReadOnlyDictionary<int, double> shifts
    )
    {
        var before = published.Model.Segments.ToDictionary(s => s.Id, s => s.Size);
        var now = model.Segments.ToDictionary(s => s.Id, s => s.Size);
        int[] ids = [.. before.Keys.Union(now.Keys).Order()];
        var psi = StabilityIndex.Of(
            [.. ids.Select(i => (long)now.GetValueOrDefault(i))],
            [.. ids.Select(i => (long)before.GetValueOrDefault(i))]
        );
        var here = members.Select(m => m.Customer).ToHashSet();
        var moves = members
            .Select(m =>
                (
                    From: published.Members.TryGetValue(m.Customer, out var f) ? f : (int?)null,
                    To: (int?)m.Segment
                )
            )
            .Concat(
                published
                    .Members.Where(m => !here.Contains(m.Key))
                    .Select(m => (From: (int?)m.Value, To: (int?)null))
            )
            .CountBy(m => m)
            .OrderBy(m => m.Key.From ?? int.MaxValue)
            .ThenBy(m => m.Key.To ?? int.MaxValue);
        return new(
            published.Id,
            [.. Compared(model, published.Model).Select(f => f.Name)],
            psi?.Value,
            psi is null ? null : psi.Band.ToString().ToLowerInvariant(),
            [
                .. ids.Select(i => new SegmentShift(
                    i,
                    before.TryGetValue(i, out var b) ? b : null,
                    now.TryGetValue(i, out var n) ? n : null,
                    shifts.TryGetValue(i, out var s) ? s : null
                )),
            ],
            [.. moves.Select(m => new SegmentMove(m.Key.From, m.Key.To, m.Value))]
        );
    }

    /// <summary>Features of the retrained model that the published one has too.</summary>
    private static List<ModelFeature> Compared(
        SegmentationModel model,
        SegmentationModel published
    ) =>
        [
            .. model.Features.Where(f =>
                published.Features.Any(p => p.Name == f.Name && p.Kind == f.Kind)
            ),
        ];

    /// <summary>A centre of either in the retrained model's standard deviations, on the features compared; values of a category that only one of them knows
    /// count in both.</summary>
    private static double[] Compared(
        SegmentationModel owner,
        IReadOnlyList<double> centroid,
        SegmentationModel model,
        SegmentationModel published,
        List<ModelFeature> compared
    )
    {
        var coordinates = new List<double>();
        foreach (var feature in compared)
        {
            var at = owner.Features.TakeWhile(f => f.Name != feature.Name).Sum(f => f.Width);
            var own = Of(owner, feature);
            if (feature.Kind == FeatureKind.Number)
            {
                var z = own.Mean!.Value + centroid[at] * own.Deviation!.Value;
                coordinates.Add(feature.Z(own.Log ? Math.Exp(z) - 1 : z));
                continue;
            }
            var shares = own.Values!.Index()
                .ToDictionary(v => v.Item, v => centroid[at + v.Index] / own.Scale!.Value);
            coordinates.AddRange(
                Of(model, feature)
                    .Values!.Union(Of(published, feature).Values!)
                    .Select(v => shares.GetValueOrDefault(v) * feature.Scale!.Value)
            );
        }
        return [.. coordinates];

        static ModelFeature Of(SegmentationModel model, ModelFeature feature) =>
            model.Features.First(f => f.Name == feature.Name);
    }

    private static double[,] Costs(double[][] now, double[][] before)
    {
        var costs = new double[now.Length, before.Length];
        for (var n = 0; n < now.Length; n++)
        for (var b = 0; b < before.Length; b++)
            costs[n, b] = Squared(now[n], before[b]);
        return costs;
    }

    private static double Squared(double[] a, double[] b) =>
        a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();
}
