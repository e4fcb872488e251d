using System.Text.Json.Nodes;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Tests.Http;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Tests.Imports;

/// <summary>A servicer's file of one row a loan and month becomes the history of the book. Months past due n stand for 30 n + 1 days.</summary>
[Collection("database")]
public sealed class MonthlyPerformanceTests(Database database) : IAsyncLifetime
{
    private const string Header =
        "loan_id,month,balance,delinquency_status,zero_balance_code,zero_balance_date";
    private const string Terms = ",original_balance,start_date";

    /// <summary>A is late and cured, B is paid in April, C is sold short in June, D is not in the file of March.</summary>
    private static readonly string[] Months =
    [
        "A,2024-01,1000,0,,",
        "A,2024-02,950,0,,",
        "A,2024-03,950,1,,",
        "A,2024-04,950,2,,",
        "A,2024-05,900,1,,",
        "A,2024-06,850,0,,",
        "B,2024-02,500,0,,",
        "B,2024-03,480,XX,,",
        "B,2024-04,0,0,01,2024-04-20",
        "C,2024-03,2000,1,,",
        "C,2024-04,2000,2,,",
        "C,2024-05,2000,3,,",
        "C,2024-06,0,,03,2024-06-05",
        "D,2024-02,300,0,,",
        "D,2024-04,290,1,,",
        "D,2024-05,290,2,,",
        "D,2024-06,290,3,,",
    ];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Each_month_of_the_file_is_a_month_of_the_loan_up_to_the_one_in_which_it_ended()
    {
        using var extract = OneFile();
        var outcome = await database.Import(extract.Folder, "monthly-performance");

        outcome.AsOf.ShouldBe(new(2024, 6, 30));
        outcome.Tables.ShouldBe([
            new("customers", 4, 4, 0, 0),
            new("loans", 4, 4, 0, 0),
            new("loan_months", 17, 17, 0, 0),
        ]);
        (await History()).ShouldBe([
            "A 2024-01-31 0 0 current 1000",
            "A 2024-02-29 1 0 current 950",
            "A 2024-03-31 2 31 31-60 950",
            "A 2024-04-30 3 61 61-90 950",
            "A 2024-05-31 4 31 31-60 900",
            "A 2024-06-30 5 0 current 850",
            "B 2024-02-29 1 0 current 500",
            "B 2024-03-31 2 ? ? 480",
            "B 2024-04-30 3 0 paid 0",
            "C 2024-03-31 2 31 31-60 2000",
            "C 2024-04-30 3 61 61-90 2000",
            "C 2024-05-31 4 91 91-120 2000",
            "C 2024-06-30 5 ? written_off 2000",
            "D 2024-02-29 1 0 current 300",
            "D 2024-04-30 3 31 31-60 290",
            "D 2024-05-31 4 61 61-90 290",
            "D 2024-06-30 5 91 91-120 290",
        ]);
    }

    [Fact]
    public async Task The_last_month_says_what_a_loan_owes_and_how_it_ended()
    {
        using var extract = OneFile();
        await database.Import(extract.Folder, "monthly-performance");

        (await Loans()).ShouldBe([
            "A active - - 850 0",
            "B fully_paid 2024-04-20 - 0 -",
            "C written_off - 2024-06-05 0 -",
            "D active - - 290 91",
        ]);
    }

    [Fact]
    public async Task A_later_month_is_merged_in_without_the_loans_and_moves_the_book_on()
    {
        using var first = TwoFiles(
            Months.Where(m => !m.Contains("2024-06", StringComparison.Ordinal))
        );
        await database.Import(first.Folder, "monthly-performance-two-files");
        (await Loans()).ShouldContain("C active - - 2000 91");

        using var june = new Extract().With(
            "performance.csv",
            [Header, .. Months.Where(m => m.Contains("2024-06", StringComparison.Ordinal))]
        );
        var outcome = await database.Import(
            june.Folder,
            "monthly-performance-two-files",
            ImportMode.Merge
        );

        outcome.AsOf.ShouldBe(new(2024, 6, 30));
        (await History()).Length.ShouldBe(17);
        (await Loans()).ShouldBe([
            "A active - - 850 0",
            "B fully_paid 2024-04-20 - 0 -",
            "C written_off - 2024-06-05 0 -",
            "D active - - 290 91",
        ]);
    }

