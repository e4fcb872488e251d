namespace LoanAnalytics.Api.Features.Imports;

internal enum ColumnKind
{
    Text,
    Number,
    Whole,
    Date,
    Status,
    Gender,
    PaymentKind,
    ModificationKind,

    /// <summary>A month, or any day of it: its last day.</summary>
    Month,
    EndKind,
}

/// <summary>A canonical column: its type, whether it must be there, its least and greatest value, and its meaning.</summary>
/// <param name="Kept">It stands in the database; else the row is only held to it.</param>
internal sealed record CanonicalColumn(
    string Name,
    ColumnKind Kind,
    string Meaning,
    bool Required = false,
    decimal? Least = null,
    decimal? Greatest = null,
    bool Kept = true
);

/// <summary>A canonical table: what a mapping gives, and what is loaded.</summary>
/// <param name="Name">Name in files, and in the database but where <paramref name="Target"/> is another.</param>
/// <param name="Key">Columns that name a row; empty where rows have no key.</param>
/// <param name="Columns">Columns of the file.</param>
/// <param name="BelongsToLoan">The file names the loan only; the import finds its customer.</param>
internal sealed record CanonicalTable(
    string Name,
    string[] Key,
    CanonicalColumn[] Columns,
    bool BelongsToLoan = false,
    bool HasAttributes = false,
    string? Target = null
)
{
    /// <summary>Name in the database.</summary>
    public string Target { get; } = Target ?? Name;

    public static readonly CanonicalTable Branches = new(
        "branches",
        ["branch_id"],
        [
            new("branch_id", ColumnKind.Text, "The lender's key of the branch", Required: true),
            new("name", ColumnKind.Text, "Name of the branch"),
            new("city", ColumnKind.Text, "City"),
            new("region", ColumnKind.Text, "Region"),
        ]
    );

    public static readonly CanonicalTable Customers = new(
        "customers",
        ["customer_id"],
        [
            new("customer_id", ColumnKind.Text, "The lender's key of the customer", Required: true),
            new("name", ColumnKind.Text, "Name"),
            new("birth_date", ColumnKind.Date, "Date of birth"),
            new(
                "age",
                ColumnKind.Whole,
                "Completed years at the as-of date, where no birth date is known",
                Least: 0,
                Greatest: 120
            ),
            new("gender", ColumnKind.Gender, "female, male or other; empty where unknown"),
            new("annual_income", ColumnKind.Number, "Income a year", Least: 0),
            new("employment_status", ColumnKind.Text, "Employment status in the lender's words"),
        ],
        HasAttributes: true
    );

    public static readonly CanonicalTable Loans = new(
        "loans",
        ["loan_id"],
        [
            new(
                "loan_id",
                ColumnKind.Text,
                "The lender's key of the loan, unique in the book",
                Required: true
            ),
            new("customer_id", ColumnKind.Text, "The borrower", Required: true),
            new("branch_id", ColumnKind.Text, "The branch"),
            new("product", ColumnKind.Text, "Loan product"),
            new("principal", ColumnKind.Number, "Loan amount", Required: true, Least: 0),
            new("interest_rate", ColumnKind.Number, "Percent a year", Least: 0, Greatest: 1000),
            new("term_months", ColumnKind.Whole, "Term in months", Least: 1),
            new("start_date", ColumnKind.Date, "Date of origination", Required: true),
            new("end_date", ColumnKind.Date, "Contract end"),
            new(
                "status",
                ColumnKind.Status,
                "approved, active, fully_paid, defaulted or written_off",
                Required: true
            ),
            new("source_status", ColumnKind.Text, "The source's own word"),
            new("amount_paid", ColumnKind.Number, "Paid so far"),
            new(
                "outstanding_balance",
                ColumnKind.Number,
                "Balance still owed; negative is a credit"
            ),
            new("officer", ColumnKind.Text, "Loan officer"),
            new("defaulted_on", ColumnKind.Date, "Date of default"),
            new("closed_on", ColumnKind.Date, "Date of closing"),
            new("written_off_on", ColumnKind.Date, "Date of write-off"),
            new("recovered", ColumnKind.Number, "Recovered after default"),
            new("last_payment_on", ColumnKind.Date, "Date of the last payment"),
            new(
                "reported_days_past_due",
                ColumnKind.Whole,
                "Days past due as the source reports them",
                Least: 0
            ),
            new("reported_arrears", ColumnKind.Number, "Arrears as the source reports them"),
        ],
        HasAttributes: true
    );

    public static readonly CanonicalTable Instalments = new(
        "instalments",
        ["loan_id", "seq"],
        [
            new("loan_id", ColumnKind.Text, "The loan", Required: true),
            new("seq", ColumnKind.Whole, "Number of the instalment", Required: true, Least: 0),
            new("due_date", ColumnKind.Date, "Due date", Required: true),
            new("amount_due", ColumnKind.Number, "Amount due", Required: true, Least: 0),
            new("principal", ColumnKind.Number, "Of it, principal"),
            new("interest", ColumnKind.Number, "Of it, interest"),
            new("fees", ColumnKind.Number, "Of it, fees"),
        ],
        BelongsToLoan: true
    );

    public static readonly CanonicalTable Payments = new(
        "payments",
        ["loan_id", "payment_no"],
        [
            new("loan_id", ColumnKind.Text, "The loan", Required: true),
            new(
                "payment_no",
                ColumnKind.Text,
                "The source's number of the payment; without it payments are numbered by date, then file order"
            ),
            new("paid_on", ColumnKind.Date, "Date of payment", Required: true),
            new(
                "amount",
                ColumnKind.Number,
                "Amount; negative only where it takes back: of a reversal or refund either sign will do",
                Required: true
            ),
            new(
                "currency",
                ColumnKind.Text,
                "ISO 4217, where the source says it: a payment in another currency than the portfolio's is refused",
                Kept: false
            ),
            new(
                "kind",
                ColumnKind.PaymentKind,
                "payment (where empty), reversal, refund, recovery or waiver"
            ),
            new("principal", ColumnKind.Number, "Of it, principal"),
            new("interest", ColumnKind.Number, "Of it, interest"),
            new("fees", ColumnKind.Number, "Of it, fees"),
        ],
        BelongsToLoan: true
    );

    public static readonly CanonicalTable Modifications = new(
        "modifications",
        ["loan_id", "modified_on"],
        [
            new("loan_id", ColumnKind.Text, "The loan", Required: true),
            new("modified_on", ColumnKind.Date, "From when the terms are others", Required: true),
            new(
                "kind",
                ColumnKind.ModificationKind,
                "restructured, rescheduled or holiday",
                Required: true
            ),
            new("end", ColumnKind.Date, "Until when, for a holiday"),
        ],
        BelongsToLoan: true
    );

    /// <summary>What a servicer reports of each loan at each month's end; the history that answers read is made from it.</summary>
    public static readonly CanonicalTable LoanMonths = new(
        "loan_months",
        ["loan_id", "month"],
        [
            new("loan_id", ColumnKind.Text, "The loan", Required: true),
            new(
                "month",
                ColumnKind.Month,
                "The month, as YYYY-MM or any day of it; the row says how the loan stood at its end",
                Required: true
            ),
            new("balance", ColumnKind.Number, "Balance still owed; negative is a credit"),
            new("days_past_due", ColumnKind.Whole, "Days past due; empty where unknown", Least: 0),
            new(
                "months_past_due",
                ColumnKind.Whole,
                "Whole months past due, where the source counts months: n of them stand for 30 n + 1 days, 0 for none",
                Least: 0,
                Greatest: 999
            ),
            new(
                "ended_as",
                ColumnKind.EndKind,
                "In the month in which the loan left the book: paid, or written_off"
            ),
            new("ended_on", ColumnKind.Date, "On which day; the month's last where empty"),
        ],
        BelongsToLoan: true,
        Target: "reported_months"
    );

    /// <summary>In the order in which they are loaded: what is referred to comes first.</summary>
    public static readonly CanonicalTable[] All =
    [
        Branches,
        Customers,
        Loans,
        Instalments,
        Payments,
        Modifications,
        LoanMonths,
    ];

    /// <summary>The table of that name; null where there is none.</summary>
    public static CanonicalTable? Of(string name) => All.SingleOrDefault(t => t.Name == name);
}
