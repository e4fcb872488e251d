using System.Text.Json;

namespace LoanAnalytics.Api.Measures;

/// <summary>What a model of the chance of default can learn from.</summary>
/// <param name="Name">amount, daysPastDue, ..., or attribute:NAME of one of the lender's own.</param>
/// <param name="Label">What a sentence calls it.</param>
/// <param name="IsNumber">It is a number; else a category.</param>
/// <param name="Column">Its column in the queries; empty of an attribute.</param>
/// <param name="NeedsHistory">It is known only where there is repayment history.</param>
/// <param name="IsSensitive">Gender, age, or by its name a stand-in for what a lender must not decide by: left out unless asked for.</param>
internal sealed record RiskFeature(
    string Name,
    string Label,
    bool IsNumber,
    string Column,
    bool NeedsHistory = false,
    bool IsSensitive = false
)
{
    /// <summary>The borrower's age in years on the day of observation.</summary>
    public const string Age = "age";

    private const string OwnPrefix = "attribute:";

    /// <summary>Words by which an attribute's name gives away that it stands for gender, age, origin, belief, health or family.</summary>
    private static readonly string[] SensitiveWords =
    [
        "birth",
        "child",
        "children",
        "citizenship",
        "dependants",
        "dependents",
        "disability",
        "ethnicity",
        "family",
        "gender",
        "health",
        "language",
        "marital",
        "married",
        "nationality",
        "origin",
        "postcode",
        "race",
        "religion",
        "sex",
        "zip",
    ];

    private static readonly RiskFeature[] Common =
    [
        new("amount", "loan amount", true, "amount"),
        new("interestRate", "interest rate", true, "interest_rate"),
        new("term", "term", true, "term"),
        new("income", "annual income", true, "income"),
        new("loanToIncome", "loan to income", true, "loan_to_income"),
        new("instalmentsToIncome", "instalments to income", true, "instalments_to_income"),
        new("product", "product", false, "product"),
        new("branch", "branch", false, "branch"),
        new("region", "region", false, "region"),
        new("employment", "employment", false, "employment"),
        new(Age, "age", true, "age", IsSensitive: true),
        new("gender", "gender", false, "gender", IsSensitive: true),
        // Without history it would say how long a loan has had to end.
        new("startMonth", "month of origination", true, "start_month", true),
        new("monthsOnBook", "months on book", true, "months_on_book", true),
        new("monthsLeft", "months left", true, "months_left", true),
        new("daysPastDue", "days past due", true, "days_past_due", true),
        new(
            "daysPastDueChange",
            "days past due against three months before",
            true,
            "days_past_due_change",
            true
        ),
        new(
            "worstDaysPastDue",
            "most days past due of twelve months",
            true,
            "worst_days_past_due",
            true
        ),
        new("monthsLate", "months late of twelve", true, "months_late", true),
        new("monthsSinceLate", "months since the last late one", true, "months_since_late", true),
        new("arrearsInstalments", "instalments in arrears", true, "arrears_instalments", true),
        new("paidShare", "share paid of what fell due in three months", true, "paid_share", true),
        new("balanceShare", "share of the loan still owed", true, "balance_share", true),
        new("otherLoans", "other loans of the customer", true, "other_loans", true),
        new(
            "otherLoansDefaulted",
            "other loans of the customer in default",
            true,
            "other_loans_defaulted",
            true
        ),
        new(
            "otherDaysPastDue",
            "days past due of the customer's other loans",
            true,
            "other_days_past_due",
            true
        ),
    ];

    /// <summary>The name of one of the lender's own attributes; null of the others.</summary>
    public string? Own =>
        Name.StartsWith(OwnPrefix, StringComparison.Ordinal) ? Name[OwnPrefix.Length..] : null;

    /// <summary>What models of a book can learn from.</summary>
    public static IReadOnlyList<RiskFeature> Of(JsonDocument attributes, bool hasHistory) =>
        [
            .. Common.Where(f => hasHistory || !f.NeedsHistory),
            .. attributes
                .RootElement.EnumerateArray()
                .Select(a =>
                    (
                        Name: a.GetProperty("name").GetString()!,
                        IsNumber: a.GetProperty("type").GetString() == "number"
                    )
                )
                .DistinctBy(a => a.Name)
                .Select(a => new RiskFeature(
                    $"{OwnPrefix}{a.Name}",
                    a.Name.Replace('_', ' '),
                    a.IsNumber,
                    "",
                    IsSensitive: SoundsSensitive(a.Name)
                )),
        ];

    /// <summary>What a sentence calls the feature of that name.</summary>
    public static string LabelOf(string name) =>
        Common.FirstOrDefault(f => f.Name == name)?.Label
        ?? name[OwnPrefix.Length..].Replace('_', ' ');

    /// <summary>own_car_age is no age of a person, but age and customerAge are.</summary>
    private static bool SoundsSensitive(string name)
    {
        var words = System
            .Text.RegularExpressions.Regex.Split(name, "[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
            .Select(w => w.ToLowerInvariant())
            .Where(w => w.Length > 0)
            .ToArray();
        return words.Any(SensitiveWords.Contains)
            || words is ["age"] or [("customer" or "borrower" or "applicant" or "client"), "age"];
    }
}
