using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>The running loans with their chance of default under the published model, riskiest first, and why.</summary>
internal sealed record ListRiskScores(LoanFilter Filter, string? Sort, int? Limit, string? Cursor)
    : IRequest<Page<RiskScoreItem>>;

/// <summary>All of them, for the table forms.</summary>
internal sealed record ExportRiskScores(LoanFilter Filter, string? Sort)
    : IRequest<Export<RiskScoreItem>>;

/// <summary>A loan under the published model. baseScore + the points of the reasons + otherPoints = score.</summary>
/// <param name="CustomerId">The lender's key of the customer.</param>
/// <param name="LoanId">The lender's key of the loan.</param>
/// <param name="Probability">Chance of default, a fraction 0..1.</param>
/// <param name="Score">Points, higher is safer: 600 at 50 good to one bad, 20 more for twice the odds.</param>
/// <param name="RiskBand">Band of the chance, as the filter of that name takes it.</param>
/// <param name="Exposure">What is owed, in the portfolio's currency; null where it is not known.</param>
/// <param name="DaysPastDue">At the date of the data; null where it is not known.</param>
/// <param name="Product">Loan product.</param>
/// <param name="BranchId">The lender's key of the branch.</param>
/// <param name="BaseScore">Score of a loan that no feature moves.</param>
/// <param name="Reasons">The features that move it most, most first.</param>
/// <param name="OtherPoints">Points of all other features together.</param>
public sealed record RiskScoreItem(
    string CustomerId,
    string LoanId,
    double Probability,
    double Score,
    [property: AllowedValues(
        "very low",
        "low",
        "moderate",
        "elevated",
        "high",
        "very high",
        "unknown"
    )]
        string RiskBand,
    decimal? Exposure,
    int? DaysPastDue,
    string Product,
    string BranchId,
    double BaseScore,
    IReadOnlyList<RiskReason> Reasons,
    double OtherPoints
);

/// <summary>What a feature does to a score.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Label">What a sentence calls it.</param>
/// <param name="Points">Points that it adds; below 0 it makes the loan riskier.</param>
public sealed record RiskReason(string Feature, string Label, double Points);

/// <summary>A row of ListRiskScores.sql.</summary>
internal sealed record RiskScoreRow(
    string CustomerId,
    string LoanId,
    double Probability,
    double Score,
    string RiskBand,
    decimal? Exposure,
    int? DaysPastDue,
    string Product,
    string BranchId,
    string[] Reasons,
    double[] Points
)
{
    private static readonly ListColumn<RiskScoreRow> Customer = new(
        "customerId",
        "s.customer_id",
        "text",
        r => r.CustomerId
    );
    private static readonly ListColumn<RiskScoreRow> Loan = new(
        "loanId",
        "s.loan_id",
        "text",
        r => r.LoanId
    );

    public static readonly ListOrder<RiskScoreRow> Order = new(
        "score",
        [Customer, Loan],
        [
            new("score", "s.score", "double precision", r => r.Score),
            new("probability", "s.probability", "double precision", r => r.Probability),
            new("exposure", "f.gross_balance", "numeric", r => r.Exposure),
            new("daysPastDue", "f.days_past_due", "int", r => r.DaysPastDue),
            new("product", "f.product", "text", r => r.Product),
            new("branchId", "f.branch_id", "text", r => r.BranchId),
            Customer,
            Loan,
        ]
    );

    public RiskScoreItem Item(double baseScore)
    {
        var score = Math.Round(Score, 4);
        return new(
            CustomerId,
            LoanId,
            Probability,
            score,
            RiskBand,
            Exposure,
            DaysPastDue,
            Product,
            BranchId,
            baseScore,
            [
                .. Reasons.Zip(
                    Points,
                    (feature, points) =>
                        new RiskReason(feature, RiskFeature.LabelOf(feature), points)
                ),
            ],
            Math.Round(score - baseScore - Points.Sum(), 4)
        );
    }
}

internal sealed class ListRiskScoresValidator : AbstractValidator<ListRiskScores>
{
    public ListRiskScoresValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.Sort).IsColumnOf(RiskScoreRow.Order);
    }
}

internal sealed class ExportRiskScoresValidator : AbstractValidator<ExportRiskScores>
{
    public ExportRiskScoresValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.Sort).IsColumnOf(RiskScoreRow.Order);
    }
}

internal sealed class ListRiskScoresHandler(LoanDb db)
    : IRequestHandler<ListRiskScores, Page<RiskScoreItem>>,
        IRequestHandler<ExportRiskScores, Export<RiskScoreItem>>
{
    private static readonly ListOrder<RiskScoreRow> Order = RiskScoreRow.Order;

    public async Task<Page<RiskScoreItem>> Handle(
        ListRiskScores request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var (meta, content) = await Published(request.Filter, cancellationToken);
        var question = $"scores|{meta.RiskRevision}|{JsonSerializer.Serialize(meta.Filters)}";
        var replaced = await db.LastReplace(cancellationToken);
        var after = Order.Position(request.Cursor, request.Sort, question, replaced);
        var limit = request.Limit ?? 100;
        var rows = await db.QueryText<RiskScoreRow>(
            Order.Query(SqlFile.Query(nameof(ListRiskScores)), request.Sort, after),
            cancellationToken,
            [
                .. request.Filter.Parameters(),
                .. ListOrder<RiskScoreRow>.Parameters(limit + 1, after),
            ]
        );
        var total = await db.QueryFile<long>(
            "CountRiskScores",
            cancellationToken,
            request.Filter.Parameters()
        );
        RiskScoreRow[] page = [.. rows.Take(limit)];
        var baseScore = Math.Round(content.BaseScore, 4);
        return new(
            meta,
            total.Single(),
            [.. page.Select(r => r.Item(baseScore))],
            rows.Count > limit ? Order.Cursor(page[^1], request.Sort, question, replaced) : null
        );
    }

    public async Task<Export<RiskScoreItem>> Handle(
        ExportRiskScores request,
        CancellationToken cancellationToken
    )
    {
        var snapshot = await db.Snapshot(cancellationToken);
        var (meta, content) = await Published(request.Filter, cancellationToken);
        var baseScore = Math.Round(content.BaseScore, 4);
        var rows = db.StreamText<RiskScoreRow>(
            snapshot,
            Order.Query(SqlFile.Query(nameof(ListRiskScores)), request.Sort, null),
            [.. request.Filter.Parameters(), .. ListOrder<RiskScoreRow>.Parameters(null, null)],
            cancellationToken
        );
        return new(meta, rows.Select(r => r.Item(baseScore)), ("reasons", content.Model.Features));
    }

    private async Task<(Meta Meta, RiskModelContent Content)> Published(
        LoanFilter filter,
        CancellationToken cancellationToken
    )
    {
        var (version, record, _) = await db.RiskModelOf(null, cancellationToken);
        return (
            filter.MetaOf(version, DefaultDefinition.Count),
            await RiskModelContent.Of(db, record.ModelId, version.RiskAlgorithm!, cancellationToken)
        );
    }
}
