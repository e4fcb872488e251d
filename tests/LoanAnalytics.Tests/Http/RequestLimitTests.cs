using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoanAnalytics.Tests.Http;

/// <summary>How much may be sent, and how slowly, and from where: all by configuration.</summary>
[Collection("database")]
public sealed class RequestLimitTests(Database database)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--Requests:MaxBodyBytes=200", "/segmentations", "application/json")]
    [InlineData("--Imports:MaxUploadBytes=200", "/imports", "multipart/form-data; boundary=b")]
    [InlineData(
        "--Imports:MaxPreviewBytes=200",
        "/imports/preview",
        "multipart/form-data; boundary=b"
    )]
    public async Task A_body_over_the_limit_is_refused_and_one_at_it_is_read(
        string limit,
        string path,
        string type
    )
    {
        await using var served = await Served.With(limit);
        (await Status(200)).ShouldBe(400);
        (await Status(201)).ShouldBe(413);

        async Task<int> Status(int bytes)
        {
            using var body = new ByteArrayContent(Encoding.ASCII.GetBytes(new string(' ', bytes)));
            body.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await served.Client.PostAsync($"/api/v1{path}", body, Stop);
            return (await answer.Problem()).Status;
        }
    }

    [Fact]
    public async Task A_line_and_headers_over_the_limit_are_refused()
    {
        await using var served = await Served.With(
            "--Requests:MaxLineBytes=100",
            "--Requests:MaxHeadersBytes=500"
        );
        (await Status($"/health/live?{new string('x', 60)}", 10)).ShouldBe(200);
        (await Status($"/health/live?{new string('x', 90)}", 10)).ShouldBe(414);
        (await Status("/health/live", 600)).ShouldBe(431);

        async Task<int> Status(string path, int header)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("X-Long", new string('x', header));
            using var answer = await served.Client.SendAsync(request, Stop);
            return (int)answer.StatusCode;
        }
    }

    [Fact] // 20 bytes a second are too few for any body, 1,000 enough for the server but not for JSON
    public async Task What_trickles_in_is_refused_in_time()
    {
        await using var served = await Served.With(
            "--Requests:BodySeconds=0.5",
            "--Requests:BodyGraceSeconds=1.1",
            "--Requests:HeadersSeconds=1"
        );
        const string json =
            "POST /api/v1/segmentations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n";
        const string form =
            "POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000\r\n\r\n";
        var answers = await Task.WhenAll(
            Trickle(served, json, every: 50),
            Trickle(served, form, every: 1),
            Trickle(served, "GET /api/v1/loans HTTP/1.1\r\n", every: 1)
        );
        foreach (var answer in answers)
            answer.ShouldStartWith("HTTP/1.1 408 ");
        answers[0].ShouldContain("/problems/request-timeout");
        answers[1].ShouldContain("/problems/request-timeout");
    }

    [Fact]
    public async Task Pages_of_other_origins_may_ask_where_the_configuration_names_them()
    {
        await using var served = await Served.With(
            "--Cors:Origins=https://a.example, https://b.example/"
        );
        using var good = await Asked(served.Client, HttpMethod.Get, "https://b.example");
        Allowed(good).ShouldBe("https://b.example");
        good.Headers.GetValues("Access-Control-Expose-Headers")
            .Single()
            .ShouldBe("ETag,Location,Retry-After,Content-Disposition");
        // A failure can be read as well.
        using var failed = await Asked(
            served.Client,
            HttpMethod.Get,
            "https://a.example",
            "/api/v1/nothing"
        );
        (failed.StatusCode, Allowed(failed)).ShouldBe(
            (HttpStatusCode.NotFound, "https://a.example")
        );
        using var asked = await Asked(served.Client, HttpMethod.Options, "https://a.example");
        (asked.StatusCode, Allowed(asked)).ShouldBe(
            (HttpStatusCode.NoContent, "https://a.example")
        );
        asked.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("If-Match");
        using var bad = await Asked(served.Client, HttpMethod.Get, "https://c.example");
        Allowed(bad).ShouldBeNull();

        using var unnamed = await Asked(database.Client, HttpMethod.Get, "https://a.example");
        Allowed(unnamed).ShouldBeNull();
        using var refused = await Asked(database.Client, HttpMethod.Options, "https://a.example");
        (await refused.Problem()).Status.ShouldBe(405);
    }

    private static string? Allowed(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins)
            ? origins.Single()
            : null;

    private static async Task<HttpResponseMessage> Asked(
        HttpClient client,
        HttpMethod method,
        string origin,
        string path = "/api/v1/profiles"
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        if (method == HttpMethod.Options)
        {
            request.Headers.Add("Access-Control-Request-Method", "PUT");
            request.Headers.Add("Access-Control-Request-Headers", "if-match");
        }
        return await client.SendAsync(request, Stop);
    }

    /// <summary>Sends the beginning, and then so many bytes twenty times a second until there is an answer.</summary>
    private static async Task<string> Trickle(Served served, string beginning, int every)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(
            served.Client.BaseAddress!.Host,
            served.Client.BaseAddress.Port,
            Stop
        );
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), Stop);
        var some = new byte[4096];
        var answer = stream.ReadAsync(some, Stop).AsTask();
        for (var i = 0; i < 400 && !answer.IsCompleted; i++)
        {
            await stream.WriteAsync(new byte[every], Stop);
            await Task.WhenAny(answer, Task.Delay(50, Stop));
        }
        return Encoding.UTF8.GetString(some, 0, await answer);
    }
}
