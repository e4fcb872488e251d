using System.ComponentModel.DataAnnotations;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Segments;

internal static class SegmentsEndpoints
{
    public static IServiceCollection AddSegments(this IServiceCollection services) =>
        services
            .AddSingleton<SegmentationRuns>()
            .AddHostedService(provider => provider.GetRequiredService<SegmentationRuns>());

    public static void MapSegments(this RouteGroupBuilder v1)
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
                "Over the borrowers whose age and income are known. Recorded with its inputs: the same data, k, seed and restarts give the same segments. Answers 202; the Location shows progress and result."
            )
            .Defines("segments", "inertia")
            .Produces<SegmentationStatus>(202)
            .ProducesProblem(400)
            .ProducesProblem(409)
            .ProducesProblem(415)
            .ProducesProblem(422)
            .ProducesProblem(503);
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
            .Produces<Listing<SegmentationStatus>>()
            .ProducesProblem(400)
            .ProducesProblem(503);
        v1.MapGet(
                "/segmentations/{id:guid}",
                (Guid id, IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new GetSegmentation(id), cancellationToken)
            )
            .WithName("GetSegmentation")
            .WithSummary("One segmentation: inputs, progress, result")
            .WithDescription(
                "Its recorded inputs, how far it is, and its model: all that is needed to place a customer."
            )
            .Defines("segments", "inertia")
            .Produces<SegmentationStatus>()
            .ProducesProblem(404)
            .ProducesProblem(503);
        v1.MapDelete(
                "/segmentations/{id:guid}",
                (Guid id, SegmentationRuns runs) =>
                    runs.Cancel(id)
                        ? Results.Accepted()
                        : throw ProblemException.NotFound($"running segmentation {id}")
            )
            .WithName("CancelSegmentation")
            .WithSummary("Cancels a running segmentation")
            .WithDescription("Nothing of it is kept but its record.")
            .Produces(202)
            .ProducesProblem(404);
        v1.MapGet(
                "/segments",
                (
                    Guid? segmentation,
                    Choice<DefaultDefinition>? definition,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new ListSegments(segmentation, definition?.Value ?? default),
                        cancellationToken
                    )
            )
            .Describe<Answer<IReadOnlyList<Segment>>>(
                "ListSegments",
                "Customer segments with size, profile and risk",
                "The segments of the newest finished segmentation, or of the one named: name, mean and median age and income of the members, employment shares, and the measures of the loans that the members have now. dataVersion says which data the segments were made from.",
                table: true,
                segments: true
            )
            .Defines(["segments", "segment.age.z, segment.income.z", .. Metric.OfMeasures])
            .ProducesProblem(404);
        v1.MapGet(
                "/segments/{id:int}",
                async (
                    int id,
                    Guid? segmentation,
                    Choice<DefaultDefinition>? definition,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                {
                    var all = await mediator.Send(
                        new ListSegments(segmentation, definition?.Value ?? default),
                        cancellationToken
                    );
                    return new Answer<Segment>(
                        all.Meta,
                        all.Data.FirstOrDefault(s => s.Id == id)
                            ?? throw ProblemException.NotFound($"segment {id}")
                    );
                }
            )
            .Describe<Answer<Segment>>(
                "GetSegment",
                "One customer segment",
                "As in the list of segments.",
                segments: true
            )
            .Defines(["segments", "segment.age.z, segment.income.z", .. Metric.OfMeasures])
            .ProducesProblem(404);
        v1.MapGet(
                "/segments/{id:int}/members",
                async (
                    int id,
                    Guid? segmentation,
                    string? sort,
                    [Range(1, 1000)] int? limit,
                    string? cursor,
                    HttpContext context,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    context.Form() == AnswerForm.Json
                        ? (IAnswer)
                            await mediator.Send(
                                new ListSegmentMembers(id, segmentation, sort, limit, cursor),
                                cancellationToken
                            )
                        : await mediator.Send(
                            new ExportSegmentMembers(id, segmentation, sort),
                            cancellationToken
                        )
            )
            .Describe<Page<SegmentMemberItem>>(
                "ListSegmentMembers",
                "The customers of a segment",
                "With their features, nearest to the segment's centre first. "
                    + AnswerForms.ListForms
                    + $" Columns: {string.Join(", ", SegmentMemberItem.Order.Names)}.",
                table: true,
                segments: true
            )
            .SortedBy(SegmentMemberItem.Order.Names)
            .Defines("distance")
            .ProducesProblem(404);
    }
}
