using System.Net;
using System.Text.Json.Nodes;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>Aging and portfolio at risk of a book worked by hand, as of 2025-01-01. Each loan has one instalment of 100; only that of L6 is
/// paid. Days past due: L1 30, L2 31, L3 90, L4 91, L5 0 (due on the day). L7 is written off, L8 has no schedule. The portfolio is 4,000.</summary>
[Collection("database")]
public sealed class AtRiskTests(Database database) : IAsyncLifetime
{
    private static readonly object[] Loans =
    [
        Loan(outstanding: 1_000m),
        Loan(outstanding: 500m),
        Loan(outstanding: 300m),
        Loan(outstanding: 200m),
        Loan(outstanding: 2_000m),
        Loan(outstanding: 0m, status: "fully_paid"),
        Loan(outstanding: 400m, status: "written_off", writtenOffOn: new(2024, 12, 15)),
        Loan(outstanding: 50m),
    ];

    private static readonly object[] History =
    [
        Instalment("L1", 1, new(2024, 12, 2)),
        Instalment("L2", 1, new(2024, 12, 1)),
        Instalment("L3", 1, new(2024, 10, 3)),
        Instalment("L4", 1, new(2024, 10, 2)),
        Instalment("L5", 1, new(2025, 1, 1)),
        Instalment("L6", 1, new(2024, 10, 2)),
        Instalment("L7", 1, new(2024, 10, 2)),
        Payment("L6", new(2024, 10, 2)),
    ];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Each_loan_stands_with_its_whole_balance_in_the_bucket_of_its_days_past_due()
    {
        await database.Given([.. Loans, .. History]);

        var answer = await database.Get("/delinquency/aging");

        answer["meta"]!["evidence"]!.GetValue<string>().ShouldBe("payments");
        Rows(answer, "delinquencyBucket", "loans", "balance", "arrearsAmount", "share")
            .ShouldBe([
                "current 1 2000 0 0.5",
                "1-30 1 1000 100 0.25",
                "31-60 1 500 100 0.125",
                "61-90 1 300 100 0.075",
                "91-120 1 200 100 0.05",
                "121-150 0 0 0 0",
                "151-180 0 0 0 0",
                ">180 0 0 0 0",
            ]);
        var data = answer["data"]!;
        data["total"]!
            .ToJsonString()
            .ShouldBe(
                """{"loans":5,"grossLoanPortfolio":4000,"arrearsAmount":400,"arrearsRate":0.1}"""
            );
        data["unknownLoans"]!.GetValue<long>().ShouldBe(1);
        data["unknownBalance"]!.GetValue<decimal>().ShouldBe(50m);
    }

    [Fact]
    public async Task Portfolio_at_risk_is_the_whole_balance_of_the_loans_more_than_so_many_days_past_due()
    {
        await database.Given([.. Loans, .. History]);

        var answer = await database.Get("/delinquency/portfolio-at-risk?days=90&days=0&days=30");
        Rows(answer, "on", "days", "loans", "balance", "grossLoanPortfolio", "rate")
            .ShouldBe([
                "2025-01-01 0 4 2000 4000 0.5",
                "2025-01-01 30 3 1000 4000 0.25",
                "2025-01-01 90 1 200 4000 0.05",
            ]);

        var usual = await database.Get("/delinquency/portfolio-at-risk?region=South");
        Rows(usual, "days", "rate").ShouldBe(["30 0.25", "90 0.05"]);
        var none = await database.Get("/delinquency/portfolio-at-risk?region=North&days=30");
        Rows(none, "loans", "balance", "rate").ShouldBe(["0 0 null"]);
    }

    [Fact] // by schedule and payments: each of L1 to L5 and L7 then owed its instalment of 100, and L3, L4 and L7 were late
    public async Task At_an_earlier_month_end_the_loans_stand_as_they_stood_then()
    {
        await database.Given([.. Loans, .. History]);

        var then = await database.Get("/delinquency/portfolio-at-risk?days=30&asOf=2024-11-30");
        then["meta"]!["asOf"]!.GetValue<string>().ShouldBe("2024-11-30");
        Rows(then, "on", "loans", "balance", "grossLoanPortfolio", "rate")
            .ShouldBe(["2024-11-30 3 300 600 0.5"]);

        // L4 and L7 are then 59 days late, L3 58.
        var exact = await database.Get(
            "/delinquency/portfolio-at-risk?days=57&days=58&days=59&asOf=2024-11-30"
        );
        Rows(exact, "days", "loans").ShouldBe(["57 3", "58 2", "59 0"]);

        var aging = await database.Get("/delinquency/aging?asOf=2024-11-30");
        Rows(aging, "delinquencyBucket", "loans")
            .Take(3)
            .ShouldBe(["current 3", "1-30 0", "31-60 3"]);
        aging["data"]!["unknownLoans"].ShouldBeNull();

        var quarters = await database.Get(
            "/delinquency/portfolio-at-risk?days=60&interval=quarter"
        );
        Rows(quarters, "on", "loans", "rate")
            .ShouldBe([
                "2024-03-31 0 0",
                "2024-06-30 0 0",
                "2024-09-30 0 0",
                "2024-12-31 2 0.4",
                "2025-01-01 2 0.125",
            ]);
    }

