using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LoanAnalytics.Tests.Imports;

/// <summary>Many at once, cut off, stopped or out of room: what is published stays whole, nothing is left behind, and the next import works.</summary>
[Collection("database")]
public sealed class InterruptedUploadTests(Database database) : IAsyncLifetime
{
    private const string Header = "loan_id,customer_id,principal,start_date,status\n";
    private const string NoDisk =
        "A small file system can be mounted by root only, and on Linux only.";
    private static readonly (string, string)[] AsOf = [("asOf", "2024-12-31")];
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.Empty();

    [Fact]
    public async Task Two_hundred_posts_of_the_same_import_at_once_have_one_effect()
    {
        await using var served = await Served.With();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => served.Client.Upload("/imports", AsOf, Book(3)))
        );
        var states = new List<string>();
        foreach (var answer in answers)
        {
            ((int)answer.StatusCode).ShouldBeOneOf(200, 202);
            states.Add((await served.Client.Loaded(answer))["state"]!.GetValue<string>());
        }
        await Empty(served.Uploads);

        (await database.Scalar<long>("select count(*) from data_versions")).ShouldBe(1);
        (await database.Scalar<long>("select count(*) from loan_snapshots")).ShouldBe(3);
        (
            await database.Scalar<long>("select count(*) from imports where state = 'published'")
        ).ShouldBe(1);
        states.Distinct().ShouldBeSubsetOf(["published", "unchanged"]);
    }

    [Fact]
    public async Task A_connection_that_drops_half_way_of_an_upload_leaves_nothing()
    {
        await using var served = await Served.With();
        var body = Encoding.UTF8.GetBytes(
            $"--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"loans.csv\"\r\n\r\n{Header}{new string('x', 500_000)}"
        );
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(
                served.Client.BaseAddress!.Host,
                served.Client.BaseAddress.Port,
                Stop
            );
            await socket.SendAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /api/v1/imports HTTP/1.1\r\nHost: here\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {2 * body.Length}\r\n\r\n"
                ),
                Stop
            );
            await socket.SendAsync(body, Stop);
            while (
                !Directory
                    .GetFiles(served.Uploads, "loans.csv", SearchOption.AllDirectories)
                    .Any(f => new FileInfo(f).Length > 0)
            )
                await Task.Delay(20, Stop);
            // Closed without a word, as by a cable that is pulled.
            socket.LingerState = new LingerOption(true, 0);
        }

        await Empty(served.Uploads);
        (await database.Scalar<long>("select count(*) from imports")).ShouldBe(0);
        await NextWorks(served);
    }

    [Fact]
    public async Task A_server_that_is_stopped_in_the_middle_says_so_and_leaves_nothing()
    {
        await using var served = await Served.With();
        var answer = await served.Client.Upload("/imports", AsOf, Book(200_000));

        await served.Services.GetRequiredService<IHost>().StopAsync(Stop);

        (await database.Client.Loaded(answer))["problem"]!.GetValue<string>().ShouldBe("cancelled");
        await Empty(served.Uploads);
        (await database.Scalar<long>("select count(*) from data_versions")).ShouldBe(0);
        await using var restarted = await Served.With();
        await NextWorks(restarted);
    }

    [Fact]
    public async Task An_upload_that_fills_the_disk_is_answered_with_507_and_leaves_nothing()
    {
        using var disk = SmallDisk.OfMegabytes(2);
        Assert.SkipWhen(disk is null, NoDisk);
        await using var served = await Served.With($"--Imports:UploadFolder={disk.Folder}");
        (string, byte[])[] large = [("loans.csv", new byte[4 << 20])];

        foreach (var path in (string[])["/imports", "/imports/preview"])
        {
            var answer = await served.Client.Upload(path, AsOf, large);
            (await answer.Problem()).ShouldBe((507, "/problems/disk-full", ""));
            Directory.GetFileSystemEntries(disk.Folder).ShouldBeEmpty();
        }
        (await database.Scalar<long>("select count(*) from imports")).ShouldBe(0);
    }

    [Fact]
    public async Task Staging_that_fills_the_disk_says_so_publishes_nothing_and_leaves_nothing()
    {
        using var disk = SmallDisk.OfMegabytes(3);
        Assert.SkipWhen(disk is null, NoDisk);
        await using var served = await Served.With($"--Imports:UploadFolder={disk.Folder}");
        // It fits as it is, but not a second time in the tables of the staging.
        var book = Book(60_000);

        var import = await served.Client.Loaded(await served.Client.Upload("/imports", AsOf, book));
        var preview = await served.Client.Upload("/imports/preview", AsOf, book);

        Said(import).ShouldBe("failed disk-full: There is no room left on the disk");
        (await preview.Problem()).ShouldBe((507, "/problems/disk-full", ""));
        await Empty(disk.Folder);
        (await database.Scalar<long>("select count(*) from data_versions")).ShouldBe(0);
    }

    [Fact]
    public async Task A_database_that_is_full_is_named_and_keeps_the_version_before()
    {
        await using var served = await Served.With();
        await NextWorks(served);
        JsonNode import;
        (int, string, string) refused;
        await database.Run(
            """
            create function no_room() returns trigger language plpgsql as
            $$ begin raise exception using errcode = '53100', message = 'could not extend file'; end $$;
            create trigger no_room before insert on loans execute function no_room();
            """
        );
        try
        {
            import = await served.Client.Loaded(
                await served.Client.Upload("/imports", AsOf, Book(2))
            );
            await database.Run(
                "create trigger no_room before insert on imports execute function no_room()"
            );
            refused = await (await served.Client.Upload("/imports", AsOf, Book(2))).Problem();
        }
        finally
        {
            await database.Run("drop function no_room cascade");
        }

        Said(import).ShouldBe("failed database-full: There is no room left on the disk");
        refused.ShouldBe((503, "/problems/database-full", ""));
        await Empty(served.Uploads);
        (await database.Scalar<long>("select count(*) from loans")).ShouldBe(1);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static (string, byte[])[] Book(int loans) =>
        [
            ("customers.csv", "customer_id\nC1\n"u8.ToArray()),
            (
                "loans.csv",
                Encoding.UTF8.GetBytes(
                    Header
                        + string.Concat(
                            Enumerable
                                .Range(1, loans)
                                .Select(i => $"L{i},C1,100,2024-01-01,active\n")
                        )
                )
            ),
        ];

    private static string Said(JsonNode import) =>
        $"{import["state"]} {import["problem"]}: {import["title"]}";

    private static async Task NextWorks(Served served)
    {
        var import = await served.Client.Loaded(
            await served.Client.Upload("/imports", AsOf, Book(1))
        );
        import["state"]!.GetValue<string>().ShouldBe("published");
    }

    /// <summary>The folder is deleted right after the record says that the import has ended.</summary>
    private static async Task Empty(string folder)
    {
        for (var i = 0; i < 100 && Directory.GetFileSystemEntries(folder).Length > 0; i++)
            await Task.Delay(50, Stop);
        Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
    }
}
