namespace LoanAnalytics.Credit;

/// <summary>A portfolio at a month's end, by bucket.</summary>
/// <param name="Month">The month's end.</param>
/// <param name="Balances">Balances from current to the worst bucket, each a month wide. Money.</param>
/// <param name="ChargedOff">Balance written off within the month. Money.</param>
public sealed record BucketBalances(
    DateOnly Month,
    IReadOnlyList<decimal> Balances,
    decimal ChargedOff
);

/// <summary>What is expected to be lost of a bucket.</summary>
/// <param name="Balance">What stands in it now. Money.</param>
/// <param name="LossFactor">The share of it that will be written off; null where a flow rate on its way is unknown.</param>
/// <param name="Loss">Balance x loss factor. Money; 0 for an empty bucket, null where the factor is unknown, or a million and more: flows out of
/// next to nothing are no measure.</param>
public sealed record BucketLoss(decimal Balance, double? LossFactor, decimal? Loss);

/// <summary>What the portfolio of one month was expected to lose, and what it lost.</summary>
/// <param name="Month">The month's end from which was forecast.</param>
/// <param name="Forecast">Expected loss, with the flow rates known then. Money.</param>
/// <param name="Actual">Written off in the following months, as many as there are buckets. Money.</param>
/// <param name="Error">Forecast - actual. Money.</param>
/// <param name="RelativeError">Error / actual; null where nothing was written off.</param>
public sealed record LossBackTest(
    DateOnly Month,
    decimal Forecast,
    decimal Actual,
    decimal Error,
    double? RelativeError
);

/// <summary>Expected write-offs of today's portfolio from the rates at which balances flow from bucket to bucket.</summary>
/// <remarks>Flow rate of a bucket = balance one bucket worse this month / balance of the bucket last month, from the last bucket to
/// charge-off; loss factor = product of the flow rates from a bucket to charge-off; loss = sum of balance x factor. Rows are never rounded
/// before they are added. Source: OCC, Retail Lending Examination Procedures (OCC Bulletin 2004-59), Appendix G.</remarks>
/// <param name="Buckets">From current to the worst.</param>
/// <param name="Balance">What stands in them. Money.</param>
/// <param name="Loss">Sum of the losses; null where one is unknown. Money.</param>
/// <param name="LossRate">Loss / balance, a fraction 0..1; null where the balance is 0.</param>
public sealed record LossForecast(
    IReadOnlyList<BucketLoss> Buckets,
    decimal Balance,
    decimal? Loss,
    double? LossRate
)
{
    /// <summary>Flow rates over successive months, from current to charge-off: sums over the months are divided, not rates averaged, so that
    /// a thin month weighs little. Null where a bucket was empty all along; may exceed 1 where loans of other buckets fell in too.</summary>
    /// <param name="months">Month by month, one more than there are flows; fewer than two give no rates.</param>
    public static IReadOnlyList<double?> FlowRates(IReadOnlyList<BucketBalances> months)
    {
        ArgumentNullException.ThrowIfNull(months);
        if (months.Count == 0)
            return [];
        var buckets = months[0].Balances.Count;
        if (months.Any(m => m.Balances.Count != buckets))
            throw new ArgumentException("Every month must have the same buckets.");
        return [.. Enumerable.Range(0, buckets).Select(Flow)];

        double? Flow(int bucket)
        {
            var came = months
                .Skip(1)
                .Sum(m => bucket + 1 < buckets ? m.Balances[bucket + 1] : m.ChargedOff);
            return Ratio.Of(came, months.Take(months.Count - 1).Sum(m => m.Balances[bucket]));
        }
    }

    /// <summary>Loss factors of the buckets: the product of the flow rates from each to charge-off; null where one of them is.</summary>
    public static IReadOnlyList<double?> LossFactors(IReadOnlyList<double?> flowRates)
    {
        ArgumentNullException.ThrowIfNull(flowRates);
        var factors = new double?[flowRates.Count];
        double? onwards = 1;
        for (var bucket = flowRates.Count - 1; bucket >= 0; bucket--)
            factors[bucket] = onwards *= flowRates[bucket];
        return factors;
    }

    /// <summary>The loss expected of these balances.</summary>
    public static LossForecast Of(
        IReadOnlyList<decimal> balances,
        IReadOnlyList<double?> lossFactors
    )
    {
        ArgumentNullException.ThrowIfNull(balances);
        ArgumentNullException.ThrowIfNull(lossFactors);
        if (balances.Count != lossFactors.Count)
            throw new ArgumentException("Every bucket needs a balance and a loss factor.");
        BucketLoss[] buckets =
        [
            .. balances.Zip(
                lossFactors,
                (balance, factor) =>
                    new BucketLoss(
                        balance,
                        factor,
                        balance == 0 ? 0
                            : factor is < 1e6 ? balance * (decimal)factor
                            : null
                    )
            ),
        ];
        var total = balances.Sum();
        decimal? loss = buckets.Any(b => b.Loss is null) ? null : buckets.Sum(b => b.Loss!.Value);
        return new(buckets, total, loss, loss is { } l ? Ratio.Of(l, total) : null);
    }

    /// <summary>Forecasts as they would have been made, beside what came of them.</summary>
    /// <remarks>A current balance takes as many months to charge-off as there are buckets, and a loan made after the forecast cannot get there
    /// earlier: what was written off in that many months came from the balances forecast on, if loans sink one bucket a month. Months
    /// whose outcome is not complete, or whose rates were not known, are left out.</remarks>
    /// <param name="months">Successive months without a gap.</param>
    /// <param name="flows">From how many flows, the latest at the time, the rates are taken.</param>
    public static IReadOnlyList<LossBackTest> BackTest(
        IReadOnlyList<BucketBalances> months,
        int flows
    )
    {
        ArgumentNullException.ThrowIfNull(months);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(flows);
        var tests = new List<LossBackTest>();
        for (var at = flows; at < months.Count; at++)
        {
            var now = months[at];
            var ahead = now.Balances.Count;
            if (at + ahead >= months.Count)
                break;
            var rates = FlowRates([.. months.Skip(at - flows).Take(flows + 1)]);
            if (Of(now.Balances, LossFactors(rates)).Loss is not { } forecast)
                continue;
            var actual = months.Skip(at + 1).Take(ahead).Sum(m => m.ChargedOff);
            tests.Add(
                new(
                    now.Month,
                    forecast,
                    actual,
                    forecast - actual,
                    Ratio.Of(forecast - actual, actual)
                )
            );
        }
        return tests;
    }
}
