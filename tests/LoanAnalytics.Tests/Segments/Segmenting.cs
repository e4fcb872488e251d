using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;

namespace LoanAnalytics.Tests.Segments;

/// <summary>Making, publishing and naming segments as a caller does.</summary>
internal static class Segmenting
{
    /// <summary>Asks for a segmentation and waits for its end.</summary>
    public static Task<JsonNode> Segmented(this Database database, object question) =>
        database.Done("/segmentations", question);

    public static Task<HttpResponseMessage> Start(this Database database, object question) =>
        database.Post("/segmentations", question);

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
