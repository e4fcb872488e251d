namespace LoanAnalytics.Credit;

/// <summary>A ratio of money: exact until the last step, and null where nothing stands below the line.</summary>
internal static class Ratio
{
    public static double? Of(decimal numerator, decimal denominator) =>
        denominator == 0 ? null : (double)(numerator / denominator);
}
