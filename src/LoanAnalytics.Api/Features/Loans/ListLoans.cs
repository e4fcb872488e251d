using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.Extensions.Caching.Memory;

namespace LoanAnalytics.Api.Features.Loans;

/// <summary>The loans behind any figure, page by page: the same filter gives the same loans.</summary>
internal sealed record ListLoans(LoanFilter Filter, string? Sort, int? Limit, string? Cursor)
    : IRequest<Page<LoanItem>>;

/// <summary>All of the loans behind a figure, for the table forms.</summary>
internal sealed record ExportLoans(LoanFilter Filter, string? Sort) : IRequest<Export<LoanItem>>;

/// <summary>A loan with what its customer and branch add to it.</summary>
public sealed record LoanItem(
    string LoanId,
    string CustomerId,
    string? BranchId,
    string? Region,
    string? Product,
    [property: AllowedValues("approved", "active", "fully_paid", "defaulted", "written_off")]
        string Status,
    string? SourceStatus,
    decimal Principal,
    decimal? InterestRate,
    int? TermMonths,
    DateOnly StartDate,
    DateOnly? EndDate,
    decimal? AmountPaid,
    decimal? OutstandingBalance,
    int? Age,
    [property: AllowedValues("female", "male", "other", "unknown")] string Gender,
    decimal? AnnualIncome,
    string Employment
)
{
    private static readonly ListColumn<LoanItem> LoanKey = new(
        "loanId",
        "loan_id",
        "text",
        l => l.LoanId
    );

    private static readonly ListColumn<LoanItem> CustomerKey = new(
        "customerId",
        "customer_id",
        "text",
        l => l.CustomerId
    );

    /// <summary>Every column of the list is one that it can be sorted by.</summary>
    internal static readonly ListOrder<LoanItem> Order = new(
        LoanKey.Name,
        [CustomerKey, LoanKey],
        [
            LoanKey,
            CustomerKey,
            new("branchId", "branch_key", "text", l => l.BranchId),
            new("region", "nullif(region, 'unknown')", "text", l => l.Region),
            new("product", "nullif(product, 'unknown')", "text", l => l.Product),
            new("status", "status", "text", l => l.Status),
            new("sourceStatus", "source_status", "text", l => l.SourceStatus),
            new("principal", "principal", "numeric", l => l.Principal),
            new("interestRate", "interest_rate", "numeric", l => l.InterestRate),
            new("termMonths", "term_months", "int", l => l.TermMonths),
            new("startDate", "start_date", "date", l => l.StartDate),
            new("endDate", "end_date", "date", l => l.EndDate),
            new("amountPaid", "amount_paid", "numeric", l => l.AmountPaid),
            new("outstanding", "outstanding_balance", "numeric", l => l.OutstandingBalance),
            new("outstandingBalance", "outstanding_balance", "numeric", l => l.OutstandingBalance),
            new("age", "age", "int", l => l.Age),
            new("gender", "gender", "text", l => l.Gender),
            new("annualIncome", "annual_income", "numeric", l => l.AnnualIncome),
            new("employment", "employment", "text", l => l.Employment),
        ]
    );
}

internal sealed class ListLoansValidator : AbstractValidator<ListLoans>
{
    public ListLoansValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.Sort).IsColumnOf(LoanItem.Order);
    }
}

internal sealed class ExportLoansValidator : AbstractValidator<ExportLoans>
{
    public ExportLoansValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.Sort).IsColumnOf(LoanItem.Order);
    }
}

internal sealed class ListLoansHandler(LoanDb db, IMemoryCache counts)
    : IRequestHandler<ListLoans, Page<LoanItem>>,
        IRequestHandler<ExportLoans, Export<LoanItem>>
{
    public async Task<Page<LoanItem>> Handle(ListLoans request, CancellationToken cancellationToken)
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var meta = request.Filter.MetaOf(version, DefaultDefinition.Count);
        var question = $"loans|{JsonSerializer.Serialize(meta.Filters)}";
        var replaced = await db.LastReplace(cancellationToken);
        var after = LoanItem.Order.Position(request.Cursor, request.Sort, question, replaced);
        var limit = request.Limit ?? 100;
        // One more than the page holds tells whether there is a next one.
        var rows = await db.QueryText<LoanItem>(
            LoanItem.Order.Query(SqlFile.Query(nameof(ListLoans)), request.Sort, after),
            cancellationToken,
            [.. request.Filter.Parameters(), .. ListOrder<LoanItem>.Parameters(limit + 1, after)]
        );
        var total = await Count(request.Filter, question, version.ImportId, cancellationToken);
        var items = rows.Take(limit).ToArray();
        var next =
            rows.Count > limit
                ? LoanItem.Order.Cursor(items[^1], request.Sort, question, replaced)
                : null;
        return new(meta, total, items, next);
    }

    public async Task<Export<LoanItem>> Handle(
        ExportLoans request,
        CancellationToken cancellationToken
    )
    {
        var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var rows = db.StreamText<LoanItem>(
            snapshot,
            LoanItem.Order.Query(SqlFile.Query(nameof(ListLoans)), request.Sort, null),
            [.. request.Filter.Parameters(), .. ListOrder<LoanItem>.Parameters(null, null)],
            cancellationToken
        );
        return new(request.Filter.MetaOf(version, DefaultDefinition.Count), rows);
    }

    /// <summary>The length of a list is counted once for each version, and not again for each page.</summary>
    private async Task<long> Count(
        LoanFilter filter,
        string question,
        Guid importId,
        CancellationToken cancellationToken
    )
    {
        if (counts.TryGetValue((importId, question), out long known))
            return known;
        var count = await db.QueryFile<long>("CountLoans", cancellationToken, filter.Parameters());
        return counts.Set(
            (importId, question),
            count.Single(),
            new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(10) }
        );
    }
}
