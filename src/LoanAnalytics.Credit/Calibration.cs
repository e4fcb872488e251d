namespace LoanAnalytics.Credit;

/// <summary>One bin of a calibration table.</summary>
/// <param name="Low">Lowest PD in it.</param>
/// <param name="High">Highest PD in it.</param>
/// <param name="MeanPd">Mean PD of its loans.</param>
/// <param name="Observed">Share of them that went bad, with its Wilson 95 % interval.</param>
public sealed record CalibrationBin(double Low, double High, double MeanPd, Proportion Observed)
{
    /// <summary>The mean PD lies within the interval of what was observed.</summary>
    public bool Inside => MeanPd >= Observed.Low && MeanPd <= Observed.High;
}

/// <summary>Whether probabilities of default come true.</summary>
/// <param name="Bins">By rising PD, empty ones left out.</param>
/// <param name="ExpectedError">Sum of n(bin) / n x |mean PD - observed|, 0..1.</param>
/// <param name="LargestError">Largest |mean PD - observed| of a bin.</param>
/// <remarks>Not accuracy against confidence. Source: scikit-learn, calibration_curve; Naeini, Cooper and Hauskrecht (2015), AAAI 29, 2901-2907.</remarks>
public sealed record Calibration(
    IReadOnlyList<CalibrationBin> Bins,
    double ExpectedError,
    double LargestError
)
{
    /// <summary>Bins of the same width over 0..1, closed on the left, the last on both sides; null without a row.</summary>
    public static Calibration? EqualWidth(
        ReadOnlySpan<double> pd,
        ReadOnlySpan<bool> bad,
        int bins = 10
    )
    {
        var (ordered, outcomes) = Ordered(pd, bad, bins);
        var ends = new List<int>();
        for (int bin = 1, i = 0; bin <= bins; bin++)
        {
            while (i < ordered.Length && (bin == bins || ordered[i] < (double)bin / bins))
                i++;
            ends.Add(i);
        }
        return Of(ordered, outcomes, ends);
    }

    /// <summary>Bins of about the same number of loans; equal PDs stay together, so bins may be fewer. Null without a row.</summary>
    public static Calibration? EqualFrequency(
        ReadOnlySpan<double> pd,
        ReadOnlySpan<bool> bad,
        int bins = 10
    )
    {
        var (ordered, outcomes) = Ordered(pd, bad, bins);
        var ends = new List<int>();
        for (int bin = 1, i = 0; bin <= bins; bin++)
        {
            i = Math.Max(i, (int)((long)ordered.Length * bin / bins));
            while (i > 0 && i < ordered.Length && ordered[i] == ordered[i - 1])
                i++;
            ends.Add(i);
        }
        return Of(ordered, outcomes, ends);
    }

    /// <summary>Slope and intercept of a logistic regression of the outcome on logit(PD): ideal 1 and 0; a slope below 1 says that PDs are
    /// spread too far. Null for one class only, for PDs that are all the same, or where they part good from bad entirely.</summary>
    /// <remarks>Source: Cox (1958), Biometrika 45, 562-565. PDs of 0 or 1 count as 1e-9 from it.</remarks>
    public static (LogisticTerm Slope, LogisticTerm Intercept)? Slope(
        ReadOnlySpan<double> pd,
        ReadOnlySpan<bool> bad
    )
    {
        var logits = new double[pd.Length];
        for (var i = 0; i < logits.Length; i++)
        {
            var p = Math.Clamp(pd[i], 1e-9, 1 - 1e-9);
            logits[i] = Math.Log(p / (1 - p));
        }
        return
            LogisticRegression.Fit([logits], bad)
                is { Converged: true, Separated: false, Terms: [{ LeftOut: null } slope] } fit
            ? (slope, fit.Intercept)
            : null;
    }

    private static (double[] Pd, bool[] Bad) Ordered(
        ReadOnlySpan<double> pd,
        ReadOnlySpan<bool> bad,
        int bins
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (pd.Length != bad.Length)
            throw new ArgumentException("Chances and outcomes differ in length.");
        var ordered = pd.ToArray();
        var outcomes = bad.ToArray();
        Array.Sort(ordered, outcomes);
        if (ordered.Length > 0 && !(ordered[0] >= 0 && ordered[^1] <= 1))
            throw new ArgumentOutOfRangeException(nameof(pd), "A chance is not in 0..1.");
        return (ordered, outcomes);
    }

    private static Calibration? Of(double[] pd, bool[] bad, List<int> ends)
    {
        var bins = new List<CalibrationBin>();
        var from = 0;
        foreach (var to in ends.Where(e => e > 0).Distinct())
        {
            bins.Add(
                new(
                    pd[from],
                    pd[to - 1],
                    pd[from..to].Average(),
                    Proportion.Of(bad.AsSpan(from..to).Count(true), to - from)
                )
            );
            from = to;
        }
        return bins.Count == 0
            ? null
            : new(bins, bins.Sum(b => Gap(b) * b.Observed.Denominator / pd.Length), bins.Max(Gap));

        static double Gap(CalibrationBin bin) => Math.Abs(bin.MeanPd - bin.Observed.Rate!.Value);
    }
}
