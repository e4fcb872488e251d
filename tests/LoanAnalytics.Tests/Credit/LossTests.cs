using System.Globalization;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

/// <summary>What becomes of cohorts, and what is lost.</summary>
public sealed class LossTests
{
    [Theory] // log-log limits of Freireich's 6-MP arm, worked from Greenwood's sums
    [InlineData(6, 0.6197, 0.9516)]
    [InlineData(7, 0.5631, 0.9228)]
    [InlineData(10, 0.5032, 0.8894)]
    [InlineData(13, 0.4316, 0.8491)]
    [InlineData(16, 0.3675, 0.8049)]
    [InlineData(22, 0.2678, 0.7468)]
    [InlineData(23, 0.1881, 0.6801)]
    public void Limits_of_a_survival_curve_by_hand(int time, double low, double high)
    {
        var curve = KaplanMeier.Of([
            new(6, 3, 1),
            new(7, 1, 0),
            new(9, 0, 1),
            new(10, 1, 1),
            new(11, 0, 1),
            new(13, 1, 0),
            new(16, 1, 0),
            new(17, 0, 1),
            new(19, 0, 1),
            new(20, 0, 1),
            new(22, 1, 0),
            new(23, 1, 0),
            new(25, 0, 1),
            new(32, 0, 2),
            new(34, 0, 1),
            new(35, 0, 1),
        ]);

        var step = curve.Steps.Single(s => s.Time == time);
        step.Low!.Value.ShouldBe(low, 0.00005);
        step.High!.Value.ShouldBe(high, 0.00005);
    }

    [Fact]
    public void A_curve_that_ends_at_nothing_has_no_error_there_and_one_without_loans_has_no_end()
    {
        var all = KaplanMeier.Of([new(4, 2, 0)]);
        all.Steps.ShouldBe([new SurvivalStep(4, 2, 2, 0, null, null, null)]);
        (all.SurvivalAt(3), all.SurvivalAt(4), all.SurvivalAt(5)).ShouldBe((1, 0, null));

        var none = KaplanMeier.Of([]);
        (none.Loans, none.LastTime, none.MedianTime).ShouldBe((0, null, null));
        none.SurvivalAt(0).ShouldBeNull();
    }

    [Fact] // 31 January to 1 February is another month on book, but not a whole one; 31 January + 1 month is 29 February
    public void Months_on_book_change_with_the_calendar_and_whole_months_on_the_day()
    {
        var start = new DateOnly(2024, 1, 31);
        MonthsOnBook.At(start, new(2024, 2, 1)).ShouldBe(1);
        MonthsOnBook.At(start, new(2025, 1, 1)).ShouldBe(12);
        MonthsOnBook.Whole(start, new(2024, 2, 28)).ShouldBe(0);
        MonthsOnBook.Whole(start, new(2024, 2, 29)).ShouldBe(1);
        MonthsOnBook.Whole(start, new(2025, 1, 30)).ShouldBe(11);
        MonthsOnBook.Whole(start, new(2023, 5, 1)).ShouldBe(0);
    }

    [Fact] // on 20 June a default of the 25th and a loan of August are not known of
    public void A_vintage_knows_nothing_of_what_comes_after_its_day()
    {
        VintageLoan[] loans =
        [
            new(new(2024, 3, 10), 400, new(2024, 6, 25)),
            new(new(2024, 4, 20), 600, new(2024, 6, 18)),
            new(new(2024, 8, 1), 900, null),
        ];
        var asOf = new DateOnly(2024, 6, 20);

        var triangle = VintageTriangle.Of(loans, VintagePeriod.Month, asOf, 3);

        VintageCurve.Of(loans, asOf, 3).Loans.ShouldBe(2);
        triangle
            .Select(v => (v.From, v.Curve.Loans, v.Curve.ObservedMonthsOnBook))
            .ShouldBe([(new(2024, 3, 1), 1, 3), (new(2024, 4, 1), 1, 2)]);
        triangle[0].Curve.Points.Select(p => p.RateByCount).ShouldBe([0, 0, 0, 0]);
        triangle[1]
            .Curve.Points.ShouldBe([
                new(0, 0, 0, 0, 0),
                new(1, 0, 0, 0, 0),
                new(2, 1, 600, 1, 1),
                new(3, null, null, null, null),
            ]);
        VintageCurve
            .Of(0, 0, null, [], 0)
            .Points.ShouldBe([new VintagePoint(0, null, null, null, null)]);
    }

