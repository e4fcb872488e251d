using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Knows whether the database answers: asks it each second, on a connection that nothing else uses. While it does not, requests are refused at once and those
/// that wait for it are given up.</summary>
/// <remarks>A paused server still takes connections and never says anything, and a question may rightly take long: only a plain one beside it tells which of the two it is.</remarks>
internal sealed partial class DatabaseWatch(
    NpgsqlDataSource database,
    WatchedDatabase watched,
    TimeProvider clock,
    ILogger<DatabaseWatch> logger
) : BackgroundService, IHealthCheck
{
    private const string Silent = "Try again in a few seconds.";
    private const string NoSchema = "It has no schema yet, or an old one: run migrate.";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>With the interval, and the seconds that giving a connection up takes, below the ten within which a request is answered.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    private readonly Lock asks = new();
    private CancellationTokenSource lost = new();
    private Task<string?> asking = Task.FromResult<string?>(null);
    private string? trouble;

    /// <summary>Answers a request for as long as the database does.</summary>
    /// <exception cref="ProblemException">503 database-unavailable.</exception>
    public async Task Answer(HttpContext context, RequestDelegate next)
    {
        if (trouble is { } known)
            throw ProblemException.Unavailable(known);
        var caller = context.RequestAborted;
        using var given = CancellationTokenSource.CreateLinkedTokenSource(caller);
        // To cancel a query takes a connection and its time: all at once rather than one after another.
        using var giveUp = lost.Token.Register(() => _ = given.CancelAsync());
        context.Features.Set(new Caller(caller));
        context.RequestAborted = given.Token;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            throw ProblemException.Unavailable(Silent);
        }
        finally
        {
            context.RequestAborted = caller;
        }
    }

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        await Ask(cancellationToken) is { } found
            ? HealthCheckResult.Unhealthy(found)
            : HealthCheckResult.Healthy();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do Take(await Ask(stoppingToken));
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private void Take(string? found)
    {
        var before = trouble;
        trouble = found;
        if (before is null && found is not null)
        {
            LogLost(logger);
            lost.Cancel();
            // What is kept for reuse will not come back to life.
            database.Clear();
        }
        else if (before is not null && found is null)
        {
            lost = new();
            LogBack(logger);
        }
    }

    /// <summary>What is wrong with the database; null where nothing is. Whoever asks while a question is open waits for its answer.</summary>
    private async Task<string?> Ask(CancellationToken cancellationToken)
    {
        Task<string?> question;
        lock (asks)
            question = asking = asking.IsCompleted ? Question() : asking;
        try
        {
            return await question.WaitAsync(Patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Silent;
        }
    }

    private async Task<string?> Question()
    {
        // The first try may find a connection that broke long ago.
        for (var tries = 0; tries < 2; tries++)
            try
            {
                await using var connection = await watched.Source.OpenConnectionAsync();
                await using var command = new NpgsqlCommand(
                    "select from data_versions limit 1",
                    connection
                );
                await command.ExecuteNonQueryAsync();
                return null;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
            {
                return NoSchema;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // Asked again, or said below.
            }
        return Silent;
    }

    /// <summary>Who asked, and whether they are still there, which the token of a request alone no longer tells.</summary>
    internal sealed record Caller(CancellationToken Left);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database does not answer")]
    private static partial void LogLost(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database answers again")]
    private static partial void LogBack(ILogger logger);
}

/// <summary>The database on a connection of the watch's own.</summary>
internal sealed record WatchedDatabase(NpgsqlDataSource Source);

internal static class Databases
{
    /// <summary>What holds where the connection string does not say otherwise: of two values of one name the later counts. To compile a query takes longer than to run one of
    /// ours, and to join a book on disk longer than in memory; who waits for a lock, a connection or the end of a transaction is told so in time.</summary>
    private const string Usual =
        "Host=127.0.0.1;Database=loananalytics;Username=postgres;Timeout=3;Internal Command Timeout=5;Tcp Keepalive=true;Options=-c jit=off -c work_mem=64MB -c lock_timeout=8s;";

    public static void AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        var connection = Usual + configuration.GetConnectionString("LoanAnalytics");
        services.AddSingleton(_ => Source(connection, "book"));
        services.AddSingleton(_ => new WatchedDatabase(
            Source(
                $"{connection};Maximum Pool Size=1;Minimum Pool Size=0;Timeout=3;Command Timeout=3",
                "watch"
            )
        ));
        services.AddSingleton<DatabaseWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseWatch>());
    }

    /// <param name="connection">The connection string.</param>
    /// <param name="name">What figures call it, in place of the string.</param>
    private static NpgsqlDataSource Source(string connection, string name) =>
        new NpgsqlDataSourceBuilder(connection) { Name = name }
            .ConfigureTracing(o => o.EnableFirstResponseEvent(false))
            .Build();

    public static void UseDatabaseWatch(this WebApplication app)
    {
        var watch = app.Services.GetRequiredService<DatabaseWatch>();
        app.Use(
            (context, next) =>
                context.Request.Path.StartsWithSegments("/api/v1")
                    ? watch.Answer(context, next)
                    : next(context)
        );
    }

    /// <summary>Whether the caller has gone; the request's own token is cancelled by the loss of the database too.</summary>
    public static bool CallerHasLeft(this HttpContext context) =>
        (
            context.Features.Get<DatabaseWatch.Caller>()?.Left ?? context.RequestAborted
        ).IsCancellationRequested;
}
