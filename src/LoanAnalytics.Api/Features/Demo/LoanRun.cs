namespace LoanAnalytics.Api.Features.Demo;

internal readonly record struct DueInstalment(int Seq, DateOnly Due, long Principal, long Interest);

internal readonly record struct PaidAmount(
    DateOnly On,
    long Cents,
    long Principal,
    bool IsRecovery
);

/// <summary>The chain's state at a quarter's end.</summary>
internal readonly record struct QuarterState(DateOnly End, int State, int MonthsLeft);

/// <summary>One loan from its schedule to its end or the as-of date, in cents.</summary>
/// <remarks>Instalments fall due once a month, on a day from the 4th to the 26th, and whatever happens in a month happens within it: so the
/// state at a month's end is the number of instalments that are due and unpaid, and the 91st day past due falls in the month of the chain's
/// step to default. Nothing else would let the planted chances be read back from the files.</remarks>
internal sealed class LoanRun
{
    /// <summary>First and last day of a month on which instalments fall due.</summary>
    public const int FirstDay = 4;
    public const int LastDay = 26;

    private readonly DateOnly start;
    private readonly DateOnly asOf;
    private readonly RiskCell cell;
    private int settled;

    /// <param name="rate">In hundredths of a percent a year.</param>
    public LoanRun(long principal, int rate, int term, DateOnly start, DateOnly asOf, RiskCell cell)
    {
        (this.start, this.asOf, this.cell) = (start, asOf, cell);
        var monthly = rate / 120_000.0;
        var level = (long)Math.Round(principal * monthly / (1 - Math.Pow(1 + monthly, -term)));
        var balance = principal;
        Schedule = new DueInstalment[term];
        for (var seq = 1; seq <= term; seq++)
        {
            var interest = (long)Math.Round(balance * monthly);
            // The last instalment closes the loan to zero.
            var part = seq == term ? balance : level - interest;
            Schedule[seq - 1] = new(seq, start.AddMonths(seq), part, interest);
            balance -= part;
        }
    }

    public DueInstalment[] Schedule { get; }
    public List<PaidAmount> Payments { get; } = [];

    /// <summary>The state at each quarter's end from the start until the loan is repaid or in default.</summary>
    public List<QuarterState> Quarters { get; } = [];
    public string Status { get; private set; } = "active";
    public DateOnly? DefaultedOn { get; private set; }
    public DateOnly? ClosedOn { get; private set; }
    public DateOnly? WrittenOffOn { get; private set; }
    public long Recovered { get; private set; }
    public long Paid { get; private set; }
    public long Outstanding { get; private set; }
    public DateOnly? LastPaymentOn => Payments.Count == 0 ? null : Payments[^1].On;

    /// <summary>Plays the loan month by month: a payment settles the oldest instalments first.</summary>
    public void Play(DemoRandom random)
    {
        var state = 0;
        KeepQuarter(start, state, Schedule.Length);
        for (var month = 1; ; month++)
        {
            // After the term nothing more falls due, but a loan that is behind goes on until it is repaid or in default.
            var due = month <= Schedule.Length ? Schedule[month - 1].Due : start.AddMonths(month);
            if (due > asOf)
                break;
            var left = Schedule.Length - month;
            cell.Played[state, Math.Max(0, 1 - left)]++;
            var next = cell.Chain.Next(state, random);
            if (next == ArrearsChain.Default)
            {
                Fail(month, random);
                break;
            }
            var on = PaymentDate(due, state, next, random);
            if (next == ArrearsChain.Prepaid)
                Settle(Schedule.Length, on, lastWithInterest: month);
            else
                Settle(Math.Min(Schedule.Length, month - next), on, int.MaxValue);
            if (settled == Schedule.Length)
            {
                (Status, ClosedOn) = ("fully_paid", on);
                break;
            }
            state = next;
            KeepQuarter(due, state, left);
        }
        Outstanding = WrittenOffOn is null ? Owed() - Recovered : 0;
    }

    private void KeepQuarter(DateOnly inMonth, int state, int left)
    {
        if (inMonth.Month % 3 == 0)
            Quarters.Add(new(MonthEnd(inMonth), state, left));
    }

    private static DateOnly MonthEnd(DateOnly day) =>
        new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    private long Owed()
    {
        long cents = 0;
        for (var i = settled; i < Schedule.Length; i++)
            cents += Schedule[i].Principal;
        return cents;
    }

    private static DateOnly PaymentDate(DateOnly due, int state, int next, DemoRandom random)
    {
        // Three behind is up to 89 days past due before the next due date, so a payment that averts default comes before it.
        if (state == 3)
            return due.AddDays(-2 - random.Below(2));
        var days = random.Below(5);
        if (state == 0 && next == 0)
        {
            var u = random.Next();
            days =
                u < 0.25 ? -random.Below(FirstDay)
                : u < 0.8 ? 0
                : 1 + random.Below(8);
        }
        return due.AddDays(Math.Min(days, MonthEnd(due).DayNumber - due.DayNumber));
    }

    /// <summary>Pays the oldest instalments up to a number; what is not yet due is paid without its interest.</summary>
    private void Settle(int upTo, DateOnly on, int lastWithInterest)
    {
        long principal = 0,
            interest = 0;
        for (; settled < upTo; settled++)
        {
            principal += Schedule[settled].Principal;
            interest += Schedule[settled].Seq > lastWithInterest ? 0 : Schedule[settled].Interest;
        }
        if (principal + interest > 0)
            Pay(on, principal + interest, principal, isRecovery: false);
    }

    private void Pay(DateOnly on, long cents, long principal, bool isRecovery)
    {
        Payments.Add(new(on, cents, principal, isRecovery));
        Paid += cents;
    }

    private void Fail(int month, DemoRandom random)
    {
        var on = Schedule[month - ArrearsChain.Default].Due.AddDays(91);
        (Status, DefaultedOn) = ("defaulted", on);
        var recovery = on.AddDays(60 + random.Below(200));
        if (random.Next() < 0.5 && recovery <= asOf)
        {
            Recovered = (long)(Owed() * (0.05 + 0.4 * random.Next()));
            Pay(recovery, Recovered, Recovered, isRecovery: true);
        }
        var writeOff = on.AddMonths(6 + random.Below(7));
        if (writeOff <= asOf)
            (Status, WrittenOffOn) = ("written_off", writeOff);
    }
}
