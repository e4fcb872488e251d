using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>A segment's name out of what sets it apart in the features that it was made from: a mean half a standard deviation from that of all, or a value
/// that most members have and the others do not. Where two would be named alike, weaker traits are added.</summary>
internal static class SegmentWords
{
    private static readonly double[] Strengths = [0.5, 0.25, 0.1];

    private const double Most = 0.6;
    private const double Above = 0.2;

    /// <summary>A name for each segment, in their order.</summary>
    public static string[] Names(
        IReadOnlyList<SegmentProfile> segments,
        IReadOnlyList<FeatureProfile> everyone
    )
    {
        var names = segments.Select(s => Name(s, everyone, Strengths[0])).ToArray();
        foreach (var strength in Strengths[1..])
        {
            var twice = names
                .CountBy(n => n)
                .Where(n => n.Value > 1)
                .Select(n => n.Key)
                .ToHashSet();
            for (var i = 0; i < names.Length; i++)
                if (twice.Contains(names[i]))
                    names[i] = Name(segments[i], everyone, strength);
        }
        return names;
    }

    private static string Name(
        SegmentProfile segment,
        IReadOnlyList<FeatureProfile> everyone,
        double strength
    )
    {
        var words = segment
            .Features.Zip(everyone, (f, all) => f.Used ? Word(f, all, strength) : null)
            .OfType<string>();
        var said = string.Join(", ", words);
        return said.Length == 0 ? "average" : said;
    }

    private static string? Word(FeatureProfile feature, FeatureProfile everyone, double strength)
    {
        if (feature.Kind == FeatureKind.Number)
            return feature.Z is not { } z || Math.Abs(z) < strength ? null
                : z < 0 ? Pair(feature).Low
                : Pair(feature).High;
        var most = feature.Shares.MaxBy(s => s.Share ?? 0);
        if (most?.Share is not { } share || share < Most)
            return null;
        var all = everyone.Shares.First(s => s.Value == most.Value).Share ?? 0;
        return share - all < Above ? null : Said(feature, most.Value);
    }

    private static (string Low, string High) Pair(FeatureProfile feature) =>
        feature.Feature switch
        {
            "age" => ("younger", "older"),
            "income" => ("low income", "high income"),
            "tenure" => ("new customers", "customers for long"),
            "loans" => ("few loans", "many loans"),
            _ => ($"low {feature.Label}", $"high {feature.Label}"),
        };

    private static string Said(FeatureProfile feature, string value) =>
        feature.Feature switch
        {
            "employment" or "gender" when value == "unknown" => $"{feature.Feature} unknown",
            "employment" or "gender" => value.ToLowerInvariant(),
            "region" => value == "unknown" ? "region unknown" : $"in {value}",
            _ => $"{feature.Label} {value}",
        };
}
