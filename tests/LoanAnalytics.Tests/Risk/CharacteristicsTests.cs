using System.Globalization;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Features.Demo;
using LoanAnalytics.Tests.Demo;
using LoanAnalytics.Tests.Http;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Risk;

/// <summary>What goes with default, and with full repayment.</summary>
[Collection("database")]
public sealed class CharacteristicsTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Of loans whose end is known, car 30 of 100 defaulted and home 10 of 100; 50 loans still run. Chi-square 12.5 with 1 degree of freedom, p 0.00040695, of
    // two tested (product and branch) 0.0008139. Association √((12.5 - 1) / 200) = 0.2398. Good shares 70/160 and 90/160, bad shares 30/40 and 10/40:
    // weights ln(.4375/.75) = -0.5390 and ln(.5625/.25) = 0.8109, information .3125 x (.5390 + .8109) = 0.4219; by chance 1/40 + 1/160 = 0.03125.
    // Car's lift .3/.2 = 1.5.
    [Fact]
    public async Task Cars_default_more_than_homes_by_hand()
    {
        await database.Given(CarsAndHomes());

        var data = await Characteristics("outcome=defaulted");

        data["outcome"]!.GetValue<string>().ShouldBe("defaulted");
        Whole(data["population"]!["share"]!["numerator"]).ShouldBe(40);
        Whole(data["population"]!["share"]!["denominator"]).ShouldBe(200);
        Whole(data["population"]!["leftOut"]).ShouldBe(50);
        Whole(data["tested"]).ShouldBe(2);
        var product = data["attributes"]![0]!;
        Text(product, "by").ShouldBe("product");
        Number(product["heterogeneity"]!["chiSquare"]).ShouldBe(12.5, 1e-9);
        Number(product["adjustedP"]).ShouldBe(0.0008139, 1e-7);
        Number(product["informationValue"]).ShouldBe(0.421852, 1e-6);
        Number(product["byChance"]).ShouldBe(0.03125, 1e-12);
        Text(product, "strength").ShouldBe("strong");
        Number(product["association"]!["value"]).ShouldBe(Math.Sqrt(11.5 / 200), 1e-9);
        product["numbers"].ShouldBeNull();
        var car = product["bins"]![0]!;
        Text(car, "value").ShouldBe("Car");
        (Number(car["outcomeShare"]), Number(car["othersShare"])).ShouldBe((0.75, 0.4375));
        Number(car["lift"]).ShouldBe(1.5, 1e-12);
        Number(car["weight"]).ShouldBe(Math.Log(0.4375 / 0.75), 1e-12);
        Number(product["bins"]![1]!["weight"]).ShouldBe(Math.Log(0.5625 / 0.25), 1e-12);
        (Whole(car["rate"]!["numerator"]), Whole(car["rate"]!["denominator"])).ShouldBe((30, 100));
        Find(data, "gender")["adjustedP"].ShouldBeNull();
        data["summary"]!
            .AsArray()
            .Select(s => s!.GetValue<string>())
            .ShouldBe([
                "1 of 2 attributes goes with default beyond chance (200 loans compared, 40 of them defaulted).",
                "Product (strong; information value 0.42, 0.03 by chance): 30 % of Car defaulted, 10 % of Home, against 20 % of all.",
                "All together (2 terms): they explain 6.5 % of the log likelihood (p = 0.002). All else being equal, the odds of default are multiplied: product Home against Car by 0.26 (0.12 to 0.57).",
                "Open loans are on neither side, so long and young loans, of which hardly any but the defaulted have ended yet, look worse than they are; definition=booked compares with open loans too.",
                "An association is no cause: what goes with an outcome need not bring it about.",
            ]);
        Number(Find(data, "gender")["informationValue"]).ShouldBe(0);
    }

    // Odds of home against car (10/90) / (30/70) = 0.2593, error of its logarithm √(1/10 + 1/90 + 1/30 + 1/70), x √(200/199) for 200 customers.
    // Branches take every other loan, so their odds ratio is 1.
    [Fact]
    public async Task All_together_by_hand()
    {
        await database.Given(CarsAndHomes());

        var regression = (await Characteristics("outcome=defaulted"))["regression"]!;

        (
            regression["converged"]!.GetValue<bool>(),
            regression["separated"]!.GetValue<bool>()
        ).ShouldBe((true, false));
        var terms = regression["terms"]!.AsArray();
        terms
            .Select(t => $"{Text(t, "by")} {Text(t, "value")} {Text(t, "reference")}")
            .ShouldBe(["product Home Car", "branch B2 B1"]);
        Number(terms[0]!["oddsRatio"]).ShouldBe(10.0 / 90 / (30.0 / 70), 1e-8);
        var error = Math.Sqrt((1 / 10.0 + 1 / 90.0 + 1 / 30.0 + 1 / 70.0) * 200 / 199);
        Number(terms[0]!["high"])
            .ShouldBe(10.0 / 90 / (30.0 / 70) * Math.Exp(1.959963984540054 * error), 1e-6);
        Number(terms[1]!["oddsRatio"]).ShouldBe(1, 1e-8);
        var left = regression["notIncluded"]!
            .AsArray()
            .ToDictionary(n => Text(n, "by"), n => Text(n, "reason"));
        (left["gender"], left["region"], left["loanToIncomeBand"]).ShouldBe(
            ("oneValue", "saidByPlace", "derived")
        );
    }

    [Fact] // each loan twice under one customer: the same figures, and errors as of half as many
    public async Task Loans_of_one_customer_are_not_independent_in_the_regression()
    {
        await database.Given([
            .. Enumerable
                .Range(0, 400)
                .Select(i =>
                    Loan(
                        customer: $"C{i / 2}",
                        product: i < 200 ? "Car" : "Home",
                        status: i % 200 < (i < 200 ? 60 : 20) ? "defaulted" : "fully_paid"
                    )
                ),
        ]);

        var term = (await Characteristics("outcome=defaulted"))["regression"]!["terms"]![0]!;

        var error = Math.Sqrt((1 / 10.0 + 1 / 90.0 + 1 / 30.0 + 1 / 70.0) * 200 / 199);
        Number(term["low"])
            .ShouldBe(10.0 / 90 / (30.0 / 70) * Math.Exp(-1.959963984540054 * error), 1e-6);
    }

    [Fact]
    public async Task Full_repayment_is_the_other_side_and_weights_keep_their_sign()
    {
        await database.Given(CarsAndHomes());

        var paid = Find(await Characteristics("outcome=fully_paid"), "product");
        var defaulted = Find(await Characteristics("outcome=defaulted"), "product");

        Number(paid["bins"]![0]!["rate"]!["rate"]).ShouldBe(0.7, 1e-12);
        Number(paid["bins"]![0]!["lift"]).ShouldBe(0.875, 1e-12);
        foreach (var bin in (int[])[0, 1])
            Number(paid["bins"]![bin]!["weight"])
                .ShouldBe(Number(defaulted["bins"]![bin]!["weight"]), 1e-12);
        Number(paid["informationValue"]).ShouldBe(Number(defaulted["informationValue"]), 1e-12);
    }

    [Theory] // 50 loans of a tent still run, 5 are merely approved
    [InlineData("resolved", 200, 55)]
    [InlineData("booked", 250, 5)]
    [InlineData("count", 255, 0)]
    public async Task Whom_the_defaulted_are_compared_with(
        string definition,
        int loans,
        int leftOut
    )
    {
        await database.Given([
            .. CarsAndHomes(),
            .. Enumerable.Range(0, 5).Select(_ => Loan(product: "Tent", status: "approved")),
        ]);

        var answer = await database.Get(
            $"/characteristics?outcome=defaulted&definition={definition}"
        );

        answer["meta"]!["definition"]!.GetValue<string>().ShouldBe(definition);
        var population = answer["data"]!["population"]!;
        Whole(population["share"]!["denominator"]).ShouldBe(loans);
        Whole(population["leftOut"]).ShouldBe(leftOut);
        Find(answer["data"]!, "product")["bins"]!
            .AsArray()
            .Sum(b => Whole(b!["rate"]!["denominator"]))
            .ShouldBe(loans);
    }

    // Ages 30 and 50: of each a known half; whose age is unknown defaulted most. Of known ages a defaulted is 50 in 30 of 40 and a paid one in 60 of 120:
    // P(higher) = .75 x .5 + (.75 x .5 + .25 x .5) / 2 = 0.625.
    [Fact]
    public async Task A_missing_number_is_a_group_of_its_own()
    {
        await database.Given([
            .. People(30, 10, 60),
            .. People(50, 30, 60),
            .. People(null, 20, 20),
        ]);

        var data = await Characteristics("outcome=defaulted");

        var age = Find(data, "ageBand");
        Text(age, "kind").ShouldBe("number");
        age["bins"]!
            .AsArray()
            .Select(b => (Text(b, "value"), Whole(b!["rate"]!["numerator"])))
            .ShouldBe([("25-34", 10), ("45-54", 30), ("unknown", 20)]);
        Number(age["numbers"]!["outcomeMean"]).ShouldBe(45, 1e-9);
        Number(age["numbers"]!["othersMean"]).ShouldBe(40, 1e-9);
        Number(age["numbers"]!["auc"]!["value"]).ShouldBe(0.625, 1e-12);
        data["regression"]!["terms"]!
            .AsArray()
            .Where(t => Text(t, "by") == "ageBand")
            .Select(t => (t!["value"]?.GetValue<string>(), t["unit"] is null))
            .ShouldBe([(null, false), ("unknown", true)]);
    }

    // A bureau score from 1 to 200, the lowest 40 defaulted: fifths of 40, all of the first and none of the others. A channel of two words.
    [Fact]
    public async Task The_lenders_own_attributes_are_compared_too()
    {
        await database.Given(
            Enumerable
                .Range(1, 200)
                .Select(i =>
                    (object)Loan(
                        status: i <= 40 ? "defaulted" : "fully_paid",
                        attributes: new { score = i, channel = i % 2 == 0 ? "web" : null }
                    )
                )
                .ToArray()
        );
        await database.Run(
            """
            update data_versions set attributes =
            '[{"name":"score","table":"loans","type":"number","meaning":""},{"name":"channel","table":"loans","type":"category","meaning":""}]'
            """
        );

        var data = await Characteristics("outcome=defaulted");

        var score = Find(data, "attribute:score");
        score["bins"]!
            .AsArray()
            .Select(b =>
                (
                    Text(b, "value"),
                    Whole(b!["rate"]!["numerator"]),
                    Whole(b["rate"]!["denominator"])
                )
            )
            .ShouldBe([
                ("<41", 40, 40),
                ("41-81", 0, 40),
                ("81-121", 0, 40),
                ("121-161", 0, 40),
                ("161+", 0, 40),
            ]);
        Number(score["numbers"]!["auc"]!["value"]).ShouldBe(0);
        Find(data, "attribute:channel")["bins"]!
            .AsArray()
            .Select(b => (Text(b, "value"), Whole(b!["rate"]!["numerator"])))
            .ShouldBe([("web", 20), ("unknown", 20)]);
        // The score parts defaulted from paid without an exception.
        var term = data["regression"]!["terms"]!
            .AsArray()
            .Single(t => Text(t, "by") == "attribute:score")!;
        (Text(term, "problem"), term["oddsRatio"]).ShouldBe(("separates", null));
        data["regression"]!["separated"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_number_of_the_lenders_own_that_is_the_same_everywhere_tells_nothing()
    {
        await database.Given([
            .. Enumerable
                .Range(0, 60)
                .Select(i =>
                    Loan(
                        product: i % 2 == 0 ? "Car" : "Home",
                        status: i < 30 ? "defaulted" : "fully_paid",
                        attributes: i == 59
                            ? new { score = "none" }
                            : new { score = i < 50 ? 7.5 : (double?)null, bonus = (int?)null }
                    )
                ),
        ]);
        await database.Run(
            """
            update data_versions set attributes =
            '[{"name":"score","table":"loans","type":"number","meaning":""},{"name":"bonus","table":"loans","type":"number","meaning":""}]'
            """
        );

        var data = await Characteristics("outcome=defaulted");

        Find(data, "attribute:score")["bins"]!
            .AsArray()
            .Select(b => (Text(b, "value"), Whole(b!["rate"]!["denominator"])))
            .ShouldBe([("known", 50), ("unknown", 10)]);
        var bonus = Find(data, "attribute:bonus");
        Text(bonus["bins"]![0], "value").ShouldBe("unknown");
        (bonus["adjustedP"], bonus["numbers"]!["auc"]).ShouldBe((null, null));
        data["regression"]!["notIncluded"]!
            .AsArray()
            .Where(n => Text(n, "by") == "attribute:bonus")
            .Select(n => Text(n, "reason"))
            .ShouldBe(["oneValue"]);
    }

    // 30 products of 8 loans are too small to say anything by themselves at a rate of one in five: 8 x .2 is below 5. Branches are few and stay.
    [Fact]
    public async Task Many_small_groups_are_together_as_other()
    {
        await database.Given([
            .. Enumerable
                .Range(0, 240)
                .Select(i =>
                    Loan(product: $"P{i % 30:00}", status: i % 5 == 0 ? "defaulted" : "fully_paid")
                ),
            .. Enumerable
                .Range(0, 100)
                .Select(i => Loan(product: "Car", status: i % 5 == 0 ? "defaulted" : "fully_paid")),
        ]);
        Find(await Characteristics("outcome=defaulted"), "product")["bins"]!
            .AsArray()
            .Select(b => (Text(b, "value"), Whole(b!["rate"]!["denominator"])))
            .ShouldBe([("Car", 100), ("other", 240)]);
    }

    [Fact]
    public async Task Too_few_outcomes_are_said_and_no_loan_at_all_is_zeros()
    {
        await database.Given(CarsAndHomes());

        using var few = await database.Ask("/characteristics?outcome=defaulted&product=Home");
        (await few.Problem()).ShouldBe((422, "/problems/not-enough-outcomes", ""));
        (await few.Text()).ShouldContain("10 loans are defaulted and 90 are the others");

        var none = await Characteristics("outcome=defaulted&product=Boat");
        Whole(none["population"]!["share"]!["denominator"]).ShouldBe(0);
        none["population"]!["share"]!["rate"].ShouldBeNull();
        none["attributes"]!.AsArray().ShouldBeEmpty();
        none["regression"].ShouldBeNull();
    }

    [Theory]
    [InlineData("outcome=late", "outcome")]
    [InlineData("outcome=defaulted&definition=amount", "definition")]
    [InlineData("outcome=defaulted&definition=perLoanYear", "definition")]
    [InlineData("outcome=defaulted&by=region", "by")]
    [InlineData("outcome=defaulted&status=lost", "status")]
    public async Task A_question_that_cannot_be_read(string question, string field)
    {
        await database.Given(Loan());
        using var answer = await database.Ask($"/characteristics?{question}");
        (await answer.Problem()).ShouldBe((400, "/problems/invalid-request", field));
    }

    [Fact]
    public async Task No_data_is_said()
    {
        using var answer = await database.Ask("/characteristics");
        (await answer.Problem()).ShouldBe((409, "/problems/no-data", ""));
    }

    [Fact]
    public async Task The_table_forms_have_a_row_for_each_bin()
    {
        await database.Given(CarsAndHomes());
        var data = await Characteristics("");
        var csv = await database.Table("/characteristics", Cells.Csv);
        csv.Count.ShouldBe(data["attributes"]!.AsArray().Sum(a => a!["bins"]!.AsArray().Count));
        (csv[0]["by"], csv[0]["value"], csv[0]["outcome"], csv[0]["strength"]).ShouldBe(
            ("product", "Car", "30", "strong")
        );
        foreach (var form in (string[])[Cells.Ndjson, Cells.Parquet])
            (await database.Table("/characteristics", form)).SequenceShouldBe(csv);
    }

    [Theory]
    [InlineData("all_loans", "count")]
    [InlineData("resolved_loans_only", "resolved")]
    public async Task In_the_seed_book_nothing_is_strong(string block, string definition)
    {
        Assert.SkipUnless(
            Database.Shared is not null,
            "The shared data sets are not beside the checkout."
        );
        await database.Import(Path.Combine(Database.Shared!, "data", "seed"), "seed");
        var seed = JsonNode.Parse(
            await File.ReadAllTextAsync(
                Path.Combine(Database.Shared!, "oracles", "seed.json"),
                TestContext.Current.CancellationToken
            )
        )!;

        var data = await Characteristics($"outcome=defaulted&definition={definition}");

        foreach (
            var (by, theirs) in new[]
            {
                ("ageBand", "age_band"),
                ("employment", "employment_status"),
                ("incomeBand", "income_band"),
            }
        )
        {
            var (ours, oracle) = (Find(data, by), seed["woe_iv"]![block]![theirs]!);
            Number(ours["informationValue"]).ShouldBe(Number(oracle["iv"]), 1e-9, by);
            foreach (var (bin, expected) in ours["bins"]!.AsArray().Zip(oracle["bins"]!.AsArray()))
            {
                Text(bin, "value").ShouldBe(Text(expected, "bin"));
                Number(bin!["outcomeShare"]).ShouldBe(Number(expected!["share_of_bad"]), 1e-9, by);
                Number(bin["othersShare"]).ShouldBe(Number(expected["share_of_good"]), 1e-9, by);
                Number(bin["weight"]).ShouldBe(Number(expected["woe"]), 1e-9, by);
                Number(bin["information"]).ShouldBe(Number(expected["iv_part"]), 1e-9, by);
            }
            var test = seed["chi_square"]![block]![theirs]!;
            Number(ours["heterogeneity"]!["pValue"]).ShouldBe(Number(test["p_value"]), 1e-9, by);
        }
        data["attributes"]!
            .AsArray()
            .ShouldAllBe(a => a!["strength"] == null || Text(a, "strength") == "none");
        data["summary"]![0]!.GetValue<string>().ShouldStartWith("Nothing is strong: none of ");
        data["summary"]!
            .AsArray()
            .ShouldContain(s =>
                s!.GetValue<string>().Contains("none of the terms holds by itself")
            );
        data["regression"]!["converged"]!.GetValue<bool>().ShouldBeTrue();
        Number(data["regression"]!["pValue"]).ShouldBeGreaterThan(0.05);
    }

    // What was planted: employment, age, income, rate and two bad branches; gender and city were not, other than through branches.
    [Fact]
    public async Task In_the_demo_book_what_was_planted_is_found()
    {
        using var extract = new Extract();
        DemoPortfolio.Write(extract.Folder, 8_000, 1, TestContext.Current.CancellationToken);
        await database.Import(extract.Folder, "canonical", asOf: DemoBook.AsOf);
        var truth = Path.Combine(extract.Folder, "truth");
        var bad = DemoBook.Read(truth, "bad_branches").Select(b => b["branch_id"]).ToArray();

        var data = await Characteristics("outcome=defaulted&definition=booked");

        foreach (var by in (string[])["employment", "incomeBand", "rateBand", "branch", "ageBand"])
            Find(data, by)["differs"]!.GetValue<bool>().ShouldBeTrue(by);
        Find(data, "gender")["differs"]!.GetValue<bool>().ShouldBeFalse();
        Highest(data, "employment").ShouldBe(["Unemployed"]);
        Highest(data, "branch", 2).Order().ShouldBe(bad.Order());
        Number(Find(data, "rateBand")["numbers"]!["auc"]!["low"]).ShouldBeGreaterThan(0.5);
        Number(Find(data, "incomeBand")["numbers"]!["auc"]!["high"]).ShouldBeLessThan(0.5);
        // All together: the bad branches' odds stand above all others, unemployment above the other kinds, and higher rates are worse.
        var terms = data["regression"]!["terms"]!.AsArray();
        terms
            .Where(t => Text(t, "by") == "branch")
            .OrderByDescending(t => Number(t!["oddsRatio"]))
            .Take(2)
            .Select(t => Text(t, "value"))
            .Order()
            .ShouldBe(bad.Order());
        Number(Term(terms, "rateBand")["low"]).ShouldBeGreaterThan(1);
        Number(terms.Single(t => t!["value"]?.GetValue<string>() == "Unemployed")!["low"])
            .ShouldBeGreaterThan(1);
        data["regression"]!["converged"]!.GetValue<bool>().ShouldBeTrue();
        string.Join(' ', data["summary"]!.AsArray().Select(s => s!.GetValue<string>()))
            .ShouldContain("of Unemployed defaulted");
    }

    private static string[] Highest(JsonNode data, string by, int count = 1) =>
        [
            .. Find(data, by)["bins"]!
                .AsArray()
                .OrderByDescending(b => Number(b!["rate"]!["rate"]))
                .Take(count)
                .Select(b => Text(b, "value")),
        ];

    private static JsonNode Term(JsonArray terms, string by) =>
        terms.Single(t => Text(t, "by") == by)!;

    /// <summary>Of 100 cars 30 and of 100 homes 10 defaulted, the others are paid; 50 loans for tents still run. Branches take every other loan.</summary>
    private static object[] CarsAndHomes() =>
        [.. Of("Car", 30, 100), .. Of("Home", 10, 100), .. Of("Tent", 0, 50, "active")];

    private static IEnumerable<object> Of(
        string product,
        int defaulted,
        int all,
        string others = "fully_paid"
    ) =>
        Enumerable
            .Range(0, all)
            .Select(i =>
                Loan(
                    i % 2 == 0 ? "B1" : "B2",
                    product: product,
                    status: i < defaulted ? "defaulted" : others
                )
            );

    /// <summary>Borrowers of an age with a loan each.</summary>
    private static IEnumerable<object> People(int? age, int defaulted, int paid) =>
        Enumerable
            .Range(0, defaulted + paid)
            .SelectMany(i =>
                (object[])
                    [
                        Customer(
                            string.Create(CultureInfo.InvariantCulture, $"P{age}-{i}"),
                            age: age
                        ),
                        Loan(
                            customer: string.Create(CultureInfo.InvariantCulture, $"P{age}-{i}"),
                            status: i < defaulted ? "defaulted" : "fully_paid"
                        ),
                    ]
            );

    private async Task<JsonNode> Characteristics(string question) =>
        (await database.Get($"/characteristics?{question}"))["data"]!;

    private static JsonNode Find(JsonNode data, string by) =>
        data["attributes"]!.AsArray().Single(a => Text(a, "by") == by)!;

    private static double Number(JsonNode? value) => value!.GetValue<double>();

    private static long Whole(JsonNode? value) => value!.GetValue<long>();

    private static string Text(JsonNode? node, string field) => node![field]!.GetValue<string>();
}
