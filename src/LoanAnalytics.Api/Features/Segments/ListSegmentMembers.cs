using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Npgsql;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>The customers of a segment, page by page, nearest to its centre first.</summary>
internal sealed record ListSegmentMembers(
    int Id,
    Guid? Segmentation,
    string? Sort,
    int? Limit,
    string? Cursor
) : IRequest<Page<SegmentMemberItem>>;

/// <summary>All customers of a segment, for the table forms.</summary>
internal sealed record ExportSegmentMembers(int Id, Guid? Segmentation, string? Sort)
    : IRequest<Export<SegmentMemberItem>>;

/// <summary>A member: features, and distance to the centre in standardised space.</summary>
public sealed record SegmentMemberItem(
    int Segment,
    string CustomerId,
    double Distance,
    int? Age,
    decimal? Income,
    string Employment
)
{
    private static readonly ListColumn<SegmentMemberItem> Key = new(
        "customerId",
        "m.customer_id",
        "text",
        m => m.CustomerId
    );

    internal static readonly ListOrder<SegmentMemberItem> Order = new(
        "distance",
        [Key],
        [
            new("distance", "m.distance", "double precision", m => m.Distance),
            Key,
            new("segment", "m.segment", "int", m => m.Segment),
            new("age", "c.age", "int", m => m.Age),
            new("income", "c.annual_income", "numeric", m => m.Income),
            new("employment", "c.employment", "text", m => m.Employment),
        ]
    );
}

internal sealed class ListSegmentMembersValidator : AbstractValidator<ListSegmentMembers>
{
    public ListSegmentMembersValidator() =>
        RuleFor(q => q.Sort).IsColumnOf(SegmentMemberItem.Order);
}

internal sealed class ExportSegmentMembersValidator : AbstractValidator<ExportSegmentMembers>
{
    public ExportSegmentMembersValidator() =>
        RuleFor(q => q.Sort).IsColumnOf(SegmentMemberItem.Order);
}

internal sealed class ListSegmentMembersHandler(LoanDb db)
    : IRequestHandler<ListSegmentMembers, Page<SegmentMemberItem>>,
        IRequestHandler<ExportSegmentMembers, Export<SegmentMemberItem>>
{
    private static readonly ListOrder<SegmentMemberItem> Order = SegmentMemberItem.Order;

    public async Task<Page<SegmentMemberItem>> Handle(
        ListSegmentMembers request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var (meta, total) = await Found(request.Id, request.Segmentation, cancellationToken);
        var question = $"members|{meta.Segmentation}|{request.Id}";
        var replaced = await db.LastReplace(cancellationToken);
        var after = Order.Position(request.Cursor, request.Sort, question, replaced);
        var limit = request.Limit ?? 100;
        var rows = await db.QueryText<SegmentMemberItem>(
            Order.Query(SqlFile.Query(nameof(ListSegmentMembers)), request.Sort, after),
            cancellationToken,
            [
                .. Segment(meta, request.Id),
                .. ListOrder<SegmentMemberItem>.Parameters(limit + 1, after),
            ]
        );
        var items = rows.Take(limit).ToArray();
        var next =
            rows.Count > limit ? Order.Cursor(items[^1], request.Sort, question, replaced) : null;
        return new(meta, total, items, next);
    }

    public async Task<Export<SegmentMemberItem>> Handle(
        ExportSegmentMembers request,
        CancellationToken cancellationToken
    )
    {
        var snapshot = await db.Snapshot(cancellationToken);
        var (meta, _) = await Found(request.Id, request.Segmentation, cancellationToken);
        var rows = db.StreamText<SegmentMemberItem>(
            snapshot,
            Order.Query(SqlFile.Query(nameof(ListSegmentMembers)), request.Sort, null),
            [.. Segment(meta, request.Id), .. ListOrder<SegmentMemberItem>.Parameters(null, null)],
            cancellationToken
        );
        return new(meta, rows);
    }

    /// <summary>What the list stands on, and its length; 404 where there is no such segment.</summary>
    private async Task<(Meta Meta, long Total)> Found(
        int segment,
        Guid? segmentation,
        CancellationToken cancellationToken
    )
    {
        var version = await db.CurrentVersion(cancellationToken);
        var meta = new LoanFilter().MetaOf(version, DefaultDefinition.Count) with
        {
            Segmentation = await db.FinishedSegmentation(segmentation, cancellationToken),
        };
        var total = await db.QueryFile<long>(
            "CountSegmentMembers",
            cancellationToken,
            Segment(meta, segment)
        );
        return total.Single() > 0
            ? (meta, total.Single())
            : throw ProblemException.NotFound($"segment {segment}");
    }

    private static NpgsqlParameter[] Segment(Meta meta, int segment) =>
        [new("segmentation_id", meta.Segmentation!.Value), new("segment", segment)];
}
