using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;

namespace LoanAnalytics.Tests.Imports;

/// <summary>What an extract would become is shown before anything is loaded, and nothing is left of it.</summary>
[Collection("database")]
public sealed class PreviewTests(Database database) : IAsyncLifetime
{
    private const string Loans = "loan_id,customer_id,principal,start_date,status\n";
    private const string NoSharedData = "The real books are not beside this checkout.";

    public ValueTask InitializeAsync() => database.Empty();

    [Fact]
    public async Task The_seed_book_is_shown_as_it_is_mapped_and_nothing_is_stored()
    {
        Assert.SkipWhen(Database.Shared is null, NoSharedData);
        var preview = await Preview([("profile", "seed")], Book("seed", "*.csv"));

        Text(preview["asOf"]).ShouldBe("2025-05-06");
        Tables(preview)
            .ShouldBe(["branches 10 10 0 0", "customers 500 500 0 0", "loans 1000 1000 0 0"]);
        var loans = Table(preview, "loans");
        Words(loans["columns"])
            .ShouldBe([
                "loan_id",
                "customer_id",
                "branch_id",
                "principal",
                "interest_rate",
                "term_months",
                "start_date",
                "end_date",
                "status",
                "source_status",
                "amount_paid",
                "outstanding_balance",
            ]);
        loans["rows"]!.AsArray().Count.ShouldBe(20);
        Row(loans, 1)
            .ShouldBe(
                "fact_loans.csv 3: 2 475 3 40716.34 9.11 12 2024-02-25 2025-02-25 defaulted Defaulted 38014.91 2701.43"
            );
        preview["rejects"]!.AsArray().ShouldBeEmpty();
        preview["problems"]!.AsArray().ShouldBeEmpty();
        foreach (var table in (string[])["imports", "import_files", "data_versions", "loans"])
            (await database.Scalar<long>($"select count(*) from {table}")).ShouldBe(0);
    }

    [Fact]
    public async Task The_loans_of_berka_are_shown_with_the_owner_of_their_account()
    {
        Assert.SkipWhen(Database.Shared is null, NoSharedData);
        var preview = await Preview([("profile", "berka")], Book("berka", "*.asc"));

        (Text(preview["asOf"]), Text(preview["currency"])).ShouldBe(("1998-12-31", "CZK"));
        Tables(preview)
            .ShouldBe(["branches 77 77 0 0", "customers 5369 5369 0 0", "loans 682 682 0 0"]);
        Row(Table(preview, "loans"), 0)
            .ShouldBe(
                "loan.asc 2: 5314 2166 30 96396 12 1993-07-05 1994-07-05 defaulted B - - POPLATEK TYDNE"
            );
        preview["problems"]!.AsArray().ShouldBeEmpty();
    }

    [Theory] // the first loans name customers and accounts that come much further down
    [InlineData("seed", "*.csv")]
    [InlineData("berka", "*.asc")]
    public async Task The_heads_of_files_refuse_no_row_for_what_their_rest_may_hold(
        string book,
        string pattern
    )
    {
        Assert.SkipWhen(Database.Shared is null, NoSharedData);
        (string Name, byte[] Content)[] heads =
        [
            .. Book(book, pattern).Select(f => (f.Name, Head(f.Content, 8))),
        ];

        var whole = await Preview([("profile", book)], heads);
        var excerpt = await Preview([("profile", book), ("excerpt", "true")], heads);

        Words(whole["rejects"], "rule").ShouldNotBeEmpty();
        Words(whole["problems"], "type").ShouldContain("too-many-rejects");
        excerpt["rejects"]!.AsArray().ShouldBeEmpty();
        excerpt["problems"]!.AsArray().ShouldBeEmpty();
        Tables(excerpt).ShouldContain("loans 7 7 0 0");
        // The date of the latest loan is not known from the first ones; a constant is.
        Text(excerpt["asOf"]).ShouldBe(book == "seed" ? null : "1998-12-31");
    }

    [Fact]
    public async Task Files_that_the_profile_needs_are_named_where_they_are_missing()
    {
        Assert.SkipWhen(Database.Shared is null, NoSharedData);
        var preview = await Preview(
            [("profile", "berka")],
            [
                .. Book("berka", "*.asc").Where(f => f.Name != "disp.asc"),
                ("notes.txt", "x"u8.ToArray()),
            ]
        );

        Words(preview["problems"], "type").ShouldBe(["no-files"]);
        Words(preview["problems"], "detail").Single().ShouldEndWith("missing: disp.asc.");
        preview["tables"]!.AsArray().ShouldBeEmpty();
        preview["files"]!
            .AsArray()
            .Select(f => $"{f!["name"]} {f["read"]?.ToJsonString() ?? "-"} {f["ignored"]}")
            .ShouldBe([
                "account.asc 4500 false",
                "client.asc 5369 false",
                "district.asc 77 false",
                "loan.asc 682 false",
                "notes.txt - true",
            ]);
    }

