using System.ComponentModel.DataAnnotations;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Loans;

internal static class LoansEndpoints
{
    public static void MapLoans(this RouteGroupBuilder v1)
    {
        v1.MapGet(
                "/loans",
                async (
                    [AsParameters] LoanFilter filter,
                    string? sort,
                    [Range(1, 1000)] int? limit,
                    string? cursor,
                    HttpContext context,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    context.Form() == AnswerForm.Json
                        ? (IAnswer)
                            await mediator.Send(
                                new ListLoans(filter, sort, limit, cursor),
                                cancellationToken
                            )
                        : await mediator.Send(new ExportLoans(filter, sort), cancellationToken)
            )
            .Describe<LoanPage>(
                "ListLoans",
                "The loans behind any figure",
                "The same filters as on a figure give the very loans behind it. "
                    + AnswerForms.ListForms
                    + $" Columns: {string.Join(", ", LoanItem.Order.Names)}.",
                table: true
            )
            .SortedBy(LoanItem.Order.Names)
            .Defines("disbursed", "repaid", "outstanding", "unexplained");
        v1.MapGet(
                "/loans/{loanId}",
                (string loanId, IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new GetLoan(loanId), cancellationToken)
            )
            .Describe<Answer<LoanDetail>>(
                "GetLoan",
                "One loan",
                "Terms, schedule and payments as recorded, which payment paid which instalment, how late the loan is, how that comes about and how late it was, the loan's branch and customer, and its course: for the start and each day on which something fell due, was paid or was reported, what had fallen due, what had been paid and what was left. Balances come from the principal parts of the payments where every one states it, else from the balances that the published versions had."
            )
            .ProducesProblem(404)
            .Defines(
                "history.due",
                "history.paid",
                "history.balance",
                "daysPastDue",
                "arrearsAmount"
            );
        v1.MapGet(
                "/customers/{customerId}",
                (string customerId, IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new GetCustomer(customerId), cancellationToken)
            )
            .Describe<Answer<CustomerDetail>>(
                "GetCustomer",
                "One customer",
                "The customer as recorded, and their loans."
            )
            .ProducesProblem(404);
    }
}
