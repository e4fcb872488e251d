using DuckDB.NET.Data;
using LoanAnalytics.Api.Infrastructure;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>The one transaction that puts validated tables in the place of the published ones, or merges them in.</summary>
internal sealed class Publication(
    NpgsqlConnection connection,
    ImportRequest request,
    Profile profile,
    MappedTables mapped,
    ImportContent content,
    Book? book
)
{
    private const int RowsBetweenReports = 50_000;

    /// <summary>Dependants first.</summary>
    private static readonly string[] Replaced =
    [
        "payments",
        "instalments",
        "modifications",
        "reported_months",
        "filed_loans",
        "loan_month_arrays",
        "loan_standings",
        "loan_courses",
        "history_totals",
        "cohort_totals",
        "behaviour_totals",
        "workout_totals",
        "recovery_totals",
        "loans",
        "customers",
        "branches",
    ];

    public async Task<ImportOutcome> Publish(
        List<Finding> findings,
        DateTime now,
        Action<string, double>? progress,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        progress?.Invoke("loading", 0.4);
        var before = await HistoryKind(cancellationToken);
        await BookBefore.Keep(connection, request.Mode, cancellationToken);
        if (request.Mode == ImportMode.Replace)
            foreach (var table in Replaced)
                await connection.Run($"delete from {table}", cancellationToken);
        var all = Math.Max(1, mapped.Counts.Sum(c => c.Accepted));
        long done = 0;
        foreach (var table in mapped.Tables)
            await Load(
                table,
                rows => progress?.Invoke("loading", 0.4 + 0.45 * (done += rows) / all),
                cancellationToken
            );
        progress?.Invoke("publishing", 0.85);
        // The checks below join the new rows, and plan badly without knowing how many there are.
        await connection.Run(
            "analyze branches, customers, loans, instalments, payments, reported_months",
            cancellationToken
        );
        await TakeMonthsIn(cancellationToken);
        var version = (book?.Version ?? 0) + 1;
        var moved = book is null
            ? null
            : await BookBefore.Moved(connection, request.Mode, cancellationToken);
        if (request.Mode == ImportMode.Replace)
            findings.AddRange(await BookBefore.Gone(connection, cancellationToken));
        var made = new NewVersion(request, profile, mapped, content, book, version, moved, now);
        var onlyTouched =
            made.CountsAsBefore
            && before is not null
            && before == await HistoryKind(cancellationToken)
            && await SayWhatIsTouched(cancellationToken);
        await ImportRecords.SaveVersion(connection, made, onlyTouched, findings, cancellationToken);
        progress?.Invoke("publishing", 0.98);
        await transaction.CommitAsync(cancellationToken);
        return new(
            request.ImportId,
            "published",
            version,
            mapped.AsOf!.Value,
            mapped.Counts,
            mapped.Totals,
            findings
        );
    }

    private async Task Load(
        CanonicalTable table,
        Action<long> progress,
        CancellationToken cancellationToken
    )
    {
        var merge = request.Mode == ImportMode.Merge;
        var target = merge ? $"merged_{table.Name}" : table.Target;
        if (merge)
            await connection.Run(
                $"create temp table {target} (like {table.Target}) on commit drop",
                cancellationToken
            );
        // The readers of both databases work row by row without waiting, so asynchrony would only cost.
        await Task.Run(() => Copy(table, target, progress, cancellationToken), cancellationToken);
        if (!merge)
            return;
        if (table == CanonicalTable.Loans)
        {
            await BookBefore.KeepNamed(connection, target, cancellationToken);
            await connection.Run(
                $"delete from filed_loans where (customer_id, loan_id) in (select customer_id, loan_id from {target})",
                cancellationToken
            );
        }
        // A payment without a number has no key: a merge replaces all payments of each loan that it names.
        var key =
            table == CanonicalTable.Payments && !mapped.PaymentsAreNumbered ? "customer_id, loan_id"
            : table.BelongsToLoan || table == CanonicalTable.Loans
                ? string.Join(", ", table.Key.Prepend("customer_id"))
            : table.Key[0];
        await connection.Run(
            $"delete from {table.Target} where ({key}) in (select {key} from {target}); insert into {table.Target} select * from {target}",
            cancellationToken
        );
    }

    /// <summary>Makes the loans' own records what their file and the months say together.</summary>
    private async Task TakeMonthsIn(CancellationToken cancellationToken)
    {
        await using (
            var reported = new NpgsqlCommand(SqlFile.Query("ReportedLoans"), connection)
            {
                CommandTimeout = 0,
            }
        )
        {
            reported.Parameters.AddWithValue("as_of", mapped.AsOf!.Value);
            await reported.ExecuteNonQueryAsync(cancellationToken);
        }
        if (request.Mode == ImportMode.Merge)
            await BookBefore.KeepNamed(connection, "reported_loans", cancellationToken);
        await connection.Run(
            """
            update loans l
            set status = n.status, closed_on = n.closed_on, written_off_on = n.written_off_on, outstanding_balance = n.outstanding_balance,
                reported_days_past_due = n.reported_days_past_due
            from reported_loans n
            where n.customer_id = l.customer_id and n.loan_id = l.loan_id
            """,
            cancellationToken
        );
    }

    /// <summary>What the history is made from; null where there is none yet.</summary>
    private async Task<string?> HistoryKind(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select case when exists (select from payments) then 'payments' when exists (select from reported_months) then 'months' else 'extracts' end where exists (select from history_totals)",
            connection
        );
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>A merge makes anew what is known of the loans that it names. The whole book is made anew where
    /// it has no history yet, where customers or branches come along, whose names and places are shared, and where another as-of date, policy
    /// or source of the history changes every loan.</summary>
    private async Task<bool> SayWhatIsTouched(CancellationToken cancellationToken)
    {
        if (mapped.Tables.Any(t => t == CanonicalTable.Customers || t == CanonicalTable.Branches))
            return false;
        var named = mapped.Tables.Select(t => $"select customer_id, loan_id from merged_{t.Name}");
        await connection.Run(
            $"create temp table touched_loans on commit drop as select customer_id, loan_id from loans where (customer_id, loan_id) in ({string.Join(" union all ", named)})",
            cancellationToken
        );
        return true;
    }

    private void Copy(
        CanonicalTable table,
        string target,
        Action<long> progress,
        CancellationToken cancellationToken
    )
    {
        var columns = mapped.Loaded(table);
        var types = columns.Select(c => c.Type).ToArray();
        using var command = mapped.Staging.Connection.CreateCommand();
        command.CommandText = MappedTables.Accepted(table, columns);
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        using var copy = connection.BeginBinaryImport(
            $"copy {target} ({string.Join(", ", columns.Select(c => Staging.Name(c.Name)))}) from stdin (format binary)"
        );
        copy.Timeout = TimeSpan.FromDays(1);
        long rows = 0;
        while (reader.Read())
        {
            copy.StartRow();
            for (var i = 0; i < types.Length; i++)
                Write(copy, reader, i, types[i]);
            if (++rows % RowsBetweenReports != 0)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            progress(RowsBetweenReports);
        }
        copy.Complete();
        progress(rows % RowsBetweenReports);
    }

    private static void Write(
        NpgsqlBinaryImporter copy,
        DuckDBDataReader reader,
        int column,
        NpgsqlDbType type
    )
    {
        if (reader.IsDBNull(column))
            copy.WriteNull();
        else if (type == NpgsqlDbType.Numeric)
            copy.Write(reader.GetDecimal(column), type);
        else if (type == NpgsqlDbType.Integer)
            copy.Write(reader.GetInt32(column), type);
        else if (type == NpgsqlDbType.Date)
            copy.Write(reader.GetFieldValue<DateOnly>(column), type);
        else
            copy.Write(reader.GetString(column), type);
    }
}
