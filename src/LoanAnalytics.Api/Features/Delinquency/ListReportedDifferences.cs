using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>What the source reports of loans beside what schedule and payments say, difference by difference.</summary>
internal sealed record ListReportedDifferences(
    LoanFilter Filter,
    ReportedFigure[] Figures,
    decimal? SizeMin,
    DateOnly? AsOf,
    string? Sort,
    int? Limit,
    string? Cursor
) : IRequest<ReportedDifferencePage>;

/// <summary>All of the differences, for the table forms.</summary>
internal sealed record ExportReportedDifferences(
    LoanFilter Filter,
    ReportedFigure[] Figures,
    decimal? SizeMin,
    DateOnly? AsOf,
    string? Sort
) : IRequest<Export<ReportedDifference>>;

/// <summary>A figure that a source reports and payments give too.</summary>
public enum ReportedFigure
{
    /// <summary>Money owed.</summary>
    Balance,

    /// <summary>Days past due.</summary>
    DaysPastDue,

    /// <summary>Money overdue.</summary>
    Arrears,

    /// <summary>How the loan stands.</summary>
    Status,
}

/// <summary>A page of differences, and what all of them come to.</summary>
/// <param name="Meta">Date, version, currency, filters and policy of the comparison.</param>
/// <param name="Total">Length of the whole list.</param>
/// <param name="Figures">Sums by figure, over the loans that both sides know.</param>
/// <param name="Items">This page of the differences.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record ReportedDifferencePage(
    Meta Meta,
    long Total,
    IReadOnlyList<FigureDifferences> Figures,
    IReadOnlyList<ReportedDifference> Items,
    string? NextCursor
) : IAnswer
{
    Table? IAnswer.Table => null;
}

/// <summary>How far the source and the payments agree on one figure.</summary>
/// <param name="Figure">balance, daysPastDue, arrears or status.</param>
/// <param name="Compared">Loans of which both sides are known.</param>
/// <param name="Equal">Loans of them on which both sides agree to the last digit; for a status, without contradiction.</param>
/// <param name="Different">The others.</param>
/// <param name="Net">Sum of reported less ours; money, or days. Null of the status, and where nothing was compared.</param>
/// <param name="Absolute">Sum of the sizes; of the status the money at stake.</param>
/// <param name="Largest">The largest size; null where nothing was compared.</param>
/// <param name="Unsplit">Loans of them whose schedule does not split principal from interest, so that our balance is the unpaid instalments; null but of the balance.</param>
public sealed record FigureDifferences(
    [property: AllowedValues("balance", "daysPastDue", "arrears", "status")] string Figure,
    long Compared,
    long Equal,
    long Different,
    decimal? Net,
    decimal Absolute,
    decimal? Largest,
    long? Unsplit
);

