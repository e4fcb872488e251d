using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>What members are like, segment by segment, and how far the segments differ.</summary>
internal static class SegmentProfiles
{
    /// <summary>The profile of the customers at these rows against that of all.</summary>
    public static IReadOnlyList<FeatureProfile> Of(
        IReadOnlyList<FeatureColumn> columns,
        IReadOnlyCollection<string> used,
        IReadOnlyList<int> rows
    ) => [.. columns.Select(c => Of(c, used.Contains(c.Name), rows))];

    /// <summary>Holm's p-values are over the features that the segments were not made from.</summary>
    public static IReadOnlyList<FeatureDifference> Differences(
        IReadOnlyList<FeatureColumn> columns,
        IReadOnlyCollection<string> used,
        IReadOnlyList<int> places,
        int k
    )
    {
        var tested = columns
            .Select(c => (Column: c, Used: used.Contains(c.Name), Test: Test(c, places, k)))
            .ToArray();
        var others = tested.Where(t => !t.Used && t.Test is not null).ToArray();
        var adjusted = Holm.Adjusted([.. others.Select(t => t.Test!.Value.PValue)]);
        return
        [
            .. tested.Select(t => new FeatureDifference(
                t.Column.Name,
                t.Column.Label,
                t.Column.Kind,
                t.Used,
                t.Column.Kind == FeatureKind.Number ? "etaSquared" : "cramersV",
                t.Test?.Effect,
                t.Used ? null : t.Test?.PValue,
                t.Used || t.Test is null ? null : adjusted[Array.IndexOf(others, t)] < 0.05
            )),
        ];
    }

    private static FeatureProfile Of(FeatureColumn column, bool used, IReadOnlyList<int> rows)
    {
        if (column.Kind == FeatureKind.Category)
        {
            var counts = rows.CountBy(r => column.Words[r]).ToDictionary();
            return new(
                column.Name,
                column.Label,
                column.Kind,
                used,
                rows.Count - counts.GetValueOrDefault("unknown"),
                null,
                null,
                null,
                [
                    .. column
                        .Words.CountBy(w => w)
                        .OrderByDescending(w => w.Value)
                        .ThenBy(w => w.Key, StringComparer.Ordinal)
                        .Select(w =>
                            Share(
                                w.Key,
                                counts.GetValueOrDefault(w.Key),
                                rows.Count,
                                (double)w.Value / column.Words.Length
                            )
                        ),
                ]
            );
        }
        double[] values = [.. rows.Select(r => column.Numbers[r]).Where(n => !double.IsNaN(n))];
        double[] all = [.. column.Numbers.Where(n => !double.IsNaN(n))];
        var fit = all.Length == 0 ? null : Standardisation.Fit(all);
        double? mean = values.Length == 0 ? null : values.Average();
        return new(
            column.Name,
            column.Label,
            column.Kind,
            used,
            values.Length,
            mean,
            Median(values),
            mean is { } m && fit is { Deviation: > 0 } ? fit.Z(m) : null,
            []
        );
    }

    private static ValueShare Share(string value, int count, int members, double all) =>
        members == 0
            ? new(value, null, null)
            : new(
                value,
                (double)count / members,
                all is > 0 and < 1
                    ? ((double)count / members - all) / Math.Sqrt(all * (1 - all))
                    : null
            );

    private static (double Effect, double PValue)? Test(
        FeatureColumn column,
        IReadOnlyList<int> places,
        int k
    )
    {
        if (column.Kind == FeatureKind.Number)
        {
            int[] known =
            [
                .. Rows(column.Numbers.Length).Where(r => !double.IsNaN(column.Numbers[r])),
            ];
            return
                OneWayAnova.Test(
                    [.. known.Select(r => column.Numbers[r])],
                    [.. known.Select(r => places[r])]
                )
                    is { } anova
                ? (anova.EtaSquared, anova.PValue)
                : null;
        }
        var values = column.Words.Distinct().Index().ToDictionary(v => v.Item, v => v.Index);
        var table = Rows(k).Select(_ => new long[values.Count]).ToArray();
        foreach (var r in Rows(places.Count))
            table[places[r]][values[column.Words[r]]]++;
        return ChiSquare.Independence(table) is { } test ? (test.CramersV, test.PValue) : null;
    }

    private static IEnumerable<int> Rows(int n) => Enumerable.Range(0, n);

    private static double? Median(double[] values)
    {
        if (values.Length == 0)
            return null;
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
