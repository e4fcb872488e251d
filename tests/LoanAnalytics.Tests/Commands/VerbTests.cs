using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LoanAnalytics.Tests.Imports;
using LoanAnalytics.Tests.Outages;

namespace LoanAnalytics.Tests.Commands;

/// <summary>The program as a shell sees it: verbs, exit codes, what it says and what it leaves. Run as a process of its own.</summary>
[Collection("database")]
public sealed class VerbTests(Database database) : IAsyncLifetime
{
    private const string NoDatabase = "Host=127.0.0.1;Port=1;Timeout=5";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly Extract extract = new();

    private sealed record Ended(int ExitCode, string Output, string Errors);

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync()
    {
        extract.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("frobnicate", "'frobnicate'")]
    [InlineData("serve --port 80", "'--port'")]
    [InlineData("import", "'DIR' missing")]
    [InlineData("import FOLDER", "'--profile' is required")]
    [InlineData("import FOLDER/nowhere --profile seed", "does not exist")]
    [InlineData("import FOLDER --profile seed --as-of 2024-02-30", "YYYY-MM-DD, not '2024-02-30'")]
    [InlineData("import FOLDER --profile seed --mode both", "'both' not recognized")]
    [InlineData("import FOLDER --profile seed --expect FOLDER/nowhere", "cannot be read")]
    [InlineData("import FOLDER --profile seed --expect FOLDER/words", "not a JSON object of")]
    [InlineData("import FOLDER --profile seed --expect FOLDER/misspelt", "not a JSON object of")]
    [InlineData("import FOLDER --profile seed --expect FOLDER/nothing", "names none of loans")]
    [InlineData("demo --loans 999", "1000 to 2000000, not '999'")]
    [InlineData("demo --loans 2000001", "1000 to 2000000, not '2000001'")]
    [InlineData("demo --loans many", "1000 to 2000000, not 'many'")]
    [InlineData("demo --seed -1", "not '-1'")]
    [InlineData("demo --out FOLDER/out --replace", "--out only writes files")]
    public async Task Wrong_usage_is_named_and_exits_with_2(string arguments, string said)
    {
        extract
            .With("words", "ten loans")
            .With("misspelt", """{ "loan": 10 }""")
            .With("nothing", "{}");

        var ended = await Run(NoDatabase, arguments.Replace("FOLDER", extract.Folder));

        ended.ExitCode.ShouldBe(2, ended.Errors);
        ended.Errors.ShouldContain(said);
        ended.Errors.ShouldContain("See --help.");
        Directory.Exists(Path.Combine(extract.Folder, "out")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--help", "import <DIR>")]
    [InlineData("serve --help", "ASPNETCORE_URLS")]
    [InlineData("migrate --help", "schema")]
    [InlineData("import --help", "--expect <FILE>")]
    [InlineData("demo --help", "--loans <N>")]
    [InlineData("openapi --help", "--out <FILE>")]
    public async Task Each_verb_explains_itself(string arguments, string said)
    {
        var ended = await Run(NoDatabase, arguments);
        ended.ExitCode.ShouldBe(0);
        ended.Output.ShouldContain(said);
    }

    [Theory]
    [InlineData(NoDatabase, "Failed to connect")]
    [InlineData("rubbish", "Format of the initialization string")]
    public async Task Without_a_database_a_verb_fails_with_1_and_one_line(
        string connection,
        string said
    )
    {
        extract.With("loans.csv", "loan_id,customer_id,principal,start_date,status");
        foreach (
            var arguments in (string[])
                ["migrate", "demo --loans 1000", $"import {extract.Folder} --profile canonical"]
        )
        {
            var ended = await Run(connection, arguments);
            ended.ExitCode.ShouldBe(1, arguments);
            ended.Errors.ShouldContain(said);
            ended.Errors.Trim().Split('\n').Length.ShouldBe(1, ended.Errors);
        }
    }

    [Fact]
    public async Task A_profile_that_was_saved_is_named_like_the_others()
    {
        extract.With("list.csv", "who", "C1", "C2");
        await database.Run(
            "insert into profiles (name, content, revision, changed_at) values ('list', 'as_of: \"2024-12-31\"\ntables:\n  customers:\n    file: list.csv\n    columns: { customer_id: who }\n', 1, now())"
        );
        var ended = await Run(database.ConnectionString, $"import {extract.Folder} --profile list");
        ended.ExitCode.ShouldBe(0, ended.Errors);
        ended.Output.ShouldContain("customers: 2 rows = 2 accepted");
    }

    [Fact]
    public async Task An_unknown_profile_is_wrong_usage_and_leaves_no_record()
    {
        FiveLoansAndABadOne();
        var ended = await Run(database.ConnectionString, $"import {extract.Folder} --profile nope");
        ended.ExitCode.ShouldBe(2);
        ended.Errors.ShouldContain("no profile 'nope'; known are berka, canonical");
        (await database.Scalar<long>("select count(*) from imports")).ShouldBe(0);
    }

    [Fact]
    public async Task An_import_publishes_with_0_counts_its_rejects_and_is_unchanged_the_second_time()
    {
        FiveLoansAndABadOne();

        var first = await Import();
        // Packed they are the same.
        Pack("loans.csv", "loans.csv.gz", ImportLimitTests.Gzip);
        Pack("customers.csv", "rest.zip", c => ImportLimitTests.Zip(("customers.csv", c)));
        var second = await Import();

        first.ExitCode.ShouldBe(0, first.Errors);
        first.Output.ShouldContain("published: version 1");
        first.Output.ShouldContain("loans: 6 rows = 5 accepted + 1 rejected + 0 repeated");
        first.Output.ShouldContain("5 loans, principal 5000.00, paid 500.00, outstanding 4500.00");
        second.ExitCode.ShouldBe(0, second.Errors);
        second.Output.ShouldContain("unchanged: version 1");
    }

    [Fact]
    public async Task Other_totals_than_expected_publish_nothing_and_exit_with_3()
    {
        FiveLoansAndABadOne();
        extract.With("totals.json", """{ "loans": 5, "outstanding": 4500.01 }""");

        var ended = await Import("--expect", Path.Combine(extract.Folder, "totals.json"));

        ended.ExitCode.ShouldBe(3);
        ended.Errors.ShouldContain("4500.01");
        (await database.Scalar<long>("select count(*) from data_versions")).ShouldBe(0);
    }

    [Fact]
    public async Task A_folder_without_the_profiles_files_publishes_nothing_and_exits_with_3()
    {
        var ended = await Import();
        ended.ExitCode.ShouldBe(3);
        ended.Errors.ShouldContain("loans.csv");
    }

    [Theory]
    [InlineData("", "loans.csv has no content")]
    [InlineData("loan_id,customer_id\n", "loans.csv holds a header and no row")]
    [InlineData("loan,customer_id\nL1,C1\n", "loan_id")]
    [InlineData("loan_id,loan_id\nL1,L1\n", "names the column 'loan_id' twice")]
    [InlineData("%PDF-1.7", "is not a delimited text file")]
    public async Task A_file_that_is_no_table_publishes_nothing_and_exits_with_3(
        string text,
        string said
    )
    {
        await File.WriteAllTextAsync(Path.Combine(extract.Folder, "loans.csv"), text, Cancel);
        var ended = await Import("--as-of", "2024-12-31");
        ended.ExitCode.ShouldBe(3, ended.Errors);
        ended.Errors.ShouldContain(said);
        (await database.Scalar<long>("select count(*) from data_versions")).ShouldBe(0);
    }

    [Fact]
    public async Task A_demo_book_is_loaded_into_an_empty_database_only_unless_it_may_replace()
    {
        var first = await Run(database.ConnectionString, "demo --loans 1000");
        var second = await Run(database.ConnectionString, "demo --loans 1100");
        var third = await Run(database.ConnectionString, "demo --loans 1100 --replace");

        (first.ExitCode, second.ExitCode, third.ExitCode).ShouldBe((0, 3, 0));
        second.Errors.ShouldContain("--replace");
        (await database.Scalar<long>("select count(*) from loans")).ShouldBe(1100);
        // Where there is no terminal a line for each phase or tenth, not a flood of them.
        first
            .Output.Split('\n')
            .Count(l => l.EndsWith(" %", StringComparison.Ordinal))
            .ShouldBeInRange(5, 30);
    }

    [Fact]
    public async Task A_demo_book_is_written_without_a_database()
    {
        var ended = await Run(NoDatabase, $"demo --loans 1000 --out {extract.Folder}/book");

        ended.ExitCode.ShouldBe(0, ended.Errors);
        File.ReadLines(Path.Combine(extract.Folder, "book", "loans.csv")).Count().ShouldBe(1001);
        File.Exists(Path.Combine(extract.Folder, "book", "truth", "README.md")).ShouldBeTrue();
    }

    [Fact]
    public async Task Interrupted_it_ends_with_130_and_publishes_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        using var program = Start(database.ConnectionString, "demo --loans 20000");
        while (
            await program.StandardOutput.ReadLineAsync(Cancel) is { } line
            && !line.StartsWith("generating", StringComparison.Ordinal)
        ) { }
        Interrupt(program);
        await program.WaitForExitAsync(Cancel);

        program.ExitCode.ShouldBe(130);
        (await program.StandardError.ReadToEndAsync(Cancel)).ShouldBe("Cancelled.\n");
        (await database.Scalar<long>("select count(*) from data_versions")).ShouldBe(0);
    }

    [Fact]
    public async Task It_serves_where_ASPNETCORE_URLS_says_until_it_is_told_to_stop()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        var url = $"http://127.0.0.1:{Serving.FreePort()}";
        using var server = Start(NoDatabase, "serve", url);
        using var client = new HttpClient();
        for (var live = false; !live; )
        {
            server.HasExited.ShouldBeFalse();
            try
            {
                live = (await client.GetAsync($"{url}/health/live", Cancel)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100, Cancel);
            }
        }
        Interrupt(server);
        await server.WaitForExitAsync(Cancel);

        server.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_line_and_exits_with_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var server = Start(NoDatabase, "serve", $"http://{taken.LocalEndpoint}");
        var said = await server.StandardOutput.ReadToEndAsync(Cancel);
        said += await server.StandardError.ReadToEndAsync(Cancel);
        await server.WaitForExitAsync(Cancel);

        server.ExitCode.ShouldBe(1);
        said.ShouldBe(
            $"Failed to bind to address http://{taken.LocalEndpoint}: address already in use.\n"
        );
    }

