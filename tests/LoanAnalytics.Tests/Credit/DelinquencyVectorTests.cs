using System.Globalization;
using System.Text.Json.Nodes;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

/// <summary>The published and hand-worked vectors of repayment history.</summary>
public sealed class DelinquencyVectorTests
{
    internal static readonly Dictionary<string, Action<JsonNode, JsonNode>> Checks = new()
    {
        ["dpd-fineract-64-days"] = OneLoan,
        ["dpd-fineract-61-days"] = OneLoan,
        ["dpd-fineract-partial-2023-10-16"] = OneLoan,
        ["dpd-fineract-partial-2023-10-26"] = OneLoan,
        ["dpd-fineract-partial-2023-11-15"] = OneLoan,
        ["dpd-oldest-first-31-days"] = OneLoan,
        ["dpd-two-days"] = OldestUnpaid,
        ["dpd-leap-day"] = OldestUnpaid,
        ["dpd-zero-amount-instalments"] = PaymentHoliday,
        ["dpd-book-a"] = BookA,
        ["par-book-a"] = AtRisk,
        ["aging-book-a"] = Aging,
        ["aging-boundaries"] = AgingBoundaries,
        ["arrears-book-a"] = Arrears,
        ["risk-coverage"] = RiskCoverage,
        ["collection-efficiency"] = CollectionEfficiency,
        ["payment-behaviour"] = (inputs, expected) => Behaviour(inputs, expected),
        ["payment-behaviour-edges"] = BehaviourEdges,
        ["vintage-quarter-cohort"] = VintageOfCohort,
        ["vintage-young-cohort"] = VintageOfCohort,
        ["transition-matrix-counts"] = Transitions,
        ["transition-matrix-cohort-two-grades"] = TwoGrades,
        ["flow-rates-and-loss-factors"] = FlowRates,
        ["loss-forecast-occ"] = PublishedForecast,
        ["smm-cpr-single-pool"] = SinglePool,
        ["smm-cpr-two-pools"] = TwoPools,
        ["smm-cpr-conversion-table"] = ConversionTable,
        ["mdr-from-cdr"] = DefaultSpeed,
        ["mdr-smm-month-one"] = FirstMonth,
        ["lgd-workout"] = Workout,
        ["kaplan-meier-6mp"] = Survival,
        ["kaplan-meier-no-censoring"] = Survival,
        ["kaplan-meier-loans"] = Survival,
    };

