using System.Text.Json.Nodes;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

/// <summary>The published and hand-worked vectors of scorecards, models and segments.</summary>
public sealed class ModelVectorTests
{
    internal static readonly Dictionary<string, Action<JsonNode, JsonNode>> Checks = new()
    {
        ["iv-breast-cancer-4-bins"] = Evidence,
        ["iv-gini-ks-breast-cancer-7-bins"] = Evidence,
        ["iv-german-checking-account"] = Evidence,
        ["iv-german-credit-history"] = Evidence,
        ["iv-german-age-bins"] = Evidence,
        ["iv-zero-cell"] = Evidence,
        ["auc-ks-sklearn"] = (inputs, expected) =>
            Ranked(inputs, expected["auc"], expected["gini"], expected["ks"]),
        ["auc-edges"] = RankedEdges,
        ["brier-sklearn"] = Brier,
        ["calibration-table-ece"] = CalibrationTable,
        ["calibration-slope-two-groups"] = CalibrationSlope,
        ["psi-ten-bins"] = Stability,
        ["psi-edges"] = StabilityEdges,
        ["csi-income-band"] = StabilityOfShares,
        ["score-scaling-pdo-50"] = Scaling,
        ["score-scaling-pdo-20"] = Scaling,
        ["kmeans-wcss-silhouette"] = Clusters,
        ["silhouette-singleton"] = Clusters,
        ["pca-2d-sign"] = Projection,
        ["hhi-eight-participants"] = Concentration,
        ["hhi-edges"] = ConcentrationEdges,
        ["gini-concentration"] = (inputs, expected) =>
            Near(GiniConcentration.Of(Numbers(inputs["values"]!)), expected["gini"], 1e-9),
        ["gini-edges"] = InequalityEdges,
        ["adverse-impact-ratio"] = ImpactOfRates,
        ["adverse-impact-counts"] = ImpactOfCounts,
    };

