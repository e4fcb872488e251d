namespace LoanAnalytics.Api.Features.Demo;

/// <summary>A branch of the demo book.</summary>
/// <param name="Weight">Its size relative to the others.</param>
internal sealed record DemoBranch(int Number, string City, string Region, int Weight);

/// <summary>A true kind of customer: normal ages (years, at the as-of date) and incomes (a year), one usual employment.</summary>
/// <param name="Share">Of all customers, fraction 0..1.</param>
/// <param name="Unemployed">Share of them who have no employment, fraction 0..1.</param>
/// <param name="Products">Chance of each of <see cref="DemoPlan.Products"/>, fractions that sum to 1.</param>
internal sealed record DemoSegment(
    string Name,
    double Share,
    string Employment,
    double Unemployed,
    double MeanAge,
    double AgeDeviation,
    double MeanIncome,
    double IncomeDeviation,
    double[] Products
);

/// <summary>A product with its usual price and size.</summary>
/// <param name="BaseRate">Percent a year for a borrower of average risk.</param>
/// <param name="LeastShare">Least principal as a share of annual income.</param>
internal sealed record DemoProduct(
    string Name,
    double BaseRate,
    int[] Terms,
    double LeastShare,
    double GreatestShare
);

/// <summary>What is planted in a demo book: the same in every book but for the bad branches and the worse vintage, which the seed chooses.</summary>
internal sealed class DemoPlan
{
    public static readonly DateOnly First = new(2021, 1, 1);

    public static readonly DemoProduct[] Products =
    [
        new("Personal", 9.0, [12, 18, 24, 36], 0.10, 0.40),
        new("Car", 6.2, [36, 48, 60], 0.25, 0.60),
        new("Home improvement", 5.6, [24, 36, 48, 60], 0.20, 0.70),
        new("Education", 6.6, [24, 36, 48], 0.20, 0.70),
        new("Business", 8.2, [12, 24, 36, 48], 0.15, 0.60),
    ];

    public static readonly DemoSegment[] Segments =
    [
        new(
            "Starters",
            0.24,
            "Student",
            0.05,
            27.5,
            2,
            22_000,
            3_500,
            [0.45, 0.10, 0.00, 0.45, 0.00]
        ),
        new(
            "Families",
            0.38,
            "Employed",
            0.05,
            41,
            4,
            56_000,
            9_000,
            [0.35, 0.35, 0.25, 0.05, 0.00]
        ),
        new(
            "Owners",
            0.16,
            "Self-Employed",
            0.03,
            51,
            4,
            122_000,
            16_000,
            [0.10, 0.20, 0.15, 0.00, 0.55]
        ),
        new("Retired", 0.22, "Retired", 0.00, 69, 4, 31_000, 5_000, [0.50, 0.20, 0.30, 0.00, 0.00]),
    ];

    private static readonly (string Region, string[] Cities)[] Map =
    [
        ("North", ["Aldermoor", "Birchgate", "Coldwater", "Fenbridge", "Northwick"]),
        ("Lakes", ["Claymere", "Heronsea", "Marlake", "Rushmere", "Stillwater"]),
        ("Capital", ["Kingsbridge", "Old Market", "Parliament Hill", "Riverside", "Stonegate"]),
        ("East", ["Dawnfield", "Eastholm", "Saltmarsh", "Thornby", "Wheatley"]),
        ("Hills", ["Craggan", "Highcombe", "Larchdale", "Ridgeway", "Steepleton"]),
        ("Coast", ["Gullhaven", "Harbourton", "Lantern Bay", "Pierpoint", "Sandwick"]),
        ("West", ["Copperfield", "Dunley", "Millbrook", "Oakford", "Westmere"]),
        ("South", ["Maplestead", "Orchard Vale", "Southgate", "Sunnybank", "Vinehill"]),
    ];

    /// <summary>Branches in the order of their numbers, which follow the regions.</summary>
    public static readonly DemoBranch[] Branches =
    [
        .. Map.SelectMany(m => m.Cities.Select(city => (m.Region, city)))
            // Sizes from 3 to 8 in an order that follows neither region nor name.
            .Select((b, i) => new DemoBranch(i + 1, b.city, b.Region, 3 + i * 17 % 6)),
    ];

    public DemoPlan(DemoRandom random)
    {
        var one = random.Below(Branches.Length);
        // The other bad branch lies in another region, so that neither region as a whole is bad.
        var other = (one + 5 + random.Below(Branches.Length - 9)) % Branches.Length;
        while (Branches[other].Region == Branches[one].Region)
            other = (other + 1) % Branches.Length;
        BadBranches = [Branches[Math.Min(one, other)], Branches[Math.Max(one, other)]];
        // Early enough that a model tested on the last year has seen a year's outcomes of such loans.
        WorseFrom = new DateOnly(2023, 7, 1).AddMonths(-3 * random.Below(4));
    }

    /// <summary>The two branches whose loans fall behind more often.</summary>
    public DemoBranch[] BadBranches { get; }

    /// <summary>The first day, the start of a quarter, from which on loans fall behind more often.</summary>
    public DateOnly WorseFrom { get; }
}
