using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>What becomes of loans as they age, and how they are paid.</summary>
internal static class CohortEndpoints
{
    private const string Evidence =
        " meta.evidence says what the answer rests on, and 409 repayment-history-required names what is missing. At an earlier day the loans are filtered as they are now.";

    public static void MapCohorts(this RouteGroupBuilder v1)
    {
        v1.MapGet(
                "/delinquency/vintages",
                (
                    [AsParameters] LoanFilter filter,
                    Choice<VintageMeasure>? measure,
                    Choice<VintagePeriod>? cohort,
                    string? by,
                    Choice<HistoryAxis>? axis,
                    DateOnly? asOf,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetVintages(
                            filter,
                            measure?.Value ?? VintageMeasure.Default,
                            cohort?.Value ?? VintagePeriod.Quarter,
                            by,
                            axis?.Value ?? HistoryAxis.Age,
                            asOf
                        ),
                        cancellationToken
                    )
            )
            .Describe<Answer<Vintages>>(
                "GetVintages",
                "What share of each cohort went wrong by each age",
                "The loans that were paid out in each month, quarter or year, and how many of them had been late, had defaulted or had been prepaid by each age, by number with its interval and by principal. Young cohorts have been seen for less long: what not every loan of a cohort has come to is null, never 0. The loans of a cohort are those of GET /loans under startMonth, startQuarter or startYear."
                    + " measure default and prepaid can be told from dates of default and closing alone, the others take repayment history."
                    + Evidence,
                table: true
            )
            .Defines("vintage", "default.date", "prepaid");
        v1.MapGet(
                "/delinquency/survival",
                (
                    [AsParameters] LoanFilter filter,
                    string? by,
                    DateOnly? asOf,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) => mediator.Send(new GetSurvival(filter, by, asOf), cancellationToken)
            )
            .Describe<Answer<Survival>>(
                "GetSurvival",
                "The share of loans that have not defaulted by each age",
                "Time to default of all loans and of each group: running loans count for as long as they have been seen, repaid ones until they were repaid, so that young and old loans are read together. Ages at which no loan defaulted have no row: the share is that of the row before."
                    + Evidence,
                table: true
            )
            .Defines("survival", "default.date");
        v1.MapGet(
                "/delinquency/collections",
                (
                    [AsParameters] LoanFilter filter,
                    Choice<HistoryAxis>? axis,
                    Choice<VintagePeriod>? interval,
                    DateOnly? from,
                    DateOnly? asOf,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetCollections(
                            filter,
                            axis?.Value ?? HistoryAxis.Month,
                            interval?.Value,
                            from,
                            asOf
                        ),
                        cancellationToken
                    )
            )
            .Describe<Answer<Collections>>(
                "GetCollections",
                "What fell due, what came in, and which share of what that is",
                "Month by month, by quarters or years, or by the age of the loans. Each rate says what it divides by, for one book can have a high rate and a low one at once. Quarters and years add up their months, each as it was known at its end: late is what was paid after the due date but within its month."
                    + Evidence,
                table: true
            )
            .Defines(
                "onTimeCollectionRate",
                "currentCollectionEfficiency",
                "collectionEfficiency",
                "totalDemandEfficiency",
                "collections.arrears"
            );
        v1.MapGet(
                "/delinquency/payment-behaviour",
                (
                    [AsParameters] LoanFilter filter,
                    string? by,
                    DateOnly? asOf,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) => mediator.Send(new GetPaymentBehaviour(filter, by, asOf), cancellationToken)
            )
            .Describe<Answer<Punctuality>>(
                "GetPaymentBehaviour",
                "How punctually loans are paid",
                "What fell due up to the day by when it was paid, of all loans and of each group, whether loans pay later and later, and how many loans are punctual, sometimes late or mostly late; at the date of the data these are those of GET /loans under punctuality."
                    + Evidence,
                table: true
            )
            .Defines(
                "paymentBehaviour",
                "averageDaysLate",
                "maxDaysLate12m",
                "missedInstalments",
                "trend",
                "punctual, sometimesLate, mostlyLate"
            );
    }
}
