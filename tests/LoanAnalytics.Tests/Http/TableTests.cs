using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using LoanAnalytics.Api.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Http;

/// <summary>Lists and breakdowns as CSV, NDJSON and Parquet: the whole population with the same values, or visibly broken.</summary>
[Collection("database")]
public sealed class TableTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    [Fact]
    public async Task A_text_that_a_spreadsheet_would_run_is_escaped_and_nothing_else_is()
    {
        await database.Given(
            Branch("1", name: "=HYPERLINK(\"http://x\",\"y\")", city: "+1", region: "-2"),
            Branch("2", name: "@x", city: "\t9", region: "a=b"),
            Branch("3", name: "Rome, \"old\"", city: "two\nlines", region: null),
            Branch("4", name: "日本 🏦", city: "", region: "مصرف")
        );
        using var answer = await database.Ask("/branches", Cells.Csv);
        (await answer.Text()).ShouldBe(
            "branchId,name,city,region\r\n"
                + "1,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",'+1,'-2\r\n"
                + "2,'@x,'\t9,a=b\r\n"
                + "3,\"Rome, \"\"old\"\"\",\"two\nlines\",\r\n"
                + "4,日本 🏦,\"\",مصرف\r\n"
        );
    }

    [Fact]
    public async Task A_negative_number_is_a_number_and_no_formula()
    {
        await database.Given(Loan(outstanding: -0.5m, principal: 1_234.5678m));
        (await database.Table("/loans", Cells.Csv))[0]["outstandingBalance"].ShouldBe("-0.5");
        (await database.Table("/loans", Cells.Parquet))[0]["principal"].ShouldBe("1234.5678");
    }

    [Fact]
    public async Task Parquet_columns_have_the_types_of_their_values()
    {
        await database.Given(Loan(), Loan(branch: null, rate: null, term: null, outstanding: null));
        using var answer = await database.Ask("/loans", Cells.Parquet);
        var types = Cells.Query(
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            "select column_name, column_type from (describe select * from table_of_test)"
        );
        string.Join(' ', types.Select(t => $"{t["column_name"]}:{t["column_type"]}"))
            .ShouldBe(
                "loanId:VARCHAR customerId:VARCHAR branchId:VARCHAR region:VARCHAR product:VARCHAR status:VARCHAR"
                    + " sourceStatus:VARCHAR principal:DECIMAL(38,4) interestRate:DECIMAL(38,4) termMonths:INTEGER startDate:DATE"
                    + " endDate:DATE amountPaid:DECIMAL(38,4) outstandingBalance:DECIMAL(38,4) unexplained:DECIMAL(38,4) age:INTEGER gender:VARCHAR"
                    + " annualIncome:DECIMAL(38,4) employment:VARCHAR daysPastDue:INTEGER arrearsAmount:DECIMAL(38,4)"
                    + " delinquencyBucket:VARCHAR lastPaymentOn:DATE instalmentsBehind:DOUBLE planBand:VARCHAR"
            );
    }

    [Theory]
    [InlineData("/portfolio/breakdown?by=region&by=status", "rows")]
    [InlineData("/portfolio/breakdown?by=branch&definition=perLoanYear", "rows")]
    [InlineData("/portfolio/trend?interval=quarter&definition=balance", "rows")]
    [InlineData("/branches/performance", "rows")]
    [InlineData("/regions/performance?definition=amount", "rows")]
    [InlineData("/demographics/performance?by=income", "rows")]
    [InlineData("/branches", "")]
    [InlineData("/data/dictionary", "")]
    public async Task All_four_forms_hold_the_same(string path, string rows)
    {
        await database.Given(
            Customer("C1", income: null, gender: null),
            Loan("B1", customer: "C1", outstanding: 0.3333m, status: "defaulted"),
            Loan("B2", rate: null, outstanding: null, paid: null, status: "written_off"),
            Loan(null, started: new(2023, 7, 1), ends: new(2024, 3, 3), status: "fully_paid"),
            Loan("B2", status: "approved", principal: 123_456_789.1234m)
        );
        var data = (await database.Get(path))["data"]!;
        var json = Cells.Rows((rows.Length == 0 ? data : data[rows]!).AsArray());
        await Same(path, json);
    }

    [Theory]
    [InlineData("/delinquency/vintages?by=region&cohort=month")]
    [InlineData("/delinquency/vintages?measure=ever30&axis=month")]
    [InlineData("/delinquency/survival?by=product")]
    [InlineData("/delinquency/collections?interval=quarter")]
    [InlineData("/delinquency/collections?axis=age")]
    [InlineData("/delinquency/payment-behaviour?by=branch")]
    public async Task All_four_forms_hold_the_same_of_loans_as_they_age(string path)
    {
        await database.Given(
            Loan("B1", principal: 1_000.3333m),
            Loan("B2", product: null, started: new(2024, 3, 15)),
            Loan("B2", status: "defaulted", defaultedOn: new(2024, 8, 1)),
            Instalment("L1", 1, new(2024, 2, 15), 33.3333m),
            Instalment("L1", 2, new(2024, 3, 15), 33.3333m),
            Payment("L1", new(2024, 2, 14), 40m),
            Instalment("L2", 1, new(2024, 4, 15)),
            Payment("L2", new(2024, 5, 1), 50.5m)
        );
        var data = (await database.Get(path))["data"]!;
        await Same(path, Cells.Rows(data["rows"]!.AsArray()));
    }

    [Fact]
    public async Task The_distribution_is_a_table_of_each_attributes_groups()
    {
        await database.Given(Customer("C9", gender: "male"), Loan(customer: "C1"));
        var rows = await database.Table("/demographics/distribution", Cells.Csv);
        rows.Select(r => string.Join(' ', r.Values.Select(v => v ?? "-")))
            .ShouldBe([
                "age 35-44 1 1 2 1",
                "gender female 1 1 1 0.5",
                "gender male 0 0 1 0.5",
                "employment Employed 1 1 2 1",
                "income 50k-75k 1 1 2 1",
            ]);
        foreach (var form in (string[])[Cells.Ndjson, Cells.Parquet])
            (await database.Table("/demographics/distribution", form)).SequenceShouldBe(rows);
    }

    [Fact]
    public async Task An_empty_table_has_its_columns()
    {
        await database.Given(Loan());
        foreach (
            var (path, columns) in ((string, int)[])
                [
                    ("/loans?region=Nowhere", 25),
                    ("/portfolio/breakdown?by=region&by=city&region=Nowhere", 56),
                ]
        )
        {
            using var csv = await database.Ask(path, Cells.Csv);
            (await csv.Text()).Split(',').Length.ShouldBe(columns);
            (await csv.Text()).Split('\n').Length.ShouldBe(2);
            (await database.Table(path, Cells.Parquet)).ShouldBeEmpty();
            (await database.Table(path, Cells.Ndjson)).ShouldBeEmpty();
        }
    }

    [Fact] // 50,001 loans of 1, 2, 3, ... : one more than a row group; their sum is 50,001 x 50,002 / 2
    public async Task The_whole_population_comes_whatever_the_limit_and_the_size()
    {
        await database.Given(Loan(id: "1", customer: "C", principal: 1m));
        await database.Run(
            """
            insert into loans (customer_id, loan_id, branch_id, principal, start_date, status)
            select 'C', i::text, 'B1', i, '2024-01-01', 'active' from generate_series(2, 50001) i;
            insert into loan_facts
            select r.* from loan_facts f
            cross join loan_details d
            cross join lateral jsonb_populate_record(f, to_jsonb(d)) r
            where d.loan_id <> f.loan_id
            """
        );
        foreach (var form in (string[])[Cells.Csv, Cells.Ndjson, Cells.Parquet])
        {
            using var answer = await database.Ask("/loans?limit=10&sort=-principal", form);
            answer.Content.Headers.ContentDisposition!.FileName.ShouldStartWith(
                "loans-2025-01-01."
            );
            var rows = await database.Table("/loans?limit=10&sort=-principal", form);
            rows.Count.ShouldBe(50_001);
            rows.Sum(r => decimal.Parse(r["principal"]!, CultureInfo.InvariantCulture))
                .ShouldBe(1_250_075_001m);
            rows[0]["principal"].ShouldBe("50001");
        }
    }

    [Theory]
    [InlineData(nameof(AnswerForm.Csv))]
    [InlineData(nameof(AnswerForm.Ndjson))]
    [InlineData(nameof(AnswerForm.Parquet))]
    public async Task A_table_that_fails_on_the_way_is_cut_off_and_does_not_look_whole(string form)
    {
        await using var server = await Serve(() =>
            new TableResult(Table.Stream(Broken()), Enum.Parse<AnswerForm>(form), null)
        );
        using var client = new HttpClient { BaseAddress = new(server.Urls.First()) };
        using var answer = await client.GetAsync(
            "/",
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken
        );
        using var got = new MemoryStream();
        var broken = await Should.ThrowAsync<Exception>(() =>
            answer.Content.CopyToAsync(got, TestContext.Current.CancellationToken)
        );
        (broken is IOException or HttpRequestException).ShouldBeTrue();
        // Nor does a caller that overlooks it find a Parquet file with its end.
        Encoding.Latin1.GetString(got.ToArray()).ShouldNotEndWith("PAR1");

        static async IAsyncEnumerable<Row> Broken()
        {
            for (var i = 0; i < 120_000; i++)
                yield return new(i, $"row {i}");
            await Task.Yield();
            throw new InvalidOperationException("The database went away.");
        }
    }

    [Fact]
    public async Task A_table_that_fails_before_its_first_row_is_a_problem_and_no_file()
    {
        await using var server = await Serve(() =>
            new TableResult(Table.Stream(Broken()), AnswerForm.Csv, null)
        );
        using var client = new HttpClient { BaseAddress = new(server.Urls.First()) };
        using var answer = await client.GetAsync("/", TestContext.Current.CancellationToken);
        (await answer.Problem()).ShouldBe((503, "/problems/database-unavailable", ""));
        answer.Content.Headers.ContentDisposition.ShouldBeNull();

        static async IAsyncEnumerable<Row> Broken()
        {
            await Task.Yield();
            if (Environment.TickCount64 > 0)
                throw new TimeoutException();
            yield return new(1, "");
        }
    }

    [Fact]
    public async Task A_caller_that_goes_away_ends_the_query()
    {
        var ended = new TaskCompletionSource();
        await using var server = await Serve(() =>
            new TableResult(Table.Stream(Endless(ended)), AnswerForm.Csv, null)
        );
        using (var client = new HttpClient { BaseAddress = new(server.Urls.First()) })
        using (
            var answer = await client.GetAsync(
                "/",
                HttpCompletionOption.ResponseHeadersRead,
                TestContext.Current.CancellationToken
            )
        )
            answer.EnsureSuccessStatusCode();
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        static async IAsyncEnumerable<Row> Endless(
            TaskCompletionSource ended,
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            try
            {
                for (long i = 0; ; i++)
                {
                    if (i % 1_000 == 0)
                        await Task.Delay(0, cancellationToken);
                    yield return new(i, "on and on");
                }
            }
            finally
            {
                ended.SetResult();
            }
        }
    }

    internal sealed record Row(long Number, string Text);

    private async Task Same(string path, IReadOnlyList<IReadOnlyDictionary<string, string?>> json)
    {
        var csv = await database.Table(path, Cells.Csv);
        csv.SequenceShouldBe(await database.Table(path, Cells.Parquet));
        (await database.Table(path, Cells.Ndjson)).SequenceShouldBe(json);
        // A missing object is one null in JSON, and a null in each of its columns in a table.
        csv.Count.ShouldBe(json.Count);
        foreach (var (table, row) in csv.Zip(json))
        foreach (var (column, value) in table)
            row.GetValueOrDefault(column).ShouldBe(value, $"{path} {column}");
        var columns = csv.SelectMany(r => r.Keys).ToHashSet();
        json.SelectMany(r => r)
            .Where(c => c.Value is not null)
            .Select(c => c.Key)
            .ShouldBeSubsetOf(columns);
    }

    private static async Task<WebApplication> Serve(Func<TableResult> result)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddExceptionHandler<ProblemHandler>().AddProblemDetails();
        builder.Services.AddResponseCompression();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseExceptionHandler();
        app.UseResponseCompression();
        app.MapGet("/", () => result());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
