using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Features.Segments;

namespace LoanAnalytics.Tests.Segments;

[Collection("database")]
public sealed class SegmentsTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    [Fact] // two pairs at ages 20, 22 and 60, 62: z = (x - 41) / sqrt(401), so each is 1 / sqrt(401) from its centre: 4 / 401
    public void Two_pairs_are_two_segments()
    {
        SegmentInput[] customers =
        [
            new("A", 20, 5, "x"),
            new("B", 22, 5, "x"),
            new("C", 60, 5, "x"),
            new("D", 62, 5, "x"),
        ];
        var model = CustomerKMeans.Train(
            customers,
            2,
            1,
            5,
            null,
            TestContext.Current.CancellationToken
        );
        model.Members.Select(m => m.Segment).ShouldBe([1, 1, 2, 2]);
        model.Inertia.ShouldBe(4.0 / 401, 1e-9);
    }

    [Fact]
    public async Task On_the_seed_book_each_k_is_as_good_as_the_best_known()
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
        )!;
        foreach (var best in oracle["kmeans"]!["age_income_employment"]!["results"]!.AsArray())
        {
            var run = await Make(best!["k"]!.GetValue<int>());
            run["customers"]!.GetValue<int>().ShouldBe(435);
            run["inertia"]!
                .GetValue<double>()
                .ShouldBeLessThanOrEqualTo(best["inertia_accept_up_to"]!.GetValue<double>());
        }
    }

    [Fact]
    public async Task The_segments_hold_every_borrower_once_and_all_their_loans_and_are_the_same_again()
    {
        Assert.SkipUnless(
            Database.Shared is not null,
            "The shared data sets are not beside the checkout."
        );
        await database.Import(Path.Combine(Database.Shared!, "data", "seed"), "seed");
        var first = await Make(4);
        var again = await Make(4);
        first["model"]!.ToJsonString().ShouldBe(again["model"]!.ToJsonString());
        var segments = (await database.Get("/segments"))["data"]!.AsArray();
        segments.Sum(s => s!["size"]!.GetValue<int>()).ShouldBe(435);
        segments.Sum(s => s!["measures"]!["loans"]!.GetValue<int>()).ShouldBe(1000);
        segments
            .Sum(s => s!["measures"]!["outstanding"]!.GetValue<decimal>())
            .ShouldBe(12_034_514.06m);
        var members = (await database.Get("/segments/1/members?limit=1000"))["items"]!.AsArray();
        members.Count.ShouldBe(segments[0]!["size"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_book_without_incomes_says_what_is_missing()
    {
        Assert.SkipUnless(
            Database.Shared is not null,
            "The shared data sets are not beside the checkout."
        );
        await database.Import(Path.Combine(Database.Shared!, "data", "berka"), "berka");
        var answer = await database.Client.PostAsJsonAsync(
            "/api/v1/segmentations",
            new { k = 3 },
            TestContext.Current.CancellationToken
        );
        ((int)answer.StatusCode).ShouldBe(422);
        (
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        ).ShouldContain("features-unavailable");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<JsonNode> Make(int k)
    {
        var answer = await database.Client.PostAsJsonAsync(
            "/api/v1/segmentations",
            new
            {
                k,
                seed = 1,
                restarts = 50,
            },
            TestContext.Current.CancellationToken
        );
        ((int)answer.StatusCode).ShouldBe(202);
        var place = answer.Headers.Location!.ToString()["/api/v1".Length..];
        for (var i = 0; i < 1200; i++)
        {
            var run = await database.Get(place);
            if (run["state"]!.GetValue<string>() != "running")
                return run;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The segmentation did not end.");
    }
}
