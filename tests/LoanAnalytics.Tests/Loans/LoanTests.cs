using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Loans;

/// <summary>One loan with its branch, its customer and its course.</summary>
[Collection("database")]
public sealed class LoanTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    [Fact]
    public async Task A_loan_comes_with_its_branch_and_its_customer()
    {
        await database.Given(
            Branch("B1", "Old Town", "Rome", "South"),
            // 34 on 2025-01-01: the 35th birthday is a day away.
            Customer("C1", name: "Ada", birthDate: new(1990, 1, 2), income: 40_000m),
            Loan("B1", customer: "C1", id: "L1"),
            Loan("B1", customer: "C1", id: "L2")
        );

        var data = (await database.Get("/loans/L1"))["data"]!;

        data["branch"]!
            .ToJsonString()
            .ShouldBe("""{"branchId":"B1","name":"Old Town","city":"Rome","region":"South"}""");
        data["customer"]!
            .ToJsonString()
            .ShouldBe(
                """{"customerId":"C1","name":"Ada","age":34,"gender":"female","annualIncome":40000,"employmentStatus":"Employed","loans":2}"""
            );
        data["history"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_unknown_of_branch_and_customer_is_null()
    {
        await database.Given(
            Customer("C1", age: null, gender: null, income: null, employment: null),
            Loan(null, customer: "C1", id: "L1")
        );

        var data = (await database.Get("/loans/L1"))["data"]!;

        data["branch"].ShouldBeNull();
        data["customer"]!
            .ToJsonString()
            .ShouldBe(
                """{"customerId":"C1","name":null,"age":null,"gender":null,"annualIncome":null,"employmentStatus":null,"loans":1}"""
            );
    }

    // 1,000 lent on 2024-01-15, 110 due on 15 December and 15 January; 110 paid in December, 100 of it principal. The data are of 1 January.
    [Fact]
    public async Task The_course_shows_what_was_due_paid_and_left_and_what_is_still_to_come()
    {
        await database.Given(
            Loan(id: "L1"),
            Instalment("L1", 1, new(2024, 12, 15), 110m),
            Instalment("L1", 2, new(2025, 1, 15), 110m),
            Payment("L1", new(2024, 12, 20), 110m, principal: 100m)
        );

        (await History("L1")).ShouldBe([
            ("2024-01-15", 0m, 0m, 1_000m, "payments"),
            ("2024-12-15", 110m, 0m, 1_000m, "payments"),
            ("2024-12-20", 110m, 110m, 900m, "payments"),
            ("2025-01-15", 220m, null, null, null),
        ]);
    }

    [Fact]
    public async Task Monthly_extracts_become_the_course_of_a_loan()
    {
        foreach (
            var (asOf, balance) in new[]
            {
                (new DateOnly(2024, 2, 29), "900"),
                (new DateOnly(2024, 3, 31), "850"),
                // The same month again, put right.
                (new DateOnly(2024, 3, 31), "820.5"),
            }
        )
        {
            using var extract = new Extract()
                .With("branches.csv", "branch_id,name,city,region", "B1,B1,Rome,South")
                .With(
                    "customers.csv",
                    "customer_id,age,gender,annual_income,employment_status",
                    "C1,40,female,50000,Employed"
                )
                .With(
                    "loans.csv",
                    "loan_id,customer_id,branch_id,principal,interest_rate,term_months,start_date,end_date,status,amount_paid,outstanding_balance",
                    $"L1,C1,B1,1000,5,12,2024-01-15,2025-01-15,active,100,{balance}"
                );
            await database.Import(extract.Folder, "canonical", asOf: asOf);
        }

        (await History("L1")).ShouldBe([
            ("2024-02-29", null, null, 900m, "reported"),
            ("2024-03-31", null, null, 820.5m, "reported"),
        ]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<IEnumerable<(string, decimal?, decimal?, decimal?, string?)>> History(
        string loan
    ) =>
        (await database.Get($"/loans/{loan}"))["data"]!["history"]!
            .AsArray()
            .Select(p =>
                (
                    p!["on"]!.GetValue<string>(),
                    (decimal?)p["due"],
                    (decimal?)p["paid"],
                    (decimal?)p["balance"],
                    (string?)p["basis"]
                )
            );
}
