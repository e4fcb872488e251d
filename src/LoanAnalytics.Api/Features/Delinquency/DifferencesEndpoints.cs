using System.ComponentModel.DataAnnotations;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>What the source reports beside what payments say.</summary>
internal static class DifferencesEndpoints
{
    public static void MapDifferences(this RouteGroupBuilder v1) =>
        v1.MapGet(
                "/delinquency/differences",
                async (
                    [AsParameters] LoanFilter filter,
                    Choice<ReportedFigure>[]? figure,
                    decimal? sizeMin,
                    DateOnly? asOf,
                    string? sort,
                    [Range(1, 1000)] int? limit,
                    string? cursor,
                    HttpContext context,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                {
                    ReportedFigure[] figures = [.. (figure ?? []).Select(f => f.Value)];
                    return context.Form() == AnswerForm.Json
                        ? (IAnswer)
                            await mediator.Send(
                                new ListReportedDifferences(
                                    filter,
                                    figures,
                                    sizeMin,
                                    asOf,
                                    sort,
                                    limit,
                                    cursor
                                ),
                                cancellationToken
                            )
                        : await mediator.Send(
                            new ExportReportedDifferences(filter, figures, sizeMin, asOf, sort),
                            cancellationToken
                        );
                }
            )
            .Describe<ReportedDifferencePage>(
                "ListReportedDifferences",
                "Where the source and the payments do not say the same",
                "Balance, days past due, arrears and status as the source reports them, beside the same worked out of schedule and payments at the date of the data: every difference with its size, and their sums. Neither side is taken to be right. Where the source reports no such figure nothing is compared; without payments the answer is 409 repayment-history-required. "
                    + AnswerForms.ListForms,
                table: true
            )
            .SortedBy(ReportedDifference.Order.Names)
            .Defines("reportedDifferences", "daysPastDue", "arrearsAmount");
}
