namespace LoanAnalytics.Api.Measures;

/// <summary>A check that refuses no row but must be seen, and whose loans the filter <c>finding</c> gives. What each one finds stands in
/// FoundRows.sql; equal payments are found in the source.</summary>
/// <param name="Id">Stable slug.</param>
/// <param name="Title">What is found.</param>
internal sealed record FindingKind(string Id, string Title)
{
    public const string DuplicatePayment = "duplicate-payment";

    /// <summary>In the order in which they are shown.</summary>
    public static readonly IReadOnlyList<FindingKind> All =
    [
        new(
            "fully-paid-does-not-balance",
            "Fully paid loans whose principal is not amount paid plus balance"
        ),
        new("negative-balance", "Loans with a negative balance"),
        new("balance-above-debt", "Loans whose balance is above principal and interest"),
        new("approved-with-money", "Approved loans that show a balance or a payment"),
        new("approved-past-end", "Approved loans past their contract end"),
        new("active-past-end", "Active loans past their contract end"),
        new("defaulted-without-balance", "Defaulted loans without a balance"),
        new("unknown-balance", "Loans whose balance is unknown"),
        new("age-out-of-range", "Borrowers under 18 or over 100 at the start of a loan"),
        new("customers-without-loan", "Customers without a loan"),
        new("shared-name", "Customers who share their full name with another"),
        new("missing-income", "Customers without an income"),
        new("payment-before-start", "Payments before their loan's start"),
        new("instalment-after-end", "Instalments due after their loan's end"),
        new(
            DuplicatePayment,
            "Payments without a number that equal another of their loan on the same day; all are kept"
        ),
    ];

    public static readonly string[] Ids = [.. All.Select(k => k.Id)];

    public static string TitleOf(string id) => All.Single(k => k.Id == id).Title;
}
