using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Segments;

/// <summary>What a publication means for the rest of the product, and what a retraining keeps.</summary>
[Collection("database")]
public sealed class PublishedSegmentsTests(Database database) : IAsyncLifetime
{
    private static readonly string[] Age = ["age"];
    private static readonly object TwoByAge = new { features = Age, k = 2 };

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Nothing_is_published_until_someone_does()
    {
        await People();
        var made = await database.Segmented(TwoByAge);
        made["isPublished"]!.GetValue<bool>().ShouldBeFalse();
        (await Groups()).ShouldBe(["unknown 6"]);
        using var none = await database.Ask("/segments");
        (await none.Problem()).ShouldBe((409, "/problems/no-segmentation", ""));
        // By its name it can be looked at before.
        (await database.Shown($"?segmentation={made["segmentationId"]}")).ShouldBe([
            "1 younger 3 4",
            "2 older 2 2",
        ]);
    }

    [Fact]
    public async Task A_group_of_a_published_segment_counts_the_loans_that_its_filter_gives()
    {
        await People();
        await database.Published(TwoByAge);
        (await Groups()).ShouldBe(["1 4", "2 2"]);
        foreach (var group in (string[])["1", "2"])
        {
            var listed = await database.Get($"/loans?segment={group}");
            listed["total"]!.GetValue<int>().ShouldBe(group == "1" ? 4 : 2);
            listed["meta"]!["segmentation"]!.GetValue<string>().ShouldNotBeEmpty();
        }
        // C9 has no loan and is no borrower; her age alone would place her.
        (await database.Get("/portfolio/summary?segment=1&segment=2"))["data"]!["customers"]!
            .GetValue<int>()
            .ShouldBe(5);
        (await database.Get("/portfolio/facets"))["data"]!["facets"]!
            .AsArray()
            .Single(f => f!["filter"]!.GetValue<string>() == "segment")!["values"]!
            .AsArray()
            .Select(v => $"{v!["value"]} {v["label"]} {v["loans"]}")
            .ShouldBe(["1 1. younger 4", "2 2. older 2"]);
    }

    [Theory] // wherever there is a dimension
    [InlineData("/portfolio/breakdown?by=segment&by=region", 2)]
    [InlineData("/portfolio/differences?by=segment", 1)]
    [InlineData("/portfolio/change?by=segment&from=2023&to=2024", 2)]
    public async Task Every_operation_that_groups_groups_by_segment(string path, int rows)
    {
        await People();
        await database.Published(TwoByAge);
        (await database.Get(path))["data"]!["rows"]!.AsArray().Count.ShouldBe(rows);
    }

    [Fact]
    public async Task Profile_value_and_risk_of_a_segment_are_those_of_its_members_by_hand()
    {
        // Ages 20, 22, 24 and 60, 62: mean 37.6, population deviation below. Two of the young are men.
        await People();
        await database.Published(TwoByAge);

        var answer = (await database.Get("/segments"))["data"]!;
        var young = answer["rows"]![0]!;
        var age = young["profile"]!.AsArray().Single(p => (string)p!["feature"]! == "age")!;
        ((double)age["mean"]!, (double)age["median"]!).ShouldBe((22, 22));
        // Mean of all 37.6; squares 17.6², 15.6², 13.6², 22.4², 24.4² sum to 1835.2; z = -15.6 / √367.04.
        ((double)age["z"]!).ShouldBe(-15.6 / Math.Sqrt(367.04), 1e-9);
        var gender = young["profile"]!.AsArray().Single(p => (string)p!["feature"]! == "gender")!;
        // Men are 2 of the 3 young, and 2 of 5: z = (2/3 - 2/5) / √(0.4 x 0.6).
        var men = gender["shares"]!.AsArray().Single(s => (string)s!["value"]! == "male")!;
        ((double)men["share"]!).ShouldBe(2.0 / 3, 1e-12);
        ((double)men["z"]!).ShouldBe((2.0 / 3 - 0.4) / Math.Sqrt(0.24), 1e-9);

        (
            young["share"]!.GetValue<double>(),
            young["present"]!.GetValue<int>(),
            young["measures"]!["disbursed"]!.GetValue<decimal>(),
            young["measures"]!["outstanding"]!.GetValue<decimal>(),
            $"{young["measures"]!["default"]!["numerator"]} of {young["measures"]!["default"]!["denominator"]}"
        ).ShouldBe((0.6, 3, 4_000m, 1_600m, "1 of 4"));
        // L1 paid 100 twice with 30 and (100 - 60) interest, of which the second was taken back; L2's payment says neither.
        young["interest"]!["amount"]!.GetValue<decimal>().ShouldBe(30m);
        young["interest"]!["loans"]!.GetValue<int>().ShouldBe(1);
        answer["rows"]![1]!["interest"]!["amount"].ShouldBeNull();
        var tests = answer["differences"]!.AsArray().ToDictionary(d => (string)d!["feature"]!);
        tests["age"]!["pValue"].ShouldBeNull();
        ((double)tests["age"]!["effect"]!).ShouldBe(1 - 10 / 1835.2, 1e-9);
        ((bool)tests["gender"]!["differs"]!).ShouldBeFalse();
    }

