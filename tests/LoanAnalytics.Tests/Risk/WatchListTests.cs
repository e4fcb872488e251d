using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanAnalytics.Tests.Http;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Risk;

/// <summary>Whom to contact, why, and what people record of it.</summary>
[Collection("database")]
public sealed class WatchListTests(Database database) : IAsyncLifetime
{
    private static readonly string[] Rate = ["interestRate"];

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact] // as of 2025-01-01; without a model by the number of different warnings, then by what is owed
    public async Task Without_a_model_the_terms_warn()
    {
        await database.Given(
            Customer("C1", income: 100_000m),
            // Over since 2024-06-15, and nothing else: of 1,000 at 10 % in a year all is paid but 400.
            Loan(customer: "C1", id: "over", term: 5, ends: new(2024, 6, 15), paid: 1_100m),
            // Another loan of the customer is in default: one warning, more is owed.
            Loan(customer: "C2", id: "other", outstanding: 900m, paid: 1_100m),
            Loan(customer: "C2", id: "bad", status: "defaulted"),
            // Nothing paid of eleven instalments, and another in default: two warnings.
            Loan(customer: "C3", id: "both", paid: 0m),
            Loan(customer: "C3", id: "gone", status: "written_off"),
            // On plan.
            Loan(customer: "C4", id: "fine", paid: 1_100m),
            // Instalments of 12 x 500 a year of an income of 10,000.
            Customer("C5", income: 10_000m),
            Loan(
                customer: "C5",
                id: "heavy",
                principal: 6_000m,
                rate: 0m,
                paid: 6_000m,
                outstanding: 10m
            )
        );

        var list = (await database.Get("/risk/watch-list"))["data"]!;

        list["rankedBy"]!.GetValue<string>().ShouldBe("warnings");
        list["eligibleCustomers"]!.GetValue<int>().ShouldBe(4);
        list["customers"]!
            .AsArray()
            .Select(c => (c!["customerId"]!.GetValue<string>(), c["action"]!.GetValue<string>()))
            .ShouldBe([
                ("C3", "reviewCustomer"),
                ("C2", "reviewCustomer"),
                ("C1", "agreeSettlement"),
                ("C5", "reviewAffordability"),
            ]);
        list["customers"]![0]!["loans"]![0]!["warnings"]!
            .AsArray()
            .Select(w => w!.GetValue<string>())
            .ShouldBe(["behindPlan", "otherLoanDefaulted"]);
        list["customers"]![2]!["reasons"]!
            .AsArray()
            .Select(w => w!.GetValue<string>())
            .ShouldBe(["still open after the end of its contract"]);
        list["backTest"]!.AsArray().ShouldBeEmpty();
    }

    [Fact] // 12 instalments of 100 from 2024-01-15; late since October, and 60 of 100 paid in December
    public async Task A_loan_that_falls_behind_after_paying_on_time_is_warned_of()
    {
        await database.Given([
            Loan(customer: "C1", id: "L1", started: new(2023, 12, 15), term: 24, principal: 2_000m),
            .. Enumerable
                .Range(1, 24)
                .Select(m =>
                    Instalment("L1", m, new DateOnly(2023, 12, 15).AddMonths(m), principal: 80m)
                ),
            .. Enumerable
                .Range(1, 10)
                .Select(m => Payment("L1", new DateOnly(2023, 12, 15).AddMonths(m))),
        ]);
        var loan = (await database.Get("/risk/watch-list"))["data"]!["customers"]![0]!["loans"]![
            0
        ]!;
        // The instalment of 2024-11-15 is 47 days past due on 2025-01-01; it was 46 at the end of December.
        loan["daysPastDue"]!.GetValue<int>().ShouldBe(47);
        loan["warnings"]!
            .AsArray()
            .Select(w => w!.GetValue<string>())
            .ShouldBe(["missedInstalment", "risingDaysPastDue", "fallingAmounts"]);
    }

    [Fact] // chance 0.793276 x 1,000 owed x 0.45 assumed = 356.9742, of which contact avoids 0.2: 71.3948; at 5 % 0.206724 x 1,000 x 0.45 = 93.0258
    public async Task With_a_model_the_loss_that_contact_avoids_ranks()
    {
        await database.Given(Modelling.Told);
        await database.PublishedModel(new { features = Rate, algorithm = "scorecard" });

        var list = (await database.Get("/risk/watch-list?capacity=11"))["data"]!;

        list["rankedBy"]!.GetValue<string>().ShouldBe("expectedLossAvoided");
        list["eligibleCustomers"]!.GetValue<int>().ShouldBe(20);
        list["assumptions"]!["lossGivenDefaultBasis"]!.GetValue<string>().ShouldBe("assumed");
        var customers = list["customers"]!.AsArray();
        customers.Count.ShouldBe(11);
        customers[0]!["expectedLoss"]!.GetValue<double>().ShouldBe(356.9742, 1e-3);
        customers[0]!["expectedLossAvoided"]!.GetValue<double>().ShouldBe(71.3948, 1e-3);
        customers[10]!["expectedLoss"]!.GetValue<double>().ShouldBe(93.0258, 1e-3);
        customers[0]!["reasons"]!
            .AsArray()
            .Select(r => r!.GetValue<string>())
            .ShouldContain("interest rate counts against it");
        var half = (await database.Get("/risk/watch-list?contactEffect=0.5&lossGivenDefault=1"))[
            "data"
        ]!;
        half["customers"]![0]!["expectedLossAvoided"]!.GetValue<double>().ShouldBe(396.638, 1e-3);
        half["assumptions"]!["lossGivenDefaultBasis"]!.GetValue<string>().ShouldBe("given");
        (await database.Table("/risk/watch-list?capacity=3", Cells.Csv)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Nothing_overwrites_what_another_recorded()
    {
        await database.Given(Modelling.Told);
        var untold = await Tags();
        await database.PublishedModel(new { features = Rate, algorithm = "scorecard" });
        const string Loan = "L-active-20-000";
        // A model changes every answer, a note the list alone.
        var unnoted = await Tags();
        unnoted.Intersect(untold).ShouldBeEmpty();
        var tag = (await database.Get($"/risk/watch-list/{Loan}"))["noteTag"]!.GetValue<string>();
        (await Record(Loan, tag, "contacted")).ShouldBe(200);
        (await Tags()).Intersect(unnoted).ShouldBe([unnoted[0]]);
        (await Record(Loan, tag, "promised")).ShouldBe(412);
        (await Record(Loan, null, "promised")).ShouldBe(428);
        (await Record(Loan, "*", "hopeful")).ShouldBe(400);
        (await Record("L-0", "*", "open")).ShouldBe(404);
        var note = await database.Get($"/risk/watch-list/{Loan}");
        (note["owner"]!.GetValue<string>(), note["status"]!.GetValue<string>()).ShouldBe(
            ("Ada", "contacted")
        );
        // The list tells it at once, and no longer once it is closed; an import changes neither.
        (await Status()).ShouldBe("contacted");
        await database.Given(Modelling.Told);
        (await Status()).ShouldBe("contacted");
        (await Record(Loan, note["noteTag"]!.GetValue<string>(), "closed")).ShouldBe(200);
        (await Status()).ShouldBeNull();
        (await Status("&includeClosed=true")).ShouldBe("closed");

        async Task<string[]> Tags() =>
            [await database.Tag("/portfolio/summary"), await database.Tag("/risk/watch-list")];

        async Task<string?> Status(string more = "") =>
            (await database.Get($"/risk/watch-list?capacity=100{more}"))["data"]!["customers"]!
                .AsArray()
                .SelectMany(c => c!["loans"]!.AsArray())
                .SingleOrDefault(l => l!["loanId"]!.GetValue<string>() == Loan)
                ?["note"]!["status"]!.GetValue<string>();

        async Task<int> Record(string loan, string? ifMatch, string status)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Put,
                $"/api/v1/risk/watch-list/{loan}"
            )
            {
                Content = JsonContent.Create(new { owner = "Ada", status }),
            };
            if (ifMatch is not null)
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            using var answer = await database.Client.SendAsync(
                request,
                TestContext.Current.CancellationToken
            );
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task The_seed_book_has_a_worklist()
    {
        Assert.SkipWhen(Database.Shared is null, "The real books are not beside this checkout.");
        await database.Import(Path.Combine(Database.Shared, "data", "seed"), "seed");
        var list = (await database.Get("/risk/watch-list?capacity=1000"))["data"]!;
        var customers = list["customers"]!.AsArray();
        customers.Count.ShouldBe(list["eligibleCustomers"]!.GetValue<int>());
        customers.Count.ShouldBeGreaterThan(50);
        customers.ShouldAllBe(c => c!["reasons"]!.AsArray().Count > 0);
        // The loans that are watched for it are those that the filter of the same name finds.
        var past = (await database.Get("/loans?pastMaturity=yes"))["total"]!.GetValue<int>();
        customers
            .SelectMany(c => c!["loans"]!.AsArray())
            .Count(l => l!["warnings"]!.AsArray().Any(w => w!.GetValue<string>() == "pastMaturity"))
            .ShouldBe(past);
    }

    [Fact] // 10 running loans at 20 % and 10 at 5 %, all current as far as is known, of one product: 20 customers, 10 x 356.9742 + 10 x 93.0258
    public async Task Groups_that_are_expected_to_lose_most_need_support()
    {
        await database.Given(Modelling.Told);
        await database.PublishedModel(new { features = Rate, algorithm = "scorecard" });
        var profiles = (await database.Get("/risk/support-profiles"))["data"]!.AsArray();
        var only = profiles.Single()!;
        only["customers"]!.GetValue<int>().ShouldBe(20);
        only["exposure"]!.GetValue<decimal>().ShouldBe(20_000m);
        only["expectedLoss"]!.GetValue<double>().ShouldBe(4_500, 0.01);
        (await database.Get("/risk/support-profiles?leastCustomers=21"))["data"]!
            .AsArray()
            .ShouldBeEmpty();
    }

    [Fact] // ten running loans of women at 20 %, ten of men at 5 %: a list of ten names the women alone, one of 15 half of the men too
    public async Task Fairness_of_todays_list_tells_whom_it_names_and_claims_nothing_of_what_comes()
    {
        await database.Given([
            .. Enumerable.Range(0, 10).Select(i => Customer($"C-active-5-{i:000}", gender: "male")),
            .. Modelling.Told,
        ]);
        await database.PublishedModel(new { features = Rate, algorithm = "scorecard" });

        (await Listed(10)).ShouldBe([("female", 10, 10, 1, false), ("male", 0, 10, 0, true)]);
        (await Listed(15)).ShouldBe([("female", 10, 10, 1, false), ("male", 5, 10, 0.5, true)]);
        (await Listed(19)).ShouldBe([("female", 10, 10, 1, false), ("male", 9, 10, 0.9, false)]);

        async Task<(string, int, int, double, bool)[]> Listed(int capacity) =>
            [
                .. (await database.Get($"/risk/fairness?capacity={capacity}"))["data"]!["groups"]!
                    .AsArray()
                    .Where(g =>
                        g!["decision"]!.GetValue<string>() == "watchListToday"
                        && g["by"]!.GetValue<string>() == "gender"
                    )
                    .Select(g =>
                    {
                        g!["falsePositive"]!["denominator"]!.GetValue<int>().ShouldBe(0);
                        g["observed"]!["rate"].ShouldBeNull();
                        return (
                            g["group"]!.GetValue<string>(),
                            g["selection"]!["numerator"]!.GetValue<int>(),
                            g["selection"]!["denominator"]!.GetValue<int>(),
                            g["impactRatio"]!.GetValue<double>(),
                            g["isBelowFourFifths"]!.GetValue<bool>()
                        );
                    })
                    .Order(),
            ];
    }

    /// <summary>Still open after the end of its contract, one warning each: loans of one of two women and of one of four men. More is owed by him, so a list of one names him.</summary>
    [Fact]
    public async Task Without_a_model_the_list_that_warnings_make_is_judged_alone()
    {
        await database.Given([
            .. Enumerable.Range(1, 4).Select(i => Customer($"M{i}", gender: "male")),
            Over("W1", 400m),
            Loan(customer: "W2", paid: 1_100m),
            Over("M1", 900m),
            .. Enumerable.Range(2, 3).Select(i => Loan(customer: $"M{i}", paid: 1_100m)),
            // Of these nobody could be on the list.
            Loan(customer: "W3", status: "fully_paid", outstanding: 0m),
            Loan(customer: "W4", status: "defaulted"),
        ]);

        (await Named(10)).ShouldBe([("female", 1, 2, 1, false), ("male", 1, 4, 0.5, true)]);
        (await Named(1)).ShouldBe([("female", 0, 2, 0, true), ("male", 1, 4, 1, false)]);

        static object Over(string customer, decimal owed) =>
            Loan(
                customer: customer,
                outstanding: owed,
                term: 5,
                ends: new(2024, 6, 15),
                paid: 1_100m
            );

        async Task<(string, int, int, double, bool)[]> Named(int capacity)
        {
            var told = (await database.Get($"/risk/fairness?capacity={capacity}"))["data"]!;
            told["modelId"].ShouldBeNull();
            told["algorithm"].ShouldBeNull();
            told["note"]!.GetValue<string>().ShouldStartWith("No model is published");
            return
            [
                .. told["groups"]!
                    .AsArray()
                    .Where(g => g!["by"]!.GetValue<string>() == "gender")
                    .Select(g =>
                    {
                        g!["decision"]!.GetValue<string>().ShouldBe("watchListToday");
                        return (
                            g["group"]!.GetValue<string>(),
                            g["selection"]!["numerator"]!.GetValue<int>(),
                            g["selection"]!["denominator"]!.GetValue<int>(),
                            g["impactRatio"]!.GetValue<double>(),
                            g["isBelowFourFifths"]!.GetValue<bool>()
                        );
                    })
                    .Order(),
            ];
        }
    }

    [Fact] // all are women of 40: one group, whose ratio is 1
    public async Task Fairness_tells_each_group_and_says_what_is_an_indicator_only()
    {
        await database.Given(Modelling.Told);
        await database.PublishedModel(new { features = Rate, algorithm = "scorecard" });
        var groups = (await database.Get("/risk/fairness?flaggedPercent=50"))["data"]![
            "groups"
        ]!.AsArray();
        groups
            .Select(g => $"{g!["decision"]} {g["by"]} {g["group"]}")
            .ShouldBe([
                "score gender female",
                "score ageBand 35-44",
                "watchListToday gender female",
                "watchListToday ageBand 35-44",
            ]);
        var women = groups[0]!;
        women["impactRatio"]!.GetValue<double>().ShouldBe(1);
        // Of 200 the riskiest 100 are those at 20 %: 20 of 100 good and 80 of 100 bad are flagged.
        Share(women["falsePositive"]!).ShouldBe((20, 100));
        Share(women["falseNegative"]!).ShouldBe((20, 100));
        using var answer = await database.Ask("/risk/fairness?flaggedPercent=7");
        (await answer.Problem()).ShouldBe((400, "/problems/invalid-request", "flaggedPercent"));

        static (int, int) Share(JsonNode share) =>
            (share["numerator"]!.GetValue<int>(), share["denominator"]!.GetValue<int>());
    }
}
