using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Imports;

/// <summary>A profile states how lateness is counted, and every figure on lateness shows it.</summary>
[Collection("database")]
public sealed class PolicyTests(Database database) : IAsyncLifetime
{
    private const string Lenient =
        """{"rule":"rolling","graceDays":3,"restDays":["sunday","saturday"],"holidays":["2024-01-01","2024-05-01"],"tolerance":0.50}""";
    private const string Strict =
        """{"rule":"oldestUnpaid","graceDays":0,"restDays":[],"holidays":[],"tolerance":0}""";

    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task The_policy_of_the_profile_stands_with_the_version_and_beside_every_figure_on_lateness()
    {
        using var extract = Late();
        await database.Import(extract.Folder, "lenient");

        (await PolicyOf("/delinquency/aging")).ShouldBe(Lenient);
        (await PolicyOf("/delinquency/portfolio-at-risk?interval=month")).ShouldBe(Lenient);
        (await database.Get("/metrics"))["data"]!["policy"]!.ToJsonString().ShouldBe(Lenient);
        (await database.Get("/profiles"))["items"]!
            .AsArray()
            .Single(p => p!["name"]!.GetValue<string>() == "lenient")!["delinquency"]!
            .ToJsonString()
            .ShouldBe(Lenient);
        // As the SQL that derives the history reads it: 0 is Sunday, 6 Saturday.
        (
            await database.Scalar<string>(
                "select delinquency_policy::text from data_versions where version = 1"
            )
        ).ShouldBe(
            """{"rule": "rolling", "holidays": ["2024-01-01", "2024-05-01"], "restDays": [0, 6], "graceDays": 3, "tolerance": 0.50}"""
        );
    }

    [Fact]
    public async Task A_book_that_says_nothing_is_strict_and_an_answer_that_counts_no_lateness_shows_no_policy()
    {
        using var extract = Late();
        await database.Import(extract.Folder, "canonical", asOf: new(2024, 3, 31));

        (await PolicyOf("/delinquency/aging")).ShouldBe(Strict);
        (await PolicyOf("/portfolio/summary")).ShouldBeNull();
    }

    [Fact]
    public async Task A_merge_keeps_the_policy_of_the_book_and_a_replace_does_not()
    {
        using var extract = Late();
        await database.Import(extract.Folder, "lenient");
        using var delta = new Extract().With(
            "payments.csv",
            "loan_id,paid_on,amount",
            "L1,2024-03-30,100"
        );
        await database.Import(delta.Folder, "canonical", ImportMode.Merge);
        (await PolicyOf("/delinquency/aging")).ShouldBe(Lenient);

        await database.Import(extract.Folder, "canonical", asOf: new(2024, 3, 31));
        (await PolicyOf("/delinquency/aging")).ShouldBe(Strict);
    }

    [Fact]
    public void What_a_profile_leaves_out_is_strict()
    {
        Read("grace_days: 5")!.Rule.ShouldBe(DaysPastDueRule.OldestUnpaid);
        Read("days_past_due: rolling")!.Tolerance.ShouldBe(0m);
        Profile.Read("description: x").StatedPolicy.ShouldBeNull();
    }

    [Theory]
    [InlineData("days_past_due: oldest", "days_past_due is strict or rolling, not 'oldest'")]
    [InlineData("grace_days: -1", "grace_days is a number of days from 0 to 365, not '-1'")]
    [InlineData("grace_days: 366", "grace_days is a number of days from 0 to 365, not '366'")]
    [InlineData("grace_days: two", "grace_days is a number of days from 0 to 365, not 'two'")]
    [InlineData("rest_days: [sat]", "rest_days are names of weekdays such as saturday, not 'sat'")]
    [InlineData("rest_days: ['6']", "rest_days are names of weekdays such as saturday, not '6'")]
    [InlineData(
        "rest_days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]",
        "rest_days leaves no working day in the week"
    )]
    [InlineData("holidays: [25.12.2024]", "holidays are dates YYYY-MM-DD, not '25.12.2024'")]
    [InlineData("holidays: ['2024-02-30']", "holidays are dates YYYY-MM-DD, not '2024-02-30'")]
    [InlineData("tolerance: -0.01", "tolerance is an amount of money from 0 up")]
    [InlineData("tolerance: 1,50", "tolerance is an amount of money from 0 up")]
    [InlineData("graceDays: 3", "Property 'graceDays' not found")]
    public void A_policy_that_cannot_be_is_refused_in_words(string line, string words)
    {
        var refused = Should.Throw<ProblemException>(() => Read(line));
        refused.Type.ShouldBe("profile-invalid");
        refused.Message.ShouldContain(words);
    }

    private static DelinquencyPolicy? Read(string line) =>
        Profile.Read($"delinquency:\n  {line}").StatedPolicy;

    /// <summary>A loan of 100 with one instalment, due on Saturday 2024-03-02 and not paid.</summary>
    private static Extract Late() =>
        new Extract()
            .With("customers.csv", "customer_id", "L1")
            .With(
                "loans.csv",
                "loan_id,customer_id,principal,start_date,status",
                "L1,L1,100,2024-02-01,active"
            )
            .With("instalments.csv", "loan_id,seq,due_date,amount_due", "L1,1,2024-03-02,100")
            .With("payments.csv", "loan_id,paid_on,amount", "L1,2024-02-10,0");

    private async Task<string?> PolicyOf(string path) =>
        (await database.Get(path))["meta"]!["policy"]?.ToJsonString();
}
