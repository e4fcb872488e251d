using System.Globalization;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Features.Demo;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Credit;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Tests.Demo;

[Collection("database")]
public sealed class DemoImportTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_demo_book_loads_without_a_refused_row_and_its_figures_are_those_of_the_files()
    {
        using var extract = new Extract();
        DemoPortfolio.Write(extract.Folder, 1000, 7, TestContext.Current.CancellationToken);

        var outcome = await database.Import(extract.Folder, "canonical", asOf: DemoBook.AsOf);

        var loans = DemoBook.Read(extract.Folder, "loans").ToArray();
        decimal Sum(string column) => loans.Sum(l => DemoBook.Number(l[column]));
        outcome.Totals.ShouldBe(
            new ControlTotals(
                1000,
                Sum("principal"),
                Sum("amount_paid"),
                Sum("outstanding_balance")
            )
        );
        outcome.Tables.ShouldAllBe(t => t.Rejected == 0 && t.Repeated == 0 && t.Mapped > 0);
        // Behind at their last instalment; defaulted, with a recovery of more than was due by then; and one customer in twenty.
        outcome
            .Findings.Select(f => f.Id)
            .ShouldBe(["active-past-end", "defaulted-ahead-of-plan", "customers-without-loan"]);
        var summary = await database.Get("/portfolio/summary");
        summary["data"]!["default"]!["numerator"]!
            .GetValue<long>()
            .ShouldBe(loans.Count(DemoBook.IsDefaulted));
    }

    [Fact]
    public async Task The_history_of_five_thousand_loans_drawn_from_a_book_is_what_the_arithmetic_gives()
    {
        using var extract = new Extract();
        DemoPortfolio.Write(extract.Folder, 8000, 3, TestContext.Current.CancellationToken);
        await database.Import(extract.Folder, "canonical", asOf: DemoBook.AsOf);
        var schedules = DemoBook
            .Read(extract.Folder, "instalments")
            .ToLookup(
                r => r["loan_id"],
                r => new ScheduledInstalment(
                    int.Parse(r["seq"], CultureInfo.InvariantCulture),
                    DemoBook.Day(r["due_date"])!.Value,
                    DemoBook.Number(r["amount_due"]),
                    DemoBook.Number(r["principal"])
                )
            );
        var movements = DemoBook
            .Read(extract.Folder, "payments")
            .ToLookup(
                r => r["loan_id"],
                r => new Movement(
                    DemoBook.Day(r["paid_on"])!.Value,
                    Enum.Parse<MovementKind>(r["kind"], ignoreCase: true),
                    DemoBook.Number(r["amount"]),
                    null
                )
            );
        var options = new DbContextOptionsBuilder<LoanDb>()
            .UseNpgsql(database.ConnectionString)
            .UseSnakeCaseNamingConvention();
        await using var db = new LoanDb(options.Options);
        var months = (
            await db.LoanMonths.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken)
        ).ToLookup(m => m.LoanId);
        var loans = months.Select(m => m.Key).ToArray();
        new Random(5).Shuffle(loans);

        foreach (var loan in loans.Take(5000))
        {
            ScheduledInstalment[] schedule = [.. schedules[loan]];
            Movement[] paid = [.. movements[loan]];
            var principal = schedule.Sum(i => i.Principal!.Value);
            foreach (var month in months[loan].Where(m => m.State is not ("paid" or "written_off")))
            {
                var at = LoanDelinquency.At(schedule, paid, month.MonthEnd)!;
                var balance = ScheduleBalance.Of(
                    PaymentAllocation.Of(schedule, paid, month.MonthEnd),
                    principal
                )!;
                // At the date of the data it is the lender's own balance.
                var owed = month.MonthEnd == DemoBook.AsOf ? month.Balance : balance.Amount;
                (month.DaysPastDue, month.Arrears, month.Balance).ShouldBe(
                    (at.DaysPastDue, at.ArrearsAmount, owed),
                    $"{loan} on {month.MonthEnd}"
                );
            }
        }
    }

    [Fact]
    public async Task A_merge_of_payments_leaves_the_facts_and_totals_that_loading_all_at_once_would()
    {
        using var extract = new Extract();
        DemoPortfolio.Write(extract.Folder, 1000, 11, TestContext.Current.CancellationToken);
        var file = Path.Combine(extract.Folder, "payments.csv");
        var payments = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        await database.Import(extract.Folder, "canonical", asOf: DemoBook.AsOf);
        var atOnce = await Facts();

        // The payments of each tenth loan come later.
        static bool IsLater(string row) => row[7] == '3';
        await File.WriteAllLinesAsync(
            file,
            payments.Where((row, n) => n == 0 || !IsLater(row)),
            TestContext.Current.CancellationToken
        );
        await database.Import(extract.Folder, "canonical", asOf: DemoBook.AsOf);
        (await Facts()).ShouldNotBe(atOnce);
        using var delta = new Extract().With(
            "payments.csv",
            [.. payments.Where((row, n) => n == 0 || IsLater(row))]
        );
        await database.Run(
            "drop table if exists made; create table made (at text); insert into made select max(ctid)::text from loan_facts"
        );
        await database.Import(delta.Folder, "canonical", ImportMode.Merge, asOf: DemoBook.AsOf);

        (await Facts()).ShouldBe(atOnce);
        (
            await database.Scalar<long>(
                "select count(*) from loan_facts where ctid = (select at::tid from made)"
            )
        ).ShouldBe(1, "a merge made the facts of the whole book anew");
        await database.Run("drop table made");

        Task<string> Facts() =>
            database.Scalar<string>(
                """
                select concat_ws(' ', (select md5(string_agg(f::text, '|' order by loan_id)) from loan_facts f),
                    (select md5(string_agg(t::text, '|' order by month_end, months_on_book, state_before, state, is_renegotiated)) from history_totals t),
                    (select md5(string_agg(b::text, '|' order by month_end, max_days_late)) from behaviour_totals b),
                    (select md5(string_agg(m::text, '|' order by loan_id, month_end)) from loan_months m))
                """
            );
    }
}
