using System.Globalization;
using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Demo;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>The demo book of 20,000 loans is loaded once for the tests of this class.</summary>
public sealed class LoadedDemo : IDisposable
{
    public DemoBook Book { get; } = new();

    internal bool IsLoaded { get; set; }

    public void Dispose() => Book.Dispose();
}

/// <summary>What the loaded demo book answers, against what was planted in it and against its files. Bounds on chance are those of the seed's one book.</summary>
[Collection("database")]
public sealed class DemoFlowTests(Database database, LoadedDemo demo)
    : IClassFixture<LoadedDemo>,
        IAsyncLifetime
{
    private static readonly string[] Ends = ["prepaid", "repaid"];

    private DemoBook Book => demo.Book;

    public async ValueTask InitializeAsync()
    {
        if (demo.IsLoaded)
            return;
        await database.Empty();
        await database.Import(Book.Folder, "canonical", asOf: DemoBook.AsOf);
        demo.IsLoaded = true;
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>What stands in the truth for a cell: default is the bucket 91-120 at a month's end, and a loan is paid whether early or at its term.</summary>
    private static string State(string planted) =>
        planted == "defaulted" ? "91-120"
        : Ends.Contains(planted) ? "paid"
        : planted;

    [Theory] // 99.9 % points of chi-square with two and three degrees of freedom
    [InlineData("current", 2, 13.82)]
    [InlineData("1-30", 3, 16.27)]
    [InlineData("31-60", 3, 16.27)]
    [InlineData("61-90", 3, 16.27)]
    public async Task Measured_transitions_scatter_around_the_planted_chain(
        string from,
        int freedom,
        double bound
    )
    {
        var row = (await AllTransitions())["rows"]!
            .AsArray()
            .Single(r => r!["from"]!.GetValue<string>() == from)!;
        var planted = Book.Truth("transition_matrix_average").Where(r => r["from"] == from);
        var months = planted.Select(r => DemoBook.Number(r["loan_months"])).Distinct().Single();
        row["loans"]!.GetValue<long>().ShouldBe((long)months);
        var chances = planted
            .GroupBy(r => State(r["to"]))
            .Select(g => (To: g.Key, Chance: g.Sum(r => DemoBook.Chance(r["probability"]))))
            .Where(c => c.Chance > 0)
            .ToArray();
        chances.Length.ShouldBe(freedom + 1);
        var counted = row["cells"]!
            .AsArray()
            .ToDictionary(c => c!["to"]!.GetValue<string>(), c => c!["loans"]!.GetValue<long>());
        counted
            .Where(c => c.Value > 0)
            .Select(c => c.Key)
            .ShouldBeSubsetOf(chances.Select(c => c.To));
        var chiSquare = chances.Sum(c =>
        {
            var expected = c.Chance * (double)months;
            return Math.Pow(counted[c.To] - expected, 2) / expected;
        });
        chiSquare.ShouldBeLessThan(bound);
    }

    [Fact]
    public async Task Rows_sum_to_one_and_hold_every_month_of_every_loan_but_its_first()
    {
        var data = await AllTransitions();

        foreach (var row in data["rows"]!.AsArray())
            if (row!["loans"]!.GetValue<long>() > 0)
            {
                row["cells"]!.AsArray().Sum(c => c!["rate"]!.GetValue<double>()).ShouldBe(1, 1e-12);
                row["cells"]!
                    .AsArray()
                    .Sum(c => c!["rateByBalance"]!.GetValue<double>())
                    .ShouldBe(1, 1e-12);
            }
        var stored = await database.Scalar<long>(
            "select count(*) from loan_months where months_on_book > 0"
        );
        data["loans"]!.GetValue<long>().ShouldBe(stored);
        // Those that started in the first month are there at the start.
        data["entered"]!
            .GetValue<long>()
            .ShouldBe(
                Book.Played.LongCount(l =>
                    DemoBook.Day(l["start_date"]) > new DateOnly(2021, 1, 31)
                )
            );
        // By month and by age they are the same loans.
        foreach (var axis in (string[])["month", "age"])
            (await AllTransitions($"&axis={axis}"))["series"]!
                .AsArray()
                .Sum(s => s!["loans"]!.GetValue<long>())
                .ShouldBe(stored);
    }

    [Fact] // of the loans that were not in arrears and had instalments to come after the month, 8 in 1,000 a month
    public async Task The_planted_prepayment_is_recovered_by_number_and_by_balance()
    {
        const double planted = 0.008;
        var data = (await database.Get("/delinquency/prepayment"))["data"]!;
        var share = data["current"]!["share"]!;

        share["low"]!.GetValue<double>().ShouldBeLessThan(planted);
        share["high"]!.GetValue<double>().ShouldBeGreaterThan(planted);
        share["numerator"]!
            .GetValue<long>()
            .ShouldBe(Book.Steps().LongCount(s => s.To == "prepaid"));
        data["total"]!["share"]!["numerator"]!
            .GetValue<long>()
            .ShouldBe(share["numerator"]!.GetValue<long>());
        // Money weighs loans unequally, so it scatters more than the number does: by a tenth at most of what is planted.
        data["current"]!["smm"]!.GetValue<double>().ShouldBe(planted, planted / 10);
    }

    [Fact]
    public async Task Losses_are_those_of_the_files()
    {
        var data = (await database.Get("/delinquency/losses"))["data"]!;
        var total = data["total"]!;
        var defaulted = Book.Loans.Where(DemoBook.IsDefaulted).ToArray();
        var writtenOff = defaulted.Where(l => l["status"] == "written_off").ToArray();

        total["defaultedLoans"]!.GetValue<long>().ShouldBe(defaulted.Length);
        total["defaulted"]!.GetValue<decimal>().ShouldBe(defaulted.Sum(Exposure));
        total["writtenOffLoans"]!.GetValue<long>().ShouldBe(writtenOff.Length);
        total["writtenOff"]!.GetValue<decimal>().ShouldBe(writtenOff.Sum(Exposure));
        total["recovered"]!
            .GetValue<decimal>()
            .ShouldBe(defaulted.Sum(l => DemoBook.Number(l["recovered"])));
        var lgd = data["lossGivenDefault"]!;
        Workouts(lgd["all"]!, defaulted);
        Workouts(lgd["complete"]!, writtenOff);
        Workouts(lgd["incomplete"]!, [.. defaulted.Except(writtenOff)]);
        var stored = await database.Scalar<decimal>(
            "select sum(balance) from loan_months where state = 'written_off'"
        );
        total["writtenOff"]!.GetValue<decimal>().ShouldBe(stored);

        void Workouts(JsonNode answer, IReadOnlyCollection<Dictionary<string, string>> loans)
        {
            answer["loans"]!.GetValue<long>().ShouldBe(loans.Count);
            answer["exposure"]!.GetValue<decimal>().ShouldBe(loans.Sum(Exposure));
            answer["lgd"]!
                .GetValue<double>()
                .ShouldBe(
                    1
                        - (double)loans.Sum(l => DemoBook.Number(l["recovered"]))
                            / (double)loans.Sum(Exposure),
                    1e-12
                );
        }
    }

    // Nothing is paid after the 91st day, so what defaults in a month, 94 to 119 days past due at its end, is more than 180 days past due three months
    // later. The last seven months are left out: at the date of the data the recorded balance has had recoveries taken off.
    [Fact]
    public async Task The_forecast_of_losses_is_set_beside_what_the_files_say_came_and_is_near_it()
    {
        var tests = (await database.Get("/delinquency/losses"))["data"]!["forecast"]!["backTest"]!
            .AsArray()
            .SkipLast(1)
            .Select(t =>
                (
                    Month: DemoBook.Day(t!["month"]!.GetValue<string>())!.Value,
                    Forecast: t["forecast"]!.GetValue<decimal>(),
                    Actual: t["actual"]!.GetValue<decimal>()
                )
            )
            .ToArray();
        var defaulted = Book
            .Loans.Where(DemoBook.IsDefaulted)
            .Select(l => (On: DemoBook.Day(l["defaulted_on"])!.Value, Balance: Exposure(l)))
            .ToArray();

        tests.Length.ShouldBeGreaterThan(36);
        foreach (var test in tests)
        {
            var first = new DateOnly(test.Month.Year, test.Month.Month, 1).AddMonths(-2);
            defaulted
                .Where(d => d.On >= first && d.On < first.AddMonths(7))
                .Sum(d => d.Balance)
                .ShouldBe(test.Actual, $"{test.Month}");
            // Some 60 to 400 defaults of unequal size scatter by a tenth or so, and so do the flows of twelve months.
            Math.Abs(test.Forecast / test.Actual - 1).ShouldBeLessThan(0.25m, $"{test.Month}");
        }
        Math.Abs(tests.Sum(t => t.Forecast) / tests.Sum(t => t.Actual) - 1).ShouldBeLessThan(0.1m);
    }

    [Fact] // the whole book is read from the totals kept of it, a region from its loans month by month
    public async Task The_regions_add_up_to_the_whole_book()
    {
        var regions = DemoBook.Read(Book.Folder, "branches").Select(b => b["region"]).Distinct();
        var parts = new List<string[]>();
        foreach (var region in regions)
            parts.Add(await Sums($"region={region}"));

        var whole = await Sums("");

        parts.Count.ShouldBe(8);
        // A month added up from one step is that month looked at from its ends.
        whole[3..6].ShouldBe(whole[..3]);
        for (var i = 0; i < whole.Length; i++)
            parts
                .Sum(p => decimal.Parse(p[i], CultureInfo.InvariantCulture))
                .ShouldBe(decimal.Parse(whole[i], CultureInfo.InvariantCulture), $"figure {i}");

        async Task<string[]> Sums(string filter)
        {
            var moved = (await database.Get($"/delinquency/transitions?{filter}"))["data"]!;
            var ends = (await database.Get($"/delinquency/transitions?steps=period&{filter}"))[
                "data"
            ]!;
            var lost = (await database.Get($"/delinquency/losses?{filter}"))["data"]!;
            var speed = (await database.Get($"/delinquency/prepayment?{filter}"))["data"]![
                "total"
            ]!;
            JsonNode?[] sums =
            [
                moved["loans"],
                moved["balance"],
                moved["entered"],
                ends["loans"],
                ends["balance"],
                ends["entered"],
                lost["total"]!["writtenOff"],
                lost["total"]!["recovered"],
                lost["total"]!["defaulted"],
                lost["total"]!["performing"],
                lost["lossGivenDefault"]!["all"]!["exposure"],
                lost["lossGivenDefault"]!["all"]!["recovered"],
                lost["forecast"]!["balance"],
                speed["prepayable"],
                speed["prepaid"],
                speed["share"]!["numerator"],
                speed["share"]!["denominator"],
            ];
            return [.. sums.Select(s => s!.ToString())];
        }
    }

    /// <summary>What is not settled: nothing is paid after a default but recoveries, so what was owed then is owed in the end.</summary>
    private decimal Exposure(Dictionary<string, string> loan) =>
        Book.Schedules[loan["loan_id"]]
            .Skip(Book.Settled(loan["loan_id"], DemoBook.AsOf))
            .Sum(d => d.Principal);

    private async Task<JsonNode> AllTransitions(string more = "") =>
        (await database.Get($"/delinquency/transitions?from=2021-01-31&to=2025-12-31{more}"))[
            "data"
        ]!;
}
