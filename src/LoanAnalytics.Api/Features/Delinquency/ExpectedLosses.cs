using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>The loss expected of the balances of the day from the rates at which balances flowed from bucket to bucket. Lost is what is written off, or
/// more than 180 days past due, whichever comes first: buckets have to be a month wide.</summary>
/// <param name="Months">Months of flows that the rates are taken from: those asked for, or as many as the history has.</param>
/// <param name="Balance">Balance of the buckets.</param>
/// <param name="Loss">Sum of the losses; null where one is not known.</param>
/// <param name="LossRate">Loss / balance, a fraction 0..1; null where that is 0.</param>
/// <param name="Rows">The buckets from current to the worst.</param>
/// <param name="BackTest">Forecasts as they would have been made, beside what came of them.</param>
public sealed record ExpectedLoss(
    int Months,
    decimal Balance,
    decimal? Loss,
    double? LossRate,
    IReadOnlyList<ExpectedLossOf> Rows,
    IReadOnlyList<ForecastOutcome> BackTest
);

/// <summary>What the balances of one month were expected to lose, and what was lost.</summary>
/// <param name="Month">The month's end from which was forecast.</param>
/// <param name="Forecast">Expected loss of the balances up to 180 days past due, with the flow rates known then.</param>
/// <param name="Actual">Lost in the seven months after, as many as a current loan takes to the loss.</param>
/// <param name="Error">Forecast - actual.</param>
/// <param name="RelativeError">Error / actual; null where nothing was lost.</param>
public sealed record ForecastOutcome(
    DateOnly Month,
    decimal Forecast,
    decimal Actual,
    decimal Error,
    double? RelativeError
);

/// <summary>What one bucket is expected to lose.</summary>
/// <param name="DelinquencyBucket">The bucket, as the filter of that name takes it.</param>
/// <param name="Loans">Loans in it.</param>
/// <param name="Balance">What they owe.</param>
/// <param name="FlowRate">Balance one bucket worse in a month / balance of the bucket the month before, over the months; to the loss from 151-180, and 1 from &gt;180, which is lost. Null where the bucket was empty all along.</param>
/// <param name="LossFactor">Product of the flow rates from the bucket to the loss; null where one of them is.</param>
/// <param name="Loss">Balance x loss factor; null where the factor is not known, or out of all proportion.</param>
public sealed record ExpectedLossOf(
    [property: LoanStateWords(openOnly: true)] string DelinquencyBucket,
    long Loans,
    decimal Balance,
    double? FlowRate,
    double? LossFactor,
    decimal? Loss
);

/// <summary>The forecast and its back-test, from the balances by bucket at the ends of months.</summary>
internal static class ExpectedLosses
{
    /// <summary>The buckets that are a month wide: beyond the last of them a balance is lost.</summary>
    private static readonly LoanState[] MonthWide = [.. LoanStates.Ladder.SkipLast(1)];

    /// <param name="rows">By month and state, up to the day of the answer.</param>
    /// <param name="asOf">The day of the answer.</param>
    /// <param name="months">From how many months of flows the rates are taken.</param>
    public static ExpectedLoss Of(IReadOnlyList<LossRow> rows, DateOnly asOf, int months)
    {
        var history = Complete(rows, asOf);
        var flows = Math.Clamp(history.Count - 1, 0, months);
        var rates = LossForecast.FlowRates([.. history.TakeLast(flows + 1)]);
        double?[] through =
            rates.Count == 0 ? [.. MonthWide.Select(_ => (double?)null), 1] : [.. rates, 1];
        var now = rows.Where(r => r.MonthEnd == asOf).ToLookup(r => r.State);
        var loss = LossForecast.Of(
            [.. LoanStates.Ladder.Select(s => now[LoanStates.Label(s)].Sum(r => r.Balance))],
            LossForecast.LossFactors(through)
        );
        return new(
            flows,
            loss.Balance,
            loss.Loss,
            loss.LossRate,
            [
                .. LoanStates.Ladder.Select(
                    (state, i) =>
                        new ExpectedLossOf(
                            LoanStates.Label(state),
                            now[LoanStates.Label(state)].Sum(r => r.Loans),
                            loss.Buckets[i].Balance,
                            through[i],
                            loss.Buckets[i].LossFactor,
                            loss.Buckets[i].Loss
                        )
                ),
            ],
            [
                .. LossForecast
                    .BackTest(history, months)
                    .Select(t => new ForecastOutcome(
                        t.Month,
                        t.Forecast,
                        t.Actual,
                        t.Error,
                        t.RelativeError
                    )),
            ]
        );
    }

    /// <summary>Every complete month from the first, those in which the selection had no loan among them.</summary>
    private static List<BucketBalances> Complete(IReadOnlyList<LossRow> rows, DateOnly asOf)
    {
        var byMonth = rows.ToLookup(r => r.MonthEnd);
        var history = new List<BucketBalances>();
        if (rows.Count == 0)
            return history;
        var first = rows.Min(r => r.MonthEnd)!.Value;
        for (
            var end = first;
            end <= MonthEnds.LastUpTo(asOf);
            end = MonthEnds.Before(end.AddDays(1).AddMonths(1))
        )
            history.Add(
                new(
                    end,
                    [
                        .. MonthWide.Select(s =>
                            byMonth[end]
                                .Where(r => r.State == LoanStates.Label(s))
                                .Sum(r => r.Balance)
                        ),
                    ],
                    byMonth[end].Sum(r => r.NewlyLost)
                )
            );
        return history;
    }
}
