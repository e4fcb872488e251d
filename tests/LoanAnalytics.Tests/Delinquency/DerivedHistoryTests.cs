using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Credit;
using Microsoft.EntityFrameworkCore;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>What SQL derives of a whole book is what the arithmetic of single loans gives, loan by loan: a thousand random books, a hundred of them
/// published at once for each of ten ways to count lateness.</summary>
[Collection("database")]
public sealed class DerivedHistoryTests(Database database) : IAsyncLifetime
{
    private const int Books = 100;
    private const int LoansOfABook = 4;

    /// <summary>Of payments; most of them are what the name says.</summary>
    internal static readonly string[] Kinds =
    [
        "payment",
        "payment",
        "payment",
        "payment",
        "payment",
        "payment",
        "reversal",
        "refund",
        "waiver",
        "recovery",
    ];

    private static readonly HashSet<DayOfWeek> Weekend = [DayOfWeek.Saturday, DayOfWeek.Sunday];

    private static readonly HashSet<DateOnly> Holidays =
    [
        .. Enumerable.Range(0, 40).Select(n => new DateOnly(2024, 2, 1).AddDays(n * 9)),
    ];

    private static readonly DelinquencyPolicy[] Policies =
    [
        DelinquencyPolicy.Default,
        DelinquencyPolicy.Default with
        {
            GraceDays = 5,
        },
        DelinquencyPolicy.Default with
        {
            GraceDays = 40,
        },
        DelinquencyPolicy.Default with
        {
            Tolerance = 12.5m,
        },
        DelinquencyPolicy.Default with
        {
            RestDays = Weekend,
            Holidays = Holidays,
        },
        DelinquencyPolicy.Default with
        {
            Rule = DaysPastDueRule.Rolling,
        },
        DelinquencyPolicy.Default with
        {
            Rule = DaysPastDueRule.Rolling,
            GraceDays = 10,
        },
        DelinquencyPolicy.Default with
        {
            Rule = DaysPastDueRule.Rolling,
            Tolerance = 30m,
        },
        new()
        {
            Rule = DaysPastDueRule.Rolling,
            GraceDays = 3,
            Tolerance = 0.5m,
            RestDays = Weekend,
            Holidays = Holidays,
        },
        new()
        {
            GraceDays = 15,
            Tolerance = 25m,
            RestDays = Weekend,
        },
    ];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task A_hundred_random_books_are_what_the_arithmetic_gives_loan_by_loan(int seed)
    {
        var policy = Policies[seed];
        var random = new Random(seed);
        var asOf = new DateOnly(2025, 1, 1).AddDays(random.Next(40));
        var book = Enumerable
            .Range(1, Books * LoansOfABook)
            .SelectMany(n => RandomLoan($"L{n}", random, seed % 2 == 1))
            .ToArray();

        await database.Given(asOf, policy, book);

        var schedules = book.OfType<Instalment>()
            .ToLookup(
                i => i.LoanId,
                i => new ScheduledInstalment(i.Seq, i.DueDate, i.AmountDue, i.Principal)
            );
        var movements = book.OfType<Payment>()
            .ToLookup(
                p => p.LoanId,
                p => new Movement(
                    p.PaidOn,
                    Enum.Parse<MovementKind>(p.Kind, ignoreCase: true),
                    p.Amount,
                    null,
                    p.PaymentNo
                )
            );
        var months = (await Read(db => db.LoanMonths)).ToLookup(m => m.LoanId);
        var standings = (await Read(db => db.LoanStandings)).ToDictionary(s => s.LoanId);
        months.Count.ShouldBeGreaterThan(Books * LoansOfABook / 2);
        standings.Keys.Order().ShouldBe(months.Select(m => m.Key).Order());
        foreach (var loan in months)
        {
            ScheduledInstalment[] schedule = [.. schedules[loan.Key]];
            Movement[] paid = [.. movements[loan.Key]];
            foreach (var month in loan)
                Compare(month, schedule, paid, policy);
            Compare(standings[loan.Key], schedule, paid, asOf, policy);
        }
        // Two days within a month, and the date of the data.
        foreach (var day in (DateOnly[])[asOf.AddDays(-100), asOf.AddDays(-200), asOf])
        foreach (var (loan, days, arrears) in await On(day))
        {
            var at = LoanDelinquency.At([.. schedules[loan]], [.. movements[loan]], day, policy)!;
            (days, arrears).ShouldBe((at.DaysPastDue, at.ArrearsAmount), $"{loan} on {day}");
        }
    }

