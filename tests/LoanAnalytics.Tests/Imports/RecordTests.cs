using System.Text;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Imports;

/// <summary>What can be read of imports and versions afterwards, and what is left of those that could not be taken in.</summary>
[Collection("database")]
public sealed class RecordTests(Database database) : IAsyncLifetime
{
    private const string Nowhere =
        "--ConnectionStrings:LoanAnalytics=Host=127.0.0.1;Port=1;Username=nobody;Timeout=2";
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.Empty();

    [Fact]
    public async Task A_version_shows_the_whole_book_and_what_it_changed()
    {
        const string loans =
            "loan_id,customer_id,principal,start_date,status,amount_paid,outstanding_balance";
        using var first = new Extract()
            .With("customers.csv", "customer_id", "C1")
            .With("loans.csv", loans, "L1,C1,100,2024-01-01,active,60,40");
        using var delta = new Extract().With(
            "loans.csv",
            loans,
            "L1,C1,100,2024-01-01,active,75,25",
            "L2,C1,50.5,2024-03-01,active,,"
        );
        await database.Import(first.Folder, "canonical");
        await database.Import(delta.Folder, "canonical", ImportMode.Merge);

        var newest = await database.Get("/data/versions?limit=1");
        var before = await database.Get($"/data/versions?limit=1&cursor={newest["nextCursor"]}");

        newest["total"]!.GetValue<int>().ShouldBe(2);
        Version(newest)
            .ShouldBe(
                "2 2024-03-01 merge: 2 loans, 150.5, 75, 25; since 1, 50.5, 15, -15; +1 -0 ~1; loans 2"
            );
        Version(before)
            .ShouldBe(
                "1 2024-01-01 replace: 1 loans, 100, 60, 40; since -; -; customers 1 loans 1"
            );
        before["nextCursor"].ShouldBeNull();
        var csv = await (await database.Ask("/data/versions", "text/csv")).Text();
        csv.Split('\n')[0]
            .ShouldStartWith(
                "version,importId,publishedAt,asOf,currency,profile,mode,totals.loans,totals.principal,totals.amountPaid,totals.outstanding,change.loans"
            );
        csv.Split('\n')[0].ShouldContain(",tables.loans.accepted,");
        csv.Trim().Split('\n').Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_replace_counts_the_loans_that_came_went_and_changed_and_names_what_it_left_out()
    {
        const string loans =
            "loan_id,customer_id,branch_id,principal,start_date,status,outstanding_balance";
        using var first = new Extract()
            .With("branches.csv", "branch_id", "B1", "B2")
            .With("customers.csv", "customer_id", "C1", "C2", "C3")
            .With(
                "loans.csv",
                loans,
                "L1,C1,B1,100,2024-01-01,active,40",
                "L2,C1,B1,100,2024-01-01,active,50",
                "L3,C2,B2,100,2024-01-01,active,60.5",
                "L4,C2,B2,100,2024-01-01,active,"
            );
        using var next = new Extract()
            .With("branches.csv", "branch_id", "B1")
            .With("customers.csv", "customer_id", "C1", "C4")
            .With(
                "loans.csv",
                loans,
                "L1,C1,B1,100,2024-01-01,active,40",
                "L2,C1,B1,100,2024-01-01,active,45",
                "L5,C4,B1,100,2024-01-01,active,1"
            );
        (await database.Import(first.Folder, "canonical")).Findings.ShouldNotContain(f =>
            f.Id.StartsWith("gone-", StringComparison.Ordinal)
        );

        var outcome = await database.Import(next.Folder, "canonical");

        outcome
            .Findings.Where(f => f.Id.StartsWith("gone-", StringComparison.Ordinal))
            .Select(f => $"{f.Id} {f.Count} {f.Amount}: {string.Join(' ', f.Keys)}")
            .ShouldBe([
                "gone-branches 1 : B2",
                "gone-customers 2 : C2 C3",
                "gone-loans 2 60.5: L3 L4",
            ]);
        Version(await database.Get("/data/versions?limit=1"))
            .ShouldEndWith(
                "3 loans, 300, , 86; since -1, -100, , -64.5; +1 -2 ~1; branches 1 customers 2 loans 3"
            );
    }

    [Fact]
    public async Task A_merge_of_months_counts_the_loans_that_it_ended_as_changed()
    {
        using var first = new Extract()
            .With("customers.csv", "customer_id", "C1")
            .With(
                "loans.csv",
                "loan_id,customer_id,principal,start_date,status",
                "L1,C1,100,2024-01-01,active",
                "L2,C1,100,2024-01-01,active"
            );
        using var months = new Extract()
            .With(
                "loans.csv",
                "loan_id,customer_id,principal,start_date,status",
                "L3,C1,1,2024-01-02,active"
            )
            .With(
                "loan_months.csv",
                "loan_id,month,balance,ended_as",
                "L1,2024-01,0,paid",
                "L3,2024-01,1,"
            );
        await database.Import(first.Folder, "canonical", asOf: new(2024, 2, 29));
        await database.Import(months.Folder, "canonical", ImportMode.Merge, asOf: new(2024, 2, 29));

        Version(await database.Get("/data/versions?limit=1")).ShouldContain("; +1 -0 ~1; ");
    }

    [Theory]
    [InlineData("/imports")]
    [InlineData("/segmentations")]
    [InlineData("/profiles")]
    public async Task A_list_that_does_not_rest_on_a_book_has_the_shape_of_all_lists(string path)
    {
        var before = await database.Get(path);
        before.AsObject().Select(p => p.Key).ShouldBe(["meta", "total", "items", "nextCursor"]);
        before["meta"].ShouldBeNull();
        before["total"]!.GetValue<int>().ShouldBe(before["items"]!.AsArray().Count);

        await database.Given(Loan());

        (await database.Get(path))["meta"]!["dataVersion"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData(
        "imports",
        "import_id, profile, mode, phase, progress",
        "'canonical', 'replace', 'done', 1"
    )]
    [InlineData(
        "segmentations",
        "segmentation_id, data_version, k, k_from, k_to, seed, restarts, progress, features, log, categories",
        "1, 2, 2, 2, 1, 1, 1, '{age}', '{}', 'balanced'"
    )]
    public async Task Records_come_newest_first_page_by_page(
        string list,
        string columns,
        string values
    )
    {
        foreach (var (id, day) in new[] { (1, 1), (2, 3), (3, 3), (4, 2) })
            await database.Run(
                $"insert into {list} ({columns}, state, created_at) values ('{Id(id)}', {values}, 'failed', '2024-01-0{day}')"
            );

        var pages = new List<string>();
        string? cursor = null;
        do
        {
            var page = await database.Get(
                $"/{list}?limit=3{(cursor is null ? "" : $"&cursor={cursor}")}"
            );
            var key = list == "imports" ? "importId" : "segmentationId";
            pages.Add(
                string.Concat(page["items"]!.AsArray().Select(i => i![key]!.GetValue<string>()[^1]))
            );
            cursor = page["nextCursor"]?.GetValue<string>();
        } while (cursor is not null);

        pages.ShouldBe(["234", "1"]);
        foreach (
            var other in new[]
            {
                "x",
                await Cursor(list == "imports" ? "segmentations" : "imports"),
            }
        )
            (await (await database.Ask($"/{list}?cursor={other}")).Problem()).ShouldBe(
                (400, "/problems/cursor-invalid", "cursor")
            );

        async Task<string> Cursor(string of)
        {
            var (its, of1) =
                of == "imports"
                    ? (
                        "import_id, profile, mode, phase, progress",
                        "'canonical', 'replace', 'done', 1"
                    )
                    : (
                        "segmentation_id, data_version, k, k_from, k_to, seed, restarts, progress, features, log, categories",
                        "1, 2, 2, 2, 1, 1, 1, '{age}', '{}', 'balanced'"
                    );
            foreach (var id in new[] { 8, 9 })
                await database.Run(
                    $"insert into {of} ({its}, state, created_at) values ('{Id(id)}', {of1}, 'failed', '2024-01-01')"
                );
            return (await database.Get($"/{of}?limit=1"))["nextCursor"]!.GetValue<string>();
        }
    }

    [Fact]
    public async Task An_import_whose_process_was_killed_is_ended_by_who_reads_it_and_one_that_runs_is_not()
    {
        foreach (var id in new[] { 1, 2 })
            await database.Run(
                $"insert into imports (import_id, profile, mode, phase, progress, state, created_at) values ('{Id(id)}', 'seed', 'replace', 'loading', 0.5, 'running', now())"
            );
        await using var elsewhere = new NpgsqlConnection(database.ConnectionString);
        await elsewhere.OpenAsync(Stop);
        await using var held = new NpgsqlCommand(
            $"select pg_advisory_lock(hashtextextended('{Id(2)}', 0))",
            elsewhere
        );
        await held.ExecuteNonQueryAsync(Stop);

        var killed = await database.Get($"/imports/{Id(1)}");
        var runs = await database.Get($"/imports/{Id(2)}");

        Said(killed).ShouldBe("failed interrupted: The import was interrupted");
        killed["endedAt"].ShouldNotBeNull();
        runs["state"]!.GetValue<string>().ShouldBe("running");
        (await database.Get("/imports"))["items"]!
            .AsArray()
            .Select(i => i!["state"]!.GetValue<string>())
            .ShouldBe(["running", "failed"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_import_that_was_killed_after_its_data_were_published_is_told_as_published()
    {
        var ended = await database.Client.Loaded(
            await database.Client.Upload(
                "/imports",
                [],
                File("customers.csv", "customer_id\nC1\n"),
                File(
                    "loans.csv",
                    "loan_id,customer_id,principal,start_date,status\nL1,C1,1,2024-05-06,active\nL2,C1,x,2024-05-06,active\nL3,C1,1,2024-05-06,active\nL4,C1,1,2024-05-06,active\nL5,C1,1,2024-05-06,active\n"
                )
            )
        );
        ended["state"]!.GetValue<string>().ShouldBe("published");
        await database.Run(
            "update imports set state = 'running', phase = 'publishing', progress = 0.98, as_of = null, version = null, result = null, ended_at = null"
        );

        var found = await database.Get($"/imports/{ended["importId"]}");

        found["endedAt"].ShouldNotBeNull();
        found["endedAt"] = ended["endedAt"]!.DeepClone();
        JsonNode.DeepEquals(found, ended).ShouldBeTrue(found.ToJsonString());
    }

    [Fact]
    public async Task A_refused_import_says_why_in_words_and_which_files_have_rows_to_correct()
    {
        var started = await database.Client.Upload(
            "/imports",
            [("asOf", "2024-12-31")],
            File("customers.csv", "customer_id,age\nC1,40\nC2,x\n"),
            File(
                "loans.csv",
                "loan_id,customer_id,principal,start_date,status\nL1,C1,a,2024-01-01,active\nL2,C1,b,2024-01-01,active\n"
            ),
            File("branches.csv", "branch_id\nB1\n")
        );
        var import = await database.Client.Loaded(started);

        Said(import).ShouldBe("refused too-many-rejects: Too many rows are refused");
        import["asOf"]!.GetValue<string>().ShouldBe("2024-12-31");
        import["rejects"]!.GetValue<int>().ShouldBe(3);
        import["rejectsByFile"]!
            .ToJsonString()
            .ShouldBe(
                """[{"file":"customers.csv","rejects":1},{"file":"loans.csv","rejects":2}]"""
            );
    }

    [Fact]
    public async Task A_published_import_says_the_date_that_its_data_have()
    {
        var started = await database.Client.Upload(
            "/imports",
            [],
            File("customers.csv", "customer_id\nC1\n"),
            File(
                "loans.csv",
                "loan_id,customer_id,principal,start_date,status\nL1,C1,1,2024-05-06,active\n"
            )
        );
        var import = await database.Client.Loaded(started);
        (
            import["state"]!.GetValue<string>(),
            import["asOf"]!.GetValue<string>(),
            import["title"],
            import["rejectsByFile"]!.AsArray().Count
        ).ShouldBe(("published", "2024-05-06", null, 0));
    }

    [Fact]
    public async Task An_upload_that_the_database_is_not_there_for_leaves_no_files()
    {
        await using var served = await Served.With(Nowhere);
        var answer = await served.Client.Upload(
            "/imports",
            [],
            File("customers.csv", "customer_id\nC1\n")
        );
        (await answer.Problem()).ShouldBe((503, "/problems/database-unavailable", ""));
        Directory.GetFileSystemEntries(served.Uploads).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_import_that_cannot_be_recorded_leaves_no_files()
    {
        await using var served = await Served.With(Nowhere);
        var runs = served.Services.GetRequiredService<ImportRuns>();
        var folder = Directory.CreateDirectory(Path.Combine(served.Uploads, "one")).FullName;
        var id = Id(1);

        await Should.ThrowAsync<Exception>(() => runs.Enqueue(new(id, folder, "canonical"), Stop));

        Directory.Exists(folder).ShouldBeFalse();
        runs.Holds(id).ShouldBeFalse();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Guid Id(int number) => new($"01900000-0000-7000-8000-00000000000{number}");

    private static (string, byte[]) File(string name, string text) =>
        (name, Encoding.UTF8.GetBytes(text));

    private static string Said(JsonNode import) =>
        $"{import["state"]} {import["problem"]}: {import["title"]}";

    private static string Version(JsonNode page)
    {
        var v = page["items"]!.AsArray().Single()!;
        var (t, c) = (v["totals"]!, v["change"]);
        var change = c is null
            ? "-"
            : $"{c["loans"]}, {c["principal"]}, {c["amountPaid"]}, {c["outstanding"]}";
        var tables = v["tables"]!.AsArray().Select(r => $"{r!["table"]} {r["accepted"]}");
        var loans = v["loans"] is { } l ? $"+{l["added"]} -{l["gone"]} ~{l["changed"]}" : "-";
        return $"{v["version"]} {v["asOf"]} {v["mode"]}: {t["loans"]} loans, {t["principal"]}, {t["amountPaid"]}, {t["outstanding"]}; since {change}; {loans}; {string.Join(' ', tables)}";
    }
}
