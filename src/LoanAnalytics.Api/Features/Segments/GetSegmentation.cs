using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
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
/// <param name="K">Number of segments asked for.</param>
/// <param name="Seed">Seed of the first start; each further start adds one.</param>
/// <param name="Restarts">Starts of which the best was kept.</param>
/// <param name="State">running (or waiting to), done, failed or cancelled.</param>
/// <param name="Progress">Share of the starts that are done, a fraction 0..1.</param>
/// <param name="CreatedAt">When it was asked for, UTC.</param>
/// <param name="Inertia">Within-cluster sum of squared distances in feature space, once done.</param>
/// <param name="Customers">Borrowers that took part, once done.</param>
/// <param name="Excluded">Borrowers left out for lack of age or income, once done.</param>
/// <param name="Detail">Why it failed.</param>
/// <param name="Model">Features and centroids, once done.</param>
public sealed record SegmentationStatus(
    Guid SegmentationId,
    int DataVersion,
    int K,
    int Seed,
    int Restarts,
    [property: AllowedValues("running", "done", "failed", "cancelled")] string State,
    double Progress,
    DateTime CreatedAt,
    double? Inertia,
    int? Customers,
    int? Excluded,
    string? Detail,
    SegmentationModel? Model
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
            s.Model?.Deserialize<SegmentationModel>(Json.Options)
        );
}

/// <summary>All that is needed to place a customer: z = (x - mean) / deviation, employment as 0/1; the nearest centroid is the segment.</summary>
/// <param name="Features">The columns of a centroid, in their order.</param>
/// <param name="Employments">The employment columns' words.</param>
/// <param name="AgeMean">Of the borrowers that took part, completed years.</param>
/// <param name="AgeDeviation">Population standard deviation; 0 where all are the same.</param>
/// <param name="IncomeMean">A year, in the portfolio's currency.</param>
/// <param name="IncomeDeviation">Population standard deviation; 0 where all are the same.</param>
/// <param name="Centroids">Centre of each segment, the largest first: mean of its members' features.</param>
/// <param name="Segments">What the centroids do not say of the members.</param>
public sealed record SegmentationModel(
    IReadOnlyList<string> Features,
    IReadOnlyList<string> Employments,
    double AgeMean,
    double AgeDeviation,
    double IncomeMean,
    double IncomeDeviation,
    IReadOnlyList<IReadOnlyList<double>> Centroids,
    IReadOnlyList<SegmentProfile> Segments
);

/// <summary>A segment's members when it was made; the medians are null where there is none.</summary>
public sealed record SegmentProfile(int Size, double? MedianAge, double? MedianIncome);

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
        return found.ConvertAll(s => SegmentationStatus.Of(s, runs.Progress(s.SegmentationId)));
    }
}
