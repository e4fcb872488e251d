using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>A borrower as SegmentBorrowers.sql reads them.</summary>
internal sealed record BorrowerRow(string CustomerId, int? Age, decimal? Income, string Employment);

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
        public double Progress { get; set; }
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

    /// <summary>How far a waiting or running one is, 0..1; null where it is not in this server.</summary>
    public double? Progress(Guid id) => running.TryGetValue(id, out var run) ? run.Progress : null;

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
        var (version, borrowers) = await db.BorrowersNow(cancellationToken);
        var known = borrowers.Where(b => b is { Age: not null, Income: not null }).ToList();
        // Between the question and its turn another book may have been published.
        SegmentPopulation.CanBeSegmented(known, record.K);
        var trained = CustomerKMeans.Train(
            known.ConvertAll(b => new SegmentInput(
                b.CustomerId,
                b.Age!.Value,
                (double)b.Income!.Value,
                b.Employment
            )),
            record.K,
            record.Seed,
            record.Restarts,
            p => run.Progress = p,
            cancellationToken
        );
        (record.State, record.Progress, record.Inertia) = ("done", 1, trained.Inertia);
        (record.Customers, record.Excluded) = (known.Count, borrowers.Count - known.Count);
        record.DataVersion = version.Version;
        record.Model = JsonSerializer.SerializeToDocument(trained.Model, Json.Options);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await Write(db, run.Id, trained.Members, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task Write(
        LoanDb db,
        Guid id,
        IReadOnlyList<(string CustomerId, int Segment, double Distance)> members,
        CancellationToken cancellationToken
    )
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy segment_members (segmentation_id, customer_id, segment, distance) from stdin (format binary)",
            cancellationToken
        );
        foreach (var (customer, segment, distance) in members)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(id, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(customer, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(segment, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(distance, NpgsqlDbType.Double, cancellationToken);
        }
        await copy.CompleteAsync(cancellationToken);
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
