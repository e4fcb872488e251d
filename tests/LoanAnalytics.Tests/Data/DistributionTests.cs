using System.Reflection;
using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Tests.Data;

/// <summary>The rules that let the same schema and code run on a database distributed by customer, read from the catalogue.</summary>
[Collection("database")]
public sealed class DistributionTests(Database database)
{
    /// <summary>Small tables that every node has whole: the lookups, the records of versions, imports and segmentations, and sums over
    /// the book.</summary>
    private const string Small =
        "'branches', 'data_versions', 'imports', 'import_files', 'import_rejects', 'segmentations', 'segments', 'kept_keys', 'risk_models', 'risk_model_files', 'history_totals', 'cohort_totals', 'profiles', 'behaviour_totals', 'workout_totals', 'recovery_totals', '__EFMigrationsHistory'";

    private const string Large =
        $"select c.oid, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' and c.relname not in ({Small})";

    [Fact]
    public async Task The_large_tables_are_these() =>
        (
            await database.Scalar<string>(
                $"select string_agg(relname, ' ' order by relname) from ({Large}) l"
            )
        ).ShouldBe(
            "customer_facts customers filed_loans found_rows instalments loan_courses loan_facts loan_month_arrays loan_snapshots loan_standings loans modifications payments reported_months risk_scores segment_members watch_notes"
        );

    [Fact]
    public Task The_customer_is_the_first_column_of_the_primary_key_of_every_large_table() =>
        None(
            $"""
            select l.relname from ({Large}) l where not exists (
                select 1 from pg_index i join pg_attribute a on a.attrelid = l.oid and a.attnum = i.indkey[0]
                where i.indrelid = l.oid and i.indisprimary and a.attname = 'customer_id')
            """
        );

    [Fact]
    public Task No_unique_index_of_a_large_table_leaves_the_customer_out() =>
        None(
            $"""
            select l.relname from ({Large}) l join pg_index i on i.indrelid = l.oid and i.indisunique
            where not exists (select 1 from pg_attribute a where a.attrelid = l.oid and a.attname = 'customer_id' and a.attnum = any (i.indkey))
            """
        );

    [Fact] // between large tables a foreign key holds the customer on both sides; a small table never refers to a large one
    public Task No_foreign_key_leaves_its_node() =>
        None(
            $"""
            select k.conname from pg_constraint k where k.contype = 'f' and k.confrelid in (select oid from ({Large}) l) and (
                k.conrelid not in (select oid from ({Large}) l)
                or not exists (select 1 from pg_attribute a where a.attrelid = k.conrelid and a.attname = 'customer_id' and a.attnum = any (k.conkey))
                or not exists (select 1 from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'customer_id' and a.attnum = any (k.confkey)))
            """
        );

    [Fact]
    public Task There_is_no_trigger() =>
        None("select tgname from pg_trigger where not tgisinternal");

    [Fact] // sum_whole is an aggregate made of a function of the database's own, which every node is given
    public Task There_is_no_function_of_ours_but_a_sum() =>
        None(
            "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and (p.prokind, p.proname) <> ('a', 'sum_whole')"
        );

    [Fact] // what a statement writes comes in as a parameter, and no number is dealt out across nodes
    public Task No_large_table_has_a_default_or_a_sequence() =>
        None(
            $"select l.relname from ({Large}) l join pg_attribute a on a.attrelid = l.oid where a.attnum > 0 and (a.atthasdef or a.attidentity <> '')"
        );

    [Fact]
    public void No_query_uses_what_a_distributed_one_cannot()
    {
        var program = typeof(SqlFile).Assembly;
        string[] never =
        [
            "grouping sets",
            "rollup (",
            "cube (",
            "now()",
            "current_date",
            "truncate ",
        ];
        var found = program
            .GetManifestResourceNames()
            .Where(n => n.EndsWith(".sql", StringComparison.Ordinal))
            .Select(n => (Name: n, Text: Text(program, n)))
            .SelectMany(f =>
                never
                    .Where(w => f.Text.Contains(w, StringComparison.OrdinalIgnoreCase))
                    .Select(w => $"{f.Name}: {w}")
            );
        found.ShouldBeEmpty();
    }

    private static string Text(Assembly program, string resource)
    {
        using var reader = new StreamReader(program.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private async Task None(string query) =>
        (
            await database.Scalar<string>(
                $"select coalesce(string_agg(q.name, ', '), '') from ({query}) q (name)"
            )
        ).ShouldBe("");
}
