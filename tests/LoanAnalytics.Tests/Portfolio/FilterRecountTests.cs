using System.Globalization;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Tests.Http;

namespace LoanAnalytics.Tests.Portfolio;

/// <summary>
/// Every filter, alone and with up to three others, against a plain recount of the same loans in memory. FILTERS says how many are
/// generated, FILTERS_SEED which; a failure names the seed and the number of its filter, which FILTERS_FIRST begins with.
/// </summary>
[Collection("database")]
public sealed class FilterRecountTests(Database database) : IAsyncLifetime
{
    private const int FiltersOfABook = 500;
    private static readonly string[] Open =
    [
        "region",
        "branchId",
        "city",
        "product",
        "ageBand",
        "employment",
        "incomeBand",
        "amountBand",
        "rateBand",
        "term",
        "startYear",
        "startQuarter",
        "startMonth",
        "segment",
        "attribute",
    ];

    /// <summary>Bounds, with values of which some are edges, and what they ask of a loan.</summary>
    private static readonly (
        string Name,
        string[] Values,
        Func<CountedLoan, string, bool> Holds
    )[] Bounds =
    [
        (
            "startedFrom",
            ["2022-01-01", "2023-02-28", "2024-06-30"],
            (l, v) => l.Known.Start >= Day(v)
        ),
        ("startedTo", ["2024-06-30", "2024-12-31"], (l, v) => l.Known.Start <= Day(v)),
        ("minMonthsOnBook", ["0", "1", "12", "30"], (l, v) => l.Known.MonthsOnBook >= Number(v)),
        ("ageMin", ["18", "25", "65"], (l, v) => l.Known.Age >= Number(v)),
        ("ageMax", ["24", "64", "90"], (l, v) => l.Known.Age <= Number(v)),
        ("incomeMin", ["0", "25000", "24999.99"], (l, v) => l.Known.Income >= Number(v)),
        ("incomeMax", ["25000", "80000.5"], (l, v) => l.Known.Income <= Number(v)),
        ("principalMin", ["10000", "25000"], (l, v) => l.Known.Principal >= Number(v)),
        ("principalMax", ["9999.99", "40000"], (l, v) => l.Known.Principal <= Number(v)),
        ("rateMin", ["0", "5", "7.5"], (l, v) => l.Known.Rate >= Number(v)),
        ("rateMax", ["0", "9.99", "12.5"], (l, v) => l.Known.Rate <= Number(v)),
        ("daysPastDueMin", ["0", "1", "30", "31", "90"], (l, v) => l.DaysPastDue >= Number(v)),
        ("daysPastDueMax", ["0", "30", "90", "400"], (l, v) => l.DaysPastDue <= Number(v)),
    ];

    public ValueTask InitializeAsync() => database.Empty();

