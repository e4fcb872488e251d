using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>Makes models of the chance of default: a scorecard, gradient-boosted trees, or both side by side. They learn only from what was known on the day of observation.</summary>
/// <param name="Algorithm">scorecard: monotone bins, weights of evidence, logistic regression, points. lightgbm: gradient-boosted trees. both: each, tested on the same loans.</param>
/// <param name="Features">What may be learnt from, as GET /risk/features lists it; all but gender, age and what sounds like a stand-in for them if not given.</param>
/// <param name="Horizon">Months after the observation in which a default counts, 1 to 36; without repayment history the final status counts, whenever it came.</param>
/// <param name="Seed">The same seed on the same data gives the same model.</param>
public sealed record StartRiskModel(
    RiskAlgorithm Algorithm = RiskAlgorithm.Both,
    string[]? Features = null,
    int Horizon = 12,
    int Seed = 1
) : IRequest<RiskModelStatus>;

/// <summary>How a model of the chance of default is made.</summary>
public enum RiskAlgorithm
{
    Both,
    Scorecard,
    Lightgbm,
}

internal sealed class StartRiskModelValidator : AbstractValidator<StartRiskModel>
{
    private const int MostFeatures = 100;

    public StartRiskModelValidator()
    {
        RuleFor(s => s.Horizon).InclusiveBetween(1, 36).WithMessage("horizon is 1 to 36.");
        RuleFor(s => s.Features)
            .Must(f => f is null or { Length: > 0 and <= MostFeatures })
            .WithMessage($"features names 1 to {MostFeatures}.")
            .Must(f => f is null || f.Distinct().Count() == f.Length)
            .WithMessage("features names each once.");
    }
}

internal sealed class StartRiskModelHandler(LoanDb db, RiskModelRuns runs, TimeProvider clock)
    : IRequestHandler<StartRiskModel, RiskModelStatus>
{
    public async Task<RiskModelStatus> Handle(
        StartRiskModel request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var outcomes = (
            await db.QueryFile<RiskOutcomes>(nameof(RiskOutcomes), cancellationToken)
        ).Single();
        await snapshot.DisposeAsync();
        var bad = Math.Max(outcomes.Defaulted, outcomes.DatedDefaults);
        var good = outcomes.FullyPaid + outcomes.Open;
        if (Math.Min(bad, good) < RiskPlan.LeastOutcomes)
            throw RiskPlan.NotEnough(bad, good);
        var known = RiskFeature.Of(
            version.Attributes,
            RiskPlan.ByHistory(version, request.Horizon) is not null
        );
        foreach (var name in request.Features ?? [])
            if (known.All(f => f.Name != name))
                throw ProblemException.BadParameter(
                    "features",
                    $"{Nearest.Quoted(name)} is no feature of this book{Nearest.Hint(name, known.Select(f => f.Name))}; GET /api/v1/risk/features lists them."
                );
        var model = new RiskModel
        {
            ModelId = Guid.CreateVersion7(),
            DataVersion = version.Version,
            Algorithms =
            [
                .. request.Algorithm is RiskAlgorithm.Both or RiskAlgorithm.Scorecard
                    ? [RiskModelContent.ScorecardName]
                    : (string[])[],
                .. request.Algorithm is RiskAlgorithm.Both or RiskAlgorithm.Lightgbm
                    ? [RiskModelContent.TreesName]
                    : (string[])[],
            ],
            Features =
                request.Features ?? [.. known.Where(f => !f.IsSensitive).Select(f => f.Name)],
            Horizon = request.Horizon,
            Seed = request.Seed,
            State = "running",
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        await runs.Start(db, model, cancellationToken);
        return RiskModelStatus.Of(model, null, ("waiting", 0), null);
    }
}
