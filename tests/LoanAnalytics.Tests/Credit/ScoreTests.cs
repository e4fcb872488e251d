using CsCheck;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

/// <summary>How good scores and chances of default are.</summary>
public sealed class ScoreTests
{
    private static readonly Gen<(double Score, bool Bad)[]> Rows = Gen.Select(
            Gen.Int[0, 20].Select(i => i / 20.0),
            Gen.Bool
        )
        .Array[2, 60]
        .Where(rows => rows.Any(r => r.Item2) && rows.Any(r => !r.Item2));

    // By hand: a bad of .35 is above one good of two, one of .8 above both: 0.5 and 1, variance 0.125; a good of .1 is below both, one of .4 below
    // one: the same. Standard error = √(0.125 / 2 + 0.125 / 2).
    [Fact]
    public void DeLongs_interval_by_hand()
    {
        var auc = RankedScores.Of([0.1, 0.4, 0.35, 0.8], [false, false, true, true]).DeLong()!;
        auc.Value.ShouldBe(0.75, 1e-12);
        auc.StandardError.ShouldBe(0.353553390593274, 1e-12);
        auc.Low.ShouldBe(0.75 - 1.959963984540054 * 0.353553390593274, 1e-12);
        auc.High.ShouldBe(1);
    }

    // ten loans by falling score, bad the 1st, 2nd and 4th: a half holds all three, twice the average rate
    [Fact]
    public void Gains_and_lift_by_hand()
    {
        double[] scores = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];
        bool[] bad = [true, true, false, true, false, false, false, false, false, false];

        var gains = RankedScores.Of(scores, bad).Gains(5);

