using System.ComponentModel.DataAnnotations;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Credit;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>One model with its recorded inputs.</summary>
internal sealed record GetRiskModelStatus(Guid Id) : IRequest<RiskModelStatus>;

/// <summary>The models, newest first.</summary>
internal sealed record ListRiskModels(int? Limit, string? Cursor)
    : IRequest<Listing<RiskModelStatus>>;

/// <summary>Stops a waiting or running training.</summary>
internal sealed record CancelRiskModel(Guid Id) : IRequest;

/// <summary>A model of the chance of default: its inputs, how far it is, and how good it is.</summary>
/// <param name="ModelId">Its id.</param>
/// <param name="DataVersion">Version of the data that it was made from.</param>
/// <param name="Algorithms">scorecard, lightgbm, or both.</param>
/// <param name="Features">What it may learn from.</param>
/// <param name="Horizon">Months after the observation in which a default counts.</param>
/// <param name="Seed">Of all that is drawn.</param>
/// <param name="State">running (or waiting to: one is made after the other), done, failed or cancelled; damaged where what is stored of it cannot be read any more.</param>
/// <param name="Phase">What a running one does: waiting, reading, testing, backTesting or training; null once ended.</param>
/// <param name="Progress">Share that is done, a fraction 0..1.</param>
/// <param name="CreatedAt">When it was asked for, UTC.</param>
/// <param name="PublishedAt">When it was last published, UTC; null where it never was.</param>
/// <param name="PublishedBy">Who published it.</param>
/// <param name="PublishedAlgorithm">Which of its algorithms was published.</param>
/// <param name="IsPublished">It is the one that scores are made with now.</param>
/// <param name="Detail">Why it failed or cannot be read.</param>
/// <param name="Results">Its algorithms side by side, once done.</param>
public sealed record RiskModelStatus(
    Guid ModelId,
    int DataVersion,
    IReadOnlyList<string> Algorithms,
    IReadOnlyList<string> Features,
    int Horizon,
    int Seed,
    [property: AllowedValues("running", "done", "failed", "cancelled", "damaged")] string State,
    [property: AllowedValues("waiting", "reading", "testing", "backTesting", "training")]
        string? Phase,
    double Progress,
    DateTime CreatedAt,
    DateTime? PublishedAt,
    string? PublishedBy,
    [property: AllowedValues("scorecard", "lightgbm")] string? PublishedAlgorithm,
    bool IsPublished,
    string? Detail,
    IReadOnlyList<AlgorithmResult>? Results
)
{
    internal const string Damage =
        "What is stored of the model cannot be read any more. Make it again with POST /api/v1/risk/models.";

    internal static RiskModelStatus Of(
        RiskModel m,
        RiskReport? report,
        (string Phase, double Share)? running,
        Guid? published
    )
    {
        var isDamaged = m.State == "done" && report is null;
        return new(
            m.ModelId,
            m.DataVersion,
            m.Algorithms,
            m.Features,
            m.Horizon,
            m.Seed,
            isDamaged ? "damaged" : m.State,
            running?.Phase,
            running?.Share ?? m.Progress,
            m.CreatedAt,
            m.PublishedAt,
            m.PublishedBy,
            m.PublishedAlgorithm,
            m.ModelId == published,
            isDamaged ? Damage : m.Detail,
            report
                ?.Algorithms.Select(a => new AlgorithmResult(
                    a.Card.Algorithm,
                    a.Card.Sha256,
                    a.Card.IsPublishable,
                    a.Card.Figures.Auc
                ))
                .ToArray()
        );
    }
}

/// <summary>One algorithm of a model.</summary>
/// <param name="Algorithm">scorecard or lightgbm.</param>
/// <param name="Sha256">Of what is stored of it.</param>
/// <param name="IsPublishable">The interval of AUC lies above 0.5.</param>
/// <param name="Auc">On loans not learnt from.</param>
public sealed record AlgorithmResult(
    [property: AllowedValues("scorecard", "lightgbm")] string Algorithm,
    string Sha256,
    bool IsPublishable,
    EstimateInterval? Auc
);

internal sealed class ListRiskModelsHandler(
    LoanDb db,
    RiskModelRuns runs,
    NpgsqlDataSource database,
    TimeProvider clock
)
    : IRequestHandler<GetRiskModelStatus, RiskModelStatus>,
        IRequestHandler<ListRiskModels, Listing<RiskModelStatus>>,
        IRequestHandler<CancelRiskModel>
{
    private const string List = "risk-models";

    public async Task<RiskModelStatus> Handle(
        GetRiskModelStatus request,
        CancellationToken cancellationToken
    ) =>
        (
            await Read(db.RiskModels.Where(m => m.ModelId == request.Id), cancellationToken)
        ).SingleOrDefault() ?? throw ProblemException.NotFound($"model {request.Id}");

    public async Task<Listing<RiskModelStatus>> Handle(
        ListRiskModels request,
        CancellationToken cancellationToken
    )
    {
        var limit = request.Limit ?? 100;
        var all = db.RiskModels.OrderByDescending(m => m.CreatedAt).ThenBy(m => m.ModelId);
        var page = SealedCursor.KeyOf(request.Cursor, List) is { } key
            ? After(all, Guid.Parse(key))
            : all;
        var found = await Read(page.Take(limit + 1), cancellationToken);
        RiskModelStatus[] items = [.. found.Take(limit)];
        return new(
            await db.MetaNow(cancellationToken),
            await db.RiskModels.LongCountAsync(cancellationToken),
            items,
            found.Count > limit ? SealedCursor.After(List, items[^1].ModelId.ToString()) : null
        );
    }

    public async Task<Unit> Handle(CancelRiskModel request, CancellationToken cancellationToken)
    {
        if (runs.Cancel(request.Id))
            return Unit.Value;
        var found = await Handle(new GetRiskModelStatus(request.Id), cancellationToken);
        throw new ProblemException(
            409,
            "model-ended",
            "The training has ended",
            $"The model is {found.State}; there is nothing to cancel."
        );
    }

    private IQueryable<RiskModel> After(IQueryable<RiskModel> all, Guid last) =>
        all.Where(m =>
            db.RiskModels.Any(l =>
                l.ModelId == last
                && (
                    m.CreatedAt < l.CreatedAt
                    || m.CreatedAt == l.CreatedAt && m.ModelId.CompareTo(l.ModelId) > 0
                )
            )
        );

    private async Task<IReadOnlyList<RiskModelStatus>> Read(
        IQueryable<RiskModel> models,
        CancellationToken cancellationToken
    )
    {
        var found = await models.AsNoTracking().ToListAsync(cancellationToken);
        // One that says it runs, and not here, may be left over from a server that is gone.
        if (found.Any(m => m.State == "running" && runs.Progress(m.ModelId) is null))
        {
            await Liveness.EndInterrupted(
                database,
                LongWork.RiskModels,
                clock.GetUtcNow().UtcDateTime,
                cancellationToken
            );
            found = await models.AsNoTracking().ToListAsync(cancellationToken);
        }
        var published = await db
            .DataVersions.OrderByDescending(v => v.Version)
            .Select(v => v.RiskModelId)
            .FirstOrDefaultAsync(cancellationToken);
        return found.ConvertAll(m =>
            RiskModelStatus.Of(m, RiskReport.Read(m.Report), runs.Progress(m.ModelId), published)
        );
    }
}
