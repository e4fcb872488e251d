using System.Globalization;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Credit;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>Vintages of a book worked by hand, as of 2024-12-31: the cohort of 2024-Q1 has eight loans of 12,000, of which V02 defaults at one
/// month on book, V01 at 5, V06 at 6, V04 at 9 and V08 at 11; its March loans have nine months on book. V07 is repaid early at 3.</summary>
[Collection("database")]
public sealed class VintageTests(Database database) : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2024, 12, 31);

    private static readonly object[] FirstQuarter =
    [
        Lent("V01", new(2024, 1, 10), 1_000m, new(2024, 6, 20), "North"),
        Lent("V02", new(2024, 1, 31), 2_000m, new(2024, 2, 29)),
        Lent("V03", new(2024, 2, 29), 1_500m, null),
        Lent("V04", new(2024, 2, 5), 500m, new(2024, 11, 30)),
        Lent("V05", new(2024, 3, 15), 3_000m, null),
        Lent("V06", new(2024, 3, 31), 2_000m, new(2024, 9, 1), "North"),
        Loan(
            id: "V07",
            principal: 1_000m,
            started: new(2024, 1, 20),
            status: "fully_paid",
            outstanding: 0m,
            closedOn: new(2024, 4, 1)
        ),
        Lent("V08", new(2024, 1, 2), 1_000m, new(2024, 12, 15)),
        Branch("North", region: "North"),
    ];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task A_cohorts_curve_ends_with_the_age_of_its_youngest_loan_however_much_is_known_of_the_others()
    {
        await database.Given(Today, FirstQuarter);

        var answer = await database.Get("/delinquency/vintages");

        answer["meta"]!["evidence"]!.GetValue<string>().ShouldBe("dated");
        Rows(answer, "cohorts", "cohort", "loans", "principal", "observedMonthsOnBook")
            .ShouldBe(["2024-Q1 8 12000 9"]);
        Rows(answer, "rows", "monthsOnBook", "loans", "rate", "principal")
            .ShouldBe([
                "0 0 0 0",
                "1 1 0.125 2000",
                "2 1 0.125 2000",
                "3 1 0.125 2000",
                "4 1 0.125 2000",
                "5 2 0.25 3000",
                "6 3 0.375 5000",
                "7 3 0.375 5000",
                "8 3 0.375 5000",
                "9 4 0.5 5500",
                "10 null null null",
                "11 null null null",
            ]);
        // Wilson, 4 of 8: 0.5 -+ 1.959964 √(0.25 / 8 + 3.841459 / 256) / 1.480182. By principal 5,500 of 12,000.
        var ninth = answer["data"]!["rows"]![9]!;
        ninth["low"]!.GetValue<double>().ShouldBe(0.215217, 1e-6);
        ninth["high"]!.GetValue<double>().ShouldBe(0.784783, 1e-6);
        ninth["principalRate"]!.GetValue<double>().ShouldBe(5.5 / 12, 1e-12);
    }

    [Fact]
    public async Task At_an_earlier_day_the_curve_is_what_was_known_then()
    {
        await database.Given(Today, FirstQuarter);

        var answer = await database.Get("/delinquency/vintages?asOf=2024-06-19&cohort=month");

        // V01 defaults on the day after.
        Rows(answer, "cohorts", "cohort", "loans", "observedMonthsOnBook")
            .ShouldBe(["2024-01 4 5", "2024-02 2 4", "2024-03 2 3"]);
        Rows(answer, "rows", "cohort", "monthsOnBook", "rate")
            .Where(r => r.StartsWith("2024-01", StringComparison.Ordinal))
            .ShouldBe([
                "2024-01 0 0",
                "2024-01 1 0.25",
                "2024-01 2 0.25",
                "2024-01 3 0.25",
                "2024-01 4 0.25",
                "2024-01 5 0.25",
            ]);
    }

    [Fact]
    public async Task A_default_of_the_older_loan_is_not_shown_before_the_youngest_has_come_to_that_age()
    {
        await database.Given(
            Today,
            Lent("W1", new(2024, 10, 5), 400m, new(2024, 12, 10)),
            Lent("W2", new(2024, 12, 20), 600m, null)
        );

        Rows(
                await database.Get("/delinquency/vintages"),
                "rows",
                "cohort",
                "monthsOnBook",
                "rate",
                "principalRate"
            )
            .ShouldBe(["2024-Q4 0 0 0", "2024-Q4 1 null null", "2024-Q4 2 null null"]);
    }

    [Fact]
    public async Task By_calendar_month_a_cohort_is_shown_from_the_month_in_which_its_last_loan_was_lent()
    {
        await database.Given(Today, FirstQuarter);

        Rows(
                await database.Get("/delinquency/vintages?axis=month"),
                "rows",
                "monthsOnBook",
                "on",
                "rate"
            )
            .ShouldBe([
                "null 2024-03-31 0.125",
                "null 2024-04-30 0.125",
                "null 2024-05-31 0.125",
                "null 2024-06-30 0.25",
                "null 2024-07-31 0.25",
                "null 2024-08-31 0.25",
                "null 2024-09-30 0.375",
                "null 2024-10-31 0.375",
                "null 2024-11-30 0.5",
                "null 2024-12-31 0.625",
            ]);
    }

    [Fact]
    public async Task Only_a_loan_repaid_before_the_month_of_its_end_is_prepaid()
    {
        await database.Given(
            Today,
            [
                .. FirstQuarter,
                Repaid("X1", new(2024, 6, 30), ends: new(2024, 7, 1)),
                Repaid("X2", new(2024, 7, 1), ends: new(2024, 7, 20)),
                Repaid("X3", null, ends: new(2024, 7, 20)),
            ]
        );

        var answer = await database.Get(
            "/delinquency/vintages?measure=prepaid&cohort=year&startedTo=2024-01-31"
        );

        // January: V01, V02, V07, V08, X1 and X2. When X3 was repaid is not known.
        Rows(answer, "cohorts", "cohort", "loans", "unknownLoans").ShouldBe(["2024 6 1"]);
        Rows(answer, "rows", "monthsOnBook", "loans")
            .ShouldBe([
                "0 0",
                "1 0",
                "2 0",
                "3 1",
                "4 1",
                "5 2",
                "6 2",
                "7 2",
                "8 2",
                "9 2",
                "10 2",
                "11 2",
            ]);
    }

    [Fact]
    public async Task A_group_of_a_cohort_counts_the_loans_that_its_filters_list()
    {
        await database.Given(Today, FirstQuarter);

        var answer = await database.Get("/delinquency/vintages?by=region&cohort=quarter");

        var cohorts = answer["data"]!["cohorts"]!.AsArray();
        cohorts
            .Select(c => $"{c!["group"]!["region"]} {c["cohort"]} {c["loans"]} {c["principal"]}")
            .ShouldBe(["North 2024-Q1 2 3000", "South 2024-Q1 6 9000"]);
        foreach (var cohort in cohorts)
            (
                await database.Get(
                    $"/loans?region={cohort!["group"]!["region"]}&startQuarter={cohort["cohort"]}"
                )
            )["total"]!
                .GetValue<long>()
                .ShouldBe(cohort["loans"]!.GetValue<long>());
        var north = await database.Get("/delinquency/vintages?region=North");
        Rows(north, "rows", "monthsOnBook", "loans")
            .Where(r => r is "5 1" or "6 2")
            .Count()
            .ShouldBe(2);
    }

    [Fact] // 90 days from 15 February 2024 is 15 May
    public async Task Ever_late_counts_the_first_day_beyond_even_where_the_loan_has_been_cured_since()
    {
        await database.Given(
            Loan(),
            Loan(),
            Loan(),
            Loan(),
            Instalment("L1", 1, new(2024, 2, 15)),
            Instalment("L2", 1, new(2024, 2, 15)),
            Instalment("L3", 1, new(2024, 2, 15)),
            Payment("L1", new(2024, 3, 16)),
            Payment("L2", new(2024, 3, 17)),
            Payment("L3", new(2024, 6, 1))
        );

        // L1 was 30 days late and never more; L2 31 on 17 March, but paid that day; L3 from 17 March on. L4 has no schedule.
        foreach (
            var (measure, struck) in ((string, string[])[])
                [
                    ("ever30", ["1 0", "2 1", "12 1"]),
                    ("ever60", ["2 0", "3 1", "12 1"]),
                    ("ever90", ["3 0", "4 1", "12 1"]),
                ]
        )
        {
            var answer = await database.Get($"/delinquency/vintages?measure={measure}");
            Rows(answer, "cohorts", "loans", "unknownLoans").ShouldBe(["3 1"]);
            Rows(answer, "rows", "monthsOnBook", "loans")
                .Where(r => struck.Any(s => s.Split(' ')[0] == r.Split(' ')[0]))
                .ShouldBe(struck, measure);
        }
    }

    [Fact]
    public async Task A_defaulted_loan_without_a_date_is_left_out_and_counted_and_one_not_paid_out_is_no_loan_of_a_cohort()
    {
        await database.Given(
            Today,
            Lent("V01", new(2024, 1, 10), 1_000m, new(2024, 6, 20)),
            Loan(id: "V02", status: "defaulted"),
            Loan(id: "V03"),
            Loan(id: "V04", status: "approved", outstanding: 0m, paid: 0m)
        );

        Rows(
                await database.Get("/delinquency/vintages"),
                "cohorts",
                "cohort",
                "loans",
                "unknownLoans"
            )
            .ShouldBe(["2024-Q1 2 1"]);
    }

    [Theory]
    [InlineData("vintages", "When loans went wrong or ended")]
    [InlineData("vintages?measure=prepaid", "When loans went wrong or ended")]
    [InlineData("vintages?measure=ever60", "How loans stood month by month")]
    [InlineData("survival", "When loans went wrong or ended")]
    [InlineData("collections", "What fell due and was paid")]
    [InlineData("payment-behaviour", "What fell due and was paid")]
    public async Task A_book_that_knows_the_status_alone_says_what_would_tell(
        string operation,
        string what
    )
    {
        await database.Given(Loan(status: "defaulted"));

        var problem = await Problem($"/delinquency/{operation}");

        problem.ShouldStartWith(
            $"409 /problems/repayment-history-required {what} cannot be told from this book. It would take "
        );
        problem.ShouldContain("instalments (loan_id, seq, due_date, amount_due)");
    }

    [Theory]
    [InlineData("vintages?measure=ever30", "409 ")]
    [InlineData("collections", "409 ")]
    [InlineData("vintages?asOf=2025-01-02", "400 ")]
    [InlineData(
        "vintages?by=regoin",
        "400 /problems/invalid-request 'regoin' is no dimension; did you mean 'region'"
    )]
    [InlineData("survival?by=measure", "400 /problems/invalid-request 'measure' is no dimension")]
    [InlineData("payment-behaviour?by=region&by=term", "400 ")]
    public async Task What_dates_alone_do_not_tell_and_what_cannot_be_asked_is_refused(
        string query,
        string refusal
    )
    {
        await database.Given(Today, FirstQuarter);

        (await Problem($"/delinquency/{query}")).ShouldStartWith(refusal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_triangle_of_a_random_book_is_what_the_arithmetic_gives_loan_by_loan(
        int seed
    )
    {
        var random = new Random(seed);
        var loans = Enumerable
            .Range(1, 300)
            .Select(n =>
            {
                var start = new DateOnly(2022, 1, 1).AddDays(random.Next(900));
                DateOnly? on = random.Next(3) == 0 ? start.AddDays(random.Next(700)) : null;
                return Lent($"L{n}", start, random.Next(1, 50) * 100m, on > Today ? null : on);
            })
            .ToArray();
        await database.Given(Today, loans);
        var asOf = seed == 1 ? Today : new DateOnly(2023, 6, 1).AddDays(random.Next(400));

        foreach (var period in Enum.GetValues<VintagePeriod>())
        {
            var answer = await database.Get(
                $"/delinquency/vintages?cohort={period}&asOf={asOf:yyyy-MM-dd}"
            );
            var expected = VintageTriangle
                .Of(
                    loans.Select(l => new VintageLoan(l.StartDate, l.Principal, l.DefaultedOn)),
                    period,
                    asOf,
                    40
                )
                .SelectMany(v =>
                    v.Curve.Points.Where(p => p.RateByCount is not null)
                        .Select(p =>
                            $"{p.MonthsOnBook} {p.Loans} {p.RateByCount!.Value:0.000000000} {p.RateByAmount!.Value:0.000000000}"
                        )
                );
            answer["data"]!["rows"]!
                .AsArray()
                .Where(r => r!["rate"] is not null)
                .Select(r =>
                    $"{r!["monthsOnBook"]} {r["loans"]} {Number(r["rate"])} {Number(r["principalRate"])}"
                )
                .ShouldBe(expected, period.ToString());
        }

        static string Number(JsonNode? value) =>
            value!.GetValue<double>().ToString("0.000000000", CultureInfo.InvariantCulture);
    }

    private async Task<string> Problem(string path)
    {
        var answer = await database.Client.GetAsync(
            $"/api/v1{path}",
            TestContext.Current.CancellationToken
        );
        var problem = JsonNode.Parse(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        )!;
        return $"{(int)answer.StatusCode} {problem["type"]} {problem["errors"]?.AsObject().First().Value?[0] ?? problem["detail"]}";
    }

    private static Loan Lent(
        string id,
        DateOnly started,
        decimal principal,
        DateOnly? defaultedOn,
        string branch = "B1"
    ) =>
        Loan(
            branch,
            id: id,
            principal: principal,
            started: started,
            status: defaultedOn is null ? "active" : "defaulted",
            defaultedOn: defaultedOn
        );

    private static Loan Repaid(string id, DateOnly? closedOn, DateOnly ends) =>
        Loan(id: id, status: "fully_paid", outstanding: 0m, closedOn: closedOn, ends: ends);

    private static IEnumerable<string> Rows(
        JsonNode answer,
        string list,
        params string[] columns
    ) =>
        answer["data"]![list]!
            .AsArray()
            .Select(r => string.Join(' ', columns.Select(c => r![c]?.ToString() ?? "null")));
}
