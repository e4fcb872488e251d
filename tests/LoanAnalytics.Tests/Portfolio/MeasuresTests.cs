using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Portfolio;

/// <summary>The measures of small books, worked by hand.</summary>
[Collection("database")]
public sealed class MeasuresTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    [Fact]
    public async Task A_written_off_loan_counts_as_defaulted()
    {
        await database.Given(
            Loan("B1", principal: 1_000m, outstanding: 400m, status: "written_off"),
            Loan("B1", principal: 3_000m, outstanding: 0m, status: "fully_paid")
        );

        var data = (await database.Get("/portfolio/breakdown?by=branch"))["data"]!["rows"]![0]!;

        (
            data["disbursed"]!.GetValue<decimal>(),
            data["outstanding"]!.GetValue<decimal>(),
            data["default"]!["rate"]!.GetValue<double>()
        ).ShouldBe((4_000m, 400m, 0.5));
    }

    [Fact]
    public async Task An_approved_loan_counts_as_disbursed_once_money_shows_on_it()
    {
        await database.Given(
            Loan(principal: 1_000m, outstanding: null, paid: null, status: "approved"),
            Loan(principal: 2_000m, outstanding: 0m, paid: 0m, status: "approved"),
            Loan(principal: 4_000m, outstanding: 4_000m, paid: 0m, status: "approved")
        );

        var data = (await database.Get("/portfolio/summary"))["data"]!;

        data["disbursed"]!.GetValue<decimal>().ShouldBe(4_000m);
        data["unknown"]!["balance"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_sum_of_which_no_part_is_known_is_unknown_and_not_zero()
    {
        await database.Given(Loan(outstanding: null, paid: null, rate: null));

        var data = (await database.Get("/portfolio/summary?definition=balance"))["data"]!;

        data["outstanding"].ShouldBeNull();
        data["repaid"].ShouldBeNull();
        data["interestRate"]!["simple"].ShouldBeNull();
        data["default"]!["rate"].ShouldBeNull();
    }

    // L1: 1000 lent, 700 paid with 100 of interest among it, 400 left: -100. L2: 2000 lent, 500 left, what was paid is unknown: 1500.
    // L3 is approved and not paid out: nothing to explain.
    [Fact]
    public async Task What_was_paid_out_and_is_neither_repaid_nor_outstanding_is_unexplained()
    {
        await database.Given(
            Loan(principal: 1_000m, paid: 700m, outstanding: 400m),
            Loan(principal: 2_000m, paid: null, outstanding: 500m, status: "defaulted"),
            Loan(principal: 4_000m, paid: 0m, outstanding: null, status: "approved")
        );

        var data = (await database.Get("/portfolio/summary"))["data"]!;
        data["unexplained"]!.GetValue<decimal>().ShouldBe(1_400m);
        data["status"]!
            .AsArray()
            .Select(s => s!["unexplained"]!.GetValue<decimal>())
            .ShouldBe([0m, -100m, 0m, 1_500m, 0m]);

        var list = await database.Get("/loans?sort=-unexplained");
        list["items"]!
            .AsArray()
            .Select(l => (l!["loanId"]!.GetValue<string>(), l["unexplained"]!.GetValue<decimal>()))
            .ShouldBe([("L2", 1_500m), ("L3", 0m), ("L1", -100m)]);
        list["sums"]!
            .AsObject()
            .Select(s => (s.Key, s.Value!.GetValue<decimal>()))
            .ShouldBe([
                ("principal", 7_000m),
                ("disbursed", 3_000m),
                ("repaid", 700m),
                ("outstanding", 900m),
                ("unexplained", 1_400m),
            ]);
    }

    [Fact]
    public async Task The_sums_of_no_loan_are_zero_and_those_of_unknown_amounts_are_unknown()
    {
        await database.Given(Loan(paid: null, outstanding: null));

        Sums(await database.Get("/loans?region=Nowhere")).ShouldBe([0m, 0m, 0m, 0m, 0m]);
        Sums(await database.Get("/loans")).ShouldBe([1_000m, 1_000m, null, null, 1_000m]);

        static IEnumerable<decimal?> Sums(System.Text.Json.Nodes.JsonNode list) =>
            list["sums"]!.AsObject().Select(s => (decimal?)s.Value);
    }

    [Fact]
    public async Task Three_averages_of_two_rates()
    {
        // simple (4 + 10) / 2; by amount (4 x 1000 + 10 x 3000) / 4000; by balance (4 x 900 + 10 x 100) / 1000
        await database.Given(
            Loan(principal: 1_000m, outstanding: 900m, rate: 4m),
            Loan(principal: 3_000m, outstanding: 100m, rate: 10m),
            Loan(principal: 9_000m, outstanding: 9_000m, rate: null)
        );

        var data = (await database.Get("/portfolio/summary"))["data"]!;

        data["interestRate"]!
            .AsObject()
            .Select(r => r.Value!.GetValue<double>())
            .ShouldBe([7, 8.5, 4.6]);
        data["unknown"]!["interestRate"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_borrower_with_two_loans_counts_once_and_defaults_with_either()
    {
        await database.Given(
            Loan(customer: "C1", status: "defaulted"),
            Loan(customer: "C1", status: "active"),
            Loan(customer: "C2", status: "active")
        );

        var data = (await database.Get("/portfolio/summary?unit=borrower"))["data"]!;

        data["customers"]!.GetValue<int>().ShouldBe(2);
        (
            data["default"]!["numerator"]!.GetValue<int>(),
            data["default"]!["denominator"]!.GetValue<int>()
        ).ShouldBe((1, 2));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
