using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>A row of SettledCourses.sql: a loan with the days on which its instalments fell due and were settled; Falls is null without a schedule.</summary>
internal sealed record SettledLoan(
    string[] Keys,
    DateOnly StartDate,
    DateOnly? EndedOn,
    DateOnly[]? Falls,
    DateOnly[]? Contracted,
    DateOnly[]? SettledOn
)
{
    /// <summary>How punctually the loans of each group had paid up to a day.</summary>
    public static async Task<List<GroupBehaviour>> Sum(
        IAsyncEnumerable<SettledLoan> loans,
        DateOnly day
    )
    {
        var groups = new Dictionary<string, (string[] Keys, BehaviourSum Known)>();
        var unknown = new Dictionary<string, long>();
        await foreach (var loan in loans)
        {
            var name = string.Join('\n', loan.Keys);
            if (!groups.TryGetValue(name, out var group))
                groups.Add(name, group = (loan.Keys, new()));
            if (loan.Falls is { } falls)
                group.Known.Add(
                    new PaymentCourse(
                        falls,
                        loan.Contracted,
                        loan.SettledOn ?? [],
                        loan.EndedOn
                    ).At(day)
                );
            else
                unknown[name] = unknown.GetValueOrDefault(name) + 1;
        }
        return
        [
            .. groups.Select(g => new GroupBehaviour(
                g.Value.Keys,
                unknown.GetValueOrDefault(g.Key),
                g.Value.Known.Total
            )),
        ];
    }
}
