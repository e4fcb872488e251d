namespace LoanAnalytics.Credit;

/// <summary>What a loan and its customer's instalments weigh against the customer's income, and whether a contract has run out: from terms and status
/// alone, implied and not observed.</summary>
public static class LoanBurden
{
    /// <summary>Lower edges of the bands of loan to income, in years of income; the edge belongs to the band.</summary>
    public static IReadOnlyList<decimal> LoanEdges { get; } = [0.25m, 0.5m, 1, 2, 4];

    /// <summary>Lower edges of the bands of instalments to income, a share 0..1 and above; the edge belongs to the band.</summary>
    public static IReadOnlyList<decimal> InstalmentEdges { get; } = [0.1m, 0.2m, 0.3m, 0.4m, 0.5m];

    /// <summary>The bands of loan to income as they are written, lowest first.</summary>
    public static IReadOnlyList<string> LoanBands { get; } = Labels(LoanEdges);

    /// <summary>The bands of instalments to income as they are written, lowest first; none is a customer without an open loan.</summary>
    public static IReadOnlyList<string> InstalmentBands { get; } =
    [NoOpenLoan, .. Labels(InstalmentEdges)];

    private const string NoOpenLoan = "none";

    /// <summary>The loan's principal / the customer's annual income: years of income. Null where the income is unknown or not above 0.</summary>
    public static decimal? LoanToIncome(decimal principal, decimal? annualIncome) =>
        annualIncome > 0 ? principal / annualIncome : null;

    /// <summary>Twelve level instalments of each open loan of a customer / the annual income. Null where the income is unknown or not above 0, and
    /// where an open loan has no instalment for lack of a term or a rate: what is known would understate the burden.</summary>
    /// <param name="openInstalments">The monthly instalment of each open loan; 0 where there is none.</param>
    public static decimal? InstalmentsToIncome(
        IEnumerable<decimal?> openInstalments,
        decimal? annualIncome
    )
    {
        decimal sum = 0;
        foreach (var instalment in openInstalments)
        {
            if (instalment is null)
                return null;
            sum += instalment.Value;
        }
        return annualIncome > 0 ? sum * 12 / annualIncome : null;
    }

    /// <summary>The band of a loan to income; null where that is.</summary>
    public static string? LoanBandOf(decimal? loanToIncome) =>
        loanToIncome is { } ratio ? LoanBands[LoanEdges.Count(e => e <= ratio)] : null;

    /// <summary>The band of instalments to income; none without an open loan, whatever the income.</summary>
    public static string? InstalmentBandOf(
        IReadOnlyCollection<decimal?> openInstalments,
        decimal? annualIncome
    ) =>
        openInstalments.Count == 0 ? NoOpenLoan
        : InstalmentsToIncome(openInstalments, annualIncome) is { } ratio
            ? InstalmentBands[InstalmentEdges.Count(e => e <= ratio) + 1]
        : null;

    /// <summary>The loan is still open after the day on which its contract ends, the stated one or else start and term; the last day itself is not past
    /// it. Null where an open loan has neither.</summary>
    public static bool? IsPastMaturity(
        bool isOpen,
        DateOnly start,
        int? termMonths,
        DateOnly? ends,
        DateOnly asOf
    )
    {
        if (!isOpen)
            return false;
        // No calendar holds the end of an absurd term, which is not reached either.
        return
            (ends ?? (termMonths is { } n ? start.AddMonths(Math.Min(n, 12_000)) : null)) is { } end
            ? end < asOf
            : null;
    }

    private static string[] Labels(IReadOnlyList<decimal> edges) =>
        [
            $"<{Number(edges[0])}",
            .. edges.Zip(edges.Skip(1), (a, b) => $"{Number(a)}-{Number(b)}"),
            $"{Number(edges[^1])}+",
        ];

    private static string Number(decimal value) =>
        value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
