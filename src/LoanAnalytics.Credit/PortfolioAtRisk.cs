namespace LoanAnalytics.Credit;

/// <summary>The whole balance of the loans that are more than so many days late, as a share of the portfolio.</summary>
/// <remarks>PAR X = sum of the whole outstanding balance of loans with days past due > X, strictly, / gross loan portfolio. Some sources
/// count "X days or more"; here 30 days is not in PAR30. Renegotiated loans leave the strict figure, because a new schedule hides the old
/// lateness, and are added whole in the variant that CGAP and MIX report. Loans of unknown lateness are in neither part of the strict ratio.
/// Source: CGAP/MIX/SEEP, Microfinance Consensus Guidelines, 3rd ed. 2003. Money, and fractions 0..1.</remarks>
/// <param name="Days">X.</param>
/// <param name="Loans">Loans at risk.</param>
/// <param name="Balance">Their whole balance. Money.</param>
/// <param name="GrossLoanPortfolio">Sum of max(0, balance) of the loans whose lateness is known, the renegotiated ones among them. Money.</param>
/// <param name="Rate">Balance / gross loan portfolio; null where that is 0.</param>
/// <param name="WithRenegotiated">The variant: every renegotiated loan counts as at risk.</param>
/// <param name="UnknownLoans">Loans left out because their lateness is unknown; those of them that are renegotiated are in the variant.</param>
/// <param name="UnknownBalance">Their balance. Money.</param>
public sealed record PortfolioAtRisk(
    int Days,
    long Loans,
    decimal Balance,
    decimal GrossLoanPortfolio,
    double? Rate,
    RenegotiatedAtRisk WithRenegotiated,
    long UnknownLoans,
    decimal UnknownBalance
)
{
    /// <summary>The balance at risk after so many days.</summary>
    public static PortfolioAtRisk Of(int days, IEnumerable<LatePosition> positions)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        var all = positions.ToArray();
        var known = all.Where(p => p.DaysPastDue is not null).ToArray();
        var unknown = all.Where(p => p.DaysPastDue is null).ToArray();
        var late = known.Where(p => p.DaysPastDue > days && !p.IsRenegotiated).ToArray();
        var renegotiated = all.Where(p => p.IsRenegotiated).ToArray();
        var portfolio = known.Sum(p => p.Balance);
        var balance = late.Sum(p => p.Balance);
        var more = renegotiated.Sum(p => p.Balance);
        var whole = portfolio + unknown.Where(p => p.IsRenegotiated).Sum(p => p.Balance);
        return new(
            days,
            late.Sum(p => p.Loans),
            balance,
            portfolio,
            Ratio.Of(balance, portfolio),
            new(
                renegotiated.Sum(p => p.Loans),
                more,
                balance + more,
                whole,
                Ratio.Of(balance + more, whole)
            ),
            unknown.Sum(p => p.Loans),
            unknown.Sum(p => p.Balance)
        );
    }

    /// <summary>Arrears / gross loan portfolio, a fraction 0..1: what is late, where PAR is all that is owed by who is late; null where the
    /// portfolio is 0.</summary>
    /// <remarks>Source: Rosenberg, Measuring Microcredit Delinquency, CGAP Occasional Paper 3, 1999.</remarks>
    public static double? ArrearsRate(decimal arrearsAmount, decimal grossLoanPortfolio) =>
        Ratio.Of(arrearsAmount, grossLoanPortfolio);

    /// <summary>Loss allowance / balance at risk after 30 days; may exceed 1; null where nothing is at risk. Give the balance of the variant
    /// to have the renegotiated loans covered too.</summary>
    /// <remarks>Source: CGAP/MIX/SEEP, Microfinance Consensus Guidelines, 3rd ed. 2003.</remarks>
    public static double? RiskCoverage(decimal allowance, decimal balanceAtRisk) =>
        Ratio.Of(allowance, balanceAtRisk);
}

/// <summary>Portfolio at risk with every renegotiated loan counted as at risk, however punctual it is now.</summary>
/// <param name="RenegotiatedLoans">Loans that were renegotiated.</param>
/// <param name="RenegotiatedBalance">Their whole balance. Money.</param>
/// <param name="Balance">That and the strict balance at risk. Money.</param>
/// <param name="GrossLoanPortfolio">The strict portfolio and the renegotiated loans whose lateness is unknown. Money.</param>
/// <param name="Rate">Balance / gross loan portfolio, a fraction 0..1; null where that is 0.</param>
public sealed record RenegotiatedAtRisk(
    long RenegotiatedLoans,
    decimal RenegotiatedBalance,
    decimal Balance,
    decimal GrossLoanPortfolio,
    double? Rate
);
