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
    : IRequest<LoanPage>;

/// <summary>All of the loans behind a figure, for the table forms.</summary>
internal sealed record ExportLoans(LoanFilter Filter, string? Sort) : IRequest<Export<LoanItem>>;

/// <summary>A page of loans, and the sums over the whole list.</summary>
/// <param name="Meta">Date, version, currency and filters of the list.</param>
/// <param name="Total">Length of the whole list.</param>
/// <param name="Sums">Sums over the whole list: the figures of a summary under the same filters.</param>
/// <param name="Items">This page of it.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record LoanPage(
    Meta Meta,
    long Total,
    LoanSums Sums,
    IReadOnlyList<LoanItem> Items,
    string? NextCursor
) : IAnswer
{
    Table? IAnswer.Table => null;
}

/// <summary>The money of a list of loans.</summary>
/// <param name="Principal">Sum of principal, paid out or not.</param>
/// <param name="Disbursed">Principal of the loans paid out.</param>
/// <param name="Repaid">Sum of amounts paid; null where there are loans and none has a known one.</param>
/// <param name="Outstanding">Sum of balances, credit balances included; null likewise.</param>
/// <param name="Unexplained">Disbursed less repaid less outstanding.</param>
public sealed record LoanSums(
    decimal Principal,
    decimal Disbursed,
    decimal? Repaid,
    decimal? Outstanding,
    decimal Unexplained
);

/// <summary>A loan with what its customer and branch add to it.</summary>
/// <param name="Unexplained">Principal where paid out, less amount paid less outstanding balance; an unknown amount counts as not recorded.</param>
/// <param name="DaysPastDue">Days from the due date of the oldest unpaid instalment to the as-of date, or as reported; 0 where nothing is owed, null where neither is known and once written off.</param>
/// <param name="ArrearsAmount">What is overdue, or as reported; 0 and null likewise.</param>
/// <param name="DelinquencyBucket">The aging bucket; paid where nothing is owed, unknown without a schedule or a reported lateness.</param>
/// <param name="LastPaymentOn">Day of the last payment; null where none is known.</param>
/// <param name="InstalmentsBehind">Instalments behind a level plan, below 0 ahead of it: implied by terms and the sum paid, not observed; null without rate, term or sum paid.</param>
/// <param name="PlanBand">Its band; unknown where it is null.</param>
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
    decimal Unexplained,
    int? Age,
    [property: AllowedValues("female", "male", "other", "unknown")] string Gender,
    decimal? AnnualIncome,
    string Employment,
    int? DaysPastDue,
    decimal? ArrearsAmount,
    [property: AllowedValues(
        "current",
        "1-30",
        "31-60",
        "61-90",
        "91-120",
        "121-150",
        "151-180",
        ">180",
        "paid",
        "written_off",
        "unknown"
    )]
        string DelinquencyBucket,
    DateOnly? LastPaymentOn,
    double? InstalmentsBehind,
    [property: AllowedValues("<= 0", "0-1", "1-3", "3-6", "6-12", "> 12", "unknown")]
        string PlanBand
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
            new("unexplained", "unexplained", "numeric", l => l.Unexplained),
            new("age", "age", "int", l => l.Age),
            new("gender", "gender", "text", l => l.Gender),
            new("annualIncome", "annual_income", "numeric", l => l.AnnualIncome),
            new("employment", "employment", "text", l => l.Employment),
            new("daysPastDue", "days_past_due", "int", l => l.DaysPastDue),
            new("arrearsAmount", "arrears", "numeric", l => l.ArrearsAmount),
            new("delinquencyBucket", "delinquency_bucket", "text", l => l.DelinquencyBucket),
            new("lastPaymentOn", "last_payment_on", "date", l => l.LastPaymentOn),
            new(
                "instalmentsBehind",
                "instalments_behind::double precision",
                "double precision",
                l => l.InstalmentsBehind
            ),
            new("planBand", "plan_band", "text", l => l.PlanBand),
        ]
    );
}

/// <summary>A row of SumLoans.sql.</summary>
internal sealed record LoanSumsRow(
    long Loans,
    decimal Principal,
    decimal Disbursed,
    decimal? Repaid,
    decimal? Outstanding
);

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

internal sealed class ListLoansHandler(LoanDb db, IMemoryCache known)
    : IRequestHandler<ListLoans, LoanPage>,
        IRequestHandler<ExportLoans, Export<LoanItem>>
{
    public async Task<LoanPage> Handle(ListLoans request, CancellationToken cancellationToken)
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
        var sums = await Sums(request.Filter, question, version, cancellationToken);
        var items = rows.Take(limit).ToArray();
        var next =
            rows.Count > limit
                ? LoanItem.Order.Cursor(items[^1], request.Sort, question, replaced)
                : null;
        return new(
            meta,
            sums.Loans,
            new(
                sums.Principal,
                sums.Disbursed,
                sums.Repaid,
                sums.Outstanding,
                MeasureSums.Unexplained(sums.Disbursed, sums.Repaid, sums.Outstanding)
            ),
            items,
            next
        );
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

    /// <summary>A list is counted and summed once for each version, and not again for each page.</summary>
    private async Task<LoanSumsRow> Sums(
        LoanFilter filter,
        string question,
        DataVersion version,
        CancellationToken cancellationToken
    )
    {
        // Segments and risk bands of loans change within a version.
        var key = (version.ImportId, version.SegmentsRevision, version.RiskRevision, question);
        if (known.TryGetValue(key, out LoanSumsRow? sums))
            return sums!;
        var summed = await db.QueryFile<LoanSumsRow>(
            "SumLoans",
            cancellationToken,
            filter.Parameters()
        );
        return known.Set(
            key,
            summed.Single(),
            new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(10) }
        );
    }
}
