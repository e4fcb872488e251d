using CsCheck;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

/// <summary>What holds for any loan and any book.</summary>
public sealed class DelinquencyPropertyTests
{
    private static readonly DateOnly Start = new(2023, 1, 31);

    /// <summary>Amounts in cents, so that many are equal and some are 0.</summary>
    private static readonly Gen<decimal> Money = Gen.Int[0, 300].Select(c => c * 0.5m);

    private static readonly Gen<ScheduledInstalment[]> Schedules = Money
        .Array[1, 10]
        .Select(amounts =>
            amounts
                .Select((a, i) => new ScheduledInstalment(i + 1, Start.AddMonths(i), a))
                .ToArray()
        );

    private static readonly Gen<Movement> Movements = Gen.Select(
        Gen.Int[-40, 400],
        Gen.Int[0, 9],
        Money,
        (day, kind, amount) =>
            new Movement(
                Start.AddDays(day),
                kind switch
                {
                    0 => MovementKind.Reversal,
                    1 => MovementKind.Refund,
                    2 => MovementKind.Waiver,
                    3 => MovementKind.Recovery,
                    _ => MovementKind.Payment,
                },
                amount,
                null
            )
    );

    private static readonly Gen<DelinquencyPolicy> Policies = Gen.Select(
        Gen.Bool,
        Gen.Int[0, 7],
        Gen.Bool,
        Gen.Int[0, 4],
        (isRolling, grace, rests, tolerance) =>
            new DelinquencyPolicy
            {
                Rule = isRolling ? DaysPastDueRule.Rolling : DaysPastDueRule.OldestUnpaid,
                GraceDays = grace,
                RestDays = rests
                    ? new HashSet<DayOfWeek> { DayOfWeek.Saturday, DayOfWeek.Sunday }
                    : new HashSet<DayOfWeek>(),
                Tolerance = tolerance,
            }
    );

    private static readonly Gen<Case> Loans = Gen.Select(
        Schedules,
        Movements.Array[0, 14],
        Gen.Int[-40, 420].Select(d => Start.AddDays(d)),
        Policies,
        (schedule, movements, asOf, policy) => new Case(schedule, movements, asOf, policy)
    );

    private static readonly Gen<LatePosition[]> Books = Gen.Select(
        Gen.Int[0, 200],
        Gen.Int[-100, 1_000],
        Gen.Int[0, 100],
        Gen.Int[0, 9],
        (days, balance, late, kind) =>
            LatePosition.Of(
                kind == 0 ? null : days,
                balance,
                days == 0 ? 0 : Math.Max(0, balance) * late / 100m,
                kind < 2
            )
    ).Array[0, 30];

    [Fact]
    public void Paid_and_unpaid_are_what_is_due() =>
        Loans.Sample(loan =>
        {
            var allocation = Allocation(loan);
            return allocation.Instalments.All(i =>
                    i.Paid >= 0
                    && i.Unpaid >= 0
                    && i.Paid + i.Unpaid == i.Instalment.Amount
                    && i.Paid == i.Parts.Sum(p => p.Amount)
                )
                && allocation.Instalments.Sum(i => i.Paid)
                    + allocation.Surplus.Sum(p => p.Amount)
                    - allocation.Overdrawn
                    == Net(loan);
        });

    [Fact]
    public void An_instalment_gets_nothing_before_the_older_ones_are_paid() =>
        Loans.Sample(loan =>
            Allocation(loan)
                .Instalments.OrderBy(i => i.Instalment.DueOn)
                .SkipWhile(i => i.Unpaid == 0)
                .Skip(1)
                .All(i => i.Paid == 0)
        );

    [Fact]
    public void Days_past_due_are_never_below_0_and_are_0_where_nothing_is_in_arrears() =>
        Loans.Sample(loan =>
        {
            var late = At(loan);
            return late.DaysPastDue >= 0
                && late.DaysPastDue == 0 == (late.ArrearsAmount == 0)
                && late.ArrearsAmount >= 0;
        });

    [Fact]
    public void A_loan_that_has_paid_all_that_is_due_is_not_late() =>
        Loans.Sample(loan =>
        {
            var late = At(loan);
            var missing = late.Due - Net(loan);
            var paid = loan with
            {
                Movements =
                [
                    .. loan.Movements,
                    new(loan.AsOf, MovementKind.Payment, Math.Max(0, missing), null),
                ],
            };
            return At(paid).DaysPastDue == 0;
        });

