using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>A column as it is loaded: its name in the database, how DuckDB gives it, its type.</summary>
internal sealed record LoadedColumn(string Name, string Expression, NpgsqlDbType Type);

/// <summary>The canonical tables of one import, mapped and validated set-wise in DuckDB.</summary>
/// <remarks><c>mapped_T</c> holds text, a row for each that the mapping gives; <c>checked_T</c> the same rows in their types, each with the
/// number of the first rule that it breaks.</remarks>
/// <param name="staging">The files.</param>
/// <param name="profile">How they become canonical tables.</param>
/// <param name="operatorsAsOf">The date of the data, where it was given.</param>
/// <param name="excerpt">The files are only heads of files: a row is not held to what the rest of them could say.</param>
internal sealed class MappedTables(
    Staging staging,
    Profile profile,
    DateOnly? operatorsAsOf,
    bool excerpt = false
)
{
    private readonly Dictionary<string, MappedTable> mappings = [];
    private readonly Dictionary<string, HashSet<string>> given = [];
    private readonly Dictionary<string, ProfileAttribute[]> attributes = [];
    private readonly Dictionary<string, RowRule[]> rules = [];

    public Staging Staging => staging;
    public List<CanonicalTable> Tables { get; } = [];
    public List<TableCounts> Counts { get; } = [];
    public ControlTotals Totals { get; private set; } = new(0, 0, 0, 0);

    /// <summary>The date given, else by the profile's rule; null where neither says it.</summary>
    public DateOnly? AsOf { get; private set; }
    public bool PaymentsAreNumbered { get; private set; }

    /// <summary>ISO 4217: the profile's or the book's, else that of most payments; null where none says it.</summary>
    public string? Currency { get; private set; }

    /// <summary>Further columns, by table, with the type that the profile or the values give them.</summary>
    public IReadOnlyDictionary<string, ProfileAttribute[]> Attributes => attributes;

    /// <summary>Maps the files, and finds the date of the data.</summary>
    /// <param name="merged">The book that the rows are merged into.</param>
    /// <param name="findings">Is told the columns that the profile does not read.</param>
    public void Map(Book? merged, List<Finding> findings)
    {
        foreach (var mapped in Mapping.Of(profile, staging.Files, findings))
            Map(mapped);
        AsOf = FindAsOf(merged);
        Currency = profile.Currency ?? merged?.Currency ?? CurrencyOfPayments();
        PaymentsAreNumbered =
            Tables.Contains(CanonicalTable.Payments)
            && staging.Scalar<long>("select count(*) from mapped_payments where payment_no is null")
                == 0;
    }

    /// <summary>Holds every row to the rules.</summary>
    /// <param name="book">The database, in a merge: its keys are known too.</param>
    /// <param name="findings">Is told what must be seen in the source.</param>
    /// <param name="progress">Is told the share of the tables that are checked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task Check(
        NpgsqlConnection? book,
        List<Finding> findings,
        Action<double>? progress,
        CancellationToken cancellationToken
    )
    {
        await KnownKeys(book, cancellationToken);
        foreach (var (i, table) in Tables.Index())
        {
            Check(table);
            progress?.Invoke((i + 1.0) / Tables.Count);
        }
        if (Tables.Contains(CanonicalTable.Loans))
            Totals = ReadTotals();
        findings.AddRange(OwnFindings());
    }

    /// <summary>What was refused, malformed records first, each with its whole source row.</summary>
    public IEnumerable<Reject> Rejects()
    {
        foreach (var malformed in staging.Malformed)
            yield return malformed;
        foreach (var table in Tables)
        foreach (
            var file in staging.Files.Where(f =>
                staging.Scalar<long>(
                    $"select count(*) from checked_{table.Name} where fault is not null and source_file = {Staging.Text(f.Name)}"
                ) > 0
            )
        )
        {
            var broken = rules[table.Name];
            var rows = staging.Rows(
                $"select c.source_line, c.fault, c.fault_value, {SourceRow(file)} from checked_{table.Name} c"
                    + $" join {Staging.Name(file.Stem)} s on s.source_line = c.source_line"
                    + $" where c.fault is not null and c.source_file = {Staging.Text(file.Name)} order by c.source_line",
                r =>
                    (
                        Line: r.GetInt64(0),
                        Rule: broken[r.GetInt16(1)],
                        Value: r.IsDBNull(2) ? null : RowRules.Shown(r.GetString(2)),
                        Row: r.GetString(3)
                    )
            );
            foreach (var (line, rule, value, row) in rows)
                yield return new(
                    table.Name,
                    file.Name,
                    line,
                    rule.Column,
                    rule.Rule,
                    value,
                    rule.Message,
                    row
                );
        }
    }

    /// <summary>The columns of a table that the mapping gives, further ones last.</summary>
    public IReadOnlyList<string> Columns(CanonicalTable table) =>
        [
            .. table.Columns.Select(c => c.Name).Where(given[table.Name].Contains),
            .. attributes[table.Name].Select(a => a.Name),
        ];

    /// <summary>The first rows of a table as the mapping gives them, cells in the order of <see cref="Columns"/>.</summary>
    public IReadOnlyList<PreviewRow> First(CanonicalTable table, int rows)
    {
        var columns = table
            .Columns.Where(c => given[table.Name].Contains(c.Name))
            .Select(c => Staging.Name(c.Name))
            .Concat(attributes[table.Name].Select(Attribute))
            .ToArray();
        return
        [
            .. staging.Rows(
                $"select source_file, source_line, {string.Join(", ", columns)} from mapped_{table.Name} order by source_file, source_line limit {rows}",
                r => new PreviewRow(
                    r.GetString(0),
                    r.GetInt64(1),
                    [
                        .. columns.Select(
                            (_, i) => r.IsDBNull(i + 2) ? null : RowRules.Shown(r.GetString(i + 2))
                        ),
                    ]
                )
            ),
        ];
    }

    public static ProblemException NoAsOf() =>
        new(
            422,
            "as-of-missing",
            "The date of the data is not known",
            "The profile has no rule for the date of these data: give it as asOf, on the command line as --as-of YYYY-MM-DD."
        );

    /// <summary>Records of a file that no mapped row names.</summary>
    public long Skipped(StagedFile file)
    {
        // A canonical file is mapped record by record, so none of it is left out.
        if (profile.IsCanonical)
            return 0;
        var named = Tables.Select(t =>
            $"select source_line from checked_{t.Name} where source_file = {Staging.Text(file.Name)}"
        );
        return file.Staged
            - staging.Scalar<long>(
                $"select count(distinct source_line) from ({string.Join(" union all ", named)})"
            );
    }

    /// <summary>The accepted rows of a table, as a SELECT over the columns of <see cref="Loaded"/>.</summary>
    public static string Accepted(CanonicalTable table, IEnumerable<LoadedColumn> columns) =>
        $"select {string.Join(", ", columns.Select(c => c.Expression))} from checked_{table.Name} where fault is null and not repeated";

    /// <summary>The columns of the database's table.</summary>
    public IReadOnlyList<LoadedColumn> Loaded(CanonicalTable table)
    {
        var columns = table
            .Columns.Where(c => c.Kept && c.Name != "payment_no")
            .Select(c => new LoadedColumn(c.Name, Staging.Name(c.Name), RowRules.DbType(c)))
            .ToList();
        if (table.BelongsToLoan)
            columns.Insert(0, new("customer_id", "customer_id", NpgsqlDbType.Text));
        if (table == CanonicalTable.Payments)
            columns.Add(
                new(
                    "payment_no",
                    PaymentsAreNumbered
                        ? "payment_no"
                        : "(row_number() over (partition by loan_id order by paid_on, source_line))::varchar",
                    NpgsqlDbType.Text
                )
            );
        if (attributes[table.Name] is { Length: > 0 } further)
            columns.Add(
                new(
                    "attributes",
                    // The merge drops what is null.
                    $"json_merge_patch('{'{'}{'}'}', json_object({string.Join(", ", further.Select(a => $"{Staging.Text(a.Name)}, {Attribute(a)}"))}))::varchar",
                    NpgsqlDbType.Jsonb
                )
            );
        return columns;
    }

    /// <summary>Without spaces around it, and null where nothing is left. Looking for a space first takes a quarter of the time.</summary>
    private static string Trimmed(string column)
    {
        var text = $"{Staging.Name(column)}::varchar";
        return $"nullif(case when contains({text}, ' ') then trim({text}) else {text} end, '')";
    }

    private static string Attribute(ProfileAttribute a) => Staging.Name($"attribute {a.Name}");

    /// <summary>A source record in its file's own dialect, so that a reject file can be corrected and loaded again.</summary>
    private static string SourceRow(StagedFile file)
    {
        var delimiter = file.Delimiter.Length == 0 ? "," : file.Delimiter;
        var special = Staging.Text($"[\"\\r\\n{(delimiter == "\t" ? "\\t" : delimiter)}]");
        var cells = file.Columns.Select(c =>
            $"case when regexp_matches(s.{Staging.Name(c)}, {special}) then '\"' || replace(s.{Staging.Name(c)}, '\"', '\"\"') || '\"' else coalesce(s.{Staging.Name(c)}, '') end"
        );
        return $"concat_ws({Staging.Text(delimiter)}, {string.Join(", ", cells)})";
    }

    private void Map(MappedTable mapped)
    {
        var table = mapped.Table;
        mappings[table.Name] = mapped;
        var columnsGiven = given[table.Name] = staging
            .Rows($"describe {mapped.Select}", r => r.GetString(0))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var columns = table.Columns.Select(c =>
            columnsGiven.Contains(c.Name)
                ? $"{Trimmed(c.Name)} as {Staging.Name(c.Name)}"
                : $"null::varchar as {Staging.Name(c.Name)}"
        );
        var further = mapped.Attributes.Select(a => $"{Trimmed(a.Name)} as {Attribute(a)}");
        staging.Execute(
            $"create {(mapped.Computed ? "table" : "view")} mapped_{table.Name} as select {string.Join(", ", columns.Concat(further))}, source_file, source_line::bigint as source_line from ({mapped.Select})"
        );
        Tables.Add(table);
        attributes[table.Name] = [.. mapped.Attributes.Select(a => Typed(a, table.Name))];
    }

    /// <summary>Where the profile does not say, a column whose every value is a number is one.</summary>
    private ProfileAttribute Typed(ProfileAttribute a, string table)
    {
        if (a.Type.Length > 0)
            return a;
        var words = staging.Scalar<long>(
            $"select count(*) from mapped_{table} where {Attribute(a)} is not null and try_cast({Attribute(a)} as double) is null"
        );
        return new()
        {
            Name = a.Name,
            Column = a.Column,
            Meaning = a.Meaning,
            Type = words == 0 ? "number" : "category",
        };
    }

    private DateOnly? FindAsOf(Book? merged)
    {
        if (operatorsAsOf is { } given)
            return given;
        if (profile.ConstantAsOf is { } constant)
            return constant;
        // The head of a file does not know the latest date of the whole.
        if (excerpt)
            return null;
        // A delta that says no date leaves the book at the date that it has.
        return LatestDays().Append(merged?.AsOf).Max();
    }

    /// <summary>The latest days that the files hold, by the profile's rule: starts of loans, ends of reported months.</summary>
    private IEnumerable<DateOnly?> LatestDays()
    {
        if (profile.AsOf is not ("latest-start-date" or "latest-month"))
            yield break;
        if (profile.AsOf == "latest-start-date" && Tables.Contains(CanonicalTable.Loans))
            yield return Latest("mapped_loans", "try_cast(m.start_date as date)");
        if (Tables.Contains(CanonicalTable.LoanMonths))
            yield return Latest(
                "mapped_loan_months",
                RowRules.Typed(CanonicalTable.LoanMonths.Columns.Single(c => c.Name == "month"))
            );
    }

    private DateOnly? Latest(string table, string day) =>
        DateOnly.TryParseExact(
            staging.Scalar<string>($"select coalesce(max({day})::varchar, '') from {table} m"),
            "yyyy-MM-dd",
            out var latest
        )
            ? latest
            : null;

    /// <summary>Keys that rows may refer to: those of this import, and in a merge those already published.</summary>
    private async Task KnownKeys(NpgsqlConnection? book, CancellationToken cancellationToken)
    {
        staging.Execute(
            """
            create table known_branches (branch_id varchar);
            create table known_customers (customer_id varchar);
            create table known_loans (loan_id varchar, customer_id varchar, start_date date)
            """
        );
        if (book is null)
            return;
        await Fill("known_branches", "select branch_id from branches", 1);
        await Fill("known_customers", "select customer_id from customers", 1);
        await Fill("known_loans", "select loan_id, customer_id, start_date from loans", 2);

        async Task Fill(string table, string sql, int texts)
        {
            using var appender = staging.Connection.CreateAppender(table);
            await using var command = new NpgsqlCommand(sql, book) { CommandTimeout = 0 };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var row = appender.CreateRow();
                for (var i = 0; i < texts; i++)
                    row.AppendValue(reader.GetString(i));
                if (texts < reader.FieldCount)
                    row.AppendValue(reader.GetFieldValue<DateOnly>(texts));
                row.EndRow();
            }
        }
    }

    private void Check(CanonicalTable table)
    {
        var name = table.Name;
        RowRule clash = new(
            "",
            "duplicate-key",
            table.Key[0],
            "The key occurs again with other values."
        );
        RowRule[] all =
        [
            .. RowRules.Of(table, AsOf).Concat(References(table)).Where(r => CanBeJudged(table, r)),
            clash,
        ];
        rules[name] = all;
        var typed = table.Columns.Select(c => $"{RowRules.Typed(c)} as {Staging.Name(c.Name)}");
        var further = attributes[name]
            .Select(a =>
                a.Type == "number"
                    ? $"try_cast(m.{Attribute(a)} as double) as {Attribute(a)}"
                    : $"m.{Attribute(a)}"
            );
        var cases = all.SkipLast(1).Select((r, i) => $"when {r.Broken} then {i}");
        var values = all.SkipLast(1).Select((r, i) => $"when {i} then m.{Staging.Name(r.Column)}");
        var loan = table.BelongsToLoan ? ", k.customer_id, k.start_date as loan_start" : "";
        var join = table.BelongsToLoan
            ? " left join (select loan_id, min(customer_id) as customer_id, min(start_date) as start_date from known_loans group by loan_id) k using (loan_id)"
            : "";
        staging.Execute(
            $"""
            create table checked_{name} as
            select {string.Join(", ", typed.Concat(further))}{(
                table.BelongsToLoan ? ", m.customer_id" : ""
            )}, m.source_file, m.source_line, false as repeated, m.fault,
                case when m.fault is not null then case m.fault {string.Join(
                '\n',
                values
            )} end end as fault_value
            from (
                select m.*, (case {string.Join('\n', cases)} end)::smallint as fault
                from (select m.*{loan} from mapped_{name} m{join}) m
            ) m
            """
        );
        MarkTwins(table, all.Length - 1);
        if (table == CanonicalTable.Branches)
            Known("known_branches", "branch_id");
        if (table == CanonicalTable.Customers)
            Known("known_customers", "customer_id");
        if (table == CanonicalTable.Loans)
            Known("known_loans", "loan_id, customer_id, start_date");
        var counts = staging
            .Rows(
                $"select count(*), count(fault), count(*) filter (where fault is null and repeated) from checked_{name}",
                r => (Mapped: r.GetInt64(0), Rejected: r.GetInt64(1), Repeated: r.GetInt64(2))
            )
            .Single();
        Counts.Add(
            new(
                name,
                counts.Mapped,
                counts.Mapped - counts.Rejected - counts.Repeated,
                counts.Rejected,
                counts.Repeated
            )
        );

        void Known(string known, string columns) =>
            staging.Execute(
                $"insert into {known} select {columns} from checked_{name} where fault is null and not repeated"
            );
    }

    /// <summary>Identical rows are kept once and counted as repeated; rows of one key that differ are all refused.</summary>
    private void MarkTwins(CanonicalTable table, int clash)
    {
        if (table == CanonicalTable.Payments && !PaymentsAreNumbered)
            return;
        var key = string.Join(", ", table.Key.Select(Staging.Name));
        // Hashes find out cheaply whether a key repeats at all; only then are rows compared.
        if (
            staging.Scalar<long>(
                $"select count(*) from (select 1 from checked_{table.Name} group by hash({key}) having count(*) > 1)"
            ) == 0
        )
            return;
        var values = table
            .Columns.Select(c => Staging.Name(c.Name))
            .Concat(attributes[table.Name].Select(Attribute))
            .Append("fault")
            .Select(v => $"coalesce({v}::varchar, chr(30))");
        staging.Execute(
            $"""
            create temp table twins as
            select id, row_number() over (partition by {key} order by source_file, source_line, id) > 1 as again,
                min(digest) over (partition by {key}) <> max(digest) over (partition by {key}) as clashing
            from (
                select rowid as id, {key}, source_file, source_line, md5(concat_ws(chr(31), {string.Join(
                ", ",
                values
            )})) as digest
                from checked_{table.Name}
                where ({key}) in (select ({key}) from checked_{table.Name} group by {key} having count(*) > 1)
            );
            update checked_{table.Name} set fault = {clash}, fault_value = {Staging.Name(table.Key[
                0
            ])}
            where fault is null and rowid in (select id from twins where clashing);
            update checked_{table.Name} set repeated = true
            where rowid in (select id from twins where again and not clashing);
            drop table twins
            """
        );
    }

    /// <summary>In the head of a file neither a row of another file, nor a value that is joined from one, can be said to be missing.</summary>
    private bool CanBeJudged(CanonicalTable table, RowRule rule) =>
        !excerpt
        || rule.Rule != "reference" && (rule.Rule != "required" || !mappings[table.Name].Computed);

    private string? CurrencyOfPayments() =>
        Tables.Contains(CanonicalTable.Payments)
            ? staging
                .Rows(
                    "select upper(currency) from mapped_payments where regexp_full_match(currency, '[A-Za-z]{3}') group by 1 order by count(*) desc, 1 limit 1",
                    r => r.GetString(0)
                )
                .SingleOrDefault()
            : null;

    private IEnumerable<RowRule> References(CanonicalTable table)
    {
        if (table == CanonicalTable.Payments && Currency is { } currency)
            yield return new(
                $"upper(m.currency) <> {Staging.Text(currency.ToUpperInvariant())}",
                "currency",
                "currency",
                $"The portfolio is in {currency}."
            );
        if (table == CanonicalTable.Loans)
        {
            yield return new(
                "m.customer_id not in (select customer_id from known_customers)",
                "reference",
                "customer_id",
                "There is no such customer."
            );
            yield return new(
                "m.branch_id is not null and m.branch_id not in (select branch_id from known_branches)",
                "reference",
                "branch_id",
                "There is no such branch."
            );
            // A merge only: in a replace no loan is known yet.
            yield return new(
                "exists (select 1 from known_loans k where k.loan_id = m.loan_id and k.customer_id <> m.customer_id)",
                "duplicate-key",
                "loan_id",
                "The book has this loan under another customer."
            );
        }
        if (!table.BelongsToLoan)
            yield break;
        yield return new("m.customer_id is null", "reference", "loan_id", "There is no such loan.");
        if (table == CanonicalTable.Instalments)
            yield return new(
                "try_cast(m.due_date as date) < m.loan_start",
                "date-order",
                "due_date",
                "The instalment falls due before its loan starts."
            );
    }

    private ControlTotals ReadTotals() =>
        staging
            .Rows(
                "select count(*), coalesce(sum(principal), 0), sum(amount_paid), sum(outstanding_balance) from checked_loans where fault is null and not repeated",
                r => new ControlTotals(
                    r.GetInt64(0),
                    r.GetDecimal(1),
                    r.IsDBNull(2) ? null : r.GetDecimal(2),
                    r.IsDBNull(3) ? null : r.GetDecimal(3)
                )
            )
            .Single();

    private const string EqualPayments =
        "select customer_id, loan_id, amount from checked_payments where fault is null qualify count(*) over (partition by loan_id, paid_on, amount, kind) > 1";

    /// <summary>The loans behind what can be found in the source only.</summary>
    public IEnumerable<(string Finding, string CustomerId, string LoanId)> LoansOfOwnFindings() =>
        Tables.Contains(CanonicalTable.Payments) && !PaymentsAreNumbered
            ? staging.Rows(
                $"select distinct customer_id, loan_id from ({EqualPayments})",
                r => (FindingKind.DuplicatePayment, r.GetString(0), r.GetString(1))
            )
            : [];

    /// <summary>Branches and customers of which the source says different things, where only the latest of them is taken.</summary>
    private Finding? Conflicts(CanonicalTable table)
    {
        if (
            table != CanonicalTable.Branches && table != CanonicalTable.Customers
            || mappings[table.Name].All is not { } all
        )
            return null;
        var key = Staging.Name(table.Key[0]);
        var values = Columns(table)
            .Except(table.Key)
            .Select(c => $"count(distinct coalesce(trim({Staging.Name(c)}), '')) > 1")
            .ToArray();
        if (values.Length == 0)
            return null;
        var (count, keys) = staging
            .Rows(
                $"select count(*), coalesce((list({key} order by {key}))[1:100], []) from (select {key} from ({all}) where {key} is not null group by {key} having {string.Join(" or ", values)})",
                r => (r.GetInt64(0), r.GetFieldValue<List<string>>(1))
            )
            .Single();
        return count == 0
            ? null
            : new(
                "conflicting-values",
                $"Keys of {table.Name} with other values further up; the latest were taken",
                count,
                null,
                keys
            );
    }

    /// <summary>Findings that can be had from the source only: what the types round, and payments that cannot be told apart.</summary>
    private IEnumerable<Finding> OwnFindings()
    {
        foreach (var table in Tables)
        {
            var money = table.Columns.Where(c => c.Kind == ColumnKind.Number).ToArray();
            if (money.Length == 0)
                continue;
            var longer = string.Join(
                " or ",
                money.Select(c =>
                {
                    // Few numbers are long enough to be looked at more closely.
                    var (name, point) = (
                        Staging.Name(c.Name),
                        $"instr({Staging.Name(c.Name)}, '.')"
                    );
                    return $"({point} > 0 and length({name}) - {point} > 4 and regexp_matches({name}, '\\.[0-9]{'{'}4{'}'}[0-9]*[1-9]'))";
                })
            );
            var rounded = staging.Scalar<long>(
                $"select count(*) from mapped_{table.Name} where {longer}"
            );
            if (rounded > 0)
                yield return new(
                    "rounded",
                    $"Rows of {table.Name} with a number of more than four decimals, rounded to four",
                    rounded,
                    null,
                    []
                );
        }
        foreach (var table in Tables)
            if (Conflicts(table) is { } conflicts)
                yield return conflicts;
        if (!Tables.Contains(CanonicalTable.Payments) || PaymentsAreNumbered)
            yield break;
        var equal = staging
            .Rows(
                $"""
                select count(*), coalesce(sum(amount), 0)::decimal(38, 4), coalesce((list(distinct loan_id order by loan_id))[1:100], []),
                    count(distinct loan_id)
                from ({EqualPayments})
                """,
                r =>
                    (
                        r.GetInt64(0),
                        r.GetDecimal(1),
                        r.GetFieldValue<List<string>>(2),
                        r.GetInt64(3)
                    )
            )
            .Single();
        if (equal.Item1 > 0)
            yield return new(
                FindingKind.DuplicatePayment,
                FindingKind.TitleOf(FindingKind.DuplicatePayment),
                equal.Item1,
                equal.Item2,
                equal.Item3,
                equal.Item4
            );
    }
}
