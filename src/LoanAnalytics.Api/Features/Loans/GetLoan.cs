using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AutoMapper;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoanAnalytics.Api.Features.Loans;

/// <summary>One loan with its terms, schedule, payments and course, its branch and its customer.</summary>
internal sealed record GetLoan(string LoanId) : IRequest<Answer<LoanDetail>>;

/// <summary>One customer and their loans.</summary>
internal sealed record GetCustomer(string CustomerId) : IRequest<Answer<CustomerDetail>>;

/// <summary>A loan's terms as recorded, and what falls due and was paid where the source knows it.</summary>
/// <param name="Loan">Terms and standing.</param>
/// <param name="Branch">Its branch; null where unknown.</param>
/// <param name="Customer">Its borrower.</param>
/// <param name="Schedule">What falls due, by date, and which payments paid it.</param>
/// <param name="Payments">Movements of money, by date, and which instalments each paid.</param>
/// <param name="Lateness">How late it is, how that comes about, and how late it was.</param>
/// <param name="History">What had fallen due, had been paid and was left, by date; empty where fewer than two days are known of.</param>
public sealed record LoanDetail(
    LoanTerms Loan,
    BranchItem? Branch,
    LoanCustomer Customer,
    IReadOnlyList<InstalmentItem> Schedule,
    IReadOnlyList<PaymentItem> Payments,
    LoanLateness Lateness,
    IReadOnlyList<HistoryPoint> History
);

/// <summary>The borrower of a loan.</summary>
/// <param name="CustomerId">The lender's key of the customer.</param>
/// <param name="Name">Name; null where unknown.</param>
/// <param name="Age">Completed years at the as-of date; null where unknown.</param>
/// <param name="Gender">female, male or other; null where unknown.</param>
/// <param name="AnnualIncome">Income a year; null where unknown.</param>
/// <param name="EmploymentStatus">In the lender's words; null where unknown.</param>
/// <param name="Loans">All loans of the customer, this one included.</param>
public sealed record LoanCustomer(
    string CustomerId,
    string? Name,
    int? Age,
    [property: AllowedValues("female", "male", "other")] string? Gender,
    decimal? AnnualIncome,
    string? EmploymentStatus,
    long Loans
);

/// <summary>A row of ReportedBalances.sql.</summary>
internal sealed record ReportedBalance(DateOnly On, decimal? Balance);

/// <summary>The terms and standing of a loan.</summary>
public sealed record LoanTerms(
    string LoanId,
    string CustomerId,
    string? BranchId,
    string? Product,
    decimal Principal,
    decimal? InterestRate,
    int? TermMonths,
    DateOnly StartDate,
    DateOnly? EndDate,
    [property: AllowedValues("approved", "active", "fully_paid", "defaulted", "written_off")]
        string Status,
    string? SourceStatus,
    decimal? AmountPaid,
    decimal? OutstandingBalance,
    DateOnly? DefaultedOn,
    DateOnly? ClosedOn,
    DateOnly? WrittenOffOn,
    JsonDocument? Attributes
);

/// <summary>An amount falling due, and what was paid for it by the as-of date: the oldest instalment first, whatever a payment was meant for.</summary>
/// <param name="FallsDueOn">The due date, or the working day that the lender's policy puts it off to.</param>
/// <param name="Paid">What was paid for it; null where the book has no payments.</param>
/// <param name="Unpaid">What of it is open; null likewise.</param>
/// <param name="SettledOn">The day on which it was paid in full; null while it is open.</param>
/// <param name="DaysLate">Days from the due date to its settlement, below 0 where early, or to the as-of date while it is open; null before it falls due.</param>
/// <param name="PaidBy">The payments that went into it, by date.</param>
public sealed record InstalmentItem(
    int Seq,
    DateOnly DueDate,
    DateOnly FallsDueOn,
    decimal AmountDue,
    decimal? Principal,
    decimal? Interest,
    decimal? Fees,
    decimal? Paid,
    decimal? Unpaid,
    DateOnly? SettledOn,
    int? DaysLate,
    IReadOnlyList<InstalmentPart> PaidBy
);

