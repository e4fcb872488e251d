using System.Collections.Concurrent;
using System.Threading.Channels;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>Trains segmentations one after another in the background, and stores each with its inputs.</summary>
internal sealed class SegmentationRuns(
    IServiceScopeFactory scopes,
    NpgsqlDataSource database,
    TimeProvider clock
) : BackgroundService
{
    /// <summary>One that waits or runs in this server; its connection holds the lock by which others see that it does.</summary>
    private sealed record Run(Guid Id, NpgsqlConnection Lock, CancellationTokenSource Cancel)
    {
        public (string Phase, double Share) Progress { get; set; } = ("waiting", 0);
    }

    private readonly Channel<Run> queue = Channel.CreateUnbounded<Run>();
    private readonly ConcurrentDictionary<Guid, Run> running = new();

    /// <summary>Records a segmentation and takes it in for training.</summary>
    public async Task Start(
        LoanDb db,
        Segmentation segmentation,
        CancellationToken cancellationToken
    )
    {
        var id = segmentation.SegmentationId;
        var held = await database.OpenConnectionAsync(cancellationToken);
        await Liveness.Hold(held, id, cancellationToken);
        var run = running[id] = new(id, held, new());
        db.Segmentations.Add(segmentation);
        await db.SaveChangesAsync(cancellationToken);
        await queue.Writer.WriteAsync(run, cancellationToken);
    }

    /// <summary>What a waiting or running one does, and the share of it that is done; null where it is not in this server.</summary>
    public (string Phase, double Share)? Progress(Guid id) =>
        running.TryGetValue(id, out var run) ? run.Progress : null;

    /// <summary>Asks a waiting or running one to stop; false where it has ended.</summary>
    public bool Cancel(Guid id)
    {
        if (!running.TryGetValue(id, out var run))
            return false;
        run.Cancel.Cancel();
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = stoppingToken.Register(() => queue.Writer.TryComplete());
        await Interrupted(stoppingToken);
        await foreach (var run in queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(
                stoppingToken,
                run.Cancel.Token
            );
            try
            {
                await Train(run, either.Token);
            }
            catch (OperationCanceledException) when (run.Cancel.IsCancellationRequested)
            {
                await End(run.Id, "cancelled", "It was cancelled.");
            }
            catch (OperationCanceledException)
            {
                await End(run.Id, "failed", Liveness.Interrupted);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                await End(
                    run.Id,
                    "failed",
                    e is ProblemException ? e.Message : "The training failed."
                );
            }
            running.TryRemove(run.Id, out _);
            await run.Lock.DisposeAsync();
            run.Cancel.Dispose();
        }
    }

    /// <summary>A server that is killed never says how its segmentations ended.</summary>
    private async Task Interrupted(CancellationToken cancellationToken)
    {
        try
        {
            await Liveness.EndInterrupted(
                database,
                LongWork.Segmentations,
                clock.GetUtcNow().UtcDateTime,
                cancellationToken
            );
        }
        catch (NpgsqlException)
        {
            // Without a database or its schema there is nothing to put right yet; readiness says so.
        }
    }

    private async Task Train(Run run, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LoanDb>();
        var record = await db.Segmentations.SingleAsync(
            s => s.SegmentationId == run.Id,
            cancellationToken
        );
        var (version, borrowers, features) = await db.BorrowersNow(cancellationToken);
        var inputs = SegmentInputs.Of(record);
        // Between the question and its turn another book may have been published.
        SegmentPopulation.CheckK(
            SegmentPopulation.Of(features, inputs).Fit(inputs).Points,
            inputs.KFrom,
            inputs.KTo
        );
        var trained = SegmentTraining.Train(
            features,
            inputs,
            (phase, share) => run.Progress = (phase, share),
            cancellationToken
        );
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await SegmentStore.Save(db, record, version, borrowers, trained, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task End(Guid id, string state, string detail)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LoanDb>();
        await db
            .Segmentations.Where(s => s.SegmentationId == id)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(x => x.State, state).SetProperty(x => x.Detail, detail)
            );
    }
}
