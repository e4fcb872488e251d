namespace LoanAnalytics.Api.Measures;

/// <summary>A row of Measures.sql: the sums of a group's status, or (without status) its customers.</summary>
internal sealed record MeasureRow(
    string[]? Keys,
    string? Status,
    long? Customers,
    long? DefaultedCustomers,
    long? ResolvedCustomers,
    long Loans,
    decimal Principal,
    decimal Disbursed,
    decimal? Repaid,
    decimal? Outstanding,
    long KnownPaid,
    long KnownBalance,
    long Rated,
    decimal? RateSum,
    decimal? RateByPrincipal,
    decimal? RatedPrincipal,
    decimal? RateByBalance,
    decimal? RatedBalance,
    double LoanYears
);

/// <summary>Prior of the adjusted rates: the whole portfolio's rate, and how many loans it weighs.</summary>
internal sealed record Prior(double Mean, double Strength);

/// <summary>Rows of one group, added up into its measures.</summary>
internal static class MeasureSums
{
    public static LoanMeasures Measures(
        IReadOnlyCollection<MeasureRow> rows,
        MeasureRow? customers,
        DefaultDefinition definition,
        CountUnit unit,
        Prior? prior
    )
    {
        var loans = rows.Sum(r => r.Loans);
        return new(
            loans,
            customers?.Customers ?? 0,
            Trim(rows.Sum(r => r.Disbursed))!.Value,
            Known(rows, loans, r => r.Repaid, r => r.KnownPaid),
            Known(rows, loans, r => r.Outstanding, r => r.KnownBalance),
            Unexplained(rows),
            [
                .. LoanFilter.Statuses.Select(s =>
                    Share(s, [.. rows.Where(r => r.Status == s)], loans)
                ),
            ],
            new(
                Count(rows, loans, "approved", "active"),
                Count(rows, loans, "defaulted", "written_off"),
                Count(rows, loans, "fully_paid")
            ),
            Rate(rows, customers, definition, unit, prior),
            new(
                Mean(rows.Sum(r => r.RateSum), rows.Sum(r => r.Rated)),
                Mean(rows.Sum(r => r.RateByPrincipal), rows.Sum(r => r.RatedPrincipal)),
                Mean(rows.Sum(r => r.RateByBalance), rows.Sum(r => r.RatedBalance))
            ),
            new(
                loans - rows.Sum(r => r.KnownBalance),
                loans - rows.Sum(r => r.KnownPaid),
                loans - rows.Sum(r => r.Rated)
            )
        );
    }

    /// <summary>Defaulted and other loans of the population that a definition counts in loans.</summary>
    public static (long Defaulted, long Population) Counts(
        IReadOnlyCollection<MeasureRow> rows,
        DefaultDefinition definition
    )
    {
        var bad = Loans(rows, "defaulted", "written_off");
        return definition switch
        {
            DefaultDefinition.Booked => (bad, rows.Sum(r => r.Loans) - Loans(rows, "approved")),
            DefaultDefinition.Resolved => (bad, bad + Loans(rows, "fully_paid")),
            _ => (bad, rows.Sum(r => r.Loans)),
        };
    }

    /// <summary>The default rate of a group under a definition; customers are needed for the unit borrower alone.</summary>
    public static DefaultRate Rate(
        IReadOnlyCollection<MeasureRow> rows,
        MeasureRow? customers,
        DefaultDefinition definition,
        CountUnit unit,
        Prior? prior
    )
    {
        if (unit == CountUnit.Borrower)
            return Counted(
                customers?.DefaultedCustomers ?? 0,
                (
                    definition == DefaultDefinition.Resolved
                        ? customers?.ResolvedCustomers
                        : customers?.Customers
                ) ?? 0,
                prior
            );
        var bad = rows.Where(r => r.Status is "defaulted" or "written_off").ToArray();
        switch (definition)
        {
            case DefaultDefinition.Amount:
                return Ratio(bad.Sum(r => r.Principal), rows.Sum(r => r.Principal));
            case DefaultDefinition.Balance:
                return rows.Sum(r => r.Loans - r.KnownBalance) > 0
                    ? new(null, null, null, null, null, null)
                    : Ratio(bad.Sum(r => r.Outstanding ?? 0), rows.Sum(r => r.Outstanding ?? 0));
            case DefaultDefinition.PerLoanYear:
                return Ratio(bad.Sum(r => r.Loans), (decimal)rows.Sum(r => r.LoanYears));
            default:
                var (numerator, denominator) = Counts(rows, definition);
                return Counted(numerator, denominator, prior);
        }
    }