    [Fact]
    public async Task Rows_that_would_be_refused_are_shown_with_line_rule_and_value()
    {
        var preview = await Preview(
            [],
            File("customers.csv", "customer_id,age,shoe\nC1,40,44\nC2,140,41\n"),
            File(
                "loans.csv",
                Loans
                    + "L1,C1,100,2024-01-01,active\nL2,C9,1.000,2024-01-01,active\nL3,C1,1.000,5,x\nL4,C1\nL1,C1,100,2024-01-01,active\n"
            )
        );

        Tables(preview).ShouldBe(["customers 2 1 1 0", "loans 4 1 2 1"]);
        Words(preview["rejects"], "table", "file", "line", "column", "rule", "value")
            .ShouldBe([
                " loans.csv 5 principal malformed-row -",
                "customers customers.csv 3 age range 140",
                "loans loans.csv 3 customer_id reference C9",
                "loans loans.csv 4 start_date date 5",
            ]);
        Words(preview["problems"], "detail")
            .ShouldBe([
                "customers: 1 of 2 rows are refused, more than 20 %.",
                "loans: 2 of 4 rows are refused, more than 20 %.",
            ]);
        Words(Table(preview, "customers")["columns"]).ShouldBe(["customer_id", "age", "shoe"]);
        Row(Table(preview, "customers"), 1).ShouldBe("customers.csv 3: C2 140 41");
    }

