using System.Globalization;
using LoanAnalytics.Api.Infrastructure;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>A column as it is loaded: its name in the database, how DuckDB gives it, its type.</summary>
internal sealed record LoadedColumn(string Name, string Expression, NpgsqlDbType Type);

/// <summary>The canonical tables of one import, mapped and validated set-wise in DuckDB: ok_loans holds what is accepted, checked_loans every row with its fault.</summary>
internal sealed class MappedTables(Staging staging, Profile profile, DateOnly? operatorsAsOf)
{
    private readonly Dictionary<string, ProfileAttribute[]> attributes = [];

    public Staging Staging => staging;
    public List<CanonicalTable> Tables { get; } = [];
    public List<TableCounts> Counts { get; } = [];
    public ControlTotals Totals { get; private set; } = new(0, 0, 0, 0);
    public DateOnly AsOf { get; private set; }
    public bool PaymentsAreNumbered { get; private set; }

    /// <summary>Further columns, by table, with the type that the profile or the values give them.</summary>
    public IReadOnlyDictionary<string, ProfileAttribute[]> Attributes => attributes;

    public async Task Map(
        ImportMode mode,
        NpgsqlConnection connection,
        List<Finding> findings,
        CancellationToken cancellationToken
    )
    {
        foreach (var (table, select, further) in Mapping.Of(profile, staging.Files, findings))
        {
            var given = Given(select);
            var columns = table.Columns.Select(c =>
                given.Contains(c.Name)
                    ? $"nullif(trim({c.Name}::varchar), '') as {c.Name}"
                    : $"null::varchar as {c.Name}"
            );
            var more = further.Select(a =>
                $"nullif(trim(\"{a.Name}\"::varchar), '') as \"attribute {a.Name}\""
            );
            staging.Execute(
                $"create table mapped_{table.Name} as select {string.Join(", ", columns.Concat(more))}, source_file, source_line::bigint as source_line from ({select})"
            );
            Tables.Add(table);
            attributes[table.Name] = [.. further.Select(a => Typed(a, table.Name))];
        }
        AsOf = FindAsOf();
        PaymentsAreNumbered =
            Tables.Contains(CanonicalTable.Payments)
            && staging.Scalar<long>("select count(*) from mapped_payments where payment_no is null")
                == 0;
        await KnownKeys(mode, connection, cancellationToken);
        foreach (var table in Tables)
            Check(table);
        if (Tables.Contains(CanonicalTable.Loans))
            Totals = ReadTotals();
    }

