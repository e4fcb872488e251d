namespace LoanAnalytics.Credit;

/// <summary>How punctually what fell due was paid.</summary>
/// <remarks>Over the instalments above 0 due up to the as-of date; days = settlement - due date, or as-of date - due date while unpaid.
/// A policy that puts due dates off or lets trifling shortfalls pass does so here too; its grace days do not count, a late payment is late.
/// Shares are fractions 0..1 and sum to 1.</remarks>
/// <param name="InstalmentsDue">Instalments counted.</param>
/// <param name="Early">Of these, settled before the due date.</param>
/// <param name="OnTime">Settled on it, or due today and unpaid.</param>
/// <param name="Late">Settled after it, or unpaid after it.</param>
/// <param name="AverageDaysLate">Mean of max(0, days) over all of them; null where nothing has fallen due.</param>
/// <param name="MaxDaysLate12m">Largest max(0, days) of those settled in the last twelve months or unpaid; null where there is none. Days.</param>
/// <param name="MissedInstalments">Due before the as-of date and not settled.</param>
/// <param name="TrendDaysPerInstalment">Least-squares slope of the days on the order 1..n: above 0 is getting worse; null for fewer than
/// two. Days an instalment.</param>
public sealed record PaymentBehaviour(
    int InstalmentsDue,
    int Early,
    int OnTime,
    int Late,
    double? AverageDaysLate,
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

    /// <summary>The behaviour that an allocation shows.</summary>
    public static PaymentBehaviour Of(PaymentAllocation allocation)
    {
        ArgumentNullException.ThrowIfNull(allocation);
        var asOf = allocation.AsOf;
        var yearAgo = asOf.AddMonths(-12);
        (AllocatedInstalment Instalment, int Days)[] due =
        [
            .. allocation
                .Instalments.Where(i => i.Instalment.Amount > 0 && i.FallsDueOn <= asOf)
                .Select(i => (i, i.Days(asOf))),
        ];
        int[] recent =
        [
            .. due.Where(d => d.Instalment.SettledOn is not { } on || on > yearAgo)
                .Select(d => Math.Max(0, d.Days)),
        ];
        return new(
            due.Length,
            due.Count(d => d.Days < 0),
            due.Count(d => d.Days == 0),
            due.Count(d => d.Days > 0),
            due.Length == 0 ? null : due.Average(d => (double)Math.Max(0, d.Days)),
            recent.Length == 0 ? null : recent.Max(),
            due.Count(d => d.Instalment.SettledOn is null && d.Instalment.FallsDueOn < asOf),
            Slope([.. due.Select(d => (double)d.Days)])
        );
    }

    private static double? Slope(double[] values)
    {
        if (values.Length < 2)
            return null;
        var middle = (values.Length - 1) / 2.0;
        var mean = values.Average();
        double xy = 0,
            xx = 0;
        for (var i = 0; i < values.Length; i++)
        {
            xy += (i - middle) * (values[i] - mean);
            xx += (i - middle) * (i - middle);
        }
        return xy / xx;
    }
}
