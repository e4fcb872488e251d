using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Segments;
using Npgsql;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Http;

/// <summary>What the caller has already is not computed or sent again, and what has changed always is.</summary>
[Collection("database")]
public sealed class ConditionalTests(Database database) : IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        await database.Empty();
        await database.Given(
            Customer("C1", age: 20),
            Customer("C2", age: 21),
            Customer("C3", age: 25),
            Customer("C4", age: 60),
            Loan(customer: "C1"),
            Loan(customer: "C2"),
            Loan(customer: "C3"),
            Loan(customer: "C4")
        );
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("W/{0}")]
    [InlineData("\"other\", {0}")]
    [InlineData("\"other\",W/{0}, \"more\"")]
    [InlineData("*")]
    public async Task An_answer_that_the_caller_has_is_not_sent_again(string ifNoneMatch)
    {
        var tag = await Tag("/portfolio/summary");
        using var answer = await database.Ask(
            "/portfolio/summary",
            ifNoneMatch: ifNoneMatch.Replace("{0}", tag, StringComparison.Ordinal)
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        answer.Headers.ETag!.Tag.ShouldBe(tag);
        answer.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        (await answer.Text()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tag_is_of_one_question_in_one_form()
    {
        var tags = new[]
        {
            await Tag("/portfolio/summary"),
            await Tag("/portfolio/summary?region=South"),
            await Tag("/loans"),
            await Tag("/loans", Cells.Csv),
            await Tag("/loans", Cells.Parquet),
        };
        tags.Distinct().Count().ShouldBe(5);
        (await Tag("/loans", "application/json, */*")).ShouldBe(tags[2]);
    }

    [Theory]
    [InlineData("gzip", null)]
    [InlineData("br", null)]
    [InlineData("gzip", Cells.Csv)]
    [InlineData("br", Cells.Ndjson)]
    public async Task An_answer_comes_compressed_to_who_takes_it_so_under_a_tag_of_its_own(
        string encoding,
        string? accept
    )
    {
        using var plain = await database.Ask("/loans", accept);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/loans");
        request.Headers.Add("Accept-Encoding", encoding);
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        using var answer = await database.Client.SendAsync(
            request,
            TestContext.Current.CancellationToken
        );

        answer.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        answer.Headers.Vary.ShouldContain("Accept-Encoding");
        answer.Headers.ETag.ShouldNotBe(plain.Headers.ETag);
        await using var body = await answer.Content.ReadAsStreamAsync(
            TestContext.Current.CancellationToken
        );
        await using Stream unpacked =
            encoding == "gzip"
                ? new GZipStream(body, CompressionMode.Decompress)
                : new BrotliStream(body, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe(
            await plain.Text()
        );
    }

    [Theory]
    [InlineData("/portfolio/summary?by=x")]
    [InlineData("/portfolio/summary?definition=amount&unit=borrower")]
    public async Task A_question_that_is_refused_is_refused_whatever_the_caller_has(string path)
    {
        using var answer = await database.Ask(path, ifNoneMatch: "*");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_new_version_answers_with_its_own_figures_and_tag()
    {
        var before = await Tag("/portfolio/summary");
        (await Loans()).ShouldBe(4);
        await database.Merged(Loan(id: "L5", customer: "C5"));
        using var answer = await database.Ask("/portfolio/summary", ifNoneMatch: before);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Loans()).ShouldBe(5);
    }

    [Fact]
    public async Task A_database_made_anew_is_not_taken_for_the_old_one_though_its_versions_have_the_same_numbers()
    {
        (await Loans()).ShouldBe(4);
        var before = await Tag("/portfolio/summary");
        await database.Empty();
        await database.Given(Loan());
        (await database.Get("/portfolio/summary"))["meta"]!["dataVersion"]!
            .GetValue<int>()
            .ShouldBe(1);
        (await Loans()).ShouldBe(1);
        (await Tag("/portfolio/summary")).ShouldNotBe(before);
    }

    [Fact]
    public async Task What_was_answered_before_is_answered_without_reading_a_loan()
    {
        var tag = await Tag("/portfolio/summary");
        var body = (await database.Get("/portfolio/summary")).ToJsonString();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(
            TestContext.Current.CancellationToken
        );
        await using var locks = new NpgsqlCommand(
            "lock table loan_facts in access exclusive mode",
            connection
        );
        await locks.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        (await database.Get("/portfolio/summary")).ToJsonString().ShouldBe(body);
        using var answer = await database.Ask("/portfolio/summary", ifNoneMatch: tag);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Segments_change_the_tags_of_answers_once_they_are_published_or_named_and_not_before()
    {
        await database.Published(new { features = Age, k = 2 });
        var (segments, summary) = (await Tag("/segments"), await Tag("/portfolio/summary"));

        var next = await database.Segmented(new { features = Age, k = 2 });
        (await Tag("/segments")).ShouldBe(segments);
        (await Tag("/portfolio/summary")).ShouldBe(summary);

        await database.Publish(next);
        (await Tag("/segments")).ShouldNotBe(segments);
        (await Tag("/portfolio/summary")).ShouldNotBe(summary);

        var named = await Tag("/segments");
        (await database.Name(1, "Starters")).ShouldBe(200);
        (await Tag("/segments")).ShouldNotBe(named);
        using var answer = await database.Ask("/segments", ifNoneMatch: named);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact] // ages 20, 21 and 25 have their centre at 22: 21 is nearest, then 20, then 25
    public async Task Members_of_a_segment_come_nearest_first_page_by_page_or_whole()
    {
        await database.Published(new { features = Age, k = 2 });
        var pages = new List<string>();
        var path = "/segments/1/members?limit=1";
        JsonNode page;
        do
        {
            page = await database.Get(
                pages.Count == 0 ? path : $"{path}&cursor={pages[^1].Split(' ')[1]}"
            );
            page["total"]!.GetValue<int>().ShouldBe(3);
            pages.Add($"{page["items"]![0]!["customerId"]} {page["nextCursor"]}");
        } while (page["nextCursor"] is not null);
        pages.Select(p => p.Split(' ')[0]).ShouldBe(["C2", "C1", "C3"]);
        (await database.Table("/segments/1/members?sort=-age", Cells.Csv))
            .Select(m => m["age"])
            .ShouldBe(["25", "21", "20"]);
        using var none = await database.Ask("/segments/3/members");
        (await none.Problem()).Status.ShouldBe(404);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static readonly string[] Age = ["age"];

    private Task<string> Tag(string path, string? accept = null) => database.Tag(path, accept);

    private async Task<int> Loans() =>
        (await database.Get("/portfolio/summary"))["data"]!["loans"]!.GetValue<int>();
}
