using System.Globalization;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>What moves the scores of a model.</summary>
internal static class RiskImportance
{
    public static IReadOnlyList<FeatureImportance> Of(RiskModelContent content, RiskRows learnt)
    {
        var names = content.Model.Features;
        var parts = ScoredRows.Of(content, learnt.Columns, learnt.Count, withParts: true).Parts;
        var means = new double[names.Count];
        for (var i = 0; i < parts.Length; i++)
            means[i % names.Count] += Math.Abs(parts[i]) / learnt.Count;
        var all = means.Sum();
        return
        [
            .. names
                .Select(
                    (name, f) =>
                    {
                        var own = content.Scorecard?.Characteristics[f];
                        return new FeatureImportance(
                            name,
                            RiskFeature.LabelOf(name),
                            means[f],
                            all > 0 ? means[f] / all : 0,
                            own?.InformationValue,
                            own is null ? null : Bins(own, content.Factor)
                        );
                    }
                )
                .OrderByDescending(f => f.MeanPoints)
                .ThenBy(f => f.Feature, StringComparer.Ordinal),
        ];
    }

    private static IReadOnlyList<PointsBin> Bins(ScorecardCharacteristic own, double factor)
    {
        return
        [
            .. own.Bins.Select(
                (bin, i) => Told(own.IsNumber ? Range(own.Edges, i) : Words(own, i), bin)
            ),
            .. own.Missing.Good + own.Missing.Bad > 0
                ? [Told("unknown", own.Missing)]
                : (PointsBin[])[],
        ];

        PointsBin Told(string label, ScorecardBin bin) =>
            new(label, bin.Good, bin.Bad, bin.Weight, -factor * own.PartOf(bin));
    }

    private static string Range(IReadOnlyList<double> edges, int bin) =>
        edges.Count == 0 ? "known"
        : bin == 0 ? $"<{Text(edges[0])}"
        : bin == edges.Count ? $"{Text(edges[^1])}+"
        : $"{Text(edges[bin - 1])}-{Text(edges[bin])}";

    private static string Words(ScorecardCharacteristic own, int bin) =>
        string.Join(
            ", ",
            own.Other == bin ? own.Categories[bin].Append("other") : own.Categories[bin]
        );

    private static string Text(double edge) =>
        edge.ToString("0.####", CultureInfo.InvariantCulture);
}