    [Fact]
    public async Task A_month_that_is_corrected_takes_the_place_of_the_one_before()
    {
        using var first = OneFile();
        await database.Import(first.Folder, "monthly-performance");
        using var correction = new Extract().With(
            "performance.csv",
            Header,
            "A,2024-06,850,1,,",
            "D,2024-03-15,295,0,,"
        );
        await database.Import(correction.Folder, "monthly-performance-two-files", ImportMode.Merge);

        (await History())
            .Where(m => m.StartsWith("A 2024-06", StringComparison.Ordinal) || m[0] == 'D')
            .ShouldBe([
                "A 2024-06-30 5 31 31-60 850",
                "D 2024-02-29 1 0 current 300",
                "D 2024-03-31 2 0 current 295",
                "D 2024-04-30 3 31 31-60 290",
                "D 2024-05-31 4 61 61-90 290",
                "D 2024-06-30 5 91 91-120 290",
            ]);
    }

    [Fact] // Of A the loans' file says what it owes, of B that it runs; the months said otherwise for a while.
    public async Task A_month_that_comes_again_takes_back_what_it_said_before()
    {
        const string header = "loan_id,month,balance,days_past_due,ended_as,ended_on";
        using var first = new Extract()
            .With("customers.csv", "customer_id", "C1")
            .With(
                "loans.csv",
                "loan_id,customer_id,principal,start_date,status,outstanding_balance",
                "A,C1,1000,2024-01-10,active,700",
                "B,C1,500,2024-01-10,active,400",
                "C,C1,500,2024-01-10,active,300"
            )
            .With(
                "loan_months.csv",
                header,
                "A,2024-02,650,31,,",
                "B,2024-02,0,,written_off,2024-02-15",
                "C,2024-02,290,0,,"
            );
        await database.Import(first.Folder, "canonical", asOf: new(2024, 2, 29));
        (await Loans()).ShouldBe([
            "A active - - 650 31",
            "B written_off - 2024-02-15 0 -",
            "C active - - 290 0",
        ]);

        using var again = new Extract().With(
            "loan_months.csv",
            header,
            "A,2024-02,,,,",
            "B,2024-02,390,10,,"
        );
        await database.Import(again.Folder, "canonical", ImportMode.Merge, asOf: new(2024, 2, 29));
        (await Loans()).ShouldBe([
            "A active - - 700 -",
            "B active - - 390 10",
            "C active - - 290 0",
        ]);

        // In March only A is told of: what the others owe then, only the loans' file says.
        using var march = new Extract().With("loan_months.csv", header, "A,2024-03,600,0,,");
        await database.Import(march.Folder, "canonical", ImportMode.Merge, asOf: new(2024, 3, 31));
        (await Loans()).ShouldBe([
            "A active - - 600 0",
            "B active - - 400 -",
            "C active - - 300 -",
        ]);
        (
            await database.Scalar<string>(
                "select string_agg(concat_ws(' ', loans_added, loans_gone, loans_changed), ', ' order by version) from data_versions where version > 1"
            )
        ).ShouldBe("0 0 2, 0 0 3");
    }

    [Fact]
    public async Task Days_past_due_are_taken_as_they_are_and_a_date_inside_the_month_is_its_last_row()
    {
        using var extract = new Extract()
            .With("customers.csv", "customer_id", "C1")
            .With(
                "loans.csv",
                "loan_id,customer_id,principal,start_date,status",
                "L1,C1,1000,2024-01-10,active"
            )
            .With(
                "loan_months.csv",
                "loan_id,month,balance,days_past_due",
                "L1,2024-01-31,1000,0",
                "L1,2024-02,1000,30",
                "L1,2024-03-02,1000,31"
            );
        await database.Import(extract.Folder, "canonical", asOf: new(2024, 3, 20));

        (await History()).ShouldBe([
            "L1 2024-01-31 0 0 current 1000",
            "L1 2024-02-29 1 30 1-30 1000",
            "L1 2024-03-20 2 31 31-60 1000",
        ]);
    }

