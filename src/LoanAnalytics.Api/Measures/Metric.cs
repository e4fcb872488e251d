namespace LoanAnalytics.Api.Measures;

/// <summary>What a figure means: the one place that says it, for /metrics and for the contract.</summary>
/// <param name="Name">Its place in the answers, such as default.count.</param>
/// <param name="Definition">What it says, in a banker's words.</param>
/// <param name="Formula">How it is worked out; x = defaulted, n = all of the population, z = 1.959963984540054.</param>
/// <param name="Unit">money (in the portfolio's currency), loans, customers, fraction (0..1), percent a year, ...</param>
/// <param name="Null">When it is null.</param>
/// <param name="Source">Where the definition comes from.</param>
public sealed record Metric(
    string Name,
    string Definition,
    string Formula,
    string Unit,
    string Null,
    string Source
)
{
    private const string Own = "LoanAnalytics";
    private const string Never = "never";

    /// <summary>The figures of the measures object.</summary>
    internal static readonly string[] OfMeasures =
    [
        "loans",
        "customers",
        "disbursed",
        "repaid",
        "outstanding",
        "unexplained",
        "status",
        "lifecycle",
        "default",
        "default.low, default.high",
        "default.adjusted",
        "interestRate.simple",
        "interestRate.amountWeighted",
        "interestRate.outstandingWeighted",
        "unknown",
    ];

    /// <summary>Every metric that an answer holds.</summary>
    internal static readonly Metric[] All =
    [
        new("loans", "Loans of the selection, of every status", "count", "loans", Never, Own),
        new(
            "customers",
            "Distinct customers with a loan in the selection",
            "count distinct",
            "customers",
            Never,
            Own
        ),
        new(
            "disbursed",
            "Principal of the loans paid out: every status but approved, and approved loans whose record shows a balance or a payment other than 0",
            "sum(principal) where disbursed",
            "money",
            Never,
            Own
        ),
        new(
            "repaid",
            "Amounts paid as recorded: principal, interest and fees",
            "sum(amountPaid)",
            "money",
            "no loan of the selection has a known amount",
            Own
        ),
        new(
            "outstanding",
            "Balances as recorded, credit balances counted as negative, so that the sum reconciles to control totals",
            "sum(outstandingBalance)",
            "money",
            "no loan of the selection has a known balance",
            Own
        ),
        new(
            "unexplained",
            "What of the money paid out the record shows neither as repaid nor as outstanding: disbursed = repaid + outstanding + unexplained, an unknown amount counting as not recorded. Interest and fees within the amounts paid make it negative; principal that was repaid, sold or written off without a record, and unknown amounts, make it positive",
            "disbursed - repaid - outstanding",
            "money",
            Never,
            Own
        ),
        new(
            "status",
            "The same figures by status, and each status's share of the loans; shares sum to 1",
            "loans of the status / loans",
            "fraction",
            "no loan",
            Own
        ),
        new(
            "lifecycle",
            "Loans that are open (approved and active), defaulted (with written off) and fully paid, and the share of each",
            "loans of the stage / loans",
            "loans, fraction",
            "the share: no loan",
            Own
        ),
        new(
            "default",
            "The default rate under the definition asked for; a written-off loan counts as defaulted",
            "numerator / denominator",
            "fraction",
            "the denominator is 0",
            Own
        ),
        new(
            "default.count",
            "How many loans went wrong: defaulted loans / all loans",
            "x / n",
            "fraction",
            "no loan",
            Own
        ),
        new(
            "default.amount",
            "Money lent to loans that went wrong: principal of defaulted loans / principal of all",
            "sum(principal of defaulted) / sum(principal)",
            "fraction",
            "no principal",
            Own
        ),
        new(
            "default.balance",
            "Share of today's book: outstanding of defaulted loans / outstanding of all, as recorded; negative where credit balances outweigh",
            "sum(outstandingBalance of defaulted) / sum(outstandingBalance)",
            "fraction, may lie outside 0..1",
            "any balance is unknown, or the sum is not above 0",
            Own
        ),
        new(
            "default.booked",
            "Without the loans that are only approved: defaulted / (all - approved)",
            "x / (n - approved)",
            "fraction",
            "no booked loan",
            Own
        ),
        new(
            "default.resolved",
            "Of the loans whose end is known: defaulted / (defaulted + fully paid); overstates a young book",
            "x / (x + fullyPaid)",
            "fraction",
            "no resolved loan",
            Own
        ),
        new(
            "default.perLoanYear",
            "Defaults for each year that loans have been on the book, so that young and old loans compare. A loan's years run from its start to the earliest of default, write-off, closing and the as-of date, or to its contract end where none of them is known: then an upper bound",
            "x / sum(days on the book / 365.25)",
            "defaults a loan-year",
            "no loan-year",
            Own
        ),
        new(
            "default with unit=borrower",
            "Borrowers with any defaulted loan / borrowers; under count and resolved only",
            "borrowers with a default / borrowers",
            "fraction",
            "no borrower",
            Own
        ),
        new(
            "default.low, default.high",
            "95 % interval of a rate that counts loans or borrowers, without continuity correction",
            "(p + z²/2n -+ z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)",
            "fraction",
            "nothing is counted, or the definition is in money or loan-years",
            "Wilson (1927), J. Am. Stat. Assoc. 22, 209-212"
        ),
        new(
            "default.adjusted",
            "The rate drawn towards the whole portfolio's rate m, so that small groups do not lead a ranking by chance; a is the strength, in loans, of a beta prior fitted to the branches by moments, 100 where none fits",
            "(x + a m) / (n + a)",
            "fraction",
            "the definition is in money or loan-years",
            "Robinson (2017), Introduction to Empirical Bayes"
        ),
        new(
            "interestRate.simple",
            "Mean of the interest rates of the loans that have one",
            "sum(rate) / loans with a rate",
            "percent a year",
            "no loan has a rate",
            Own
        ),
        new(
            "interestRate.amountWeighted",
            "Interest rates weighted by principal",
            "sum(rate x principal) / sum(principal)",
            "percent a year",
            "no loan has a rate",
            Own
        ),
        new(
            "interestRate.outstandingWeighted",
            "Interest rates weighted by balance as recorded",
            "sum(rate x balance) / sum(balance)",
            "percent a year",
            "the weights' sum is not above 0",
            Own
        ),
        new(
            "unknown",
            "Loans left out of a sum or mean for lack of a balance, an amount paid or an interest rate",
            "count",
            "loans",
            Never,
            Own
        ),
        new(
            "heterogeneity",
            "Whether the groups' default rates differ by more than chance: chi-square test of independence over the definition's own population, empty groups dropped; differs means p < 0.05, and below a smallest expected count of 5 the test is rough",
            "sum((O - E)² / E), E = row x column / total, groups - 1 degrees of freedom",
            "statistic, p 0..1",
            "fewer than two groups, or one outcome only",
            "Pearson (1900), Philosophical Magazine 50, 157-175"
        ),
        new(
            "adjustedP",
            "The p-value of an attribute's heterogeneity, raised for the number m of attributes tested together; differs means below 0.05. The chance that any attribute that has nothing to do with default is said to differ is then at most 5 %",
            "the i-th smallest: the largest of (m - j + 1) p(j) over j up to i, at most 1",
            "p 0..1",
            "the attribute cannot be tested",
            "Holm (1979), Scandinavian Journal of Statistics 6, 65-70"
        ),
        new(
            "cramersV",
            "Strength of an attribute's association with default; unlike a p-value it does not grow with the book",
            "√(chiSquare / loans of the definition's population)",
            "0..1",
            "the attribute cannot be tested",
            "Cramér (1946), Mathematical Methods of Statistics"
        ),
        new(
            "weightOfEvidence",
            "What a group of an attribute says: positive = safer than average, whichever outcome is asked for; a group without a good or a bad loan gets 0.5 added to both",
            "ln((good of the group / all good) / (bad of the group / all bad))",
            "natural logarithm",
            "one side has no loan",
            "Siddiqi (2006), Credit Risk Scorecards"
        ),
        new(
            "informationValue",
            "How much an attribute tells good from bad: below 0.02 nothing, below 0.1 weak, below 0.3 medium, else strong, above 0.5 look for what was known only afterwards. It grows with the number of groups even without an association, by byChance = (groups - 1)(1 / outcome + 1 / others)",
            "sum((good share - bad share) x weight of evidence)",
            "natural logarithm, 0 or more",
            "one side has no loan",
            "Siddiqi (2006), Credit Risk Scorecards; Kullback (1959), Information Theory and Statistics, chapter 6"
        ),
        new(
            "lift",
            "How many times as often as everyone a group has the outcome",
            "rate of the group / rate of all",
            "ratio",
            "one side has no loan",
            Own
        ),
        new(
            "association",
            "Strength of an attribute's association with an outcome less what chance gives, with its 95 % interval: 0 = none; Cramér's V of chiSquare less its degrees of freedom. One measure for numbers and categories, which does not grow with the book and sees any shape",
            "√(max(0, chiSquare - groups + 1) / loans); interval by the noncentral chi-square distribution",
            "0..1",
            "the attribute cannot be tested",
            "Bergsma (2013), J. Korean Statistical Society 42, 323-328; Smithson (2003), Confidence Intervals"
        ),
        new(
            "oddsRatio",
            "What a group, or one standard deviation more of a number, multiplies the odds of the outcome by, all other attributes being equal; its interval allows for loans of one customer not being independent",
            "exp(coefficient of a logistic regression)",
            "ratio, 1 = nothing",
            "it has no finite estimate: the problem says why",
            "McCullagh and Nelder (1989), Generalized Linear Models, 4.4; Liang and Zeger (1986), Biometrika 73, 13-22"
        ),
        new(
            "standOut",
            "Groups whose rate lies beyond the 99.8 % funnel limits of their size around the selection's rate, above or below, of those in which at that rate at least 5 loans would default and 5 would not",
            "rate against funnel",
            "groups",
            "no such group, or the definition is in money or loan-years: empty",
            "Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; Cochran (1954), Biometrics 10, 417-451"
        ),
        new(
            "rank",
            "Place by default rate, 1 the highest, and how sure the place is",
            "2.5 and 97.5 % points of the place over 10,000 seeded draws of each group's beta posterior",
            "place",
            "the group is empty, or the definition is in money or loan-years",
            "Goldstein and Spiegelhalter (1996), J. R. Stat. Soc. A 159, 385-443"
        ),
        new(
            "funnel",
            "Limits within which a group of its size lies by chance, at 95 and 99.8 %, around the selection's rate t",
            "t -+ z √(t(1-t)/n), z = 1.96 and 3.09, clipped to 0..1",
            "fraction",
            "as rank",
            "Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202"
        ),
        new(
            "position",
            "Where a group's rate lies against its funnel limits; on a limit is inside",
            "rate against funnel",
            "inside, above95, above998, below95, below998",
            "as rank",
            "Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202"
        ),
        new(
            "borrowers, customers",
            "Customers with a loan in the selection beside all customers of the book, by group, with each group's share",
            "count of the group / count of all groups",
            "customers, fraction",
            "the share: there is nobody",
            Own
        ),
        new(
            "incomeCorrelation",
            "Rank correlation of income and the customer's share of defaulted loans, over borrowers with a known income",
            "Spearman's rho with average ranks; p by t with n - 2 degrees of freedom",
            "-1..1, p 0..1",
            "fewer than three such borrowers, or one of the two is the same for all",
            "Spearman (1904), Am. J. Psychol. 15, 72-101"
        ),
        new(
            "difference",
            "The first branch's default rate less the second's, with its 95 % interval from the two rates' own intervals (low, high): d - √((p1 - low1)² + (high2 - p2)²) to d + √((high1 - p1)² + (p2 - low2)²). The test is by number of loans, without continuity correction",
            "p1 - p2",
            "difference of rates, -1..1",
            "a branch has no rate; the interval also where the definition is in money or loan-years, the test where one outcome is missing",
            "Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; Pearson (1900)"
        ),
        new(
            "rateEffect",
            "What a group's own rate r added to the change of the default rate between two periods of origination, or to the difference of two branches, w being its share of the denominator",
            "(w0 + w1) / 2 x (r1 - r0)",
            "difference of rates",
            "a side has no rate, or a group that has a share has no rate",
            "Kitagawa (1955), J. Am. Stat. Assoc. 50, 1168-1194"
        ),
        new(
            "mixEffect",
            "What a group's share added to that change; with the rate effects it is the whole change, without residual. A group absent from one side takes the other's rate, so it is all mix",
            "(r0 + r1) / 2 x (w1 - w0)",
            "difference of rates",
            "as rateEffect",
            "Kitagawa (1955), J. Am. Stat. Assoc. 50, 1168-1194"
        ),
        new(
            "history.due",
            "All that had fallen due on a loan by a day, by its schedule",
            "sum(amountDue) up to the day",
            "money",
            "the loan has no schedule",
            Own
        ),
        new(
            "history.paid",
            "All that had been paid on a loan by a day. Recoveries after default are money like any other; a waiver brings none in",
            "sum(payments + recoveries - reversals - refunds) up to the day",
            "money",
            "no payment is on record, or the day is after the as-of date",
            Own
        ),
        new(
            "history.balance",
            "What was left of a loan's principal at the end of a day: from the principal parts of all movements, waived principal included (basis payments), or as the version published as of that day had it (basis reported)",
            "principal - sum(principal parts) up to the day",
            "money",
            "a payment does not state its principal part and no version is of that day, or the day is after the as-of date",
            Own
        ),
        new(
            "daysPastDue",
            "Days from the due date of the oldest instalment that is not settled, payments being laid to the oldest instalment first; due today is 0, and a part payment lowers the arrears but not the days. Without repayment history as the lender reports it",
            "max(0, asOf - due date of the oldest unpaid instalment due before asOf)",
            "days",
            "no schedule, or where the book has no history none is reported",
            "CBUAE Regulation 28/2010, 1.5; Apache Fineract"
        ),
        new(
            "arrearsAmount",
            "What is late: the unpaid parts of the instalments that were due before the day. The rate divides it by the gross loan portfolio",
            "sum(amount due before asOf - paid for it)",
            "money; the rate a fraction",
            "the rate: the gross loan portfolio is 0",
            "Rosenberg, Measuring Microcredit Delinquency, CGAP Occasional Paper 3, 1999"
        ),
        new(
            "grossLoanPortfolio",
            "Whole unpaid balances of the loans that are paid out, not fully paid and not written off, of those whose lateness is known; balances as recorded at the as-of date, by schedule and payments at an earlier one (unpaid principal, or the unpaid instalments where principal is not split)",
            "sum(max(0, balance))",
            "money",
            Never,
            "CGAP/MIX/SEEP, Microfinance Consensus Guidelines, 3rd ed. 2003"
        ),
        new(
            "agingBuckets",
            "The portfolio by days past due: current (0), 1-30, 31-60, 61-90, 91-120, 121-150, 151-180, >180, the upper bound in the bucket; the buckets sum to the gross loan portfolio, and loans that owe nothing are in none",
            "sum(max(0, balance)) by bucket",
            "money, loans; the share a fraction",
            "the share: the gross loan portfolio is 0",
            "CGAP/MIX/SEEP, Microfinance Consensus Guidelines, 3rd ed. 2003"
        ),
        new(
            "portfolioAtRisk",
            "Whole balances of the loans more than so many days past due, as a share of the gross loan portfolio; 30 days is not in PAR30. Renegotiated loans are left out, and all of them are added in the variant withRenegotiated",
            "sum(balance where daysPastDue > days) / grossLoanPortfolio",
            "fraction",
            "the gross loan portfolio is 0",
            "CGAP/MIX/SEEP, Microfinance Consensus Guidelines, 3rd ed. 2003"
        ),
        new(
            "reportedDifferences",
            "What the source reports less what schedule and payments give, of each loan that both know of and that is not written off. Our balance is that of the schedule after the payments (unpaid principal, or the unpaid instalments where principal is not split); of a loan that the source has closed, what of its principal has not come in. A status differs where an open loan is settled or more than 90 days past due, a defaulted one is not late, or a fully paid one has not brought in its principal; its size is the money at stake",
            "reported - ours; size = |reported - ours|",
            "money, or days",
            "nothing is compared",
            Own
        ),
        new(
            "planBand",
            "Implied, not observed: how many instalments a loan is behind a level plan. A is its level instalment out of principal, rate and term, k the whole months since its start, at most its term. Bands <= 0 (on plan or ahead), 0-1, 1-3, 3-6, 6-12, > 12, the upper bound in the band; what lies within half a cent for each instalment due is on plan, since instalments are paid in whole cents. It says nothing of when was paid, and takes the loan to be an annuity from its first month",
            "(A x k - amountPaid) / A, A = principal x i / (1 - (1 + i)^-n), i = rate / 1200, without interest principal / n",
            "instalments, below 0 ahead of plan",
            "rate, term, principal or amount paid is unknown, or the loan is not paid out: the band is unknown",
            "The Bond Market Association, Uniform Practices, Chapter SF, B.2"
        ),
        new(
            "impliedArrears",
            "Implied, not observed: what loans would have paid by the plan and have not; a fully paid loan has none",
            "sum(max(0, A x k - amountPaid)), A and k as under planBand",
            "money",
            Never,
            Own
        ),
        new(
            "pastMaturity",
            "Implied, not observed: a loan that is still open (approved or active) after its contract has ended, on the stated end or else on start and term; the last day itself is not past it",
            "open and end < asOf",
            "yes, no, unknown",
            "an open loan has neither end nor term: unknown",
            Own
        ),
        new(
            "otherLoanDefaulted",
            "Implied, not observed: another loan of the same customer is defaulted or written off",
            "defaulted loans of the customer without this one > 0",
            "yes, no",
            Never,
            Own
        ),
        new(
            "loanToIncomeBand",
            "Implied, not observed: what a loan weighs against its customer's annual income. Bands <0.25, 0.25-0.5, 0.5-1, 1-2, 2-4, 4+, the lower edge in the band",
            "principal / annualIncome",
            "years of income",
            "the income is unknown or 0: the band is unknown",
            Own
        ),
        new(
            "instalmentsToIncomeBand",
            "Implied, not observed: what the level instalments of all open loans of the customer take of the annual income, the same for each loan of the customer. Bands <0.1, 0.1-0.2, 0.2-0.3, 0.3-0.4, 0.4-0.5, 0.5+, the lower edge in the band; none is a customer without an open loan",
            "12 x sum(A of open loans) / annualIncome, A as under planBand",
            "fraction, may exceed 1",
            "the income is unknown or 0, or an open loan has no rate or term: the band is unknown",
            Own
        ),
        new(
            "transitionMatrix",
            "How loans move from one state to another between two ends of months, or to a later day: aging bucket, paid or written off. Every month of the period added up, or the period looked at from its two ends. Loans that came in between are in no row and are counted; no loan leaves paid or written off, whose rate on themselves is 1 by declaration. By balance each loan weighs what it owed at the start. The loans of a cell can be listed for one month and for a period looked at from its ends; over months added up a loan can be in many cells",
            "p(i, j) = loans in i at the start and in j at the end / loans in i at the start",
            "fraction; a row sums to 1",
            "no loan was in the row's state",
            "Lando and Skodeberg (2002), J. Banking and Finance 26, 423-444"
        ),
        new(
            "rollRate",
            "The share of a bucket's loans that were in the next worse bucket at the end of the step, with its 95 % interval. Over several months it counts loan-months",
            "p(bucket, next worse bucket)",
            "fraction",
            "the bucket was empty, or there is no worse one",
            "OCC, Retail Lending Examination Procedures (OCC Bulletin 2004-59), Appendix G"
        ),
        new(
            "cureRate",
            "The share of late loans that were current or paid at the end of the step, with its 95 % interval: of one bucket, or of all late loans together",
            "p(bucket, current) + p(bucket, paid)",
            "fraction",
            "no loan was late",
            Own
        ),
        new(
            "prepayment",
            "By number: loans repaid in full before the month of their last instalment, of those open at the month's start whose last instalment falls due after the month. By money: principal paid ahead of the schedule, in full and in part",
            "prepaid loans / loans that could be prepaid",
            "fraction a month; the amount money",
            "no loan could be prepaid; the amount: no schedule splits principal from interest",
            Own
        ),
        new(
            "smm",
            "Single monthly mortality: principal prepaid in a month as a share of what was owed at its start less the principal scheduled for it; over several months the sums are divided. Loans whose schedule does not split principal are left out and counted",
            "prepaid / (balance at the start - scheduled principal)",
            "fraction a month",
            "nothing was left to prepay, or no schedule splits principal",
            "The Bond Market Association, Uniform Practices, Chapter SF: Standard Formulas, 02/01/99, B.2"
        ),
        new(
            "cpr",
            "Conditional prepayment rate: what the monthly speed makes in a year",
            "1 - (1 - smm)^12",
            "fraction a year",
            "as smm",
            "The Bond Market Association, Uniform Practices, Chapter SF: Standard Formulas, 02/01/99, B.2"
        ),
        new(
            "writtenOff",
            "Loans written off in a month and what they owed then",
            "sum(balance at the write-off)",
            "loans, money",
            Never,
            Own
        ),
        new(
            "recovered",
            "Money got in after default, by its date: payments of kind recovery. They count for the loss and settle no instalment. What the lender records as recovered without a date counts for the loss given default only",
            "sum(recoveries)",
            "money",
            Never,
            Own
        ),
        new(
            "mdr",
            "Monthly default rate: what the loans that defaulted in a month owed at its start, as a share of what all loans not in default owed then; over several months the sums are divided. A loan defaults on the earliest of its recorded default, its write-off and its first day more than 90 days past due",
            "balance newly defaulted / performing balance at the month's start",
            "fraction a month",
            "there was no performing balance",
            "The Bond Market Association, Uniform Practices, Chapter SF: Standard Formulas, 02/01/99, C.2"
        ),
        new(
            "cdr",
            "Conditional default rate: what the monthly rate makes in a year",
            "1 - (1 - mdr)^12",
            "fraction a year",
            "as mdr",
            "The Bond Market Association, Uniform Practices, Chapter SF: Standard Formulas, 02/01/99, C.4"
        ),
        new(
            "lgd",
            "Loss given default: the part of the balances at the start of the month of default that did not come back, over the loans that are in default or were. Recoveries count, and a loan repaid in full has lost nothing by the day of its end. Costs are not known and count as 0, so that it is a lower bound; of loans still open more can come in. Discounted by the calendar months since default where a rate is asked for",
            "1 - sum(recovery x (1 + r)^(-months / 12)) / exposure at default",
            "fraction, not clipped",
            "the exposure is 0",
            "Schuermann (2004), What Do We Know About Loss Given Default?, Wharton Financial Institutions Center 04-01 (workout LGD)"
        ),
        new(
            "flowRate",
            "The rate at which balances sink from bucket to bucket: the balance one bucket worse in a month against the bucket's balance the month before, sums over the months divided. From the last bucket, 151-180, it is the rate to the loss: written off, or more than 180 days past due, whichever comes first",
            "sum(balance in bucket k + 1) / sum(balance in bucket k a month before)",
            "fraction; above 1 where loans fell in from elsewhere",
            "the bucket was empty all along",
            "OCC, Retail Lending Examination Procedures (OCC Bulletin 2004-59), Appendix G; Uniform Retail Credit Classification and Account Management Policy (2000)"
        ),
        new(
            "lossForecast",
            "What the balances of today are expected to lose: each bucket's balance times the product of the flow rates from it to the loss; what is more than 180 days past due is lost. The back-test makes the forecast anew at each month's end with the rates known then, and sets beside it what was lost in the seven months after",
            "sum(balance x loss factor)",
            "money; the rate a fraction",
            "a flow rate on the way is not known",
            "OCC, Retail Lending Examination Procedures (OCC Bulletin 2004-59), Appendix G"
        ),
        new(
            "vintage",
            "The loans of a period of origination to which something had happened by an age, as a share of all loans paid out in that period, prepaid ones among them; by number with a Wilson 95 % interval, and by principal. ever30, ever60 and ever90 are the first day with more than 30, 60 and 90 days past due, as it was known then. By calendar month instead of age the share is that of the month's end",
            "loans (principal) first struck at months on book <= m / original loans (principal)",
            "fraction",
            "the youngest loan of the cohort has not come to the age, or not all of its loans had been paid out by the month",
            Own
        ),
        new(
            "default.date",
            "When a loan defaulted: the earliest of the lender's own date of default, the date of write-off, and the first day with more than 90 days past due. Loans that the lender calls defaulted without any of them are left out and counted as unknown",
            "min(defaultedOn, writtenOffOn, first day with daysPastDue > 90)",
            "date",
            "the loan has not defaulted",
            Own
        ),
        new(
            "prepaid",
            "A loan repaid in full before the month of its last instalment, or of its end date where it has no schedule, on the day on which it was repaid. Repaid loans without a closing date or a schedule are left out and counted as unknown",
            "endedOn where repaid and endedOn < first day of the last instalment's month",
            "date",
            "the loan runs, was written off, or was repaid at the end of its term",
            Own
        ),
        new(
            "survival",
            "The share of loans without default beyond an age, loans that run or were repaid counted up to the age to which they were seen; 1 - survival is the share defaulted by it. low and high are its 95 % limits by Greenwood's error on the scale of log(-log S), the median is the first age with a survival of at most one half",
            "S(t) = product over u <= t of (1 - d(u) / n(u)); SE = S √(sum d / (n (n - d)))",
            "fraction; ages in months on book",
            "the error and limits: all at risk have defaulted; the median: the curve stays above one half",
            "Kaplan and Meier (1958), J. Am. Stat. Assoc. 53, 457-481; Kalbfleisch and Prentice (1980)"
        ),
        new(
            "onTimeCollectionRate",
            "Money on or before the due date for what fell due in the period, what had been paid ahead among it, as a share of what fell due in the period (D)",
            "onTime / D",
            "fraction",
            "nothing fell due",
            "Rosenberg, Measuring Microcredit Delinquency, CGAP Occasional Paper 3, 1999"
        ),
        new(
            "currentCollectionEfficiency",
            "Money for what fell due in the period by the end of the month of its due date, as a share of what fell due in the period (D)",
            "(onTime + late) / D",
            "fraction",
            "nothing fell due",
            "Rosenberg, Measuring Microcredit Delinquency, CGAP Occasional Paper 3, 1999"
        ),
        new(
            "collectionEfficiency",
            "Money for what fell due in the period and against arrears, as a share of what fell due in the period alone (D); above 1 where arrears are caught up, so it can hide a failing book. What is paid ahead for later periods and what is waived is in no rate",
            "(onTime + late + againstArrears) / D",
            "fraction, may exceed 1",
            "nothing fell due",
            "Rosenberg, Measuring Microcredit Delinquency, CGAP Occasional Paper 3, 1999"
        ),
        new(
            "totalDemandEfficiency",
            "The same money as a share of all that was to be collected: arrears at the start of the period (A0) and what fell due in it (D)",
            "(onTime + late + againstArrears) / (A0 + D)",
            "fraction",
            "nothing was to be collected",
            "Rosenberg, Measuring Microcredit Delinquency, CGAP Occasional Paper 3, 1999"
        ),
        new(
            "collections.arrears",
            "Arrears from the start of a period to its end: what fell due is added; what was collected of it and of the arrears, what was waived and what loans that ended left unpaid is taken off; over several months what reversals and refunds opened again is added",
            "arrearsAtStart + due - onTime - late - againstArrears - waived - leftUnpaid + reopened = arrearsAtEnd",
            "money",
            Never,
            Own
        ),
        new(
            "paymentBehaviour",
            "Instalments above 0 fallen due, by when they were settled: before the due date, on it (or due on the day and unpaid), after it (or unpaid after it); the three shares sum to 1. An instalment is settled on the first day on which the sum paid reaches the sum due up to it. Of a loan that has ended nothing more falls due",
            "early, onTime, late / instalmentsDue",
            "instalments; shares are fractions",
            "the shares: nothing has fallen due",
            Own
        ),
        new(
            "averageDaysLate",
            "Mean over all instalments fallen due of the days from due date to settlement, or to the day or the loan's end while unpaid; paid early or on time counts as 0",
            "sum(max(0, days)) / instalmentsDue",
            "days",
            "nothing has fallen due",
            Own
        ),
        new(
            "maxDaysLate12m",
            "The most of these days of an instalment that was settled in the last twelve months or is unpaid; of a group that of its worst loan",
            "max(max(0, days))",
            "days",
            "there is no such instalment",
            Own
        ),
        new(
            "missedInstalments",
            "Instalments due before the day, or before the loan's end, and not settled",
            "count",
            "instalments",
            Never,
            Own
        ),
        new(
            "trend",
            "Whether a loan is paid later and later: slope of the least-squares line of the days (below 0 early, above 0 late) on the order 1..n of its instalments, above 0 is worse. Of a group the mean over its loans with at least two instalments due",
            "sum((i - mean i)(days - mean days)) / sum((i - mean i)²)",
            "days an instalment",
            "no loan has two instalments due",
            Own
        ),
        new(
            "punctual, sometimesLate, mostlyLate",
            "Loans by how many of their instalments fallen due are late: none; some, but at most half; more than half. The three sum to the loans of which anything has fallen due. As filter and dimension punctuality (punctual, sometimes late, mostly late, nothing due, unknown) at the date of the data",
            "late = 0; 0 < late <= instalmentsDue / 2; late > instalmentsDue / 2",
            "loans; the share a fraction",
            "the share: nothing has fallen due of any loan",
            Own
        ),
        new(
            "facets",
            "The values that a list filter can take, with their loans under all the other filters in force",
            "count by value",
            "loans",
            Never,
            Own
        ),
        new(
            "segments",
            "Groups of borrowers alike in the features that were asked for: k-means in standardised space, the best of several seeded starts and swaps. A retrained segment keeps the number of the published one that it is matched to, so that the sum of squared distances between matched centres is least",
            "z = (x - mean) / population standard deviation of a number or of ln(1 + x); a category as 0/1 columns times 1 / √(1 - Σp²), p the share of each value, so that it weighs as a number does, or unscaled",
            "segment number",
            "a number is unknown: the borrower is left out and counted",
            "Lloyd (1982), IEEE Trans. Inf. Theory 28, 129-137; Arthur and Vassilvitskii (2007), k-means++; Hartigan (1975), Clustering Algorithms; Fränti (2018), J. Big Data 5, 13"
        ),
        new(
            "inertia",
            "How close the members are to their centres: the within-cluster sum of squared distances in standardised space; compare only segmentations of the same customers in the same features",
            "sum(|x - centre|²)",
            "squared standard deviations",
            "the segmentation is not done",
            "Lloyd (1982), IEEE Trans. Inf. Theory 28, 129-137"
        ),
        new(
            "separation",
            "The same seen against the number of segments, which inertia always falls with: larger is better",
            "(between / (k - 1)) / (inertia / (n - k)), between = sum of squares in all - inertia",
            "ratio",
            "every member lies on its centre",
            "Calinski and Harabasz (1974), Commun. Stat. 3, 1-27"
        ),
        new(
            "silhouette",
            "How much nearer customers are to the others of their segment than to those of the next, mean over customers: 1 apart, 0 between two segments. Exact for up to 5,000 customers, and on a sample of so many, drawn by the seed, beyond",
            "(b - a) / max(a, b), a = mean distance within the own segment, b = least mean distance to another; alone in a segment: 0",
            "-1..1",
            "there are fewer than two segments",
            "Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65"
        ),
        new(
            "stability",
            "Whether other customers would have given the same segments: mean agreement with the segments made from 20 samples drawn with replacement, to whose centres all customers are assigned",
            "mean adjusted Rand index",
            "1 the same, 0 as chance would have it",
            Never,
            "Hennig (2007), Comput. Stat. Data Anal. 52, 258-271; Hubert and Arabie (1985), J. Classif. 2, 193-218"
        ),
        new(
            "distance",
            "A member's distance to its segment's centre in standardised space",
            "√(|x - centre|²)",
            "standard deviations",
            Never,
            Own
        ),
        new(
            "profile.z",
            "How far a segment's mean, or its share of a value, lies from that of all members: the effect size of the profile",
            "(mean - mean of all) / population standard deviation of all; (share - p) / √(p (1 - p)), p = share of all",
            "standard deviations",
            "all are the same",
            Own
        ),
        new(
            "segmentDifferences",
            "How far segments differ in a feature: the share of a number's variance that lies between them, or the strength of their association with a category. In the features that they were made from they differ by construction; the others are tested, p-values adjusted for their number",
            "η² = SSB / (SSB + SSW); V = √(χ² / (n (m - 1))), m the smaller number of segments and values",
            "0..1",
            "the feature is the same for all",
            "Fisher (1925); Cramér (1946), 21.9; Holm (1979)"
        ),
        new(
            "probabilityOfDefault",
            "Chance that a running loan defaults: within the model's horizon where there is history, else at all. That of the published model; a loan that it does not score has none",
            "1 / (1 + e^(-logit)), logit the sum of what each feature adds",
            "fraction",
            "no model is published, or the loan has ended or has no history",
            "McCullagh and Nelder (1989), Generalized Linear Models, 4.4; Ke et al. (2017), LightGBM, NIPS 30"
        ),
        new(
            "score",
            "The chance of default in points that rise with safety: 600 at 50 good to one bad, 20 more for twice the odds",
            "offset + factor ln((1 - p) / p), factor = 20 / ln 2, offset = 600 - factor ln 50",
            "points",
            "probabilityOfDefault is",
            "Siddiqi (2006), Credit Risk Scorecards, chapter 6"
        ),
        new(
            "riskBand",
            "Band of the chance of default, the same for every model and book: very low below 1 %, low below 2 %, moderate below 5 %, elevated below 10 %, high below 25 %, very high",
            "lower edge included",
            "band; unknown = not scored",
            Never,
            Own
        ),
        new(
            "reasons",
            "What moves a loan's score: points of each feature against the average of the loans learnt from. Of a scorecard those of its bin less the mean; of trees the moves from node to node on the loan's way, each given to the feature that the node asks for. Base and points of all features add up to the score",
            "score = base + sum of points",
            "points",
            Never,
            "Siddiqi (2006); Saabas (2014), Interpreting random forests"
        ),
        new(
            "auc",
            "Chance that a loan that defaulted had the higher chance of default than one that did not, ties half: 0.5 = no better than chance. On loans not learnt from, with a 95 % bootstrap interval that draws the loans of a customer together; where the test is in folds it is half as wide again, since their models learn from the same loans",
            "P(p of a bad > p of a good) + half of ties",
            "fraction",
            "there is one outcome only",
            "Hanley and McNeil (1982), Radiology 143, 29-36; Nadeau and Bengio (2003), Machine Learning 52, 239-281"
        ),
        new("gini", "The same from -1 to 1", "2 AUC - 1", "-1..1", "auc is", Own),
        new(
            "ks",
            "Largest distance between the shares of bad and of good loans at or above a chance",
            "max |TPR - FPR|",
            "fraction",
            "auc is",
            "Kolmogorov (1933); Siddiqi (2006)"
        ),
        new(
            "brierScore",
            "How far chances lie from what happened; its skill against the base rate for everyone: 1 perfect, 0 no better",
            "mean (p - y)²; skill = 1 - Brier / (rate (1 - rate))",
            "squared fraction",
            "auc is",
            "Brier (1950), Monthly Weather Review 78, 1-3"
        ),
        new(
            "logLoss",
            "The same by the logarithm of the chance given to what happened",
            "mean of -ln(p of what happened)",
            "natural logarithm",
            "auc is",
            "Good (1952), J. R. Statist. Soc. B 14, 107-114"
        ),
        new(
            "calibrationTable",
            "Whether chances come true: tenths of the loans by rising chance, mean chance beside what was observed. The slope of the outcome on the logarithm of the odds is 1 where they do",
            "observed = defaulted / loans of the bin",
            "fraction",
            "there is no loan",
            "Cox (1958), Biometrika 45, 562-565"
        ),
        new(
            "gains",
            "What the riskiest tenths hold: lift = default rate of the part / default rate of all, gain = share of all defaults",
            "bad(part) / n(part) / (bad / n)",
            "ratio; gain a fraction",
            "nothing defaulted",
            "Siddiqi (2006)"
        ),
        new(
            "psi",
            "How far the running loans lie from those that the model learnt from, by tenths of the score, and for each feature by its own: below 0.1 stable, below 0.25 moderate, else significant, a rule of thumb only",
            "sum (a - e) ln(a / e), a shares of the running loans, e of those learnt from; an empty bin counts 0.5",
            "natural logarithm",
            "there is no running loan",
            "Siddiqi (2006)"
        ),
        new(
            "expectedLoss",
            "What running loans are expected to lose: chance of default times what is owed times the share that is lost at default. That share is observed where 20 workouts or more have ended, else assumed, and stated",
            "p x exposure x loss given default",
            "money",
            Never,
            Own
        ),
        new(
            "expectedLossAvoided",
            "Of the expected loss what contact with the customer would avoid; how much contact helps is an assumption, stated and to be configured",
            "expectedLoss x contactEffect",
            "money",
            Never,
            Own
        ),
        new(
            "earlyWarnings",
            "What says that a loan needs attention: an instalment missed; days past due risen within a month; late after six months without a late day; paid less than 80 % of what fell due in three months after paying at least 95 % before. From terms and status alone: open after the contract's end; more than one instalment behind a level plan where there is no history; another loan of the customer in default; instalments of 40 % of the income or more",
            "each yes or no",
            "warnings",
            Never,
            Own
        ),
        new(
            "backTest",
            "How lists of the same length did on past days, with models that knew nothing later: customers listed who defaulted in the six months after, beside the order of days past due and beside chance",
            "defaulted among the first n; by chance n x defaulted / customers",
            "customers",
            "no model is published, or there is no history",
            Own
        ),
        new(
            "adverseImpactRatio",
            "How often a group is selected against the group that is selected most; below four fifths is an indicator, and no finding of law",
            "selection rate / highest selection rate",
            "ratio",
            "the group has nobody",
            "Uniform Guidelines, 29 CFR 1607.4(D), and Questions and Answers (1979)"
        ),
        new(
            "falsePositive",
            "Of those who did not default, the share flagged as risky, or listed",
            "flagged and good / good",
            "fraction",
            "nobody is good",
            "Hardt, Price and Srebro (2016), NIPS 29"
        ),
        new(
            "falseNegative",
            "Of those who defaulted, the share not flagged, or not listed",
            "not flagged and bad / bad",
            "fraction",
            "nobody defaulted",
            "Hardt, Price and Srebro (2016), NIPS 29"
        ),
        new(
            "calibrationByGroup",
            "Mean chance of default of a group less its observed rate: positive = thought riskier than it was",
            "mean p - bad / all",
            "fraction",
            "the group has nobody, or there is no chance",
            "Chouldechova (2017), Big Data 5, 153-163"
        ),
        new(
            "segmentDrift",
            "What a retraining changed: the stability index of the segments' shares, how far each centre moved, and who moved where",
            "PSI = sum (a - e) ln(a / e), a shares now, e shares in the published segmentation; shift = |centre now - centre before| in standard deviations of now",
            "PSI below 0.1 is stable, below 0.25 moderate",
            "no segmentation was published when it was made",
            "Siddiqi (2006), Credit Risk Scorecards"
        ),
        new(
            "interestEarned",
            "Interest that borrowers have paid up to the as-of date, reversed and refunded payments taken off",
            "sum(interest of payments), where a payment does not say it amount - principal - fees",
            "money",
            "no payment says its interest or its principal",
            Own
        ),
    ];

    /// <summary>The metrics of those names, for the description of an operation.</summary>
    internal static IEnumerable<Metric> Named(IEnumerable<string> names) =>
        names.Select(n => All.Single(m => m.Name == n));
}
