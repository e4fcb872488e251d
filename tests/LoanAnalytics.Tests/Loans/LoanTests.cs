using System.Text.Json.Nodes;
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

    // Four instalments of 100. The first is paid five days early; the second five days late, with 30 for the third; the third gets 20 more, and
    // 50 of it are open 17 days after its due date, on 1 January.
    private static readonly object[] PartlyPaid =
    [
        Loan(id: "L1", started: new(2024, 9, 15)),
        Instalment("L1", 1, new(2024, 10, 15)),
        Instalment("L1", 2, new(2024, 11, 15)),
        Instalment("L1", 3, new(2024, 12, 15)),
        Instalment("L1", 4, new(2025, 1, 15)),
        Payment("L1", new(2024, 10, 10), 100m, number: "A"),
        Payment("L1", new(2024, 11, 20), 130m, number: "B"),
        Payment("L1", new(2024, 12, 20), 20m, number: "C"),
    ];

    [Fact]
    public async Task Each_instalment_says_which_payments_paid_it_and_each_payment_which_instalments_it_paid()
    {
        await database.Given(PartlyPaid);

        var answer = await database.Get("/loans/L1");
        answer["meta"]!["evidence"]!.GetValue<string>().ShouldBe("payments");
        answer["meta"]!["policy"]!["rule"]!.GetValue<string>().ShouldBe("oldestUnpaid");
        var data = answer["data"]!;
        Rows(data["schedule"]!, "seq", "paid", "unpaid", "settledOn", "daysLate", "paidBy")
            .ShouldBe([
                """1 100 0 2024-10-10 -5 [{"paymentNo":"A","paidOn":"2024-10-10","amount":100}]""",
                """2 100 0 2024-11-20 5 [{"paymentNo":"B","paidOn":"2024-11-20","amount":100}]""",
                """3 50 50 null 17 [{"paymentNo":"B","paidOn":"2024-11-20","amount":30},{"paymentNo":"C","paidOn":"2024-12-20","amount":20}]""",
                "4 0 100 null null []",
            ]);
        Rows(data["payments"]!, "paymentNo", "paidFor")
            .ShouldBe([
                """A [{"seq":1,"amount":100}]""",
                """B [{"seq":2,"amount":100},{"seq":3,"amount":30}]""",
                """C [{"seq":3,"amount":20}]""",
            ]);
    }

    [Fact]
    public async Task Days_past_due_come_with_their_working_and_with_those_of_each_month_before()
    {
        await database.Given(PartlyPaid);

        var late = (await database.Get("/loans/L1"))["data"]!["lateness"]!;

        Rows(
                new JsonArray(late.DeepClone()),
                "daysPastDue",
                "arrearsAmount",
                "delinquencyBucket",
                "countedFrom",
                "oldestUnpaid",
                "due",
                "paid"
            )
            .ShouldBe(["17 50 1-30 2024-12-15 3 300 250"]);
        late["working"]!
            .AsArray()
            .Select(w => w!.GetValue<string>())
            .ShouldBe([
                "By 2025-01-01, 300.00 had fallen due and 250.00 had been paid.",
                "The oldest instalment that is not settled is number 3, due on 2024-12-15: 50.00 of 100.00 is paid.",
                "From 2024-12-15 to 2025-01-01 it is 17 days past due, with 50.00 overdue.",
            ]);
        Rows(late["course"]!, "on", "daysPastDue", "arrearsAmount", "state")
            .ShouldBe([
                "2024-09-30 0 0 current",
                "2024-10-31 0 0 current",
                "2024-11-30 0 0 current",
                "2024-12-31 16 50 1-30",
                "2025-01-01 17 50 1-30",
            ]);
    }

    [Fact]
    public async Task A_payment_taken_back_paid_nothing_but_the_months_before_show_it_as_it_was_known()
    {
        await database.Given([
            .. PartlyPaid,
            // On 10 December the second payment does not hold: the second instalment is open again since 15 November.
            Payment("L1", new(2024, 12, 10), 130m, kind: "reversal", number: "D"),
        ]);

        var data = (await database.Get("/loans/L1"))["data"]!;

        Rows(data["payments"]!, "paymentNo", "paidFor")
            .ShouldBe([
                """A [{"seq":1,"amount":100}]""",
                "B []",
                "D []",
                """C [{"seq":2,"amount":20}]""",
            ]);
        Rows(data["lateness"]!["course"]!, "on", "daysPastDue", "arrearsAmount")
            .ShouldBe([
                "2024-09-30 0 0",
                "2024-10-31 0 0",
                "2024-11-30 0 0",
                "2024-12-31 46 180",
                "2025-01-01 47 180",
            ]);
    }

    [Fact]
    public async Task The_course_of_a_loan_ends_with_the_loan()
    {
        await database.Given(
            Loan(
                id: "L1",
                started: new(2024, 9, 15),
                status: "written_off",
                writtenOffOn: new(2024, 12, 5)
            ),
            Instalment("L1", 1, new(2024, 10, 15)),
            Loan(id: "L2", started: new(2024, 9, 15), outstanding: 0m, status: "fully_paid"),
            Instalment("L2", 1, new(2024, 10, 15)),
            Payment("L2", new(2024, 11, 4), 100m)
        );

        (await Course("L1")).ShouldBe([
            "2024-09-30 0 0 current",
            "2024-10-31 16 100 1-30",
            "2024-11-30 46 100 31-60",
            "2024-12-31 null null written_off",
        ]);
        (await Course("L2")).ShouldBe([
            "2024-09-30 0 0 current",
            "2024-10-31 16 100 1-30",
            "2024-11-30 0 0 paid",
        ]);
        (await Working("L1"))[^1].ShouldStartWith("The loan is written off");
        (await Working("L2"))[^1].ShouldStartWith("Nothing is owed any more");
    }

    [Fact]
    public async Task Without_payments_a_loan_has_no_working_and_says_so()
    {
        await database.Given(
            Loan(id: "L1", reportedDaysPastDue: 45),
            Instalment("L1", 1, new(2024, 10, 15)),
            Loan(id: "L2")
        );

        (await Working("L1")).ShouldBe([
            "The lender reports 45 days past due; there are no instalments and payments to count them from.",
        ]);
        (await Working("L2")).ShouldBe([
            "There are no instalments and payments to count days past due from, and the lender reports none.",
        ]);
        (await Course("L1")).ShouldBeEmpty();
        (await database.Get("/loans/L1"))["meta"]!["evidence"]!
            .GetValue<string>()
            .ShouldBe("reported");
        Rows((await database.Get("/loans/L1"))["data"]!["schedule"]!, "seq", "paid", "paidBy")
            .ShouldBe(["1 null []"]);
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

    private async Task<IEnumerable<string>> Course(string loan) =>
        Rows(
            (await database.Get($"/loans/{loan}"))["data"]!["lateness"]!["course"]!,
            "on",
            "daysPastDue",
            "arrearsAmount",
            "state"
        );

    private async Task<string[]> Working(string loan) =>
        [
            .. (await database.Get($"/loans/{loan}"))["data"]!["lateness"]!["working"]!
                .AsArray()
                .Select(w => w!.GetValue<string>()),
        ];

    /// <summary>Rows as they are written; money has four decimals in the database, and whole amounts here.</summary>
    private static IEnumerable<string> Rows(JsonNode rows, params string[] fields) =>
        rows.AsArray().Select(r => string.Join(' ', fields.Select(f => Text(r![f]))));

    private static string Text(JsonNode? value) =>
        (value is JsonValue ? value.ToString() : value?.ToJsonString() ?? "null").Replace(
            ".0000",
            "",
            StringComparison.Ordinal
        );

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
