namespace LoanAnalytics.Credit;

/// <summary>How far amounts are concentrated in few groups: sum of squared shares.</summary>
/// <remarks>Sources: Herfindahl (1950); Hirschman (1964), Am. Economic Review 54, 761.</remarks>
/// <param name="Hhi">1/n, all the same, to 1, all in one; x 10,000 = points.</param>
/// <param name="Normalised">(hhi - 1/n) / (1 - 1/n), 0..1; null for one group.</param>
/// <param name="EffectiveNumber">1 / hhi: of how many equal groups it would be the same.</param>
public sealed record Herfindahl(double Hhi, double? Normalised, double EffectiveNumber)
{
    /// <summary>The index of amounts by group, those without any counted; null where the sum is 0. Negative amounts are an error.</summary>
    public static Herfindahl? Of(IReadOnlyCollection<double> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        foreach (var amount in amounts)
            ArgumentOutOfRangeException.ThrowIfNegative(amount, nameof(amounts));
        var sum = amounts.Sum();
        if (sum == 0)
            return null;
        var hhi = amounts.Sum(a => a / sum * (a / sum));
        var least = 1.0 / amounts.Count;
        return new(hhi, amounts.Count == 1 ? null : (hhi - least) / (1 - least), 1 / hhi);
    }
}
