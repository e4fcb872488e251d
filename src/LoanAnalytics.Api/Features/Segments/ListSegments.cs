using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>The segments of the newest finished segmentation, or of the one named.</summary>
internal sealed record ListSegments(Guid? Segmentation, DefaultDefinition Definition)
    : IRequest<Answer<IReadOnlyList<Segment>>>;

/// <summary>A customer segment: its members as they were when it was made, and their loans as they are now.</summary>
/// <param name="Id">Its number, 1 the largest.</param>
/// <param name="SegmentationId">The segmentation that it belongs to.</param>
/// <param name="DataVersion">Version of the data that it was made from. Where meta.dataVersion is another, customers may have come or gone since: Present says how many of the members the book still has.</param>
/// <param name="Name">What sets it apart, in plain words.</param>
/// <param name="Size">Members when it was made.</param>
/// <param name="Share">Of all members of all segments, 0..1.</param>
/// <param name="Present">Members who have a loan in the book now.</param>
/// <param name="Age">Of the members, completed years.</param>
/// <param name="Income">Of the members, a year, in the portfolio's currency.</param>
/// <param name="Employment">Shares of the members by employment status.</param>
/// <param name="Measures">The measures of the loans that the members have now.</param>
public sealed record Segment(
    int Id,
    Guid SegmentationId,
    int DataVersion,
    string Name,
    int Size,
    double Share,
    long Present,
    Centre Age,
    Centre Income,
    IReadOnlyList<EmploymentShare> Employment,
    LoanMeasures Measures
);

/// <summary>The middle of a segment.</summary>
/// <param name="Mean">Mean of the members; null where there is none.</param>
/// <param name="Median">Median of the members; null where there is none.</param>
/// <param name="Z">The mean's distance from the mean of all members, in the population standard deviations of all members; 0 where all are the same.</param>
public sealed record Centre(double? Mean, double? Median, double? Z);

/// <summary>Share of an employment status among a segment's members, 0..1.</summary>
public sealed record EmploymentShare(string Group, double Share);

internal sealed class ListSegmentsHandler(LoanDb db, MeasuresReader measures)
    : IRequestHandler<ListSegments, Answer<IReadOnlyList<Segment>>>
{
    public async Task<Answer<IReadOnlyList<Segment>>> Handle(
        ListSegments request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var id = await db.FinishedSegmentation(request.Segmentation, cancellationToken);
        var made = await db
            .Segmentations.AsNoTracking()
            .SingleAsync(s => s.SegmentationId == id, cancellationToken);
        var model = made.Model!.Deserialize<SegmentationModel>(Json.Options)!;
        var loans = await measures.OfSegments(
            version,
            id,
            request.Definition,
            made.K,
            cancellationToken
        );
        var segments = model.Segments.Select((_, i) => Of(made, model, i, loans[i]));
        return new(
            new LoanFilter().MetaOf(version, request.Definition) with
            {
                Segmentation = id,
            },
            [.. segments]
        );
    }

    private static Segment Of(
        Segmentation made,
        SegmentationModel model,
        int place,
        LoanMeasures loans
    )
    {
        var (profile, centroid) = (model.Segments[place], model.Centroids[place]);
        EmploymentShare[] employment =
        [
            .. model.Employments.Select((e, i) => new EmploymentShare(e, centroid[i + 2])),
        ];
        return new(
            place + 1,
            made.SegmentationId,
            made.DataVersion,
            SegmentName.Of(centroid[0], centroid[1], employment),
            profile.Size,
            (double)profile.Size / model.Segments.Sum(s => s.Size),
            loans.Customers,
            CentreOf(profile, model.AgeMean, model.AgeDeviation, centroid[0], profile.MedianAge),
            CentreOf(
                profile,
                model.IncomeMean,
                model.IncomeDeviation,
                centroid[1],
                profile.MedianIncome
            ),
            employment,
            loans
        );
    }

    /// <summary>A centroid is the mean of its members' features, so the mean itself is read off it.</summary>
    private static Centre CentreOf(
        SegmentProfile profile,
        double mean,
        double deviation,
        double z,
        double? median
    ) => profile.Size == 0 ? new(null, null, null) : new(mean + z * deviation, median, z);
}

internal static class FinishedSegmentations
{
    /// <summary>The segmentation named, else the newest; it must be finished.</summary>
    public static async Task<Guid> FinishedSegmentation(
        this LoanDb db,
        Guid? named,
        CancellationToken cancellationToken
    )
    {
        if (named is not { } wanted)
            return await db.NewestSegmentation(cancellationToken)
                ?? throw new ProblemException(
                    409,
                    "no-segmentation",
                    "No segments were made yet",
                    "Make them with POST /api/v1/segmentations."
                );
        return await db.Segmentations.AnyAsync(
            s => s.SegmentationId == wanted && s.State == "done",
            cancellationToken
        )
            ? wanted
            : throw ProblemException.NotFound($"finished segmentation {wanted}");
    }
}

/// <summary>A segment's name out of what sets it apart: half a standard deviation, or three quarters of its members.</summary>
internal static class SegmentName
{
    public static string Of(double age, double income, IEnumerable<EmploymentShare> employment)
    {
        var most = employment.OrderByDescending(e => e.Share).First();
        string?[] words =
        [
            Word(age, "younger", "older"),
            Word(income, "lower income", "higher income"),
            most.Share >= 0.75 ? most.Group.ToLowerInvariant() : null,
        ];
        var said = string.Join(", ", words.Where(w => w is not null));
        return said.Length == 0 ? "average" : said;
    }

    private static string? Word(double z, string low, string high) =>
        z <= -0.5 ? low
        : z >= 0.5 ? high
        : null;
}
