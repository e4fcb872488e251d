using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace LoanAnalytics.Tests.Imports;

/// <summary>Tapes of strangers: what a preview without a profile takes their columns for, and what becomes of them once a person agreed.</summary>
[Collection("database")]
public sealed class MatchingTests(Database database) : IAsyncLifetime
{
    /// <summary>One row a loan, as a servicer in the United States might send it.</summary>
    private const string American = """
        acct_no,cust_no,Borr Name,DOB,sex,ann_inc,br_cd,Amt. Financed,int_rt,trm_mos,orig_dt,mat_dt,tot_pd,cur_bal,ln_stat,Autopay Y/N
        A100,7001,Ann Alder,12-MAR-55,F,"$52,000",N1,"$12,500.00",7.25%,36,01/15/2023,01/15/2026,"$4,100.50","$8,399.50",Current,Y
        A101,7002,Bo Birch,03-JUL-88,M,"$38,500",N1,"$8,000.00",9.5%,24,02/28/2022,02/28/2024,"$8,000.00",$0.00,PIF,N
        A102,7003,Cy Cedar,30-NOV-71,M,,S2,"$20,000.00",6%,48,03/31/2023,03/31/2027,"$2,000.00","$18,000.00",Chg-Off,N
        A103,7001,Ann Alder,12-MAR-55,F,"$54,000",S2,"$3,000.00",8%,12,11/20/2023,11/20/2024,$500.00,"$2,500.00",Current,Y
        Total,,,,,,,"$43,500.00",,,,,"$14,600.50","$28,899.50",,

        """;

    /// <summary>The same kind of list from a bank in Germany: two header lines, commas for points, Latin-1.</summary>
    private const string German =
        "Kredit;;;;Kunde;;;Stand\nNummer;Betrag;Zinssatz;Beginn Datum;Nummer;Geburtsdatum;Einkommen monatl.;Status\n"
        + "K1;12.500,00;7,25 %;15.01.2023;M1;12.03.1955;2.400,50;Aktiv\n"
        + "K2;8.000,00;9,50 %;28.02.2022;M2;03.07.1988;3.100,00;Bezahlt\n"
        + "K3;950,75;6,00 %;31.03.2023;M3;30.11.1971;;Ausfall\n"
        + ";21.450,75;;;;;;\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_American_tape_finds_its_fields_its_formats_and_its_words()
    {
        var preview = await Preview([], ("tape.csv", American));

        Placed(preview)
            .ShouldBe([
                "acct_no loans.loan_id",
                "cust_no customers.customer_id",
                "Borr Name customers.name",
                "DOB customers.birth_date",
                "sex customers.gender",
                "ann_inc customers.annual_income",
                "br_cd branches.branch_id",
                "Amt. Financed loans.principal",
                "int_rt loans.interest_rate",
                "trm_mos loans.term_months",
                "orig_dt loans.start_date",
                "mat_dt loans.end_date",
                "tot_pd loans.amount_paid",
                "cur_bal loans.outstanding_balance",
                "ln_stat loans.status",
                "Autopay Y/N -",
            ]);
        var file = File(preview);
        $"{file["delimiter"]} {file["headerLines"]} {file["skipLines"]} {file["encoding"]} {file["whole"]} {file["sampled"]}".ShouldBe(
            ", 1 0 utf-8 true 4"
        );
        file["totalLines"]![0]!.ToString().ShouldStartWith("Total,,");
        Column(preview, "Amt. Financed", "numberFormat").ShouldBe("$1,234.56");
        Column(preview, "int_rt", "numberFormat").ShouldBe("1234.56%");
        Column(preview, "orig_dt", "dateFormat").ShouldBe("%m/%d/%Y");
        Column(preview, "orig_dt", "ambiguous").ShouldBe("false");
        Column(preview, "DOB", "dateFormat").ShouldBe("%d-%b-%y");
        Column(preview, "DOB", "parsed").ShouldBe("""["1955-03-12","1988-07-03","1971-11-30"]""");
        Column(preview, "cur_bal", "parsed").ShouldBe("""["8399.5","0","18000","2500"]""");
        Words(preview, "ln_stat")
            .ShouldBe(["Current active", "Chg-Off written_off", "PIF fully_paid"]);
        preview["matching"]!["missing"]!.AsArray().ShouldBeEmpty();
        preview["currency"]!.ToString().ShouldBe("USD");
        // Nothing is stored, and what it would give is shown.
        Tables(preview).ShouldBe(["branches 4 2 0 2", "customers 3 3 0 0", "loans 4 4 0 0"]);
        preview["problems"]!.AsArray().ShouldBeEmpty();
        preview["profile"].ShouldBeNull();
        (await database.Scalar<long>("select count(*) from imports")).ShouldBe(0);
        // Confident where the name says it; less where it is only near.
        var sure = File(preview)["columns"]!
            .AsArray()
            .ToDictionary(c => c!["name"]!.ToString(), c => c!["confidence"]?.GetValue<double>());
        sure["acct_no"]!.Value.ShouldBeInRange(0.9, 1);
        sure.Values.OfType<double>().ShouldAllBe(c => c >= 0.55 && c <= 1);
    }

