using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;
using LoanAnalytics.Tests.Portfolio;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Branches;

/// <summary>Two branches side by side.</summary>
[Collection("database")]
public sealed class ComparisonTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    // East: car 1 of 2, home 1 of 2, boat 0 of 1: 2 of 5. West: car 1 of 4, home 0 of 1: 1 of 5. East is up by 0.2.
    // Wilson 2/5: 0.117621 to 0.769276, 1/5: 0.036224 to 0.624465. Low 0.2 - √(0.282379² + 0.424465²) = -0.309813,
    // high 0.2 + √(0.369276² + 0.163776²) = 0.603964. Expected 1.5 and 3.5: chi-square 2 x (0.25/1.5 + 0.25/3.5) = 10/21, p = 0.490153.
    [Fact]
    public async Task The_difference_of_two_branches_by_hand()
    {
        await GivenEastAndWest();

        var data = await Compare("left=E&right=W");

        foreach (
            var (side, id, name, numerator) in new[]
            {
                ("left", "E", "East", 2),
                ("right", "W", "West", 1),
            }
        )
        {
            Text(data[side], "branchId").ShouldBe(id);
            Text(data[side], "name").ShouldBe(name);
            data[side]!["loans"]!.GetValue<int>().ShouldBe(5);
            data[side]!["default"]!["numerator"]!.GetValue<int>().ShouldBe(numerator);
        }
        var difference = data["difference"]!;
        Number(difference["rate"]).ShouldBe(0.2, 1e-12);
        Number(difference["low"]).ShouldBe(-0.309813, 1e-6);
        Number(difference["high"]).ShouldBe(0.603964, 1e-6);
        Number(difference["chiSquare"]).ShouldBe(10 / 21.0, 1e-12);
        Number(difference["pValue"]).ShouldBe(0.490153, 1e-6);
        Number(difference["smallestExpected"]).ShouldBe(1.5, 1e-12);
        difference["differs"]!.GetValue<bool>().ShouldBeFalse();
    }

    // Rate effects: car (0.8 + 0.4) / 2 x (0.5 - 0.25) = 0.15, home (0.2 + 0.4) / 2 x 0.5 = 0.15; mix: car 0.375 x (0.4 - 0.8) = -0.15,
    // home 0.25 x 0.2 = 0.05; boats are all mix, and add 0 x 0.2.
    [Fact]
    public async Task The_reasons_of_the_difference_by_hand()
    {
        await GivenEastAndWest();

        var why = (await Compare("left=E&right=W"))["why"]!;

        Text(why, "by").ShouldBe("product");
        why["rows"]!
            .AsArray()
            .Select(r =>
                (
                    Text(r!["group"], "product"),
                    Math.Round(Number(r["left"]!["share"]), 12),
                    Math.Round(Number(r["right"]!["share"]), 12),
                    Math.Round(Number(r["rateEffect"]), 12),
                    Math.Round(Number(r["mixEffect"]), 12)
                )
            )
            .ShouldBe([
                ("Boat", 0.2, 0, 0, 0),
                ("Car", 0.4, 0.8, 0.15, -0.15),
                ("Home", 0.4, 0.2, 0.15, 0.05),
            ]);
        Number(why["rateEffect"]).ShouldBe(0.3, 1e-12);
        Number(why["mixEffect"]).ShouldBe(-0.1, 1e-12);
    }

    [Fact]
    public async Task A_branch_without_a_loan_under_the_filters_has_no_rate_and_no_difference()
    {
        await GivenEastAndWest();

        foreach (var filter in (string[])["product=Boat", "branchId=E"])
        {
            var data = await Compare($"left=E&right=W&{filter}");
            data["right"]!["loans"]!.GetValue<int>().ShouldBe(0, filter);
            data["right"]!["default"]!["rate"].ShouldBeNull(filter);
            foreach (var (name, value) in data["difference"]!.AsObject())
                value.ShouldBeNull($"{name} {filter}");
            data["why"]!["rateEffect"].ShouldBeNull(filter);
        }
    }

    [Fact]
    public async Task Money_and_loan_years_have_no_interval_and_are_tested_by_loans()
    {
        await GivenEastAndWest();

        foreach (var definition in (string[])["amount", "balance", "perLoanYear"])
        {
            var difference = (await Compare($"left=E&right=W&definition={definition}"))[
                "difference"
            ]!;
            difference["rate"].ShouldNotBeNull(definition);
            difference["low"].ShouldBeNull(definition);
            difference["high"].ShouldBeNull(definition);
            Number(difference["chiSquare"]).ShouldBe(10 / 21.0, 1e-12, definition);
        }
    }

    [Theory]
    [InlineData("left=E&right=Z", 404, "not-found", "")]
    [InlineData("left=Z&right=E", 404, "not-found", "")]
    [InlineData("left=E&right=E", 400, "invalid-request", "right")]
    [InlineData("left=E", 400, "invalid-request", "right")]
    [InlineData("right=E", 400, "invalid-request", "left")]
    [InlineData("left=E&right=W&by=branch", 400, "invalid-request", "by")]
    [InlineData("left=E&right=W&by=planet", 400, "invalid-request", "by")]
    public async Task What_cannot_be_compared_is_refused(
        string question,
        int status,
        string type,
        string field
    )
    {
        await GivenEastAndWest();
        using var answer = await database.Ask($"/branches/comparison?{question}");
        (await answer.Problem()).ShouldBe((status, $"/problems/{type}", field));
    }

    [Fact]
    public async Task Every_form_holds_the_two_branches()
    {
        await GivenEastAndWest();
        var data = await Compare("left=E&right=W");
        var rows = Cells.Rows([data["left"], data["right"]]);
        foreach (var form in (string[])[Cells.Csv, Cells.Ndjson, Cells.Parquet])
            (await database.Table("/branches/comparison?left=E&right=W", form)).SequenceShouldBe(
                rows,
                form
            );
    }

    [Theory]
    [InlineData("count")]
    [InlineData("amount")]
    [InlineData("balance")]
    [InlineData("booked")]
    [InlineData("resolved")]
    [InlineData("perLoanYear")]
    public async Task Both_sides_are_those_of_the_ranking_and_the_effects_add_up(string definition)
    {
        await database.Given(RandomBook.Of(12).Rows);
        var ranking = (await database.Get($"/branches/performance?definition={definition}"))[
            "data"
        ]!["rows"]!.AsArray();
        var ids = ranking.Select(r => Text(r, "branchId")).ToArray();
        ids.ShouldContain("unknown");
        foreach (var (left, right) in ids.Zip(ids.Skip(1)))
        foreach (var by in (string[])["product", "ageBand", "attribute:channel"])
        {
            var data = await Compare($"left={left}&right={right}&by={by}&definition={definition}");
            foreach (var (side, id) in new[] { ("left", left), ("right", right) })
            {
                var ranked = ranking.Single(r => Text(r, "branchId") == id)!;
                foreach (var (name, value) in data[side]!.AsObject())
                    value
                        ?.ToJsonString()
                        .ShouldBe(ranked[name]?.ToJsonString(), $"{id} {name} {definition}");
            }
            if (data["why"]!["rateEffect"] is null)
                continue;
            var effects = data["why"]!["rows"]!
                .AsArray()
                .Sum(r => Number(r!["rateEffect"]) + Number(r["mixEffect"]));
            effects.ShouldBe(Number(data["difference"]!["rate"]), 1e-9, $"{left} {right} {by}");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task GivenEastAndWest() =>
        database.Given(
            Branch("E", "East"),
            Branch("W", "West"),
            Loan("E", product: "Car", status: "defaulted"),
            Loan("E", product: "Car"),
            Loan("E", product: "Home", status: "written_off"),
            Loan("E", product: "Home"),
            Loan("E", product: "Boat"),
            Loan("W", product: "Car", status: "defaulted"),
            Loan("W", product: "Car"),
            Loan("W", product: "Car"),
            Loan("W", product: "Car"),
            Loan("W", product: "Home")
        );

    private async Task<JsonNode> Compare(string question) =>
        (await database.Get($"/branches/comparison?{question}"))["data"]!;

    private static double Number(JsonNode? value) => value!.GetValue<double>();

    private static string Text(JsonNode? node, string field) => node![field]!.GetValue<string>();
}
