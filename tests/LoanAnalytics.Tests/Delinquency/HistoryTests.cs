using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Features.Imports;
using Microsoft.EntityFrameworkCore;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>The history that a publish derives from instalments and payments: hand-worked loans, and equal to the arithmetic on random ones.
/// A loan here starts on 2024-01-15 and has instalments of 100 on the 15th of February, March and April; the book is as of 2025-01-01.</summary>
[Collection("database")]
public sealed class HistoryTests(Database database) : IAsyncLifetime
{
    private static readonly DateOnly February = new(2024, 2, 15);
    private static readonly DateOnly March = new(2024, 3, 15);
    private static readonly DateOnly April = new(2024, 4, 15);

    private static readonly object[] Schedule =
    [
        Instalment("L1", 1, February, 100m),
        Instalment("L1", 2, March, 100m),
        Instalment("L1", 3, April, 100m),
    ];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task A_part_payment_lowers_the_arrears_and_not_the_days()
    {
        await Given(new(2024, 4, 30), Payment("L1", February, 40m), Payment("L1", April, 100m));

        (await Months())
            .Select(m => (m.MonthEnd, m.DaysPastDue, m.Arrears, m.State))
            .ShouldBe([
                (new(2024, 1, 31), 0, 0m, "current"),
                (new(2024, 2, 29), 14, 60m, "1-30"),
                (new(2024, 3, 31), 45, 160m, "31-60"),
                (new(2024, 4, 30), 46, 160m, "31-60"),
            ]);
    }

    [Fact]
    public async Task What_is_paid_in_advance_settles_later_instalments()
    {
        await Given(new(2024, 4, 30), Payment("L1", new(2024, 2, 1), 250m));

        (await Months())
            .Select(m => (m.DaysPastDue, m.Arrears, m.Due, m.Paid, m.DueCollected))
            .ShouldBe([
                (0, 0m, 0m, 0m, 0m),
                (0, 0m, 100m, 250m, 100m),
                (0, 0m, 100m, 0m, 100m),
                (15, 50m, 100m, 0m, 50m),
            ]);
    }

    [Fact]
    public async Task A_payment_and_its_reversal_equal_no_payment_from_the_day_of_the_reversal_on()
    {
        await Given(
            new(2024, 4, 30),
            Payment("L1", February, 100m),
            Payment("L1", new(2024, 3, 20), 100m, "reversal")
        );

        (await Months())
            .Select(m => (m.DaysPastDue, m.Arrears, m.Paid))
            .ShouldBe([(0, 0m, 0m), (0, 0m, 100m), (45, 200m, -100m), (75, 300m, 0m)]);
        // Known on 20 March only: it had then been 34 days since 15 February.
        (await Standing()).Ever30On.ShouldBe(new(2024, 3, 20));
    }

    [Fact]
    public async Task A_recovery_settles_nothing_and_a_waiver_settles()
    {
        await Given(
            new(2024, 3, 14),
            Payment("L1", February, 100m, "recovery"),
            Payment("L1", new(2024, 3, 1), 30m, "waiver")
        );

        var last = (await Months())[^1];
        (last.DaysPastDue, last.Arrears, last.Paid, last.Waived).ShouldBe((28, 70m, 0m, 30m));
    }

    [Theory]
    [InlineData("2024-02-15", 0, 0, "current")] // due today
    [InlineData("2024-02-16", 1, 100, "1-30")]
    [InlineData("2024-03-16", 30, 200, "1-30")]
    [InlineData("2024-03-17", 31, 200, "31-60")]
    [InlineData("2024-08-13", 180, 300, "151-180")]
    [InlineData("2024-08-14", 181, 300, ">180")]
    public async Task Day_30_belongs_to_the_first_bucket_and_the_as_of_date_is_the_last_month(
        string asOf,
        int days,
        int arrears,
        string state
    )
    {
        var on = DateOnly.Parse(asOf, System.Globalization.CultureInfo.InvariantCulture);
        await Given(on, Payment("L1", new(2025, 1, 1), 300m));

        var last = (await Months())[^1];
        (last.MonthEnd, last.DaysPastDue, last.Arrears, last.State).ShouldBe(
            (on, days, (decimal)arrears, state)
        );
        (await Standing()).Ever30On.ShouldBe(days > 30 ? new DateOnly(2024, 3, 17) : null);
    }

    [Fact]
    public async Task A_payment_on_the_due_date_is_in_time_and_a_loan_that_owes_nothing_ends_with_the_payment_that_settles_it()
    {
        await Given(
            new(2024, 12, 31),
            [Loan(outstanding: 0m, status: "fully_paid")],
            Payment("L1", February, 100m),
            Payment("L1", March, 100m),
            Payment("L1", April, 100m)
        );

        (await Months())
            .Select(m => (m.MonthEnd, m.MonthsOnBook, m.Balance, m.DaysPastDue, m.State))
            .ShouldBe([
                (new(2024, 1, 31), 0, 300m, 0, "current"),
                (new(2024, 2, 29), 1, 200m, 0, "current"),
                (new(2024, 3, 31), 2, 100m, 0, "current"),
                (new(2024, 4, 30), 3, 0m, 0, "paid"),
            ]);
        (await Standing()).EndedOn.ShouldBe(April);
    }

