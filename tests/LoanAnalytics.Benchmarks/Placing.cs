using System.Diagnostics;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using Npgsql;

namespace LoanAnalytics.Benchmarks;

/// <summary>What published segments and a published model of the chance of default add to the publishing of a book: all anew, and where a merge leaves most as it was. Nothing of it is
/// kept.</summary>
internal static class Placing
{
    public static async Task Run(string database)
    {
        var rows = new List<string[]>();
        foreach (
            var (what, before) in ((string, string)[])
                [
                    (
                        "of a whole book",
                        "update loan_facts set segment = 'none', risk_band = 'unknown'"
                    ),
                    ("of a merge", ""),
                ]
        )
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            if (before.Length > 0)
                await connection.Run(before, CancellationToken.None);
            var clock = Stopwatch.StartNew();
            await Newcomers.Place(connection, CancellationToken.None);
            await connection.Run(SqlFile.Query("PlaceLoans"), CancellationToken.None);
            rows.Add([$"segments {what}", Report.Number(clock.Elapsed.TotalSeconds, "0.0")]);
            clock.Restart();
            await RiskScoring.Score(connection, CancellationToken.None);
            rows.Add([$"scores {what}", Report.Number(clock.Elapsed.TotalSeconds, "0.0")]);
            await transaction.RollbackAsync();
        }
        Report.Line(
            "Published segments and a published model, kept up in the publishing transaction:"
        );
        Report.Table(["what", "seconds"], rows);
    }
}
