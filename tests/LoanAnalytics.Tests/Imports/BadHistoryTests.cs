using System.Globalization;
using LoanAnalytics.Api.Features.Imports;

namespace LoanAnalytics.Tests.Imports;

/// <summary>What is wrong in instalments, payments and months is refused by its rule, or found and opens its loans.</summary>
[Collection("database")]
public sealed class BadHistoryTests(Database database) : IAsyncLifetime
{
    private static readonly DateOnly AsOf = new(2024, 6, 30);

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task A_payment_that_its_kind_forbids_or_that_belongs_to_no_loan_is_refused()
    {
        using var extract = Book()
            .With(
                "payments.csv",
                [
                    "loan_id,paid_on,amount,kind",
                    "L1,2024-02-10,100,",
                    "L1,2024-02-11,-100,",
                    "L1,2024-02-12,-100,Payment",
                    "L1,2024-02-13,-1,recovery",
                    "L1,2024-02-14,-1,waiver",
                    // What takes back may be written either way, and a payment may be of nothing.
                    "L1,2024-02-15,-100,reversal",
                    "L1,2024-02-16,100,refund",
                    "L1,2024-02-17,0,payment",
                    "L9,2024-02-18,100,",
                    "L1,2024-02-19,100,gift",
                    .. Good,
                ]
            );

        var outcome = await database.Import(extract.Folder, "canonical", asOf: AsOf);

        outcome.Tables[^1].ShouldBe(new("payments", 50, 44, 6, 0));
        (await Rules(outcome.ImportId)).ShouldBe([
            "3 sign amount -100",
            "4 sign amount -100",
            "5 sign amount -1",
            "6 sign amount -1",
            "10 reference loan_id L9",
            "11 kind kind gift",
        ]);
    }

    [Fact]
    public async Task A_payment_in_another_currency_than_that_of_the_portfolio_is_refused()
    {
        using var extract = Book()
            .With(
                "payments.csv",
                [
                    "loan_id,paid_on,amount,currency",
                    "L1,2024-02-10,100,EUR",
                    "L1,2024-02-11,100,eur",
                    "L1,2024-02-12,100,",
                    "L1,2024-02-13,100,USD",
                    "L1,2024-02-14,100,euro",
                    .. Good.Select(p => p.Replace(",payment", ",EUR", StringComparison.Ordinal)),
                ]
            );

        var outcome = await database.Import(extract.Folder, "canonical", asOf: AsOf);

        (await Rules(outcome.ImportId)).ShouldBe([
            "5 currency currency USD",
            "6 currency currency euro",
        ]);
        // No profile says the portfolio's currency: it is that of the payments.
        (await database.Get("/portfolio/summary"))["meta"]!["currency"]!
            .GetValue<string>()
            .ShouldBe("EUR");
        using var dollars = new Extract().With(
            "payments.csv",
            [
                "loan_id,paid_on,amount,currency",
                .. Good.Select(p => p.Replace(",payment", ",EUR", StringComparison.Ordinal)),
                "L2,2024-02-13,100,USD",
            ]
        );
        var merged = await database.Import(dollars.Folder, "canonical", ImportMode.Merge);
        (await Rules(merged.ImportId)).ShouldBe(["42 currency currency USD"]);
    }

    [Fact]
    public async Task A_payment_delivered_twice_is_kept_once_with_a_number_and_found_without()
    {
        using var numbered = Book()
            .With(
                "payments.csv",
                [
                    "loan_id,paid_on,amount,kind,payment_no",
                    "L1,2024-02-10,100,payment,7",
                    "L1,2024-02-10,100,payment,7",
                    "L1,2024-03-10,100,payment,8",
                    "L1,2024-03-10,90,payment,8",
                    .. Good.Select((p, i) => $"{p},{100 + i}"),
                ]
            );
        var outcome = await database.Import(numbered.Folder, "canonical", asOf: AsOf);
        outcome.Tables[^1].ShouldBe(new("payments", 44, 41, 2, 1));
        (await Rules(outcome.ImportId)).ShouldBe([
            "4 duplicate-key loan_id L1",
            "5 duplicate-key loan_id L1",
        ]);

        using var without = Book()
            .With(
                "payments.csv",
                "loan_id,paid_on,amount",
                "L1,2024-02-10,100",
                "L1,2024-02-10,100",
                "L2,2024-02-10,100"
            );
        await database.Import(without.Folder, "canonical", asOf: AsOf);
        (await Found("duplicate-payment")).ShouldBe("2 200 L1");
    }

