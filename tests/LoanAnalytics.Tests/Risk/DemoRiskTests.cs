using System.Globalization;
using LoanAnalytics.Api.Features.Demo;
using LoanAnalytics.Api.Features.Risk;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using LoanAnalytics.Tests.Demo;
using Npgsql;

namespace LoanAnalytics.Tests.Risk;

/// <summary>Models of a generated book against what was planted in it, and against what they must not know.</summary>
[Collection("database")]
public sealed class DemoRiskTests(Database database) : IAsyncLifetime
{
    private static readonly DateOnly Tested = new(2024, 12, 31);
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task On_later_loans_the_model_tells_as_well_as_the_true_chances_but_for_a_hundredth()
    {
        using var extract = new Extract();
        DemoPortfolio.Write(extract.Folder, 20_000, 1, Cancel);
        await database.Import(extract.Folder, "canonical", asOf: DemoBook.AsOf);

        var made = await database.PublishedModel(new { }, "lightgbm");

        var quarters = DemoBook.Read(Path.Combine(extract.Folder, "truth"), "pd12").ToArray();
        var truth = quarters
            .Where(r => DemoBook.Day(r["quarter_end"]) == Tested)
            .ToDictionary(r => r["loan_id"], r => DemoBook.Chance(r["pd12"]));
        var rows = await Rows(database, [Tested]);
        rows.Loans.Order().ShouldBe(truth.Keys.Order());
        var bad = rows.Loans.Where((_, i) => rows.Bad[i]).ToHashSet();
        var near = rows.Loans.Where((_, i) => rows.WorstLater[i] > 30 && !rows.Bad[i]).ToHashSet();
        near.Count.ShouldBeGreaterThan(rows.Bad.Count(b => b) / 2);
        quarters
            .Where(r =>
                DemoBook.Day(r["quarter_end"]) > Tested && r["state"] is ("31-60" or "61-90")
            )
            .Select(r => r["loan_id"])
            .Where(l => truth.ContainsKey(l) && !bad.Contains(l))
            .ShouldBeSubsetOf(near);
        var reached = RankedScores.Of([.. rows.Loans.Select(l => truth[l])], rows.Bad).Auc()!.Value;
        var card = (await database.Get("/risk/model"))["data"]!;
        card["population"]!["split"]!.GetValue<string>().ShouldBe("time");
        card["population"]!["tested"]!["rows"]!.GetValue<int>().ShouldBe(truth.Count);
        var trees = card["algorithms"]![1]!;
        trees["figures"]!["auc"]!["value"]!.GetValue<double>().ShouldBeGreaterThan(reached - 0.01);
        trees["calibration"]!["slope"]!.GetValue<double>().ShouldBe(1, 0.15);
        made["results"]![0]!["auc"]!["value"]!
            .GetValue<double>()
            .ShouldBeGreaterThan(reached - 0.02);

        // By chance of default the list names as many who default as days past due do, which in this book say nearly all of what comes within months; and many more than chance.
        var list = (await database.Get("/risk/watch-list?capacity=300"))["data"]!;
        var days = list["backTest"]!.AsArray();
        days.Count.ShouldBe(4);
        days.Sum(d => d!["byProbability"]!["numerator"]!.GetValue<int>())
            .ShouldBeGreaterThan(
                (int)(0.95 * days.Sum(d => d!["byDaysPastDue"]!["numerator"]!.GetValue<int>()))
            );
        days.Sum(d => d!["byExpectedLoss"]!["numerator"]!.GetValue<int>())
            .ShouldBeGreaterThan((int)(5 * days.Sum(d => d!["byChance"]!.GetValue<double>())));

        // The reasons of a thousand loans drawn add up to their scores.
        var scores = (await database.Get("/risk/scores?limit=1000&sort=loanId"))[
            "items"
        ]!.AsArray();
        scores.Count.ShouldBe(1000);
        foreach (var s in scores)
            (
                s!["baseScore"]!.GetValue<double>()
                + s["reasons"]!.AsArray().Sum(r => r!["points"]!.GetValue<double>())
                + s["otherPoints"]!.GetValue<double>()
            ).ShouldBe(s["score"]!.GetValue<double>(), 1e-6);
        (await database.Get("/risk/fairness"))["data"]!["groups"]!
            .AsArray()
            .Select(g => g!["decision"]!.GetValue<string>())
            .Distinct()
            .ShouldBe(["score", "watchList", "watchListToday"]);
    }

