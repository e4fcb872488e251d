using System.Globalization;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Tests.Delinquency;

namespace LoanAnalytics.Tests.Imports;

/// <summary>A merge leaves what a replace with the merged files leaves, row for row: random books of payments or of months, and random deltas that move
/// defaults, ends, renegotiations and schedules anywhere in the history.</summary>
[Collection("database")]
public sealed class MergedIsReplacedTests(Database database)
{
    private const int Loans = 40;
    private static readonly DateOnly AsOf = new(2025, 1, 14);
    private static readonly DateOnly First = new(2023, 10, 1);

    /// <summary>What answers are read from, each row as JSON without numbers that only count rows.</summary>
    private static readonly Dictionary<string, string> Read = new()
    {
        ["branches"] = "select to_jsonb(t) from branches t",
        ["customers"] = "select to_jsonb(t) from customers t",
        ["loans"] = "select to_jsonb(t) from loans t",
        ["instalments"] = "select to_jsonb(t) from instalments t",
        ["payments"] = "select to_jsonb(t) from payments t",
        ["modifications"] = "select to_jsonb(t) from modifications t",
        ["reported_months"] = "select to_jsonb(t) from reported_months t",
        ["filed_loans"] = "select to_jsonb(t) from filed_loans t",
        ["customer_facts"] = "select to_jsonb(t) from customer_facts t",
        // In whatever order a loan has several of them.
        ["loan_facts"] =
            "select to_jsonb(t) || jsonb_build_object('findings', array(select unnest(findings) order by 1)) from loan_facts t",
        ["loan_courses"] = "select to_jsonb(t) from loan_courses t",
        ["loan_standings"] = "select to_jsonb(t) from loan_standings t",
        ["loan_month_arrays"] = "select to_jsonb(t) from loan_month_arrays t",
        ["loan_months"] = "select to_jsonb(t) from loan_months t",
        ["found_rows"] = "select to_jsonb(t) - 'n' from found_rows t",
        // Every reader takes unknown balances of these sums for nothing.
        ["history_totals"] =
            "select to_jsonb(t) || jsonb_build_object('balance', coalesce(balance, 0), 'balance_before', coalesce(balance_before, 0), 'performing_balance', coalesce(performing_balance, 0), 'newly_defaulted_balance', coalesce(newly_defaulted_balance, 0)) from history_totals t",
        // A merge takes off and adds in rows of their own; what they sum up to is read.
        ["cohort_totals"] =
            "select jsonb_build_array(start_month, event, event_month, ended_month, is_known, sum(loans), sum(principal)) from cohort_totals group by start_month, event, event_month, ended_month, is_known having sum(loans) <> 0",
        // The trend of a month is rounded to a millionth of a day each time that it is added to.
        ["behaviour_totals"] =
            "select to_jsonb(t) || jsonb_build_object('trend_days', round(trend_days, 4)) from behaviour_totals t",
        ["workout_totals"] = "select to_jsonb(t) from workout_totals t",
        ["recovery_totals"] = "select to_jsonb(t) from recovery_totals t",
        ["data_versions"] =
            "select jsonb_build_array(as_of, currency, book_totals, findings, has_payments, has_months, has_dates, has_reported, balance_basis, history_from) from data_versions where version = (select max(version) from data_versions)",
    };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Soak.Setting("MERGES", 4))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_merge_leaves_what_a_replace_with_the_merged_files_leaves(int seed)
    {
        var random = new RandomFiles(new Random(seed), isPayments: seed % 4 != 0);
        await database.Empty();
        await Load(random.Base(), ImportMode.Replace);
        // The second delta meets what the first left.
        await Load(random.Delta(withCustomers: false), ImportMode.Merge);
        await Load(random.Delta(withCustomers: seed % 3 == 0), ImportMode.Merge);
        await Keep("merged");

        await Load(random.All, ImportMode.Replace);

        await Keep("replaced");
        foreach (var table in Read.Keys)
            (await Difference(table)).ShouldBeEmpty($"{table} of book {seed}");
    }

    private async Task Load(Files files, ImportMode mode)
    {
        using var extract = new Extract();
        foreach (var (table, rows) in files.Where(f => f.Value.Count > 0))
            extract.With($"{table}.csv", [RandomFiles.Headers[table], .. rows.Values]);
        var outcome = await database.Import(extract.Folder, "canonical", mode, asOf: AsOf);
        outcome.State.ShouldBe("published");
        outcome.Tables.Sum(t => t.Rejected + t.Repeated).ShouldBe(0);
    }

    private Task Keep(string schema) =>
        database.Run(
            $"drop schema if exists {schema} cascade; create schema {schema}; "
                + string.Join(
                    ' ',
                    Read.Select(t => $"create table {schema}.{t.Key} (row) as {t.Value};")
                )
        );

    private Task<string[]> Difference(string table) =>
        database.Scalar<string[]>(
            $"""
            select array(
                (select 'merged: ' || row::text as d from (table merged.{table} except all table replaced.{table}) m order by 1 limit 3)
                union all
                (select 'replaced: ' || row::text from (table replaced.{table} except all table merged.{table}) r order by 1 limit 3)
            )
            """
        );

    /// <summary>Rows by key, by table.</summary>
    private sealed class Files : Dictionary<string, SortedDictionary<string, string>>
    {
        public Files()
        {
            foreach (var table in RandomFiles.Headers.Keys)
                this[table] = new(StringComparer.Ordinal);
        }

        public void MergeIn(Files delta)
        {
            foreach (var (table, rows) in delta)
            foreach (var (key, row) in rows)
                this[table][key] = row;
        }
    }

    /// <summary>Files of a random book and of changes to it.</summary>
    private sealed class RandomFiles(Random random, bool isPayments)
    {
        public static readonly Dictionary<string, string> Headers = new()
        {
            ["branches"] = "branch_id,name,city,region",
            ["customers"] = "customer_id,name,age,annual_income",
            ["loans"] =
                "loan_id,customer_id,branch_id,principal,interest_rate,term_months,start_date,end_date,status,amount_paid,outstanding_balance,defaulted_on,closed_on,written_off_on,recovered,channel",
            ["instalments"] = "loan_id,seq,due_date,amount_due,principal",
            ["payments"] = "loan_id,payment_no,paid_on,amount,kind",
            ["modifications"] = "loan_id,modified_on,kind",
            ["loan_months"] = "loan_id,month,balance,days_past_due,ended_as,ended_on",
        };

        private static readonly string[] Statuses =
        [
            "active",
            "active",
            "active",
            "active",
            "fully_paid",
            "defaulted",
            "written_off",
            "approved",
        ];

        private readonly Dictionary<string, DateOnly> starts = [];
        private int loans;
        private int customers;

        /// <summary>What all that was made merges to.</summary>
        public Files All { get; } = [];

        public Files Base()
        {
            var files = new Files();
            for (var i = 1; i <= 4; i++)
                AddBranch(files, i);
            for (var i = 0; i < Loans / 2; i++)
                AddCustomer(files, ++customers);
            for (var i = 0; i < Loans; i++)
                AddLoan(files);
            All.MergeIn(files);
            return files;
        }

        /// <summary>Some loans are new, some rows are others, and some come along.</summary>
        public Files Delta(bool withCustomers)
        {
            var files = new Files();
            if (withCustomers)
            {
                AddBranch(files, random.Next(1, 5));
                AddCustomer(files, random.Next(1, customers + 1));
                AddCustomer(files, ++customers);
            }
            for (var i = 0; i < 3; i++)
                AddLoan(files);
            foreach (var (loan, start) in starts.Where(_ => random.Next(4) == 0).ToArray())
                switch (random.Next(6))
                {
                    case 0:
                        AddLoan(files, loan, start);
                        break;
                    case 1:
                        AddInstalments(files, loan, start, random.Next(1, 12));
                        break;
                    case 2:
                        AddModification(files, loan, start);
                        break;
                    case 3:
                        AddLoan(files, loan, start.AddDays(-random.Next(60)));
                        AddMovements(files, loan, start);
                        break;
                    default:
                        AddMovements(files, loan, start);
                        break;
                }
            All.MergeIn(files);
            return files;
        }

        private void AddLoan(Files files)
        {
            var loan = $"L{++loans:000}";
            var start = First.AddDays(random.Next(460));
            AddLoan(files, loan, start);
            if (random.Next(8) > 0)
                AddInstalments(files, loan, start, random.Next(1, 12));
            AddMovements(files, loan, start);
            if (random.Next(8) == 0)
                AddModification(files, loan, start);
        }

        private void AddLoan(Files files, string loan, DateOnly start)
        {
            var known = All["loans"].GetValueOrDefault(loan);
            var status = Statuses[random.Next(Statuses.Length)];
            starts[loan] = start;
            files["loans"][loan] = Row(
                loan,
                known?.Split(',')[1] ?? $"C{random.Next(1, customers + 1)}",
                random.Next(9) == 0 ? null : $"B{random.Next(1, 5)}",
                100 * random.Next(1, 20),
                random.Next(9) == 0 ? null : random.Next(40) * 0.5m,
                random.Next(9) == 0 ? null : random.Next(3, 30),
                start,
                Perhaps(2) ? start.AddDays(random.Next(700)) : null,
                status,
                Perhaps(2) ? random.Next(0, 1000) : null,
                status == "approved" || Perhaps(3) ? 0 : random.Next(-10, 900),
                status is "defaulted" or "written_off" && Perhaps(2) ? Day(start) : null,
                status == "fully_paid" && Perhaps(2) ? Day(start) : null,
                status == "written_off" && Perhaps(2) ? Day(start) : null,
                Perhaps(5) ? random.Next(100) : null,
                Perhaps(2) ? "web" : "desk"
            );
        }

        private void AddInstalments(Files files, string loan, DateOnly start, int count)
        {
            for (var seq = 1; seq <= count; seq++)
            {
                var amount = random.Next(5) * 25m;
                files["instalments"][$"{loan} {seq}"] = Row(
                    loan,
                    seq,
                    start.AddDays(random.Next(500)),
                    amount,
                    loan[^1] % 2 == 0 ? amount * 0.8m : null
                );
            }
        }

        /// <summary>Payments in one kind of book, months in the other; those with a number that was given before take their place,
        /// also where they take back a balance or an end.</summary>
        private void AddMovements(Files files, string loan, DateOnly start)
        {
            for (var i = random.Next(0, 10); isPayments && i > 0; i--)
            {
                var number = $"P{random.Next(1, 30)}";
                files["payments"][$"{loan} {number}"] = Row(
                    loan,
                    number,
                    start.AddDays(random.Next(-5, 470)),
                    random.Next(1, 9) * 12.5m,
                    DerivedHistoryTests.Kinds[random.Next(DerivedHistoryTests.Kinds.Length)]
                );
            }
            var months = (AsOf.Year - start.Year) * 12 + AsOf.Month - start.Month;
            for (var age = 0; !isPayments && age <= months; age++)
                if (random.Next(4) > 0)
                {
                    var month = start.AddMonths(age);
                    var end = random.Next(20) switch
                    {
                        0 => "paid",
                        1 => "written_off",
                        _ => null,
                    };
                    files["loan_months"][$"{loan} {month:yyyy-MM}"] = Row(
                        loan,
                        $"{month:yyyy-MM}",
                        Perhaps(12) ? null : random.Next(0, 900),
                        Perhaps(12) ? null : random.Next(5) * 25,
                        end,
                        end is not null && Perhaps(2) ? month : null
                    );
                }
        }

        private void AddModification(Files files, string loan, DateOnly start)
        {
            var day = Day(start);
            files["modifications"][$"{loan} {day}"] = Row(
                loan,
                day,
                Perhaps(3) ? "holiday" : "restructured"
            );
        }

        private void AddBranch(Files files, int number) =>
            files["branches"][$"B{number}"] = Row(
                $"B{number}",
                $"Branch {random.Next(100)}",
                "Rome",
                Perhaps(2) ? "South" : "North"
            );

        private void AddCustomer(Files files, int number) =>
            files["customers"][$"C{number}"] = Row(
                $"C{number}",
                $"Name {random.Next(30)}",
                random.Next(15, 80),
                Perhaps(5) ? null : 1000 * random.Next(1, 150)
            );

        private bool Perhaps(int oneOf) => random.Next(oneOf) == 0;

        private DateOnly Day(DateOnly start) => start.AddDays(random.Next(480));

        private static string Row(params object?[] cells) =>
            string.Join(
                ',',
                cells.Select(c =>
                    c is DateOnly day
                        ? $"{day:yyyy-MM-dd}"
                        : Convert.ToString(c, CultureInfo.InvariantCulture)
                )
            );
    }
}
