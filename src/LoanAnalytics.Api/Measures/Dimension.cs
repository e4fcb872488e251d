using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Measures;

/// <summary>What loans can be grouped by. Each is also a filter that takes the group's value.</summary>
public enum Dimension
{
    Region,
    Branch,
    City,
    Product,
    Status,
    AgeBand,
    Gender,
    Employment,
    IncomeBand,
    AmountBand,
    RateBand,
    Term,
    StartYear,
    StartQuarter,
    StartMonth,
    DelinquencyBucket,
    PlanBand,
    PastMaturity,
    OtherLoanDefaulted,
    LoanToIncomeBand,
    InstalmentsToIncomeBand,
    Segment,
    RiskBand,
    Punctuality,
}

/// <summary>One level of grouping: a dimension, or one of the lender's own attributes.</summary>
internal sealed record Grouping(string Name, string Column, string? Attribute)
{
    /// <summary>Reads <c>region</c> or <c>attribute:NAME</c>; null for anything else.</summary>
    public static Grouping? Parse(string text)
    {
        if (text.StartsWith("attribute:", StringComparison.Ordinal) && text.Length > 10)
            return new(text, "", text[10..]);
        foreach (var dimension in Enum.GetValues<Dimension>())
        {
            var name = Name_(dimension);
            if (name == text)
                return new(name, Column_(dimension), null);
        }
        return null;
    }

    public static Grouping Of(Dimension dimension) =>
        new(Name_(dimension), Column_(dimension), null);

    public static IEnumerable<string> Names => Enum.GetValues<Dimension>().Select(Name_);

    private static string Name_(Dimension dimension)
    {
        var name = dimension.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static string Column_(Dimension dimension) =>
        dimension switch
        {
            Dimension.Region => "region",
            Dimension.Branch => "branch_id",
            Dimension.City => "city",
            Dimension.Product => "product",
            Dimension.Status => "status",
            Dimension.AgeBand => "age_band",
            Dimension.Gender => "gender",
            Dimension.Employment => "employment",
            Dimension.IncomeBand => "income_band",
            Dimension.AmountBand => "amount_band",
            Dimension.RateBand => "rate_band",
            Dimension.Term => "term",
            Dimension.StartYear => "start_year",
            Dimension.StartQuarter => "start_quarter",
            Dimension.StartMonth => "start_month",
            Dimension.DelinquencyBucket => "delinquency_bucket",
            Dimension.PlanBand => "plan_band",
            Dimension.PastMaturity => "past_maturity",
            Dimension.OtherLoanDefaulted => "other_loan_defaulted",
            Dimension.LoanToIncomeBand => "loan_to_income_band",
            Dimension.InstalmentsToIncomeBand => "instalments_to_income_band",
            Dimension.Segment => "segment",
            Dimension.RiskBand => "risk_band",
            Dimension.Punctuality => "punctuality",
            _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
        };
}

/// <summary>Groupings in SQL: columns come from the closed list of dimensions, the name of an attribute is a parameter.</summary>
internal static class GroupedSql
{
    /// <summary>The columns of the groups over loan_facts, for an array of keys.</summary>
    public static string Columns(this IReadOnlyList<Grouping> by) =>
        string.Join(
            ", ",
            by.Select(
                (g, i) =>
                    g.Attribute is null
                        ? g.Column
                        : $"coalesce(loan_attributes ->> @group_attribute_{i}, customer_attributes ->> @group_attribute_{i}, 'unknown')"
            )
        );

    public static IEnumerable<NpgsqlParameter> Parameters(this IReadOnlyList<Grouping> by) =>
        by.Select((g, i) => (g.Attribute, i))
            .Where(a => a.Attribute is not null)
            .Select(a => new NpgsqlParameter($"group_attribute_{a.i}", NpgsqlDbType.Text)
            {
                Value = a.Attribute,
            });

    /// <summary>The one group's value by dimension; empty where nothing groups, or for all groups together.</summary>
    public static IReadOnlyDictionary<string, string> Label(
        this IReadOnlyList<Grouping> by,
        string? key
    ) =>
        key is null || by.Count == 0
            ? new Dictionary<string, string>()
            : new Dictionary<string, string> { [by[0].Name] = key };
}