    [Fact]
    public async Task What_comes_later_changes_nothing_that_a_model_sees()
    {
        using var extract = new Extract();
        DemoPortfolio.Write(extract.Folder, 3000, 5, Cancel);
        await database.Import(extract.Folder, "canonical", asOf: DemoBook.AsOf);
        var day = new DateOnly(2024, 6, 30);
        var before = await Rows(database, [day]);

        // Later payments change hands at random, and so does what is owed and was paid today.
        Shuffle(extract, "payments", r => DemoBook.Day(r["paid_on"]) > day, ["paid_on", "amount"]);
        Shuffle(extract, "loans", _ => true, ["amount_paid", "outstanding_balance", "recovered"]);
        await database.Import(extract.Folder, "canonical", asOf: DemoBook.AsOf);
        var after = await Rows(database, [day]);

        var places = after.Loans.Select((l, i) => (l, i)).ToDictionary(x => x.l, x => x.i);
        int[] common =
        [
            .. before
                .Loans.Select((l, i) => (l, i))
                .Where(x => places.ContainsKey(x.l))
                .Select(x => x.i),
        ];
        common.Length.ShouldBeGreaterThan(1000);
        int[] there = [.. common.Select(i => places[before.Loans[i]])];
        for (var c = 0; c < before.Columns.Count; c++)
            Texts(after.Columns[c], there)
                .ShouldBe(Texts(before.Columns[c], common), before.Columns[c].Name);
        before.Of(common).Bad.ShouldNotBe(after.Of(there).Bad);

        static string[] Texts(ModelColumn column, int[] rows) =>
            [
                .. rows.Select(r =>
                    column.IsNumber
                        ? column.Numbers[r].ToString("R", CultureInfo.InvariantCulture)
                        : column.WordOf(r) ?? ""
                ),
            ];
    }

    [Fact]
    public async Task Outcomes_dealt_out_at_random_cannot_be_learnt()
    {
        using var extract = new Extract();
        DemoPortfolio.Write(extract.Folder, 3000, 5, Cancel);
        await database.Import(extract.Folder, "canonical", asOf: DemoBook.AsOf);
        var plan = new RiskPlan([Tested, new(2023, 12, 31)], 12, []);
        var rows = await Rows(database, plan.Days!);
        var order = new Draws(9).Shuffled(rows.Count);
        var dealt = rows with { Bad = [.. order.Select(i => rows.Bad[i])] };

        var trained = RiskTraining.Train(
            new(plan, dealt, dealt, null, [], 1, 1),
            ["scorecard", "lightgbm"],
            1,
            (_, _) => { },
            Cancel
        );

        foreach (var made in trained.Report.Algorithms)
        {
            made.Card.Figures.Auc!.Value.ShouldBe(0.5, 0.06, made.Card.Algorithm);
            made.Card.IsPublishable.ShouldBeFalse(made.Card.Algorithm);
        }
    }

    private static async Task<RiskRows> Rows(Database database, IReadOnlyList<DateOnly> days)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Cancel);
        using var attributes = System.Text.Json.JsonDocument.Parse(
            await database.Scalar<string>(
                "select attributes::text from data_versions order by version desc limit 1"
            )
        );
        var plan = new RiskPlan(days, 12, []);
        return await RiskRows.Read(
            connection,
            plan.Question(RiskFeature.Of(attributes, hasHistory: true), 1),
            Cancel
        );
    }

    /// <summary>Deals the named cells of some rows out among these rows.</summary>
    private static void Shuffle(
        Extract extract,
        string file,
        Func<Dictionary<string, string>, bool> which,
        string[] columns
    )
    {
        var rows = DemoBook.Read(extract.Folder, file).ToArray();
        var own = rows.Where(which).ToArray();
        var order = new Draws(4).Shuffled(own.Length);
        var dealt = order.Select(o => columns.Select(c => own[o][c]).ToArray()).ToArray();
        for (var i = 0; i < own.Length; i++)
        for (var c = 0; c < columns.Length; c++)
            own[i][columns[c]] = dealt[i][c];
        File.WriteAllLines(
            Path.Combine(extract.Folder, $"{file}.csv"),
            rows.Select(r => string.Join(',', r.Values)).Prepend(string.Join(',', rows[0].Keys))
        );
    }
}
