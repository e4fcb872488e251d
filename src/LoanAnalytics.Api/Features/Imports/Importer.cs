using System.Data;
using System.Text.Json;
using LoanAnalytics.Api.Infrastructure;
using Npgsql;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Replace takes the whole portfolio's place; merge upserts by key.</summary>
public enum ImportMode
{
    Replace,
    Merge,
}

/// <summary>Counts and sums of the accepted loans.</summary>
public sealed record ControlTotals(
    long Loans,
    decimal Principal,
    decimal? AmountPaid,
    decimal? Outstanding
);

/// <summary>Totals that the operator expects; what is null is not checked.</summary>
public sealed record ExpectedTotals(
    long? Loans,
    decimal? Principal,
    decimal? AmountPaid,
    decimal? Outstanding
)
{
    internal bool Agree(ControlTotals actual) =>
        (Loans ?? actual.Loans) == actual.Loans
        && (Principal ?? actual.Principal) == actual.Principal
        && (AmountPaid is null || AmountPaid == actual.AmountPaid)
        && (Outstanding is null || Outstanding == actual.Outstanding);
}

/// <summary>rows the mapping gives = accepted + rejected + repeated.</summary>
public sealed record TableCounts(
    string Table,
    long Mapped,
    long Accepted,
    long Rejected,
    long Repeated
);

/// <summary>What to load, and how.</summary>
internal sealed record ImportRequest(
    Guid ImportId,
    string Folder,
    string Profile,
    DateOnly? AsOf = null,
    ImportMode Mode = ImportMode.Replace,
    ExpectedTotals? Expect = null
);

/// <summary>How an import ended: published, or unchanged where the very same data are published already.</summary>
/// <param name="ImportId">The import that published the data.</param>
internal sealed record ImportOutcome(
    Guid ImportId,
    string State,
    int Version,
    IReadOnlyList<TableCounts> Tables,
    ControlTotals Totals,
    IReadOnlyList<Finding> Findings
);

