namespace LoanAnalytics.Credit;

/// <summary>Why a term of a regression has no finite estimate of its own.</summary>
public enum TermProblem
{
    /// <summary>The column has one value only.</summary>
    Constant,

    /// <summary>The columns before it say all that it says.</summary>
    Collinear,

    /// <summary>It, alone or with others, parts good from bad without an exception, so that no finite estimate is the most likely one.</summary>
    Separates,

    /// <summary>The search did not settle.</summary>
    Unsettled,
}

/// <summary>One term of a logistic regression. What cannot be estimated is null, and the problem says why.</summary>
/// <param name="Coefficient">Change of the logarithm of the odds of default for each unit.</param>
/// <param name="StandardError">Of the coefficient.</param>
/// <param name="OddsRatio">exp(coefficient): what a unit more multiplies the odds of default by.</param>
/// <param name="Low">Lower end of the odds ratio's Wald 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="PValue">Two-sided, of the coefficient / standard error under the normal distribution (Wald).</param>
/// <param name="LeftOut">Why there is no estimate; null where there is.</param>
public sealed record LogisticTerm(
    double? Coefficient,
    double? StandardError,
    double? OddsRatio,
    double? Low,
    double? High,
    double? PValue,
    TermProblem? LeftOut
)
{
    internal static LogisticTerm Without(TermProblem problem) =>
        new(null, null, null, null, null, null, problem);

    internal static LogisticTerm Of(double coefficient, double error) =>
        new(
            coefficient,
            error,
            Finite(Math.Exp(coefficient)),
            Finite(Math.Exp(coefficient - Proportion.Z95 * error)),
            Finite(Math.Exp(coefficient + Proportion.Z95 * error)),
            SpecialFunctions.GammaQ(0.5, coefficient * coefficient / (error * error) / 2),
            null
        );

    // A coefficient in units that are too large or too small for a double has an odds ratio that no one can read.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