    [Fact]
    public async Task A_month_that_cannot_be_is_refused_by_its_rule()
    {
        using var extract = TwoFiles([
                .. Months,
                "A,2024-13,1,0,,",
                "A,202405,1,0,,",
                "A,2023-12,1,0,,",
                "A,2024-07,1,0,,",
                "B,2024-05,0,0,98,",
                "B,2024-06,0,0,01,2024-05-31",
                "B,2024-05,0,0,,2024-05-31",
                "C,2024-02,1,-1,,",
                "C,2024-02,1,one,,",
                "Z,2024-02,1,0,,",
                "D,2024-04,290,1,,",
                "D,2024-05,290,3,,",
                // Enough good rows that the share of the bad ones stays under the limit.
                .. Enumerable
                    .Range(0, 48)
                    .Select(m => $"E,{new DateOnly(2020, 1, 1).AddMonths(m):yyyy-MM},70,0,,"),
            ])
            .With(
                "loans.csv",
                [
                    "loan_id,original_balance,start_date",
                    .. "ABCD".Select(l => $"{l},1000,2024-01-10"),
                    "E,70,2020-01-10",
                ]
            );

        var refused = await database.Import(
            extract.Folder,
            "monthly-performance-two-files",
            asOf: new(2024, 6, 30)
        );

        // Of the rows one comes twice, and both of D's rows of May are refused with the nine that cannot be.
        refused.Tables[^1].ShouldBe(new("loan_months", 77, 65, 11, 1));
        (await Rules(refused.ImportId)).ShouldBe([
            "17 duplicate-key loan_id",
            "19 date month",
            "20 date month",
            "22 range month",
            "23 kind ended_as",
            "24 date-order ended_on",
            "25 required ended_as",
            "26 range months_past_due",
            "27 number months_past_due",
            "28 reference loan_id",
            "30 duplicate-key loan_id",
        ]);
    }

    [Fact] // Of B nothing is known in March, and D is missing then: both are in no portfolio of that month.
    public async Task Aging_and_portfolio_at_risk_answer_from_the_months()
    {
        using var extract = OneFile();
        await database.Import(extract.Folder, "monthly-performance");

        var aging = await database.Get("/delinquency/aging");
        aging["meta"]!["evidence"]!.GetValue<string>().ShouldBe("monthly");
        aging["meta"]!["policy"].ShouldBeNull(); // the servicer counted, not we
        Cells(aging, "delinquencyBucket", "loans", "balance", "arrearsAmount")
            .Where(r => !r.Contains(" 0 0 ", StringComparison.Ordinal))
            .ShouldBe(["current 1 850 -", "91-120 1 290 -"]);
        aging["data"]!["total"]!
            .ToJsonString()
            .ShouldBe(
                """{"loans":2,"grossLoanPortfolio":1140,"arrearsAmount":null,"arrearsRate":null}"""
            );
        Cells(
                await database.Get("/delinquency/aging?asOf=2024-05-31"),
                "delinquencyBucket",
                "loans",
                "balance"
            )
            .Where(r => !r.EndsWith(" 0 0", StringComparison.Ordinal))
            .ShouldBe(["31-60 1 900", "61-90 1 290", "91-120 1 2000"]);
        Cells(
                await database.Get("/delinquency/portfolio-at-risk?interval=month&days=30&days=90"),
                "on",
                "days",
                "loans",
                "balance",
                "grossLoanPortfolio"
            )
            .ShouldBe([
                "2024-01-31 30 0 0 1000",
                "2024-01-31 90 0 0 1000",
                "2024-02-29 30 0 0 1750",
                "2024-02-29 90 0 0 1750",
                "2024-03-31 30 2 2950 2950",
                "2024-03-31 90 0 0 2950",
                "2024-04-30 30 3 3240 3240",
                "2024-04-30 90 0 0 3240",
                "2024-05-31 30 3 3190 3190",
                "2024-05-31 90 1 2000 3190",
                "2024-06-30 30 1 290 1140",
                "2024-06-30 90 1 290 1140",
            ]);
        var inside = await database.Ask("/delinquency/aging?asOf=2024-05-15");
        (await inside.Problem()).ShouldBe((400, "/problems/invalid-request", "asOf"));
    }

    [Fact]
    public async Task Each_month_carries_the_state_of_the_month_before_unless_the_file_leaves_it_out()
    {
        using var extract = OneFile();
        await database.Import(extract.Folder, "monthly-performance");

        await using var db = Db();
        var months = await db
            .LoanMonths.OrderBy(m => m.LoanId)
            .ThenBy(m => m.MonthEnd)
            .Select(m => new
            {
                m.LoanId,
                m.StateBefore,
                m.State,
                m.BalanceBefore,
            })
            .ToListAsync(TestContext.Current.CancellationToken);
        months
            .Where(m => m.LoanId != "A")
            .Select(m =>
                FormattableString.Invariant(
                    $"{m.LoanId} {Or(m.StateBefore, '?')} {Or(m.BalanceBefore?.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture), '?')} {Or(m.State, '?')}"
                )
            )
            .ShouldBe([
                "B ? ? current",
                "B current 500 ?",
                "B ? 480 paid",
                "C ? ? 31-60",
                "C 31-60 2000 61-90",
                "C 61-90 2000 91-120",
                "C 91-120 2000 written_off",
                "D ? ? current",
                "D ? ? 31-60",
                "D 31-60 290 61-90",
                "D 61-90 290 91-120",
            ]);
    }

