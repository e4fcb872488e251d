using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Demographics;

internal static class DemographicsEndpoints
{
    public static void MapDemographics(this RouteGroupBuilder v1)
    {
        v1.MapGet(
                "/demographics/distribution",
                (
                    [AsParameters] LoanFilter filter,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) => mediator.Send(new GetDemographicsDistribution(filter), cancellationToken)
            )
            .Describe<Answer<DemographicsDistribution>>(
                "GetDemographicsDistribution",
                "Borrowers by age, gender, employment and income",
                "Borrowers (customers with a loan in the selection) beside all customers, with each group's share. As a table: attribute, group, borrowers, borrowerShare, customers, customerShare.",
                table: true
            )
            .Defines("borrowers, customers");
        v1.MapGet(
                "/demographics/performance",
                (
                    [AsParameters] LoanFilter filter,
                    Choice<PersonTrait>? by,
                    Choice<DefaultDefinition>? definition,
                    Choice<CountUnit>? unit,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetDemographicsPerformance(
                            filter,
                            by?.Value ?? default,
                            definition?.Value ?? default,
                            unit?.Value ?? default
                        ),
                        cancellationToken
                    )
            )
            .Describe<Answer<DemographicsPerformance>>(
                "GetDemographicsPerformance",
                "How each group of people performs",
                "The measures of the loans of each age band, gender, employment status or income band, with a test whether the groups differ, and for income its relation to default on the customer level.",
                table: true
            )
            .Defines([.. Metric.OfMeasures, "heterogeneity", "incomeCorrelation"]);
    }
}
