using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Demographics;

/// <summary>Who borrows: borrowers of the selection beside all customers, by age band, gender, employment and income band.</summary>
internal sealed record GetDemographicsDistribution(LoanFilter Filter)
    : IRequest<Answer<DemographicsDistribution>>;

/// <summary>The distribution by each attribute; unknown is a group of its own, and each one's shares sum to one.</summary>
public sealed record DemographicsDistribution(
    IReadOnlyList<PeopleShare> Age,
    IReadOnlyList<PeopleShare> Gender,
    IReadOnlyList<PeopleShare> Employment,
    IReadOnlyList<PeopleShare> Income
) : IHasTable
{
    Table IHasTable.Table =>
        Table.Of<DistributionRow>([
            .. Rows("age", Age),
            .. Rows("gender", Gender),
            .. Rows("employment", Employment),
            .. Rows("income", Income),
        ]);

    private static IEnumerable<DistributionRow> Rows(
        string attribute,
        IEnumerable<PeopleShare> groups
    ) =>
        groups.Select(g => new DistributionRow(
            attribute,
            g.Group,
            g.Borrowers,
            g.BorrowerShare,
            g.Customers,
            g.CustomerShare
        ));
}

/// <summary>The distribution as a table: a row for each group of each attribute.</summary>
internal sealed record DistributionRow(
    string Attribute,
    string Group,
    long Borrowers,
    double? BorrowerShare,
    long Customers,
    double? CustomerShare
);

/// <summary>Borrowers (customers with a loan in the selection) and all customers of a group, with their shares 0..1.</summary>
public sealed record PeopleShare(
    string Group,
    long Borrowers,
    double? BorrowerShare,
    long Customers,
    double? CustomerShare
);

internal sealed record PeopleRow(string Attribute, string Group, long Customers, long Borrowers);

internal sealed class GetDemographicsDistributionValidator
    : AbstractValidator<GetDemographicsDistribution>
{
    public GetDemographicsDistributionValidator() =>
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
}

internal sealed class GetDemographicsDistributionHandler(LoanDb db)
    : IRequestHandler<GetDemographicsDistribution, Answer<DemographicsDistribution>>
{
    public async Task<Answer<DemographicsDistribution>> Handle(
        GetDemographicsDistribution request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var rows = await db.QueryFile<PeopleRow>(
            nameof(GetDemographicsDistribution),
            cancellationToken,
            request.Filter.Parameters()
        );
        return new(
            request.Filter.MetaOf(version, DefaultDefinition.Count),
            new(
                Shares("age", version.AgeLabels),
                Shares("gender", []),
                Shares("employment", []),
                Shares("income", version.IncomeLabels)
            )
        );

        PeopleShare[] Shares(string attribute, string[] bands)
        {
            var groups = rows.Where(r => r.Attribute == attribute).ToArray();
            var (borrowers, customers) = (
                groups.Sum(g => g.Borrowers),
                groups.Sum(g => g.Customers)
            );
            return
            [
                .. groups
                    .OrderBy(g => g.Group == "unknown")
                    .ThenBy(g => Array.IndexOf(bands, g.Group))
                    .ThenBy(g => g.Group, StringComparer.Ordinal)
                    .Select(g => new PeopleShare(
                        g.Group,
                        g.Borrowers,
                        borrowers == 0 ? null : (double)g.Borrowers / borrowers,
                        g.Customers,
                        customers == 0 ? null : (double)g.Customers / customers
                    )),
            ];
        }
    }
}
