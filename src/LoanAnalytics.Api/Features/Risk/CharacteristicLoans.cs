using System.Globalization;
using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>A row of GetCharacteristics.sql.</summary>
internal sealed record CharacteristicLoan(
    string CustomerId,
    string Status,
    int? Age,
    decimal? Income,
    decimal Principal,
    decimal? InterestRate,
    int? TermMonths,
    string Product,
    string Gender,
    string Employment,
    string BranchId,
    string City,
    string Region,
    string StartYear,
    string[] Own
);

/// <summary>The loans that numbers are compared and a regression is made over, column by column.</summary>
/// <param name="share">The share of the population that was read, 0..1.</param>
internal sealed class CharacteristicLoans(
    IReadOnlyList<CharacteristicLoan> rows,
    IReadOnlyList<KnownAttribute> known,
    LoanOutcome outcome,
    double share
)
{
    private readonly string[] own = [.. known.Select(k => k.Own).OfType<string>()];

    public double Share => share;

    public int Count => rows.Count;

    /// <summary>Which loans have the outcome.</summary>
    public bool[] Outcomes { get; } = [.. rows.Select(r => outcome.Has(r.Status) == true)];

    /// <summary>The number of each loan's customer, from 0.</summary>
    public int[] Customers()
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. rows.Select(r =>
                numbers.TryGetValue(r.CustomerId, out var n)
                    ? n
                    : numbers[r.CustomerId] = numbers.Count
            ),
        ];
    }

    /// <summary>A number of each loan; NaN where it is unknown.</summary>
    public double[] Numbers(KnownAttribute attribute)
    {
        var place = Array.IndexOf(own, attribute.Own);
        return
        [
            .. rows.Select(r =>
                attribute.By switch
                {
                    "ageBand" => r.Age,
                    "incomeBand" => (double?)r.Income,
                    "amountBand" => (double)r.Principal,
                    "rateBand" => (double?)r.InterestRate,
                    "term" => r.TermMonths,
                    _ when double.TryParse(r.Own[place], CultureInfo.InvariantCulture, out var n) =>
                        n,
                    _ => null,
                } ?? double.NaN
            ),
        ];
    }

    /// <summary>A word of each loan; unknown where it is missing.</summary>
    public string[] Words(KnownAttribute attribute)
    {
        var place = Array.IndexOf(own, attribute.Own);
        return
        [
            .. rows.Select(r =>
                attribute.By switch
                {
                    "employment" => r.Employment,
                    "gender" => r.Gender,
                    "product" => r.Product,
                    "startYear" => r.StartYear,
                    "branch" => r.BranchId,
                    "city" => r.City,
                    "region" => r.Region,
                    _ => r.Own[place],
                }
            ),
        ];
    }

    /// <summary>Lowest value of each fifth but the first, set by the values alone; equal values stay together, so they may be fewer.</summary>
    public double[] Fifths(KnownAttribute attribute)
    {
        double[] values = [.. Numbers(attribute).Where(v => !double.IsNaN(v)).Order()];
        return
        [
            .. Enumerable
                .Range(1, 4)
                .Where(_ => values.Length > 0)
                .Select(i => values[(int)((long)values.Length * i / 5)])
                .Distinct()
                .Where(e => e > values[0]),
        ];
    }

    /// <summary>The loans of a fifth, by its number from 0; without one their number is unknown.</summary>
    public static CountedGroup Fifth(double[] edges, string number, string status, long loans)
    {
        if (!int.TryParse(number, CultureInfo.InvariantCulture, out var bin))
            return new(number, status, loans, int.MaxValue);
        var label =
            edges.Length == 0 ? "known"
            : bin == 0 ? $"<{Text(edges[0])}"
            : bin == edges.Length ? $"{Text(edges[^1])}+"
            : $"{Text(edges[bin - 1])}-{Text(edges[bin])}";
        return new(label, status, loans, bin);

        static string Text(double edge) => edge.ToString("0.######", CultureInfo.InvariantCulture);
    }
}
