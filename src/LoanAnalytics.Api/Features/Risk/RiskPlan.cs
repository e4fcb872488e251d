using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>A row of RiskOutcomes.sql: what there is to learn from.</summary>
internal sealed record RiskOutcomes(
    long Defaulted,
    long FullyPaid,
    long Open,
    long DatedDefaults,
    long Months
);

/// <summary>Which loans a model learns from and is tested on.</summary>
/// <param name="Days">Ends of months on which loans are observed, the latest first; null where there is no history.</param>
/// <param name="Horizon">Months after a day in which a default counts.</param>
/// <param name="Statuses">Without history: the loans that are compared.</param>
internal sealed record RiskPlan(
    IReadOnlyList<DateOnly>? Days,
    int Horizon,
    IReadOnlyList<string> Statuses
)
{
    /// <summary>Fewer defaults, or fewer other loans, teach nothing.</summary>
    public const int LeastOutcomes = 20;

    /// <summary>Months between two days of observation.</summary>
    private const int Step = 3;

    /// <summary>Days of observation that a model learns from at most: three years.</summary>
    public const int MostDays = 12;

    /// <summary>The plan by history, where the book has enough of it; else null.</summary>
    public static RiskPlan? ByHistory(DataVersion version, int horizon)
    {
        if (!version.HasMonths || version.HistoryFrom is not { } from)
            return null;
        var days = new List<DateOnly>();
        var latest = LastEnd(version.AsOf);
        while (Later(latest, horizon) > version.AsOf)
            latest = Later(latest, -1);
        for (
            var day = latest;
            day >= from && days.Count < MostDays + horizon / Step;
            day = Later(day, -Step)
        )
            days.Add(day);
        return days.Count == 0 ? null : new(days, horizon, []);
    }

    /// <summary>The plan by status: defaulted loans against those fully paid, or where the book has none of these, against all others.</summary>
    public static RiskPlan ByStatus(RiskOutcomes outcomes, int horizon) =>
        new(
            null,
            horizon,
            outcomes.FullyPaid > 0
                ? ["defaulted", "written_off", "fully_paid"]
                : LoanFilter.Statuses
        );

    /// <summary>The day up to which the outcome of a day's loans counts.</summary>
    public DateOnly Until(DateOnly day) => Later(day, Horizon);

    /// <summary>Days whose outcomes were all known on the latest one: what a model may learn from that is tested on that day.</summary>
    public int[] KnownBy(DateOnly latest) =>
        [.. Enumerable.Range(0, Days!.Count).Where(d => Until(Days[d]) <= latest).Take(MostDays)];

    public RiskQuestion Question(IReadOnlyList<RiskFeature> features, double share) =>
        Days is null
            ? new(null, [], Statuses, features, share)
            : new(Days, [.. Days.Select(d => (DateOnly?)Until(d))], [], features, share);

    /// <summary>The end of the month so many months later.</summary>
    public static DateOnly Later(DateOnly end, int months) =>
        new DateOnly(end.Year, end.Month, 1).AddMonths(months + 1).AddDays(-1);

    /// <summary>The last end of a month up to a day.</summary>
    public static DateOnly LastEnd(DateOnly day) =>
        Later(day, 0) == day ? day : new DateOnly(day.Year, day.Month, 1).AddDays(-1);

    public static ProblemException NotEnough(long bad, long good) =>
        new(
            422,
            "not-enough-outcomes",
            "Too few outcomes to learn from",
            $"There are {bad} defaulted loans and {good} others whose outcome is known; it takes {LeastOutcomes} of each."
        );
}
