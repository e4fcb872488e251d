using System.Globalization;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Credit;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Portfolio;

/// <summary>A loan with all that the filters of lateness, plan and burden ask about too, worked out loan by loan and not by a query.</summary>
/// <param name="Known">Its terms, branch and customer.</param>
/// <param name="Schedule">Its instalments; none where it has no repayment history.</param>
/// <param name="Payments">What was paid of them, and when.</param>
/// <param name="Others">The customer's loans, this one among them.</param>
internal sealed record CountedLoan(
    KnownLoan Known,
    IReadOnlyList<ScheduledInstalment> Schedule,
    IReadOnlyList<Movement> Payments,
    IReadOnlyList<KnownLoan> Others
)
{
    private bool IsWrittenOff => Known.Status == "written_off";

    /// <summary>What it owes at the as-of date; null where that is unknown. A schedule of this book always has an instalment to come.</summary>
    private decimal? Owed =>
        IsWrittenOff || !Known.IsDisbursed || Known.Status == "fully_paid" ? 0
        : Schedule.Count > 0 ? 1
        : Known.Outstanding is { } balance ? Math.Max(0, balance)
        : null;

    /// <summary>The day on which it was repaid or written off; a default is no end.</summary>
    private DateOnly? Ended => Known.Status == "defaulted" ? null : Known.EndedOn;

    public string Bucket => Schedule.Count > 0 ? BucketAt(AsOf) : BucketWithoutHistory;

    public int? DaysPastDue =>
        Schedule.Count > 0 ? DaysAt(AsOf)
        : Bucket == "paid" ? 0
        : null;

    private string BucketWithoutHistory =>
        IsWrittenOff ? "written_off"
        : !Known.IsDisbursed ? "unknown"
        : Owed == 0 ? "paid"
        : "unknown";

    /// <summary>The values of the dimensions that have a filter of their own name.</summary>
    public string Group(string dimension) =>
        dimension switch
        {
            "delinquencyBucket" => Bucket,
            "planBand" => Known.IsDisbursed
            && PlanPosition.Of(
                Known.Principal,
                Known.Rate,
                Known.Term,
                Known.Start,
                Known.Paid,
                AsOf
            )
                is { } position
                ? PlanPosition.Label(position.Band)
                : "unknown",
            "pastMaturity" => LoanBurden.IsPastMaturity(
                IsOpen(Known),
                Known.Start,
                Known.Term,
                Known.End,
                AsOf
            ) switch
            {
                true => "yes",
                false => "no",
                null => "unknown",
            },
            "otherLoanDefaulted" => Others.Any(o => o.LoanId != Known.LoanId && o.IsDefaulted)
                ? "yes"
                : "no",
            "loanToIncomeBand" => LoanBurden.LoanBandOf(
                LoanBurden.LoanToIncome(Known.Principal, Known.Income)
            ) ?? "unknown",
            "instalmentsToIncomeBand" => LoanBurden.InstalmentBandOf(
                [
                    .. Others
                        .Where(IsOpen)
                        .Select(o => LevelAnnuity.Instalment(o.Principal, o.Rate, o.Term)),
                ],
                Known.Income
            ) ?? "unknown",
            "punctuality" => Punctuality,
            "segment" => CountedBook.Segment(Number),
            "riskBand" => CountedBook.RiskBand(Number),
            _ => Known.Group(dimension),
        };

    public IEnumerable<string> Findings
    {
        get
        {
            if (Known.Outstanding is null)
                yield return "unknown-balance";
            if (Known.Outstanding < 0)
                yield return "negative-balance";
            if (Known.Income is null)
                yield return "missing-income";
            if (Known.Status == "approved" && Known.IsDisbursed)
                yield return "approved-with-money";
        }
    }

    /// <summary>Where it stood on a day, and whether it owed something then; null before it began.</summary>
    public (string State, bool Owing)? StateAt(DateOnly day)
    {
        if (Schedule.Count > 0 && day >= Known.Start)
            return (BucketAt(day), true);
        if (Ended <= day && BucketWithoutHistory is "paid" or "written_off")
            return (BucketWithoutHistory, day == AsOf && Owed > 0);
        if (day < Known.Start || !Known.IsDisbursed)
            return null;
        return day == AsOf ? (Bucket, Owed > 0) : ("unknown", false);
    }

    private int Number => int.Parse(Known.LoanId[1..], CultureInfo.InvariantCulture);

    private string BucketAt(DateOnly day) =>
        DaysAt(day) is var days && days == 0 ? "current"
        : days > 180 ? ">180"
        : $"{(days - 1) / 30 * 30 + 1}-{(days - 1) / 30 * 30 + 30}";

    /// <summary>Days since the first instalment fell due that what was paid by then does not cover.</summary>
    private int DaysAt(DateOnly day)
    {
        var paid = Payments.Where(p => p.On <= day).Sum(p => p.Amount);
        foreach (var instalment in Schedule)
        {
            paid -= instalment.Amount;
            if (paid < 0)
                return Math.Max(0, day.DayNumber - instalment.DueOn.DayNumber);
        }
        return 0;
    }

    private string Punctuality
    {
        get
        {
            if (Schedule.Count == 0)
                return "unknown";
            var due = Schedule.Where(i => i.DueOn <= AsOf).ToArray();
            var late = due.Where((_, n) => IsLate([.. due.Take(n + 1)])).Count();
            return due.Length == 0 ? "nothing due"
                : late == 0 ? "punctual"
                : 2 * late <= due.Length ? "sometimes late"
                : "mostly late";
        }
    }

    /// <summary>The last of these instalments was not covered at the end of the day on which it fell due, and that day is over.</summary>
    private bool IsLate(ScheduledInstalment[] until) =>
        until[^1].DueOn < AsOf
        && Payments.Where(p => p.On <= until[^1].DueOn).Sum(p => p.Amount)
            < until.Sum(i => i.Amount);

    private static bool IsOpen(KnownLoan loan) => loan.Status is "approved" or "active";
}