    [Fact]
    public async Task A_loan_paid_back_early_without_its_later_interest_is_not_late_after_its_closing_date()
    {
        await Given(
            new(2024, 12, 31),
            [Loan(outstanding: 0m, status: "fully_paid", closedOn: new(2024, 3, 1))],
            Payment("L1", new(2024, 3, 1), 280m)
        );

        var months = await Months();
        months
            .Select(m => (m.DaysPastDue, m.State))
            .ShouldBe([(0, "current"), (14, "1-30"), (0, "paid")]);
        (await Standing()).Ever30On.ShouldBeNull();
    }

    [Fact]
    public async Task The_history_of_a_written_off_loan_ends_with_the_write_off()
    {
        await Given(
            new(2024, 12, 31),
            [Loan(outstanding: 0m, status: "written_off", writtenOffOn: new(2024, 9, 30))],
            Payment("L1", February, 100m)
        );

        var last = (await Months())[^1];
        (last.MonthEnd, last.State, last.Balance).ShouldBe((new(2024, 9, 30), "written_off", 200m));
        (await Standing()).Ever90On.ShouldBe(new(2024, 6, 14));
    }

    [Fact]
    public async Task Where_the_schedule_splits_principal_the_balance_is_the_principal_of_the_instalments_not_settled()
    {
        await database.Given(
            new DateOnly(2024, 4, 30),
            Loan(principal: 240m, outstanding: 70m),
            Instalment("L1", 1, February, 100m, principal: 70m),
            Instalment("L1", 2, March, 100m, principal: 80m),
            Instalment("L1", 3, April, 100m, principal: 90m),
            Payment("L1", February, 150m),
            Payment("L1", March, 50m)
        );

        // At the as-of date what the lender recorded: 70.
        (await Months())
            .Select(m => m.Balance)
            .ShouldBe([240m, 170m, 90m, 70m]);
    }

    [Fact]
    public async Task Without_a_schedule_or_without_payments_or_not_paid_out_a_loan_has_no_history()
    {
        await database.Given(
            Loan(),
            Loan(outstanding: 0m, paid: 0m, status: "approved"),
            Instalment("L2", 1, February),
            Payment("L1", February)
        );
        (await Months()).ShouldBeEmpty();

        await database.Given([Loan(), .. Schedule]);
        (await Months()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_merge_makes_the_history_of_the_loans_that_it_names_anew_and_leaves_the_others()
    {
        using var book = new Extract()
            .With("customers.csv", "customer_id,age", "C1,40", "C2,50")
            .With(
                "loans.csv",
                "loan_id,customer_id,principal,start_date,status",
                "L1,C1,100,2024-01-01,active",
                "L2,C2,200,2024-02-01,active"
            )
            .With(
                "instalments.csv",
                "loan_id,seq,due_date,amount_due",
                "L1,1,2024-02-01,50",
                "L1,2,2024-03-01,50",
                "L2,1,2024-03-01,200"
            )
            .With("payments.csv", "loan_id,paid_on,amount", "L1,2024-02-01,50");
        await database.Import(book.Folder, "canonical", asOf: new(2024, 3, 31));
        // A mark that only a loan made anew loses.
        await database.Run("update loan_month_arrays set paid[2] = 70000 where loan_id = 'L1'");

        using var delta = new Extract().With(
            "payments.csv",
            "loan_id,paid_on,amount",
            "L2,2024-03-05,150"
        );
        await database.Import(delta.Folder, "canonical", ImportMode.Merge, asOf: new(2024, 3, 31));

        (await Months())
            .Select(m => (m.LoanId, m.MonthEnd.Month, m.Paid, m.Arrears))
            .ShouldBe([
                ("L1", 1, 0m, 0m),
                ("L1", 2, 7m, 0m),
                ("L1", 3, 0m, 50m),
                ("L2", 2, 0m, 0m),
                ("L2", 3, 150m, 50m),
            ]);

        // As of another day every loan has another last month.
        await database.Import(delta.Folder, "canonical", ImportMode.Merge, asOf: new(2024, 4, 15));
        (await Months())
            .Select(m => (m.LoanId, m.MonthEnd, m.Paid))
            .Where(m => m.LoanId == "L1")
            .ShouldBe([
                ("L1", new(2024, 1, 31), 0m),
                ("L1", new(2024, 2, 29), 50m),
                ("L1", new(2024, 3, 31), 0m),
                ("L1", new(2024, 4, 15), 0m),
            ]);
    }

    private Task Given(DateOnly asOf, params object[] payments) => Given(asOf, [Loan()], payments);

    private Task Given(DateOnly asOf, object[] loans, params object[] payments) =>
        database.Given(asOf, [.. loans, .. Schedule, .. payments]);

    private async Task<List<LoanMonth>> Months() =>
        [
            .. (await Read(db => db.LoanMonths))
                .OrderBy(m => m.LoanId, StringComparer.Ordinal)
                .ThenBy(m => m.MonthEnd),
        ];

    private async Task<LoanStanding> Standing() => (await Read(db => db.LoanStandings)).Single();

    private async Task<List<T>> Read<T>(Func<LoanDb, DbSet<T>> table)
        where T : class
    {
        var options = new DbContextOptionsBuilder<LoanDb>()
            .UseNpgsql(database.ConnectionString)
            .UseSnakeCaseNamingConvention();
        await using var db = new LoanDb(options.Options);
        return await table(db).AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
    }
}
