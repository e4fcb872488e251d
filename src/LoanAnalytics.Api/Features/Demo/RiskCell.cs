namespace LoanAnalytics.Api.Features.Demo;

/// <summary>All that drives a loan's chain: bands of the borrower's employment, age at the start and income, of the loan's rate, and whether
/// its branch is bad and its vintage worse. Loans of one cell share one chain; the factor is the product of the cell's effects.</summary>
internal sealed class RiskCell
{
    public static readonly string[] Employments =
    [
        "Employed",
        "Retired",
        "Self-Employed",
        "Student",
        "Unemployed",
    ];
    public static readonly string[] AgeBands = ["under 25", "25-44", "45-64", "65+"];
    public static readonly string[] IncomeBands = ["under 25k", "25k-50k", "50k-100k", "100k+"];
    public static readonly string[] RateBands = ["under 7.5", "7.5-10", "10+"];
    public const double BadBranchFactor = 2.5;
    public const double WorseVintageFactor = 1.6;

    /// <summary>Number of combinations; not all occur in a book.</summary>
    public const int Combinations = 5 * 4 * 4 * 3 * 2 * 2;

    private static readonly double[] EmploymentFactors = [0.9, 0.8, 1.1, 1.3, 2.4];
    private static readonly double[] AgeFactors = [1.35, 1.1, 0.95, 0.75];
    private static readonly double[] IncomeFactors = [1.4, 1.1, 0.9, 0.7];
    private static readonly double[] RateFactors = [0.75, 1.0, 1.4];

    private RiskCell(int number)
    {
        Number = number;
        (var rest, WorseVintage) = (number / 2, number % 2 == 1);
        (rest, BadBranch) = (rest / 2, rest % 2 == 1);
        (rest, Rate) = (rest / 3, rest % 3);
        (rest, Income) = (rest / 4, rest % 4);
        (Employment, Age) = (rest / 4, rest % 4);
        Factor =
            BorrowerFactor(Employment, Age, Income)
            * RateFactors[Rate]
            * (BadBranch ? BadBranchFactor : 1)
            * (WorseVintage ? WorseVintageFactor : 1);
        Chain = new(Factor);
    }

    /// <summary>The cell's key in the files of the truth: the same for the same covariates in every book.</summary>
    public int Number { get; }
    public int Employment { get; }
    public int Age { get; }
    public int Income { get; }
    public int Rate { get; }
    public bool BadBranch { get; }
    public bool WorseVintage { get; }
    public double Factor { get; }
    public ArrearsChain Chain { get; }

    /// <summary>Loans of the book in this cell.</summary>
    public long Loans { get; set; }

    /// <summary>Loan-months played from each state 0 to 3, by the months left afterwards: 1 or more, 0, -1, -2, -3.</summary>
    public long[,] Played { get; } = new long[4, 2 + ArrearsChain.MonthsAfterTerm];

    public static int AgeBand(int years) =>
        years < 25 ? 0
        : years < 45 ? 1
        : years < 65 ? 2
        : 3;

    public static int IncomeBand(long income) =>
        income < 25_000 ? 0
        : income < 50_000 ? 1
        : income < 100_000 ? 2
        : 3;

    /// <summary>The part of the factor that belongs to the borrower.</summary>
    public static double BorrowerFactor(int employment, int age, int income) =>
        EmploymentFactors[employment] * AgeFactors[age] * IncomeFactors[income];

    /// <summary>The cell of a loan, made where it is the first of its kind.</summary>
    /// <param name="rate">In hundredths of a percent a year.</param>
    public static RiskCell Of(
        RiskCell?[] known,
        int employment,
        int age,
        int income,
        int rate,
        bool badBranch,
        bool worseVintage
    )
    {
        var rateBand =
            rate < 750 ? 0
            : rate < 1000 ? 1
            : 2;
        var number =
            ((((employment * 4 + age) * 4 + income) * 3 + rateBand) * 2 + (badBranch ? 1 : 0)) * 2
            + (worseVintage ? 1 : 0);
        return known[number] ??= new(number);
    }
}
