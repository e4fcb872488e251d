using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LoanAnalytics.Tests.Http;

namespace LoanAnalytics.Tests.Imports;

[Collection("database")]
public sealed class UploadTests(Database database) : IAsyncLifetime
{
    private const string Loans =
        "loan_id,customer_id,principal,start_date,status\nL1,C1,100,2024-01-01,active\nL2,C1,x,2024-01-01,active\nL3,C1,50,2024-01-01,active\nL4,C1,50,2024-01-01,active\nL5,C1,50,2024-01-01,active\nL6,C1,50,2024-01-01,active\n";
    private const string Customers = "customer_id,age\nC1,40\n";
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.Empty();

    [Fact]
    public async Task An_upload_is_answered_with_its_place_and_the_same_again_with_the_import_that_published_it()
    {
        var first = await Post(("customers.csv", Customers), ("loans.csv", Loans));
        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var import = await database.Client.Loaded(first);
        import["state"]!.GetValue<string>().ShouldBe("published");

        var again = await Post(("customers.csv", Customers), ("loans.csv", Loans));

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        again.Headers.Location.ShouldBe(first.Headers.Location);
        (await database.Scalar<long>("select count(*) from data_versions")).ShouldBe(1);
    }

    [Fact]
    public async Task The_reject_file_corrected_completes_the_book()
    {
        var import = await database.Client.Loaded(
            await Post(("customers.csv", Customers), ("loans.csv", Loans))
        );
        import["rejects"]!.GetValue<int>().ShouldBe(1);
        var rejects = await Csv($"/api/v1/imports/{import["importId"]}/rejects?file=loans.csv");
        rejects.ShouldBe(
            "loan_id,customer_id,principal,start_date,status,reject_line,reject_column,reject_rule,reject_value,reject_message\r\n"
                + "L2,C1,x,2024-01-01,active,3,principal,number,x,Not a number with a decimal point and at most 14 digits before it.\r\n"
        );

        var merged = await database.Client.Loaded(
            await Post(
                [("mode", "merge")],
                ("loans.csv", rejects.Replace("C1,x,", "C1,25,", StringComparison.Ordinal))
            )
        );

        merged["state"]!.GetValue<string>().ShouldBe("published");
        (await database.Scalar<decimal>("select sum(principal) from loans")).ShouldBe(325m);
        (await database.Get("/data/dictionary"))["data"]!
            .AsArray()
            .ShouldNotContain(d => d!["attribute"]!.GetValue<bool>());
    }

    [Fact]
    public async Task An_import_that_is_cancelled_says_so_and_leaves_nothing()
    {
        var rows = string.Concat(
            Enumerable.Range(0, 200_000).Select(i => $"L{i},C1,100,2024-01-01,active\n")
        );
        var answer = await Post(
            ("customers.csv", Customers),
            ("loans.csv", "loan_id,customer_id,principal,start_date,status\n" + rows)
        );
        (await database.Client.DeleteAsync(answer.Headers.Location, Stop)).StatusCode.ShouldBe(
            HttpStatusCode.Accepted
        );
        (await database.Client.Loaded(answer))["state"]!.GetValue<string>().ShouldBe("cancelled");
        (await database.Scalar<long>("select count(*) from data_versions")).ShouldBe(0);
        (await database.Scalar<long>("select count(*) from loans")).ShouldBe(0);
        (await database.Client.DeleteAsync(answer.Headers.Location, Stop)).StatusCode.ShouldBe(
            HttpStatusCode.Conflict
        );
    }

    [Fact]
    public async Task An_import_that_is_refused_says_why_and_publishes_nothing()
    {
        var import = await database.Client.Loaded(
            await Post([("asOf", "2024-12-31")], ("customers.csv", "customer_id,age\n,40\n"))
        );
        (import["state"]!.GetValue<string>(), import["problem"]!.GetValue<string>()).ShouldBe(
            ("refused", "too-many-rejects")
        );
        (await database.Client.GetAsync("/api/v1/portfolio/summary", Stop)).StatusCode.ShouldBe(
            HttpStatusCode.Conflict
        );
    }

    [Fact]
    public async Task Totals_that_are_not_those_expected_stop_an_upload_too()
    {
        var import = await database.Client.Loaded(
            await Post(
                [("expect", """{"loans":6}""")],
                ("customers.csv", Customers),
                ("loans.csv", Loans)
            )
        );
        import["problem"]!.GetValue<string>().ShouldBe("control-totals-mismatch");
        import["detail"]!.GetValue<string>().ShouldStartWith("loans: expected 6, found 5. ");
    }

    [Theory]
    [InlineData("mode", "append", 400, "mode is replace or merge.")]
    [InlineData("asOf", "31/12/2024", 400, "asOf is a date YYYY-MM-DD.")]
    [InlineData("expect", "{", 400, "expect is JSON")]
    [InlineData("colour", "red", 400, "There is no field 'colour'")]
    [InlineData("profile", "nobody", 422, "known are")]
    public async Task A_field_that_cannot_be_is_refused_at_once(
        string field,
        string value,
        int status,
        string said
    )
    {
        var answer = await Post([(field, value)], ("loans.csv", Loans));
        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain(said);
        (await database.Scalar<long>("select count(*) from imports")).ShouldBe(0);
    }

    [Fact]
    public async Task A_body_that_is_no_form_is_refused()
    {
        using var text = new StringContent("loan_id", Encoding.UTF8, "text/csv");
        var answer = await database.Client.PostAsync("/api/v1/imports", text, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Each_canonical_table_has_an_empty_file_to_fill_in()
    {
        (await Csv("/api/v1/profiles/canonical/templates/payments")).ShouldBe(
            "loan_id,payment_no,paid_on,amount,currency,kind,principal,interest,fees\n"
        );
        (
            await database.Client.GetAsync("/api/v1/profiles/canonical/templates/ghosts", Stop)
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Profiles_are_listed_with_what_they_read()
    {
        var berka = (await database.Get("/profiles"))["items"]!
            .AsArray()
            .Single(p => p!["name"]!.GetValue<string>() == "berka")!;
        (
            berka["form"]!.GetValue<string>(),
            berka["currency"]!.GetValue<string>(),
            berka["asOf"]!.GetValue<string>()
        ).ShouldBe(("sql", "CZK", "1998-12-31"));
        berka["files"]!
            .AsArray()
            .Select(f => f!.GetValue<string>())
            .ShouldBe(["account.asc", "client.asc", "disp.asc", "district.asc", "loan.asc"]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<HttpResponseMessage> Post(params (string Name, string Text)[] files) =>
        Post([], files);

    private async Task<HttpResponseMessage> Post(
        (string Name, string Value)[] fields,
        params (string Name, string Text)[] files
    )
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        foreach (var (name, text) in files)
            form.Add(new StringContent(text), "files", name);
        return await database.Client.PostAsync("/api/v1/imports", form, Stop);
    }

    private async Task<string> Csv(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        var answer = await database.Client.SendAsync(request, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync(Stop);
    }
}
