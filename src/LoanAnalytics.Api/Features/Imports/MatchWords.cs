using System.Text;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>What a matched column may be taken for.</summary>
/// <param name="Table">Canonical table.</param>
/// <param name="Column">Its column.</param>
/// <param name="Look">What its values look like.</param>
/// <param name="Names">What lenders call it, in words of <see cref="MatchWords.Tokens"/>.</param>
internal sealed record MatchField(string Table, string Column, FieldLook Look, string[] Names)
{
    public string Path => $"{Table}.{Column}";
}

/// <summary>What the values of a field look like.</summary>
internal enum FieldLook
{
    Key,
    GroupKey,
    Name,
    Text,
    Words,
    Status,
    Gender,
    Money,
    Rate,
    Months,
    Age,
    Days,
    Date,
    BirthDate,
    Whole,
}

/// <summary>The words in which lenders name columns, states and people: the one dictionary that matching goes by.</summary>
internal static class MatchWords
{
    /// <summary>Fields of a tape: one row a loan, which may carry its customer and branch.</summary>
    public static readonly MatchField[] Tape =
    [
        new(
            "loans",
            "loan_id",
            FieldLook.Key,
            [
                "loan number",
                "loan",
                "account number",
                "account",
                "loan key",
                "contract number",
                "agreement number",
                "facility number",
                "deal number",
                "reference number",
            ]
        ),
        new(
            "customers",
            "customer_id",
            FieldLook.GroupKey,
            [
                "customer number",
                "customer",
                "client number",
                "client",
                "borrower number",
                "member number",
                "party number",
                "obligor number",
                "cif number",
                "cif",
                "applicant number",
            ]
        ),
        new(
            "branches",
            "branch_id",
            FieldLook.GroupKey,
            ["branch number", "branch", "office number", "office", "cost center", "store number"]
        ),
        new("branches", "name", FieldLook.Words, ["branch name", "office name", "store name"]),
        new("branches", "city", FieldLook.Words, ["city", "branch city", "town", "office city"]),
        new(
            "branches",
            "region",
            FieldLook.Words,
            ["region", "branch region", "state", "province", "district", "territory", "area"]
        ),
        new(
            "customers",
            "name",
            FieldLook.Name,
            [
                "customer name",
                "borrower name",
                "client name",
                "full name",
                "name",
                "borrower",
                "applicant name",
                "member name",
            ]
        ),
        new(
            "customers",
            "birth_date",
            FieldLook.BirthDate,
            ["birth date", "borrower birth date", "born", "customer birth date"]
        ),
        new(
            "customers",
            "age",
            FieldLook.Age,
            ["age", "customer age", "borrower age", "age years"]
        ),
        new(
            "customers",
            "gender",
            FieldLook.Gender,
            ["gender", "sex", "borrower gender", "customer gender"]
        ),
        new(
            "customers",
            "annual_income",
            FieldLook.Money,
            [
                "annual income",
                "income",
                "yearly income",
                "salary",
                "annual salary",
                "gross income",
                "borrower income",
                "month income",
                "stated income",
                "annual gross income",
            ]
        ),
        new(
            "customers",
            "employment_status",
            FieldLook.Words,
            [
                "employment status",
                "employment",
                "employment type",
                "occupation",
                "job status",
                "occupation type",
            ]
        ),
        new(
            "loans",
            "product",
            FieldLook.Words,
            [
                "product",
                "loan type",
                "product type",
                "product name",
                "product code",
                "account type",
                "loan product",
            ]
        ),
        new(
            "loans",
            "principal",
            FieldLook.Money,
            [
                "original balance",
                "amount financed",
                "loan amount",
                "principal",
                "principal amount",
                "original amount",
                "original principal",
                "financed amount",
                "disbursed amount",
                "amount disbursed",
                "original loan amount",
                "funded amount",
                "advance amount",
                "credit amount",
                "sanctioned amount",
                "amount",
                "original principal balance",
            ]
        ),
        new(
            "loans",
            "interest_rate",
            FieldLook.Rate,
            [
                "interest rate",
                "rate",
                "note rate",
                "annual interest rate",
                "apr",
                "coupon",
                "original interest rate",
                "current interest rate",
                "nominal rate",
                "contract rate",
            ]
        ),
        new(
            "loans",
            "term_months",
            FieldLook.Months,
            [
                "term months",
                "term",
                "loan term",
                "original term",
                "contract term",
                "tenor",
                "number months",
                "tenure",
                "term years",
                "original term months",
            ]
        ),
        new(
            "loans",
            "start_date",
            FieldLook.Date,
            [
                "original date",
                "start date",
                "open date",
                "loan date",
                "disbursement date",
                "contract date",
                "funding date",
                "issue date",
                "booking date",
                "account open date",
                "note date",
                "opened",
                "origination date",
                "value date",
            ]
        ),
        new(
            "loans",
            "end_date",
            FieldLook.Date,
            [
                "maturity date",
                "end date",
                "maturity",
                "contract end",
                "final payment date",
                "expiry date",
                "term date",
                "contract end date",
            ]
        ),
        new(
            "loans",
            "status",
            FieldLook.Status,
            [
                "status",
                "loan status",
                "account status",
                "loan state",
                "performance status",
                "status code",
                "default flag",
                "chargeoff flag",
                "default indicator",
                "chargeoff indicator",
                "loan status code",
                "condition",
            ]
        ),
        new(
            "loans",
            "amount_paid",
            FieldLook.Money,
            [
                "amount paid",
                "paid to date",
                "total paid",
                "total payment",
                "repaid",
                "principal paid",
                "amount repaid",
                "payment to date",
                "paid amount",
                "total received",
                "collected amount",
            ]
        ),
        new(
            "loans",
            "outstanding_balance",
            FieldLook.Money,
            [
                "current balance",
                "outstanding balance",
                "balance",
                "outstanding",
                "outstanding principal",
                "outstanding amount",
                "current principal balance",
                "remaining balance",
                "unpaid principal balance",
                "upb",
                "principal balance",
                "ending balance",
                "closing balance",
                "current upb",
            ]
        ),
        new(
            "loans",
            "officer",
            FieldLook.Words,
            [
                "officer",
                "loan officer",
                "account officer",
                "relationship manager",
                "officer name",
                "officer number",
            ]
        ),
        new(
            "loans",
            "defaulted_on",
            FieldLook.Date,
            ["default date", "date default", "npl date", "non performing date"]
        ),
        new(
            "loans",
            "closed_on",
            FieldLook.Date,
            [
                "close date",
                "payoff date",
                "closed date",
                "account close date",
                "date closed",
                "settlement date",
            ]
        ),
        new(
            "loans",
            "written_off_on",
            FieldLook.Date,
            ["chargeoff date", "writeoff date", "date chargeoff"]
        ),
        new(
            "loans",
            "recovered",
            FieldLook.Money,
            ["recovered", "recovery", "recovery amount", "amount recovered", "total recovery"]
        ),
        new(
            "loans",
            "last_payment_on",
            FieldLook.Date,
            ["last payment date", "date last payment", "last paid date"]
        ),
        new(
            "loans",
            "reported_days_past_due",
            FieldLook.Days,
            [
                "days past due",
                "days delinquent",
                "days late",
                "days overdue",
                "delinquency days",
                "days arrears",
            ]
        ),
        new(
            "loans",
            "reported_arrears",
            FieldLook.Money,
            [
                "arrears",
                "arrears amount",
                "past due amount",
                "amount past due",
                "overdue amount",
                "amount overdue",
                "delinquent amount",
            ]
        ),
    ];

