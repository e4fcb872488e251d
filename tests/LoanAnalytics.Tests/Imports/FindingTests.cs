using System.Globalization;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Tests.Http;

namespace LoanAnalytics.Tests.Imports;

/// <summary>Every finding opens the loans behind it.</summary>
[Collection("database")]
public sealed class FindingTests(Database database) : IAsyncLifetime
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private const string NoSharedData = "The real books are not beside this checkout.";

    public ValueTask InitializeAsync() => database.Empty();

    [Fact]
    public async Task The_findings_of_the_seed_book_open_their_loans()
    {
        Assert.SkipWhen(Database.Shared is null, NoSharedData);
        await database.Import(Path.Combine(Database.Shared, "data", "seed"), "seed");

        var loans = await Findings();

        // As the description of the seed book counts them: 398 paid loans do not balance, nine defaulted ones have a negative balance.
        loans["fully-paid-does-not-balance"].ShouldBe((398, 398));
        loans["customers-without-loan"].ShouldBe((65, 0));
        (await Listed("?finding=negative-balance&status=defaulted")).ShouldBe([
            "125",
            "285",
            "48",
            "588",
            "745",
            "882",
            "893",
            "902",
            "91",
        ]);
        // 345 and 499 are both Regina Wilson; every loan of either is behind the finding.
        (await Customers("?finding=shared-name")).ShouldBeSubsetOf(["345", "499"]);
        await EachOpensItsLoans();
    }

    [Fact]
    public async Task The_findings_of_berka_open_their_loans()
    {
        Assert.SkipWhen(Database.Shared is null, NoSharedData);
        await database.Import(Path.Combine(Database.Shared, "data", "berka"), "berka");

        var loans = await Findings();

        // No customer's income is known; 76 balances are not; 30 owners were younger than 18 when the loan was granted.
        loans["missing-income"].ShouldBe((5369, 682));
        loans["unknown-balance"].ShouldBe((76, 76));
        loans["age-out-of-range"].ShouldBe((30, 30));
        loans["customers-without-loan"].ShouldBe((4687, 0));
        await EachOpensItsLoans();
    }

    [Fact]
    public async Task Each_finding_of_a_made_up_book_opens_its_loans()
    {
        await MadeUp();

        (await Findings())
            .Select(f => $"{f.Key} {f.Value.Count} {f.Value.Loans?.ToString(Invariant) ?? "-"}")
            .ShouldBe([
                "ignored-columns 1 -",
                "duplicate-payment 2 1",
                "negative-balance 1 1",
                "balance-above-debt 1 1",
                "approved-with-money 1 1",
                "approved-past-end 1 1",
                "active-past-end 1 1",
                "defaulted-without-balance 1 1",
                "unknown-balance 1 1",
                "age-out-of-range 1 1",
                "customers-without-loan 1 0",
                "shared-name 3 2",
                "missing-income 1 3",
                "payment-before-start 2 1",
                "payments-without-schedule 2 2",
                "instalment-after-end 1 1",
            ]);
        (await Listed("?finding=payment-before-start")).ShouldBe(["L2"]);
        (await Listed("?finding=duplicate-payment")).ShouldBe(["L3"]);
        (await Listed("?finding=missing-income")).ShouldBe(["L6", "L7", "L8"]);
        (await Listed("?finding=shared-name")).ShouldBe(["L1", "L2"]);
        // Repeated keys mean OR, different keys AND; a loan behind two findings is listed once.
        (
            await Listed(
                "?finding=missing-income&finding=unknown-balance&finding=duplicate-payment"
            )
        ).ShouldBe(["L3", "L6", "L7", "L8"]);
        (await Listed("?finding=Missing-Income&status=active")).ShouldBe(["L7"]);
        await EachOpensItsLoans();
    }

    [Fact]
    public async Task A_finding_says_what_its_keys_are_and_what_may_stand_behind_it()
    {
        await MadeUp();

        var findings = (await database.Get("/data/quality"))["data"]!.AsArray();

        var about = findings.ToDictionary(
            f => f!["id"]!.GetValue<string>(),
            f => f!["about"]!.GetValue<string>()
        );
        about["negative-balance"].ShouldBe("loans");
        about["missing-income"].ShouldBe("customers");
        about["payment-before-start"].ShouldBe("payments");
        about["instalment-after-end"].ShouldBe("instalments");
        findings
            .Where(f => f!["about"]!.GetValue<string>() != "source")
            .ShouldAllBe(f => f!["meaning"]!.GetValue<string>().Length > 20);
    }

    [Fact]
    public async Task A_merge_finds_anew()
    {
        await MadeUp();
        using var delta = new Extract().With(
            "loans.csv",
            "loan_id,customer_id,principal,start_date,end_date,status,outstanding_balance",
            "L1,C1,100,2024-01-01,2025-01-01,active,40"
        );
        await database.Import(delta.Folder, "canonical", ImportMode.Merge);

        (await Findings()).ShouldNotContainKey("negative-balance");
        (await Listed("?finding=negative-balance")).ShouldBeEmpty();
        await EachOpensItsLoans();
    }

    [Fact]
    public async Task A_finding_that_there_is_not_is_refused_with_the_nearest_one()
    {
        var answer = await database.Ask("/portfolio/summary?finding=negative-balanc");
        (await answer.Problem()).ShouldBe((400, "/problems/invalid-request", "finding"));
        (await answer.Text()).ShouldContain("did you mean 'negative-balance'");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Eight loans as of 2024-06-01, each behind one finding or two; C9 has none.</summary>
    private async Task MadeUp()
    {
        using var extract = new Extract()
            .With("branches.csv", "branch_id,colour", "B1,red")
            .With(
                "customers.csv",
                "customer_id,name,birth_date,annual_income",
                "C1,Ann Lee,1980-01-01,100",
                "C2,Ann Lee,1980-01-01,100",
                "C3,Bo Ek,1980-01-01,100",
                "C4,Cy Dow,1980-01-01,100",
                "C5,Di Fox,2010-01-01,100",
                "C6,Ed Gil,1980-01-01,",
                "C9,Ann Lee,1980-01-01,100"
            )
            .With(
                "loans.csv",
                "loan_id,customer_id,principal,start_date,end_date,status,outstanding_balance",
                "L1,C1,100,2024-01-01,2025-01-01,active,-5",
                "L2,C2,100,2024-01-01,2025-01-01,active,500",
                "L3,C3,100,2024-01-01,2025-01-01,active,50",
                "L4,C4,100,2024-01-01,2024-05-01,approved,50",
                "L5,C5,100,2024-01-01,2024-05-01,active,50",
                "L6,C6,100,2024-01-01,2025-01-01,defaulted,0",
                "L7,C6,100,2024-01-01,2025-01-01,active,",
                "L8,C6,100,2024-01-01,2025-01-01,fully_paid,0"
            )
            .With(
                "instalments.csv",
                "loan_id,seq,due_date,amount_due",
                "L8,1,2025-01-01,10",
                "L8,2,2025-02-01,10"
            )
            .With(
                "payments.csv",
                "loan_id,paid_on,amount",
                "L2,2023-12-30,10",
                "L2,2023-12-31,10",
                "L3,2024-02-01,10",
                "L3,2024-02-01,10",
                "L3,2024-03-01,10"
            );
        await database.Import(extract.Folder, "canonical", asOf: new(2024, 6, 1));
    }

    /// <summary>Count and loans of each finding.</summary>
    private async Task<Dictionary<string, (int Count, int? Loans)>> Findings() =>
        (await database.Get("/data/quality"))["data"]!
            .AsArray()
            .ToDictionary(
                f => f!["id"]!.GetValue<string>(),
                f => (f!["count"]!.GetValue<int>(), f["loans"]?.GetValue<int>())
            );

    private async Task EachOpensItsLoans()
    {
        foreach (var (id, (_, loans)) in await Findings())
        {
            if (loans is not { } expected)
            {
                FindingKind.Ids.ShouldNotContain(id);
                continue;
            }
            var filter = $"?finding={id}";
            (await Listed(filter)).Length.ShouldBe(expected, id);
            var summary = (await database.Get($"/portfolio/summary{filter}"))["data"]!;
            summary["loans"]!.GetValue<int>().ShouldBe(expected, id);
            var facets = (await database.Get($"/portfolio/facets{filter}"))["data"]!["facets"]!;
            facets[0]!["values"]!
                .AsArray()
                .Sum(v => v!["loans"]!.GetValue<int>())
                .ShouldBe(expected, id);
        }
    }

    private async Task<string[]> Listed(string filter) =>
        [.. (await Loans(filter)).Select(l => l.Loan)];

    private async Task<IEnumerable<string>> Customers(string filter) =>
        (await Loans(filter)).Select(l => l.Customer).Distinct();

    private async Task<IEnumerable<(string Loan, string Customer)>> Loans(string filter)
    {
        var page = await database.Get($"/loans{filter}&limit=1000");
        var items = page["items"]!.AsArray();
        page["total"]!.GetValue<int>().ShouldBe(items.Count);
        page["meta"]!["filters"]!["finding"].ShouldNotBeNull();
        return items.Select(l =>
            (l!["loanId"]!.GetValue<string>(), l["customerId"]!.GetValue<string>())
        );
    }
}
