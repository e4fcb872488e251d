using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>What models of the chance of default can learn from in this book.</summary>
internal sealed record ListRiskFeatures : IRequest<Answer<IReadOnlyList<RiskFeatureItem>>>;

/// <summary>A feature.</summary>
/// <param name="Name">As POST /risk/models takes it.</param>
/// <param name="Label">What a sentence calls it.</param>
/// <param name="Kind">number or category.</param>
/// <param name="NeedsHistory">It tells how the loan has gone up to the day of observation; else it was known from the start.</param>
/// <param name="IsSensitive">Gender, age, or by its name a stand-in for what a lender must not decide by: left out unless asked for.</param>
public sealed record RiskFeatureItem(
    string Name,
    string Label,
    [property: System.ComponentModel.DataAnnotations.AllowedValues("number", "category")]
        string Kind,
    bool NeedsHistory,
    bool IsSensitive
);

internal sealed class ListRiskFeaturesHandler(LoanDb db)
    : IRequestHandler<ListRiskFeatures, Answer<IReadOnlyList<RiskFeatureItem>>>
{
    public async Task<Answer<IReadOnlyList<RiskFeatureItem>>> Handle(
        ListRiskFeatures request,
        CancellationToken cancellationToken
    )
    {
        var version = await db.CurrentVersion(cancellationToken);
        return new(
            new LoanFilter().MetaOf(version, DefaultDefinition.Count),
            [
                .. RiskFeature
                    .Of(version.Attributes, version.HasMonths)
                    .Select(f => new RiskFeatureItem(
                        f.Name,
                        f.Label,
                        f.IsNumber ? "number" : "category",
                        f.NeedsHistory,
                        f.IsSensitive
                    )),
            ]
        );
    }
}
