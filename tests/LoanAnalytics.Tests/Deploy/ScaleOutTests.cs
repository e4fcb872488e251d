using System.Text.RegularExpressions;

namespace LoanAnalytics.Tests.Deploy;

[Collection("database")]
public sealed partial class ScaleOutTests(Database database)
{
    [GeneratedRegex(@"create_distributed_table\('(\w+)', 'customer_id'")]
    private static partial Regex Distributed { get; }

    /// <summary>A table left out would stay on one machine, and no join with the others would be local.</summary>
    [Fact]
    public async Task The_scale_out_step_spreads_every_table_whose_key_starts_with_the_customer()
    {
        var step = await File.ReadAllTextAsync(
            Path.Combine(Database.Root, "deploy", "citus.sql"),
            TestContext.Current.CancellationToken
        );
        var large = await database.Scalar<string[]>(
            """
            select array_agg(c.relname::text order by c.relname)
            from pg_index i
            join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
            where i.indisprimary and a.attname = 'customer_id'
            """
        );

        Distributed
            .Matches(step)
            .Select(m => m.Groups[1].Value)
            .Order(StringComparer.Ordinal)
            .ShouldBe(large);
        large.ShouldContain("loans");
    }
}
