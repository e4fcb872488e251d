using System.Globalization;
using CsCheck;
using LoanAnalytics.Api.Data;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Portfolio;

/// <summary>A loan of a random book with all that filters and groups ask about, worked out here and not by the program.</summary>
internal sealed record KnownLoan(
    string LoanId,
    string CustomerId,
    string? BranchId,
    string? City,
    string? Region,
    string? Product,
    string Status,
    decimal Principal,
    decimal? Rate,
    int? Term,
    DateOnly Start,
    DateOnly? End,
    DateOnly? EndedOn,
    decimal? Paid,
    decimal? Outstanding,
    int? Age,
    string? Gender,
    decimal? Income,
    string? Employment,
    string? Channel
)
{
    public bool IsDefaulted => Status is "defaulted" or "written_off";
    public bool IsDisbursed => Status != "approved" || (Outstanding ?? 0) != 0 || (Paid ?? 0) != 0;

    public decimal Unexplained => (IsDisbursed ? Principal : 0) - (Paid ?? 0) - (Outstanding ?? 0);

    public int MonthsOnBook =>
        Math.Max(0, (AsOf.Year - Start.Year) * 12 + AsOf.Month - Start.Month);

    public double LoanYears
    {
        get
        {
            var last = EndedOn ?? End ?? AsOf;
            last = last < AsOf ? last : AsOf;
            return Math.Max(0, last.DayNumber - Start.DayNumber) / 365.25;
        }
    }

    public string Group(string dimension) =>
        dimension switch
        {
            "region" => Region,
            "branch" => BranchId,
            "city" => City,
            "product" => Product,
            "status" => Status,
            "ageBand" => Band(
                Age,
                [18, 25, 35, 45, 55, 65],
                ["under 18", "18-24", "25-34", "35-44", "45-54", "55-64", "65+"]
            ),
            "gender" => Gender,
            "employment" => Employment,
            "incomeBand" => Band(
                Income,
                [25_000, 50_000, 75_000, 100_000, 125_000],
                ["<25k", "25k-50k", "50k-75k", "75k-100k", "100k-125k", "125k+"]
            ),
            "amountBand" => Band(
                Principal,
                [10_000, 20_000, 30_000, 40_000],
                ["<10k", "10k-20k", "20k-30k", "30k-40k", "40k+"]
            ),
            "rateBand" => Band(
                Rate,
                [5, 7.5m, 10, 12.5m],
                ["<5", "5-7.5", "7.5-10", "10-12.5", "12.5+"]
            ),
            "term" => Term?.ToString(CultureInfo.InvariantCulture),
            "startYear" => Start.ToString("yyyy", CultureInfo.InvariantCulture),
            "startQuarter" => string.Create(
                CultureInfo.InvariantCulture,
                $"{Start.Year}-Q{(Start.Month + 2) / 3}"
            ),
            "startMonth" => Start.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            "attribute:channel" => Channel,
            _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
        } ?? "unknown";

    private static string? Band(decimal? value, decimal[] edges, string[] labels) =>
        value is null ? null : labels[edges.Count(e => value >= e)];
}

/// <summary>Small books with every kind of gap: unknown values, credit balances, loans approved with and without money, edges of bands, and words
/// that mean something to SQL.</summary>
internal static class RandomBook
{
    public static readonly string[] Dimensions =
    [
        "region",
        "branch",
        "city",
        "product",
        "status",
        "ageBand",
        "gender",
        "employment",
        "incomeBand",
        "amountBand",
        "rateBand",
        "term",
        "startYear",
        "startQuarter",
        "startMonth",
        "attribute:channel",
    ];