    /// <summary>Fields of a list of payments.</summary>
    public static readonly MatchField[] Payments =
    [
        new("payments", "loan_id", FieldLook.GroupKey, Named("loan_id")),
        new(
            "payments",
            "payment_no",
            FieldLook.Key,
            ["payment number", "transaction number", "receipt number", "payment", "transaction"]
        ),
        new(
            "payments",
            "paid_on",
            FieldLook.Date,
            [
                "payment date",
                "transaction date",
                "paid date",
                "posting date",
                "received date",
                "value date",
                "date",
                "effective date",
            ]
        ),
        new(
            "payments",
            "amount",
            FieldLook.Money,
            [
                "payment amount",
                "amount",
                "transaction amount",
                "amount paid",
                "paid amount",
                "received amount",
            ]
        ),
        new(
            "payments",
            "principal",
            FieldLook.Money,
            ["principal", "principal amount", "principal paid", "principal portion"]
        ),
        new(
            "payments",
            "interest",
            FieldLook.Money,
            ["interest", "interest amount", "interest paid", "interest portion"]
        ),
        new("payments", "fees", FieldLook.Money, ["fee", "fee amount", "fee paid"]),
    ];

    /// <summary>Fields of a list of instalments.</summary>
    public static readonly MatchField[] Instalments =
    [
        new("instalments", "loan_id", FieldLook.GroupKey, Named("loan_id")),
        new(
            "instalments",
            "seq",
            FieldLook.Whole,
            [
                "instalment number",
                "sequence",
                "sequence number",
                "period",
                "period number",
                "instalment",
            ]
        ),
        new(
            "instalments",
            "due_date",
            FieldLook.Date,
            ["due date", "instalment date", "date due", "payment due date"]
        ),
        new(
            "instalments",
            "amount_due",
            FieldLook.Money,
            [
                "amount due",
                "instalment amount",
                "due amount",
                "scheduled amount",
                "scheduled payment",
                "total due",
            ]
        ),
        new(
            "instalments",
            "principal",
            FieldLook.Money,
            ["principal", "principal amount", "principal due"]
        ),
        new(
            "instalments",
            "interest",
            FieldLook.Money,
            ["interest", "interest amount", "interest due"]
        ),
        new("instalments", "fees", FieldLook.Money, ["fee", "fee amount", "fee due"]),
    ];

