using System.Text;
using DuckDB.NET.Data;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Api.Infrastructure;
using Microsoft.Extensions.Configuration;

namespace LoanAnalytics.Tests.Imports;

/// <summary>What source files may look like, and how a profile reads them.</summary>
[Collection("database")]
public sealed class SourceFileTests(Database database) : IAsyncLifetime
{
    private static readonly DateOnly AsOf = new(2024, 12, 31);

    public ValueTask InitializeAsync() => database.Empty();

    [Theory]
    [InlineData("customer_id,age\nC1,40\nC2,41\n")]
    [InlineData("customer_id,age\r\nC1,40\r\nC2,41\r\n")]
    [InlineData("customer_id,age\rC1,40\rC2,41\r")]
    [InlineData("\ufeffcustomer_id,age\nC1,40\nC2,41")]
    [InlineData("customer_id;age\nC1;40\nC2;41\n")]
    [InlineData("customer_id\tage\nC1\t40\nC2\t41\n")]
    [InlineData("\"customer_id\",\"age\"\n\"C1\",\"40\"\n\"C2\",\"41\"\n")]
    public async Task Line_ends_separators_marks_and_quotes_are_read(string text)
    {
        using var extract = new Extract();
        await File.WriteAllTextAsync(
            Path.Combine(extract.Folder, "customers.csv"),
            text,
            TestContext.Current.CancellationToken
        );

        var outcome = await database.Import(extract.Folder, "canonical", asOf: AsOf);

        outcome.Tables.ShouldBe([new("customers", 2, 2, 0, 0)]);
        (await database.Scalar<long>("select sum(age) from customers")).ShouldBe(81);
    }

    [Theory]
    [InlineData("latin", "iso-8859-1")]
    [InlineData("wide16", "utf-16")]
    [InlineData("wide16", "utf-16BE")]
    [InlineData("wide16be", "utf-16BE")]
    public async Task Other_encodings_are_read_where_the_profile_declares_them(
        string profile,
        string encoding
    )
    {
        using var extract = new Extract();
        await File.WriteAllTextAsync(
            Path.Combine(extract.Folder, "people.csv"),
            "id,name\nC1,Zoë Müller\n",
            Encoding.GetEncoding(encoding),
            TestContext.Current.CancellationToken
        );
        await database.Import(extract.Folder, profile);
        (await database.Scalar<string>("select name from customers")).ShouldBe("Zoë Müller");
    }

    [Theory] // 0xFF begins no character of UTF-8; half of a pair is none of UTF-16
    [InlineData("latin1-bytes", "canonical", "customers.csv")]
    [InlineData("lone-surrogate", "wide16be", "people.csv")]
    [InlineData("lone-surrogate, with a mark", "wide16", "people.csv")]
    public async Task Bytes_that_are_not_of_the_encoding_refuse_their_row(
        string bytes,
        string profile,
        string file
    )
    {
        var rows = string.Concat(Enumerable.Range(1, 20).Select(i => $"C{i},Name\n"));
        var encoding = profile == "canonical" ? Encoding.Latin1 : Encoding.BigEndianUnicode;
        var id = profile == "canonical" ? "customer_id" : "id";
        var mark = bytes.EndsWith("mark", StringComparison.Ordinal) ? "\ufeff" : "";
        var content = encoding.GetBytes($"{mark}{id},name\nX,A?B\n{rows}");
        var place = content.AsSpan().IndexOf(encoding.GetBytes("?"));
        if (bytes == "latin1-bytes")
            content[place] = 0xFF;
        else
            (content[place], content[place + 1]) = (0xD8, 0x00);
        using var extract = new Extract();
        await File.WriteAllBytesAsync(
            Path.Combine(extract.Folder, file),
            content,
            TestContext.Current.CancellationToken
        );

        var outcome = await database.Import(extract.Folder, profile, asOf: AsOf);

        var reject = (await database.Get($"/imports/{outcome.ImportId}/rejects"))["items"]!
            .AsArray()
            .Single()!;
        (reject["line"]!.GetValue<int>(), reject["rule"]!.GetValue<string>()).ShouldBe(
            (2, "encoding")
        );
        (await database.Scalar<long>("select count(*) from customers")).ShouldBe(20);
    }

    [Fact]
    public async Task A_Parquet_file_is_read_like_a_delimited_one()
    {
        using var extract = new Extract();
        using (var duck = new DuckDBConnection("DataSource=:memory:"))
        {
            duck.Open();
            using var command = duck.CreateCommand();
            command.CommandText =
                $"copy (select 'C' || i as customer_id, date '1980-01-01' as birth_date, 1000.25::decimal(18,2) * i as annual_income from range(1, 4) t(i)) to '{extract.Folder}/customers.parquet' (format parquet)";
            command.ExecuteNonQuery();
        }
        var outcome = await database.Import(extract.Folder, "canonical", asOf: AsOf);
        outcome.Tables.ShouldBe([new("customers", 3, 3, 0, 0)]);
        (await database.Scalar<decimal>("select sum(annual_income) from customers")).ShouldBe(
            6001.50m
        );
    }

