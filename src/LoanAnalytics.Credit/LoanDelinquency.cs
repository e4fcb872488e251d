namespace LoanAnalytics.Credit;

/// <summary>How late a loan is at the end of a day, and how that comes about.</summary>
/// <remarks>Days past due = max(0, asOf - due date of the oldest instalment due before asOf and not settled), calendar days, 29 February a day
/// like any other. An instalment due on the day itself is not overdue, one of amount 0 never is, and a part payment lowers the arrears but not
/// the days. With a policy of its own a lender moves the due date, the settlement and the count as <see cref="DelinquencyPolicy"/> says.
/// Sources: CBUAE Regulation 28/2010, 1.5; Apache Fineract, its tests of loan delinquency.</remarks>
/// <param name="AsOf">The day; movements after it count nowhere.</param>
/// <param name="DaysPastDue">Calendar days, 0 where nothing is overdue.</param>
/// <param name="ArrearsAmount">Sum of the unpaid parts of the overdue instalments. Money; 0 exactly where the days are 0.</param>
/// <param name="Due">All that had fallen due by the schedule, the day itself included. Money.</param>
/// <param name="Paid">Payments and waivers less reversals and refunds, not below 0; recoveries belong to the loss. Money.</param>
/// <param name="OldestUnpaid">The oldest instalment that is not settled, overdue or not; null where the whole schedule is.</param>
/// <param name="CountedFrom">The day from which the days past due run; null where there are none.</param>
public sealed record LoanDelinquency(
    DateOnly AsOf,
    int DaysPastDue,
    decimal ArrearsAmount,
    decimal Due,
    decimal Paid,
    ScheduledInstalment? OldestUnpaid,
    DateOnly? CountedFrom
)
{
    /// <summary>The loan at the end of a day; null without a schedule.</summary>
    public static LoanDelinquency? At(
        IReadOnlyCollection<ScheduledInstalment> schedule,
        IReadOnlyCollection<Movement> movements,
        DateOnly asOf,
        DelinquencyPolicy? policy = null
    )
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(movements);
        if (schedule.Count == 0)
            return null;
        policy ??= DelinquencyPolicy.Default;
        var ladder = new DueLadder(schedule, policy);
        var paid = 0m;
        int? oldest = null;
        DateOnly? since = null;
        foreach (var stretch in Stretches(ladder, movements, asOf, policy))
            (paid, oldest, since) = (stretch.Paid, stretch.Oldest, stretch.CountedFrom);
        var overdue = ladder
            .Rungs.Where(r => r.FallsDueOn.DayNumber + policy.GraceDays < asOf.DayNumber)
            .Sum(r => r.Instalment.Amount);
        return new(
            asOf,
            since is null ? 0 : asOf.DayNumber - since.Value.DayNumber,
            since is null ? 0 : overdue - paid,
            schedule.Where(i => i.DueOn <= asOf).Sum(i => i.Amount),
            paid,
            oldest is { } i ? ladder.Rungs[i].Instalment : null,
            since
        );
    }

    /// <summary>The first day on which a loan was more than so many days past due, up to the as-of date; null where it never was, and without
    /// a schedule. With 90 days it dates a default, with 30 the "ever 30" of a vintage.</summary>
    /// <remarks>Each day is taken as it was known then: a payment counts until the day on which it is reversed.</remarks>
    public static DateOnly? FirstBeyond(
        int days,
        IReadOnlyCollection<ScheduledInstalment> schedule,
        IReadOnlyCollection<Movement> movements,
        DateOnly asOf,
        DelinquencyPolicy? policy = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(movements);
        policy ??= DelinquencyPolicy.Default;
        foreach (var stretch in Stretches(new DueLadder(schedule, policy), movements, asOf, policy))
            if (
                stretch.CountedFrom is { } since
                && Math.Max(stretch.OverdueFrom, since.DayNumber + days + 1) is var day
                && day <= stretch.To
            )
                return DateOnly.FromDayNumber(day);
        return null;
    }

    /// <summary>Between two days of payments the money paid stays the same, and so does the oldest unpaid instalment.</summary>
    /// <param name="To">Last day of the stretch, by number.</param>
    /// <param name="Oldest">Place of the oldest instalment not settled.</param>
    /// <param name="OverdueFrom">First day of the stretch on which that instalment is overdue, by number; beyond its end if on none.</param>
    /// <param name="CountedFrom">From where the days past due run at the end of the stretch; null where nothing is overdue then.</param>
    private readonly record struct Stretch(
        int To,
        decimal Paid,
        int? Oldest,
        int OverdueFrom,
        DateOnly? CountedFrom
    );

    private static IEnumerable<Stretch> Stretches(
        DueLadder ladder,
        IEnumerable<Movement> movements,
        DateOnly asOf,
        DelinquencyPolicy policy
    )
    {
        (int Day, decimal Net)[] days =
        [
            .. movements
                .Where(m => m.On <= asOf && m.Allocatable != 0)
                .GroupBy(m => m.On.DayNumber, (day, on) => (day, on.Sum(m => m.Allocatable)))
                .OrderBy(d => d.day),
        ];
        var net = 0m;
        DateOnly? since = null;
        for (var i = -1; i < days.Length; i++)
        {
            var from = i < 0 ? int.MinValue : days[i].Day;
            var to = i + 1 < days.Length ? days[i + 1].Day - 1 : asOf.DayNumber;
            net += i < 0 ? 0 : days[i].Net;
            var paid = Math.Max(0, net);
            int? oldest = null;
            for (var rung = 0; rung < ladder.Rungs.Count && oldest is null; rung++)
                if (ladder.Rungs[rung].Cumulative - paid > policy.Tolerance)
                    oldest = rung;
            DateOnly? falls = oldest is { } o ? ladder.Rungs[o].FallsDueOn : null;
            var overdueFrom = falls is null
                ? int.MaxValue
                : Math.Max(from, falls.Value.DayNumber + policy.GraceDays + 1);
            // A day on which nothing is overdue ends the run; what comes after it starts anew.
            if (overdueFrom > from || policy.Rule == DaysPastDueRule.OldestUnpaid)
                since = null;
            if (overdueFrom <= to)
                since = since < falls ? since : falls;
            yield return new(to, paid, oldest, overdueFrom, since);
        }
    }
}

