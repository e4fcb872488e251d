using LoanAnalytics.Api.Data;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>An attribute of the borrower or the loan that was known when the loan was made.</summary>
/// <param name="By">The dimension, or attribute:NAME.</param>
/// <param name="Word">What a sentence calls it.</param>
/// <param name="IsNumber">It is a number, grouped by bands.</param>
/// <param name="Own">The name of one of the lender's own attributes; null of a dimension.</param>
internal sealed record KnownAttribute(string By, string Word, bool IsNumber, string? Own = null)
{
    private static readonly KnownAttribute[] Dimensions =
    [
        new("ageBand", "age", true),
        new("incomeBand", "income", true),
        new("employment", "employment", false),
        new("gender", "gender", false),
        new("amountBand", "loan amount", true),
        new("rateBand", "interest rate", true),
        new("term", "term", true),
        new("product", "product", false),
        new("startYear", "year of origination", false),
        new("loanToIncomeBand", "loan to income", false),
        new("branch", "branch", false),
        new("city", "city", false),
        new("region", "region", false),
    ];

    /// <summary>What a sentence calls a dimension, or attribute:NAME.</summary>
    public static string WordOf(string by) =>
        Dimensions.FirstOrDefault(d => d.By == by)?.Word ?? by["attribute:".Length..];

    /// <summary>The dimensions but those that tell how the loan went, instalments to income among them, which counts the loans that are still open, and the lender's own attributes, which are taken to be known from the start.</summary>
    public static IReadOnlyList<KnownAttribute> Of(DataVersion version) =>
        [
            .. Dimensions,
            .. version
                .Attributes.RootElement.EnumerateArray()
                .Select(a =>
                    (
                        Name: a.GetProperty("name").GetString()!,
                        IsNumber: a.GetProperty("type").GetString() == "number"
                    )
                )
                .DistinctBy(a => a.Name)
                .Select(a => new KnownAttribute($"attribute:{a.Name}", a.Name, a.IsNumber, a.Name)),
        ];
}
