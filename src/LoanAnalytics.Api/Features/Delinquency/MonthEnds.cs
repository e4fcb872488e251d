namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>The days on which months end.</summary>
internal static class MonthEnds
{
    /// <summary>The last of them up to a day, that day included.</summary>
    public static DateOnly LastUpTo(DateOnly day) => Before(day.AddDays(1));

    /// <summary>The last of them before a day.</summary>
    public static DateOnly Before(DateOnly day) => new DateOnly(day.Year, day.Month, 1).AddDays(-1);
}
