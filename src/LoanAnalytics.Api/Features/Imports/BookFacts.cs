using LoanAnalytics.Api.Infrastructure;
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
        var what = onlyTouched ? "Merge" : "Fill";
        await connection.Run(SqlFile.Query($"{what}History"), cancellationToken);
        await MixedLoans.Settle(connection, cancellationToken);
        await connection.Run(SqlFile.Query($"{what}Facts"), cancellationToken);
    }
}
