using LoanAnalytics.Api.Features.Imports;

namespace LoanAnalytics.Tests.Imports;

/// <summary>A delta changes what it names and leaves all else; a full snapshot takes the whole book's place.</summary>
[Collection("database")]
public sealed class MergeTests(Database database) : IAsyncLifetime
{
    private static readonly DateOnly AsOf = new(2024, 12, 31);

    public async ValueTask InitializeAsync()
    {
        await database.Empty();
        using var book = new Extract()
            .With("branches.csv", "branch_id,name", "B1,One")
            .With("customers.csv", "customer_id,age,score", "C1,40,7", "C2,50,8")
            .With(
                "loans.csv",
                "loan_id,customer_id,branch_id,principal,start_date,status,channel",
                "L1,C1,B1,100,2024-01-01,active,web",
                "L2,C2,B1,200,2024-02-01,active,desk"
            )
            .With(
                "instalments.csv",
                "loan_id,seq,due_date,amount_due",
                "L1,1,2024-02-01,50",
                "L1,2,2024-03-01,50",
                "L2,1,2024-03-01,200"
            )
            .With(
                "payments.csv",
                "loan_id,paid_on,amount",
                "L1,2024-03-01,10",
                "L1,2024-02-01,20",
                "L1,2024-02-01,20",
                "L2,2024-03-01,30"
            );
        await database.Import(book.Folder, "canonical", asOf: AsOf);
    }

    [Fact]
    public async Task Payments_without_a_number_are_numbered_by_date_and_equal_ones_are_kept_and_found()
    {
        (await Numbered("L1")).ShouldBe("1:20.0000 2:20.0000 3:10.0000");
        (await database.Get("/data/quality"))["data"]!
            .AsArray()
            .Single(f => f!["id"]!.GetValue<string>() == "duplicate-payment")!["count"]!
            .GetValue<int>()
            .ShouldBe(2);
    }

    [Fact]
    public async Task A_delta_of_payments_without_numbers_replaces_those_of_the_loans_that_it_names()
    {
        using var delta = new Extract().With(
            "payments.csv",
            "loan_id,paid_on,amount",
            "L1,2024-04-01,5"
        );
        await database.Import(delta.Folder, "canonical", ImportMode.Merge);
        (await Numbered("L1")).ShouldBe("1:5.0000");
        (await Numbered("L2")).ShouldBe("1:30.0000");
    }

    [Fact]
    public async Task A_delta_of_numbered_payments_and_of_instalments_upserts_by_key()
    {
        using var delta = new Extract()
            .With(
                "payments.csv",
                "loan_id,payment_no,paid_on,amount",
                "L1,2,2024-02-02,21",
                "L1,9,2024-05-01,1"
            )
            .With(
                "instalments.csv",
                "loan_id,seq,due_date,amount_due",
                "L1,2,2024-03-15,55",
                "L1,3,2024-04-15,5"
            );
        await database.Import(delta.Folder, "canonical", ImportMode.Merge);
        (await Numbered("L1")).ShouldBe("1:20.0000 2:21.0000 3:10.0000 9:1.0000");
        (
            await database.Scalar<string>(
                "select string_agg(seq || ':' || due_date, ' ' order by seq) from instalments where loan_id = 'L1'"
            )
        ).ShouldBe("1:2024-02-01 2:2024-03-15 3:2024-04-15");
    }

    [Fact]
    public async Task A_delta_keeps_the_date_bands_and_attributes_of_the_book()
    {
        using var delta = new Extract().With(
            "loans.csv",
            "loan_id,customer_id,branch_id,principal,start_date,status,purpose",
            "L3,C2,B1,50,2024-03-01,active,car"
        );
        await database.Import(delta.Folder, "canonical", ImportMode.Merge);
        var summary = await database.Get("/portfolio/summary");
        summary["meta"]!["asOf"]!.GetValue<string>().ShouldBe("2024-12-31");
        summary["data"]!["loans"]!.GetValue<int>().ShouldBe(3);
        (await database.Get("/data/dictionary"))["data"]!
            .AsArray()
            .Where(d => d!["attribute"]!.GetValue<bool>())
            .Select(d => d!["name"]!.GetValue<string>())
            .ShouldBe(["purpose", "score", "channel"], ignoreOrder: true);
        (await database.Get("/portfolio/summary?attribute=channel:desk"))["data"]!["disbursed"]!
            .GetValue<decimal>()
            .ShouldBe(200m);
    }

