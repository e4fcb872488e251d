using System.Collections.Concurrent;
using System.Diagnostics;

namespace LoanAnalytics.Tests.Outages;

/// <summary>The real program under load while its database is killed, paused and started again.</summary>
public sealed class OutageTests : IDisposable
{
    private const int Connections = 8;
    private const int Callers = 12;

    /// <summary>What each caller asks in turn: figures, lists, a whole table, and lists that no kept answer serves.</summary>
    private static readonly string[] Questions =
    [
        "/portfolio/summary?principalMax=9{0}",
        "/portfolio/breakdown?by=region&principalMax=9{0}",
        "/loans?limit=1000&principalMax=9{0}",
        "/delinquency/aging?principalMax=9{0}",
        "/imports",
        "/loans?principalMax=9{0}&as=csv",
        "/portfolio/summary",
    ];

    private readonly string book = Directory.CreateTempSubdirectory("loananalytics-test-").FullName;

    private sealed record Heard(
        int Status,
        string? RetryAfter,
        string Type,
        TimeSpan Took,
        TimeSpan At
    );

    [Fact]
    public async Task A_lost_database_is_said_within_ten_seconds_and_forgotten_once_it_is_back()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var cluster = await Cluster.Start();
        var connection = $"{cluster.ConnectionString};Maximum Pool Size={Connections}";
        await cluster.Fill(book, 300, 1);
        await using var serving = await Serving.Start(connection);
        await serving.Until("/health/ready", 200);
        var heard = new ConcurrentBag<Heard>();
        var live = new ConcurrentBag<int>();
        var clock = Stopwatch.StartNew();
        using var calling = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var callers = Enumerable
            .Range(0, Callers)
            .Select(i => Call(serving.Client, i, heard, clock, calling.Token))
            .Append(Watch(serving, live, calling.Token))
            .ToArray();

        for (var round = 0; round < Soak.Setting("OUTAGE_ROUNDS", 1); round++)
        {
            await Task.Delay(1000, stop);
            await cluster.Die();
            await Lost();
            await cluster.Up();
            await Back();

            cluster.Pause();
            await Lost();
            // So long that nothing ends in time for the reason that the database goes on.
            await Task.Delay(9000, stop);
            cluster.GoOn();
            await Back();

            await cluster.Restart();
            await Back();
        }
        await calling.CancelAsync();
        await Task.WhenAll(callers);

        live.Distinct().ShouldBe([200]);
        heard.Select(h => h.Status).Distinct().Order().ShouldBe([200, 503]);
        heard.Count(h => h.Status == 503).ShouldBeGreaterThan(Callers);
        heard
            .Where(h => h.Status == 503)
            .Select(h => (h.RetryAfter, h.Type))
            .Distinct()
            .ShouldBe([("5", "/problems/database-unavailable")]);
        heard.Max(h => h.Took).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        // As many at once as there are connections: none was lost on the way, and none is still at work.
        (
            await Task.WhenAll(
                Enumerable
                    .Range(0, Connections)
                    .Select(i => serving.Status($"/api/v1/portfolio/summary?principalMax=8{i}"))
            )
        )
            .Distinct()
            .ShouldBe([200]);
        (
            await cluster.Scalar<long>(
                "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() and state <> 'idle'"
            )
        ).ShouldBe(0);
        (
            await cluster.Scalar<long>(
                "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
            )
        ).ShouldBeLessThanOrEqualTo(Connections + 1);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{heard.Count} answers, {heard.Count(h => h.Status == 503)} of them 503, the longest {heard.Max(h => h.Took).TotalSeconds:0.0} s"
        );

        async Task Lost() =>
            (await serving.Until("/health/ready", 503)).ShouldBeLessThan(TimeSpan.FromSeconds(10));

        async Task Back()
        {
            (await serving.Until("/health/ready", 200)).ShouldBeLessThan(TimeSpan.FromSeconds(30));
            (await serving.Until("/api/v1/portfolio/summary", 200)).ShouldBeLessThan(
                TimeSpan.FromSeconds(30)
            );
        }
    }

    public void Dispose() => Directory.Delete(book, recursive: true);

    private static async Task Call(
        HttpClient client,
        int caller,
        ConcurrentBag<Heard> heard,
        Stopwatch clock,
        CancellationToken stop
    )
    {
        for (var i = caller; !stop.IsCancellationRequested; i++)
        {
            var question = string.Format(
                System.Globalization.CultureInfo.InvariantCulture,
                Questions[i % Questions.Length],
                $"{caller}{i:0000}"
            );
            using var request = new HttpRequestMessage(
                HttpMethod.Get,
                $"/api/v1{question.Replace("&as=csv", "", StringComparison.Ordinal)}"
            );
            if (question.EndsWith("&as=csv", StringComparison.Ordinal))
                request.Headers.Accept.ParseAdd("text/csv");
            var began = clock.Elapsed;
            var (status, after, type) = (0, (string?)null, "");
            try
            {
                using var answer = await client.SendAsync(request, CancellationToken.None);
                status = (int)answer.StatusCode;
                after = answer.Headers.RetryAfter?.ToString();
                if (status != 200)
                    type = (
                        await System.Net.Http.Json.HttpContentJsonExtensions.ReadFromJsonAsync<System.Text.Json.Nodes.JsonNode>(
                            answer.Content,
                            CancellationToken.None
                        )
                    )!["type"]!.GetValue<string>();
            }
            catch (HttpRequestException) when (request.Headers.Accept.Count > 0)
            {
                // A table that had begun breaks off: what cannot be told any more must not look whole.
                continue;
            }
            heard.Add(new(status, after, type, clock.Elapsed - began, began));
            await Task.Delay(100, CancellationToken.None);
        }
    }

    private static async Task Watch(
        Serving serving,
        ConcurrentBag<int> live,
        CancellationToken stop
    )
    {
        while (!stop.IsCancellationRequested)
        {
            live.Add(await serving.Status("/health/live"));
            await Task.Delay(200, CancellationToken.None);
        }
    }
}
