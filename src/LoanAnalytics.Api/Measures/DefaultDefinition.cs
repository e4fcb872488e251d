namespace LoanAnalytics.Api.Measures;

/// <summary>How default is counted. A written-off loan counts as defaulted.</summary>
public enum DefaultDefinition
{
    /// <summary>Defaulted loans / all loans.</summary>
    Count,

    /// <summary>Principal of defaulted loans / principal of all loans.</summary>
    Amount,

    /// <summary>Outstanding of defaulted loans / outstanding of all, as recorded; null where a balance is unknown.</summary>
    Balance,

    /// <summary>Defaulted loans / loans that are not merely approved.</summary>
    Booked,

    /// <summary>Defaulted / (defaulted + fully paid).</summary>
    Resolved,

    /// <summary>Defaulted loans / years that loans have been on the book.</summary>
    PerLoanYear,
}

/// <summary>What a default rate counts: loans, or customers with a loan (count and resolved only).</summary>
public enum CountUnit
{
    Loan,
    Borrower,
}
