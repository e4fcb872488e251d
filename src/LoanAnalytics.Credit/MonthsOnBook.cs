namespace LoanAnalytics.Credit;

/// <summary>The age of a loan in months, counted in two ways that must not be mixed.</summary>
public static class MonthsOnBook
{
    /// <summary>Calendar months from the month of disbursement to that of a day: 31 January to 1 February is 1. Below 0 before it.</summary>
    /// <remarks>12 x (year - year) + (month - month). All loans of a month are of one age, which is what a vintage needs.</remarks>
    public static int At(DateOnly disbursedOn, DateOnly on) =>
        12 * (on.Year - disbursedOn.Year) + on.Month - disbursedOn.Month;

    /// <summary>Whole months gone since a start: the largest k with start + k months on or before the day; 0 before the start. A month added to
    /// the 31st ends on the last day of a shorter month, so 31 January to 29 February is 1.</summary>
    public static int Whole(DateOnly start, DateOnly on)
    {
        var months = At(start, on);
        return Math.Max(0, start.AddMonths(months) > on ? months - 1 : months);
    }
}