    [Fact]
    public async Task Without_a_date_the_preview_asks_for_one()
    {
        var customers = File("customers.csv", "customer_id,age\nC1,40\n");
        var preview = await Preview([], customers);
        (preview["asOf"], Words(preview["problems"], "type").Single()).ShouldBe(
            (null, "as-of-missing")
        );
        var dated = await Preview([("asOf", "2024-12-31")], customers);
        Text(dated["asOf"]).ShouldBe("2024-12-31");
        dated["problems"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Totals_that_are_not_those_expected_are_a_problem_of_whole_files_only()
    {
        var files = new[]
        {
            File("customers.csv", "customer_id\nC1\n"),
            File("loans.csv", Loans + "L1,C1,100,2024-01-01,active\n"),
        };
        var preview = await Preview([("expect", """{"loans":2}""")], files);
        Words(preview["problems"], "type").ShouldBe(["control-totals-mismatch"]);
        (await Preview([("expect", """{"loans":2}"""), ("excerpt", "true")], files))["problems"]!
            .AsArray()
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_merge_is_shown_against_the_book_which_stays_as_it_is()
    {
        await database.Given(LoanAnalytics.Tests.Book.Loan(id: "L1", customer: "C1"));
        var loans = File(
            "loans.csv",
            Loans
                + "L2,C1,100,2024-01-01,active\nL1,C2,100,2024-01-01,active\nL3,C3,1,2024-01-01,active\n"
        );

        var merged = await Preview(
            [("mode", "merge")],
            File("customers.csv", "customer_id\nC2\n"),
            loans
        );
        var replaced = await Preview([], File("customers.csv", "customer_id\nC2\n"), loans);

        Words(merged["rejects"], "line", "rule").ShouldBe(["3 duplicate-key", "4 reference"]);
        (Text(merged["currency"]), Text(replaced["currency"])).ShouldBe(("EUR", null));
        Words(replaced["rejects"], "line", "rule").ShouldBe(["2 reference", "4 reference"]);
        (await database.Scalar<long>("select count(*) from loans")).ShouldBe(1);
        (await database.Scalar<long>("select count(*) from customers")).ShouldBe(1);
    }

    [Fact]
    public async Task A_head_that_ends_within_a_quoted_cell_of_several_lines_is_no_fault()
    {
        var head = File(
            "loans.csv",
            Loans.TrimEnd()
                + ",note\nL1,C1,100,2024-01-01,active,fine\nL2,C1,100,2024-01-01,active,\"first line\nsecond line\n"
        );
        (await Preview([("excerpt", "true")], head))["rejects"]!.AsArray().ShouldBeEmpty();
        Words((await Preview([], head))["rejects"], "rule")
            .ShouldBe(["malformed-row", "reference"]);
        var lines = string.Concat(Enumerable.Repeat("L3,C1,1,2024-01-01,active,\n", 200));
        var swallowed = File("loans.csv", Encoding.UTF8.GetString(head.Content) + lines);
        Words((await Preview([("excerpt", "true")], swallowed))["rejects"], "rule")
            .ShouldBe(["malformed-row"]);
    }

    [Fact]
    public async Task What_cannot_be_shown_gets_the_answer_that_an_import_would_get_and_no_upload_is_left()
    {
        await using var served = await Served.With("--Imports:MaxPreviewBytes=2000");
        var loans = File("loans.csv", Loans + "L1,C1,100,2024-01-01,active\n");
        (string What, (string, string)[] Fields, (string, byte[])[] Files)[] asked =
        [
            ("200 ", [], [loans]),
            ("422 file-empty", [], [File("loans.csv", Loans)]),
            ("422 schema-mismatch", [], [File("loans.csv", "loan_id,loan_id\n1,1\n")]),
            (
                "422 schema-mismatch",
                [("profile", "canonical")],
                [File("loans.csv", "loan_id\n1\n")]
            ),
            ("422 no-files", [("profile", "canonical")], [File("other.csv", "x\n1\n")]),
            ("422 profile-unknown", [("profile", "nobody")], [loans]),
            ("415 not-a-table", [], [("loans.csv", [0x50, 0x4B, 3, 4, 0, 0, 0, 0])]),
            ("413 too-large", [], [("loans.csv", new byte[5000])]),
            ("400 invalid-request", [("excerpt", "yes")], [loans]),
            ("400 invalid-request", [("colour", "red")], [loans]),
        ];
        foreach (var (what, fields, files) in asked)
        {
            var answer = await served.Client.Upload("/imports/preview", fields, files);
            var type = JsonNode.Parse(await answer.Text())!["type"]?.GetValue<string>();
            $"{(int)answer.StatusCode} {type?.Split('/')[^1]}".ShouldBe(what);
            Directory.GetFileSystemEntries(served.Uploads).ShouldBeEmpty(what);
        }
    }

    [Fact]
    public async Task Only_a_preview_can_be_of_an_excerpt()
    {
        var answer = await database.Client.Upload(
            "/imports",
            [("excerpt", "true")],
            File("loans.csv", Loans + "L1,C1,100,2024-01-01,active\n")
        );
        (await answer.Problem()).ShouldBe((400, "/problems/invalid-request", "excerpt"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<JsonNode> Preview(
        (string Name, string Value)[] fields,
        params (string Name, byte[] Content)[] files
    )
    {
        var answer = await database.Client.Upload("/imports/preview", fields, files);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Text());
        return JsonNode.Parse(await answer.Text())!;
    }

    private static (string Name, byte[] Content) File(string name, string text) =>
        (name, Encoding.UTF8.GetBytes(text));

    private static (string Name, byte[] Content)[] Book(string book, string pattern) =>
        [
            .. Directory
                .GetFiles(Path.Combine(Database.Shared!, "data", book), pattern)
                .Select(f => (Path.GetFileName(f), System.IO.File.ReadAllBytes(f))),
        ];

    private static byte[] Head(byte[] content, int lines) =>
        [
            .. content.Take(
                content.Index().Where(b => b.Item == '\n').ElementAt(lines - 1).Index + 1
            ),
        ];

    private static string? Text(JsonNode? word) => word?.GetValue<string>();

    private static JsonNode Table(JsonNode preview, string name) =>
        preview["tables"]!.AsArray().Single(t => Text(t!["table"]) == name)!;

    private static string[] Tables(JsonNode preview) =>
        Words(preview["tables"], "table", "mapped", "accepted", "rejected", "repeated");

    private static string Row(JsonNode table, int place)
    {
        var row = table["rows"]![place]!;
        var cells = row["cells"]!.AsArray().Select(c => Text(c) ?? "-");
        return $"{row["file"]} {row["line"]}: {string.Join(' ', cells)}";
    }

    private static string[] Words(JsonNode? words) =>
        [.. words!.AsArray().Select(w => w!.GetValue<string>())];

    private static string[] Words(JsonNode? rows, params string[] fields) =>
        [
            .. rows!
                .AsArray()
                .Select(r => string.Join(' ', fields.Select(f => r![f]?.ToString() ?? "-"))),
        ];
}
