using System.Text.Json.Nodes;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Http;

/// <summary>Lists page by key position: no row twice, none left out, and a cursor is good for its own list only.</summary>
[Collection("database")]
public sealed class ListTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    [Theory]
    [InlineData("outstanding", "L3 L1 L5 L2 L4")] // -50, 100, 100, 200, unknown; equal ones by customer
    [InlineData("-outstanding", "L2 L1 L5 L3 L4")]
    [InlineData("-outstandingBalance", "L2 L1 L5 L3 L4")]
    [InlineData("branchId", "L1 L2 L5 L3 L4")] // A A A B unknown
    [InlineData("-branchId", "L3 L1 L2 L5 L4")]
    [InlineData("-startDate", "L4 L1 L2 L3 L5")]
    [InlineData("-loanId", "L5 L4 L3 L2 L1")]
    [InlineData("customerId", "L1 L2 L3 L4 L5")]
    public async Task Unknown_values_come_last_in_both_directions_and_equal_ones_by_key(
        string sort,
        string order
    )
    {
        await GivenFive();
        foreach (var limit in (int[])[1, 2, 1000])
            string.Join(' ', await Pages($"/loans?sort={sort}&limit={limit}")).ShouldBe(order);
    }

    [Theory]
    [InlineData("region")]
    [InlineData("product")]
    [InlineData("status")]
    [InlineData("sourceStatus")]
    [InlineData("principal")]
    [InlineData("interestRate")]
    [InlineData("termMonths")]
    [InlineData("endDate")]
    [InlineData("amountPaid")]
    [InlineData("age")]
    [InlineData("gender")]
    [InlineData("annualIncome")]
    [InlineData("employment")]
    [InlineData("unexplained")]
    public async Task Every_column_sorts_both_ways_without_losing_a_loan(string column)
    {
        await GivenFive();
        foreach (var sort in (string[])[column, $"-{column}"])
            (await Pages($"/loans?sort={sort}&limit=2"))
                .Order(StringComparer.Ordinal)
                .ShouldBe(["L1", "L2", "L3", "L4", "L5"]);
    }

    [Fact]
    public async Task A_cursor_goes_on_after_a_merge_and_is_refused_after_a_replace()
    {
        await GivenFive();
        var first = await database.Get("/loans?limit=2");
        var cursor = first["nextCursor"]!.GetValue<string>();
        first["total"]!.GetValue<int>().ShouldBe(5);

        // L0 comes before the place where the page ended, L25 after it.
        await database.Merged(Loan(id: "L0", customer: "X0"), Loan(id: "L25", customer: "X1"));
        var next = await database.Get($"/loans?limit=2&cursor={cursor}");
        Ids(next).ShouldBe(["L25", "L3"]);
        next["total"]!.GetValue<int>().ShouldBe(7);

        await GivenFive();
        using var refused = await database.Ask($"/loans?limit=2&cursor={cursor}");
        (await refused.Problem()).ShouldBe((400, "/problems/cursor-invalid", "cursor"));
    }

    [Fact]
    public async Task A_cursor_of_another_filter_or_sort_or_list_is_refused()
    {
        await GivenFive();
        var cursor = (await database.Get("/loans?limit=2&sort=-principal"))["nextCursor"]!;
        (await database.Get($"/loans?limit=1&sort=-principal&cursor={cursor}"))["items"]!
            .AsArray()
            .Count.ShouldBe(1, "another limit is the same list");
        foreach (var other in (string[])["sort=principal", "", "sort=-principal&region=South"])
        {
            using var answer = await database.Ask($"/loans?limit=2&{other}&cursor={cursor}");
            (await answer.Problem()).ShouldBe((400, "/problems/cursor-invalid", "cursor"), other);
        }
    }

    [Fact]
    public async Task A_cursor_with_any_character_changed_is_refused()
    {
        await GivenFive();
        var cursor = (await database.Get("/loans?limit=2"))["nextCursor"]!.GetValue<string>();
        for (var i = 0; i < cursor.Length; i += 7)
        {
            var altered = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..];
            using var answer = await database.Ask($"/loans?limit=2&cursor={altered}");
            (await answer.Problem()).Type.ShouldBe("/problems/cursor-invalid", altered);
        }
    }

    private Task GivenFive() =>
        database.Given(
            Customer("C1", age: 30, gender: null, income: null, employment: null),
            Customer("C2", age: null),
            Loan("A", customer: "C1", outstanding: 100m, rate: null, product: null),
            Loan("A", customer: "C2", outstanding: 200m, principal: 3_000m, status: "defaulted"),
            Loan("B", customer: "C3", outstanding: -50m, paid: null, term: 24),
            Loan(null, customer: "C4", outstanding: null, started: new(2024, 5, 1)),
            Loan("A", customer: "C5", outstanding: 100m, started: new(2023, 5, 1))
        );

    private async Task<List<string>> Pages(string path)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await database.Get(cursor is null ? path : $"{path}&cursor={cursor}");
            ids.AddRange(Ids(page));
            cursor = page["nextCursor"]?.GetValue<string>();
        } while (cursor is not null && ids.Count < 100);
        return ids;
    }

    private static IEnumerable<string> Ids(JsonNode page) =>
        page["items"]!.AsArray().Select(l => l!["loanId"]!.GetValue<string>());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
