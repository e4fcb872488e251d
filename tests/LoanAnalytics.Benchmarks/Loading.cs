using System.Diagnostics;
using Npgsql;

namespace LoanAnalytics.Benchmarks;

/// <summary>An import beside psql's \copy of the same files into empty tables with the same keys and indexes.</summary>
internal static class Loading
{
    /// <summary>Our tables in a schema of their own, with the files' columns only: schedule files do not know the customer, so there the key is without it.</summary>
    private const string Peer = """
        drop schema if exists peer cascade;
        create schema peer;
        create table peer.branches (like public.branches including all);
        create table peer.customers (like public.customers including all);
        create table peer.loans (like public.loans including all);
        alter table peer.loans add column channel text;
        create table peer.instalments (like public.instalments);
        alter table peer.instalments drop column customer_id;
        alter table peer.instalments add primary key (loan_id, seq);
        create table peer.payments (like public.payments);
        alter table peer.payments drop column customer_id;
        alter table peer.payments add primary key (loan_id, payment_no);
        """;

    public static async Task Run(string database, string folder, IReadOnlyList<BookFile> files)
    {
        await Verb.Run(database, "migrate");
        var rows = files.Sum(f => f.Rows);
        var peer = new List<double>();
        var ours = new List<Verb.Measured>();
        // In turn, so that both meet the same machine.
        for (var run = 0; run < 3; run++)
        {
            await Execute(database, Peer);
            peer.Add(await Copy(database, files));
            await Execute(database, "drop schema peer cascade");
            await Execute(
                database,
                "delete from data_versions; truncate payments, instalments, loan_snapshots, loans, customers, branches, loan_facts, customer_facts, loan_month_arrays, loan_standings, loan_courses, found_rows, history_totals, cohort_totals, behaviour_totals"
            );
            ours.Add(
                await Verb.Run(
                    database,
                    "import",
                    folder,
                    "--profile",
                    "canonical",
                    "--as-of",
                    "2025-12-31"
                )
            );
        }
        Report.Line(
            "Import: staging, validation, findings, facts and publishing included; both into empty tables, three times in turn."
        );
        var (p, o) = (Median(peer), Median(ours.Select(m => m.Seconds)));
        Report.Table(
            ["what", "seconds (median of 3)", "rows a second", "peak memory, MB"],
            [
                ["psql `\\copy`", Report.Number(p, "0.0"), Report.Number(rows / p), ""],
                [
                    "`import`",
                    Report.Number(o, "0.0"),
                    Report.Number(rows / o),
                    Report.Number(ours.Max(m => m.PeakMegabytes)),
                ],
                ["import / psql, in rows a second", "", Report.Number(p / o, "0.00"), ""],
            ]
        );
    }

    private static async Task<double> Copy(string database, IReadOnlyList<BookFile> files)
    {
        var place = new NpgsqlConnectionStringBuilder(database);
        var start = new ProcessStartInfo("psql", ["-qX", "-v", "ON_ERROR_STOP=1"])
        {
            RedirectStandardInput = true,
        };
        start.Environment["PGHOST"] = place.Host;
        start.Environment["PGPORT"] = $"{place.Port}";
        start.Environment["PGUSER"] = place.Username;
        start.Environment["PGPASSWORD"] = place.Password;
        start.Environment["PGDATABASE"] = place.Database;
        var clock = Stopwatch.StartNew();
        using var psql = Process.Start(start)!;
        foreach (var file in files)
            await psql.StandardInput.WriteLineAsync(
                $"\\copy peer.{file.Table} ({file.Columns}) from '{file.Path}' with (format csv, header)"
            );
        psql.StandardInput.Close();
        await psql.WaitForExitAsync();
        return psql.ExitCode == 0
            ? clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException("psql could not load the files.");
    }

    private static async Task Execute(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static double Median(IEnumerable<double> values) =>
        values.Order().ElementAt(values.Count() / 2);
}
