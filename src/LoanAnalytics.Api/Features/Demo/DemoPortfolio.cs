using System.Globalization;
using System.Text.Json;

namespace LoanAnalytics.Api.Features.Demo;

/// <summary>Writes a generated loan book as canonical files, and beside it, in <c>truth/</c>, what was planted in it.</summary>
/// <remarks>The same size and seed give the same bytes. Memory does not grow with the size.</remarks>
internal sealed class DemoPortfolio : IDisposable
{
    public static readonly DateOnly AsOf = new(2025, 12, 31);
    private static readonly DateOnly First = new(2021, 1, 1);
    private static readonly DateOnly WorseFrom = new(2024, 4, 1);
    private const double WorseFactor = 1.6;
    private const double BadBranchFactor = 3;
    private static readonly int[] BadBranches = [12, 29];
    private static readonly string[] Regions =
    [
        "North",
        "Lakes",
        "Capital",
        "East",
        "Hills",
        "Coast",
        "West",
        "South",
    ];
    private static readonly string[] Towns = ["Alder", "Birch", "Cedar", "Dogwood", "Elm"];

    /// <summary>The four true kinds of customer, far apart on age, income and employment, with how risky each is.</summary>
    private static readonly (
        string Employment,
        double Age,
        double Income,
        double Risk
    )[] Segments =
    [
        ("Student", 27, 15_000, 2.2),
        ("Employed", 38, 55_000, 1.0),
        ("Self-Employed", 50, 115_000, 0.7),
        ("Retired", 70, 27_000, 0.6),
    ];

    private readonly DemoRandom random;
    private readonly Dictionary<string, StreamWriter> files = [];
    private readonly Dictionary<(double, int), double[]> within = [];

    private DemoPortfolio(string folder, ulong seed)
    {
        random = new(seed);
        Directory.CreateDirectory(Path.Combine(folder, "truth"));
        Open(folder, "branches", "branch_id,name,city,region");
        Open(folder, "customers", "customer_id,birth_date,gender,annual_income,employment_status");
        Open(
            folder,
            "loans",
            "loan_id,customer_id,branch_id,product,principal,interest_rate,term_months,start_date,end_date,status,amount_paid,outstanding_balance,defaulted_on,closed_on,written_off_on,recovered,last_payment_on,channel"
        );
        Open(folder, "instalments", "loan_id,seq,due_date,amount_due,principal,interest");
        Open(folder, "payments", "loan_id,payment_no,paid_on,amount,kind");
        Open(folder, "truth/bad_branches", "branch_id,factor");
        Open(folder, "truth/customer_segments", "customer_id,segment");
        Open(folder, "truth/pd12", "loan_id,quarter_end,pd12");
        Open(folder, "truth/transition_matrix", "segment,from,to,probability");
    }

    /// <summary>Writes a book of that many loans into the folder.</summary>
    public static void Write(
        string folder,
        int loans,
        ulong seed,
        CancellationToken cancellationToken
    )
    {
        using var demo = new DemoPortfolio(folder, seed);
        demo.WriteBranches();
        var parameters = new
        {
            monthlyPrepayment = ArrearsChain.Prepayment,
            worseVintageFrom = WorseFrom,
            worseVintageFactor = WorseFactor,
            asOf = AsOf,
            seed,
            loans,
        };
        File.WriteAllText(
            Path.Combine(folder, "truth", "parameters.json"),
            JsonSerializer.Serialize(parameters) + "\n"
        );
        var made = 0;
        for (var customer = 1; made < loans; customer++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            made += demo.WriteCustomer(customer, made, loans);
        }
    }

    public void Dispose()
    {
        foreach (var file in files.Values)
            file.Dispose();
    }

    private void Open(string folder, string name, string header)
    {
        files[name] = new StreamWriter(
            Path.Combine(folder, $"{name}.csv"),
            append: false,
            new System.Text.UTF8Encoding(false),
            1 << 16
        )
        {
            NewLine = "\n",
        };
        files[name].WriteLine(header);
    }

    private void Line(string file, FormattableString line) =>
        files[file].WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private void WriteBranches()
    {
        for (var b = 1; b <= 40; b++)
            Line(
                "branches",
                $"B{b:00},{Regions[(b - 1) / 5]} {Towns[(b - 1) % 5]},{Towns[(b - 1) % 5]}ton,{Regions[(b - 1) / 5]}"
            );
        foreach (var b in BadBranches)
            Line("truth/bad_branches", $"B{b:00},{BadBranchFactor}");
        for (var s = 0; s < Segments.Length; s++)
        for (var from = 0; from < 6; from++)
            foreach (var (to, p) in ArrearsChain.Row(from, Segments[s].Risk).Index())
                Line("truth/transition_matrix", $"{s + 1},{from},{to},{p}");
    }

