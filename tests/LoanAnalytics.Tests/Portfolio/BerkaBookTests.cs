using System.Globalization;
using System.Text.Json.Nodes;

namespace LoanAnalytics.Tests.Portfolio;

/// <summary>A book without interest rates, incomes and some balances: what is not known is null, never 0.</summary>
[Collection("database")]
public sealed class BerkaBookTests(Database database) : IAsyncLifetime
{
    private JsonNode oracle = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(
            Database.Shared is not null,
            "The shared data sets are not beside the checkout."
        );
        await database.Empty();
        await database.Import(Path.Combine(Database.Shared!, "data", "berka"), "berka");
        oracle = JsonNode.Parse(
            await File.ReadAllTextAsync(
                Path.Combine(Database.Shared!, "oracles", "berka.json"),
                TestContext.Current.CancellationToken
            )
        )!;
    }

    [Fact]
    public async Task Unknown_balances_are_counted_and_the_rate_by_balance_is_null()
    {
        var data = (await database.Get("/portfolio/summary?definition=balance"))["data"]!;
        data["loans"]!.GetValue<int>().ShouldBe(682);
        data["repaid"]!.GetValue<decimal>().ShouldBe(46_942_847m);
        data["outstanding"]!.GetValue<decimal>().ShouldBe(40_738_741m);
        data["unknown"]!["balance"]!.GetValue<int>().ShouldBe(76);
        data["default"]!["rate"].ShouldBeNull();
        data["interestRate"]!["simple"].ShouldBeNull();
    }

    [Theory]
    [InlineData("region", "by_region")]
    [InlineData("branch", "by_branch")]
    [InlineData("gender", "by_gender")]
    [InlineData("ageBand", "by_age_band")]
    [InlineData("term", "by_term_months")]
    [InlineData("startYear", "by_start_year")]
    [InlineData("attribute:statement_frequency", "by_statement_frequency")]
    public async Task Each_group_is_as_the_control_figures_have_it(string by, string block)
    {
        var rows = (await database.Get($"/portfolio/breakdown?by={by}"))["data"]!["rows"]!
            .AsArray()
            .ToDictionary(
                r => r!["group"]![by]!.GetValue<string>(),
                StringComparer.OrdinalIgnoreCase
            );
        foreach (var expected in oracle[block]!.AsArray())
        {
            var row = rows[(expected!["group"] ?? expected["branch_ref"])!.ToString()]!;
            row["loans"]!.GetValue<long>().ShouldBe(expected["loans"]!.GetValue<long>());
            row["disbursed"]!
                .GetValue<decimal>()
                .ShouldBe(
                    decimal.Parse(
                        expected["principal"]!.GetValue<string>(),
                        CultureInfo.InvariantCulture
                    )
                );
            row["default"]!["rate"]!
                .GetValue<double>()
                .ShouldBe(expected["default_rate_by_count"]!.GetValue<double>(), 1e-6);
        }
    }

    [Fact]
    public async Task Incomes_are_one_unknown_group() =>
        (await database.Get("/portfolio/breakdown?by=incomeBand"))["data"]!["rows"]!
            .AsArray()
            .Select(r =>
                (r!["group"]!["incomeBand"]!.GetValue<string>(), r["loans"]!.GetValue<int>())
            )
            .ShouldBe([("unknown", 682)]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
