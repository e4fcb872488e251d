using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>The rows that an import refused, in the order of the files.</summary>
internal sealed record ListRejects(Guid ImportId) : IRequest<IReadOnlyList<RejectItem>>;

/// <summary>A refused row.</summary>
/// <param name="Line">Number of the record in its file, the header being 1.</param>
/// <param name="Row">The whole source row, its cells joined by commas.</param>
public sealed record RejectItem(
    string Table,
    string File,
    long Line,
    string? Column,
    string Rule,
    string? Value,
    string Message,
    string Row
);

internal sealed class ListRejectsHandler(LoanDb db)
    : IRequestHandler<ListRejects, IReadOnlyList<RejectItem>>
{
    public async Task<IReadOnlyList<RejectItem>> Handle(
        ListRejects request,
        CancellationToken cancellationToken
    )
    {
        if (!await db.Imports.AnyAsync(i => i.ImportId == request.ImportId, cancellationToken))
            throw ProblemException.NotFound($"import {request.ImportId}");
        return await db
            .ImportRejects.Where(r => r.ImportId == request.ImportId)
            .OrderBy(r => r.Seq)
            .Select(r => new RejectItem(
                r.Table,
                r.File,
                r.Line,
                r.Column,
                r.Rule,
                r.Value,
                r.Message,
                r.Row
            ))
            .ToListAsync(cancellationToken);
    }
}
