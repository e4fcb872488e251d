using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>The share of loans that have not defaulted by each age, running and repaid loans counted for as long as they were seen.</summary>
internal sealed record GetSurvival(LoanFilter Filter, string? By, DateOnly? AsOf)
    : IRequest<Answer<Survival>>;

/// <summary>Time to default, of all loans and of each group.</summary>
/// <param name="By">The dimension of the groups; null without one.</param>
/// <param name="Curves">The groups, or without a dimension the one curve of all loans.</param>
/// <param name="Total">All loans together.</param>
/// <param name="Rows">The steps of the curves, in the same order, youngest age first.</param>
public sealed record Survival(
    string? By,
    IReadOnlyList<SurvivalCurve> Curves,
    SurvivalCurve Total,
    IReadOnlyList<SurvivalRow> Rows
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows, ("group", By is null ? [] : [By]));
}

/// <summary>A curve in short.</summary>
/// <param name="Group">The group's value by dimension, as text that the filter of that name takes; empty for all loans.</param>
/// <param name="Loans">Loans observed.</param>
/// <param name="Defaulted">Of these, defaulted.</param>
/// <param name="LastMonthsOnBook">The highest age seen, beyond which nothing is known; null without a loan.</param>
/// <param name="MedianMonthsOnBook">First age by which half of the loans have defaulted; null where the curve stays above one half.</param>
/// <param name="UnknownLoans">Loans left out, because it is not known when they defaulted or were repaid.</param>
public sealed record SurvivalCurve(
    IReadOnlyDictionary<string, string> Group,
    long Loans,
    long Defaulted,
    int? LastMonthsOnBook,
    int? MedianMonthsOnBook,
    long UnknownLoans
);

/// <summary>An age at which loans of a group defaulted.</summary>
/// <param name="Group">As the curve's.</param>
/// <param name="MonthsOnBook">Age in calendar months.</param>
/// <param name="AtRisk">Loans seen to that age or longer without default before.</param>
/// <param name="Defaulted">Of these, defaulted at that age.</param>
/// <param name="Survival">Share without default beyond it, 0..1.</param>
/// <param name="DefaultedShare">Share in default by it, 1 - survival.</param>
/// <param name="StandardError">Greenwood's, of the survival; null once all at risk have defaulted.</param>
/// <param name="Low">Lower 95 % limit of the survival; null with the standard error.</param>
/// <param name="High">Upper 95 % limit of the survival; null with the standard error.</param>
public sealed record SurvivalRow(
    IReadOnlyDictionary<string, string> Group,
    int MonthsOnBook,
    long AtRisk,
    long Defaulted,
    double Survival,
    double DefaultedShare,
    double? StandardError,
    double? Low,
    double? High
);

/// <summary>A row of GetSurvival.sql.</summary>
internal sealed record SeenRow(
    string[] Keys,
    bool IsKnown,
    int? MonthsOnBook,
    bool IsEvent,
    long Loans
);

internal sealed class GetSurvivalValidator : AbstractValidator<GetSurvival>
{
    public GetSurvivalValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        When(q => q.By is not null, () => RuleFor(q => q.By!).AreDimensions());
    }
}

internal sealed class GetSurvivalHandler(HistoryReader history)
    : IRequestHandler<GetSurvival, Answer<Survival>>
{
    public async Task<Answer<Survival>> Handle(
        GetSurvival request,
        CancellationToken cancellationToken
    )
    {
        Grouping[] by = request.By is null ? [] : [Grouping.Parse(request.By)!];
        await using var asked = await history.Open(
            request.Filter,
            request.AsOf,
            HistoryNeed.Dates,
            cancellationToken
        );
        var rows = await asked.Grouped<SeenRow>(
            by.Length == 0 && asked.IsTotalled ? "SurvivalTotals" : nameof(GetSurvival),
            by,
            cancellationToken
        );
        var total = GroupSurvival.Of(by.Label(null), rows);
        GroupSurvival[] groups = request.By is null
            ? [total]
            :
            [
                .. rows.GroupBy(r => r.Keys[0])
                    .OrderBy(g => g.Key, new GroupOrder(asked.Version))
                    .Select(g => GroupSurvival.Of(by.Label(g.Key), g)),
            ];
        return new(
            asked.Meta,
            new(
                request.By,
                [.. groups.Select(g => g.Curve)],
                total.Curve,
                [.. groups.SelectMany(g => g.Rows)]
            )
        );
    }
}

/// <summary>The curve of one group.</summary>
internal sealed record GroupSurvival(SurvivalCurve Curve, IEnumerable<SurvivalRow> Rows)
{
    public static GroupSurvival Of(
        IReadOnlyDictionary<string, string> group,
        IEnumerable<SeenRow> seen
    )
    {
        var rows = seen.ToArray();
        var curve = KaplanMeier.Of(
            rows.Where(r => r.IsKnown)
                .Select(r => new SurvivalCount(
                    r.MonthsOnBook!.Value,
                    r.IsEvent ? r.Loans : 0,
                    r.IsEvent ? 0 : r.Loans
                ))
        );
        return new(
            new(
                group,
                curve.Loans,
                curve.Events,
                curve.LastTime,
                curve.MedianTime,
                rows.Where(r => !r.IsKnown).Sum(r => r.Loans)
            ),
            curve.Steps.Select(s => new SurvivalRow(
                group,
                s.Time,
                s.AtRisk,
                s.Events,
                s.Survival,
                1 - s.Survival,
                s.StandardError,
                s.Low,
                s.High
            ))
        );
    }
}
