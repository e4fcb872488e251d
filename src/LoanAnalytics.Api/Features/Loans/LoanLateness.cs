using System.ComponentModel.DataAnnotations;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Loans;

/// <summary>How late a loan is at the as-of date, how that comes about, and how late it was before.</summary>
/// <param name="DaysPastDue">As in the list of loans; null where it is not known and once written off.</param>
/// <param name="ArrearsAmount">What is overdue; null likewise.</param>
/// <param name="DelinquencyBucket">The aging bucket; paid where nothing is owed.</param>
/// <param name="CountedFrom">The day from which the days past due run; null where there are none, or no payments to tell by.</param>
/// <param name="OldestUnpaid">Number of the oldest instalment that is not settled, due or not; null where all are, or there are no payments to tell by.</param>
/// <param name="Due">All that has fallen due by the schedule; null without schedule and payments.</param>
/// <param name="Paid">Payments and waivers less reversals and refunds; null likewise.</param>
/// <param name="Working">How the days past due come about, sentence by sentence; dates and amounts as in JSON.</param>
/// <param name="Course">At each month's end since the start up to the as-of date or the loan's end; empty where the history is not known.</param>
public sealed record LoanLateness(
    int? DaysPastDue,
    decimal? ArrearsAmount,
    [property: AllowedValues(
        "current",
        "1-30",
        "31-60",
        "61-90",
        "91-120",
        "121-150",
        "151-180",
        ">180",
        "paid",
        "written_off",
        "unknown"
    )]
        string DelinquencyBucket,
    DateOnly? CountedFrom,
    int? OldestUnpaid,
    decimal? Due,
    decimal? Paid,
    IReadOnlyList<string> Working,
    IReadOnlyList<LatenessPoint> Course
);

/// <summary>How late a loan was at the end of a day.</summary>
/// <param name="On">A month's end, or the as-of date.</param>
/// <param name="DaysPastDue">Null once written off, and where a monthly source does not say.</param>
/// <param name="ArrearsAmount">What was overdue; null likewise.</param>
/// <param name="State">The aging bucket, or how the loan had ended: paid, written_off; unknown where a monthly source does not say.</param>
public sealed record LatenessPoint(
    DateOnly On,
    int? DaysPastDue,
    decimal? ArrearsAmount,
    [property: AllowedValues(
        "current",
        "1-30",
        "31-60",
        "61-90",
        "91-120",
        "121-150",
        "151-180",
        ">180",
        "paid",
        "written_off",
        "unknown"
    )]
        string State
);

/// <summary>The row of LoanStanding.sql.</summary>
internal sealed record LoanStandingRow(
    int? DaysPastDue,
    decimal? ArrearsAmount,
    string DelinquencyBucket,
    DateOnly? EndedOn,
    bool HasPayments
)
{
    public LoanState? Ended =>
        DelinquencyBucket switch
        {
            "paid" => LoanState.Paid,
            "written_off" => LoanState.WrittenOff,
            _ => null,
        };
}