    [Fact]
    public async Task A_loan_does_not_change_its_customer()
    {
        using var delta = new Extract().With(
            "loans.csv",
            [
                "loan_id,customer_id,principal,start_date,status",
                "L1,C2,100,2024-01-01,active",
                .. Enumerable.Range(10, 5).Select(i => $"L{i},C1,1,2024-01-01,active"),
            ]
        );
        var outcome = await database.Import(delta.Folder, "canonical", ImportMode.Merge);
        var reject = (await database.Get($"/imports/{outcome.ImportId}/rejects"))["items"]!
            .AsArray()
            .Single()!;
        (reject["line"]!.GetValue<int>(), reject["rule"]!.GetValue<string>()).ShouldBe(
            (2, "duplicate-key")
        );
    }

    [Fact]
    public async Task Changes_of_terms_are_read()
    {
        using var delta = new Extract().With(
            "modifications.csv",
            "loan_id,modified_on,kind,end",
            "L1,2024-05-01,Holiday,2024-08-01",
            "L2,2024-06-01,restructured,"
        );
        await database.Import(delta.Folder, "canonical", ImportMode.Merge);
        (
            await database.Scalar<string>(
                "select string_agg(concat_ws(' ', customer_id, loan_id, modified_on, kind, \"end\"), ', ' order by loan_id) from modifications"
            )
        ).ShouldBe("C1 L1 2024-05-01 holiday 2024-08-01, C2 L2 2024-06-01 restructured");
    }

    [Fact]
    public async Task January_February_and_January_again_end_with_January()
    {
        using var january = Month("100");
        using var february = Month("150");
        await database.Import(january.Folder, "canonical", asOf: AsOf);
        await database.Import(february.Folder, "canonical", asOf: AsOf);
        var again = await database.Import(january.Folder, "canonical", asOf: AsOf);
        again.State.ShouldBe("published");
        (await database.Scalar<decimal>("select sum(principal) from loan_facts")).ShouldBe(100m);
        // Each version's loans stay on record: two, then one three times.
        (await database.Scalar<long>("select count(*) from loan_snapshots")).ShouldBe(5);
    }

    [Fact]
    public async Task The_same_data_at_another_date_are_another_version()
    {
        using var month = Month("100");
        await database.Import(month.Folder, "canonical", asOf: AsOf);
        (await database.Import(month.Folder, "canonical", asOf: AsOf.AddDays(1))).State.ShouldBe(
            "published"
        );
        // By the profile's rule the date is that of the latest start, so this is the same again under another name.
        (await database.Import(month.Folder, "canonical")).State.ShouldBe("published");
        (await database.Import(month.Folder, "canonical", asOf: new(2024, 1, 1))).State.ShouldBe(
            "unchanged"
        );
    }

    [Fact]
    public async Task Of_two_imports_at_once_one_waits_and_both_are_published()
    {
        using var one = Month("100");
        using var other = Month("150");
        var both = await Task.WhenAll(
            Task.Run(() => database.Import(one.Folder, "canonical", asOf: AsOf)),
            Task.Run(() => database.Import(other.Folder, "canonical", asOf: AsOf))
        );
        both.Select(o => (o.State, o.Version))
            .ShouldBe([("published", 2), ("published", 3)], ignoreOrder: true);
        (await database.Scalar<long>("select count(*) from loans")).ShouldBe(1);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Extract Month(string principal) =>
        new Extract()
            .With("customers.csv", "customer_id,age", "C1,40")
            .With(
                "loans.csv",
                "loan_id,customer_id,principal,start_date,status",
                $"L1,C1,{principal},2024-01-01,active"
            );

    private Task<string> Numbered(string loan) =>
        database.Scalar<string>(
            $"select string_agg(payment_no || ':' || amount, ' ' order by payment_no) from payments where loan_id = '{loan}'"
        );
}
