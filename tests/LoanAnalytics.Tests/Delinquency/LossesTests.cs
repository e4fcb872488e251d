using System.Globalization;
using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>Write-offs, recoveries and the forecast of small books worked by hand.</summary>
[Collection("database")]
public sealed class LossesTests(Database database) : IAsyncLifetime
{
    private static readonly DateOnly YearsEnd = new(2024, 12, 31);

    /// <summary>Four loans of 1,000 in one instalment due on 15 February 2024; as of 31 December. L1 to L3 default on 16 May, the 91st day, owing 1,000.
    /// L1 is written off in September; 300 came back in August and 200 in November. L2 is open; 100 came back in July. L3 repays all in
    /// November. L4 paid in time.</summary>
    private static readonly object[] Workouts =
    [
        Loan(outstanding: null, status: "written_off", writtenOffOn: new(2024, 9, 30)),
        Loan(outstanding: null, status: "defaulted"),
        Loan(outstanding: 0m, status: "fully_paid"),
        Loan(outstanding: 0m, status: "fully_paid"),
        .. Enumerable
            .Range(1, 4)
            .Select(n =>
                Instalment($"L{n}", 1, new(2024, 2, 15), 1_000m, principal: 1_000m, interest: 0m)
            ),
        Payment("L1", new(2024, 8, 10), 300m, "recovery"),
        Payment("L1", new(2024, 11, 20), 200m, "recovery"),
        Payment("L2", new(2024, 7, 1), 100m, "recovery"),
        Payment("L3", new(2024, 11, 5), 1_000m),
        Payment("L4", new(2024, 2, 15), 1_000m),
    ];

    /// <summary>Each month from January 2023 to December 2024 two loans of 100 start on the 10th, due on the 15th of the next month: one is paid then,
    /// the other never. As of the end of 2024.</summary>
    private static readonly object[] Ladder =
    [
        .. Enumerable
            .Range(0, 24)
            .Select(m => new DateOnly(2023, 1, 10).AddMonths(m))
            .SelectMany(start => LadderOf(start)),
    ];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    // L5 is written off in April owing 400. Not in default were at April's start L1 (200), L2, L5 and L6 (400 each) and L3 (200); at March's L1 and L4 (300
    // each) and L2, L3 and L5 (400 each); at February's five of 400.
    [Theory]
    [InlineData("")]
    [InlineData("?region=South")]
    public async Task What_is_written_off_and_what_defaults_is_set_against_what_was_performing(
        string filter
    )
    {
        await database.Given(TransitionsTests.AprilsEnd, TransitionsTests.Loans);

        var data = await Data(filter);

        Rows(data, "month")
            .ShouldBe([
                "2024-01-31 0 0 0 0 of 0 ",
                "2024-02-29 0 0 0 0 of 2000 0",
                "2024-03-31 0 0 0 0 of 1800 0",
                "2024-04-30 1 400 1 400 of 1600 0.25",
            ]);
        // 1 - 0.75^12
        data["rows"]![3]!["cdr"]!.GetValue<double>().ShouldBe(0.968323648, 1e-9);
        Figures(data["total"]!).ShouldStartWith("1 400 1 400 of 5400 0.0740740740");
    }

    [Fact] // the balances that roll within the seven months: February's 1,200 of January's 2,000, and so on; nothing has passed 90 days yet
    public async Task Flow_rates_divide_sums_and_a_flow_that_was_never_seen_is_unknown()
    {
        await database.Given(TransitionsTests.AprilsEnd, TransitionsTests.Loans);

        var forecast = (await Data("?months=3"))["forecast"]!;

        Forecast(forecast)
            .ShouldBe([
                "current 3 500 0.35294 - -",
                "1-30 0 0 0.66667 - 0",
                "31-60 0 0 0.5 - 0",
                "61-90 1 400 - - -",
                "91-120 0 0 - - 0",
                "121-150 0 0 - - 0",
                "151-180 0 0 - - 0",
                ">180 0 0 1 1 0",
            ]);
        $"{forecast["months"]} {Money(forecast["balance"])} {Money(forecast["loss"])}".ShouldBe(
            "3 900 -"
        );
    }

