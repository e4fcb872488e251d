using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>One segmentation with its recorded inputs.</summary>
internal sealed record GetSegmentation(Guid Id) : IRequest<SegmentationStatus>;

/// <summary>All segmentations, newest first.</summary>
internal sealed record ListSegmentations : IRequest<IReadOnlyList<SegmentationStatus>>;

/// <summary>A segmentation: its inputs, how far it is, and what came out.</summary>
/// <param name="State">running, done, failed or cancelled.</param>
/// <param name="Progress">A fraction 0..1.</param>
/// <param name="Inertia">Within-cluster sum of squares, once done.</param>
/// <param name="Customers">Borrowers that took part.</param>
/// <param name="Excluded">Borrowers left out for lack of age or income.</param>
/// <param name="Model">Features, means, deviations and centroids.</param>
public sealed record SegmentationStatus(
    Guid SegmentationId,
    int DataVersion,
    int K,
    int Seed,
    int Restarts,
    string State,
    double Progress,
    DateTime CreatedAt,
    double? Inertia,
    int? Customers,
    int? Excluded,
    string? Detail,
    JsonDocument? Model
)
{
    internal static SegmentationStatus Of(Segmentation s, double? progress) =>
        new(
            s.SegmentationId,
            s.DataVersion,
            s.K,
            s.Seed,
            s.Restarts,
            s.State,
            progress ?? s.Progress,
            s.CreatedAt,
            s.Inertia,
            s.Customers,
            s.Excluded,
            s.Detail,
            s.Model
        );
}

internal sealed class GetSegmentationHandler(LoanDb db, SegmentationRuns runs)
    : IRequestHandler<GetSegmentation, SegmentationStatus>,
        IRequestHandler<ListSegmentations, IReadOnlyList<SegmentationStatus>>
{
    public async Task<SegmentationStatus> Handle(
        GetSegmentation request,
        CancellationToken cancellationToken
    )
    {
        var found =
            await db
                .Segmentations.AsNoTracking()
                .FirstOrDefaultAsync(s => s.SegmentationId == request.Id, cancellationToken)
            ?? throw ProblemException.NotFound($"segmentation {request.Id}");
        return SegmentationStatus.Of(found, runs.Progress(found.SegmentationId));
    }

    public async Task<IReadOnlyList<SegmentationStatus>> Handle(
        ListSegmentations request,
        CancellationToken cancellationToken
    )
    {
        var all = await db
            .Segmentations.AsNoTracking()
            .OrderByDescending(s => s.CreatedAt)
            .ThenBy(s => s.SegmentationId)
            .Take(100)
            .ToListAsync(cancellationToken);
        return all.ConvertAll(s => SegmentationStatus.Of(s, runs.Progress(s.SegmentationId)));
    }
}
