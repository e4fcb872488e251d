using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>The card of the published model, or of the one named: what it was made from, how good it is on loans that it did not learn from, how far the book has moved since,
/// and what it must not be used for.</summary>
internal sealed record GetRiskModel(Guid? Model) : IRequest<Answer<RiskModelCard>>;

/// <summary>A model card.</summary>
/// <param name="ModelId">Its id.</param>
/// <param name="DataVersion">Version of the data that it was made from.</param>
/// <param name="CreatedAt">When it was asked for, UTC.</param>
/// <param name="PublishedAt">When it was last published, UTC; null where it never was.</param>
/// <param name="PublishedBy">Who published it.</param>
/// <param name="PublishedAlgorithm">Which of its algorithms scores are made with; null where it never was published.</param>
/// <param name="IsPublished">It is the one that scores are made with now.</param>
/// <param name="Horizon">Months after the observation in which a default counts.</param>
/// <param name="Seed">Of all that is drawn.</param>
/// <param name="Features">What it may learn from.</param>
/// <param name="LeftOut">Features that the book has and that it may not learn from: gender, age and what sounds like a stand-in for them, unless they were asked for.</param>
/// <param name="Population">Which loans it learnt from, and which it was tested on.</param>
/// <param name="Scaling">How chances become points.</param>
/// <param name="Algorithms">Its algorithms side by side.</param>
/// <param name="Stability">How far the running loans lie from those that it learnt from, for each algorithm.</param>
/// <param name="Limits">What it cannot tell.</param>
/// <param name="MustNotBeUsedFor">What it must not be used for.</param>
public sealed record RiskModelCard(
    Guid ModelId,
    int DataVersion,
    DateTime CreatedAt,
    DateTime? PublishedAt,
    string? PublishedBy,
    [property: AllowedValues("scorecard", "lightgbm")] string? PublishedAlgorithm,
    bool IsPublished,
    int Horizon,
    int Seed,
    IReadOnlyList<string> Features,
    IReadOnlyList<string> LeftOut,
    RiskTest Population,
    ScoreScale Scaling,
    IReadOnlyList<AlgorithmCard> Algorithms,
    IReadOnlyList<ModelStability> Stability,
    IReadOnlyList<string> Limits,
    IReadOnlyList<string> MustNotBeUsedFor
);

/// <summary>How chances become points: score = offset + factor x ln((1 - chance) / chance).</summary>
/// <param name="BaseScore">Points at the base odds.</param>
/// <param name="BaseOdds">Good to one bad.</param>
/// <param name="PointsToDouble">Points more for twice the odds.</param>
/// <param name="Factor">Points for each natural logarithm of the odds.</param>
/// <param name="Offset">Points at odds of 1.</param>
public sealed record ScoreScale(
    double BaseScore,
    double BaseOdds,
    double PointsToDouble,
    double Factor,
    double Offset
);

/// <summary>How far the running loans lie from those that a model learnt from.</summary>
/// <param name="Algorithm">scorecard or lightgbm.</param>
/// <param name="DataVersion">Version of the running loans.</param>
/// <param name="Loans">Running loans.</param>
/// <param name="Scores">Of the scores, by tenths of the loans learnt from; null without a running loan.</param>
/// <param name="Features">Of each feature.</param>
public sealed record ModelStability(
    [property: AllowedValues("scorecard", "lightgbm")] string Algorithm,
    int DataVersion,
    long Loans,
    StabilityFigure? Scores,
    IReadOnlyList<FeatureStability> Features
);

/// <summary>A stability index: sum of (a - e) ln(a / e), a shares of the running loans, e of those learnt from.</summary>
/// <param name="Value">0 = as then.</param>
/// <param name="Band">stable below 0.1, moderate below 0.25, else significant: a rule of thumb only.</param>
public sealed record StabilityFigure(double Value, StabilityBand Band)
{
    internal static StabilityFigure? Of(long[] now, long[] learnt) =>
        StabilityIndex.Of(now, learnt) is { } index ? new(index.Value, index.Band) : null;
}

/// <summary>The stability of one feature.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Label">What a sentence calls it.</param>
/// <param name="Index">Over tenths of the loans learnt from, or over words; null without a running loan.</param>
public sealed record FeatureStability(string Feature, string Label, StabilityFigure? Index);