    public static readonly MatchField[][] Lists = [Tape, Payments, Instalments];

    /// <summary>Short and foreign words for those that the names above are written in; empty for words that say nothing.</summary>
    private static readonly Dictionary<string, string> Same = Pairs(
        "acct account; acc account; accnt account; a/c account; konto account; compte account; cuenta account; rekening account",
        "no number; nr number; nbr number; num number; id number; ident number; identifier number; key number; code number; nummer number; numero number; ref reference",
        "ln loan; lan loan; kredit loan; darlehen loan; pret loan; prestamo loan; credit loan; mortgage loan; loans loan",
        "orig original; origination original; originated original; initial original; start start; begin start; commencement start",
        "dt date; dte date; datum date; fecha date; day date; on date",
        "cur current; curr current; present current; actual current; aktuell current",
        "bal balance; saldo balance; balances balance",
        "int interest; intr interest; zins interest; zinssatz interest rate; interet interest; taux rate; rt rate; tasa rate; ir interest rate; intrate interest rate",
        "pct; percent; percentage; perc; in; of; the; at; as; per; pa; usd; eur; gbp; lcy; a",
        "amt amount; amnt amount; sum amount; value amount; betrag amount; montant amount; importe amount; kreditbetrag loan amount; darlehensbetrag loan amount",
        "fin financed; finance financed; funded funded; lent principal; advanced disbursed; disb disbursed; disbursal disbursement; disbursed disbursed; prin principal; princ principal; kapital principal",
        "cust customer; cstmr customer; cus customer; kunde customer; kunden customer; kundennummer customer number; client client; cli client; borr borrower; brwr borrower; debtor borrower; emprunteur borrower; memb member; mbr member",
        "br branch; brn branch; brch branch; filiale branch; agence branch; sucursal branch; ofc office; reg region; rgn region; cty city; stadt city; ville city; ort city; st state",
        "nm name; lname name; fname name; dob birth date; birthdate birth date; birthday birth date; geburtsdatum birth date; geboren born; birth birth; bdate birth date; bday birth date",
        "sex gender; gndr gender; geschlecht gender; sexe gender; alter age",
        "inc income; einkommen income; revenu income; ingreso income; sal salary; ann annual; yr year; yrs year; years year; yearly annual; monthly month; monatl month; monatlich month; mensuel month; mensual month; mnthly month; mthly month; mo month; mos month; mth month; mths month; months month; monate month",
        "emp employment; empl employment; employ employment; employed employment; emplmt employment; occ occupation; job employment; beruf occupation",
        "prod product; produkt product; typ type; tp type; cat type; category type",
        "trm term; laufzeit term; duree term; plazo term; len term; length term; tenor term; dur term; duration term",
        "mat maturity; matur maturity; matures maturity; exp expiry; expiration expiry; ende end; ends end; open open; opened open; opening open; opn open; eroeffnet open; begin start; started start; starts start; beginn start",
        "stat status; sts status; state status; zustand status; statut status; flg flag; ind indicator; indicator indicator; yn flag; y/n flag; cd number",
        "pd paid; pmt payment; pymt payment; paymt payment; payments payment; pay payment; zahlung payment; bezahlt paid; pymnt payment; rcvd received; recd received; ytd; td date",
        "outst outstanding; os outstanding; o/s outstanding; outstd outstanding; restschuld outstanding balance; remaining remaining; rem remaining; unpaid unpaid; pastdue past due; dpd days past due; dlq delinquent; delinq delinquent; delinquency delinquent; overdue overdue; late late; tage days; arr arrears; verzug arrears",
        "chgoff chargeoff; chargedoff chargeoff; co chargeoff; charge charge; writtenoff writeoff; wo writeoff; dflt default; def default; defaulted default; npl npl",
        "recov recovered; recoveries recovery; closed close; closing close; clsd close; cls close; payoff payoff; lst last; offr officer; off officer; rm relationship manager; mgr manager; cntr center",
        "tot total; ttl total; gesamt total; zum total; inst instalment; installment instalment; instalments instalment; installments instalment; instl instalment; rate rate; seq sequence; txn transaction; trx transaction; trans transaction; fees fee; due due; sched scheduled"
    );

