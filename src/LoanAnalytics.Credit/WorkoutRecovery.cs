namespace LoanAnalytics.Credit;

/// <summary>What came in and what it cost, after default.</summary>
/// <param name="Month">Months since default.</param>
/// <param name="Recovery">Money got in.</param>
/// <param name="Cost">Money spent to get it.</param>
public sealed record RecoveryFlow(int Month, decimal Recovery, decimal Cost = 0);

/// <summary>How much of a defaulted exposure came back, and how much is lost.</summary>
/// <remarks>Recovery rate = sum((recovery - cost) x (1 + r)^(-months / 12)) / exposure at default; LGD = 1 - recovery rate. Neither is clipped:
/// costs can exceed what comes in, and recoveries what was owed. Fractions.</remarks>
/// <param name="Exposure">What was owed at default. Money.</param>
/// <param name="Recovered">Sum of recoveries less costs, discounted if a rate is given. Money.</param>
/// <param name="RecoveryRate">Recovered / exposure; null where that is 0.</param>
/// <param name="Lgd">1 - recovery rate; null with it.</param>
/// <param name="AnnualRate">The rate of discount, a fraction a year; null where the flows are not discounted.</param>
public sealed record WorkoutRecovery(
    decimal Exposure,
    decimal Recovered,
    double? RecoveryRate,
    double? Lgd,
    double? AnnualRate
)
{
    /// <summary>The recovery on an exposure.</summary>
    public static WorkoutRecovery Of(
        decimal exposure,
        IEnumerable<RecoveryFlow> flows,
        double? annualRate = null
    )
    {
        ArgumentNullException.ThrowIfNull(flows);
        if (annualRate <= -1)
            throw new ArgumentOutOfRangeException(nameof(annualRate));
        var recovered = flows.Sum(f =>
            (f.Recovery - f.Cost)
            * (annualRate is { } r ? (decimal)Math.Pow(1 + r, -f.Month / 12.0) : 1)
        );
        var rate = Ratio.Of(recovered, exposure);
        return new(exposure, recovered, rate, 1 - rate, annualRate);
    }

    /// <summary>The recoveries among the movements of a defaulted loan, up to the as-of date, by calendar months since default. Only these
    /// count: a payment settles instalments, and a reversal undoes payments.</summary>
    public static IReadOnlyList<RecoveryFlow> Flows(
        IEnumerable<Movement> movements,
        DateOnly defaultedOn,
        DateOnly asOf
    ) =>
        [
            .. movements
                .Where(m => m.Kind == MovementKind.Recovery && m.On <= asOf)
                .OrderBy(m => m.On)
                .ThenBy(m => m.Amount)
                .Select(m => new RecoveryFlow(
                    Math.Max(0, MonthsOnBook.At(defaultedOn, m.On)),
                    m.Amount
                )),
        ];
}
