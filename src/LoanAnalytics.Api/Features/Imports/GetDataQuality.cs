using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>The findings of the version that is published now.</summary>
internal sealed record GetDataQuality : IRequest<Answer<IReadOnlyList<Finding>>>;

internal sealed class GetDataQualityHandler(LoanDb db)
    : IRequestHandler<GetDataQuality, Answer<IReadOnlyList<Finding>>>
{
    public async Task<Answer<IReadOnlyList<Finding>>> Handle(
        GetDataQuality request,
        CancellationToken cancellationToken
    )
    {
        var version = await db.CurrentVersion(cancellationToken);
        var findings = version.Findings.Deserialize<List<Finding>>(Json.Options)!;
        return new(new LoanFilter().MetaOf(version, DefaultDefinition.Count), findings);
    }
}
