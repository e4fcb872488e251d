using System.Globalization;
using System.Text.Json;
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
    bool Pseudonymous,
    string? Sort,
    int? Limit,
    string? Cursor
) : IRequest<Page<SegmentMemberItem>>;

/// <summary>All customers of a segment, for the table forms.</summary>
internal sealed record ExportSegmentMembers(
    int Id,
    Guid? Segmentation,
    bool Pseudonymous,
    string? Sort
) : IRequest<MemberExport>;

/// <summary>A member: features of the day on which the segment was made, or on which the customer came and was placed in it, and the distance to the centre.</summary>
/// <param name="Segment">Number of the segment.</param>
/// <param name="CustomerId">The lender's key, or its keyed hash.</param>
/// <param name="Distance">To the centre, in standardised space.</param>
/// <param name="Age">Completed years.</param>
/// <param name="Income">A year, in the portfolio's currency.</param>
/// <param name="Employment">Employment status.</param>
/// <param name="Gender">female, male, other or unknown.</param>
/// <param name="Tenure">Years from the first loan to the as-of date.</param>
/// <param name="Loans">Number of loans.</param>
/// <param name="Region">That of the latest loan.</param>
/// <param name="Previous">The customer's segment in the segmentation that was published before; null where there was none.</param>
/// <param name="Joined">Version of the data with which the customer came and was placed; null for those from whom the segment was made.</param>
/// <param name="Attributes">The lender's own attributes of the customer, by name.</param>
public sealed record SegmentMemberItem(
    int Segment,
    string CustomerId,
    double Distance,
    int? Age,
    decimal? Income,
    string Employment,
    string Gender,
    double Tenure,
    int Loans,
    string Region,
    int? Previous,
    int? Joined,
    IReadOnlyDictionary<string, JsonElement> Attributes
);

/// <summary>A member as the query reads it.</summary>
internal sealed record MemberRow(
    int Segment,
    string CustomerId,
    double Distance,
    int? Age,
    decimal? Income,
    string Employment,
    string Gender,
    double Tenure,
    int Loans,
    string Region,
    int? Previous,
    int? Joined,
    string? Attributes
)
{
    private static readonly ListColumn<MemberRow> Key = new(
        "customerId",
        "m.customer_id",
        "text",
        m => m.CustomerId
    );

    public static readonly ListOrder<MemberRow> Order = new(
        "distance",
        [Key],
        [
            new("distance", "m.distance", "double precision", m => m.Distance),
            Key,
            new("segment", "m.segment", "int", m => m.Segment),
            new("age", "m.age", "int", m => m.Age),
            new("income", "m.income", "numeric", m => m.Income),
            new("employment", "m.employment", "text", m => m.Employment),
            new("gender", "m.gender", "text", m => m.Gender),
            new("tenure", "m.tenure", "double precision", m => m.Tenure),
            new("loans", "m.loans", "int", m => m.Loans),
            new("region", "m.region", "text", m => m.Region),
            new("previous", "m.previous", "int", m => m.Previous),
            new("joined", "m.joined", "int", m => m.Joined),
        ]
    );

    public SegmentMemberItem Item(Pseudonyms.PseudonymKey? key) =>
        new(
            Segment,
            key is null ? CustomerId : key.Of(CustomerId),
            Distance,
            Age,
            Income,
            Employment,
            Gender,
            Tenure,
            Loans,
            Region,
            Previous,
            Joined,
            Attributes is null
                ? new Dictionary<string, JsonElement>()
                : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Attributes)!
        );
}

/// <summary>The members as a table: the lender's own attributes are columns, numbers as numbers.</summary>
internal sealed record MemberExport(Meta Meta, Table Table) : IAnswer;

internal sealed class ListSegmentMembersValidator : AbstractValidator<ListSegmentMembers>
{
    public ListSegmentMembersValidator()
    {
        RuleFor(q => q.Sort).IsColumnOf(MemberRow.Order);
        RuleFor(q => q.Sort).HidesCustomers(q => q.Pseudonymous);
    }
}

internal sealed class ExportSegmentMembersValidator : AbstractValidator<ExportSegmentMembers>
{
    public ExportSegmentMembersValidator()
    {
        RuleFor(q => q.Sort).IsColumnOf(MemberRow.Order);
        RuleFor(q => q.Sort).HidesCustomers(q => q.Pseudonymous);
    }
}

internal static class PseudonymRules
{
    /// <summary>The order of the ids says something of them.</summary>
    public static void HidesCustomers<T>(
        this IRuleBuilderInitial<T, string?> rule,
        Func<T, bool> pseudonymous
    ) =>
        rule.Must((q, s) => !pseudonymous(q) || s?.TrimStart('-') != "customerId")
            .WithMessage("sort=customerId does not go with pseudonymous=true.");
}

