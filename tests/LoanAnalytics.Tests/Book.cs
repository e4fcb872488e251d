using System.Globalization;
using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Credit;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoanAnalytics.Tests;

/// <summary>
/// Small books made by hand: <c>await database.Given(Branch("B1"), Loan("B1", outstanding: 400m))</c>. Every value has a dull default, so that a
/// test names only what its sentence is about; null is an unknown value. Loans are L1, L2, ... and their customers C1, C2, ... in
/// the order given; a branch or customer that a loan names and nothing else describes is made with the defaults.
/// </summary>
internal static class Book
{
    public static readonly DateOnly AsOf = new(2025, 1, 1);

    public static Branch Branch(
        string branchId,
        string? name = null,
        string? city = "Rome",
        string? region = "South"
    ) =>
        new()
        {
            BranchId = branchId,
            Name = name ?? branchId,
            City = city,
            Region = region,
        };

    public static Customer Customer(
        string customerId,
        int? age = 40,
        string? gender = "female",
        decimal? income = 50_000m,
        string? employment = "Employed",
        string? name = null,
        DateOnly? birthDate = null,
        object? attributes = null
    ) =>
        new()
        {
            CustomerId = customerId,
            Name = name,
            BirthDate = birthDate,
            Age = birthDate is null ? age : null,
            Gender = gender,
            AnnualIncome = income,
            EmploymentStatus = employment,
            Attributes = Json(attributes),
        };

    /// <summary>A loan of 1,000 at 10 % over a year from 2024-01-15, of which 600 are paid and 400 outstanding.</summary>
    public static Loan Loan(
        string? branch = "B1",
        string? customer = null,
        string? id = null,
        decimal principal = 1_000m,
        decimal? outstanding = 400m,
        decimal? paid = 600m,
        string status = "active",
        decimal? rate = 10m,
        int? term = 12,
        DateOnly? started = null,
        DateOnly? ends = null,
        string? product = "Personal",
        DateOnly? defaultedOn = null,
        DateOnly? closedOn = null,
        DateOnly? writtenOffOn = null,
        object? attributes = null,
        int? reportedDaysPastDue = null,
        decimal? reportedArrears = null,
        decimal? recovered = null
    ) =>
        new()
        {
            LoanId = id ?? "",
            CustomerId = customer ?? "",
            BranchId = branch,
            Principal = principal,
            OutstandingBalance = outstanding,
            AmountPaid = paid,
            Status = status,
            SourceStatus = status,
            InterestRate = rate,
            TermMonths = term,
            StartDate = started ?? new(2024, 1, 15),
            EndDate = ends ?? (started ?? new(2024, 1, 15)).AddMonths(term ?? 12),
            Product = product,
            DefaultedOn = defaultedOn,
            ClosedOn = closedOn,
            WrittenOffOn = writtenOffOn,
            ReportedDaysPastDue = reportedDaysPastDue,
            ReportedArrears = reportedArrears,
            Recovered = recovered,
            Attributes = Json(attributes),
        };

    public static Instalment Instalment(
        string loan,
        int seq,
        DateOnly due,
        decimal amount = 100m,
        decimal? principal = null,
        decimal? interest = null
    ) =>
        new()
        {
            LoanId = loan,
            CustomerId = "",
            Seq = seq,
            DueDate = due,
            AmountDue = amount,
            Principal = principal,
            Interest = interest,
        };

    public static Payment Payment(
        string loan,
        DateOnly paidOn,
        decimal amount = 100m,
        string kind = "payment",
        string? number = null,
        decimal? principal = null,
        decimal? interest = null
    ) =>
        new()
        {
            LoanId = loan,
            CustomerId = "",
            PaymentNo = number ?? "",
            PaidOn = paidOn,
            Amount = amount,
            Kind = kind,
            Principal = principal,
            Interest = interest,
        };

