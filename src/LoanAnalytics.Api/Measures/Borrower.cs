using System.Globalization;
using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Api.Measures;

/// <summary>Whether a feature is a number or one of a few words.</summary>
public enum FeatureKind
{
    Number,
    Category,
}

/// <summary>A borrower as Borrowers.sql reads them.</summary>
internal sealed record Borrower(
    string CustomerId,
    int? Age,
    decimal? Income,
    string Employment,
    string Gender,
    double? Tenure,
    int? Loans,
    string Region,
    string? Attributes
);

/// <summary>A feature of borrowers in their order: numbers, NaN where unknown, or words, unknown among them.</summary>
internal sealed record FeatureColumn(
    string Name,
    string Label,
    FeatureKind Kind,
    double[] Numbers,
    string[] Words
)
{
    public long Known =>
        Kind == FeatureKind.Number
            ? Numbers.LongCount(n => !double.IsNaN(n))
            : Words.LongCount(w => w != "unknown");

    public int Values =>
        Kind == FeatureKind.Number
            ? Numbers.Where(n => !double.IsNaN(n)).Distinct().Count()
            : Words.Distinct().Count();
}

/// <summary>What is known of borrowers, as features. How their loans went is none of them.</summary>
internal static class Borrowers
{
    /// <summary>Every borrower of the version that is published now.</summary>
    public static Task<List<Borrower>> AllBorrowers(
        this LoanDb db,
        CancellationToken cancellationToken
    ) => db.QueryText<Borrower>(Query("true"), cancellationToken);

    /// <summary>Borrowers.sql for some of them.</summary>
    public static string Query(string which) =>
        SqlFile.Query("Borrowers").Replace("/*which*/", which, StringComparison.Ordinal);

    /// <summary>The features: those that every book has, and the lender's own attributes of customers.</summary>
    public static IReadOnlyList<FeatureColumn> Features(
        IReadOnlyList<Borrower> borrowers,
        JsonDocument attributes
    )
    {
        var own = attributes
            .RootElement.EnumerateArray()
            .Where(a => a.GetProperty("table").GetString() == "customers")
            .Select(a => (Name: a.GetProperty("name").GetString()!, Type: a.GetProperty("type")))
            .ToArray();
        var values = own.Length == 0 ? [] : borrowers.Select(b => Parsed(b.Attributes)).ToArray();
        return
        [
            Number("age", "Age", b => b.Age ?? double.NaN),
            Number("income", "Annual income", b => (double?)b.Income ?? double.NaN),
            Category("employment", "Employment", b => b.Employment),
            Category("gender", "Gender", b => b.Gender),
            Number("tenure", "Years since the first loan", b => b.Tenure ?? double.NaN),
            Number("loans", "Number of loans", b => b.Loans ?? double.NaN),
            Category("region", "Region", b => b.Region),
            .. own.Select(a =>
                a.Type.GetString() == "number"
                    ? new FeatureColumn(
                        $"attribute:{a.Name}",
                        a.Name,
                        FeatureKind.Number,
                        [.. values.Select(v => NumberOf(v, a.Name))],
                        []
                    )
                    : new FeatureColumn(
                        $"attribute:{a.Name}",
                        a.Name,
                        FeatureKind.Category,
                        [],
                        [.. values.Select(v => v.GetValueOrDefault(a.Name) ?? "unknown")]
                    )
            ),
        ];

        FeatureColumn Number(string name, string label, Func<Borrower, double> of) =>
            new(name, label, FeatureKind.Number, [.. borrowers.Select(of)], []);

        FeatureColumn Category(string name, string label, Func<Borrower, string> of) =>
            new(name, label, FeatureKind.Category, [], [.. borrowers.Select(of)]);
    }

    private static double NumberOf(Dictionary<string, string?> values, string name) =>
        values.GetValueOrDefault(name) is { } text
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : double.NaN;

    private static Dictionary<string, string?> Parsed(string? attributes)
    {
        if (attributes is null)
            return [];
        using var json = JsonDocument.Parse(attributes);
        return json
            .RootElement.EnumerateObject()
            .ToDictionary(
                p => p.Name,
                p => p.Value.ValueKind == JsonValueKind.Null ? null : p.Value.ToString()
            );
    }
}
