using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>A borrower as SegmentBorrowers.sql reads them.</summary>
internal sealed record BorrowerRow(string CustomerId, int? Age, decimal? Income, string Employment);

/// <summary>Trains segmentations one after another in the background, and stores each with its inputs.</summary>
internal sealed class SegmentationRuns(IServiceScopeFactory scopes) : BackgroundService
{
    private readonly Channel<Guid> queue = Channel.CreateUnbounded<Guid>();
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> running = new();
    private readonly ConcurrentDictionary<Guid, double> progress = new();

    /// <summary>Takes a stored segmentation in for training.</summary>
    public void Enqueue(Guid id)
    {
        running[id] = new();
        queue.Writer.TryWrite(id);
    }

    /// <summary>How far a running one is, 0..1; null where it does not run.</summary>
    public double? Progress(Guid id) => progress.TryGetValue(id, out var share) ? share : null;

    /// <summary>Asks a waiting or running one to stop; false where it has ended.</summary>
    public bool Cancel(Guid id)
    {
        if (!running.TryGetValue(id, out var source))
            return false;
        source.Cancel();
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = stoppingToken.Register(() => queue.Writer.TryComplete());
        await foreach (var id in queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(
                stoppingToken,
                running[id].Token
            );
            try
            {
                await Train(id, either.Token);
            }
            catch (OperationCanceledException)
            {
                await End(id, "cancelled", "It was cancelled.");
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                await End(id, "failed", e is ProblemException ? e.Message : "The training failed.");
            }
            running.TryRemove(id, out var source);
            source?.Dispose();
            progress.TryRemove(id, out _);
        }
    }

    private async Task Train(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LoanDb>();
        var run = await db.Segmentations.SingleAsync(
            s => s.SegmentationId == id,
            cancellationToken
        );
        var borrowers = await db.QueryFile<BorrowerRow>("SegmentBorrowers", cancellationToken);
        var known = borrowers
            .Where(b => b is { Age: not null, Income: not null })
            .Select(b => new SegmentInput(
                b.CustomerId,
                b.Age!.Value,
                (double)b.Income!.Value,
                b.Employment
            ))
            .ToList();
        var model = CustomerKMeans.Train(
            known,
            run.K,
            run.Seed,
            run.Restarts,
            p => progress[id] = p,
            cancellationToken
        );
        (run.State, run.Progress, run.Inertia) = ("done", 1, model.Inertia);
        (run.Customers, run.Excluded) = (known.Count, borrowers.Count - known.Count);
        run.Model = JsonSerializer.SerializeToDocument(
            new
            {
                features = (string[])
                    [
                        "z(age)",
                        "z(annualIncome)",
                        .. model.Employments.Select(e => $"employment={e}"),
                    ],
                model.AgeMean,
                model.AgeDeviation,
                model.IncomeMean,
                model.IncomeDeviation,
                model.Centroids,
            },
            Json.Options
        );
        db.SegmentMembers.AddRange(
            model.Members.Select(m => new SegmentMember
            {
                SegmentationId = id,
                CustomerId = m.CustomerId,
                Segment = m.Segment,
                Distance = m.Distance,
            })
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task End(Guid id, string state, string detail)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LoanDb>();
        var run = await db.Segmentations.SingleAsync(s => s.SegmentationId == id);
        (run.State, run.Detail) = (state, detail);
        await db.SaveChangesAsync();
    }
}
