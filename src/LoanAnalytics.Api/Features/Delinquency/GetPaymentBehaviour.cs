using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>How punctually what fell due was paid: early, on time or late, by how much, and whether it gets worse.</summary>
internal sealed record GetPaymentBehaviour(LoanFilter Filter, string? By, DateOnly? AsOf)
    : IRequest<Answer<Punctuality>>;

/// <summary>Payment behaviour of each group and of all loans.</summary>
/// <param name="By">The dimension of the groups; null without one.</param>
/// <param name="Rows">The groups, or without a dimension the one row of all loans.</param>
/// <param name="Total">All loans together.</param>
public sealed record Punctuality(
    string? By,
    IReadOnlyList<PunctualityGroup> Rows,
    PunctualityGroup Total
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows, ("group", By is null ? [] : [By]));
}

/// <summary>How punctually the loans of a group paid.</summary>
/// <param name="Group">The group's value by dimension, as text that the filter of that name takes; empty for all loans.</param>
/// <param name="Loans">Loans of which an instalment has fallen due.</param>
/// <param name="InstalmentsDue">Their instalments above 0 that have fallen due.</param>
/// <param name="Early">Of these, settled before the due date.</param>
/// <param name="OnTime">Settled on it, or due on the day of the answer and unpaid.</param>
/// <param name="Late">Settled after it, or unpaid after it.</param>
/// <param name="ShareEarly">Early / instalments due, a fraction 0..1; null where nothing has fallen due.</param>
/// <param name="ShareOnTime">On time / instalments due.</param>
/// <param name="ShareLate">Late / instalments due.</param>
/// <param name="AverageDaysLate">Mean of the days from due date to settlement, or to the day of the answer or the loan's end while unpaid, early and punctual ones counted as 0; null where nothing has fallen due.</param>
/// <param name="MaxDaysLate12m">The most of these days of an instalment settled in the last twelve months or unpaid; null where there is none.</param>
/// <param name="MissedInstalments">Instalments due before the day of the answer, or before the loan's end, and not settled.</param>
/// <param name="Trend">Whether loans pay later and later.</param>
/// <param name="Punctual">Loans without a late instalment.</param>
/// <param name="SometimesLate">Loans with a late instalment, but no more than half of them.</param>
/// <param name="MostlyLate">Loans with more than half of their instalments late.</param>
/// <param name="NothingDueLoans">Loans of which nothing has fallen due yet; they are in no other figure.</param>
/// <param name="UnknownLoans">Loans without a schedule, left out.</param>
public sealed record PunctualityGroup(
    IReadOnlyDictionary<string, string> Group,
    long Loans,
    long InstalmentsDue,
    long Early,
    long OnTime,
    long Late,
    double? ShareEarly,
    double? ShareOnTime,
    double? ShareLate,
    double? AverageDaysLate,
    int? MaxDaysLate12m,
    long MissedInstalments,
    PunctualityTrend Trend,
    LoanShare Punctual,
    LoanShare SometimesLate,
    LoanShare MostlyLate,
    long NothingDueLoans,
    long UnknownLoans
);

/// <summary>The trend of the loans of a group.</summary>
/// <param name="Loans">Loans with at least two instalments due, which have a trend.</param>
/// <param name="AverageDaysPerInstalment">Mean over these loans of the least-squares slope of the days on the order of the instalments: above 0 each is paid later than the one before; null without such a loan.</param>
/// <param name="Worsening">Loans with a slope above 0.</param>
/// <param name="Improving">Loans with a slope below 0.</param>
public sealed record PunctualityTrend(
    long Loans,
    double? AverageDaysPerInstalment,
    long Worsening,
    long Improving
);

/// <summary>A row of PaymentBehaviourSums.sql.</summary>
internal sealed record BehaviourRow(
    string[] Keys,
    long UnknownLoans,
    long Loans,
    long NothingDueLoans,
    long InstalmentsDue,
    long Early,
    long OnTime,
    long Late,
    long DaysLate,
    int? MaxDaysLate,
    long MissedInstalments,
    long TrendLoans,
    double TrendDays,
    long Worsening,
    long Improving,
    long Punctual,
    long SometimesLate,
    long MostlyLate
)
{
    public GroupBehaviour Group =>
        new(
            Keys,
            UnknownLoans,
            new(
                Loans,
                NothingDueLoans,
                InstalmentsDue,
                Early,
                OnTime,
                Late,
                DaysLate,
                MaxDaysLate,
                MissedInstalments,
                TrendLoans,
                TrendDays,
                Worsening,
                Improving,
                Punctual,
                SometimesLate,
                MostlyLate
            )
        );
}

