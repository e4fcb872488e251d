using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>How the watch list would have ranked customers on past days, with models that knew nothing later.</summary>
internal static class RiskBackTest
{
    /// <summary>Months after a day in which a default counts.</summary>
    public const int Months = 6;

    /// <summary>Days at most, half a year apart.</summary>
    private const int MostDays = 4;

    /// <summary>The longest list: places beyond it are not kept.</summary>
    public const int LongestList = 5000;

    /// <summary>The days, the latest first: ends of months whose six months after are known.</summary>
    public static IReadOnlyList<DateOnly> Days(RiskPlan plan, DateOnly asOf)
    {
        if (plan.Days is null)
            return [];
        var latest = RiskPlan.LastEnd(asOf);
        while (RiskPlan.Later(latest, Months) > asOf)
            latest = RiskPlan.Later(latest, -1);
        return
        [
            .. Enumerable
                .Range(0, MostDays)
                .Select(i => RiskPlan.Later(latest, -i * Months))
                .Where(day => plan.KnownBy(day).Length > 0),
        ];
    }

    /// <summary>A day without enough to learn from is left out.</summary>
    public static IReadOnlyList<RankedDay> Of(
        RiskMaterial material,
        Func<RiskRows, RiskModelContent> fit
    )
    {
        if (material.Past is not { } past)
            return [];
        var ranked = new List<RankedDay>();
        for (var d = 0; d < material.PastDays.Count; d++)
        {
            var known = material.Plan.KnownBy(material.PastDays[d]);
            var learnt = material.Rows.Of([
                .. Enumerable
                    .Range(0, material.Rows.Count)
                    .Where(r => known.Contains(material.Rows.Day[r])),
            ]);
            var bad = learnt.Bad.Count(b => b);
            var own = past.Of([.. Enumerable.Range(0, past.Count).Where(r => past.Day[r] == d)]);
            if (
                bad < RiskPlan.LeastOutcomes
                || learnt.Count - bad < RiskPlan.LeastOutcomes
                || own.Count == 0
            )
                continue;
            ranked.Add(
                Ranked(material.PastDays[d], own, fit(learnt), withGroups: ranked.Count == 0)
            );
        }
        return ranked;
    }

    private sealed record Customer(
        double ExpectedLoss,
        double Probability,
        double DaysPastDue,
        double Exposure,
        bool Bad,
        string Gender,
        string AgeBand
    );

    private static RankedDay Ranked(
        DateOnly day,
        RiskRows rows,
        RiskModelContent content,
        bool withGroups
    )
    {
        var chances = ScoredRows
            .Of(content, rows.Columns, rows.Count, withParts: false)
            .Probability;
        Customer[] customers =
        [
            .. Enumerable
                .Range(0, rows.Count)
                .GroupBy(r => rows.Customers[r], StringComparer.Ordinal)
                .OrderBy(c => c.Key, StringComparer.Ordinal)
                .Select(c => new Customer(
                    c.Sum(r => chances[r] * rows.Exposure[r]),
                    1 - c.Aggregate(1.0, (none, r) => none * (1 - chances[r])),
                    c.Max(r => double.IsNaN(rows.DaysPastDue[r]) ? 0 : rows.DaysPastDue[r]),
                    c.Sum(r => rows.Exposure[r]),
                    c.Any(r => rows.Bad[r]),
                    rows.Gender[c.First()],
                    rows.AgeBand[c.First()]
                )),
        ];
        Customer[] listed = [.. customers.OrderByDescending(c => c.ExpectedLoss)];
        return new(
            day,
            customers.Length,
            customers.Count(c => c.Bad),
            Places(listed, c => c.Bad),
            Places([.. customers.OrderByDescending(c => c.Probability)], c => c.Bad),
            Places(
                [
                    .. customers
                        .OrderByDescending(c => c.DaysPastDue)
                        .ThenByDescending(c => c.Exposure),
                ],
                c => c.Bad
            ),
            withGroups
                ?
                [
                    .. Groups(listed, "gender", c => c.Gender),
                    .. Groups(listed, "ageBand", c => c.AgeBand),
                ]
                : []
        );
    }

    private static IEnumerable<RankedGroup> Groups(
        Customer[] listed,
        string by,
        Func<Customer, string> group
    ) =>
        listed
            .GroupBy(group, StringComparer.Ordinal)
            .Select(g => new RankedGroup(
                by,
                g.Key,
                g.Count(),
                g.Count(c => c.Bad),
                Places(listed, c => group(c) == g.Key && !c.Bad),
                Places(listed, c => group(c) == g.Key && c.Bad)
            ));

    private static int[] Places(Customer[] ordered, Func<Customer, bool> which) =>
        [
            .. ordered
                .Take(LongestList)
                .Select((c, i) => (c, i))
                .Where(x => which(x.c))
                .Select(x => x.i + 1),
        ];
}
