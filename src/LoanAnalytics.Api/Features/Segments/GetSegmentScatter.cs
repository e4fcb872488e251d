using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>A sample of members over two features: the same for the same segmentation, so that a picture does not change from one look to the next.</summary>
internal sealed record GetSegmentScatter(Guid? Segmentation, string X, string Y, int? Limit)
    : IRequest<Answer<SegmentScatter>>;

/// <summary>Members as points.</summary>
/// <param name="X">The feature along.</param>
/// <param name="Y">The feature up.</param>
/// <param name="Members">Members whom the book still has, of whom both are known.</param>
/// <param name="Points">All of them, or a sample.</param>
public sealed record SegmentScatter(
    string X,
    string Y,
    long Members,
    IReadOnlyList<ScatterPoint> Points
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Points);
}

/// <summary>A member as a point.</summary>
/// <param name="Segment">Number of the segment.</param>
/// <param name="CustomerId">The lender's key of the customer.</param>
/// <param name="X">Value of the feature along.</param>
/// <param name="Y">Value of the feature up.</param>
public sealed record ScatterPoint(int Segment, string CustomerId, double X, double Y);

internal sealed record ScatterRow(int Segment, string CustomerId, double X, double Y, long Members);

internal sealed class GetSegmentScatterValidator : AbstractValidator<GetSegmentScatter>
{
    public GetSegmentScatterValidator()
    {
        RuleFor(q => q.X).Must(Known).OverridePropertyName("x").WithMessage(Words);
        RuleFor(q => q.Y).Must(Known).OverridePropertyName("y").WithMessage(Words);
    }

    private static bool Known(string feature) =>
        GetSegmentScatterHandler.Numbers.Contains(feature)
        || feature.StartsWith("attribute:", StringComparison.Ordinal);

    private static string Words(GetSegmentScatter query, string feature) =>
        $"{Nearest.Quoted(feature)} is no number feature{Nearest.Hint(feature, GetSegmentScatterHandler.Numbers)}; known are {string.Join(", ", GetSegmentScatterHandler.Numbers)} and attribute:NAME.";
}

internal sealed class GetSegmentScatterHandler(LoanDb db)
    : IRequestHandler<GetSegmentScatter, Answer<SegmentScatter>>
{
    /// <summary>The numbers that every book has, which are columns of the members too.</summary>
    public static readonly string[] Numbers = ["age", "income", "tenure", "loans"];

    public async Task<Answer<SegmentScatter>> Handle(
        GetSegmentScatter request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var made = await db.FinishedSegmentation(request.Segmentation, cancellationToken);
        var sql = SqlFile
            .Query(nameof(GetSegmentScatter))
            .Replace("/*x*/", Column(request.X, "x"), StringComparison.Ordinal)
            .Replace("/*y*/", Column(request.Y, "y"), StringComparison.Ordinal);
        var rows = await db.QueryText<ScatterRow>(
            sql,
            cancellationToken,
            new NpgsqlParameter("segmentation_id", made.Record.SegmentationId),
            Name("x_attribute", request.X),
            Name("y_attribute", request.Y),
            new NpgsqlParameter("take", request.Limit ?? 1000)
        );
        return new(
            new LoanFilter().MetaOf(version, DefaultDefinition.Count) with
            {
                Segmentation = made.Record.SegmentationId,
            },
            new(
                request.X,
                request.Y,
                rows.Count == 0 ? 0 : rows[0].Members,
                [.. rows.Select(r => new ScatterPoint(r.Segment, r.CustomerId, r.X, r.Y))]
            )
        );
    }

    /// <summary>A column out of the closed list; the name of an attribute is a parameter.</summary>
    private static string Column(string feature, string axis) =>
        Numbers.Contains(feature)
            ? $"m.{feature}::double precision"
            : $"case jsonb_typeof(m.attributes -> @{axis}_attribute) when 'number' then (m.attributes ->> @{axis}_attribute)::double precision end";

    private static NpgsqlParameter Name(string name, string feature) =>
        new(name, NpgsqlDbType.Text) { Value = feature.Split(':', 2)[^1] };
}