    [Fact] // on 1 November 2024: L3 29 days late, L4 and L7 30, L1 and L2 not due yet, L6 paid; a day later L4 and L7 are 31 days late
    public async Task Within_a_month_each_loan_stands_as_on_that_very_day()
    {
        await database.Given([.. Loans, .. History]);

        foreach (
            var (on, atRisk) in ((string, string)[])[("2024-11-01", "0 0"), ("2024-11-02", "2 200")]
        )
        {
            var then = await database.Get($"/delinquency/portfolio-at-risk?days=30&asOf={on}");
            Rows(then, "on", "loans", "balance", "grossLoanPortfolio")
                .ShouldBe([$"{on} {atRisk} 600"]);
            var late = await database.Get($"/delinquency/aging?asOf={on}&region=South");
            Rows(late, "delinquencyBucket", "loans", "arrearsAmount")
                .Take(3)
                .ShouldBe(
                    on == "2024-11-01"
                        ? ["current 3 0", "1-30 3 300", "31-60 0 0"]
                        : ["current 3 0", "1-30 1 100", "31-60 2 200"]
                );
        }
        var months = await database.Get(
            "/delinquency/portfolio-at-risk?days=30&asOf=2024-11-02&interval=quarter"
        );
        Rows(months, "on", "loans")
            .ShouldBe(["2024-03-31 0", "2024-06-30 0", "2024-09-30 0", "2024-11-02 2"]);
    }

    [Fact] // L3 and L4 started in January 2024 like the others, but here L4 in March
    public async Task Lateness_is_told_by_the_age_of_the_loans_too()
    {
        await database.Given([.. Loans, .. History]);
        await database.Run("update loans set start_date = '2024-03-15' where loan_id = 'L4'");
        await database.Merged();

        foreach (var filter in (string[])["", "&region=South"])
        {
            var ages = await database.Get(
                $"/delinquency/portfolio-at-risk?days=30&axis=age{filter}"
            );
            Rows(ages, "monthsOnBook", "loans", "balance", "grossLoanPortfolio")
                .ShouldBe(["10 1 200 200", "12 2 800 3800"]);
        }
        (await Problem("/delinquency/portfolio-at-risk?axis=age&interval=month")).ShouldStartWith(
            "400 /problems/invalid-request"
        );
    }

    [Fact]
    public async Task The_loans_of_a_bucket_are_those_that_its_filter_lists()
    {
        await database.Given([.. Loans, .. History]);
        var counted = Rows(await database.Get("/delinquency/aging"), "delinquencyBucket", "loans")
            .Concat(["paid 1", "written_off 1", "unknown 1"]);

        var listed = new List<string>();
        foreach (var bucket in counted.Select(c => c.Split(' ')[0]))
        {
            var list = await database.Get(
                $"/loans?delinquencyBucket={WebUtility.UrlEncode(bucket)}"
            );
            listed.Add($"{bucket} {list["total"]}");
        }
        listed.ShouldBe(counted);

        var groups = (await database.Get("/portfolio/breakdown?by=delinquencyBucket"))["data"]![
            "rows"
        ]!
            .AsArray()
            .Select(r => $"{r!["group"]!["delinquencyBucket"]} {r["loans"]}");
        groups.ShouldBe(counted.Where(c => !c.EndsWith(" 0", StringComparison.Ordinal)));

        var late = await database.Get(
            "/loans?daysPastDueMin=31&daysPastDueMax=90&sort=-daysPastDue"
        );
        late["items"]!
            .AsArray()
            .Select(l =>
                $"{l!["loanId"]} {l["daysPastDue"]} {l["arrearsAmount"]} {l["delinquencyBucket"]}"
            )
            .ShouldBe(["L3 90 100 61-90", "L2 31 100 31-60"]);
    }

