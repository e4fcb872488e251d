using LoanAnalytics.Api.Infrastructure;
using Npgsql;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Loans that a version has and the one before had not, those that are gone, and those whose own record is another.</summary>
public sealed record LoanChanges(long Added, long Gone, long Changed);

/// <summary>The book as it was before a publish, kept in the publishing transaction to be held beside what it becomes.</summary>
internal static class BookBefore
{
    /// <summary>Keeps all that a replace takes away; a merge takes nothing away, and keeps loans as it comes to them.</summary>
    public static Task Keep(
        NpgsqlConnection connection,
        ImportMode mode,
        CancellationToken cancellationToken
    ) =>
        connection.Run(
            mode == ImportMode.Replace
                ? """
                create temp table loans_before on commit drop as table loans;
                create temp table customers_before on commit drop as select customer_id from customers;
                create temp table branches_before on commit drop as select branch_id from branches;
                create temp table named_loans (customer_id text, loan_id text) on commit drop;
                analyze loans_before;
                """
                : """
                create temp table loans_before (like loans) on commit drop;
                create temp table named_loans (customer_id text, loan_id text) on commit drop;
                """,
            cancellationToken
        );

    /// <summary>Keeps the loans that a merge is about to change: those that the temporary table given names.</summary>
    public static Task KeepNamed(
        NpgsqlConnection connection,
        string merged,
        CancellationToken cancellationToken
    ) =>
        connection.Run(
            $"""
            create temp table about_to_change on commit drop as select customer_id, loan_id from {merged} except table named_loans;
            insert into loans_before select l.* from loans l where (customer_id, loan_id) in (table about_to_change);
            insert into named_loans table about_to_change;
            drop table about_to_change;
            """,
            cancellationToken
        );

    /// <summary>How the loans differ from those kept.</summary>
    public static async Task<LoanChanges> Moved(
        NpgsqlConnection connection,
        ImportMode mode,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(SqlFile.Query("LoansMoved"), connection)
        {
            CommandTimeout = 0,
        };
        command.Parameters.AddWithValue("is_merge", mode == ImportMode.Merge);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>The keys that a replace left out.</summary>
    public static async Task<IReadOnlyList<Finding>> Gone(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(SqlFile.Query("Gone"), connection)
        {
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var gone = new List<Finding>();
        while (await reader.ReadAsync(cancellationToken))
            gone.Add(
                new(
                    $"gone-{reader.GetString(0)}",
                    $"{char.ToUpperInvariant(reader.GetString(0)[0])}{reader.GetString(0)[1..]} of the version before that the extract leaves out",
                    reader.GetInt64(1),
                    await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetDecimal(2),
                    reader.GetFieldValue<string[]>(3)
                )
            );
        return gone;
    }
}
