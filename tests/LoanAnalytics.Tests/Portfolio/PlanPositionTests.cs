using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Credit;
using LoanAnalytics.Tests.Http;
using Npgsql;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Portfolio;

/// <summary>Early warning from terms alone, as of 2025-01-01. A loan here is 1,200 over a year without interest: 100 a month.</summary>
[Collection("database")]
public sealed class PlanPositionTests(Database database) : IAsyncLifetime
{
    private static readonly DateOnly July = new(2024, 7, 1);

    /// <summary>L1 has paid its six instalments and L2 one less; both are C1's. L3 has paid two of five, L4 none of twelve and its contract has ended, L5
    /// was even paid 100 back. L6 is fully paid with nothing paid of four. L7 has no rate and ends on the day, L8 is not paid out.</summary>
    private static readonly object[] Loans =
    [
        Customer("C1", income: 50_000m),
        Customer("C2", income: 2_400m),
        Customer("C3", income: null),
        Of("C1", July, paid: 600m, outstanding: 600m),
        Of("C1", July, paid: 500m, outstanding: 700m, status: "defaulted"),
        Of("C2", new(2024, 7, 2), paid: 200m, outstanding: 1_000m),
        Of("C3", new(2023, 1, 1), paid: 0m, outstanding: 1_200m, ends: new(2024, 12, 31)),
        Of("C4", new(2023, 1, 1), paid: -100m, outstanding: 0m, status: "written_off"),
        Of("C5", new(2024, 9, 1), paid: 0m, outstanding: 0m, status: "fully_paid"),
        Of("C6", July, paid: 0m, outstanding: null, ends: new(2025, 1, 1), rate: null),
        Of("C7", July, paid: 0m, outstanding: 0m, status: "approved"),
    ];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Each_loan_stands_in_the_band_of_the_instalments_that_it_is_behind_and_under_its_flags()
    {
        await database.Given(Loans);

        var answer = await database.Get("/portfolio/plan-position");

        answer["meta"]!["basis"]!.GetValue<string>().ShouldBe("implied, not observed");
        answer["meta"]!["evidence"]!.GetValue<string>().ShouldBe("status");
        // Band, loans, balance, implied arrears; of them open: loans, customers, balance, implied arrears; defaulted.
        Rows(answer)
            .ShouldBe([
                "planBand: <= 0 | 1 600 0 | 1 - 600 0 | 0 of 1",
                "planBand: 0-1 | 1 700 100 | 0 - 0 0 | 1 of 1",
                "planBand: 1-3 | 1 1000 300 | 1 - 1000 300 | 0 of 1",
                "planBand: 3-6 | 1 0 0 | 0 - 0 0 | 0 of 1",
                "planBand: 6-12 | 1 1200 1200 | 1 - 1200 1200 | 0 of 1",
                "planBand: > 12 | 1 0 1300 | 0 - 0 0 | 1 of 1",
                "planBand: unknown | 2 0 0 | 2 - 0 0 | 0 of 2",
                "pastMaturity: yes | 1 1200 1200 | 1 1 1200 1200 | 0 of 1",
                "pastMaturity: no | 7 2300 1700 | 4 4 1600 300 | 2 of 7",
                "otherLoanDefaulted: yes | 1 600 0 | 1 1 600 0 | 0 of 1",
                "otherLoanDefaulted: no | 7 2900 2900 | 4 4 2200 1500 | 2 of 7",
                "loanToIncomeBand: <0.25 | 6 1300 1400 | 3 - 600 0 | 2 of 6",
                "loanToIncomeBand: 0.25-0.5 | 0 0 0 | 0 - 0 0 | 0 of 0",
                "loanToIncomeBand: 0.5-1 | 1 1000 300 | 1 - 1000 300 | 0 of 1",
                "loanToIncomeBand: 1-2 | 0 0 0 | 0 - 0 0 | 0 of 0",
                "loanToIncomeBand: 2-4 | 0 0 0 | 0 - 0 0 | 0 of 0",
                "loanToIncomeBand: 4+ | 0 0 0 | 0 - 0 0 | 0 of 0",
                "loanToIncomeBand: unknown | 1 1200 1200 | 1 - 1200 1200 | 0 of 1",
                "instalmentsToIncomeBand: none | 2 0 1300 | 0 - 0 0 | 1 of 2",
                "instalmentsToIncomeBand: <0.1 | 3 1300 100 | 2 - 600 0 | 1 of 3",
                "instalmentsToIncomeBand: 0.1-0.2 | 0 0 0 | 0 - 0 0 | 0 of 0",
                "instalmentsToIncomeBand: 0.2-0.3 | 0 0 0 | 0 - 0 0 | 0 of 0",
                "instalmentsToIncomeBand: 0.3-0.4 | 0 0 0 | 0 - 0 0 | 0 of 0",
                "instalmentsToIncomeBand: 0.4-0.5 | 0 0 0 | 0 - 0 0 | 0 of 0",
                "instalmentsToIncomeBand: 0.5+ | 1 1000 300 | 1 - 1000 300 | 0 of 1",
                "instalmentsToIncomeBand: unknown | 2 1200 1200 | 2 - 1200 1200 | 0 of 2",
            ]);
        var data = answer["data"]!;
        Row(data["total"]!).ShouldBe("8 3500 2900 | 5 5 2800 1500 | 2 of 8");
        // Open L1, L3, L4: (0 + 3 + 12) / 3; defaulted L2, L5: (1 + 13) / 2; fully paid L6: 4.
        data["total"]!["instalmentsBehind"]!
            .ToJsonString()
            .ShouldBe("""{"open":5,"defaulted":7,"fullyPaid":4}""");
        data["withoutPlan"]!
            .ToJsonString()
            .ShouldBe(
                """{"loans":2,"notPaidOut":1,"noPrincipal":0,"noInterestRate":1,"noTerm":0,"noAmountPaid":0}"""
            );
    }

