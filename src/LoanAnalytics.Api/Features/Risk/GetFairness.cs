using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>How the model and the watch list treat men and women, young and old: what they must not decide by, and are watched for.</summary>
/// <param name="Model">A finished model; the published one if not given.</param>
/// <param name="FlaggedPercent">Of the score: the riskiest 5, 10, 20, 30 or 50 % of the loans count as flagged.</param>
/// <param name="Capacity">Of the watch list: so many customers are on it.</param>
internal sealed record GetFairness(Guid? Model, int FlaggedPercent, int Capacity)
    : IRequest<Answer<Fairness>>;

/// <summary>Fairness by gender and age band. Every figure is an indicator, and no finding of law.</summary>
/// <param name="ModelId">The model; null where none is published or named.</param>
/// <param name="Algorithm">The algorithm that is published, or the model's first; null without a model.</param>
/// <param name="FlaggedPercent">Of the score: the riskiest so many percent of the test loans are flagged.</param>
/// <param name="Capacity">Of the watch list: so many customers are on it.</param>
/// <param name="WatchListDay">The past day on which the watch list is judged by what came of it; null where there is no history.</param>
/// <param name="Note">Without a model: why only the watch list of today is judged; else null.</param>
/// <param name="Groups">The groups, for the score and for the watch list.</param>
public sealed record Fairness(
    Guid? ModelId,
    string? Algorithm,
    int FlaggedPercent,
    int Capacity,
    DateOnly? WatchListDay,
    string? Note,
    IReadOnlyList<FairnessGroup> Groups
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Groups);
}

/// <summary>A group.</summary>
/// <param name="Decision">score: to be taken for safe, on the loans that the model was tested on. watchList: to be helped, on the past day. watchListToday: to be helped now, of which nobody knows yet what comes, so that all but the selection is of 0.</param>
/// <param name="By">gender or ageBand.</param>
/// <param name="Group">The group, as the filter of that name takes it.</param>
/// <param name="Selection">Selected / all: taken for safe, or on the list. Of a list all are customers with running loans.</param>
/// <param name="ImpactRatio">Selection rate / the highest of the groups; null without anyone.</param>
/// <param name="ImpactLow">Lower end of its 95 % interval; null for the group of the highest rate.</param>
/// <param name="ImpactHigh">Upper end.</param>
/// <param name="IsReference">It is the group of the highest rate.</param>
/// <param name="IsBelowFourFifths">The ratio is below 0.8: an indicator only, no finding of law.</param>
/// <param name="FalsePositive">Did not default and is flagged as risky (or listed) / did not default.</param>
/// <param name="FalseNegative">Defaulted and is not flagged / defaulted.</param>
/// <param name="Observed">Defaulted / all.</param>
/// <param name="MeanProbability">Mean chance of default; null for the watch list.</param>
/// <param name="Calibration">Mean chance - observed rate: positive = thought riskier than it was.</param>
/// <param name="IsCalibrated">The mean chance lies within the interval of the observed rate.</param>
/// <param name="IsThin">Too few for the figures to say much: fewer than five expected on some side.</param>
public sealed record FairnessGroup(
    [property: System.ComponentModel.DataAnnotations.AllowedValues(
        "score",
        "watchList",
        "watchListToday"
    )]
        string Decision,
    [property: System.ComponentModel.DataAnnotations.AllowedValues("gender", "ageBand")] string By,
    string Group,
    Proportion Selection,
    double? ImpactRatio,
    double? ImpactLow,
    double? ImpactHigh,
    bool IsReference,
    bool IsBelowFourFifths,
    Proportion FalsePositive,
    Proportion FalseNegative,
    Proportion Observed,
    double? MeanProbability,
    double? Calibration,
    bool? IsCalibrated,
    bool IsThin
);

/// <summary>A row of GetFairness.sql.</summary>
internal sealed record ListedGroup(string By, string Group, long Customers, long Listed);

internal sealed class GetFairnessValidator : AbstractValidator<GetFairness>
{
    public GetFairnessValidator()
    {
        RuleFor(q => q.FlaggedPercent)
            .Must(p => RiskGroups.Shares.Contains(p / 100.0))
            .WithMessage("flaggedPercent is 5, 10, 20, 30 or 50.");
        RuleFor(q => q.Capacity)
            .InclusiveBetween(1, RiskBackTest.LongestList)
            .WithMessage($"capacity is 1 to {RiskBackTest.LongestList}.");
    }
}

