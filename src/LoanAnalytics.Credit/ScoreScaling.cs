namespace LoanAnalytics.Credit;

/// <summary>How chances become points of a scorecard, which rise with safety.</summary>
/// <remarks>Factor = PDO / ln 2; offset = base score - factor x ln(base odds); score = offset + factor x ln((1 - PD) / PD). Odds are good to bad.
/// Of a scorecard logit(PD) = a + sum of b(j) x weight of evidence(j) over n characteristics, a bin has the points
/// (offset - factor x a) / n - factor x b(j) x weight: those of a borrower's bins add up to the score. Source: Siddiqi (2006), Credit Risk
/// Scorecards, chapter 6.</remarks>
/// <param name="Factor">Points for each natural logarithm of the odds.</param>
/// <param name="Offset">Points at odds of 1.</param>
public sealed record ScoreScaling(double Factor, double Offset)
{
    /// <summary>A scale with the base score at the base odds, and twice the odds for each pdo points more.</summary>
    public static ScoreScaling Of(double baseScore, double baseOdds, double pdo)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baseOdds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pdo);
        var factor = pdo / Math.Log(2);
        return new(factor, baseScore - factor * Math.Log(baseOdds));
    }

    /// <summary>The score of a chance of default; null of 0 and 1, which no score stands for.</summary>
    public double? Score(double pd) =>
        pd is > 0 and < 1 ? Offset + Factor * Math.Log((1 - pd) / pd) : null;

    /// <summary>The score of odds good to bad; null of 0, negative and infinite odds.</summary>
    public double? ScoreOfOdds(double odds) =>
        odds > 0 && double.IsFinite(odds) ? Offset + Factor * Math.Log(odds) : null;

    /// <summary>The chance of default that a score stands for.</summary>
    public double Pd(double score) => 1 / (1 + Math.Exp((score - Offset) / Factor));

    /// <summary>Points of one bin of a scorecard.</summary>
    /// <param name="intercept">The scorecard's a.</param>
    /// <param name="coefficient">The characteristic's b.</param>
    /// <param name="weight">The bin's weight of evidence.</param>
    /// <param name="characteristics">The scorecard's n.</param>
    public double Points(double intercept, double coefficient, double weight, int characteristics)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(characteristics, 1);
        return (Offset - Factor * intercept) / characteristics - Factor * coefficient * weight;
    }
}
