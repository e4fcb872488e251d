using CsCheck;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

public sealed class DifferenceTests
{
    [Theory] // Newcombe (1998), Stat. Med. 17, 873-890, table II, method 10
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1.0000)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0000)]
    public void Interval_of_a_difference_as_published(
        int x1,
        int n1,
        int x2,
        int n2,
        double low,
        double high
    )
    {
        var difference = RateDifference.Of(Proportion.Of(x1, n1), Proportion.Of(x2, n2))!;
        difference.Rate.ShouldBe((double)x1 / n1 - (double)x2 / n2, 1e-12);
        difference.Low.ShouldBe(low, 0.00005);
        difference.High.ShouldBe(high, 0.00005);
    }

    [Fact]
    public void There_is_no_difference_to_a_share_of_nothing() =>
        RateDifference.Of(Proportion.Of(1, 2), Proportion.Of(0, 0)).ShouldBeNull();

    [Fact]
    public void The_interval_holds_the_difference_and_turns_round_with_it() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[1, 60], Gen.Int[0, 60], Gen.Int[1, 60])
            .Where((x1, n1, x2, n2) => x1 <= n1 && x2 <= n2)
            .Sample(
                (x1, n1, x2, n2) =>
                {
                    var (first, second) = (Proportion.Of(x1, n1), Proportion.Of(x2, n2));
                    var there = RateDifference.Of(first, second)!;
                    var back = RateDifference.Of(second, first)!;
                    return there.Low <= there.Rate
                        && there.Rate <= there.High
                        && there.Low >= -1 - 1e-12
                        && there.High <= 1 + 1e-12
                        && Math.Abs(there.Low + back.High) < 1e-12;
                }
            );

    [Fact] // sorted 0.005 x 4 = 0.02, 0.01 x 3 = 0.03, 0.03 x 2 = 0.06, and 0.04 x 1 must not be below the one before
    public void Four_p_values_adjusted_by_hand() =>
        Rounded(Holm.Adjusted([0.01, 0.04, 0.03, 0.005])).ShouldBe([0.03, 0.06, 0.06, 0.02]);

    [Fact] // 0.5 x 2 is 1, and no p-value is above that; equal ones stay equal
    public void An_adjusted_p_value_is_at_most_1() =>
        Rounded(Holm.Adjusted([0.5, 0.9, 0.5])).ShouldBe([1, 1, 1]);

    [Fact]
    public void One_test_alone_stays_as_it_is()
    {
        Holm.Adjusted([0.03]).ShouldBe([0.03]);
        Holm.Adjusted([]).ShouldBeEmpty();
    }

    [Fact] // expected 20 and 80 in each: 2 x (100 / 20 + 100 / 80) = 12.5, and √(12.5 / 200) = 0.25
    public void Strength_of_an_association_by_hand()
    {
        var test = ChiSquare.Independence([(30, 70), (10, 90)])!;
        test.ChiSquare.ShouldBe(12.5, 1e-12);
        test.CramersV.ShouldBe(0.25, 1e-12);
    }

    private static double[] Rounded(IEnumerable<double> values) =>
        [.. values.Select(v => Math.Round(v, 12))];
}
