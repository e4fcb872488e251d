using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace LoanAnalytics.Benchmarks;

/// <summary>How long each operation takes to answer, one request after another.</summary>
internal static class Asking
{
    private const int New = 40;
    private const int Repeated = 200;

    private static readonly string[] Operations =
    [
        "portfolio/summary",
        "portfolio/breakdown?by=region",
        "portfolio/breakdown?by=ageBand&by=incomeBand",
        "portfolio/trend?interval=month",
        "portfolio/facets",
        "portfolio/change?by=region&from=2023&to=2024",
        "branches/performance",
        "regions/performance",
        "demographics/distribution",
        "demographics/performance?by=income",
        "loans?sort=-outstanding",
        "portfolio/plan-position",
        "delinquency/differences",
    ];

    /// <summary>Questions of the whole history, up to a day.</summary>
    private static readonly string[] Months =
    [
        "delinquency/portfolio-at-risk?interval=month",
        "delinquency/transitions?axis=month",
        "delinquency/collections",
        "delinquency/prepayment",
        "delinquency/losses",
        "delinquency/vintages",
        "delinquency/survival",
        "delinquency/payment-behaviour",
    ];

    /// <summary>Questions of one day.</summary>
    private static readonly string[] Days = ["delinquency/aging", "delinquency/portfolio-at-risk"];

    private static readonly DateOnly Last = new(2025, 12, 31);

    /// <summary>These take no filter.</summary>
    private static readonly string[] Plain =
    [
        "branches",
        "loans/{loanId}",
        "customers/{customerId}",
        "segments",
        "segments/1",
        "segments/1/members",
        "segments/scatter",
        "segmentations/features",
        "metrics",
        "data/quality",
        "data/dictionary",
        "data/versions",
        "imports",
        "profiles",
    ];

    public static Task Run(string database) => Served(database, Everything);

    private static async Task Everything(Process server, HttpClient client)
    {
        var segments = await Made(
            client,
            "segmentations",
            "segmentationId",
            new
            {
                k = 4,
                seed = 1,
                restarts = 50,
            }
        );
        var model = await Made(client, "risk/models", "modelId", new { algorithm = "lightgbm" });
        var rows = new List<string[]>();
        foreach (var path in Operations)
        {
            var join = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            // A bound that no loan reaches makes the question a new one, with the same loans.
            rows.Add(
                await Measure(client, path, i => $"{path}{join}principalMax={1_000_000_000 + i}")
            );
        }
        var loan = (await client.GetFromJsonAsync<JsonNode>("loans?limit=1"))!["items"]![0]!;
        foreach (var path in Plain)
            rows.Add(
                await Measure(
                    client,
                    path.Replace("{loanId}", $"{loan["loanId"]}", StringComparison.Ordinal)
                        .Replace("{customerId}", $"{loan["customerId"]}", StringComparison.Ordinal),
                    null
                )
            );
        Report.Line(
            $"Answers in milliseconds: {New} new questions (no answer kept), then the same question {Repeated} times, one after another, over HTTP."
        );
        Report.Table(["operation", "new p50", "new p99", "again p50", "again p99"], rows);
        await History(client);
        Report.Line(
            $"POST /segmentations (k = 4, 50 starts): {segments.Made:0.0} s, published in {segments.Published:0.0} s. POST /risk/models (lightgbm): {model.Made:0.0} s, published in {model.Published:0.0} s."
        );
        Report.Line($"Peak memory of the server: {Verb.Peak(server):N0} MB.");
    }

    /// <summary>The questions of the history alone.</summary>
    public static Task RunHistory(string database) =>
        Served(database, (_, client) => History(client));

    /// <summary>Asks a server of that database, which is there for it alone.</summary>
    private static async Task Served(string database, Func<Process, HttpClient, Task> ask)
    {
        using var server = Verb.Start(database, "serve");
        try
        {
            using var client = new HttpClient
            {
                BaseAddress = new("http://127.0.0.1:5080/api/v1/"),
                Timeout = TimeSpan.FromMinutes(5),
            };
            await Ready(client);
            await ask(server, client);
        }
        finally
        {
            server.Kill();
        }
    }

