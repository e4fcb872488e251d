namespace LoanAnalytics.Credit;

/// <summary>How good probabilities of default are as probabilities, not by their order alone.</summary>
/// <param name="Brier">Mean of (PD - y)², 0..1, 0 the best; y = 1 where the loan went bad.</param>
/// <param name="BrierSkill">1 - Brier / Brier of the base rate for everyone: 1 perfect, 0 no better than the base rate, negative worse. Null for one class only.</param>
/// <param name="LogLoss">Mean of -ln(chance given to what happened), 0 the best, in natural logarithms.</param>
/// <param name="LogLossSkill">1 - log loss / log loss of the base rate for everyone; null for one class only.</param>
/// <param name="MeanPd">Mean PD.</param>
/// <param name="BadRate">Share that went bad; the difference to the mean PD is the calibration in the large.</param>
/// <remarks>A PD of 0 or 1 counts as 1e-15 from it in the log loss. Sources: Brier (1950), Monthly Weather Review 78, 1-3; Murphy (1973), J. Appl. Meteorology 12,
/// 215-223 (skill); Good (1952), J. R. Statist. Soc. B 14, 107-114 (logarithmic score).</remarks>
public sealed record ProbabilityScore(
    double Brier,
    double? BrierSkill,
    double LogLoss,
    double? LogLossSkill,
    double MeanPd,
    double BadRate
)
{
    private const double Least = 1e-15;

    /// <summary>The score; null without a row.</summary>
    /// <param name="pd">Chances, 0..1.</param>
    /// <param name="bad">What happened.</param>
    /// <param name="weights">How often each row counts; empty = once.</param>
    public static ProbabilityScore? Of(
        ReadOnlySpan<double> pd,
        ReadOnlySpan<bool> bad,
        ReadOnlySpan<int> weights = default
    )
    {
        if (pd.Length != bad.Length || (weights.Length > 0 && weights.Length != bad.Length))
            throw new ArgumentException("Chances, outcomes and weights differ in length.");
        double brier = 0,
            loss = 0,
            sum = 0;
        long n = 0,
            allBad = 0;
        for (var i = 0; i < pd.Length; i++)
        {
            if (pd[i] is not (>= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(pd), "A chance is not in 0..1.");
            var w = weights.Length == 0 ? 1 : weights[i];
            var happened = bad[i] ? pd[i] : 1 - pd[i];
            brier += w * (1 - happened) * (1 - happened);
            loss -= w * Math.Log(Math.Clamp(happened, Least, 1 - Least));
            sum += w * pd[i];
            n += w;
            allBad += bad[i] ? w : 0;
        }
        if (n == 0)
            return null;
        var rate = (double)allBad / n;
        var one = allBad == 0 || allBad == n;
        var entropy = -rate * Math.Log(rate) - (1 - rate) * Math.Log(1 - rate);
        return new(
            brier / n,
            one ? null : 1 - brier / n / (rate * (1 - rate)),
            loss / n,
            one ? null : 1 - loss / n / entropy,
            sum / n,
            rate
        );
    }
}