    // Of 200 current 100 become late a month, and all of these are lost. 200 x 0.5 + six buckets of 100 + 17 loans beyond 180 days = 2,400 of 2,500. At the end
    // of each month 100 of the current and 600 late balances were to be lost, and in the seven months after 7 x 100 were.
    [Theory]
    [InlineData("")]
    [InlineData("&region=South")]
    public async Task A_book_in_which_half_of_the_current_and_all_of_the_late_is_lost(string filter)
    {
        await database.Given(YearsEnd, Ladder);

        var forecast = (await Data($"?months=3{filter}"))["forecast"]!;

        Forecast(forecast)
            .ShouldBe([
                "current 2 200 0.5 0.5 100",
                "1-30 1 100 1 1 100",
                "31-60 1 100 1 1 100",
                "61-90 1 100 1 1 100",
                "91-120 1 100 1 1 100",
                "121-150 1 100 1 1 100",
                "151-180 1 100 1 1 100",
                ">180 17 1700 1 1 1700",
            ]);
        $"{Money(forecast["balance"])} {Money(forecast["loss"])} {Rounded(forecast["lossRate"], 9)}".ShouldBe(
            "2500 2400 0.96"
        );
        forecast["backTest"]!
            .AsArray()
            .Select(t =>
                $"{t!["month"]} {Money(t["forecast"])} {Money(t["actual"])} {Money(t["error"])}"
            )
            .ShouldBe(
                // 151-180 is first seen in July 2023 and left in August; the seven months after May 2024 are the last that are complete.
                Enumerable
                    .Range(0, 10)
                    .Select(m => new DateOnly(2023, 9, 1).AddMonths(m).AddDays(-1))
                    .Select(day => $"{day:yyyy-MM-dd} 700 700 0")
            );
    }

    [Fact]
    public async Task An_earlier_day_within_a_month_forecasts_on_its_balances_with_the_flows_of_complete_months()
    {
        await database.Given(YearsEnd, Ladder);

        // On 12 June 2024 that month's two loans have started, and May's are not due yet; those late at May's end are 13 or 12 days later.
        var forecast = (await Data("?months=3&asOf=2024-06-12"))["forecast"]!;

        Forecast(forecast)
            .Take(3)
            .ShouldBe(["current 4 400 0.5 0.5 200", "1-30 1 100 1 1 100", "31-60 1 100 1 1 100"]);
        forecast["backTest"]!.AsArray().Count.ShouldBe(3);
    }

    // All of 3,000: 600 of recoveries and 1,000 repaid. Ended: L1 and L3, 500 + 1,000 of 2,000. Open: L2, 100 of 1,000.
    [Theory]
    [InlineData("")]
    [InlineData("?region=South")]
    public async Task What_came_back_is_set_against_what_was_owed_at_default(string filter)
    {
        await database.Given(YearsEnd, Workouts);

        var lgd = (await Data(filter))["lossGivenDefault"]!;

        Workout(lgd["all"]!).ShouldBe("3 1 3000 1600 0.5333 0.4667");
        Workout(lgd["complete"]!).ShouldBe("2 1 2000 1500 0.75 0.25");
        Workout(lgd["incomplete"]!).ShouldBe("1 0 1000 100 0.1 0.9");
        lgd["all"]!["discountedLgd"].ShouldBeNull();
        $"{lgd["unknownLoans"]} {lgd["undated"]}".ShouldBe("0 0");
        lgd["curve"]!
            .AsArray()
            .Select(c => $"{c!["months"]} {c["exposure"]} {c["recovered"]} {c["rate"]}")
            .ShouldBe([
                "0 3000 0 0",
                "1 3000 0 0",
                "2 3000 100 0.03333333333333333",
                "3 3000 300 0.1",
                "4 3000 0 0",
                "5 3000 0 0",
                "6 3000 1200 0.4",
                "7 3000 0 0",
            ]);
    }

