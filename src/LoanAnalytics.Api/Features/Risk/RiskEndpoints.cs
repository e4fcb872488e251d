using System.ComponentModel.DataAnnotations;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace LoanAnalytics.Api.Features.Risk;

internal static class RiskEndpoints
{
    private const int UsualCapacity = 50;

    public static IServiceCollection AddRisk(this IServiceCollection services) =>
        services
            .AddSingleton<RiskModelRuns>()
            .AddHostedService(provider => provider.GetRequiredService<RiskModelRuns>());

    public static void MapRisk(this RouteGroupBuilder v1)
    {
        v1.MapCharacteristics();
        v1.MapModels();
        v1.MapCard();
        v1.MapGet("/risk/scores", Scores)
            .Describe<Page<RiskScoreItem>>(
                "ListRiskScores",
                "Running loans with their chance of default, and why",
                "The loans of the selection that run and are not in default, under the published model: chance, score, band, and the features that move the score most, whose points with the base and those of all others add up to it. "
                    + AnswerForms.ListForms
                    + $" Columns: {string.Join(", ", RiskScoreRow.Order.Names)}.",
                table: true
            )
            .SortedBy(RiskScoreRow.Order.Names)
            .Defines("probabilityOfDefault", "score", "riskBand", "reasons");
        v1.MapWatchList();
        v1.MapGet(
                "/risk/support-profiles",
                (
                    [AsParameters] LoanFilter filter,
                    [Range(1, 100000)] int? leastCustomers,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new ListSupportProfiles(filter, leastCustomers ?? 20),
                        cancellationToken
                    )
            )
            .Describe<Answer<IReadOnlyList<SupportProfile>>>(
                "ListSupportProfiles",
                "Groups of running loans that are expected to lose most",
                "By customer segment, lateness and product, with at least leastCustomers customers (20 if not given), most expected loss first: where a programme for many helps more than calls to some.",
                table: true
            )
            .Defines("probabilityOfDefault", "expectedLoss");
        v1.MapGet(
                "/risk/fairness",
                (
                    Guid? model,
                    [AllowedValues(5, 10, 20, 30, 50)] int? flaggedPercent,
                    [Range(1, RiskBackTest.LongestList)] int? capacity,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetFairness(model, flaggedPercent ?? 20, capacity ?? UsualCapacity),
                        cancellationToken
                    )
            )
            .Describe<Answer<Fairness>>(
                "GetFairness",
                "How the model and the watch list treat men and women, young and old",
                "By gender and age band: of the score, who of the loans that the model was tested on is taken for safe when the riskiest flaggedPercent (20 if not given) are flagged; of the watch list, whom a list of capacity customers would have named on the latest past day whose outcome is known, and whom it names today. Where no model is published the list of today alone is judged, and note says why. Selection rates with the ratio to the highest, error rates, and whether chances come true. That a ratio lies below four fifths is an indicator, and no finding of law; groups too small to say much are marked thin. Where groups default at different rates, error rates and calibration cannot all be equal.",
                table: true
            )
            .Defines("adverseImpactRatio", "falsePositive", "falseNegative", "calibrationByGroup")
            .ProducesProblem(404);
    }