    [Fact]
    public async Task A_renegotiated_loan_leaves_the_strict_figure_and_is_at_risk_in_the_variant()
    {
        await database.Given([.. Loans, .. History]);
        await database.Run(
            "insert into modifications (customer_id, loan_id, modified_on, kind) values ('C2', 'L2', '2024-06-01', 'restructured'), ('C5', 'L5', '2024-07-01', 'holiday')"
        );
        await database.Merged();

        var row = (await database.Get("/delinquency/portfolio-at-risk?days=30"))["data"]!["rows"]![
            0
        ]!;
        (row["loans"]!.GetValue<long>(), row["rate"]!.GetValue<double>()).ShouldBe((2, 0.125));
        row["withRenegotiated"]!
            .ToJsonString()
            .ShouldBe(
                """{"renegotiatedLoans":1,"renegotiatedBalance":500,"balance":1000,"grossLoanPortfolio":4000,"rate":0.25}"""
            );
    }

    [Fact]
    public async Task A_reported_lateness_answers_for_the_date_of_the_data_and_no_other()
    {
        await database.Given(
            Loan(outstanding: 300m, reportedDaysPastDue: 31),
            Loan(outstanding: 100m, reportedDaysPastDue: 0),
            Loan(outstanding: 200m)
        );

        var answer = await database.Get("/delinquency/portfolio-at-risk?days=30");
        answer["meta"]!["evidence"]!.GetValue<string>().ShouldBe("reported");
        Rows(answer, "loans", "balance", "grossLoanPortfolio", "rate").ShouldBe(["1 300 400 0.75"]);
        var aging = await database.Get("/delinquency/aging");
        aging["data"]!["unknownLoans"]!.GetValue<long>().ShouldBe(1);

        foreach (var more in (string[])["asOf=2024-11-30", "interval=month"])
            (await Problem($"/delinquency/portfolio-at-risk?{more}")).ShouldBe(
                "409 /problems/repayment-history-required How late loans were before the as-of date cannot be told from this book. It would take instalments (loan_id, seq, due_date, amount_due) and payments (loan_id, paid_on, amount), or a monthly file (loan_months: loan_id, month, balance, days_past_due), or extracts of two months with the column reported_days_past_due of loans."
            );
    }

    [Fact]
    public async Task A_book_that_knows_the_status_alone_says_which_columns_would_help()
    {
        // That the second owes nothing and so is not late says nothing of the first.
        await database.Given(Loan(), Loan(outstanding: 0m, status: "fully_paid"));

        foreach (var operation in (string[])["aging", "portfolio-at-risk"])
            (await Problem($"/delinquency/{operation}")).ShouldBe(
                "409 /problems/repayment-history-required How late loans are cannot be told from this book. It would take the column reported_days_past_due of loans, or instalments (loan_id, seq, due_date, amount_due) and payments (loan_id, paid_on, amount), or a monthly file (loan_months: loan_id, month, balance, days_past_due), or extracts of two months with the column reported_days_past_due of loans."
            );
        (await database.Get("/loans?delinquencyBucket=unknown"))["total"]!
            .GetValue<long>()
            .ShouldBe(1);
    }

    [Theory]
    [InlineData(
        "/delinquency/aging?asOf=2025-01-02",
        "The history is from 2024-01-31 to 2025-01-01."
    )]
    [InlineData(
        "/delinquency/aging?asOf=2023-12-31",
        "The history is from 2024-01-31 to 2025-01-01."
    )]
    [InlineData(
        "/delinquency/portfolio-at-risk?days=-1",
        "days is a whole number from 0 to 3650, not '-1'."
    )]
    [InlineData(
        "/loans?delinquencyBucket=31-59",
        "'31-59' is no delinquency bucket; did you mean '31-60'; known are"
    )]
    public async Task What_cannot_be_asked_is_refused_with_what_can(string path, string detail)
    {
        await database.Given([.. Loans, .. History]);

        (await Problem(path)).ShouldStartWith(
            $"400 /problems/invalid-request {detail}",
            Case.Insensitive
        );
    }

    private static IReadOnlyList<string> Rows(JsonNode answer, params string[] columns) =>
        [
            .. answer["data"]!["rows"]!
                .AsArray()
                .Select(r => string.Join(' ', columns.Select(c => r![c]?.ToString() ?? "null"))),
        ];

    private async Task<string> Problem(string path)
    {
        var answer = await database.Client.GetAsync(
            $"/api/v1{path}",
            TestContext.Current.CancellationToken
        );
        var problem = JsonNode.Parse(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        )!;
        return $"{(int)answer.StatusCode} {problem["type"]} {problem["detail"]}";
    }
}