    [Fact] // A month's end is the first day on which a lateness is known of.
    public async Task Each_loan_has_the_day_on_which_it_was_first_late_and_on_which_it_ended()
    {
        using var extract = OneFile();
        await database.Import(extract.Folder, "monthly-performance");

        await using var db = Db();
        var standings = await db
            .LoanStandings.OrderBy(s => s.LoanId)
            .ToListAsync(TestContext.Current.CancellationToken);
        standings
            .Select(s =>
                $"{s.LoanId} {s.State} {Day(s.Ever30On)} {Day(s.Ever60On)} {Day(s.Ever90On)} {Day(s.EndedOn)}"
            )
            .ShouldBe([
                "A current 2024-03-31 2024-04-30 - -",
                "B paid - - - 2024-04-20",
                "C written_off 2024-03-31 2024-04-30 2024-05-31 2024-06-05",
                "D 91-120 2024-04-30 2024-05-31 2024-06-30 -",
            ]);

        static object Day(DateOnly? day) => Or(day?.ToString("O"), '-');
    }

    [Fact] // One file, months and years without a day, more columns than are read.
    public async Task The_layout_of_Fannie_Mae_loads_by_the_profile_of_the_documentation()
    {
        using var profile = new DocumentedProfile("fannie", 0);
        using var extract = new Extract().With(
            "performance.csv",
            "LOAN_ID|ACT_PERIOD|SERVICER|ORIG_RATE|ORIG_UPB|ORIG_TERM|ORIG_DATE|CURRENT_UPB|DLQ_STATUS|Zero_Bal_Code|ZB_DTE",
            "100007365142|122019|Other|3.625|200000|360|122019|200000.00|00||",
            "100007365142|012020|Other|3.625|200000|360|122019|199700.11|00||",
            "100007365142|022020|Other|3.625|200000|360|122019|199400.22|01||",
            "100007365142|032020|Other|3.625|200000|360|122019|0.00|XX|09|032020",
            "100007365143|012020|Other|4.125|90000|180|112019|89600.00|XX||",
            "100007365143|022020|Other|4.125|90000|180|112019|89200.00|00||",
            "100007365143|032020|Other|4.125|90000|180|112019|0.00|00|01|032020"
        );

        var outcome = await database.Import(extract.Folder, profile.Name);

        (outcome.AsOf, outcome.Tables.Sum(t => t.Rejected)).ShouldBe((new(2020, 3, 31), 0));
        (await History()).ShouldBe([
            "100007365142 2019-12-31 0 0 current 200000",
            "100007365142 2020-01-31 1 0 current 199700.11",
            "100007365142 2020-02-29 2 31 31-60 199400.22",
            "100007365142 2020-03-31 3 ? written_off 199400.22",
            "100007365143 2020-01-31 2 ? ? 89600",
            "100007365143 2020-02-29 3 0 current 89200",
            "100007365143 2020-03-31 4 0 paid 0",
        ]);
        (await Loans()).ShouldBe([
            "100007365142 written_off - 2020-03-01 0 -",
            "100007365143 fully_paid 2020-03-01 - 0 -",
        ]);
        (
            await database.Scalar<string>(
                "select concat_ws(' ', trim_scale(principal), trim_scale(interest_rate), term_months, start_date) from loans order by loan_id limit 1"
            )
        ).ShouldBe("200000 3.625 360 2019-12-01");
    }

