namespace LoanAnalytics.Api.Features.Demo;

/// <summary>Writes a generated loan book as canonical files, and beside it, in <c>truth/</c>, what was planted in it.</summary>
/// <remarks>The same size and seed give the same bytes. Memory does not grow with the size.</remarks>
internal sealed class DemoPortfolio : IDisposable
{
    /// <summary>The date of every demo book, the end of a month.</summary>
    public static readonly DateOnly AsOf = new(2025, 12, 31);
    private readonly DemoRandom random;
    private readonly DemoPlan plan;
    private readonly DemoTruth truth;
    private readonly RiskCell?[] cells = new RiskCell?[RiskCell.Combinations];
    private readonly CsvFile branches;
    private readonly CsvFile customers;
    private readonly CsvFile loans;
    private readonly CsvFile instalments;
    private readonly CsvFile payments;

    private DemoPortfolio(string folder, ulong seed)
    {
        random = new(seed);
        plan = new(random);
        Directory.CreateDirectory(folder);
        truth = new(Path.Combine(folder, "truth"), plan);
        branches = Open("branches", "branch_id,name,city,region");
        customers = Open(
            "customers",
            "customer_id,birth_date,gender,annual_income,employment_status"
        );
        loans = Open(
            "loans",
            "loan_id,customer_id,branch_id,product,principal,interest_rate,term_months,start_date,end_date,status,amount_paid,outstanding_balance,defaulted_on,closed_on,written_off_on,recovered,last_payment_on,channel"
        );
        instalments = Open("instalments", "loan_id,seq,due_date,amount_due,principal,interest");
        payments = Open("payments", "loan_id,payment_no,paid_on,amount,kind,principal");
        CsvFile Open(string name, string header) =>
            new(Path.Combine(folder, $"{name}.csv"), header);
    }

    /// <summary>Writes a book of that many loans into the folder.</summary>
    public static void Write(
        string folder,
        int loans,
        ulong seed,
        CancellationToken cancellationToken,
        IProgress<double>? progress = null
    )
    {
        using var demo = new DemoPortfolio(folder, seed);
        demo.WriteBranches();
        var made = 0;
        for (var customer = 1; made < loans; customer++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            made += demo.WriteCustomer(customer, made, loans);
            if (customer % 256 == 0)
                progress?.Report((double)made / loans);
        }
        demo.truth.WriteBook(loans, seed, [.. demo.cells.OfType<RiskCell>()]);
        progress?.Report(1);
    }

    public void Dispose()
    {
        foreach (var file in (CsvFile[])[branches, customers, loans, instalments, payments])
            file.Dispose();
        truth.Dispose();
    }

    private void WriteBranches()
    {
        foreach (var b in DemoPlan.Branches)
            branches.Key('B', b.Number, 2).Text(b.City).Text(b.City).Text(b.Region).End();
    }

    /// <summary>One customer with their loans; one in twenty has none.</summary>
    private int WriteCustomer(int number, int made, int wanted)
    {
        var segment = Choose(DemoPlan.Segments.Length, s => DemoPlan.Segments[s].Share);
        var kind = DemoPlan.Segments[segment];
        // Nobody was under 18 when the first loans of the book were made.
        var age = Math.Clamp(random.Normal(kind.MeanAge, kind.AgeDeviation), 23.1, 95);
        var born = AsOf.AddDays(-(int)(age * 365.25));
        var income = Math.Max(
            6_000,
            10 * (long)Math.Round(random.Normal(kind.MeanIncome, kind.IncomeDeviation) / 10)
        );
        var employment = random.Next() < kind.Unemployed ? "Unemployed" : kind.Employment;
        var gender = random.Next() < 0.5 ? "female" : "male";
        var home = ChooseBranch();
        customers.Key('C', number, 7).Date(born).Text(gender).Whole(income).Text(employment).End();
        truth.Customer(number, segment);
        var chance = random.Next();
        var count =
            chance < 0.05 ? 0
            : chance < 0.6 ? 1
            : chance < 0.88 ? 2
            : 3;
        count = Math.Min(count, wanted - made);
        for (var l = 1; l <= count; l++)
        {
            var branch = random.Next() < 0.9 ? home : ChooseBranch();
            WriteLoan(made + l, number, kind, born, income, employment, branch);
        }
        return count;
    }

