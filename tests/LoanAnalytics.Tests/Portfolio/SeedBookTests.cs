using System.Net;
using System.Text.Json.Nodes;

namespace LoanAnalytics.Tests.Portfolio;

/// <summary>The seed book answers what its control figures, made independently of this code, say.</summary>
[Collection("database")]
public sealed class SeedBookTests(Database database) : IAsyncLifetime
{
    private JsonNode oracle = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(
            Database.Shared is not null,
            "The shared data sets are not beside the checkout."
        );
        await database.Empty();
        await database.Import(Path.Combine(Database.Shared!, "data", "seed"), "seed");
        oracle = JsonNode.Parse(
            await File.ReadAllTextAsync(
                Path.Combine(Database.Shared!, "oracles", "seed.json"),
                TestContext.Current.CancellationToken
            )
        )!;
    }

    [Fact]
    public async Task The_totals_are_those_of_the_source_to_the_cent()
    {
        var data = (await database.Get("/portfolio/summary"))["data"]!;
        data["loans"]!.GetValue<int>().ShouldBe(1000);
        data["customers"]!.GetValue<int>().ShouldBe(435);
        data["disbursed"]!.GetValue<decimal>().ShouldBe(27_830_593.01m);
        data["repaid"]!.GetValue<decimal>().ShouldBe(12_571_013.17m);
        data["outstanding"]!.GetValue<decimal>().ShouldBe(12_034_514.06m);
        // 27,830,593.01 - 12,571,013.17 - 12,034,514.06
        data["unexplained"]!.GetValue<decimal>().ShouldBe(3_225_065.78m);
        data["status"]!
            .AsArray()
            .Select(s => s!["loans"]!.GetValue<int>())
            .ShouldBe([304, 199, 398, 99, 0]);
        data["lifecycle"]!
            .AsObject()
            .Select(s => s.Value!["loans"]!.GetValue<int>())
            .ShouldBe([503, 99, 398]);
        data["default"]!["low"]!.GetValue<double>().ShouldBe(0.0819954414, 1e-9);
        data["default"]!["high"]!.GetValue<double>().ShouldBe(0.1190736189, 1e-9);
        data["interestRate"]!["simple"]!.GetValue<double>().ShouldBe(8.98938, 1e-9);
        data["interestRate"]!["amountWeighted"]!.GetValue<double>().ShouldBe(8.9180695341, 1e-9);
        data["interestRate"]!["outstandingWeighted"]!
            .GetValue<double>()
            .ShouldBe(8.8528217148, 1e-9);
    }

    [Theory]
    [InlineData("count", 0.099)]
    [InlineData("amount", 0.0980505841)]
    [InlineData("balance", 0.0651284594)]
    [InlineData("booked", 0.1422413793)]
    [InlineData("resolved", 0.199195171)]
    public async Task Five_definitions_give_five_default_rates(string definition, double rate) =>
        (await database.Get($"/portfolio/summary?definition={definition}"))["data"]!["default"]![
            "rate"
        ]!
            .GetValue<double>()
            .ShouldBe(rate, 1e-9);

    [Fact]
    public async Task Thirteen_of_85_Texan_loans_defaulted_and_the_regions_do_not_differ()
    {
        var data = (await database.Get("/portfolio/breakdown?by=region"))["data"]!;
        var texas = data["rows"]!
            .AsArray()
            .Single(r => r!["group"]!["region"]!.GetValue<string>() == "Texas")!["default"]!;
        texas["numerator"]!.GetValue<int>().ShouldBe(13);
        texas["denominator"]!.GetValue<int>().ShouldBe(85);
        var test = data["heterogeneity"]!;
        test["chiSquare"]!.GetValue<double>().ShouldBe(6.6854622235, 1e-8);
        test["degreesOfFreedom"]!.GetValue<int>().ShouldBe(9);
        test["pValue"]!.GetValue<double>().ShouldBe(0.669829589905, 1e-8);
        test["differs"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory]
    [InlineData("region", "by_region")]
    [InlineData("branch", "by_branch")]
    [InlineData("gender", "by_gender")]
    [InlineData("ageBand", "by_age_band")]
    [InlineData("employment", "by_employment")]
    [InlineData("incomeBand", "by_income_band")]
    [InlineData("term", "by_term_months")]
    [InlineData("startYear", "by_start_year")]
    [InlineData("startQuarter", "by_start_quarter")]
    [InlineData("amountBand", "by_principal_band")]
    public async Task Each_group_is_as_the_control_figures_have_it(string by, string block)
    {
        var rows = (await database.Get($"/portfolio/breakdown?by={by}"))["data"]!["rows"]!
            .AsArray()
            .ToDictionary(
                r => r!["group"]![by]!.GetValue<string>(),
                StringComparer.OrdinalIgnoreCase
            );
        var groups = oracle[block]!.AsArray();
        rows.Count.ShouldBe(groups.Count);
        foreach (var expected in groups)
            Agree(rows[(expected!["group"] ?? expected["branch_ref"])!.ToString()]!, expected);
    }

    [Fact]
    public async Task A_count_equals_the_length_of_the_list_behind_it()
    {
        foreach (
            var filter in (string[])
                [
                    "region=Texas",
                    "status=defaulted&gender=female",
                    "ageBand=18-24&ageBand=65%2B",
                    "incomeMin=100000",
                    "startYear=2024&term=12",
                    "region=Nowhere",
                ]
        )
        {
            var counted = (await database.Get($"/portfolio/summary?{filter}"))["data"]![
                "loans"
            ]!.GetValue<long>();
            var listed = await database.Get($"/loans?limit=1000&{filter}");
            listed["items"]!.AsArray().Count.ShouldBe((int)counted, filter);
            listed["total"]!.GetValue<long>().ShouldBe(counted, filter);
            listed["sums"]!["unexplained"]!
                .GetValue<decimal>()
                .ShouldBe(
                    listed["items"]!.AsArray().Sum(l => l!["unexplained"]!.GetValue<decimal>()),
                    filter
                );
        }
    }

    [Fact]
    public async Task A_filter_that_matches_nothing_gives_zeros_and_no_rate()
    {
        var data = (await database.Get("/portfolio/summary?region=Nowhere"))["data"]!;
        data["loans"]!.GetValue<int>().ShouldBe(0);
        data["outstanding"]!.GetValue<decimal>().ShouldBe(0);
        data["default"]!["rate"].ShouldBeNull();
        data["interestRate"]!["simple"].ShouldBeNull();
    }

    [Fact]
    public async Task An_unknown_parameter_is_refused_and_the_likely_one_named()
    {
        var answer = await database.Client.GetAsync(
            "/api/v1/portfolio/summary?regoin=Texas",
            TestContext.Current.CancellationToken
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        ).ShouldContain("did you mean 'region'");
    }

    [Fact]
    public async Task The_same_question_has_the_same_tag_and_is_not_sent_twice()
    {
        var first = await database.Client.GetAsync(
            "/api/v1/portfolio/summary?region=Texas",
            TestContext.Current.CancellationToken
        );
        using var again = new HttpRequestMessage(
            HttpMethod.Get,
            "/api/v1/portfolio/summary?region=Texas"
        );
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (
            await database.Client.SendAsync(again, TestContext.Current.CancellationToken)
        ).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Borrowers_and_customers_are_told_apart()
    {
        var gender = (await database.Get("/demographics/distribution"))["data"]![
            "gender"
        ]!.AsArray();
        gender
            .Select(g =>
                (
                    g!["group"]!.GetValue<string>(),
                    g["borrowers"]!.GetValue<int>(),
                    g["customers"]!.GetValue<int>()
                )
            )
            .ShouldBe([("female", 218, 255), ("male", 217, 245)]);
    }

    [Fact]
    public async Task Income_and_default_are_unrelated()
    {
        var relation = (await database.Get("/demographics/performance?by=income"))["data"]![
            "incomeCorrelation"
        ]!;
        relation["customers"]!.GetValue<int>().ShouldBe(435);
        relation["pValue"]!.GetValue<double>().ShouldBeGreaterThan(0.05);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Agree(JsonNode row, JsonNode expected)
    {
        row["loans"]!.GetValue<long>().ShouldBe(expected["loans"]!.GetValue<long>());
        row["customers"]!.GetValue<long>().ShouldBe(expected["borrowers"]!.GetValue<long>());
        foreach (
            var (ours, theirs) in new[]
            {
                ("disbursed", "principal"),
                ("repaid", "amount_paid"),
                ("outstanding", "outstanding_balance"),
            }
        )
            row[ours]!
                .GetValue<decimal>()
                .ShouldBe(
                    decimal.Parse(
                        expected[theirs]!.GetValue<string>(),
                        System.Globalization.CultureInfo.InvariantCulture
                    )
                );
        row["default"]!["rate"]!
            .GetValue<double>()
            .ShouldBe(expected["default_rate_by_count"]!.GetValue<double>(), 1e-6);
        row["interestRate"]!["simple"]!
            .GetValue<double>()
            .ShouldBe(expected["average_rate_simple"]!.GetValue<double>(), 1e-6);
    }
}
