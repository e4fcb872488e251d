using System.Data;
using LoanAnalytics.Api.Data;
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
    )
    {
        // EF takes braces in raw SQL for placeholders.
        var text = sql.Replace("{", "{{", StringComparison.Ordinal)
            .Replace("}", "}}", StringComparison.Ordinal);
        return db.Database.SqlQueryRaw<TRow>(text, [.. parameters]).ToListAsync(cancellationToken);
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
    ) =>
        await db
            .DataVersions.AsNoTracking()
            .OrderByDescending(v => v.Version)
            .FirstOrDefaultAsync(cancellationToken)
        ?? throw ProblemException.NoData();
}
