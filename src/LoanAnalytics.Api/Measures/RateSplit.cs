using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Measures;

/// <summary>A group, or all, on one side of a comparison of default rates.</summary>
/// <param name="Loans">Loans of the side.</param>
/// <param name="Share">Of the side's denominator (loans, money or loan-years, as the definition counts), 0..1; null where the side has none.</param>
/// <param name="Default">Default rate under the chosen definition.</param>
public sealed record ChangeSide(long Loans, double? Share, DefaultRate Default);

/// <summary>One side of a comparison, all of it and by group.</summary>
internal sealed record RateSide(ChangeSide Total, IReadOnlyDictionary<string, ChangeSide> Groups)
{
    /// <summary>The side's measured groups, told apart by their first key.</summary>
    public static RateSide Of(
        IReadOnlyCollection<MeasuredGroup> groups,
        DefaultDefinition definition,
        Prior prior
    )
    {
        var whole = MeasureSums.Together(
            [.. groups.Select(g => g.Measures.Default)],
            definition,
            prior
        );
        return new(
            new(groups.Sum(g => g.Measures.Loans), whole.Denominator > 0 ? 1 : null, whole),
            groups.ToDictionary(
                g => g.Keys[0],
                g => new ChangeSide(
                    g.Measures.Loans,
                    whole.Denominator > 0
                        ? (double?)(g.Measures.Default.Denominator / whole.Denominator)
                        : null,
                    g.Measures.Default
                )
            )
        );
    }

    /// <summary>The group's side; of a group without a loan there nothing is known but that its share is 0.</summary>
    public ChangeSide Of(string key) =>
        Groups.GetValueOrDefault(key)
        ?? new(0, Total.Share is null ? null : 0, new(null, 0, 0, null, null, null));
}

/// <summary>How one side's default rate comes to differ from another's: by the groups' own rates, or by their shares.</summary>
/// <param name="Keys">The groups of either side, in their order.</param>
/// <param name="Change">Rate after less rate before; null where a side has no rate.</param>
/// <param name="Effects">The effects of the groups in the order of the keys; null where the change cannot be split.</param>
internal sealed record RateSplit(
    IReadOnlyList<string> Keys,
    RateSide Before,
    RateSide After,
    double? Change,
    RateMixChange? Effects
)
{
    public static RateSplit Of(RateSide before, RateSide after, GroupOrder order)
    {
        string[] keys = [.. before.Groups.Keys.Union(after.Groups.Keys).Order(order)];
        var change = after.Total.Default.Rate - before.Total.Default.Rate;
        return new(
            keys,
            before,
            after,
            change,
            change is null
                ? null
                : RateMix.Decompose([
                    .. keys.Select(k => new RateMixSegment(
                        before.Of(k).Share ?? 0,
                        before.Of(k).Default.Rate,
                        after.Of(k).Share ?? 0,
                        after.Of(k).Default.Rate
                    )),
                ])
        );
    }
}
