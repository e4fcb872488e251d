using System.Text;
using System.Text.Json;
using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Loans;

/// <summary>The loans behind any figure: the same filter gives the same loans.</summary>
internal sealed record ListLoans(LoanFilter Filter, string? Sort, int? Limit, string? Cursor)
    : IRequest<Page<LoanItem>>
{
    /// <summary>Columns a list can be sorted by, and their names in loan_facts.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Sorts = new Dictionary<
        string,
        string
    >
    {
        ["loanId"] = "loan_id",
        ["customerId"] = "customer_id",
        ["branchId"] = "branch_id",
        ["region"] = "region",
        ["product"] = "product",
        ["status"] = "status",
        ["principal"] = "principal",
        ["interestRate"] = "interest_rate",
        ["termMonths"] = "term_months",
        ["startDate"] = "start_date",
        ["endDate"] = "end_date",
        ["amountPaid"] = "amount_paid",
        ["outstanding"] = "outstanding_balance",
        ["age"] = "age",
        ["annualIncome"] = "annual_income",
    };
}

/// <summary>A loan with what its customer and branch add to it.</summary>
public sealed record LoanItem(
    string LoanId,
    string CustomerId,
    string? BranchId,
    string? Region,
    string? Product,
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
    string Gender,
    decimal? AnnualIncome,
    string Employment,
    long Total
);

internal sealed class ListLoansValidator : AbstractValidator<ListLoans>
{
    public ListLoansValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.Limit).InclusiveBetween(1, 1000).WithMessage("limit is 1 to 1000.");
        RuleFor(q => q.Sort)
            .Must(s => s is null || ListLoans.Sorts.ContainsKey(s.TrimStart('-')))
            .WithMessage(
                $"sort is one of {string.Join(", ", ListLoans.Sorts.Keys)}, with - in front for largest first."
            );
    }
}

internal sealed class ListLoansHandler(LoanDb db) : IRequestHandler<ListLoans, Page<LoanItem>>
{
    /// <summary>Where the next page begins, and the question it belongs to.</summary>
    private sealed record Position(int Skip, string Question, Guid Replaced);

    public async Task<Page<LoanItem>> Handle(ListLoans request, CancellationToken cancellationToken)
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var meta = request.Filter.MetaOf(version, DefaultDefinition.Count);
        var question = $"{JsonSerializer.Serialize(meta.Filters)}|{request.Sort}";
        var skip = Skip(request.Cursor, question, version.ImportId);
        var limit = request.Limit ?? 100;
        var sort = request.Sort ?? "loanId";
        var order =
            $"{ListLoans.Sorts[sort.TrimStart('-')]} {(sort[0] == '-' ? "desc" : "asc")} nulls last, customer_id, loan_id";
        var rows = await db.QueryText<LoanItem>(
            SqlFile.Query(nameof(ListLoans)).Replace("/*order*/", order, StringComparison.Ordinal),
            cancellationToken,
            [
                .. request.Filter.Parameters(),
                new("skip", NpgsqlDbType.Integer) { Value = skip },
                new("take", NpgsqlDbType.Integer) { Value = limit },
            ]
        );
        var total = rows.Count > 0 ? rows[0].Total : 0;
        var next =
            skip + rows.Count < total
                ? Cursor(new(skip + rows.Count, question, version.ImportId))
                : null;
        return new(meta, total, rows, next);
    }

    private static string Cursor(Position position) =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(position));

    private static int Skip(string? cursor, string question, Guid replaced)
    {
        if (cursor is null)
            return 0;
        try
        {
            var position = JsonSerializer.Deserialize<Position>(
                Encoding.UTF8.GetString(Convert.FromBase64String(cursor))
            );
            if (position is { Skip: > 0 } p && p.Question == question && p.Replaced == replaced)
                return p.Skip;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // An altered cursor is answered like one of another question.
        }
        throw new ProblemException(
            400,
            "cursor-invalid",
            "The cursor is not of this list",
            "Begin again without a cursor."
        );
    }
}
