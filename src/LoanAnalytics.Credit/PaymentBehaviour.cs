namespace LoanAnalytics.Credit;

/// <summary>How punctually what fell due was paid.</summary>
/// <remarks>Over the instalments above 0 due up to the as-of date; days = settlement - due date, or as-of date - due date while unpaid.
/// A policy that puts due dates off or lets trifling shortfalls pass does so here too; its grace days do not count, a late payment is late.
/// Shares are fractions 0..1 and sum to 1.</remarks>
/// <param name="InstalmentsDue">Instalments counted.</param>
/// <param name="Early">Of these, settled before the due date.</param>
/// <param name="OnTime">Settled on it, or due today and unpaid.</param>
/// <param name="Late">Settled after it, or unpaid after it.</param>
/// <param name="DaysLate">Sum of max(0, days) over all of them. Days.</param>
/// <param name="MaxDaysLate12m">Largest max(0, days) of those settled in the last twelve months or unpaid; null where there is none. Days.</param>
/// <param name="MissedInstalments">Due before the as-of date and not settled.</param>
/// <param name="TrendDaysPerInstalment">Least-squares slope of the days on the order 1..n: above 0 is getting worse; null for fewer than
/// two. Days an instalment.</param>
public sealed record PaymentBehaviour(
    int InstalmentsDue,
    int Early,
    int OnTime,
    int Late,
    long DaysLate,
    int? MaxDaysLate12m,
    int MissedInstalments,
    double? TrendDaysPerInstalment
)
{
    /// <summary>Early / instalments due; null where nothing has fallen due.</summary>
    public double? ShareEarly => Ratio.Of(Early, InstalmentsDue);

    /// <summary>On time / instalments due; null where nothing has fallen due.</summary>
    public double? ShareOnTime => Ratio.Of(OnTime, InstalmentsDue);

    /// <summary>Late / instalments due; null where nothing has fallen due.</summary>
    public double? ShareLate => Ratio.Of(Late, InstalmentsDue);

    /// <summary>Mean of max(0, days) over all of them; null where nothing has fallen due.</summary>
    public double? AverageDaysLate => Ratio.Of(DaysLate, InstalmentsDue);

    /// <summary>The behaviour that an allocation shows.</summary>
    /// <param name="endedOn">The day on which the loan was repaid or written off; null while it runs.</param>
    public static PaymentBehaviour Of(PaymentAllocation allocation, DateOnly? endedOn = null)
    {
        ArgumentNullException.ThrowIfNull(allocation);
        AllocatedInstalment[] owed =
        [
            .. allocation.Instalments.Where(i => i.Instalment.Amount > 0),
        ];
        return new PaymentCourse(
            [.. owed.Select(i => i.FallsDueOn)],
            [.. owed.Select(i => i.Instalment.DueOn)],
            [.. owed.TakeWhile(i => i.SettledOn is not null).Select(i => i.SettledOn!.Value)],
            endedOn
        ).At(allocation.AsOf);
    }
}

/// <summary>How punctually several loans were paid, as one: instalments are added up, so a loan weighs by what has fallen due of it.</summary>
/// <remarks>Beside the sums each loan is of one kind: punctual, no instalment late; sometimes late, at most half of them; mostly late, more than
/// half. Shares are fractions 0..1.</remarks>
/// <param name="Loans">Loans of which an instalment has fallen due.</param>
/// <param name="NothingDueLoans">Loans of which none has; they are in no other figure.</param>
/// <param name="InstalmentsDue">Instalments counted, as in <see cref="PaymentBehaviour"/>; so are the next four.</param>
/// <param name="MaxDaysLate12m">The largest of the loans'; null where none has one. Days.</param>
/// <param name="MissedInstalments">Due before the day and not settled.</param>
/// <param name="TrendLoans">Loans with a trend.</param>
/// <param name="TrendDays">Sum of their trends. Days an instalment.</param>
/// <param name="Worsening">Of these, with a trend above 0.</param>
/// <param name="Improving">Of these, with a trend below 0.</param>
/// <param name="Punctual">Loans without a late instalment.</param>
/// <param name="SometimesLate">Loans with one, but at most half of them late.</param>
/// <param name="MostlyLate">Loans with more than half of them late.</param>
public sealed record PooledBehaviour(
    long Loans,
    long NothingDueLoans,
    long InstalmentsDue,
    long Early,
    long OnTime,
    long Late,
    long DaysLate,
    int? MaxDaysLate12m,
    long MissedInstalments,
    long TrendLoans,
    double TrendDays,
    long Worsening,
    long Improving,
    long Punctual,
    long SometimesLate,
    long MostlyLate
)
{
    /// <summary>Early / instalments due; null where nothing has fallen due.</summary>
    public double? ShareEarly => Ratio.Of(Early, InstalmentsDue);

    /// <summary>On time / instalments due; null where nothing has fallen due.</summary>
    public double? ShareOnTime => Ratio.Of(OnTime, InstalmentsDue);

    /// <summary>Late / instalments due; null where nothing has fallen due.</summary>
    public double? ShareLate => Ratio.Of(Late, InstalmentsDue);

    /// <summary>Days late / instalments due; null where nothing has fallen due.</summary>
    public double? AverageDaysLate => Ratio.Of(DaysLate, InstalmentsDue);

    /// <summary>Mean of the loans' trends; null where none has one. Days an instalment.</summary>
    public double? AverageTrend => TrendLoans == 0 ? null : TrendDays / TrendLoans;

    /// <summary>Punctual / loans; null where there is none.</summary>
    public double? SharePunctual => Ratio.Of(Punctual, Loans);

    /// <summary>Sometimes late / loans; null where there is none.</summary>
    public double? ShareSometimesLate => Ratio.Of(SometimesLate, Loans);

    /// <summary>Mostly late / loans; null where there is none.</summary>
    public double? ShareMostlyLate => Ratio.Of(MostlyLate, Loans);

    /// <summary>One loan as a pool.</summary>
    public static PooledBehaviour Of(PaymentBehaviour loan)
    {
        var sum = new BehaviourSum();
        sum.Add(loan);
        return sum.Total;
    }

    /// <summary>Several pools as one.</summary>
    public static PooledBehaviour Sum(IEnumerable<PooledBehaviour> parts)
    {
        PooledBehaviour[] all = [.. parts];
        return new(
            all.Sum(p => p.Loans),
            all.Sum(p => p.NothingDueLoans),
            all.Sum(p => p.InstalmentsDue),
            all.Sum(p => p.Early),
            all.Sum(p => p.OnTime),
            all.Sum(p => p.Late),
            all.Sum(p => p.DaysLate),
            all.Max(p => p.MaxDaysLate12m),
            all.Sum(p => p.MissedInstalments),
            all.Sum(p => p.TrendLoans),
            all.Sum(p => p.TrendDays),
            all.Sum(p => p.Worsening),
            all.Sum(p => p.Improving),
            all.Sum(p => p.Punctual),
            all.Sum(p => p.SometimesLate),
            all.Sum(p => p.MostlyLate)
        );
    }
}
