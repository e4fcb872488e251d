using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Segments;

/// <summary>Who is in a segment, for data scientists and for the page.</summary>
[Collection("database")]
public sealed class SegmentMembersTests(Database database) : IAsyncLifetime
{
    private static readonly object TwoByAge = new { features = (string[])["age"], k = 2 };

    public async ValueTask InitializeAsync()
    {
        await database.Empty();
        await database.Given(
            Customer(
                "C1",
                age: 20,
                income: 10_000m,
                attributes: new { score = 612.5, channel = "=app" }
            ),
            Customer("C2", age: 22, income: null, attributes: new { score = 700 }),
            Customer("C3", age: 60, income: 30_000m, employment: null),
            Customer("C4", age: 62, income: 40_000m),
            Loan(customer: "C1"),
            Loan(customer: "C2", started: new(2022, 1, 1)),
            Loan(customer: "C3", branch: "B2"),
            Loan(customer: "C4"),
            Loan(customer: "C4", branch: null, started: new(2024, 12, 1)),
            Branch("B2", region: "North")
        );
        await database.Run(
            """
            update data_versions set attributes = '[{"table":"customers","name":"score","type":"number","meaning":""},
                {"table":"customers","name":"channel","type":"category","meaning":""}]'
            """
        );
        await database.Published(TwoByAge);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact] // 2022-01-01 to 2025-01-01 is 1,096 days: 3.0007 years; C4's latest loan has no branch
    public async Task A_member_comes_with_features_and_distance_in_every_form()
    {
        var page = await database.Get("/segments/1/members?sort=customerId");
        page["total"]!.GetValue<int>().ShouldBe(2);
        var second = page["items"]![1]!;
        second["tenure"]!.GetValue<double>().ShouldBe(1096 / 365.25, 1e-9);
        // Centre 21; the population deviation of 20, 22, 60, 62 is √401.
        second["distance"]!.GetValue<double>().ShouldBe(1 / Math.Sqrt(401), 1e-9);
        second["attributes"]!["score"]!.GetValue<int>().ShouldBe(700);
        var csv = await database.Table("/segments/1/members?sort=customerId", Cells.Csv);
        csv.Select(m =>
                $"{m["customerId"]} {m["age"]} {m["income"]} {m["employment"]} {m["loans"]} {m["region"]} {m["attributes.score"]} {m["attributes.channel"]}"
            )
            .ShouldBe(["C1 20 10000 Employed 1 South 612.5 '=app", "C2 22  Employed 1 South 700 "]);
        (await database.Table("/segments/2/members?sort=customerId", Cells.Ndjson))
            .Select(m => $"{m["customerId"]} {m["employment"]} {m["loans"]} {m["region"]}")
            .ShouldBe(["C3 unknown 1 North", "C4 Employed 2 unknown"]);
    }

    [Fact] // what a data scientist does: finds the operation in Swagger, takes the file, opens it elsewhere, joins it with the loans
    public async Task From_the_contract_to_a_parquet_file_that_another_program_opens()
    {
        var contract = (
            await database.Client.GetFromJsonAsync<JsonNode>(
                "/openapi.json",
                TestContext.Current.CancellationToken
            )
        )!;
        var (path, operation) = contract["paths"]!
            .AsObject()
            .Select(p => (p.Key, Operation: p.Value!["get"]))
            .Single(p => p.Operation?["operationId"]?.GetValue<string>() == "ListSegmentMembers");
        operation!["responses"]!["200"]!["content"]!
            .AsObject()
            .Select(c => c.Key)
            .ShouldContain(Cells.Parquet);
        operation["parameters"]!
            .AsArray()
            .Select(p => p!["name"]!.GetValue<string>())
            .ShouldBe(
                ["id", "segmentation", "pseudonymous", "sort", "limit", "cursor"],
                ignoreOrder: true
            );
        using var answer = await database.Ask(
            path["/api/v1".Length..].Replace("{id}", "1", StringComparison.Ordinal),
            Cells.Parquet
        );
        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe(
            "segments-1-members-2025-01-01.parquet"
        );
        var file = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Cells
            .Query(
                file,
                "select count(*) as members, avg(age) as age, avg(\"attributes.score\") as score, count(income) as incomes from table_of_test"
            )
            .Single()
            .Select(c => $"{c.Key} {c.Value}")
            .ShouldBe(["members 2", "age 21", "score 656.25", "incomes 1"]);
        string.Join(
                ' ',
                Cells
                    .Query(
                        file,
                        "select column_name, column_type from (describe select * from table_of_test)"
                    )
                    .Select(t => $"{t["column_name"]}:{t["column_type"]}")
            )
            .ShouldBe(
                "segment:INTEGER customerId:VARCHAR distance:DOUBLE age:INTEGER income:DECIMAL(38,4) employment:VARCHAR gender:VARCHAR"
                    + " tenure:DOUBLE loans:INTEGER region:VARCHAR previous:INTEGER joined:INTEGER attributes.score:DOUBLE attributes.channel:VARCHAR"
            );
    }

