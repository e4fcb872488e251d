using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using LoanAnalytics.Api.Features.Demo;
using LoanAnalytics.Tests.Outages;

namespace LoanAnalytics.Tests.Imports;

/// <summary>All or nothing: an import that is killed at any point leaves the old version or the new one, never a mixture.</summary>
[Collection("database")]
public sealed class KillTests(Database database) : IDisposable
{
    private static readonly int Kills = Soak.Setting("KILLS", 8);
    private readonly string folder = Directory
        .CreateTempSubdirectory("loananalytics-test-")
        .FullName;

    [Fact]
    public async Task Readers_see_one_whole_version_while_imports_are_killed()
    {
        var stop = TestContext.Current.CancellationToken;
        await database.Empty();
        string[] books = [Path.Combine(folder, "a"), Path.Combine(folder, "b")];
        foreach (var (i, book) in books.Index())
            DemoPortfolio.Write(book, 300, (ulong)i + 1, stop);
        var clock = Stopwatch.StartNew();
        await Run(books[0], null, stop);
        var whole = await Totals(stop);
        var took = clock.Elapsed;
        await Run(books[1], null, stop);
        string[] known = [whole, await Totals(stop)];
        known[0].ShouldNotBe(known[1]);
        var seen = new ConcurrentBag<string>();
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var readers = Enumerable
            .Range(0, 2)
            .Select(_ =>
                Task.Run(
                    async () =>
                    {
                        while (!reading.IsCancellationRequested)
                        {
                            seen.Add(await Totals(stop));
                            await Task.Delay(50, stop);
                        }
                    },
                    stop
                )
            )
            .ToArray();
        var random = new Random(7);
        var published = 0;
        for (var i = 0; i < Kills; i++)
        {
            // The book that is not published now, so that there is always something to do.
            var book = books[await Totals(stop) == known[0] ? 1 : 0];
            if (await Run(book, took * random.NextDouble(), stop))
                published++;
        }
        await reading.CancelAsync();
        await Task.WhenAll(readers);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kills} kills, {published} of the imports published, {seen.Count} readings"
        );
        seen.Count.ShouldBeGreaterThan(Kills);
        seen.Distinct().ShouldBeSubsetOf(known);
        published.ShouldBeLessThan(Kills);
        // The next import succeeds, and those that were killed are known to have ended.
        var next = books[await Totals(stop) == known[0] ? 1 : 0];
        var before = await Totals(stop);
        (await Run(next, null, stop)).ShouldBeTrue();
        (await Totals(stop)).ShouldNotBe(before);
        (
            await database.Scalar<long>(
                "select count(*) from imports where state in ('queued', 'running')"
            )
        ).ShouldBe(0);
        (
            await database.Scalar<long>(
                "select count(*) from payments p where not exists (select 1 from loans l where l.customer_id = p.customer_id and l.loan_id = p.loan_id)"
            )
        ).ShouldBe(0);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Imports in a process of its own, killed after the delay; true where it ended well before.</summary>
    private async Task<bool> Run(string book, TimeSpan? killAfter, CancellationToken stop)
    {
        using var import = Process.Start(
            Serving.Program(
                database.ConnectionString,
                [],
                [
                    "import",
                    book,
                    "--profile",
                    "canonical",
                    "--as-of",
                    DemoPortfolio.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ]
            )
        )!;
        var output = import.StandardOutput.ReadToEndAsync(stop);
        if (killAfter is { } delay)
        {
            await Task.WhenAny(import.WaitForExitAsync(stop), Task.Delay(delay, stop));
            import.Kill(entireProcessTree: true);
        }
        await import.WaitForExitAsync(stop);
        await output;
        return import.ExitCode == 0;
    }

    /// <summary>What one answer says of the whole book; its groups must sum to its total.</summary>
    private async Task<string> Totals(CancellationToken stop)
    {
        using var answer = await database.Client.GetAsync(
            "/api/v1/portfolio/breakdown?by=region",
            stop
        );
        var data = System.Text.Json.Nodes.JsonNode.Parse(
            await answer.Content.ReadAsStringAsync(stop)
        )!["data"]!;
        var total = data["total"]!;
        data["rows"]!
            .AsArray()
            .Sum(r => r!["outstanding"]!.GetValue<decimal>())
            .ShouldBe(total["outstanding"]!.GetValue<decimal>());
        return $"{total["loans"]} {total["customers"]} {total["disbursed"]} {total["repaid"]} {total["outstanding"]}";
    }
}
