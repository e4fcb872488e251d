using System.Globalization;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Api.Measures;

/// <summary>Where a loan stood on a day, as the filter <c>stateAt</c> takes it: DAY:STATE, DAY:STATE:owing or DAY:STATE:strict.</summary>
/// <param name="IsOwing">It owed something then.</param>
/// <param name="IsStrict">And it had not been renegotiated by then.</param>
internal sealed record StateOnDay(DateOnly Day, string State, bool IsOwing, bool IsStrict)
{
    private const string Owing = "owing";
    private const string Strict = "strict";

    /// <summary>The value as an answer names it.</summary>
    public string Text =>
        $"{Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}:{State}{(
            IsStrict ? $":{Strict}"
            : IsOwing ? $":{Owing}"
            : ""
        )}";

    /// <summary>Null for anything else; that the state is one is not looked at.</summary>
    public static StateOnDay? Parse(string text)
    {
        var parts = text.ToLowerInvariant().Split(':');
        return
            parts.Length is 2 or 3
            && parts.ElementAtOrDefault(2) is null or Owing or Strict
            && DateOnly.TryParseExact(
                parts[0],
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
            ? new(day, parts[1], parts.Length == 3, parts[^1] == Strict)
            : null;
    }

    /// <exception cref="ProblemException">400 for a day of which the book does not know how its loans stood.</exception>
    public void Check(DataVersion version)
    {
        if (Day == version.AsOf)
            return;
        if (version is not { HasMonths: true, HistoryFrom: { } from })
            throw ProblemException.BadParameter(
                "stateAt",
                $"The book has no repayment history: stateAt takes {version.AsOf:yyyy-MM-dd} alone, the date of the data."
            );
        if (Day < from || Day > version.AsOf || Day.AddDays(1).Day != 1)
            throw ProblemException.BadParameter(
                "stateAt",
                $"stateAt takes the months' ends from {from:yyyy-MM-dd} to {version.AsOf:yyyy-MM-dd}, and the latter, which is the date of the data."
            );
    }
}
