namespace LoanAnalytics.Credit;

/// <summary>Lateness in bands of thirty days; the upper bound belongs to the band.</summary>
public enum AgingBucket
{
    /// <summary>Not past due.</summary>
    Current,
    Days1To30,
    Days31To60,
    Days61To90,
    Days91To120,
    Days121To150,
    Days151To180,
    Over180,
}

/// <summary>Loans of one lateness, or one loan.</summary>
/// <param name="DaysPastDue">Their days past due; null where there is no schedule to tell by.</param>
/// <param name="IsRenegotiated">Whether they were restructured or rescheduled.</param>
/// <param name="Loans">How many, of those with a balance above 0.</param>
/// <param name="Balance">Sum of their whole balances, each not below 0. Money.</param>
/// <param name="ArrearsAmount">Sum of their overdue amounts. Money.</param>
public sealed record LatePosition(
    int? DaysPastDue,
    bool IsRenegotiated,
    long Loans,
    decimal Balance,
    decimal ArrearsAmount
)
{
    /// <summary>One loan; a balance below 0 is a credit owed to the client and counts as none.</summary>
    public static LatePosition Of(
        int? daysPastDue,
        decimal balance,
        decimal arrearsAmount = 0,
        bool isRenegotiated = false
    ) => new(daysPastDue, isRenegotiated, balance > 0 ? 1 : 0, Math.Max(0, balance), arrearsAmount);
}

/// <summary>A band with what it holds.</summary>
/// <param name="Bucket">The band.</param>
/// <param name="Loans">Loans with a balance above 0.</param>
/// <param name="Balance">Sum of their whole balances; the bands sum to the gross loan portfolio. Money.</param>
/// <param name="ArrearsAmount">Sum of their overdue amounts. Money.</param>
/// <param name="Share">Balance / gross loan portfolio, a fraction 0..1; null where that is 0.</param>
public sealed record AgingRow(
    AgingBucket Bucket,
    long Loans,
    decimal Balance,
    decimal ArrearsAmount,
    double? Share
);

/// <summary>The portfolio by lateness.</summary>
/// <remarks>By days past due: 0, 1-30, 31-60, 61-90, 91-120, 121-150, 151-180, above 180. Loans whose lateness is unknown are in no band.
/// Source: CGAP/MIX/SEEP, Microfinance Consensus Guidelines, 3rd ed. 2003.</remarks>
public static class AgingBuckets
{
    /// <summary>The band of a number of days past due.</summary>
    public static AgingBucket Of(int daysPastDue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(daysPastDue);
        return (AgingBucket)Math.Min((daysPastDue + 29) / 30, (int)AgingBucket.Over180);
    }

    /// <summary>A band as it is written: current, 1-30, ..., &gt;180.</summary>
    public static string Label(AgingBucket bucket) =>
        bucket switch
        {
            AgingBucket.Current => "current",
            AgingBucket.Over180 => ">180",
            _ => $"{(int)bucket * 30 - 29}-{(int)bucket * 30}",
        };

    /// <summary>All eight bands, those that hold nothing among them.</summary>
    public static IReadOnlyList<AgingRow> Of(IEnumerable<LatePosition> positions)
    {
        var known = positions.Where(p => p.DaysPastDue is not null).ToArray();
        var portfolio = known.Sum(p => p.Balance);
        return
        [
            .. Enum.GetValues<AgingBucket>()
                .GroupJoin(
                    known,
                    bucket => bucket,
                    p => Of(p.DaysPastDue!.Value),
                    (bucket, held) => Row(bucket, [.. held], portfolio)
                ),
        ];
    }

    private static AgingRow Row(AgingBucket bucket, LatePosition[] held, decimal portfolio)
    {
        var balance = held.Sum(p => p.Balance);
        return new(
            bucket,
            held.Sum(p => p.Loans),
            balance,
            held.Sum(p => p.ArrearsAmount),
            Ratio.Of(balance, portfolio)
        );
    }
}
