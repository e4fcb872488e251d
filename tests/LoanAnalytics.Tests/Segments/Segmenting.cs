using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;

namespace LoanAnalytics.Tests.Segments;

/// <summary>Making, publishing and naming segments as a caller does.</summary>
internal static class Segmenting
{
    /// <summary>Asks for a segmentation and waits for its end.</summary>
    public static async Task<JsonNode> Segmented(this Database database, object question)
    {
        var answer = await database.Start(question);
        ((int)answer.StatusCode).ShouldBe(202, await answer.Text());
        return await database.Ended(answer.Headers.Location!.ToString()["/api/v1".Length..]);
    }

    public static Task<HttpResponseMessage> Start(this Database database, object question) =>
        database.Client.PostAsJsonAsync(
            "/api/v1/segmentations",
            question,
            TestContext.Current.CancellationToken
        );

    public static async Task<JsonNode> Ended(this Database database, string place)
    {
        for (var i = 0; i < 2400; i++)
        {
            var run = await database.Get(place);
            if (run["state"]!.GetValue<string>() != "running")
                return run;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The segmentation did not end.");
    }

    public static async Task<HttpResponseMessage> Publish(
        this Database database,
        JsonNode segmentation
    ) =>
        await database.Ask(
            $"/segmentations/{segmentation["segmentationId"]}/publish",
            method: HttpMethod.Post
        );

    public static async Task<JsonNode> Published(this Database database, object question)
    {
        var made = await database.Segmented(question);
        made["state"]!.GetValue<string>().ShouldBe("done", made["detail"]?.ToString());
        using var answer = await database.Publish(made);
        ((int)answer.StatusCode).ShouldBe(200, await answer.Text());
        return made;
    }

    /// <summary>Names a segment by the ETag that it has, or by another; the status of the answer.</summary>
    public static async Task<int> Name(
        this Database database,
        int segment,
        string name,
        string? tag = null
    )
    {
        var place = $"/segments/{segment}/name";
        tag ??= (await database.Get(place))["nameTag"]!.GetValue<string>();
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1{place}")
        {
            Content = JsonContent.Create(new { name }),
        };
        if (tag.Length > 0)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        using var answer = await database.Client.SendAsync(
            request,
            TestContext.Current.CancellationToken
        );
        return (int)answer.StatusCode;
    }

    /// <summary>The segments as number, name, size and loans.</summary>
    public static async Task<string[]> Shown(this Database database, string query = "") =>
        [
            .. (await database.Get($"/segments{query}"))["data"]!["rows"]!
                .AsArray()
                .Select(s => $"{s!["id"]} {s["name"]} {s["size"]} {s["measures"]!["loans"]}"),
        ];
}
