using System.Text.Json.Nodes;
using LoanAnalytics.Api.Features.Demo;
using LoanAnalytics.Credit;
using LoanAnalytics.Tests.Demo;
using LoanAnalytics.Tests.Http;

namespace LoanAnalytics.Tests.Segments;

/// <summary>What was planted in a demo book is found.</summary>
[Collection("database")]
public sealed class DemoSegmentsTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact] // four kinds of customers that differ in age, income and employment, which are the features taken where none is named
    public async Task The_segments_found_are_the_planted_ones_and_the_young_poor_ones_are_the_riskiest()
    {
        using var extract = new Extract();
        DemoPortfolio.Write(extract.Folder, 5_000, 1, TestContext.Current.CancellationToken);
        await database.Import(extract.Folder, "canonical", asOf: DemoBook.AsOf);
        var planted = DemoBook
            .Read(Path.Combine(extract.Folder, "truth"), "customer_segments")
            .ToDictionary(r => r["customer_id"], r => r["segment"][0] - '0');

        var four = await database.Published(new { k = 4 });

        (await Agreement(four, planted)).ShouldBeGreaterThanOrEqualTo(0.9);
        var rows = (await database.Get("/segments"))["data"]!;
        rows["heterogeneity"]!["differs"]!.GetValue<bool>().ShouldBeTrue();
        rows["rows"]!
            .AsArray()
            .MaxBy(s => s!["measures"]!["default"]!["rate"]!.GetValue<double>())!["name"]!
            .GetValue<string>()
            .ShouldBe("younger, low income, student");
        // Left open, the number is one at which the planted groups are found too.
        var open = await database.Segmented(new { restarts = 10, kTo = 6 });
        (await Agreement(open, planted)).ShouldBeGreaterThanOrEqualTo(0.9);
    }

    private async Task<double> Agreement(JsonNode made, Dictionary<string, int> planted)
    {
        var members = new List<(string Customer, int Segment)>();
        foreach (var segment in made["model"]!["segments"]!.AsArray())
            members.AddRange(
                (
                    await database.Table(
                        $"/segments/{segment!["id"]}/members?segmentation={made["segmentationId"]}",
                        Cells.Csv
                    )
                ).Select(m => (m["customerId"]!, segment["id"]!.GetValue<int>()))
            );
        members.Count.ShouldBe(made["customers"]!.GetValue<int>());
        return AdjustedRandIndex
            .Of([.. members.Select(m => planted[m.Customer])], [.. members.Select(m => m.Segment)])!
            .Value;
    }
}
