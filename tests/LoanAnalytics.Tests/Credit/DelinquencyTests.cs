using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

/// <summary>Who is late, by how much and since when; each case small enough to follow with a pencil.</summary>
public sealed class DelinquencyTests
{
    /// <summary>100 on the last days of January, February and March 2024.</summary>
    private static readonly ScheduledInstalment[] Quarter =
    [
        new(1, new(2024, 1, 31), 100),
        new(2, new(2024, 2, 29), 100),
        new(3, new(2024, 3, 31), 100),
    ];

    [Fact]
    public void Each_payment_is_traced_to_the_instalments_that_it_paid()
    {
        var allocation = PaymentAllocation.Of(
            Quarter,
            [Paid(3, 31, 100, "C"), Paid(1, 31, 60, "A"), Paid(2, 20, 90, "B")],
            On(4, 30)
        );

        allocation
            .Instalments.Select(i => (i.Paid, i.Unpaid, i.SettledOn))
            .ShouldBe([(100, 0, On(2, 20)), (100, 0, On(3, 31)), (50, 50, null)]);
        allocation
            .Instalments.Select(i =>
                string.Join(" ", i.Parts.Select(p => $"{p.PaymentNo}{p.Amount}"))
            )
            .ShouldBe(["A60 B40", "B50 C50", "C50"]);
        allocation.Surplus.ShouldBeEmpty();
    }

    [Fact] // 310 paid on 300
    public void What_is_paid_beyond_the_schedule_is_surplus() =>
        PaymentAllocation
            .Of(Quarter, [Paid(1, 15, 310, "A")], On(1, 31))
            .Surplus.ShouldBe([new(On(1, 15), MovementKind.Payment, "A", 10)]);

    [Fact] // the first payment bounced; the second, of 50, stays where it was
    public void A_reversal_undoes_the_payment_of_its_amount_and_no_other()
    {
        var allocation = PaymentAllocation.Of(
            Quarter,
            [
                Paid(1, 31, 100, "A"),
                Paid(2, 10, 50, "B"),
                new(On(2, 20), MovementKind.Reversal, 100, null),
            ],
            On(2, 25)
        );

        allocation.Instalments[0].Parts.ShouldBe([new(On(2, 10), MovementKind.Payment, "B", 50)]);
        allocation.Instalments[0].SettledOn.ShouldBeNull();
    }

    [Fact] // 100 and 80 paid, 30 given back: of the later payment 50 is left
    public void A_refund_of_part_takes_back_the_latest_money()
    {
        var allocation = PaymentAllocation.Of(
            Quarter,
            [
                Paid(1, 31, 100, "A"),
                Paid(2, 10, 80, "B"),
                new(On(2, 20), MovementKind.Refund, -30, null),
            ],
            On(2, 25)
        );

        allocation.Instalments[0].SettledOn.ShouldBe(On(1, 31));
        allocation.Instalments[1].Parts.ShouldBe([new(On(2, 10), MovementKind.Payment, "B", 50)]);
        allocation.Overdrawn.ShouldBe(0);
    }

    [Fact] // 40 taken back with nothing there, then 100 paid: 60 remain
    public void A_reversal_without_a_payment_is_made_good_by_the_next_one()
    {
        Movement[] movements =
        [
            new(On(1, 20), MovementKind.Reversal, 40, null),
            Paid(1, 31, 100, "A"),
        ];

        PaymentAllocation.Of(Quarter, movements, On(1, 25)).Overdrawn.ShouldBe(40);
        PaymentAllocation.Of(Quarter, movements, On(1, 31)).Instalments[0].Paid.ShouldBe(60);
        LoanDelinquency.At(Quarter, movements, On(2, 1))!.ArrearsAmount.ShouldBe(40);
    }

