using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Adds up what came of all loans in default, by month: workout_totals and recovery_totals. They are few, so a merge makes them anew too.</summary>
internal static class WorkedOut
{
    public static async Task Sum(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var asOf = await connection.NewestAsOf(cancellationToken);
        await Fill(
            $"delete from workout_totals; insert into workout_totals (default_month, end_month, is_written_off, is_repaid, loans, unknown_loans, exposure, undated)\n{SqlFile.Query("Workouts")}"
        );
        await Fill(
            $"delete from recovery_totals; insert into recovery_totals (paid_month, default_month, start_month, end_month, ending, is_known, recovered) select paid_month, default_month, s.start_month, date_trunc('month', ended_on::timestamp)::date, ending, is_known, sum(recovered) from (\n{SqlFile.Query("RecoveredMonths")}\n) r cross join lateral (values (r.start_month), (null)) as s (start_month) group by 1, 2, 3, 4, 5, 6"
        );

        async Task Fill(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            NpgsqlParameter[] values =
            [
                .. new LoanFilter().Parameters(),
                new("as_of", NpgsqlDbType.Date) { Value = asOf },
                new("is_now", true),
            ];
            command.Parameters.AddRange(values);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