    [Fact]
    public async Task Each_group_opens_the_loans_that_it_counts_and_is_a_dimension_of_every_breakdown()
    {
        await database.Given(Loans);
        var groups = (
            await database.Get("/portfolio/plan-position?status=active&status=defaulted")
        )["data"]!["rows"]!.AsArray();

        foreach (var group in groups)
        {
            var (name, value) = ($"{group!["dimension"]}", $"{group["value"]}");
            var filter = $"{name}={WebUtility.UrlEncode(value)}&status=active&status=defaulted";
            (await database.Get($"/loans?{filter}"))["total"]!
                .GetValue<long>()
                .ShouldBe(group["loans"]!.GetValue<long>(), filter);
            var facets = (await database.Get($"/portfolio/facets?{filter}"))["data"]!["facets"]!;
            facets.AsArray().Single(f => $"{f!["filter"]}" == name)!["values"]!
                .AsArray()
                .Where(v => $"{v!["value"]}" == value)
                .Sum(v => v!["loans"]!.GetValue<long>())
                .ShouldBe(group["loans"]!.GetValue<long>(), filter);
        }
        foreach (var dimension in groups.Select(g => $"{g!["dimension"]}").Distinct())
        {
            var counted = groups
                .Where(g => $"{g!["dimension"]}" == dimension && g["loans"]!.GetValue<long>() > 0)
                .Select(g => $"{g!["value"]} {g["loans"]}")
                .Order(StringComparer.Ordinal);
            const string chosen = "status=active&status=defaulted";
            (await database.Get($"/portfolio/breakdown?by={dimension}&{chosen}"))["data"]!["rows"]!
                .AsArray()
                .Select(r => $"{r!["group"]![dimension]} {r["loans"]}")
                .Order(StringComparer.Ordinal)
                .ShouldBe(counted);
            (await database.Get($"/portfolio/differences?by={dimension}&{chosen}"))["data"]![
                "loans"
            ]!
                .GetValue<long>()
                .ShouldBe(5);
        }
        var list = await database.Get("/loans?sort=-instalmentsBehind&limit=2");
        list["items"]!
            .AsArray()
            .Select(l => $"{l!["loanId"]} {l["instalmentsBehind"]} {l["planBand"]}")
            .ShouldBe(["L5 13 > 12", "L4 12 6-12"]);
    }

