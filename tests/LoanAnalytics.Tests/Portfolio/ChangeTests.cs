namespace LoanAnalytics.Tests.Portfolio;

[Collection("database")]
public sealed class ChangeTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    // 2023: North 1 of 4, South 0 of 1, so 1 of 5. 2024: North 1 of 2, South 1 of 2, East 0 of 1, so 2 of 5: up by 0.2.
    // Rate effects: North (0.8 + 0.4) / 2 x (0.5 - 0.25) = 0.15; South (0.2 + 0.4) / 2 x 0.5 = 0.15; East 0.
    // Mix effects: North (0.25 + 0.5) / 2 x (0.4 - 0.8) = -0.15; South 0.25 x 0.2 = 0.05; East 0 x 0.2 = 0. Sum 0.3 - 0.1 = 0.2.
    [Fact]
    public async Task A_change_is_split_into_rates_and_mix_by_hand()
    {
        await Load();
        var data = (await database.Get("/portfolio/change?by=region&from=2023&to=2024"))["data"]!;
        data["rows"]!
            .AsArray()
            .Select(r =>
                (
                    r!["group"]!["region"]!.GetValue<string>(),
                    r["from"]!["share"]!.GetValue<double>(),
                    (double?)r["from"]!["default"]!["rate"],
                    r["to"]!["share"]!.GetValue<double>(),
                    (double?)r["to"]!["default"]!["rate"],
                    Math.Round(r["rateEffect"]!.GetValue<double>(), 12),
                    Math.Round(r["mixEffect"]!.GetValue<double>(), 12)
                )
            )
            .ShouldBe([
                ("East", 0, null, 0.2, 0, 0, 0),
                ("North", 0.8, 0.25, 0.4, 0.5, 0.15, -0.15),
                ("South", 0.2, 0, 0.4, 0.5, 0.15, 0.05),
            ]);
        var total = data["total"]!;
        total["from"]!["default"]!["numerator"]!.GetValue<int>().ShouldBe(1);
        total["to"]!["default"]!["denominator"]!.GetValue<int>().ShouldBe(5);
        total["change"]!.GetValue<double>().ShouldBe(0.2, 1e-12);
        total["rateEffect"]!.GetValue<double>().ShouldBe(0.3, 1e-12);
        total["mixEffect"]!.GetValue<double>().ShouldBe(-0.1, 1e-12);
    }

    [Fact]
    public async Task A_period_without_a_loan_has_no_rate_and_no_change()
    {
        await Load();
        var total = (await database.Get("/portfolio/change?by=region&from=2023&to=2025"))["data"]![
            "total"
        ]!;
        total["to"]!["loans"]!.GetValue<int>().ShouldBe(0);
        total["to"]!["default"]!["rate"].ShouldBeNull();
        total["change"].ShouldBeNull();
        total["rateEffect"].ShouldBeNull();
    }

    [Fact]
    public async Task A_filter_holds_in_both_periods_and_quarters_are_periods_too()
    {
        await Load();
        var total = (
            await database.Get(
                "/portfolio/change?by=gender&from=2023-Q1&to=2024-Q2&region=North&startedTo=2024-05-31"
            )
        )["data"]!["total"]!;
        total["from"]!["loans"]!.GetValue<int>().ShouldBe(4);
        total["to"]!["loans"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData("from=2023&to=2024", "by")]
    [InlineData("by=region&to=2024", "from")]
    [InlineData("by=region&from=2023&to=2024-13", "to")]
    [InlineData("by=region&from=2023&to=2024-05", "to")]
    [InlineData("by=planet&from=2023&to=2024", "by")]
    public async Task What_cannot_be_compared_is_refused_by_name(string question, string field)
    {
        var answer = await database.Client.GetAsync(
            $"/api/v1/portfolio/change?{question}",
            TestContext.Current.CancellationToken
        );
        ((int)answer.StatusCode).ShouldBe(400);
        (
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        ).ShouldContain($"\"errors\":{{\"{field}\":");
    }

    [Theory]
    [InlineData("count")]
    [InlineData("amount")]
    [InlineData("balance")]
    [InlineData("booked")]
    [InlineData("resolved")]
    [InlineData("perLoanYear")]
    public async Task On_a_real_book_the_two_effects_add_up_to_the_change(string definition)
    {
        Assert.SkipUnless(
            Database.Shared is not null,
            "The shared data sets are not beside the checkout."
        );
        await database.Import(Path.Combine(Database.Shared!, "data", "seed"), "seed");
        var data = (
            await database.Get(
                $"/portfolio/change?by=region&from=2022&to=2023&definition={definition}"
            )
        )["data"]!;
        foreach (var (side, year) in new[] { ("from", "2022"), ("to", "2023") })
            data["total"]![side]!["default"]!["rate"]!
                .GetValue<double>()
                .ShouldBe(
                    (
                        await database.Get(
                            $"/portfolio/summary?startYear={year}&definition={definition}"
                        )
                    )["data"]!["default"]!["rate"]!.GetValue<double>(),
                    1e-12
                );
        var effects = data["rows"]!
            .AsArray()
            .Sum(r => r!["rateEffect"]!.GetValue<double>() + r["mixEffect"]!.GetValue<double>());
        effects.ShouldBe(data["total"]!["change"]!.GetValue<double>(), 1e-12);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task Load()
    {
        using var extract = new Extract()
            .With(
                "branches.csv",
                "branch_id,name,city,region",
                "N,N,N,North",
                "S,S,S,South",
                "E,E,E,East"
            )
            .With(
                "customers.csv",
                "customer_id,age,gender,annual_income,employment_status",
                "C1,40,female,50000,Employed"
            )
            .With(
                "loans.csv",
                "loan_id,customer_id,branch_id,principal,interest_rate,term_months,start_date,end_date,status,amount_paid,outstanding_balance",
                "L1,C1,N,100,5,12,2023-01-01,2024-01-01,defaulted,20,80",
                "L2,C1,N,100,5,12,2023-01-02,2024-01-01,active,20,80",
                "L3,C1,N,100,5,12,2023-02-01,2024-01-01,active,20,80",
                "L4,C1,N,100,5,12,2023-03-31,2024-01-01,active,20,80",
                "L5,C1,S,100,5,12,2023-12-31,2024-12-01,active,20,80",
                "L6,C1,N,100,5,12,2024-04-01,2025-01-01,defaulted,20,80",
                "L7,C1,N,100,5,12,2024-06-30,2025-01-01,active,20,80",
                "L8,C1,S,100,5,12,2024-01-01,2025-01-01,written_off,20,80",
                "L9,C1,S,100,5,12,2024-12-31,2025-12-01,active,20,80",
                "LA,C1,E,100,5,12,2024-07-01,2025-01-01,fully_paid,100,0"
            );
        await database.Import(extract.Folder, "canonical");
    }
}