    // 10 current loans of 1,000: 8 stay, 1 rolls, 1 is paid. 4 late ones: 1 is current again (300), 1 is paid (300), 2 roll on (200 each).
    [Fact]
    public void Roll_and_cure_by_number_and_by_balance()
    {
        var matrix = TransitionMatrix.Of(
            LoanStates.Ladder,
            [.. LoanStates.Ladder, LoanState.Paid, LoanState.WrittenOff],
            [
                new(LoanState.Current, LoanState.Current, 8, 8_000),
                new(LoanState.Current, LoanState.Days1To30, 1, 1_000),
                new(LoanState.Current, LoanState.Paid, 1, 1_000),
                new(LoanState.Days1To30, LoanState.Current, 1, 300),
                new(LoanState.Days1To30, LoanState.Paid, 1, 300),
                new(LoanState.Days1To30, LoanState.Days31To60, 2, 400),
            ]
        );

        matrix
            .RollRates(LoanStates.Ladder)
            .Select(r => r?.Rate)
            .ShouldBe([0.1, 0.5, null, null, null, null, null, null]);
        matrix.CureRate(LoanStates.Late, LoanStates.Cured).ShouldBe(Proportion.Of(2, 4));
        matrix.ShareByBalance(LoanStates.Late, LoanStates.Cured).ShouldBe(0.6);
        matrix.ShareByBalance([LoanState.Days1To30], [LoanState.Days31To60]).ShouldBe(0.4);
        matrix.ShareByBalance([LoanState.Over180], [LoanState.WrittenOff]).ShouldBeNull();
    }

    [Fact]
    public void A_loan_in_a_state_that_the_matrix_does_not_know_is_refused_not_lost()
    {
        Should.Throw<ArgumentException>(() =>
            TransitionMatrix.Of<string>(["current"], ["current"], [new("current", "lost", 1, 5)])
        );
        Should.Throw<ArgumentException>(() =>
            TransitionMatrix.Of<string>(
                ["paid", "current"],
                ["paid", "current"],
                [new("paid", "current", 1, 5)],
                ["paid"]
            )
        );
    }

    [Theory]
    [InlineData(0, false, false, "current")]
    [InlineData(31, false, false, "31-60")]
    [InlineData(181, false, false, ">180")]
    [InlineData(31, true, false, "paid")]
    [InlineData(null, true, true, "written_off")]
    [InlineData(null, false, false, null)]
    public void State_of_a_loan(int? days, bool isPaid, bool isWrittenOff, string? label)
    {
        var state = LoanStates.Of(days, isPaid, isWrittenOff);
        (state is { } s ? LoanStates.Label(s) : null).ShouldBe(label);
    }

    // From January to February 50 of 1,000 roll and 20 of 100 are written off: factors 0.05 x 0.2 = 0.01 and 0.2, so of February's 1,100 and 50
    // 11 + 10 = 21 is expected to be lost. In March and April 10 + 15 = 25 is.
    [Fact]
    public void A_forecast_is_set_beside_what_came_of_it()
    {
        BucketBalances[] months =
        [
            new(new(2024, 1, 31), [1_000, 100], 0),
            new(new(2024, 2, 29), [1_100, 50], 20),
            new(new(2024, 3, 31), [1_100, 66], 10),
            new(new(2024, 4, 30), [1_000, 40], 15),
        ];

        var test = LossForecast.BackTest(months, flows: 1).ShouldHaveSingleItem();
        (test.Month, test.Actual).ShouldBe((new(2024, 2, 29), 25));
        test.Forecast.ShouldBe(21, 1e-9m);
        test.Error.ShouldBe(-4, 1e-9m);
        test.RelativeError!.Value.ShouldBe(-0.16, 1e-9);
        LossForecast.BackTest(months[..3], flows: 1).ShouldBeEmpty();
    }

    [Fact] // (50 + 66) / (1,000 + 1,100), not the mean of 0.05 and 0.06
    public void Flow_rates_over_months_divide_sums() =>
        LossForecast
            .FlowRates([
                new(new(2024, 1, 31), [1_000, 100], 0),
                new(new(2024, 2, 29), [1_100, 50], 20),
                new(new(2024, 3, 31), [1_100, 66], 10),
            ])
            .ShouldBe([116.0 / 2_100, 0.2]);