/// <summary>A part of a group.</summary>
internal sealed record GroupBehaviour(string[] Keys, long UnknownLoans, PooledBehaviour Pool);

internal sealed class GetPaymentBehaviourValidator : AbstractValidator<GetPaymentBehaviour>
{
    public GetPaymentBehaviourValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        When(q => q.By is not null, () => RuleFor(q => q.By!).AreDimensions());
    }
}

internal sealed class GetPaymentBehaviourHandler(HistoryReader history)
    : IRequestHandler<GetPaymentBehaviour, Answer<Punctuality>>
{
    public async Task<Answer<Punctuality>> Handle(
        GetPaymentBehaviour request,
        CancellationToken cancellationToken
    )
    {
        Grouping[] by = request.By is null ? [] : [Grouping.Parse(request.By)!];
        await using var asked = await history.Open(
            request.Filter,
            request.AsOf,
            HistoryNeed.Payments,
            cancellationToken
        );
        var rows = await Parts(asked, by, cancellationToken);
        var total = Group(by.Label(null), rows);
        PunctualityGroup[] groups = request.By is null
            ? [total]
            :
            [
                .. rows.GroupBy(r => r.Keys[0])
                    .OrderBy(g => g.Key, new GroupOrder(asked.Version))
                    .Select(g => Group(by.Label(g.Key), g)),
            ];
        return new(asked.Meta, new(request.By, groups, total));
    }

    /// <summary>All loans at a month's end as added up, the date of the data from standings, an earlier day from the loans' courses.</summary>
    private static async Task<List<GroupBehaviour>> Parts(
        History asked,
        Grouping[] by,
        CancellationToken cancellationToken
    )
    {
        var isTotalled = by.Length == 0 && asked.IsTotalled;
        if (asked.IsPart)
            await asked.Alone(cancellationToken);
        if (asked.IsNow && !isTotalled)
            return (
                await asked.Grouped<BehaviourRow>(
                    nameof(GetPaymentBehaviour),
                    by,
                    cancellationToken
                )
            ).ConvertAll(r => r.Group);
        var parts = isTotalled
            ? (
                await asked.Grouped<BehaviourRow>("BehaviourTotals", by, cancellationToken)
            ).ConvertAll(r => r.Group)
            : await Sum(asked, by, cancellationToken);
        var apart = await asked.Grouped<TakenBackLoan>("PaymentsTakenBack", by, cancellationToken);
        var policy = asked.Version.DelinquencyPolicy;
        parts.AddRange(
            apart.Select(l => new GroupBehaviour(
                l.Keys,
                0,
                PooledBehaviour.Of(l.Behaviour(asked.AsOf, policy))
            ))
        );
        return parts;
    }

    /// <summary>How punctually the loans of each group had paid up to a day.</summary>
    private static async Task<List<GroupBehaviour>> Sum(
        History asked,
        Grouping[] by,
        CancellationToken cancellationToken
    )
    {
        var groups = new Dictionary<string, (string[] Keys, BehaviourSum Known)>();
        var unknown = new Dictionary<string, long>();
        await asked.Read(
            "GetPaymentBehaviourAt",
            by,
            row =>
            {
                var loan = SettledLoan.Of(row);
                var name = string.Join('\n', loan.Keys);
                if (!groups.TryGetValue(name, out var group))
                    groups.Add(name, group = (loan.Keys, new()));
                if (loan.Course is { } course)
                    group.Known.Add(course.At(asked.AsOf));
                else
                    unknown[name] = unknown.GetValueOrDefault(name) + 1;
            },
            cancellationToken
        );
        return
        [
            .. groups.Select(g => new GroupBehaviour(
                g.Value.Keys,
                unknown.GetValueOrDefault(g.Key),
                g.Value.Known.Total
            )),
        ];
    }

    private static PunctualityGroup Group(
        IReadOnlyDictionary<string, string> group,
        IEnumerable<GroupBehaviour> rows
    )
    {
        var pool = PooledBehaviour.Sum(rows.Select(r => r.Pool));
        return new(
            group,
            pool.Loans,
            pool.InstalmentsDue,
            pool.Early,
            pool.OnTime,
            pool.Late,
            pool.ShareEarly,
            pool.ShareOnTime,
            pool.ShareLate,
            pool.AverageDaysLate,
            pool.MaxDaysLate12m,
            pool.MissedInstalments,
            new(pool.TrendLoans, pool.AverageTrend, pool.Worsening, pool.Improving),
            new(pool.Punctual, pool.SharePunctual),
            new(pool.SometimesLate, pool.ShareSometimesLate),
            new(pool.MostlyLate, pool.ShareMostlyLate),
            pool.NothingDueLoans,
            rows.Sum(r => r.UnknownLoans)
        );
    }
}
