using System.Text.Json;
using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>Places customers who are not in the data: the segment whose centre is nearest. Nothing is stored.</summary>
/// <param name="Customers">1 to 10,000 customers.</param>
/// <param name="Segmentation">A finished segmentation; the published one if not given.</param>
public sealed record AssignSegments(NewCustomer[] Customers, Guid? Segmentation = null)
    : IRequest<Answer<IReadOnlyList<AssignedCustomer>>>;

/// <summary>A customer to place; what is not given is unknown.</summary>
/// <param name="Reference">Whatever the caller knows the customer by; it comes back with the answer.</param>
/// <param name="Age">Completed years.</param>
/// <param name="Income">A year, in the portfolio's currency.</param>
/// <param name="Employment">Employment status in the lender's words.</param>
/// <param name="Gender">female, male or other.</param>
/// <param name="Tenure">Years since the first loan.</param>
/// <param name="Loans">Number of loans.</param>
/// <param name="Region">Region of the latest loan.</param>
/// <param name="Attributes">The lender's own attributes, by name.</param>
public sealed record NewCustomer(
    string? Reference = null,
    int? Age = null,
    decimal? Income = null,
    string? Employment = null,
    string? Gender = null,
    double? Tenure = null,
    int? Loans = null,
    string? Region = null,
    IReadOnlyDictionary<string, JsonElement>? Attributes = null
);

/// <summary>Where a customer belongs.</summary>
/// <param name="Reference">As it was given.</param>
/// <param name="Segment">Number of the segment; null where a number that it rests on is missing.</param>
/// <param name="Name">Its name.</param>
/// <param name="Distance">To its centre, in standardised space.</param>
/// <param name="Missing">Numbers that the segments rest on and that were not given.</param>
/// <param name="Unseen">Categories whose value no customer had when the segments were made: they say nothing of where the customer belongs.</param>
public sealed record AssignedCustomer(
    string? Reference,
    int? Segment,
    string? Name,
    double? Distance,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Unseen
);

internal sealed class AssignSegmentsValidator : AbstractValidator<AssignSegments>
{
    public AssignSegmentsValidator()
    {
        RuleFor(r => r.Customers)
            .Must(c => c is { Length: > 0 and <= 10_000 })
            .WithMessage("customers holds 1 to 10,000.");
        RuleForEach(r => r.Customers)
            .NotNull()
            .WithMessage("A customer is an object.")
            .Must(c => c?.Age is null or (>= 0 and <= 120))
            .WithMessage("age is 0 to 120.")
            .Must(c => c?.Income is null or >= 0)
            .WithMessage("income is 0 or more.")
            .Must(c => c?.Tenure is null or (>= 0 and <= 150) && c?.Loans is null or >= 0)
            .WithMessage("tenure and loans are 0 or more.");
    }
}

internal sealed class AssignSegmentsHandler(LoanDb db)
    : IRequestHandler<AssignSegments, Answer<IReadOnlyList<AssignedCustomer>>>
{
    public async Task<Answer<IReadOnlyList<AssignedCustomer>>> Handle(
        AssignSegments request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var made = await db.FinishedSegmentation(request.Segmentation, cancellationToken);
        var id = made.Record.SegmentationId;
        var names = await db
            .SegmentNames.AsNoTracking()
            .Where(n => n.SegmentationId == id)
            .ToDictionaryAsync(n => n.Segment, n => n.Name, cancellationToken);
        var model = made.Model;
        var columns = model.Columns(
            Borrowers.Features([.. request.Customers.Select(Borrower)], version.Attributes)
        );
        return new(
            new LoanFilter().MetaOf(version, DefaultDefinition.Count) with
            {
                Segmentation = id,
            },
            [.. request.Customers.Select((c, row) => Placed(c, row))]
        );

        AssignedCustomer Placed(NewCustomer customer, int row)
        {
            string[] missing =
            [
                .. columns
                    .Where(c => c.Kind == FeatureKind.Number && double.IsNaN(c.Numbers[row]))
                    .Select(c => c.Name),
            ];
            string[] unseen =
            [
                .. model
                    .Features.Zip(columns)
                    .Where(f => f.First.Values?.Contains(f.Second.Words[row]) == false)
                    .Select(f => f.First.Name),
            ];
            if (model.Point(columns, row) is not { } point)
                return new(customer.Reference, null, null, null, missing, unseen);
            var (segment, distance) = model.Nearest(point);
            return new(
                customer.Reference,
                segment.Id,
                names[segment.Id],
                distance,
                missing,
                unseen
            );
        }
    }

    private static Borrower Borrower(NewCustomer c) =>
        new(
            "",
            c.Age,
            c.Income,
            c.Employment ?? "unknown",
            c.Gender?.ToLowerInvariant() ?? "unknown",
            c.Tenure,
            c.Loans,
            c.Region ?? "unknown",
            c.Attributes is null ? null : JsonSerializer.Serialize(c.Attributes)
        );
}