internal sealed class ListSegmentMembersHandler(LoanDb db, Pseudonyms pseudonyms)
    : IRequestHandler<ListSegmentMembers, Page<SegmentMemberItem>>,
        IRequestHandler<ExportSegmentMembers, MemberExport>
{
    private static readonly ListOrder<MemberRow> Order = MemberRow.Order;

    public async Task<Page<SegmentMemberItem>> Handle(
        ListSegmentMembers request,
        CancellationToken cancellationToken
    )
    {
        var key = await KeyOf(request.Pseudonymous, cancellationToken);
        await using var snapshot = await db.Snapshot(cancellationToken);
        var (_, meta, total) = await Found(request.Id, request.Segmentation, cancellationToken);
        var question = $"members|{meta.Segmentation}|{request.Id}";
        var replaced = await db.LastReplace(cancellationToken);
        var cursor = request.Cursor is { } c && key is not null ? key.Open(c) : request.Cursor;
        var after = Order.Position(cursor, request.Sort, question, replaced);
        var limit = request.Limit ?? 100;
        var rows = await db.QueryText<MemberRow>(
            Order.Query(SqlFile.Query(nameof(ListSegmentMembers)), request.Sort, after),
            cancellationToken,
            [.. Segment(meta, request.Id), .. ListOrder<MemberRow>.Parameters(limit + 1, after)]
        );
        var items = rows.Take(limit).ToArray();
        var next =
            rows.Count > limit ? Order.Cursor(items[^1], request.Sort, question, replaced) : null;
        return new(
            meta,
            total,
            [.. items.Select(m => m.Item(key))],
            next is not null && key is not null ? key.Seal(next) : next
        );
    }

    public async Task<MemberExport> Handle(
        ExportSegmentMembers request,
        CancellationToken cancellationToken
    )
    {
        var key = await KeyOf(request.Pseudonymous, cancellationToken);
        var snapshot = await db.Snapshot(cancellationToken);
        var (version, meta, _) = await Found(request.Id, request.Segmentation, cancellationToken);
        var rows = db.StreamText<MemberRow>(
            snapshot,
            Order.Query(SqlFile.Query(nameof(ListSegmentMembers)), request.Sort, null),
            [.. Segment(meta, request.Id), .. ListOrder<MemberRow>.Parameters(null, null)],
            cancellationToken
        );
        var table = Table.Stream(rows.Select(m => m.Item(key)), ("attributes", []));
        return new(meta, table with { Columns = [.. table.Columns, .. Own(version)] });
    }

    private async Task<Pseudonyms.PseudonymKey?> KeyOf(
        bool pseudonymous,
        CancellationToken cancellationToken
    ) => pseudonymous ? await pseudonyms.Key(cancellationToken) : null;

    /// <summary>What the list stands on, and its length; 404 where there is no such segment.</summary>
    private async Task<(DataVersion Version, Meta Meta, long Total)> Found(
        int segment,
        Guid? segmentation,
        CancellationToken cancellationToken
    )
    {
        var version = await db.CurrentVersion(cancellationToken);
        var made = await db.FinishedSegmentation(segmentation, cancellationToken);
        if (made.Model.Segments.All(s => s.Id != segment))
            throw ProblemException.NotFound($"segment {segment}");
        var meta = new LoanFilter().MetaOf(version, DefaultDefinition.Count) with
        {
            Segmentation = made.Record.SegmentationId,
        };
        var total = await db.QueryFile<long>(
            "CountSegmentMembers",
            cancellationToken,
            Segment(meta, segment)
        );
        return (version, meta, total.Single());
    }

    private static NpgsqlParameter[] Segment(Meta meta, int segment) =>
        [new("segmentation_id", meta.Segmentation!.Value), new("segment", segment)];

    /// <summary>The lender's own attributes of customers as columns.</summary>
    private static IEnumerable<TableColumn> Own(DataVersion version) =>
        version
            .Attributes.RootElement.EnumerateArray()
            .Where(a => a.GetProperty("table").GetString() == "customers")
            .Select(a =>
                (Name: a.GetProperty("name").GetString()!, Type: a.GetProperty("type").GetString())
            )
            .Select(a =>
                a.Type == "number"
                    ? new TableColumn(
                        $"attributes.{a.Name}",
                        typeof(double),
                        m => Number(((SegmentMemberItem)m).Attributes, a.Name)
                    )
                    : new TableColumn(
                        $"attributes.{a.Name}",
                        typeof(string),
                        m => Word(((SegmentMemberItem)m).Attributes, a.Name)
                    )
            );

    private static string? Word(IReadOnlyDictionary<string, JsonElement> own, string name) =>
        own.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value.ToString()
            : null;

    private static double? Number(IReadOnlyDictionary<string, JsonElement> own, string name) =>
        double.TryParse(
            Word(own, name),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
}