    [Fact]
    public async Task Every_filter_counts_the_loans_that_a_plain_recount_finds()
    {
        var seed = Soak.Setting("FILTERS_SEED", 1);
        var first = Soak.Setting("FILTERS_FIRST", 0);
        IReadOnlyList<CountedLoan> book = [];
        var used = new HashSet<string>();
        for (var number = first; number < first + Soak.Setting("FILTERS", 500); number++)
        {
            if (book.Count == 0 || number % FiltersOfABook == 0)
                book = await database.GivenCounted(seed + number / FiltersOfABook);
            var random = new Random(seed * 1_000_003 + number);
            var clauses = Clauses(book, random);
            used.UnionWith(clauses.Select(c => c.Name));
            var filter = string.Join(
                '&',
                clauses.SelectMany(c => c.Values.Select(v => $"{c.Name}={Uri.EscapeDataString(v)}"))
            );
            CountedLoan[] loans =
            [
                .. book.Where(l => clauses.All(c => c.Values.Any(v => c.Holds(l, v)))),
            ];
            var said = $"FILTERS_SEED={seed} FILTERS_FIRST={number} FILTERS=1: {filter}";
            await TheListIs(loans, filter, whole: number % 5 == 0, said);
            await TheSummaryIs(loans, filter, said);
            if (number % 4 == 0)
                await TheGroupsAre(loans, filter, random, said);
        }
        // No filter was left out.
        if (first == 0 && Soak.Setting("FILTERS", 500) > 400)
            typeof(LoanFilter)
                .GetProperties()
                .Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..])
                .Except(used)
                .ShouldBeEmpty();
    }

    private sealed record Clause(
        string Name,
        string[] Values,
        Func<CountedLoan, string, bool> Holds
    );

    private static Clause[] Clauses(IReadOnlyList<CountedLoan> book, Random random) =>
        [
            .. Enumerable
                .Range(0, random.Next(1, 5))
                .Select(_ => OfOne(book, random))
                .DistinctBy(c => c.Name),
        ];

    private static Clause OfOne(IReadOnlyList<CountedLoan> book, Random random)
    {
        var kind = random.Next(CountedBook.Dimensions.Length + Bounds.Length + 3);
        if (kind < CountedBook.Dimensions.Length)
            return OfDimension(CountedBook.Dimensions[kind], book, random);
        kind -= CountedBook.Dimensions.Length;
        if (kind < Bounds.Length)
            return new(Bounds[kind].Name, [Pick(random, Bounds[kind].Values)], Bounds[kind].Holds);
        return kind - Bounds.Length == 0
            ? new(
                "finding",
                Some(
                    random,
                    () =>
                        Pick(
                            random,
                            "unknown-balance",
                            "negative-balance",
                            "Missing-Income",
                            "approved-with-money"
                        )
                ),
                (l, v) => l.Findings.Contains(v.ToLowerInvariant())
            )
            : OfState(book, random);
    }

    private static Clause OfDimension(
        string dimension,
        IReadOnlyList<CountedLoan> book,
        Random random
    )
    {
        var name = dimension switch
        {
            "branch" => "branchId",
            "attribute:channel" => "attribute",
            _ => dimension,
        };
        var prefix = name == "attribute" ? "channel:" : "";
        var values = Some(
            random,
            () =>
            {
                if (Open.Contains(name) && random.Next(5) == 0)
                    return prefix + Pick(random, ContractGenerator.Injections);
                var value = book[random.Next(book.Count)].Group(dimension);
                // Closed vocabularies are read without regard to case.
                return Open.Contains(name) || random.Next(4) > 0
                    ? prefix + value
                    : value.ToUpperInvariant();
            }
        );
        return new(
            name,
            values,
            (l, v) =>
                string.Equals(
                    prefix + l.Group(dimension),
                    v,
                    Open.Contains(name)
                        ? StringComparison.Ordinal
                        : StringComparison.OrdinalIgnoreCase
                )
        );
    }

    /// <summary>States on one day or on two: values of the same day mean or, of different days and.</summary>
    private static Clause OfState(IReadOnlyList<CountedLoan> book, Random random)
    {
        var values = Some(
            random,
            () =>
            {
                var day = Pick(random, "2024-03-31", "2024-11-30", "2025-01-01");
                var state = book[random.Next(book.Count)].StateAt(Day(day))?.State ?? "current";
                return $"{day}:{state}{(random.Next(3) == 0 ? ":owing" : "")}";
            }
        );
        return new(
            "stateAt",
            values,
            (l, _) => values.GroupBy(v => v[..10]).All(d => d.Any(v => Stood(l, v)))
        );
    }

    private static bool Stood(CountedLoan loan, string value)
    {
        var parts = value.Split(':');
        return loan.StateAt(Day(parts[0])) is { } stood
            && stood.State == parts[1]
            && (parts.Length == 2 || stood.Owing);
    }

    private async Task TheSummaryIs(CountedLoan[] loans, string filter, string said)
    {
        var data = (await database.Get($"/portfolio/summary?{filter}"))["data"]!;
        Agree(data, loans, said);
        data["customers"]!
            .GetValue<int>()
            .ShouldBe(loans.Select(l => l.Known.CustomerId).Distinct().Count(), said);
    }

    /// <param name="whole">Its loans are compared too, not their number and sum alone.</param>
    private async Task TheListIs(CountedLoan[] loans, string filter, bool whole, string said)
    {
        var list = await database.Get($"/loans?limit={(whole ? 100 : 1)}&{filter}");
        list["total"]!.GetValue<int>().ShouldBe(loans.Length, said);
        list["sums"]!["principal"]!
            .GetValue<decimal>()
            .ShouldBe(loans.Sum(l => l.Known.Principal), said);
        if (whole)
            list["items"]!
                .AsArray()
                .Select(l => l!["loanId"]!.GetValue<string>())
                .ShouldBe(loans.Select(l => l.Known.LoanId), ignoreOrder: true, said);
    }

    private async Task TheGroupsAre(CountedLoan[] loans, string filter, Random random, string said)
    {
        string[] by =
        [
            .. Enumerable
                .Range(0, random.Next(1, 3))
                .Select(_ => Pick(random, CountedBook.Dimensions))
                .Distinct(),
        ];
        said = $"{said}, by {string.Join(' ', by)}";
        var rows = (
            await database.Get(
                $"/portfolio/breakdown?{string.Join('&', by.Select(b => $"by={b}"))}&{filter}"
            )
        )["data"]!["rows"]!.AsArray();
        var groups = loans
            .GroupBy(l => string.Join('|', by.Select(l.Group)))
            .ToDictionary(g => g.Key, g => g.ToArray());
        rows.Select(Key).ShouldBe(groups.Keys, ignoreOrder: true, said);
        foreach (var row in rows)
            Agree(row!, groups[Key(row)], said);

        string Key(JsonNode? row) =>
            string.Join('|', by.Select(b => row!["group"]![b]!.GetValue<string>()));
    }

    private static void Agree(JsonNode measures, CountedLoan[] loans, string said)
    {
        (
            measures["loans"]!.GetValue<int>(),
            measures["disbursed"]!.GetValue<decimal>(),
            measures["repaid"]?.GetValue<decimal>() ?? 0,
            measures["outstanding"]?.GetValue<decimal>() ?? 0,
            measures["default"]!["numerator"]!.GetValue<decimal>()
        ).ShouldBe(
            (
                loans.Length,
                loans.Where(l => l.Known.IsDisbursed).Sum(l => l.Known.Principal),
                loans.Sum(l => l.Known.Paid ?? 0),
                loans.Sum(l => l.Known.Outstanding ?? 0),
                loans.Count(l => l.Known.IsDefaulted)
            ),
            said
        );
    }

    private static string[] Some(Random random, Func<string> value) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => value()).Distinct()];

    private static string Pick(Random random, params string[] values) =>
        values[random.Next(values.Length)];

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