    /// <summary>The rows with every key filled in, and the branches and customers that loans name but nothing describes.</summary>
    internal static IReadOnlyList<object> Complete(
        IReadOnlyList<object> rows,
        IReadOnlyDictionary<string, string> customerOfLoan
    )
    {
        var owners = new Dictionary<string, string>(customerOfLoan);
        var complete = new List<object>();
        var loans = 0;
        foreach (var loan in rows.OfType<Loan>())
        {
            loans++;
            var id = loan.LoanId.Length > 0 ? loan.LoanId : Numbered("L", loans);
            var customer =
                loan.CustomerId.Length > 0 ? loan.CustomerId
                : owners.TryGetValue(id, out var owner) ? owner
                : Numbered("C", loans);
            owners[id] = customer;
            complete.Add(Rekeyed(loan, id, customer));
        }
        var made = complete.OfType<Loan>().ToArray();
        var branches = rows.OfType<Branch>().Select(b => b.BranchId).ToHashSet();
        var customers = rows.OfType<Customer>().Select(c => c.CustomerId).ToHashSet();
        complete.AddRange(rows.OfType<Branch>());
        complete.AddRange(rows.OfType<Customer>());
        complete.AddRange(
            made.Select(l => l.BranchId)
                .OfType<string>()
                .Distinct()
                .Where(b => !branches.Contains(b))
                .Select(b => Branch(b))
        );
        complete.AddRange(
            made.Select(l => l.CustomerId)
                .Distinct()
                .Where(c => !customers.Contains(c))
                .Select(c => Customer(c))
        );
        complete.AddRange(
            rows.OfType<Instalment>()
                .Select(i => new Instalment
                {
                    CustomerId = owners[i.LoanId],
                    LoanId = i.LoanId,
                    Seq = i.Seq,
                    DueDate = i.DueDate,
                    AmountDue = i.AmountDue,
                    Principal = i.Principal,
                    Interest = i.Interest,
                    Fees = i.Fees,
                })
        );
        complete.AddRange(
            rows.OfType<Payment>()
                .Select(
                    (p, i) =>
                        new Payment
                        {
                            CustomerId = owners[p.LoanId],
                            LoanId = p.LoanId,
                            PaymentNo = p.PaymentNo.Length > 0 ? p.PaymentNo : Numbered("P", i + 1),
                            PaidOn = p.PaidOn,
                            Amount = p.Amount,
                            Kind = p.Kind,
                            Principal = p.Principal,
                            Interest = p.Interest,
                        }
                )
        );
        return complete;
    }

    /// <summary>A version of the book under the bands that the control figures use, lower edge included.</summary>
    internal static DataVersion Version(
        int version,
        string mode,
        DateOnly asOf,
        DelinquencyPolicy policy
    ) =>
        new()
        {
            Version = version,
            DelinquencyPolicy = policy,
            ImportId = Guid.NewGuid(),
            AsOf = asOf,
            Currency = "EUR",
            Profile = "canonical",
            Mode = mode,
            Fingerprint = Guid.NewGuid().ToString("N"),
            PublishedAt = asOf.ToDateTime(default, DateTimeKind.Utc),
            ControlTotals = Json(new { })!,
            RowCounts = Json(Array.Empty<object>())!,
            Findings = Json(Array.Empty<object>())!,
            Attributes = Json(Array.Empty<object>())!,
            AgeEdges = [18, 25, 35, 45, 55, 65],
            AgeLabels = ["under 18", "18-24", "25-34", "35-44", "45-54", "55-64", "65+"],
            IncomeEdges = [25_000, 50_000, 75_000, 100_000, 125_000],
            IncomeLabels = ["<25k", "25k-50k", "50k-75k", "75k-100k", "100k-125k", "125k+"],
            AmountEdges = [10_000, 20_000, 30_000, 40_000],
            AmountLabels = ["<10k", "10k-20k", "20k-30k", "30k-40k", "40k+"],
            RateEdges = [5, 7.5m, 10, 12.5m],
            RateLabels = ["<5", "5-7.5", "7.5-10", "10-12.5", "12.5+"],
        };

