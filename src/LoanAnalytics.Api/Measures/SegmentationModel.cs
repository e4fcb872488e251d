using System.Text.Json;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Measures;

/// <summary>All that is needed to place a customer: the nearest centroid is the segment.</summary>
/// <param name="Features">How each feature becomes columns, in the order of a centroid's coordinates.</param>
/// <param name="Segments">The segments, by number.</param>
/// <param name="LastId">The highest number ever given in this line of segmentations: none is given twice.</param>
public sealed record SegmentationModel(
    IReadOnlyList<ModelFeature> Features,
    IReadOnlyList<ModelSegment> Segments,
    int LastId
)
{
    /// <summary>Reads a stored model; null where it is not what a training would have stored.</summary>
    internal static SegmentationModel? Read(JsonDocument? stored)
    {
        try
        {
            return
                stored?.Deserialize<SegmentationModel>(Json.Options) is { } model && model.IsWhole()
                ? model
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The customer's place in the space of the centroids; null where a number is unknown.</summary>
    internal double[]? Point(IReadOnlyList<FeatureColumn> columns, int row)
    {
        var point = new double[Features.Sum(f => f.Width)];
        var at = 0;
        for (var f = 0; f < Features.Count; f++)
        {
            if (!Features[f].Write(columns[f], row, point.AsSpan(at)))
                return null;
            at += Features[f].Width;
        }
        return point;
    }

    /// <summary>The columns that the model's features are made from, in their order.</summary>
    internal IReadOnlyList<FeatureColumn> Columns(IReadOnlyList<FeatureColumn> all) =>
        [
            .. Features.Select(f =>
                all.FirstOrDefault(c => c.Name == f.Name && c.Kind == f.Kind)
                ?? Unknown(
                    f,
                    all.Count == 0 ? 0 : Math.Max(all[0].Numbers.Length, all[0].Words.Length)
                )
            ),
        ];

    /// <summary>The nearest segment, and how far away its centre is.</summary>
    internal (ModelSegment Segment, double Distance) Nearest(double[] point)
    {
        var (nearest, least) = (Segments[0], double.PositiveInfinity);
        foreach (var segment in Segments)
        {
            double squared = 0;
            for (var d = 0; d < point.Length; d++)
                squared += (point[d] - segment.Centroid[d]) * (point[d] - segment.Centroid[d]);
            if (squared < least)
                (nearest, least) = (segment, squared);
        }
        return (nearest, Math.Sqrt(least));
    }

    /// <summary>A feature that the book no longer has is unknown of everyone.</summary>
    private static FeatureColumn Unknown(ModelFeature feature, int rows) =>
        new(
            feature.Name,
            feature.Name,
            feature.Kind,
            [.. Enumerable.Repeat(double.NaN, rows)],
            [.. Enumerable.Repeat("unknown", rows)]
        );

    private bool IsWhole()
    {
        if (Features is not { Count: > 0 } || Segments is not { Count: > 0 })
            return false;
        if (Features.Any(f => f?.Name is null || !f.IsWhole()))
            return false;
        var width = Features.Sum(f => f.Width);
        return Segments.All(s => s?.Centroid is { } c && c.Count == width && c.All(double.IsFinite))
            && Segments.Select(s => s.Id).Distinct().Count() == Segments.Count;
    }
}

/// <summary>How a feature becomes columns. A number is its z-score: (x - mean) / deviation, of ln(1 + x) where log is true. A category is a 0/1 column
/// for each of its values, times scale; a value that was not there when the model was made is 0 in all of them.</summary>
/// <param name="Name">age, income, employment, gender, tenure, loans, region, or attribute:NAME of one of the lender's own.</param>
/// <param name="Kind">Number or category.</param>
/// <param name="Log">The number is taken as its logarithm, ln(1 + x).</param>
/// <param name="Mean">Of the customers that took part; null for a category.</param>
/// <param name="Deviation">Population standard deviation; null for a category.</param>
/// <param name="Values">The values of a category, in the order of their columns; null for a number.</param>
/// <param name="Scale">What the 0/1 columns are multiplied by: 1 / √(1 - Σp²), p the share of each value, by which their variances add up to 1 as a number's do; 1 where unscaled; null for a number.</param>
public sealed record ModelFeature(
    string Name,
    FeatureKind Kind,
    bool Log,
    double? Mean,
    double? Deviation,
    IReadOnlyList<string>? Values,
    double? Scale
)
{
    /// <summary>Columns of a centroid that the feature takes.</summary>
    internal int Width => Kind == FeatureKind.Number ? 1 : Values!.Count;

    /// <summary>Fitted to the customers who take part, of whom everything is known.</summary>
    internal static ModelFeature Fit(FeatureColumn column, bool log, bool balanced)
    {
        if (column.Kind == FeatureKind.Number)
        {
            var fit = Standardisation.Fit(
                log ? [.. column.Numbers.Select(x => Math.Log(1 + x))] : column.Numbers
            );
            return new(column.Name, column.Kind, log, fit.Mean, fit.Deviation, null, null);
        }
        var counts = column
            .Words.CountBy(w => w)
            .OrderBy(c => c.Key, StringComparer.Ordinal)
            .ToArray();
        var spread =
            1
            - counts.Sum(c =>
                (double)c.Value * c.Value / ((double)column.Words.Length * column.Words.Length)
            );
        return new(
            column.Name,
            column.Kind,
            false,
            null,
            null,
            [.. counts.Select(c => c.Key)],
            balanced && spread > 0 ? 1 / Math.Sqrt(spread) : 1
        );
    }

    /// <summary>Writes a customer's columns; false where the number is unknown.</summary>
    internal bool Write(FeatureColumn column, int row, Span<double> to)
    {
        if (Kind == FeatureKind.Category)
        {
            for (var v = 0; v < Values!.Count; v++)
                to[v] = Values[v] == column.Words[row] ? Scale!.Value : 0;
            return true;
        }
        to[0] = Z(column.Numbers[row]);
        return !double.IsNaN(to[0]);
    }

    /// <summary>A number in standard deviations from the mean.</summary>
    internal double Z(double number) =>
        new Standardisation(Mean!.Value, Deviation!.Value).Z(Log ? Math.Log(1 + number) : number);

    internal bool IsWhole() =>
        Kind == FeatureKind.Number
            ? Mean is { } m && double.IsFinite(m) && Deviation is { } d && double.IsFinite(d)
            : Values is { Count: > 0 } && Scale is { } s && double.IsFinite(s);
}

/// <summary>A segment's number and centre.</summary>
/// <param name="Id">Its number. Those of a first segmentation are 1 for the largest and so on; a later one keeps the numbers of the published one.</param>
/// <param name="Size">Customers whom it was made from.</param>
/// <param name="Centroid">Mean of their columns.</param>
public sealed record ModelSegment(int Id, int Size, IReadOnlyList<double> Centroid);
