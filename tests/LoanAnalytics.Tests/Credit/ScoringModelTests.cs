using CsCheck;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

public sealed class ScoringModelTests
{
    /// <summary>Rate up to 10 or above it; of those above, whether the product is a car loan: leaves -2, 0 and 1, means 0 learnt from 4, 4 and 8 rows: (-8 + 0 + 8) / 16, and 8 / 12 at the right.</summary>
    private static readonly BoostedTrees Trees = new(
        [new("rate", null), new("product", ["Business", "Car"])],
        [
            new(
                [0, -1, 1, -1, -1],
                [10, 0, 0.5f, 0, 0],
                [1, 1, 3, 3, 4],
                [2, 1, 4, 3, 4],
                [0, -2, 2.0 / 3, 1, 0]
            ),
        ]
    );

    private static readonly string?[] Words = ["Car", "Business", "Home", null];

    [Theory]
    [InlineData(5, "Car", -2, -2, 0)] // up to 10: the rate alone decides
    [InlineData(10, "Car", -2, -2, 0)] // the threshold itself goes left
    [InlineData(12, "Business", 1, 2.0 / 3, 1.0 / 3)]
    [InlineData(12, "Car", 0, 2.0 / 3, -2.0 / 3)]
    [InlineData(12, "never seen", 1, 2.0 / 3, 1.0 / 3)] // no car loan either
    [InlineData(12, null, 1, 2.0 / 3, 1.0 / 3)]
    [InlineData(double.NaN, "Car", -2, -2, 0)] // missing is below all numbers
    public void A_loan_moves_from_node_to_node_and_each_move_belongs_to_the_feature_asked_for(
        double rate,
        string? product,
        double logit,
        double ofRate,
        double ofProduct
    )
    {
        var (logits, parts) = Scored(
            Trees,
            [ModelColumn.Of("rate", [rate]), ModelColumn.Of("product", [product])],
            1
        );
        logits[0].ShouldBe(logit, 1e-12);
        parts.Select(p => (double)p).ShouldBe([ofRate, ofProduct], 1e-6);
    }

    [Fact]
    public void A_feature_that_the_book_does_not_have_is_missing_in_every_loan()
    {
        var (logits, _) = Scored(Trees, [ModelColumn.Of("product", ["Car"])], 1);
        logits[0].ShouldBe(-2, 1e-12);
    }

    [Fact] // 80 of 100 bad at 20 %, 20 of 100 at 5 %: weights -ln 4 and ln 4, means 0. The ridge of 1 on the weight in standard deviations: 200 (0.8 - p) = ln(p / (1 - p)), p = 0.793276
    public void A_scorecard_of_one_characteristic_gives_back_the_rates_of_its_bins()
    {
        var rates = Enumerable.Range(0, 200).Select(i => i < 100 ? 20.0 : 5.0).ToArray();
        var bad = Enumerable.Range(0, 200).Select(i => i < 80 || i >= 180).ToArray();

        var card = Scorecard.Fit(
            [ModelColumn.Of("rate", rates)],
            bad,
            cancellationToken: TestContext.Current.CancellationToken
        )!;

        var own = card.Characteristics.Single();
        own.Edges.ShouldBe([20]);
        own.Bins.Select(b => (b.Good, b.Bad)).ShouldBe([(80L, 20L), (20L, 80L)]);
        own.Bins.Select(b => b.Weight).ShouldBe([Math.Log(4), -Math.Log(4)], 1e-12);
        own.Coefficient.ShouldBe(-Math.Log(0.793276 / 0.206724) / Math.Log(4), 1e-5);
        card.Base.ShouldBe(0, 1e-9);
        var (logits, _) = Scored(card, [ModelColumn.Of("rate", [5.0, 20.0])], 2);
        (1 / (1 + Math.Exp(-logits[0]))).ShouldBe(0.206724, 1e-6);
        (1 / (1 + Math.Exp(-logits[1]))).ShouldBe(0.793276, 1e-6);
    }

    [Fact]
    public void What_tells_nothing_is_not_in_the_scorecard()
    {
        var draws = new Draws(3);
        var noise = Enumerable.Range(0, 500).Select(_ => draws.Uniform()).ToArray();
        var bad = Enumerable.Range(0, 500).Select(i => i % 5 == 0).ToArray();
        var card = Scorecard.Fit(
            [ModelColumn.Of("constant", new double[500])],
            bad,
            cancellationToken: TestContext.Current.CancellationToken
        )!;
        card.Characteristics.ShouldBeEmpty();
        card.Base.ShouldBe(Math.Log(0.25), 1e-12);
        Scorecard
            .Fit(
                [ModelColumn.Of("noise", noise)],
                new bool[500],
                cancellationToken: TestContext.Current.CancellationToken
            )
            .ShouldBeNull();
    }

    [Fact]
    public void Parts_and_base_add_up_to_the_logarithm_of_the_odds()
    {
        var random =
            from rate in Gen.Double[0, 30]
            from isKnown in Gen.Bool
            from product in Gen.Int[0, 3]
            from luck in Gen.Double[0, 1]
            select (
                Rate: isKnown ? rate : double.NaN,
                Product: Words[product],
                Bad: luck < (isKnown ? rate / 40 : 0.3) + (product == 0 ? 0.2 : 0)
            );
        random
            .Array[300, 400]
            .Where(rows => rows.Any(r => r.Bad) && rows.Any(r => !r.Bad))
            .Sample(
                rows =>
                {
                    ModelColumn[] columns =
                    [
                        ModelColumn.Of("rate", [.. rows.Select(r => r.Rate)]),
                        ModelColumn.Of("product", [.. rows.Select(r => r.Product)]),
                    ];
                    bool[] bad = [.. rows.Select(r => r.Bad)];
                    foreach (
                        IOddsModel model in new IOddsModel[] { Trees, Scorecard.Fit(columns, bad)! }
                    )
                    {
                        var (logits, parts) = Scored(model, columns, rows.Length);
                        var width = model.Features.Count;
                        for (var r = 0; r < rows.Length; r++)
                            (
                                model.Base + parts.Skip(r * width).Take(width).Sum(p => (double)p)
                            ).ShouldBe(logits[r], 1e-5);
                    }
                },
                iter: 30
            );
    }

    private static (double[] Logits, float[] Parts) Scored(
        IOddsModel model,
        IReadOnlyList<ModelColumn> columns,
        int rows
    )
    {
        var (logits, parts) = (new double[rows], new float[rows * model.Features.Count]);
        model.Score(columns, rows, logits, parts);
        return (logits, parts);
    }
}
