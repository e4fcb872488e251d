namespace LoanAnalytics.Credit;

/// <summary>From which day the days past due of a loan are counted.</summary>
public enum DaysPastDueRule
{
    /// <summary>Strict: from the due date of the oldest instalment that is not settled; settling it moves the count to the next one.</summary>
    OldestUnpaid,

    /// <summary>Rolling: from the due date with which the loan fell behind, on through every part payment until nothing is overdue, as core
    /// banking systems count from the day on which an account first went into arrears. Zero when strict is zero, and never less than it.</summary>
    Rolling,
}

/// <summary>How a lender counts lateness. Left as it is: calendar days from the oldest unpaid instalment, to the cent.</summary>
/// <remarks>Lenders differ, so a figure on lateness means something only beside its policy. The rule reads the same in every use: an
/// instalment falls due on its due date, put off to the next working day; it is settled when cumulative payments reach the cumulative amount
/// due less the tolerance; it is overdue when it is not settled and more than the grace days have gone since it fell due.</remarks>
public sealed record DelinquencyPolicy
{
    private readonly int graceDays;
    private readonly decimal tolerance;
    private readonly IReadOnlySet<DayOfWeek> restDays = new HashSet<DayOfWeek>();

    /// <summary>Strict, without grace, deferral or tolerance.</summary>
    public static DelinquencyPolicy Default { get; } = new();

    /// <summary>From which day the count runs.</summary>
    public DaysPastDueRule Rule { get; init; }

    /// <summary>Days after the due date in which a loan is not yet past due. Once they are over, the count includes them.</summary>
    public int GraceDays
    {
        get => graceDays;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            graceDays = value;
        }
    }

    /// <summary>Days of the week on which nothing falls due; an instalment of such a day falls due on the next working day.</summary>
    public IReadOnlySet<DayOfWeek> RestDays
    {
        get => restDays;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Count, 6, nameof(RestDays));
            restDays = value;
        }
    }

    /// <summary>Dates on which nothing falls due either.</summary>
    public IReadOnlySet<DateOnly> Holidays { get; init; } = new HashSet<DateOnly>();

    /// <summary>A shortfall of the whole loan up to this amount of money does not make it late: trifles are let pass, but do not pile up.</summary>
    public decimal Tolerance
    {
        get => tolerance;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            tolerance = value;
        }
    }

    /// <summary>The day on which an instalment falls due: its due date, or the next working day.</summary>
    public DateOnly FallsDueOn(DateOnly due)
    {
        while (RestDays.Contains(due.DayOfWeek) || Holidays.Contains(due))
            due = due.AddDays(1);
        return due;
    }
}