/// <summary>Loads source files: staging, mapping, typed validation, binary COPY, and one transaction that publishes.</summary>
internal sealed class Importer(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Held from validation to the end: a merge must see the book that it merges into, so two imports take turns.</summary>
    private const long PublishLock = 4711;

    public async Task<ImportOutcome> Run(
        ImportRequest request,
        Action<string, double>? progress,
        CancellationToken cancellationToken
    )
    {
        var profile = Profile.Load(request.Profile);
        var paths = Sources(request.Folder, profile);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            return await Run(request, profile, paths, connection, progress, cancellationToken);
        }
        finally
        {
            // A pooled connection keeps its session, and so its locks, until someone else takes it.
            if (connection.State == ConnectionState.Open)
                await connection.Run("select pg_advisory_unlock_all()", CancellationToken.None);
        }
    }

    private async Task<ImportOutcome> Run(
        ImportRequest request,
        Profile profile,
        string[] paths,
        NpgsqlConnection connection,
        Action<string, double>? progress,
        CancellationToken cancellationToken
    )
    {
        await ImportRecords.HoldAlive(connection, request.ImportId, cancellationToken);
        await ImportRecords.EndInterrupted(
            connection,
            request.ImportId,
            clock.GetUtcNow().UtcDateTime,
            cancellationToken
        );
        var digests = new List<FileDigest>();
        progress?.Invoke("staging", 0);
        foreach (var path in paths)
            digests.Add(await Staging.Digest(path, cancellationToken));
        var content = ImportContent.Of(digests, profile, request.Mode);
        if (await content.Published(connection, request.AsOf, cancellationToken) is { } same)
            return same;
        using var staging = new Staging(cancellationToken);
        foreach (var (i, path) in paths.Index())
        {
            await staging.Add(path, digests[i], profile.Delimiter, profile.Encoding);
            progress?.Invoke("staging", 0.2 * (i + 1) / paths.Length);
        }
        staging.Lock();
        progress?.Invoke("waiting", 0.2);
        await connection.Run("select pg_advisory_lock($1)", cancellationToken, PublishLock);
        var findings = Ignored(request.Folder, paths);
        var book = await ImportRecords.Current(connection, cancellationToken);
        var mapped = new MappedTables(staging, profile, request.AsOf);
        await mapped.Map(
            request.Mode == ImportMode.Merge ? book : null,
            connection,
            findings,
            done => progress?.Invoke("validating", 0.2 + 0.2 * done),
            cancellationToken
        );
        await ImportRecords.SaveFiles(connection, request.ImportId, mapped, cancellationToken);
        Refuse(mapped, request, profile);
        // As-of comes out of the files here, so the same data may only now be known to be the same.
        if (await content.Published(connection, mapped.AsOf, cancellationToken) is { } unchanged)
            return unchanged;
        return await new Publication(connection, request, profile, mapped, content, book).Publish(
            findings,
            clock.GetUtcNow().UtcDateTime,
            progress,
            cancellationToken
        );
    }

    /// <summary>The files of the folder that the profile reads; 422 where one is missing.</summary>
    public static string[] Sources(string folder, Profile profile)
    {
        if (!Directory.Exists(folder))
            throw new ProblemException(
                422,
                "no-files",
                "No such folder",
                $"There is no folder {Path.GetFileName(folder)}."
            );
        var wanted = profile.Reads;
        var missing = wanted.Where(f => !File.Exists(Path.Combine(folder, f))).ToArray();
        var found = wanted.Except(missing).Select(f => Path.Combine(folder, f)).ToArray();
        if (found.Length == 0 || missing.Length > 0 && !profile.IsCanonical)
            throw new ProblemException(
                422,
                "no-files",
                "Files are missing",
                $"The profile '{profile.Name}' reads {string.Join(", ", wanted)}; missing: {string.Join(", ", missing)}."
            );
        if (
            found.GroupBy(Path.GetFileNameWithoutExtension).FirstOrDefault(g => g.Count() > 1) is
            { } twice
        )
            throw new ProblemException(
                422,
                "schema-mismatch",
                "A table comes twice",
                $"There is both {string.Join(" and ", twice.Select(Path.GetFileName))}; give one of them."
            );
        return found;
    }

    /// <summary>Files that lie beside those that are read.</summary>
    private static List<Finding> Ignored(string folder, string[] paths)
    {
        string[] others =
        [
            .. Directory
                .GetFiles(folder)
                .Except(paths)
                .Select(f => Path.GetFileName(f))
                .Order(StringComparer.Ordinal),
        ];
        return others.Length == 0
            ? []
            :
            [
                new(
                    "ignored-files",
                    "Files that the profile does not read",
                    others.Length,
                    null,
                    [.. others.Take(100)]
                ),
            ];
    }

    private static void Refuse(MappedTables mapped, ImportRequest request, Profile profile)
    {
        var shares = mapped
            .Counts.Select(t => (Name: t.Table, Refused: t.Rejected, All: t.Mapped))
            .Concat(mapped.Staging.Files.Select(f => (f.Name, Refused: f.Malformed, All: f.Read)));
        foreach (var (name, refused, all) in shares)
            if (refused > profile.RejectShareLimit * all)
                throw new ProblemException(
                    422,
                    "too-many-rejects",
                    "Too many rows are refused",
                    $"{name}: {refused} of {all} rows are refused, more than {profile.RejectShareLimit:P0}. Nothing was published; the refused rows are kept."
                );
        if (request.Expect?.Agree(mapped.Totals) == false)
            throw new ProblemException(
                422,
                "control-totals-mismatch",
                "The totals are not those expected",
                $"Expected {JsonSerializer.Serialize(request.Expect, Json.Options)}, found {JsonSerializer.Serialize(mapped.Totals, Json.Options)}. Nothing was published."
            );
    }
}