    private static void Compare(
        LoanMonth month,
        ScheduledInstalment[] schedule,
        Movement[] movements,
        DelinquencyPolicy policy
    )
    {
        var what = $"{month.LoanId} on {month.MonthEnd}";
        var at = LoanDelinquency.At(schedule, movements, month.MonthEnd, policy)!;
        (month.DaysPastDue, month.Arrears, month.State).ShouldBe(
            (at.DaysPastDue, at.ArrearsAmount, AgingBuckets.Label(AgingBuckets.Of(at.DaysPastDue))),
            what
        );
        var from = month.MonthsOnBook == 0 ? DateOnly.MinValue : FirstOf(month.MonthEnd);
        if (month.MonthsOnBook > 0)
        {
            var before = LoanDelinquency.At(schedule, movements, from.AddDays(-1), policy)!;
            month.StateBefore.ShouldBe(
                AgingBuckets.Label(AgingBuckets.Of(before.DaysPastDue)),
                what
            );
        }
        var collected = PeriodCollections.Of(schedule, movements, from, month.MonthEnd, policy);
        (
            month.Due,
            month.ArrearsBefore,
            month.OnTime,
            month.DueCollected,
            month.ArrearsCollected,
            month.PaidAhead,
            month.Waived
        ).ShouldBe(
            (
                collected.Due,
                collected.ArrearsAtStart,
                collected.OnTime,
                collected.OnTime + collected.Late,
                collected.AgainstArrears,
                collected.PaidAhead,
                collected.Waived
            ),
            what
        );
    }

    private static void Compare(
        LoanStanding standing,
        ScheduledInstalment[] schedule,
        Movement[] movements,
        DateOnly asOf,
        DelinquencyPolicy policy
    )
    {
        (standing.Ever30On, standing.Ever60On, standing.Ever90On).ShouldBe(
            (Beyond(30), Beyond(60), Beyond(90)),
            standing.LoanId
        );
        var allocation = PaymentAllocation.Of(schedule, movements, asOf, policy);
        var behaviour = PaymentBehaviour.Of(allocation);
        (
            standing.InstalmentsDue,
            standing.InstalmentsEarly,
            standing.InstalmentsOnTime,
            standing.InstalmentsLate,
            standing.DaysLate,
            standing.MaxDaysLate12m,
            standing.MissedInstalments,
            standing.TrendDays
        ).ShouldBe(
            (
                behaviour.InstalmentsDue,
                behaviour.Early,
                behaviour.OnTime,
                behaviour.Late,
                behaviour.DaysLate,
                behaviour.MaxDaysLate12m,
                behaviour.MissedInstalments,
                behaviour.TrendDaysPerInstalment is { } t ? Math.Round((decimal)t, 6) : null
            ),
            standing.LoanId
        );
        standing.ScheduleBalance.ShouldBe(
            ScheduleBalance.Of(allocation, 1_000m)!.Amount,
            standing.LoanId
        );

        DateOnly? Beyond(int days) =>
            LoanDelinquency.FirstBeyond(days, schedule, movements, asOf, policy);
    }

    /// <summary>A running loan of 1,000 with up to nine instalments, some due on one day or of nothing, and up to eleven movements.</summary>
    private static IEnumerable<object> RandomLoan(string id, Random random, bool isSplit)
    {
        var start = new DateOnly(2024, 1, 1).AddDays(random.Next(200));
        yield return Loan(id: id, started: start);
        foreach (var i in Enumerable.Range(1, random.Next(0, 10)))
        {
            var due = random.Next(5) * 25m;
            yield return Instalment(
                id,
                i,
                start.AddDays(random.Next(300)),
                due,
                principal: isSplit ? due * 0.8m : null
            );
        }
        var mixed = random.Next(2) == 0;
        foreach (var _ in Enumerable.Range(1, random.Next(0, 12)))
            yield return Payment(
                id,
                start.AddDays(random.Next(-20, 380)),
                random.Next(1, 9) * 12.5m,
                mixed ? Kinds[random.Next(Kinds.Length)] : "payment"
            );
    }

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>Each loan that ran on a day, by the query that answers for days within months.</summary>
    private async Task<List<(string Loan, int Days, decimal Arrears)>> On(DateOnly day)
    {
        var sql = $"""
            select c.loan_id, m.days_past_due, m.arrears * 0.0001 as arrears
            from loan_courses c
            cross join ({SqlFile.Query("CurrentPolicy")}) v
            {SqlFile.Query("CourseArrays")}
            cross join lateral (
                select x.age as from_age, x.age as to_age, date '{day:yyyy-MM-dd}' as until
                from (select {day.Year * 12 + day.Month - 1} - a.first_month_no as age) x
                offset 0
            ) d
            cross join lateral (
            {SqlFile.Query("LoanDays")}
            ) m
            where c.start_date <= d.until
            """;
        await using var db = Context();
        return
        [
            .. (
                await db
                    .Database.SqlQueryRaw<Day>(
                        sql.Replace("{", "{{", StringComparison.Ordinal)
                            .Replace("}", "}}", StringComparison.Ordinal)
                    )
                    .ToListAsync(TestContext.Current.CancellationToken)
            ).Select(d => (d.LoanId, d.DaysPastDue, d.Arrears)),
        ];
    }

    private sealed record Day(string LoanId, int DaysPastDue, decimal Arrears);

    private LoanDb Context() =>
        new(
            new DbContextOptionsBuilder<LoanDb>()
                .UseNpgsql(database.ConnectionString)
                .UseSnakeCaseNamingConvention()
                .Options
        );

    private async Task<List<T>> Read<T>(Func<LoanDb, DbSet<T>> table)
        where T : class
    {
        await using var db = Context();
        return await table(db).AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
    }
}
