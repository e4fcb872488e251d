using System.Text.Json.Nodes;
using CsCheck;
using LoanAnalytics.Tests.Http;

namespace LoanAnalytics.Tests.Portfolio;

/// <summary>What must hold for every filter: answers over random small books against a plain count of the same loans in memory.</summary>
[Collection("database")]
public sealed class IdentityTests(Database database) : IAsyncLifetime
{
    private static readonly string[] Definitions =
    [
        "count",
        "amount",
        "balance",
        "booked",
        "resolved",
        "perLoanYear",
    ];

    public ValueTask InitializeAsync() => database.Empty();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_filter_counts_the_loans_that_it_lists_and_its_groups_sum_to_it(int seed)
    {
        var book = await Given(seed);
        var questions =
            from clauses in Clause(book).Array[0, 4]
            from dimension in Gen.OneOf(RandomBook.Dimensions)
            from definition in Gen.OneOf(Definitions)
            select (Filter: new RandomFilter(clauses), dimension, definition);
        await questions.SampleAsync(
            async q =>
            {
                var loans = book.Where(q.Filter.Matches).ToArray();
                await TheTotalIsThatOf(loans, q.Filter, q.definition);
                await TheListIsThatOf(loans, q.Filter);
                await TheGroupsAreThoseOf(loans, q.Filter, q.dimension, q.definition);
            },
            iter: 40,
            threads: 1
        );
    }

    [Fact]
    public async Task Every_group_of_every_dimension_opens_exactly_its_own_loans()
    {
        var book = await Given(5);
        foreach (var dimension in RandomBook.Dimensions)
        foreach (var group in book.GroupBy(l => l.Group(dimension)))
        {
            var filter = new RandomFilter([RandomFilter.Of(dimension, group.Key)]);
            await TheTotalIsThatOf([.. group], filter, "count");
            await TheListIsThatOf([.. group], filter);
        }
    }

    [Fact]
    public async Task Every_form_of_every_selection_holds_the_same_cells()
    {
        var book = await Given(6);
        var questions =
            from clauses in Clause(book).Array[0, 2]
            from dimension in Gen.OneOf(RandomBook.Dimensions)
            from definition in Gen.OneOf(Definitions)
            select (Filter: new RandomFilter(clauses), dimension, definition);
        await questions.SampleAsync(
            async q =>
            {
                var breakdown =
                    $"/portfolio/breakdown?by={q.dimension}&definition={q.definition}&{q.Filter.Query}";
                var rows = (await database.Get(breakdown))["data"]!["rows"]!.AsArray();
                await TheFormsAgree(breakdown, Cells.Rows(rows));
                var list = $"/loans?sort=-principal&{q.Filter.Query}";
                var items = (await database.Get($"{list}&limit=1000"))["items"]!.AsArray();
                await TheFormsAgree(list, Cells.Rows(items));
            },
            iter: 25,
            threads: 1
        );
    }

    private async Task TheTotalIsThatOf(
        IReadOnlyList<KnownLoan> loans,
        RandomFilter filter,
        string definition
    )
    {
        var answer = await database.Get(
            $"/portfolio/summary?definition={definition}&{filter.Query}"
        );
        Agree(answer["data"]!, loans, definition, filter.Query);
    }

    private async Task TheListIsThatOf(KnownLoan[] loans, RandomFilter filter)
    {
        var answer = await database.Get($"/loans?limit=1000&{filter.Query}");
        answer["total"]!.GetValue<int>().ShouldBe(loans.Length, filter.Query);
        answer["items"]!
            .AsArray()
            .Select(l => l!["loanId"]!.GetValue<string>())
            .ShouldBe(loans.Select(l => l.LoanId), ignoreOrder: true, filter.Query);
        var summary = (await database.Get($"/portfolio/summary?{filter.Query}"))["data"]!;
        var sums = answer["sums"]!;
        Number(sums["principal"]).ShouldBe(loans.Sum(l => l.Principal), filter.Query);
        foreach (var sum in (string[])["disbursed", "repaid", "outstanding", "unexplained"])
            Number(sums[sum]).ShouldBe(Number(summary[sum]), $"{sum} {filter.Query}");
        answer["items"]!
            .AsArray()
            .Sum(l => l!["unexplained"]!.GetValue<decimal>())
            .ShouldBe(sums["unexplained"]!.GetValue<decimal>(), filter.Query);
    }

