using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;

namespace LoanAnalytics.Tests.Outages;

/// <summary>What the program says of its own running: enough to find out what happened, and nothing of who is in the book.</summary>
[Collection("database")]
public sealed class TelemetryTests(Database database) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    /// <summary>What nothing but a person of this book is called, has or is asked by.</summary>
    private static readonly string[] Personal =
    [
        "Zebedee",
        "Quagmire",
        "ZZCUST",
        "ZZLOAN",
        "1961-07-23",
        "73131",
        "Zedville",
    ];

    public ValueTask InitializeAsync() => database.Empty();

    public async ValueTask DisposeAsync() =>
        await database.Run("drop function if exists tell_on() cascade");

    [Fact]
    public async Task Spans_and_logs_tell_phases_versions_and_failures_but_no_person()
    {
        await using var collector = Collector.Start();
        await using var serving = await Serving.Start(
            database.ConnectionString,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
            ("Telemetry__Prometheus", "true")
        );
        var client = serving.Client;
        (
            await Import(client, Loan("1000"), "ZZLOAN-2,ZZCUST-7301,Quagmire,23/07/1961,active")
        ).ShouldBe("published");
        foreach (
            var (path, status) in (IEnumerable<(string, int)>)
                [
                    ("/customers/ZZCUST-7301", 200),
                    ("/loans/ZZLOAN-1", 200),
                    ("/loans/ZZLOAN-9", 404),
                    ("/portfolio/summary?incomeMin=73131&city=Zedville", 200),
                    ("/portfolio/summary?status=Quagmire", 400),
                    ("/portfolio/summary?Zebedee=1", 400),
                    ("/loans?sort=Quagmire", 400),
                    ("/risk/watch-list?cursor=Zebedee", 400),
                    ("/Zebedee", 404),
                ]
        )
            (await serving.Status($"/api/v1{path}")).ShouldBe(status, path);
        using (var body = JsonContent.Create(new { Quagmire = "Zebedee" }))
        using (var answer = await client.PostAsync(At("/segmentations"), body, Stop))
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using (var table = new HttpRequestMessage(HttpMethod.Get, At("/loans?city=Zedville")))
        {
            table.Headers.Accept.ParseAdd("text/csv");
            using var answer = await client.SendAsync(table, Stop);
            (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("ZZLOAN-1");
        }
        using (
            var training = await client.PostAsJsonAsync(
                At("/segmentations"),
                new { features = (string[])["age", "income"], k = 2 },
                Stop
            )
        )
            training.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        // The database itself tells on a person, in what it says of a failure.
        await database.Run(
            """
            create function tell_on() returns trigger language plpgsql as
                $$ begin raise exception 'It is %, born %', new.name, new.birth_date; end $$;
            create trigger tell_on before insert on customers for each row execute function tell_on()
            """
        );
        (await Import(client, Loan("2000"))).ShouldBe("failed");
        await database.Run("alter table loan_facts rename to gone");
        string trace;
        try
        {
            using var answer = await client.GetAsync(At("/loans?incomeMin=73131"), Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
            trace = (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!["traceId"]!
                .GetValue<string>()
                .Split('-')[1];
        }
        finally
        {
            await database.Run("alter table gone rename to loan_facts");
        }
        var figures = await client.GetStringAsync(
            new Uri("/internal/prometheus", UriKind.Relative),
            Stop
        );
        serving.Terminate();
        (await serving.Ended()).ShouldBe(0);

        var lines = serving
            .Said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonNode.Parse(l)!)
            .ToArray();
        lines
            .Where(l => l["level"]!.GetValue<string>() == "Error")
            .Select(l =>
                (
                    l["message"]!.GetValue<string>()[..12],
                    l["exception.type"]!.GetValue<string>(),
                    l["traceId"]?.GetValue<string>() == trace
                )
            )
            .ShouldBe([
                ("The import 0", "Npgsql.PostgresException P0001", false),
                ("A request fa", "Npgsql.PostgresException 42P01", true),
            ]);
        var spans = collector.Of("/v1/traces");
        foreach (
            var said in (string[])
                [
                    "import staging",
                    "import validating",
                    "import loading",
                    "import publishing",
                    "train Segmentations",
                    "loananalytics.data_version",
                    "/api/v1/customers/{customerId}",
                    "copy customers",
                    "error.type",
                ]
        )
            spans.ShouldContain(said);
        spans.ShouldContain(Encoding.Latin1.GetString(Convert.FromHexString(trace)));
        collector.Of("/v1/logs").ShouldContain("42P01");
        collector.Of("/v1/metrics").ShouldContain("loananalytics.work.duration");
        figures.ShouldContain("loananalytics_work_duration_seconds_count");
        figures.ShouldContain("http_server_request_duration_seconds_count");
        foreach (var word in Personal)
        {
            serving.Said.ShouldNotContain(word);
            figures.ShouldNotContain(word);
            foreach (var path in (string[])["/v1/traces", "/v1/logs", "/v1/metrics"])
                collector
                    .Of(path)
                    .Contains(word, StringComparison.OrdinalIgnoreCase)
                    .ShouldBeFalse($"{word} is in {path}");
        }
    }

    /// <summary>Nor is the client's page answered there, as it is where the client may have a page.</summary>
    [Fact]
    public async Task Figures_are_scraped_only_where_that_is_switched_on()
    {
        using var page = new Extract().With("index.html", "<html></html>");
        await using var served = await Served.With($"--Client:Root={page.Folder}");
        using var answer = await served.Client.GetAsync(
            new Uri("/internal/prometheus", UriKind.Relative),
            Stop
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var client = await served.Client.GetAsync(new Uri("/loans", UriKind.Relative), Stop);
        client.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static string Loan(string principal) =>
        $"ZZLOAN-1,ZZCUST-7301,{principal},2024-05-06,active";

    private static Uri At(string path) => new($"/api/v1{path}", UriKind.Relative);

    /// <summary>Loads a book of six borrowers, and says how that ended.</summary>
    private static async Task<string> Import(HttpClient client, params string[] loans)
    {
        var others = Enumerable.Range(1, 5);
        using var started = await client.Upload(
            "/imports",
            [],
            (
                "customers.csv",
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\n',
                        [
                            "customer_id,name,birth_date,annual_income",
                            "ZZCUST-7301,Zebedee Quagmire,1961-07-23,73131",
                            .. others.Select(i => $"C{i},,19{i}0-01-01,{i}0000"),
                        ]
                    )
                )
            ),
            (
                "branches.csv",
                Encoding.UTF8.GetBytes("branch_id,name,city,region\nB1,One,Zedville,North")
            ),
            (
                "loans.csv",
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\n',
                        [
                            "loan_id,customer_id,principal,start_date,status,branch_id",
                            .. loans.Select(l => $"{l},B1"),
                            .. others.Select(i => $"L{i},C{i},100{i},2024-01-0{i},active,B1"),
                        ]
                    )
                )
            )
        );
        for (; ; )
        {
            var import = await client.GetFromJsonAsync<JsonNode>(started.Headers.Location!, Stop);
            if (import!["state"]!.GetValue<string>() is not ("queued" or "running") and var state)
                return state;
            await Task.Delay(50, Stop);
        }
    }

    /// <summary>Takes what is sent to a collector, and keeps it.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly HttpListener listener = new();
        private readonly ConcurrentBag<(string Path, string Body)> got = [];
        private Task? listening;

        public string Url { get; private init; } = "";

        public static Collector Start()
        {
            var collector = new Collector { Url = $"http://127.0.0.1:{Serving.FreePort()}" };
            collector.listener.Prefixes.Add($"{collector.Url}/");
            collector.listener.Start();
            collector.listening = collector.Listen();
            return collector;
        }

        /// <summary>All that came to a path, each byte a character.</summary>
        public string Of(string path) =>
            string.Concat(got.Where(g => g.Path == path).Select(g => g.Body));

        public async ValueTask DisposeAsync()
        {
            listener.Close();
            await listening!;
        }

        private async Task Listen()
        {
            try
            {
                for (; ; )
                {
                    var context = await listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    got.Add(
                        (
                            context.Request.Url!.AbsolutePath,
                            Encoding.Latin1.GetString(body.ToArray())
                        )
                    );
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The test has ended.
            }
        }
    }
}