    [Fact]
    public async Task The_suggestion_saved_as_it_is_loads_the_tape_into_three_tables()
    {
        var preview = await Preview([], ("tape.csv", American));
        await Save("american", preview["matching"]!["profile"]!);
        using var extract = new Extract().With("tape.csv", American.TrimEnd().Split('\n'));

        var outcome = await database.Import(extract.Folder, "american");

        outcome.Tables.ShouldBe([
            new("branches", 4, 2, 0, 2),
            new("customers", 3, 3, 0, 0),
            new("loans", 4, 4, 0, 0),
        ]);
        // The total line of the tape says the same.
        outcome.Totals.ShouldBe(new(4, 43_500m, 14_600.50m, 28_899.50m));
        outcome.AsOf.ShouldBe(new(2023, 11, 20));
        (
            await database.Scalar<string>(
                "select string_agg(concat_ws(' ', customer_id, birth_date, gender, annual_income), ', ' order by customer_id) from customers"
            )
        ).ShouldBe(
            "7001 1955-03-12 female 54000.0000, 7002 1988-07-03 male 38500.0000, 7003 1971-11-30 male"
        );
        (
            await database.Scalar<string>(
                "select string_agg(concat_ws(' ', loan_id, branch_id, interest_rate, end_date, status, source_status), ', ' order by loan_id) from loans"
            )
        ).ShouldBe(
            "A100 N1 7.2500 2026-01-15 active Current, A101 N1 9.5000 2024-02-28 fully_paid PIF, A102 S2 6.0000 2027-03-31 written_off Chg-Off, A103 S2 8.0000 2024-11-20 active Current"
        );
        var conflict = outcome.Findings.Single(f => f.Id == "conflicting-values");
        (conflict.Count, conflict.Keys[0]).ShouldBe((1, "7001"));
    }

    [Fact]
    public async Task A_German_list_is_read_with_its_two_header_lines_and_its_commas()
    {
        var preview = await Preview(
            [],
            ("liste.csv", Encoding.Latin1.GetBytes(German.Replace("Stand\n", "Stätus\n")))
        );

        Placed(preview)
            .ShouldBe([
                "Kredit Nummer loans.loan_id",
                "Kredit Betrag loans.principal",
                "Kredit Zinssatz loans.interest_rate",
                "Kredit Beginn Datum loans.start_date",
                "Kunde Nummer customers.customer_id",
                "Kunde Geburtsdatum customers.birth_date",
                "Kunde Einkommen monatl. customers.annual_income",
                "Stätus Status loans.status",
            ]);
        $"{File(preview)["delimiter"]} {File(preview)["headerLines"]} {File(preview)["encoding"]}".ShouldBe(
            "; 2 latin-1"
        );
        Column(preview, "Kredit Betrag", "numberFormat").ShouldBe("1.234,56");
        Column(preview, "Kredit Zinssatz", "numberFormat").ShouldBe("1234,56 %");
        Column(preview, "Kunde Einkommen monatl.", "times").ShouldBe("12");
        Column(preview, "Kunde Einkommen monatl.", "parsed").ShouldBe("""["28806","37200"]""");
        Column(preview, "Kredit Beginn Datum", "dateFormat").ShouldBe("%d.%m.%Y");
        Tables(preview).ShouldBe(["customers 3 3 0 0", "loans 3 3 0 0"]);
        Words(preview, "Stätus Status")
            .ShouldBe(["Aktiv active", "Ausfall defaulted", "Bezahlt fully_paid"]);
    }

