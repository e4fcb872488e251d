using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>Makes customer segments by k-means on standardised features of borrowers. How their loans went is no feature.</summary>
/// <param name="Features">What the segments are made from: age, income, employment, gender, tenure, loans, region, or attribute:NAME of one of the lender's own of customers, as GET /segmentations/features lists them; age, income and employment if not given.</param>
/// <param name="Log">Those of them that are taken as ln(1 + x), such as income; none if not given.</param>
/// <param name="Categories">balanced: the 0/1 columns of a category are scaled so that their variances add up to 1, as a number's does. unscaled: as 0 and 1.</param>
/// <param name="K">Number of segments, 2 to 20; no more than there are borrowers who differ. Chosen out of kFrom to kTo if not given.</param>
/// <param name="KFrom">The least number of segments to choose from; 2 if not given.</param>
/// <param name="KTo">The greatest number of segments to choose from; 8 if not given.</param>
/// <param name="Seed">The same seed on the same data gives the same segments.</param>
/// <param name="Restarts">Starts of which the best is kept, 1 to 200.</param>
public sealed record StartSegmentation(
    string[]? Features = null,
    string[]? Log = null,
    CategoryScale Categories = CategoryScale.Balanced,
    int? K = null,
    int? KFrom = null,
    int? KTo = null,
    int Seed = 1,
    int Restarts = 50
) : IRequest<SegmentationStatus>;

/// <summary>How much a category weighs beside a number.</summary>
public enum CategoryScale
{
    Balanced,
    Unscaled,
}

internal sealed class StartSegmentationValidator : AbstractValidator<StartSegmentation>
{
    private const int MostFeatures = 20;

    public StartSegmentationValidator()
    {
        RuleFor(s => s.Restarts).InclusiveBetween(1, 200).WithMessage("restarts is 1 to 200.");
        RuleFor(s => s.Features)
            .Must(f => f is null or { Length: > 0 and <= MostFeatures })
            .WithMessage($"features names 1 to {MostFeatures}.")
            .Must(f => f is null || f.Distinct().Count() == f.Length)
            .WithMessage("features names each once.");
        RuleFor(s => s.Log)
            .Must(
                (s, log) => log is null || log.All(StartSegmentationHandler.FeaturesOf(s).Contains)
            )
            .WithMessage("log names features only.");
        RuleFor(s => s.K)
            .Null()
            .When(s => s is { KFrom: not null } or { KTo: not null })
            .WithMessage("Give k, or a range from kFrom to kTo.");
        RuleFor(s => s.KTo)
            .GreaterThanOrEqualTo(s => s.KFrom ?? 2)
            .When(s => s.KTo is not null)
            .WithMessage("kTo is below kFrom.");
    }
}

internal sealed class StartSegmentationHandler(LoanDb db, SegmentationRuns runs, TimeProvider clock)
    : IRequestHandler<StartSegmentation, SegmentationStatus>
{
    private const int UsualTo = 8;

    private static readonly string[] Usual = ["age", "income", "employment"];

    public static string[] FeaturesOf(StartSegmentation request) => request.Features ?? Usual;

    public async Task<SegmentationStatus> Handle(
        StartSegmentation request,
        CancellationToken cancellationToken
    )
    {
        var (version, _, features) = await db.BorrowersNow(cancellationToken);
        var from = request.K ?? request.KFrom ?? 2;
        var inputs = new SegmentInputs(
            FeaturesOf(request),
            request.Log ?? [],
            request.Categories == CategoryScale.Balanced,
            from,
            0,
            request.Seed,
            request.Restarts
        );
        var (_, points) = SegmentPopulation.Of(features, inputs).Fit(inputs);
        var most = SegmentPopulation.CheckK(points, from, request.K ?? request.KTo);
        var run = new Segmentation
        {
            SegmentationId = Guid.CreateVersion7(),
            DataVersion = version.Version,
            K = request.K,
            KFrom = from,
            KTo = request.K ?? request.KTo ?? Math.Max(from, Math.Min(UsualTo, most)),
            Features = [.. inputs.Features],
            Log = [.. inputs.Log],
            Categories = inputs.Balanced ? "balanced" : "unscaled",
            Seed = request.Seed,
            Restarts = request.Restarts,
            State = "running",
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        await runs.Start(db, run, cancellationToken);
        return SegmentationStatus.Of(run, ("waiting", 0), null);
    }
}

internal static class BorrowersOfNow
{
    /// <summary>Every borrower of the version that is published now, with what is known of them.</summary>
    public static async Task<(
        DataVersion Version,
        List<Borrower> Borrowers,
        IReadOnlyList<FeatureColumn> Features
    )> BorrowersNow(this LoanDb db, CancellationToken cancellationToken)
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var borrowers = await db.AllBorrowers(cancellationToken);
        return (version, borrowers, Borrowers.Features(borrowers, version.Attributes));
    }
}
