using System.Net.Http.Headers;
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