    [Fact]
    public async Task Without_a_customer_each_loan_has_its_own_rates_may_be_fractions_and_dates_a_spreadsheets_days()
    {
        var preview = await Preview(
            [],
            (
                "loans of march.csv",
                "Portfolio of 31 March 2024,,,,,\n\nContract #,Region,Loan Amount,Coupon,Funding Date,Default Flag\n1,North,5000,0.0549,45000,N\n2,North,2500,0.12,45100,Y\n3,South,100,0.07,45200,N\n"
            )
        );
        Placed(preview)
            .ShouldBe([
                "Contract # loans.loan_id",
                "Region branches.region",
                "Loan Amount loans.principal",
                "Coupon loans.interest_rate",
                "Funding Date loans.start_date",
                "Default Flag loans.status",
            ]);
        File(preview)["skipLines"]!.GetValue<int>().ShouldBe(2);
        Column(preview, "Coupon", "parsed").ShouldBe("""["5.49","12","7"]""");
        Column(preview, "Funding Date", "parsed")
            .ShouldBe("""["2023-03-15","2023-06-23","2023-10-01"]""");
        Words(preview, "Default Flag").ShouldBe(["N active", "Y defaulted"]);
        Tables(preview).ShouldBe(["branches 2 2 0 0", "customers 3 3 0 0", "loans 3 3 0 0"]);
        Reasons(preview, "Contract #").ShouldContain("derived");
        preview["tables"]![2]!["rows"]![0]!["cells"]!
            .AsArray()
            .Select(c => c!.ToString())
            .ShouldBe(["1", "1", "North", "5000", "5.49", "2023-03-15", "active", "N"]);
    }

    [Theory]
    [InlineData("03/04/2023", "05/06/2023", "%d/%m/%Y", "true")]
    [InlineData("03/04/2023", "25/06/2023", "%d/%m/%Y", "false")]
    [InlineData("03/04/2023", "06/25/2023", "%m/%d/%Y", "false")]
    [InlineData("2023-04-03", "2023-06-05", "%Y-%m-%d", "false")]
    [InlineData("3-Apr-23", "25-jun-23", "%d-%b-%y", "false")]
    public async Task Dates_are_told_apart_by_their_values_and_said_to_be_ambiguous_where_they_cannot(
        string first,
        string second,
        string format,
        string ambiguous
    )
    {
        var preview = await Preview(
            [],
            ("t.csv", $"loan,amount,opened,status\n1,100,{first},open\n2,200,{second},closed\n")
        );
        Column(preview, "opened", "dateFormat").ShouldBe(format);
        Column(preview, "opened", "ambiguous").ShouldBe(ambiguous);
        if (ambiguous == "true")
            Column(preview, "opened", "readings")
                .ShouldBe(
                    """[{"dateFormat":"%d/%m/%Y","numberFormat":null,"values":["2023-04-03","2023-06-05"]},{"dateFormat":"%m/%d/%Y","numberFormat":null,"values":["2023-03-04","2023-05-06"]}]"""
                );
    }

