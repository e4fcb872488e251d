using System.ComponentModel.DataAnnotations;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Risk;

internal static class CharacteristicsEndpoints
{
    public static void MapCharacteristics(this RouteGroupBuilder v1) =>
        v1.MapGet(
                "/characteristics",
                (
                    [AsParameters] LoanFilter filter,
                    string? outcome,
                    [AllowedValues("resolved", "count", "booked")]
                        Choice<DefaultDefinition>? definition,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    mediator.Send(
                        new GetCharacteristics(
                            filter,
                            outcome ?? LoanOutcome.Defaulted,
                            definition?.Value ?? DefaultDefinition.Resolved
                        ),
                        cancellationToken
                    )
            )
            .Describe<Answer<Characteristics>>(
                "GetCharacteristics",
                "What goes with default, or with full repayment",
                "For each attribute of a loan and its borrower that does not come of the repayment: how loans with the outcome and the others are distributed over it, lift, weight of evidence and information value, how strong the association is beyond chance, and whether it is more than chance once the number of attributes is allowed for; and all attributes together in one logistic regression, since they overlap. Who is compared depends on definition: resolved (if not given) compares defaulted with fully paid loans, and open ones are neither; count compares with all other loans, open ones among them; booked with those that are not merely approved. amount, balance and perLoanYear count no loans and are refused. Tests take loans to be independent; the regression allows for loans of one customer. Amount, interest rate, term, product and branch are those of the contract, and the year is that of its start. Age, gender, income, employment, place and the lender's own attributes are as the data has them at its date, which is also when the outcome is told: the bands of age are those of every other answer, and a loan's borrower was younger by the loan's years when it began. Instalments to income is left out, since it counts the loans that are open now. Young loans have had less time to default or to be repaid: the year of origination shows it, and minMonthsOnBook leaves them out. An association is no cause. Fewer than 20 loans on either side answer 422 not-enough-outcomes; no loan at all answers zeros. CSV, NDJSON and Parquet have a row for each bin of each attribute.",
                table: true
            )
            .ProducesProblem(422)
            .Defines(
                "weightOfEvidence",
                "informationValue",
                "lift",
                "association",
                "adjustedP",
                "oddsRatio"
            );
}
