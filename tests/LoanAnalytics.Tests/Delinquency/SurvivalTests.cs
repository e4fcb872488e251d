using System.Text.Json.Nodes;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Credit;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>Time to default of eight loans worked by hand, as of 2025-01-01: months on book 3, 5, 5, 8, 12, 12, 12 and 15, with a default at 3, at
/// 5 and at 12. One of the others was repaid at 8 months, the rest run.</summary>
[Collection("database")]
public sealed class SurvivalTests(Database database) : IAsyncLifetime
{
    private static readonly object[] Eight =
    [
        Seen(3, defaulted: true, "North"),
        Seen(5, defaulted: true, "North"),
        Seen(5),
        Loan(
            started: new(2023, 5, 1),
            status: "fully_paid",
            outstanding: 0m,
            closedOn: new(2024, 1, 31)
        ),
        Seen(12, defaulted: true),
        Seen(12),
        Seen(12),
        Seen(15),
        Branch("North", region: "North"),
    ];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact] // 7/8; 6/7 of it; 3/4 of it. Defaults / loans, 3/8, would understate: most loans are still running.
    public async Task The_share_without_default_falls_by_those_at_risk_at_each_age()
    {
        await database.Given(Eight);

        var answer = await database.Get("/delinquency/survival");

        Rows(answer, "monthsOnBook", "atRisk", "defaulted", "survival", "defaultedShare")
            .ShouldBe(["3 8 1 0.875 0.125", "5 7 1 0.75 0.25", "12 4 1 0.5625 0.4375"]);
        var last = answer["data"]!["rows"]![2]!;
        last["standardError"]!.GetValue<double>().ShouldBe(0.198874, 1e-6);
        // 0.5625^exp(-+ 1.959964 x 0.198874 / (0.5625 x 0.575364)): exponents e^1.204376 and e^-1.204376.
        last["low"]!.GetValue<double>().ShouldBe(0.147, 0.0006);
        last["high"]!.GetValue<double>().ShouldBe(0.8415, 0.0006);
        answer["data"]!["total"]!
            .ToJsonString()
            .ShouldBe(
                """{"group":{},"loans":8,"defaulted":3,"lastMonthsOnBook":15,"medianMonthsOnBook":null,"unknownLoans":0}"""
            );
    }

    [Fact]
    public async Task Each_group_has_its_own_curve_and_half_of_it_defaulted_by_the_median()
    {
        await database.Given(Eight);

        var answer = await database.Get("/delinquency/survival?by=region");

        answer["data"]!["curves"]!
            .AsArray()
            .Select(c => $"{c!["group"]!["region"]} {c["loans"]} {c["medianMonthsOnBook"]}")
            .ShouldBe(["North 2 3", "South 6 "]);
        answer["data"]!["rows"]!
            .AsArray()
            .Select(r => $"{r!["group"]!["region"]} {r["monthsOnBook"]} {r["survival"]}")
            .ShouldBe(["North 3 0.5", "North 5 0", "South 12 0.75"]);
        answer["data"]!["total"]!["loans"]!.GetValue<long>().ShouldBe(8);
    }

    [Fact] // at the end of May 2024 three loans had not started, and those of January had four months
    public async Task At_an_earlier_day_loans_are_seen_up_to_that_day()
    {
        await database.Given(Eight);

        var answer = await database.Get("/delinquency/survival?asOf=2024-05-31");

        answer["data"]!["total"]!
            .ToJsonString()
            .ShouldBe(
                """{"group":{},"loans":5,"defaulted":0,"lastMonthsOnBook":8,"medianMonthsOnBook":null,"unknownLoans":0}"""
            );
        Rows(answer, "monthsOnBook").ShouldBeEmpty();
    }

    [Fact]
    public async Task Loans_that_defaulted_or_were_repaid_on_an_unknown_day_are_left_out_and_counted()
    {
        await database.Given([
            .. Eight,
            Loan(status: "defaulted"),
            Loan(status: "fully_paid", outstanding: 0m),
        ]);

        var total = (await database.Get("/delinquency/survival"))["data"]!["total"]!;
        (total["loans"]!.GetValue<long>(), total["unknownLoans"]!.GetValue<long>()).ShouldBe(
            (8, 2)
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_curve_of_a_random_book_is_what_the_arithmetic_gives_loan_by_loan(int seed)
    {
        var random = new Random(seed);
        var asOf = AsOf.AddDays(seed == 1 ? 0 : -random.Next(200));
        var loans = Enumerable
            .Range(1, 300)
            .Select(n =>
            {
                var start = new DateOnly(2022, 1, 1).AddDays(random.Next(900));
                var end = start.AddDays(random.Next(1, 900));
                return end > AsOf ? Loan(started: start)
                    : random.Next(2) == 0
                        ? Loan(started: start, status: "defaulted", defaultedOn: end)
                    : Loan(started: start, status: "fully_paid", outstanding: 0m, closedOn: end);
            })
            .ToArray();
        await database.Given(loans);

        var answer = await database.Get($"/delinquency/survival?asOf={asOf:yyyy-MM-dd}");

        var expected = KaplanMeier.Of(loans.Where(l => l.StartDate <= asOf).Select(Count));
        Rows(answer, "monthsOnBook", "atRisk", "defaulted")
            .ShouldBe(expected.Steps.Select(s => $"{s.Time} {s.AtRisk} {s.Events}"));
        answer["data"]!["rows"]!
            .AsArray()
            .Select(r => r!["survival"]!.GetValue<double>())
            .Zip(expected.Steps)
            .ShouldAllBe(p => Math.Abs(p.First - p.Second.Survival) < 1e-12);

        SurvivalCount Count(Loan loan)
        {
            var isEvent = loan.DefaultedOn <= asOf;
            var ended = loan.DefaultedOn ?? loan.ClosedOn ?? asOf;
            return new(
                MonthsOnBook.At(loan.StartDate, ended < asOf ? ended : asOf),
                isEvent ? 1 : 0,
                isEvent ? 0 : 1
            );
        }
    }

    /// <summary>A loan seen for so many months, to the as-of date.</summary>
    private static Loan Seen(int months, bool defaulted = false, string branch = "B1") =>
        Loan(
            branch,
            started: AsOf.AddMonths(-months),
            term: 60,
            status: defaulted ? "defaulted" : "active",
            defaultedOn: defaulted ? AsOf : null
        );

    private static IEnumerable<string> Rows(JsonNode answer, params string[] columns) =>
        answer["data"]!["rows"]!
            .AsArray()
            .Select(r => string.Join(' ', columns.Select(c => r![c]?.ToString() ?? "null")));
}