/// <summary>What a balance taken from a schedule consists of.</summary>
public enum ScheduleBalanceBasis
{
    /// <summary>Principal - principal of the settled instalments.</summary>
    Principal,

    /// <summary>The unpaid instalments, interest and fees among them, because the schedule does not split them.</summary>
    Instalments,
}

/// <summary>What was left of a loan at a past date, by its schedule and payments.</summary>
/// <param name="Amount">Money, not below 0.</param>
/// <param name="Basis">What it consists of: arrears are never above it where both are made of instalments.</param>
public sealed record ScheduleBalance(decimal Amount, ScheduleBalanceBasis Basis)
{
    /// <summary>The balance on the day of the allocation; null without a schedule.</summary>
    /// <param name="principal">The amount lent; where it is unknown, the unpaid instalments stand for the balance.</param>
    public static ScheduleBalance? Of(PaymentAllocation allocation, decimal? principal = null)
    {
        ArgumentNullException.ThrowIfNull(allocation);
        var instalments = allocation.Instalments;
        if (instalments.Count == 0)
            return null;
        if (principal is null || instalments.Any(i => i.Instalment.Principal is null))
            return new(instalments.Sum(i => i.Unpaid), ScheduleBalanceBasis.Instalments);
        var settled = instalments
            .Where(i => i.SettledOn is not null)
            .Sum(i => i.Instalment.Principal!.Value);
        return new(Math.Max(0, principal.Value - settled), ScheduleBalanceBasis.Principal);
    }
}

/// <summary>When a loan defaulted.</summary>
public static class DefaultDate
{
    /// <summary>A loan more than this many days past due is in default.</summary>
    public const int DaysPastDue = 90;

    /// <summary>The earliest of the lender's own date of default, the date of write-off, and the first day with more than 90 days past due;
    /// null where there is none of them by the as-of date.</summary>
    public static DateOnly? Of(
        DateOnly? defaultedOn,
        DateOnly? writtenOffOn,
        DateOnly? firstBeyond90,
        DateOnly asOf
    ) =>
        new[] { defaultedOn, writtenOffOn, firstBeyond90 }
            .Where(d => d is not null && d <= asOf)
            .Min();
}
