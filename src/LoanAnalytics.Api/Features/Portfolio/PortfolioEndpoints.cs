using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace LoanAnalytics.Api.Features.Portfolio;

internal static class PortfolioEndpoints
{
    public static void MapPortfolio(this RouteGroupBuilder v1)
    {
        v1.MapGet(
                "/portfolio/summary",
                (
                    [AsParameters] LoanFilter filter,
                    Choice<DefaultDefinition>? definition,
                    Choice<CountUnit>? unit,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetPortfolioSummary(
                            filter,
                            definition?.Value ?? default,
                            unit?.Value ?? default
                        ),
                        cancellationToken
                    )
            )
            .Describe<Answer<LoanMeasures>>(
                "GetPortfolioSummary",
                "The portfolio's headline figures",
                "The measures of the loans that the filters leave, under the chosen definition of default."
            )
            .Defines(Metric.OfMeasures);
        v1.MapGet(
                "/portfolio/breakdown",
                (
                    [AsParameters] LoanFilter filter,
                    [FromQuery] string[] by,
                    Choice<DefaultDefinition>? definition,
                    Choice<CountUnit>? unit,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetPortfolioBreakdown(
                            filter,
                            by,
                            definition?.Value ?? default,
                            unit?.Value ?? default
                        ),
                        cancellationToken
                    )
            )
            .Describe<Answer<Breakdown>>(
                "GetPortfolioBreakdown",
                "The same measures for each group of loans",
                "Groups by one to three dimensions (region, branch, city, product, status, ageBand, gender, employment, incomeBand, amountBand, rateBand, term, startYear, startQuarter, startMonth, delinquencyBucket, planBand, pastMaturity, otherLoanDefaulted, loanToIncomeBand, instalmentsToIncomeBand, segment, riskBand, punctuality, attribute:NAME); a missing value is the group unknown. Groups sum to the total.",
                table: true
            )
            .Defines([.. Metric.OfMeasures, "heterogeneity"]);
        v1.MapGet(
                "/portfolio/trend",
                (
                    [AsParameters] LoanFilter filter,
                    Choice<TrendInterval>? interval,
                    Choice<DefaultDefinition>? definition,
                    Choice<CountUnit>? unit,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetPortfolioTrend(
                            filter,
                            interval?.Value ?? default,
                            definition?.Value ?? default,
                            unit?.Value ?? default
                        ),
                        cancellationToken
                    )
            )
            .Describe<Answer<Trend>>(
                "GetPortfolioTrend",
                "Originations by period, and how those loans stand now",
                "The measures of the loans that started in each month, quarter or year. Young loans have had less time to default: compare periods with definition=perLoanYear. Periods without a loan are not listed.",
                table: true
            )
            .Defines(Metric.OfMeasures);
        v1.MapGet(
                "/portfolio/plan-position",
                (
                    [AsParameters] LoanFilter filter,
                    DateOnly? asOf,
                    Choice<DefaultDefinition>? definition,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetPlanPosition(filter, asOf, definition?.Value ?? default),
                        cancellationToken
                    )
            )
            .Describe<Answer<PlanPositions>>(
                "GetPlanPosition",
                "Where loans stand against their plan by terms and status alone: implied, not observed",
                "Early warning for a book that has nothing but terms, status and the sums paid. Implied, not observed: nothing is known of when was paid, and every loan is taken to be a level annuity from its start. Each group is that of GET /loans under the filter of its dimension's name.",
                table: true
            )
            .Defines(
                "planBand",
                "impliedArrears",
                "pastMaturity",
                "otherLoanDefaulted",
                "loanToIncomeBand",
                "instalmentsToIncomeBand",
                "outstanding",
                "default"
            );
        v1.MapGet(
                "/portfolio/facets",
                (
                    [AsParameters] LoanFilter filter,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) => mediator.Send(new GetPortfolioFacets(filter), cancellationToken)
            )
            .Describe<Answer<PortfolioFacets>>(
                "GetPortfolioFacets",
                "What each filter can be set to",
                "For each list filter the values present with their number of loans, each filter counted under all the other filters in force, so that a second value can be chosen beside the first. Bands come in their order, unknown last; each category attribute of the lender's own is a filter attribute with values NAME:VALUE."
            )
            .Defines("facets");
        v1.MapGet(
                "/portfolio/change",
                (
                    [AsParameters] LoanFilter filter,
                    string? by,
                    string? from,
                    string? to,
                    Choice<DefaultDefinition>? definition,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetPortfolioChange(filter, by, from, to, definition?.Value ?? default),
                        cancellationToken
                    )
            )
            .Describe<Answer<PortfolioChange>>(
                "GetPortfolioChange",
                "Why the default rate changed between two origination periods",
                "Splits the change of the default rate between the loans that started in two periods (2022, 2022-Q2, 2022-05; both of the same length) into what the groups' own rates did and what their shares did. Over all groups the effects add up exactly to the change.",
                table: true
            )
            .Defines("rateEffect", "mixEffect", "default");
        v1.MapGet(
                "/portfolio/differences",
                (
                    [AsParameters] LoanFilter filter,
                    string[]? by,
                    Choice<DefaultDefinition>? definition,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetPortfolioDifferences(filter, by ?? [], definition?.Value ?? default),
                        cancellationToken
                    )
            )
            .Describe<Answer<PortfolioDifferences>>(
                "GetPortfolioDifferences",
                "Which attributes go with default beyond chance",
                "Tests for each attribute whether the default rates of its groups differ, and adjusts the p-values for the number of attributes tested, so that asking about twelve does not find one by chance. If by is not given: region, branch, city, product, ageBand, gender, employment, incomeBand, amountBand, rateBand, term, startYear and each of the lender's own category attributes with at most 20 values. Attributes that cut the loans into the very same groups, as region and branch do where each region has one branch, are each tested and each counted, which makes the adjustment stricter than it need be. Tests go by number of loans under every definition. Highest, lowest and standOut look at groups large enough to say something by themselves: at the selection's rate at least five loans would default and five would not. CSV, NDJSON and Parquet leave out standOut.",
                table: true
            )
            .Defines("heterogeneity", "adjustedP", "cramersV", "standOut", "default");
    }
}
