using System.Data;
using DuckDB.NET.Data;
using LoanAnalytics.Api.Infrastructure;
using MediatR;
using Npgsql;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>What an upload would become: its first rows as they are mapped, what would be refused, and why the whole would be.</summary>
internal sealed record PreviewImport(Upload Upload) : IRequest<ImportPreview>;

/// <summary>An extract as an import would take it; nothing of it is stored.</summary>
/// <param name="Profile">The mapping profile; null where none was given and the files are not of our own format.</param>
/// <param name="Mode">replace or merge.</param>
/// <param name="Excerpt">The files are only the beginnings of larger ones.</param>
/// <param name="AsOf">Date of the data; null where it is not known, or not before the whole files are read.</param>
/// <param name="Currency">ISO 4217; null where the source does not say.</param>
/// <param name="Files">Every file of the upload.</param>
/// <param name="Tables">The canonical tables that come out of them; none where files are missing.</param>
/// <param name="Rejects">The first 50 rows that would be refused: those that cannot be read first, then by table and line.</param>
/// <param name="Findings">What must be seen in the files, such as columns that the profile does not read.</param>
/// <param name="Problems">What the import would be refused for; empty where nothing is known to stand against it.</param>
/// <param name="Matching">Where no profile was given: which column may be what, and the profile that would result, by which the tables here are mapped; else null.</param>
public sealed record ImportPreview(
    string? Profile,
    ImportMode Mode,
    bool Excerpt,
    DateOnly? AsOf,
    string? Currency,
    IReadOnlyList<PreviewFile> Files,
    IReadOnlyList<PreviewTable> Tables,
    IReadOnlyList<RejectItem> Rejects,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<ImportProblem> Problems,
    ImportMatching? Matching
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

internal sealed class PreviewImportHandler(NpgsqlDataSource database, ImportLimits limits)
    : IRequestHandler<PreviewImport, ImportPreview>
{
    private const int RowsShown = 20;
    private const int RejectsShown = 50;

    public async Task<ImportPreview> Handle(
        PreviewImport request,
        CancellationToken cancellationToken
    )
    {
        var upload = request.Upload;
        try
        {
            if (upload.Profile is { } name)
                return await Preview(
                    upload,
                    await Profile.Find(database, name, cancellationToken),
                    upload.Excerpt == true,
                    null,
                    cancellationToken
                );
            if (await IsCanonical(upload, cancellationToken))
                return await Preview(
                    upload,
                    Profile.Load(Profile.Canonical),
                    upload.Excerpt == true,
                    null,
                    cancellationToken
                );
            var (matching, isCut) = await Match(upload, cancellationToken);
            return await Preview(
                upload,
                Profile.Saved("", matching.Profile.Yaml()),
                isCut || upload.Excerpt == true,
                matching,
                cancellationToken
            );
        }
        // Files that nobody knows may hold what no check of ours foresaw.
        catch (DuckDBException e)
            when (!cancellationToken.IsCancellationRequested && !DiskFull.Is(e))
        {
            throw new ProblemException(
                422,
                "not-readable",
                "The files cannot be read",
                $"They are not as they seem: {e.Message.Split('\n')[0]}"
            );
        }
        finally
        {
            upload.Delete();
        }
    }

    /// <summary>The files are named like our tables, and have the columns that these need.</summary>
    private async Task<bool> IsCanonical(Upload upload, CancellationToken cancellationToken)
    {
        if (upload.Choices.Count > 0)
            return false;
        var reads = Profile.Load(Profile.Canonical).Reads;
        var isOne = false;
        foreach (var path in Directory.GetFiles(upload.Folder))
        {
            if (!reads.Contains(Path.GetFileName(path)))
                continue;
            if (path.EndsWith(".parquet", StringComparison.Ordinal))
                return true;
            var sample = await TapeSample.Of(path, limits, cancellationToken);
            var table = CanonicalTable.Of(Path.GetFileNameWithoutExtension(path))!;
            if (table.Columns.Any(c => c.Required && !sample.Columns.Contains(c.Name)))
                return false;
            isOne = true;
        }
        return isOne;
    }

    /// <summary>Looks at the beginnings of the files, and cuts off what is behind them: more is not needed to show how they would be read.</summary>
    private async Task<(ImportMatching Matching, bool IsCut)> Match(
        Upload upload,
        CancellationToken cancellationToken
    )
    {
        var samples = new List<TapeSample>();
        var isCut = false;
        foreach (var path in Directory.GetFiles(upload.Folder).Order(StringComparer.Ordinal))
        {
            samples.Add(await TapeSample.Of(path, limits, cancellationToken));
            isCut |= TapeSample.Cut(path, samples[^1].Encoding);
        }
        var saved = await Profile.AllSaved(database, cancellationToken);
        return (
            new ProfileComposer(
                new TapeMatcher(samples, upload.Choices, EarlierChoices.Of(saved)).Match()
            ).Matching(),
            isCut
        );
    }

    private async Task<ImportPreview> Preview(
        Upload upload,
        Profile profile,
        bool excerpt,
        ImportMatching? matching,
        CancellationToken cancellationToken
    )
    {
        if (matching?.Profile.Tables.Count == 0)
            return Unmatched(upload, matching, excerpt, Lacks(matching));
        if (matching is not null && LaidOut(matching).Distinct().Count() > 1)
            return Unmatched(
                upload,
                matching,
                excerpt,
                new(
                    "schema-mismatch",
                    "The files are laid out differently",
                    "A profile reads all of its files with one encoding and as many lines above and of the header: make a profile of each, and load them one after the other as merges, customers before loans."
                )
            );
        var files = SourceFiles.In(upload.Folder, profile);
        using var staging = await Staging.Of(
            files,
            await files.Digest(cancellationToken),
            profile,
            excerpt,
            limits,
            null,
            cancellationToken
        );
        var mapped = new MappedTables(staging, profile, upload.AsOf, excerpt);
        List<Finding> findings = [.. Finding.Ignored(files)];
        var problems = new List<ImportProblem>();
        if (files.Lack is { } lack)
            problems.Add(ImportProblem.Of(lack));
        else if (matching?.Missing.Count > 0)
            problems.Add(Lacks(matching));
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
            matching is null ? profile.Name : null,
            upload.Mode,
            excerpt,
            mapped.AsOf,
            mapped.Currency ?? profile.Currency,
            [.. staging.Files.Select(Read), .. files.Ignored.Select(Ignored)],
            [.. mapped.Tables.Zip(mapped.Counts, Table)],
            [.. mapped.Rejects().Take(RejectsShown).Select(RejectItem.Of)],
            findings,
            problems,
            matching
        );

        async Task Check(Book? book, NpgsqlConnection? connection)
        {
            mapped.Map(book, findings);
            await mapped.Check(connection, findings, null, cancellationToken);
            if (excerpt)
                return;
            if (mapped.AsOf is null)
                problems.Add(ImportProblem.Of(MappedTables.NoAsOf()));
            problems.AddRange(
                Importer.Refusals(
                    mapped,
                    upload.Expect,
                    profile.RejectShareLimit ?? limits.RejectShare
                )
            );
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

    private static IEnumerable<(string, int, int)> LaidOut(ImportMatching matching) =>
        matching.Files.Select(f => (f.Encoding, f.SkipLines, f.HeaderLines));

    private static ImportProblem Lacks(ImportMatching matching) =>
        new(
            "schema-mismatch",
            "A column is missing",
            $"No column was found for {string.Join(", ", matching.Missing.Select(m => m.Field))}."
        );

    /// <summary>The files cannot be read yet: there is no table to show.</summary>
    private static ImportPreview Unmatched(
        Upload upload,
        ImportMatching matching,
        bool excerpt,
        ImportProblem problem
    ) =>
        new(
            null,
            upload.Mode,
            excerpt,
            upload.AsOf,
            null,
            [
                .. matching.Files.Select(f => new PreviewFile(
                    f.Name,
                    new FileInfo(Path.Combine(upload.Folder, f.Name)).Length,
                    null,
                    null,
                    null,
                    true
                )),
            ],
            [],
            [],
            [],
            [problem],
            matching
        );

    private static PreviewFile Read(StagedFile file) =>
        new(file.Name, file.Bytes, file.Read, file.Staged, file.Malformed, false);
}