    private static void MapModels(this RouteGroupBuilder v1)
    {
        v1.MapPost(
                "/risk/models",
                async (
                    StartRiskModel body,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                {
                    var run = await mediator.Send(body, cancellationToken);
                    return Results.Accepted($"/api/v1/risk/models/{run.ModelId}", run);
                }
            )
            .WithName("StartRiskModel")
            .WithSummary("Makes models of the chance of default")
            .WithDescription(
                "A scorecard, gradient-boosted trees, or both side by side. Where there is repayment history a loan is observed on ends of months, with what was known by then, and is bad if it is in default within horizon months; the model is tested on a later day than all that it learnt from. While the trees grow, a loan that falls behind, but not into default, counts as the share of the loans that come as late (above 0, 30 or 60 days) that go on into default; level and spread of their chances are those of the defaults. Without it the final status of loans counts, with what was known from the start, and the test is in five parts. Gender, age and what sounds like a stand-in for them are left out unless asked for. Recorded with its inputs: the same data and inputs give the same model, to the bit. One is made after the other, so a second one waits. With fewer than 20 defaulted loans, or 20 others, 422 not-enough-outcomes. Answers 202; the Location shows phase, progress and result."
            )
            .Produces<RiskModelStatus>(202)
            .ProducesProblem(409)
            .ProducesProblem(422);
        v1.MapGet(
                "/risk/models",
                (
                    [Range(1, 1000)] int? limit,
                    string? cursor,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) => mediator.Send(new ListRiskModels(limit, cursor), cancellationToken)
            )
            .WithName("ListRiskModels")
            .WithSummary("The models of the chance of default, newest first")
            .WithDescription(
                "Each with its recorded inputs and how good it is, in pages of limit (100 if not given)."
            )
            .Produces<Listing<RiskModelStatus>>();
        v1.MapGet(
                "/risk/models/{id:guid}",
                (Guid id, IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new GetRiskModelStatus(id), cancellationToken)
            )
            .WithName("GetRiskModelStatus")
            .WithSummary("One model: inputs, progress, result")
            .WithDescription(
                "Its recorded inputs, how far it is, and its algorithms side by side. All that is known of a finished one is its card, at /risk/model."
            )
            .Defines("auc")
            .Produces<RiskModelStatus>()
            .ProducesProblem(404);
        v1.MapPost(
                "/risk/models/{id:guid}/publish",
                (
                    Guid id,
                    RiskPublication body,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) => mediator.Send(new PublishRiskModel(id, body), cancellationToken)
            )
            .WithName("PublishRiskModel")
            .WithSummary("Makes a model the one that running loans are scored with")
            .WithDescription(
                "Scores, the filter and the dimension riskBand, and the watch list rest on it from then on, in every answer at once. A model whose interval of AUC does not lie above 0.5 is refused, 409 no-better-than-chance; one whose stored bytes are not those that were tested, 409 model-damaged. An import keeps it published and scores the new book. Earlier models stay readable by their id, and can be published again."
            )
            .Produces<RiskModelStatus>()
            .ProducesProblem(404)
            .ProducesProblem(409);
        v1.MapDelete(
                "/risk/models/{id:guid}",
                async (Guid id, IMediator mediator, CancellationToken cancellationToken) =>
                {
                    await mediator.Send(new CancelRiskModel(id), cancellationToken);
                    return Results.Accepted($"/api/v1/risk/models/{id}");
                }
            )
            .WithName("CancelRiskModel")
            .WithSummary("Cancels a waiting or running training")
            .WithDescription("Nothing of it is kept but its record.")
            .Produces(202)
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static void MapCard(this RouteGroupBuilder v1)
    {
        v1.MapGet(
                "/risk/model",
                (Guid? model, IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new GetRiskModel(model), cancellationToken)
            )
            .Describe<Answer<RiskModelCard>>(
                "GetRiskModel",
                "The card of a model of the chance of default",
                "Of the published model, or of the one named: what it learnt from, how well it tells bad from good on loans that it did not learn from, whether its chances come true, what moves its scores, how far the running loans lie from those that it learnt from, what it cannot tell and what it must not be used for."
            )
            .Defines(
                "auc",
                "gini",
                "ks",
                "brierScore",
                "logLoss",
                "calibrationTable",
                "gains",
                "psi",
                "score"
            )
            .ProducesProblem(404);
        v1.MapGet(
                "/risk/features",
                (IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new ListRiskFeatures(), cancellationToken)
            )
            .Describe<Answer<IReadOnlyList<RiskFeatureItem>>>(
                "ListRiskFeatures",
                "What models of the chance of default can learn from in this book",
                "Facts of the contract and the borrower, how the loan has gone where there is history, and the lender's own attributes.",
                table: true
            );
    }

    private static void MapWatchList(this RouteGroupBuilder v1)
    {
        v1.MapGet(
                "/risk/watch-list",
                (
                    [AsParameters] LoanFilter filter,
                    [Range(1, RiskBackTest.LongestList)] int? capacity,
                    [Range(0d, 1d)] decimal? contactEffect,
                    [Range(0d, 1d)] decimal? lossGivenDefault,
                    bool? includeClosed,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetWatchList(
                            filter,
                            capacity ?? UsualCapacity,
                            contactEffect,
                            lossGivenDefault,
                            includeClosed ?? false
                        ),
                        cancellationToken
                    )
            )
            .WithMetadata(new TellsNotes())
            .Describe<Answer<WatchList>>(
                "GetWatchList",
                "Whom to contact this week, why, and what to do",
                "Customers with running loans of the selection that are not in default, the capacity of them (50 if not given) for whom contact is most worth its while: by the expected loss that it would avoid where a model is published, else by the number of different early warnings and then by what they owe. Each with reasons in plain words, an action, and what people recorded. How much contact helps is an assumption and stated with the answer. Where there is history, with how lists of this length did on past days. Loans that people closed are left out unless includeClosed=true. CSV, NDJSON and Parquet have a row for each loan.",
                table: true
            )
            .Defines(
                "expectedLoss",
                "expectedLossAvoided",
                "earlyWarnings",
                "backTest",
                "probabilityOfDefault"
            );
        v1.MapGet(
                "/risk/watch-list/{loanId}",
                async (
                    string loanId,
                    HttpContext context,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    Tagged(
                        context,
                        await mediator.Send(new GetWatchNote(loanId), cancellationToken)
                    )
            )
            .WithName("GetWatchNote")
            .WithSummary("What people recorded of a loan")
            .WithDescription("With the ETag that recording anew takes.")
            .Produces<WatchNoteItem>()
            .ProducesProblem(404);
        v1.MapPut(
                "/risk/watch-list/{loanId}",
                async (
                    string loanId,
                    [FromHeader(Name = "If-Match")] string? ifMatch,
                    NewWatchNote body,
                    HttpContext context,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    Tagged(
                        context,
                        await mediator.Send(
                            new SetWatchNote(loanId, ifMatch, body),
                            cancellationToken
                        )
                    )
            )
            .WithName("SetWatchNote")
            .WithSummary("Records owner, status, note and outcome of a loan")
            .WithDescription(
                "If-Match takes the ETag of what is recorded (noteTag of the loan on the list): 412 where someone else recorded something meanwhile, 428 without it. It outlives imports."
            )
            .Produces<WatchNoteItem>()
            .ProducesProblem(404)
            .ProducesProblem(412)
            .ProducesProblem(428);
    }

    private static WatchNoteItem Tagged(HttpContext context, WatchNoteItem note)
    {
        context.Response.Headers.ETag = note.NoteTag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return note;
    }

    private static async Task<IAnswer> Scores(
        [AsParameters] LoanFilter filter,
        string? sort,
        [Range(1, 1000)] int? limit,
        string? cursor,
        HttpContext context,
        IMediator mediator,
        CancellationToken cancellationToken
    ) =>
        context.Form() == AnswerForm.Json
            ? await mediator.Send(
                new ListRiskScores(filter, sort, limit, cursor),
                cancellationToken
            )
            : await mediator.Send(new ExportRiskScores(filter, sort), cancellationToken);
}
