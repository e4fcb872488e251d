using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>Trains models of the chance of default one after another in the background, and stores each with its inputs.</summary>
internal sealed class RiskModelRuns(
    IServiceScopeFactory scopes,
    NpgsqlDataSource database,
    TimeProvider clock,
    ILogger<RiskModelRuns> logger
) : BackgroundService
{
    /// <summary>Rows that are learnt from at most; of a larger book a fixed share of the loans.</summary>
    private const double MostRows = 400_000;

    private readonly TrainingQueue queue = new(LongWork.RiskModels, database, clock, logger);

    /// <summary>Records a model and takes it in for training.</summary>
    public Task Start(LoanDb db, RiskModel model, CancellationToken cancellationToken)
    {
        db.RiskModels.Add(model);
        return queue.Take(db, model.ModelId, cancellationToken);
    }

    /// <summary>What a waiting or running one does, and the share of it that is done; null where it is not in this server.</summary>
    public (string Phase, double Share)? Progress(Guid id) => queue.Progress(id);

    /// <summary>Asks a waiting or running one to stop; false where it has ended.</summary>
    public bool Cancel(Guid id) => queue.Cancel(id);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        queue.Run(Train, End, stoppingToken);

    private async Task Train(Training run, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LoanDb>();
        var record = await db.RiskModels.SingleAsync(m => m.ModelId == run.Id, cancellationToken);
        run.Progress = ("reading", 0);
        var material = await Read(db, record, cancellationToken);
        Telemetry.Reads(material.DataVersion);
        var trained = await Task.Run(
            () =>
                RiskTraining.Train(
                    material,
                    record.Algorithms,
                    record.Seed,
                    (phase, share) => run.Progress = (phase, share),
                    cancellationToken
                ),
            cancellationToken
        );
        (record.State, record.Progress, record.DataVersion) = ("done", 1, material.DataVersion);
        record.Report = JsonSerializer.SerializeToDocument(
            trained.Report,
            JsonSerializerOptions.Web
        );
        db.RiskModelFiles.AddRange(
            trained.Files.Select(f => new RiskModelFile
            {
                ModelId = run.Id,
                Algorithm = f.Algorithm,
                Sha256 = f.Sha256,
                Content = f.Content,
            })
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Reads what is learnt from, of the version that is published now: between the question and its turn there may have been another.</summary>
    private static async Task<RiskMaterial> Read(
        LoanDb db,
        RiskModel record,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var outcomes = (
            await db.QueryFile<RiskOutcomes>(nameof(RiskOutcomes), cancellationToken)
        ).Single();
        if (RiskPlan.ByHistory(version, record.Horizon) is { } plan)
        {
            var share = Math.Min(1, MostRows / Math.Max(1, outcomes.Months * plan.Days!.Count / 2));
            var features = Features(hasHistory: true);
            var rows = await RiskRows.Read(
                connection,
                plan.Question(features, share),
                cancellationToken
            );
            var bad = rows.Bad.Count(b => b);
            if (Math.Min(bad, rows.Count - bad) >= RiskPlan.LeastOutcomes)
            {
                var days = RiskBackTest.Days(plan, version.AsOf);
                var past = new RiskQuestion(
                    days,
                    [.. days.Select(d => (DateOnly?)RiskPlan.Later(d, RiskBackTest.Months))],
                    [],
                    features,
                    share
                );
                return new(
                    plan,
                    rows,
                    await Running(features, share, true),
                    days.Count == 0
                        ? null
                        : await RiskRows.Read(connection, past, cancellationToken),
                    days,
                    version.Version,
                    share
                );
            }
        }
        // The history is too short, or holds too few defaults: what remains is how loans have ended.
        var byStatus = RiskPlan.ByStatus(outcomes, record.Horizon);
        var all = outcomes.Defaulted + outcomes.FullyPaid + outcomes.Open;
        var part = Math.Min(1, MostRows / Math.Max(1, all));
        var terms = Features(hasHistory: false);
        return new(
            byStatus,
            await RiskRows.Read(connection, byStatus.Question(terms, part), cancellationToken),
            await Running(terms, part, false),
            null,
            [],
            version.Version,
            part
        );

        RiskFeature[] Features(bool hasHistory)
        {
            RiskFeature[] known =
            [
                .. RiskFeature
                    .Of(version.Attributes, hasHistory)
                    .Where(f => record.Features.Contains(f.Name)),
            ];
            return known.Length > 0
                ? known
                : throw new ProblemException(
                    422,
                    "features-unavailable",
                    "The book has none of these features",
                    "Without enough repayment history only what was known from the start can be learnt from."
                );
        }

        Task<RiskRows> Running(RiskFeature[] features, double share, bool hasHistory) =>
            RiskRows.Read(
                connection,
                RiskQuestion.Running(hasHistory, version.AsOf, features) with
                {
                    Share = share,
                },
                cancellationToken
            );
    }

    private async Task End(Guid id, string state, string detail)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LoanDb>();
        await db
            .RiskModels.Where(m => m.ModelId == id)
            .ExecuteUpdateAsync(m =>
                m.SetProperty(x => x.State, state).SetProperty(x => x.Detail, detail)
            );
    }
}
