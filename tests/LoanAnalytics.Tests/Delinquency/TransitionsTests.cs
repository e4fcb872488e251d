using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>Six loans of 400 in four instalments of 100 from the month after their start, the 15th of each; as of 30 April 2024. States at the ends
/// of January to April, and what is owed: L1 pays in time (current 400, 300, 200, 100). L2 never pays (current, 1-30, 31-60, 61-90; 400). L3 pays
/// February's a month late (current 400, 1-30 400, current 200, 100). L4 repays all in March (current 400, 300, paid). L5 never pays and is written off in
/// April (current, 1-30, 31-60, written off; 400). L6 starts in March (current 400, 300).</summary>
[Collection("database")]
public sealed class TransitionsTests(Database database) : IAsyncLifetime
{
    internal static readonly DateOnly AprilsEnd = new(2024, 4, 30);

    private static readonly DateOnly February = new(2024, 2, 15);
    private static readonly DateOnly March = new(2024, 3, 15);
    private static readonly DateOnly April = new(2024, 4, 15);

    internal static readonly object[] Loans =
    [
        Loan(principal: 400m, outstanding: null),
        Loan(principal: 400m, outstanding: null),
        Loan(principal: 400m, outstanding: null),
        Loan(principal: 400m, outstanding: 0m, status: "fully_paid", closedOn: new(2024, 3, 20)),
        Loan(
            principal: 400m,
            outstanding: null,
            status: "written_off",
            writtenOffOn: new(2024, 4, 20)
        ),
        Loan(principal: 400m, outstanding: null, started: new(2024, 3, 10)),
        .. Enumerable.Range(1, 5).SelectMany(n => Four($"L{n}", February)),
        .. Four("L6", April),
        Payment("L1", February),
        Payment("L1", March),
        Payment("L1", April),
        Payment("L3", new(2024, 3, 10)),
        Payment("L3", March),
        Payment("L3", April),
        Payment("L4", February),
        Payment("L4", new(2024, 3, 20), 300m),
        Payment("L6", April),
    ];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact] // in April the three current loans stay so; of the two that are 31-60, L2 sinks on and L5 is written off
    public async Task The_last_month_is_answered_where_nothing_else_is_asked_for()
    {
        await database.Given(AprilsEnd, Loans);

        var data = await Data("");

        $"{data["from"]} {data["to"]} {data["steps"]} {data["loans"]} {data["balance"]} {data["entered"]} {data["unobserved"]}".ShouldBe(
            "2024-03-31 2024-04-30 month 5 1600 0 0"
        );
        Cells(data)
            .ShouldBe([
                "current > current 3 800 1",
                "31-60 > 61-90 1 400 0.5",
                "31-60 > written_off 1 400 0.5",
            ]);
        Rates(data)
            .ShouldBe([
                "current 0/3 -",
                "1-30 0/0 0/0",
                "31-60 1/2 0/2",
                "61-90 0/0 0/0",
                "91-120 0/0 0/0",
                "121-150 0/0 0/0",
                "151-180 0/0 0/0",
                ">180 - 0/0",
                "paid - -",
                "written_off - -",
            ]);
    }

    // February: five current loans of 400, of which L2, L3 and L5 fall behind. March: L1 and L4 (300 each) current, L4 is paid; of the three that are 1-30
    // L3 is cured and two roll on. April: as above. L6 comes in in March.
    [Theory]
    [InlineData("")]
    [InlineData("&region=South")] // the whole book by way of its loans
    public async Task The_months_of_a_period_add_up(string filter)
    {
        await database.Given(AprilsEnd, Loans);

        var data = await Data($"?from=2024-01-31&to=2024-04-30{filter}");

        $"{data["loans"]} {data["balance"]} {data["entered"]}".ShouldBe("15 5400 1");
        Cells(data)
            .ShouldBe([
                "current > current 6 1900 0.6",
                "current > 1-30 3 1200 0.3",
                "current > paid 1 300 0.1",
                "1-30 > current 1 400 0.3333",
                "1-30 > 31-60 2 800 0.6667",
                "31-60 > 61-90 1 400 0.5",
                "31-60 > written_off 1 400 0.5",
            ]);
        Rates(data).Take(3).ShouldBe(["current 3/10 -", "1-30 2/3 1/3", "31-60 1/2 0/2"]);
        $"{data["cure"]!["numerator"]}/{data["cure"]!["denominator"]} {data["cureByBalance"]}".ShouldBe(
            "1/5 0.2"
        );
        var current = data["rows"]![0]!;
        // 1,200 of 3,400; Wilson's limits of 3 in 10
        current["rollByBalance"]!.GetValue<double>().ShouldBe(1_200 / 3_400.0, 1e-12);
        current["roll"]!["low"]!.GetValue<double>().ShouldBe(0.1078, 0.00005);
        current["roll"]!["high"]!.GetValue<double>().ShouldBe(0.6032, 0.00005);
        var stays = current["cells"]![0]!;
        stays["rateByBalance"]!.GetValue<double>().ShouldBe(1_900 / 3_400.0, 1e-12);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&region=South")]
    public async Task A_period_looked_at_from_its_ends_knows_nothing_of_what_lay_between(
        string filter
    )
    {
        await database.Given(AprilsEnd, Loans);

        var data = await Data($"?from=2024-01-31&to=2024-04-30&steps=period{filter}");

        $"{data["loans"]} {data["balance"]} {data["entered"]}".ShouldBe("5 2000 1");
        Cells(data)
            .ShouldBe([
                "current > current 2 800 0.4",
                "current > 61-90 1 400 0.2",
                "current > paid 1 400 0.2",
                "current > written_off 1 400 0.2",
            ]);
    }

    // On 10 April L2 and L5 are 55 days late with February's, and a payment or write-off to come is not known; on the 19th they are 64 days late; L5 is
    // written off on the 20th. L6 came in in March.
    [Theory]
    [InlineData("to=2024-04-10", "current 2 800, 31-60 2 800, paid 1 400")]
    [InlineData("to=2024-04-10&region=South", "current 2 800, 31-60 2 800, paid 1 400")]
    [InlineData("to=2024-04-10&asOf=2024-04-10", "current 2 800, 31-60 2 800, paid 1 400")]
    [InlineData("to=2024-04-19", "current 2 800, 61-90 2 800, paid 1 400")]
    [InlineData("to=2024-04-20", "current 2 800, 61-90 1 400, paid 1 400, written_off 1 400")]
    public async Task A_period_may_end_on_any_day(string query, string ends)
    {
        await database.Given(AprilsEnd, Loans);

        var data = await Data($"?from=2024-01-31&steps=period&{query}");

        $"{data["loans"]} {data["balance"]} {data["entered"]} {data["unobserved"]}".ShouldBe(
            "5 2000 1 0"
        );
        data["to"]!.GetValue<string>().ShouldBe(query[3..13]);
        string.Join(
                ", ",
                Cells(data).Select(c => c.Split(' ')).Select(c => $"{c[2]} {c[3]} {c[4]}")
            )
            .ShouldBe(ends);
        data["rows"]!.AsArray().Skip(1).ShouldAllBe(r => r!["loans"]!.GetValue<int>() == 0);
    }

    [Fact] // L6 is in its first month in April, when the others are in their third
    public async Task Roll_and_cure_by_month_and_by_age()
    {
        await database.Given(AprilsEnd, Loans);

        var months = await Data("?from=2024-01-31&to=2024-04-30&axis=month");
        Series(months, "month")
            .ShouldBe([
                "2024-02-29 5 0 0/0 current 5 3/5, 1-30 0 0/0, 31-60 0 0/0",
                "2024-03-31 5 1 1/3 current 2 0/2, 1-30 3 2/3, 31-60 0 0/0",
                "2024-04-30 5 0 0/2 current 3 0/3, 1-30 0 0/0, 31-60 2 1/2",
            ]);
        var ages = await Data("?from=2024-01-31&to=2024-04-30&axis=age");
        Series(ages, "monthsOnBook")
            .ShouldBe([
                "0 0 1 0/0 current 0 0/0, 1-30 0 0/0, 31-60 0 0/0",
                "1 6 0 0/0 current 6 3/6, 1-30 0 0/0, 31-60 0 0/0",
                "2 5 0 1/3 current 2 0/2, 1-30 3 2/3, 31-60 0 0/0",
                "3 4 0 0/2 current 2 0/2, 1-30 0 0/0, 31-60 2 1/2",
            ]);
        (await Data(""))["series"].ShouldBeNull();
    }

    [Fact] // by March's end L5 was 31-60 like L2, and nothing was known of its write-off
    public async Task At_an_earlier_day_the_matrix_is_that_of_the_month_before_it()
    {
        await database.Given(AprilsEnd, Loans);

        var data = await Data("?asOf=2024-04-10");

        $"{data["from"]} {data["to"]} {data["loans"]} {data["entered"]}".ShouldBe(
            "2024-02-29 2024-03-31 5 1"
        );
        Cells(data)
            .ShouldBe([
                "current > current 1 300 0.5",
                "current > paid 1 300 0.5",
                "1-30 > current 1 400 0.3333",
                "1-30 > 31-60 2 800 0.6667",
            ]);
    }

    [Fact]
    public async Task The_matrix_and_its_series_are_tables_in_every_form()
    {
        await database.Given(AprilsEnd, Loans);

        var matrix = await database.Table("/delinquency/transitions", Http.Cells.Csv);
        matrix.Count.ShouldBe(10);
        matrix[2]["from"].ShouldBe("31-60");
        matrix[2]["roll.rate"].ShouldBe("0.5");
        matrix[2]["cells.written_off.loans"].ShouldBe("1");
        (await database.Table("/delinquency/transitions", Http.Cells.Parquet)).SequenceShouldBe(
            matrix
        );
        var series = await database.Table(
            "/delinquency/transitions?from=2024-01-31&axis=month",
            Http.Cells.Ndjson
        );
        series.Count.ShouldBe(3);
        series[1]["states.1-30.cure.numerator"].ShouldBe("1");
    }

    [Theory]
    [InlineData("from=2024-03-15", "from")]
    [InlineData("to=2024-05-31", "to")]
    [InlineData("from=2023-12-31", "from")]
    [InlineData("from=2024-04-30", "from")]
    [InlineData("from=2024-03-31&to=2024-02-29", "to")]
    [InlineData("to=2024-04-30&asOf=2024-03-31", "to")]
    [InlineData("steps=period&from=2024-02-15", "from")]
    [InlineData("from=2024-01-31&to=2024-04-10", "to")]
    [InlineData("steps=period&axis=month", "axis")]
    [InlineData("steps=week", "steps")]
    public async Task What_cannot_be_asked_is_refused_by_name(string query, string field)
    {
        await database.Given(AprilsEnd, Loans);

        using var answer = await database.Ask($"/delinquency/transitions?{query}");
        (await answer.Problem()).ShouldBe((400, "/problems/invalid-request", field));
    }

    [Fact]
    public async Task A_selection_without_a_loan_has_rows_without_rates()
    {
        await database.Given(AprilsEnd, Loans);

        var data = await Data("?region=Nowhere&axis=month");

        Cells(data).ShouldBeEmpty();
        data["rows"]!.AsArray().Count.ShouldBe(10);
        data["rows"]![0]!["cells"]![0]!["rate"].ShouldBeNull();
        // No loan leaves its end: by declaration.
        data["rows"]![8]!["cells"]![8]!["rate"]!.GetValue<double>().ShouldBe(1);
        data["series"]!.AsArray().ShouldBeEmpty();
    }

    // A falls a payment behind in March and is cured in April. C sinks from March on, is 91 days late in May and sold short in June. B's state in March is not
    // known, so that step has no end and April's no start; it is paid in April. B and C come in in February.
    [Fact]
    public async Task A_servicers_monthly_file_answers_what_it_can_and_says_what_it_cannot()
    {
        using var extract = new Extract().With(
            "performance.csv",
            [
                "loan_id,month,balance,delinquency_status,zero_balance_code,zero_balance_date,original_balance,start_date",
                "A,2024-01,1000,0,,,1000,2024-01-10",
                "A,2024-02,950,0,,,1000,2024-01-10",
                "A,2024-03,950,1,,,1000,2024-01-10",
                "A,2024-04,900,0,,,1000,2024-01-10",
                "A,2024-05,850,0,,,1000,2024-01-10",
                "A,2024-06,800,0,,,1000,2024-01-10",
                "B,2024-02,500,0,,,510,2024-01-10",
                "B,2024-03,480,XX,,,510,2024-01-10",
                "B,2024-04,0,0,01,2024-04-20,510,2024-01-10",
                "C,2024-02,2000,0,,,2000,2024-01-10",
                "C,2024-03,2000,1,,,2000,2024-01-10",
                "C,2024-04,2000,2,,,2000,2024-01-10",
                "C,2024-05,2000,3,,,2000,2024-01-10",
                "C,2024-06,0,,03,2024-06-05,2000,2024-01-10",
            ]
        );
        await database.Import(extract.Folder, "monthly-performance");

        var answer = await database.Get("/delinquency/transitions?from=2024-01-31");
        answer["meta"]!["evidence"]!.GetValue<string>().ShouldBe("monthly");
        var data = answer["data"]!;
        $"{data["loans"]} {data["entered"]} {data["unobserved"]}".ShouldBe("9 3 1");
        Cells(data)
            .ShouldBe([
                "current > current 3 2750 0.6",
                "current > 31-60 2 2950 0.4",
                "31-60 > current 1 950 0.5",
                "31-60 > 61-90 1 2000 0.5",
                "61-90 > 91-120 1 2000 1",
                "91-120 > written_off 1 2000 1",
            ]);
        // A state of months is known at their ends alone.
        using var within = await database.Ask(
            "/delinquency/transitions?steps=period&to=2024-05-15"
        );
        (await within.Problem()).ShouldBe((400, "/problems/invalid-request", "to"));
        var losses = (await database.Get("/delinquency/losses"))["data"]!;
        $"{losses["total"]!["writtenOff"]} {losses["total"]!["defaulted"]} {losses["lossGivenDefault"]!["complete"]!["lgd"]}".ShouldBe(
            "2000 2000 1"
        );
        var speed = (await database.Get("/delinquency/prepayment"))["data"]!["total"]!;
        $"{speed["smm"]} {speed["prepayable"]} {speed["unsplitLoans"]}".ShouldBe("  10");
    }

    [Theory]
    [InlineData("transitions")]
    [InlineData("losses")]
    [InlineData("prepayment")]
    public async Task A_book_without_months_says_what_would_help(string operation)
    {
        await database.Given(Loan(reportedDaysPastDue: 31));

        using var answer = await database.Ask($"/delinquency/{operation}");
        (await answer.Problem()).ShouldBe((409, "/problems/repayment-history-required", ""));
    }

    private async Task<JsonNode> Data(string query) =>
        (await database.Get($"/delinquency/transitions{query}"))["data"]!;

    /// <summary>The cells with loans.</summary>
    private static IEnumerable<string> Cells(JsonNode data) =>
        data["rows"]!
            .AsArray()
            .SelectMany(r =>
                r!["cells"]!
                    .AsArray()
                    .Where(c => c!["loans"]!.GetValue<long>() > 0)
                    .Select(c =>
                        FormattableString.Invariant(
                            $"{r["from"]} > {c!["to"]} {c["loans"]} {c["balance"]} {Math.Round(c["rate"]!.GetValue<double>(), 4)}"
                        )
                    )
            );

    private static IEnumerable<string> Rates(JsonNode data) =>
        data["rows"]!.AsArray().Select(r => $"{r!["from"]} {Share(r["roll"])} {Share(r["cure"])}");

    private static IEnumerable<string> Series(JsonNode data, string key) =>
        data["series"]!
            .AsArray()
            .Select(s =>
                $"{s![key]} {s["loans"]} {s["entered"]} {Share(s["cure"])} "
                + string.Join(
                    ", ",
                    s["states"]!
                        .AsArray()
                        .Take(3)
                        .Select(f => $"{f!["from"]} {f["loans"]} {Share(f["roll"])}")
                )
            );

    private static string Share(JsonNode? share) =>
        share is null ? "-" : $"{share["numerator"]}/{share["denominator"]}";

    private static IEnumerable<object> Four(string loan, DateOnly first) =>
        Enumerable
            .Range(0, 4)
            .Select(i =>
                (object)Instalment(loan, i + 1, first.AddMonths(i), principal: 100m, interest: 0m)
            );
}