    [Fact]
    public void The_order_of_payments_on_a_day_does_not_matter() =>
        Gen.Select(Loans, Gen.Int[1, 1_000])
            .Sample(
                (loan, seed) =>
                {
                    var sameDays = loan with
                    {
                        Movements =
                        [
                            .. loan.Movements.Select(m =>
                                m with
                                {
                                    On = new(m.On.Year, m.On.Month, 1),
                                }
                            ),
                        ],
                    };
                    var turned = sameDays with
                    {
                        Movements =
                        [
                            .. sameDays.Movements.OrderBy(m => m.GetHashCode() * seed % 97),
                        ],
                    };
                    return At(sameDays) == At(turned)
                        && Same(Allocation(sameDays), Allocation(turned));
                }
            );

    [Fact]
    public void A_payment_after_the_as_of_date_changes_nothing() =>
        Gen.Select(Loans, Movements, Gen.Int[1, 90])
            .Sample(
                (loan, movement, days) =>
                {
                    var later = loan with
                    {
                        Movements =
                        [
                            .. loan.Movements,
                            movement with
                            {
                                On = loan.AsOf.AddDays(days),
                            },
                        ],
                    };
                    return At(later) == At(loan)
                        && Same(Allocation(later), Allocation(loan))
                        && First(later) == First(loan);
                }
            );

    [Fact]
    public void One_more_payment_never_raises_the_days_past_due() =>
        Gen.Select(Loans, Movements)
            .Sample(
                (loan, movement) =>
                    At(
                        loan with
                        {
                            Movements =
                            [
                                .. loan.Movements,
                                movement with
                                {
                                    Kind = MovementKind.Payment,
                                },
                            ],
                        }
                    ).DaysPastDue <= At(loan).DaysPastDue
            );

    [Fact] // 0.13 is no other payment's amount, so there is no doubt which one the reversal undoes
    public void A_payment_and_its_reversal_equal_no_payment() =>
        Gen.Select(Loans, Gen.Int[-40, 400], Gen.Int[0, 60])
            .Sample(
                (loan, day, after) =>
                {
                    var whole = loan with
                    {
                        Movements =
                        [
                            .. loan.Movements.Where(m =>
                                m.Kind is MovementKind.Payment or MovementKind.Waiver
                            ),
                        ],
                    };
                    var on = Start.AddDays(day);
                    var undone = whole with
                    {
                        AsOf = loan.AsOf > on.AddDays(after) ? loan.AsOf : on.AddDays(after),
                        Movements =
                        [
                            .. whole.Movements,
                            new(on, MovementKind.Payment, 40.13m, null),
                            new(on.AddDays(after), MovementKind.Reversal, 40.13m, null),
                        ],
                    };
                    var never = whole with { AsOf = undone.AsOf };
                    var strict = DaysPastDueRule.OldestUnpaid;
                    return Same(Allocation(undone), Allocation(never))
                        && At(With(undone, strict)) == At(With(never, strict))
                        && Behaviour(undone) == Behaviour(never);
                }
            );

    [Fact]
    public void Rolling_days_are_never_fewer_than_strict_ones() =>
        Loans.Sample(loan =>
        {
            var strict = At(With(loan, DaysPastDueRule.OldestUnpaid));
            var rolling = At(With(loan, DaysPastDueRule.Rolling));
            return rolling.DaysPastDue >= strict.DaysPastDue
                && rolling.DaysPastDue == 0 == (strict.DaysPastDue == 0)
                && rolling.ArrearsAmount == strict.ArrearsAmount;
        });

    [Fact] // the first day is the first one of all days, each taken as it was known then
    public void The_first_day_beyond_is_what_a_look_at_every_day_finds() =>
        Gen.Select(Loans, Gen.OneOf(Gen.Const(0), Gen.Const(10), Gen.Const(30), Gen.Const(90)))
            .Sample(
                (loan, days) =>
                {
                    DateOnly? found = null;
                    for (
                        var on = Start.AddDays(-1);
                        on <= loan.AsOf && found is null;
                        on = on.AddDays(1)
                    )
                        if (At(loan with { AsOf = on }).DaysPastDue > days)
                            found = on;
                    return LoanDelinquency.FirstBeyond(
                            days,
                            loan.Schedule,
                            loan.Movements,
                            loan.AsOf,
                            loan.Policy
                        ) == found;
                },
                iter: 30
            );

