using System.Diagnostics;
using LoanAnalytics.Api.Features.Risk;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Risk;

/// <summary>Boosted trees, worked by hand and stopped on the way.</summary>
public sealed class TreeTrainingTests
{
    /// <summary>Half of all are bad, so each starts at even odds. 80 of the 100 at the right are bad: the sum of 0.5 - outcome is -30, that of 0.5 x 0.5 is 25, so with 10 added their leaf is
    /// 0.1 x 30 / (25 + 10). The left is its mirror.</summary>
    [Fact]
    public void A_tree_of_two_leaves_as_worked_by_hand()
    {
        float[] values = [.. Enumerable.Range(0, 200).Select(i => i < 100 ? 1f : 2f)];
        float[] outcomes =
        [
            .. Enumerable.Range(0, 200).Select(i => i % 100 < 20 == i < 100 ? 1f : 0f),
        ];
        using var model = new LightGbm(
            values,
            outcomes,
            new()
            {
                ["objective"] = "binary",
                ["num_leaves"] = 2,
                ["learning_rate"] = 0.1,
                ["lambda_l2"] = 10,
            }
        );

        model.Grow().ShouldBeTrue();

        var tree = model.Trees().ShouldHaveSingleItem();
        tree.Feature.ShouldBe([0, -1, -1]);
        tree.Threshold[0].ShouldBe(1.5f, 1e-6f);
        (tree.Left[0], tree.Right[0]).ShouldBe((1, 2));
        tree.Value[0].ShouldBe(0, 1e-9);
        tree.Value[1].ShouldBe(-3.0 / 35, 1e-6);
        tree.Value[2].ShouldBe(3.0 / 35, 1e-6);
    }

    [Fact]
    public void Where_nothing_tells_loans_apart_all_have_the_share_of_bad_ones()
    {
        bool[] bad = [.. Enumerable.Range(0, 400).Select(i => i % 4 == 0)];
        var same = ModelColumn.Of("same", [.. bad.Select(_ => 7.0)]);

        var trees = TreeTraining.Train([same], bad, [], 1, CancellationToken.None)!;

        var logits = new double[1];
        trees.Score([ModelColumn.Of("same", [8.0])], 1, logits, []);
        // 100 of 400.
        logits[0].ShouldBe(Math.Log(1.0 / 3), 1e-6);
    }

    [Fact]
    public void What_LightGBM_refuses_is_said_in_its_words() =>
        Should
            .Throw<InvalidOperationException>(() =>
                new LightGbm([1f, 2f], [0f, 1f], new() { ["objective"] = "unheard" })
            )
            .Message.ShouldContain("unheard");

    /// <summary>One in twenty defaults at the left and three in twenty at the right, above and below alike; a fifth of those above are late once and recover. 800 default and 800 more came
    /// as late, so each of these counts as half a default: .05 and .15 below, .15 and .25 above are learnt. The level and the spread are to be those of the defaults.</summary>
    [Fact]
    public void Loans_that_fall_behind_and_recover_rank_as_riskier_and_chances_stay_those_of_the_defaults()
    {
        const int Rows = 8000;
        var right = ModelColumn.Of("right", [.. Enumerable.Range(0, Rows).Select(i => i % 2.0)]);
        var above = ModelColumn.Of(
            "above",
            [.. Enumerable.Range(0, Rows).Select(i => i / 2 % 2.0)]
        );
        bool[] bad = [.. Enumerable.Range(0, Rows).Select(i => i / 4 % 20 < (i % 2 == 1 ? 3 : 1))];
        int[] worst =
        [
            .. Enumerable
                .Range(0, Rows)
                .Select(i => i / 2 % 2 == 1 && i / 4 % 20 is >= 3 and < 7 ? 45 : 0),
        ];

        var trees = TreeTraining.Train([right, above], bad, worst, 1, CancellationToken.None)!;

        var logits = new double[Rows];
        trees.Score([right, above], Rows, logits, []);
        double[] chances = [.. logits.Select(l => 1 / (1 + Math.Exp(-l)))];
        logits[2].ShouldBeGreaterThan(logits[0] + 0.3);
        logits[3].ShouldBeGreaterThan(logits[1] + 0.1);
        chances.Average().ShouldBe(0.1, 1e-6);
        Calibration.Slope(chances, bad)!.Value.Slope.Coefficient!.Value.ShouldBe(1, 0.05);
    }

    [Fact]
    public void The_same_rows_and_seed_give_the_same_trees_and_a_cancelled_training_ends_at_once()
    {
        var draws = new Random(3);
        const int Rows = 60_000;
        ModelColumn[] columns =
        [
            .. Enumerable
                .Range(0, 8)
                .Select(c =>
                    ModelColumn.Of(
                        $"n{c}",
                        [.. Enumerable.Range(0, Rows).Select(_ => draws.NextDouble())]
                    )
                ),
        ];
        bool[] bad =
        [
            .. Enumerable
                .Range(0, Rows)
                .Select(i =>
                    draws.NextDouble() < 0.5 * columns[0].Numbers[i] * columns[1].Numbers[i]
                ),
        ];
        var before = TreeTraining.Train(columns, bad, [], 1, CancellationToken.None)!;
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(40));

        var clock = Stopwatch.StartNew();
        Should.Throw<OperationCanceledException>(() =>
            TreeTraining.Train(columns, bad, [], 1, soon.Token)
        );

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        var after = TreeTraining.Train(columns, bad, [], 1, CancellationToken.None)!;
        foreach (var (one, other) in before.Trees.Zip(after.Trees))
        {
            other.Value.ShouldBe(one.Value);
            other.Threshold.ShouldBe(one.Threshold);
            other.Feature.ShouldBe(one.Feature);
        }
        after.Trees.Count.ShouldBe(before.Trees.Count);
    }
}