    public static (IReadOnlyList<object> Rows, IReadOnlyList<KnownLoan> Known) Of(int seed)
    {
        var random = new Random(seed);
        Branch[] branches =
        [
            .. Enumerable
                .Range(1, 6)
                .Select(i =>
                    Branch(
                        $"B{i}",
                        city: Pick(random, "Rome", "Bari & Co", "Nice, FR", "{0} $1 @city", null),
                        region: Pick(random, "North", "South", "=East+1", "' OR 1=1 --", null)
                    )
                ),
        ];
        Customer[] customers =
        [
            .. Enumerable
                .Range(1, 25)
                .Select(i =>
                    Customer(
                        $"C{i}",
                        age: Pick<int?>(random, 17, 18, 24, 25, 40, 64, 65, 90, null),
                        birthDate: Pick<DateOnly?>(
                            random,
                            new(2000, 1, 1),
                            new(2000, 1, 2),
                            new(1960, 2, 29),
                            null,
                            null
                        ),
                        gender: Pick(random, "female", "male", "other", null),
                        income: Pick<decimal?>(
                            random,
                            0,
                            24_999.99m,
                            25_000,
                            80_000.5m,
                            125_000,
                            null
                        ),
                        employment: Pick(
                            random,
                            "Employed",
                            "Self-employed",
                            "Büro",
                            "100% _\\",
                            null
                        )
                    )
                ),
        ];
        Loan[] loans = [.. Enumerable.Range(1, 60).Select(i => RandomLoan(random, i))];
        return (
            [.. branches, .. customers, .. loans],
            [
                .. loans.Select(l =>
                    Known(
                        l,
                        customers.Single(c => c.CustomerId == l.CustomerId),
                        branches.SingleOrDefault(b => b.BranchId == l.BranchId)
                    )
                ),
            ]
        );
    }

    private static Loan RandomLoan(Random random, int number)
    {
        var status = Pick(random, "approved", "active", "fully_paid", "defaulted", "written_off")!;
        var start = new DateOnly(2022, 1, 1).AddDays(random.Next(3 * 365));
        var ended = status is "active" or "approved"
            ? (DateOnly?)null
            : Pick<DateOnly?>(random, start.AddDays(random.Next(700)), null);
        return Loan(
            branch: Pick(random, "B1", "B2", "B3", "B4", "B5", "B6", null),
            customer: $"C{random.Next(1, 26)}",
            id: $"L{number}",
            principal: Pick(random, 9_999.99m, 10_000m, 25_000m, 40_000m, random.Next(1, 60_000)),
            outstanding: Pick<decimal?>(random, null, 0, -12.34m, random.Next(1, 20_000), 0.0001m),
            paid: Pick<decimal?>(random, null, 0, random.Next(1, 20_000), 33.333m),
            status: status,
            rate: Pick<decimal?>(random, null, 0, 5, 7.5m, 9.99m, 12.5m),
            term: Pick<int?>(random, null, 6, 12, 60),
            started: start,
            ends: Pick<DateOnly?>(random, start.AddDays(365), start.AddDays(1_500)),
            product: Pick(random, "Car", "Home", "x'; drop table loans; --", null),
            defaultedOn: status == "defaulted" ? ended : null,
            writtenOffOn: status == "written_off" ? ended : null,
            closedOn: status == "fully_paid" ? ended : null,
            attributes: Pick<object?>(
                random,
                null,
                new { channel = "web" },
                new { channel = "at: the branch" },
                new { colour = "red" }
            )
        );
    }

    private static KnownLoan Known(Loan l, Customer c, Branch? b) =>
        new(
            l.LoanId,
            l.CustomerId,
            l.BranchId,
            b?.City,
            b?.Region,
            l.Product,
            l.Status,
            l.Principal,
            l.InterestRate,
            l.TermMonths,
            l.StartDate,
            l.EndDate,
            l.DefaultedOn ?? l.WrittenOffOn ?? l.ClosedOn,
            l.AmountPaid,
            l.OutstandingBalance,
            c.BirthDate is { } born ? CompletedYears(born) : c.Age,
            c.Gender,
            c.AnnualIncome,
            c.EmploymentStatus,
            l.Attributes?.RootElement.TryGetProperty("channel", out var channel) == true
                ? channel.GetString()
                : null
        );