    [Fact]
    public void Days_past_due_and_the_allocation_agree_on_the_oldest_unpaid_instalment() =>
        Loans.Sample(loan =>
            At(loan).OldestUnpaid
            == Allocation(loan).Instalments.FirstOrDefault(i => i.SettledOn is null)?.Instalment
        );

    [Fact]
    public void Collections_of_a_month_lead_from_the_arrears_before_to_those_after() =>
        Gen.Select(Schedules, Movements.Array[0, 14], Gen.Int[0, 12])
            .Sample(
                (schedule, movements, month) =>
                {
                    var to = Start.AddMonths(month);
                    var from = new DateOnly(to.Year, to.Month, 1);
                    var collections = PeriodCollections.Of(schedule, movements, from, to);
                    var allocation = PaymentAllocation.Of(schedule, movements, to);
                    return collections.ArrearsAtEnd
                            == allocation
                                .Instalments.Where(i => i.FallsDueOn <= to)
                                .Sum(i => i.Unpaid)
                        && collections is { OnTimeCollectionRate: null or (>= 0 and <= 1) }
                        && collections is { TotalDemandEfficiency: null or (>= 0 and <= 1) }
                        && collections.CurrentCollectionEfficiency
                            >= collections.OnTimeCollectionRate
                            == (collections.Due > 0);
                }
            );

    [Fact]
    public void Shares_of_payment_behaviour_sum_to_1() =>
        Loans.Sample(loan =>
        {
            var behaviour = Behaviour(loan);
            return behaviour.Early + behaviour.OnTime + behaviour.Late == behaviour.InstalmentsDue
                && behaviour.ShareEarly is null == (behaviour.InstalmentsDue == 0)
                && behaviour.MissedInstalments <= behaviour.Late;
        });

    [Fact]
    public void More_days_mean_less_at_risk_and_the_buckets_sum_to_the_portfolio() =>
        Books.Sample(book =>
        {
            var own = book.Select(p => p with { IsRenegotiated = false }).ToArray();
            PortfolioAtRisk[] par =
            [
                .. ((int[])[0, 30, 60, 90, 180]).Select(d => PortfolioAtRisk.Of(d, own)),
            ];
            var aging = AgingBuckets.Of(own);
            return par.Zip(par.Skip(1)).All(p => p.First.Balance >= p.Second.Balance)
                && par[4].Balance >= 0
                && aging.Sum(r => r.Balance) == par[0].GrossLoanPortfolio
                && aging.Skip(2).Sum(r => r.Balance) == par[1].Balance
                && aging.Sum(r => r.ArrearsAmount) <= par[0].Balance
                && (
                    par[0].GrossLoanPortfolio == 0
                    || Math.Abs(aging.Sum(r => r.Share!.Value) - 1) < 1e-9
                );
        });

    [Fact]
    public void The_variant_with_renegotiated_loans_is_never_below_the_strict_balance() =>
        Books.Sample(book =>
        {
            var par = PortfolioAtRisk.Of(30, book);
            return par.WithRenegotiated.Balance >= par.Balance
                && par.Rate is null or (>= 0 and <= 1)
                && par.WithRenegotiated.Rate is null or (>= 0 and <= 1);
        });

    [Fact]
    public void Rows_of_a_transition_matrix_sum_to_1() =>
        Gen.Select(
                Gen.Int[0, LoanStates.Ladder.Count - 1].Select(i => LoanStates.Ladder[i]),
                Gen.Int[0, (int)LoanState.WrittenOff].Select(i => (LoanState)i),
                Gen.Int[0, 9],
                (from, to, loans) =>
                    new LoanAnalytics.Credit.Transition<LoanState>(from, to, loans, loans * 12.5m)
            )
            .Array[0, 40]
            .Sample(moves =>
            {
                var states = Enum.GetValues<LoanState>();
                var matrix = TransitionMatrix.Of(states, states, moves, LoanStates.Absorbing);
                return matrix.Rows.All(row =>
                    LoanStates.Absorbing.Contains(row.From)
                        ? row.Cells.Single(c => c.To == row.From).Rate == 1
                    : row.Loans == 0 ? row.Cells.All(c => c.Rate is null)
                    : Math.Abs(row.Cells.Sum(c => c.Rate!.Value) - 1) < 1e-9
                        && Math.Abs(row.Cells.Sum(c => c.RateByBalance!.Value) - 1) < 1e-9
                );
            });