    public static TheoryData<string> Ids => [.. Checks.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_vector_holds(string id)
    {
        var vector = MetricVectorTests.Vectors().Single(v => v["id"]!.GetValue<string>() == id);
        Checks[id](vector["inputs"]!, vector["expected"]!);
    }

    private static void OneLoan(JsonNode inputs, JsonNode expected)
    {
        var asOf = Date(inputs["asOf"]);
        CheckLoan(inputs, asOf, expected);
        var overdue = PaymentAllocation
            .Of(Schedule(inputs), Payments(inputs), asOf)
            .Instalments.Select(i =>
                i.SettledOn is null ? Math.Max(0, asOf.DayNumber - i.FallsDueOn.DayNumber) : 0
            );
        if (expected["perInstalmentDaysOverdue"] is { } each)
            overdue.ShouldBe(each.AsArray().Select(d => (int)d!));
    }

    private static void CheckLoan(JsonNode loan, DateOnly asOf, JsonNode expected)
    {
        var schedule = Schedule(loan);
        var payments = Payments(loan);
        var late = LoanDelinquency.At(schedule, payments, asOf)!;
        late.DaysPastDue.ShouldBe((int)expected["dpd"]!);
        late.ArrearsAmount.ShouldBe((decimal)expected["arrears"]!);
        ScheduleBalance
            .Of(PaymentAllocation.Of(schedule, payments, asOf))
            .ShouldBe(
                new ScheduleBalance(
                    (decimal)expected["outstanding"]!,
                    ScheduleBalanceBasis.Instalments
                )
            );
    }

    private static void OldestUnpaid(JsonNode inputs, JsonNode expected)
    {
        foreach (var (c, days) in inputs["cases"]!.AsArray().Zip(expected["dpd"]!.AsArray()))
            LoanDelinquency
                .At([new(1, Date(c!["oldestUnpaidDue"]), 100)], [], Date(c["asOf"]))!
                .DaysPastDue.ShouldBe((int)days!);
    }

    private static void PaymentHoliday(JsonNode inputs, JsonNode expected)
    {
        var schedule = Schedule(inputs);
        var cases = inputs["cases"]!.AsArray();
        cases
            .Select(c => LoanDelinquency.At(schedule, Payments(c!), Date(c!["asOf"]))!.DaysPastDue)
            .ShouldBe(expected["dpd"]!.AsArray().Select(d => (int)d!));
        var last = cases[^1]!;
        PaymentBehaviour
            .Of(PaymentAllocation.Of(schedule, Payments(last), Date(last["asOf"])))
            .MaxDaysLate12m.ShouldBe((int)expected["maxDaysLateLastCase"]!);
    }

    private static void BookA(JsonNode inputs, JsonNode expected)
    {
        var asOf = Date(inputs["asOf"]);
        var loans = inputs["loans"]!.AsArray().ToDictionary(l => Text(l!["id"]), l => l!);
        foreach (var loan in expected["loans"]!.AsArray())
            CheckLoan(loans[Text(loan!["id"])], asOf, loan);
        LoanDelinquency.At([], [], asOf).ShouldBeNull();
    }

    private static void AtRisk(JsonNode inputs, JsonNode expected)
    {
        foreach (var (days, balance) in expected["parBalance"]!.AsObject())
        {
            var par = PortfolioAtRisk.Of(
                int.Parse(days, CultureInfo.InvariantCulture),
                Positions(inputs)
            );
            par.Balance.ShouldBe((decimal)balance!);
            par.GrossLoanPortfolio.ShouldBe((decimal)expected["grossLoanPortfolio"]!);
            par.Rate!.Value.ShouldBe((double)expected["par"]![days]!, 1e-9);
            par.WithRenegotiated.Rate.ShouldBe(par.Rate);
        }
    }

    private static void Aging(JsonNode inputs, JsonNode expected)
    {
        var rows = AgingBuckets.Of(Positions(inputs));
        rows.Select(r => (AgingBuckets.Label(r.Bucket), r.Balance))
            .ShouldBe(expected["balance"]!.AsObject().Select(b => (b.Key, (decimal)b.Value!)));
        rows.Select(r => r.Loans)
            .ShouldBe(expected["count"]!.AsObject().Select(c => (long)c.Value!));
        rows.Sum(r => r.Balance).ShouldBe((decimal)expected["totalBalance"]!);
        rows.Sum(r => r.Loans).ShouldBe((long)expected["totalCount"]!);
        rows.Sum(r => r.Share!.Value).ShouldBe(1, 1e-12);
    }

    private static void AgingBoundaries(JsonNode inputs, JsonNode expected) =>
        inputs["dpd"]!
            .AsArray()
            .Select(d => AgingBuckets.Label(AgingBuckets.Of((int)d!)))
            .ShouldBe(expected["bucket"]!.AsArray().Select(Text));

    private static void Arrears(JsonNode inputs, JsonNode expected)
    {
        var positions = Positions(inputs);
        var arrears = AgingBuckets.Of(positions).Sum(r => r.ArrearsAmount);
        var par0 = PortfolioAtRisk.Of(0, positions);
        arrears.ShouldBe((decimal)expected["arrearsAmount"]!);
        PortfolioAtRisk
            .ArrearsRate(arrears, par0.GrossLoanPortfolio)!
            .Value.ShouldBe((double)expected["arrearsRate"]!, 1e-9);
        par0.Rate!.Value.ShouldBe((double)expected["par0"]!, 1e-9);
        (par0.Balance - arrears).ShouldBe((decimal)expected["parMinusArrears"]!);
    }

    private static void RiskCoverage(JsonNode inputs, JsonNode expected)
    {
        var late = (decimal)inputs["par30Balance"]!;
        var renegotiated = (decimal)inputs["renegotiatedBalance"]!;
        var par = PortfolioAtRisk.Of(
            30,
            [
                LatePosition.Of(31, late),
                LatePosition.Of(0, renegotiated, isRenegotiated: true),
                LatePosition.Of(0, (decimal)inputs["grossLoanPortfolio"]! - late - renegotiated),
            ]
        );
        par.Balance.ShouldBe(late);
        par.WithRenegotiated.Rate!.Value.ShouldBe(
            (double)expected["par30IncludingRenegotiated"]!,
            1e-9
        );
        var allowance = (decimal)inputs["allowance"]!;
        PortfolioAtRisk
            .RiskCoverage(allowance, par.WithRenegotiated.Balance)!
            .Value.ShouldBe((double)expected["riskCoverage"]!, 1e-9);
        PortfolioAtRisk
            .RiskCoverage(allowance, par.Balance)!
            .Value.ShouldBe((double)expected["riskCoverageWithoutRenegotiated"]!, 1e-9);
        PortfolioAtRisk.RiskCoverage((decimal)inputs["zeroCase"]!["allowance"]!, 0).ShouldBeNull();
    }

    private static void CollectionEfficiency(JsonNode inputs, JsonNode expected)
    {
        var paid = inputs["collections"]!;
        var month = new PeriodCollections(
            (decimal)inputs["dueInPeriod"]!,
            (decimal)inputs["arrearsAtStart"]!,
            (decimal)paid["onOrBeforeDueDateForPeriodDue"]!,
            (decimal)paid["lateWithinPeriodForPeriodDue"]!,
            (decimal)paid["againstArrears"]!,
            (decimal)paid["advanceForLaterDue"]!
        );
        month.OnTimeCollectionRate.ShouldBe((double)expected["onTimeCollectionRate"]!);
        month.CurrentCollectionEfficiency.ShouldBe(
            (double)expected["currentCollectionEfficiency"]!
        );
        month.CollectionEfficiency.ShouldBe((double)expected["collectionEfficiency"]!);
        month.TotalDemandEfficiency.ShouldBe((double)expected["totalDemandEfficiency"]!);
        month.CashCollected.ShouldBe((decimal)expected["cashCollected"]!);
        month.ArrearsAtEnd.ShouldBe((decimal)expected["arrearsAtEnd"]!);
        var nothing = new PeriodCollections(0, 0, 0, 0, 0, 0);
        nothing.OnTimeCollectionRate.ShouldBeNull();
        nothing.CurrentCollectionEfficiency.ShouldBeNull();
        nothing.CollectionEfficiency.ShouldBeNull();
        nothing.TotalDemandEfficiency.ShouldBeNull();
    }

    private static void BehaviourEdges(JsonNode inputs, JsonNode expected)
    {
        foreach (var (c, result) in inputs["cases"]!.AsArray().Zip(expected["results"]!.AsArray()))
            Behaviour(c!, result!);
    }

    private static void Behaviour(JsonNode inputs, JsonNode expected)
    {
        var behaviour = PaymentBehaviour.Of(
            PaymentAllocation.Of(Schedule(inputs), Payments(inputs), Date(inputs["asOf"]))
        );
        behaviour.InstalmentsDue.ShouldBe((int)expected["instalmentsDue"]!);
        behaviour.ShareEarly.ShouldBe((double?)expected["shareEarly"]);
        behaviour.ShareOnTime.ShouldBe((double?)expected["shareOnTime"]);
        behaviour.ShareLate.ShouldBe((double?)expected["shareLate"]);
        behaviour.AverageDaysLate.ShouldBe((double?)expected["averageDaysLate"]);
        behaviour.MaxDaysLate12m.ShouldBe((int?)expected["maxDaysLate12m"]);
        behaviour.MissedInstalments.ShouldBe((int)expected["missedInstalments"]!);
        Near(behaviour.TrendDaysPerInstalment, (double?)expected["trendDaysPerInstalment"], 1e-9);
    }

    private static void VintageOfCohort(JsonNode inputs, JsonNode expected)
    {
        var loans = inputs["loans"]!
            .AsArray()
            .Select(l => new VintageLoan(
                Date(l!["disbursedOn"]),
                (decimal)l["amount"]!,
                l["defaultedOn"] is { } on ? Date(on) : null
            ));
        var vintage = VintageTriangle
            .Of(loans, VintagePeriod.Quarter, Date(inputs["asOf"]), (int)inputs["maxMonthsOnBook"]!)
            .ShouldHaveSingleItem();
        $"{vintage.From.Year}-Q{(vintage.From.Month + 2) / 3}".ShouldBe(Text(inputs["cohort"]));
        var curve = vintage.Curve;
        if (expected["cohortLoans"] is { } number)
            (curve.Loans, curve.Principal).ShouldBe(
                ((long)number, (decimal)expected["cohortAmount"]!)
            );
        curve.ObservedMonthsOnBook.ShouldBe((int)expected["observedMonthsOnBook"]!);
        curve.Points.Select(p => p.MonthsOnBook).ShouldBe(Enumerable.Range(0, curve.Points.Count));
        foreach (
            var (point, rate) in curve.Points.Zip(
                expected["cumulativeDefaultRateByCount"]!.AsArray()
            )
        )
            Near(point.RateByCount, (double?)rate, 1e-9);
        foreach (
            var (point, rate) in curve.Points.Zip(
                expected["cumulativeDefaultRateByAmount"]!.AsArray()
            )
        )
            Near(point.RateByAmount, (double?)rate, 1e-9);
    }

    private static void Transitions(JsonNode inputs, JsonNode expected)
    {
        var counts = inputs["counts"]!.AsObject();
        var matrix = TransitionMatrix.Of(
            [.. counts.Select(c => c.Key)],
            [.. inputs["toStates"]!.AsArray().Select(Text)],
            counts.SelectMany(from =>
                from.Value!.AsObject()
                    .Select(to => new Transition<string>(
                        from.Key,
                        to.Key,
                        (long)to.Value!,
                        10 * (decimal)to.Value!
                    ))
            )
        );
        CheckMatrix(matrix, expected["matrix"]!);
        matrix.Rows.Sum(r => r.Loans).ShouldBe((long)expected["baseLoans"]!);
        var rolls = expected["rollRate"]!.AsObject();
        foreach (
            var (roll, rate) in matrix
                .RollRates([.. rolls.Select(r => r.Key)])
                .Zip(rolls.Select(r => r.Value))
        )
            Near(roll?.Rate, (double?)rate, 1e-12);
        var late = expected["cureRateByState"]!.AsObject();
        foreach (var (state, rate) in late)
            Near(matrix.CureRate([state], ["current", "paid"]).Rate, (double?)rate, 1e-12);
        var cured = matrix.CureRate([.. late.Select(l => l.Key)], ["current", "paid"]);
        (cured.Numerator, cured.Denominator).ShouldBe((3, 8));
        cured.Rate.ShouldBe((double)expected["cureRateAllDelinquent"]!);
    }

    private static void TwoGrades(JsonNode inputs, JsonNode expected)
    {
        var start = inputs["start"]!.AsObject();
        var moves = inputs["moves"]!
            .AsArray()
            .Select(m => new Transition<string>(
                Text(m!["from"]),
                Text(m["to"]),
                (long)m["n"]!,
                (decimal)m["n"]!
            ))
            .ToList();
        var stayed = start.Select(s =>
        {
            var n = (long)s.Value! - moves.Where(m => m.From == s.Key).Sum(m => m.Loans);
            return new Transition<string>(s.Key, s.Key, n, n);
        });
        string[] grades = [.. start.Select(s => s.Key)];
        CheckMatrix(
            TransitionMatrix.Of(
                grades,
                grades,
                [.. moves, .. stayed],
                [.. inputs["absorbing"]!.AsArray().Select(Text)]
            ),
            expected
        );
    }

    private static void CheckMatrix(TransitionMatrix<string> matrix, JsonNode expected)
    {
        foreach (var row in matrix.Rows)
        foreach (var cell in row.Cells)
        {
            Near(cell.Rate, (double?)expected[row.From]?[cell.To], 1e-12);
            Near(cell.RateByBalance, (double?)expected[row.From]?[cell.To], 1e-12);
        }
    }

    private static void FlowRates(JsonNode inputs, JsonNode expected)
    {
        decimal[] before = Balances(inputs["balancesMonth0"]!);
        decimal[] after = Balances(inputs["balancesMonth1"]!);
        var flows = LossForecast.FlowRates([
            new(new(2024, 1, 31), before, 0),
            new(new(2024, 2, 29), after, (decimal)inputs["chargedOffInMonth1"]!),
        ]);
        AllNear(flows, expected["flowRate"]!);
        var factors = LossForecast.LossFactors(flows);
        AllNear(factors, expected["lossFactor"]!);
        var forecast = LossForecast.Of(after, factors);
        AllNear([.. forecast.Buckets.Select(b => (double?)b.Loss)], expected["forecastLoss"]!);
        forecast.Loss!.Value.ShouldBe((decimal)expected["totalForecastLoss"]!, 1e-9m);
        forecast.LossRate!.Value.ShouldBe((double)expected["lossRate"]!, 1e-9);

        static decimal[] Balances(JsonNode node) =>
            [.. node.AsObject().Select(b => (decimal)b.Value!)];

        static void AllNear(IReadOnlyList<double?> values, JsonNode wanted)
        {
            foreach (var (value, (_, want)) in values.Zip(wanted.AsObject()))
                value!.Value.ShouldBe((double)want!, 1e-9);
        }
    }

    private static void PublishedForecast(JsonNode inputs, JsonNode expected)
    {
        var buckets = inputs["buckets"]!.AsArray();
        var forecast = LossForecast.Of(
            [.. buckets.Select(b => (decimal)b!["balance"]!)],
            [.. buckets.Select(b => (double?)b!["lossFactor"])]
        );
        forecast
            .Buckets.Select(b => Math.Round(b.Loss!.Value, 1))
            .ShouldBe(expected["forecastRounded1"]!.AsObject().Select(f => (decimal)f.Value!));
        forecast.Balance.ShouldBe((decimal)expected["totalBalance"]!);
        forecast.Loss!.Value.ShouldBe((decimal)expected["totalForecast"]!, 1e-9m);
        forecast.LossRate!.Value.ShouldBe((double)expected["lossRate"]!, 1e-9);
    }

    private static void SinglePool(JsonNode inputs, JsonNode expected)
    {
        var coupon = (decimal)inputs["couponPct"]!;
        var term = (int)inputs["originalTerm"]!;
        var start = LevelAnnuity.BalanceFactor(coupon, term, (int)inputs["remainingStart"]!);
        var end = LevelAnnuity.BalanceFactor(coupon, term, (int)inputs["remainingEnd"]!);
        start.ShouldBe((double)expected["scheduledFactorStart"]!, 1e-10);
        end.ShouldBe((double)expected["scheduledFactorEnd"]!, 1e-10);
        var scheduled = (decimal)inputs["poolFactorStart"]! * (decimal)(end / start);
        ((double)scheduled).ShouldBe((double)expected["scheduledPoolFactorEnd"]!, 1e-10);
        var smm = MonthlySpeed.Smm(scheduled - (decimal)inputs["poolFactorEnd"]!, scheduled);
        smm!.Value.ShouldBe((double)expected["smm"]!, 1e-10);
        MonthlySpeed.Annual(smm)!.Value.ShouldBe((double)expected["cpr"]!, 1e-10);
        Math.Round(smm.Value * 100, 6).ShouldBe((double)expected["smmPctRounded6"]!);
        Math.Round(MonthlySpeed.Annual(smm)!.Value * 100, 4)
            .ShouldBe((double)expected["cprPctRounded4"]!);
    }

    private static void TwoPools(JsonNode inputs, JsonNode expected)
    {
        var coupon = (decimal)inputs["couponPct"]!;
        decimal actual = 0,
            scheduled = 0;
        foreach (var pool in inputs["pools"]!.AsArray())
        {
            var term = (int)pool!["originalTerm"]!;
            actual += (decimal)pool["face"]! * (decimal)pool["factorEnd"]!;
            scheduled +=
                (decimal)pool["face"]!
                * (decimal)pool["factorStart"]!
                * (decimal)(
                    LevelAnnuity.BalanceFactor(coupon, term, (int)pool["remainingEnd"]!)
                    / LevelAnnuity.BalanceFactor(coupon, term, (int)pool["remainingStart"]!)
                );
        }
        actual.ShouldBe((decimal)expected["actualFinalBalance"]!, 0.005m);
        scheduled.ShouldBe((decimal)expected["scheduledFinalBalance"]!, 0.005m);
        var smm = MonthlySpeed.Smm(actual, scheduled, (int)inputs["months"]!);
        smm!.Value.ShouldBe((double)expected["smm"]!, 1e-9);
        MonthlySpeed.Annual(smm)!.Value.ShouldBe((double)expected["cpr"]!, 1e-9);
    }

    private static void ConversionTable(JsonNode inputs, JsonNode expected)
    {
        foreach (var (smm, cpr) in inputs["smm"]!.AsArray().Zip(expected["cpr"]!.AsArray()))
        {
            MonthlySpeed.Annual((double)smm!)!.Value.ShouldBe((double)cpr!, 1e-12);
            MonthlySpeed.Monthly((double)cpr!)!.Value.ShouldBe((double)smm!, 1e-12);
        }
    }

    private static void DefaultSpeed(JsonNode inputs, JsonNode expected)
    {
        var mdr = MonthlySpeed.Monthly((double)inputs["cdr"]!);
        mdr!.Value.ShouldBe((double)expected["mdr"]!, 1e-12);
        MonthlySpeed.Annual(mdr)!.Value.ShouldBe((double)expected["cdrBack"]!, 1e-12);
        MonthlySpeed.Annual(null).ShouldBeNull();
    }

    private static void FirstMonth(JsonNode inputs, JsonNode expected)
    {
        var start = (decimal)inputs["startBalance"]!;
        var (defaults, prepaid) = (
            (decimal)inputs["newDefaults"]!,
            (decimal)inputs["voluntaryPrepayments"]!
        );
        var term = (int)inputs["termMonths"]!;
        var survival = LevelAnnuity.BalanceFactor(
            (decimal)inputs["annualRatePct"]!,
            term,
            term - (int)inputs["month"]!
        );
        survival.ShouldBe((double)expected["scheduledSurvival"]!, 1e-9);
        MonthlySpeed.Mdr(defaults, start)!.Value.ShouldBe((double)expected["mdr"]!, 1e-9);
        MonthlySpeed
            .Smm(prepaid, start * (decimal)survival)!
            .Value.ShouldBe((double)expected["smm"]!, 1e-9);
        (start - defaults - prepaid - (decimal)inputs["actualAmortisation"]!).ShouldBe(
            (decimal)expected["endPerformingBalance"]!,
            0.005m
        );
        MonthlySpeed.Mdr(0, 0).ShouldBeNull();
        MonthlySpeed.Smm(0, 0).ShouldBeNull();
    }

    private static void Workout(JsonNode inputs, JsonNode expected)
    {
        var exposure = (decimal)inputs["ead"]!;
        RecoveryFlow[] flows =
        [
            .. inputs["cashflows"]!
                .AsArray()
                .Select(f => new RecoveryFlow(
                    (int)f!["month"]!,
                    (decimal)f["recovery"]!,
                    (decimal)f["cost"]!
                )),
        ];
        var plain = WorkoutRecovery.Of(exposure, flows);
        plain.RecoveryRate!.Value.ShouldBe((double)expected["recoveryRateUndiscounted"]!, 1e-9);
        plain.Lgd!.Value.ShouldBe((double)expected["lgdUndiscounted"]!, 1e-9);
        var discounted = WorkoutRecovery.Of(exposure, flows, (double)inputs["annualRate"]!);
        discounted.RecoveryRate!.Value.ShouldBe((double)expected["recoveryRate"]!, 1e-9);
        discounted.Lgd!.Value.ShouldBe((double)expected["lgd"]!, 1e-9);
        WorkoutRecovery.Of(0, flows).Lgd.ShouldBeNull();
    }

    private static void Survival(JsonNode inputs, JsonNode expected)
    {
        var times = (inputs["times"] ?? inputs["monthsOnBook"])!.AsArray();
        var events = (inputs["events"] ?? inputs["defaulted"])!.AsArray();
        var curve = KaplanMeier.Of(
            times.Zip(events, (t, e) => new SurvivalCount((int)t!, (int)e!, 1 - (int)e!))
        );
        foreach (var (step, i) in (expected["curve"]?.AsArray() ?? []).Select((s, i) => (s!, i)))
        {
            var own = curve.Steps[i];
            (own.Time, own.AtRisk, own.Events).ShouldBe(
                ((int)step["time"]!, (long)step["atRisk"]!, (long)step["events"]!)
            );
            own.Survival.ShouldBe((double)step["survival"]!, 1e-9);
            Near(own.StandardError, (double?)step["standardError"], 1e-9);
        }
        if (expected["survivalAt"] is JsonObject at)
            foreach (var (time, survival) in at)
                Near(
                    curve.SurvivalAt(int.Parse(time, CultureInfo.InvariantCulture)),
                    (double)survival!,
                    1e-9
                );
        foreach (var (month, i) in (inputs["atMonths"]?.AsArray() ?? []).Select((m, i) => (m, i)))
        {
            Near(curve.SurvivalAt((int)month!), (double?)expected["survivalAt"]![i], 1e-9);
            Near(
                curve.DefaultedAt((int)month!),
                (double?)expected["cumulativeDefaultAt"]![i],
                1e-9
            );
        }
        curve.MedianTime.ShouldBe((int?)expected["medianTime"]);
        if (expected["naiveDefaultRate"] is { } naive)
            ((double)curve.Events / curve.Loans).ShouldBe((double)naive);
    }

    private static LatePosition[] Positions(JsonNode inputs) =>
        [
            .. inputs["positions"]!
                .AsArray()
                .Select(p =>
                    LatePosition.Of(
                        (int)p!["dpd"]!,
                        (decimal)p["outstanding"]!,
                        (decimal)p["arrears"]!
                    )
                ),
        ];

    private static ScheduledInstalment[] Schedule(JsonNode loan) =>
        [
            .. loan["instalments"]!
                .AsArray()
                .Select(
                    (i, n) =>
                        new ScheduledInstalment(n + 1, Date(i!["date"]), (decimal)i["amount"]!)
                ),
        ];

    private static Movement[] Payments(JsonNode loan) =>
        [
            .. loan["payments"]!
                .AsArray()
                .Select(p => new Movement(
                    Date(p!["date"]),
                    MovementKind.Payment,
                    (decimal)p["amount"]!,
                    null
                )),
        ];

    private static DateOnly Date(JsonNode? node) =>
        DateOnly.ParseExact(Text(node), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static void Near(double? value, double? expected, double tolerance)
    {
        if (expected is null)
            value.ShouldBeNull();
        else
            value!.Value.ShouldBe(expected.Value, tolerance);
    }
}
