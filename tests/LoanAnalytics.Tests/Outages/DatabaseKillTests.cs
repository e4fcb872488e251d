using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Features.Demo;
using LoanAnalytics.Tests.Http;

namespace LoanAnalytics.Tests.Outages;

/// <summary>All or nothing: an import whose database is killed at any point leaves the old version or the new one, and its record says which.</summary>
public sealed class DatabaseKillTests : IDisposable
{
    private static readonly int Kills = Soak.Setting("KILLS", 3);
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly string folder = Directory
        .CreateTempSubdirectory("loananalytics-test-")
        .FullName;

    [Fact]
    public async Task An_import_whose_database_is_killed_is_published_whole_or_not_at_all_and_says_so()
    {
        string[] books = [Path.Combine(folder, "a"), Path.Combine(folder, "b")];
        await using var cluster = await Cluster.Start();
        await cluster.Fill(books[0], 300, 1);
        DemoPortfolio.Write(books[1], 300, 2, Stop);
        await using var served = await Served.With(
            $"--ConnectionStrings:LoanAnalytics={cluster.ConnectionString}"
        );
        var client = served.Client;
        var first = await Totals(client);
        var clock = Stopwatch.StartNew();
        (await Ended(client, await Import(client, books[1]))).State.ShouldBe("published");
        var took = clock.Elapsed;
        string[] known = [first, await Totals(client)];
        known[0].ShouldNotBe(known[1]);
        var random = new Random(11);
        var published = 0;
        for (var i = 0; i < Kills; i++)
        {
            var before = await Totals(client);
            var import = await Import(client, books[before == known[0] ? 1 : 0]);
            await Task.Delay(took * random.NextDouble(), Stop);
            await cluster.Die();
            await cluster.Up();
            var (state, problem) = await Ended(client, import);
            var after = await Totals(client);

            known.ShouldContain(after);
            (state, problem, after != before).ShouldBe(
                after != before ? ("published", null, true) : ("failed", "interrupted", false)
            );
            if (after != before)
                published++;
        }

        published.ShouldBeLessThan(Kills);
        var last = await Totals(client);
        var next = await Import(client, books[last == known[0] ? 1 : 0]);
        // A pause is nothing to an import: it goes on when the database does.
        await Task.Delay(took / 2, Stop);
        cluster.Pause();
        await Task.Delay(5000, Stop);
        cluster.GoOn();
        (await Ended(client, next)).ShouldBe(("published", null));
        (await Totals(client)).ShouldNotBe(last);
        (
            await cluster.Scalar<long>(
                "select count(*) from payments p where not exists (select 1 from loans l where l.customer_id = p.customer_id and l.loan_id = p.loan_id)"
            )
        ).ShouldBe(0);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kills} kills, {published} of the imports published, one takes {took.TotalSeconds:0.0} s"
        );
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Starts an import; where it is found.</summary>
    private static async Task<Uri> Import(HttpClient client, string book)
    {
        using var started = await client.Upload(
            "/imports",
            [("asOf", DemoPortfolio.AsOf.ToString("yyyy-MM-dd"))],
            Directory
                .GetFiles(book, "*.csv")
                .Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))
        );
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return started.Headers.Location!;
    }

    private static async Task<(string State, string? Problem)> Ended(HttpClient client, Uri import)
    {
        for (var clock = Stopwatch.StartNew(); ; )
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(120), "The import never ended.");
            using var answer = await client.GetAsync(import, Stop);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                var said = (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
                if (said["state"]!.GetValue<string>() is not ("queued" or "running") and var state)
                    return (state, said["problem"]?.GetValue<string>());
            }
            await Task.Delay(100, Stop);
        }
    }

    private static async Task<string> Totals(HttpClient client)
    {
        var data = (
            await client.GetFromJsonAsync<JsonNode>(
                new Uri("/api/v1/portfolio/summary", UriKind.Relative),
                Stop
            )
        )!["data"]!;
        return $"{data["loans"]} {data["customers"]} {data["disbursed"]} {data["repaid"]} {data["outstanding"]}";
    }
}
