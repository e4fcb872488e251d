using System.Net;
using LoanAnalytics.Tests.Delinquency;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Http;

/// <summary>What a request gets that cannot be answered: never a guess, never a failure of the server.</summary>
[Collection("database")]
public sealed class BadRequestTests(Database database) : IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        await database.Empty();
        await database.Given(Loan());
    }

    [Theory]
    [InlineData("/loans?limit=0", "limit")]
    [InlineData("/loans?limit=-1", "limit")]
    [InlineData("/loans?limit=1001", "limit")]
    [InlineData("/loans?limit=abc", "limit")]
    [InlineData("/loans?limit=5&limit=6", "limit")]
    [InlineData("/loans?sort=colour", "sort")]
    [InlineData("/loans?sort=--principal", "sort")]
    [InlineData("/portfolio/summary?startedFrom=x", "startedFrom")]
    [InlineData("/portfolio/summary?startedFrom=01/02/2024", "startedFrom")]
    [InlineData("/portfolio/summary?startedFrom=2024-02-30", "startedFrom")]
    [InlineData("/portfolio/summary?startedFrom=2024-02-01&startedTo=2024-01-01", "startedTo")]
    [InlineData("/portfolio/summary?incomeMin=1,000", "incomeMin")]
    [InlineData("/portfolio/summary?principalMax=1e400", "principalMax")]
    [InlineData("/portfolio/summary?ageMin=99999999999", "ageMin")]
    [InlineData("/portfolio/summary?attribute=colour", "attribute")]
    [InlineData("/portfolio/summary?definition=most", "definition")]
    [InlineData("/portfolio/summary?definition=1", "definition")]
    [InlineData("/portfolio/summary?definition=amount&unit=borrower", "unit")]
    [InlineData("/portfolio/breakdown", "by")]
    [InlineData("/portfolio/breakdown?by=colour", "by")]
    [InlineData("/portfolio/trend?interval=week", "interval")]
    [InlineData("/segments?segmentation=newest", "segmentation")]
    [InlineData("/segments/1/members?limit=0", "limit")]
    [InlineData("/portfolio/summary?region=%00", "region")]
    [InlineData("/portfolio/breakdown?by=attribute:%00", "by")]
    [InlineData("/loans?cursor=%00", "cursor")]
    [InlineData("/branches?region=South", "region")]
    [InlineData("/portfolio/summary?mediator=x", "mediator")]
    public async Task A_value_that_is_not_what_it_should_be_is_refused_by_name(
        string path,
        string field
    )
    {
        using var answer = await database.Ask(path);
        (await answer.Problem()).ShouldBe((400, "/problems/invalid-request", field));
    }

    [Theory]
    [InlineData("/portfolio/summary?regoin=South", "did you mean 'region'")]
    [InlineData("/portfolio/summary?status=defalted", "did you mean 'defaulted'")]
    [InlineData("/portfolio/summary?gender=femal", "did you mean 'female'")]
    [InlineData("/portfolio/summary?definition=cuont", "did you mean 'count'")]
    [InlineData("/portfolio/breakdown?by=agebnd", "did you mean 'ageBand'")]
    [InlineData("/loans?sort=-outstandin", "did you mean 'outstanding'")]
    [InlineData("/loans?limit=0", "from 1 to 1000")]
    public async Task The_answer_names_what_was_probably_meant(string path, string hint)
    {
        using var answer = await database.Ask(path);
        (await answer.Text()).ShouldContain(hint);
    }

    [Theory]
    [InlineData("/portfolio/summary?region=' OR 1=1 --")]
    [InlineData("/portfolio/summary?product=x'; drop table loans; --")]
    [InlineData("/portfolio/summary?attribute=a'b:{0}")]
    [InlineData("/portfolio/summary?city=%FF%FE")]
    public async Task Text_that_means_something_elsewhere_is_a_value_that_matches_nothing(
        string path
    ) => (await database.Get(path))["data"]!["loans"]!.GetValue<int>().ShouldBe(0);

    [Theory]
    [InlineData("/portfolio/summary?region=", 10_000)]
    [InlineData("/loans?cursor=", 10_000)]
    [InlineData("/loans/", 10_000)]
    public async Task A_line_longer_than_the_server_reads_is_refused(string path, int length)
    {
        using var answer = await database.Ask(path + new string('x', length));
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestUriTooLong);
    }

    [Fact]
    public async Task A_filter_given_very_often_is_refused_or_means_or()
    {
        using var most = await database.Ask(Often(5_000));
        most.StatusCode.ShouldBe(HttpStatusCode.RequestUriTooLong);
        using var many = await database.Ask(Often(800));
        many.StatusCode.ShouldBe(HttpStatusCode.OK);

        static string Often(int times) =>
            $"/portfolio/summary?{string.Join('&', Enumerable.Repeat("city=a", times))}";
    }

    [Fact] // the book has a history, so that every operation has something to leave out
    public async Task Filters_that_match_nothing_leave_counts_of_zero_and_rates_that_are_null()
    {
        await database.Given(TransitionsTests.AprilsEnd, TransitionsTests.Loans);
        var document = await ContractDocument.Of(database.Client);
        var generator = new ContractGenerator(
            document,
            new(
                new Dictionary<string, string[]>
                {
                    ["segments"] = ["1"],
                    ["left"] = ["B1"],
                    ["right"] = ["unknown"],
                    ["from"] = ["2023"],
                    ["to"] = ["2024"],
                }
            ),
            0
        );
        foreach (
            var operation in document.Operations.Where(o =>
                o.Parameters.Any(p => p.Name == "region")
                // They need segments or a model first.
                && o.Id is not ("ListSegments" or "GetSegment" or "ListRiskScores")
            )
        )
        {
            var plain = generator.Valid(operation, new Random(1), plain: true);
            var mark = plain.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var request = plain with
            {
                Path = $"{plain.Path}{mark}region=Nowhere",
                Expected = [200],
            };
            var answer = await request.Send(database.Client);
            answer.Complaint(request, document).ShouldBeNull($"{request}\n{answer.Text}");
            answer.Text.ShouldNotContain("NaN");
        }
        var none = (await database.Get("/portfolio/summary?region=Nowhere"))["data"]!;
        (
            none["loans"]!.GetValue<int>(),
            none["disbursed"]!.GetValue<decimal>(),
            none["default"]!["numerator"]!.GetValue<decimal>(),
            none["default"]!["rate"],
            none["interestRate"]!["simple"]
        ).ShouldBe((0, 0m, 0m, null, null));
    }

    [Theory]
    [InlineData("GET", "/nothing", 404, "not-found")]
    [InlineData("GET", "/loans/L9", 404, "not-found")]
    [InlineData("GET", "/loans/..%2f..%2fetc%2fpasswd", 404, "not-found")]
    [InlineData("GET", "/imports/newest", 404, "not-found")]
    [InlineData("PUT", "/loans", 405, "method-not-allowed")]
    [InlineData("POST", "/portfolio/summary", 405, "method-not-allowed")]
    public async Task No_such_thing_is_told_from_no_such_method(
        string method,
        string path,
        int status,
        string type
    )
    {
        using var answer = await database.Ask(path, method: new(method));
        (await answer.Problem()).ShouldBe((status, $"/problems/{type}", ""));
        if (status == 405)
            answer.Content.Headers.Allow.ShouldBe(["GET"]);
    }

    [Theory]
    [InlineData("{\"k\":\"3\"}", "k")]
    [InlineData("{\"k\":3,\"size\":1}", "size")]
    [InlineData("{\"k\":3,\"k\":4}", "k")]
    [InlineData("{\"k\":3.5}", "k")]
    [InlineData("{\"k\":", "k")]
    [InlineData("[]", "body")]
    [InlineData("three", "body")]
    public async Task A_body_that_is_not_what_it_should_be_is_refused_by_field(
        string json,
        string field
    )
    {
        using var answer = await database.Ask(
            "/segmentations",
            method: HttpMethod.Post,
            json: json
        );
        (await answer.Problem()).ShouldBe((400, "/problems/invalid-request", field));
    }

    [Fact]
    public async Task A_body_nested_ten_thousand_deep_is_refused()
    {
        var deep = $"{{\"k\":{new string('[', 10_000)}{new string(']', 10_000)}}}";
        using var answer = await database.Ask(
            "/segmentations",
            method: HttpMethod.Post,
            json: deep
        );
        (await answer.Problem()).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused()
    {
        using var form = new FormUrlEncodedContent([new("k", "3")]);
        using var answer = await database.Client.PostAsync(
            "/api/v1/segmentations",
            form,
            TestContext.Current.CancellationToken
        );
        (await answer.Problem()).ShouldBe((415, "/problems/unsupported-media-type", ""));
    }

    [Theory]
    [InlineData("/portfolio/summary", "image/png")]
    [InlineData("/portfolio/summary", "text/csv")]
    [InlineData("/loans/L1", "application/x-ndjson")]
    [InlineData("/imports", "text/csv")]
    [InlineData("/loans", "application/pdf")]
    [InlineData("/loans", "application/json;q=0")]
    [InlineData("/loans", "?")]
    public async Task A_form_that_an_operation_does_not_have_is_refused(string path, string accept)
    {
        using var answer = await database.Ask(path, accept);
        (await answer.Problem()).ShouldBe((406, "/problems/not-acceptable", ""));
    }

    [Theory]
    [InlineData("*/*", "application/json")]
    [InlineData("text/*", "text/csv")]
    [InlineData("text/csv;q=0.4, application/json;q=0.5", "application/json")]
    [InlineData("application/json;q=0.4, text/csv", "text/csv")]
    [InlineData("text/html, application/xhtml+xml, */*;q=0.8", "application/json")]
    [InlineData("*/*, application/json;q=0.1", "text/csv")]
    [InlineData("application/x-ndjson, application/json", "application/x-ndjson")]
    [InlineData("Application/JSON; charset=utf-8", "application/json")]
    [InlineData("application/vnd.apache.parquet", "application/vnd.apache.parquet")]
    public async Task The_form_is_the_one_that_the_caller_likes_best(string accept, string type)
    {
        using var answer = await database.Ask("/branches", accept);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
    }

    [Fact]
    public async Task An_empty_database_says_how_to_load_some()
    {
        await database.Empty();
        foreach (var path in (string[])["/portfolio/summary", "/loans", "/branches", "/segments"])
        {
            using var answer = await database.Ask(path);
            (await answer.Problem()).ShouldBe((409, "/problems/no-data", ""));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