    /// <summary>What was refused, malformed records first, each with its whole source row.</summary>
    public IEnumerable<Reject> Rejects()
    {
        foreach (var malformed in staging.Malformed)
            yield return malformed;
        foreach (var table in Tables)
        foreach (var file in staging.Files)
        {
            using var command = staging.Connection.CreateCommand();
            command.CommandText =
                $"select c.source_line, c.fault.col, c.fault.rule, c.fault.val, c.fault.msg, concat_ws(',', {string.Join(", ", file.Columns.Select(n => $"coalesce(s.\"{n.Replace("\"", "\"\"", StringComparison.Ordinal)}\", '')"))})"
                + $" from checked_{table.Name} c join \"{file.Stem}\" s on s.source_line = c.source_line"
                + $" where c.fault is not null and c.source_file = '{Staging.Quoted(file.Name)}' order by c.source_line";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                yield return new(
                    table.Name,
                    file.Name,
                    reader.GetInt64(0),
                    reader.GetString(1),
                    reader.GetString(2),
                    reader.IsDBNull(3) ? null : reader.GetString(3),
                    reader.GetString(4),
                    reader.GetString(5)
                );
        }
    }

    /// <summary>Records of a file that no mapped row names.</summary>
    public long Skipped(StagedFile file)
    {
        // A canonical file is mapped record by record, so none of it is left out.
        if (profile.IsCanonical)
            return 0;
        var named = Tables.Select(t =>
            $"select source_line from mapped_{t.Name} where source_file = '{Staging.Quoted(file.Name)}'"
        );
        return file.Staged
            - staging.Scalar<long>(
                $"select count(distinct source_line) from ({string.Join(" union all ", named)})"
            );
    }

    /// <summary>The columns of the database's table, from ok_table.</summary>
    public IReadOnlyList<LoadedColumn> Loaded(CanonicalTable table)
    {
        var columns = table
            .Columns.Where(c => c.Name != "payment_no")
            .Select(c => new LoadedColumn(
                c.Name,
                RowRules.Typed(c),
                c.Kind switch
                {
                    ColumnKind.Number => NpgsqlDbType.Numeric,
                    ColumnKind.Whole => NpgsqlDbType.Integer,
                    ColumnKind.Date => NpgsqlDbType.Date,
                    _ => NpgsqlDbType.Text,
                }
            ))
            .ToList();
        if (table.BelongsToLoan)
            columns.Add(new("customer_id", "customer_id", NpgsqlDbType.Text));
        if (table == CanonicalTable.Payments)
            columns.Add(
                new(
                    "payment_no",
                    PaymentsAreNumbered
                        ? "payment_no"
                        : "(row_number() over (partition by loan_id order by try_cast(paid_on as date), source_line))::varchar",
                    NpgsqlDbType.Text
                )
            );
        if (attributes[table.Name] is { Length: > 0 } further)
            columns.Add(
                new(
                    "attributes",
                    $"json_merge_patch('{{}}', json_object({string.Join(", ", further.Select(a => $"'{Staging.Quoted(a.Name)}', {(a.Type == "number" ? $"try_cast(\"attribute {a.Name}\" as double)" : $"\"attribute {a.Name}\"")}"))}))::varchar",
                    NpgsqlDbType.Jsonb
                )
            );
        return columns;
    }

    private HashSet<string> Given(string select)
    {
        using var command = staging.Connection.CreateCommand();
        command.CommandText = $"describe {select}";
        using var reader = command.ExecuteReader();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read())
            names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>Where the profile does not say, a column whose every value is a number is one.</summary>
    private ProfileAttribute Typed(ProfileAttribute a, string table)
    {
        if (a.Type.Length > 0)
            return a;
        var words = staging.Scalar<long>(
            $"select count(*) from mapped_{table} where \"attribute {a.Name}\" is not null and try_cast(\"attribute {a.Name}\" as double) is null"
        );
        return new()
        {
            Name = a.Name,
            Column = a.Column,
            Meaning = a.Meaning,
            Type = words == 0 ? "number" : "category",
        };
    }

    private DateOnly FindAsOf()
    {
        if (operatorsAsOf is { } given)
            return given;
        if (
            DateOnly.TryParseExact(
                profile.AsOf,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var constant
            )
        )
            return constant;
        if (profile.AsOf == "latest-start-date" && Tables.Contains(CanonicalTable.Loans))
        {
            var latest = staging.Scalar<string>(
                "select coalesce(max(try_cast(start_date as date))::varchar, '') from mapped_loans"
            );
            if (latest.Length > 0)
                return DateOnly.ParseExact(latest, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
        throw new ProblemException(
            422,
            "as-of-missing",
            "The date of the data is not known",
            "Give the date of the extract with --as-of YYYY-MM-DD; the profile has no rule for it."
        );
    }

    /// <summary>Keys that rows may refer to: those of this import, and in a merge those already published.</summary>
    private async Task KnownKeys(
        ImportMode mode,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        staging.Execute(
            "create table known_branches (branch_id varchar); create table known_customers (customer_id varchar); create table known_loans (loan_id varchar, customer_id varchar)"
        );
        if (mode != ImportMode.Merge)
            return;
        await Fill("known_branches", "select branch_id from branches", 1);
        await Fill("known_customers", "select customer_id from customers", 1);
        await Fill("known_loans", "select loan_id, customer_id from loans", 2);

        async Task Fill(string table, string sql, int columns)
        {
            using var appender = staging.Connection.CreateAppender(table);
            await using var command = new NpgsqlCommand(sql, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var row = appender.CreateRow();
                for (var i = 0; i < columns; i++)
                    row.AppendValue(reader.GetString(i));
                row.EndRow();
            }
        }
    }

    private void Check(CanonicalTable table)
    {
        var name = table.Name;
        var asOf = AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var values = string.Join(
            ", ",
            table
                .Columns.Select(c => c.Name)
                .Concat(attributes[name].Select(a => $"\"attribute {a.Name}\""))
        );
        var loan = table.BelongsToLoan ? ", k.customer_id" : "";
        var join = table.BelongsToLoan
            ? " left join (select loan_id, any_value(customer_id) as customer_id from known_loans group by loan_id) k using (loan_id)"
            : "";
        var keyed =
            table.Key.Length > 0 && (table != CanonicalTable.Payments || PaymentsAreNumbered);
        var key = string.Join(", ", table.Key);
        // Identical rows are kept once and counted as repeated; rows of one key that differ are all refused.
        // The costly comparison is made only where a key occurs twice.
        var repeats =
            keyed
            && staging.Scalar<long>($"select count(*) from mapped_{name}")
                > staging.Scalar<long>(
                    $"select count(*) from (select distinct {key} from mapped_{name})"
                );
        var twins = repeats
            ? $", row_number() over (partition by {values} order by source_line) > 1 as repeated, min(md5(concat_ws(chr(31), {Blanks(values)}))) over (partition by {key}) <> max(md5(concat_ws(chr(31), {Blanks(values)}))) over (partition by {key}) as clashing"
            : ", false as repeated, false as clashing";
        staging.Execute(
            $"""
            create table checked_{name} as
            select *, case
                when broken is not null then broken
                {References(table)}
                when clashing then struct_pack(rule := 'duplicate-key', col := '{table.Key[
                0
            ]}', val := {table.Key[0]}, msg := 'The key occurs again with other values.')
                end as fault
            from (select m.*{loan}, {RowRules.FirstBroken(
                table,
                asOf
            )} as broken{twins} from mapped_{name} m{join})
            """
        );
        staging.Execute(
            $"create view ok_{name} as select * from checked_{name} where fault is null and not repeated"
        );
        if (table == CanonicalTable.Branches)
            staging.Execute("insert into known_branches select branch_id from ok_branches");
        if (table == CanonicalTable.Customers)
            staging.Execute("insert into known_customers select customer_id from ok_customers");
        if (table == CanonicalTable.Loans)
            staging.Execute("insert into known_loans select loan_id, customer_id from ok_loans");
        var mapped = staging.Scalar<long>($"select count(*) from checked_{name}");
        var rejected = staging.Scalar<long>(
            $"select count(*) from checked_{name} where fault is not null"
        );
        var repeated = staging.Scalar<long>(
            $"select count(*) from checked_{name} where fault is null and repeated"
        );
        Counts.Add(new(name, mapped, mapped - rejected - repeated, rejected, repeated));
    }

    private static string Blanks(string values) =>
        string.Join(", ", values.Split(", ").Select(v => $"coalesce({v}, chr(30))"));

    private static string References(CanonicalTable table) =>
        table == CanonicalTable.Loans
            ? RowRules.When(
                "customer_id not in (select customer_id from known_customers)",
                "reference",
                "customer_id",
                "There is no such customer."
            )
                + "\n"
                + RowRules.When(
                    "branch_id is not null and branch_id not in (select branch_id from known_branches)",
                    "reference",
                    "branch_id",
                    "There is no such branch."
                )
        : table.BelongsToLoan
            ? RowRules.When("customer_id is null", "reference", "loan_id", "There is no such loan.")
        : "";

    private ControlTotals ReadTotals()
    {
        using var command = staging.Connection.CreateCommand();
        command.CommandText =
            "select count(*), coalesce(sum(try_cast(principal as decimal(20,4))), 0), sum(try_cast(amount_paid as decimal(20,4))), sum(try_cast(outstanding_balance as decimal(20,4))) from ok_loans";
        using var reader = command.ExecuteReader();
        reader.Read();
        return new(reader.GetInt64(0), reader.GetDecimal(1), Sum(2), Sum(3));

        decimal? Sum(int i) => reader.IsDBNull(i) ? null : reader.GetDecimal(i);
    }
}
