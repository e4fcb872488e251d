using System.ComponentModel.DataAnnotations;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Delinquency;

internal static class DelinquencyEndpoints
{
    private const string Evidence =
        " From instalments and payments, or at the date of the data from the days past due that the lender reports; meta.evidence says which, and 409 repayment-history-required names what is missing. At an earlier day the loans are filtered as they are now.";

    public static void MapDelinquency(this RouteGroupBuilder v1)
    {
        v1.MapGet(
                "/delinquency/aging",
                (
                    [AsParameters] LoanFilter filter,
                    DateOnly? asOf,
                    Choice<HistoryAxis>? axis,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetAging(filter, asOf, axis?.Value ?? HistoryAxis.Month),
                        cancellationToken
                    )
            )
            .Describe<Answer<Aging>>(
                "GetAging",
                "The portfolio by days past due",
                "The whole balance of each loan under how late it is; the loans of a bucket are those of GET /loans under delinquencyBucket, at an earlier month's end under stateAt=DAY:BUCKET:owing."
                    + Evidence,
                table: true
            )
            .Defines("agingBuckets", "daysPastDue", "arrearsAmount", "grossLoanPortfolio");
        v1.MapGet(
                "/delinquency/portfolio-at-risk",
                (
                    [AsParameters] LoanFilter filter,
                    [Range(0, 3650)] int[]? days,
                    DateOnly? asOf,
                    Choice<HistoryInterval>? interval,
                    Choice<HistoryAxis>? axis,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetPortfolioAtRisk(
                            filter,
                            days ?? [],
                            asOf,
                            interval?.Value,
                            axis?.Value ?? HistoryAxis.Month
                        ),
                        cancellationToken
                    )
            )
            .Describe<Answer<AtRisk>>(
                "GetPortfolioAtRisk",
                "The balance of the loans that are late, as a share of the portfolio",
                "Portfolio at risk for each number of days asked for, at one day or at the ends of months, quarters or years up to it. Growth hides risk: young loans raise the portfolio before they can be late. The loans at risk at a month's end or at the date of the data are those of GET /loans under stateAt=DAY:BUCKET:strict of the buckets beyond."
                    + Evidence,
                table: true
            )
            .Defines("portfolioAtRisk", "daysPastDue", "grossLoanPortfolio");
        v1.MapFlows();
        v1.MapCohorts();
        v1.MapDifferences();
    }

    public static void AddDelinquency(this IServiceCollection services) =>
        services.AddScoped<HistoryReader>().AddScoped<LatenessReader>();
}
