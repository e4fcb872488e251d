using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using Npgsql;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Runs imports one after another in the background, and keeps the record of each up to date.</summary>
internal sealed partial class ImportRuns(
    IServiceScopeFactory scopes,
    NpgsqlDataSource database,
    Importer importer,
    TimeProvider clock,
    ILogger<ImportRuns> logger
) : BackgroundService
{
    private readonly Channel<ImportRequest> queue = Channel.CreateUnbounded<ImportRequest>();
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> running = new();
    private CancellationToken stopping;

    /// <summary>Takes an import in, and its folder over: that is deleted when the import has ended, or could not be taken in.</summary>
    public async Task Enqueue(ImportRequest request, CancellationToken cancellationToken)
    {
        running[request.ImportId] = new();
        try
        {
            await Record(request, "queued", cancellationToken);
            await queue.Writer.WriteAsync(request, cancellationToken);
        }
        catch
        {
            if (running.TryRemove(request.ImportId, out var source))
                source.Dispose();
            WorkFolder.Delete(request.Folder);
            throw;
        }
    }

    /// <summary>It waits or runs in this process.</summary>
    public bool Holds(Guid importId) => running.ContainsKey(importId);

    /// <summary>Asks a waiting or running import to stop; false where it has ended.</summary>
    public bool Cancel(Guid importId)
    {
        if (!running.TryGetValue(importId, out var source))
            return false;
        source.Cancel();
        return true;
    }

    /// <summary>Makes the record of an import that runs at once.</summary>
    public Task Record(ImportRequest request, CancellationToken cancellationToken) =>
        Record(request, "running", cancellationToken);

    private Task Record(ImportRequest request, string state, CancellationToken cancellationToken) =>
        With(
            db =>
                db.Imports.Add(
                    new()
                    {
                        ImportId = request.ImportId,
                        Profile = request.Profile,
                        Mode = request.Mode == ImportMode.Merge ? "merge" : "replace",
                        AsOf = request.AsOf,
                        State = state,
                        Phase = "received",
                        CreatedAt = clock.GetUtcNow().UtcDateTime,
                    }
                ),
            cancellationToken
        );

    /// <summary>Runs an import to its end and records how it ended; what is refused comes out as an exception too.</summary>
    public async Task<ImportOutcome> Run(
        ImportRequest request,
        Action<string, double>? progress,
        CancellationToken cancellationToken
    )
    {
        using var spans = new PhaseSpans("import", request.ImportId);
        var (began, state) = (clock.GetTimestamp(), "failed");
        try
        {
            var outcome = await importer.Run(
                request,
                (phase, share) =>
                {
                    spans.Enter(phase);
                    progress?.Invoke(phase, share);
                    Change(
                            request.ImportId,
                            i =>
                            {
                                (i.State, i.Phase, i.Progress) = ("running", phase, share);
                                // Who read it before it had its lock took it for one that was killed.
                                (i.EndedAt, i.Problem, i.Title, i.Detail) = (
                                    null,
                                    null,
                                    null,
                                    null
                                );
                            }
                        )
                        .GetAwaiter()
                        .GetResult();
                },
                cancellationToken
            );
            state = outcome.State;
            spans.Reads(outcome.Version);
            await End(request.ImportId, outcome.State, null, null, null, outcome);
            return outcome;
        }
        catch (ProblemException refused)
        {
            state = "refused";
            await End(request.ImportId, state, refused.Type, refused.Title, refused.Message, null);
            throw;
        }
        catch (OperationCanceledException)
        {
            state = "cancelled";
            await End(
                request.ImportId,
                state,
                "cancelled",
                "The import was cancelled",
                stopping.IsCancellationRequested
                    ? "The server was stopped before its end; nothing was published. Load it again."
                    : "It was stopped before its end; nothing was published.",
                null
            );
            throw;
        }
        catch (Exception e) when (DiskFull.Is(e))
        {
            await End(
                request.ImportId,
                "failed",
                DiskFull.Type(e),
                DiskFull.Title,
                $"{DiskFull.Detail(e)} Nothing was published.",
                null
            );
            throw;
        }
        catch (Exception e) when (ProblemHandler.IsOutage(e))
        {
            await Liveness.OnceItAnswers(() => Settle(request.ImportId), cancellationToken);
            throw;
        }
        catch (Exception)
        {
            await End(
                request.ImportId,
                state,
                "internal-error",
                "The import failed",
                "The server could not go on with it; nothing was published.",
                null
            );
            throw;
        }
        finally
        {
            spans.All.Ended("import", state, clock.GetElapsedTime(began));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        stopping = stoppingToken;
        using var stop = stoppingToken.Register(() => queue.Writer.TryComplete());
        await Interrupted(stoppingToken);
        await foreach (var request in queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            var source = running[request.ImportId];
            using var either = CancellationTokenSource.CreateLinkedTokenSource(
                stoppingToken,
                source.Token
            );
            try
            {
                await Run(request, null, either.Token);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The record says how it ended, and the log why where that is nothing to tell a caller.
                if (e is not (ProblemException or OperationCanceledException))
                    LogFailed(logger, request.ImportId, e);
            }
            running.TryRemove(request.ImportId, out _);
            source.Dispose();
            WorkFolder.Delete(request.Folder);
        }
    }

    /// <summary>Imports whose program was killed never said so, and what waited in its queue is gone with it. The database may come after the server.</summary>
    private async Task Interrupted(CancellationToken cancellationToken)
    {
        var start = clock.GetUtcNow().UtcDateTime;
        try
        {
            await Liveness.OnceItAnswers(
                async () =>
                {
                    await using var connection = await database.OpenConnectionAsync(
                        cancellationToken
                    );
                    // What came since then waits in this server.
                    await connection.Run(
                        "update imports set state = 'running' where state = 'queued' and created_at < $1",
                        cancellationToken,
                        start
                    );
                    await Liveness.EndInterrupted(
                        connection,
                        LongWork.Imports,
                        Guid.Empty,
                        clock.GetUtcNow().UtcDateTime,
                        cancellationToken
                    );
                },
                cancellationToken,
                int.MaxValue
            );
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            // Without a schema there is nothing to put right; readiness says so.
        }
    }

    /// <summary>Whether the data were published before the database was lost, only the database knows, and not before it has let go of the import's lock.</summary>
    private async Task Settle(Guid importId)
    {
        // Lost before its first step, it still says that it waits.
        await With(
            db =>
            {
                var import = db.Imports.Single(i => i.ImportId == importId);
                if (import.State == "queued")
                    import.State = "running";
            },
            CancellationToken.None
        );
        await Liveness.EndInterrupted(
            database,
            LongWork.Imports,
            clock.GetUtcNow().UtcDateTime,
            CancellationToken.None
        );
        await With(
            db =>
            {
                if (db.Imports.Any(i => i.ImportId == importId && i.State == "running"))
                    throw new TimeoutException("The import's lock is still held.");
            },
            CancellationToken.None
        );
    }

    private Task End(
        Guid importId,
        string state,
        string? problem,
        string? title,
        string? detail,
        ImportOutcome? outcome
    ) =>
        Change(
            importId,
            import =>
            {
                (import.State, import.Phase, import.Progress) = (state, "done", 1);
                (import.Problem, import.Title, import.Detail) = (problem, title, detail);
                (import.Version, import.AsOf) = (outcome?.Version, outcome?.AsOf ?? import.AsOf);
                import.EndedAt = clock.GetUtcNow().UtcDateTime;
                import.Result = outcome is null
                    ? null
                    : JsonSerializer.SerializeToDocument(
                        new ImportResult(outcome.Tables, outcome.Totals, outcome.Findings),
                        Json.Options
                    );
            }
        );

    private Task Change(Guid importId, Action<Import> change) =>
        With(db => change(db.Imports.Single(i => i.ImportId == importId)), CancellationToken.None);

    private async Task With(Action<LoanDb> work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LoanDb>();
        work(db);
        await db.SaveChangesAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The import {Id} failed")]
    private static partial void LogFailed(ILogger logger, Guid id, Exception exception);
}

/// <summary>What an import gave: counts by table, control totals, findings.</summary>
public sealed record ImportResult(
    IReadOnlyList<TableCounts> Tables,
    ControlTotals Totals,
    IReadOnlyList<Finding> Findings
);