    [Fact]
    public async Task Other_dates_of_the_file_settle_which_reading_comes_first()
    {
        var preview = await Preview(
            [],
            (
                "t.csv",
                "loan,amount,opened,maturity,status\n1,100,03/04/2023,12/31/2025,open\n2,200,05/06/2023,11/30/2025,open\n"
            )
        );
        (Column(preview, "opened", "dateFormat"), Column(preview, "opened", "ambiguous")).ShouldBe(
            ("%m/%d/%Y", "true")
        );
    }

    [Fact]
    public async Task What_a_person_chose_stands_and_the_rest_is_suggested_around_it()
    {
        const string tape =
            "ref,who,v1,v2,when,st8,score\n1,A,100,7.5,03/04/2023,run,700\n2,B,200,8.5,05/06/2023,over,650\n";
        var before = await Preview([], ("t.csv", tape));
        Types(before).ShouldContain("schema-mismatch");

        var after = await Preview(
            [
                (
                    "choices",
                    """
                    [ { "file": "t.csv", "column": "ref", "field": "loans.loan_id" }, { "file": "t.csv", "column": "who", "field": "customers.customer_id" },
                      { "file": "t.csv", "column": "v1", "field": "loans.principal", "times": 1000 }, { "file": "t.csv", "column": "v2", "field": "loans.interest_rate" },
                      { "file": "t.csv", "column": "when", "field": "loans.start_date", "dateFormat": "%m/%d/%Y" },
                      { "file": "t.csv", "column": "st8", "field": "loans.status", "words": { "run": "active", "over": "fully_paid" } },
                      { "file": "t.csv", "column": "score", "field": "customers.attribute" } ]
                    """
                ),
            ],
            ("t.csv", tape)
        );

        Tables(after).ShouldBe(["customers 2 2 0 0", "loans 2 2 0 0"]);
        after["problems"]!.AsArray().ShouldBeEmpty();
        after["tables"]![1]!["rows"]![0]!["cells"]!
            .AsArray()
            .Select(c => c!.ToString())
            .ShouldBe(["1", "A", "100000", "7.5", "2023-03-04", "active", "run"]);
        after["matching"]!["profile"]!["attributes"]![0]!["name"]!.ToString().ShouldBe("score");
        // What was confirmed once is believed the next time, in a profile's own words too.
        await Save("mine", after["matching"]!["profile"]!);
        var next = await Preview([], ("next.csv", tape));
        Placed(next)
            .ShouldBe([
                "ref loans.loan_id",
                "who customers.customer_id",
                "v1 loans.principal",
                "v2 loans.interest_rate",
                "when loans.start_date",
                "st8 loans.status",
                "score -",
            ]);
        Reasons(next, "ref").ShouldContain("earlier");
        Words(next, "st8").ShouldBe(["over fully_paid", "run active"]);
    }

    [Fact] // 01/02/03 is in January or in February, 1.234 a thousand or one.
    public async Task How_values_are_read_is_asked_once()
    {
        const string tape =
            "loan,amount,opened,status\n1,1.234,01/02/03,open\n2,2.500,04/05/06,open\n";
        var before = await Preview([], ("t.csv", tape));
        Column(before, "opened", "ambiguous").ShouldBe("true");
        Column(before, "amount", "ambiguous").ShouldBe("true");
        var confirmed = await Preview(
            [
                (
                    "choices",
                    """
                    [ { "file": "t.csv", "column": "opened", "field": "loans.start_date", "dateFormat": "%m/%d/%y" },
                      { "file": "t.csv", "column": "amount", "field": "loans.principal", "numberFormat": "1.234,56" } ]
                    """
                ),
            ],
            ("t.csv", tape)
        );
        await Save("mine", confirmed["matching"]!["profile"]!);

        // By the profile, and where none is named.
        var named = await Preview([("profile", "mine")], ("t.csv", tape));
        named["tables"]![1]!["rows"]!
            .AsArray()
            .Select(r => $"{r!["cells"]![2]} {r["cells"]![3]}")
            .ShouldBe(["1234 2003-01-02", "2500 2006-04-05"]);
        var next = await Preview([], ("next.csv", tape));
        Column(next, "opened", "dateFormat").ShouldBe("%m/%d/%y");
        Column(next, "opened", "ambiguous").ShouldBe("false");
        Column(next, "opened", "parsed").ShouldBe("""["2003-01-02","2006-04-05"]""");
        Column(next, "amount", "ambiguous").ShouldBe("false");

        // Another lender's column of that name is read otherwise: it must be asked again, the latest answer first.
        var other = confirmed["matching"]!["profile"]!.DeepClone();
        other["tables"]!.AsArray().Single(t => t!["table"]!.ToString() == "loans")!["columns"]!
            .AsArray()
            .Single(c => c!["column"]!.ToString() == "start_date")!["dateFormat"] = "%d/%m/%y";
        await Save("other", other);
        var asked = await Preview([], ("next.csv", tape));
        Column(asked, "opened", "dateFormat").ShouldBe("%d/%m/%y");
        Column(asked, "opened", "ambiguous").ShouldBe("true");
    }