    private static Loan Rekeyed(Loan l, string id, string customer) =>
        new()
        {
            LoanId = id,
            CustomerId = customer,
            BranchId = l.BranchId,
            Principal = l.Principal,
            OutstandingBalance = l.OutstandingBalance,
            AmountPaid = l.AmountPaid,
            Status = l.Status,
            SourceStatus = l.SourceStatus,
            InterestRate = l.InterestRate,
            TermMonths = l.TermMonths,
            StartDate = l.StartDate,
            EndDate = l.EndDate,
            Product = l.Product,
            DefaultedOn = l.DefaultedOn,
            ClosedOn = l.ClosedOn,
            WrittenOffOn = l.WrittenOffOn,
            ReportedDaysPastDue = l.ReportedDaysPastDue,
            ReportedArrears = l.ReportedArrears,
            Recovered = l.Recovered,
            Attributes = l.Attributes,
        };

    private static string Numbered(string letter, int number) =>
        letter + number.ToString(CultureInfo.InvariantCulture);

    private static JsonDocument? Json(object? value) =>
        value is null ? null : JsonSerializer.SerializeToDocument(value, value.GetType());
}

/// <summary>Publishing a book made by hand, as an import would.</summary>
internal static class GivenBook
{
    /// <summary>The whole portfolio is these rows, as of 2025-01-01: a new version by replace.</summary>
    public static Task Given(this Database database, params IReadOnlyList<object> rows) =>
        database.Given(Book.AsOf, rows);

    /// <summary>The same as of another day.</summary>
    public static Task Given(
        this Database database,
        DateOnly asOf,
        params IReadOnlyList<object> rows
    ) => Publish(database, "replace", asOf, DelinquencyPolicy.Default, rows);

    /// <summary>The same of a lender who counts lateness in another way.</summary>
    public static Task Given(
        this Database database,
        DateOnly asOf,
        DelinquencyPolicy policy,
        params IReadOnlyList<object> rows
    ) => Publish(database, "replace", asOf, policy, rows);

    /// <summary>These rows are added, or take the place of those with their key: a new version by merge.</summary>
    public static Task Merged(this Database database, params IReadOnlyList<object> rows) =>
        Publish(database, "merge", Book.AsOf, DelinquencyPolicy.Default, rows);

    private static async Task Publish(
        Database database,
        string mode,
        DateOnly asOf,
        DelinquencyPolicy policy,
        IReadOnlyList<object> rows
    )
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var options = new DbContextOptionsBuilder<LoanDb>()
            .UseNpgsql(database.ConnectionString)
            .UseSnakeCaseNamingConvention();
        await using var db = new LoanDb(options.Options);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (mode == "replace")
        {
            await db.LoanMonthArrays.ExecuteDeleteAsync(cancellationToken);
            await db.LoanStandings.ExecuteDeleteAsync(cancellationToken);
            await db.LoanCourses.ExecuteDeleteAsync(cancellationToken);
            await db.HistoryTotals.ExecuteDeleteAsync(cancellationToken);
            await db.CohortTotals.ExecuteDeleteAsync(cancellationToken);
            await db.Payments.ExecuteDeleteAsync(cancellationToken);
            await db.Instalments.ExecuteDeleteAsync(cancellationToken);
            await db.Loans.ExecuteDeleteAsync(cancellationToken);
            await db.Customers.ExecuteDeleteAsync(cancellationToken);
            await db.Branches.ExecuteDeleteAsync(cancellationToken);
        }
        var owners = await db.Loans.ToDictionaryAsync(
            l => l.LoanId,
            l => l.CustomerId,
            cancellationToken
        );
        db.ChangeTracker.Clear();
        foreach (var row in Book.Complete(rows, owners))
        {
            var entry = db.Entry(row);
            var known =
                mode == "merge"
                && await entry.GetDatabaseValuesAsync(cancellationToken) is not null;
            entry.State = known ? EntityState.Modified : EntityState.Added;
        }
        var last = await db.DataVersions.MaxAsync(v => (int?)v.Version, cancellationToken) ?? 0;
        db.DataVersions.Add(Book.Version(last + 1, mode, asOf, policy));
        await db.SaveChangesAsync(cancellationToken);
        await BookFacts.Fill(
            (NpgsqlConnection)db.Database.GetDbConnection(),
            onlyTouched: false,
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
    }
}
