using System.Diagnostics;
using System.Text;
using LoanAnalytics.Tests.Http;
using LoanAnalytics.Tests.Outages;

namespace LoanAnalytics.Tests.Imports;

/// <summary>What an extract may hold that nobody prepared: from the command line and over HTTP each bad row is refused by the same rule with its
/// line, column and value, and each odd one is accepted and seen.</summary>
[Collection("database")]
public sealed class BadRowTests(Database database) : IAsyncLifetime
{
    private const string Statuses =
        "Known are approved, active, fully_paid, defaulted, written_off.";
    private static readonly string Long = new('x', 10_000);

    /// <summary>Table, row, and what becomes of it: the rule, the column and the value for which it is refused.</summary>
    private static readonly (string Table, string Row, string Said)[] Refused =
    [
        (
            "loans",
            "N1,C1,B1,\"1.234,56\",5,12,2024-01-01,2025-01-01,active,20,80",
            "number principal 1.234,56"
        ),
        (
            "loans",
            "N2,C1,B1,\"1,234.56\",5,12,2024-01-01,2025-01-01,active,20,80",
            "number principal 1,234.56"
        ),
        ("loans", "N3,C1,B1,€ 12,5,12,2024-01-01,2025-01-01,active,20,80", "number principal € 12"),
        (
            "loans",
            "N4,C1,B1,100,12 %,12,2024-01-01,2025-01-01,active,20,80",
            "number interest_rate 12 %"
        ),
        (
            "loans",
            "N5,C1,B1,1e400,5,12,2024-01-01,2025-01-01,active,20,80",
            "number principal 1e400"
        ),
        ("loans", "N6,C1,B1,NaN,5,12,2024-01-01,2025-01-01,active,20,80", "number principal NaN"),
        (
            "loans",
            "N7,C1,B1,Infinity,5,12,2024-01-01,2025-01-01,active,20,80",
            "number principal Infinity"
        ),
        ("loans", "N8,C1,B1,--5,5,12,2024-01-01,2025-01-01,active,20,80", "number principal --5"),
        (
            "loans",
            "D1,C1,B1,100,5,12,31/04/2024,2025-01-01,active,20,80",
            "date start_date 31/04/2024"
        ),
        (
            "loans",
            "D2,C1,B1,100,5,12,2024-02-30,2025-01-01,active,20,80",
            "date start_date 2024-02-30"
        ),
        ("loans", "D3,C1,B1,100,5,12,01/02/03,2025-01-01,active,20,80", "date start_date 01/02/03"),
        (
            "loans",
            "D4,C1,B1,100,5,12,0000-00-00,2025-01-01,active,20,80",
            "date start_date 0000-00-00"
        ),
        (
            "loans",
            "D5,C1,B1,100,5,12,1900-12-31,2025-01-01,active,20,80",
            "date start_date 1900-12-31"
        ),
        (
            "loans",
            "D6,C1,B1,100,5,12,2024-01-01,2200-01-01,active,20,80",
            "date end_date 2200-01-01"
        ),
        ("loans", "R1,C1,B1,-5,5,12,2024-01-01,2025-01-01,active,20,80", "range principal -5"),
        ("loans", "R2,C1,B1,100,5,0,2024-01-01,2025-01-01,active,20,80", "range term_months 0"),
        (
            "loans",
            "R3,C1,B1,100,1000.01,12,2024-01-01,2025-01-01,active,20,80",
            "range interest_rate 1000.01"
        ),
        ("customers", "R4,X,40,-1,", "range annual_income -1"),
        ("customers", "R5,X,-1,1,", "range age -1"),
        ("customers", "R6,X,121,1,", "range age 121"),
        ("customers", "R7,X,,1,2025-01-01", "range birth_date 2025-01-01"),
        (
            "loans",
            "O1,C1,B1,100,5,12,2024-01-01,2023-12-31,active,20,80",
            "date-order end_date 2023-12-31"
        ),
        ("instalments", "L1,7,2023-12-31,10", "date-order due_date 2023-12-31"),
        (
            "loans",
            "S1,C1,B1,100,5,12,2024-01-01,2025-01-01,sleeping,20,80",
            "status status sleeping"
        ),
        (
            "loans",
            "F1,C0,B1,100,5,12,2024-01-01,2025-01-01,active,20,80",
            "reference customer_id C0"
        ),
        ("loans", "F2,C1,B0,100,5,12,2024-01-01,2025-01-01,active,20,80", "reference branch_id B0"),
        ("payments", "L0,2024-02-01,1", "reference loan_id L0"),
        (
            "loans",
            "K1,C1,B1,100,5,12,2024-01-01,2025-01-01,active,20,80",
            "duplicate-key loan_id K1"
        ),
        (
            "loans",
            "K1,C1,B1,101,5,12,2024-01-01,2025-01-01,active,20,80",
            "duplicate-key loan_id K1"
        ),
        ("customers", $"{Long},X,40,1,", $"length customer_id {Long}"),
        ("customers", "Z1,A\0B,40,1,", "encoding name A\u2400B"),
        ("loans", "M1,C1,B1,100", "malformed-row  "),
        ("loans", "M2,C1,B1,100,5,12,2024-01-01,2025-01-01,active,1,2,3", "malformed-row  "),
    ];

