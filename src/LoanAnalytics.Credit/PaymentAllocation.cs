namespace LoanAnalytics.Credit;

/// <summary>An amount that falls due.</summary>
/// <param name="Seq">Its number in the schedule.</param>
/// <param name="DueOn">Its due date by the contract.</param>
/// <param name="Amount">All that falls due with it, not below 0. Money.</param>
/// <param name="Principal">How much of it is principal; null where the schedule does not say.</param>
public sealed record ScheduledInstalment(
    int Seq,
    DateOnly DueOn,
    decimal Amount,
    decimal? Principal = null
);

/// <summary>What one payment or waiver gave to one instalment.</summary>
/// <param name="On">The day of the payment.</param>
/// <param name="Kind">A payment or a waiver.</param>
/// <param name="PaymentNo">The lender's number of the payment; null where there is none.</param>
/// <param name="Amount">How much of it went there. Money.</param>
public sealed record AllocatedPart(
    DateOnly On,
    MovementKind Kind,
    string? PaymentNo,
    decimal Amount
);

/// <summary>An instalment with what was paid for it.</summary>
/// <param name="Instalment">What falls due.</param>
/// <param name="FallsDueOn">When, put off to a working day where the policy says so.</param>
/// <param name="Parts">What was paid for it, by date.</param>
/// <param name="Paid">Their sum. Money.</param>
/// <param name="Unpaid">Amount - paid. Money.</param>
/// <param name="SettledOn">First day on which cumulative payments reached the cumulative amount due up to and including it, less the
/// tolerance; the due date where nothing had to be paid until then; null while it is open.</param>
public sealed record AllocatedInstalment(
    ScheduledInstalment Instalment,
    DateOnly FallsDueOn,
    IReadOnlyList<AllocatedPart> Parts,
    decimal Paid,
    decimal Unpaid,
    DateOnly? SettledOn
)
{
    /// <summary>Days from its due date to its settlement, or to the as-of date while it is open: below 0 early, above 0 late. Where the due
    /// date was put off, a day between the two is on time. Grace does not count here.</summary>
    public int Days(DateOnly asOf)
    {
        var day = SettledOn ?? asOf;
        return day > FallsDueOn ? day.DayNumber - FallsDueOn.DayNumber
            : day < Instalment.DueOn ? day.DayNumber - Instalment.DueOn.DayNumber
            : 0;
    }
}

