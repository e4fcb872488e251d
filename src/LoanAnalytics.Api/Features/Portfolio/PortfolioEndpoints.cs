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
                "Disbursed = principal of the loans paid out; repaid = sum of amounts paid; outstanding = sum of balances as recorded; status mix; default rate under the chosen definition with its Wilson 95 % interval; average interest rate three ways."
            );
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
                "Groups by one to three dimensions (region, branch, city, product, status, ageBand, gender, employment, incomeBand, amountBand, rateBand, term, startYear, startQuarter, startMonth, attribute:NAME); a missing value is the group unknown. Heterogeneity is a chi-square test that the groups' default rates are equal; differs means p < 0.05.",
                table: true
            );
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
                "The measures of the loans that started in each month, quarter or year. Young loans have had less time to default: compare periods with definition=perLoanYear.",
                table: true
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
            );
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
                "Splits the change of the default rate between the loans that started in two periods (2022, 2022-Q2, 2022-05) by group. With w a group's share and r its rate: rate effect = mean(w) x (r1 - r0), mix effect = mean(r) x (w1 - w0), means over the two periods; over all groups they add up exactly to the change (Kitagawa 1955). A group absent from one period takes the other period's rate, so it is all mix. Both are null where a period has no rate.",
                table: true
            );
    }
}
