using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>One import: phase, progress, files, counts, totals and findings.</summary>
internal sealed record GetImport(Guid ImportId) : IRequest<ImportStatus>;

/// <summary>The imports, newest first.</summary>
internal sealed record ListImports(int? Limit, string? Cursor) : IRequest<Listing<ImportStatus>>;

/// <summary>How an import stands.</summary>
/// <param name="AsOf">Date of the data: what was given, and once published what was found; null where neither is known.</param>
/// <param name="State">queued, running, published, unchanged, refused, failed or cancelled.</param>
/// <param name="Phase">received, staging, waiting (for another import), validating, loading, publishing, done.</param>
/// <param name="Progress">A fraction 0..1.</param>
/// <param name="Version">The version it published, or that holds the same data already.</param>
/// <param name="Problem">Why it was refused, or ended otherwise: a stable slug.</param>
/// <param name="Title">The same in a few words that do not change.</param>
/// <param name="Detail">What was wrong this time, and what helps.</param>
/// <param name="Files">The files that it read.</param>
/// <param name="Rejects">Rows that it refused.</param>
/// <param name="RejectsByFile">The same for each file that has refused rows, and so a reject file to download.</param>
/// <param name="Result">Counts by table, control totals and findings, once published.</param>
public sealed record ImportStatus(
    Guid ImportId,
    string Profile,
    [property: AllowedValues("replace", "merge")] string Mode,
    DateOnly? AsOf,
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
    [property: AllowedValues(
        "received",
        "staging",
        "waiting",
        "validating",
        "loading",
        "publishing",
        "done"
    )]
        string Phase,
    double Progress,
    int? Version,
    DateTime CreatedAt,
    DateTime? EndedAt,
    string? Problem,
    string? Title,
    string? Detail,
    IReadOnlyList<ImportFileStatus> Files,
    long Rejects,
    IReadOnlyList<FileRejects> RejectsByFile,
    ImportResult? Result
);

/// <summary>How many rows of a file were refused.</summary>
public sealed record FileRejects(string File, long Rejects);

/// <summary>A file: read = staged + malformed; skipped are records that no canonical row names.</summary>
public sealed record ImportFileStatus(
    string Name,
    long Bytes,
    long Read,
    long Staged,
    long Malformed,
    long Skipped
);

internal sealed class GetImportHandler(
    LoanDb db,
    ImportRuns runs,
    NpgsqlDataSource database,
    TimeProvider clock
) : IRequestHandler<GetImport, ImportStatus>, IRequestHandler<ListImports, Listing<ImportStatus>>
{
    private const string List = "imports";

    public async Task<ImportStatus> Handle(
        GetImport request,
        CancellationToken cancellationToken
    ) =>
        (
            await Read(db.Imports.Where(i => i.ImportId == request.ImportId), cancellationToken)
        ).SingleOrDefault() ?? throw ProblemException.NotFound($"import {request.ImportId}");

    public async Task<Listing<ImportStatus>> Handle(
        ListImports request,
        CancellationToken cancellationToken
    )
    {
        var limit = request.Limit ?? 100;
        var imports = db.Imports.OrderByDescending(i => i.CreatedAt).ThenBy(i => i.ImportId);
        var page = SealedCursor.KeyOf(request.Cursor, List) is { } key
            ? After(imports, Guid.Parse(key))
            : imports;
        var found = await Read(page.Take(limit + 1), cancellationToken);
        ImportStatus[] items = [.. found.Take(limit)];
        return new(
            await db.MetaNow(cancellationToken),
            await db.Imports.LongCountAsync(cancellationToken),
            items,
            found.Count > limit ? SealedCursor.After(List, items[^1].ImportId.ToString()) : null
        );
    }

    private IQueryable<Import> After(IQueryable<Import> imports, Guid last) =>
        imports.Where(i =>
            db.Imports.Any(l =>
                l.ImportId == last
                && (
                    i.CreatedAt < l.CreatedAt
                    || i.CreatedAt == l.CreatedAt && i.ImportId.CompareTo(l.ImportId) > 0
                )
            )
        );

    private async Task<IReadOnlyList<ImportStatus>> Read(
        IQueryable<Import> imports,
        CancellationToken cancellationToken
    )
    {
        var list = await imports.AsNoTracking().ToListAsync(cancellationToken);
        // One that says it runs, and not here, may be left over from a process that was killed: whoever reads it finds out.
        if (list.Any(i => i.State == "running" && !runs.Holds(i.ImportId)))
        {
            await Liveness.EndInterrupted(
                database,
                LongWork.Imports,
                clock.GetUtcNow().UtcDateTime,
                cancellationToken
            );
            list = await imports.AsNoTracking().ToListAsync(cancellationToken);
        }
        var ids = list.Select(i => i.ImportId).ToArray();
        var files = await db
            .ImportFiles.Where(f => ids.Contains(f.ImportId))
            .OrderBy(f => f.Name)
            .ToListAsync(cancellationToken);
        var rejects = await db
            .ImportRejects.Where(r => ids.Contains(r.ImportId))
            .GroupBy(r => new { r.ImportId, r.File })
            .Select(g => new
            {
                g.Key.ImportId,
                Rejects = new FileRejects(g.Key.File, g.LongCount()),
            })
            .ToListAsync(cancellationToken);
        var byImport = rejects
            .OrderBy(r => r.Rejects.File, StringComparer.Ordinal)
            .ToLookup(r => r.ImportId, r => r.Rejects);
        return list.ConvertAll(i => new ImportStatus(
            i.ImportId,
            i.Profile,
            i.Mode,
            i.AsOf,
            i.State,
            i.Phase,
            i.Progress,
            i.Version,
            i.CreatedAt,
            i.EndedAt,
            i.Problem,
            i.Title,
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
            byImport[i.ImportId].Sum(r => r.Rejects),
            [.. byImport[i.ImportId]],
            i.Result?.Deserialize<ImportResult>(Json.Options)
        ));
    }
}