/// <summary>Works the lateness of one loan out of its schedule and payments.</summary>
internal sealed record LoanWorking(
    Loan Loan,
    LoanStandingRow Standing,
    IReadOnlyList<ScheduledInstalment> Schedule,
    IReadOnlyList<Movement> Movements,
    DateOnly AsOf,
    DelinquencyPolicy Policy
)
{
    /// <summary>Which payment paid which instalment; null where the book has no schedule of it, or no payments at all.</summary>
    public PaymentAllocation? Allocation() =>
        Schedule.Count == 0 || !Standing.HasPayments
            ? null
            : PaymentAllocation.Of(Schedule, Movements, AsOf, Policy);

    /// <param name="months">The loan's months as imported or derived: its course where there is nothing to work it out of.</param>
    public LoanLateness Lateness(IEnumerable<LoanMonth> months)
    {
        var allocation = Allocation();
        var now = allocation is null ? null : At(AsOf);
        return new(
            Standing.DaysPastDue,
            Standing.ArrearsAmount,
            Standing.DelinquencyBucket,
            Standing.Ended is null ? now?.CountedFrom : null,
            Standing.Ended is null ? now?.OldestUnpaid?.Seq : null,
            now?.Due,
            now?.Paid,
            [.. Words(allocation, now)],
            now is null ? [.. months.Select(Imported)] : Course()
        );
    }

    private LoanDelinquency? At(DateOnly day) =>
        LoanDelinquency.At(Schedule, Movements, day, Policy);

    private static LatenessPoint Imported(LoanMonth m) =>
        new(
            m.MonthEnd,
            m.State == "written_off" ? null : m.DaysPastDue,
            m.State == "written_off" ? null : m.Arrears,
            m.State ?? "unknown"
        );

    private List<LatenessPoint> Course()
    {
        var points = new List<LatenessPoint>();
        for (var first = new DateOnly(Loan.StartDate.Year, Loan.StartDate.Month, 1); ; )
        {
            first = first.AddMonths(1);
            var end = first.AddDays(-1) < AsOf ? first.AddDays(-1) : AsOf;
            var isEnded = Standing.EndedOn <= end;
            points.Add(isEnded ? End(end) : Running(end));
            if (isEnded || end == AsOf)
                return points;
        }
    }

    private LatenessPoint Running(DateOnly end)
    {
        if (end == AsOf)
            return new(
                end,
                Standing.DaysPastDue,
                Standing.ArrearsAmount,
                Standing.DelinquencyBucket
            );
        var then = At(end)!;
        return new(
            end,
            then.DaysPastDue,
            then.ArrearsAmount,
            AgingBuckets.Label(AgingBuckets.Of(then.DaysPastDue))
        );
    }

    private LatenessPoint End(DateOnly end) =>
        Standing.Ended == LoanState.WrittenOff
            ? new(end, null, null, LoanStates.Label(LoanState.WrittenOff))
            : new(end, 0, 0, LoanStates.Label(LoanState.Paid));

    private IEnumerable<string> Words(PaymentAllocation? allocation, LoanDelinquency? now)
    {
        if (now is not null)
            yield return FormattableString.Invariant(
                $"By {AsOf:yyyy-MM-dd}, {now.Due:0.00##} had fallen due and {now.Paid:0.00##} had been paid."
            );
        if (Standing.Ended == LoanState.WrittenOff)
            yield return "The loan is written off: its days past due are no longer counted.";
        else if (Standing.Ended == LoanState.Paid)
            yield return "Nothing is owed any more, so the loan is not late.";
        else if (allocation is null || now is null)
            yield return Standing.DaysPastDue is { } days
                ? FormattableString.Invariant(
                    $"The lender reports {days} days past due; there are no instalments and payments to count them from."
                )
                : "There are no instalments and payments to count days past due from, and the lender reports none.";
        else
            foreach (var sentence in Counted(allocation, now))
                yield return sentence;
    }

    private IEnumerable<string> Counted(PaymentAllocation allocation, LoanDelinquency now)
    {
        var oldest = allocation.Instalments.FirstOrDefault(i => i.SettledOn is null);
        if (oldest is null)
            yield return "Every instalment of the schedule is settled.";
        else
            yield return FormattableString.Invariant(
                $"The oldest instalment that is not settled is number {oldest.Instalment.Seq}, due on {oldest.FallsDueOn:yyyy-MM-dd}: {oldest.Paid:0.00##} of {oldest.Instalment.Amount:0.00##} is paid."
            );
        if (now.CountedFrom is { } since)
        {
            if (oldest is not null && since < oldest.FallsDueOn)
                yield return "The count goes on from the due date with which the loan fell behind until nothing is overdue.";
            yield return FormattableString.Invariant(
                $"From {since:yyyy-MM-dd} to {AsOf:yyyy-MM-dd} it is {now.DaysPastDue} days past due, with {now.ArrearsAmount:0.00##} overdue."
            );
        }
        else if (oldest is not null && oldest.FallsDueOn < AsOf)
            yield return FormattableString.Invariant(
                $"The {Policy.GraceDays} days of grace are not over: it is not past due."
            );
        else
            yield return "Nothing is overdue.";
    }
}