    [Fact] // 2,000 loans of 700 customers: terms that leave no decimal over, sums paid on and beside the plan, and all that may be missing
    public async Task Every_position_and_flag_of_a_random_book_is_what_the_arithmetic_gives()
    {
        var book = RandomBook(new Random(5));
        await database.Given(AsOf, book);

        var loans = book.OfType<Loan>().ToLookup(l => l.CustomerId);
        var incomes = book.OfType<Customer>().ToDictionary(c => c.CustomerId, c => c.AnnualIncome);
        var found = await Positions();
        found.Count.ShouldBe(2_000);
        found.Values.Select(f => f.PlanBand).Distinct().Count().ShouldBe(7);
        foreach (var loan in book.OfType<Loan>())
        {
            var (expected, behind, arrears) = Expected(
                loan,
                [.. loans[loan.CustomerId]],
                incomes[loan.CustomerId]
            );
            var row = found[loan.LoanId];
            (row with { Behind = null, Arrears = null }).ShouldBe(expected, loan.LoanId);
            row.Behind.HasValue.ShouldBe(behind.HasValue);
            if (behind is null)
                continue;
            row.Behind!.Value.ShouldBe(behind.Value, 1e-9 * Math.Max(1, Math.Abs(behind.Value)));
            row.Arrears!.Value.ShouldBe(
                (double)arrears!.Value,
                1e-9 * (double)Math.Max(1, loan.Principal)
            );
        }
    }

    [Fact]
    public async Task A_merge_that_names_one_loan_changes_the_flags_of_the_customers_other_loans()
    {
        using var book = new Extract()
            .With("customers.csv", "customer_id,annual_income", "C1,12000", "C2,12000")
            .With(
                "loans.csv",
                "loan_id,customer_id,principal,interest_rate,term_months,start_date,status,amount_paid,outstanding_balance",
                "L1,C1,1200,0,12,2024-01-01,active,0,1200",
                "L2,C1,1200,0,12,2024-01-01,active,0,1200",
                "L3,C2,1200,0,12,2024-01-01,active,0,1200"
            );
        await database.Import(book.Folder, "canonical", asOf: new(2024, 4, 1));
        (await Flags()).ShouldBe(["L1 no 0.2-0.3", "L2 no 0.2-0.3", "L3 no 0.1-0.2"]);

        using var delta = new Extract().With(
            "loans.csv",
            "loan_id,customer_id,principal,interest_rate,term_months,start_date,status,amount_paid,outstanding_balance",
            "L2,C1,1200,0,12,2024-01-01,defaulted,0,1200"
        );
        await database.Import(delta.Folder, "canonical", ImportMode.Merge, asOf: new(2024, 4, 1));

        (await Flags()).ShouldBe(["L1 yes 0.1-0.2", "L2 no 0.1-0.2", "L3 no 0.1-0.2"]);
    }

    [Fact] // (100 x 6 - 700) / 100 = 1 ahead and (100 x 6 - 600) / 100 = 0; the open one 3 behind, the paid one 6 ahead
    public async Task A_finding_says_how_far_defaulted_loans_are_ahead_of_plan_and_opens_them()
    {
        using var book = new Extract()
            .With("customers.csv", "customer_id", "C1")
            .With(
                "loans.csv",
                "loan_id,customer_id,principal,interest_rate,term_months,start_date,status,amount_paid,outstanding_balance",
                "L1,C1,1200,0,12,2024-01-01,defaulted,700,500",
                "L2,C1,1200,0,12,2024-01-01,written_off,600,600",
                "L3,C1,1200,0,12,2024-01-01,defaulted,599,601",
                "L4,C1,1200,0,12,2024-01-01,active,300,900",
                "L5,C1,1200,0,12,2024-01-01,fully_paid,1200,0"
            );
        await database.Import(book.Folder, "canonical", asOf: new(2024, 7, 1));

        var finding = (await database.Get("/data/quality"))["data"]!
            .AsArray()
            .Single(f => $"{f!["id"]}" == "defaulted-ahead-of-plan")!;
        $"{finding["count"]} {finding["loans"]} {finding["amount"]!.GetValue<decimal>():0.##} {finding["keys"]!.ToJsonString()}".ShouldBe(
            """2 2 1100 ["L1","L2"]"""
        );
        // Defaulted: (-1 + 0 + 0.01) / 3 = -0.33; others: (3 - 6) / 2 = -1.5.
        finding["detail"]!
            .GetValue<string>()
            .ShouldBe(
                "The 3 defaulted loans with a plan are on average 0.3 instalments ahead of it, the 2 others 1.5 instalments ahead."
            );
        (await database.Get("/loans?finding=defaulted-ahead-of-plan"))["items"]!
            .AsArray()
            .Select(l => $"{l!["loanId"]}")
            .ShouldBe(["L1", "L2"]);
    }

