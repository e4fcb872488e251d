namespace LoanAnalytics.Credit;

/// <summary>When the instalments of a loan fell due and when they were settled: how punctual it was up to any day.</summary>
/// <remarks>For loans of which no payment was taken back: then what is settled stays so, and the oldest instalments are settled first.</remarks>
/// <param name="falls">The days on which the instalments above 0 fell due, oldest first. This and what follows as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="contracted">The same by the contract.</param>
/// <param name="settled">The days on which the first of them were settled; those beyond are open, and so is one that is settled on no day that can be asked for.</param>
/// <param name="endedOn">The day on which the loan was repaid or written off; one that cannot be asked for while it runs.</param>
public sealed class PaymentCourse(int[] falls, int[] contracted, int[] settled, int endedOn)
{
    /// <summary>The course of dates.</summary>
    /// <param name="falls">The days on which the instalments above 0 fell due, oldest first.</param>
    /// <param name="contracted">The same by the contract; null where no due date was put off.</param>
    /// <param name="settled">The days on which the first of them were settled; those beyond are open.</param>
    /// <param name="endedOn">The day on which the loan was repaid or written off; null while it runs.</param>
    public PaymentCourse(
        IReadOnlyList<DateOnly> falls,
        IReadOnlyList<DateOnly>? contracted,
        IReadOnlyList<DateOnly> settled,
        DateOnly? endedOn = null
    )
        : this(
            Days(falls),
            Days(contracted ?? falls),
            Days(settled),
            endedOn?.DayNumber ?? int.MaxValue
        ) { }

    /// <summary>The behaviour up to the end of a day. What would have fallen due after the loan's end counts only where it was settled, and what
    /// is open is late up to it: who repays early has missed nothing.</summary>
    public PaymentBehaviour At(DateOnly day)
    {
        var (now, yearAgo) = (day.DayNumber, day.AddMonths(-12).DayNumber);
        var last = Math.Min(now, endedOn);
        int early = 0,
            late = 0,
            missed = 0,
            count = 0;
        long daysLate = 0,
            days = 0,
            byOrder = 0;
        int? most = null;
        for (var i = 0; i < falls.Length && falls[i] <= now; i++)
        {
            var isSettled = i < settled.Length && settled[i] <= now;
            if (!isSettled && falls[i] > last)
                break;
            var on = isSettled ? settled[i] : last;
            var off = on > falls[i] ? on - falls[i] : Math.Min(0, on - contracted[i]);
            count++;
            days += off;
            byOrder += (long)count * off;
            if (off < 0)
                early++;
            else if (off > 0)
            {
                late++;
                daysLate += off;
                if (!isSettled)
                    missed++;
            }
            if (!isSettled || on > yearAgo)
                most = Math.Max(most ?? 0, off);
        }
        return new(
            count,
            early,
            count - early - late,
            late,
            daysLate,
            most,
            missed,
            Slope(count, days, byOrder)
        );
    }

    /// <summary>Of the least squares over 1..n, in whole numbers, so that a trend of 0 is 0.</summary>
    private static double? Slope(long n, long days, long byOrder) =>
        n < 2 ? null : (12 * byOrder - 6 * (n + 1) * days) / ((double)n * (n * n - 1));

    private static int[] Days(IReadOnlyList<DateOnly> dates)
    {
        var days = new int[dates.Count];
        for (var i = 0; i < days.Length; i++)
            days[i] = dates[i].DayNumber;
        return days;
    }
}