    [Fact]
    public async Task A_pseudonym_is_the_same_in_every_list_and_leads_no_one_back()
    {
        var page = await database.Get("/segments/1/members?pseudonymous=true&limit=1");
        var pseudonym = page["items"]![0]!["customerId"]!.GetValue<string>();
        pseudonym.ShouldMatch("^[0-9a-f]{32}$");
        var cursor = page["nextCursor"]!.GetValue<string>();
        Convert.FromBase64String(Padded(cursor)).AsSpan().IndexOf("C1"u8).ShouldBe(-1);
        var next = await database.Get(
            $"/segments/1/members?pseudonymous=true&limit=1&cursor={cursor}"
        );
        next["nextCursor"].ShouldBeNull();
        var csv = await database.Table("/segments/1/members?pseudonymous=true", Cells.Csv);
        csv.Select(m => m["customerId"])
            .ShouldBe([pseudonym, next["items"]![0]!["customerId"]!.GetValue<string>()]);
        using (
            var altered = await database.Ask(
                $"/segments/1/members?pseudonymous=true&cursor=x{cursor}"
            )
        )
            (await altered.Problem()).Type.ShouldBe("/problems/cursor-invalid");
        using (
            var sorted = await database.Ask("/segments/1/members?pseudonymous=true&sort=customerId")
        )
            (await sorted.Problem()).ShouldBe((400, "/problems/invalid-request", "sort"));
        using (var word = await database.Ask("/segments/1/members?pseudonymous=maybe"))
            (await word.Problem()).ShouldBe((400, "/problems/invalid-request", "pseudonymous"));

        // Another key, another pseudonym; the key of the configuration before the one that is kept.
        await using var other = await Served.With(
            "--Segments:PseudonymKey=a key of the bank's own"
        );
        var elsewhere = await other.Client.GetFromJsonAsync<JsonNode>(
            "/api/v1/segments/1/members?pseudonymous=true&limit=1",
            TestContext.Current.CancellationToken
        );
        elsewhere!["items"]![0]!["customerId"]!.GetValue<string>().ShouldNotBe(pseudonym);

        static string Padded(string text) =>
            text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
    }

    [Fact]
    public async Task A_scatter_shows_those_of_whom_both_features_are_known_and_the_same_ones_each_time()
    {
        var all = (await database.Get("/segments/scatter"))["data"]!;
        all["members"]!.GetValue<int>().ShouldBe(3);
        all["points"]!
            .AsArray()
            .Select(p => $"{p!["segment"]} {p["customerId"]} {p["x"]} {p["y"]}")
            .ShouldBe(["1 C1 20 10000", "2 C3 60 30000", "2 C4 62 40000"], ignoreOrder: true);
        var two = (await database.Get("/segments/scatter?limit=2"))["data"]!["points"]!;
        two.AsArray().Count.ShouldBe(2);
        (await database.Get("/segments/scatter?limit=2"))["data"]!["points"]!
            .ToJsonString()
            .ShouldBe(two.ToJsonString());
        (await database.Get("/segments/scatter?x=attribute:score&y=tenure"))["data"]!["points"]!
            .AsArray()
            .Select(p => $"{p!["customerId"]} {p["x"]}")
            .ShouldBe(["C1 612.5", "C2 700"], ignoreOrder: true);
        using var word = await database.Ask("/segments/scatter?x=employment");
        (await word.Problem()).ShouldBe((400, "/problems/invalid-request", "x"));
    }

    [Fact] // centres at 21 and 61, deviation √401
    public async Task Customers_who_are_not_in_the_data_are_placed_by_the_nearest_centre()
    {
        using var answer = await database.Ask(
            "/segments/assign",
            method: HttpMethod.Post,
            json: """{"customers":[{"reference":"a","age":30},{"reference":"b","age":58,"employment":"Astronaut"},{"reference":"c"}]}"""
        );
        var placed = JsonNode.Parse(await answer.Text())!;
        placed["meta"]!["segmentation"]!.GetValue<string>().ShouldNotBeEmpty();
        placed["data"]!
            .AsArray()
            .Select(c =>
                $"{c!["reference"]} {c["segment"]} {c["name"]} {c["missing"]!.ToJsonString()}"
            )
            .ShouldBe(["a 1 younger []", "b 2 older []", "c   [\"age\"]"]);
        placed["data"]![0]!["distance"]!.GetValue<double>().ShouldBe(9 / Math.Sqrt(401), 1e-9);
    }

    [Theory]
    [InlineData(
        "employment",
        """{"age":30,"employment":"Astronaut"}""",
        "placed, unseen employment"
    )]
    [InlineData("attribute:score", """{"age":30,"attributes":{"score":650}}""", "placed")]
    [InlineData("attribute:score", """{"age":30,"attributes":{}}""", "missing attribute:score")]
    public async Task What_a_customer_lacks_is_said(string feature, string customer, string said)
    {
        var made = await database.Segmented(new { features = (string[])["age", feature], k = 2 });
        using var answer = await database.Ask(
            "/segments/assign",
            method: HttpMethod.Post,
            json: $$"""{"segmentation":"{{made["segmentationId"]}}","customers":[{{customer}}]}"""
        );
        var placed = JsonNode.Parse(await answer.Text())!["data"]![0]!;
        string.Join(
                ", ",
                new[] { placed["segment"] is null ? "" : "placed" }
                    .Concat(placed["missing"]!.AsArray().Select(m => $"missing {m}"))
                    .Concat(placed["unseen"]!.AsArray().Select(m => $"unseen {m}"))
                    .Where(w => w.Length > 0)
            )
            .ShouldBe(said);
    }

    [Theory]
    [InlineData("""{"customers":[]}""")]
    [InlineData("""{"customers":[null]}""")]
    [InlineData("""{"customers":[{"age":-1}]}""")]
    [InlineData("""{"customers":[{"income":-1}]}""")]
    [InlineData("""{"customers":[{"shoe":42}]}""")]
    [InlineData("""{"people":[]}""")]
    [InlineData("""{}""")]
    public async Task Customers_that_cannot_be_read_are_refused(string json)
    {
        using var answer = await database.Ask(
            "/segments/assign",
            method: HttpMethod.Post,
            json: json
        );
        (await answer.Problem()).Status.ShouldBe(400);
    }
}
