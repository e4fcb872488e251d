using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>What a segment of the published segmentation, or of the one named, is called.</summary>
internal sealed record GetSegmentName(int Id, Guid? Segmentation) : IRequest<SegmentNaming>;

/// <summary>Gives a segment another name. Who names it must have seen the name that it has: nothing overwrites another's change.</summary>
internal sealed record RenameSegment(int Id, Guid? Segmentation, string? IfMatch, NewName Body)
    : IRequest<SegmentNaming>;

/// <summary>A new name.</summary>
/// <param name="Name">1 to 100 characters.</param>
public sealed record NewName(string Name);

/// <summary>The name of a segment.</summary>
/// <param name="Segment">Its number.</param>
/// <param name="SegmentationId">The segmentation that it belongs to.</param>
/// <param name="Name">What it is called.</param>
/// <param name="GeneratedName">What sets it apart, in plain words.</param>
/// <param name="NameTag">The ETag of this name.</param>
public sealed record SegmentNaming(
    int Segment,
    Guid SegmentationId,
    string Name,
    string GeneratedName,
    string NameTag
)
{
    internal static SegmentNaming Of(SegmentName name) =>
        new(
            name.Segment,
            name.SegmentationId,
            name.Name,
            name.GeneratedName,
            Segments.NameTag.Of(name)
        );
}

internal static class NameTag
{
    public static string Of(SegmentName name) =>
        $"\"{name.SegmentationId:N}-{name.Segment}-{name.Revision}\"";
}

internal sealed class RenameSegmentValidator : AbstractValidator<RenameSegment>
{
    public RenameSegmentValidator() =>
        RuleFor(r => r.Body.Name)
            .Must(n => n is { Length: <= 100 } && n.Trim().Length > 0 && !n.Any(char.IsControl))
            .OverridePropertyName("name")
            .WithMessage("name is 1 to 100 characters, none of them a control character.");
}

internal sealed class RenameSegmentHandler(LoanDb db)
    : IRequestHandler<GetSegmentName, SegmentNaming>,
        IRequestHandler<RenameSegment, SegmentNaming>
{
    public async Task<SegmentNaming> Handle(
        GetSegmentName request,
        CancellationToken cancellationToken
    ) => SegmentNaming.Of(await Find(request.Id, request.Segmentation, cancellationToken));

    public async Task<SegmentNaming> Handle(
        RenameSegment request,
        CancellationToken cancellationToken
    )
    {
        IfMatch.Require(request.IfMatch, "name");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var name = await Find(request.Id, request.Segmentation, cancellationToken);
        var (id, segment, revision) = (name.SegmentationId, name.Segment, name.Revision);
        var changed = IfMatch.Holds(request.IfMatch, NameTag.Of(name))
            ? await db
                .SegmentNames.Where(n =>
                    n.SegmentationId == id && n.Segment == segment && n.Revision == revision
                )
                .ExecuteUpdateAsync(
                    n =>
                        n.SetProperty(x => x.Name, request.Body.Name.Trim())
                            .SetProperty(x => x.Revision, x => x.Revision + 1),
                    cancellationToken
                )
            : 0;
        if (changed == 0)
            throw IfMatch.Changed(
                $"The segment is called '{name.Name}' now. Look at it again, and name it anew if need be."
            );
        await db.NewestVersions()
            .ExecuteUpdateAsync(
                v => v.SetProperty(x => x.SegmentsRevision, x => x.SegmentsRevision + 1),
                cancellationToken
            );
        await transaction.CommitAsync(cancellationToken);
        return SegmentNaming.Of(await Find(request.Id, id, cancellationToken));
    }

    private async Task<SegmentName> Find(
        int segment,
        Guid? segmentation,
        CancellationToken cancellationToken
    )
    {
        var made = await db.FinishedSegmentation(segmentation, cancellationToken);
        return await db
                .SegmentNames.AsNoTracking()
                .SingleOrDefaultAsync(
                    n => n.SegmentationId == made.Record.SegmentationId && n.Segment == segment,
                    cancellationToken
                )
            ?? throw ProblemException.NotFound($"segment {segment}");
    }
}
