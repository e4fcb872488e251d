using System.Globalization;
using System.Text.RegularExpressions;
using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Portfolio;

/// <summary>Why the default rate of one period's originations differs from another's: the groups' own rates, or their shares.</summary>
internal sealed record GetPortfolioChange(
    LoanFilter Filter,
    string? By,
    string? From,
    string? To,
    DefaultDefinition Definition
) : IRequest<Answer<PortfolioChange>>;

/// <summary>The change of the default rate between two periods of origination, split by group without residual.</summary>
/// <param name="By">The dimension of the groups.</param>
/// <param name="From">Period before: 2022, 2022-Q2 or 2022-05.</param>
/// <param name="To">Period after, of the same length.</param>
/// <param name="Rows">Each group's part; the effects of all groups add up to the total's.</param>
/// <param name="Total">The whole change.</param>
public sealed record PortfolioChange(
    string By,
    string From,
    string To,
    IReadOnlyList<GroupChange> Rows,
    ChangeTotal Total
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows, ("group", [By]));
}

/// <summary>A group's part in the change.</summary>
/// <param name="Group">The group's value by dimension, as text that the filter of that name takes.</param>
/// <param name="From">The group among the loans of the period before.</param>
/// <param name="To">The group among the loans of the period after.</param>
/// <param name="RateEffect">Mean of the two shares x change of the group's rate; null where the change cannot be split.</param>
/// <param name="MixEffect">Mean of the two rates x change of the group's share; all of it for a group absent from one period.</param>
public sealed record GroupChange(
    IReadOnlyDictionary<string, string> Group,
    ChangeSide From,
    ChangeSide To,
    double? RateEffect,
    double? MixEffect
);

/// <summary>The whole change: rate effect + mix effect = change, a difference of rates.</summary>
/// <param name="Change">Rate after less rate before; null where one of the periods has no rate.</param>
/// <param name="RateEffect">What the groups' own rates changed.</param>
/// <param name="MixEffect">What the groups' shares changed.</param>
public sealed record ChangeTotal(
    ChangeSide From,
    ChangeSide To,
    double? Change,
    double? RateEffect,
    double? MixEffect
);

/// <summary>A year, quarter or month of origination.</summary>
internal sealed partial record OriginationPeriod(Dimension Kind, DateOnly First, DateOnly Last)
{
    public static OriginationPeriod? Parse(string? text)
    {
        var match = Shape().Match(text ?? "");
        if (!match.Success)
            return null;
        var year = Number(match.Groups["year"]);
        if (match.Groups["month"] is { Success: true } m)
            return Of(Dimension.StartMonth, new(year, Number(m), 1), 1);
        return match.Groups["quarter"] is { Success: true } q
            ? Of(Dimension.StartQuarter, new(year, Number(q) * 3 - 2, 1), 3)
            : Of(Dimension.StartYear, new(year, 1, 1), 12);

        static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);
        static OriginationPeriod Of(Dimension kind, DateOnly first, int months) =>
            new(kind, first, first.AddMonths(months).AddDays(-1));
    }

    [GeneratedRegex("^(?<year>(19|2[01])[0-9]{2})(-Q(?<quarter>[1-4])|-(?<month>0[1-9]|1[0-2]))?$")]
    private static partial Regex Shape();
}

internal sealed class GetPortfolioChangeValidator : AbstractValidator<GetPortfolioChange>
{
    public GetPortfolioChangeValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.By ?? "").AreDimensions();
        RuleFor(q => q.From)
            .Must(IsPeriod)
            .WithMessage("from is a period such as 2022, 2022-Q2 or 2022-05.");
        RuleFor(q => q.To)
            .Must(IsPeriod)
            .WithMessage("to is a period such as 2022, 2022-Q2 or 2022-05.")
            .Must((q, to) => to?.Length == q.From?.Length)
            .When(q => IsPeriod(q.From) && IsPeriod(q.To), ApplyConditionTo.CurrentValidator)
            .WithMessage("from and to are periods of the same length.");

        static bool IsPeriod(string? text) => OriginationPeriod.Parse(text) is not null;
    }
}

internal sealed class GetPortfolioChangeHandler(MeasuresReader measures)
    : IRequestHandler<GetPortfolioChange, Answer<PortfolioChange>>
{
    public async Task<Answer<PortfolioChange>> Handle(
        GetPortfolioChange request,
        CancellationToken cancellationToken
    )
    {
        var (from, to) = (request.From!, request.To!);
        var by = Grouping.Parse(request.By!)!;
        var measured = await measures.Read(Question(request, by), cancellationToken);
        var split = RateSplit.Of(
            Side(measured, from, request.Definition),
            Side(measured, to, request.Definition),
            new GroupOrder(measured.Version)
        );
        var rows = split.Keys.Select(
            (k, i) =>
                new GroupChange(
                    new Dictionary<string, string> { [by.Name] = k },
                    split.Before.Of(k),
                    split.After.Of(k),
                    split.Effects?.Segments[i].RateEffect,
                    split.Effects?.Segments[i].MixEffect
                )
        );
        var total = new ChangeTotal(
            split.Before.Total,
            split.After.Total,
            split.Change,
            split.Effects?.RateEffect,
            split.Effects?.MixEffect
        );
        return new(
            request.Filter.MetaOf(measured.Version, request.Definition),
            new(by.Name, from, to, [.. rows], total)
        );
    }

    /// <summary>Groups by dimension and period; the dates only spare the database the loans of other periods.</summary>
    private static MeasuresQuestion Question(GetPortfolioChange request, Grouping by)
    {
        var from = OriginationPeriod.Parse(request.From)!;
        var to = OriginationPeriod.Parse(request.To)!;
        var first = from.First < to.First ? from.First : to.First;
        var last = from.Last > to.Last ? from.Last : to.Last;
        var filter = request.Filter;
        return new(
            filter with
            {
                StartedFrom = filter.StartedFrom > first ? filter.StartedFrom : first,
                StartedTo = filter.StartedTo < last ? filter.StartedTo : last,
            },
            [by, Grouping.Of(from.Kind)],
            request.Definition
        );
    }

    private static RateSide Side(Measured measured, string period, DefaultDefinition definition) =>
        RateSide.Of(
            [.. measured.Groups.Where(g => g.Keys[1] == period)],
            definition,
            measured.Prior
        );
}
