using System.Globalization;
using System.Text.Json.Nodes;

namespace LoanAnalytics.Tests.Portfolio;

/// <summary>A real book loaded once for a class, with the control figures that were made independently of this code.</summary>
public abstract class ControlledBook(Database database, string name, string? profile = null)
    : IAsyncLifetime
{
    private const string Absent = "The shared data sets are not beside the checkout.";
    private JsonNode? figures;

    public Database Database => database;

    public JsonNode Figures
    {
        get
        {
            Assert.SkipUnless(figures is not null, Absent);
            return figures!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Database.Shared is not { } shared)
            return;
        await database.Empty();
        await database.Import(Path.Combine(shared, "data", name), profile ?? name);
        figures = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(shared, "oracles", $"{name}.json"))
        );
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

public sealed class SeedBook(Database database) : ControlledBook(database, "seed");

public sealed class BerkaBook(Database database) : ControlledBook(database, "berka");

/// <summary>Every figure of the seed book that an answer holds, to the cent and to the sixth decimal.</summary>
[Collection("database")]
public sealed class SeedControlFiguresTests(SeedBook book) : IClassFixture<SeedBook>
{
    [Fact]
    public Task The_totals() => ControlFigures.Total(book);

    [Theory]
    [InlineData("status", "by_status")]
    [InlineData("region", "by_region")]
    [InlineData("branch", "by_branch")]
    [InlineData("gender", "by_gender")]
    [InlineData("ageBand", "by_age_band")]
    [InlineData("employment", "by_employment")]
    [InlineData("incomeBand", "by_income_band")]
    [InlineData("term", "by_term_months")]
    [InlineData("startYear", "by_start_year")]
    [InlineData("startQuarter", "by_start_quarter")]
    [InlineData("amountBand", "by_principal_band")]
    public Task Each_group(string by, string block) => ControlFigures.Groups(book, by, block);

    [Theory]
    [InlineData("region", "region")]
    [InlineData("ageBand", "age_band")]
    [InlineData("gender", "gender")]
    [InlineData("employment", "employment_status")]
    [InlineData("incomeBand", "income_band")]
    [InlineData("term", "term_months")]
    [InlineData("startYear", "start_year")]
    public async Task The_tests_whether_groups_differ(string by, string block)
    {
        var tests = book.Figures["chi_square"]!;
        await ControlFigures.Test(book, by, "count", tests["all_loans"]![block]!);
        await ControlFigures.Test(book, by, "resolved", tests["resolved_loans_only"]![block]!);
    }

    [Fact]
    public async Task Borrowers_and_those_with_a_default()
    {
        var expected = book.Figures["borrowers"]!;
        var rate = (await book.Database.Get("/portfolio/summary?unit=borrower"))["data"]![
            "default"
        ]!;
        rate["numerator"]!
            .GetValue<int>()
            .ShouldBe(expected["borrowers_with_a_defaulted_loan"]!.GetValue<int>());
        rate["denominator"]!.GetValue<int>().ShouldBe(expected["borrowers"]!.GetValue<int>());
        rate["rate"]!
            .GetValue<double>()
            .ShouldBe(expected["borrower_default_rate"]!.GetValue<double>(), 1e-9);
        var gender = (await book.Database.Get("/demographics/distribution"))["data"]!["gender"]!;
        gender
            .AsArray()
            .Sum(g => g!["customers"]!.GetValue<int>())
            .ShouldBe(expected["customers"]!.GetValue<int>());
        gender
            .AsArray()
            .Sum(g => g!["customers"]!.GetValue<int>() - g["borrowers"]!.GetValue<int>())
            .ShouldBe(expected["customers_without_loan"]!.GetValue<int>());
    }
}

/// <summary>The same for a book without interest rates, incomes and some balances: what is not known is null, never 0.</summary>
[Collection("database")]
public sealed class BerkaControlFiguresTests(BerkaBook book) : IClassFixture<BerkaBook>
{
    [Fact]
    public Task The_totals() => ControlFigures.Total(book);

    [Theory]
    [InlineData("region", "by_region")]
    [InlineData("branch", "by_branch")]
    [InlineData("gender", "by_gender")]
    [InlineData("ageBand", "by_age_band")]
    [InlineData("employment", "by_employment")]
    [InlineData("term", "by_term_months")]
    [InlineData("startYear", "by_start_year")]
    [InlineData("startQuarter", "by_start_quarter")]
    [InlineData("attribute:statement_frequency", "by_statement_frequency")]
    public Task Each_group(string by, string block) => ControlFigures.Groups(book, by, block);

    [Theory]
    [InlineData("region", "region")]
    [InlineData("gender", "gender")]
    [InlineData("ageBand", "age_band")]
    [InlineData("term", "term_months")]
    [InlineData("attribute:statement_frequency", "frequency")]
    public Task The_tests_whether_groups_differ(string by, string block) =>
        ControlFigures.Test(book, by, "count", book.Figures["chi_square"]![block]!);