    /// <summary>Words that mean no more together than one of ours.</summary>
    private static readonly (string Apart, string Together)[] Joined =
    [
        ("charge off", "chargeoff"),
        ("charged off", "chargeoff"),
        ("chg off", "chargeoff"),
        ("chrg off", "chargeoff"),
        ("write off", "writeoff"),
        ("written off", "writeoff"),
        ("pay off", "payoff"),
        ("paid off", "payoff"),
        ("birth day", "birth date"),
        ("date of birth", "birth date"),
    ];

    /// <summary>The words of lenders' systems for the states of a loan.</summary>
    private static readonly Dictionary<string, string[]> Statuses = new()
    {
        ["approved"] =
        [
            "approved",
            "sanctioned",
            "committed",
            "pending",
            "not disbursed",
            "undisbursed",
            "pipeline",
            "booked not funded",
        ],
        ["active"] =
        [
            "active",
            "current",
            "open",
            "performing",
            "live",
            "in repayment",
            "good standing",
            "regular",
            "normal",
            "aktiv",
            "delinquent",
            "late",
            "past due",
            "in arrears",
            "overdue",
            "in grace period",
            "grace",
            "outstanding",
        ],
        ["fully_paid"] =
        [
            "fully paid",
            "paid",
            "paid off",
            "paid in full",
            "pif",
            "payoff",
            "closed",
            "settled",
            "repaid",
            "matured",
            "redeemed",
            "prepaid",
            "bezahlt",
            "completed",
            "liquidated",
            "po",
            "fp",
        ],
        ["defaulted"] =
        [
            "defaulted",
            "default",
            "dflt",
            "in default",
            "npl",
            "non performing",
            "non accrual",
            "foreclosure",
            "bankruptcy",
            "bankrupt",
            "ausfall",
            "doubtful",
            "substandard",
        ],
        ["written_off"] =
        [
            "written off",
            "writeoff",
            "write off",
            "chargeoff",
            "charged off",
            "charge off",
            "chg off",
            "co",
            "wo",
            "w o",
            "c o",
            "loss",
            "bad debt",
            "chgoff",
        ],
    };

    private static readonly Dictionary<string, string[]> Genders = new()
    {
        ["female"] = ["female", "f", "w", "woman", "weiblich", "femme", "fem", "mujer"],
        ["male"] = ["male", "m", "man", "maennlich", "mannlich", "homme", "hombre"],
        ["other"] = ["other", "x", "d", "o", "divers", "nonbinary", "non binary"],
        ["unknown"] = ["unknown", "u", "not stated", "undisclosed"],
    };

    /// <summary>What people write where they know nothing.</summary>
    public static readonly HashSet<string> Nothing = new(StringComparer.OrdinalIgnoreCase)
    {
        "n/a",
        "na",
        "#n/a",
        "null",
        "none",
        "nil",
        "-",
        "--",
        "?",
        "nan",
        ".",
        "unknown",
        "not available",
        "00/00/0000",
        "0000-00-00",
        "00.00.0000",
        "01/01/1900",
        "1900-01-01",
        "#ref!",
        "#value!",
    };