    [Fact]
    public void Without_a_flow_there_is_no_forecast_but_for_an_empty_bucket()
    {
        var factors = LossForecast.LossFactors([0.1, null, 0.5]);
        factors.ShouldBe([null, null, 0.5]);
        LossForecast.Of([0, 0, 40], factors).Loss.ShouldBe(20);
        LossForecast.Of([10, 0, 40], factors).Loss.ShouldBeNull();
        LossForecast.Of([10], [1e30]).Loss.ShouldBeNull();
        LossForecast.Of([], []).LossRate.ShouldBeNull();
    }

    [Fact] // 500 recovered half a year after default, 600 with the reversal of another payment between; 2,000 were owed
    public void Only_recoveries_count_for_the_loss()
    {
        var flows = WorkoutRecovery.Flows(
            [
                new(new(2024, 9, 15), MovementKind.Recovery, 600, null),
                new(new(2024, 7, 1), MovementKind.Recovery, 500, null),
                new(new(2024, 7, 1), MovementKind.Payment, 70, null),
                new(new(2024, 8, 1), MovementKind.Reversal, 70, null),
                new(new(2025, 1, 1), MovementKind.Recovery, 900, null),
            ],
            defaultedOn: new(2024, 1, 20),
            asOf: new(2024, 12, 31)
        );

        flows.ShouldBe([new(6, 500), new(8, 600)]);
        WorkoutRecovery
            .Of(2_000, flows)
            .ShouldBe(new WorkoutRecovery(2_000, 1_100, 0.55, 1 - 0.55, null));
    }

    [Fact] // 12,000 over a year at 12 %: 0.01 / (1 - 1.01^-12) = 0.0888487887
    public void Level_instalment_by_hand()
    {
        LevelAnnuity.Instalment(12_000, 12, 12)!.Value.ShouldBe(1_066.1854641m, 1e-6m);
        LevelAnnuity.Instalment(12_000, 0, 12).ShouldBe(1_000);
        LevelAnnuity.Instalment(12_000, null, 12).ShouldBeNull();
        LevelAnnuity.Instalment(12_000, 12, 0).ShouldBeNull();
        LevelAnnuity.BalanceFactor(0, 10, 4).ShouldBe(0.4);
    }

    [Theory] // 1,200 over a year without interest from 15 January 2024: 100 a month
    [InlineData(2024, 7, 14, 300, 2, PlanBand.UpTo3)]
    [InlineData(2024, 7, 15, 300, 3, PlanBand.UpTo3)]
    [InlineData(2024, 7, 15, 600, 0, PlanBand.None)]
    [InlineData(2024, 7, 15, 900, -3, PlanBand.None)]
    [InlineData(2024, 7, 15, 500, 1, PlanBand.UpTo1)]
    [InlineData(2024, 7, 15, 0, 6, PlanBand.UpTo6)]
    [InlineData(2026, 7, 15, 0, 12, PlanBand.UpTo12)]
    [InlineData(2026, 7, 15, -100, 13, PlanBand.Over12)]
    public void Instalments_behind_the_plan_by_hand(
        int year,
        int month,
        int day,
        int paid,
        double behind,
        PlanBand band
    )
    {
        var position = PlanPosition.Of(
            1_200,
            0,
            12,
            new(2024, 1, 15),
            paid,
            new(year, month, day)
        )!;
        (position.Instalment, position.InstalmentsBehind, position.Band).ShouldBe(
            (100, behind, band)
        );
    }

    [Theory] // 1,000 over a year without interest: 83.333 a month, of which six are 500.00; six of 83.33 are 499.98, and 499.96 is short
    [InlineData(499.98, 0, 0)]
    [InlineData(500.02, 0, 0)]
    [InlineData(499.96, 0.00048, 0.04)]
    public void Instalments_rounded_to_the_cent_are_on_plan(
        double paid,
        double behind,
        double arrears
    )
    {
        var position = PlanPosition.Of(
            1_000,
            0,
            12,
            new(2024, 1, 15),
            (decimal)paid,
            new(2024, 7, 15)
        )!;
        position.InstalmentsBehind.ShouldBe(behind, 1e-9);
        ((double)position.ImpliedArrears).ShouldBe(arrears, 1e-9);
    }

