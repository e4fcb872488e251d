using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Tests.Imports;

/// <summary>Profiles that a person saves: held to the rules of a profile file, kept, and named by imports like the others.</summary>
[Collection("database")]
public sealed class ProfileTests(Database database) : IAsyncLifetime
{
    private const string Tape = """
        { "description": "The tape of the north", "currency": "EUR", "asOf": "2024-12-31", "headerLines": 2, "rejectShareLimit": 0.5,
          "tables": [
            { "table": "customers", "file": "tape.csv", "leaveOut": { "Loan No": ["Total"] },
              "columns": [ { "column": "customer_id", "source": "Loan No" } ] },
            { "table": "loans", "file": "tape.csv", "leaveOut": { "Loan No": ["Total"] },
              "columns": [
                { "column": "loan_id", "source": "Loan No" },
                { "column": "customer_id", "source": "Loan No" },
                { "column": "principal", "source": "Loan Amt", "numberFormat": "($1,234.56)" },
                { "column": "interest_rate", "source": "Terms Rate", "times": 100 },
                { "column": "start_date", "source": "Terms From", "dateFormat": "%d-%b-%y" },
                { "column": "end_date", "source": "Terms Serial", "dateFormat": "excel" },
                { "column": "status", "source": "Terms ~", "map": { "null": "active", "01": "fully_paid", "no: # 'x\"": "defaulted" } } ] } ] }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.Empty();

    [Fact]
    public async Task A_saved_profile_reads_two_header_lines_leaves_the_total_out_and_is_listed()
    {
        (await Put("north", Tape)).StatusCode.ShouldBe(HttpStatusCode.Created);
        using var extract = new Extract().With(
            "tape.csv",
            "Loan,,Terms,,,",
            "No,Amt,Rate,From,Serial,~",
            "L1,\"$1,250.50\",0.0549,15-MAR-23,46022,null",
            "L2,$700,0.12,01-Jan-24,46022,01",
            "L3,50,0.12,01-Jan-24,46022,\"no: # 'x\"\"\"",
            "L4,(50),0.12,01-Jan-24,46022,null",
            "L5,x",
            "L6,50,0.12,31-Feb-24,46022,null",
            "Total,\"$2,000.50\",,,,"
        );

        var outcome = await database.Import(extract.Folder, "north");

        outcome.Tables.ShouldBe([new("customers", 5, 5, 0, 0), new("loans", 5, 3, 2, 0)]);
        outcome.Totals.Principal.ShouldBe(2000.50m);
        (
            await database.Scalar<string>(
                "select string_agg(concat_ws(' ', loan_id, principal, interest_rate, start_date, end_date, status), ', ' order by loan_id) from loans"
            )
        ).ShouldBe(
            "L1 1250.5000 5.4900 2023-03-15 2025-12-31 active, L2 700.0000 12.0000 2024-01-01 2025-12-31 fully_paid, L3 50.0000 12.0000 2024-01-01 2025-12-31 defaulted"
        );
        (
            await database.Scalar<string>(
                "select string_agg(concat_ws(' ', line, rule, value), ', ' order by line, rule) from import_rejects"
            )
        ).ShouldBe("6 range -50, 7 malformed-row, 8 date 31-Feb-24");
        var listed = (await database.Get("/profiles"))["items"]!.AsArray()[^1]!;
        $"{listed["name"]} {listed["form"]} {listed["builtIn"]} {listed["files"]}".ShouldStartWith(
            "north declarative false"
        );
    }

    [Fact]
    public async Task A_profile_comes_back_as_it_was_saved_and_nobody_overwrites_anothers_change()
    {
        var created = await Put("north", Tape);
        var tag = created.Headers.ETag!.Tag;
        var again = await Put("north", Tape);
        (again.StatusCode, again.Headers.ETag!.Tag).ShouldBe((HttpStatusCode.OK, tag));

        var kept = (await database.Get("/profiles/north"))["declaration"]!;
        var loans = kept["tables"]![1]!;
        Of(loans["columns"]![6]!["map"]!)
            .ShouldBe("""{"null":"active","01":"fully_paid","no: # 'x\"":"defaulted"}""");
        (await Put("copy", kept.ToJsonString())).StatusCode.ShouldBe(HttpStatusCode.Created);
        (
            await database.Scalar<bool>("select count(distinct content) = 1 from profiles")
        ).ShouldBeTrue();

        var changed = Tape.Replace("of the north", "of the south");
        (await Problem(await Put("north", changed))).ShouldBe("428 if-match-required");
        (await Problem(await Put("north", changed, "\"north-7\""))).ShouldBe(
            "412 changed-meanwhile"
        );
        (await Problem(await Put("new", changed, "\"new-1\""))).ShouldBe("412 changed-meanwhile");
        (await Put("north", changed, tag)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Problem(await Put("north", Tape, tag))).ShouldBe("412 changed-meanwhile");
    }

    [Fact]
    public async Task Built_in_profiles_show_what_they_declare_and_cannot_be_saved_over()
    {
        (await Problem(await Put("seed", Tape))).ShouldBe("409 profile-built-in");
        var seed = await database.Get("/profiles/seed");
        seed["declaration"]!["tables"]!
            .AsArray()
            .Select(t => $"{t!["table"]} {t["file"]}")
            .ShouldBe([
                "branches dim_branch.csv",
                "customers dim_customer.csv",
                "loans fact_loans.csv",
            ]);
        (await database.Get("/profiles/berka"))["declaration"].ShouldBeNull();
        (await database.Client.GetAsync("/api/v1/profiles/nope", Stop)).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Theory]
    [InlineData("North", "\"x\": 1", "400 invalid-request")]
    [InlineData("north", "\"x\": 1", "400 invalid-request")]
    [InlineData("north", "\"tables\": []", "400 invalid-request")]
    [InlineData("north", "\"currency\": \"euro\"", "422 profile-invalid")]
    [InlineData("north", "\"asOf\": \"soon\"", "422 profile-invalid")]
    [InlineData("north", "\"delimiter\": \"ab\"", "422 profile-invalid")]
    [InlineData("north", "\"encoding\": \"ebcdic\"", "422 profile-invalid")]
    [InlineData("north", "\"headerLines\": 0", "422 profile-invalid")]
    [InlineData("north", "\"rejectShareLimit\": 2", "422 profile-invalid")]
    [InlineData("north", "\"rejectShareLimit\": 1e999", "400 invalid-request")]
    public async Task What_no_profile_may_say_is_refused(string name, string field, string answer)
    {
        const string table =
            "\"tables\": [ { \"table\": \"customers\", \"file\": \"a.csv\", \"columns\": [ { \"column\": \"customer_id\", \"source\": \"id\" } ] } ]";
        var body = field.StartsWith("\"tables\"", StringComparison.Ordinal)
            ? $"{{ {field} }}"
            : $"{{ {field}, {table} }}";
        (await Problem(await Put(name, body))).ShouldBe(answer);
    }

    [Theory] // JSON may say null, or nothing, anywhere
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"tables\":null}")]
    [InlineData("{\"tables\":[null]}")]
    [InlineData("{\"tables\":[{}]}")]
    [InlineData("{\"tables\":[{\"table\":\"loans\",\"file\":null,\"columns\":[]}]}")]
    [InlineData("{\"tables\":[{\"table\":\"loans\",\"file\":\"a\",\"columns\":[null]}]}")]
    [InlineData(
        "{\"tables\":[{\"table\":\"loans\",\"file\":\"a\",\"columns\":[{\"source\":\"x\"}]}]}"
    )]
    [InlineData(
        "{\"tables\":[{\"table\":\"loans\",\"file\":\"a\",\"columns\":[{\"column\":\"status\",\"source\":\"x\",\"map\":{\"a\":null}}]}]}"
    )]
    [InlineData(
        "{\"tables\":[{\"table\":\"loans\",\"file\":\"a\",\"columns\":[{\"column\":\"status\",\"source\":\"x\",\"empty\":[null]}]}]}"
    )]
    [InlineData(
        "{\"tables\":[{\"table\":\"loans\",\"file\":\"a\",\"columns\":[{\"column\":\"status\",\"source\":\"x\\u0000\"}]}]}"
    )]
    [InlineData(
        "{\"tables\":[{\"table\":\"loans\",\"file\":\"a\",\"columns\":[{\"column\":\"status\",\"source\":\"\\ud800\"}]}]}"
    )]
    [InlineData(
        "{\"tables\":[{\"table\":\"loans\",\"file\":\"a\",\"leaveOut\":{\"x\":null},\"columns\":[]}]}"
    )]
    [InlineData("{\"tables\":[],\"attributes\":[null]}")]
    public async Task What_is_not_there_is_refused(string body) =>
        (await Put("north", body)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

    [Theory] // the place is said, and no file but the extract's own is ever opened
    [InlineData("file: /etc/passwd", "tables.customers.file")]
    [InlineData("file: ../secret.csv", "tables.customers.file")]
    [InlineData("file: known_loans.csv", "tables.customers.file")]
    [InlineData(
        "file: a.csv\n    columns: { name: x }\n    latest: day",
        "tables.customers.latest"
    )]
    [InlineData(
        "file: a.csv\n    columns: { name: x }\n    leave_out: { a: [] }",
        "tables.customers.leave_out"
    )]
    [InlineData("file: a.csv\n    columns: { shoe: x }", "tables.customers")]
    [InlineData("file: a.csv\n    columns: { name: [x] }", "tables.customers.name")]
    [InlineData(
        "file: a.csv\n    columns: { name: { constant: x, column: y } }",
        "tables.customers.name"
    )]
    [InlineData(
        "file: a.csv\n    columns: { name: { column: x, size: 3 } }",
        "tables.customers.name"
    )]
    [InlineData(
        "file: a.csv\n    columns: { name: { column: x, map: y } }",
        "tables.customers.name"
    )]
    [InlineData(
        "file: a.csv\n    columns: { name: { column: x, empty: y } }",
        "tables.customers.name"
    )]
    [InlineData(
        "file: a.csv\n    columns: { age: { column: x, times: -1 } }",
        "tables.customers.age"
    )]
    [InlineData(
        "file: a.csv\n    columns: { age: { column: x, number_format: 12 } }",
        "tables.customers.age"
    )]
    [InlineData(
        "file: a.csv\n    columns: { age: { column: x, number_format: '1.234.56' } }",
        "tables.customers.age"
    )]
    [InlineData(
        "file: a.csv\n    columns: { birth_date: { column: x, date_format: '%Q' } }",
        "tables.customers.birth_date"
    )]
    [InlineData(
        "file: a.csv\n    columns: { birth_date: { column: x, date_format: '%d/%m/%Y', latest_year: 2000 } }",
        "tables.customers.birth_date"
    )]
    public void A_profile_file_says_where_it_is_wrong(string table, string place)
    {
        var refused = Should.Throw<ProblemException>(() =>
            Profile.Read($"tables:\n  customers:\n    {table}")
        );
        (refused.Status, refused.Type, refused.Parameter).ShouldBe((422, "profile-invalid", place));
    }

    [Fact]
    public async Task The_reject_file_of_a_tape_with_two_header_lines_corrected_completes_the_book()
    {
        (await Put("north", Tape)).EnsureSuccessStatusCode();
        using var extract = new Extract().With(
            "tape.csv",
            "Loan,,Terms,,,",
            "No,Amt,Rate,From,Serial,~",
            "L1,50,0.05,15-MAR-23,46022,null",
            "L2,x,0.12,01-Jan-24,46022,01",
            "L3,50,0.12,01-Jan-24,46022,01"
        );
        await database.Import(extract.Folder, "north");
        var import = await database.Scalar<Guid>("select import_id from imports");
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"/api/v1/imports/{import}/rejects?file=tape.csv"
        );
        request.Headers.Accept.ParseAdd("text/csv");
        var rejects = await (
            await database.Client.SendAsync(request, Stop)
        ).Content.ReadAsStringAsync(Stop);
        rejects.ShouldStartWith("\r\nLoan No,Loan Amt,Terms Rate,");

        using var corrected = new Extract();
        await File.WriteAllTextAsync(
            Path.Combine(corrected.Folder, "tape.csv"),
            rejects.Replace("L2,x", "L2,60"),
            Stop
        );
        var merged = await database.Import(corrected.Folder, "north", ImportMode.Merge);

        merged.Tables.ShouldBe([new("customers", 1, 1, 0, 0), new("loans", 1, 1, 0, 0)]);
        (await database.Scalar<decimal>("select sum(principal) from loans")).ShouldBe(160m);
    }

    [Fact]
    public async Task Of_a_customer_with_several_values_the_latest_is_kept_and_the_others_are_a_finding()
    {
        const string latest = """
            { "asOf": "2024-12-31", "tables": [
                { "table": "customers", "file": "tape.csv", "latest": { "column": "latest", "source": "day" },
                  "columns": [ { "column": "customer_id", "source": "who" }, { "column": "annual_income", "source": "income" } ] },
                { "table": "loans", "file": "tape.csv",
                  "columns": [ { "column": "loan_id", "source": "no" }, { "column": "customer_id", "source": "who" },
                    { "column": "principal", "source": "sum" }, { "column": "start_date", "source": "day" }, { "column": "status", "constant": "active" } ] } ] }
            """;
        (await Put("latest", latest)).EnsureSuccessStatusCode();
        using var extract = new Extract().With(
            "tape.csv",
            "no,who,income,sum,day",
            "1,A,100,5,2024-01-01",
            "2,A,120,5,2024-03-01",
            "3,B,90,5,2024-01-01",
            "4,B,90,5,2024-02-01"
        );
        var outcome = await database.Import(extract.Folder, "latest");
        outcome.Tables.ShouldBe([new("customers", 2, 2, 0, 0), new("loans", 4, 4, 0, 0)]);
        (await database.Scalar<decimal>("select sum(annual_income) from customers")).ShouldBe(210m);
        var finding = outcome.Findings.Single(f => f.Id == "conflicting-values");
        (finding.Count, finding.Keys[0], finding.Title).ShouldBe(
            (1, "A", "Keys of customers with other values further up; the latest were taken")
        );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Of(JsonNode node) =>
        node.ToJsonString(
            new()
            {
                Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );

    private async Task<HttpResponseMessage> Put(string name, string body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/profiles/{name}")
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await database.Client.SendAsync(request, Stop);
    }

    private static async Task<string> Problem(HttpResponseMessage answer)
    {
        var problem = (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
        return $"{(int)answer.StatusCode} {problem["type"]!.ToString().Split('/')[^1]}";
    }
}