/// <summary>What one payment gave to an instalment.</summary>
/// <param name="PaymentNo">Number of the payment.</param>
/// <param name="PaidOn">Its day.</param>
/// <param name="Amount">How much of it went there.</param>
public sealed record InstalmentPart(string PaymentNo, DateOnly PaidOn, decimal Amount);

/// <summary>A movement of money.</summary>
/// <param name="PaidFor">The instalments that it paid; empty for what was taken back, for a recovery, and without a schedule.</param>
public sealed record PaymentItem(
    string PaymentNo,
    DateOnly PaidOn,
    decimal Amount,
    [property: AllowedValues("payment", "reversal", "refund", "recovery", "waiver")] string Kind,
    IReadOnlyList<PaymentPart> PaidFor
);

/// <summary>What of a payment went into one instalment.</summary>
/// <param name="Seq">Number of the instalment; null for what is beyond the whole schedule.</param>
/// <param name="Amount">How much of the payment went there.</param>
public sealed record PaymentPart(int? Seq, decimal Amount);

/// <summary>A customer with their loans, newest first.</summary>
public sealed record CustomerDetail(
    string CustomerId,
    string? Name,
    DateOnly? BirthDate,
    int? Age,
    [property: AllowedValues("female", "male", "other")] string? Gender,
    decimal? AnnualIncome,
    string? EmploymentStatus,
    JsonDocument? Attributes,
    IReadOnlyList<LoanTerms> Loans
);

/// <summary>Entities to answers.</summary>
internal sealed class LoanMaps : AutoMapper.Profile
{
    public LoanMaps() => CreateMap<Loan, LoanTerms>();
}

