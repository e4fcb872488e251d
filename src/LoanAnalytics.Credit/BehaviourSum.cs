namespace LoanAnalytics.Credit;

/// <summary>Adds up how punctually loans were paid, one after another.</summary>
public sealed class BehaviourSum
{
    private const double Micro = 1e6;
    private long loans,
        nothingDue,
        due,
        early,
        onTime,
        late,
        daysLate,
        missed,
        trendLoans,
        trendMicros,
        worsening,
        improving,
        punctual,
        sometimesLate,
        mostlyLate;
    private int? maxDaysLate;

    /// <summary>What has been added.</summary>
    public PooledBehaviour Total =>
        new(
            loans,
            nothingDue,
            due,
            early,
            onTime,
            late,
            daysLate,
            maxDaysLate,
            missed,
            trendLoans,
            trendMicros / Micro,
            worsening,
            improving,
            punctual,
            sometimesLate,
            mostlyLate
        );

    /// <summary>Adds a loan. Its trend counts to six decimals, as standings keep it.</summary>
    public void Add(PaymentBehaviour loan)
    {
        ArgumentNullException.ThrowIfNull(loan);
        if (loan.InstalmentsDue == 0)
        {
            nothingDue++;
            return;
        }
        loans++;
        due += loan.InstalmentsDue;
        early += loan.Early;
        onTime += loan.OnTime;
        late += loan.Late;
        daysLate += loan.DaysLate;
        missed += loan.MissedInstalments;
        if (loan.MaxDaysLate12m is { } most)
            maxDaysLate = Math.Max(maxDaysLate ?? 0, most);
        if (loan.TrendDaysPerInstalment is { } trend)
        {
            var micros = (long)Math.Round(trend * Micro);
            trendLoans++;
            trendMicros += micros;
            worsening += micros > 0 ? 1 : 0;
            improving += micros < 0 ? 1 : 0;
        }
        if (loan.Late == 0)
            punctual++;
        else if (2 * loan.Late <= loan.InstalmentsDue)
            sometimesLate++;
        else
            mostlyLate++;
    }
}
