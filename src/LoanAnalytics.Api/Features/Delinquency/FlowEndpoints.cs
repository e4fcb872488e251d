using System.ComponentModel.DataAnnotations;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>How loans move through the buckets, and how they leave the book: repaid early, or lost.</summary>
internal static class FlowEndpoints
{
    private const string TakesHistory =
        " Takes repayment history: payments against a schedule, or one row a loan and month; meta.evidence says which, and 409 repayment-history-required names what is missing. At an earlier day the loans are filtered as they are now.";

    public static void MapFlows(this RouteGroupBuilder v1)
    {
        v1.MapGet(
                "/delinquency/transitions",
                (
                    [AsParameters] LoanFilter filter,
                    DateOnly? from,
                    DateOnly? to,
                    Choice<TransitionSteps>? steps,
                    Choice<HistoryAxis>? axis,
                    DateOnly? asOf,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetTransitions(
                            filter,
                            from,
                            to,
                            steps?.Value ?? TransitionSteps.Month,
                            axis?.Value,
                            asOf
                        ),
                        cancellationToken
                    )
            )
            .Describe<Answer<Transitions>>(
                "GetTransitions",
                "How loans move between the buckets and out of the book",
                "By number and by balance, with what rolls on and what is cured. As a table it is the matrix, or with axis the series. With steps=period the end may be any day of which payments tell. The loans of a cell of one month, or of a period looked at from its ends, are those of GET /loans under stateAt=FROM:STATE and stateAt=TO:STATE, where the end is a month's or the date of the data; over months added up a loan can be in many cells, which have no list."
                    + TakesHistory,
                table: true
            )
            .Defines("transitionMatrix", "rollRate", "cureRate");
        v1.MapGet(
                "/delinquency/prepayment",
                (
                    [AsParameters] LoanFilter filter,
                    Choice<HistoryAxis>? axis,
                    DateOnly? asOf,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetPrepayment(filter, axis?.Value ?? HistoryAxis.Month, asOf),
                        cancellationToken
                    )
            )
            .Describe<Answer<Prepayment>>(
                "GetPrepayment",
                "How fast loans are repaid ahead of schedule",
                "By number of loans and by principal, by month or by age and over all of it."
                    + TakesHistory,
                table: true
            )
            .Defines("prepayment", "smm", "cpr");
        v1.MapGet(
                "/delinquency/losses",
                (
                    [AsParameters] LoanFilter filter,
                    [Range(1, 120)] int? months,
                    [Range(0d, 1000d)] decimal? discountRate,
                    Choice<HistoryAxis>? axis,
                    DateOnly? asOf,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetLosses(
                            filter,
                            months ?? 12,
                            discountRate,
                            axis?.Value ?? HistoryAxis.Month,
                            asOf
                        ),
                        cancellationToken
                    )
            )
            .Describe<Answer<Losses>>(
                "GetLosses",
                "Write-offs, recoveries, loss given default and the loss to be expected",
                "Losses by month or by age, which are the rows of a table; recoveries since default; and the forecast from the flows of the last months with its back-test. The loans of a bucket of the forecast at the date of the data are those of GET /loans under delinquencyBucket."
                    + TakesHistory,
                table: true
            )
            .Defines("writtenOff", "recovered", "mdr", "cdr", "lgd", "flowRate", "lossForecast");
    }
}
