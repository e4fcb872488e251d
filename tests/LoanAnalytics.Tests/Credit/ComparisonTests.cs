using CsCheck;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

public sealed class ComparisonTests
{
    [Theory] // Newcombe (1998), Stat. Med. 17, 857-872, table I, method 3
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_interval_as_published(
        int numerator,
        int denominator,
        double low,
        double high
    )
    {
        var share = Proportion.Of(numerator, denominator);
        share.Low!.Value.ShouldBe(low, 0.00005);
        share.High!.Value.ShouldBe(high, 0.00005);
    }

    [Fact]
    public void A_share_of_nothing_is_unknown() =>
        Proportion.Of(0, 0).ShouldBe(new Proportion(0, 0, null, null, null));

    [Fact]
    public void The_interval_holds_the_share() =>
        Gen.Int[1, 100_000]
            .SelectMany(n => Gen.Int[0, n].Select(x => (x, n)))
            .Sample(
                (x, n) =>
                    Proportion.Of(x, n) is { Low: { } l, Rate: { } r, High: { } h }
                    && l <= r
                    && r <= h
                    && l >= 0
                    && h <= 1
            );

    [Fact]
    public void An_adjusted_rate_lies_between_the_groups_and_the_portfolios() =>
        Gen.Select(Gen.Int[0, 500], Gen.Int[0, 500], Gen.Double[0, 1], Gen.Double[1, 1000])
            .Sample(
                (bad, good, m, a) =>
                {
                    var adjusted = EmpiricalBayes.Adjusted(bad, bad + good, m, a)!.Value;
                    var rate = bad + good == 0 ? m : (double)bad / (bad + good);
                    return adjusted >= Math.Min(rate, m) - 1e-12
                        && adjusted <= Math.Max(rate, m) + 1e-12;
                }
            );

    [Fact] // the ten branches of a book of 1,000 loans; statistic and p as SciPy gives them
    public void Ten_branches_that_do_not_differ()
    {
        (long, long)[] groups =
        [
            (12, 87),
            (12, 111),
            (10, 87),
            (11, 98),
            (5, 78),
            (10, 89),
            (10, 98),
            (10, 85),
            (13, 72),
            (6, 96),
        ];
        var test = ChiSquare.Independence(groups)!;
        test.ChiSquare.ShouldBe(6.6854622235, 1e-9);
        test.DegreesOfFreedom.ShouldBe(9);
        test.PValue.ShouldBe(0.669829589905, 1e-9);
        test.SmallestExpected.ShouldBe(8.217, 1e-9);
    }

    [Fact]
    public void One_outcome_only_cannot_be_tested() =>
        ChiSquare.Independence([(0, 5), (0, 7)]).ShouldBeNull();

    [Fact] // by hand: 0.1 -+ 1.96 sqrt(0.09 / 100) = 0.1 -+ 0.0588; 3.09 gives 0.0927
    public void Funnel_limits_by_hand()
    {
        var limits = Funnel.Limits(0.1, 100)!;
        limits.Low95.ShouldBe(0.0412, 1e-9);
        limits.High95.ShouldBe(0.1588, 1e-9);
        limits.Low998.ShouldBe(0.0073, 1e-9);
        limits.High998.ShouldBe(0.1927, 1e-9);
        Funnel.Position(0.17, limits).ShouldBe(FunnelPosition.Above95);
        Funnel.Position(0.20, limits).ShouldBe(FunnelPosition.Above998);
        Funnel.Position(0.1588, limits).ShouldBe(FunnelPosition.Inside);
    }

    [Fact] // ranks 1..5 against 2 1 4 3 5: 1 - 6 x 4 / (5 x 24) = 0.8; p of t = 2.3094 with 3 degrees = 0.1041
    public void Spearman_by_hand()
    {
        var test = Spearman.Correlation([1, 2, 3, 4, 5], [20, 10, 40, 30, 50])!;
        test.Rho.ShouldBe(0.8, 1e-12);
        test.PValue.ShouldBe(0.1041, 5e-5);
    }

    [Fact]
    public void A_clearly_worse_group_is_surely_first()
    {
        var places = RankInterval.Of([(500, 1000), (100, 1000), (0, 0)], 1, 9, seed: 7);
        places[0].ShouldBe(new RankedPlace(1, 1, 1));
        places[1].ShouldBe(new RankedPlace(2, 2, 2));
        places[2].ShouldBeNull();
    }
}
