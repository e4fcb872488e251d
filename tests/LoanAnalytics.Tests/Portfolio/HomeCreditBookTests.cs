using System.Globalization;
using System.Text.Json.Nodes;
using LoanAnalytics.Credit;
using LoanAnalytics.Tests.Credit;
using Npgsql;

namespace LoanAnalytics.Tests.Portfolio;

public sealed class HomeCreditBook(Database database)
    : ControlledBook(database, "home-credit", "home-credit-instalments");

/// <summary>Some 1,500 real loans with instalments and payments, loaded from the lender's own files: every control figure of what is loaded.</summary>
[Collection("database")]
public sealed class HomeCreditBookTests(HomeCreditBook book) : IClassFixture<HomeCreditBook>
{
    private JsonNode Figures => book.Figures["instalment_loans"]!;

    /// <summary>The loaded book; skips where the real books are absent.</summary>
    private Database Loaded
    {
        get
        {
            _ = book.Figures;
            return book.Database;
        }
    }

    [Fact]
    public async Task A_loan_whose_customer_is_unknown_is_refused_with_its_instalments_and_payments()
    {
        var (loaded, file) = (Figures["row_counts"]!, Figures["reconciliation"]!);
        var import = await Import();

        import["result"]!["tables"]!
            .AsArray()
            .Select(t =>
                (Text(t!["table"]), (int)t!["accepted"]!, (int)t["rejected"]!, (int)t["repeated"]!)
            )
            .ShouldBe([
                ("customers", (int)loaded["customers"]!, 0, 0),
                ("loans", (int)loaded["loans"]!, (int)file["rejected_unknown_customer"]!, 0),
                ("instalments", (int)loaded["instalments"]!, (int)file["instalments_rejected"]!, 0),
                ("payments", (int)loaded["payments"]!, (int)file["payments_rejected"]!, 0),
            ]);
        var rejects = await Rejects("previous_application.csv");
        rejects.ShouldAllBe(r =>
            Text(r["rule"]) == "reference" && Text(r["column"]) == "customer_id"
        );
        rejects
            .Sum(r => Money(Text(r["row"]).Split(',')[5]))
            .ShouldBe(Money(file["principal_rejected"]));
        // 13.8 % of the loans, under the limit of 20 %.
        (245.0 / 1772).ShouldBe(0.138, 0.0005);
    }

    [Fact]
    public async Task Earlier_applications_without_instalments_are_skipped_and_counted()
    {
        var files = (await Import())["files"]!
            .AsArray()
            .ToDictionary(f => Text(f!["name"]), f => f!);
        (
            (int)files["previous_application.csv"]["read"]!,
            (int)files["previous_application.csv"]["skipped"]!
        ).ShouldBe((3501, 1729));
        (
            (int)files["application.csv"]["read"]!,
            (int)files["application.csv"]["skipped"]!
        ).ShouldBe((1000, 0));
        ((int)files["installments_payments.csv"]["read"]!).ShouldBe(7347);
    }

    [Fact]
    public async Task The_loans()
    {
        var expected = Figures["loans"]!["total"]!;
        var data = (await Loaded.Get("/portfolio/summary"))["data"]!;
        data["loans"]!.GetValue<int>().ShouldBe((int)expected["loans"]!);
        data["customers"]!.GetValue<int>().ShouldBe((int)expected["borrowers"]!);
        data["disbursed"]!.GetValue<decimal>().ShouldBe(Money(expected["principal"]));
        data["repaid"].ShouldBeNull();
        data["outstanding"].ShouldBeNull();
        foreach (var status in data["status"]!.AsArray())
            if (expected[Text(status!["status"])] is { } loans)
                status["loans"]!.GetValue<int>().ShouldBe((int)loans);
        (await Loaded.Scalar<double>("select avg(term_months)::float8 from loans")).ShouldBe(
            (double)expected["average_term_months"]!,
            1e-9
        );
        (
            await Loaded.Scalar<long>(
                "select count(*) from loans where term_months is null and end_date is null or end_date < start_date"
            )
        ).ShouldBe(93); // revolving loans that run
        (await Loaded.Scalar<long>("select count(*) from loans where end_date is null")).ShouldBe(
            298
        );
    }