    // At 12 % a year 300 come back 3 months after default, 200 and 1,000 after 6: 300 / 1.12^0.25 + 1,200 / 1.12^0.5 = 1,425.513 of 2,000.
    [Fact]
    public async Task At_a_rate_of_discount_what_came_later_is_worth_less()
    {
        await database.Given(YearsEnd, Workouts);

        var lgd = (await Data("?discountRate=12"))["lossGivenDefault"]!;

        lgd["discountRate"]!.GetValue<decimal>().ShouldBe(12m);
        var complete = lgd["complete"]!;
        complete["discountedRecoveryRate"]!.GetValue<double>().ShouldBe(0.7127565226, 1e-9);
        complete["discountedLgd"]!.GetValue<double>().ShouldBe(1 - 0.7127565226, 1e-9);
        complete["lgd"]!.GetValue<double>().ShouldBe(0.25, 1e-12);
    }

    [Fact] // in August L1 was not written off yet and L3 had not paid; 300 and 100 had come in
    public async Task At_an_earlier_day_only_what_had_come_in_by_then_counts()
    {
        await database.Given(YearsEnd, Workouts);

        var data = await Data("?asOf=2024-08-31");

        Workout(data["lossGivenDefault"]!["all"]!).ShouldBe("3 0 3000 400 0.1333 0.8667");
        data["lossGivenDefault"]!["complete"]!["lgd"].ShouldBeNull();
        data["rows"]!
            .AsArray()
            .Select(r => r!["recovered"]!.GetValue<decimal>())
            .ShouldBe([0, 0, 0, 0, 0, 0, 100, 300]);
        data["total"]!["writtenOffLoans"]!.GetValue<long>().ShouldBe(0);
    }

    [Fact] // of 550 that the lender records for L1 only 500 have a date; they count at the date of the data, as if they had come in on it
    public async Task What_was_recovered_without_a_date_counts_for_the_loss_given_default()
    {
        await database.Given(
            YearsEnd,
            [
                Loan(
                    outstanding: null,
                    status: "written_off",
                    writtenOffOn: new(2024, 9, 30),
                    recovered: 550m
                ),
                .. Workouts[1..],
            ]
        );

        var lgd = (await Data("?discountRate=12"))["lossGivenDefault"]!;

        Workout(lgd["complete"]!).ShouldBe("2 1 2000 1550 0.775 0.225");
        lgd["undated"]!.GetValue<decimal>().ShouldBe(50m);
        // 7 months after default: 50 / 1.12^(7/12) more than above
        lgd["complete"]!["discountedRecoveryRate"]!
            .GetValue<double>()
            .ShouldBe(0.7127565226 + 50 / Math.Pow(1.12, 7 / 12.0) / 2_000, 1e-9);
        var then = (await Data("?asOf=2024-11-30"))["lossGivenDefault"]!;
        then["undated"]!.GetValue<decimal>().ShouldBe(0m);
    }

    [Fact] // L1's default is in its fourth month, its write-off in its eighth; recoveries come in its seventh and tenth
    public async Task By_age_losses_stand_under_the_months_on_book()
    {
        await database.Given(YearsEnd, Workouts);

        var rows = (await Data("?axis=age"))["rows"]!.AsArray();

        rows.Select(r =>
                $"{r!["monthsOnBook"]} {r["defaultedLoans"]} {r["defaulted"]} {r["writtenOff"]} {r["recovered"]}"
            )
            .Where(r => !r.EndsWith(" 0 0 0 0", StringComparison.Ordinal))
            .ShouldBe([
                "4 3 3000 0 0",
                "6 0 0 0 100",
                "7 0 0 0 300",
                "8 0 0 1000 0",
                "10 0 0 0 200",
            ]);
    }

