using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using MediatR;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>Makes customer segments by k-means on standardised age, income and 0/1 employment.</summary>
/// <param name="K">Number of segments, 2 to 20; no more than there are borrowers who differ.</param>
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
        var (version, borrowers) = await db.BorrowersNow(cancellationToken);
        SegmentPopulation.CanBeSegmented(
            [.. borrowers.Where(b => b is { Age: not null, Income: not null })],
            request.K
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
        await runs.Start(db, run, cancellationToken);
        return SegmentationStatus.Of(run, 0);
    }
}

internal static class SegmentPopulation
{
    private const int MostSegments = 20;

    /// <summary>Every borrower of the version that is published now.</summary>
    public static async Task<(DataVersion Version, List<BorrowerRow> Rows)> BorrowersNow(
        this LoanDb db,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        return (version, await db.QueryFile<BorrowerRow>("SegmentBorrowers", cancellationToken));
    }

    /// <summary>Refuses what cannot be made from the borrowers whose age and income are known, and says what can.</summary>
    public static void CanBeSegmented(IReadOnlyList<BorrowerRow> known, int k)
    {
        if (known.Count == 0)
            throw new ProblemException(
                422,
                "features-unavailable",
                "The features are not in the data",
                "Segments need borrowers with a known age and income; this book has none."
            );
        var most = Math.Min(
            MostSegments,
            known.Select(b => (b.Age, b.Income, b.Employment)).Distinct().Count()
        );
        if (most < 2)
            throw new ProblemException(
                422,
                "features-constant",
                "The features tell no one apart",
                $"All {known.Count} borrowers with a known age and income have the same age, income and employment: there is one segment, and it is all of them."
            );
        if (k < 2 || k > most)
            throw new ProblemException(
                422,
                "k-out-of-range",
                "So many segments cannot be made",
                $"k is 2 to {most} with {known.Count} borrowers."
            );
    }
}
