using System.ComponentModel.DataAnnotations;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>One segmentation with its recorded inputs.</summary>
internal sealed record GetSegmentation(Guid Id) : IRequest<SegmentationStatus>;

/// <summary>The segmentations, newest first.</summary>
internal sealed record ListSegmentations(int? Limit, string? Cursor)
    : IRequest<Listing<SegmentationStatus>>;

/// <summary>A segmentation: its inputs, how far it is, and what came out.</summary>
/// <param name="SegmentationId">Its id.</param>
/// <param name="DataVersion">Version of the data that it was made from.</param>
/// <param name="Features">What it was made from.</param>
/// <param name="Log">Features taken as ln(1 + x).</param>
/// <param name="Categories">How much a category weighs beside a number.</param>
/// <param name="K">Number of segments: asked for, or the one suggested out of the range; null until that is known.</param>
/// <param name="KFrom">The least number of segments tried.</param>
/// <param name="KTo">The greatest number of segments tried; that is kFrom where k was asked for.</param>
/// <param name="Seed">Seed of the first start; each further start adds one.</param>
/// <param name="Restarts">Starts of which the best was kept.</param>
/// <param name="State">running (or waiting to: one is made after the other), done, failed or cancelled; damaged where what is stored of it cannot be read any more.</param>
/// <param name="Phase">What a running one does: waiting, choosing (k), training or describing; null once ended.</param>
/// <param name="Progress">Share of the phase that is done, a fraction 0..1.</param>
/// <param name="CreatedAt">When it was asked for, UTC.</param>
/// <param name="PublishedAt">When it was last published, UTC; null where it never was.</param>
/// <param name="IsPublished">It is the one that the filter and the dimension segment mean now.</param>
/// <param name="Inertia">Within-cluster sum of squared distances in feature space, once done.</param>
/// <param name="Customers">Borrowers that took part, once done.</param>
/// <param name="Excluded">Borrowers left out for lack of a number, once done.</param>
/// <param name="Detail">Why it failed or cannot be read.</param>
/// <param name="Choices">The numbers of segments tried, once done.</param>
/// <param name="Drift">What changed against the segmentation that was published when it was made, once done; null where none was.</param>
/// <param name="Model">How features become columns, and the centroids, once done.</param>
public sealed record SegmentationStatus(
    Guid SegmentationId,
    int DataVersion,
    IReadOnlyList<string> Features,
    IReadOnlyList<string> Log,
    [property: AllowedValues("balanced", "unscaled")] string Categories,
    int? K,
    int KFrom,
    int KTo,
    int Seed,
    int Restarts,
    [property: AllowedValues("running", "done", "failed", "cancelled", "damaged")] string State,
    [property: AllowedValues("waiting", "choosing", "training", "describing")] string? Phase,
    double Progress,
    DateTime CreatedAt,
    DateTime? PublishedAt,
    bool IsPublished,
    double? Inertia,
    int? Customers,
    int? Excluded,
    string? Detail,
    SegmentChoices? Choices,
    SegmentationDrift? Drift,
    SegmentationModel? Model
)
{
    internal static SegmentationStatus Of(
        Segmentation s,
        (string Phase, double Share)? running,
        Guid? published
    )
    {
        var (model, report) = (SegmentationModel.Read(s.Model), SegmentReport.Read(s.Report));
        var isDamaged = s.State == "done" && (model is null || report is null);
        return new(
            s.SegmentationId,
            s.DataVersion,
            s.Features,
            s.Log,
            s.Categories,
            s.K,
            s.KFrom,
            s.KTo,
            s.Seed,
            s.Restarts,
            isDamaged ? "damaged" : s.State,
            running?.Phase,
            running?.Share ?? s.Progress,
            s.CreatedAt,
            s.PublishedAt,
            s.SegmentationId == published,
            s.Inertia,
            s.Customers,
            s.Excluded,
            isDamaged ? FinishedSegmentations.Damage : s.Detail,
            report?.Choices,
            report?.Drift,
            model
        );
    }
}

internal sealed class GetSegmentationHandler(
    LoanDb db,
    SegmentationRuns runs,
    NpgsqlDataSource database,
    TimeProvider clock
)
    : IRequestHandler<GetSegmentation, SegmentationStatus>,
        IRequestHandler<ListSegmentations, Listing<SegmentationStatus>>
{
    private const string List = "segmentations";

    public async Task<SegmentationStatus> Handle(
        GetSegmentation request,
        CancellationToken cancellationToken
    ) =>
        (
            await Read(
                db.Segmentations.Where(s => s.SegmentationId == request.Id),
                cancellationToken
            )
        ).SingleOrDefault() ?? throw ProblemException.NotFound($"segmentation {request.Id}");

    public async Task<Listing<SegmentationStatus>> Handle(
        ListSegmentations request,
        CancellationToken cancellationToken
    )
    {
        var limit = request.Limit ?? 100;
        var all = db
            .Segmentations.OrderByDescending(s => s.CreatedAt)
            .ThenBy(s => s.SegmentationId);
        var page = SealedCursor.KeyOf(request.Cursor, List) is { } key
            ? After(all, Guid.Parse(key))
            : all;
        var found = await Read(page.Take(limit + 1), cancellationToken);
        SegmentationStatus[] items = [.. found.Take(limit)];
        return new(
            await db.MetaNow(cancellationToken),
            await db.Segmentations.LongCountAsync(cancellationToken),
            items,
            found.Count > limit
                ? SealedCursor.After(List, items[^1].SegmentationId.ToString())
                : null
        );
    }

    private IQueryable<Segmentation> After(IQueryable<Segmentation> all, Guid last) =>
        all.Where(s =>
            db.Segmentations.Any(l =>
                l.SegmentationId == last
                && (
                    s.CreatedAt < l.CreatedAt
                    || s.CreatedAt == l.CreatedAt
                        && s.SegmentationId.CompareTo(l.SegmentationId) > 0
                )
            )
        );

    private async Task<IReadOnlyList<SegmentationStatus>> Read(
        IQueryable<Segmentation> segmentations,
        CancellationToken cancellationToken
    )
    {
        var found = await segmentations.AsNoTracking().ToListAsync(cancellationToken);
        // One that says it runs, and not here, may be left over from a server that is gone.
        if (found.Any(s => s.State == "running" && runs.Progress(s.SegmentationId) is null))
        {
            await Liveness.EndInterrupted(
                database,
                LongWork.Segmentations,
                clock.GetUtcNow().UtcDateTime,
                cancellationToken
            );
            found = await segmentations.AsNoTracking().ToListAsync(cancellationToken);
        }
        var published = await db.PublishedSegmentation(cancellationToken);
        return found.ConvertAll(s =>
            SegmentationStatus.Of(s, runs.Progress(s.SegmentationId), published)
        );
    }
}