/// <summary>A figure of a loan in which the source and the payments differ.</summary>
/// <param name="LoanId">The lender's key of the loan, for GET /loans/{loanId}, which shows the working.</param>
/// <param name="CustomerId">The lender's key of the customer.</param>
/// <param name="BranchId">The lender's key of the branch; null where unknown.</param>
/// <param name="Region">Its region; null where unknown.</param>
/// <param name="Product">Loan product; null where unknown.</param>
/// <param name="Figure">balance, daysPastDue, arrears or status.</param>
/// <param name="Reported">As the source reports it: money, or days. Null of the status.</param>
/// <param name="Ours">By schedule and payments alone. Null of the status.</param>
/// <param name="Difference">Reported less ours. Null of the status.</param>
/// <param name="Size">Its absolute value; of the status the money at stake, the balance or what of the principal has not come in.</param>
/// <param name="ReportedStatus">The status that the source reports.</param>
/// <param name="State">How the loan stands by schedule and payments: its aging bucket, paid, or owes of a loan that was closed with principal missing.</param>
public sealed record ReportedDifference(
    string LoanId,
    string CustomerId,
    string? BranchId,
    string? Region,
    string? Product,
    [property: AllowedValues("balance", "daysPastDue", "arrears", "status")] string Figure,
    decimal? Reported,
    decimal? Ours,
    decimal? Difference,
    decimal Size,
    [property: AllowedValues("approved", "active", "fully_paid", "defaulted", "written_off")]
        string ReportedStatus,
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
        "owes"
    )]
        string State
)
{
    /// <summary>The order where none is asked for.</summary>
    internal const string LargestFirst = "-size";

    private static readonly ListColumn<ReportedDifference> LoanKey = new(
        "loanId",
        "loan_id",
        "text",
        d => d.LoanId
    );

    private static readonly ListColumn<ReportedDifference> CustomerKey = new(
        "customerId",
        "customer_id",
        "text",
        d => d.CustomerId
    );

    private static readonly ListColumn<ReportedDifference> FigureKey = new(
        "figure",
        "figure",
        "text",
        d => d.Figure
    );

    /// <summary>Every column of the list is one that it can be sorted by.</summary>
    internal static readonly ListOrder<ReportedDifference> Order = new(
        "size",
        [CustomerKey, LoanKey, FigureKey],
        [
            new("size", "size", "numeric", d => d.Size),
            LoanKey,
            CustomerKey,
            new("branchId", "branch_id", "text", d => d.BranchId),
            new("region", "region", "text", d => d.Region),
            new("product", "product", "text", d => d.Product),
            FigureKey,
            new("reported", "reported", "numeric", d => d.Reported),
            new("ours", "ours", "numeric", d => d.Ours),
            new("difference", "difference", "numeric", d => d.Difference),
            new("reportedStatus", "reported_status", "text", d => d.ReportedStatus),
            new("state", "state", "text", d => d.State),
        ]
    );
}

/// <summary>A row of SumReportedDifferences.sql.</summary>
internal sealed record DifferenceSums(
    string Figure,
    long Compared,
    long Equal,
    long Listed,
    decimal? Net,
    decimal Absolute,
    decimal? Largest,
    long Unsplit
);

internal sealed class ListReportedDifferencesValidator : AbstractValidator<ListReportedDifferences>
{
    public ListReportedDifferencesValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.Sort).IsColumnOf(ReportedDifference.Order);
    }
}

internal sealed class ExportReportedDifferencesValidator
    : AbstractValidator<ExportReportedDifferences>
{
    public ExportReportedDifferencesValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.Sort).IsColumnOf(ReportedDifference.Order);
    }
}