/// <summary>A random book whose active loans with a balance have schedules and payments.</summary>
internal static class CountedBook
{
    public static readonly string[] Dimensions =
    [
        .. RandomBook.Dimensions,
        "delinquencyBucket",
        "planBand",
        "pastMaturity",
        "otherLoanDefaulted",
        "loanToIncomeBand",
        "instalmentsToIncomeBand",
        "punctuality",
        "segment",
        "riskBand",
    ];

    public static string Segment(int loan) => (loan % 4) is 0 ? "unknown" : $"{loan % 4}";

    public static string RiskBand(int loan) =>
        (loan % 3) switch
        {
            0 => "unknown",
            1 => "very low",
            _ => "elevated",
        };

    public static async Task<IReadOnlyList<CountedLoan>> GivenCounted(
        this Database database,
        int seed
    )
    {
        var (rows, known) = RandomBook.Of(seed);
        var random = new Random(seed);
        var instalments = new List<Instalment>();
        var payments = new List<Payment>();
        foreach (var loan in known.Where(l => l is { Status: "active", Outstanding: > 0 }))
            Play(loan, random, instalments, payments);
        await database.Given([.. rows, .. instalments, .. payments]);
        // What a published segmentation and a published model would have put there.
        await database.Run(
            "update loan_facts set segment = coalesce(nullif(substr(loan_id, 2)::int % 4, 0)::text, 'unknown'), risk_band = (array['unknown', 'very low', 'elevated'])[substr(loan_id, 2)::int % 3 + 1]"
        );
        return
        [
            .. known.Select(l => new CountedLoan(
                l,
                [
                    .. instalments
                        .Where(i => i.LoanId == l.LoanId)
                        .Select(i => new ScheduledInstalment(i.Seq, i.DueDate, i.AmountDue)),
                ],
                [
                    .. payments
                        .Where(p => p.LoanId == l.LoanId)
                        .Select(p => new Movement(p.PaidOn, MovementKind.Payment, p.Amount, null)),
                ],
                [.. known.Where(o => o.CustomerId == l.CustomerId)]
            )),
        ];
    }

    /// <summary>An instalment of 100 a month from the month after the start until after the as-of date, paid in time, late, in parts or never.</summary>
    private static void Play(
        KnownLoan loan,
        Random random,
        List<Instalment> instalments,
        List<Payment> payments
    )
    {
        var lateness = random.Next(4);
        var stops = random.Next(3) == 0 ? random.Next(1, 8) : int.MaxValue;
        for (var seq = 1; ; seq++)
        {
            var due = loan.Start.AddMonths(seq);
            instalments.Add(Instalment(loan.LoanId, seq, due));
            if (due > AsOf.AddMonths(1))
                return;
            var paidOn = due.AddDays(lateness == 0 ? 0 : random.Next(-3, 20 * lateness));
            if (seq < stops && paidOn <= AsOf)
                payments.Add(
                    Payment(loan.LoanId, paidOn, lateness == 3 && seq % 5 == 0 ? 60m : 100m)
                );
        }
    }
}