    [Fact]
    public async Task The_losses_are_a_table_and_without_a_loan_there_is_nothing_and_no_rate()
    {
        await database.Given(YearsEnd, Workouts);

        var table = await database.Table("/delinquency/losses", Http.Cells.Csv);
        table.Count.ShouldBe(12);
        table[8]["writtenOff"].ShouldBe("1000");
        (await database.Table("/delinquency/losses", Http.Cells.Parquet)).SequenceShouldBe(table);
        (await database.Table("/delinquency/losses", Http.Cells.Ndjson)).SequenceShouldBe(table);
        var none = await Data("?region=Nowhere");
        none["rows"]!.AsArray().ShouldBeEmpty();
        none["total"]!["mdr"].ShouldBeNull();
        none["lossGivenDefault"]!["all"]!["lgd"].ShouldBeNull();
        none["forecast"]!["lossRate"].ShouldBeNull();
    }

    [Theory]
    [InlineData("months=0", "months")]
    [InlineData("discountRate=-1", "discountRate")]
    [InlineData("asOf=2025-01-01", "asOf")]
    [InlineData("asOf=2023-12-31", "asOf")]
    public async Task What_cannot_be_asked_is_refused_by_name(string query, string field)
    {
        await database.Given(YearsEnd, Workouts);

        using var answer = await database.Ask($"/delinquency/losses?{query}");
        (await answer.Problem()).ShouldBe((400, "/problems/invalid-request", field));
    }

    private async Task<JsonNode> Data(string query) =>
        (await database.Get($"/delinquency/losses{query}"))["data"]!;

    private static IEnumerable<string> Rows(JsonNode data, string key) =>
        data["rows"]!.AsArray().Select(r => $"{r![key]} {Figures(r)}");

    private static string Figures(JsonNode f) =>
        $"{f["writtenOffLoans"]} {f["writtenOff"]} {f["defaultedLoans"]} {f["defaulted"]} of {f["performing"]} {f["mdr"]}";

    private static string Workout(JsonNode w) =>
        $"{w["loans"]} {w["repaidLoans"]} {w["exposure"]} {w["recovered"]} {Rounded(w["recoveryRate"], 4)} {Rounded(w["lgd"], 4)}";

    private static IEnumerable<string> Forecast(JsonNode forecast) =>
        forecast["rows"]!
            .AsArray()
            .Select(r =>
                $"{r!["delinquencyBucket"]} {r["loans"]} {Money(r["balance"])} {Rounded(r["flowRate"], 5)} {Rounded(r["lossFactor"], 5)} {Money(r["loss"])}"
            );

    private static string Rounded(JsonNode? number, int digits) =>
        number is null
            ? "-"
            : FormattableString.Invariant($"{Math.Round(number.GetValue<double>(), digits)}");

    private static string Money(JsonNode? amount) =>
        amount is null
            ? "-"
            : amount.GetValue<decimal>().ToString("0.####", CultureInfo.InvariantCulture);

    private static IEnumerable<object> LadderOf(DateOnly start)
    {
        var due = new DateOnly(start.Year, start.Month, 15).AddMonths(1);
        foreach (var isPaid in (bool[])[true, false])
        {
            var id = FormattableString.Invariant($"{start:yyyy-MM}{(isPaid ? "-paid" : "-lost")}");
            yield return Loan(
                id: id,
                principal: 100m,
                outstanding: isPaid && due <= YearsEnd ? 0m : null,
                status: isPaid && due <= YearsEnd ? "fully_paid" : "active",
                started: start,
                ends: due
            );
            yield return Instalment(id, 1, due, principal: 100m, interest: 0m);
            if (isPaid && due <= YearsEnd)
                yield return Payment(id, due);
        }
    }
}