/// <summary>Which payment paid which instalment, how much and when.</summary>
/// <remarks>Payments up to the as-of date, by date, settle the oldest instalment first (due date, then number); what is left goes on to
/// later ones. A reversal or refund first undoes the latest payment of just its amount; where there is none, it takes back the latest money.
/// A reversed payment is as if it had never been made. Source: CBUAE Regulation 28/2010, 1.5 (the most recent payment cures the earliest
/// breach). Exact in decimal money.</remarks>
/// <param name="AsOf">Last day that counts.</param>
/// <param name="Instalments">The schedule, oldest first; empty without one.</param>
/// <param name="Surplus">What was paid beyond the whole schedule, by date.</param>
/// <param name="Overdrawn">What was taken back beyond all that had been paid. Money; 0 in a sound record.</param>
public sealed record PaymentAllocation(
    DateOnly AsOf,
    IReadOnlyList<AllocatedInstalment> Instalments,
    IReadOnlyList<AllocatedPart> Surplus,
    decimal Overdrawn
)
{
    /// <summary>The allocation as known at the end of a day. The order in which movements are given does not matter.</summary>
    public static PaymentAllocation Of(
        IReadOnlyCollection<ScheduledInstalment> schedule,
        IReadOnlyCollection<Movement> movements,
        DateOnly asOf,
        DelinquencyPolicy? policy = null
    )
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(movements);
        policy ??= DelinquencyPolicy.Default;
        var ladder = new DueLadder(schedule, policy);
        var (kept, overdrawn) = Standing(movements, asOf);
        var instalments = new List<AllocatedInstalment>();
        var next = 0;
        foreach (var (instalment, falls, cumulative) in ladder.Rungs)
        {
            var parts = Take(instalment.Amount);
            var paid = parts.Sum(p => p.Amount);
            instalments.Add(
                new(
                    instalment,
                    falls,
                    parts,
                    paid,
                    instalment.Amount - paid,
                    SettledOn(cumulative - policy.Tolerance, instalment.DueOn)
                )
            );
        }
        return new(asOf, instalments, Take(decimal.MaxValue), overdrawn);

        List<AllocatedPart> Take(decimal amount)
        {
            var parts = new List<AllocatedPart>();
            for (; amount > 0 && next < kept.Count; next++)
            {
                var (movement, left, cumulative) = kept[next];
                var part = Math.Min(amount, left);
                if (part > 0)
                    parts.Add(new(movement.On, movement.Kind, movement.PaymentNo, part));
                amount -= part;
                kept[next] = (movement, left - part, cumulative);
                if (left > part)
                    break;
            }
            return parts;
        }

        DateOnly? SettledOn(decimal needed, DateOnly due)
        {
            if (needed <= 0)
                return due;
            foreach (var (movement, _, cumulative) in kept)
                if (cumulative >= needed)
                    return movement.On;
            return null;
        }
    }

    /// <summary>The payments that stand, by date, each with what is left of it and the sum up to it.</summary>
    private static (
        List<(Movement Movement, decimal Left, decimal Cumulative)> Kept,
        decimal Overdrawn
    ) Standing(IEnumerable<Movement> movements, DateOnly asOf)
    {
        var kept = new List<(Movement Movement, decimal Left)>();
        var overdrawn = 0m;
        // A reversal stands after the payments of its own day, and equal days are put in an order of their own: no answer hangs on the file's.
        var ordered = movements
            .Where(m => m.On <= asOf && m.Allocatable != 0)
            .OrderBy(m => m.On)
            .ThenByDescending(m => m.Allocatable)
            .ThenBy(m => m.Kind)
            .ThenBy(m => m.PaymentNo, StringComparer.Ordinal);
        foreach (var movement in ordered)
            if (movement.Allocatable > 0)
            {
                var absorbed = Math.Min(overdrawn, movement.Allocatable);
                overdrawn -= absorbed;
                kept.Add((movement, movement.Allocatable - absorbed));
            }
            else
                overdrawn += TakeBack(-movement.Allocatable);
        var sum = 0m;
        return ([.. kept.Select(k => (k.Movement, k.Left, sum += k.Left))], overdrawn);

        decimal TakeBack(decimal amount)
        {
            var whole = kept.FindLastIndex(k =>
                k.Left == amount && k.Movement.Allocatable == amount
            );
            if (whole >= 0)
            {
                kept.RemoveAt(whole);
                return 0;
            }
            for (var i = kept.Count - 1; i >= 0 && amount > 0; i--)
            {
                var back = Math.Min(amount, kept[i].Left);
                kept[i] = (kept[i].Movement, kept[i].Left - back);
                amount -= back;
            }
            return amount;
        }
    }
}

/// <summary>A schedule, oldest instalment first, with the day each falls due and the sum of amounts up to it.</summary>
internal sealed class DueLadder
{
    public DueLadder(IEnumerable<ScheduledInstalment> schedule, DelinquencyPolicy policy)
    {
        var sum = 0m;
        Rungs =
        [
            .. schedule
                .OrderBy(i => i.DueOn)
                .ThenBy(i => i.Seq)
                .Select(i =>
                {
                    ArgumentOutOfRangeException.ThrowIfNegative(i.Amount);
                    return (i, policy.FallsDueOn(i.DueOn), sum += i.Amount);
                }),
        ];
    }

    public IReadOnlyList<(
        ScheduledInstalment Instalment,
        DateOnly FallsDueOn,
        decimal Cumulative
    )> Rungs { get; }
}