    [Theory] // as of 1 January 2025; 29 February is the last day of a term of a month from 31 January 2024
    [InlineData(true, 2024, 12, 31, true)]
    [InlineData(true, 2025, 1, 1, false)]
    [InlineData(false, 2024, 12, 31, false)]
    public void A_loan_is_past_maturity_if_it_is_open_after_the_last_day_of_its_contract(
        bool isOpen,
        int year,
        int month,
        int day,
        bool expected
    )
    {
        var (start, asOf) = (new DateOnly(2024, 1, 31), new DateOnly(2025, 1, 1));
        LoanBurden
            .IsPastMaturity(isOpen, start, 12, new DateOnly(year, month, day), asOf)
            .ShouldBe(expected);
        LoanBurden.IsPastMaturity(true, start, 1, null, new(2024, 2, 29)).ShouldBe(false);
        LoanBurden.IsPastMaturity(true, start, 1, null, new(2024, 3, 1)).ShouldBe(true);
        LoanBurden.IsPastMaturity(true, start, null, null, asOf).ShouldBeNull();
    }

    [Fact]
    public void A_loan_and_the_instalments_of_a_customer_are_weighed_against_the_income()
    {
        LoanBurden.LoanToIncome(12_000, 48_000).ShouldBe(0.25m);
        LoanBurden.LoanBandOf(0.25m).ShouldBe("0.25-0.5");
        LoanBurden.LoanBandOf(0.2499m).ShouldBe("<0.25");
        LoanBurden.LoanBandOf(4).ShouldBe("4+");
        LoanBurden.LoanBandOf(LoanBurden.LoanToIncome(12_000, 0)).ShouldBeNull();
        // 300 and 100 a month are 4,800 a year of 12,000.
        LoanBurden.InstalmentsToIncome([300, 100], 12_000).ShouldBe(0.4m);
        LoanBurden.InstalmentBandOf([300, 100], 12_000).ShouldBe("0.4-0.5");
        LoanBurden.InstalmentBandOf([300, null], 12_000).ShouldBeNull();
        LoanBurden.InstalmentBandOf([300], null).ShouldBeNull();
        LoanBurden.InstalmentBandOf([], null).ShouldBe("none");
    }

    [Fact]
    public void Without_rate_or_sum_paid_there_is_no_plan_to_stand_against()
    {
        PlanPosition.Of(1_200, null, 12, new(2024, 1, 15), 0, new(2024, 7, 1)).ShouldBeNull();
        PlanPosition.Of(1_200, 5, 12, new(2024, 1, 15), null, new(2024, 7, 1)).ShouldBeNull();
        PlanPosition.Of(0, 5, 12, new(2024, 1, 15), 0, new(2024, 7, 1)).ShouldBeNull();
        Enum.GetValues<PlanBand>()
            .Select(PlanPosition.Label)
            .ShouldBe(["<= 0", "0-1", "1-3", "3-6", "6-12", "> 12"]);
    }

    // Worked apart from this code: as of the latest start of the seed book, 6 May 2025, its defaulted loans are 9.1 instalments ahead of plan on
    // average and its open ones 9.1 behind. Its status words and its money do not tell the same story.
    [Fact]
    public void The_defaulted_loans_of_the_seed_book_are_ahead_of_plan_and_the_open_ones_behind()
    {
        Assert.SkipUnless(
            Database.Shared is not null,
            "The shared seed book is not beside the checkout."
        );
        var loans = File.ReadLines(Path.Combine(Database.Shared!, "data", "seed", "fact_loans.csv"))
            .Skip(1)
            .Select(line => line.Split(','))
            .ToLookup(
                r => r[8] is "Approved" or "In Progress" ? "open" : r[8],
                r =>
                    PlanPosition.Of(
                        Money(r[3]),
                        Money(r[4]),
                        (int)Money(r[5]),
                        DateOnly.Parse(r[6], CultureInfo.InvariantCulture),
                        Money(r[9]),
                        new(2025, 5, 6)
                    )!
            );

        loans["Defaulted"].Average(p => p.InstalmentsBehind).ShouldBe(-9.122123350000208, 1e-9);
        loans["open"].Average(p => p.InstalmentsBehind).ShouldBe(9.077359875349122, 1e-9);
        loans["open"]
            .GroupBy(p => p.Band)
            .OrderBy(g => g.Key)
            .Select(g => g.Count())
            .ShouldBe([101, 13, 34, 38, 141, 176]);

        static decimal Money(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
    }
}
