using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Measures;

/// <summary>The measures of a group of loans.</summary>
public sealed record GroupMeasures : LoanMeasures
{
    internal GroupMeasures(IReadOnlyDictionary<string, string> group, LoanMeasures measures)
        : base(measures) => Group = group;

    /// <summary>The group's value by dimension, as text that the filter of that name takes.</summary>
    public IReadOnlyDictionary<string, string> Group { get; }
}

/// <summary>Groups, their total, and whether they differ by more than chance.</summary>
public sealed record Breakdown(
    IReadOnlyList<string> By,
    IReadOnlyList<GroupMeasures> Rows,
    LoanMeasures Total,
    Heterogeneity? Heterogeneity
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows, ("group", By), ("status", LoanFilter.Statuses));
}

/// <summary>Chi-square test that the groups' default rates are the same; null where it cannot be made.</summary>
/// <param name="ChiSquare">Sum of (observed - expected)² / expected over groups and outcomes.</param>
/// <param name="DegreesOfFreedom">Groups less one.</param>
/// <param name="PValue">Chance of differences this large where there are none.</param>
/// <param name="Differs">The p-value is below 0.05.</param>
/// <param name="SmallestExpected">Smallest expected count; below 5 the test is rough.</param>
public sealed record Heterogeneity(
    double ChiSquare,
    int DegreesOfFreedom,
    double PValue,
    bool Differs,
    double SmallestExpected
);

internal static class MeasuredRows
{
    public static Breakdown Breakdown(this Measured measured, IReadOnlyList<Grouping> by) =>
        new(
            [.. by.Select(b => b.Name)],
            [
                .. measured
                    .Groups.Order(ByKeys(new GroupOrder(measured.Version)))
                    .Select(g => new GroupMeasures(g.Labels(by), g.Measures)),
            ],
            measured.Total.Measures,
            measured.Heterogeneity()
        );

    public static IReadOnlyDictionary<string, string> Labels(
        this MeasuredGroup group,
        IReadOnlyList<Grouping> by
    ) =>
        by.Select((b, i) => (b.Name, Value: group.Keys[i])).ToDictionary(p => p.Name, p => p.Value);

    public static Heterogeneity? Heterogeneity(this Measured measured) =>
        Heterogeneity(
            ChiSquare.Independence([
                .. measured.Groups.Select(g => (g.Defaulted, g.Population - g.Defaulted)),
            ])
        );

    public static Heterogeneity? Heterogeneity(ChiSquareTest? test) =>
        test is null
            ? null
            : new(
                test.ChiSquare,
                test.DegreesOfFreedom,
                test.PValue,
                test.PValue < 0.05,
                test.SmallestExpected
            );

    private static Comparer<MeasuredGroup> ByKeys(GroupOrder order) =>
        Comparer<MeasuredGroup>.Create(
            (a, b) => a.Keys.Zip(b.Keys, order.Compare).FirstOrDefault(c => c != 0)
        );
}
