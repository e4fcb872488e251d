using System.Text.Json.Nodes;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Portfolio;

/// <summary>Which attributes go with default beyond chance.</summary>
[Collection("database")]
public sealed class DifferencesTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    // Car 30 of 100 and home 10 of 100 default, so 40 of 200. Expected 20 in each: chi-square 2 x (100/20 + 100/80) = 12.5, V = 0.25;
    // one degree of freedom: p = 0.00040695. Branches B1 and B2 take every other loan, so 15 + 5 of 100 in each: no difference, p = 1.
    // Of the two tested Holm doubles the smaller: 0.0008139. Limits at 100 loans: 0.2 -+ 3.09 x 0.04 = 0.0764 and 0.3236, so none stands out.
    [Fact]
    public async Task Cars_default_more_than_homes_and_branches_do_not_differ()
    {
        await database.Given([.. Loans("Car", 30, 100), .. Loans("Home", 10, 100)]);

        var data = await Differences("by=branch&by=product&by=gender");

        data["tested"]!.GetValue<int>().ShouldBe(2);
        data["loans"]!.GetValue<int>().ShouldBe(200);
        data["default"]!["numerator"]!.GetValue<int>().ShouldBe(40);
        var rows = data["rows"]!.AsArray();
        rows.Select(r => (Text(r, "by"), r!["groups"]!.GetValue<int>()))
            .ShouldBe([("product", 2), ("branch", 2), ("gender", 1)]);
        var product = rows[0]!;
        Number(product["heterogeneity"]!["chiSquare"]).ShouldBe(12.5, 1e-9);
        Number(product["heterogeneity"]!["pValue"]).ShouldBe(0.00040695, 1e-8);
        Number(product["adjustedP"]).ShouldBe(0.0008139, 1e-7);
        Number(product["cramersV"]).ShouldBe(0.25, 1e-9);
        product["differs"]!.GetValue<bool>().ShouldBeTrue();
        (
            Text(product["highest"], "value"),
            Number(product["highest"]!["default"]!["rate"])
        ).ShouldBe(("Car", 0.3));
        (Text(product["lowest"], "value"), Number(product["lowest"]!["default"]!["rate"])).ShouldBe(
            ("Home", 0.1)
        );
        product["standOut"]!.AsArray().ShouldBeEmpty();
        rows[1]!["differs"]!.GetValue<bool>().ShouldBeFalse();
        Number(rows[1]!["adjustedP"]).ShouldBe(1);
    }

    [Fact]
    public async Task One_group_alone_is_not_tested_and_says_so_by_null()
    {
        await database.Given([.. Loans("Car", 30, 100)]);

        var gender = (await Differences("by=gender"))["rows"]![0]!;

        foreach (
            var field in (string[])
                ["heterogeneity", "adjustedP", "differs", "cramersV", "highest", "lowest"]
        )
            gender[field].ShouldBeNull(field);
    }

    // 100 of 1,000 default; boats 30 of 100. At 10 % and 100 loans the limits are 0.1 -+ 3.09 x 0.03 = 0.0073 and 0.1927: boats stand out
    // above. The two loans for tents both defaulted, but a tenth of two loans is far from the five that a group needs.
    [Fact]
    public async Task A_group_stands_out_beyond_its_limits_and_a_tiny_one_never()
    {
        await database.Given([
            .. Loans("Boat", 30, 100),
            .. Loans("Car", 68, 898),
            .. Loans("Tent", 2, 2),
        ]);

        var product = (await Differences("by=product"))["rows"]![0]!;

        product["standOut"]!
            .AsArray()
            .Select(g =>
                (
                    Text(g, "value"),
                    Text(g, "direction"),
                    Math.Round(Number(g!["funnel"]!["high998"]), 4)
                )
            )
            .ShouldBe([("Boat", "above", 0.1927)]);
        Text(product["highest"], "value").ShouldBe("Boat");
        Text(product["lowest"], "value").ShouldBe("Car");
    }

    [Fact]
    public async Task Under_money_the_tests_go_by_loans_and_nothing_stands_out()
    {
        await database.Given([.. Loans("Boat", 30, 100), .. Loans("Car", 70, 900)]);

        var product = (await Differences("by=product&definition=amount"))["rows"]![0]!;

        product["heterogeneity"]!
            .ToJsonString()
            .ShouldBe(
                (await Differences("by=product"))["rows"]![0]!["heterogeneity"]!.ToJsonString()
            );
        Number(product["highest"]!["default"]!["numerator"]).ShouldBe(30_000);
        product["standOut"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_status_is_no_attribute_to_test()
    {
        var answer = await database.Client.GetAsync(
            "/api/v1/portfolio/differences?by=status",
            TestContext.Current.CancellationToken
        );
        ((int)answer.StatusCode).ShouldBe(400);
        (
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        ).ShouldContain("\"errors\":{\"by\":");
    }

    [Theory]
    [InlineData("all_loans", "count")]
    [InlineData("resolved_loans_only", "resolved")]
    public async Task In_the_seed_book_nothing_differs_beyond_chance(
        string block,
        string definition
    )
    {
        Assert.SkipUnless(
            Database.Shared is not null,
            "The shared data sets are not beside the checkout."
        );
        await database.Import(Path.Combine(Database.Shared!, "data", "seed"), "seed");
        var oracle = JsonNode.Parse(
            await File.ReadAllTextAsync(
                Path.Combine(Database.Shared!, "oracles", "seed.json"),
                TestContext.Current.CancellationToken
            )
        )!["chi_square"]![block]!;

        var data = await Differences($"definition={definition}");

        var rows = data["rows"]!.AsArray().ToDictionary(r => Text(r, "by"));
        foreach (
            var (by, theirs) in new[]
            {
                ("region", "region"),
                ("branch", "region"),
                ("ageBand", "age_band"),
                ("gender", "gender"),
                ("employment", "employment_status"),
                ("incomeBand", "income_band"),
                ("term", "term_months"),
                ("startYear", "start_year"),
            }
        )
            if (oracle[theirs] is { } expected)
            {
                var test = rows[by]!["heterogeneity"]!;
                Number(test["chiSquare"]).ShouldBe(Number(expected["chi2"]), 1e-6, by);
                Number(test["degreesOfFreedom"]).ShouldBe(Number(expected["df"]), by);
                Number(test["pValue"]).ShouldBe(Number(expected["p_value"]), 1e-6, by);
                Number(test["smallestExpected"])
                    .ShouldBe(Number(expected["smallest_expected_count"]), 1e-6, by);
                Number(rows[by]!["cramersV"]).ShouldBe(Number(expected["cramers_v"]), 1e-6, by);
            }
        // The year of origination alone has p = 0.042; among eleven tests that is no wonder.
        rows.Values.Count(r => r!["differs"]?.GetValue<bool>() == true).ShouldBe(0);
        rows.Values.SelectMany(r => r!["standOut"]!.AsArray()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("count")]
    [InlineData("balance")]
    [InlineData("booked")]
    [InlineData("perLoanYear")]
    public async Task Each_test_and_rate_is_that_of_the_breakdown(string definition)
    {
        await database.Given(RandomBook.Of(11).Rows);
        foreach (var by in RandomBook.Dimensions.Where(d => d != "status"))
        {
            var row = (await Differences($"by={by}&definition={definition}"))["rows"]![0]!;
            var breakdown = (
                await database.Get($"/portfolio/breakdown?by={by}&definition={definition}")
            )["data"]!;
            row["groups"]!.GetValue<int>().ShouldBe(breakdown["rows"]!.AsArray().Count, by);
            foreach (var field in (string[])["chiSquare", "pValue", "smallestExpected"])
                if (breakdown["heterogeneity"]?[field] is { } expected)
                    Number(row["heterogeneity"]![field]).ShouldBe(Number(expected), 1e-9, by);
                else
                    row["heterogeneity"].ShouldBeNull(by);
            foreach (var end in (string[])["highest", "lowest"])
                if (row[end] is { } group)
                    group["default"]!
                        .ToJsonString()
                        .ShouldBe(
                            breakdown["rows"]!
                                .AsArray()
                                .Single(r => Text(r!["group"], by) == Text(group, "value"))![
                                "default"
                            ]!.ToJsonString(),
                            by
                        );
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<JsonNode> Differences(string question) =>
        (await database.Get($"/portfolio/differences?{question}"))["data"]!;

    /// <summary>Loans of 1,000 for a product, of which the first so many defaulted; every other one is of the branch B2.</summary>
    private static IEnumerable<object> Loans(string product, int defaulted, int all) =>
        Enumerable
            .Range(0, all)
            .Select(i =>
                Loan(
                    i % 2 == 0 ? "B1" : "B2",
                    product: product,
                    status: i < defaulted ? "defaulted" : "active"
                )
            );

    private static double Number(JsonNode? value) => value!.GetValue<double>();

    private static string Text(JsonNode? node, string field) => node![field]!.GetValue<string>();
}
