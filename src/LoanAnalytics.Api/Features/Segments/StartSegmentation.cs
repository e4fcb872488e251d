using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using MediatR;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>Makes customer segments by k-means on standardised age, income and 0/1 employment.</summary>
/// <param name="K">Number of segments, 2 to 20.</param>
/// <param name="Seed">The same seed on the same data gives the same segments.</param>
/// <param name="Restarts">Starts of which the best is kept, 1 to 200.</param>
public sealed record StartSegmentation(int K = 4, int Seed = 1, int Restarts = 50)
    : IRequest<SegmentationStatus>;

internal sealed class StartSegmentationValidator : AbstractValidator<StartSegmentation>
{
    public StartSegmentationValidator() =>
        RuleFor(s => s.Restarts).InclusiveBetween(1, 200).WithMessage("restarts is 1 to 200.");
}

internal sealed class StartSegmentationHandler(LoanDb db, SegmentationRuns runs, TimeProvider clock)
    : IRequestHandler<StartSegmentation, SegmentationStatus>
{
    public async Task<SegmentationStatus> Handle(
        StartSegmentation request,
        CancellationToken cancellationToken
    )
    {
        var version = await db.CurrentVersion(cancellationToken);
        var borrowers = await db.QueryFile<BorrowerRow>("SegmentBorrowers", cancellationToken);
        var usable = borrowers.Count(b => b is { Age: not null, Income: not null });
        if (usable == 0)
            throw new ProblemException(
                422,
                "features-unavailable",
                "The features are not in the data",
                "Segments need borrowers with a known age and income; this book has none."
            );
        if (request.K < 2 || request.K > Math.Min(20, usable - 1))
            throw new ProblemException(
                422,
                "k-out-of-range",
                "So many segments cannot be made",
                $"k is 2 to {Math.Min(20, usable - 1)} with {usable} borrowers."
            );
        var run = new Segmentation
        {
            SegmentationId = Guid.CreateVersion7(),
            DataVersion = version.Version,
            K = request.K,
            Seed = request.Seed,
            Restarts = request.Restarts,
            State = "running",
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        db.Segmentations.Add(run);
        await db.SaveChangesAsync(cancellationToken);
        runs.Enqueue(run.SegmentationId);
        return SegmentationStatus.Of(run, 0);
    }
}