internal sealed class GetLoanHandler(LoanDb db, IMapper mapper)
    : IRequestHandler<GetLoan, Answer<LoanDetail>>,
        IRequestHandler<GetCustomer, Answer<CustomerDetail>>
{
    public async Task<Answer<LoanDetail>> Handle(
        GetLoan request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var loan =
            await db
                .Loans.AsNoTracking()
                .FirstOrDefaultAsync(l => l.LoanId == request.LoanId, cancellationToken)
            ?? throw ProblemException.NotFound($"loan {request.LoanId}");
        var schedule = await db
            .Instalments.AsNoTracking()
            .Where(i => i.CustomerId == loan.CustomerId && i.LoanId == loan.LoanId)
            .OrderBy(i => i.DueDate)
            .ThenBy(i => i.Seq)
            .ToListAsync(cancellationToken);
        var payments = await db
            .Payments.AsNoTracking()
            .Where(p => p.CustomerId == loan.CustomerId && p.LoanId == loan.LoanId)
            .OrderBy(p => p.PaidOn)
            .ThenBy(p => p.PaymentNo)
            .ToListAsync(cancellationToken);
        var branch = await db
            .Branches.Where(b => b.BranchId == loan.BranchId)
            .Select(b => new BranchItem(b.BranchId, b.Name, b.City, b.Region))
            .FirstOrDefaultAsync(cancellationToken);
        var customer = await db.QueryFile<LoanCustomer>(
            nameof(LoanCustomer),
            cancellationToken,
            new NpgsqlParameter("customer_id", loan.CustomerId)
        );
        var reported = await db.QueryFile<ReportedBalance>(
            "ReportedBalances",
            cancellationToken,
            new NpgsqlParameter("customer_id", loan.CustomerId),
            new NpgsqlParameter("loan_id", loan.LoanId),
            new NpgsqlParameter("start_date", loan.StartDate)
        );
        var standing = await db.QueryFile<LoanStandingRow>(
            "LoanStanding",
            cancellationToken,
            new NpgsqlParameter("customer_id", loan.CustomerId),
            new NpgsqlParameter("loan_id", loan.LoanId)
        );
        var months = await db
            .LoanMonths.AsNoTracking()
            .Where(m => m.CustomerId == loan.CustomerId && m.LoanId == loan.LoanId)
            .OrderBy(m => m.MonthEnd)
            .ToListAsync(cancellationToken);
        Movement[] movements = [.. payments.Select(MovementOf)];
        var working = new LoanWorking(
            loan,
            standing.Single(),
            [
                .. schedule.Select(i => new ScheduledInstalment(
                    i.Seq,
                    i.DueDate,
                    i.AmountDue,
                    i.Principal
                )),
            ],
            movements,
            version.AsOf,
            version.DelinquencyPolicy
        );
        var allocation = working.Allocation();
        return new(
            new LoanFilter().LatenessMetaOf(
                version,
                version.AsOf,
                allocation is not null ? "payments"
                    : months.Count > 0 ? "monthly"
                    : loan.ReportedDaysPastDue is not null ? "reported"
                    : "status"
            ),
            new(
                mapper.Map<LoanTerms>(loan),
                branch,
                customer.Single(),
                Schedule(schedule, allocation),
                Payments(payments, allocation),
                working.Lateness(months),
                History(version, loan, schedule, movements, reported)
            )
        );
    }

    private static Movement MovementOf(Payment p) =>
        new(
            p.PaidOn,
            Enum.Parse<MovementKind>(p.Kind, ignoreCase: true),
            p.Amount,
            p.Principal,
            p.PaymentNo
        );

    private static List<InstalmentItem> Schedule(
        List<Instalment> schedule,
        PaymentAllocation? allocation
    )
    {
        var paid = allocation?.Instalments.ToDictionary(i => i.Instalment.Seq);
        return schedule.ConvertAll(i => Item(i, paid?[i.Seq], allocation?.AsOf));
    }

    private static InstalmentItem Item(Instalment i, AllocatedInstalment? paid, DateOnly? asOf) =>
        new(
            i.Seq,
            i.DueDate,
            paid?.FallsDueOn ?? i.DueDate,
            i.AmountDue,
            i.Principal,
            i.Interest,
            i.Fees,
            paid?.Paid,
            paid?.Unpaid,
            paid?.SettledOn,
            paid is null || (paid.SettledOn is null && paid.FallsDueOn > asOf)
                ? null
                : paid.Days(asOf!.Value),
            [.. (paid?.Parts ?? []).Select(p => new InstalmentPart(p.PaymentNo!, p.On, p.Amount))]
        );

    private static List<PaymentItem> Payments(List<Payment> payments, PaymentAllocation? allocation)
    {
        var parts = (allocation?.Instalments ?? [])
            .SelectMany(
                i => i.Parts,
                (i, p) => (p.PaymentNo, Seq: (int?)i.Instalment.Seq, p.Amount)
            )
            .Concat(
                (allocation?.Surplus ?? []).Select(p => (p.PaymentNo, Seq: (int?)null, p.Amount))
            )
            .ToLookup(p => p.PaymentNo, p => new PaymentPart(p.Seq, p.Amount));
        return payments.ConvertAll(p => new PaymentItem(
            p.PaymentNo,
            p.PaidOn,
            p.Amount,
            p.Kind,
            [.. parts[p.PaymentNo]]
        ));
    }

    private static IReadOnlyList<HistoryPoint> History(
        DataVersion version,
        Loan loan,
        IEnumerable<Instalment> schedule,
        Movement[] movements,
        IEnumerable<ReportedBalance> reported
    ) =>
        LoanHistory.Of(
            loan.Principal,
            loan.StartDate,
            version.AsOf,
            [.. schedule.Select(i => (i.DueDate, i.AmountDue))],
            movements,
            reported
                .Where(r => r.Balance is not null)
                .ToDictionary(r => r.On, r => r.Balance!.Value)
        );

    public async Task<Answer<CustomerDetail>> Handle(
        GetCustomer request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var c =
            await db
                .Customers.AsNoTracking()
                .FirstOrDefaultAsync(x => x.CustomerId == request.CustomerId, cancellationToken)
            ?? throw ProblemException.NotFound($"customer {request.CustomerId}");
        var loans = await db
            .Loans.AsNoTracking()
            .Where(l => l.CustomerId == c.CustomerId)
            .OrderByDescending(l => l.StartDate)
            .ThenBy(l => l.LoanId)
            .ToListAsync(cancellationToken);
        return new(
            new LoanFilter().MetaOf(version, DefaultDefinition.Count),
            new(
                c.CustomerId,
                c.Name,
                c.BirthDate,
                c.Age,
                c.Gender,
                c.AnnualIncome,
                c.EmploymentStatus,
                c.Attributes,
                mapper.Map<List<LoanTerms>>(loans)
            )
        );
    }
}
