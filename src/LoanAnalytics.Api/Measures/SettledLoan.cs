using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Measures;

/// <summary>A row of SettledCourses.sql: a loan with the days on which its instalments fell due and were settled.</summary>
/// <param name="Falls">Null without a schedule.</param>
/// <param name="Due">The sums due up to each, where some fall due without an amount; else null.</param>
internal sealed record SettledLoan(
    string[] Keys,
    DateOnly StartDate,
    DateOnly? EndedOn,
    DateOnly[]? Falls,
    DateOnly[]? Contracted,
    DateOnly[]? SettledOn,
    long[]? Due
)
{
    /// <summary>Its course; null without a schedule.</summary>
    public PaymentCourse? Course =>
        Falls is null
            ? null
            : new(
                AboveNothing(Falls),
                Contracted is null ? null : AboveNothing(Contracted),
                SettledOn ?? [],
                EndedOn
            );

    private DateOnly[] AboveNothing(DateOnly[] dates) =>
        Due is null ? dates : [.. dates.Where((_, i) => Due[i] > (i == 0 ? 0 : Due[i - 1]))];
}