        gains
            .Select(g => (g.Count, g.Bad, g.CumulativeBad))
            .ShouldBe([(2, 2, 2), (2, 1, 3), (2, 0, 3), (2, 0, 3), (2, 0, 3)]);
        gains.Select(g => g.Gain).ShouldBe([2 / 3.0, 1, 1, 1, 1], 1e-12);
        gains.Select(g => g.Lift).ShouldBe([1 / 0.3, 0.5 / 0.3, 0, 0, 0], 1e-12);
        gains
            .Select(g => g.CumulativeLift)
            .ShouldBe([1 / 0.3, 0.75 / 0.3, 0.5 / 0.3, 0.375 / 0.3, 1], 1e-12);
        gains[1]
            .ShouldSatisfyAllConditions(
                g => g.HighestScore.ShouldBe(0.8),
                g => g.LowestScore.ShouldBe(0.7)
            );
        RankedScores.Of(scores, new bool[10]).Gains().ShouldBeEmpty();
    }

    [Fact] // one corner less than there are scores: the two good at the end lie on one line
    public void The_roc_curve_by_hand()
    {
        var roc = RankedScores
            .Of([0.9, 0.8, 0.7, 0.6, 0.5], [true, false, true, false, false])
            .Roc();
        roc.ShouldBe([
            new RocPoint(null, 0, 0),
            new RocPoint(0.9, 0, 0.5),
            new RocPoint(0.8, 1 / 3.0, 0.5),
            new RocPoint(0.7, 1 / 3.0, 1),
            new RocPoint(0.5, 1, 1),
        ]);
        RankedScores.Of([0.1, 0.2], [true, true]).Roc().ShouldBeEmpty();
    }

    [Fact] // the whole curve between its points is the AUC, by trapezoids
    public void The_area_under_the_roc_curve_is_the_auc() =>
        Rows.Sample(rows =>
        {
            var ranked = Ranked(rows);
            var roc = ranked.Roc();
            var area = roc.Zip(roc.Skip(1))
                .Sum(p =>
                    (p.Second.FalsePositiveRate - p.First.FalsePositiveRate)
                    * (p.Second.TruePositiveRate + p.First.TruePositiveRate)
                    / 2
                );
            return Math.Abs(area - ranked.Auc()!.Value) < 1e-12;
        });

    [Fact] // the definition itself: all pairs of a bad and a good
    public void Auc_and_ks_are_what_their_definitions_say() =>
        Rows.Sample(rows =>
        {
            var pairs = (
                from b in rows.Where(r => r.Bad)
                from g in rows.Where(r => !r.Bad)
                select b.Score > g.Score ? 1
                : b.Score == g.Score ? 0.5
                : 0
            ).Average();
            var ks = rows.Max(t =>
                Math.Abs(
                    rows.Where(r => r.Bad).Average(r => r.Score >= t.Score ? 1.0 : 0)
                        - rows.Where(r => !r.Bad).Average(r => r.Score >= t.Score ? 1.0 : 0)
                )
            );
            var ranked = Ranked(rows);
            var opposite = RankedScores.Of(
                [.. rows.Select(r => -r.Score)],
                [.. rows.Select(r => r.Bad)]
            );
            return Math.Abs(ranked.Auc()!.Value - pairs) < 1e-12
                && Math.Abs(ranked.Ks()!.Value - ks) < 1e-12
                && Math.Abs(ranked.Gini()!.Value - (2 * pairs - 1)) < 1e-12
                && Math.Abs(opposite.Auc()!.Value - (1 - pairs)) < 1e-12;
        });

    [Fact]
    public void A_row_of_weight_two_counts_as_two_rows() =>
        Gen.Select(Rows, Gen.Int[0, 3].Array[60])
            .Sample(
                (rows, counts) =>
                {
                    int[] weights = counts[..rows.Length];
                    var repeated = rows.SelectMany((r, i) => Enumerable.Repeat(r, weights[i]))
                        .ToArray();
                    double[] pd = [.. rows.Select(r => r.Score)];
                    bool[] bad = [.. rows.Select(r => r.Bad)];
                    var twice = ProbabilityScore.Of(
                        [.. repeated.Select(r => r.Score)],
                        [.. repeated.Select(r => r.Bad)]
                    );
                    return Same(Ranked(rows).Auc(weights), Ranked(repeated).Auc())
                        && Same(Ranked(rows).Ks(weights), Ranked(repeated).Ks())
                        && Same(ProbabilityScore.Of(pd, bad, weights)?.Brier, twice?.Brier)
                        && Same(ProbabilityScore.Of(pd, bad, weights)?.LogLoss, twice?.LogLoss);
                }
            );

    // by hand: base rate 1/2, Brier of it 1/4, so skill 1 - .0375 / .25; log loss (2 ln 1/.9 + ln 1/.8 + ln 1/.7) / 4
    [Fact]
    public void Brier_skill_and_log_loss_by_hand()
    {
        var score = ProbabilityScore.Of([0.1, 0.9, 0.8, 0.3], [false, true, true, false])!;
        score.BrierSkill!.Value.ShouldBe(0.85, 1e-12);
        score.LogLoss.ShouldBe(0.1976348816, 1e-9);
        score.LogLossSkill!.Value.ShouldBe(1 - 0.1976348816 / 0.6931471806, 1e-9);

        var one = ProbabilityScore.Of([0.0, 0.5], [false, false])!;
        (one.BrierSkill, one.LogLossSkill).ShouldBe((null, null));
        one.Brier.ShouldBe(0.125);
        ProbabilityScore.Of([1.0], [false])!.LogLoss.ShouldBe(15 * Math.Log(10), 0.01);
        ProbabilityScore.Of([], []).ShouldBeNull();
    }

    [Fact]
    public void Equal_chances_share_a_bin_of_a_calibration_table()
    {
        double[] pd = [0.1, 0.1, 0.1, 0.1, 0.2, 0.3, 0.4, 0.5];
        bool[] bad = [false, false, false, true, false, false, true, true];

        var calibration = Calibration.EqualFrequency(pd, bad, 4)!;

        calibration
            .Bins.Select(b => (b.Low, b.High, b.Observed.Numerator, b.Observed.Denominator))
            .ShouldBe([(0.1, 0.1, 1, 4), (0.2, 0.3, 0, 2), (0.4, 0.5, 2, 2)]);
        calibration.Bins.ShouldAllBe(b => b.Inside);
        Calibration.EqualFrequency([], []).ShouldBeNull();
    }

    [Fact]
    public void Every_row_is_in_one_bin_and_the_expected_error_is_a_fraction() =>
        Gen.Select(Rows, Gen.Int[1, 12])
            .Sample(
                (rows, bins) =>
                {
                    double[] pd = [.. rows.Select(r => r.Score)];
                    bool[] bad = [.. rows.Select(r => r.Bad)];
                    return new[]
                    {
                        Calibration.EqualFrequency(pd, bad, bins)!,
                        Calibration.EqualWidth(pd, bad, bins)!,
                    }.All(c =>
                        c.Bins.Sum(b => b.Observed.Denominator) == rows.Length
                        && c.Bins.Sum(b => b.Observed.Numerator) == bad.Count(b => b)
                        && c.ExpectedError is >= 0 and <= 1
                        && c.ExpectedError <= c.LargestError + 1e-12
                        && c.Bins.Zip(c.Bins.Skip(1)).All(p => p.First.High < p.Second.Low)
                    );
                }
            );

    // The mean of 20 heads in 50 tosses is 0.4, its standard error by the book √(0.4 x 0.6 / 50) = 0.0693.
    [Fact]
    public void A_bootstrap_interval_is_about_that_of_the_book_and_the_same_each_time()
    {
        double? Mean(int[] w) =>
            w.Select((count, i) => i < 20 ? count : 0.0).Sum() / (double)w.Sum();

        var interval = Drawn(50, Mean, 3)!;

        interval.Value.ShouldBe(0.4);
        interval.StandardError.ShouldBe(0.0693, 0.005);
        interval.Low.ShouldBe(0.4 - 1.96 * 0.0693, 0.02);
        interval.High.ShouldBe(0.4 + 1.96 * 0.0693, 0.02);
        Drawn(50, Mean, 3).ShouldBe(interval);
        Drawn(50, Mean, 4).ShouldNotBe(interval);
    }

    // Ten customers with five loans each that fare alike are ten observations: √(0.4 x 0.6 / 10) = 0.155.
    [Fact]
    public void Loans_of_one_customer_are_drawn_together()
    {
        int[] clusters = [.. Enumerable.Range(0, 50).Select(i => i / 5)];

        var interval = Drawn(
            50,
            w => w.Select((count, i) => i < 20 ? count : 0.0).Sum() / w.Sum(),
            3,
            clusters
        )!;

        interval.StandardError.ShouldBe(0.155, 0.01);
    }

    [Fact]
    public void What_is_unknown_in_many_draws_has_no_interval()
    {
        bool[] bad = [true, .. new bool[9]];
        double[] scores = [.. Enumerable.Range(0, 10).Select(i => (double)i)];
        var ranked = RankedScores.Of(scores, bad);
        // The one bad row is left out of (1 - 1/10)^10 = 35 % of the draws.
        Drawn(10, w => ranked.Auc(w), 1).ShouldBeNull();
        Drawn(0, _ => null, 1).ShouldBeNull();
    }

    [Fact]
    public void Stability_is_symmetric_and_never_negative() =>
        Gen.Select(Gen.Int[0, 50].Array[6], Gen.Int[0, 50].Array[6])
            .Where(p => p.Item1.Sum() > 0 && p.Item2.Sum() > 0)
            .Sample(
                (a, e) =>
                {
                    var there = StabilityIndex.Of(
                        [.. a.Select(x => (long)x)],
                        [.. e.Select(x => (long)x)]
                    )!;
                    var back = StabilityIndex.Of(
                        [.. e.Select(x => (long)x)],
                        [.. a.Select(x => (long)x)]
                    )!;
                    return there.Value >= 0
                        && there.Bins.All(b => b >= 0)
                        && Math.Abs(there.Value - back.Value) < 1e-9;
                }
            );

    [Fact]
    public void Evidence_is_never_negative_and_does_not_depend_on_order() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40])
            .Array[1, 8]
            .Where(b => b.Sum(x => x.Item1) > 0 && b.Sum(x => x.Item2) > 0)
            .Sample(bins =>
            {
                (long, long)[] counted = [.. bins.Select(b => ((long)b.Item1, (long)b.Item2))];
                var evidence = WeightOfEvidence.Of(counted)!;
                var turned = WeightOfEvidence.Of([.. counted.Reverse()])!;
                return evidence.Bins.All(b => b.Information >= 0 && double.IsFinite(b.Weight))
                    && Math.Abs(evidence.InformationValue - turned.InformationValue) < 1e-9;
            });

    [Fact]
    public void Nothing_can_be_weighed_where_all_are_good_and_an_empty_bin_weighs_nothing()
    {
        WeightOfEvidence.Of([(5, 0), (7, 0)]).ShouldBeNull();
        WeightOfEvidence.Of([(5, 1), (0, 0)])!.Bins[1].ShouldBe(new EvidenceBin(0, 0, 0, 0));
        WeightOfEvidence.Of([(90, 10), (85, 10)])!.Band.ShouldBe(EvidenceBand.None);
    }

    [Fact]
    public void Twice_the_odds_are_the_points_that_double_them_and_points_add_up_to_the_score() =>
        Gen.Select(
                Gen.Double[0.001, 0.999],
                Gen.Double[1, 100],
                Gen.Double[5, 80],
                Gen.Double[-2, 2].Array[1, 8]
            )
            .Sample(
                (pd, odds, pdo, weights) =>
                {
                    var scaling = ScoreScaling.Of(600, odds, pdo);
                    var twice =
                        scaling.ScoreOfOdds(2 * (1 - pd) / pd) - scaling.ScoreOfOdds((1 - pd) / pd);
                    // A scorecard of equal coefficients -0.8 and intercept -1.5.
                    var logit = -1.5 - 0.8 * weights.Sum();
                    var points = weights.Sum(w => scaling.Points(-1.5, -0.8, w, weights.Length));
                    return Math.Abs(twice!.Value - pdo) < 1e-9
                        && Math.Abs(scaling.Pd(scaling.Score(pd)!.Value) - pd) < 1e-9
                        && Math.Abs(points - scaling.Score(1 / (1 + Math.Exp(-logit)))!.Value)
                            < 1e-7;
                }
            );

    private static EstimateInterval? Drawn(
        int rows,
        Func<int[], double?> statistic,
        ulong seed,
        int[]? clusters = null
    ) =>
        Bootstrap.Interval(
            rows,
            statistic,
            seed,
            clusters: clusters,
            cancellationToken: TestContext.Current.CancellationToken
        );

    private static RankedScores Ranked((double Score, bool Bad)[] rows) =>
        RankedScores.Of([.. rows.Select(r => r.Score)], [.. rows.Select(r => r.Bad)]);

    private static bool Same(double? a, double? b) =>
        a is { } x && b is { } y ? Math.Abs(x - y) < 1e-12 : a is null && b is null;
}
