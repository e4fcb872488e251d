using System.Collections.Concurrent;
using System.Threading.Channels;
using LoanAnalytics.Api.Data;
using Npgsql;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>A training that waits or runs in this server; its connection holds the lock by which others see that it does.</summary>
internal sealed record Training(Guid Id, NpgsqlConnection Lock, CancellationTokenSource Cancel)
{
    /// <summary>What it does, and the share of it that is done.</summary>
    public (string Phase, double Share) Progress { get; set; } = ("waiting", 0);
}

/// <summary>Trainings of one kind, one after another in the background.</summary>
internal sealed partial class TrainingQueue(
    LongWork kind,
    NpgsqlDataSource database,
    TimeProvider clock,
    ILogger logger
)
{
    private readonly Channel<Training> waiting = Channel.CreateUnbounded<Training>();
    private readonly ConcurrentDictionary<Guid, Training> running = new();

    /// <summary>Saves the record of a training, which the context has been given, and takes it in.</summary>
    public async Task Take(LoanDb db, Guid id, CancellationToken cancellationToken)
    {
        var held = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await Liveness.Hold(held, id, cancellationToken);
            var training = running[id] = new(id, held, new());
            await db.SaveChangesAsync(cancellationToken);
            await waiting.Writer.WriteAsync(training, cancellationToken);
        }
        catch
        {
            running.TryRemove(id, out _);
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>How far a waiting or running one is; null where it is not in this server.</summary>
    public (string Phase, double Share)? Progress(Guid id) =>
        running.TryGetValue(id, out var training) ? training.Progress : null;

    /// <summary>Asks a waiting or running one to stop; false where it has ended.</summary>
    public bool Cancel(Guid id)
    {
        if (!running.TryGetValue(id, out var training))
            return false;
        training.Cancel.Cancel();
        return true;
    }

    /// <summary>Trains what is taken in until the server stops.</summary>
    /// <param name="train">Trains one, and records that it is done.</param>
    /// <param name="end">Records in which state one ended that is not done, and why.</param>
    /// <param name="stoppingToken">The server stops.</param>
    public async Task Run(
        Func<Training, CancellationToken, Task> train,
        Func<Guid, string, string, Task> end,
        CancellationToken stoppingToken
    )
    {
        using var stop = stoppingToken.Register(() => waiting.Writer.TryComplete());
        await Interrupted(stoppingToken);
        await foreach (var training in waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(
                stoppingToken,
                training.Cancel.Token
            );
            var (began, ended) = (clock.GetTimestamp(), "done");
            using var span = Telemetry
                .Source.StartActivity($"train {kind}")
                ?.SetTag("loananalytics.id", training.Id);
            try
            {
                either.Token.ThrowIfCancellationRequested();
                await train(training, either.Token);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                var (state, detail) =
                    training.Cancel.IsCancellationRequested ? ("cancelled", "It was cancelled.")
                    : stoppingToken.IsCancellationRequested ? ("failed", Liveness.Interrupted)
                    : e is ProblemException ? ("failed", e.Message)
                    : ("failed", "The training failed.");
                ended = state;
                if (state == "failed" && e is not (ProblemException or OperationCanceledException))
                    LogFailed(logger, training.Id, e);
                await Liveness.OnceItAnswers(() => end(training.Id, state, detail), stoppingToken);
            }
            span.Ended($"train {kind}", ended, clock.GetElapsedTime(began));
            running.TryRemove(training.Id, out _);
            await training.Lock.DisposeAsync();
            training.Cancel.Dispose();
        }
    }

    /// <summary>A server that is killed never says how its trainings ended. The database may come after the next one.</summary>
    private async Task Interrupted(CancellationToken cancellationToken)
    {
        try
        {
            await Liveness.OnceItAnswers(
                () =>
                    Liveness.EndInterrupted(
                        database,
                        kind,
                        clock.GetUtcNow().UtcDateTime,
                        cancellationToken
                    ),
                cancellationToken,
                int.MaxValue
            );
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            // Without a schema there is nothing to put right; readiness says so.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The training of {Id} failed")]
    private static partial void LogFailed(ILogger logger, Guid id, Exception exception);
}
