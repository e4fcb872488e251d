using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>What the source reports beside what payments say, as of 2025-01-01. A loan here is 300, due by 100 on the first of October, November and
/// December, so that 1 November is 61 days past due and 1 October 92.</summary>
[Collection("database")]
public sealed class DifferencesTests(Database database) : IAsyncLifetime
{
    private static readonly DateOnly October = new(2024, 10, 1);

    /// <summary>L1 is reported as payments have it. L2 is reported better than it is. L3 has paid all and is still open, L4 was closed with 50
    /// missing, L5 is not late and defaulted. L6 is written off, L7 has no schedule, L8 was closed early for the principal alone.</summary>
    private static readonly object[] Loans =
    [
        Of(outstanding: 200m, days: 61, arrears: 200m),
        Of(outstanding: 250m, days: 30, arrears: 100m),
        Of(outstanding: 20m, days: 0),
        Of(outstanding: 0m, status: "fully_paid", closedOn: new(2024, 12, 15)),
        Of(outstanding: 100m, status: "defaulted"),
        Of(outstanding: 300m, status: "written_off", days: 7),
        Of(outstanding: 300m, days: 7),
        Of(outstanding: 0m, status: "fully_paid", closedOn: October),
        .. Schedule("L1"),
        .. Schedule("L2"),
        .. Schedule("L3"),
        .. Schedule("L4"),
        Instalment("L5", 1, October),
        Instalment("L5", 2, new(2024, 11, 1)),
        Instalment("L5", 3, new(2025, 1, 2)),
        .. Schedule("L6"),
        .. Schedule("L8", 110m),
        Payment("L1", October, 100m),
        Payment("L3", October, 300m),
        Payment("L4", October, 250m),
        Payment("L5", October, 200m),
        Payment("L8", October, 300m),
    ];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Every_difference_is_listed_with_its_size_and_they_are_summed_up_by_figure()
    {
        await database.Given(Loans);

        var answer = await database.Get("/delinquency/differences");

        answer["meta"]!["evidence"]!.GetValue<string>().ShouldBe("payments");
        Rows(
                answer["figures"]!,
                "figure",
                "compared",
                "equal",
                "different",
                "net",
                "absolute",
                "largest",
                "unsplit"
            )
            .ShouldBe([
                "balance 6 3 3 -80 120 50 6",
                "daysPastDue 3 2 1 -62 62 62 null",
                "arrears 2 1 1 -200 200 200 null",
                "status 6 2 4 null 420 250 null",
            ]);
        answer["total"]!.GetValue<int>().ShouldBe(9);
        Items(answer)
            .ShouldBe([
                "L2 status null null null 250 active 91-120",
                "L2 arrears 100 300 -200 200 active 91-120",
                "L5 status null null null 100 defaulted current",
                "L2 daysPastDue 30 92 -62 62 active 91-120",
                "L2 balance 250 300 -50 50 active 91-120",
                "L4 balance 0 50 -50 50 fully_paid owes",
                "L4 status null null null 50 fully_paid owes",
                "L3 balance 20 0 20 20 active paid",
                "L3 status null null null 20 active paid",
            ]);
    }

    [Fact]
    public async Task The_list_comes_in_pages_and_whole_as_a_table_and_keeps_to_what_was_asked()
    {
        await database.Given(Loans);

        var first = await database.Get("/delinquency/differences?limit=5&sort=size");
        var second = await database.Get(
            $"/delinquency/differences?limit=5&sort=size&cursor={first["nextCursor"]}"
        );
        var whole = await database.Table("/delinquency/differences?sort=size", Cells.Csv);
        string[] paged =
        [
            .. Items(first).Concat(Items(second)).Select(i => string.Join(' ', i.Split(' ')[..2])),
        ];
        paged.Length.ShouldBe(9);
        paged.ShouldBe(whole.Select(r => $"{r["loanId"]} {r["figure"]}"));
        second["nextCursor"].ShouldBeNull();

        var asked = await database.Get(
            "/delinquency/differences?figure=status&figure=balance&sizeMin=50&status=active"
        );
        Items(asked)
            .ShouldBe([
                "L2 status null null null 250 active 91-120",
                "L2 balance 250 300 -50 50 active 91-120",
            ]);
        asked["total"]!.GetValue<int>().ShouldBe(2);
        Rows(asked["figures"]!, "figure", "compared", "different")
            .ShouldBe(["balance 3 2", "status 3 2"]);

        var none = await database.Get("/delinquency/differences?region=Nowhere&figure=arrears");
        Rows(none["figures"]!, "figure", "compared", "net", "absolute", "largest")
            .ShouldBe(["arrears 0 null 0 null"]);
    }

    [Fact]
    public async Task A_book_without_payments_has_nothing_to_compare_and_names_what_it_lacks()
    {
        await database.Given(Loan(reportedDaysPastDue: 31));

        var answer = await database.Ask("/delinquency/differences");

        (await answer.Problem()).ShouldBe((409, "/problems/repayment-history-required", ""));
        (await answer.Text()).ShouldContain("payments (loan_id, paid_on, amount)");
    }

    [Theory]
    [InlineData(
        "figure=days",
        "figure is one of balance, daysPastDue, arrears, status, not 'days'"
    )]
    [InlineData(
        "asOf=2024-11-30",
        "The source reports as of 2025-01-01, the date of the data, alone."
    )]
    [InlineData("sort=arrears", "'arrears' is no column")]
    public async Task What_cannot_be_asked_is_refused_with_what_can(string query, string detail)
    {
        await database.Given(Loans);

        var answer = await database.Ask($"/delinquency/differences?{query}");

        (await answer.Problem()).ShouldBe((400, "/problems/invalid-request", query.Split('=')[0]));
        JsonNode.Parse(await answer.Text())!["detail"]!.GetValue<string>().ShouldStartWith(detail);
    }

    private static Api.Data.Loan Of(
        decimal outstanding,
        int? days = null,
        decimal? arrears = null,
        string status = "active",
        DateOnly? closedOn = null
    ) =>
        Loan(
            principal: 300m,
            outstanding: outstanding,
            reportedDaysPastDue: days,
            reportedArrears: arrears,
            status: status,
            closedOn: closedOn
        );

    private static object[] Schedule(string loan, decimal amount = 100m) =>
        [
            Instalment(loan, 1, October, amount),
            Instalment(loan, 2, new(2024, 11, 1), amount),
            Instalment(loan, 3, new(2024, 12, 1), amount),
        ];

    private static IReadOnlyList<string> Items(JsonNode answer) =>
        Rows(
            answer["items"]!,
            "loanId",
            "figure",
            "reported",
            "ours",
            "difference",
            "size",
            "reportedStatus",
            "state"
        );

    private static IReadOnlyList<string> Rows(JsonNode rows, params string[] columns) =>
        [
            .. rows.AsArray()
                .Select(r => string.Join(' ', columns.Select(c => r![c]?.ToString() ?? "null"))),
        ];
}