    [Fact] // nothing to pay in January, and nothing paid
    public void An_instalment_of_nothing_is_settled_on_its_due_date()
    {
        var allocation = PaymentAllocation.Of(
            [Quarter[0] with { Amount = 0 }, Quarter[1]],
            [],
            On(2, 10)
        );

        allocation.Instalments.Select(i => i.SettledOn).ShouldBe([On(1, 31), null]);
        PaymentBehaviour.Of(allocation).InstalmentsDue.ShouldBe(0);
    }

    [Fact]
    public void A_waiver_settles_an_instalment_and_a_recovery_does_not()
    {
        Late(On(2, 10), [new(On(2, 5), MovementKind.Waiver, 100, null)]).ShouldBe((0, 0));
        Late(On(2, 10), [new(On(2, 5), MovementKind.Recovery, 100, null)]).ShouldBe((10, 100));
    }

    [Fact] // 31 January to 31 March 2024 is 29 + 31 = 60 days; 40 of January is paid, February is late, March falls due today
    public void The_standing_of_a_loan_says_how_its_days_come_about() =>
        LoanDelinquency
            .At(Quarter, [Paid(2, 10, 40, "A")], On(3, 31))
            .ShouldBe(new LoanDelinquency(On(3, 31), 60, 160, 300, 40, Quarter[0], On(1, 31)));

    [Theory] // due on 31 January, and nothing paid
    [InlineData(2, 5, 0, 0)]
    [InlineData(2, 6, 6, 100)]
    [InlineData(3, 2, 31, 100)] // February fell due two days ago and is still in its grace
    [InlineData(3, 6, 35, 200)]
    public void Within_five_days_of_grace_a_loan_is_not_late_and_after_them_it_is_from_the_due_date(
        int month,
        int day,
        int days,
        int arrears
    ) => Late(On(month, day), [], new() { GraceDays = 5 }).ShouldBe((days, arrears));

    [Fact] // 1 June 2024 is a Saturday; the Monday after it is a holiday in the second policy
    public void What_falls_due_on_a_weekend_or_holiday_falls_due_on_the_next_working_day()
    {
        ScheduledInstalment[] june = [new(1, new(2024, 6, 1), 100)];
        var weekends = new DelinquencyPolicy
        {
            RestDays = new HashSet<DayOfWeek> { DayOfWeek.Saturday, DayOfWeek.Sunday },
        };
        var holiday = weekends with { Holidays = new HashSet<DateOnly> { new(2024, 6, 3) } };

        Days(On(6, 3), DelinquencyPolicy.Default).ShouldBe(2);
        Days(On(6, 3), weekends).ShouldBe(0);
        Days(On(6, 4), weekends).ShouldBe(1);
        Days(On(6, 4), holiday).ShouldBe(0);
        Days(On(6, 5), holiday).ShouldBe(1);
        var onSunday = PaymentBehaviour.Of(
            PaymentAllocation.Of(june, [Paid(6, 2, 100, "A")], On(6, 30), weekends)
        );
        (onSunday.OnTime, onSunday.AverageDaysLate).ShouldBe((1, 0));

        int Days(DateOnly asOf, DelinquencyPolicy policy) =>
            LoanDelinquency.At(june, [], asOf, policy)!.DaysPastDue;
    }

    [Fact] // 99.50 paid each month: short by 0.50, then 1.00, then 1.50
    public void Trifling_shortfalls_are_let_pass_but_do_not_pile_up()
    {
        Movement[] movements =
        [
            Paid(1, 31, 99.5m, "A"),
            Paid(2, 29, 99.5m, "B"),
            Paid(3, 31, 99.5m, "C"),
        ];
        var policy = new DelinquencyPolicy { Tolerance = 1 };

        Late(On(3, 30), movements, policy).ShouldBe((0, 0));
        Late(On(4, 10), movements, policy).ShouldBe((10, 1.5m));
        Late(On(3, 30), movements).ShouldBe((30, 1)); // to the cent, February is short
        PaymentAllocation
            .Of(Quarter, movements, On(4, 10), policy)
            .Instalments.Select(i => i.SettledOn)
            .ShouldBe([On(1, 31), On(2, 29), null]);
    }