    [Fact] // 400 of the 1,200 that the young owe is 45 days late
    public async Task Par30_is_told_where_lateness_is_known_and_not_otherwise()
    {
        await database.Given(
            Customer("C1", age: 20),
            Customer("C2", age: 22),
            Customer("C3", age: 60),
            Loan(customer: "C1", reportedDaysPastDue: 45, outstanding: 400m),
            Loan(customer: "C2", reportedDaysPastDue: 0, outstanding: 800m),
            Loan(customer: "C3", reportedDaysPastDue: 30, outstanding: 100m)
        );
        await database.Published(TwoByAge);
        var rows = (await database.Get("/segments"))["data"]!["rows"]!.AsArray();
        rows.Select(s => $"{s!["par30"]!["balance"]} of {s["par30"]!["grossLoanPortfolio"]}")
            .ShouldBe(["400 of 1200", "0 of 100"]);
        await database.Given(
            Customer("C1", age: 20),
            Customer("C3", age: 60),
            Loan(customer: "C1"),
            Loan(customer: "C3")
        );
        (await database.Get("/segments"))["data"]!["rows"]!
            .AsArray()
            .ShouldAllBe(s => s!["par30"] == null);
    }

    [Fact]
    public async Task An_import_keeps_the_publication_and_places_who_is_new()
    {
        await People();
        await database.Published(TwoByAge);
        await database.Merged(
            Customer("C6", age: 25),
            Customer("C7", age: null),
            Loan(customer: "C6", id: "L6"),
            Loan(customer: "C7", id: "L7")
        );
        (await Groups()).ShouldBe(["1 5", "2 2", "unknown 1"]);
        var members = (await database.Get("/segments/1/members"))["items"]!
            .AsArray()
            .Select(m => $"{m!["customerId"]} {m["age"]} {m["joined"]}");
        // The centre is at 22 years.
        members.ShouldBe(["C2 22 ", "C1 20 ", "C3 24 ", "C6 25 2"]);
        (await database.Shown()).ShouldBe(["1 younger 3 5", "2 older 2 2"]);

        // A book in its place has one of them, and a stranger.
        await database.Given(
            Customer("C4", age: 64),
            Customer("N1", age: 21),
            Loan(customer: "C4"),
            Loan(customer: "N1")
        );
        (await Groups()).ShouldBe(["1 1", "2 1"]);
        (await database.Shown()).ShouldBe(["1 younger 3 1", "2 older 2 1"]);
        (await database.Get("/segments/1/members"))["total"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_retrained_segment_keeps_number_and_name_and_says_who_moved_and_the_old_one_stays_readable()
    {
        await People();
        var first = await database.Published(TwoByAge);
        (await database.Name(2, "Golden agers")).ShouldBe(200);
        // C3 is 59 now, and two older ones came: the older are the larger group, and keep number 2.
        await database.Given(
            Customer("C1", age: 20),
            Customer("C2", age: 22),
            Customer("C3", age: 59),
            Customer("C4", age: 60),
            Customer("C5", age: 62),
            Customer("C6", age: 61),
            Loan(customer: "C1"),
            Loan(customer: "C2"),
            Loan(customer: "C3"),
            Loan(customer: "C4"),
            Loan(customer: "C6")
        );
        var second = await database.Segmented(TwoByAge);
        second["drift"]!["against"]!.ToString().ShouldBe(first["segmentationId"]!.ToString());
        second["drift"]!["segments"]!
            .AsArray()
            .Select(s => $"{s!["id"]} {s["sizeBefore"]} {s["sizeNow"]}")
            .ShouldBe(["1 3 2", "2 2 3"]);
        second["drift"]!["moves"]!
            .AsArray()
            .Select(m => $"{m!["from"]} {m["to"]} {m["customers"]}")
            // C6 was placed in 2 by the import; C5 has no loan any more.
            .ShouldBe(["1 1 2", "1 2 1", "2 2 2", "2  1"]);
        (await database.Publish(second)).Dispose();
        (await database.Shown()).ShouldBe(["1 younger 2 2", "2 Golden agers 3 3"]);
        (await database.Get("/segments/2/members?sort=customerId"))["items"]!
            .AsArray()
            .Select(m => $"{m!["customerId"]} {m["previous"]}")
            .ShouldBe(["C3 1", "C4 2", "C6 2"]);

        var old = $"?segmentation={first["segmentationId"]}";
        (await database.Shown(old)).ShouldBe(["1 younger 3 3", "2 Golden agers 2 2"]);
        (await database.Publish(first)).Dispose();
        (await Groups()).ShouldBe(["1 3", "2 2"]);
    }

    [Fact]
    public async Task One_that_was_made_before_another_was_published_is_matched_when_it_is_published_itself()
    {
        await People();
        var one = await database.Segmented(TwoByAge);
        var other = await database.Segmented(new { features = Age, k = 3 });
        other["drift"].ShouldBeNull();
        (await database.Publish(one)).Dispose();
        (await database.Name(1, "Starters")).ShouldBe(200);

        using var answer = await database.Publish(other);
        var published = JsonNode.Parse(await answer.Text())!;

        published["drift"]!["against"]!.ToString().ShouldBe(one["segmentationId"]!.ToString());
        published["drift"]!["segments"]!
            .AsArray()
            .Select(s => $"{s!["id"]} {s["sizeBefore"] ?? 0}")
            .ShouldBe(["1 3", "2 2", "3 0"]);
        (await database.Shown()).Select(s => s[..4]).ShouldContain("1 St");
        (await Groups()).Length.ShouldBe(3);
    }

    [Fact] // C2's income is unknown, and incomes are what the second is made from
    public async Task A_customer_whom_the_next_segmentation_does_not_hold_is_in_no_segment_any_more()
    {
        await database.Given(
            Customer("C1", age: 20, income: 10_000m),
            Customer("C2", age: 22, income: null),
            Customer("C3", age: 60, income: 90_000m),
            Loan(customer: "C1"),
            Loan(customer: "C2"),
            Loan(customer: "C3")
        );
        await database.Published(TwoByAge);
        (await Groups()).ShouldBe(["1 2", "2 1"]);
        var next = await database.Published(new { features = (string[])["income"], k = 2 });
        (next["customers"]!.GetValue<int>(), next["excluded"]!.GetValue<int>()).ShouldBe((2, 1));
        (await Groups())[^1].ShouldBe("unknown 1");
        (await database.Get("/loans?segment=unknown"))["items"]![0]!["customerId"]!
            .GetValue<string>()
            .ShouldBe("C2");
    }

    [Fact]
    public async Task Nothing_overwrites_anothers_name()
    {
        await People();
        await database.Published(TwoByAge);
        var tag = (await database.Get("/segments/1"))["data"]!["nameTag"]!.GetValue<string>();
        (await database.Name(1, "Starters", tag)).ShouldBe(200);
        (await database.Name(1, "Juniors", tag)).ShouldBe(412);
        (await database.Name(1, "Juniors", "")).ShouldBe(428);
        (await database.Name(1, "   ")).ShouldBe(400);
        (await database.Name(1, new string('x', 101))).ShouldBe(400);
        (await database.Shown())[0].ShouldBe("1 Starters 3 4");
        var name = await database.Get("/segments/1/name");
        name["generatedName"]!.GetValue<string>().ShouldBe("younger");
        using var none = await database.Ask("/segments/9/name");
        (await none.Problem()).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Publishing_waits_for_no_import_and_says_so()
    {
        await People();
        var made = await database.Segmented(TwoByAge);
        await using var connection = new Npgsql.NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var locks = new Npgsql.NpgsqlCommand(
            "select pg_advisory_lock(4711)",
            connection
        );
        await locks.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        using var answer = await database.Publish(made);
        (await answer.Problem()).ShouldBe((409, "/problems/publishing", ""));
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
    }

    private async Task<string[]> Groups() =>
        [
            .. (await database.Get("/portfolio/breakdown?by=segment"))["data"]!["rows"]!
                .AsArray()
                .Select(r => $"{r!["group"]!["segment"]} {r["loans"]}"),
        ];

    /// <summary>Three young, of whom one has two loans and one defaulted; two old; one who never borrowed; and payments of the first two.</summary>
    private Task People() =>
        database.Given(
            Customer("C1", age: 20, gender: "male"),
            Customer("C2", age: 22, gender: "male"),
            Customer("C3", age: 24),
            Customer("C4", age: 60),
            Customer("C5", age: 62),
            Customer("C9", age: 63),
            Loan(customer: "C1"),
            Loan(customer: "C2"),
            Loan(customer: "C3", status: "defaulted"),
            Loan(customer: "C4", branch: "B2"),
            Loan(customer: "C1", started: new(2023, 3, 1)),
            Loan(customer: "C5", branch: "B2"),
            Payment("L1", new(2024, 3, 1), interest: 30m),
            Payment("L1", new(2024, 4, 1), principal: 60m),
            Payment("L1", new(2024, 4, 2), kind: "reversal", principal: 60m),
            Payment("L2", new(2024, 4, 2))
        );
}