    /// <summary>One customer with their loans; one in twenty has none.</summary>
    private int WriteCustomer(int number, int made, int wanted)
    {
        var segment = random.Below(4);
        var (employment, meanAge, meanIncome, risk) = Segments[segment];
        var age = Math.Clamp(random.Normal(meanAge, 2.5), 18.5, 95);
        var income = Math.Round(Math.Max(6000, random.Normal(meanIncome, meanIncome * 0.1)));
        var gender = random.Next() < 0.5 ? "female" : "male";
        Line(
            "customers",
            $"C{number},{AsOf.AddDays(-(int)(age * 365.25)):yyyy-MM-dd},{gender},{income:0},{employment}"
        );
        Line("truth/customer_segments", $"C{number},{segment + 1}");
        var chance = random.Next();
        var loans =
            chance < 0.05 ? 0
            : chance < 0.6 ? 1
            : chance < 0.88 ? 2
            : 3;
        loans = Math.Min(loans, wanted - made);
        for (var l = 1; l <= loans; l++)
            WriteLoan($"L{made + l}", $"C{number}", income, risk);
        return loans;
    }

    private void WriteLoan(string id, string customer, double income, double risk)
    {
        var branch = 1 + random.Below(40);
        var start = First.AddDays(random.Below(AsOf.DayNumber - First.DayNumber));
        var term = 12 * (1 + random.Below(5));
        var rate = Math.Round(4 + 3 * Math.Log(1 + risk) + random.Next() * 5, 2);
        var principal =
            (long)Math.Round(Math.Clamp(income * (0.1 + 0.5 * random.Next()), 1000, 80_000)) * 100;
        var factor =
            risk
            * (rate > 9 ? 1.2 : 1)
            * (BadBranches.Contains(branch) ? BadBranchFactor : 1)
            * (start >= WorseFrom ? WorseFactor : 1);
        var product =
            term <= 24 ? "Consumer"
            : term <= 36 ? "Car"
            : "Home improvement";
        var channel = random.Next() < 0.6 ? "branch" : "online";
        // A loan of the last weeks may be approved and not yet paid out.
        if (start > AsOf.AddDays(-45) && random.Next() < 0.5)
        {
            Line(
                "loans",
                $"{id},{customer},B{branch:00},{product},{principal / 100m},{rate},{term},{start:yyyy-MM-dd},{start.AddMonths(term):yyyy-MM-dd},approved,0,0,,,,,,{channel}"
            );
            return;
        }
        var run = new LoanRun(principal, rate, term, start, factor);
        run.Play(random);
        foreach (var i in run.Schedule)
            Line(
                "instalments",
                $"{id},{i.Seq},{i.Due:yyyy-MM-dd},{(i.Principal + i.Interest) / 100m},{i.Principal / 100m},{i.Interest / 100m}"
            );
        foreach (var (n, p) in run.Payments.Index())
            Line("payments", $"{id},{n + 1},{p.On:yyyy-MM-dd},{p.Cents / 100m},{p.Kind}");
        foreach (var (quarter, state, left) in run.Quarters)
            Line(
                "truth/pd12",
                $"{id},{quarter:yyyy-MM-dd},{Pd(factor, Math.Min(12, left))[state]:0.######}"
            );
        Line(
            "loans",
            $"{id},{customer},B{branch:00},{product},{principal / 100m},{rate},{term},{start:yyyy-MM-dd},{start.AddMonths(term):yyyy-MM-dd},{run.Status},{run.Paid / 100m},{run.Outstanding / 100m},{run.DefaultedOn:yyyy-MM-dd},{run.ClosedOn:yyyy-MM-dd},{run.WrittenOffOn:yyyy-MM-dd},{run.Recovered / 100m},{run.LastPaymentOn:yyyy-MM-dd},{channel}"
        );
    }

    private double[] Pd(double factor, int months)
    {
        if (!within.TryGetValue((factor, months), out var known))
            within[(factor, months)] = known = ArrearsChain.DefaultWithin(months, factor);
        return known;
    }
}