    [Fact]
    public async Task The_contract_is_written_without_a_database()
    {
        var ended = await Run(NoDatabase, "openapi");
        ended.ExitCode.ShouldBe(0, ended.Errors);
        ended.Output.ShouldContain("\"/api/v1/portfolio/summary\"");
    }

    private void FiveLoansAndABadOne() =>
        extract
            .With("customers.csv", "customer_id", "C1")
            .With(
                "loans.csv",
                "loan_id,customer_id,principal,start_date,status,amount_paid,outstanding_balance",
                "L1,C1,1000,2024-01-05,active,100,900",
                "L2,C1,1000,2024-01-05,active,100,900",
                "L3,C1,1000,2024-01-05,active,100,900",
                "L4,C1,1000,2024-01-05,active,100,900",
                "L5,C1,1000,2024-01-05,active,100,900",
                "L6,C1,many,2024-01-05,active,100,900"
            );

    private Task<Ended> Import(params string[] more) =>
        Run(
            database.ConnectionString,
            string.Join(' ', ["import", extract.Folder, "--profile", "canonical", .. more])
        );

    private void Pack(string name, string packed, Func<byte[], byte[]> pack)
    {
        var path = Path.Combine(extract.Folder, name);
        File.WriteAllBytes(Path.Combine(extract.Folder, packed), pack(File.ReadAllBytes(path)));
        File.Delete(path);
    }

    private static async Task<Ended> Run(string connection, string arguments)
    {
        using var program = Start(connection, arguments);
        var errors = program.StandardError.ReadToEndAsync(Cancel);
        var output = await program.StandardOutput.ReadToEndAsync(Cancel);
        await program.WaitForExitAsync(Cancel);
        return new(program.ExitCode, output, await errors);
    }

    /// <summary>Ctrl-C sends INT, which is handled alike; but what runs in the background of a script is started deaf to it.</summary>
    private static void Interrupt(Process program)
    {
        using var kill = Process.Start(
            "kill",
            ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)]
        );
    }

    private static Process Start(string connection, string arguments, string? url = null)
    {
        var start = Serving.Program(
            connection,
            url is null ? [] : [("ASPNETCORE_URLS", url)],
            arguments.Split(' ')
        );
        // Not the folder of the program: it must run from any.
        start.WorkingDirectory = Path.GetTempPath();
        start.StandardOutputEncoding = Encoding.UTF8;
        return Process.Start(start)!;
    }
}