    [Fact] // worked out of the files, apart from this product
    public async Task The_seed_book_warns_of_104_loans_past_maturity_and_54_customers_with_another_default()
    {
        Assert.SkipWhen(Database.Shared is null, "The real books are not beside this checkout.");
        await database.Import(Path.Combine(Database.Shared, "data", "seed"), "seed");

        var answer = await database.Get("/portfolio/plan-position");
        var rows = Rows(answer);
        rows.Take(6)
            .ShouldBe([
                "planBand: <= 0 | 410 2657612.9 0 | 101 - 2160920.97 0 | 69 of 410",
                "planBand: 0-1 | 40 319774.45 13754.84 | 13 - 306139.13 9551.88 | 5 of 40",
                "planBand: 1-3 | 65 837292.93 139786.65 | 34 - 770912.04 106137.63 | 8 of 65",
                "planBand: 3-6 | 84 958796.2 300277.94 | 38 - 898933.12 241213.45 | 7 of 84",
                "planBand: 6-12 | 201 3228406.91 2327437.18 | 141 - 3131794.59 2251281.57 | 7 of 201",
                "planBand: > 12 | 200 4032630.67 3066849.59 | 176 - 3982024.85 3018161.52 | 3 of 200",
            ]);
        rows.Single(r => r.StartsWith("pastMaturity: yes", StringComparison.Ordinal))
            .ShouldContain("| 104 97 ");
        rows.Single(r => r.StartsWith("otherLoanDefaulted: yes", StringComparison.Ordinal))
            .ShouldContain("| 96 54 ");
        var behind = answer["data"]!["total"]!["instalmentsBehind"]!;
        behind["defaulted"]!.GetValue<double>().ShouldBe(-9.1221, 0.0001);
        behind["open"]!.GetValue<double>().ShouldBe(9.0774, 0.0001);
        (await database.Get("/data/quality"))["data"]!
            .AsArray()
            .Single(f => $"{f!["id"]}" == "defaulted-ahead-of-plan")!["detail"]!
            .GetValue<string>()
            .ShouldBe(
                "The 99 defaulted loans with a plan are on average 9.1 instalments ahead of it, the 901 others 2.7 instalments behind: the status contradicts the money."
            );
        (await database.Get("/loans?otherLoanDefaulted=yes&status=approved&status=active"))[
            "total"
        ]!
            .GetValue<int>()
            .ShouldBe(96);
    }

    [Theory]
    [InlineData("planBand=0-2", "'0-2' is no plan band; did you mean '0-1'")]
    [InlineData("pastMaturity=ja", "'ja' is no answer")]
    [InlineData("loanToIncomeBand=1-3", "'1-3' is no band; did you mean '1-2'")]
    [InlineData(
        "asOf=2024-12-31",
        "What has been paid is known as of 2025-01-01, the date of the data, alone."
    )]
    public async Task What_cannot_be_asked_is_refused_with_what_can(string query, string detail)
    {
        await database.Given(Loans);

        var answer = await database.Ask($"/portfolio/plan-position?{query}");

        (await answer.Problem()).ShouldBe((400, "/problems/invalid-request", query.Split('=')[0]));
        JsonNode.Parse(await answer.Text())!["detail"]!.GetValue<string>().ShouldStartWith(detail);
    }

    private static Loan Of(
        string customer,
        DateOnly started,
        decimal paid,
        decimal? outstanding,
        string status = "active",
        DateOnly? ends = null,
        decimal? rate = 0m
    ) =>
        Loan(
            customer: customer,
            started: started,
            principal: 1_200m,
            paid: paid,
            outstanding: outstanding,
            status: status,
            ends: ends,
            rate: rate
        );

    private static IReadOnlyList<string> Rows(JsonNode answer) =>
        [
            .. answer["data"]!["rows"]!
                .AsArray()
                .Select(r => $"{r!["dimension"]}: {r["value"]} | {Row(r)}"),
        ];

    private static string Row(JsonNode r)
    {
        var open = r["open"]!;
        return $"{r["loans"]} {r["outstanding"]} {Cents(r["impliedArrears"])} | {open["loans"]} {open["customers"]?.ToString() ?? "-"} {open["outstanding"]} {Cents(open["impliedArrears"])} | {r["default"]!["numerator"]} of {r["default"]!["denominator"]}";
    }

    private static string Cents(JsonNode? money) =>
        money!.GetValue<decimal>().ToString("0.##", CultureInfo.InvariantCulture);

    private sealed record Position(
        string PlanBand,
        string PastMaturity,
        string OtherLoanDefaulted,
        string LoanToIncomeBand,
        string InstalmentsToIncomeBand,
        double? Behind = null,
        double? Arrears = null
    );