    [Theory]
    [InlineData("attribute:contract_type", "by_contract_type", "contract_type")]
    [InlineData("startYear", "by_start_year", "year")]
    [InlineData("gender", "by_gender", "group")]
    public async Task The_loans_by_group(string by, string block, string name)
    {
        var rows = (await Loaded.Get($"/portfolio/breakdown?by={Uri.EscapeDataString(by)}"))[
            "data"
        ]!["rows"]!
            .AsArray()
            .ToDictionary(r => Text(r!["group"]![by]), r => r!, StringComparer.OrdinalIgnoreCase);
        var expected = Figures["loans"]![block]!.AsArray();
        rows.Count.ShouldBe(expected.Count);
        foreach (var figures in expected)
        {
            var row = rows[(figures![name] ?? figures["gender"])!.ToString()];
            row["loans"]!.GetValue<int>().ShouldBe((int)figures["loans"]!);
            row["disbursed"]!.GetValue<decimal>().ShouldBe(Money(figures["principal"]));
            if (figures["borrowers"] is { } borrowers)
                row["customers"]!.GetValue<int>().ShouldBe((int)borrowers);
            foreach (var status in row["status"]!.AsArray())
                if (figures[Text(status!["status"])] is { } loans)
                    status["loans"]!.GetValue<int>().ShouldBe((int)loans);
        }
    }

    [Fact]
    public async Task Loans_without_a_term_and_loans_of_one_borrower()
    {
        (
            await Rows(
                "select attributes ->> 'contract_type', count(*) filter (where term_months is null) from loans group by 1 order by 1"
            )
        ).ShouldBe(
            Figures["loans"]!["by_contract_type"]!
                .AsArray()
                .Select(g => $"{Text(g!["contract_type"])} {g["without_term"]}")
        );
        (
            await Rows(
                "select n, count(*) from (select count(*) as n from loans group by customer_id) b group by n order by n"
            )
        ).ShouldBe(
            Figures["loans"]!["loans_per_borrower"]!
                .AsArray()
                .Select(g => $"{g!["loans"]} {g["borrowers"]}")
        );
    }

    [Theory]
    [InlineData(
        "instalments",
        "due_date",
        "amount_due",
        "instalments_by_due_year",
        "instalment_amount_distribution"
    )]
    [InlineData("payments", "paid_on", "amount", "payments_by_year", "payment_amount_distribution")]
    public async Task Instalments_and_payments_to_the_third_decimal(
        string table,
        string day,
        string amount,
        string years,
        string distribution
    )
    {
        (
            await Rows(
                $"select extract(year from {day}), count(*), trim_scale(sum({amount})) from {table} group by 1 order by 1"
            )
        ).ShouldBe(
            Figures[years]!
                .AsArray()
                .Select(y =>
                    $"{y!["year"]} {y["count"]} {Money(y["amount"]).ToString("0.####", CultureInfo.InvariantCulture)}"
                )
        );
        var expected = Figures[distribution]!;
        foreach (
            var (figure, sql) in new[]
            {
                ("mean", $"avg({amount})"),
                ("p10", Percentile(0.1)),
                ("p25", Percentile(0.25)),
                ("p50", Percentile(0.5)),
                ("p75", Percentile(0.75)),
                ("p90", Percentile(0.9)),
                ("standard_deviation_population", $"stddev_pop({amount})"),
                ("standard_deviation_sample", $"stddev_samp({amount})"),
            }
        )
            (await Loaded.Scalar<double>($"select ({sql})::float8 from {table}")).ShouldBe(
                (double)expected[figure]!,
                1e-6,
                figure
            );
        foreach (var (figure, sql) in new[] { ("minimum", "min"), ("maximum", "max") })
            (await Loaded.Scalar<decimal>($"select {sql}({amount}) from {table}")).ShouldBe(
                Money(expected[figure]),
                figure
            );

        string Percentile(double share) =>
            FormattableString.Invariant(
                $"percentile_cont({share}) within group (order by {amount})"
            );
    }

    [Theory]
    [InlineData("oldest_first_2018_01_01", "true")]
    [InlineData("oldest_first_2017_07_01", "true")]
    [InlineData("oldest_first_2018_01_01_active_loans", "status = 'active'")]
    public async Task Lateness_of_the_loaded_rows(string block, string which)
    {
        var expected = Figures[block]!;
        HomeCreditFigures.Agree(
            expected,
            await Loans(which),
            DateOnly.Parse(Text(expected["as_of"]), CultureInfo.InvariantCulture)
        );
    }