internal sealed class ListReportedDifferencesHandler(LoanDb db, IMemoryCache known)
    : IRequestHandler<ListReportedDifferences, ReportedDifferencePage>,
        IRequestHandler<ExportReportedDifferences, Export<ReportedDifference>>
{
    private static readonly ListOrder<ReportedDifference> Order = ReportedDifference.Order;

    public async Task<ReportedDifferencePage> Handle(
        ListReportedDifferences request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var meta = await MetaOf(request.Filter, request.AsOf, cancellationToken);
        var sort = request.Sort ?? ReportedDifference.LargestFirst;
        var question =
            "differences|"
            + JsonSerializer.Serialize(
                new
                {
                    meta.Filters,
                    request.Figures,
                    request.SizeMin,
                }
            );
        var replaced = await db.LastReplace(cancellationToken);
        var after = Order.Position(request.Cursor, sort, question, replaced);
        var limit = request.Limit ?? 100;
        // One more than the page holds tells whether there is a next one.
        var rows = await db.QueryText<ReportedDifference>(
            Order.Query(SqlFile.Query(nameof(ListReportedDifferences)), sort, after),
            cancellationToken,
            [
                .. Parameters(request.Filter, request.Figures, request.SizeMin),
                .. ListOrder<ReportedDifference>.Parameters(limit + 1, after),
            ]
        );
        var sums = await Sums(request, question, meta.ImportId, cancellationToken);
        var items = rows.Take(limit).ToArray();
        var next = rows.Count > limit ? Order.Cursor(items[^1], sort, question, replaced) : null;
        ReportedFigure[] asked =
            request.Figures.Length > 0
                ? [.. request.Figures.Distinct().Order()]
                : Enum.GetValues<ReportedFigure>();
        return new(
            meta,
            sums.Sum(s => s.Listed),
            [.. asked.Select(f => Sums(Word(f), sums))],
            items,
            next
        );
    }

    public async Task<Export<ReportedDifference>> Handle(
        ExportReportedDifferences request,
        CancellationToken cancellationToken
    )
    {
        var snapshot = await db.Snapshot(cancellationToken);
        var meta = await MetaOf(request.Filter, request.AsOf, cancellationToken);
        var sort = request.Sort ?? ReportedDifference.LargestFirst;
        var rows = db.StreamText<ReportedDifference>(
            snapshot,
            Order.Query(SqlFile.Query(nameof(ListReportedDifferences)), sort, null),
            [
                .. Parameters(request.Filter, request.Figures, request.SizeMin),
                .. ListOrder<ReportedDifference>.Parameters(null, null),
            ],
            cancellationToken
        );
        return new(meta, rows);
    }

    /// <summary>The differences are summed up once for each version, and not again for each page.</summary>
    private async Task<List<DifferenceSums>> Sums(
        ListReportedDifferences request,
        string question,
        Guid importId,
        CancellationToken cancellationToken
    ) =>
        (
            await known.GetOrCreateAsync(
                (importId, question),
                entry =>
                {
                    entry.Size = 1;
                    entry.SlidingExpiration = TimeSpan.FromMinutes(10);
                    return db.QueryFile<DifferenceSums>(
                        "SumReportedDifferences",
                        cancellationToken,
                        Parameters(request.Filter, request.Figures, request.SizeMin)
                    );
                }
            )
        )!;

    /// <summary>What the comparison stands on: schedules and payments, at the date of the data, since the source reports of no other day.</summary>
    private async Task<Meta> MetaOf(
        LoanFilter filter,
        DateOnly? asOf,
        CancellationToken cancellationToken
    )
    {
        var version = await db.CurrentVersion(cancellationToken);
        if (!version.HasPayments)
            throw ProblemException.HistoryRequired(
                "Whether what the source reports is what payments say",
                HistoryReader.Payments
            );
        if (asOf is { } day && day != version.AsOf)
            throw ProblemException.BadParameter(
                "asOf",
                $"The source reports as of {version.AsOf:yyyy-MM-dd}, the date of the data, alone."
            );
        return filter.LatenessMetaOf(version, version.AsOf, "payments");
    }

    private static FigureDifferences Sums(string figure, List<DifferenceSums> sums)
    {
        var found = sums.FirstOrDefault(s => s.Figure == figure);
        long? unsplit = figure == Word(ReportedFigure.Balance) ? found?.Unsplit ?? 0 : null;
        return found is null
            ? new(figure, 0, 0, 0, null, 0, null, unsplit)
            : new(
                figure,
                found.Compared,
                found.Equal,
                found.Compared - found.Equal,
                MeasureSums.Trim(found.Net),
                found.Absolute,
                found.Largest,
                unsplit
            );
    }

    private static NpgsqlParameter[] Parameters(
        LoanFilter filter,
        ReportedFigure[] figures,
        decimal? sizeMin
    ) =>
        [
            .. filter.Parameters(),
            new("figure", NpgsqlDbType.Array | NpgsqlDbType.Text)
            {
                Value = figures.Select(Word).ToArray(),
            },
            new("size_min", NpgsqlDbType.Numeric) { Value = (object?)sizeMin ?? DBNull.Value },
        ];

    private static string Word(ReportedFigure figure) => Choice<ReportedFigure>.Words[(int)figure];
}
