using System.ComponentModel.DataAnnotations;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace LoanAnalytics.Api.Features.Segments;

internal static class SegmentsEndpoints
{
    private static readonly string[] Figures =
    [
        "segments",
        "profile.z",
        "segmentDifferences",
        "interestEarned",
        "portfolioAtRisk",
        "heterogeneity",
        .. Metric.OfMeasures,
    ];

    public static IServiceCollection AddSegments(this IServiceCollection services) =>
        services
            .AddSingleton<SegmentationRuns>()
            .AddScoped<Pseudonyms>()
            .AddHostedService(provider => provider.GetRequiredService<SegmentationRuns>());

    public static void MapSegments(this RouteGroupBuilder v1)
    {
        v1.MapSegmentations();
        v1.MapGet(
                "/segments",
                (
                    [AsParameters] LoanFilter filter,
                    Guid? segmentation,
                    Choice<DefaultDefinition>? definition,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new ListSegments(filter, segmentation, definition?.Value ?? default),
                        cancellationToken
                    )
            )
            .Describe<Answer<SegmentList>>(
                "ListSegments",
                "Customer segments with size, profile, value and risk",
                "The segments of the published segmentation, or of the one named: name, size and profile of the members as they were when it was made, and the value and risk of the loans in the selection that they have now.",
                table: true
            )
            .Defines(Figures)
            .ProducesProblem(404);
        v1.MapGet("/segments/{id:int}", OneSegment)
            .Describe<Answer<Segment>>(
                "GetSegment",
                "One customer segment",
                "As in the list of segments."
            )
            .Defines(Figures)
            .ProducesProblem(404);
        v1.MapGet(
                "/segments/scatter",
                (
                    Guid? segmentation,
                    string? x,
                    string? y,
                    [Range(1, 5000)] int? limit,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetSegmentScatter(segmentation, x ?? "age", y ?? "income", limit),
                        cancellationToken
                    )
            )
            .Describe<Answer<SegmentScatter>>(
                "GetSegmentScatter",
                "A sample of members over two features",
                "At most limit members (1,000 if not given), the same ones each time, of all segments together and so in proportion to their sizes.",
                table: true
            )
            .ProducesProblem(404);
        v1.MapGet("/segments/{id:int}/members", Members)
            .Describe<Page<SegmentMemberItem>>(
                "ListSegmentMembers",
                "The customers of a segment",
                "Those whom the book still has, with features and distances, nearest to the segment's centre first. With pseudonymous=true ids are keyed hashes, the same in every list; the key is Segments__PseudonymKey of the configuration, and where there is none one that the program made and keeps in its database. The features themselves are given as they are: that is pseudonymous, not anonymous. "
                    + AnswerForms.ListForms
                    + $" Columns: {string.Join(", ", MemberRow.Order.Names)}.",
                table: true
            )
            .SortedBy(MemberRow.Order.Names)
            .Defines("distance")
            .ProducesProblem(404);
        v1.MapPost(
                "/segments/assign",
                (AssignSegments body, IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(body, cancellationToken)
            )
            .WithName("AssignSegments")
            .WithSummary("Places customers who are not in the data")
            .WithDescription(
                "Each in the segment whose centre is nearest, with the distance. A customer of whom a number is missing that the segments rest on is placed in none, and told which. Nothing is stored."
            )
            .Defines("segments", "distance")
            .Produces<Answer<IReadOnlyList<AssignedCustomer>>>()
            .ProducesProblem(404)
            .ProducesProblem(409);
        v1.MapNames();
    }

    private static void MapSegmentations(this RouteGroupBuilder v1)
    {
        v1.MapPost(
                "/segmentations",
                async (
                    StartSegmentation body,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                {
                    var run = await mediator.Send(body, cancellationToken);
                    return Results.Accepted($"/api/v1/segmentations/{run.SegmentationId}", run);
                }
            )
            .WithName("StartSegmentation")
            .WithSummary("Makes customer segments")
            .WithDescription(
                "Over the borrowers of whom every number asked for is known. Recorded with its inputs: the same data and inputs give the same segments, to the bit. One is made after the other, so a second one waits. Where a segmentation is published the new one is matched to it: segments keep numbers and names, and the drift is reported. Answers 202; the Location shows phase, progress and result."
            )
            .Defines("segments", "inertia", "silhouette", "stability", "separation")
            .Produces<SegmentationStatus>(202)
            .ProducesProblem(409)
            .ProducesProblem(422);
        v1.MapGet(
                "/segmentations",
                (
                    [Range(1, 1000)] int? limit,
                    string? cursor,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) => mediator.Send(new ListSegmentations(limit, cursor), cancellationToken)
            )
            .WithName("ListSegmentations")
            .WithSummary("The segmentations, newest first")
            .WithDescription(
                "Each with its recorded inputs and its result, in pages of limit (100 if not given)."
            )
            .Produces<Listing<SegmentationStatus>>();
        v1.MapGet(
                "/segmentations/features",
                (IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new ListSegmentationFeatures(), cancellationToken)
            )
            .Describe<Answer<IReadOnlyList<SegmentationFeature>>>(
                "ListSegmentationFeatures",
                "What segments of this book can be made from",
                "The features that every book has and the lender's own attributes of customers, and of how many borrowers each is known. How loans went is no feature.",
                table: true
            );
        v1.MapGet(
                "/segmentations/{id:guid}",
                (Guid id, IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new GetSegmentation(id), cancellationToken)
            )
            .WithName("GetSegmentation")
            .WithSummary("One segmentation: inputs, progress, result")
            .WithDescription(
                "Its recorded inputs, how far it is, how each number of segments fits, its drift against the published one, and its model: all that is needed to place a customer."
            )
            .Defines("segments", "inertia", "silhouette", "stability", "separation", "segmentDrift")
            .Produces<SegmentationStatus>()
            .ProducesProblem(404);
        v1.MapPost(
                "/segmentations/{id:guid}/publish",
                (Guid id, IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new PublishSegmentation(id), cancellationToken)
            )
            .WithName("PublishSegmentation")
            .WithSummary("Makes a segmentation the one that the book is parted by")
            .WithDescription(
                "The filter and the dimension segment mean its segments from then on, in every answer at once. One that was made while another was published is matched to the one published now. Earlier ones stay readable by their id, and can be published again. An import keeps it published and places customers who are new in the segment whose centre is nearest."
            )
            .Produces<SegmentationStatus>()
            .ProducesProblem(404)
            .ProducesProblem(409);
        v1.MapDelete(
                "/segmentations/{id:guid}",
                async (
                    Guid id,
                    SegmentationRuns runs,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                {
                    var segmentation = await mediator.Send(
                        new GetSegmentation(id),
                        cancellationToken
                    );
                    if (!runs.Cancel(id))
                        throw new ProblemException(
                            409,
                            "segmentation-ended",
                            "The segmentation has ended",
                            $"The segmentation is {segmentation.State}; there is nothing to cancel."
                        );
                    return Results.Accepted($"/api/v1/segmentations/{id}");
                }
            )
            .WithName("CancelSegmentation")
            .WithSummary("Cancels a waiting or running segmentation")
            .WithDescription("Nothing of it is kept but its record.")
            .Produces(202)
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static void MapNames(this RouteGroupBuilder v1)
    {
        v1.MapGet(
                "/segments/{id:int}/name",
                async (
                    int id,
                    Guid? segmentation,
                    HttpContext context,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    Tagged(
                        context,
                        await mediator.Send(new GetSegmentName(id, segmentation), cancellationToken)
                    )
            )
            .WithName("GetSegmentName")
            .WithSummary("What a segment is called")
            .WithDescription("With the ETag that naming it anew takes.")
            .Produces<SegmentNaming>()
            .ProducesProblem(404)
            .ProducesProblem(409);
        v1.MapPut(
                "/segments/{id:int}/name",
                async (
                    int id,
                    Guid? segmentation,
                    [FromHeader(Name = "If-Match")] string? ifMatch,
                    NewName body,
                    HttpContext context,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    Tagged(
                        context,
                        await mediator.Send(
                            new RenameSegment(id, segmentation, ifMatch, body),
                            cancellationToken
                        )
                    )
            )
            .WithName("RenameSegment")
            .WithSummary("Gives a segment another name")
            .WithDescription(
                "If-Match takes the ETag of the name that it has (nameTag of the segment): 412 where someone else named it meanwhile. A retrained segment that is matched to this one keeps the name."
            )
            .Produces<SegmentNaming>()
            .ProducesProblem(404)
            .ProducesProblem(409)
            .ProducesProblem(412)
            .ProducesProblem(428);
    }

    private static SegmentNaming Tagged(HttpContext context, SegmentNaming name)
    {
        context.Response.Headers.ETag = name.NameTag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return name;
    }

    private static async Task<Answer<Segment>> OneSegment(
        int id,
        [AsParameters] LoanFilter filter,
        Guid? segmentation,
        Choice<DefaultDefinition>? definition,
        IMediator mediator,
        CancellationToken cancellationToken
    )
    {
        var all = await mediator.Send(
            new ListSegments(filter, segmentation, definition?.Value ?? default),
            cancellationToken
        );
        return new(
            all.Meta,
            all.Data.Rows.FirstOrDefault(s => s.Id == id)
                ?? throw ProblemException.NotFound($"segment {id}")
        );
    }

    private static async Task<IAnswer> Members(
        int id,
        Guid? segmentation,
        bool? pseudonymous,
        string? sort,
        [Range(1, 1000)] int? limit,
        string? cursor,
        HttpContext context,
        IMediator mediator,
        CancellationToken cancellationToken
    ) =>
        context.Form() == AnswerForm.Json
            ? await mediator.Send(
                new ListSegmentMembers(
                    id,
                    segmentation,
                    pseudonymous ?? false,
                    sort,
                    limit,
                    cursor
                ),
                cancellationToken
            )
            : await mediator.Send(
                new ExportSegmentMembers(id, segmentation, pseudonymous ?? false, sort),
                cancellationToken
            );
}
