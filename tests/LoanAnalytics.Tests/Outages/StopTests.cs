using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;
using Npgsql;

namespace LoanAnalytics.Tests.Outages;

/// <summary>The real program told to stop while it has something to do.</summary>
[Collection("database")]
public sealed class StopTests(Database database) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Told_to_stop_it_answers_what_it_began_takes_nothing_new_and_says_of_an_import_that_it_was_not_published()
    {
        await using var serving = await Serving.Start(database.ConnectionString);
        var loan =
            "loan_id,customer_id,principal,start_date,status\nL1,C1,1000,2024-05-06,active\n";
        (await Import(serving, loan)).Item1.ShouldBe("published");
        // A reader and an import that wait for what the test holds.
        await using var holder = new NpgsqlConnection(database.ConnectionString);
        await holder.OpenAsync(Stop);
        await using var held = await holder.BeginTransactionAsync(Stop);
        await Run(holder, "lock table loan_facts");
        await Run(holder, "select pg_advisory_xact_lock(4711)");
        var (state, id) = await Import(serving, loan.Replace("1000", "2000"), "waiting");
        state.ShouldBe("running");
        var running = serving.Client.GetAsync(
            new Uri("/api/v1/portfolio/summary", UriKind.Relative),
            Stop
        );
        while (
            await database.Scalar<long>(
                "select count(*) from pg_locks where not granted and locktype = 'relation'"
            ) == 0
        )
            await Task.Delay(20, Stop);

        serving.Terminate();

        await serving.Until("/health/ready", 503);
        (await serving.Status("/health/live")).ShouldBe(200);
        using (
            var refused = await serving.Client.GetAsync(
                new Uri("/api/v1/portfolio/summary", UriKind.Relative),
                Stop
            )
        )
        {
            (await refused.Problem()).ShouldBe((503, "/problems/stopping", ""));
            refused.Headers.RetryAfter!.ToString().ShouldBe("5");
            refused.Headers.ConnectionClose.ShouldBe(true);
        }
        running.IsCompleted.ShouldBeFalse();
        await held.RollbackAsync(Stop);
        using var answer = await running;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!["data"]!["disbursed"]!
            .GetValue<decimal>()
            .ShouldBe(1000m);
        (await serving.Ended()).ShouldBe(0, serving.Said);
        var said = (await database.Get($"/imports/{id}"))!;
        // It may just have come to its end.
        if (said["state"]!.GetValue<string>() == "published")
            said["version"]!.GetValue<int>().ShouldBe(2);
        else
            (
                said["state"]!.GetValue<string>(),
                said["version"],
                said["detail"]!.GetValue<string>()
            ).ShouldBe(
                (
                    "cancelled",
                    null,
                    "The server was stopped before its end; nothing was published. Load it again."
                )
            );
    }

    private static async Task<(string, string)> Import(
        Serving serving,
        string loans,
        string until = "done"
    )
    {
        using var started = await serving.Client.Upload(
            "/imports",
            [],
            ("customers.csv", Encoding.UTF8.GetBytes("customer_id\nC1\n")),
            ("loans.csv", Encoding.UTF8.GetBytes(loans))
        );
        var place = started.Headers.Location!;
        for (; ; )
        {
            var import = (await serving.Client.GetFromJsonAsync<JsonNode>(place, Stop))!;
            if (import["phase"]!.GetValue<string>() == until)
                return (
                    import["state"]!.GetValue<string>(),
                    import["importId"]!.GetValue<string>()
                );
            await Task.Delay(50, Stop);
        }
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
