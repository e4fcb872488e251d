using System.Text.Json.Nodes;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Credit;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>Collections of a book worked by hand, as of 2024-06-30. L1 pays April late, May on its day and June ahead in May. L2 pays 120 of 200
/// late in May, and 150 in June: 80 for May, 70 for June. L3's May is waived, its June paid on its day. L4 never pays and is written off in June.</summary>
[Collection("database")]
public sealed class CollectionsTests(Database database) : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2024, 6, 30);

    private static readonly object[] FourLoans =
    [
        Loan(),
        Loan(),
        Loan(started: new(2024, 3, 15)),
        Loan(status: "written_off", writtenOffOn: new(2024, 6, 5)),
        Instalment("L1", 1, new(2024, 4, 10), 100m),
        Instalment("L1", 2, new(2024, 5, 10), 100m),
        Instalment("L1", 3, new(2024, 6, 10), 100m),
        Payment("L1", new(2024, 5, 5), 100m),
        Payment("L1", new(2024, 5, 10), 100m),
        Payment("L1", new(2024, 5, 20), 100m),
        Instalment("L2", 1, new(2024, 5, 15), 200m),
        Instalment("L2", 2, new(2024, 6, 15), 200m),
        Payment("L2", new(2024, 5, 25), 120m),
        Payment("L2", new(2024, 6, 20), 150m),
        Instalment("L3", 1, new(2024, 5, 20), 50m),
        Instalment("L3", 2, new(2024, 6, 20), 50m),
        Payment("L3", new(2024, 5, 22), 50m, "waiver"),
        Payment("L3", new(2024, 6, 20), 50m),
        Instalment("L4", 1, new(2024, 4, 20), 300m),
    ];

    private static readonly string[] Figures =
    [
        "on",
        "arrearsAtStart",
        "due",
        "onTime",
        "late",
        "againstArrears",
        "waived",
        "leftUnpaid",
        "arrearsAtEnd",
        "paidAhead",
        "advance",
        "cashCollected",
    ];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Arrears_and_what_falls_due_less_what_comes_in_are_the_arrears_of_the_next_month()
    {
        await database.Given(Today, FourLoans);

        var answer = await database.Get("/delinquency/collections?from=2024-04-01");

        answer["meta"]!["evidence"]!.GetValue<string>().ShouldBe("payments");
        Rows(answer, Figures)
            .ShouldBe([
                "2024-04-30 0 400 0 0 0 0 0 400 0 0 0",
                "2024-05-31 400 350 100 120 100 50 0 380 0 100 420",
                "2024-06-30 380 350 150 70 80 0 300 130 100 0 200",
            ]);
        Line(answer["data"]!["total"]!, Figures[1..])
            .ShouldBe("0 1100 250 190 180 50 300 130 100 100 620");
    }

    [Fact]
    public async Task One_month_has_four_rates_each_by_what_it_divides()
    {
        await database.Given(Today, FourLoans);

        var answer = await database.Get("/delinquency/collections?from=2024-05-01&asOf=2024-05-31");

        // 100, 220 and 320 of 350; 320 of 400 + 350.
        var may = answer["data"]!["rows"]!.AsArray().ShouldHaveSingleItem()!;
        Rate(may, "onTimeCollectionRate")!.Value.ShouldBe(100 / 350.0, 1e-12);
        Rate(may, "currentCollectionEfficiency")!.Value.ShouldBe(220 / 350.0, 1e-12);
        Rate(may, "collectionEfficiency")!.Value.ShouldBe(320 / 350.0, 1e-12);
        Rate(may, "totalDemandEfficiency")!.Value.ShouldBe(320 / 750.0, 1e-12);
        var january = (await database.Get("/delinquency/collections"))["data"]!["rows"]![0]!;
        foreach (
            var rate in (string[])
                [
                    "onTimeCollectionRate",
                    "currentCollectionEfficiency",
                    "collectionEfficiency",
                    "totalDemandEfficiency",
                ]
        )
            january[rate].ShouldBeNull();
    }

    [Fact]
    public async Task A_quarter_begins_with_its_first_months_arrears_and_adds_up_the_rest()
    {
        await database.Given(Today, FourLoans);

        var answer = await database.Get("/delinquency/collections?interval=quarter");

        Rows(answer, Figures)
            .ShouldBe([
                "2024-03-31 0 0 0 0 0 0 0 0 0 0 0",
                "2024-06-30 0 1100 250 190 180 50 300 130 100 100 620",
            ]);
    }

    [Fact] // L3 is two months younger than the others: their April and its June are at three months on book
    public async Task By_age_loans_of_different_months_stand_together()
    {
        await database.Given(Today, FourLoans);

        var answer = await database.Get("/delinquency/collections?axis=age");

        Rows(answer, "on", "monthsOnBook", "arrearsAtStart", "due", "onTime", "arrearsAtEnd")
            .ShouldBe([
                "null 0 0 0 0 0",
                "null 1 0 0 0 0",
                "null 2 0 50 0 0",
                "null 3 0 450 50 400",
                "null 4 400 300 100 380",
                "null 5 380 300 100 130",
            ]);
        answer["data"]!["total"]!["arrearsAtStart"]!.GetValue<decimal>().ShouldBe(0);
    }

    [Fact]
    public async Task What_a_reversal_opens_again_is_shown_over_several_months()
    {
        await database.Given(
            new DateOnly(2024, 3, 31),
            Loan(),
            Instalment("L1", 1, new(2024, 2, 15), 100m),
            Payment("L1", new(2024, 2, 15), 100m),
            Payment("L1", new(2024, 3, 10), 100m, "reversal")
        );

        var total = (await database.Get("/delinquency/collections"))["data"]!["total"]!;

        Line(total, "arrearsAtStart", "due", "onTime", "reopened", "arrearsAtEnd", "cashCollected")
            .ShouldBe("0 100 100 100 100 0");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task Each_month_of_a_random_book_is_the_sum_of_what_the_arithmetic_gives_loan_by_loan(
        int seed,
        bool mixed
    )
    {
        var random = new Random(seed);
        var asOf = new DateOnly(2025, 1, 1).AddDays(random.Next(60));
        var book = RandomLoans.Of(random, 120, mixed);
        await database.Given(asOf, book);
        var day = seed % 2 == 0 ? asOf : asOf.AddDays(-random.Next(40, 80));

        var answer = await database.Get($"/delinquency/collections?asOf={day:yyyy-MM-dd}");

        var rows = answer["data"]!["rows"]!.AsArray();
        rows.Count.ShouldBeGreaterThan(6);
        foreach (var row in rows)
        {
            var on = DateOnly.Parse(
                row!["on"]!.GetValue<string>(),
                System.Globalization.CultureInfo.InvariantCulture
            );
            var expected = PeriodCollections.Sum(
                book.OfType<Loan>()
                    .Where(l => l.StartDate <= on)
                    .Select(l => RandomLoans.Loan(book, l.LoanId))
                    .Where(l => l.Schedule.Length > 0)
                    .Select(l =>
                        PeriodCollections.Of(l.Schedule, l.Movements, new(on.Year, on.Month, 1), on)
                    )
            );
            Line(
                    row,
                    "due",
                    "arrearsAtStart",
                    "onTime",
                    "late",
                    "againstArrears",
                    "waived",
                    "paidAhead"
                )
                .ShouldBe(
                    string.Join(
                        ' ',
                        new[]
                        {
                            expected.Due,
                            expected.ArrearsAtStart,
                            expected.OnTime,
                            expected.Late,
                            expected.AgainstArrears,
                            expected.Waived,
                            expected.PaidAhead,
                        }.Select(d =>
                            (d / 1.0000m).ToString(
                                "0.####",
                                System.Globalization.CultureInfo.InvariantCulture
                            )
                        )
                    ),
                    $"{on}"
                );
            Rate(row, "totalDemandEfficiency").ShouldBe(expected.TotalDemandEfficiency);
        }
        if (!mixed)
            rows.Zip(rows.Skip(1))
                .ShouldAllBe(p =>
                    p.First!["arrearsAtEnd"]!.GetValue<decimal>()
                    == p.Second!["arrearsAtStart"]!.GetValue<decimal>()
                );
    }

    [Theory]
    [InlineData("axis=age&interval=quarter", "interval goes with axis=month.")]
    [InlineData("from=2024-05-02&asOf=2024-05-01", "from is after asOf.")]
    [InlineData("from=2024-07-01", "The history ends on 2024-06-30.")]
    [InlineData("axis=agee", "axis is one of month, age, not 'agee'; did you mean 'age'.")]
    public async Task What_cannot_be_asked_is_refused_with_what_can(string query, string detail)
    {
        await database.Given(Today, FourLoans);

        var answer = await database.Client.GetAsync(
            $"/api/v1/delinquency/collections?{query}",
            TestContext.Current.CancellationToken
        );
        var problem = JsonNode.Parse(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        )!;
        $"{(int)answer.StatusCode} {problem["detail"]}".ShouldBe($"400 {detail}");
    }

    private static double? Rate(JsonNode row, string name) => row[name]?.GetValue<double>();

    private static IEnumerable<string> Rows(JsonNode answer, params string[] columns) =>
        answer["data"]!["rows"]!.AsArray().Select(r => Line(r!, columns));

    private static string Line(JsonNode row, params string[] columns) =>
        string.Join(' ', columns.Select(c => row[c]?.ToString() ?? "null"));
}
