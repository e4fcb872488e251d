using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Branches;

internal static class BranchesEndpoints
{
    private const string Definition =
        "The measures of each, its place by default rate with the interval of that place, funnel limits and the position against them, and a test whether the differences are more than chance. Sorted by outstanding, defaultRate, adjustedRate or interestRate, largest first, nulls last.";

    public static void MapBranches(this RouteGroupBuilder v1)
    {
        v1.MapGet(
                "/branches",
                (IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new ListBranches(), cancellationToken)
            )
            .Describe<Answer<IReadOnlyList<BranchItem>>>(
                "ListBranches",
                "The lender's branches",
                "All branches, those without a loan included.",
                table: true
            );
        v1.MapGet(
                "/branches/comparison",
                (
                    [AsParameters] LoanFilter filter,
                    string? left,
                    string? right,
                    string? by,
                    Choice<DefaultDefinition>? definition,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetBranchComparison(
                            filter,
                            left,
                            right,
                            by ?? "product",
                            definition?.Value ?? default
                        ),
                        cancellationToken
                    )
            )
            .Describe<Answer<BranchComparison>>(
                "GetBranchComparison",
                "Two branches side by side",
                "The measures of both branches under the filters, the difference of their default rates with its interval and a test whether it is more than chance, and why: what the rates of the groups of by make of it, and what their shares make; over all groups the effects add up exactly to the difference. A filter by branchId that leaves one of the two out leaves that one without a loan. CSV, NDJSON and Parquet hold the two branches.",
                table: true
            )
            .ProducesProblem(404)
            .Defines([.. Metric.OfMeasures, "difference", "rateEffect", "mixEffect"]);
        Map(
            "/branches/performance",
            "GetBranchPerformance",
            "Branches side by side",
            byRegion: false
        );
        Map("/regions/performance", "GetRegionPerformance", "Regions side by side", byRegion: true);

        void Map(string path, string name, string summary, bool byRegion) =>
            v1.MapGet(
                    path,
                    (
                        [AsParameters] LoanFilter filter,
                        Choice<PerformanceSort>? sort,
                        Choice<DefaultDefinition>? definition,
                        IMediator mediator,
                        CancellationToken cancellationToken
                    ) =>
                        mediator.Send(
                            new GetBranchPerformance(
                                filter,
                                byRegion,
                                sort?.Value ?? default,
                                definition?.Value ?? default
                            ),
                            cancellationToken
                        )
                )
                .Describe<Answer<PerformanceRanking>>(name, summary, Definition, table: true)
                .Defines([.. Metric.OfMeasures, "heterogeneity", "rank", "funnel", "position"]);
    }
}
