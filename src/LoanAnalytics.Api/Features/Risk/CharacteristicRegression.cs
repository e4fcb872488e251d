using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>All attributes together in one logistic regression of the outcome: what each goes with once the others are allowed for.</summary>
/// <param name="Loans">Loans that it was made over; of a population above 200,000 a fixed share of about so many.</param>
/// <param name="Outcomes">Of these, with the outcome.</param>
/// <param name="Terms">A term for each number, and for each group of a category but its largest, with which they are compared.</param>
/// <param name="NotIncluded">Attributes that it leaves out, and why.</param>
/// <param name="Converged">The search for the most likely odds ratios settled; where not, they say nothing.</param>
/// <param name="Iterations">Its steps.</param>
/// <param name="Separated">Some group has only loans with the outcome, or none, so that its odds ratio is not finite; the others hold.</param>
/// <param name="ChiSquare">2 x (log likelihood - that without any attribute).</param>
/// <param name="DegreesOfFreedom">Terms estimated.</param>
/// <param name="PValue">Chance of a chi-square this large if the attributes together told nothing; null without a term. Loans are taken to be independent.</param>
/// <param name="PseudoR2">Share of the log likelihood explained, 0..1 (McFadden).</param>
public sealed record CharacteristicRegression(
    int Loans,
    int Outcomes,
    IReadOnlyList<RegressionTerm> Terms,
    IReadOnlyList<NotIncluded> NotIncluded,
    bool Converged,
    int Iterations,
    bool Separated,
    double ChiSquare,
    int DegreesOfFreedom,
    double? PValue,
    double PseudoR2
)
{
    /// <summary>Loans of the rarer side for each term. Source: Vittinghoff and McCulloch (2007), Am. J. Epidemiology 165, 710-718.</summary>
    private const int LoansForATerm = 5;
    private const string Other = "other";

    /// <summary>Follows from amount and income, which are there themselves.</summary>
    private const string Derived = "loanToIncomeBand";

    /// <summary>The finest first, of which one says what the others do.</summary>
    private static readonly string[] Places = ["branch", "city", "region"];

    /// <summary>The regression; null where nothing varies.</summary>
    internal static CharacteristicRegression? Of(
        IReadOnlyList<KnownAttribute> known,
        CharacteristicLoans loans,
        CancellationToken cancellationToken
    )
    {
        var outcomes = loans.Outcomes;
        var with = outcomes.Count(o => o);
        var room = Math.Min(with, loans.Count - with) / LoansForATerm;
        var columns = new List<Column>();
        var not = new List<NotIncluded>();
        var placed = false;
        foreach (var attribute in known.OrderBy(k => Places.Contains(k.By)))
        {
            if (attribute.By == Derived)
                not.Add(new(attribute.By, ExclusionReason.Derived));
            else if (placed && Places.Contains(attribute.By))
                not.Add(new(attribute.By, ExclusionReason.SaidByPlace));
            else if (
                Columns(attribute, loans, (double)Math.Min(with, loans.Count - with) / loans.Count)
                is not { Count: > 0 } own
            )
                not.Add(new(attribute.By, ExclusionReason.OneValue));
            else if (columns.Count + own.Count > room)
                not.Add(new(attribute.By, ExclusionReason.TooManyTerms));
            else
            {
                columns.AddRange(own);
                placed |= Places.Contains(attribute.By);
            }
        }
        var fit =
            columns.Count == 0
                ? null
                : LogisticRegression.Fit(
                    [.. columns.Select(c => c.Values)],
                    outcomes,
                    clusters: loans.Customers(),
                    cancellationToken: cancellationToken
                );
        return fit is null ? null : Told(fit, columns, not);
    }

    private static CharacteristicRegression Told(
        LogisticRegression fit,
        List<Column> columns,
        List<NotIncluded> not
    ) =>
        new(
            fit.Rows,
            fit.Bad,
            [
                .. columns.Zip(
                    fit.Terms,
                    (c, t) =>
                        new RegressionTerm(
                            c.By,
                            c.Value,
                            c.Reference,
                            c.Unit,
                            t.OddsRatio,
                            t.Low,
                            t.High,
                            t.PValue,
                            t.LeftOut
                        )
                ),
            ],
            not,
            fit.Converged,
            fit.Iterations,
            fit.Separated,
            fit.ChiSquare,
            fit.DegreesOfFreedom,
            fit.PValue,
            fit.PseudoR2
        );

    private static List<Column> Columns(
        KnownAttribute attribute,
        CharacteristicLoans loans,
        double rarer
    ) =>
        attribute.IsNumber
            ? OfNumber(attribute.By, loans.Numbers(attribute), rarer)
            : OfCategory(attribute.By, loans.Words(attribute), rarer);

    /// <summary>The number in standard deviations from its mean, at which a missing one is put, and a column that says which are missing.</summary>
    private static List<Column> OfNumber(string by, double[] numbers, double rarer)
    {
        double[] known = [.. numbers.Where(n => !double.IsNaN(n))];
        if (known.Length == 0)
            return [];
        var scale = Standardisation.Fit(known);
        var columns = new List<Column>();
        if (scale.Deviation > 0)
            columns.Add(
                new(
                    by,
                    null,
                    null,
                    scale.Deviation,
                    Array.ConvertAll(numbers, n => double.IsNaN(n) ? 0 : scale.Z(n))
                )
            );
        var missing = numbers.Length - known.Length;
        if (Math.Min(missing, known.Length) * rarer >= Credit.ChiSquare.LeastExpected)
            columns.Add(
                new(
                    by,
                    "unknown",
                    "known",
                    null,
                    Array.ConvertAll(numbers, n => double.IsNaN(n) ? 1.0 : 0)
                )
            );
        return columns;
    }

    /// <summary>A column of 0 and 1 for each group but the largest; groups too small to say anything are together as other.</summary>
    private static List<Column> OfCategory(string by, string[] words, double rarer)
    {
        var large = words
            .CountBy(w => w)
            .Where(c => c.Value * rarer >= Credit.ChiSquare.LeastExpected)
            .Select(c => c.Key)
            .ToHashSet(StringComparer.Ordinal);
        string[] groups = Array.ConvertAll(words, w => large.Contains(w) ? w : Other);
        string[] ordered =
        [
            .. groups
                .CountBy(g => g)
                .OrderByDescending(c => c.Value)
                .ThenBy(c => c.Key, StringComparer.Ordinal)
                .Select(c => c.Key),
        ];
        return
        [
            .. ordered
                .Skip(1)
                .Order(StringComparer.Ordinal)
                .Select(value => new Column(
                    by,
                    value,
                    ordered[0],
                    null,
                    Array.ConvertAll(groups, g => g == value ? 1.0 : 0)
                )),
        ];
    }

    private sealed record Column(
        string By,
        string? Value,
        string? Reference,
        double? Unit,
        double[] Values
    );
}

