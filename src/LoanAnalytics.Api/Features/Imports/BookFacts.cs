using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Makes what answers are read from, inside the publishing transaction: findings, repayment history, facts and totals.</summary>
internal static class BookFacts
{
    /// <param name="onlyTouched">A table touched_loans names the loans that changed; else all are made anew.</param>
    public static async Task Fill(
        NpgsqlConnection connection,
        bool onlyTouched,
        CancellationToken cancellationToken
    )
    {
        var before = onlyTouched
            ? await BehaviourMonths.TakeTouched(connection, cancellationToken)
            : [];
        await connection.Run(
            SqlFile.Query(onlyTouched ? "MergeHistory" : "FillHistory"),
            cancellationToken
        );
        await MixedLoans.Settle(connection, cancellationToken);
        await connection.Run(
            SqlFile.Query(onlyTouched ? "MergeFacts" : "FillFacts"),
            cancellationToken
        );
        if (onlyTouched)
            await BehaviourMonths.AddTouched(connection, before, cancellationToken);
        else
            await BehaviourMonths.Sum(connection, cancellationToken);
        await WorkedOut.Sum(connection, cancellationToken);
        await connection.Run(SqlFile.Query("KeepPublished"), cancellationToken);
        await Newcomers.Place(connection, cancellationToken);
        if (
            await connection.Run(SqlFile.Query("PlaceLoans"), cancellationToken) > 0
            && !onlyTouched
        )
            await connection.Run("analyze loan_facts (segment)", cancellationToken);
        await RiskScoring.Score(connection, cancellationToken);
    }

    /// <summary>The same for the version that is published: a newer schema has facts that an older program did not make.</summary>
    public static async Task Renew(LoanDb db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await connection.Run("set local lock_timeout = 0", cancellationToken);
        await connection.Run(
            "select pg_advisory_xact_lock($1)",
            cancellationToken,
            SqlQueries.PublishLock
        );
        foreach (var table in (string[])["loan_month_arrays", "loan_standings", "loan_courses"])
            await connection.Run($"delete from {table}", cancellationToken);
        await Fill(connection, onlyTouched: false, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
