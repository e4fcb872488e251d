using CsCheck;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

/// <summary>Whether groups differ in a number or in a category beyond chance.</summary>
public sealed class GroupDifferenceTests
{
    [Fact] // SciPy, f_oneway: the example of its documentation (McDonald et al. 1991, shells of mussels)
    public void Analysis_of_variance_as_published()
    {
        double[][] places =
        [
            [0.0571, 0.0813, 0.0831, 0.0976, 0.0817, 0.0859, 0.0735, 0.0659, 0.0923, 0.0836],
            [0.0873, 0.0662, 0.0672, 0.0819, 0.0749, 0.0649, 0.0835, 0.0725],
            [0.0974, 0.1352, 0.0817, 0.1016, 0.0968, 0.1064, 0.105],
            [0.1033, 0.0915, 0.0781, 0.0685, 0.0677, 0.0697, 0.0764, 0.0689],
            [0.0703, 0.1026, 0.0956, 0.0973, 0.1039, 0.1045],
        ];
        var test = OneWayAnova.Test(
            [.. places.SelectMany(p => p)],
            [.. places.SelectMany((p, i) => p.Select(_ => i))]
        )!;
        test.F.ShouldBe(7.121019471642447, 1e-9);
        test.PValue.ShouldBe(0.0002812242314534544, 1e-12);
        (test.Between, test.Within).ShouldBe((4, 34));
    }

    [Fact] // means 2 and 5, mean 3.5: between 2 x 2 x 1.5² = 9, within 2 + 2 = 4
    public void Eta_squared_is_the_share_of_variance_between_groups()
    {
        var test = OneWayAnova.Test([1, 3, 4, 6], [0, 0, 1, 1])!;
        test.EtaSquared.ShouldBe(9.0 / 13, 1e-12);
        test.F.ShouldBe(9.0 / 2, 1e-12);
    }

    [Fact]
    public void Nothing_is_tested_where_there_is_one_group_or_no_difference_at_all()
    {
        OneWayAnova.Test([], []).ShouldBeNull();
        OneWayAnova.Test([1, 2], [0, 0]).ShouldBeNull();
        OneWayAnova.Test([1, 2], [0, 1]).ShouldBeNull();
        OneWayAnova.Test([1, 1, 1], [0, 1, 1]).ShouldBeNull();
        OneWayAnova.Test([1, 1, 2, 2], [0, 0, 1, 1])!.PValue.ShouldBe(0);
    }

    [Fact] // SciPy, chi2_contingency: the example of its documentation; V = √(2.7778 / 100)
    public void Chi_square_of_more_than_two_outcomes_as_published()
    {
        var test = ChiSquare.Independence([
            [10, 10, 20],
            [20, 20, 20],
        ])!;
        test.ChiSquare.ShouldBe(2.7777777777777777, 1e-12);
        test.PValue.ShouldBe(0.24935220877729614, 1e-12);
        test.DegreesOfFreedom.ShouldBe(2);
        test.CramersV.ShouldBe(1.0 / 6, 1e-12);
        test.SmallestExpected.ShouldBe(12);
    }

    [Fact]
    public void Groups_and_outcomes_can_change_places_and_empty_ones_say_nothing() =>
        Gen.Int[0, 30]
            .Array[6]
            .Sample(c =>
            {
                IReadOnlyList<long>[] table =
                [
                    [c[0], c[1], c[2]],
                    [c[3], c[4], c[5]],
                ];
                IReadOnlyList<long>[] turned =
                [
                    [c[0], c[3]],
                    [c[1], c[4]],
                    [c[2], c[5]],
                    [0, 0],
                ];
                var (one, other) = (ChiSquare.Independence(table), ChiSquare.Independence(turned));
                return one is null
                    ? other is null
                    : Math.Abs(one.ChiSquare - other!.ChiSquare) < 1e-9
                        && Math.Abs(one.CramersV - other.CramersV) < 1e-9
                        && one.DegreesOfFreedom == other.DegreesOfFreedom;
            });
}
