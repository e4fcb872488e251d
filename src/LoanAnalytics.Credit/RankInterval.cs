namespace LoanAnalytics.Credit;

/// <summary>A group's place by rate, 1 the highest, with the 2.5 and 97.5 % points of its place.</summary>
public sealed record RankedPlace(int Value, double Low, double High);

/// <summary>How certain a place in a ranking is: each group's rate is drawn from its beta posterior, and the draws are ranked.</summary>
/// <remarks>Posterior beta(alpha + x, beta + n - x); drawn by <see cref="Draws"/>, so reproducible by seed.</remarks>
public static class RankInterval
{
    /// <summary>The places; null for a group without a loan.</summary>
    public static IReadOnlyList<RankedPlace?> Of(
        IReadOnlyList<(long Defaulted, long Loans)> groups,
        double alpha,
        double beta,
        ulong seed,
        int draws = 10_000
    )
    {
        ArgumentNullException.ThrowIfNull(groups);
        var live = Enumerable.Range(0, groups.Count).Where(i => groups[i].Loans > 0).ToArray();
        var random = new Draws(seed);
        var counts = live.Select(_ => new int[live.Length]).ToArray();
        var rates = new double[live.Length];
        var order = new int[live.Length];
        for (var draw = 0; draw < draws; draw++)
        {
            for (var i = 0; i < live.Length; i++)
            {
                var (x, n) = groups[live[i]];
                // A small floor keeps the posterior proper where the portfolio has no default, or nothing else.
                rates[i] = -random.Beta(Math.Max(alpha, 1e-3) + x, Math.Max(beta, 1e-3) + n - x);
                order[i] = i;
            }
            Array.Sort(rates, order);
            for (var place = 0; place < order.Length; place++)
                counts[order[place]][place]++;
        }
        var places = new RankedPlace?[groups.Count];
        for (var i = 0; i < live.Length; i++)
        {
            var (x, n) = groups[live[i]];
            var above = live.Count(j =>
                (double)groups[j].Defaulted / groups[j].Loans > (double)x / n
            );
            places[live[i]] = new(
                above + 1,
                Point(counts[i], draws * 0.025),
                Point(counts[i], draws * 0.975)
            );
        }
        return places;
    }

    private static int Point(int[] counts, double target)
    {
        var seen = 0;
        for (var place = 0; place < counts.Length; place++)
            if ((seen += counts[place]) >= target)
                return place + 1;
        return counts.Length;
    }
}
