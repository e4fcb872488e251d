using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Tests.Http;

/// <summary>What the served OpenAPI document must say of every operation; that its examples fit its schemas is checked by its linter.</summary>
[Collection("database")]
public sealed class ContractTests(Database database)
{
    [Fact]
    public async Task Every_operation_says_what_it_means_and_what_it_answers()
    {
        var missing = new List<string>();
        foreach (var operation in await Operations())
        {
            var id = operation["operationId"]!.GetValue<string>();
            foreach (var word in (string[])["summary", "description"])
                if (string.IsNullOrWhiteSpace(operation[word]?.GetValue<string>()))
                    missing.Add($"{id} {word}");
            missing.AddRange(
                (operation["parameters"]?.AsArray() ?? [])
                    .Where(p => string.IsNullOrWhiteSpace(p!["description"]?.GetValue<string>()))
                    .Select(p => $"{id} {p!["name"]}")
            );
            foreach (var (status, answer) in operation["responses"]!.AsObject())
            {
                if (string.IsNullOrWhiteSpace(answer!["description"]?.GetValue<string>()))
                    missing.Add($"{id} {status}");
                missing.AddRange(
                    (answer["content"]?.AsObject() ?? [])
                        .Where(c => c.Key.Contains("json", StringComparison.Ordinal))
                        .Where(c => c.Value!["example"] is null)
                        .Select(c => $"{id} {status} {c.Key} example")
                );
            }
        }
        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Words_that_are_closed_are_enumerations()
    {
        var breakdown = (await Operations()).Single(o =>
            o["operationId"]!.GetValue<string>() == "GetPortfolioBreakdown"
        );
        Words(breakdown, "status").ShouldBe(LoanFilter.Statuses);
        Words(breakdown, "gender").ShouldBe(LoanFilter.Genders);
        Words(breakdown, "by").Count.ShouldBe(24);
        Words(breakdown, "definition")
            .ShouldBe(["count", "amount", "balance", "booked", "resolved", "perLoanYear"]);
        var schemas = (await Document())["components"]!["schemas"]!;
        Enumerated(schemas["StatusShare"]!["properties"]!["status"]!).ShouldBe(LoanFilter.Statuses);
        Enumerated(schemas["SegmentationStatus"]!["properties"]!["state"]!)
            .ShouldBe(["running", "done", "failed", "cancelled", "damaged"]);
    }

    [Fact]
    public async Task Every_metric_that_an_operation_names_is_in_the_catalogue_once()
    {
        Metric.All.Select(m => m.Name).ShouldBeUnique();
        var summary = (await Operations()).Single(o =>
            o["operationId"]!.GetValue<string>() == "GetPortfolioSummary"
        )["description"]!.GetValue<string>();
        foreach (var metric in Metric.Named(Metric.OfMeasures))
            summary.ShouldContain(metric.Definition);
    }

    private async Task<JsonNode> Document() =>
        (
            await database.Client.GetFromJsonAsync<JsonNode>(
                "/openapi.json",
                TestContext.Current.CancellationToken
            )
        )!;

    private async Task<IReadOnlyList<JsonNode>> Operations() =>
        [
            .. (await Document())["paths"]!
                .AsObject()
                .SelectMany(p => p.Value!.AsObject())
                .Select(o => o.Value!),
        ];

    private static List<string> Words(JsonNode operation, string parameter)
    {
        var schema = operation["parameters"]!
            .AsArray()
            .Single(p => p!["name"]!.GetValue<string>() == parameter)!["schema"]!;
        schema = schema["items"] ?? schema;
        return Enumerated(schema["anyOf"]?[0] ?? schema);
    }

    private static List<string> Enumerated(JsonNode schema) =>
        [.. schema["enum"]!.AsArray().Select(w => w!.GetValue<string>())];
}
