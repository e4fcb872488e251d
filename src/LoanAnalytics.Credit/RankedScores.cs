namespace LoanAnalytics.Credit;

/// <summary>A point of the ROC curve: what is caught and what is disturbed by acting on all scores from the threshold up.</summary>
/// <param name="Threshold">Lowest score acted on; null at the origin, where none is.</param>
/// <param name="FalsePositiveRate">Share of the good at or above it, 0..1.</param>
/// <param name="TruePositiveRate">Share of the bad at or above it, 0..1.</param>
public sealed record RocPoint(double? Threshold, double FalsePositiveRate, double TruePositiveRate);

/// <summary>One part of the loans, ranked by falling score.</summary>
/// <param name="Part">1 the riskiest.</param>
/// <param name="Count">Loans in it.</param>
/// <param name="Bad">Of these, bad.</param>
/// <param name="LowestScore">Lowest score of the part.</param>
/// <param name="HighestScore">Highest score of the part.</param>
/// <param name="Lift">Bad rate of the part / bad rate of all.</param>
/// <param name="CumulativeCount">Loans from the riskiest part to this one.</param>
/// <param name="CumulativeBad">Of these, bad.</param>
/// <param name="Gain">Share of all bad that they hold, 0..1.</param>
/// <param name="CumulativeLift">Their bad rate / bad rate of all.</param>
public sealed record GainsPart(
    int Part,
    int Count,
    int Bad,
    double LowestScore,
    double HighestScore,
    double Lift,
    int CumulativeCount,
    int CumulativeBad,
    double Gain,
    double CumulativeLift
);

/// <summary>How well scores of risk tell bad from good, by their order alone: high scores should be bad.</summary>
/// <remarks>AUC = P(score of a bad > score of a good) + half of the ties; Gini = 2 AUC - 1; KS = largest |TPR - FPR| over the distinct scores, ties
/// moving together. Its standard error is that of DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, 837-845, by the ranks of Sun and Xu
/// (2014), IEEE Signal Processing Letters 21, 1389-1393. Sources: Hanley and McNeil (1982), Radiology 143, 29-36; metrics of the project.
/// Scores are sorted once; every figure can be asked with the rows weighted, as <see cref="Bootstrap"/> does.</remarks>
public sealed class RankedScores
{
    // Rows by falling score; ends[i] is the first row after the i-th distinct score.
    private readonly double[] scores;
    private readonly bool[] bad;
    private readonly int[] order;
    private readonly int[] ends;

    private RankedScores(double[] scores, bool[] bad, int[] order)
    {
        (this.scores, this.bad, this.order) = (scores, bad, order);
        ends =
        [
            .. Enumerable
                .Range(1, scores.Length)
                .Where(i => i == scores.Length || scores[i] != scores[i - 1]),
        ];
        Bad = bad.Count(b => b);
        Good = bad.Length - Bad;
    }

    /// <summary>Bad rows.</summary>
    public int Bad { get; }

    /// <summary>Good rows.</summary>
    public int Good { get; }

