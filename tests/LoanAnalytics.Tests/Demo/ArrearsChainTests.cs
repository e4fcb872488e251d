using LoanAnalytics.Api.Features.Demo;

namespace LoanAnalytics.Tests.Demo;

public sealed class ArrearsChainTests
{
    [Fact]
    public void With_one_instalment_left_default_needs_four_misses_in_a_row()
    {
        // 0.017 x 0.28 x 0.40 x 0.50: paying anything once the term is over leaves at most what was due last.
        new ArrearsChain(1)
            .DefaultWithinYear(state: 0, monthsLeft: 1)
            .ShouldBe(0.000952, 1e-12);
    }

    [Fact]
    public void Three_behind_two_months_after_the_term_is_default_or_repaid_next_month()
    {
        new ArrearsChain(1).DefaultWithinYear(state: 3, monthsLeft: -2).ShouldBe(0.50, 1e-12);
    }

    [Fact]
    public void Three_behind_at_the_last_instalment_defaults_by_each_way_that_is_left()
    {
        // Months left 0: default 0.50; stay 0.38, then default 0.50; stay again 0.38, then default 0.50; a cure repays.
        new ArrearsChain(1)
            .DefaultWithinYear(state: 3, monthsLeft: 0)
            .ShouldBe(0.50 + 0.38 * (0.50 + 0.38 * 0.50), 1e-12);
    }

    [Fact]
    public void A_loan_further_from_its_end_than_a_year_has_the_chance_of_one_a_year_from_it()
    {
        var chain = new ArrearsChain(2);
        chain.DefaultWithinYear(1, 40).ShouldBe(chain.DefaultWithinYear(1, 12));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(30)]
    public void Chances_of_a_step_sum_to_one_and_getting_worse_stays_possible_to_avoid(
        double factor
    )
    {
        var chain = new ArrearsChain(factor);
        for (var state = 0; state < 6; state++)
        {
            chain.Row(state).ToArray().Sum().ShouldBe(1, 1e-12);
            chain.Row(state).ToArray().ShouldAllBe(p => p >= 0);
        }
        for (var state = 0; state < ArrearsChain.Default; state++)
            chain.Row(state)[state + 1].ShouldBeLessThanOrEqualTo(0.85);
    }
}
