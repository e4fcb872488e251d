using System.Data;
using System.Globalization;
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
)
{
    /// <summary>How they differ from those of before; null where either is unknown.</summary>
    internal ControlTotals Since(ControlTotals before) =>
        new(
            Loans - before.Loans,
            Principal - before.Principal,
            AmountPaid - before.AmountPaid,
            Outstanding - before.Outstanding
        );
}

/// <summary>Totals that the operator expects; what is null is not checked.</summary>
public sealed record ExpectedTotals(
    long? Loans,
    decimal? Principal,
    decimal? AmountPaid,
    decimal? Outstanding
)
{
    internal bool Agree(ControlTotals actual) => !Differences(actual).Any();

    /// <summary>What differs, with both sides, in words.</summary>
    internal string Against(ControlTotals actual) => string.Join("; ", Differences(actual));

    private IEnumerable<string> Differences(ControlTotals actual)
    {
        (string Name, decimal? Expected, decimal? Found)[] totals =
        [
            ("loans", Loans, actual.Loans),
            ("principal", Principal, actual.Principal),
            ("repaid", AmountPaid, actual.AmountPaid),
            ("outstanding", Outstanding, actual.Outstanding),
        ];
        return totals
            .Where(t => t.Expected is not null && t.Expected != t.Found)
            .Select(t => $"{t.Name}: expected {Written(t.Expected)}, found {Written(t.Found)}");

        static string Written(decimal? value) =>
            value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "unknown";
    }
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
/// <param name="ImportId">Its id.</param>
/// <param name="Folder">Where the files lie.</param>
/// <param name="Profile">How they are mapped.</param>
/// <param name="AsOf">Date of the data, where it is given.</param>
/// <param name="Mode">Replace or merge.</param>
/// <param name="Expect">Totals that the data must have.</param>
/// <param name="Digests">What is known of the files already; null where they are still to be read for it.</param>
internal sealed record ImportRequest(
    Guid ImportId,
    string Folder,
    string Profile,
    DateOnly? AsOf = null,
    ImportMode Mode = ImportMode.Replace,
    ExpectedTotals? Expect = null,
    IReadOnlyList<FileDigest>? Digests = null
);

/// <summary>How an import ended: published, or unchanged where the very same data are published already.</summary>
/// <param name="ImportId">The import that published the data.</param>
internal sealed record ImportOutcome(
    Guid ImportId,
    string State,
    int Version,
    DateOnly AsOf,
    IReadOnlyList<TableCounts> Tables,
    ControlTotals Totals,
    IReadOnlyList<Finding> Findings
);

/// <summary>Loads source files: staging, mapping, typed validation, binary COPY, and one transaction that publishes.</summary>
internal sealed class Importer(NpgsqlDataSource database, ImportLimits limits, TimeProvider clock)
{
    public async Task<ImportOutcome> Run(
        ImportRequest request,
        Action<string, double>? progress,
        CancellationToken cancellationToken
    )
    {
        var profile = await Profile.Find(database, request.Profile, cancellationToken);
        var files = SourceFiles.AllIn(request.Folder, profile);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            // It waits its turn, however long another import takes.
            await connection.Run("set lock_timeout = 0", cancellationToken);
            return await Run(request, profile, files, connection, progress, cancellationToken);
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
        SourceFiles files,
        NpgsqlConnection connection,
        Action<string, double>? progress,
        CancellationToken cancellationToken
    )
    {
        await Liveness.Hold(connection, request.ImportId, cancellationToken);
        await Liveness.EndInterrupted(
            connection,
            LongWork.Imports,
            request.ImportId,
            clock.GetUtcNow().UtcDateTime,
            cancellationToken
        );
        progress?.Invoke("staging", 0);
        var digests = request.Digests ?? await files.Digest(cancellationToken);
        var content = ImportContent.Of(digests, profile, request.Mode);
        if (await content.Published(connection, request.AsOf, cancellationToken) is { } same)
            return same;
        using var staging = await Staging.Of(
            files,
            digests,
            profile,
            excerpt: false,
            limits,
            done => progress?.Invoke("staging", 0.2 * done),
            cancellationToken
        );
        progress?.Invoke("waiting", 0.2);
        // Held from validation to the end: a merge must see the book that it merges into, so two imports take turns.
        await connection.Run(
            "select pg_advisory_lock($1)",
            cancellationToken,
            SqlQueries.PublishLock
        );
        var book = await ImportRecords.Current(connection, cancellationToken);
        List<Finding> findings = [.. Finding.Ignored(files)];
        var mapped = new MappedTables(staging, profile, request.AsOf);
        mapped.Map(request.Mode == ImportMode.Merge ? book : null, findings);
        if (mapped.AsOf is not { } asOf)
            throw MappedTables.NoAsOf();
        await mapped.Check(
            request.Mode == ImportMode.Merge && book is not null ? connection : null,
            findings,
            done => progress?.Invoke("validating", 0.2 + 0.2 * done),
            cancellationToken
        );
        await ImportRecords.SaveFiles(connection, request.ImportId, mapped, cancellationToken);
        if (
            Refusals(mapped, request.Expect, profile.RejectShareLimit ?? limits.RejectShare)
                .FirstOrDefault() is
            { } refused
        )
            throw new ProblemException(
                422,
                refused.Type,
                refused.Title,
                $"{refused.Detail} Nothing was published; the refused rows are kept."
            );
        // As-of comes out of the files here, so the same data may only now be known to be the same.
        if (await content.Published(connection, asOf, cancellationToken) is { } unchanged)
            return unchanged;
        return await new Publication(connection, request, profile, mapped, content, book).Publish(
            findings,
            clock.GetUtcNow().UtcDateTime,
            progress,
            cancellationToken
        );
    }

    /// <summary>Why nothing of these tables would be published: too many rows refused, or other totals than expected.</summary>
    public static IEnumerable<ImportProblem> Refusals(
        MappedTables mapped,
        ExpectedTotals? expect,
        double rejectShare
    )
    {
        var shares = mapped
            .Counts.Select(t => (Name: t.Table, Refused: t.Rejected, All: t.Mapped))
            .Concat(mapped.Staging.Files.Select(f => (f.Name, Refused: f.Malformed, All: f.Read)));
        foreach (var (name, refused, all) in shares)
            if (refused > rejectShare * all)
                yield return new(
                    "too-many-rejects",
                    "Too many rows are refused",
                    $"{name}: {refused} of {all} rows are refused, more than {rejectShare:P0}."
                );
        if (expect?.Agree(mapped.Totals) == false)
            yield return new(
                "control-totals-mismatch",
                "The totals are not those expected",
                $"{expect.Against(mapped.Totals)}."
            );
    }
}