    private static (Position Flags, double? Behind, decimal? Arrears) Expected(
        Loan loan,
        Loan[] ofCustomer,
        decimal? income
    )
    {
        var paidOut =
            loan.Status != "approved"
            || (loan.AmountPaid ?? 0) != 0
            || (loan.OutstandingBalance ?? 0) != 0;
        var plan = paidOut
            ? PlanPosition.Of(
                loan.Principal,
                loan.InterestRate,
                loan.TermMonths,
                loan.StartDate,
                loan.AmountPaid,
                AsOf
            )
            : null;
        decimal?[] open =
        [
            .. ofCustomer
                .Where(IsOpen)
                .Select(l => LevelAnnuity.Instalment(l.Principal, l.InterestRate, l.TermMonths)),
        ];
        var past = LoanBurden.IsPastMaturity(
            IsOpen(loan),
            loan.StartDate,
            loan.TermMonths,
            loan.EndDate,
            AsOf
        );
        return (
            new(
                plan is null ? "unknown" : PlanPosition.Label(plan.Band),
                past switch
                {
                    true => "yes",
                    false => "no",
                    _ => "unknown",
                },
                ofCustomer.Any(l => l != loan && l.Status is "defaulted" or "written_off")
                    ? "yes"
                    : "no",
                LoanBurden.LoanBandOf(LoanBurden.LoanToIncome(loan.Principal, income)) ?? "unknown",
                LoanBurden.InstalmentBandOf(open, income) ?? "unknown"
            ),
            plan?.InstalmentsBehind,
            plan?.ImpliedArrears
        );
    }

    private static bool IsOpen(Loan loan) => loan.Status is "approved" or "active";

    private static object[] RandomBook(Random random)
    {
        string[] statuses = ["approved", "active", "active", "active", "fully_paid", "defaulted"];
        decimal?[] incomes = [null, 0, 1, 12_000, 48_000, 100_000, 33_333.33m];
        decimal?[] rates = [null, 0, 0, 0.0001m, 4.5m, 12, 36, 1_000];
        int?[] terms = [null, 1, 3, 7, 12, 36, 84, 360, 2_000_000_000];
        var customers = Enumerable
            .Range(1, 700)
            .Select(n => Customer($"C{n}", income: Any(incomes)))
            .ToArray();
        return
        [
            .. customers,
            .. Enumerable
                .Range(1, 2_000)
                .Select(n =>
                {
                    var (principal, rate, term) = (
                        random.Next(20) == 0 ? 0 : random.Next(1, 5_000_000) / 100m,
                        Any(rates),
                        Any(terms)
                    );
                    var start = AsOf.AddDays(-random.Next(-60, 2_000));
                    // On the plan to the cent or a little beside it, as often as anywhere.
                    var paid = random.Next(4) switch
                    {
                        0 => (decimal?)null,
                        1 => random.Next(-5_000, 6_000_000) / 100m,
                        _ => Math.Round(
                            (LevelAnnuity.Instalment(principal, rate, term) ?? 0) * random.Next(15),
                            random.Next(5)
                        ),
                    };
                    return (object)
                        new Loan
                        {
                            LoanId = $"L{n}",
                            CustomerId = $"C{random.Next(1, 701)}",
                            BranchId = "B1",
                            Principal = principal,
                            InterestRate = rate,
                            TermMonths = term,
                            StartDate = start,
                            EndDate =
                                random.Next(3) == 0 ? null : start.AddDays(random.Next(2_000)),
                            Status = Any(statuses),
                            SourceStatus = "",
                            AmountPaid = paid,
                            OutstandingBalance = random.Next(3) == 0 ? 0 : random.Next(9_000),
                        };
                }),
        ];

        T Any<T>(T[] values) => values[random.Next(values.Length)];
    }

    private async Task<Dictionary<string, Position>> Positions()
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select loan_id, plan_band, past_maturity, other_loan_defaulted, loan_to_income_band, instalments_to_income_band,
                instalments_behind::double precision, implied_arrears::double precision
            from loan_facts
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(
            TestContext.Current.CancellationToken
        );
        var found = new Dictionary<string, Position>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            found[reader.GetString(0)] = new(
                reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetString(4),
                reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetDouble(6),
                reader.IsDBNull(7) ? null : reader.GetDouble(7)
            );
        return found;
    }

    private async Task<IEnumerable<string>> Flags() =>
        (await Positions())
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => $"{p.Key} {p.Value.OtherLoanDefaulted} {p.Value.InstalmentsToIncomeBand}");
}
