using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Measures;

/// <summary>How lateness is counted from instalments and payments, as the portfolio's profile states it: lenders differ, so a figure on
/// lateness means something only beside it.</summary>
/// <param name="Rule">oldestUnpaid: strict, from the due date of the oldest instalment that is not settled. rolling: from the due date with which the loan fell behind, until nothing is overdue.</param>
/// <param name="GraceDays">Days after the due date in which a loan is not yet past due; once they are over, the count includes them.</param>
/// <param name="RestDays">Days of the week on which nothing falls due: an instalment of such a day falls due on the next working day.</param>
/// <param name="Holidays">Dates on which nothing falls due either.</param>
/// <param name="Tolerance">A shortfall of the whole loan up to this amount of money does not make it late.</param>
public sealed record StatedPolicy(
    DaysPastDueRule Rule,
    int GraceDays,
    IReadOnlyList<DayOfWeek> RestDays,
    IReadOnlyList<DateOnly> Holidays,
    decimal Tolerance
)
{
    internal static StatedPolicy Of(DelinquencyPolicy policy) =>
        new(
            policy.Rule,
            policy.GraceDays,
            [.. policy.RestDays.Order()],
            [.. policy.Holidays.Order()],
            policy.Tolerance
        );
}
