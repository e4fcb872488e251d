using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Metrics;

/// <summary>What every figure means, and the portfolio's bands.</summary>
internal sealed record GetMetrics : IRequest<Answer<MetricCatalogue>>;

/// <summary>The metrics, and the bands by dimension, lowest first.</summary>
public sealed record MetricCatalogue(
    IReadOnlyList<Metric> Metrics,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Bands
);

/// <summary>A metric: its name in answers, its definition, its unit, and when it is null.</summary>
public sealed record Metric(string Name, string Definition, string Unit, string Null);

internal sealed class GetMetricsHandler(LoanDb db)
    : IRequestHandler<GetMetrics, Answer<MetricCatalogue>>
{
    private static readonly Metric[] All =
    [
        new(
            "disbursed",
            "Principal of the loans paid out: every status but approved, and approved loans that show a balance or a payment",
            "money",
            "never"
        ),
        new("repaid", "Sum of amounts paid as recorded", "money", "no loan has a known amount"),
        new(
            "outstanding",
            "Sum of balances as recorded; credit balances count as negative",
            "money",
            "no loan has a known balance"
        ),
        new(
            "default.count",
            "Defaulted (and written-off) loans / all loans",
            "fraction",
            "no loan"
        ),
        new(
            "default.amount",
            "Principal of defaulted loans / principal of all loans",
            "fraction",
            "no principal"
        ),
        new(
            "default.balance",
            "Outstanding of defaulted loans / outstanding of all, as recorded",
            "fraction",
            "a balance is unknown, or the sum is not above 0"
        ),
        new(
            "default.booked",
            "Defaulted loans / loans that are not merely approved",
            "fraction",
            "no booked loan"
        ),
        new(
            "default.resolved",
            "Defaulted / (defaulted + fully paid); overstates a young book",
            "fraction",
            "no resolved loan"
        ),
        new(
            "default.perLoanYear",
            "Defaulted loans / years on the book, from start to the earliest of default, closing or contract end, and the as-of date",
            "defaults a loan-year",
            "no loan-year"
        ),
        new(
            "default.low, default.high",
            "Wilson 95 % interval of a count rate",
            "fraction",
            "the definition is in money or loan-years"
        ),
        new(
            "default.adjusted",
            "(x + a m) / (n + a): drawn towards the portfolio's rate m with the strength a fitted to the branches",
            "fraction",
            "as low and high"
        ),
        new(
            "interestRate.simple",
            "Mean of the rates of the loans that have one",
            "percent a year",
            "no loan has a rate"
        ),
        new(
            "interestRate.amountWeighted",
            "Rates weighted by principal",
            "percent a year",
            "no weight"
        ),
        new(
            "interestRate.outstandingWeighted",
            "Rates weighted by balance as recorded",
            "percent a year",
            "the weights' sum is not above 0"
        ),
        new(
            "lifecycle",
            "Open (approved and active), defaulted (with written off), fully paid",
            "loans",
            "never"
        ),
        new(
            "heterogeneity",
            "Chi-square test that the groups' default rates are equal; differs means p < 0.05",
            "",
            "fewer than two groups, or one outcome only"
        ),
        new(
            "rank",
            "Place by default rate, 1 the highest, with the 2.5 and 97.5 % points of 10,000 draws of each group's beta posterior",
            "place",
            "the definition is in money or loan-years"
        ),
        new(
            "funnel",
            "Portfolio rate -+ z sqrt(rate (1 - rate) / n), z = 1.96 and 3.09",
            "fraction",
            "as rank"
        ),
        new(
            "incomeCorrelation",
            "Spearman's rho of income and the customer's share of defaulted loans, p by t with n - 2 degrees",
            "-1..1",
            "fewer than three borrowers with an income"
        ),
    ];

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
        };
        return new(new LoanFilter().MetaOf(v, DefaultDefinition.Count), new(All, bands));
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
                "Name, definition, unit and null rule of each metric, and the bands of age, income, amount and rate."
            );
}