    private async Task TheGroupsAreThoseOf(
        IReadOnlyList<KnownLoan> loans,
        RandomFilter filter,
        string dimension,
        string definition
    )
    {
        var question = $"by={dimension}&definition={definition}&{filter.Query}";
        var data = (await database.Get($"/portfolio/breakdown?{question}"))["data"]!;
        var rows = data["rows"]!.AsArray();
        var groups = loans.GroupBy(l => l.Group(dimension)).ToDictionary(g => g.Key);
        rows.Select(r => r!["group"]![dimension]!.GetValue<string>())
            .ShouldBe(groups.Keys, ignoreOrder: true, question);
        foreach (var row in rows)
            Agree(
                row!,
                [.. groups[row!["group"]![dimension]!.GetValue<string>()]],
                definition,
                question
            );
        Agree(data["total"]!, loans, definition, question);
        foreach (
            var measure in (string[])["loans", "disbursed", "repaid", "outstanding", "unexplained"]
        )
            rows.Sum(r => r![measure]?.GetValue<decimal>() ?? 0)
                .ShouldBe(data["total"]![measure]?.GetValue<decimal>() ?? 0, question);
    }

    /// <summary>Counted again, one loan at a time.</summary>
    private static void Agree(
        JsonNode measures,
        IReadOnlyList<KnownLoan> loans,
        string definition,
        string question
    )
    {
        Number(measures["loans"]).ShouldBe(loans.Count, question);
        Number(measures["customers"])
            .ShouldBe(loans.Select(l => l.CustomerId).Distinct().Count(), question);
        Number(measures["disbursed"])
            .ShouldBe(loans.Where(l => l.IsDisbursed).Sum(l => l.Principal), question);
        Number(measures["repaid"]).ShouldBe(Sum(loans, l => l.Paid), question);
        Number(measures["outstanding"]).ShouldBe(Sum(loans, l => l.Outstanding), question);
        Closes(measures, question);
        Number(measures["unexplained"]).ShouldBe(loans.Sum(l => l.Unexplained), question);
        var statuses = measures["status"]!.AsArray();
        foreach (var status in statuses)
            Closes(status!, question);
        foreach (var status in statuses)
            Number(status!["loans"])
                .ShouldBe(
                    loans.Count(l => l.Status == status["status"]!.GetValue<string>()),
                    question
                );
        if (loans.Count > 0)
            statuses.Sum(s => s!["share"]!.GetValue<double>()).ShouldBe(1, 1e-9, question);
        var unknown = measures["unknown"]!;
        Number(unknown["balance"]).ShouldBe(loans.Count(l => l.Outstanding is null), question);
        Number(unknown["paid"]).ShouldBe(loans.Count(l => l.Paid is null), question);
        Number(unknown["interestRate"]).ShouldBe(loans.Count(l => l.Rate is null), question);
        var rated = loans.Where(l => l.Rate is not null).ToArray();
        var rates = measures["interestRate"]!;
        Near(rates["simple"], Ratio(rated.Sum(l => l.Rate!.Value), rated.Length), question);
        Near(
            rates["amountWeighted"],
            Ratio(rated.Sum(l => l.Rate!.Value * l.Principal), rated.Sum(l => l.Principal)),
            question
        );
        Near(
            rates["outstandingWeighted"],
            Ratio(
                rated.Sum(l => l.Rate!.Value * (l.Outstanding ?? 0)),
                rated.Sum(l => l.Outstanding ?? 0)
            ),
            question
        );
        Defaults(measures["default"]!, loans, definition, question);
    }

