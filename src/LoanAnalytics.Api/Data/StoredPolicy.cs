using System.Text.Json;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Data;

/// <summary>A policy as the version keeps it, in the form that SQL reads: days of the week are numbers, 0 being Sunday.</summary>
/// <param name="Rule">oldest_unpaid or rolling.</param>
internal sealed record StoredPolicy(
    string Rule,
    int GraceDays,
    IReadOnlyList<int> RestDays,
    IReadOnlyList<DateOnly> Holidays,
    decimal Tolerance
)
{
    private const string Rolling = "rolling";

    public static string Write(DelinquencyPolicy policy) =>
        JsonSerializer.Serialize(
            new StoredPolicy(
                policy.Rule == DaysPastDueRule.Rolling ? Rolling : "oldest_unpaid",
                policy.GraceDays,
                [.. policy.RestDays.Order().Select(d => (int)d)],
                [.. policy.Holidays.Order()],
                policy.Tolerance
            ),
            JsonSerializerOptions.Web
        );

    public static DelinquencyPolicy Read(string text)
    {
        var stored = JsonSerializer.Deserialize<StoredPolicy>(text, JsonSerializerOptions.Web)!;
        return new()
        {
            Rule = stored.Rule == Rolling ? DaysPastDueRule.Rolling : DaysPastDueRule.OldestUnpaid,
            GraceDays = stored.GraceDays,
            RestDays = stored.RestDays.Select(d => (DayOfWeek)d).ToHashSet(),
            Holidays = stored.Holidays.ToHashSet(),
            Tolerance = stored.Tolerance,
        };
    }
}