    [Fact] // B and D are both defaulted; the other two words stand for one status each
    public async Task The_source_statuses_add_up_to_ours()
    {
        var rows = (await book.Database.Get("/portfolio/breakdown?by=status"))["data"]!["rows"]!;
        foreach (
            var status in book.Figures["by_source_status"]!
                .AsArray()
                .GroupBy(s => s!["status"]!.GetValue<string>())
        )
        {
            var row = rows.AsArray()
                .Single(r => r!["group"]!["status"]!.GetValue<string>() == status.Key)!;
            row["loans"]!.GetValue<int>().ShouldBe(status.Sum(s => s!["loans"]!.GetValue<int>()));
            row["disbursed"]!
                .GetValue<decimal>()
                .ShouldBe(status.Sum(s => ControlFigures.Money(s!["principal"])!.Value));
        }
    }
}

internal static class ControlFigures
{
    /// <summary>The default rates and the names that the figures give them.</summary>
    private static readonly (string Definition, string Figure)[] Rates =
    [
        ("count", "default_rate_by_count"),
        ("amount", "default_rate_by_amount"),
        ("balance", "default_rate_by_balance"),
        ("booked", "default_rate_excluding_approved"),
        ("resolved", "default_rate_resolved"),
    ];

    public static async Task Total(ControlledBook book)
    {
        var expected = book.Figures["total"]!.AsObject();
        foreach (var (definition, figure) in Rates)
            Agree(
                (await book.Database.Get($"/portfolio/summary?definition={definition}"))["data"]!,
                expected,
                figure
            );
    }

    public static async Task Groups(ControlledBook book, string by, string block)
    {
        var groups = book.Figures[block]!.AsArray();
        foreach (var (definition, figure) in Rates)
        {
            var rows = (
                await book.Database.Get(
                    $"/portfolio/breakdown?by={Uri.EscapeDataString(by)}&definition={definition}"
                )
            )["data"]!["rows"]!
                .AsArray()
                .ToDictionary(
                    r => r!["group"]![by]!.GetValue<string>(),
                    StringComparer.OrdinalIgnoreCase
                );
            rows.Count.ShouldBe(groups.Count);
            foreach (var expected in groups)
                Agree(rows[Name(expected!)]!, expected!.AsObject(), figure);
        }
    }

    public static async Task Test(
        ControlledBook book,
        string by,
        string definition,
        JsonNode expected
    )
    {
        var test = (
            await book.Database.Get(
                $"/portfolio/breakdown?by={Uri.EscapeDataString(by)}&definition={definition}"
            )
        )["data"]!["heterogeneity"]!;
        foreach (
            var (ours, theirs) in new[]
            {
                ("chiSquare", "chi2"),
                ("degreesOfFreedom", "df"),
                ("pValue", "p_value"),
                ("smallestExpected", "smallest_expected_count"),
            }
        )
            test[ours]!
                .GetValue<double>()
                .ShouldBe(expected[theirs]!.GetValue<double>(), 1e-6, $"{by} {ours}");
        test["differs"]!.GetValue<bool>().ShouldBe(expected["p_value"]!.GetValue<double>() < 0.05);
    }

    public static decimal? Money(JsonNode? figure) =>
        figure is null
            ? null
            : decimal.Parse(figure.GetValue<string>(), CultureInfo.InvariantCulture);

    private static string Name(JsonNode group) =>
        (group["group"] ?? group["branch_ref"] ?? group["status"])?.ToString() ?? "unknown";

    private static void Agree(JsonNode row, JsonObject expected, string rate)
    {
        foreach (
            var (ours, theirs) in new[]
            {
                ("disbursed", "principal"),
                ("repaid", "amount_paid"),
                ("outstanding", "outstanding_balance"),
            }
        )
            ((decimal?)row[ours]).ShouldBe(Money(expected[theirs]), theirs);
        Same((double?)row["loans"], expected, "loans");
        Same((double?)row["customers"], expected, "borrowers");
        foreach (var status in row["status"]!.AsArray())
            Same((double?)status!["loans"], expected, status["status"]!.GetValue<string>());
        Same((double?)row["default"]!["rate"], expected, rate);
        if (rate == "default_rate_by_count")
        {
            Same((double?)row["default"]!["low"], expected, "default_rate_wilson95_low");
            Same((double?)row["default"]!["high"], expected, "default_rate_wilson95_high");
        }
        var interest = row["interestRate"]!;
        Same((double?)interest["simple"], expected, "average_rate_simple");
        Same((double?)interest["amountWeighted"], expected, "average_rate_principal_weighted");
        Same(
            (double?)interest["outstandingWeighted"],
            expected,
            "average_rate_outstanding_weighted"
        );
    }

    /// <summary>Where the figures have it: equal to the sixth decimal, or both unknown.</summary>
    private static void Same(double? ours, JsonObject expected, string figure)
    {
        if (!expected.TryGetPropertyValue(figure, out var node))
            return;
        var theirs = (double?)node;
        if (theirs is { } value)
            ours.ShouldNotBeNull(figure).ShouldBe(value, 1e-6, figure);
        else
            ours.ShouldBeNull(figure);
    }
}