    /// <summary>Disbursed = repaid + outstanding + unexplained, whatever is unknown.</summary>
    private static void Closes(JsonNode money, string question) =>
        (
            (Number(money["repaid"]) ?? 0)
            + (Number(money["outstanding"]) ?? 0)
            + Number(money["unexplained"])
        ).ShouldBe(Number(money["disbursed"]), question);

    private static void Defaults(
        JsonNode rate,
        IReadOnlyList<KnownLoan> loans,
        string definition,
        string question
    )
    {
        var bad = loans.Where(l => l.IsDefaulted).ToArray();
        (decimal Numerator, decimal Denominator)? parts = definition switch
        {
            "amount" => (bad.Sum(l => l.Principal), loans.Sum(l => l.Principal)),
            "balance" => loans.Any(l => l.Outstanding is null)
                ? null
                : (bad.Sum(l => l.Outstanding!.Value), loans.Sum(l => l.Outstanding!.Value)),
            "booked" => (bad.Length, loans.Count(l => l.Status != "approved")),
            "resolved" => (bad.Length, bad.Length + loans.Count(l => l.Status == "fully_paid")),
            "perLoanYear" => (bad.Length, (decimal)loans.Sum(l => l.LoanYears)),
            _ => (bad.Length, loans.Count),
        };
        Near(rate["numerator"], (double?)parts?.Numerator, question);
        Near(rate["denominator"], (double?)parts?.Denominator, question);
        Near(
            rate["rate"],
            parts is null ? null : Ratio(parts.Value.Numerator, parts.Value.Denominator),
            question
        );
        if (definition is "balance" or "perLoanYear")
            return;
        foreach (var part in (string[])["rate", "low", "high", "adjusted"])
            if (rate[part]?.GetValue<double>() is { } value)
                value.ShouldBeInRange(0, 1, $"{part} {question}");
    }

    private async Task TheFormsAgree(
        string path,
        IReadOnlyList<IReadOnlyDictionary<string, string?>> json
    )
    {
        (await database.Table(path, Cells.Ndjson)).SequenceShouldBe(json, path);
        (await database.Table(path, Cells.Parquet)).SequenceShouldBe(json, path);
        // The one region that a spreadsheet would run is =East+1.
        var escaped = json.Select(r => r.ToDictionary(c => c.Key, c => Escaped(c.Value)));
        (await database.Table(path, Cells.Csv)).SequenceShouldBe([.. escaped], path);
    }

    private static string? Escaped(string? text) =>
        text?.StartsWith('=') == true ? $"'{text}" : text;

    private async Task<IReadOnlyList<KnownLoan>> Given(int seed)
    {
        var (rows, known) = RandomBook.Of(seed);
        await database.Given(rows);
        return known;
    }

    private static Gen<FilterClause> Clause(IReadOnlyList<KnownLoan> book) =>
        Gen.OneOf<FilterClause>([
            .. RandomBook.Dimensions.Select(d =>
                Gen.OneOf<string>([.. book.Select(l => l.Group(d)).Distinct(), "Nowhere"])
                    .Select(value => RandomFilter.Of(d, value))
            ),
            .. RandomFilter.Bounds.Select(b =>
                b.Value.Select(value => new FilterClause(b.Key, value))
            ),
        ]);

    private static decimal? Number(JsonNode? value) => value?.GetValue<decimal>();

    private static decimal? Sum(IReadOnlyList<KnownLoan> loans, Func<KnownLoan, decimal?> value) =>
        loans.Count > 0 && loans.All(l => value(l) is null) ? null : loans.Sum(value);

    private static double? Ratio(decimal numerator, decimal denominator) =>
        denominator > 0 ? (double)(numerator / denominator) : null;

    private static void Near(JsonNode? actual, double? expected, string question)
    {
        if (expected is null)
            actual.ShouldBeNull(question);
        else
            actual!
                .GetValue<double>()
                .ShouldBe(expected.Value, 1e-9 * Math.Max(1, Math.Abs(expected.Value)), question);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
