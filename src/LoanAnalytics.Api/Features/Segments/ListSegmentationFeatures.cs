using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>What segments of this book can be made from.</summary>
internal sealed record ListSegmentationFeatures
    : IRequest<Answer<IReadOnlyList<SegmentationFeature>>>;

/// <summary>A feature that segments can be made from. Status, balances, lateness and whatever else tells how loans went are none.</summary>
/// <param name="Name">Its name in features.</param>
/// <param name="Label">Its name in plain words.</param>
/// <param name="Kind">Number or category.</param>
/// <param name="Known">Borrowers of whom it is known. Those of whom a number is unknown are left out of segments made from it; an unknown category is a value of its own.</param>
/// <param name="Borrowers">All borrowers.</param>
/// <param name="Values">Different values.</param>
/// <param name="Usable">Segments can be made from it.</param>
/// <param name="Reason">Why they cannot; null where they can.</param>
/// <param name="Log">It can be taken as a logarithm: a number, of no borrower below 0.</param>
public sealed record SegmentationFeature(
    string Name,
    string Label,
    FeatureKind Kind,
    long Known,
    long Borrowers,
    int Values,
    bool Usable,
    string? Reason,
    bool Log
);

internal sealed class ListSegmentationFeaturesHandler(LoanDb db)
    : IRequestHandler<ListSegmentationFeatures, Answer<IReadOnlyList<SegmentationFeature>>>
{
    public async Task<Answer<IReadOnlyList<SegmentationFeature>>> Handle(
        ListSegmentationFeatures request,
        CancellationToken cancellationToken
    )
    {
        var (version, borrowers, features) = await db.BorrowersNow(cancellationToken);
        return new(
            new LoanFilter().MetaOf(version, DefaultDefinition.Count),
            [
                .. features.Select(f => new SegmentationFeature(
                    f.Name,
                    f.Label,
                    f.Kind,
                    f.Known,
                    borrowers.Count,
                    f.Values,
                    SegmentPopulation.Unusable(f) is null,
                    SegmentPopulation.Unusable(f),
                    f.Kind == FeatureKind.Number && !f.Numbers.Any(n => n < 0)
                )),
            ]
        );
    }
}
