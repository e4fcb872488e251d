using CsCheck;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

/// <summary>How groups are treated, and how strongly they go with an outcome.</summary>
public sealed class FairnessTests
{
    // 12 of 40 against 48 of 80, Wilson intervals .1807-.4543 and .4903-.7004 in the formula of Donner and Zou (2012)
    [Fact]
    public void The_ratio_of_two_shares_by_hand()
    {
        var ratio = RateRatio.Of(Proportion.Of(12, 40), Proportion.Of(48, 80))!;
        ratio.Rate.ShouldBe(0.5, 1e-12);
        ratio.Low.ShouldBe(0.295203042644, 1e-9);
        ratio.High.ShouldBe(0.795330675651, 1e-9);
        RateRatio
            .Of(Proportion.Of(0, 10), Proportion.Of(48, 80))
            .ShouldSatisfyAllConditions(
                r => r!.Low.ShouldBe(0),
                r => r!.High.ShouldBeInRange(0.3, 0.6)
            );
        RateRatio.Of(Proportion.Of(3, 10), Proportion.Of(0, 80)).ShouldBeNull();
        RateRatio.Of(Proportion.Of(0, 0), Proportion.Of(3, 80)).ShouldBeNull();
    }

    [Fact]
    public void The_interval_of_a_ratio_holds_it() =>
        Gen.Select(Gen.Int[1, 500], Gen.Int[0, 500], Gen.Int[1, 500], Gen.Int[1, 500])
            .Where((n1, x1, n2, x2) => x1 <= n1 && x2 <= n2)
            .Sample(
                (n1, x1, n2, x2) =>
                    RateRatio.Of(Proportion.Of(x1, n1), Proportion.Of(x2, n2)) is { } r
                    && r.Low >= 0
                    && r.Low <= r.Rate + 1e-12
                    && r.Rate <= r.High + 1e-12
                    && double.IsFinite(r.High)
            );

    [Fact]
    public void Nobody_selected_anywhere_has_no_reference()
    {
        var impacts = AdverseImpact.Of([(0, 10), (0, 20)]);
        impacts.ShouldAllBe(i => i.Ratio == null && !i.IsReference && !i.BelowFourFifths);
        AdverseImpact.Of([]).ShouldBeEmpty();
    }

    // 100 men: 10 of 80 good and 12 of 20 bad refused. 100 women: 20 of 90 good and 5 of 10 bad refused. 4 others, none refused, none bad.
    [Fact]
    public void How_a_decision_to_lend_treats_three_groups_by_hand()
    {
        var groups = GroupFairness.Of(
            [new((10, 12), (70, 8), 19), new((20, 5), (70, 5), 18), new((0, 0), (4, 0), 0.4)],
            flaggedAreSelected: false
        );

        groups
            .Select(g => (g.Impact.Selection.Numerator, g.Impact.Selection.Denominator))
            .ShouldBe([(78, 100), (75, 100), (4, 4)]);
        groups.Select(g => g.Impact.Ratio!.Value).ShouldBe([0.78, 0.75, 1], 1e-12);
        groups.Select(g => g.Impact.BelowFourFifths).ShouldBe([true, true, false]);
        groups.Select(g => g.FalsePositive.Rate!.Value).ShouldBe([10 / 80.0, 20 / 90.0, 0], 1e-12);
        groups.Select(g => g.FalseNegative.Rate).ShouldBe([8 / 20.0, 0.5, null]);
        groups.Select(g => g.MeanPd!.Value).ShouldBe([0.19, 0.18, 0.1], 1e-12);
        groups.Select(g => g.Calibration!.Value).ShouldBe([-0.01, 0.08, 0.1], 1e-12);
        groups.Select(g => g.Calibrated).ShouldBe([true, false, true]);
        groups.Select(g => g.Thin).ShouldBe([false, false, true]);
    }

    [Fact]
    public void A_list_of_those_to_be_helped_selects_the_flagged()
    {
        var groups = GroupFairness.Of(
            [new((10, 12), (70, 8), null), new((0, 0), (0, 0), null)],
            flaggedAreSelected: true
        );
        (groups[0].Impact.Selection.Numerator, groups[0].MeanPd, groups[0].Calibrated).ShouldBe(
            (22, null, null)
        );
        (groups[1].Impact.Ratio, groups[1].FalsePositive.Rate, groups[1].Thin).ShouldBe(
            (null, null, true)
        );
    }

    [Theory] // statistic, degrees of freedom, n = 1,000; by SciPy's noncentral chi-square
    [InlineData(8.2230518106, 5, 0.056771928015525414, 0, 0.1343729589521973)]
    [InlineData(8.2202320516, 3, 0.07225117335794624, 0, 0.1438388841891985)]
    [InlineData(120, 5, 0.3391164991562634, 0.2779888349304694, 0.40303534888114606)]
    [InlineData(0.68, 1, 0, 0, 0.08797258772561449)]
    [InlineData(0.5, 9, 0, 0, 0)]
    public void Strength_of_an_association(
        double statistic,
        int freedom,
        double value,
        double low,
        double high
    )
    {
        var strength = CramersV.Of(new(statistic, freedom, 0, 0, 0), 1000);
        strength.Value.ShouldBe(value, 1e-9);
        strength.Low.ShouldBe(low, 1e-7);
        strength.High.ShouldBe(high, 1e-7);
    }

    [Fact]
    public void Strength_lies_within_its_interval_whatever_the_book() =>
        Gen.Select(Gen.Long[0, 100_000], Gen.Long[0, 1_000_000])
            .Array[2, 12]
            .Sample(groups =>
            {
                var test = ChiSquare.Independence(groups);
                if (test is null)
                    return true;
                var strength = CramersV.Of(test, groups.Sum(g => g.Item1 + g.Item2));
                return strength.Low <= strength.Value + 1e-9
                    && strength.Value <= strength.High + 1e-9
                    && strength.Value <= test.CramersV
                    && strength is { Low: >= 0, High: <= 1 };
            });
}