    /// <summary>The scores in their order; each must be a number.</summary>
    public static RankedScores Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> bad)
    {
        if (scores.Length != bad.Length)
            throw new ArgumentException("Scores and outcomes differ in length.");
        var falling = new double[scores.Length];
        for (var i = 0; i < falling.Length; i++)
            falling[i] = double.IsNaN(scores[i])
                ? throw new ArgumentException("A score is no number.")
                : -scores[i];
        int[] order = [.. Enumerable.Range(0, falling.Length)];
        Array.Sort(falling, order);
        var outcomes = new bool[falling.Length];
        for (var i = 0; i < falling.Length; i++)
            (falling[i], outcomes[i]) = (-falling[i], bad[order[i]]);
        return new(falling, outcomes, order);
    }

    /// <summary>Area under the ROC curve, 0..1, 0.5 = no better than chance; null for one class only.</summary>
    /// <param name="weights">How often each row counts, in the order of the scores as given; null = once.</param>
    public double? Auc(int[]? weights = null)
    {
        double pairs = 0;
        long above = 0,
            allGood = 0;
        foreach (var (good, ofBad) in Ties(weights))
        {
            pairs += good * (above + ofBad / 2.0);
            above += ofBad;
            allGood += good;
        }
        return above == 0 || allGood == 0 ? null : pairs / above / allGood;
    }

    /// <summary>2 AUC - 1, -1..1; negative where high scores are good. Null for one class only.</summary>
    public double? Gini(int[]? weights = null) => 2 * Auc(weights) - 1;

    /// <summary>Largest distance between the shares of bad and of good at or above a score, 0..1; null for one class only.</summary>
    public double? Ks(int[]? weights = null)
    {
        var (good, ofBad) = (0L, 0L);
        foreach (var tie in Ties(weights))
            (good, ofBad) = (good + tie.Good, ofBad + tie.Bad);
        if (good == 0 || ofBad == 0)
            return null;
        double largest = 0;
        var (seenGood, seenBad) = (0L, 0L);
        foreach (var tie in Ties(weights))
        {
            (seenGood, seenBad) = (seenGood + tie.Good, seenBad + tie.Bad);
            largest = Math.Max(
                largest,
                Math.Abs((double)seenBad / ofBad - (double)seenGood / good)
            );
        }
        return largest;
    }

    /// <summary>AUC with DeLong's 95 % interval, cut to 0..1; null for one class only. Rows are taken to be independent.</summary>
    /// <remarks>For a bad row, the share of good below it; for a good row, the share of bad above it, ties half: the variance of AUC is the sample
    /// variance of the first / bad + that of the second / good.</remarks>
    public EstimateInterval? DeLong()
    {
        if (Auc() is not { } auc || Bad < 2 || Good < 2)
            return null;
        double ofBad = 0,
            ofGood = 0;
        var (bads, goods) = (0, 0);
        foreach (var (good, tiedBad) in Ties(null))
        {
            var below = (Good - goods - good / 2.0) / Good - auc;
            var above = (bads + tiedBad / 2.0) / Bad - auc;
            ofBad += tiedBad * below * below;
            ofGood += good * above * above;
            (bads, goods) = (bads + (int)tiedBad, goods + (int)good);
        }
        var error = Math.Sqrt(ofBad / (Bad - 1) / Bad + ofGood / (Good - 1) / Good);
        return new(
            auc,
            Math.Max(0, auc - Proportion.Z95 * error),
            Math.Min(1, auc + Proportion.Z95 * error),
            error
        );
    }

    /// <summary>The curve from (0, 0) to (1, 1), a point for each distinct score, of the corners on a straight line only the last; empty for one class only.</summary>
    /// <param name="most">Number of points at most, spread evenly over the curve's points; at least 2.</param>
    public IReadOnlyList<RocPoint> Roc(int most = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        if (Bad == 0 || Good == 0)
            return [];
        var corners = new List<(double? Threshold, long Good, long Bad)> { (null, 0, 0) };
        var i = 0;
        foreach (var (good, ofBad) in Ties(null))
        {
            var next = (scores[ends[i++] - 1], corners[^1].Good + good, corners[^1].Bad + ofBad);
            if (corners.Count > 1 && Straight(corners[^2], corners[^1], next))
                corners[^1] = next;
            else
                corners.Add(next);
        }
        var steps = Math.Min(most, corners.Count) - 1;
        return
        [
            .. Enumerable
                .Range(0, steps + 1)
                .Select(s => corners[(int)((long)s * (corners.Count - 1) / steps)])
                .Select(c => new RocPoint(c.Threshold, (double)c.Good / Good, (double)c.Bad / Bad)),
        ];

        static bool Straight(
            (double? Threshold, long Good, long Bad) a,
            (double? Threshold, long Good, long Bad) b,
            (double? Threshold, long Good, long Bad) c
        ) => (b.Good - a.Good) * (c.Bad - b.Bad) == (c.Good - b.Good) * (b.Bad - a.Bad);
    }

    /// <summary>Gains and lift by equal parts of the rows, riskiest first; ties at an edge are cut in the order given. Empty without a bad row.</summary>
    public IReadOnlyList<GainsPart> Gains(int parts = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        var gains = new List<GainsPart>();
        if (Bad == 0)
            return gains;
        var rate = (double)Bad / bad.Length;
        var (from, seen) = (0, 0);
        for (var part = 1; part <= parts; part++)
        {
            var to = (int)((long)bad.Length * part / parts);
            if (to == from)
                continue;
            var inside = bad.AsSpan(from..to).Count(true);
            seen += inside;
            gains.Add(
                new(
                    part,
                    to - from,
                    inside,
                    scores[to - 1],
                    scores[from],
                    inside / (double)(to - from) / rate,
                    to,
                    seen,
                    (double)seen / Bad,
                    seen / (double)to / rate
                )
            );
            from = to;
        }
        return gains;
    }

    /// <summary>Good and bad of each distinct score, falling.</summary>
    private IEnumerable<(long Good, long Bad)> Ties(int[]? weights)
    {
        if (weights is not null && weights.Length != bad.Length)
            throw new ArgumentException("Weights and scores differ in length.");
        var i = 0;
        foreach (var end in ends)
        {
            var (good, ofBad) = (0L, 0L);
            for (; i < end; i++)
            {
                var count = weights is null ? 1 : weights[order[i]];
                if (bad[i])
                    ofBad += count;
                else
                    good += count;
            }
            yield return (good, ofBad);
        }
    }
}
