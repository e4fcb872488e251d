using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>The segments of the published segmentation, or of the one named, and their loans in the selection.</summary>
internal sealed record ListSegments(
    LoanFilter Filter,
    Guid? Segmentation,
    DefaultDefinition Definition
) : IRequest<Answer<SegmentList>>;

/// <summary>The segments, and how far they differ beyond noise.</summary>
/// <param name="Rows">The segments, by number.</param>
/// <param name="Everyone">The profile of all customers who took part.</param>
/// <param name="Heterogeneity">Whether the segments' default rates differ by more than chance; null where that cannot be tested.</param>
/// <param name="Differences">How far the segments differ in each feature.</param>
public sealed record SegmentList(
    IReadOnlyList<Segment> Rows,
    IReadOnlyList<FeatureProfile> Everyone,
    Heterogeneity? Heterogeneity,
    IReadOnlyList<FeatureDifference> Differences
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows, ("status", LoanFilter.Statuses));
}

/// <summary>A customer segment: its members as they were when it was made, and the loans that they have now.</summary>
/// <param name="Id">Its number, which the filter segment takes once it is published.</param>
/// <param name="SegmentationId">The segmentation that it belongs to.</param>
/// <param name="DataVersion">Version of the data that it was made from. Where meta.dataVersion is another, customers may have come or gone since: present says how many there are now.</param>
/// <param name="Name">What it is called: generated, taken over from the published segment that it was matched to, or given by a person.</param>
/// <param name="GeneratedName">What sets it apart, in plain words.</param>
/// <param name="NameTag">The ETag of its name, for If-Match of PUT /segments/{id}/name.</param>
/// <param name="Size">Members when it was made.</param>
/// <param name="Share">Of all members of all segments, 0..1.</param>
/// <param name="Present">Members with a loan in the selection now, those who came later and were placed in it among them.</param>
/// <param name="Profile">What the members were like when it was made, feature by feature.</param>
/// <param name="Measures">The measures of the loans that the members have now: what was disbursed and is outstanding, and the default rate.</param>
/// <param name="Interest">Interest that the members have paid.</param>
/// <param name="Par30">Balance at risk after 30 days; null in a book that says nothing of lateness.</param>
public sealed record Segment(
    int Id,
    Guid SegmentationId,
    int DataVersion,
    string Name,
    string GeneratedName,
    string NameTag,
    int Size,
    double Share,
    long Present,
    IReadOnlyList<FeatureProfile> Profile,
    LoanMeasures Measures,
    InterestEarned Interest,
    BalanceAtRisk? Par30
);

/// <summary>Interest earned on loans.</summary>
/// <param name="Amount">The interest in their payments to the as-of date, in the portfolio's currency: as recorded, else amount less principal and fees; reversed and refunded payments taken off. Null where no payment says its interest.</param>
/// <param name="Loans">Loans of which it is known.</param>
public sealed record InterestEarned(decimal? Amount, long Loans);

/// <summary>The whole balance of loans more than 30 days past due.</summary>
/// <param name="Balance">Balance at risk.</param>
/// <param name="GrossLoanPortfolio">Balance of the loans whose lateness is known.</param>
/// <param name="Rate">Balance / gross loan portfolio; null where that is 0.</param>
public sealed record BalanceAtRisk(decimal Balance, decimal GrossLoanPortfolio, double? Rate);

internal sealed record SegmentPositionRow(
    int Segment,
    int? DaysPastDue,
    bool IsRenegotiated,
    long Loans,
    decimal Balance
)
{
    public LatePosition Position => new(DaysPastDue, IsRenegotiated, Loans, Balance, 0);
}

internal sealed record SegmentInterestRow(int Segment, decimal? Amount, long Loans);

internal sealed class ListSegmentsValidator : AbstractValidator<ListSegments>
{
    public ListSegmentsValidator() =>
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
}

internal sealed class ListSegmentsHandler(LoanDb db, MeasuresReader measures)
    : IRequestHandler<ListSegments, Answer<SegmentList>>
{
    public async Task<Answer<SegmentList>> Handle(
        ListSegments request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var made = await db.FinishedSegmentation(request.Segmentation, cancellationToken);
        var id = made.Record.SegmentationId;
        var names = await db
            .SegmentNames.AsNoTracking()
            .Where(n => n.SegmentationId == id)
            .ToDictionaryAsync(n => n.Segment, cancellationToken);
        var (loans, differ) = await measures.OfSegments(
            version,
            id,
            request.Filter,
            request.Definition,
            [.. made.Model.Segments.Select(s => s.Id)],
            cancellationToken
        );
        var interest = (
            await Read<SegmentInterestRow>("SegmentInterest", id, request.Filter, cancellationToken)
        ).ToDictionary(r => r.Segment);
        var knowsLateness = version.HasMonths || version.HasPayments || version.HasReported;
        var late = (
            await Read<SegmentPositionRow>(
                "SegmentPositions",
                id,
                request.Filter,
                cancellationToken
            )
        ).ToLookup(r => r.Segment, r => r.Position);
        var all = made.Model.Segments.Sum(s => s.Size);
        return new(
            request.Filter.MetaOf(version, request.Definition) with
            {
                Segmentation = id,
            },
            new(
                [
                    .. made.Model.Segments.Select(s => new Segment(
                        s.Id,
                        id,
                        made.Record.DataVersion,
                        names[s.Id].Name,
                        names[s.Id].GeneratedName,
                        NameTag.Of(names[s.Id]),
                        s.Size,
                        (double)s.Size / all,
                        loans[s.Id].Customers,
                        made.Report.Profiles.First(p => p.Id == s.Id).Features,
                        loans[s.Id],
                        interest.TryGetValue(s.Id, out var i)
                            ? new(i.Amount, i.Loans)
                            : new(null, 0),
                        knowsLateness ? AtRisk(late[s.Id]) : null
                    )),
                ],
                made.Report.Everyone,
                differ,
                made.Report.Differences
            )
        );
    }

    private Task<List<TRow>> Read<TRow>(
        string file,
        Guid id,
        LoanFilter filter,
        CancellationToken cancellationToken
    ) =>
        db.QueryFile<TRow>(
            file,
            cancellationToken,
            [.. filter.Parameters(), new NpgsqlParameter("segmentation_id", id)]
        );

    private static BalanceAtRisk AtRisk(IEnumerable<LatePosition> positions)
    {
        var at = PortfolioAtRisk.Of(30, positions);
        return new(at.Balance, at.GrossLoanPortfolio, at.Rate);
    }
}
