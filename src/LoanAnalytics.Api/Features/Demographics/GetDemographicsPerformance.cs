using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;

namespace LoanAnalytics.Api.Features.Demographics;

/// <summary>How the loans of each group of people perform, whether the groups differ beyond chance, and for income its rank correlation with default.</summary>
internal sealed record GetDemographicsPerformance(
    LoanFilter Filter,
    PersonTrait By,
    DefaultDefinition Definition,
    CountUnit Unit
) : IRequest<Answer<DemographicsPerformance>>;

/// <summary>An attribute of a person.</summary>
public enum PersonTrait
{
    Age,
    Gender,
    Employment,
    Income,

    /// <summary>Another word for age: its dimension.</summary>
    AgeBand,

    /// <summary>Another word for income: its dimension.</summary>
    IncomeBand,
}

/// <summary>The groups' measures, their total and test.</summary>
/// <param name="IncomeCorrelation">By income only: Spearman's rho of income and the customer's share of defaulted loans; null where it cannot be had.</param>
public sealed record DemographicsPerformance(
    IReadOnlyList<string> By,
    IReadOnlyList<GroupMeasures> Rows,
    LoanMeasures Total,
    Heterogeneity? Heterogeneity,
    IncomeCorrelation? IncomeCorrelation
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows, ("group", By), ("status", LoanFilter.Statuses));
}

/// <summary>Spearman's rho with its p-value, over borrowers with a known income.</summary>
public sealed record IncomeCorrelation(double Rho, double PValue, int Customers);

internal sealed record IncomeRow(string CustomerId, decimal Income, double DefaultedShare);

internal sealed class GetDemographicsPerformanceValidator
    : AbstractValidator<GetDemographicsPerformance>
{
    public GetDemographicsPerformanceValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q).BorrowersAreCounted(q => q.Definition, q => q.Unit);
    }
}

internal sealed class GetDemographicsPerformanceHandler(MeasuresReader measures, LoanDb db)
    : IRequestHandler<GetDemographicsPerformance, Answer<DemographicsPerformance>>
{
    public async Task<Answer<DemographicsPerformance>> Handle(
        GetDemographicsPerformance request,
        CancellationToken cancellationToken
    )
    {
        Grouping[] by =
        [
            Grouping.Of(
                request.By switch
                {
                    PersonTrait.Age or PersonTrait.AgeBand => Dimension.AgeBand,
                    PersonTrait.Gender => Dimension.Gender,
                    PersonTrait.Employment => Dimension.Employment,
                    _ => Dimension.IncomeBand,
                }
            ),
        ];
        var question = new MeasuresQuestion(request.Filter, by, request.Definition, request.Unit);
        var measured = await measures.Read(question, cancellationToken);
        var groups = measured.Breakdown(by);
        var correlation = request.By is PersonTrait.Income or PersonTrait.IncomeBand
            ? await Correlation(request.Filter, cancellationToken)
            : null;
        return new(
            question.MetaOf(measured.Version),
            new(groups.By, groups.Rows, groups.Total, groups.Heterogeneity, correlation)
        );
    }

    private async Task<IncomeCorrelation?> Correlation(
        LoanFilter filter,
        CancellationToken cancellationToken
    )
    {
        var rows = await db.QueryFile<IncomeRow>(
            nameof(GetDemographicsPerformance),
            cancellationToken,
            filter.Parameters()
        );
        var test = Spearman.Correlation(
            [.. rows.Select(r => (double)r.Income)],
            [.. rows.Select(r => r.DefaultedShare)]
        );
        return test is null ? null : new(test.Rho, test.PValue, test.N);
    }
}
