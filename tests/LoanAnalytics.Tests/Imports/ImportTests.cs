using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Tests.Imports;

[Collection("database")]
public sealed class ImportTests(Database database) : IAsyncLifetime
{
    private const string LoanHeader =
        "loan_id,customer_id,branch_id,principal,interest_rate,term_months,start_date,end_date,status,amount_paid,outstanding_balance";

    public ValueTask InitializeAsync() => database.Empty();

    [Fact]
    public async Task Both_sums_hold_and_each_bad_row_is_refused_by_its_rule()
    {
        using var extract = new Extract()
            .With("branches.csv", "branch_id,name,city,region", "B1,One,Rome,South")
            .With(
                "customers.csv",
                "customer_id,age,gender,annual_income,employment_status",
                "C1,40,female,50000,Employed"
            )
            .With(
                "loans.csv",
                [
                    LoanHeader,
                    .. Enumerable
                        .Range(1, 40)
                        .Select(i => $"G{i},C1,B1,100,5,12,2024-01-01,2025-01-01,active,20,80"),
                    "G1,C1,B1,100,5,12,2024-01-01,2025-01-01,active,20,80",
                    "X1,C1,B1,\"1.234,56\",5,12,2024-01-01,2025-01-01,active,20,80",
                    "X2,C1,B1,100,5,12,2024-02-30,2025-01-01,active,20,80",
                    "X3,C1,B1,-5,5,12,2024-01-01,2025-01-01,active,20,80",
                    "X4,C1,B1,100,5,12,2025-01-01,2024-01-01,active,20,80",
                    "X5,C1,B1,100,5,12,2024-01-01,2025-01-01,sleeping,20,80",
                    "X6,C9,B1,100,5,12,2024-01-01,2025-01-01,active,20,80",
                    "X7,C1,B9,100,5,12,2024-01-01,2025-01-01,active,20,80",
                    "X8,C1,B1,100,5,12",
                ]
            );

        var outcome = await database.Import(extract.Folder, "canonical");

        outcome.Tables.ShouldBe([
            new("branches", 1, 1, 0, 0),
            new("customers", 1, 1, 0, 0),
            new("loans", 48, 40, 7, 1),
        ]);
        (await database.Get($"/imports/{outcome.ImportId}/rejects"))["items"]!
            .AsArray()
            .Select(r => (r!["line"]!.GetValue<int>(), r["rule"]!.GetValue<string>()))
            .ShouldBe([
                (50, "malformed-row"),
                (43, "number"),
                (44, "date"),
                (45, "range"),
                (46, "date-order"),
                (47, "status"),
                (48, "reference"),
                (49, "reference"),
            ]);
        var loans = (await database.Get($"/imports/{outcome.ImportId}"))["files"]!
            .AsArray()
            .Single(f => f!["name"]!.GetValue<string>() == "loans.csv")!;
        (
            loans["read"]!.GetValue<int>(),
            loans["staged"]!.GetValue<int>(),
            loans["malformed"]!.GetValue<int>()
        ).ShouldBe((49, 48, 1));
    }

    [Fact]
    public async Task The_same_import_twice_has_one_effect()
    {
        using var extract = Small();
        var first = await database.Import(extract.Folder, "canonical");
        var second = await database.Import(extract.Folder, "canonical");
        (second.State, second.ImportId, second.Version).ShouldBe(("unchanged", first.ImportId, 1));
    }

    [Fact]
    public async Task Too_many_bad_rows_publish_nothing_and_the_old_version_stays()
    {
        using var good = Small();
        await database.Import(good.Folder, "canonical");
        using var bad = Small()
            .With("loans.csv", LoanHeader, "L1,C1,B1,x,5,12,2024-01-01,2025-01-01,active,20,80");
        var refused = await Should.ThrowAsync<ProblemException>(() =>
            database.Import(bad.Folder, "canonical", asOf: new(2025, 1, 1))
        );
        refused.Type.ShouldBe("too-many-rejects");
        (await database.Scalar<decimal>("select sum(principal) from loans")).ShouldBe(100m);
        (await database.Scalar<long>("select count(*) from import_rejects")).ShouldBe(1);
    }

    [Fact]
    public async Task Totals_that_are_not_those_expected_stop_the_publish()
    {
        using var extract = Small();
        var refused = await Should.ThrowAsync<ProblemException>(() =>
            database.Import(extract.Folder, "canonical", expect: new(1, 99.99m, null, null))
        );
        refused.Type.ShouldBe("control-totals-mismatch");
        (await database.Scalar<long>("select count(*) from data_versions")).ShouldBe(0);
    }

    [Fact]
    public async Task A_merge_changes_the_rows_that_it_names_and_keeps_the_others()
    {
        using var extract = Small();
        await database.Import(extract.Folder, "canonical");
        using var delta = new Extract().With(
            "loans.csv",
            LoanHeader,
            "L1,C1,B1,100,5,12,2024-01-01,2025-01-01,fully_paid,100,0",
            "L2,C1,B1,300,5,12,2024-02-01,2025-02-01,active,0,300"
        );
        await database.Import(delta.Folder, "canonical", ImportMode.Merge);
        (await database.Scalar<decimal>("select sum(principal) from loans")).ShouldBe(400m);
        (await database.Scalar<string>("select status from loans where loan_id = 'L1'")).ShouldBe(
            "fully_paid"
        );
        (await database.Scalar<long>("select count(*) from customers")).ShouldBe(1);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Extract Small() =>
        new Extract()
            .With("branches.csv", "branch_id,name,city,region", "B1,One,Rome,South")
            .With(
                "customers.csv",
                "customer_id,age,gender,annual_income,employment_status",
                "C1,40,female,50000,Employed"
            )
            .With("loans.csv", LoanHeader, "L1,C1,B1,100,5,12,2024-01-01,2025-01-01,active,20,80");
}
