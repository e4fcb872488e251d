using System.IO.Compression;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Tests.Http;

namespace LoanAnalytics.Tests.Imports;

/// <summary>How large an upload may be, packed and unpacked, how many records a file may have and how many of them may be refused: by configuration.</summary>
[Collection("database")]
public sealed class ImportLimitTests(Database database) : IAsyncLifetime
{
    private static readonly (string, string)[] AsOf = [("asOf", "2024-12-31")];
    private static readonly byte[] Customers = "customer_id,age\nC1,40\nC2,41\n"u8.ToArray();
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.Empty();

    [Theory]
    [InlineData("customers.csv.gz")]
    [InlineData("extract.zip")]
    public async Task Packed_files_are_read_as_those_that_they_hold(string name)
    {
        var packed = name.EndsWith(".gz", StringComparison.Ordinal)
            ? Gzip(Customers)
            : Zip(
                ("book/", []),
                ("book/customers.csv", Customers),
                ("__MACOSX/customers.csv", [1])
            );
        var import = await database.Client.Loaded(
            await database.Client.Upload("/imports", AsOf, (name, packed))
        );
        import["state"]!.GetValue<string>().ShouldBe("published");
        import["files"]!.AsArray().Single()!["name"]!.GetValue<string>().ShouldBe("customers.csv");
        (await database.Scalar<long>("select sum(age) from customers")).ShouldBe(81);
    }

    [Theory]
    [InlineData("customers.csv.gz", false)]
    [InlineData("customers.csv.gz", true)]
    [InlineData("extract.zip", false)]
    [InlineData("extract.zip", true)]
    public async Task What_is_not_packed_as_its_name_says_or_is_cut_short_is_refused(
        string name,
        bool isCut
    )
    {
        var whole = name.EndsWith(".gz", StringComparison.Ordinal)
            ? Gzip(Customers)
            : Zip(("customers.csv", Customers));
        var answer = await database.Client.Upload(
            "/imports",
            AsOf,
            (name, isCut ? whole[..^10] : Customers)
        );
        (await answer.Problem()).ShouldBe((415, "/problems/not-a-table", ""));
    }

