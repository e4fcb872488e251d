using System.Net;
using LoanAnalytics.Tests.Http;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>The loans behind what the history counts: those that stood in a state at a month's end.</summary>
[Collection("database")]
public sealed class StatesTests(Database database) : IAsyncLifetime
{
    private static readonly string[] Open =
    [
        "current",
        "1-30",
        "31-60",
        "61-90",
        "91-120",
        "121-150",
        "151-180",
        ">180",
    ];

    private static readonly string[] States = [.. Open, "paid", "written_off", "unknown"];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact] // the states of the six loans stand at TransitionsTests
    public async Task A_loan_is_found_by_where_it_stood()
    {
        await database.Given(TransitionsTests.AprilsEnd, TransitionsTests.Loans);

        (await Loans("stateAt=2024-03-31:31-60")).ShouldBe("L2 L5");
        // on both days
        (await Loans("stateAt=2024-01-31:current&stateAt=2024-03-31:31-60")).ShouldBe("L2 L5");
        (await Loans("stateAt=2024-02-29:1-30&stateAt=2024-03-31:CURRENT")).ShouldBe("L3");
        // in either state; L6 has not begun
        (await Loans("stateAt=2024-02-29:1-30&stateAt=2024-02-29:current")).ShouldBe(
            "L1 L2 L3 L4 L5"
        );
        (await Loans("stateAt=2024-02-29:paid")).ShouldBe("");
        (await Loans("stateAt=2024-03-31:paid")).ShouldBe("L4");
        // No month tells of it any more.
        (await Loans("stateAt=2024-04-30:paid")).ShouldBe("L4");
        (await Loans("stateAt=2024-03-31:written_off")).ShouldBe("");
        (await Loans("stateAt=2024-03-31:31-60&stateAt=2024-04-30:written_off")).ShouldBe("L5");
        (await Loans("stateAt=2024-03-31:current&region=North")).ShouldBe("");
        (await Loans("stateAt=2024-01-31:current:owing&stateAt=2024-04-30:61-90")).ShouldBe("L2");
        // It narrows every figure: L2 and L5 of 400 each, of which L5 is written off.
        var summary = (await database.Get("/portfolio/summary?stateAt=2024-03-31:31-60"))["data"]!;
        $"{summary["loans"]} {summary["default"]!["numerator"]}".ShouldBe("2 1");
        var facets = (await database.Get("/portfolio/facets?stateAt=2024-03-31:31-60"))["data"]!;
        facets["facets"]![4]!["values"]!
            .AsArray()
            .Select(v => $"{v!["value"]} {v["loans"]}")
            .ShouldBe(["active 1", "written_off 1"]);
    }

    [Fact] // paid up in March, yet open, for its lender says that 50 are owed; its kind owes nothing at March's end
    public async Task A_loan_that_owes_nothing_is_in_its_state_and_in_no_aging_bucket()
    {
        await database.Given(
            TransitionsTests.AprilsEnd,
            Loan(principal: 100m, outstanding: 50m),
            Loan(principal: 100m, outstanding: 100m),
            Instalment("L1", 1, new(2024, 3, 15), principal: 100m, interest: 0m),
            Instalment("L2", 1, new(2024, 5, 15), principal: 100m, interest: 0m),
            Payment("L1", new(2024, 3, 15))
        );

        (await Loans("stateAt=2024-03-31:current")).ShouldBe("L1 L2");
        (await Loans("stateAt=2024-03-31:current:owing")).ShouldBe("L2");
        var aging = await database.Get("/delinquency/aging?asOf=2024-03-31");
        aging["data"]!["rows"]![0]!["loans"]!.GetValue<int>().ShouldBe(1);
        var answer = await database.Get("/loans?stateAt=2024-03-31:Current:OWING");
        answer["meta"]!["filters"]!
            .ToJsonString()
            .ShouldBe("""{"stateAt":["2024-03-31:current:owing"]}""");
    }

    [Fact] // L1 and L2 owe what fell due in January; L2 was restructured in March, and from then on its lateness is none of the strict kind
    public async Task A_renegotiated_loan_is_late_and_not_at_risk()
    {
        await database.Given(
            Loan(principal: 100m, outstanding: 100m),
            Loan(principal: 100m, outstanding: 100m),
            Instalment("L1", 1, new(2024, 1, 15), principal: 100m, interest: 0m),
            Instalment("L2", 1, new(2024, 1, 15), principal: 100m, interest: 0m),
            Payment("L1", new(2024, 1, 20), amount: 10m)
        );
        await database.Run(
            "insert into modifications (customer_id, loan_id, modified_on, kind) values ('C2', 'L2', '2024-03-10', 'restructured')"
        );
        await database.Merged();

        (await Loans("stateAt=2024-02-29:31-60:strict")).ShouldBe("L1 L2");
        (await Loans("stateAt=2024-03-31:61-90:owing")).ShouldBe("L1 L2");
        (await Loans("stateAt=2024-03-31:61-90:strict")).ShouldBe("L1");
        (await Loans("stateAt=2024-04-30:91-120:STRICT")).ShouldBe("L1");
        var answer = await database.Get("/loans?stateAt=2024-03-31:61-90:Strict");
        answer["meta"]!["filters"]!
            .ToJsonString()
            .ShouldBe("""{"stateAt":["2024-03-31:61-90:strict"]}""");
        var risk = await database.Get("/delinquency/portfolio-at-risk?asOf=2024-03-31");
        risk["data"]!["rows"]![0]!["loans"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_book_with_a_reported_lateness_knows_of_the_date_of_the_data()
    {
        await database.Given(
            Loan(reportedDaysPastDue: 31),
            Loan(reportedDaysPastDue: 0),
            Loan(),
            Loan(status: "approved", outstanding: 0m, paid: 0m),
            Loan(status: "written_off", reportedDaysPastDue: 400)
        );

        (await Loans("stateAt=2025-01-01:31-60")).ShouldBe("L1");
        (await Loans("stateAt=2025-01-01:31-60:owing")).ShouldBe("L1");
        // What was not paid out is in no state.
        (await Loans("stateAt=2025-01-01:unknown")).ShouldBe("L3");
        (await Loans("stateAt=2025-01-01:written_off")).ShouldBe("L5");
        using var earlier = await database.Ask("/loans?stateAt=2024-12-31:current");
        (await earlier.Problem()).ShouldBe((400, "/problems/invalid-request", "stateAt"));
        (await earlier.Text()).ShouldContain(
            "The book has no repayment history: stateAt takes 2025-01-01 alone"
        );
    }

    [Fact]
    public async Task A_day_or_state_that_is_none_is_refused()
    {
        await database.Given(TransitionsTests.AprilsEnd, TransitionsTests.Loans);

        const string covered = "the months' ends from 2024-01-31 to 2024-04-30";
        foreach (
            var (value, because) in ((string, string)[])
                [
                    ("2024-03-30:current", covered),
                    ("2023-12-31:current", covered),
                    ("2024-05-31:current", covered),
                    ("2024-02-30:current", "stateAt is DAY:STATE"),
                    ("31-60", "stateAt is DAY:STATE"),
                    ("2024-03-31:31-60:late", "stateAt is DAY:STATE"),
                    ("2024-03-31:31-59", "did you mean '31-60'"),
                ]
        )
        foreach (var path in (string[])["/loans", "/portfolio/summary", "/delinquency/aging"])
        {
            using var answer = await database.Ask($"{path}?stateAt={value}");
            (await answer.Problem()).Status.ShouldBe(400);
            (await answer.Text()).ShouldContain(because);
            (await answer.Text()).ShouldContain("stateAt");
        }
    }

    [Fact] // the date of the data is no month's end
    public async Task Every_cell_and_every_bucket_is_the_list_of_its_loans()
    {
        var day = new DateOnly(2024, 6, 20);
        await database.Given(day, Random(new Random(2), day));

        await CheckCounts(day, leastCells: 60);
    }

    [Fact] // months left out, of a lateness unknown, and loans whose end the source of months does not tell
    public async Task So_it_is_of_a_book_of_months()
    {
        var random = new Random(3);
        List<string> loans = ["loan_id,customer_id,principal,start_date,status,closed_on"];
        List<string> months = ["loan_id,month,balance,days_past_due,ended_as"];
        for (var n = 1; n <= 60; n++)
        {
            var closed = random.Next(5) == 0 ? $"2024-0{random.Next(3, 7)}-1{n % 10}" : "";
            loans.Add(
                $"L{n},C{n},1000,2024-01-10,{(closed == "" ? "active" : "fully_paid")},{closed}"
            );
            var days = 0;
            for (var month = 1; month <= 6 && random.Next(14) > 0; month++)
            {
                var ends = random.Next(16) switch
                {
                    0 => "paid",
                    1 => "written_off",
                    _ => "",
                };
                days = random.Next(3) switch
                {
                    0 => 0,
                    1 => days,
                    _ => days + 30,
                };
                if (random.Next(8) > 0)
                    months.Add(
                        $"L{n},2024-0{month},{random.Next(4) * 300},{(random.Next(8) == 0 ? "" : days)},{ends}"
                    );
                if (ends != "")
                    break;
            }
        }
        using var extract = new Extract()
            .With("customers.csv", ["customer_id", .. Enumerable.Range(1, 60).Select(n => $"C{n}")])
            .With("loans.csv", [.. loans])
            .With("loan_months.csv", [.. months]);
        var day = new DateOnly(2024, 6, 30);
        await database.Import(extract.Folder, "canonical", asOf: day);

        await CheckCounts(day, leastCells: 60);
    }

    /// <summary>The lists of all states at all months' ends are asked for once; each cell of a matrix is what two of them have in common.</summary>
    private async Task CheckCounts(DateOnly asOf, int leastCells)
    {
        DateOnly[] days =
        [
            .. Enumerable
                .Range(2, 6)
                .Select(m => new DateOnly(2024, m, 1).AddDays(-1))
                .Where(d => d < asOf),
            asOf,
        ];
        var found = new Dictionary<(DateOnly, string), HashSet<string>>();
        foreach (var day in days)
        foreach (var state in States)
            found[(day, state)] = await Ids($"stateAt={At(day, state)}");
        foreach (var day in days)
        {
            // In one state each.
            States.SelectMany(s => found[(day, s)]).ShouldBeUnique();
            var aging = await database.Get($"/delinquency/aging?asOf={day:yyyy-MM-dd}");
            foreach (var row in aging["data"]!["rows"]!.AsArray())
            {
                var bucket = row!["delinquencyBucket"]!.GetValue<string>();
                var listed =
                    found[(day, bucket)].Count == 0
                        ? []
                        : await Ids($"stateAt={At(day, bucket)}:owing");
                listed.Count.ShouldBe(row["loans"]!.GetValue<int>(), $"{day} {bucket}");
                listed.IsSubsetOf(found[(day, bucket)]).ShouldBeTrue();
            }
            var risk = await database.Get($"/delinquency/portfolio-at-risk?asOf={day:yyyy-MM-dd}");
            foreach (var (row, buckets) in risk["data"]!["rows"]!.AsArray().Zip([2, 4]))
                (
                    await Ids(
                        string.Join(
                            '&',
                            Open.Skip(buckets).Select(b => $"stateAt={At(day, b)}:strict")
                        )
                    )
                ).Count.ShouldBe(row!["loans"]!.GetValue<int>(), $"{day} {row["days"]}");
        }
        var cells = 0;
        foreach (var from in days)
        foreach (var to in days.Where(d => d > from))
        {
            await Check($"from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}&steps=period");
            if (Array.IndexOf(days, to) == Array.IndexOf(days, from) + 1)
                await Check($"from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}");

            async Task Check(string query)
            {
                var data = (await database.Get($"/delinquency/transitions?{query}"))["data"]!;
                foreach (var row in data["rows"]!.AsArray().Take(Open.Length))
                foreach (var cell in row!["cells"]!.AsArray())
                {
                    var (before, after) = ($"{row["from"]}", $"{cell!["to"]}");
                    var both = found[(from, before)].Intersect(found[(to, after)]).ToHashSet();
                    both.Count.ShouldBe(
                        cell["loans"]!.GetValue<int>(),
                        $"{query} {before} > {after}: {string.Join(' ', both)}"
                    );
                    // Each tenth is asked for itself.
                    if (both.Count > 0 && cells++ % 10 == 0)
                        (await Ids($"stateAt={At(from, before)}&stateAt={At(to, after)}"))
                            .SetEquals(both)
                            .ShouldBeTrue();
                }
                Open.Sum(s => found[(from, s)].Intersect(found[(to, "unknown")]).Count())
                    .ShouldBe(data["unobserved"]!.GetValue<int>(), query);
            }
        }
        cells.ShouldBeGreaterThan(leastCells);
    }

    private static string At(DateOnly day, string state) =>
        $"{day:yyyy-MM-dd}:{WebUtility.UrlEncode(state)}";

    private async Task<HashSet<string>> Ids(string query)
    {
        var answer = await database.Get($"/loans?{query}&limit=1000");
        return [.. answer["items"]!.AsArray().Select(l => l!["loanId"]!.GetValue<string>())];
    }

    private async Task<string> Loans(string query) =>
        string.Join(' ', (await Ids(query)).Order(StringComparer.Ordinal));

    /// <summary>Loans of spring 2024, some of which end well or badly; instalments are paid, paid late or not at all. A few have no schedule.</summary>
    private static object[] Random(Random random, DateOnly asOf) =>
        [
            .. Enumerable
                .Range(1, 60)
                .SelectMany(n =>
                {
                    var id = $"L{n}";
                    var start = new DateOnly(2024, 1, 3).AddDays(random.Next(100));
                    var status = random.Next(10) switch
                    {
                        0 => "fully_paid",
                        1 => "written_off",
                        2 => n % 2 == 0 ? "approved" : "defaulted",
                        _ => "active",
                    };
                    DateOnly? ended = start.AddDays(random.Next(10, 110));
                    ended = ended > asOf || random.Next(3) == 0 ? null : ended;
                    var due = Enumerable.Range(1, random.Next(0, 7)).ToArray();
                    return (object[])
                        [
                            Loan(
                                id: id,
                                started: start,
                                principal: 600m,
                                outstanding: status == "fully_paid" ? 0m : random.Next(4) * 100m,
                                status: status,
                                closedOn: status == "fully_paid" ? ended : null,
                                writtenOffOn: status == "written_off" ? ended : null
                            ),
                            .. due.Select(i =>
                                Instalment(
                                    id,
                                    i,
                                    start.AddDays(20 * i),
                                    principal: n % 3 == 0 ? 0m : 100m,
                                    interest: n % 3 == 0 ? 100m : 0m
                                )
                            ),
                            .. due.Where(_ => random.Next(4) > 0)
                                .Select(i =>
                                    Payment(id, start.AddDays(20 * i + random.Next(-5, 60)))
                                ),
                        ];
                }),
        ];
}
