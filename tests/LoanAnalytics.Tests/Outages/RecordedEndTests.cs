using System.Net;
using System.Net.Sockets;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Tests.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LoanAnalytics.Tests.Outages;

/// <summary>What long work and failures become while the database is away.</summary>
[Collection("database")]
public sealed class RecordedEndTests(Database database)
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_training_whose_end_cannot_be_recorded_at_first_is_recorded_later_and_the_next_one_runs()
    {
        await using var served = await Served.With();
        await using var scope = served.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LoanDb>();
        var queue = Queue(served.Services.GetRequiredService<NpgsqlDataSource>());
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await queue.Take(db, first, Stop);
        await queue.Take(db, second, Stop);
        List<(Guid, string)> recorded = [];
        var tries = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        await queue.Run(
            (_, _) => throw new NpgsqlException("The database went away."),
            (id, state, _) =>
            {
                if (tries++ == 0)
                    throw new NpgsqlException("It is still away.");
                recorded.Add((id, state));
                if (id == second)
                    stop.Cancel();
                return Task.CompletedTask;
            },
            stop.Token
        );

        recorded.ShouldBe([(first, "failed"), (second, "failed")]);
    }

    [Fact]
    public async Task A_training_that_cannot_be_recorded_keeps_no_connection()
    {
        await using var served = await Served.With(
            $"--ConnectionStrings:LoanAnalytics={database.ConnectionString};Maximum Pool Size=1;Timeout=2"
        );
        var source = served.Services.GetRequiredService<NpgsqlDataSource>();
        var queue = Queue(source);
        var db = served.Services.CreateScope().ServiceProvider.GetRequiredService<LoanDb>();
        await db.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() =>
            queue.Take(db, Guid.CreateVersion7(), Stop)
        );

        await using var next = await source.OpenConnectionAsync(Stop);
    }

    [Fact]
    public async Task An_import_that_loses_the_database_before_its_first_step_does_not_wait_for_ever()
    {
        await using var served = await Served.With(
            $"--ConnectionStrings:LoanAnalytics={database.ConnectionString};Maximum Pool Size=1;Timeout=1"
        );
        using var extract = new Extract().With("customers.csv", "customer_id", "C1");
        var import = Guid.CreateVersion7();
        await database.Run(
            $"insert into imports (import_id, profile, mode, phase, progress, state, created_at) values ('{import}', 'canonical', 'replace', 'received', 0, 'queued', now())"
        );
        var source = served.Services.GetRequiredService<NpgsqlDataSource>();
        var only = await source.OpenConnectionAsync(Stop);

        var run = served
            .Services.GetRequiredService<ImportRuns>()
            .Run(new(import, extract.Folder, "canonical"), null, Stop);
        await Task.Delay(1500, Stop);
        await only.DisposeAsync();

        await Should.ThrowAsync<NpgsqlException>(run);
        (
            await database.Scalar<string>(
                $"select state || ' ' || problem from imports where import_id = '{import}'"
            )
        ).ShouldBe("failed interrupted");
    }

    /// <summary>The role has no connection left until it may have some: to the server, the database is away.</summary>
    [Fact]
    public async Task What_an_earlier_server_left_is_ended_though_the_database_comes_after_the_next_one()
    {
        await database.Empty();
        await database.Run(
            """
            create role late login password 'late' connection limit 0 in role pg_read_all_data, pg_write_all_data;
            insert into imports (import_id, profile, mode, phase, progress, state, created_at)
            select gen_random_uuid(), 'canonical', 'replace', 'received', 0, s, now() - interval '1 day' from unnest(array['queued', 'running']) s
            """
        );
        try
        {
            await using var served = await Served.With(
                $"--ConnectionStrings:LoanAnalytics={database.ConnectionString};Username=late;Password=late"
            );
            using var answer = await served.Client.GetAsync(
                new Uri("/health/ready", UriKind.Relative),
                Stop
            );
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

            await database.Run("alter role late connection limit -1");

            // Nobody asks for them.
            for (var i = 0; i < 100 && await Ended() < 2; i++)
                await Task.Delay(100, Stop);
            (await Ended()).ShouldBe(2);
        }
        finally
        {
            await database.Run("drop role late");
        }

        Task<long> Ended() =>
            database.Scalar<long>(
                "select count(*) from imports where state = 'failed' and problem = 'interrupted'"
            );
    }

    /// <summary>By default it waits eight seconds, so that it is told within ten.</summary>
    [Fact]
    public async Task Who_waits_for_a_lock_that_is_not_let_go_of_is_told_to_come_back()
    {
        await using var usual = await Served.With();
        await using var impatient = await Served.With(
            $"--ConnectionStrings:LoanAnalytics={database.ConnectionString};Options=-c lock_timeout=300ms"
        );
        await using var command = usual
            .Services.GetRequiredService<NpgsqlDataSource>()
            .CreateCommand("show lock_timeout");
        (await command.ExecuteScalarAsync(Stop)).ShouldBe("8s");
        await using var holder = new NpgsqlConnection(database.ConnectionString);
        await holder.OpenAsync(Stop);
        await using var held = await holder.BeginTransactionAsync(Stop);
        await using var locking = new NpgsqlCommand("lock table imports", holder);
        await locking.ExecuteNonQueryAsync(Stop);

        using var answer = await impatient.Client.GetAsync(
            new Uri("/api/v1/imports", UriKind.Relative),
            Stop
        );

        (await answer.Problem()).ShouldBe((503, "/problems/database-unavailable", ""));
        answer.Headers.RetryAfter!.ToString().ShouldBe("5");
    }

    [Theory]
    [InlineData("57P01", true)] // admin_shutdown
    [InlineData("57014", true)] // query_canceled
    [InlineData("57P03", true)] // cannot_connect_now
    [InlineData("53300", true)] // too_many_connections
    [InlineData("08006", true)] // connection_failure
    [InlineData("55P03", true)] // lock_not_available
    [InlineData("42P01", false)] // undefined_table
    [InlineData("23505", false)] // unique_violation
    public void What_the_database_says_of_itself_is_an_outage_however_it_is_wrapped(
        string state,
        bool outage
    )
    {
        var said = new PostgresException("", "FATAL", "FATAL", state);
        ProblemHandler.IsOutage(said).ShouldBe(outage);
        ProblemHandler.IsOutage(new DbUpdateException("", said)).ShouldBe(outage);
    }

    /// <summary>As where the name of the database's machine is not known while it is made anew.</summary>
    [Fact]
    public void A_machine_that_is_not_found_is_an_outage() =>
        ProblemHandler
            .IsOutage(new InvalidOperationException("", new SocketException(11001)))
            .ShouldBeTrue();

    private static TrainingQueue Queue(NpgsqlDataSource source) =>
        new(LongWork.Segmentations, source, TimeProvider.System, NullLogger.Instance);
}