    /// <summary>On 1 January only who was born on a 1 January has completed the year.</summary>
    private static int CompletedYears(DateOnly born) =>
        AsOf.Year - born.Year - (born.Month == 1 && born.Day == 1 ? 0 : 1);

    private static T Pick<T>(Random random, params T[] values) =>
        values[random.Next(values.Length)];
}

/// <summary>One parameter of a filter.</summary>
internal sealed record FilterClause(string Name, string Value);

/// <summary>A filter as its parameters, and as the plain question that they ask of a loan.</summary>
internal sealed class RandomFilter
{
    private readonly FilterClause[] clauses;

    /// <summary>Bounds and values for them, among these the edges themselves.</summary>
    public static readonly IReadOnlyDictionary<string, Gen<string>> Bounds = new Dictionary<
        string,
        Gen<string>
    >
    {
        ["startedFrom"] = Gen.OneOf("2022-01-01", "2023-02-28", "2024-06-30"),
        ["startedTo"] = Gen.OneOf("2024-06-30", "2024-12-31"),
        ["minMonthsOnBook"] = Gen.OneOf("0", "1", "12", "30"),
        ["ageMin"] = Gen.OneOf("18", "25", "65"),
        ["ageMax"] = Gen.OneOf("24", "64", "90"),
        ["incomeMin"] = Gen.OneOf("0", "25000", "24999.99"),
        ["incomeMax"] = Gen.OneOf("25000", "80000.5"),
        ["principalMin"] = Gen.OneOf("10000", "25000"),
        ["principalMax"] = Gen.OneOf("9999.99", "40000"),
        ["rateMin"] = Gen.OneOf("0", "5", "7.5"),
        ["rateMax"] = Gen.OneOf("0", "9.99", "12.5"),
    };

    public RandomFilter(IEnumerable<FilterClause> clauses) =>
        // Values of one dimension mean or; a bound is given once.
        this.clauses = [
            .. clauses
                .GroupBy(c => c.Name)
                .SelectMany(g => Bounds.ContainsKey(g.Key) ? g.Take(1) : g),
        ];

    public string Query =>
        string.Join('&', clauses.Select(c => $"{c.Name}={Uri.EscapeDataString(c.Value)}"));

    /// <summary>The filter that opens a group: by=branch is filtered by branchId, an attribute by NAME:VALUE.</summary>
    public static FilterClause Of(string dimension, string value) =>
        dimension switch
        {
            "branch" => new("branchId", value),
            "attribute:channel" => new("attribute", $"channel:{value}"),
            // Status is a closed vocabulary: what no loan has is refused and matches nothing.
            "status" or "gender" when value == "Nowhere" => new("city", value),
            _ => new(dimension, value),
        };

    public bool Matches(KnownLoan loan) =>
        clauses.GroupBy(c => c.Name).All(g => g.Any(c => Holds(c, loan)));

    private static bool Holds(FilterClause clause, KnownLoan loan) =>
        clause.Name switch
        {
            "branchId" => loan.Group("branch") == clause.Value,
            "attribute" => loan.Group("attribute:channel") == clause.Value["channel:".Length..],
            "startedFrom" => loan.Start >= Date(clause),
            "startedTo" => loan.Start <= Date(clause),
            "minMonthsOnBook" => loan.MonthsOnBook >= Number(clause),
            "ageMin" => loan.Age >= Number(clause),
            "ageMax" => loan.Age <= Number(clause),
            "incomeMin" => loan.Income >= Number(clause),
            "incomeMax" => loan.Income <= Number(clause),
            "principalMin" => loan.Principal >= Number(clause),
            "principalMax" => loan.Principal <= Number(clause),
            "rateMin" => loan.Rate >= Number(clause),
            "rateMax" => loan.Rate <= Number(clause),
            _ => loan.Group(clause.Name) == clause.Value,
        };

    private static decimal Number(FilterClause clause) =>
        decimal.Parse(clause.Value, CultureInfo.InvariantCulture);

    private static DateOnly Date(FilterClause clause) =>
        DateOnly.ParseExact(clause.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
