using System.ComponentModel.DataAnnotations;
using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>Makes a finished model the one that running loans are scored with: scores, riskBand and the watch list rest on it from then on. One that is no better
/// than the base rate is refused. An earlier one can be published again.</summary>
internal sealed record PublishRiskModel(Guid Id, RiskPublication Body) : IRequest<RiskModelStatus>;

/// <summary>Who publishes which of a model's algorithms.</summary>
/// <param name="Publisher">Who answers for it, 1 to 100 characters.</param>
/// <param name="Algorithm">scorecard or lightgbm; the scorecard if not given, where the model has one.</param>
public sealed record RiskPublication(
    string Publisher,
    [property: AllowedValues("scorecard", "lightgbm")] string? Algorithm = null
);

internal sealed class PublishRiskModelValidator : AbstractValidator<PublishRiskModel>
{
    public PublishRiskModelValidator()
    {
        RuleFor(r => r.Body.Publisher)
            .Must(p => p is { Length: <= 100 } && p.Trim().Length > 0 && !p.Any(char.IsControl))
            .OverridePropertyName("publisher")
            .WithMessage("publisher is 1 to 100 characters, none of them a control character.");
        RuleFor(r => r.Body.Algorithm)
            .Must(a => a is null or RiskModelContent.ScorecardName or RiskModelContent.TreesName)
            .OverridePropertyName("algorithm")
            .WithMessage("algorithm is scorecard or lightgbm.");
    }
}

internal sealed class PublishRiskModelHandler(LoanDb db, TimeProvider clock)
    : IRequestHandler<PublishRiskModel, RiskModelStatus>
{
    public async Task<RiskModelStatus> Handle(
        PublishRiskModel request,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await db.PublishAlone("An import, a segmentation or another model", cancellationToken);
        var record =
            await db.RiskModels.SingleOrDefaultAsync(
                m => m.ModelId == request.Id,
                cancellationToken
            ) ?? throw ProblemException.NotFound($"model {request.Id}");
        var report = record.Whole();
        var algorithm = request.Body.Algorithm ?? record.Algorithms[0];
        var made =
            report.Algorithms.SingleOrDefault(a => a.Card.Algorithm == algorithm)
            ?? throw ProblemException.BadParameter(
                "algorithm",
                $"The model has no {algorithm}; it has {string.Join(" and ", record.Algorithms)}."
            );
        if (!made.Card.IsPublishable)
            throw NoBetter(made.Card);
        _ = await RiskModelContent.Of(db, record.ModelId, algorithm, cancellationToken);
        record.PublishedAt = clock.GetUtcNow().UtcDateTime;
        (record.PublishedBy, record.PublishedAlgorithm) = (
            request.Body.Publisher.Trim(),
            algorithm
        );
        await db.SaveChangesAsync(cancellationToken);
        await db.NewestVersions()
            .ExecuteUpdateAsync(
                v =>
                    v.SetProperty(x => x.RiskModelId, record.ModelId)
                        .SetProperty(x => x.RiskAlgorithm, algorithm)
                        .SetProperty(x => x.RiskRevision, x => x.RiskRevision + 1),
                cancellationToken
            );
        await RiskScoring.Score(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return RiskModelStatus.Of(record, report, null, record.ModelId);
    }

    private static ProblemException NoBetter(AlgorithmCard card) =>
        new(
            409,
            "no-better-than-chance",
            "The model is no better than the base rate",
            FormattableString.Invariant(
                $"Its AUC of {card.Figures.Auc?.Value:0.000} has an interval from {card.Figures.Auc?.Low:0.000} to {card.Figures.Auc?.High:0.000}, which does not lie above 0.5: what it learnt tells good from bad no better than chance would."
            )
        );
}

internal static class WholeRiskModels
{
    /// <summary>How a finished model was tested; refused where it is not done, or cannot be read.</summary>
    public static RiskReport Whole(this RiskModel record)
    {
        if (record.State != "done")
            throw new ProblemException(
                409,
                "model-not-done",
                "The model is not done",
                $"It is {record.State}; only a finished one can be used."
            );
        return RiskReport.Read(record.Report)
            ?? throw new ProblemException(
                409,
                "model-damaged",
                "The model cannot be used",
                RiskModelStatus.Damage
            );
    }

    /// <summary>The model named, else the published one, with its version of the data.</summary>
    public static async Task<(
        DataVersion Version,
        RiskModel Record,
        RiskReport Report
    )> RiskModelOf(this LoanDb db, Guid? named, CancellationToken cancellationToken)
    {
        var version = await db.CurrentVersion(cancellationToken);
        var id =
            named
            ?? version.RiskModelId
            ?? throw new ProblemException(
                409,
                "no-risk-model",
                "No model of the chance of default is published",
                "Make one with POST /api/v1/risk/models and publish it with POST /api/v1/risk/models/{id}/publish, or name a finished model."
            );
        var record =
            await db
                .RiskModels.AsNoTracking()
                .SingleOrDefaultAsync(m => m.ModelId == id, cancellationToken)
            ?? throw ProblemException.NotFound($"model {id}");
        return (version, record, record.Whole());
    }
}
