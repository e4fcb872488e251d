using System.ComponentModel.DataAnnotations;

namespace LoanAnalytics.Api.Measures;

/// <summary>The measures of a selection of loans: the one object that every place serves.</summary>
/// <param name="Loans">Loans of the selection.</param>
/// <param name="Customers">Distinct customers with a loan in the selection.</param>
/// <param name="Disbursed">Principal of the loans paid out, in the portfolio's currency.</param>
/// <param name="Repaid">Sum of amounts paid as recorded; null where none of the loans has a known one.</param>
/// <param name="Outstanding">Sum of balances as recorded, credit balances included; null where none is known.</param>
/// <param name="Unexplained">Disbursed less repaid less outstanding, an unknown amount counting as not recorded, so that the three always add up to disbursed.</param>
/// <param name="Status">The same by status; shares sum to one.</param>
/// <param name="Lifecycle">Open (approved and active), defaulted (with written off), fully paid.</param>
/// <param name="Default">Default rate under the chosen definition.</param>
/// <param name="InterestRate">Average interest rate three ways, percent a year.</param>
/// <param name="Unknown">Loans left out of a sum or mean for lack of the value.</param>
public record LoanMeasures(
    long Loans,
    long Customers,
    decimal Disbursed,
    decimal? Repaid,
    decimal? Outstanding,
    decimal Unexplained,
    IReadOnlyList<StatusShare> Status,
    Lifecycle Lifecycle,
    DefaultRate Default,
    AverageInterestRate InterestRate,
    UnknownValues Unknown
);

/// <summary>The loans of one status.</summary>
/// <param name="Status">approved, active, fully_paid, defaulted or written_off.</param>
/// <param name="Loans">Loans of this status.</param>
/// <param name="Share">Share of all loans of the selection, 0..1; null where there is none.</param>
/// <param name="Disbursed">Principal of those paid out.</param>
/// <param name="Repaid">Sum of amounts paid.</param>
/// <param name="Outstanding">Sum of balances.</param>
/// <param name="Unexplained">Disbursed less repaid less outstanding.</param>
public sealed record StatusShare(
    [property: AllowedValues("approved", "active", "fully_paid", "defaulted", "written_off")]
        string Status,
    long Loans,
    double? Share,
    decimal Disbursed,
    decimal? Repaid,
    decimal? Outstanding,
    decimal Unexplained
);

/// <summary>How many loans are open, defaulted and fully paid.</summary>
public sealed record Lifecycle(LoanShare Open, LoanShare Defaulted, LoanShare FullyPaid);

/// <summary>A number of loans and its share of the selection, 0..1.</summary>
public sealed record LoanShare(long Loans, double? Share);

/// <summary>A default rate with what it is made of.</summary>
/// <param name="Rate">Numerator / denominator; null where there is nothing to divide by. A fraction, 0..1 but for the definition balance.</param>
/// <param name="Numerator">A count of loans or borrowers; money under amount and balance.</param>
/// <param name="Denominator">Likewise; loan-years under perLoanYear.</param>
/// <param name="Low">Lower end of the Wilson 95 % interval; null for money and for loan-years.</param>
/// <param name="High">Upper end.</param>
/// <param name="Adjusted">The rate shrunk towards the whole portfolio's, so that small groups do not lead a ranking by chance.</param>
public sealed record DefaultRate(
    double? Rate,
    decimal? Numerator,
    decimal? Denominator,
    double? Low,
    double? High,
    double? Adjusted
);

/// <summary>Average interest rate, percent a year, over the loans that have one; null where there is none.</summary>
/// <param name="Simple">Mean of the rates.</param>
/// <param name="AmountWeighted">Weighted by principal.</param>
/// <param name="OutstandingWeighted">Weighted by balance as recorded.</param>
public sealed record AverageInterestRate(
    double? Simple,
    double? AmountWeighted,
    double? OutstandingWeighted
);

/// <summary>Loans without a balance, an amount paid, an interest rate.</summary>
public sealed record UnknownValues(long Balance, long Paid, long InterestRate);
