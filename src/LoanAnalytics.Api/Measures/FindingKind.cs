namespace LoanAnalytics.Api.Measures;

/// <summary>A check that refuses no row but must be seen, and whose loans the filter <c>finding</c> gives. What each one finds stands in
/// FoundRows.sql; equal payments are found in the source.</summary>
/// <param name="Id">Stable slug.</param>
/// <param name="Title">What is found.</param>
/// <param name="About">What its keys are the keys of.</param>
/// <param name="Meaning">What may stand behind it, and which money is counted.</param>
internal sealed record FindingKind(string Id, string Title, FindingSubject About, string Meaning)
{
    public const string DuplicatePayment = "duplicate-payment";
    public const string DefaultedAheadOfPlan = "defaulted-ahead-of-plan";

    /// <summary>In the order in which they are shown.</summary>
    public static readonly IReadOnlyList<FindingKind> All =
    [
        new(
            "fully-paid-does-not-balance",
            "Fully paid loans whose principal is not amount paid plus balance",
            FindingSubject.Loans,
            "Settled early, forgiven in part, or an amount is wrong. Money: principal less what was repaid and is outstanding."
        ),
        new(
            "negative-balance",
            "Loans with a negative balance",
            FindingSubject.Loans,
            "The customer has a credit, or paid too much. Money: their balance."
        ),
        new(
            "balance-above-debt",
            "Loans whose balance is above principal and interest",
            FindingSubject.Loans,
            "More is owed than principal and all interest: fees, interest on arrears, or a wrong figure. Money: their balance."
        ),
        new(
            "approved-with-money",
            "Approved loans that show a balance or a payment",
            FindingSubject.Loans,
            "An approved loan is not paid out yet, so it should show none: the status may be behind. Money: their balance."
        ),
        new(
            "approved-past-end",
            "Approved loans past their contract end",
            FindingSubject.Loans,
            "The contract has ended before the loan was paid out: the status may be behind. Money: their balance."
        ),
        new(
            "active-past-end",
            "Active loans past their contract end",
            FindingSubject.Loans,
            "Overdue at the end of the contract, or paid and not closed yet. Money: their balance."
        ),
        new(
            "defaulted-without-balance",
            "Defaulted loans without a balance",
            FindingSubject.Loans,
            "Recovered or taken off the books since, or the balance was set to zero."
        ),
        new(
            DefaultedAheadOfPlan,
            "Defaulted loans that are on plan or ahead of it, implied by their terms and the sum paid",
            FindingSubject.Loans,
            "The status contradicts the money: paid after the default, defaulted for another reason, or a status or sum paid is wrong. Implied, not observed: every loan is taken to be a level annuity. Money: their balance."
        ),
        new(
            "unknown-balance",
            "Loans whose balance is unknown",
            FindingSubject.Loans,
            "The source does not say what is owed; what is outstanding leaves them out. Money: their principal."
        ),
        new(
            "age-out-of-range",
            "Borrowers under 18 or over 100 at the start of a loan",
            FindingSubject.Loans,
            "A wrong date of birth, or a loan that should not have been made."
        ),
        new(
            "customers-without-loan",
            "Customers without a loan",
            FindingSubject.Customers,
            "They are among all customers, but not among the borrowers."
        ),
        new(
            "shared-name",
            "Customers who share their full name with another",
            FindingSubject.Customers,
            "Perhaps one person under two keys, whose loans then do not stand together."
        ),
        new(
            "missing-income",
            "Customers without an income",
            FindingSubject.Customers,
            "They stand in the group “unknown” wherever income is asked for."
        ),
        new(
            "payment-before-start",
            "Payments before their loan's start",
            FindingSubject.Payments,
            "A payment for an earlier loan, or a wrong date. Money: what was paid."
        ),
        new(
            "payments-without-schedule",
            "Loans with payments but no schedule",
            FindingSubject.Loans,
            "Without instalments nothing is ever due, so it cannot be told whether they are late. Money: what was paid."
        ),
        new(
            "sums-too-large",
            "Loans whose instalments or payments add up to 900 trillion or more",
            FindingSubject.Loans,
            "A unit is wrong, most likely. Such a loan has no repayment history: the sums of it are kept to a ten-thousandth, which leaves no room. Money: the larger of both sums."
        ),
        new(
            "instalment-parts",
            "Instalments that are not the sum of their principal, interest and fees",
            FindingSubject.Instalments,
            "A part is missing, or an amount is wrong: lateness goes by the amount due, balances by its principal. Money: amount due less its parts."
        ),
        new(
            "schedule-not-principal",
            "Loans whose instalments do not add up to the principal",
            FindingSubject.Loans,
            "Instalments are missing, or the schedule is another loan's. Loans whose terms were changed are left out. Money: principal of the instalments less that of the loan."
        ),
        new(
            "month-missing",
            "Months of running loans that the monthly file leaves out",
            FindingSubject.Months,
            "Between two months of a loan, or from its last month to the date of the data: no one can say how it stood, and its next move has no beginning."
        ),
        new(
            "month-outside-loan",
            "Months of a monthly file before their loan's start or after its end",
            FindingSubject.Months,
            "The loan came back, or a date is wrong; they are left out. Where the start is taken from the first payment, the months before it are these. Money: their balance."
        ),
        new(
            "instalment-after-end",
            "Instalments due after their loan's end",
            FindingSubject.Instalments,
            "The loan was prolonged, or a date is wrong. Money: what falls due."
        ),
        new(
            DuplicatePayment,
            "Payments without a number that equal another of their loan on the same day; all are kept",
            FindingSubject.Payments,
            "Paid twice on one day, or delivered twice by the source: without numbers it cannot be told."
        ),
    ];

    public static readonly string[] Ids = [.. All.Select(k => k.Id)];

    public static string TitleOf(string id) => Of(id)!.Title;

    /// <summary>The kind of this slug; null of what is found in the source's files alone.</summary>
    public static FindingKind? Of(string id) => All.SingleOrDefault(k => k.Id == id);
}

/// <summary>What a finding is about: its rows, and the keys that it lists. Payments, instalments and months go by their loan's key.</summary>
public enum FindingSubject
{
    Loans,
    Customers,
    Payments,
    Instalments,
    Months,
    Source,
}
