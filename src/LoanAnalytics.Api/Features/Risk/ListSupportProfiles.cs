using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>Groups of running loans, by segment, lateness and product, that are expected to lose most: where a programme for many helps more than calls to some.</summary>
internal sealed record ListSupportProfiles(LoanFilter Filter, int LeastCustomers)
    : IRequest<Answer<IReadOnlyList<SupportProfile>>>;

/// <summary>A group of running loans.</summary>
/// <param name="Segment">Number of the customers' segment, as the filter of that name takes it; unknown where none is published.</param>
/// <param name="SegmentName">What it is called.</param>
/// <param name="DelinquencyBucket">Lateness, as the filter of that name takes it.</param>
/// <param name="Product">Loan product.</param>
/// <param name="Customers">Customers.</param>
/// <param name="Loans">Loans.</param>
/// <param name="Warned">Of these, with an early warning.</param>
/// <param name="Exposure">What is owed; the principal where no balance is known.</param>
/// <param name="MeanProbability">Mean chance of default; the share of the book's loans that defaulted where no model is published.</param>
/// <param name="ExpectedLoss">Sum of chance x exposure x loss given default.</param>
/// <param name="ExpectedLossShare">Expected loss / exposure, a fraction; null where nothing is owed.</param>
public sealed record SupportProfile(
    string Segment,
    string? SegmentName,
    string DelinquencyBucket,
    string Product,
    long Customers,
    long Loans,
    long Warned,
    decimal Exposure,
    double MeanProbability,
    decimal ExpectedLoss,
    double? ExpectedLossShare
);

internal sealed record SupportProfileRow(
    string Segment,
    string DelinquencyBucket,
    string Product,
    long Customers,
    long Loans,
    decimal Exposure,
    double ExpectedLoss,
    double MeanProbability,
    long Warned
);

internal sealed class ListSupportProfilesValidator : AbstractValidator<ListSupportProfiles>
{
    public ListSupportProfilesValidator() =>
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
}

internal sealed class ListSupportProfilesHandler(LoanDb db, IConfiguration configuration)
    : IRequestHandler<ListSupportProfiles, Answer<IReadOnlyList<SupportProfile>>>
{
    public async Task<Answer<IReadOnlyList<SupportProfile>>> Handle(
        ListSupportProfiles request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var assumption = await RiskAssumption.Of(db, configuration, null, null, cancellationToken);
        var rows = await db.QueryFile<SupportProfileRow>(
            nameof(ListSupportProfiles),
            cancellationToken,
            [
                .. request.Filter.Parameters(),
                .. assumption.Parameters(withClosed: true),
                new("least_customers", NpgsqlDbType.Integer) { Value = request.LeastCustomers },
            ]
        );
        var names = await db
            .SegmentNames.AsNoTracking()
            .Where(s => s.SegmentationId == version.SegmentationId)
            .ToDictionaryAsync(s => $"{s.Segment}", s => s.Name, cancellationToken);
        return new(
            request.Filter.MetaOf(version, DefaultDefinition.Count),
            [
                .. rows.Select(r => new SupportProfile(
                    r.Segment,
                    names.GetValueOrDefault(r.Segment),
                    r.DelinquencyBucket,
                    r.Product,
                    r.Customers,
                    r.Loans,
                    r.Warned,
                    r.Exposure,
                    r.MeanProbability,
                    Math.Round((decimal)r.ExpectedLoss, 4),
                    r.Exposure > 0 ? r.ExpectedLoss / (double)r.Exposure : null
                )),
            ]
        );
    }
}
