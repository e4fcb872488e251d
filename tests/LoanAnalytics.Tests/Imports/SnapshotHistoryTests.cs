using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Tests.Http;
using Npgsql;

namespace LoanAnalytics.Tests.Imports;

/// <summary>A lender that sends its whole book every month, with the days past due of each loan, has a history without any payment: that of the
/// extracts. Two loans from 2023-12-10; each extract takes the whole book's place.</summary>
[Collection("database")]
public sealed class SnapshotHistoryTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Successive_extracts_are_the_months_of_the_loans()
    {
        await Extract(new(2024, 1, 31), "active,1000,0", "active,500,29");
        (await History()).ShouldBeEmpty(); // one date is no history
        await Extract(new(2024, 2, 29), "active,950,10", "active,500,58");
        await Extract(new(2024, 3, 31), "fully_paid,0,0", "active,500,89");

        (await History()).ShouldBe([
            "L1 2024-01-31 1 0 current 1000",
            "L1 2024-02-29 2 10 1-30 950",
            "L1 2024-03-31 3 0 paid 0",
            "L2 2024-01-31 1 29 1-30 500",
            "L2 2024-02-29 2 58 31-60 500",
            "L2 2024-03-31 3 89 61-90 500",
        ]);
    }

    [Fact]
    public async Task The_last_extract_of_a_month_stands_for_its_end_and_a_corrected_one_for_its_day()
    {
        await Extract(new(2024, 1, 15), "active,1000,5", "active,500,13");
        await Extract(new(2024, 1, 28), "active,1000,0", "active,500,26");
        await Extract(new(2024, 1, 28), "active,1000,3", "active,500,26");
        await Extract(new(2024, 2, 20), "active,950,0", "active,500,49");

        (await History()).ShouldBe([
            "L1 2024-01-31 1 3 1-30 1000",
            "L1 2024-02-20 2 0 current 950",
            "L2 2024-01-31 1 26 1-30 500",
            "L2 2024-02-20 2 49 31-60 500",
        ]);
    }

    [Fact]
    public async Task A_merge_moves_the_loans_that_it_names_and_the_others_stay()
    {
        await Extract(new(2024, 1, 31), "active,1000,0", "active,500,29");
        await Extract(new(2024, 2, 29), "active,950,10", "active,500,58");
        using var delta = new Extract().With(
            "loans.csv",
            Header,
            "L2,C2,500,2023-12-10,active,480,0"
        );
        await database.Import(delta.Folder, "canonical", ImportMode.Merge, asOf: new(2024, 2, 29));

        (await History()).ShouldBe([
            "L1 2024-01-31 1 0 current 1000",
            "L1 2024-02-29 2 10 1-30 950",
            "L2 2024-01-31 1 29 1-30 500",
            "L2 2024-02-29 2 0 current 480",
        ]);
    }

    [Fact]
    public async Task Portfolio_at_risk_over_time_answers_from_the_extracts()
    {
        await Extract(new(2024, 1, 31), "active,1000,0", "active,500,29");
        (await database.Ask("/delinquency/portfolio-at-risk?interval=month")).StatusCode.ShouldBe(
            System.Net.HttpStatusCode.Conflict
        );
        await Extract(new(2024, 2, 29), "active,950,10", "active,500,58");

        var answer = await database.Get("/delinquency/portfolio-at-risk?interval=month&days=30");

        answer["meta"]!["evidence"]!.GetValue<string>().ShouldBe("monthly");
        answer["data"]!["rows"]!
            .AsArray()
            .Select(r => $"{r!["on"]} {r["loans"]} {r["balance"]} {r["grossLoanPortfolio"]}")
            .ShouldBe(["2024-01-31 0 0 1500", "2024-02-29 1 500 1450"]);
    }

    [Fact]
    public async Task Extracts_without_days_past_due_are_no_history()
    {
        await Extract(new(2024, 1, 31), "active,1000,", "active,500,");
        await Extract(new(2024, 2, 29), "active,950,", "defaulted,500,");

        (await History()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Extracts_under_another_profile_are_another_portfolio()
    {
        using var other = new Extract()
            .With("loans.csv", "loan_id,principal,start_date", "L1,1000,2023-12-10")
            .With("instalments.csv", "loan_id,seq,due_date,amount_due", "L1,1,2024-06-01,1000")
            .With("payments.csv", "loan_id,paid_on,amount", "L1,2024-01-01,0");
        await database.Import(other.Folder, "lenient", asOf: new(2023, 12, 31));
        await database.Run("update loan_snapshots set days_past_due = 7");
        await Extract(new(2024, 1, 31), "active,1000,0", "active,500,29");

        (await History()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Payments_say_more_than_extracts()
    {
        await Extract(new(2024, 1, 31), "active,1000,0", "active,500,29");
        await Extract(new(2024, 2, 29), "active,950,10", "active,500,58");
        using var payments = new Extract()
            .With("instalments.csv", "loan_id,seq,due_date,amount_due", "L1,1,2024-02-10,1000")
            .With("payments.csv", "loan_id,paid_on,amount", "L1,2024-02-09,10");
        await database.Import(
            payments.Folder,
            "canonical",
            ImportMode.Merge,
            asOf: new(2024, 2, 29)
        );

        // Of L2 there is no schedule, and its reported days are not mixed in.
        (await History())
            .Select(m => m.Split(' ')[..4])
            .Select(m => string.Join(' ', m))
            .ShouldBe(["L1 2023-12-31 0 0", "L1 2024-01-31 1 0", "L1 2024-02-29 2 19"]);
    }

    private const string Header =
        "loan_id,customer_id,principal,start_date,status,outstanding_balance,reported_days_past_due";

    private async Task Extract(DateOnly asOf, string first, string second)
    {
        using var extract = new Extract()
            .With("customers.csv", "customer_id", "C1", "C2")
            .With(
                "loans.csv",
                Header,
                $"L1,C1,1000,2023-12-10,{first}",
                $"L2,C2,500,2023-12-10,{second}"
            );
        await database.Import(extract.Folder, "canonical", asOf: asOf);
    }

    private async Task<List<string>> History()
    {
        var months = new List<string>();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "select concat_ws(' ', loan_id, month_end, months_on_book, days_past_due, state, trim_scale(balance)) from loan_months order by loan_id, month_end",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(
            TestContext.Current.CancellationToken
        );
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            months.Add(reader.GetString(0));
        return months;
    }
}
