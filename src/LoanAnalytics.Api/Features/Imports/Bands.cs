using System.Globalization;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>The bands of a portfolio: lower edges, lower edge included, and the labels of the groups they make.</summary>
/// <param name="Edges">Ascending.</param>
/// <param name="Labels">One more than edges: the first is what lies below the first edge.</param>
internal sealed record Bands(decimal[] Edges, string[] Labels)
{
    private static readonly decimal[] Ages = [18, 25, 35, 45, 55, 65];
    private static readonly decimal[] Incomes = [25_000, 50_000, 75_000, 100_000, 125_000];
    private static readonly decimal[] Amounts = [10_000, 20_000, 30_000, 40_000];
    private static readonly decimal[] Rates = [5, 7.5m, 10, 12.5m];

    /// <summary>The bands of a value (age, income, amount or rate): the profile's, or the usual ones.</summary>
    public static Bands Of(Profile profile, string value)
    {
        var usual = value switch
        {
            "age" => Ages,
            "income" => Incomes,
            "amount" => Amounts,
            _ => Rates,
        };
        decimal[] edges = [.. profile.Bands.GetValueOrDefault(value) ?? [.. usual]];
        if (edges.Length == 0 || edges.Zip(edges.Skip(1)).Any(e => e.First >= e.Second))
            throw Profile.Invalid($"bands of {value} are ascending edges.");
        return new(edges, value == "age" ? AgeLabels(edges) : Labelled(edges, value != "rate"));
    }

    private static string[] AgeLabels(decimal[] edges) =>
        [
            $"under {Number(edges[0])}",
            .. edges.Zip(edges.Skip(1), (a, b) => $"{Number(a)}-{Number(b - 1)}"),
            $"{Number(edges[^1])}+",
        ];

    private static string[] Labelled(decimal[] edges, bool money)
    {
        // Thousands as k, where every edge is a whole number of them.
        var inThousands = money && edges.All(e => e % 1000 == 0);
        string[] names = [.. edges.Select(e => inThousands ? $"{Number(e / 1000)}k" : Number(e))];
        return [$"<{names[0]}", .. names.Zip(names.Skip(1), (a, b) => $"{a}-{b}"), $"{names[^1]}+"];
    }

    private static string Number(decimal value) =>
        value.ToString("0.####", CultureInfo.InvariantCulture);
}
