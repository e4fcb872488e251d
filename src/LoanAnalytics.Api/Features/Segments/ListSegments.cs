using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>The segments of the newest finished segmentation, or of the one named.</summary>
internal sealed record ListSegments(Guid? Segmentation, DefaultDefinition Definition)
    : IRequest<Answer<IReadOnlyList<Segment>>>;

/// <summary>A customer segment.</summary>
/// <param name="Id">Its number, 1 the largest.</param>
/// <param name="Name">What sets it apart, in plain words.</param>
/// <param name="Size">Customers.</param>
/// <param name="Share">Of all customers that took part, 0..1.</param>
/// <param name="Age">Completed years.</param>
/// <param name="Income">A year, in the portfolio's currency.</param>
/// <param name="Employment">Shares by employment status.</param>
/// <param name="Measures">The measures of the segment's loans.</param>
public sealed record Segment(
    int Id,
    Guid SegmentationId,
    string Name,
    int Size,
    double Share,
    Centre Age,
    Centre Income,
    IReadOnlyList<EmploymentShare> Employment,
    LoanMeasures Measures
);

/// <summary>Mean, median, and the mean's distance from all customers' in standard deviations.</summary>
public sealed record Centre(double Mean, double Median, double Z);

/// <summary>Share of an employment status, 0..1.</summary>
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
        var members = await db.QueryFile<SegmentMemberItem>(
            nameof(ListSegments),
            cancellationToken,
            [new("segmentation_id", id)]
        );
        var loans = await measures.ForSegments(version, id, request.Definition, cancellationToken);
        var segments = members
            .GroupBy(m => m.Segment)
            .Select(g => Of(id, [.. g], members, loans.GetValueOrDefault(g.Key)
                        ?? MeasureSums.Measures([], null, request.Definition, CountUnit.Loan, null)));
        return new(
            new LoanFilter().MetaOf(version, request.Definition) with
            {
                Segmentation = id,
            },
            [.. segments]
        );
    }

    private static Segment Of(
        Guid segmentation,
        SegmentMemberItem[] members,
        List<SegmentMemberItem> all,
        LoanMeasures loans
    )
    {
        var age = CentreOf(members, all, m => m.Age!.Value);
        var income = CentreOf(members, all, m => (double)m.Income!.Value);
        EmploymentShare[] employment =
        [
            .. all.Select(m => m.Employment)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(e => new EmploymentShare(
                    e,
                    (double)members.Count(m => m.Employment == e) / members.Length
                )),
        ];
        var name = SegmentName.Of(age.Z, income.Z, employment);
        var share = (double)members.Length / all.Count;
        return new(
            members[0].Segment,
            segmentation,
            name,
            members.Length,
            share,
            age,
            income,
            employment,
            loans
        );
    }

    private static Centre CentreOf(
        SegmentMemberItem[] members,
        List<SegmentMemberItem> all,
        Func<SegmentMemberItem, double> value
    )
    {
        var sorted = members.Select(value).Order().ToArray();
        var everyone = all.Average(value);
        var deviation = Math.Sqrt(all.Average(m => Math.Pow(value(m) - everyone, 2)));
        var mean = sorted.Average();
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new(mean, median, deviation == 0 ? 0 : (mean - everyone) / deviation);
    }
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
