using System.Diagnostics;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Api.Infrastructure;
using Npgsql;

namespace LoanAnalytics.Benchmarks;

/// <summary>How long the repayment history of a loaded book takes to derive, whole and for the loans of a merge. Nothing of it is kept.</summary>
internal static class Deriving
{
    private const int Merged = 2_000;

    public static async Task Run(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        var rows = new List<string[]>();
        // First, since what is taken back leaves its rows behind, which a merge into a book as it is loaded does not meet.
        var merges = new List<double[]>();
        for (var i = 0; i < 3; i++)
            merges.Add(await Merge(connection));
        string[] parts =
        [
            $"history and findings of {Merged:N0} loans, each with a payment more",
            "their facts, and the totals kept up",
            "their payment behaviour taken off and added, losses by month",
        ];
        foreach (var (part, what) in parts.Index())
            rows.Add([
                what,
                Report.Number(merges.Select(m => m[part]).Order().ElementAt(1), "0.0"),
            ]);
        rows.Add([
            "the merge in all",
            Report.Number(merges.Select(m => m.Sum()).Order().ElementAt(1), "0.0"),
        ]);
        await using (var whole = await connection.BeginTransactionAsync())
        {
            await Execute(
                connection,
                "set local jit = off; delete from loan_month_arrays; delete from loan_standings; delete from loan_courses; create temp table touched_loans on commit drop as select customer_id, loan_id from loans; create temp table described_loans on commit drop as table loan_details; analyze touched_loans, described_loans"
            );
            rows.Add(["history of the whole book", await Time(connection, "DeriveHistory")]);
            rows.Add(["its totals by month", await Time(connection, "SumHistory")]);
            rows.Add([
                "payment behaviour and losses by month",
                await Time(async () =>
                {
                    await BehaviourMonths.Sum(connection, CancellationToken.None);
                    await WorkedOut.Sum(connection, CancellationToken.None);
                }),
            ]);
            await whole.RollbackAsync();
        }
        Report.Line(
            "Repayment history, derived in the publishing transaction; of the merge the median of three:"
        );
        Report.Table(["what", "seconds"], rows);
    }

    /// <summary>What a merge brings: a payment more for each of the loans, on the date of the data. Seconds of its parts.</summary>
    private static async Task<double[]> Merge(NpgsqlConnection connection)
    {
        await using var merge = await connection.BeginTransactionAsync();
        await Execute(
            connection,
            $"create temp table touched_loans on commit drop as select customer_id, loan_id from loans order by md5(loan_id) limit {Merged}"
        );
        IReadOnlyList<BehaviourMonth> before = [];
        var taken = await Seconds(async () =>
            before = await BehaviourMonths.TakeTouched(connection, CancellationToken.None)
        );
        await Execute(
            connection,
            """
            insert into payments (customer_id, loan_id, payment_no, paid_on, amount, kind)
            select customer_id, loan_id, 'merged', (select as_of from data_versions order by version desc limit 1), 10, 'payment'
            from touched_loans
            """
        );
        double[] seconds =
        [
            await Seconds(() => Execute(connection, SqlFile.Query("MergeHistory"))),
            await Seconds(() => Execute(connection, SqlFile.Query("MergeFacts"))),
            taken
                + await Seconds(async () =>
                {
                    await BehaviourMonths.AddTouched(connection, before, CancellationToken.None);
                    await WorkedOut.Sum(connection, CancellationToken.None);
                }),
        ];
        await merge.RollbackAsync();
        return seconds;
    }

    private static Task<string> Time(NpgsqlConnection connection, string name) =>
        Time(() => Execute(connection, SqlFile.Query(name)));

    private static async Task<string> Time(Func<Task> work) =>
        Report.Number(await Seconds(work), "0.0");

    private static async Task<double> Seconds(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
