using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>Trains segmentations one after another in the background, and stores each with its inputs.</summary>
internal sealed class SegmentationRuns(
    IServiceScopeFactory scopes,
    NpgsqlDataSource database,
    TimeProvider clock,
    ILogger<SegmentationRuns> logger
) : BackgroundService
{
    private readonly TrainingQueue queue = new(LongWork.Segmentations, database, clock, logger);

    /// <summary>Records a segmentation and takes it in for training.</summary>
    public Task Start(LoanDb db, Segmentation segmentation, CancellationToken cancellationToken)
    {
        db.Segmentations.Add(segmentation);
        return queue.Take(db, segmentation.SegmentationId, cancellationToken);
    }

    /// <summary>What a waiting or running one does, and the share of it that is done; null where it is not in this server.</summary>
    public (string Phase, double Share)? Progress(Guid id) => queue.Progress(id);

    /// <summary>Asks a waiting or running one to stop; false where it has ended.</summary>
    public bool Cancel(Guid id) => queue.Cancel(id);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        queue.Run(Train, End, stoppingToken);

    private async Task Train(Training run, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LoanDb>();
        var record = await db.Segmentations.SingleAsync(
            s => s.SegmentationId == run.Id,
            cancellationToken
        );
        var (version, borrowers, features) = await db.BorrowersNow(cancellationToken);
        Telemetry.Reads(version.Version);
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
