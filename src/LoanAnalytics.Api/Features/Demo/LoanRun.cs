namespace LoanAnalytics.Api.Features.Demo;

/// <summary>One loan from its schedule to its end or the as-of date, in cents.</summary>
internal sealed class LoanRun
{
    public sealed record Due_(int Seq, DateOnly Due, long Principal, long Interest);

    public sealed record Money(DateOnly On, long Cents, string Kind);

    private readonly double factor;
    private int settled;

    public LoanRun(long principal, double rate, int term, DateOnly start, double factor)
    {
        this.factor = factor;
        var monthly = rate / 1200;
        var level = (long)Math.Round(principal * monthly / (1 - Math.Pow(1 + monthly, -term)));
        var balance = principal;
        for (var seq = 1; seq <= term; seq++)
        {
            var interest = (long)Math.Round(balance * monthly);
            // The last instalment closes the loan to zero.
            var part = seq == term ? balance : level - interest;
            Schedule.Add(new(seq, start.AddMonths(seq), part, interest));
            balance -= part;
        }
    }

    public List<Due_> Schedule { get; } = [];
    public List<Money> Payments { get; } = [];

    /// <summary>The state at each quarter end while the loan lives, with the months that are left.</summary>
    public List<(DateOnly End, int State, int Left)> Quarters { get; } = [];
    public string Status { get; private set; } = "active";
    public DateOnly? DefaultedOn { get; private set; }
    public DateOnly? ClosedOn { get; private set; }
    public DateOnly? WrittenOffOn { get; private set; }
    public long Recovered { get; private set; }
    public long Paid => Payments.Sum(p => p.Cents);
    public long Outstanding { get; private set; }
    public DateOnly? LastPaymentOn => Payments.Count == 0 ? null : Payments[^1].On;

    /// <summary>Plays the loan month by month: a payment settles the oldest instalments first.</summary>
    public void Play(DemoRandom random)
    {
        var state = 0;
        foreach (var due in Schedule)
        {
            if (due.Due > DemoPortfolio.AsOf)
                break;
            var next = ArrearsChain.Next(state, factor, random);
            var on = due.Due.AddDays(next == 0 && state == 0 ? Jitter(random) : random.Below(5));
            if (on > DemoPortfolio.AsOf)
                break;
            if (next == ArrearsChain.Default)
            {
                Fail(due.Seq, random);
                break;
            }
            if (next == ArrearsChain.Prepaid)
                Settle(Schedule.Count, on, prepaidFrom: due.Seq);
            else
                Settle(due.Seq - next, on, prepaidFrom: int.MaxValue);
            state = next;
            if (settled == Schedule.Count)
            {
                (Status, ClosedOn) = ("fully_paid", on);
                break;
            }
            var end = new DateOnly(
                due.Due.Year,
                due.Due.Month,
                DateTime.DaysInMonth(due.Due.Year, due.Due.Month)
            );
            if (end.Month % 3 == 0 && due.Seq < Schedule.Count)
                Quarters.Add((end, state, Schedule.Count - due.Seq));
        }
        Outstanding = Status is "written_off" ? 0 : Schedule.Skip(settled).Sum(d => d.Principal);
    }

    private static int Jitter(DemoRandom random)
    {
        var u = random.Next();
        return u < 0.25 ? -random.Below(4)
            : u < 0.8 ? 0
            : random.Below(9);
    }

    /// <summary>Pays the oldest instalments up to a number; those after a prepayment's month without their interest.</summary>
    private void Settle(int upTo, DateOnly on, int prepaidFrom)
    {
        long cents = 0;
        for (; settled < upTo; settled++)
            cents +=
                Schedule[settled].Principal
                + (Schedule[settled].Seq > prepaidFrom ? 0 : Schedule[settled].Interest);
        if (cents > 0)
            Payments.Add(new(on, cents, "payment"));
    }

    private void Fail(int seq, DemoRandom random)
    {
        var on = Schedule[seq - 4].Due.AddDays(91);
        if (on > DemoPortfolio.AsOf)
            return;
        (Status, DefaultedOn) = ("defaulted", on);
        var owed = Schedule.Skip(settled).Sum(d => d.Principal);
        var recovery = on.AddDays(60 + random.Below(200));
        if (random.Next() < 0.5 && recovery <= DemoPortfolio.AsOf)
        {
            Recovered = (long)(owed * (0.05 + 0.4 * random.Next()));
            Payments.Add(new(recovery, Recovered, "recovery"));
        }
        var writeOff = on.AddMonths(6 + random.Below(7));
        if (writeOff <= DemoPortfolio.AsOf)
            (Status, WrittenOffOn) = ("written_off", writeOff);
    }
}