    [Fact] // Loans that are fully paid are not late, and of the others nothing but arrears is known to be owed.
    public async Task Aging_answers_with_the_buckets_of_the_active_loans()
    {
        var expected = Figures["oldest_first_2018_01_01_active_loans"]!;
        var data = (await Loaded.Get("/delinquency/aging"))["data"]!;
        data["rows"]!
            .AsArray()
            .Skip(1)
            .Select(r =>
                (Text(r!["delinquencyBucket"]), (int)r["loans"]!, (decimal)r["arrearsAmount"]!)
            )
            .ShouldBe(
                expected["dpd_buckets"]!
                    .AsArray()
                    .Skip(1)
                    .Select(b =>
                        (
                            Text(b!["days_past_due"])
                                .Replace("over ", ">", StringComparison.Ordinal),
                            (int)b["loans"]!,
                            Money(b["arrears"])
                        )
                    )
            );
        data["total"]!["arrearsAmount"]!.GetValue<decimal>().ShouldBe(Money(expected["arrears"]));
    }

    [Fact]
    public async Task What_must_be_seen_in_the_data()
    {
        var findings = (await Loaded.Get("/data/quality"))["data"]!
            .AsArray()
            .ToDictionary(f => Text(f!["id"]), f => (long)f!["count"]!);
        findings["payment-before-start"].ShouldBe(1);
        findings["unknown-balance"].ShouldBe(1527);
        // 1,000 applicants, of whom 771 have a loan here.
        findings["customers-without-loan"].ShouldBe(229);
    }

    private async Task<JsonNode> Import() => (await Loaded.Get("/imports"))["items"]![0]!;

    private async Task<IReadOnlyList<JsonNode>> Rejects(string file) =>
        [
            .. (
                await Loaded.Get(
                    $"/imports/{Text((await Import())["importId"])}/rejects?file={file}&limit=1000"
                )
            )["items"]!
                .AsArray()
                .Select(r => r!),
        ];

    /// <summary>The cells of a query, a line for each row.</summary>
    private async Task<List<string>> Rows(string sql)
    {
        var lines = new List<string>();
        await using var connection = new NpgsqlConnection(Loaded.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(
            TestContext.Current.CancellationToken
        );
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            lines.Add(
                string.Join(
                    ' ',
                    Enumerable
                        .Range(0, reader.FieldCount)
                        .Select(i =>
                            Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)
                        )
                )
            );
        return lines;
    }

    private async Task<IEnumerable<(ScheduledInstalment[] Schedule, Movement[] Payments)>> Loans(
        string which
    )
    {
        var schedule = await Amounts("instalments", "seq", "due_date", "amount_due");
        var payments = await Amounts("payments", "0", "paid_on", "amount");
        return schedule.Select(l =>
            (
                l.Select(i => new ScheduledInstalment(i.Seq, i.On, i.Amount)).ToArray(),
                payments[l.Key]
                    .Select(p => new Movement(p.On, MovementKind.Payment, p.Amount, null))
                    .ToArray()
            )
        );

        async Task<ILookup<string, (int Seq, DateOnly On, decimal Amount)>> Amounts(
            string table,
            string seq,
            string day,
            string amount
        )
        {
            var rows = new List<(string Loan, int Seq, DateOnly On, decimal Amount)>();
            await using var connection = new NpgsqlConnection(Loaded.ConnectionString);
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand(
                $"select loan_id, {seq}, {day}, {amount} from {table} join loans using (customer_id, loan_id) where {which}",
                connection
            );
            await using var reader = await command.ExecuteReaderAsync(
                TestContext.Current.CancellationToken
            );
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                rows.Add(
                    (
                        reader.GetString(0),
                        reader.GetInt32(1),
                        reader.GetFieldValue<DateOnly>(2),
                        reader.GetDecimal(3)
                    )
                );
            return rows.ToLookup(r => r.Loan, r => (r.Seq, r.On, r.Amount));
        }
    }

    private static decimal Money(JsonNode? node) => Money(Text(node));

    private static decimal Money(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