internal sealed class GetRiskModelHandler(LoanDb db)
    : IRequestHandler<GetRiskModel, Answer<RiskModelCard>>
{
    private static readonly string[] MustNot =
    [
        "To refuse or to price a loan by itself: it was made to find whom to help, and a person decides.",
        "For loans that are not like those it learnt from: products, branches or terms that were not there then.",
        "As a cause: it tells what goes with default, not what brings it about.",
        "To decide by gender, age or a stand-in for them: these serve to watch over it, at GET /api/v1/risk/fairness.",
        "For loss allowances or capital without validation by those who answer for them.",
    ];

    public async Task<Answer<RiskModelCard>> Handle(
        GetRiskModel request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var (version, record, report) = await db.RiskModelOf(request.Model, cancellationToken);
        var byHistory = report.Test.Basis == "history";
        var meta = new LoanFilter().MetaOf(version, DefaultDefinition.Count) with
        {
            RiskModel = record.ModelId,
        };
        var stability = new List<ModelStability>();
        foreach (var algorithm in report.Algorithms)
            stability.Add(await Stability(record, algorithm, cancellationToken));
        return new(
            meta,
            new(
                record.ModelId,
                record.DataVersion,
                record.CreatedAt,
                record.PublishedAt,
                record.PublishedBy,
                record.PublishedAlgorithm,
                record.ModelId == version.RiskModelId,
                record.Horizon,
                record.Seed,
                record.Features,
                [
                    .. RiskFeature
                        .Of(version.Attributes, byHistory)
                        .Select(f => f.Name)
                        .Except(record.Features),
                ],
                report.Test,
                new(600, 50, 20, RiskModelContent.Scaling.Factor, RiskModelContent.Scaling.Offset),
                [.. report.Algorithms.Select(a => a.Card)],
                stability,
                [.. Limits(report.Test, record)],
                MustNot
            )
        );
    }

    private async Task<ModelStability> Stability(
        RiskModel record,
        AlgorithmReport made,
        CancellationToken cancellationToken
    )
    {
        var content = await RiskModelContent.Of(
            db,
            record.ModelId,
            made.Card.Algorithm,
            cancellationToken
        );
        var drift =
            record.PublishedAlgorithm == made.Card.Algorithm
            && record.Drift?.Deserialize<RiskDrift>(JsonSerializerOptions.Web) is { } latest
                ? latest
                : made.Drift;
        return new(
            made.Card.Algorithm,
            drift.DataVersion,
            drift.Loans,
            StabilityFigure.Of(drift.Population.Scores, content.Learnt.Scores),
            [
                .. content.Learnt.Features.Select(
                    (f, i) =>
                        new FeatureStability(
                            f.Name,
                            RiskFeature.LabelOf(f.Name),
                            StabilityFigure.Of(drift.Population.Features[i].Counts, f.Counts)
                        )
                ),
            ]
        );
    }

    private static IEnumerable<string> Limits(RiskTest test, RiskModel record)
    {
        if (test.Basis == "status")
        {
            yield return "The book has too little repayment history: what is learnt is how loans ended, not what happens in the next months, and nothing that came after their start.";
            yield return "Young loans have had less time to end, so that those whose end is known are not like the others.";
        }
        if (test.Split == "folds")
            yield return "It was tested on loans of the same time as those that it learnt from, so that how it does on later ones is not known.";
        else
            yield return "It was tested on one later day; what began after the days that it learnt from, such as a worse vintage, it could not know.";
        yield return "Income, employment and the lender's own attributes are those of the data, taken to have been known on the day of observation.";
        if (record.Algorithms.Contains(RiskModelContent.TreesName))
        {
            if (test.Basis == "history")
                yield return "The trees also learn from loans that fell behind without default, each as the share of the loans that came as late that went on into default; level and spread of their chances are those of the defaults alone.";
            yield return "Points that the trees give to a feature are the moves on the loan's way from node to node, not Shapley values: they add up to the score, but what is asked for late on the way gets more than its due.";
        }
        if (test.Share < 1)
            yield return FormattableString.Invariant(
                $"It was made from a fixed share of {test.Share:0.###} of the loans."
            );
        if (record.Features.Any(f => f is "age" or "gender"))
            yield return "It was asked to learn from age or gender: what it may be used for is narrower still.";
    }
}
