using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>One import: phase, progress, files, counts, totals and findings.</summary>
internal sealed record GetImport(Guid ImportId) : IRequest<ImportStatus>;

/// <summary>The imports, newest first; the last hundred.</summary>
internal sealed record ListImports : IRequest<IReadOnlyList<ImportStatus>>;

/// <summary>How an import stands.</summary>
/// <param name="State">queued, running, published, unchanged, refused, failed or cancelled.</param>
/// <param name="Phase">received, staging, validating, loading, publishing, done.</param>
/// <param name="Progress">A fraction 0..1.</param>
/// <param name="Version">The version it published, or that holds the same data already.</param>
/// <param name="Problem">Why it was refused: a stable slug.</param>
/// <param name="Result">Counts by table, control totals and findings, once published.</param>
public sealed record ImportStatus(
    Guid ImportId,
    string Profile,
    [property: AllowedValues("replace", "merge")] string Mode,
    [property: AllowedValues(
        "queued",
        "running",
        "published",
        "unchanged",
        "refused",
        "failed",
        "cancelled"
    )]
        string State,
    [property: AllowedValues("received", "staging", "validating", "loading", "publishing", "done")]
        string Phase,
    double Progress,
    int? Version,
    DateTime CreatedAt,
    DateTime? EndedAt,
    string? Problem,
    string? Detail,
    IReadOnlyList<ImportFileStatus> Files,
    long Rejects,
    ImportResult? Result
);

/// <summary>A file: read = staged + malformed; skipped are records that no canonical row names.</summary>
public sealed record ImportFileStatus(
    string Name,
    long Bytes,
    long Read,
    long Staged,
    long Malformed,
    long Skipped
);

internal sealed class GetImportHandler(LoanDb db)
    : IRequestHandler<GetImport, ImportStatus>,
        IRequestHandler<ListImports, IReadOnlyList<ImportStatus>>
{
    public async Task<ImportStatus> Handle(
        GetImport request,
        CancellationToken cancellationToken
    ) =>
        (
            await Read(db.Imports.Where(i => i.ImportId == request.ImportId), cancellationToken)
        ).SingleOrDefault() ?? throw ProblemException.NotFound($"import {request.ImportId}");

    public Task<IReadOnlyList<ImportStatus>> Handle(
        ListImports request,
        CancellationToken cancellationToken
    ) =>
        Read(
            db.Imports.OrderByDescending(i => i.CreatedAt).ThenBy(i => i.ImportId).Take(100),
            cancellationToken
        );

    private async Task<IReadOnlyList<ImportStatus>> Read(
        IQueryable<Import> imports,
        CancellationToken cancellationToken
    )
    {
        var list = await imports.AsNoTracking().ToListAsync(cancellationToken);
        var ids = list.Select(i => i.ImportId).ToArray();
        var files = await db
            .ImportFiles.Where(f => ids.Contains(f.ImportId))
            .OrderBy(f => f.Name)
            .ToListAsync(cancellationToken);
        var rejects = await db
            .ImportRejects.Where(r => ids.Contains(r.ImportId))
            .GroupBy(r => r.ImportId)
            .Select(g => new { g.Key, Count = g.LongCount() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return list.ConvertAll(i => new ImportStatus(
            i.ImportId,
            i.Profile,
            i.Mode,
            i.State,
            i.Phase,
            i.Progress,
            i.Version,
            i.CreatedAt,
            i.EndedAt,
            i.Problem,
            i.Detail,
            [
                .. files
                    .Where(f => f.ImportId == i.ImportId)
                    .Select(f => new ImportFileStatus(
                        f.Name,
                        f.Bytes,
                        f.Read,
                        f.Staged,
                        f.Malformed,
                        f.Skipped
                    )),
            ],
            rejects.GetValueOrDefault(i.ImportId),
            i.Result?.Deserialize<ImportResult>(Json.Options)
        ));
    }
}
