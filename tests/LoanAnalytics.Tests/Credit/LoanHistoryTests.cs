using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

public sealed class LoanHistoryTests
{
    private static readonly DateOnly Start = new(2024, 1, 15);
    private static readonly DateOnly AsOf = new(2024, 4, 30);
    private static readonly Dictionary<DateOnly, decimal> NothingReported = [];

    // 1,000 lent, 110 due a month. February: 110 paid, of it 100 principal: 900. March: 110 paid of which 101 principal: 799, taken back on
    // the 20th: 900 again and 110 paid in all. May is due after the as-of date and not paid yet.
    [Fact]
    public void The_course_of_a_loan_by_hand()
    {
        var points = LoanHistory.Of(
            1_000,
            Start,
            AsOf,
            [(new(2024, 2, 15), 110), (new(2024, 3, 15), 110), (new(2024, 5, 15), 110)],
            [
                new(new(2024, 2, 15), MovementKind.Payment, 110, 100),
                new(new(2024, 3, 10), MovementKind.Payment, 110, 101),
                new(new(2024, 3, 20), MovementKind.Reversal, 110, 101),
                new(new(2024, 5, 2), MovementKind.Payment, 110, 101),
            ],
            NothingReported
        );

        points.ShouldBe([
            new(Start, 0, 0, 1_000, BalanceBasis.Payments),
            new(new(2024, 2, 15), 110, 110, 900, BalanceBasis.Payments),
            new(new(2024, 3, 10), 110, 220, 799, BalanceBasis.Payments),
            new(new(2024, 3, 15), 220, 220, 799, BalanceBasis.Payments),
            new(new(2024, 3, 20), 220, 110, 900, BalanceBasis.Payments),
            new(new(2024, 5, 15), 330, null, null, null),
        ]);
    }

    [Theory] // 1,000 lent and 100 moved, 60 of it principal
    [InlineData(MovementKind.Payment, 100, 940)]
    [InlineData(MovementKind.Recovery, 100, 940)]
    [InlineData(MovementKind.Reversal, -100, 1_060)]
    [InlineData(MovementKind.Refund, -100, 1_060)]
    [InlineData(MovementKind.Waiver, 0, 940)]
    public void What_a_movement_does_to_the_money_paid_and_to_the_balance(
        MovementKind kind,
        int paid,
        int balance
    )
    {
        foreach (var sign in (int[])[1, -1])
            if (sign == 1 || kind is MovementKind.Reversal or MovementKind.Refund)
            {
                var last = LoanHistory.Of(
                    1_000,
                    Start,
                    AsOf,
                    [],
                    [new(new(2024, 3, 1), kind, sign * 100, sign * 60)],
                    NothingReported
                )[^1];
                (last.Due, last.Paid, last.Balance).ShouldBe((null, paid, balance));
            }
    }

    [Fact]
    public void One_payment_that_does_not_state_its_principal_leaves_the_reported_balances_alone()
    {
        var points = LoanHistory.Of(
            1_000,
            Start,
            AsOf,
            [],
            [
                new(new(2024, 2, 15), MovementKind.Payment, 110, 100),
                new(new(2024, 3, 15), MovementKind.Payment, 110, null),
            ],
            new Dictionary<DateOnly, decimal> { [new(2024, 2, 29)] = 905, [AsOf] = 810 }
        );

        points.ShouldBe([
            new(Start, null, 0, null, null),
            new(new(2024, 2, 15), null, 110, null, null),
            new(new(2024, 2, 29), null, 110, 905, BalanceBasis.Reported),
            new(new(2024, 3, 15), null, 220, null, null),
            new(AsOf, null, 220, 810, BalanceBasis.Reported),
        ]);
    }

    [Fact]
    public void One_reported_balance_is_no_course_and_two_are()
    {
        LoanHistory
            .Of(1_000, Start, AsOf, [], [], new Dictionary<DateOnly, decimal> { [AsOf] = 810 })
            .ShouldBeEmpty();
        LoanHistory
            .Of(
                1_000,
                Start,
                AsOf,
                [],
                [],
                new Dictionary<DateOnly, decimal> { [new(2024, 3, 31)] = 900, [AsOf] = 810 }
            )
            .Select(p => (p.Due, p.Paid, p.Balance))
            .ShouldBe([(null, null, 900m), (null, null, 810m)]);
    }
}