/// <summary>A term of the regression.</summary>
/// <param name="By">The dimension, or attribute:NAME.</param>
/// <param name="Value">The group; null of a number.</param>
/// <param name="Reference">The group that it is compared with; null of a number.</param>
/// <param name="Unit">What the odds ratio of a number is for: one standard deviation, in the number's own unit (years, money, percent a year, months); null of a group.</param>
/// <param name="OddsRatio">What the group, or one unit more, multiplies the odds of the outcome by, the other terms being equal; 1 = nothing.</param>
/// <param name="Low">Lower end of its 95 % interval, which allows for loans of one customer not being independent.</param>
/// <param name="High">Upper end.</param>
/// <param name="PValue">Chance of an odds ratio this far from 1 if the term told nothing (Wald), not adjusted for the number of terms.</param>
/// <param name="Problem">Why there is no odds ratio; null where there is one.</param>
public sealed record RegressionTerm(
    string By,
    string? Value,
    string? Reference,
    double? Unit,
    double? OddsRatio,
    double? Low,
    double? High,
    double? PValue,
    TermProblem? Problem
);

/// <summary>An attribute that the regression leaves out.</summary>
public sealed record NotIncluded(string By, ExclusionReason Reason);

/// <summary>Why the regression leaves an attribute out.</summary>
public enum ExclusionReason
{
    /// <summary>All loans have one value, or none.</summary>
    OneValue,

    /// <summary>It follows from attributes that are there themselves.</summary>
    Derived,

    /// <summary>A finer place says the same.</summary>
    SaidByPlace,

    /// <summary>It would take more terms than there are five loans of the rarer side for.</summary>
    TooManyTerms,
}
