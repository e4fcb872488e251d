namespace LoanAnalytics.Credit;

/// <summary>What a movement of money on a loan is.</summary>
public enum MovementKind
{
    /// <summary>Money from the borrower for what is due.</summary>
    Payment,

    /// <summary>A payment that did not hold: it takes back what it undoes.</summary>
    Reversal,

    /// <summary>Money given back to the borrower: it takes back what had been paid.</summary>
    Refund,

    /// <summary>Money got in after default: it counts for the loss and settles no instalment.</summary>
    Recovery,

    /// <summary>An amount that the lender no longer asks for: it settles, but brings no money.</summary>
    Waiver,
}

/// <summary>A movement of money on a loan.</summary>
/// <param name="Amount">A reversal or refund takes back, whichever sign the record gives it.</param>
/// <param name="Principal">How much of it is principal; null where the record does not say.</param>
/// <param name="PaymentNo">The lender's number of it; null where there is none.</param>
public sealed record Movement(
    DateOnly On,
    MovementKind Kind,
    decimal Amount,
    decimal? Principal,
    string? PaymentNo = null
)
{
    /// <summary>What it adds to the money received. A waiver brings nothing in; a recovery is money like any other.</summary>
    internal decimal Received => Kind == MovementKind.Waiver ? 0 : Signed(Amount);

    /// <summary>What it adds to the money that came in from the borrower for what is due: neither a waiver nor a recovery.</summary>
    public decimal Collected =>
        Kind is MovementKind.Waiver or MovementKind.Recovery ? 0 : Signed(Amount);

    /// <summary>What it takes off the balance. Principal that is waived is no longer owed.</summary>
    internal decimal Settled => Signed(Principal ?? 0);

    /// <summary>What it adds to the settlement of instalments: a waiver settles as money does; a recovery belongs to the loss and settles none.</summary>
    internal decimal Allocatable => Kind == MovementKind.Recovery ? 0 : Signed(Amount);

    private decimal Signed(decimal value) =>
        Kind is MovementKind.Reversal or MovementKind.Refund ? -Math.Abs(value) : value;
}

/// <summary>What a balance rests on.</summary>
public enum BalanceBasis
{
    /// <summary>Principal less the principal parts of what was paid.</summary>
    Payments,

    /// <summary>The balance that the lender reported as of the day.</summary>
    Reported,
}

/// <summary>How a loan stood at the end of a day.</summary>
/// <param name="On">The day.</param>
/// <param name="Due">All that had fallen due by the schedule; null without a schedule.</param>
/// <param name="Paid">All that had been paid: payments and recoveries less reversals and refunds, without waivers; null without a payment on record, and after the as-of date.</param>
/// <param name="Balance">What was left of the principal; null where the record does not say.</param>
/// <param name="Basis">What the balance rests on; null without one.</param>
public sealed record HistoryPoint(
    DateOnly On,
    decimal? Due,
    decimal? Paid,
    decimal? Balance,
    BalanceBasis? Basis
);

/// <summary>The course of one loan: what fell due, what was paid, and what was left.</summary>
/// <remarks>A point for the start, each due date, each day of a movement and each day of a reported balance. Where every movement says how
/// much of it is principal, balance = principal - sum of principal parts; else only a reported balance is one.</remarks>
public static class LoanHistory
{
    /// <summary>The points by date; movements after the as-of date count nowhere. Empty where fewer than two days are known of.</summary>
    public static IReadOnlyList<HistoryPoint> Of(
        decimal principal,
        DateOnly start,
        DateOnly asOf,
        IReadOnlyCollection<(DateOnly On, decimal Amount)> due,
        IReadOnlyCollection<Movement> movements,
        IReadOnlyDictionary<DateOnly, decimal> reported
    )
    {
        Movement[] known = [.. movements.Where(m => m.On <= asOf)];
        var isSplit = known.Length > 0 && known.All(m => m.Principal is not null);
        var days = due.Select(d => d.On)
            .Concat(known.Select(m => m.On))
            .Concat(reported.Keys.Where(on => on <= asOf));
        if (due.Count > 0 || known.Length > 0)
            days = days.Append(start);
        HistoryPoint[] points = [.. days.Distinct().Order().Select(Point)];
        return points.Length < 2 ? [] : points;

        HistoryPoint Point(DateOnly on)
        {
            decimal? fallenDue =
                due.Count == 0 ? null : due.Where(d => d.On <= on).Sum(d => d.Amount);
            if (on > asOf)
                return new(on, fallenDue, null, null, null);
            var until = known.Where(m => m.On <= on).ToArray();
            decimal? balance =
                isSplit ? principal - until.Sum(m => m.Settled)
                : reported.TryGetValue(on, out var said) ? said
                : null;
            return new(
                on,
                fallenDue,
                known.Length == 0 ? null : until.Sum(m => m.Received),
                balance,
                balance is null ? null
                    : isSplit ? BalanceBasis.Payments
                    : BalanceBasis.Reported
            );
        }
    }
}
