namespace LoanAnalytics.Credit;

/// <summary>What happened to loans at one age.</summary>
/// <param name="Time">Months on book.</param>
/// <param name="Events">Loans that defaulted for the first time then.</param>
/// <param name="Censored">Loans last seen without default then: repaid in full, or at the as-of date.</param>
public sealed record SurvivalCount(int Time, long Events, long Censored);

/// <summary>A step of the curve.</summary>
/// <param name="Time">Months on book.</param>
/// <param name="AtRisk">Loans seen until then or longer.</param>
/// <param name="Events">Loans that defaulted then.</param>
/// <param name="Survival">Share without default beyond this age, 0..1.</param>
/// <param name="StandardError">Greenwood's; null once all at risk have defaulted.</param>
/// <param name="Low">Lower 95 % limit of the survival; null with the standard error.</param>
/// <param name="High">Upper 95 % limit of the survival; null with the standard error.</param>
public sealed record SurvivalStep(
    int Time,
    long AtRisk,
    long Events,
    double Survival,
    double? StandardError,
    double? Low,
    double? High
);

/// <summary>Time to default with loans that are still running: the share that has not defaulted by each age.</summary>
/// <remarks>S(t) = product over event times u &lt;= t of (1 - d(u) / n(u)), n(u) = loans seen until u or longer; at ties defaults come before
/// censoring. Greenwood: SE = S √(sum d / (n (n - d))); interval on the scale of log(-log S): S^exp(-+ z SE / (S |ln S|)), z = 1.959963984540054,
/// so that it stays in 0..1. Defaults / loans understates as long as loans are running. Sources: Kaplan and Meier (1958), J. Am. Stat. Assoc. 53,
/// 457-481; Kalbfleisch and Prentice (1980), The Statistical Analysis of Failure Time Data.</remarks>
/// <param name="Loans">Loans observed.</param>
/// <param name="Events">Of these, defaulted.</param>
/// <param name="LastTime">The highest age seen, beyond which nothing is known; null without a loan.</param>
/// <param name="Steps">The ages at which loans defaulted.</param>
/// <param name="MedianTime">First age with a survival of at most 0.5; null where the curve stays above.</param>
public sealed record KaplanMeier(
    long Loans,
    long Events,
    int? LastTime,
    IReadOnlyList<SurvivalStep> Steps,
    int? MedianTime
)
{
    /// <summary>The curve of loans counted by age; ages that come more than once add up.</summary>
    public static KaplanMeier Of(IEnumerable<SurvivalCount> counts)
    {
        SurvivalCount[] ages =
        [
            .. counts
                .GroupBy(c => c.Time)
                .Select(g => new SurvivalCount(g.Key, g.Sum(c => c.Events), g.Sum(c => c.Censored)))
                .Where(c => c.Events + c.Censored > 0)
                .OrderBy(c => c.Time),
        ];
        var loans = ages.Sum(a => a.Events + a.Censored);
        var steps = new List<SurvivalStep>();
        var atRisk = loans;
        double survival = 1,
            greenwood = 0;
        foreach (var (time, events, censored) in ages)
        {
            if (events > 0)
            {
                survival *= (double)(atRisk - events) / atRisk;
                greenwood += events / ((double)atRisk * (atRisk - events));
                steps.Add(Step(time, atRisk, events, survival, greenwood));
            }
            atRisk -= events + censored;
        }
        return new(
            loans,
            ages.Sum(a => a.Events),
            ages.Length == 0 ? null : ages[^1].Time,
            steps,
            steps.FirstOrDefault(s => s.Survival <= 0.5)?.Time
        );
    }

    /// <summary>Share without default beyond an age, 0..1; null beyond the highest age seen.</summary>
    public double? SurvivalAt(int time) =>
        LastTime is not { } last || time > last
            ? null
            : Steps.LastOrDefault(s => s.Time <= time)?.Survival ?? 1;

    /// <summary>Share defaulted by an age, 1 - survival; null beyond the highest age seen.</summary>
    public double? DefaultedAt(int time) => 1 - SurvivalAt(time);

    private static SurvivalStep Step(
        int time,
        long atRisk,
        long events,
        double survival,
        double greenwood
    )
    {
        if (survival == 0)
            return new(time, atRisk, events, 0, null, null, null);
        var error = survival * Math.Sqrt(greenwood);
        var width = Proportion.Z95 * Math.Sqrt(greenwood) / Math.Abs(Math.Log(survival));
        return new(
            time,
            atRisk,
            events,
            survival,
            error,
            Math.Pow(survival, Math.Exp(width)),
            Math.Pow(survival, Math.Exp(-width))
        );
    }
}