    [Fact]
    public async Task A_wide_tape_feeds_three_tables_in_the_formats_that_its_profile_declares()
    {
        using var extract = new Extract().With(
            "tape.csv",
            "Account;Client;Office;Born;Income;Lent;Rate;Opened;State;Channel",
            "A1;P1;North;01/02/1990;€ 31.000,50;1.234,56;7,5 %;15/03/2023;Aktiv;web",
            "A2;P1;North;01/02/1990;€ 31.000,50;500;12 %;16/03/2023;Bezahlt;web",
            "A3;P2;South;00/00/0000;;10.000;9,25;17/03/2023;Ausfall;desk",
            "A4;P3;South;05/06/1970;29.999,99;2.000,00;8;18/03/2023;Aktiv;desk",
            "A5;P3;South;05/06/1970;29.999,99;2.000,00;8;19/03/2023;Aktiv;desk"
        );

        var outcome = await database.Import(extract.Folder, "tape");

        outcome.Tables.ShouldBe([
            new("branches", 5, 2, 0, 3),
            new("customers", 5, 3, 0, 2),
            new("loans", 5, 5, 0, 0),
        ]);
        outcome.Totals.ShouldBe(new(5, 15_734.56m, null, null));
        // Each column is read by one of the three.
        outcome.Findings.ShouldNotContain(f => f.Id == "ignored-columns");
        (
            await database.Scalar<string>(
                "select string_agg(concat_ws(' ', customer_id, birth_date, annual_income), ', ' order by customer_id) from customers"
            )
        ).ShouldBe("P1 1990-02-01 31000.5000, P2, P3 1970-06-05 29999.9900");
        (await database.Scalar<decimal>("select sum(interest_rate) from loans")).ShouldBe(44.75m);
        var summary = await database.Get(
            "/portfolio/breakdown?by=ageBand&by=incomeBand&attribute=channel:desk"
        );
        summary["meta"]!["currency"]!.GetValue<string>().ShouldBe("EUR");
        summary["data"]!["rows"]!
            .AsArray()
            .Select(r => (r!["group"]!.ToJsonString(), r["loans"]!.GetValue<int>()))
            .ShouldBe([
                ("""{"ageBand":"40\u002B","incomeBand":"\u003C30k"}""", 2),
                ("""{"ageBand":"unknown","incomeBand":"unknown"}""", 1),
            ]);
    }

    [Theory] // a value that is not written as the profile declares is refused, never read another way
    [InlineData("1,234.56", "15/03/2023", "number", "1,234.56")]
    [InlineData("1234.56", "15/03/2023", "number", "1234.56")]
    [InlineData("1.23", "15/03/2023", "number", "1.23")]
    [InlineData("1e5", "15/03/2023", "number", "1e5")]
    [InlineData("NaN", "15/03/2023", "number", "NaN")]
    [InlineData("--5", "15/03/2023", "number", "--5")]
    [InlineData("-5", "15/03/2023", "range", "-5")]
    [InlineData("5", "2023-03-15", "date", "2023-03-15")]
    [InlineData("5", "31/04/2023", "date", "31/04/2023")]
    [InlineData("5", "01/02/03", "date", "01/02/03")]
    public async Task What_is_not_in_the_declared_format_is_refused(
        string lent,
        string opened,
        string rule,
        string value
    )
    {
        using var extract = new Extract().With(
            "tape.csv",
            [
                "Account;Client;Office;Born;Income;Lent;Rate;Opened;State;Channel",
                .. Enumerable
                    .Range(1, 9)
                    .Select(i => $"G{i};P1;North;01/02/1990;1;500;12 %;16/03/2023;Aktiv;web"),
                $"X;P1;North;01/02/1990;1;{lent};12 %;{opened};Aktiv;web",
            ]
        );
        var outcome = await database.Import(extract.Folder, "tape");
        var reject = (await database.Get($"/imports/{outcome.ImportId}/rejects"))["items"]!
            .AsArray()
            .Single()!;
        (
            reject["line"]!.GetValue<int>(),
            reject["rule"]!.GetValue<string>(),
            reject["value"]!.GetValue<string>()
        ).ShouldBe((11, rule, value));
    }