    [Theory]
    [InlineData(
        "[{\"file\":\"t.csv\",\"column\":\"x\",\"field\":\"loans.loan_id\"}]",
        "no column 'x'"
    )]
    [InlineData("[{\"file\":\"u.csv\",\"column\":\"loan\"}]", "no column 'loan'")]
    [InlineData(
        "[{\"file\":\"t.csv\",\"column\":\"loan\",\"field\":\"loans.shoe\"}]",
        "no field 'loans.shoe'"
    )]
    [InlineData(
        "[{\"file\":\"t.csv\",\"column\":\"loan\",\"field\":\"loans.loan_id\"},{\"file\":\"t.csv\",\"column\":\"amount\",\"field\":\"loans.loan_id\"}]",
        "given to several columns"
    )]
    [InlineData("[{\"file\":\"t.csv\",\"column\":\"amount\",\"times\":1e27}]", "times is a number")]
    [InlineData("[{\"column\":\"loan\"}]", "choices is JSON")]
    [InlineData("{", "choices is JSON")]
    public async Task Choices_that_cannot_be_are_refused(string choices, string said)
    {
        using var form = Form([("choices", choices)], ("t.csv", "loan,amount\n1,2\n"u8.ToArray()));
        var answer = await database.Client.PostAsync("/api/v1/imports/preview", form, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!["detail"]!
            .ToString()
            .ShouldContain(said);
    }

    [Fact]
    public async Task Several_files_are_told_apart_by_what_they_hold()
    {
        var preview = await Preview(
            [],
            (
                "deals.csv",
                "Deal No,Client,Sum Lent,Value Date,State\nD1,X,100,2024-01-02,open\nD2,Y,200,2024-01-03,open\n"
            ),
            ("people.csv", "Client No,Birthdate,Gender\nX,1980-01-02,F\nY,1990-01-02,M\n"),
            (
                "money.csv",
                "Deal No,Receipt,Posting Date,Amount Paid\nD1,1,2024-02-02,10\nD1,2,2024-03-02,10\n"
            )
        );
        Tables(preview).ShouldBe(["customers 2 2 0 0", "loans 2 2 0 0", "payments 2 2 0 0"]);
        preview["problems"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Files_that_one_profile_cannot_read_together_are_said_to_be()
    {
        var preview = await Preview(
            [],
            (
                "deals.csv",
                "Book of March,,,,\nDeal No,Client,Sum Lent,Value Date,State\nD1,X,100,2024-01-02,open\n"
            ),
            ("people.csv", "Client No,Birthdate,Gender\nX,1980-01-02,F\n")
        );
        preview["problems"]![0]!["title"]!
            .ToString()
            .ShouldBe("The files are laid out differently");
    }

    [Fact]
    public async Task A_Parquet_file_is_matched_by_its_names_and_values()
    {
        using var extract = new Extract();
        var path = Path.Combine(extract.Folder, "tape.parquet");
        using (var duck = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:"))
        {
            duck.Open();
            using var command = duck.CreateCommand();
            command.CommandText =
                $"copy (select 'A' || i as acct_no, 100.5 * i as orig_bal, date '2024-01-01' + i::int as orig_dt, 'Current' as ln_stat from range(1, 4) t(i)) to '{path}' (format parquet)";
            command.ExecuteNonQuery();
        }
        var preview = await Preview(
            [],
            ("tape.parquet", await System.IO.File.ReadAllBytesAsync(path, Stop))
        );
        Placed(preview)
            .ShouldBe([
                "acct_no loans.loan_id",
                "orig_bal loans.principal",
                "orig_dt loans.start_date",
                "ln_stat loans.status",
            ]);
        Tables(preview).ShouldBe(["customers 3 3 0 0", "loans 3 3 0 0"]);
    }

    public static TheoryData<string, byte[], int> Strange =>
        new()
        {
            { "garbage", Garbage(), 415 },
            { "nothing", [], 422 },
            { "one line", "loan,amount,status"u8.ToArray(), 422 },
            { "line ends", "\n\n\r\n\n"u8.ToArray(), 422 },
            { "commas", ",,,,\n,,,,\n"u8.ToArray(), 422 },
            {
                "utf-16",
                Encoding
                    .Unicode.GetPreamble()
                    .Concat(
                        Encoding.Unicode.GetBytes(
                            "loan,amount,opened,status\n1,2,2024-01-01,open\n"
                        )
                    )
                    .ToArray(),
                200
            },
            {
                "utf-16 big endian",
                Encoding
                    .BigEndianUnicode.GetPreamble()
                    .Concat(
                        Encoding.BigEndianUnicode.GetBytes(
                            "loan,amount,opened,status\n1,2,2024-01-01,open\n"
                        )
                    )
                    .ToArray(),
                200
            },
            {
                "utf-16 without a mark",
                Encoding.Unicode.GetBytes("loan,amount,opened,status\n1,2,2024-01-01,open\n"),
                200
            },
            {
                "carriage returns",
                "loan,amount,opened,status\r1,2,2024-01-01,open\r2,3,2024-01-01,open\r"u8.ToArray(),
                200
            },
            {
                "unclosed quote",
                "loan,amount,opened,status\n1,2,2024-01-01,\"open\n2,3,2024-01-01,open\n"u8.ToArray(),
                200
            },
            {
                "unclosed quote in the header",
                "loan,\"amount,opened,status\n1,2,2024-01-01,open\n2,3,2024-01-01,open\n"u8.ToArray(),
                200
            },
            {
                "a line end in the header",
                "loan,\"amount\nfinanced\",opened,status\n1,2,2024-01-01,open\n"u8.ToArray(),
                200
            },
            { "names twice", "loan,loan,opened,status\n1,2,2024-01-01,open\n"u8.ToArray(), 422 },
            { "names empty", "loan,,amount,\n1,2,3,4\n"u8.ToArray(), 200 },
            { "no names", "1,2,3\n4,5,6\n"u8.ToArray(), 200 },
            { "one column", "loan\n1\n2\n"u8.ToArray(), 200 },
            {
                "quotes in names",
                "lo\"\"an,am'ount,'; drop table x --,st;at\n1,2,2024-01-01,open\n"u8.ToArray(),
                200
            },
            { "ragged", "loan,amount,opened\n1\n1,2,3,4,5,6\n\n,\n"u8.ToArray(), 200 },
            { "ten thousand columns", Wide(10_000), 422 },
            { "a thousand columns", Wide(1_000), 200 },
            { "one long line", Encoding.ASCII.GetBytes(new string('x', 3_000_000)), 422 },
            {
                "long numbers",
                Encoding.ASCII.GetBytes(
                    $"loan,amount,opened,status\n{new string('9', 40)},{new string('9', 40)},{new string('9', 40)},open\n"
                ),
                200
            },
            { "a PDF", "%PDF-1.7 xxxxxxxxxxxxxxxxx"u8.ToArray(), 415 },
        };

    [Theory]
    [MemberData(nameof(Strange))]
    public async Task No_file_makes_the_preview_fail(string name, byte[] content, int status)
    {
        using var form = Form([], ($"{name}.csv", content));
        var answer = await database.Client.PostAsync("/api/v1/imports/preview", form, Stop);
        ((int)answer.StatusCode).ShouldBe(status, await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Of_a_large_file_only_the_beginning_is_read_and_its_last_line()
    {
        var rows = string.Concat(
            Enumerable
                .Range(0, 60_000)
                .Select(i => $"L{i},1000.50,2024-01-0{i % 9 + 1},open,filler text\n")
        );
        var preview = await Preview(
            [],
            ("big.csv", $"loan no,amount,opened,status,note\n{rows}Grand Total,60030000,,,\n")
        );
        $"{preview["excerpt"]} {File(preview)["whole"]} {File(preview)["sampled"]}".ShouldBe(
            "true false 5000"
        );
        File(preview)["totalLines"]![0]!.ToString().ShouldBe("Grand Total,60030000,,,");
        preview["files"]![0]!["read"]!.GetValue<int>().ShouldBeInRange(20_000, 40_000);
    }

    private static byte[] Garbage()
    {
        var bytes = new byte[5000];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Wide(int columns) =>
        Encoding.ASCII.GetBytes(
            $"loan,amount,opened,status,{string.Join(',', Enumerable.Range(0, columns - 4).Select(i => $"c{i}"))}\n1,2,2024-01-01,open,{string.Join(',', Enumerable.Range(0, columns - 4))}\n"
        );

    private async Task Save(string name, JsonNode profile) =>
        (
            await database.Client.PutAsJsonAsync($"/api/v1/profiles/{name}", profile, Stop)
        ).EnsureSuccessStatusCode();

    private Task<JsonNode> Preview(
        (string, string)[] fields,
        params (string Name, string Content)[] files
    ) => Preview(fields, [.. files.Select(f => (f.Name, Encoding.UTF8.GetBytes(f.Content)))]);

    private async Task<JsonNode> Preview(
        (string, string)[] fields,
        params (string Name, byte[] Content)[] files
    )
    {
        using var form = Form(fields, files);
        var answer = await database.Client.PostAsync("/api/v1/imports/preview", form, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
    }

    private static MultipartFormDataContent Form(
        (string, string)[] fields,
        params (string Name, byte[] Content)[] files
    )
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        foreach (var (name, content) in files)
            form.Add(new ByteArrayContent(content), "files", name);
        return form;
    }

    private static JsonNode File(JsonNode preview) => preview["matching"]!["files"]![0]!;

    private static JsonNode Named(JsonNode preview, string column) =>
        File(preview)["columns"]!.AsArray().Single(c => c!["name"]!.ToString() == column)!;

    private static string? Column(JsonNode preview, string column, string part) =>
        Named(preview, column)[part] is JsonValue value
            ? value.ToString()
            : Named(preview, column)[part]?.ToJsonString();

    private static IEnumerable<string> Placed(JsonNode preview) =>
        File(preview)["columns"]!
            .AsArray()
            .Select(c => $"{c!["name"]} {c["field"]?.ToString() ?? "-"}");

    private static IEnumerable<string> Words(JsonNode preview, string column) =>
        Named(preview, column)["words"]!
            .AsArray()
            .Select(w => $"{w!["word"]} {w["ours"]?.ToString() ?? "-"}");

    private static IEnumerable<string> Reasons(JsonNode preview, string column) =>
        Named(preview, column)["reasons"]!.AsArray().Select(r => r!["kind"]!.ToString());

    private static IEnumerable<string> Types(JsonNode preview) =>
        preview["problems"]!.AsArray().Select(p => p!["type"]!.ToString());

    private static IEnumerable<string> Tables(JsonNode preview) =>
        preview["tables"]!
            .AsArray()
            .Select(t =>
                $"{t!["table"]} {t["mapped"]} {t["accepted"]} {t["rejected"]} {t["repeated"]}"
            );
}
