using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>Prepayment of the six loans of <see cref="TransitionsTests"/>: of 400 each in four instalments of 100 principal, the last in May, for L6 in
/// July. L4 repays its last 300 in March, when 100 of it were scheduled: 200 are prepaid.</summary>
[Collection("database")]
public sealed class PrepaymentTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    // Left to prepay is what was owed less 100 scheduled: in February 300 of each of five; in March 200 of L1 and L4 and 300 of L2, L3 and L5; in April
    // 100 of L1 and L3, 300 of L2, L5 and L6.
    [Theory]
    [InlineData("")]
    [InlineData("&region=South")]
    public async Task Principal_prepaid_is_set_against_what_was_left_after_the_schedule(
        string filter
    )
    {
        await database.Given(TransitionsTests.AprilsEnd, TransitionsTests.Loans);

        var data = await Data($"?axis=month{filter}");

        Rows(data, "month")
            .ShouldBe([
                "2024-02-29 0/5 0 of 1500",
                "2024-03-31 1/5 200 of 1300",
                "2024-04-30 0/5 0 of 1100",
            ]);
        var march = data["rows"]![1]!;
        march["smm"]!.GetValue<double>().ShouldBe(200 / 1_300.0, 1e-12);
        // 1 - (11/13)^12
        march["cpr"]!.GetValue<double>().ShouldBe(0.8652924, 1e-7);
        Speed(data["total"]!).ShouldBe("1/15 200 of 3900");
        data["total"]!["smm"]!.GetValue<double>().ShouldBe(200 / 3_900.0, 1e-12);
        // Current at the month's start: all in February, L1 and L4 in March, L1, L3 and L6 in April.
        Speed(data["current"]!).ShouldBe("1/10 200 of 2400");
        data["total"]!["unsplitLoans"]!.GetValue<long>().ShouldBe(0);
    }

    [Fact]
    public async Task By_age_the_loans_of_every_month_stand_together()
    {
        await database.Given(TransitionsTests.AprilsEnd, TransitionsTests.Loans);

        Rows(await Data("?axis=age"), "monthsOnBook")
            .ShouldBe(["1 0/6 0 of 1800", "2 1/5 200 of 1300", "3 0/4 0 of 800"]);
    }

    [Fact] // the schedule of L1 says nothing of principal, that of L2 does; in February both are open, and 900 of L2 are left to prepay
    public async Task Loans_whose_schedule_does_not_split_principal_are_left_out_of_the_money_and_counted()
    {
        await database.Given(
            new(2024, 2, 29),
            Loan(outstanding: null),
            Loan(outstanding: null),
            Instalment("L1", 1, new(2024, 2, 15)),
            Instalment("L1", 2, new(2024, 3, 15)),
            Instalment("L2", 1, new(2024, 2, 15), 110m, principal: 100m, interest: 10m),
            Instalment("L2", 2, new(2024, 3, 15), 910m, principal: 900m, interest: 10m),
            Payment("L1", new(2024, 2, 15)),
            Payment("L2", new(2024, 2, 15), 110m)
        );

        var total = (await Data(""))["total"]!;

        Speed(total).ShouldBe("0/2 0 of 900");
        total["unsplitLoans"]!.GetValue<long>().ShouldBe(1);
    }

    [Fact]
    public async Task Without_any_split_the_money_is_unknown_and_the_number_is_not()
    {
        await database.Given(
            new(2024, 3, 31),
            Loan(outstanding: null),
            Loan(outstanding: 0m, status: "fully_paid"),
            Instalment("L1", 1, new(2024, 5, 15), 400m),
            Instalment("L2", 1, new(2024, 5, 15), 400m),
            Payment("L2", new(2024, 3, 1), 400m)
        );

        var total = (await Data(""))["total"]!;

        Speed(total).ShouldBe("1/4  of ");
        total["smm"].ShouldBeNull();
        total["cpr"].ShouldBeNull();
        total["unsplitLoans"]!.GetValue<long>().ShouldBe(4);
    }

    [Fact]
    public async Task The_months_are_a_table()
    {
        await database.Given(TransitionsTests.AprilsEnd, TransitionsTests.Loans);

        var rows = await database.Table("/delinquency/prepayment", Http.Cells.Csv);
        rows.Select(r => $"{r["month"]} {r["share.numerator"]} {r["prepaid"]}")
            .ShouldBe(["2024-02-29 0 0", "2024-03-31 1 200", "2024-04-30 0 0"]);
        (await database.Table("/delinquency/prepayment", Http.Cells.Parquet)).SequenceShouldBe(
            rows
        );
    }

    private async Task<JsonNode> Data(string query) =>
        (await database.Get($"/delinquency/prepayment{query}"))["data"]!;

    private static IEnumerable<string> Rows(JsonNode data, string key) =>
        data["rows"]!.AsArray().Select(r => $"{r![key]} {Speed(r)}");

    private static string Speed(JsonNode s) =>
        $"{s["share"]!["numerator"]}/{s["share"]!["denominator"]} {s["prepaid"]} of {s["prepayable"]}";
}
