using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Credit;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Portfolio;

/// <summary>The vectors whose figures are made by SQL.</summary>
[Collection("database")]
public sealed class MeasureVectorTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    [Fact]
    public async Task Three_average_interest_rates_leave_the_loan_without_a_rate_out()
    {
        var (inputs, expected) = Vector("average-interest-rate-weighting");
        await database.Given([
            .. inputs["loans"]!
                .AsArray()
                .Select(l =>
                    Loan(
                        principal: (decimal)l!["amount"]!,
                        rate: (decimal?)l["ratePct"],
                        outstanding: (decimal)l["outstanding"]!
                    )
                ),
        ]);
        var data = (await database.Get("/portfolio/summary"))["data"]!;
        foreach (var name in (string[])["simple", "amountWeighted", "outstandingWeighted"])
            data["interestRate"]![name]!
                .GetValue<double>()
                .ShouldBe((double)expected[name]!, 1e-9, name);
        data["unknown"]!["interestRate"]!
            .GetValue<int>()
            .ShouldBe((int)expected["excludedNullRate"]!);
    }

    [Fact]
    public async Task An_approved_loan_without_money_is_not_disbursed()
    {
        var (inputs, expected) = Vector("disbursed-approved-not-paid-out");
        await database.Given([
            .. inputs["loans"]!
                .AsArray()
                .Select(l =>
                    Loan(
                        status: l!["status"]!.GetValue<string>(),
                        principal: (decimal)l["principal"]!,
                        paid: (decimal?)l["repaid"],
                        outstanding: (decimal?)l["outstanding"]
                    )
                ),
        ]);
        (await database.Get("/portfolio/summary"))["data"]!["disbursed"]!
            .GetValue<decimal>()
            .ShouldBe((decimal)expected["disbursed"]!);
        (await database.Get("/portfolio/summary?definition=amount"))["data"]!["default"]![
            "denominator"
        ]!
            .GetValue<decimal>()
            .ShouldBe((decimal)expected["principal"]!);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static (JsonNode Inputs, JsonNode Expected) Vector(string id)
    {
        var vector = MetricVectorTests.Vectors().Single(v => v["id"]!.GetValue<string>() == id);
        return (vector["inputs"]!, vector["expected"]!);
    }
}
