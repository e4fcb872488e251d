using CsCheck;

namespace LoanAnalytics.Tests.Imports;

/// <summary>Nothing is lost silently: whatever the files hold, both sums hold.</summary>
[Collection("database")]
public sealed class SumsTests(Database database)
{
    /// <summary>What a row of loans.csv may look like, and what becomes of it; %K stands for its key.</summary>
    private static readonly (string Row, string Fate)[] Shapes =
    [
        ("%K,C1,100.00,2024-01-01,active", "accepted"),
        ("%K,C1,100.00,2024-01-01,active", "accepted"),
        ("%K,C1,100.00,2024-01-01,active", "accepted"),
        ("\"%K\",C1,\"7\",2024-01-01,ACTIVE", "accepted"),
        ("%K,C1,0,2024-01-01,written_off", "accepted"),
        ("%K,C9,100,2024-01-01,active", "rejected"),
        ("%K,C1,-1,2024-01-01,active", "rejected"),
        ("%K,C1,1e3,2024-01-01,active", "rejected"),
        ("%K,C1,100,2024-13-01,active", "rejected"),
        ("%K,C1,100,2024-01-01,asleep", "rejected"),
        ("%K,,100,2024-01-01,active", "rejected"),
        ("%K,C1,100,2024-01-01", "malformed"),
        ("%K,C1,100,2024-01-01,active,more,and more", "malformed"),
    ];

    [Fact]
    public async Task Every_record_is_staged_or_malformed_and_every_row_accepted_rejected_or_repeated()
    {
        await Gen.Select(Gen.Int[0, Shapes.Length - 1].Array[1, 60], Gen.Int[0, 5])
            .SampleAsync(
                async (shapes, twins) =>
                {
                    await database.Empty();
                    var lines = shapes
                        .Select(
                            (s, i) => Shapes[s].Row.Replace("%K", $"L{i}", StringComparison.Ordinal)
                        )
                        .ToList();
                    // Identical twins of some accepted rows, at the end.
                    var repeated = shapes
                        .Index()
                        .Where(s => Shapes[s.Item].Fate == "accepted")
                        .Take(twins)
                        .Select(s => lines[s.Index])
                        .ToArray();
                    lines.AddRange(repeated);
                    // Enough good rows that the share refused stays below the limit.
                    lines.AddRange(
                        Enumerable.Range(0, 300).Select(i => $"G{i},C1,1,2024-01-01,active")
                    );
                    using var extract = new Extract()
                        .With("customers.csv", "customer_id,age", "C1,40")
                        .With(
                            "loans.csv",
                            ["loan_id,customer_id,principal,start_date,status", .. lines]
                        );

                    var outcome = await database.Import(extract.Folder, "canonical");

                    var malformed = shapes.Count(s => Shapes[s].Fate == "malformed");
                    var rejected = shapes.Count(s => Shapes[s].Fate == "rejected");
                    var good = 300 + shapes.Count(s => Shapes[s].Fate == "accepted");
                    var file = (await database.Get($"/imports/{outcome.ImportId}"))["files"]!
                        .AsArray()
                        .Single(f => f!["name"]!.GetValue<string>() == "loans.csv")!;
                    (
                        file["read"]!.GetValue<int>(),
                        file["staged"]!.GetValue<int>(),
                        file["malformed"]!.GetValue<int>(),
                        file["skipped"]!.GetValue<int>()
                    ).ShouldBe((lines.Count, lines.Count - malformed, malformed, 0));
                    outcome
                        .Tables.Single(t => t.Table == "loans")
                        .ShouldBe(
                            new("loans", lines.Count - malformed, good, rejected, repeated.Length)
                        );
                    (await database.Scalar<long>("select count(*) from loans")).ShouldBe(good);
                    (await database.Scalar<long>("select count(*) from import_rejects")).ShouldBe(
                        rejected + malformed
                    );
                },
                iter: 25,
                threads: 1
            );
    }

    [Fact]
    public async Task Rows_of_one_key_that_differ_are_all_refused_even_where_one_is_broken()
    {
        await database.Empty();
        using var extract = new Extract()
            .With("customers.csv", "customer_id,age", "C1,40")
            .With(
                "loans.csv",
                [
                    "loan_id,customer_id,principal,start_date,status",
                    "L1,C1,100,2024-01-01,active",
                    "L1,C1,101,2024-01-01,active",
                    "L2,C1,100,2024-01-01,active",
                    "L2,C1,x,2024-01-01,active",
                    "L3,C1,100,2024-01-01,active",
                    "L3,C1,100.00,2024-01-01,active",
                    .. Enumerable.Range(0, 30).Select(i => $"G{i},C1,1,2024-01-01,active"),
                ]
            );
        var outcome = await database.Import(extract.Folder, "canonical");
        outcome.Tables[1].ShouldBe(new("loans", 36, 31, 4, 1));
        (await database.Get($"/imports/{outcome.ImportId}/rejects"))["items"]!
            .AsArray()
            .Select(r => (r!["line"]!.GetValue<int>(), r["rule"]!.GetValue<string>()))
            .ShouldBe([
                (2, "duplicate-key"),
                (3, "duplicate-key"),
                (4, "duplicate-key"),
                (5, "number"),
            ]);
    }
}
