using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>Makes a finished segmentation the one by which the book is parted: the filter and the dimension segment mean its segments from then on. One that was
/// made while another was published is matched to the one published now first. An earlier one can be published again.</summary>
internal sealed record PublishSegmentation(Guid Id) : IRequest<SegmentationStatus>;

internal sealed class PublishSegmentationHandler(LoanDb db, TimeProvider clock)
    : IRequestHandler<PublishSegmentation, SegmentationStatus>
{
    public async Task<SegmentationStatus> Handle(
        PublishSegmentation request,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await db.PublishAlone("An import or another segmentation", cancellationToken);
        var record =
            await db.Segmentations.SingleOrDefaultAsync(
                s => s.SegmentationId == request.Id,
                cancellationToken
            ) ?? throw ProblemException.NotFound($"segmentation {request.Id}");
        if (record.State != "done")
            throw new ProblemException(
                409,
                "segmentation-not-done",
                "The segmentation is not done",
                $"It is {record.State}; only a finished one can be published."
            );
        var drift = record.Whole().Report.Drift;
        var published = await db.PublishedSegments(cancellationToken);
        if (published?.Id == record.SegmentationId)
            return SegmentationStatus.Of(record, null, record.SegmentationId);
        if (published is not null && record.PublishedAt is null && drift?.Against != published.Id)
            await SegmentStore.Rematch(db, record, published, cancellationToken);
        record.PublishedAt = clock.GetUtcNow().UtcDateTime;
        await db.SaveChangesAsync(cancellationToken);
        await db.NewestVersions()
            .ExecuteUpdateAsync(
                v =>
                    v.SetProperty(x => x.SegmentationId, record.SegmentationId)
                        .SetProperty(x => x.SegmentsRevision, x => x.SegmentsRevision + 1),
                cancellationToken
            );
        await Newcomers.Place(connection, cancellationToken);
        await connection.Run(
            SqlFile.Query("TakeOutLoans"),
            cancellationToken,
            record.SegmentationId
        );
        await connection.Run(SqlFile.Query("PlaceLoans"), cancellationToken);
        await connection.Run("analyze loan_facts (segment)", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return SegmentationStatus.Of(record, null, record.SegmentationId);
    }
}