    [Fact]
    public async Task Numbers_of_more_than_four_decimals_are_rounded_and_counted()
    {
        using var extract = new Extract().With(
            "customers.csv",
            "customer_id,annual_income",
            "C1,100.12345",
            "C2,100.1234",
            "C3,100.12340000",
            "C4,0.30000000000000004",
            "C5,123456"
        );
        var outcome = await database.Import(extract.Folder, "canonical", asOf: AsOf);
        outcome.Findings.Single(f => f.Id == "rounded").Count.ShouldBe(2);
        (
            await database.Scalar<string>(
                "select string_agg(annual_income::text, ' ' order by customer_id) from customers"
            )
        ).ShouldBe("100.1235 100.1234 100.1234 0.3000 123456.0000");
    }

    [Fact]
    public async Task An_unclosed_quote_is_one_refused_record_and_names_what_it_swallowed()
    {
        using var extract = new Extract().With(
            "customers.csv",
            [
                "customer_id,name",
                .. Enumerable.Range(1, 20).Select(i => $"C{i},Name {i}"),
                "D1,\"never closed",
                "D2,swallowed",
            ]
        );
        var outcome = await database.Import(extract.Folder, "canonical", asOf: AsOf);
        var reject = (await database.Get($"/imports/{outcome.ImportId}/rejects"))["items"]!
            .AsArray()
            .Single()!;
        reject["rule"]!.GetValue<string>().ShouldBe("malformed-row");
        reject["row"]!.GetValue<string>().ShouldContain("D2,swallowed");
        (await database.Scalar<long>("select count(*) from customers")).ShouldBe(20);
    }

    [Fact]
    public async Task A_malformed_record_does_not_shift_the_numbers_of_those_behind_it()
    {
        using var extract = new Extract().With(
            "customers.csv",
            [
                "customer_id,age",
                "C1,40",
                "C2",
                "C3,41",
                "C4,42,43",
                "C5,old",
                .. Enumerable.Range(10, 20).Select(i => $"C{i},40"),
            ]
        );
        var outcome = await database.Import(extract.Folder, "canonical", asOf: AsOf);
        (await database.Get($"/imports/{outcome.ImportId}/rejects"))["items"]!
            .AsArray()
            .Select(r =>
                (
                    r!["line"]!.GetValue<int>(),
                    r["rule"]!.GetValue<string>(),
                    r["row"]!.GetValue<string>()
                )
            )
            .ShouldBe([
                (3, "malformed-row", "C2"),
                (5, "malformed-row", "C4,42,43"),
                (6, "number", "C5,old"),
            ]);
    }

    [Theory]
    [InlineData("customers.csv", "", "file-empty")]
    [InlineData("customers.csv", "customer_id,age\n", "file-empty")]
    [InlineData("customers.csv", "client,age\nC1,40\n", "schema-mismatch")]
    [InlineData("customers.csv", "customer_id,age,AGE\nC1,40,40\n", "schema-mismatch")]
    [InlineData("customers.csv", "PK\u0003\u0004....", "not-a-table")]
    [InlineData("customers.csv", "%PDF-1.7", "not-a-table")]
    [InlineData("customers.parquet", "customer_id,age\nC1,40\n", "not-a-table")]
    [InlineData("people.csv", "customer_id,age\nC1,40\n", "no-files")]
    public async Task A_file_that_is_no_table_of_ours_is_refused_whole(
        string name,
        string text,
        string problem
    )
    {
        using var extract = new Extract();
        await File.WriteAllTextAsync(
            Path.Combine(extract.Folder, name),
            text,
            TestContext.Current.CancellationToken
        );
        var refused = await Should.ThrowAsync<ProblemException>(() =>
            database.Import(extract.Folder, "canonical", asOf: AsOf)
        );
        refused.Type.ShouldBe(problem);
    }

    [Fact]
    public async Task Without_a_date_or_a_rule_for_it_nothing_is_loaded()
    {
        using var extract = new Extract().With("customers.csv", "customer_id,age", "C1,40");
        var refused = await Should.ThrowAsync<ProblemException>(() =>
            database.Import(extract.Folder, "canonical")
        );
        refused.Type.ShouldBe("as-of-missing");
    }

    [Fact]
    public void A_long_check_stops_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        using var staging = new Staging(
            ImportLimits.Of(new ConfigurationBuilder().Build()),
            stop.Token
        );
        Should.Throw<OperationCanceledException>(() =>
            staging.Scalar<long>("select count(*) from range(4000000000) a, range(4000000000) b")
        );
    }

    [Fact]
    public void Bands_are_named_by_their_edges()
    {
        var profile = Profile.Load("tape");
        Bands.Of(profile, "age").Labels.ShouldBe(["under 21", "21-39", "40+"]);
        Bands.Of(profile, "income").Labels.ShouldBe(["<30k", "30k-60k", "60k+"]);
        Bands.Of(profile, "rate").Labels.ShouldBe(["<5", "5-7.5", "7.5-10", "10-12.5", "12.5+"]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