    [Fact]
    public async Task Payments_before_the_start_or_without_a_schedule_are_found()
    {
        using var extract = Book()
            .With(
                "payments.csv",
                "loan_id,paid_on,amount",
                "L1,2024-01-09,30",
                "L1,2024-01-10,100",
                "L3,2024-02-10,40",
                "L3,2024-03-10,60"
            );
        await database.Import(extract.Folder, "canonical", asOf: AsOf);

        (await Found("payment-before-start")).ShouldBe("1 30 L1");
        (await Found("payments-without-schedule")).ShouldBe("1 100 L3");
        // Of the lateness of L3 nothing is known, so it stands in no bucket.
        var aging = (await database.Get("/delinquency/aging"))["data"]!;
        aging["unknownLoans"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Instalments_that_are_not_the_sum_of_their_parts_and_schedules_that_are_not_the_principal_are_found()
    {
        using var extract = Book()
            .With(
                "instalments.csv",
                "loan_id,seq,due_date,amount_due,principal,interest,fees",
                // L1 is lent 300: its principal adds up, and its second instalment lacks 5 of fees.
                "L1,1,2024-02-10,110,100,10,",
                "L1,2,2024-03-10,115,100,10,",
                "L1,3,2024-04-10,113,100,10,3",
                // L2 is lent 200, of which 20 are in no instalment.
                "L2,1,2024-02-10,100,90,10,",
                "L2,2,2024-03-10,100,90,10,",
                // L3 is not split throughout, so that nothing can be added up.
                "L3,1,2024-02-10,100,90,10,",
                "L3,2,2024-03-10,100,,,"
            );
        await database.Import(extract.Folder, "canonical", asOf: AsOf);

        (await Found("instalment-parts")).ShouldBe("1 5 L1");
        (await Found("schedule-not-principal")).ShouldBe("1 -20 L2");
    }

    [Fact]
    public async Task A_loan_whose_terms_were_changed_need_not_add_up_to_its_principal()
    {
        using var extract = Book()
            .With(
                "instalments.csv",
                "loan_id,seq,due_date,amount_due,principal,interest",
                "L2,1,2024-02-10,100,90,10",
                "L2,2,2024-03-10,100,90,10"
            )
            .With("modifications.csv", "loan_id,modified_on,kind", "L2,2024-02-20,restructured");
        await database.Import(extract.Folder, "canonical", asOf: AsOf);

        (await Found("schedule-not-principal")).ShouldBe("none");
    }

    [Fact] // the largest amount that is read is one hundred trillion less a bit: ten of them pass what a history holds
    public async Task A_schedule_beyond_all_measure_has_no_history_and_stops_nothing()
    {
        using var extract = Book()
            .With(
                "instalments.csv",
                [
                    "loan_id,seq,due_date,amount_due",
                    .. Enumerable
                        .Range(1, 10)
                        .Select(n => $"L1,{n},2024-02-{n:00},99999999999999.9999"),
                    "L2,1,2024-02-10,200",
                ]
            )
            .With("payments.csv", "loan_id,paid_on,amount", "L2,2024-02-12,150");
        await database.Import(extract.Folder, "canonical", asOf: AsOf);

        (await Found("sums-too-large")).ShouldBe("1 999999999999999.999 L1");
        (
            await database.Scalar<string>(
                "select string_agg(distinct loan_id, ' ') from loan_months"
            )
        ).ShouldBe("L2");
    }

    [Theory]
    [InlineData("2024-06-30", "6 - L1 L3")] // L1 lacks March and April, L3 January to March and June
    [InlineData("2024-06-29", "5 - L1 L3")] // the month is not over yet
    public async Task Months_that_a_monthly_file_leaves_out_are_found(string asOf, string found)
    {
        using var extract = Book()
            .With(
                "loan_months.csv",
                "loan_id,month,balance,days_past_due,ended_as",
                "L1,2024-01,300,0,",
                "L1,2024-02,300,10,",
                "L1,2024-05,300,100,",
                "L1,2024-06,300,130,",
                // L2 is paid in March; the file begins a month after its start, which is no gap.
                "L2,2024-02,200,0,",
                "L2,2024-03,0,0,paid",
                "L2,2024-04,0,0,",
                "L3,2023-12,400,0,",
                "L3,2024-04,400,0,",
                "L3,2024-05,390,0,"
            );
        await database.Import(
            extract.Folder,
            "canonical",
            asOf: DateOnly.Parse(asOf, CultureInfo.InvariantCulture)
        );

        (await Found("month-missing")).ShouldBe(found);
        (await Found("month-outside-loan")).ShouldBe("2 400 L2 L3");
    }

    /// <summary>Three loans from 2024-01-10, of 300, 200 and 400, the first two with a schedule.</summary>
    private static Extract Book() =>
        new Extract()
            .With("customers.csv", "customer_id", "C1", "C2", "C3")
            .With(
                "loans.csv",
                "loan_id,customer_id,principal,start_date,status,outstanding_balance",
                "L1,C1,300,2024-01-10,active,300",
                "L2,C2,200,2024-01-10,active,200",
                "L3,C3,400,2024-01-10,active,400"
            )
            .With(
                "instalments.csv",
                "loan_id,seq,due_date,amount_due",
                "L1,1,2024-02-10,310",
                "L2,1,2024-02-10,210"
            );

    /// <summary>Enough good payments that the share of the bad ones stays under the limit.</summary>
    private static string[] Good =>
        [
            .. Enumerable
                .Range(0, 40)
                .Select(d => $"L2,{new DateOnly(2024, 3, 1).AddDays(d):yyyy-MM-dd},1,payment"),
        ];

    private async Task<string[]> Rules(Guid import) =>
        [
            .. (await database.Get($"/imports/{import}/rejects"))["items"]!
                .AsArray()
                .Select(r => $"{r!["line"]} {r["rule"]} {r["column"]} {r["value"]}"),
        ];

    /// <summary>Count and money of a finding, and the loans that its filter lists.</summary>
    private async Task<string> Found(string id)
    {
        var finding = (await database.Get("/data/quality"))["data"]!
            .AsArray()
            .SingleOrDefault(f => f!["id"]!.GetValue<string>() == id);
        if (finding is null)
            return "none";
        var loans = (await database.Get($"/loans?finding={id}&sort=loanId"))["items"]!
            .AsArray()
            .Select(l => l!["loanId"]!.GetValue<string>());
        return $"{finding["count"]} {finding["amount"]?.ToString() ?? "-"} {string.Join(' ', loans)}";
    }
}