    [Fact] // paid a few days after the next one fell due, so that there is always one overdue: strict from 31 March, rolling from 31 January
    public void Rolling_days_run_on_until_nothing_is_overdue()
    {
        Movement[] late = [Paid(3, 5, 100, "A"), Paid(4, 5, 100, "B"), Paid(4, 10, 100, "C")];
        Days(On(4, 5), late, DaysPastDueRule.OldestUnpaid).ShouldBe(5);
        Days(On(4, 5), late, DaysPastDueRule.Rolling).ShouldBe(65);
        Days(On(4, 10), late, DaysPastDueRule.Rolling).ShouldBe(0);
        Days(On(5, 2), late, DaysPastDueRule.Rolling).ShouldBe(2);
    }

    [Fact] // January is paid on the day on which February falls due, February on that of March: on these days nothing is overdue
    public void A_day_without_arrears_starts_the_rolling_count_anew()
    {
        Movement[] late = [Paid(2, 29, 100, "A"), Paid(3, 31, 100, "B")];
        Days(On(3, 30), late, DaysPastDueRule.Rolling).ShouldBe(30);
        Days(On(3, 31), late, DaysPastDueRule.Rolling).ShouldBe(0);
        Days(On(4, 5), late, DaysPastDueRule.Rolling).ShouldBe(5);
    }

    [Fact] // 31 January + 31 days is 2 March 2024
    public void A_loan_is_first_more_than_thirty_days_late_on_the_thirty_first_day()
    {
        First([]).ShouldBe(On(3, 2));
        First([], asOf: On(3, 1)).ShouldBeNull();
        First([Paid(3, 2, 100, "A")], asOf: On(3, 20)).ShouldBeNull();
        First([Paid(3, 3, 300, "A")]).ShouldBe(On(3, 2));
        First([], new() { GraceDays = 40 }).ShouldBe(On(3, 12));
    }

    [Fact] // until 15 April the payment of 10 February counted
    public void A_reversal_makes_a_loan_late_from_its_own_day_on() =>
        First([Paid(2, 10, 300, "A"), new(On(4, 15), MovementKind.Reversal, 300, null)])
            .ShouldBe(On(4, 15));

    [Fact]
    public void Default_is_the_earliest_that_is_known_by_the_day()
    {
        DefaultDate.Of(On(5, 1), On(6, 1), On(4, 30), On(6, 30)).ShouldBe(On(4, 30));
        DefaultDate.Of(On(5, 1), On(6, 1), null, On(6, 30)).ShouldBe(On(5, 1));
        DefaultDate.Of(On(5, 1), null, null, On(4, 30)).ShouldBeNull();
    }

    [Fact] // 150 lent in parts of 40, 50 and 60; two instalments settled leave 60, and half of the third changes nothing
    public void A_past_balance_is_the_principal_that_is_not_settled()
    {
        ScheduledInstalment[] schedule =
        [
            Quarter[0] with
            {
                Principal = 40,
            },
            Quarter[1] with
            {
                Principal = 50,
            },
            Quarter[2] with
            {
                Principal = 60,
            },
        ];
        var allocation = PaymentAllocation.Of(schedule, [Paid(1, 31, 250, "A")], On(3, 15));

        ScheduleBalance
            .Of(allocation, 150)
            .ShouldBe(new ScheduleBalance(60, ScheduleBalanceBasis.Principal));
        ScheduleBalance
            .Of(allocation)
            .ShouldBe(new ScheduleBalance(50, ScheduleBalanceBasis.Instalments));
    }

