using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>What a training found beside the model.</summary>
internal sealed record SegmentReport(
    SegmentChoices Choices,
    IReadOnlyList<SegmentProfile> Profiles,
    IReadOnlyList<FeatureProfile> Everyone,
    IReadOnlyList<FeatureDifference> Differences,
    SegmentationDrift? Drift
)
{
    /// <summary>Reads a stored report; null where it is not what a training would have stored.</summary>
    public static SegmentReport? Read(JsonDocument? stored)
    {
        try
        {
            return
                stored?.Deserialize<SegmentReport>(Json.Options)
                    is {
                        Choices: not null,
                        Profiles: not null,
                        Everyone: not null,
                        Differences: not null
                    } whole
                ? whole
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The profiles of a segment's members.</summary>
internal sealed record SegmentProfile(int Id, IReadOnlyList<FeatureProfile> Features);

/// <summary>How each number of segments fits, judged on all customers up to 5,000 and on a sample of so many, drawn by the seed, beyond.</summary>
/// <param name="Customers">Customers judged on.</param>
/// <param name="Tried">Each number of segments, smallest first.</param>
public sealed record SegmentChoices(int Customers, IReadOnlyList<TriedK> Tried);

/// <summary>A number of segments, and how well it fits.</summary>
/// <param name="K">Number of segments.</param>
/// <param name="Inertia">Within-cluster sum of squared distances to the centres; it always falls with k.</param>
/// <param name="Separation">The same seen against k: the Calinski-Harabasz index, (between / (k - 1)) / (within / (n - k)); larger is better, null where members lie on their centres.</param>
/// <param name="Silhouette">How much nearer customers are to their own segment than to the next, -1..1; larger is better.</param>
/// <param name="Stability">Mean adjusted Rand index between the segments and those made anew from 20 bootstrap samples, 1 where they are always the same.</param>
/// <param name="Suggested">It has the least sum of its places by separation, silhouette and stability (the last two to two decimals); of equals the smaller.</param>
public sealed record TriedK(
    int K,
    double Inertia,
    double? Separation,
    double? Silhouette,
    double Stability,
    bool Suggested
);

/// <summary>What the members of a segment are like in one feature, when it was made.</summary>
/// <param name="Feature">age, income, employment, gender, tenure, loans, region, or attribute:NAME.</param>
/// <param name="Label">The feature in plain words.</param>
/// <param name="Kind">Number or category.</param>
/// <param name="Used">The segments were made from it.</param>
/// <param name="Known">Members of whom it is known.</param>
/// <param name="Mean">Mean of a number over these; null where there is none.</param>
/// <param name="Median">Median likewise.</param>
/// <param name="Z">Effect size: the mean's distance from that of all members, in their population standard deviations; null where all are the same.</param>
/// <param name="Shares">Each value of a category, the most frequent of the whole book first; empty for a number.</param>
public sealed record FeatureProfile(
    string Feature,
    string Label,
    FeatureKind Kind,
    bool Used,
    long Known,
    double? Mean,
    double? Median,
    double? Z,
    IReadOnlyList<ValueShare> Shares
);

/// <summary>The share of a value among the members.</summary>
/// <param name="Value">The value; unknown is a missing one.</param>
/// <param name="Share">Share of the members, 0..1; null where there is none.</param>
/// <param name="Z">Effect size: its distance from the share of all members p, in their standard deviations √(p (1 - p)); null where all are the same.</param>
public sealed record ValueShare(string Value, double? Share, double? Z);

/// <summary>How far the segments differ in a feature, beyond noise.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Label">The feature in plain words.</param>
/// <param name="Kind">Number or category.</param>
/// <param name="Used">The segments were made from it, so they differ in it by construction: its effect says how much, and there is no test.</param>
/// <param name="Measure">etaSquared for a number: the share of its variance between segments; cramersV for a category.</param>
/// <param name="Effect">0..1; null where the feature is the same for all.</param>
/// <param name="PValue">Chance of so large a difference where there is none: analysis of variance, or chi-square. Null where the feature was used.</param>
/// <param name="Differs">The p-value, adjusted for the features tested (Holm), is below 0.05; null where it was not tested.</param>
public sealed record FeatureDifference(
    string Feature,
    string Label,
    FeatureKind Kind,
    bool Used,
    [property: AllowedValues("etaSquared", "cramersV")] string Measure,
    double? Effect,
    double? PValue,
    bool? Differs
);

/// <summary>What became of the published segmentation: a retrained one is matched to it, segment by segment, so that the sum of squared distances between their centres is least.</summary>
/// <param name="Against">The segmentation that it was matched to.</param>
/// <param name="Compared">Features that both have, on which centres are compared; empty where there is none and nothing could be matched.</param>
/// <param name="SizePsi">Population stability index of the segments' shares: below 0.1 stable, below 0.25 moderate; null where it cannot be told.</param>
/// <param name="SizeBand">stable, moderate or significant.</param>
/// <param name="Segments">Each segment of either.</param>
/// <param name="Moves">Customers by their segment before and now.</param>
public sealed record SegmentationDrift(
    Guid Against,
    IReadOnlyList<string> Compared,
    double? SizePsi,
    [property: AllowedValues("stable", "moderate", "significant")] string? SizeBand,
    IReadOnlyList<SegmentShift> Segments,
    IReadOnlyList<SegmentMove> Moves
);

/// <summary>A segment before and now.</summary>
/// <param name="Id">Its number.</param>
/// <param name="SizeBefore">Customers in the published segmentation; null where it is new.</param>
/// <param name="SizeNow">Customers in this one; null where it is gone.</param>
/// <param name="Shift">How far its centre moved, in standard deviations of the customers now; null where it is new or gone.</param>
public sealed record SegmentShift(int Id, int? SizeBefore, int? SizeNow, double? Shift);

/// <summary>Customers who went from one segment to another, or stayed.</summary>
/// <param name="From">Their segment before; null for those who were in none.</param>
/// <param name="To">Their segment now; null for those who are in none.</param>
/// <param name="Customers">How many.</param>
public sealed record SegmentMove(int? From, int? To, int Customers);
