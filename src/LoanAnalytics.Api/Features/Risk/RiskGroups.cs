using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>Test rows by gender and age band, counted at several lengths of the riskiest part: what fairness is told from.</summary>
internal static class RiskGroups
{
    /// <summary>Shares of the riskiest rows.</summary>
    public static readonly double[] Shares = [0.05, 0.1, 0.2, 0.3, 0.5];

    public static IReadOnlyList<GroupedTest> Of(RiskRows tested, double[] chances)
    {
        int[] order = [.. Enumerable.Range(0, tested.Count).OrderByDescending(r => chances[r])];
        return [.. Groups("gender", tested.Gender), .. Groups("ageBand", tested.AgeBand)];

        IEnumerable<GroupedTest> Groups(string by, IReadOnlyList<string> words) =>
            order
                .Select((row, place) => (Row: row, Place: place))
                .GroupBy(r => words[r.Row], StringComparer.Ordinal)
                .Select(g => new GroupedTest(
                    by,
                    g.Key,
                    g.LongCount(),
                    g.LongCount(r => tested.Bad[r.Row]),
                    g.Sum(r => chances[r.Row]),
                    [
                        .. Shares.Select(share =>
                        {
                            var inside = g.Where(r => r.Place < share * order.Length).ToArray();
                            var bad = inside.LongCount(r => tested.Bad[r.Row]);
                            return new FlaggedAt(share, inside.LongLength - bad, bad);
                        }),
                    ]
                ));
    }
}