    /// <summary>What may stand around a number.</summary>
    public static readonly HashSet<string> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        "usd",
        "eur",
        "gbp",
        "chf",
        "jpy",
        "cad",
        "aud",
        "nzd",
        "sek",
        "nok",
        "dkk",
        "kr",
        "czk",
        "kč",
        "pln",
        "zł",
        "huf",
        "ft",
        "ron",
        "lei",
        "bgn",
        "rub",
        "uah",
        "try",
        "tl",
        "inr",
        "rs",
        "pkr",
        "bdt",
        "lkr",
        "cny",
        "rmb",
        "hkd",
        "sgd",
        "s$",
        "us$",
        "a$",
        "c$",
        "hk$",
        "r$",
        "brl",
        "mxn",
        "mx$",
        "cop",
        "clp",
        "pen",
        "ars",
        "zar",
        "r",
        "ngn",
        "kes",
        "ksh",
        "ugx",
        "tzs",
        "ghs",
        "egp",
        "mad",
        "aed",
        "sar",
        "ils",
        "idr",
        "rp",
        "php",
        "thb",
        "vnd",
        "myr",
        "rm",
        "krw",
        "twd",
        "nt$",
        "month",
        "months",
        "mo",
        "mos",
        "mth",
        "mths",
        "monate",
        "year",
        "years",
        "yr",
        "yrs",
        "day",
        "days",
        "percent",
        "pct",
        "% p.a",
        "%pa",
        "% pa",
    };

    /// <summary>The words of a name in one spelling: cut at signs and capital letters, without accents, short forms written out.</summary>
    public static string[] Tokens(string name)
    {
        var plain = Spaced(name);
        foreach (var (apart, together) in Joined)
            plain = $" {plain} "
                .Replace($" {apart} ", $" {together} ", StringComparison.Ordinal)
                .Trim();
        return
        [
            .. plain
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(w =>
                    Same.TryGetValue(w, out var same)
                        ? same.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        : [w]
                )
                .Distinct(),
        ];
    }

    /// <summary>Our status of a source's word, and how sure that is; null where it is not known.</summary>
    public static (string Ours, double Confidence)? Status(string word) => Look(Statuses, word);

    /// <summary>Our gender of a source's word, likewise.</summary>
    public static (string Ours, double Confidence)? Gender(string word) => Look(Genders, word);

    private static (string Ours, double Confidence)? Look(
        Dictionary<string, string[]> known,
        string word
    )
    {
        var plain = Spaced(word);
        if (plain.Length == 0)
            return null;
        foreach (var (ours, words) in known)
            if (plain == Spaced(ours))
                return (ours, 1);
            else if (words.Contains(plain))
                // A letter or two can mean much.
                return (ours, plain.Length > 2 ? 0.9 : 0.7);
        // Such as "Late (31-120 days)" or "Charged Off - recovered".
        var found = known
            .SelectMany(k =>
                k.Value.Where(w =>
                        w.Length > 3 && $" {plain} ".Contains($" {w} ", StringComparison.Ordinal)
                    )
                    .Select(w => (Ours: k.Key, Word: w))
            )
            .OrderByDescending(f => f.Word.Length)
            .ThenBy(f => f.Ours, StringComparer.Ordinal)
            .ToArray();
        return found.Length == 0 || plain.Split(' ').Contains("not") ? null : (found[0].Ours, 0.6);
    }

    /// <summary>In small letters without accents, one space between words.</summary>
    private static string Spaced(string name)
    {
        var text = new StringBuilder();
        var before = ' ';
        foreach (var letter in name)
        {
            var c = Plain(letter);
            if (char.IsUpper(c) && char.IsLower(before) || char.IsDigit(c) && char.IsLetter(before))
                text.Append(' ');
            text.Append(
                char.IsLetterOrDigit(c) || c is '/' && char.IsLetter(before)
                    ? char.ToLowerInvariant(c)
                    : ' '
            );
            before = c;
        }
        return string.Join(
            ' ',
            text.ToString()
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(w =>
                    Same.ContainsKey(w) ? [w] : w.Split('/', StringSplitOptions.RemoveEmptyEntries)
                )
        );
    }

    /// <summary>Without its accent; the program runs without the tables that know them all.</summary>
    private static char Plain(char letter)
    {
        const string accents = "áàâäãåéèêëíìîïóòôöõøúùûüçñýÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕØÚÙÛÜÇÑÝ";
        const string plain = "aaaaaaeeeeiiiioooooouuuucnyAAAAAAEEEEIIIIOOOOOOUUUUCNY";
        return accents.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at
            ? plain[at]
            : letter;
    }

    private static string[] Named(string column) => Tape.Single(f => f.Column == column).Names;

    private static Dictionary<string, string> Pairs(params string[] lines) =>
        lines
            .SelectMany(l =>
                l.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            )
            .Select(p => p.Split(' ', 2))
            .DistinctBy(p => p[0])
            .ToDictionary(p => p[0], p => p.Length > 1 ? p[1] : "");
}
