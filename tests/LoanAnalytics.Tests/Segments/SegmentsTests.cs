using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Features.Segments;
using static LoanAnalytics.Tests.Book;

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

    [Fact]
    public async Task Segments_of_a_book_that_was_replaced_keep_their_profile_and_say_whom_the_book_still_has()
    {
        // C1 and C2 are young, C3 and C4 old; then a book comes with C1 and a stranger alone.
        await database.Given(
            Customer("C1", age: 20),
            Customer("C2", age: 22),
            Customer("C3", age: 60),
            Customer("C4", age: 62),
            Loan(customer: "C1"),
            Loan(customer: "C2"),
            Loan(customer: "C3"),
            Loan(customer: "C4")
        );
        await Make(2);
        await database.Given(
            Customer("C1", age: 30),
            Customer("C9", age: 50),
            Loan(customer: "C1", outstanding: 70m),
            Loan(customer: "C9")
        );

        var answer = await database.Get("/segments");

        answer["meta"]!["dataVersion"]!.GetValue<int>().ShouldBe(2);
        answer["data"]!
            .AsArray()
            .Select(s =>
                (
                    s!["dataVersion"]!.GetValue<int>(),
                    s["name"]!.GetValue<string>(),
                    s["size"]!.GetValue<int>(),
                    s["present"]!.GetValue<int>(),
                    Math.Round(s["age"]!["mean"]!.GetValue<double>(), 9),
                    s["measures"]!["loans"]!.GetValue<int>(),
                    s["measures"]!["outstanding"]!.GetValue<decimal>(),
                    (double?)s["measures"]!["default"]!["rate"]
                )
            )
            .ShouldBe([
                (1, "younger, employed", 2, 1, 21, 1, 70m, 0),
                (1, "older, employed", 2, 0, 61, 0, 0m, null),
            ]);
    }

    [Theory]
    [InlineData(1, 20, "k is 2 to 3")]
    [InlineData(4, 20, "k is 2 to 3")]
    [InlineData(2, 40, "there is one segment")]
    public async Task What_cannot_be_segmented_is_refused_with_what_can(int k, int age, string said)
    {
        // Three different ages, or two of them the same as the third: customers alike cannot be told apart.
        await database.Given(
            Customer("C1", age: age),
            Customer("C2", age: 40),
            Customer("C3", age: age + (age == 40 ? 0 : 40)),
            Loan(customer: "C1"),
            Loan(customer: "C2"),
            Loan(customer: "C3")
        );
        var (status, body) = await Post(new { k });
        status.ShouldBe(422);
        body.ShouldContain(said);
    }

    [Theory]
    [InlineData("""{"k":2,"clusters":3}""")]
    [InlineData("""{"k":"two"}""")]
    [InlineData("""{"k":2,"restarts":0}""")]
    [InlineData("""{"k":2""")]
    public async Task A_body_that_is_not_a_question_is_refused(string json)
    {
        await database.Given(Loan());
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        var answer = await database.Client.PostAsync(
            "/api/v1/segmentations",
            content,
            TestContext.Current.CancellationToken
        );
        ((int)answer.StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task A_run_that_no_server_holds_has_failed()
    {
        await database.Given(Loan());
        var id = Guid.NewGuid();
        await database.Scalar<int>(
            $"""
            insert into segmentations (segmentation_id, data_version, k, seed, restarts, state, progress, created_at)
            values ('{id}', 1, 2, 1, 1, 'running', 0, now()) returning k
            """
        );
        var run = await database.Get($"/segmentations/{id}");
        run["state"]!.GetValue<string>().ShouldBe("failed");
        run["detail"]!.GetValue<string>().ShouldContain("server stopped");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<(int Status, string Body)> Post(object question)
    {
        var answer = await database.Client.PostAsJsonAsync(
            "/api/v1/segmentations",
            question,
            TestContext.Current.CancellationToken
        );
        return (
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
    }

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
