using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Knows whether the database answers: asks it each second, on a connection that nothing else uses. While it does not, requests are refused at once and those
/// that wait for it are given up.</summary>
/// <remarks>A paused server still takes connections and never says anything, and a question may rightly take long: only a plain one beside it tells which of the two it is.</remarks>
internal sealed partial class DatabaseWatch(
    NpgsqlDataSource database,
    WatchedDatabase watched,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<DatabaseWatch> logger
) : BackgroundService, IHealthCheck
{
    private const string Silent = "Try again in a few seconds.";
    private const string NoSchema = "It has no schema yet, or an old one: run migrate.";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>With the interval and the farewell half of the ten seconds within which a request is answered.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How long what was broken off may take to end.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

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
        var (caller, services) = (context.RequestAborted, context.RequestServices);
        var given = CancellationTokenSource.CreateLinkedTokenSource(caller);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var up = lost.Token.Register(() =>
        {
            // To cancel a query holds a thread for as long as the database says nothing: each has one of its own.
            _ = given.CancelAsync();
            gone.SetResult();
        });
        context.Features.Set(new Asking(caller, given.Token));
        context.RequestAborted = given.Token;
        var work = Work(context, next);
        try
        {
            if (await Task.WhenAny(work, gone.Task) == gone.Task)
                // What was broken off ends by itself; what hangs is left behind, with all that it uses.
                await Task.WhenAny(work, Task.Delay(Farewell, clock, CancellationToken.None));
            if (work.IsCompleted)
                await work;
            else if (context.Response.HasStarted)
                context.Abort();
            else
            {
                // No other request comes to see what the one left behind may still do to its answer.
                context.CloseAfterAnswer();
                throw ProblemException.Unavailable(Silent);
            }
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            throw ProblemException.Unavailable(Silent);
        }
        finally
        {
            (context.RequestAborted, context.RequestServices) = (caller, services);
            await up.DisposeAsync();
            _ = work.ContinueWith(
                ended =>
                {
                    // Nobody waits any more for how it went wrong.
                    _ = ended.Exception;
                    given.Dispose();
                },
                TaskScheduler.Default
            );
        }
    }

    /// <summary>Answers with services of its own, which last until it has ended, whoever still waits for that.</summary>
    private static async Task Work(HttpContext context, RequestDelegate next)
    {
        await using var scope = context.RequestServices.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        await next(context);
    }

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        await Find(cancellationToken) is { } found
            ? HealthCheckResult.Unhealthy(found)
            : HealthCheckResult.Healthy();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A start that fails says why, and nothing else.
        var started = new TaskCompletionSource();
        using var serving = lifetime.ApplicationStarted.Register(started.SetResult);
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            await started.Task.WaitAsync(stoppingToken);
            do Take(await Find(stoppingToken));
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private void Take(string? found)
    {
        var wasLost = trouble is not null;
        // Before requests are let in: none of them is to see the old one.
        if (wasLost && found is null)
            lost = new();
        trouble = found;
        if (!wasLost && found is not null)
        {
            LogLost(logger);
            lost.Cancel();
            // What is kept for reuse will not come back to life.
            database.Clear();
        }
        else if (wasLost && found is null)
            LogBack(logger);
    }

    /// <summary>What is wrong with the database; null where nothing is. Whoever asks while a question is open waits for its answer.</summary>
    private async Task<string?> Find(CancellationToken cancellationToken)
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
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Whatever it is, there is no answer: asked again, or said below.
            }
        return Silent;
    }

    /// <param name="CallerLeft">The caller has gone.</param>
    /// <param name="GivenUp">The same, or the database is lost: for what asks it.</param>
    internal sealed record Asking(CancellationToken CallerLeft, CancellationToken GivenUp);

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
    /// ours, and to join a book on disk longer than in memory; who waits for a lock or the end of a transaction is told so in time.</summary>
    private const string Usual =
        "Host=127.0.0.1;Database=loananalytics;Username=postgres;Internal Command Timeout=5;Tcp Keepalive=true;Options=-c jit=off -c work_mem=64MB -c lock_timeout=8s;";

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

    /// <summary>What was found out before the database was lost is still sent: the framework would break it off, or send half of it for the whole.</summary>
    public static TBuilder WithAnswersSent<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(
            async (context, next) =>
            {
                var result = await next(context);
                if (context.HttpContext.Features.Get<DatabaseWatch.Asking>() is { } asking)
                    context.HttpContext.RequestAborted = asking.CallerLeft;
                return result;
            }
        );

    /// <summary>The caller's next request takes another connection. Said at the last moment: a problem answer begins by clearing the headers.</summary>
    public static void CloseAfterAnswer(this HttpContext context) =>
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });

    /// <summary>Cancelled when the caller has gone or the database is lost, for answers that ask it while they are sent.</summary>
    public static CancellationToken GivenUp(this HttpContext context) =>
        context.Features.Get<DatabaseWatch.Asking>()?.GivenUp ?? context.RequestAborted;
}
