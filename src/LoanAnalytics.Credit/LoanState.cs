namespace LoanAnalytics.Credit;

/// <summary>Where a loan stands at the end of a month: how late it is, or how it ended.</summary>
public enum LoanState
{
    Current,
    Days1To30,
    Days31To60,
    Days61To90,
    Days91To120,
    Days121To150,
    Days151To180,
    Over180,
    Paid,
    WrittenOff,
}

/// <summary>The states between which a loan moves.</summary>
public static class LoanStates
{
    /// <summary>From current to the worst, in the order in which an unpaid loan sinks.</summary>
    public static IReadOnlyList<LoanState> Ladder { get; } =
    [.. Enum.GetValues<LoanState>().Where(s => s < LoanState.Paid)];

    /// <summary>The states past due, whose loans can be cured.</summary>
    public static IReadOnlyList<LoanState> Late { get; } =
    [.. Ladder.Where(s => s != LoanState.Current)];

    /// <summary>Where a cured loan is.</summary>
    public static IReadOnlyList<LoanState> Cured { get; } = [LoanState.Current, LoanState.Paid];

    /// <summary>The ends, which no loan leaves.</summary>
    public static IReadOnlyList<LoanState> Absorbing { get; } =
    [LoanState.Paid, LoanState.WrittenOff];

    /// <summary>The state at a day's end: written off before all else, then paid, then by days past due; null where these are unknown.</summary>
    public static LoanState? Of(int? daysPastDue, bool isPaid, bool isWrittenOff) =>
        isWrittenOff ? LoanState.WrittenOff
        : isPaid ? LoanState.Paid
        : daysPastDue is { } days ? (LoanState)AgingBuckets.Of(days)
        : null;

    /// <summary>A state as it is written: that of its aging bucket, paid, or written_off.</summary>
    public static string Label(LoanState state) =>
        state switch
        {
            LoanState.Paid => "paid",
            LoanState.WrittenOff => "written_off",
            _ => AgingBuckets.Label((AgingBucket)state),
        };
}
