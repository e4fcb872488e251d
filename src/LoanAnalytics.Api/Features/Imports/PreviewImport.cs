using System.Data;
using LoanAnalytics.Api.Infrastructure;
using MediatR;
using Npgsql;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>What an upload would become: its first rows as they are mapped, what would be refused, and why the whole would be.</summary>
internal sealed record PreviewImport(Upload Upload) : IRequest<ImportPreview>;

/// <summary>An extract as an import would take it; nothing of it is stored.</summary>
/// <param name="Profile">The mapping profile.</param>
/// <param name="Mode">replace or merge.</param>
/// <param name="Excerpt">The files are only the beginnings of larger ones.</param>
/// <param name="AsOf">Date of the data; null where it is not known, or not before the whole files are read.</param>
/// <param name="Currency">ISO 4217; null where the source does not say.</param>
/// <param name="Files">Every file of the upload.</param>
/// <param name="Tables">The canonical tables that come out of them; none where files are missing.</param>
/// <param name="Rejects">The first 50 rows that would be refused: those that cannot be read first, then by table and line.</param>
/// <param name="Findings">What must be seen in the files, such as columns that the profile does not read.</param>
/// <param name="Problems">What the import would be refused for; empty where nothing is known to stand against it.</param>
public sealed record ImportPreview(
    string Profile,
    ImportMode Mode,
    bool Excerpt,
    DateOnly? AsOf,
    string? Currency,
    IReadOnlyList<PreviewFile> Files,
    IReadOnlyList<PreviewTable> Tables,
    IReadOnlyList<RejectItem> Rejects,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<ImportProblem> Problems
);

/// <summary>A file of the upload: read = staged + malformed; all three are null of one that the profile does not read.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Bytes">Length of what was sent.</param>
/// <param name="Read">Records, without the header.</param>
/// <param name="Staged">Of them, those that could be read.</param>
/// <param name="Malformed">Of them, those that could not.</param>
/// <param name="Ignored">The profile does not read it.</param>
public sealed record PreviewFile(
    string Name,
    long Bytes,
    long? Read,
    long? Staged,
    long? Malformed,
    bool Ignored
);

/// <summary>A canonical table: mapped = accepted + rejected + repeated.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Mapped">Rows that the mapping gives.</param>
/// <param name="Accepted">Of them, those that would be loaded.</param>
/// <param name="Rejected">Of them, those that break a rule.</param>
/// <param name="Repeated">Of them, those that occur before, identical.</param>
/// <param name="Columns">The columns that the mapping gives, the lender's own attributes last.</param>
/// <param name="Rows">The first 20 rows.</param>
public sealed record PreviewTable(
    string Table,
    long Mapped,
    long Accepted,
    long Rejected,
    long Repeated,
    IReadOnlyList<string> Columns,
    IReadOnlyList<PreviewRow> Rows
);

/// <summary>A row as it is mapped.</summary>
/// <param name="File">The source file.</param>
/// <param name="Line">Number of the record in it, the header being 1.</param>
/// <param name="Cells">A text for each column of the table; null where there is no value.</param>
public sealed record PreviewRow(string File, long Line, IReadOnlyList<string?> Cells);

/// <summary>Why an import would be, or was, refused.</summary>
/// <param name="Type">Stable slug, as in the type of problem details.</param>
/// <param name="Title">What is wrong, in a few words that do not change.</param>
/// <param name="Detail">What is wrong this time, and what helps.</param>
public sealed record ImportProblem(string Type, string Title, string Detail)
{
    internal static ImportProblem Of(ProblemException problem) =>
        new(problem.Type, problem.Title, problem.Message);
}

internal sealed class PreviewImportHandler(NpgsqlDataSource database)
    : IRequestHandler<PreviewImport, ImportPreview>
{
    private const int RowsShown = 20;
    private const int RejectsShown = 50;

    public async Task<ImportPreview> Handle(
        PreviewImport request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await Preview(request.Upload, cancellationToken);
        }
        finally
        {
            request.Upload.Delete();
        }
    }

    private async Task<ImportPreview> Preview(Upload upload, CancellationToken cancellationToken)
    {
        var profile = Profile.Load(upload.Profile);
        var files = SourceFiles.In(upload.Folder, profile);
        var excerpt = upload.Excerpt == true;
        using var staging = await Staging.Of(
            files,
            await files.Digest(cancellationToken),
            profile,
            excerpt,
            null,
            cancellationToken
        );
        var mapped = new MappedTables(staging, profile, upload.AsOf, excerpt);
        List<Finding> findings = [.. Finding.Ignored(files)];
        var problems = new List<ImportProblem>();
        if (files.Lack is { } lack)
            problems.Add(ImportProblem.Of(lack));
        else if (upload.Mode == ImportMode.Replace)
            await Check(null, null);
        else
        {
            // The book and its keys as one version has them; nothing can be written.
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var snapshot = await connection.BeginTransactionAsync(
                IsolationLevel.RepeatableRead,
                cancellationToken
            );
            await connection.Run("set transaction read only", cancellationToken);
            var book = await ImportRecords.Current(connection, cancellationToken);
            await Check(book, book is null ? null : connection);
        }
        return new(
            profile.Name,
            upload.Mode,
            excerpt,
            mapped.AsOf,
            mapped.Currency ?? profile.Currency,
            [.. staging.Files.Select(Read), .. files.Ignored.Select(Ignored)],
            [.. mapped.Tables.Zip(mapped.Counts, Table)],
            [.. mapped.Rejects().Take(RejectsShown).Select(RejectItem.Of)],
            findings,
            problems
        );

        async Task Check(Book? book, NpgsqlConnection? connection)
        {
            mapped.Map(book, findings);
            await mapped.Check(connection, findings, null, cancellationToken);
            if (excerpt)
                return;
            if (mapped.AsOf is null)
                problems.Add(ImportProblem.Of(MappedTables.NoAsOf()));
            problems.AddRange(Importer.Refusals(mapped, upload.Expect, profile));
        }

        PreviewTable Table(CanonicalTable table, TableCounts counts) =>
            new(
                table.Name,
                counts.Mapped,
                counts.Accepted,
                counts.Rejected,
                counts.Repeated,
                mapped.Columns(table),
                mapped.First(table, RowsShown)
            );

        PreviewFile Ignored(string name) =>
            new(
                name,
                new FileInfo(Path.Combine(upload.Folder, name)).Length,
                null,
                null,
                null,
                true
            );
    }

    private static PreviewFile Read(StagedFile file) =>
        new(file.Name, file.Bytes, file.Read, file.Staged, file.Malformed, false);
}
