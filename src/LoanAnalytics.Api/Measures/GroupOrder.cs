using System.Globalization;
using LoanAnalytics.Api.Data;

namespace LoanAnalytics.Api.Measures;

/// <summary>The order of groups: bands by their edges, lateness by days, statuses by the course of a loan, punctuality from the best, numbers by size, words by letter, unknown last.</summary>
internal sealed class GroupOrder(DataVersion version) : IComparer<string>
{
    private readonly string[] known =
    [
        .. LoanFilter.DelinquencyBuckets.Except([.. LoanFilter.Statuses, "unknown"]),
        .. LoanFilter.Statuses,
        .. version.AgeLabels,
        .. version.IncomeLabels,
        .. version.AmountLabels,
        .. version.RateLabels,
        .. LoanFilter.PlanBands.Except(["unknown"]),
        .. LoanFilter.LoanToIncomeBands.Except(["unknown"]),
        .. LoanFilter.InstalmentsToIncomeBands.Except(["unknown"]),
        .. RiskBand.Labels,
        .. LoanFilter.Punctualities.Except(["unknown"]),
    ];

    public int Compare(string? x, string? y)
    {
        var byRank = Rank(x!).CompareTo(Rank(y!));
        if (byRank != 0)
            return byRank;
        return Number(x!) is { } a && Number(y!) is { } b
            ? a.CompareTo(b)
            : string.CompareOrdinal(x, y);
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private int Rank(string key) =>
        key == "unknown" ? int.MaxValue
        : Array.IndexOf(known, key) is >= 0 and var i ? i
        : known.Length;
}
