namespace LoanAnalytics.Api.Measures;

/// <summary>How loans ended, and with which others they are compared.</summary>
/// <param name="Word">defaulted (written off among them) or fully_paid.</param>
/// <param name="Definition">resolved: loans whose end is known, so that open ones are on neither side. count: all others. booked: all others that are not merely approved.</param>
internal sealed record LoanOutcome(string Word, DefaultDefinition Definition)
{
    public const string Defaulted = "defaulted";
    public const string FullyPaid = "fully_paid";

    /// <summary>Closed vocabulary of outcomes.</summary>
    public static readonly string[] Words = [Defaulted, FullyPaid];

    /// <summary>The statuses that stand on one side or the other.</summary>
    public string[] Statuses => [.. LoanFilter.Statuses.Where(s => Has(s) is not null)];

    /// <summary>A loan of this status has the outcome, or is one of the others; null where it is on neither side.</summary>
    public bool? Has(string status)
    {
        var isBad = status is "defaulted" or "written_off";
        var isPaid = status is "fully_paid";
        if (Word == FullyPaid ? isPaid : isBad)
            return true;
        return Definition switch
        {
            DefaultDefinition.Resolved => isBad || isPaid ? false : null,
            DefaultDefinition.Booked => status == "approved" ? null : false,
            _ => false,
        };
    }
}