    /// <summary>What of the money paid out is neither repaid nor outstanding by the record; ListLoans.sql has the same for each loan.</summary>
    public static decimal Unexplained(decimal disbursed, decimal? repaid, decimal? outstanding) =>
        Trim(disbursed - (repaid ?? 0) - (outstanding ?? 0))!.Value;

    /// <summary>The default rate of several groups taken together; of groups that share no borrower.</summary>
    public static DefaultRate Together(
        IReadOnlyCollection<DefaultRate> groups,
        DefaultDefinition definition,
        Prior prior
    )
    {
        if (groups.Any(g => g.Denominator is null))
            return new(null, null, null, null, null, null);
        var numerator = groups.Sum(g => g.Numerator ?? 0);
        var denominator = groups.Sum(g => g.Denominator ?? 0);
        return definition.CountsLoans()
            ? Counted((long)numerator, (long)denominator, prior)
            : Ratio(numerator, denominator);
    }

    private static DefaultRate Counted(long numerator, long denominator, Prior? prior)
    {
        var share = Credit.Proportion.Of(numerator, denominator);
        double? adjusted = prior is null
            ? null
            : Credit.EmpiricalBayes.Adjusted(numerator, denominator, prior.Mean, prior.Strength);
        return new(share.Rate, numerator, denominator, share.Low, share.High, adjusted);
    }

    private static DefaultRate Ratio(decimal numerator, decimal denominator) =>
        new(
            denominator > 0 ? (double)(numerator / denominator) : null,
            Trim(numerator),
            Trim(denominator),
            null,
            null,
            null
        );

    private static StatusShare Share(string status, IReadOnlyCollection<MeasureRow> rows, long all)
    {
        var loans = rows.Sum(r => r.Loans);
        return new(
            status,
            loans,
            all == 0 ? null : (double)loans / all,
            Trim(rows.Sum(r => r.Disbursed))!.Value,
            Known(rows, loans, r => r.Repaid, r => r.KnownPaid),
            Known(rows, loans, r => r.Outstanding, r => r.KnownBalance),
            Unexplained(rows)
        );
    }

    private static long Loans(IEnumerable<MeasureRow> rows, params string[] statuses) =>
        rows.Where(r => statuses.Contains(r.Status)).Sum(r => r.Loans);

    private static LoanShare Count(
        IReadOnlyCollection<MeasureRow> rows,
        long all,
        params string[] statuses
    )
    {
        var loans = Loans(rows, statuses);
        return new(loans, all == 0 ? null : (double)loans / all);
    }

    /// <summary>A sum over no loan is 0, a sum over loans none of which has the value is unknown.</summary>
    private static decimal? Known(
        IReadOnlyCollection<MeasureRow> rows,
        long loans,
        Func<MeasureRow, decimal?> sum,
        Func<MeasureRow, long> known
    ) => loans > 0 && rows.Sum(known) == 0 ? null : Trim(rows.Sum(sum));

    private static decimal Unexplained(IReadOnlyCollection<MeasureRow> rows) =>
        Unexplained(
            rows.Sum(r => r.Disbursed),
            rows.Sum(r => r.Repaid),
            rows.Sum(r => r.Outstanding)
        );

    private static double? Mean(decimal? sum, decimal? weight) =>
        sum is null || weight is null or <= 0 ? null : (double)(sum.Value / weight.Value);

    /// <summary>Without trailing zeros beyond the cents: 27830593.01, not 27830593.0100.</summary>
    public static decimal? Trim(decimal? value) => value / 1.0000000000000000000000000000m;
}