    [Fact]
    public async Task An_archive_with_a_file_that_was_damaged_is_refused()
    {
        // Not compressed, so that nothing but the checksum tells.
        var zip = Zip(CompressionLevel.NoCompression, ("customers.csv", Customers));
        zip[zip.AsSpan().IndexOf("C2,41"u8) + 3] = (byte)'5';

        var answer = await database.Client.Upload("/imports", AsOf, ("extract.zip", zip));

        var said = (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
        $"{said["status"]} {said["type"]} {said["title"]}: {said["detail"]}".ShouldBe(
            "415 /problems/not-a-table A file is no table: extract.zip is damaged: the checksum of customers.csv is another than when it was packed."
        );
    }

    [Fact]
    public async Task A_folder_unpacks_no_further_than_an_upload_and_keeps_what_it_holds()
    {
        using var extract = new Extract().With("branches.csv", "branch_id", "B1");
        await File.WriteAllBytesAsync(
            Path.Combine(extract.Folder, "loans.csv.gz"),
            Gzip(new byte[600]),
            Stop
        );
        await File.WriteAllBytesAsync(
            Path.Combine(extract.Folder, "extract.zip"),
            Zip(("customers.csv", Customers)),
            Stop
        );
        using var work = new Extract();
        var limits = new ImportLimits(0, 0, 600 + Customers.Length, 0, 0, work.Folder);

        var unpacked = (await PackedFiles.Unpack(extract.Folder, limits, Stop))!;

        NamesIn(unpacked).ShouldBe(["branches.csv", "customers.csv", "loans.csv"]);
        NamesIn(extract.Folder).ShouldBe(["branches.csv", "extract.zip", "loans.csv.gz"]);
        WorkFolder.Delete(unpacked);
        (
            await Should.ThrowAsync<ProblemException>(() =>
                PackedFiles.Unpack(
                    extract.Folder,
                    limits with
                    {
                        UnpackedBytes = 599 + Customers.Length,
                    },
                    Stop
                )
            )
        ).Type.ShouldBe("too-large");
        NamesIn(work.Folder).ShouldBeEmpty();

        static IEnumerable<string> NamesIn(string folder) =>
            Directory
                .GetFileSystemEntries(folder)
                .Select(f => Path.GetFileName(f))
                .Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("asOf", "2024-12-31")] // looked at by itself
    [InlineData("profile", "canonical")] // read as a profile says
    public async Task A_packed_file_under_another_name_is_no_table(string field, string value)
    {
        var answer = await database.Client.Upload(
            "/imports/preview",
            [(field, value)],
            ("customers.csv", Gzip(Customers))
        );
        (await answer.Problem()).ShouldBe((415, "/problems/not-a-table", ""));
    }

    [Theory]
    [InlineData("customers.csv.gz")]
    [InlineData("extract.zip")]
    public async Task What_unpacks_past_the_limit_is_refused_with_413_and_flat_memory(string name)
    {
        await using var served = await Served.With("--Imports:MaxUnpackedBytes=50000000");
        var bomb = name.EndsWith(".gz", StringComparison.Ordinal)
            ? Gzip(new byte[60_000_000])
            : Zip(("a.csv", new byte[30_000_000]), ("b.csv", new byte[30_000_000]));
        GC.Collect();
        var before = GC.GetTotalAllocatedBytes();

        var answer = await served.Client.Upload("/imports", AsOf, (name, bomb));

        (await answer.Problem()).ShouldBe((413, "/problems/too-large", ""));
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(40_000_000);
        Directory.GetFileSystemEntries(served.Uploads).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_archive_of_too_many_files_is_refused_before_its_directory_is_read()
    {
        var answer = await database.Client.Upload(
            "/imports",
            AsOf,
            (
                "extract.zip",
                Zip([
                    .. Enumerable
                        .Range(0, 12_000)
                        .Select(i => ($"{i:00000}.csv", Array.Empty<byte>())),
                ])
            )
        );
        (await answer.Problem()).ShouldBe((413, "/problems/too-large", ""));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_before_it_is_read()
    {
        await using var served = await Served.With("--Imports:MaxUploadBytes=100000");
        var place = served.Client.BaseAddress!;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(place.Host, place.Port, Stop);

        // Nothing of the body is sent at all.
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                "POST /api/v1/imports HTTP/1.1\r\nHost: here\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 100001\r\n\r\n"
            ),
            Stop
        );

        var answer = new byte[4096];
        var read = await socket.ReceiveAsync(answer, Stop);
        var said = Encoding.UTF8.GetString(answer, 0, read);
        said.ShouldStartWith("HTTP/1.1 413 ");
        said.ShouldContain("/problems/too-large");
        Directory.GetFileSystemEntries(served.Uploads).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_of_more_records_than_may_be_read_is_refused()
    {
        await using var served = await Served.With(
            "--Imports:MaxRows=2",
            "--Imports:MaxUnpackedBytes=1000"
        );
        (string, byte[])[] three = [("customers.csv", "customer_id\nC1\nC2\nC3\n"u8.ToArray())];

        var preview = await served.Client.Upload("/imports/preview", AsOf, three);
        var import = await served.Client.Loaded(
            await served.Client.Upload("/imports", AsOf, three)
        );
        var parquet = await served.Client.Upload(
            "/imports/preview",
            AsOf,
            ("customers.parquet", Parquet("select 'C' || i as customer_id from range(3) t(i)"))
        );
        var wide = await served.Client.Upload(
            "/imports/preview",
            AsOf,
            ("customers.parquet", Parquet("select repeat('x', 2000) as customer_id"))
        );

        foreach (var answer in new[] { preview, parquet, wide })
            (await answer.Problem()).ShouldBe((413, "/problems/too-large", ""));
        import["problem"]!.GetValue<string>().ShouldBe("too-large");
        (await database.Scalar<long>("select count(*) from data_versions")).ShouldBe(0);
    }

    [Fact]
    public async Task The_share_of_refused_rows_is_the_servers_where_the_profile_says_none()
    {
        (string, byte[])[] half = [("customers.csv", "customer_id,age\nC1,40\nC2,x\n"u8.ToArray())];
        await using var strict = await Served.With();
        await using var lenient = await Served.With("--Imports:RejectShareLimit=0.5");
        (await strict.Client.Loaded(await strict.Client.Upload("/imports", AsOf, half)))["problem"]!
            .GetValue<string>()
            .ShouldBe("too-many-rejects");
        (await lenient.Client.Loaded(await lenient.Client.Upload("/imports", AsOf, half)))["state"]!
            .GetValue<string>()
            .ShouldBe("published");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    internal static byte[] Zip(params (string Name, byte[] Content)[] files) =>
        Zip(CompressionLevel.Fastest, files);

    private static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        return packed.ToArray();
    }

    private static byte[] Parquet(string select)
    {
        using var extract = new Extract();
        var path = Path.Combine(extract.Folder, "x.parquet");
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText = $"copy ({select}) to '{path}' (format parquet)";
        command.ExecuteNonQuery();
        return File.ReadAllBytes(path);
    }
}