internal sealed class GetFairnessHandler(LoanDb db, IConfiguration configuration)
    : IRequestHandler<GetFairness, Answer<Fairness>>
{
    private const string WithoutModel =
        "No model is published, so there is no score to judge and no ranking of a past day. The watch list, which early warnings make, is judged by whom it names today.";

    public async Task<Answer<Fairness>> Handle(
        GetFairness request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var id = request.Model ?? version.RiskModelId;
        var algorithm = id is null ? null : await Judged(id, cancellationToken);
        var order = new GroupOrder(version);
        var day = algorithm?.BackTests.Count > 0 ? algorithm.BackTests[0] : null;
        var listed = await Listed(version, request.Capacity, cancellationToken);
        var groups = (algorithm?.Groups ?? [])
            .GroupBy(g => g.By)
            .SelectMany(g =>
                OfScore([.. g.OrderBy(x => x.Group, order)], request.FlaggedPercent / 100.0)
            )
            .Concat(
                (day?.Groups ?? [])
                    .GroupBy(g => g.By)
                    .SelectMany(g => OfList([.. g.OrderBy(x => x.Group, order)], request.Capacity))
            )
            .Concat(
                listed
                    .GroupBy(g => g.By)
                    .OrderByDescending(g => g.Key, StringComparer.Ordinal)
                    .SelectMany(g => OfToday([.. g.OrderBy(x => x.Group, order)]))
            );
        return new(
            new LoanFilter().MetaOf(version, DefaultDefinition.Count) with
            {
                RiskModel = id,
            },
            new(
                id,
                algorithm?.Card.Algorithm,
                request.FlaggedPercent,
                request.Capacity,
                day?.Day,
                id is null ? WithoutModel : null,
                [.. groups]
            )
        );
    }

    /// <summary>The algorithm that is published, or the model's first.</summary>
    private async Task<AlgorithmReport> Judged(Guid? model, CancellationToken cancellationToken)
    {
        var (_, record, report) = await db.RiskModelOf(model, cancellationToken);
        return report.Algorithms.SingleOrDefault(a => a.Card.Algorithm == record.PublishedAlgorithm)
            ?? report.Algorithms[0];
    }

    /// <summary>The whole book's list of today, closed cases among them, so that what people did since does not change it.</summary>
    private async Task<IReadOnlyList<ListedGroup>> Listed(
        DataVersion version,
        int capacity,
        CancellationToken cancellationToken
    )
    {
        var assumption = await RiskAssumption.Of(db, configuration, null, null, cancellationToken);
        return await db.QueryFile<ListedGroup>(
            nameof(GetFairness),
            cancellationToken,
            [
                .. new LoanFilter().Parameters(),
                .. assumption.Parameters(withClosed: true),
                new("by_model", NpgsqlDbType.Boolean) { Value = version.RiskModelId is not null },
                new("capacity", NpgsqlDbType.Integer) { Value = capacity },
            ]
        );
    }

    private static IEnumerable<FairnessGroup> OfToday(IReadOnlyList<ListedGroup> groups) =>
        groups.Zip(
            GroupFairness.BeforeOutcomes([.. groups.Select(g => (g.Listed, g.Customers))]),
            (g, f) => Told("watchListToday", g.By, g.Group, f)
        );

    private static IEnumerable<FairnessGroup> OfScore(
        IReadOnlyList<GroupedTest> groups,
        double share
    ) =>
        groups.Zip(
            GroupFairness.Of(
                [
                    .. groups.Select(g =>
                    {
                        var flagged = g.Flagged.Single(f => f.Share == share);
                        return new GroupCounts(
                            (flagged.Good, flagged.Bad),
                            (g.Rows - g.Bad - flagged.Good, g.Bad - flagged.Bad),
                            g.SumPd
                        );
                    }),
                ],
                flaggedAreSelected: false
            ),
            (g, f) => Told("score", g.By, g.Group, f)
        );

    private static IEnumerable<FairnessGroup> OfList(
        IReadOnlyList<RankedGroup> groups,
        int capacity
    ) =>
        groups.Zip(
            GroupFairness.Of(
                [
                    .. groups.Select(g =>
                    {
                        var good = g.GoodPlaces.LongCount(p => p <= capacity);
                        var bad = g.BadPlaces.LongCount(p => p <= capacity);
                        return new GroupCounts(
                            (good, bad),
                            (g.All - g.Bad - good, g.Bad - bad),
                            null
                        );
                    }),
                ],
                flaggedAreSelected: true
            ),
            (g, f) => Told("watchList", g.By, g.Group, f)
        );

    private static FairnessGroup Told(string decision, string by, string group, GroupFairness f) =>
        new(
            decision,
            by,
            group,
            f.Impact.Selection,
            f.Impact.Ratio,
            f.Impact.Low,
            f.Impact.High,
            f.Impact.IsReference,
            f.Impact.BelowFourFifths,
            f.FalsePositive,
            f.FalseNegative,
            f.Observed,
            f.MeanPd,
            f.Calibration,
            f.Calibrated,
            f.Thin
        );
}
