using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Branches;

/// <summary>The lender's branches, with or without a loan.</summary>
internal sealed record ListBranches : IRequest<Answer<IReadOnlyList<BranchItem>>>;

internal sealed class ListBranchesHandler(LoanDb db)
    : IRequestHandler<ListBranches, Answer<IReadOnlyList<BranchItem>>>
{
    public async Task<Answer<IReadOnlyList<BranchItem>>> Handle(
        ListBranches request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var branches = await db
            .Branches.OrderBy(b => b.BranchId)
            .Select(b => new BranchItem(b.BranchId, b.Name, b.City, b.Region))
            .ToListAsync(cancellationToken);
        return new(new LoanFilter().MetaOf(version, DefaultDefinition.Count), branches);
    }
}