    // 100 due on the 15th of April, May and June. April: 40 paid, 60 in arrears. May: 30 and 30 of it caught up, 50 on time, 30 late, 20 let go,
    // 60 ahead for June.
    [Fact]
    public void A_month_of_collections_by_hand()
    {
        ScheduledInstalment[] schedule =
        [
            new(1, On(4, 15), 100),
            new(2, On(5, 15), 100),
            new(3, On(6, 15), 100),
        ];
        Movement[] movements =
        [
            Paid(4, 15, 40, "A"),
            Paid(5, 3, 30, "B"),
            Paid(5, 15, 80, "C"),
            Paid(5, 20, 30, "D"),
            new(On(5, 25), MovementKind.Waiver, 20, null),
            Paid(5, 30, 60, "E"),
        ];

        var may = PeriodCollections.Of(schedule, movements, On(5, 1), On(5, 31));
        may.ShouldBe(new PeriodCollections(100, 60, 50, 30, 60, 60, 0, 20));
        (may.CashCollected, may.ArrearsAtEnd).ShouldBe((200, 0));
        (may.CollectionEfficiency, may.TotalDemandEfficiency).ShouldBe((1.4, 0.875));

        var june = PeriodCollections.Of(schedule, movements, On(6, 1), On(6, 30));
        june.ShouldBe(new PeriodCollections(100, 0, 60, 0, 0, 0, 60));
        (june.CashCollected, june.ArrearsAtEnd).ShouldBe((0, 40));

        PeriodCollections
            .Sum([may, june])
            .ShouldBe(new PeriodCollections(200, 60, 110, 30, 60, 60, 60, 20));
    }

    // 1,000 on time, 500 at 45 days, 300 renegotiated and at 60 days, 200 renegotiated and 100 not with no schedule to tell by.
    [Fact]
    public void Renegotiated_loans_leave_the_strict_figure_and_are_all_in_the_variant()
    {
        var par = PortfolioAtRisk.Of(
            30,
            [
                LatePosition.Of(0, 1_000),
                LatePosition.Of(45, 500),
                LatePosition.Of(60, 300, isRenegotiated: true),
                LatePosition.Of(null, 200, isRenegotiated: true),
                LatePosition.Of(null, 100),
                LatePosition.Of(400, -50),
            ]
        );

        par.ShouldBe(
            new PortfolioAtRisk(
                30,
                1,
                500,
                1_800,
                500.0 / 1_800,
                new(2, 500, 1_000, 2_000, 0.5),
                2,
                300
            )
        );
    }

    [Fact]
    public void An_empty_portfolio_has_no_rate()
    {
        var par = PortfolioAtRisk.Of(30, []);
        (par.Balance, par.Rate, par.WithRenegotiated.Rate).ShouldBe((0m, null, null));
        AgingBuckets.Of([]).ShouldAllBe(r => r.Loans == 0 && r.Balance == 0 && r.Share == null);
        PortfolioAtRisk.ArrearsRate(0, 0).ShouldBeNull();
    }

    private static DateOnly On(int month, int day) => new(2024, month, day);

    private static Movement Paid(int month, int day, decimal amount, string number) =>
        new(On(month, day), MovementKind.Payment, amount, null, number);

    private static (int Days, decimal Arrears) Late(
        DateOnly asOf,
        Movement[] movements,
        DelinquencyPolicy? policy = null
    )
    {
        var late = LoanDelinquency.At(Quarter, movements, asOf, policy)!;
        return (late.DaysPastDue, late.ArrearsAmount);
    }

    private static int Days(DateOnly asOf, Movement[] movements, DaysPastDueRule rule) =>
        LoanDelinquency
            .At(
                [.. Quarter, new(4, new(2024, 4, 30), 100)],
                movements,
                asOf,
                new() { Rule = rule }
            )!
            .DaysPastDue;

    private static DateOnly? First(
        Movement[] movements,
        DelinquencyPolicy? policy = null,
        DateOnly? asOf = null
    ) => LoanDelinquency.FirstBeyond(30, Quarter, movements, asOf ?? On(6, 30), policy);
}
