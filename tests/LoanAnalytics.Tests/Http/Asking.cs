using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace LoanAnalytics.Tests.Http;

/// <summary>Asking the API as a caller does, with the headers that a test is about.</summary>
internal static class Asking
{
    public static async Task<HttpResponseMessage> Ask(
        this Database database,
        string path,
        string? accept = null,
        string? ifNoneMatch = null,
        HttpMethod? method = null,
        string? json = null
    )
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, $"/api/v1{path}");
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        if (json is not null)
            request.Content = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        return await database.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The ETag under which an answer comes.</summary>
    public static async Task<string> Tag(this Database database, string path, string? accept = null)
    {
        using var answer = await database.Ask(path, accept);
        answer.EnsureSuccessStatusCode();
        return answer.Headers.ETag!.ToString();
    }

    /// <summary>Posts what starts a work in the background.</summary>
    public static Task<HttpResponseMessage> Post(
        this Database database,
        string path,
        object question
    ) =>
        database.Client.PostAsJsonAsync(
            $"/api/v1{path}",
            question,
            TestContext.Current.CancellationToken
        );

    /// <summary>Starts a work in the background and waits for its end.</summary>
    public static async Task<JsonNode> Done(this Database database, string path, object question)
    {
        using var answer = await database.Post(path, question);
        ((int)answer.StatusCode).ShouldBe(202, await answer.Text());
        return await database.Ended(answer.Headers.Location!.ToString()["/api/v1".Length..]);
    }

    /// <summary>Waits for the end of a work in the background.</summary>
    public static async Task<JsonNode> Ended(this Database database, string place)
    {
        for (var i = 0; i < 4800; i++)
        {
            var run = await database.Get(place);
            if (run["state"]!.GetValue<string>() != "running")
                return run;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"{place} did not end.");
    }

    public static async Task<string> Text(this HttpResponseMessage answer) =>
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>Status, type and the fields at fault of a problem.</summary>
    public static async Task<(int Status, string Type, string Fields)> Problem(
        this HttpResponseMessage answer
    )
    {
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonNode.Parse(await answer.Text())!;
        problem["status"]!.GetValue<int>().ShouldBe((int)answer.StatusCode);
        problem["traceId"]!.GetValue<string>().ShouldNotBeEmpty();
        var fields = problem["errors"]?.AsObject().Select(e => e.Key) ?? [];
        return (
            (int)answer.StatusCode,
            problem["type"]!.GetValue<string>(),
            string.Join(' ', fields)
        );
    }
}