    /// <summary>The history by what is asked: all loans at each of the last months' ends, one region at a month's end and at the date of the data,
    /// and all loans at days within months.</summary>
    private static async Task History(HttpClient client)
    {
        var rows = new List<string[]>();
        foreach (var path in (string[])[.. Days, .. Months])
        {
            var join = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            string Bound(int i) => $"region=North&principalMax={1_000_000_000 + i}";
            string End(int i) =>
                $"{new DateOnly(2025, 12, 1).AddMonths(-i).AddDays(-1):yyyy-MM-dd}";
            rows.Add([
                $"`GET /{path}`",
                await P50(client, 20, i => $"{path}{join}asOf={End(i)}"),
                await P50(client, 10, i => $"{path}{join}{Bound(i)}&asOf={End(0)}"),
                await P50(client, 10, i => $"{path}{join}{Bound(i)}"),
                await P50(
                    client,
                    3,
                    i => $"{path}{join}asOf={Last.AddMonths(-i).AddDays(-17):yyyy-MM-dd}"
                ),
            ]);
        }
        Report.Line(
            "Repayment history, milliseconds (p50, no answer kept): all loans, from totals; one region of eight up to an earlier month's end; the same up to the date of the data; all loans up to a day within a month."
        );
        Report.Table(
            ["operation", "all loans", "filtered, earlier", "filtered, now", "within a month"],
            rows
        );
    }

    private static async Task<string> P50(HttpClient client, int times, Func<int, string> path)
    {
        var measured = new List<double>();
        for (var i = 0; i < times; i++)
            measured.Add(await Time(client, path(i)));
        return At(measured, 0.5);
    }

    private static async Task<string[]> Measure(
        HttpClient client,
        string path,
        Func<int, string>? another
    )
    {
        await Time(client, path);
        var fresh = new List<double>();
        if (another is not null)
            for (var i = 0; i < New; i++)
                fresh.Add(await Time(client, another(i)));
        var again = new List<double>();
        for (var i = 0; i < Repeated; i++)
            again.Add(await Time(client, path));
        return [$"`GET /{path}`", At(fresh, 0.5), At(fresh, 0.99), At(again, 0.5), At(again, 0.99)];
    }

    private static string At(List<double> times, double share) =>
        times.Count == 0
            ? ""
            : Report.Number(
                times.Order().ElementAt((int)Math.Ceiling(share * times.Count) - 1),
                "0.0"
            );

    private static async Task<double> Time(HttpClient client, string path)
    {
        var clock = Stopwatch.GetTimestamp();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        await answer.Content.ReadAsByteArrayAsync();
        var time = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        return answer.IsSuccessStatusCode
            ? time
            : throw new InvalidOperationException($"{path} answers {(int)answer.StatusCode}.");
    }

    /// <summary>Has a work of the background done, and publishes it: seconds of each.</summary>
    private static async Task<(double Made, double Published)> Made(
        HttpClient client,
        string path,
        string id,
        object question
    )
    {
        var clock = Stopwatch.StartNew();
        using var started = await client.PostAsJsonAsync(path, question);
        started.EnsureSuccessStatusCode();
        while (true)
        {
            var run = await client.GetFromJsonAsync<JsonNode>(started.Headers.Location);
            if (run!["state"]!.GetValue<string>() == "done")
            {
                var seconds = clock.Elapsed.TotalSeconds;
                clock.Restart();
                using var published = await client.PostAsJsonAsync(
                    $"{path}/{run[id]}/publish",
                    new { publisher = "Bench" }
                );
                published.EnsureSuccessStatusCode();
                return (seconds, clock.Elapsed.TotalSeconds);
            }
            if (run["state"]!.GetValue<string>() != "running")
                throw new InvalidOperationException($"{path} ended {run["state"]}.");
            await Task.Delay(200);
        }
    }

    private static async Task Ready(HttpClient client)
    {
        for (var i = 0; i < 300; i++)
        {
            try
            {
                using var answer = await client.GetAsync(
                    new Uri("/health/ready", UriKind.Relative)
                );
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(200);
        }
        throw new InvalidOperationException("The server did not start.");
    }
}