    [Fact] // Two files; the property is taken in April, and reports begin before the first payment.
    public async Task The_layout_of_Freddie_Mac_loads_by_the_profile_of_the_documentation()
    {
        using var profile = new DocumentedProfile("freddie", 1);
        using var extract = new Extract()
            .With(
                "origination.csv",
                "Credit Score|First Payment Date|Maturity Date|Original UPB|Original Interest Rate|Amortization Type|Loan Sequence Number|Original Loan Term",
                "751|202002|205001|120000|3.75|FRM|F20Q10000001|360"
            )
            .With(
                "performance.csv",
                "Loan Sequence Number|Monthly Reporting Period|Current Actual UPB|Current Loan Delinquency Status|Loan Age|Zero Balance Code|Zero Balance Effective Date",
                "F20Q10000001|202001|120000.00|0|0||",
                "F20Q10000001|202002|119800.00|0|1||",
                "F20Q10000001|202003|119800.00|6|2||",
                "F20Q10000001|202004|119800.00|RA|3||",
                "F20Q10000001|202005|0.00| |4|03|202005"
            );

        await database.Import(extract.Folder, profile.Name);

        (await History()).ShouldBe([
            "F20Q10000001 2020-02-29 0 0 current 119800",
            "F20Q10000001 2020-03-31 1 181 >180 119800",
            "F20Q10000001 2020-04-30 2 211 >180 119800",
            "F20Q10000001 2020-05-31 3 ? written_off 119800",
        ]);
        (await database.Get("/loans?finding=month-outside-loan"))["total"]!
            .GetValue<int>()
            .ShouldBe(1);
    }

    /// <summary>The nth profile that docs/monthly-performance.md spells out, installed for as long as a test runs.</summary>
    private sealed class DocumentedProfile : IDisposable
    {
        private readonly string folder;

        public DocumentedProfile(string name, int n)
        {
            Name = name;
            folder = Path.Combine(AppContext.BaseDirectory, "Profiles", name);
            Directory.CreateDirectory(folder);
            File.WriteAllText(
                Path.Combine(folder, "profile.yaml"),
                File.ReadAllText(Path.Combine(Database.Root, "docs", "monthly-performance.md"))
                    .Split("```yaml")[n + 1]
                    .Split("```")[0]
            );
        }

        public string Name { get; }

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }

    private static Extract TwoFiles(IEnumerable<string> months) =>
        new Extract()
            .With("performance.csv", [Header, .. months])
            .With(
                "loans.csv",
                "loan_id,original_balance,start_date",
                "A,1000,2024-01-10",
                "B,510,2024-01-10",
                "C,2000,2024-01-10",
                "D,300,2024-01-10"
            );

    private async Task<string[]> Rules(Guid import) =>
        [
            .. (await database.Get($"/imports/{import}/rejects"))["items"]!
                .AsArray()
                .Select(r => $"{r!["line"]} {r["rule"]} {r["column"]}"),
        ];

    private static Extract OneFile() =>
        new Extract().With(
            "performance.csv",
            [Header + Terms, .. Months.Select(m => $"{m},{Principal(m)},2024-01-10")]
        );

    private static string Principal(string month) =>
        month[0] switch
        {
            'A' => "1000",
            'B' => "510",
            'C' => "2000",
            _ => "300",
        };

    private async Task<string[]> History()
    {
        await using var db = Db();
        var months = await db
            .LoanMonths.OrderBy(m => m.LoanId)
            .ThenBy(m => m.MonthEnd)
            .ToListAsync(TestContext.Current.CancellationToken);
        return
        [
            .. months.Select(m =>
                FormattableString.Invariant(
                    $"{m.LoanId} {m.MonthEnd:yyyy-MM-dd} {m.MonthsOnBook} {Or(m.DaysPastDue, '?')} {Or(m.State, '?')} {m.Balance:0.##}"
                )
            ),
        ];
    }

    private async Task<string[]> Loans()
    {
        await using var db = Db();
        var loans = await db
            .Loans.OrderBy(l => l.LoanId)
            .ToListAsync(TestContext.Current.CancellationToken);
        return
        [
            .. loans.Select(l =>
                FormattableString.Invariant(
                    $"{l.LoanId} {l.Status} {Or(l.ClosedOn?.ToString("O"), '-')} {Or(l.WrittenOffOn?.ToString("O"), '-')} {l.OutstandingBalance:0.##} {Or(l.ReportedDaysPastDue, '-')}"
                )
            ),
        ];
    }

    /// <summary>The rows of an answer, the named cells of each.</summary>
    private static IEnumerable<string> Cells(JsonNode answer, params string[] names) =>
        answer["data"]!["rows"]!
            .AsArray()
            .Select(r => string.Join(' ', names.Select(n => r![n]?.ToString() ?? "-")));

    private static object Or(object? value, char unknown) => value ?? unknown;

    private LoanDb Db() =>
        new(
            new DbContextOptionsBuilder<LoanDb>()
                .UseNpgsql(database.ConnectionString)
                .UseSnakeCaseNamingConvention()
                .Options
        );
}