    private void WriteLoan(
        int id,
        int customer,
        DemoSegment kind,
        DateOnly born,
        long income,
        string employment,
        DemoBranch branch
    )
    {
        var productNumber = Choose(DemoPlan.Products.Length, p => kind.Products[p]);
        var product = DemoPlan.Products[productNumber];
        // The book grows: later months have more loans.
        var start = DemoPlan
            .First.AddMonths((int)(60 * Math.Pow(random.Next(), 0.8)))
            .AddDays(LoanRun.FirstDay - 1 + random.Below(LoanRun.LastDay - LoanRun.FirstDay + 1));
        var term = product.Terms[random.Below(product.Terms.Length)];
        var (work, age, earns) = (
            Array.IndexOf(RiskCell.Employments, employment),
            RiskCell.AgeBand(YearsBetween(born, start)),
            RiskCell.IncomeBand(income)
        );
        // Priced by what the lender knows of the borrower, not by branch or vintage, and with a spread of its own.
        var risk = RiskCell.BorrowerFactor(work, age, earns);
        var rate = (int)
            Math.Clamp(
                Math.Round(100 * random.Normal(product.BaseRate + 2 * Math.Log(risk), 1.3)),
                300,
                2200
            );
        var share =
            product.LeastShare + (product.GreatestShare - product.LeastShare) * random.Next();
        // In cents, a whole hundred of the currency.
        var principal = 10_000 * Math.Max(5, (long)Math.Round(income * share / 100));
        var cell = RiskCell.Of(
            cells,
            work,
            age,
            earns,
            rate,
            plan.BadBranches.Contains(branch),
            start >= plan.WorseFrom
        );
        var channel = random.Next() < 0.6 ? "branch" : "online";
        loans
            .Key('L', id, 7)
            .Key('C', customer, 7)
            .Key('B', branch.Number, 2)
            .Text(product.Name)
            .Hundredths(principal)
            .Hundredths(rate)
            .Whole(term)
            .Date(start)
            .Date(start.AddMonths(term));
        // A loan of the last weeks may be approved and not yet paid out.
        if (start > AsOf.AddDays(-45) && random.Next() < 0.5)
        {
            loans.Text("approved").Hundredths(0).Hundredths(0).Date(null).Date(null).Date(null);
            loans.Text(null).Date(null).Text(channel).End();
            return;
        }
        var run = new LoanRun(principal, rate, term, start, AsOf, cell);
        run.Play(random);
        cell.Loans++;
        loans.Text(run.Status).Hundredths(run.Paid).Hundredths(run.Outstanding);
        loans.Date(run.DefaultedOn).Date(run.ClosedOn).Date(run.WrittenOffOn);
        if (run.DefaultedOn is null)
            loans.Text(null);
        else
            loans.Hundredths(run.Recovered);
        loans.Date(run.LastPaymentOn).Text(channel).End();
        WriteMoney(id, run);
        truth.Loan(id, cell, run);
    }

    private void WriteMoney(int id, LoanRun run)
    {
        foreach (var i in run.Schedule)
            instalments
                .Key('L', id, 7)
                .Whole(i.Seq)
                .Date(i.Due)
                .Hundredths(i.Principal + i.Interest)
                .Hundredths(i.Principal)
                .Hundredths(i.Interest)
                .End();
        var number = 0;
        foreach (var p in run.Payments)
            payments
                .Key('L', id, 7)
                .Whole(++number)
                .Date(p.On)
                .Hundredths(p.Cents)
                .Text(p.IsRecovery ? "recovery" : "payment")
                .Hundredths(p.Principal)
                .End();
    }

    private DemoBranch ChooseBranch() => DemoPlan.Branches[ChooseByWeight()];

    private int ChooseByWeight()
    {
        var left = random.Below(TotalWeight);
        var b = 0;
        while ((left -= DemoPlan.Branches[b].Weight) >= 0)
            b++;
        return b;
    }

    private static readonly int TotalWeight = DemoPlan.Branches.Sum(b => b.Weight);

    /// <summary>One of n by chances that sum to 1.</summary>
    private int Choose(int n, Func<int, double> chance)
    {
        var u = random.Next();
        for (var i = 0; i < n - 1; i++)
            if ((u -= chance(i)) < 0)
                return i;
        return n - 1;
    }

    private static int YearsBetween(DateOnly born, DateOnly day) =>
        day.Year - born.Year - (day < born.AddYears(day.Year - born.Year) ? 1 : 0);
}
