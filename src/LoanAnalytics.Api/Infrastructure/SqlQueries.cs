using System.Data;
using System.Runtime.CompilerServices;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Measures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Runs the SQL that stands beside a use case.</summary>
internal static class SqlQueries
{
    /// <summary>Reads rows with the query of the given name. Values are bound by name, never joined into the text.</summary>
    public static Task<List<TRow>> QueryFile<TRow>(
        this LoanDb db,
        string name,
        CancellationToken cancellationToken,
        params IEnumerable<NpgsqlParameter> parameters
    ) => db.QueryText<TRow>(SqlFile.Query(name), cancellationToken, parameters);

    /// <summary>The same for a text whose identifiers were put in from a closed enumeration.</summary>
    public static Task<List<TRow>> QueryText<TRow>(
        this LoanDb db,
        string sql,
        CancellationToken cancellationToken,
        params IEnumerable<NpgsqlParameter> parameters
    ) => db.Raw<TRow>(sql, parameters).ToListAsync(cancellationToken);

    /// <summary>The same row by row as the database gives them, in memory that does not grow with their number. The snapshot that the
    /// rows belong to ends with them.</summary>
    public static async IAsyncEnumerable<TRow> StreamText<TRow>(
        this LoanDb db,
        IDbContextTransaction snapshot,
        string sql,
        IReadOnlyList<NpgsqlParameter> parameters,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await using var ended = snapshot;
        await foreach (
            var row in db.Raw<TRow>(sql, parameters)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
            yield return row;
    }

    /// <summary>Hands over row by row within a transaction that goes on, of queries of tens of thousands of rows: EF takes several times as long
    /// for each.</summary>
    public static async Task ReadText(
        this LoanDb db,
        string sql,
        IEnumerable<NpgsqlParameter> parameters,
        Action<NpgsqlDataReader> row,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            sql,
            (NpgsqlConnection)db.Database.GetDbConnection()
        );
        command.Parameters.AddRange(parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            row(reader);
    }

    private static IQueryable<TRow> Raw<TRow>(
        this LoanDb db,
        string sql,
        IEnumerable<NpgsqlParameter> parameters
    )
    {
        // EF takes braces in raw SQL for placeholders.
        var text = sql.Replace("{", "{{", StringComparison.Ordinal)
            .Replace("}", "}}", StringComparison.Ordinal);
        return db.Database.SqlQueryRaw<TRow>(text, [.. parameters]);
    }

    /// <summary>Held by whoever changes what is published: an import, a newer schema, the publication of a segmentation or a model.</summary>
    public const long PublishLock = 4711;

    /// <summary>Takes that lock for the transaction at hand, without waiting for who has it.</summary>
    /// <param name="db">The database, in a transaction.</param>
    /// <param name="others">Who may have it, for the sentence.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException">409 publishing: someone else has it.</exception>
    public static async Task PublishAlone(
        this LoanDb db,
        string others,
        CancellationToken cancellationToken
    )
    {
        var isAlone = await db
            .Database.SqlQuery<bool>(
                $"select pg_try_advisory_xact_lock({PublishLock}) as \"Value\""
            )
            .SingleAsync(cancellationToken);
        if (!isAlone)
            throw new ProblemException(
                409,
                "publishing",
                "Something else is being published",
                $"{others} is being published; try again when it has ended."
            );
    }

    /// <summary>Runs one statement for as long as it takes, its values bound by position.</summary>
    public static async Task<int> Run(
        this NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken,
        params object[] values
    )
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The as-of date of the newest version, the one being published within its transaction.</summary>
    public static async Task<DateOnly> NewestAsOf(
        this NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "select as_of from data_versions order by version desc limit 1",
            connection
        );
        return (DateOnly)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>A transaction for an answer made of several statements: all of them see the same version.</summary>
    public static Task<IDbContextTransaction> Snapshot(
        this LoanDb db,
        CancellationToken cancellationToken
    ) => db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    /// <summary>The version that readers see now; 409 where nothing was ever published.</summary>
    public static async Task<DataVersion> CurrentVersion(
        this LoanDb db,
        CancellationToken cancellationToken
    ) => await db.NewestVersion(cancellationToken) ?? throw ProblemException.NoData();

    /// <summary>What is published now, for lists that do not rest on it; null before anything is.</summary>
    public static async Task<Meta?> MetaNow(this LoanDb db, CancellationToken cancellationToken) =>
        await db.NewestVersion(cancellationToken) is { } version
            ? new LoanFilter().MetaOf(version, DefaultDefinition.Count)
            : null;

    /// <summary>The row of the version that readers see now, to be changed.</summary>
    public static IQueryable<DataVersion> NewestVersions(this LoanDb db) =>
        db.DataVersions.Where(v => v.Version == db.DataVersions.Max(n => n.Version));

    private static Task<DataVersion?> NewestVersion(
        this LoanDb db,
        CancellationToken cancellationToken
    ) =>
        db
            .DataVersions.AsNoTracking()
            .OrderByDescending(v => v.Version)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>The import of the last replace: what was listed before it is no longer there, what was listed since still is.</summary>
    public static Task<Guid> LastReplace(this LoanDb db, CancellationToken cancellationToken) =>
        db
            .DataVersions.Where(v => v.Mode == "replace")
            .OrderByDescending(v => v.Version)
            .Select(v => v.ImportId)
            .FirstOrDefaultAsync(cancellationToken);
}
