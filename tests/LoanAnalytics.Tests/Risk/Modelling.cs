using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Tests.Http;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Risk;

/// <summary>Making and publishing models of the chance of default as a caller does.</summary>
internal static class Modelling
{
    /// <summary>Of 100 loans at 20 % 80 defaulted, of 100 at 5 % 20 did; ten of each run, and owe 1,000.</summary>
    public static IReadOnlyList<object> Told =>
        [
            .. Loans(80, 20m, "defaulted"),
            .. Loans(20, 20m, "fully_paid"),
            .. Loans(20, 5m, "defaulted"),
            .. Loans(80, 5m, "fully_paid"),
            .. Loans(10, 20m, "active"),
            .. Loans(10, 5m, "active"),
        ];

    /// <summary>The same loans with rates that tell nothing.</summary>
    public static IReadOnlyList<object> Untold =>
        [
            .. Loans(50, 20m, "defaulted"),
            .. Loans(50, 20m, "fully_paid"),
            .. Loans(50, 5m, "defaulted"),
            .. Loans(50, 5m, "fully_paid"),
            .. Loans(10, 5m, "active"),
        ];

    /// <summary>Asks for a model and waits for its end.</summary>
    public static Task<JsonNode> Modelled(this Database database, object question) =>
        database.Done("/risk/models", question);

    public static Task<HttpResponseMessage> StartModel(this Database database, object question) =>
        database.Post("/risk/models", question);

    public static Task<HttpResponseMessage> PublishModel(
        this Database database,
        JsonNode model,
        string? algorithm = null
    ) =>
        database.Client.PostAsJsonAsync(
            $"/api/v1/risk/models/{model["modelId"]}/publish",
            new { publisher = "Risk committee", algorithm },
            TestContext.Current.CancellationToken
        );

    public static async Task<JsonNode> PublishedModel(
        this Database database,
        object question,
        string? algorithm = null
    )
    {
        var made = await database.Modelled(question);
        made["state"]!.GetValue<string>().ShouldBe("done", made["detail"]?.ToString());
        using var answer = await database.PublishModel(made, algorithm);
        ((int)answer.StatusCode).ShouldBe(200, await answer.Text());
        return made;
    }

    private static IEnumerable<Loan> Loans(int count, decimal rate, string status) =>
        Enumerable
            .Range(0, count)
            .Select(i =>
                Loan(
                    id: $"L-{status}-{rate:0}-{i:000}",
                    customer: $"C-{status}-{rate:0}-{i:000}",
                    rate: rate,
                    status: status,
                    outstanding: status == "active" ? 1_000m : 0m,
                    ends: new DateOnly(2026, 1, 15)
                )
            );
}
