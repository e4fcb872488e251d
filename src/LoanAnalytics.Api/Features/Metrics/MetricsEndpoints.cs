using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;

namespace LoanAnalytics.Api.Features.Metrics;

/// <summary>What every figure means, and the portfolio's bands.</summary>
internal sealed record GetMetrics : IRequest<Answer<MetricCatalogue>>;

/// <summary>The metrics, and what of them the portfolio chooses.</summary>
/// <param name="Metrics">Every metric, once.</param>
/// <param name="Bands">The bands by dimension, lowest first.</param>
/// <param name="Policy">How lateness is counted from instalments and payments.</param>
public sealed record MetricCatalogue(
    IReadOnlyList<Metric> Metrics,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Bands,
    StatedPolicy Policy
);

internal sealed class GetMetricsHandler(LoanDb db)
    : IRequestHandler<GetMetrics, Answer<MetricCatalogue>>
{
    public async Task<Answer<MetricCatalogue>> Handle(
        GetMetrics request,
        CancellationToken cancellationToken
    )
    {
        var v = await db.CurrentVersion(cancellationToken);
        var bands = new Dictionary<string, IReadOnlyList<string>>
        {
            ["ageBand"] = v.AgeLabels,
            ["incomeBand"] = v.IncomeLabels,
            ["amountBand"] = v.AmountLabels,
            ["rateBand"] = v.RateLabels,
            ["planBand"] = [.. LoanFilter.PlanBands.Except(["unknown"])],
            ["loanToIncomeBand"] = LoanBurden.LoanBands,
            ["instalmentsToIncomeBand"] = LoanBurden.InstalmentBands,
            ["riskBand"] = RiskBand.Labels,
        };
        return new(
            new LoanFilter().MetaOf(v, DefaultDefinition.Count),
            new(Metric.All, bands, StatedPolicy.Of(v.DelinquencyPolicy))
        );
    }
}

internal static class MetricsEndpoints
{
    public static void MapMetrics(this RouteGroupBuilder v1) =>
        v1.MapGet(
                "/metrics",
                (IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new GetMetrics(), cancellationToken)
            )
            .Describe<Answer<MetricCatalogue>>(
                "GetMetrics",
                "What every figure means",
                "Name, definition, formula, unit, null rule and source of each metric, and the bands of age, income, amount and rate with their labels in order: lower edge included. Likewise the bands of loan and instalments to income and of the chance of default, and those of the plan, upper edge included. The policy is how this portfolio counts lateness."
            );
}
