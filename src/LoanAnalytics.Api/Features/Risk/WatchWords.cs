using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>Why a loan is watched and what to do about it, in plain words.</summary>
internal static class WatchWords
{
    /// <summary>The early warnings, the gravest first, with what they say and what to do.</summary>
    private static readonly (string Warning, string Words, string Action)[] Warnings =
    [
        ("pastMaturity", "still open after the end of its contract", "agreeSettlement"),
        ("otherLoanDefaulted", "another loan of the customer is in default", "reviewCustomer"),
        ("risingDaysPastDue", "further behind than a month before", "agreePlan"),
        ("missedInstalment", "an instalment is missed", "callAboutInstalment"),
        ("brokenPattern", "late after six months without a late day", "callAboutInstalment"),
        (
            "fallingAmounts",
            "paid less than fell due in three months, after paying in full",
            "agreePlan"
        ),
        (
            "behindPlan",
            "behind a level plan by more than one instalment (implied)",
            "callAboutInstalment"
        ),
        (
            "highInstalmentBurden",
            "instalments take 40 % of the income or more (implied)",
            "reviewAffordability"
        ),
    ];

    /// <summary>Points below which a feature is not worth naming.</summary>
    private const double LeastPoints = -3;

    /// <summary>Features of the model told as reasons.</summary>
    private const int MostFeatures = 3;

    public static readonly string[] Actions =
    [
        "agreeSettlement",
        "reviewCustomer",
        "agreePlan",
        "callAboutInstalment",
        "reviewAffordability",
        "courtesyCall",
    ];

    /// <summary>What to do, by the gravest warning; where none holds, the model alone says that the loan is at risk.</summary>
    public static string ActionOf(IEnumerable<string> warnings) =>
        Warnings.FirstOrDefault(w => warnings.Contains(w.Warning)).Action ?? "courtesyCall";

    public static string WordsOf(string action, int? daysPastDue) =>
        action switch
        {
            "agreeSettlement" => "Agree on a date and way to settle what is left",
            "reviewCustomer" => "Look at all loans of the customer together before calling",
            "agreePlan" => "Call and agree on a plan that the customer can keep",
            "callAboutInstalment" => daysPastDue > 0
                ? $"Call about the instalment that is {daysPastDue} days past due"
                : "Call about the instalments that seem to be missing",
            "reviewAffordability" => "Check whether the instalments are still affordable",
            _ => "Call before the next instalment falls due, and ask how things stand",
        };

    /// <summary>The warnings of these loans in words, the gravest first, then what the model counts most against them.</summary>
    public static IReadOnlyList<string> ReasonsOf(params IReadOnlyList<WatchRow> rows) =>
        [
            .. Warnings
                .Where(w => rows.Any(r => r.Warnings.Contains(w.Warning)))
                .Select(w => w.Words),
            .. rows.SelectMany(r => (r.Reasons ?? []).Zip(r.Points ?? []))
                .Where(r => r.Second <= LeastPoints)
                .OrderBy(r => r.Second)
                .Select(r => $"{RiskFeature.LabelOf(r.First)} counts against it")
                .Distinct()
                .Take(MostFeatures),
        ];
}
