using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>A segmentation that is done, as it is stored.</summary>
internal sealed record FinishedSegmentation(
    Segmentation Record,
    SegmentationModel Model,
    SegmentReport Report
);

internal static class FinishedSegmentations
{
    public const string Damage =
        "What is stored of the segmentation cannot be read any more. Make it again with POST /api/v1/segmentations.";

    /// <summary>The one whose segments the book is parted by; null where none is published.</summary>
    public static Task<Guid?> PublishedSegmentation(
        this LoanDb db,
        CancellationToken cancellationToken
    ) =>
        db
            .DataVersions.OrderByDescending(v => v.Version)
            .Select(v => v.SegmentationId)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>The segmentation named, else the published one; it must be done and whole.</summary>
    public static async Task<FinishedSegmentation> FinishedSegmentation(
        this LoanDb db,
        Guid? named,
        CancellationToken cancellationToken
    )
    {
        var id =
            named
            ?? await db.PublishedSegmentation(cancellationToken)
            ?? throw new ProblemException(
                409,
                "no-segmentation",
                "No segments are published",
                "Make some with POST /api/v1/segmentations and publish them with POST /api/v1/segmentations/{id}/publish, or name a finished segmentation."
            );
        var record =
            await db
                .Segmentations.AsNoTracking()
                .SingleOrDefaultAsync(
                    s => s.SegmentationId == id && s.State == "done",
                    cancellationToken
                )
            ?? throw ProblemException.NotFound($"finished segmentation {id}");
        return record.Whole();
    }

    /// <summary>What is stored of it, refused where it cannot be read.</summary>
    public static FinishedSegmentation Whole(this Segmentation record) =>
        SegmentationModel.Read(record.Model) is { } model
        && SegmentReport.Read(record.Report) is { } report
        && model.Segments.All(s => report.Profiles.Any(p => p.Id == s.Id))
            ? new(record, model, report)
            : throw new ProblemException(
                409,
                "segmentation-damaged",
                "The segmentation cannot be read",
                Damage
            );

    /// <summary>The published segmentation as a retrained one is matched to it; null where none is published, or it cannot be read.</summary>
    public static async Task<PublishedSegments?> PublishedSegments(
        this LoanDb db,
        CancellationToken cancellationToken
    )
    {
        if (await db.PublishedSegmentation(cancellationToken) is not { } id)
            return null;
        var record = await db
            .Segmentations.AsNoTracking()
            .SingleAsync(s => s.SegmentationId == id, cancellationToken);
        if (SegmentationModel.Read(record.Model) is not { } model)
            return null;
        return new(
            id,
            model,
            await db
                .SegmentNames.AsNoTracking()
                .Where(n => n.SegmentationId == id)
                .ToDictionaryAsync(n => n.Segment, n => n.Name, cancellationToken),
            await db
                .SegmentMembers.AsNoTracking()
                .Where(m => m.SegmentationId == id)
                .Select(m => new { m.CustomerId, m.Segment })
                .ToDictionaryAsync(m => m.CustomerId, m => m.Segment, cancellationToken)
        );
    }
}
