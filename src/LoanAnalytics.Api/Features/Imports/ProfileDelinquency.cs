using System.Globalization;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>How a profile states that lateness is counted; what it leaves out is strict: to the day and to the cent.</summary>
internal sealed class ProfileDelinquency
{
    private const int MostGraceDays = 365;

    /// <summary>strict or rolling.</summary>
    public string DaysPastDue { get; set; } = "strict";
    public string GraceDays { get; set; } = "0";

    /// <summary>Names of days of the week.</summary>
    public List<string> RestDays { get; set; } = [];

    /// <summary>Dates YYYY-MM-DD.</summary>
    public List<string> Holidays { get; set; } = [];

    /// <summary>Money.</summary>
    public string Tolerance { get; set; } = "0";

    public DelinquencyPolicy Policy()
    {
        var restDays = RestDays.Select(RestDay).ToHashSet();
        if (restDays.Count > 6)
            throw Profile.Invalid("delinquency: rest_days leaves no working day in the week.");
        return new()
        {
            Rule = DaysPastDue switch
            {
                "strict" => DaysPastDueRule.OldestUnpaid,
                "rolling" => DaysPastDueRule.Rolling,
                _ => throw Profile.Invalid(
                    $"delinquency: days_past_due is strict or rolling, not '{DaysPastDue}'."
                ),
            },
            GraceDays =
                int.TryParse(
                    GraceDays,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var grace
                )
                && grace <= MostGraceDays
                    ? grace
                    : throw Profile.Invalid(
                        $"delinquency: grace_days is a number of days from 0 to {MostGraceDays}, not '{GraceDays}'."
                    ),
            RestDays = restDays,
            Holidays = Holidays.Select(Holiday).ToHashSet(),
            Tolerance = decimal.TryParse(
                Tolerance,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var tolerance
            )
                ? tolerance
                : throw Profile.Invalid(
                    $"delinquency: tolerance is an amount of money from 0 up, such as 5 or 0.50, not '{Tolerance}'."
                ),
        };
    }

    private static DayOfWeek RestDay(string name) =>
        Enum.GetNames<DayOfWeek>().Contains(name, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<DayOfWeek>(name, ignoreCase: true)
            : throw Profile.Invalid(
                $"delinquency: rest_days are names of weekdays such as saturday, not '{name}'."
            );

    private static DateOnly Holiday(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day)
            ? day
            : throw Profile.Invalid($"delinquency: holidays are dates YYYY-MM-DD, not '{text}'.");
}
