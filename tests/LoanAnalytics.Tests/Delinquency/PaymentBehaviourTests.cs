using System.Text.Json.Nodes;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Credit;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>Payment behaviour of a book worked by hand, as of 2025-06-30. L1 settles its instalments -5, 0, 5, 0, 20 and 25 days after the 15th of
/// November to April; those of May and June are unpaid for 46 and 15 days. L2 pays three on their day. L3 has no schedule, nothing of L4 is due.</summary>
[Collection("database")]
public sealed class PaymentBehaviourTests(Database database) : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2025, 6, 30);

    private static readonly object[] FourLoans =
    [
        Loan(started: new(2024, 10, 15)),
        Loan("North", started: new(2025, 3, 15)),
        Loan(),
        Loan(started: new(2025, 6, 15)),
        Branch("North", region: "North"),
        .. Enumerable
            .Range(0, 9)
            .Select(i => Instalment("L1", i + 1, new DateOnly(2024, 11, 15).AddMonths(i))),
        Payment("L1", new(2024, 11, 10)),
        Payment("L1", new(2024, 12, 15)),
        Payment("L1", new(2025, 1, 20)),
        Payment("L1", new(2025, 2, 15)),
        Payment("L1", new(2025, 3, 15), 60m),
        Payment("L1", new(2025, 4, 4), 40m),
        Payment("L1", new(2025, 5, 10)),
        Payment("L1", new(2025, 7, 2)),
        .. Enumerable
            .Range(0, 3)
            .SelectMany(i =>
                (object[])
                    [
                        Instalment("L2", i + 1, new DateOnly(2025, 4, 15).AddMonths(i)),
                        Payment("L2", new DateOnly(2025, 4, 15).AddMonths(i)),
                    ]
            ),
        Instalment("L4", 1, new(2025, 7, 15)),
    ];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact] // 8 + 3 instalments; days late 5 + 20 + 25 + 46 + 15 = 111; slopes 225 / 42 and 0
    public async Task Instalments_are_early_on_time_or_late_and_loans_punctual_or_not()
    {
        await database.Given(Today, FourLoans);

        var answer = await database.Get("/delinquency/payment-behaviour");

        answer["meta"]!["evidence"]!.GetValue<string>().ShouldBe("payments");
        var total = answer["data"]!["total"]!;
        Counts(total).ShouldBe("2 11 1 5 5 2 46 1 1");
        Share(total, "shareEarly").ShouldBe(1 / 11.0, 1e-12);
        Share(total, "shareOnTime").ShouldBe(5 / 11.0, 1e-12);
        Share(total, "shareLate").ShouldBe(5 / 11.0, 1e-12);
        Share(total, "averageDaysLate").ShouldBe(111 / 11.0, 1e-12);
        var trend = total["trend"]!;
        Share(trend, "averageDaysPerInstalment").ShouldBe(225 / 42.0 / 2, 1e-6);
        trend
            .AsObject()
            .Where(p => p.Key != "averageDaysPerInstalment")
            .Select(p => $"{p.Key} {p.Value}")
            .ShouldBe(["loans 2", "worsening 1", "improving 0"]);
        Kinds(total).ShouldBe(["punctual 1 0.5", "sometimesLate 0 0", "mostlyLate 1 0.5"]);
    }

    // Of L1's eight instalments five are late, of L2's three none; L5 has paid one of two late, L6 was not paid out.
    [Fact]
    public async Task How_punctually_a_loan_was_paid_is_a_filter_and_a_dimension()
    {
        await database.Given(
            Today,
            [
                .. FourLoans,
                Loan("North", started: new(2025, 3, 15)),
                Loan("North", status: "approved", outstanding: 0m, paid: 0m),
                Instalment("L5", 1, new(2025, 4, 15)),
                Instalment("L5", 2, new(2025, 5, 15)),
                Payment("L5", new(2025, 4, 15)),
                Payment("L5", new(2025, 5, 16)),
            ]
        );

        foreach (
            var (kind, loans) in ((string, string)[])
                [
                    ("punctual", "L2"),
                    ("sometimes%20late", "L5"),
                    ("Mostly%20Late", "L1"),
                    ("nothing%20due", "L4"),
                    ("unknown", "L3 L6"),
                ]
        )
            string.Join(
                    ' ',
                    (await database.Get($"/loans?punctuality={kind}"))["items"]!
                        .AsArray()
                        .Select(l => l!["loanId"]!.GetValue<string>())
                )
                .ShouldBe(loans);
        string[] groups =
        [
            "punctual 1",
            "sometimes late 1",
            "mostly late 1",
            "nothing due 1",
            "unknown 2",
        ];
        var breakdown = await database.Get("/portfolio/breakdown?by=punctuality");
        breakdown["data"]!["rows"]!
            .AsArray()
            .Select(r => $"{r!["group"]!["punctuality"]} {r["loans"]}")
            .ShouldBe(groups);
        var facets = await database.Get("/portfolio/facets?punctuality=punctual");
        facets["data"]!["facets"]!
            .AsArray()
            .Single(f => f!["filter"]!.GetValue<string>() == "punctuality")!["values"]!
            .AsArray()
            .Select(v => $"{v!["value"]} {v["loans"]}")
            .ShouldBe(groups);
        var differences = await database.Get("/portfolio/differences?by=punctuality");
        differences["data"].ShouldNotBeNull();
        var total = (
            await database.Get(
                "/delinquency/payment-behaviour?punctuality=mostly%20late&punctuality=punctual"
            )
        )["data"]!["total"]!;
        Kinds(total).ShouldBe(["punctual 1 0.5", "sometimesLate 0 0", "mostlyLate 1 0.5"]);
        var paying = await database.Get("/delinquency/payment-behaviour?by=punctuality");
        paying["data"]!["rows"]!
            .AsArray()
            .Select(r => $"{r!["group"]!["punctuality"]} {Counts(r)}")
            .ShouldBe([
                "punctual 1 3 0 3 0 0 0 0 0",
                "sometimes late 1 2 0 1 1 0 1 0 0",
                "mostly late 1 8 1 2 5 2 46 0 0",
                "nothing due 0 0 0 0 0 0 null 1 0",
                "unknown 0 0 0 0 0 0 null 0 1",
            ]);
    }

    [Fact] // L1's April is then unpaid for five days: days -5, 0, 5, 0, 20, 5, of which half are late; slope 52.5 / 17.5
    public async Task At_an_earlier_day_it_is_what_was_known_then()
    {
        await database.Given(Today, FourLoans);

        var answer = await database.Get("/delinquency/payment-behaviour?asOf=2025-04-20&by=region");

        var rows = answer["data"]!["rows"]!.AsArray();
        rows.Select(r => $"{r!["group"]!["region"]} {Counts(r)}")
            .ShouldBe(["North 1 1 0 1 0 0 0 0 0", "South 1 6 1 2 3 1 20 0 1"]);
        var south = rows[1]!;
        Share(south, "averageDaysLate").ShouldBe(5, 1e-12);
        Share(south["trend"]!, "averageDaysPerInstalment").ShouldBe(3, 1e-9);
        Kinds(south).ShouldBe(["punctual 0 0", "sometimesLate 1 1", "mostlyLate 0 0"]);
        rows[0]!["trend"]!["averageDaysPerInstalment"].ShouldBeNull();
    }

    [Fact]
    public async Task Where_nothing_has_fallen_due_there_is_no_share()
    {
        await database.Given(Today, FourLoans);

        var total = (await database.Get("/delinquency/payment-behaviour?startedFrom=2025-06-01"))[
            "data"
        ]!["total"]!;

        Counts(total).ShouldBe("0 0 0 0 0 0 null 1 0");
        foreach (
            var share in (string[])["shareEarly", "shareOnTime", "shareLate", "averageDaysLate"]
        )
            total[share].ShouldBeNull();
        total["punctual"]!["share"].ShouldBeNull();
    }

    [Theory] // paid on its day, then 380 of 400 on 1 March: the fifth instalment, of June, is not missed
    [InlineData("", "1 4 3 1 0 0 0 0 0")]
    [InlineData("?asOf=2024-03-31", "1 2 1 1 0 0 0 0 0")]
    [InlineData("?asOf=2024-12-31", "1 4 3 1 0 0 0 0 0")]
    public async Task Who_repays_early_has_missed_nothing_afterwards(string query, string counts)
    {
        await database.Given([
            Loan(status: "fully_paid", outstanding: 0m, closedOn: new(2024, 3, 1)),
            .. Enumerable
                .Range(0, 5)
                .Select(i => Instalment("L1", i + 1, new DateOnly(2024, 2, 15).AddMonths(i))),
            Payment("L1", new(2024, 2, 15)),
            Payment("L1", new(2024, 3, 1), 380m),
        ]);

        Counts((await database.Get($"/delinquency/payment-behaviour{query}"))["data"]!["total"]!)
            .ShouldBe(counts);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public async Task A_random_book_pays_as_the_arithmetic_says_loan_by_loan(int seed, bool mixed)
    {
        var random = new Random(seed);
        var asOf = new DateOnly(2025, 1, 1).AddDays(random.Next(60));
        var book = RandomLoans.Of(random, 200, mixed);
        await database.Given(asOf, book);

        foreach (var day in (DateOnly[])[asOf, asOf.AddDays(-random.Next(1, 40)), new(2024, 9, 30)])
        {
            var answer = await database.Get(
                $"/delinquency/payment-behaviour?by=branch&asOf={day:yyyy-MM-dd}"
            );
            // All loans at a month's end were added up when the book was published.
            var whole = (
                await database.Get($"/delinquency/payment-behaviour?asOf={day:yyyy-MM-dd}")
            )["data"]!["total"]!;
            var parts = answer["data"]!["total"]!;
            Counts(whole).ShouldBe(Counts(parts), $"{day}");
            Kinds(whole).ShouldBe(Kinds(parts), $"{day}");
            Share(whole["trend"]!, "averageDaysPerInstalment")
                .ShouldBe(Share(parts["trend"]!, "averageDaysPerInstalment"), 1e-9);
            foreach (var row in answer["data"]!["rows"]!.AsArray())
            {
                var expected = PooledBehaviour.Sum(
                    book.OfType<Loan>()
                        .Where(l =>
                            l.StartDate <= day
                            && l.BranchId == row!["group"]!["branch"]!.GetValue<string>()
                        )
                        .Select(l => RandomLoans.Loan(book, l.LoanId))
                        .Where(l => l.Schedule.Length > 0)
                        .Select(l =>
                            PooledBehaviour.Of(
                                PaymentBehaviour.Of(
                                    PaymentAllocation.Of(l.Schedule, l.Movements, day)
                                )
                            )
                        )
                );
                expected.Late.ShouldBeGreaterThan(20);
                Counts(row!)
                    .ShouldBe(
                        $"{expected.Loans} {expected.InstalmentsDue} {expected.Early} {expected.OnTime} {expected.Late} {expected.MissedInstalments} {expected.MaxDaysLate12m} {expected.NothingDueLoans} {row!["unknownLoans"]}",
                        $"{day}"
                    );
                Share(row, "averageDaysLate").ShouldBe(expected.AverageDaysLate!.Value, 1e-12);
                Share(row["trend"]!, "averageDaysPerInstalment")
                    .ShouldBe(expected.AverageTrend!.Value, 1e-5);
                Kinds(row)
                    .Select(k => k.Split(' ')[1])
                    .ShouldBe([
                        $"{expected.Punctual}",
                        $"{expected.SometimesLate}",
                        $"{expected.MostlyLate}",
                    ]);
            }
        }
    }

    private static string Counts(JsonNode row) =>
        string.Join(
            ' ',
            (
                (string[])
                    [
                        "loans",
                        "instalmentsDue",
                        "early",
                        "onTime",
                        "late",
                        "missedInstalments",
                        "maxDaysLate12m",
                        "nothingDueLoans",
                        "unknownLoans",
                    ]
            ).Select(c => row[c]?.ToString() ?? "null")
        );

    private static IEnumerable<string> Kinds(JsonNode row) =>
        ((string[])["punctual", "sometimesLate", "mostlyLate"]).Select(k =>
            $"{k} {row[k]!["loans"]} {row[k]!["share"]}"
        );

    private static double Share(JsonNode row, string name) => row[name]!.GetValue<double>();
}