    [Fact]
    public void A_vintage_curve_never_falls_and_only_null_follows_null() =>
        Gen.Select(Gen.Int[0, 500], Money, Gen.Int[0, 900])
            .Array[0, 20]
            .Sample(loans =>
            {
                var curve = VintageCurve.Of(
                    loans.Select(l => new VintageLoan(
                        Start.AddDays(l.Item1),
                        l.Item2,
                        l.Item3 < 500 ? Start.AddDays(l.Item1 + l.Item3) : null
                    )),
                    Start.AddDays(450),
                    20
                );
                return curve
                    .Points.Zip(curve.Points.Skip(1))
                    .All(p =>
                        p.Second.RateByCount is null
                        || p.First.RateByCount <= p.Second.RateByCount
                            && !(p.First.RateByAmount > p.Second.RateByAmount)
                    );
            });

    [Fact]
    public void Survival_never_rises_and_its_limits_hold_it() =>
        Gen.Select(
                Gen.Int[0, 36],
                Gen.Int[0, 5],
                Gen.Int[0, 5],
                (time, events, censored) => new SurvivalCount(time, events, censored)
            )
            .Array[0, 30]
            .Sample(counts =>
            {
                var curve = KaplanMeier.Of(counts);
                var backwards = KaplanMeier.Of(counts.Reverse());
                return curve.Steps.SequenceEqual(backwards.Steps)
                    && curve
                        .Steps.Zip(curve.Steps.Skip(1))
                        .All(s => s.Second.Survival < s.First.Survival)
                    && curve.Steps.All(s =>
                        s is { Survival: >= 0 and <= 1 }
                        && (s.Low is null || 0 <= s.Low && s.Low <= s.Survival)
                        && (s.High is null || s.Survival <= s.High && s.High <= 1)
                    );
            });

    [Fact]
    public void A_monthly_speed_and_its_year_turn_into_each_other() =>
        Gen.Double[0, 0.999]
            .Sample(cpr =>
                Math.Abs(MonthlySpeed.Annual(MonthlySpeed.Monthly(cpr))!.Value - cpr) < 1e-9
            );

    [Fact]
    public void A_loan_that_pays_its_level_instalments_is_neither_behind_nor_ahead() =>
        Gen.Select(Gen.Int[1_000, 90_000], Gen.Int[0, 4_000], Gen.Int[1, 84], Gen.Int[0, 100])
            .Sample(
                (principal, rate, term, months) =>
                {
                    var due =
                        LevelAnnuity.Instalment(principal, rate / 100m, term)!.Value
                        * Math.Min(months, term);
                    var position = PlanPosition.Of(
                        principal,
                        rate / 100m,
                        term,
                        Start,
                        due,
                        Start.AddMonths(months)
                    )!;
                    return position is { InstalmentsBehind: 0, Band: PlanBand.None };
                }
            );

    private static PaymentAllocation Allocation(Case loan) =>
        PaymentAllocation.Of(loan.Schedule, loan.Movements, loan.AsOf, loan.Policy);

    private static LoanDelinquency At(Case loan) =>
        LoanDelinquency.At(loan.Schedule, loan.Movements, loan.AsOf, loan.Policy)!;

    private static DateOnly? First(Case loan) =>
        LoanDelinquency.FirstBeyond(30, loan.Schedule, loan.Movements, loan.AsOf, loan.Policy);

    private static PaymentBehaviour Behaviour(Case loan) => PaymentBehaviour.Of(Allocation(loan));

    private static Case With(Case loan, DaysPastDueRule rule) =>
        loan with
        {
            Policy = loan.Policy with { Rule = rule },
        };

    /// <summary>What came in for instalments less what was taken back, told by the kinds alone.</summary>
    private static decimal Net(Case loan) =>
        loan
            .Movements.Where(m => m.On <= loan.AsOf)
            .Sum(m =>
                m.Kind switch
                {
                    MovementKind.Payment or MovementKind.Waiver => m.Amount,
                    MovementKind.Recovery => 0,
                    _ => -m.Amount,
                }
            );

    private static bool Same(PaymentAllocation a, PaymentAllocation b) =>
        a.Overdrawn == b.Overdrawn
        && a.Surplus.SequenceEqual(b.Surplus)
        && a.Instalments.Count == b.Instalments.Count
        && a.Instalments.Zip(b.Instalments)
            .All(i =>
                i.First with { Parts = i.Second.Parts } == i.Second
                && i.First.Parts.SequenceEqual(i.Second.Parts)
            );

    private sealed record Case(
        ScheduledInstalment[] Schedule,
        Movement[] Movements,
        DateOnly AsOf,
        DelinquencyPolicy Policy
    );
}