    public static TheoryData<string> Ids => [.. Checks.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_vector_holds(string id)
    {
        var vector = MetricVectorTests.Vectors().Single(v => v["id"]!.GetValue<string>() == id);
        Checks[id](vector["inputs"]!, vector["expected"]!);
    }

    private static void Evidence(JsonNode inputs, JsonNode expected)
    {
        (long Good, long Bad)[] bins =
        [
            .. inputs["bins"]!.AsArray().Select(b => ((long)b!["good"]!, (long)b["bad"]!)),
        ];
        var evidence = WeightOfEvidence.Of(bins)!;
        evidence.InformationValue.ShouldBe((double)expected["iv"]!, 1e-9);
        Near(evidence.Bins.Select(b => b.Weight), expected["woe"]!, 1e-9);
        Near(evidence.Bins.Select(b => b.Information), expected["ivByBin"]!, 1e-9);
        if (expected["auc"] is null)
            return;
        // The bins as tied scores, the bin of the smallest weight the riskiest.
        var rows = bins.SelectMany(
                (b, i) =>
                    Enumerable
                        .Repeat((-evidence.Bins[i].Weight, false), (int)b.Good)
                        .Concat(Enumerable.Repeat((-evidence.Bins[i].Weight, true), (int)b.Bad))
            )
            .ToArray();
        var ranked = RankedScores.Of(
            [.. rows.Select(r => r.Item1)],
            [.. rows.Select(r => r.Item2)]
        );
        ranked.Auc()!.Value.ShouldBe((double)expected["auc"]!, 1e-9);
        ranked.Gini()!.Value.ShouldBe((double)expected["gini"]!, 1e-9);
        ranked.Ks()!.Value.ShouldBe((double)expected["ks"]!, 1e-9);
    }

    private static void Ranked(JsonNode inputs, JsonNode? auc, JsonNode? gini, JsonNode? ks)
    {
        var ranked = RankedScores.Of(Numbers(inputs["score"]!), Outcomes(inputs["bad"]!));
        Near(ranked.Auc(), auc, 1e-12);
        Near(ranked.Gini(), gini, 1e-12);
        Near(ranked.Ks(), ks, 1e-12);
    }

    private static void RankedEdges(JsonNode inputs, JsonNode expected)
    {
        foreach (var (c, i) in inputs["cases"]!.AsArray().Select((c, i) => (c!, i)))
            Ranked(c, expected["auc"]![i], expected["gini"]![i], expected["ks"]![i]);
    }

    private static void Brier(JsonNode inputs, JsonNode expected) =>
        ProbabilityScore
            .Of(Numbers(inputs["pd"]!), Outcomes(inputs["bad"]!))!
            .Brier.ShouldBe((double)expected["brier"]!, 1e-12);

    private static void CalibrationTable(JsonNode inputs, JsonNode expected)
    {
        var calibration = Calibration.EqualWidth(
            Numbers(inputs["pd"]!),
            Outcomes(inputs["bad"]!),
            (int)inputs["bins"]!
        )!;
        foreach (var (bin, row) in calibration.Bins.Zip(expected["table"]!.AsArray()))
        {
            bin.Observed.Denominator.ShouldBe((long)row!["n"]!);
            bin.MeanPd.ShouldBe((double)row["meanPd"]!, 1e-12);
            bin.Observed.Rate!.Value.ShouldBe((double)row["observed"]!, 1e-12);
        }
        calibration.Bins.Count.ShouldBe(expected["table"]!.AsArray().Count);
        calibration.ExpectedError.ShouldBe((double)expected["ece"]!, 1e-12);
        calibration.LargestError.ShouldBe((double)expected["maxCalibrationError"]!, 1e-12);
    }

    private static void CalibrationSlope(JsonNode inputs, JsonNode expected)
    {
        var rows = inputs["groups"]!
            .AsArray()
            .SelectMany(g =>
                Enumerable
                    .Range(0, (int)g!["n"]!)
                    .Select(i => (Pd: (double)g["pd"]!, Bad: i < (int)g["bad"]!))
            )
            .ToArray();
        double[] pd = [.. rows.Select(r => r.Pd)];
        bool[] bad = [.. rows.Select(r => r.Bad)];
        var (slope, intercept) = Calibration.Slope(pd, bad)!.Value;
        slope.Coefficient!.Value.ShouldBe((double)expected["slope"]!, 1e-6);
        intercept.Coefficient!.Value.ShouldBe((double)expected["intercept"]!, 1e-6);
        var score = ProbabilityScore.Of(pd, bad)!;
        score.MeanPd.ShouldBe((double)expected["meanPd"]!, 1e-9);
        score.BadRate.ShouldBe((double)expected["observedRate"]!, 1e-9);
        (score.BadRate - score.MeanPd).ShouldBe((double)expected["calibrationInTheLarge"]!, 1e-9);
        Calibration.Slope(pd, new bool[pd.Length]).ShouldBeNull();
    }

    private static void Stability(JsonNode inputs, JsonNode expected)
    {
        var index = StabilityIndex.Of(Counts(inputs["actual"]!), Counts(inputs["expected"]!))!;
        index.Value.ShouldBe((double)expected["psi"]!, 1e-9);
        Near(index.Bins, expected["byBin"]!, 1e-9);
        Banded(index, expected["band"]);
    }

    private static void StabilityEdges(JsonNode inputs, JsonNode expected)
    {
        foreach (var (c, i) in inputs["cases"]!.AsArray().Select((c, i) => (c!, i)))
        {
            var index = StabilityIndex.Of(Counts(c["actual"]!), Counts(c["expected"]!));
            Near(index?.Value, expected["psi"]![i], 1e-9);
            Banded(index, expected["band"]![i]);
        }
    }

    private static void StabilityOfShares(JsonNode inputs, JsonNode expected)
    {
        var index = StabilityIndex.Of(
            OfHundred(inputs["actualShare"]!),
            OfHundred(inputs["expectedShare"]!)
        )!;
        index.Value.ShouldBe((double)expected["csi"]!, 1e-9);
        Banded(index, expected["band"]);

        static long[] OfHundred(JsonNode shares) =>
            [.. Numbers(shares).Select(s => (long)Math.Round(s * 100))];
    }

    private static void Scaling(JsonNode inputs, JsonNode expected)
    {
        var scaling = ScoreScaling.Of(
            (double)inputs["baseScore"]!,
            (double)(inputs["baseOddsGoodToBad"] ?? inputs["odds"]![0])!,
            (double)inputs["pdo"]!
        );
        scaling.Factor.ShouldBe((double)expected["factor"]!, 1e-9);
        scaling.Offset.ShouldBe((double)expected["offset"]!, 1e-9);
        var scores = inputs["pd"] is { } pd
            ? Numbers(pd).Select(p => scaling.Score(p)!.Value)
            : Numbers(inputs["odds"]!).Select(o => scaling.ScoreOfOdds(o)!.Value);
        Near(scores, expected["score"]!, 1e-9);
        scaling.Score(0).ShouldBeNull();
        scaling.Score(1).ShouldBeNull();
    }

    private static void Clusters(JsonNode inputs, JsonNode expected)
    {
        var points = Points(inputs["points"]!);
        int[] labels = Labels(inputs["labels"]!);
        var silhouette = Silhouette.Of(points, labels, TestContext.Current.CancellationToken)!;
        Near(silhouette.Points, expected["silhouetteByPoint"]!, 1e-9);
        silhouette.Overall.ShouldBe((double)expected["silhouette"]!, 1e-9);
        if (inputs["oneCluster"] is { } one)
            Silhouette
                .Of(
                    Points(one["points"]!),
                    Labels(one["labels"]!),
                    TestContext.Current.CancellationToken
                )
                .ShouldBeNull();
        if (inputs["centroids"] is not { } centroids)
            return;
        var spread = ClusterSpread.Of(points, labels, Points(centroids));
        spread.Sum.ShouldBe((double)expected["wcss"]!, 1e-9);
        Near(spread.Average, expected["averageWcss"], 1e-9);
    }

    private static void Projection(JsonNode inputs, JsonNode expected)
    {
        var points = Points(inputs["points"]!);
        var pca = PcaProjection.Of(points)!;
        Near(pca.ExplainedVariance, expected["explainedVarianceRatio"]!, 1e-9);
        Near(pca.SingularValues, expected["singularValues"]!, 1e-9);
        foreach (var (component, i) in expected["components"]!.AsArray().Select((c, i) => (c!, i)))
            Near(pca.Components[i], component, 1e-9);
        foreach (var (place, i) in expected["projection"]!.AsArray().Select((c, i) => (c!, i)))
            Near(pca.Project(points[i]), place, 1e-9);
    }

    private static void Concentration(JsonNode inputs, JsonNode expected)
    {
        var index = Herfindahl.Of(Numbers(inputs["sharesPct"]!))!;
        index.Hhi.ShouldBe((double)expected["hhi"]!, 1e-9);
        Near(index.Normalised, expected["normalisedHhi"], 1e-9);
        index.EffectiveNumber.ShouldBe((double)expected["effectiveNumber"]!, 1e-9);
    }

    private static void ConcentrationEdges(JsonNode inputs, JsonNode expected)
    {
        foreach (var (c, i) in inputs["cases"]!.AsArray().Select((c, i) => (c!, i)))
        {
            var index = Herfindahl.Of(Numbers(c));
            Near(index?.Hhi, expected["hhi"]![i], 1e-12);
            Near(index?.Normalised, expected["normalisedHhi"]![i], 1e-12);
        }
    }

    private static void InequalityEdges(JsonNode inputs, JsonNode expected)
    {
        foreach (var (c, i) in inputs["cases"]!.AsArray().Select((c, i) => (c!, i)))
            Near(GiniConcentration.Of(Numbers(c)), expected["gini"]![i], 1e-12);
    }

    // The published rates, counted in a thousand applicants each.
    private static void ImpactOfRates(JsonNode inputs, JsonNode expected)
    {
        var groups = inputs["rates"]!.AsObject();
        var impacts = AdverseImpact.Of([
            .. groups.Select(g => ((long)Math.Round((double)g.Value! * 1000), 1000L)),
        ]);
        Impacts(groups, impacts, expected);
        groups
            .Select(g => g.Key)
            .Where((_, i) => impacts[i].BelowFourFifths)
            .ShouldBe(expected["belowFourFifths"]!.AsArray().Select(g => g!.GetValue<string>()));
    }

    private static void ImpactOfCounts(JsonNode inputs, JsonNode expected)
    {
        var groups = inputs["groups"]!.AsObject();
        var impacts = AdverseImpact.Of([
            .. groups.Select(g => ((long)g.Value!["approved"]!, (long)g.Value["applicants"]!)),
        ]);
        Impacts(groups, impacts, expected);
        foreach (var ((group, _), impact) in groups.Zip(impacts))
            Near(impact.Selection.Rate, expected["rate"]![group], 1e-12);
    }

    private static void Impacts(
        JsonObject groups,
        IReadOnlyList<GroupImpact> impacts,
        JsonNode expected
    )
    {
        foreach (var ((group, _), impact) in groups.Zip(impacts))
        {
            Near(impact.Ratio, expected["ratio"]![group], 1e-12);
            impact.IsReference.ShouldBe(group == expected["reference"]!.GetValue<string>());
        }
    }

    private static double[][] Points(JsonNode points) =>
        [.. points.AsArray().Select(p => Numbers(p!))];

    private static int[] Labels(JsonNode labels) => [.. labels.AsArray().Select(l => (int)l!)];

    private static void Banded(StabilityIndex? index, JsonNode? band) =>
        index?.Band.ToString().ShouldBe(band!.GetValue<string>(), StringCompareShould.IgnoreCase);

    internal static void Near(double? actual, JsonNode? expected, double tolerance)
    {
        if (expected is null)
            actual.ShouldBeNull();
        else
            actual!.Value.ShouldBe((double)expected, tolerance);
    }

    internal static void Near(IEnumerable<double> actual, JsonNode expected, double tolerance) =>
        actual.ShouldBe(Numbers(expected), tolerance);

    internal static double[] Numbers(JsonNode numbers) =>
        [.. numbers.AsArray().Select(n => (double)n!)];

    private static long[] Counts(JsonNode counts) => [.. counts.AsArray().Select(n => (long)n!)];

    private static bool[] Outcomes(JsonNode outcomes) =>
        [.. outcomes.AsArray().Select(n => (int)n! == 1)];
}
