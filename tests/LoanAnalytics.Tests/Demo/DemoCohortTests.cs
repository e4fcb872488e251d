using System.Globalization;
using System.Text.Json.Nodes;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Demo;

/// <summary>A demo book of 20,000 loans through a real import: what the cohorts show against what was planted. A loan defaults with its fourth
/// missed instalment, so at four months on book at the earliest. Bounds on chance are those of the seed's one book.</summary>
[Collection("database")]
public sealed class DemoCohortTests(ImportedDemo demo, Database database)
    : IClassFixture<ImportedDemo>
{
    [Theory]
    [InlineData("default", "defaulted", 6)]
    [InlineData("default", "defaulted", 9)]
    [InlineData("default", "defaulted", 11)]
    [InlineData("prepaid", "prepaid", 3)]
    [InlineData("prepaid", "prepaid", 6)]
    [InlineData("prepaid", "prepaid", 11)]
    public async Task Each_quarters_loans_went_the_way_of_the_planted_chain_by_each_age(
        string measure,
        string state,
        int monthsOnBook
    )
    {
        var answer = await database.Get($"/delinquency/vintages?measure={measure}");

        double chiSquare = 0;
        var cohorts = 0;
        foreach (var (cohort, loans) in Cells(answer, monthsOnBook))
        {
            var chances = demo.Cohort(cohort)
                .Select(l => demo.Chances(l, state)[monthsOnBook])
                .ToArray();
            var variance = chances.Sum(p => p * (1 - p));
            chiSquare += Math.Pow(loans - chances.Sum(), 2) / variance;
            cohorts++;
        }
        cohorts.ShouldBeGreaterThan(12);
        // 3.09 standard deviations of a chi-square, whose mean is its degrees of freedom and variance twice that.
        Math.Abs(chiSquare - cohorts).ShouldBeLessThan(3.09 * Math.Sqrt(2 * cohorts));
    }

    [Fact]
    public async Task Nothing_defaults_before_its_fourth_month_and_a_curve_never_falls()
    {
        var rows = (await database.Get("/delinquency/vintages"))["data"]!["rows"]!
            .AsArray()
            .Where(r => r!["rate"] is not null)
            .ToArray();

        rows.Where(r => r!["monthsOnBook"]!.GetValue<int>() < 4)
            .ShouldAllBe(r => r!["loans"]!.GetValue<long>() == 0);
        foreach (var cohort in rows.GroupBy(r => r!["cohort"]!.GetValue<string>()))
            cohort
                .Select(r => r!["rate"]!.GetValue<double>())
                .ShouldBe(cohort.Select(r => r!["rate"]!.GetValue<double>()).Order());
    }

    [Fact]
    public async Task The_worse_vintage_stands_apart_from_its_first_defaults_on_and_no_other_month_does()
    {
        var answer = await database.Get("/delinquency/vintages?cohort=month");

        foreach (var age in (int[])[6, 9, 12])
        {
            var sides = Cells(answer, age)
                .ToLookup(
                    c => string.CompareOrdinal(c.Cohort, demo.WorseFrom) >= 0,
                    c => (c.Loans, Size: demo.Cohort(c.Cohort).Count())
                );
            var (before, worse) = (Pool(sides[false]), Pool(sides[true]));
            worse.Low!.Value.ShouldBeGreaterThan(before.High!.Value, $"{age} months on book");
            // Among the months before there is no difference beyond chance.
            ChiSquare
                .Independence([.. sides[false].Select(c => (c.Loans, c.Size - c.Loans))])!
                .PValue.ShouldBeGreaterThan(0.001);
        }

        static Proportion Pool(IEnumerable<(long Loans, int Size)> cohorts) =>
            Proportion.Of(cohorts.Sum(c => c.Loans), cohorts.Sum(c => c.Size));
    }

    [Fact]
    public async Task Defaults_of_each_quarters_loans_within_a_year_are_the_planted_chances_of_those_loans()
    {
        var chances = demo
            .Book.Truth("pd12")
            .Select(r =>
                (Loan: r["loan_id"], End: r["quarter_end"], Pd: DemoBook.Chance(r["pd12"]))
            )
            .Where(r => Quarter(demo.Start(r.Loan)) == Quarter(DemoBook.Day(r.End)!.Value))
            .ToLookup(r => Quarter(demo.Start(r.Loan)));
        var rows = (await database.Get("/delinquency/vintages?axis=month"))["data"]!["rows"]!
            .AsArray()
            .ToLookup(r => r!["cohort"]!.GetValue<string>());

        double chiSquare = 0;
        var quarters = 0;
        foreach (var quarter in chances)
        {
            var until = DemoBook.Day(quarter.First().End)!.Value.AddDays(1).AddYears(1).AddDays(-1);
            if (until > DemoBook.AsOf)
                continue;
            var on = until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var defaulted = rows[quarter.Key].Single(r => r!["on"]!.GetValue<string>() == on)![
                "loans"
            ]!.GetValue<long>();
            var variance = quarter.Sum(r => r.Pd * (1 - r.Pd));
            chiSquare += Math.Pow(defaulted - quarter.Sum(r => r.Pd), 2) / variance;
            quarters++;
        }
        quarters.ShouldBeGreaterThan(8);
        Math.Abs(chiSquare - quarters).ShouldBeLessThan(3.09 * Math.Sqrt(2 * quarters));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?asOf=2024-07-17")]
    public async Task Time_to_default_is_that_of_the_files(string query)
    {
        var asOf = query.Length == 0 ? DemoBook.AsOf : new DateOnly(2024, 7, 17);

        var answer = await database.Get($"/delinquency/survival{query}");

        var expected = KaplanMeier.Of(
            demo.Book.Played.Where(l => DemoBook.Day(l["start_date"]) <= asOf)
                .Select(l =>
                {
                    var defaulted = DemoBook.Day(l["defaulted_on"]) is { } d && d <= asOf;
                    var last =
                        defaulted ? DemoBook.Day(l["defaulted_on"])!.Value
                        : DemoBook.Day(l["closed_on"]) is { } closed && closed <= asOf ? closed
                        : asOf;
                    return new SurvivalCount(
                        MonthsOnBook.At(DemoBook.Day(l["start_date"])!.Value, last),
                        defaulted ? 1 : 0,
                        defaulted ? 0 : 1
                    );
                })
        );
        answer["data"]!["rows"]!
            .AsArray()
            .Select(r => $"{r!["monthsOnBook"]} {r["atRisk"]} {r["defaulted"]}")
            .ShouldBe(expected.Steps.Select(s => $"{s.Time} {s.AtRisk} {s.Events}"));
    }

    /// <summary>The cohorts that are seen to an age, and their loans struck by it.</summary>
    private static IEnumerable<(string Cohort, long Loans)> Cells(JsonNode answer, int age) =>
        answer["data"]!["rows"]!
            .AsArray()
            .Where(r => r!["monthsOnBook"]!.GetValue<int>() == age && r["loans"] is not null)
            .Select(r => (r!["cohort"]!.GetValue<string>(), r["loans"]!.GetValue<long>()));

    internal static string Quarter(DateOnly day) => $"{day.Year}-Q{(day.Month + 2) / 3}";
}

/// <summary>The demo book of 20,000 loans, imported, and the planted chances of its loans.</summary>
public sealed class ImportedDemo(Database database) : IAsyncLifetime
{
    private readonly Dictionary<string, Dictionary<string, (string To, double Chance)[]>> chains =
    [];
    private readonly Dictionary<(string, string), double[]> chances = [];
    private Dictionary<string, string> cellOf = [];
    private ILookup<string, string>? cohorts;
    private Dictionary<string, DateOnly> starts = [];

    internal DemoBook Book { get; } = new();

    /// <summary>The month of origination from which loans are worse, as a cohort is named.</summary>
    internal string WorseFrom { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await database.Empty();
        await database.Import(Book.Folder, "canonical", asOf: DemoBook.AsOf);
        cellOf = Book.Truth("loan_cells").ToDictionary(r => r["loan_id"], r => r["cell"]);
        starts = Book.Played.ToDictionary(
            l => l["loan_id"],
            l => DemoBook.Day(l["start_date"])!.Value
        );
        cohorts = starts
            .SelectMany(s =>
                new[]
                {
                    s.Value.ToString("yyyy-MM", CultureInfo.InvariantCulture),
                    DemoCohortTests.Quarter(s.Value),
                }.Select(c => (Cohort: c, Loan: s.Key))
            )
            .ToLookup(c => c.Cohort, c => c.Loan);
        foreach (var cell in Book.Truth("transition_matrix").GroupBy(r => r["cell"]))
            chains[cell.Key] = cell.GroupBy(r => r["from"])
                .ToDictionary(
                    g => g.Key,
                    g => g.Select(r => (r["to"], DemoBook.Chance(r["probability"]))).ToArray()
                );
        WorseFrom = JsonNode.Parse(
            await File.ReadAllTextAsync(
                Path.Combine(Book.Folder, "truth", "parameters.json"),
                TestContext.Current.CancellationToken
            )
        )!["worseVintage"]!["from"]!.GetValue<string>()[..7];
    }

    internal DateOnly Start(string loan) => starts[loan];

    /// <summary>The loans paid out in a month or quarter.</summary>
    internal IEnumerable<string> Cohort(string period) => cohorts![period];

    /// <summary>The chance that a loan is in an end of its chain by each month on book, up to eleven: no term is shorter than a year.</summary>
    internal double[] Chances(string loan, string end)
    {
        var cell = cellOf[loan];
        if (chances.TryGetValue((cell, end), out var known))
            return known;
        var at = new Dictionary<string, double> { ["current"] = 1 };
        var by = new double[12];
        for (var month = 1; month < by.Length; month++)
        {
            var next = new Dictionary<string, double>();
            foreach (var (state, share) in at)
            foreach (
                var (to, chance) in chains[cell].TryGetValue(state, out var row)
                    ? row
                    : [(state, 1.0)]
            )
                next[to] = next.GetValueOrDefault(to) + share * chance;
            at = next;
            by[month] = at.GetValueOrDefault(end);
        }
        return chances[(cell, end)] = by;
    }

    public ValueTask DisposeAsync()
    {
        Book.Dispose();
        return default;
    }
}
