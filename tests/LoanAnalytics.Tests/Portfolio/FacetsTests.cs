namespace LoanAnalytics.Tests.Portfolio;

[Collection("database")]
public sealed class FacetsTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    [Fact]
    public async Task Each_filter_shows_its_values_under_all_the_other_filters()
    {
        using var extract = new Extract()
            .With(
                "branches.csv",
                "branch_id,name,city,region",
                "B2,Alpha,Rome,South",
                "B10,Beta,Milan,North"
            )
            .With(
                "customers.csv",
                "customer_id,age,gender,annual_income,employment_status",
                "C1,40,female,50000,Employed",
                "C2,17,male,,"
            )
            .With(
                "loans.csv",
                "loan_id,customer_id,branch_id,principal,interest_rate,term_months,start_date,end_date,status,amount_paid,outstanding_balance",
                "L1,C1,B2,9000,5,12,2024-01-01,2025-01-01,active,20,80",
                "L2,C1,B2,10000,4,120,2024-01-01,2034-01-01,defaulted,20,80",
                "L3,C2,B10,50000,5,24,2023-01-01,2025-01-01,active,20,80",
                "L4,C2,,50000,,24,2023-01-01,2025-01-01,fully_paid,20,0"
            );
        await database.Import(extract.Folder, "canonical");

        // North is L3 alone, and L3 is active: the regions are counted among the active loans, the statuses among those in the North.
        var facets = await Facets("region=North&status=ACTIVE&rateMin=1");
        facets["region"].ShouldBe([("North", "North", 1), ("South", "South", 1)]);
        facets["status"].ShouldBe([("active", "active", 1)]);
        facets["branchId"].ShouldBe([("B10", "Beta", 1)]);

        var all = await Facets("");
        all["region"]
            .ShouldBe([("North", "North", 1), ("South", "South", 2), ("unknown", "unknown", 1)]);
        all["branchId"]
            .ShouldBe([("B2", "Alpha", 2), ("B10", "Beta", 1), ("unknown", "unknown", 1)]);
        all["status"]
            .ShouldBe([
                ("active", "active", 2),
                ("fully_paid", "fully_paid", 1),
                ("defaulted", "defaulted", 1),
            ]);
        all["ageBand"].ShouldBe([("under 18", "under 18", 2), ("35-44", "35-44", 2)]);
        all["term"].ShouldBe([("12", "12", 1), ("24", "24", 2), ("120", "120", 1)]);
        all["amountBand"]
            .ShouldBe([("<10k", "<10k", 1), ("10k-20k", "10k-20k", 1), ("40k+", "40k+", 2)]);
        all["rateBand"]
            .ShouldBe([("<5", "<5", 1), ("5-7.5", "5-7.5", 2), ("unknown", "unknown", 1)]);

        // A chosen value stays in the list when nothing has it any more.
        (await Facets("region=South&term=24"))["region"]
            .ShouldBe([("North", "North", 1), ("South", "South", 0), ("unknown", "unknown", 1)]);
    }

    [Fact]
    public async Task On_a_real_book_a_value_chosen_alone_gives_the_loans_that_its_facet_promised()
    {
        Assert.SkipUnless(
            Database.Shared is not null,
            "The shared data sets are not beside the checkout."
        );
        await database.Import(Path.Combine(Database.Shared!, "data", "berka"), "berka");
        const string others = "gender=female&startYear=1996&startYear=1997";
        var facets = (await database.Get($"/portfolio/facets?{others}"))["data"]!["facets"]!;
        var attribute = facets.AsArray().Last()!;
        attribute["filter"]!.GetValue<string>().ShouldBe("attribute");
        attribute["attribute"]!.GetValue<string>().ShouldBe("statement_frequency");
        foreach (
            var facet in facets
                .AsArray()
                .Where(f => f!["filter"]!.GetValue<string>() is "region" or "term" or "attribute")
        )
        foreach (var value in facet!["values"]!.AsArray())
        {
            var chosen =
                $"{others}&{facet["filter"]}={Uri.EscapeDataString(value!["value"]!.GetValue<string>())}";
            (await database.Get($"/portfolio/summary?{chosen}"))["data"]!["loans"]!
                .GetValue<long>()
                .ShouldBe(value["loans"]!.GetValue<long>(), chosen);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Dictionary<string, (string, string, int)[]>> Facets(string filter) =>
        (await database.Get($"/portfolio/facets?{filter}"))["data"]!["facets"]!
            .AsArray()
            .ToDictionary(
                f => f!["filter"]!.GetValue<string>(),
                f =>
                    f!["values"]!
                        .AsArray()
                        .Select(v =>
                            (
                                v!["value"]!.GetValue<string>(),
                                v["label"]!.GetValue<string>(),
                                v["loans"]!.GetValue<int>()
                            )
                        )
                        .ToArray()
            );
}
