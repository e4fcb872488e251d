using System.Globalization;
using System.Text;
using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>The rows that an import refused: those that could not be read first, then by table and line.</summary>
internal sealed record ListRejects(Guid ImportId, string? File, int? Limit, string? Cursor)
    : IRequest<Listing<RejectItem>>;

/// <summary>The refused rows of one source file in its own columns and dialect, with five columns that say what is wrong: to be corrected and loaded again as a merge.</summary>
internal sealed record DownloadRejects(Guid ImportId, string File) : IRequest<RejectFile>;

/// <summary>A refused row.</summary>
/// <param name="Table">The canonical table; empty where the record could not be read.</param>
/// <param name="Line">Number of the record in its file, the header being 1.</param>
/// <param name="Row">The whole source record in its file's own dialect.</param>
public sealed record RejectItem(
    string Table,
    string File,
    long Line,
    string? Column,
    string Rule,
    string? Value,
    string Message,
    string Row
)
{
    internal static RejectItem Of(Reject r) =>
        new(r.Table, r.File, r.Line, r.Column, r.Rule, r.Value, r.Message, r.Row);
}

/// <summary>A file to download, written as it is read.</summary>
internal sealed record RejectFile(string Name, Encoding Encoding, IAsyncEnumerable<string> Lines);

internal sealed class ListRejectsValidator : AbstractValidator<ListRejects>
{
    public ListRejectsValidator() =>
        RuleFor(q => q.Limit).InclusiveBetween(1, 1000).WithMessage("limit is 1 to 1000.");
}

internal sealed class ListRejectsHandler(LoanDb db)
    : IRequestHandler<ListRejects, Listing<RejectItem>>,
        IRequestHandler<DownloadRejects, RejectFile>
{
    public async Task<Listing<RejectItem>> Handle(
        ListRejects request,
        CancellationToken cancellationToken
    )
    {
        if (!await db.Imports.AnyAsync(i => i.ImportId == request.ImportId, cancellationToken))
            throw ProblemException.NotFound($"import {request.ImportId}");
        var all = db.ImportRejects.Where(r =>
            r.ImportId == request.ImportId && (request.File == null || r.File == request.File)
        );
        var list = $"rejects of {request.ImportId}, {request.File}";
        var after = long.Parse(
            SealedCursor.KeyOf(request.Cursor, list) ?? "0",
            CultureInfo.InvariantCulture
        );
        var limit = request.Limit ?? 100;
        var page = await all.Where(r => r.Seq > after)
            .OrderBy(r => r.Seq)
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        var items = page.Take(limit)
            .Select(r => new RejectItem(
                r.Table,
                r.File,
                r.Line,
                r.Column,
                r.Rule,
                r.Value,
                r.Message,
                r.Row
            ));
        var next = page.Count > limit ? page[limit - 1].Seq : (long?)null;
        return new(
            await db.MetaNow(cancellationToken),
            await all.LongCountAsync(cancellationToken),
            [.. items],
            next is { } last
                ? SealedCursor.After(list, last.ToString(CultureInfo.InvariantCulture))
                : null
        );
    }

    public async Task<RejectFile> Handle(
        DownloadRejects request,
        CancellationToken cancellationToken
    )
    {
        var import = await db.Imports.FindAsync([request.ImportId], cancellationToken);
        var file = await db.ImportFiles.FindAsync(
            [request.ImportId, request.File],
            cancellationToken
        );
        if (import is null || file is null)
            throw ProblemException.NotFound($"file {request.File} in import {request.ImportId}");
        var profile = await ProfileOf(import.Profile, cancellationToken);
        return new(
            $"rejects-{Path.GetFileNameWithoutExtension(file.Name)}.csv",
            profile is null ? Encoding.UTF8 : Staging.EncodingOf(profile.Encoding),
            Lines(file, import.ImportId, profile is null ? 0 : profile.LinesAbove)
        );
    }

    /// <summary>The profile, as it is now, that the corrected file will be loaded with; null where it is gone.</summary>
    private async Task<Profile?> ProfileOf(string name, CancellationToken cancellationToken) =>
        Profile.IsInstalled(name) ? Profile.Load(name)
        : await db.Profiles.FindAsync([name], cancellationToken) is { } saved
            ? Profile.Saved(name, saved.Content)
        : null;

    private async IAsyncEnumerable<string> Lines(ImportFile file, Guid importId, int linesAbove)
    {
        var delimiter = file.Delimiter.Length == 0 ? ',' : file.Delimiter[0];
        // The profile looks for the names so far down.
        for (var i = 0; i < linesAbove; i++)
            yield return "";
        yield return Line(file.Columns.Concat(Mapping.RejectColumns));
        var rows = db
            .ImportRejects.AsNoTracking()
            .Where(r => r.ImportId == importId && r.File == file.Name)
            .OrderBy(r => r.Line)
            .ThenBy(r => r.Seq)
            .AsAsyncEnumerable();
        // A source row can be refused by two tables; it is to be corrected once.
        long last = 0;
        await foreach (var r in rows)
        {
            if (r.Line == last)
                continue;
            last = r.Line;
            var missing = file.Columns.Length - Staging.Split(r.Row, delimiter).Length;
            string[] why =
            [
                r.Line.ToString(CultureInfo.InvariantCulture),
                r.Column ?? "",
                r.Rule,
                r.Value ?? "",
                r.Message,
            ];
            yield return r.Row + new string(delimiter, Math.Max(0, missing) + 1) + Line(why);
        }

        string Line(IEnumerable<string> cells) =>
            string.Join(delimiter, cells.Select(c => TableWriter.Quoted(c, delimiter)));
    }
}