    /// <summary>Names that a spreadsheet would run, of other scripts, and long ones: each is kept as it is.</summary>
    private static readonly string[] Names =
    [
        "=HYPERLINK(1)",
        "+1",
        "-2",
        "@x",
        "🏦 bank",
        "שלום עולם",
        Long,
    ];

    private readonly Extract extract = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.Empty();
        extract
            .With("branches.csv", "branch_id", "B1")
            .With(
                "customers.csv",
                [
                    "customer_id,name,age,annual_income,birth_date",
                    .. Enumerable.Range(1, 40).Select(i => $"C{i},,,,"),
                    .. Names.Select((n, i) => $"P{i},{n},40,1,"),
                    "P9,Same,40,1,",
                    "P9,Same,40,1,",
                    "A17,Young,17,1,",
                    .. Bad("customers"),
                ]
            )
            .With(
                "loans.csv",
                [
                    "loan_id,customer_id,branch_id,principal,interest_rate,term_months,start_date,end_date,status,amount_paid,outstanding_balance",
                    .. Enumerable
                        .Range(1, 120)
                        .Select(i => $"L{i},C1,B1,100,5,12,2024-01-01,2025-01-01,active,20,80"),
                    "A1,A17,B1,100,5,12,2024-01-01,2025-01-01,active,20,80",
                    "A2,C1,B1,100,5,12,2024-01-01,2025-01-01,active,120,-20",
                    "A3,C1,B1,100,5,12,2024-01-01,2025-01-01,active,0,105.01",
                    .. Bad("loans"),
                ]
            )
            .With(
                "instalments.csv",
                [
                    "loan_id,seq,due_date,amount_due",
                    .. Enumerable.Range(1, 9).Select(i => $"L{i},1,2024-02-01,10"),
                    "L9,2,2025-01-02,10",
                    .. Bad("instalments"),
                ]
            )
            .With(
                "payments.csv",
                [
                    "loan_id,paid_on,amount",
                    .. Enumerable.Range(1, 9).Select(i => $"L{i},2024-02-01,10"),
                    "L1,2024-02-01,10",
                    "L2,2023-12-31,10",
                    .. Bad("payments"),
                ]
            );
    }

    [Fact]
    public async Task Over_HTTP_each_bad_row_is_refused_by_its_rule_and_each_odd_one_is_seen()
    {
        var files = Directory
            .GetFiles(extract.Folder)
            .Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)));
        var import = await database.Client.Loaded(
            await database.Client.Upload("/imports", [("asOf", "2024-12-31")], files)
        );
        import["state"]!.GetValue<string>().ShouldBe("published");
        await ShouldHold(import["importId"]!.GetValue<string>());
    }

    [Fact]
    public async Task From_the_command_line_each_bad_row_is_refused_by_its_rule_and_each_odd_one_is_seen()
    {
        using var program = Process.Start(
            Serving.Program(
                database.ConnectionString,
                [],
                ["import", extract.Folder, "--profile", "canonical", "--as-of", "2024-12-31"]
            )
        )!;
        var output = await program.StandardOutput.ReadToEndAsync(Stop);
        await program.WaitForExitAsync(Stop);

        program.ExitCode.ShouldBe(0, output);
        output.ShouldContain("customers: 56 rows = 49 accepted + 6 rejected + 1 repeated");
        await ShouldHold(
            await database.Scalar<string>("select import_id::text from imports limit 1")
        );
    }

    public ValueTask DisposeAsync()
    {
        extract.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ShouldHold(string import)
    {
        var rejects = (await database.Get($"/imports/{import}/rejects?limit=1000"))["items"]!
            .AsArray()
            .Select(r => r!)
            .ToList();
        Refused
            .Select(r => $"{r.Said}: {Become(r.Table, r.Row)}")
            .ShouldBe(Refused.Select(r => $"{r.Said}: {r.Said} {r.Row.Replace('\0', '\u2400')}"));
        rejects.Count.ShouldBe(Refused.Length);
        rejects.Single(r => r["rule"]!.GetValue<string>() == "status")["message"]!
            .GetValue<string>()
            .ShouldBe(Statuses);
        (await database.Get("/data/quality"))["data"]!
            .AsArray()
            .Where(f =>
                !f!["id"]!.GetValue<string>().StartsWith("schedule", StringComparison.Ordinal)
            )
            .ToDictionary(f => f!["id"]!.GetValue<string>(), f => f!["count"]!.GetValue<int>())
            .ShouldContainAll(
                ("negative-balance", 1),
                ("balance-above-debt", 1),
                ("payment-before-start", 1),
                ("instalment-after-end", 1),
                ("duplicate-payment", 2),
                ("age-out-of-range", 1)
            );
        (
            await database.Scalar<string[]>(
                "select array_agg(name order by customer_id) from customers where customer_id like 'P%' and customer_id <> 'P9'"
            )
        ).ShouldBe(Names);
        (
            await database.Scalar<string>(
                "select distinct concat_ws(' ', gender, employment, income_band) from loan_facts where customer_id = 'C1'"
            )
        ).ShouldBe("unknown unknown unknown");

        string Become(string table, string row)
        {
            var line = extract.LineOf($"{table}.csv", row);
            return
                rejects.SingleOrDefault(r =>
                    r["file"]!.GetValue<string>() == $"{table}.csv"
                    && r["line"]!.GetValue<long>() == line
                )
                    is { } reject
                ? $"{reject["rule"]} {(reject["rule"]!.GetValue<string>() == "malformed-row" ? "" : reject["column"])} {reject["value"]} {reject["row"]}"
                : "accepted";
        }
    }

    private static IEnumerable<string> Bad(string table) =>
        Refused.Where(r => r.Table == table).Select(r => r.Row);
}

/// <summary>Helps to say where a row stands, and what was found.</summary>
internal static class BadRows
{
    /// <summary>The number of its record, the header being 1.</summary>
    public static long LineOf(this Extract extract, string file, string row) =>
        Array.IndexOf(
            File.ReadAllText(Path.Combine(extract.Folder, file), Encoding.UTF8).Split('\n'),
            row
        ) + 1;

    public static void ShouldContainAll(
        this Dictionary<string, int> found,
        params (string Id, int Count)[] expected
    ) => expected.Select(e => (e.Id, Count: found.GetValueOrDefault(e.Id))).ShouldBe(expected);
}
