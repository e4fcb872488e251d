using System.ComponentModel.DataAnnotations;
using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>Whom to contact: the customers with running loans for whom contact is most worth its while, why, and what to do.</summary>
internal sealed record GetWatchList(
    LoanFilter Filter,
    int Capacity,
    decimal? ContactEffect,
    decimal? LossGivenDefault,
    bool IncludeClosed
) : IRequest<Answer<WatchList>>;

/// <summary>The watch list.</summary>
/// <param name="RankedBy">expectedLossAvoided: a model is published. warnings: there is none, so that customers are ranked by the number of different early warnings and then by what they owe, and only those with a warning are listed.</param>
/// <param name="Capacity">So many customers can be contacted.</param>
/// <param name="EligibleCustomers">Customers who could be on it.</param>
/// <param name="EligibleLoans">Their running loans.</param>
/// <param name="Assumptions">What the loss avoided is reckoned with.</param>
/// <param name="ExpectedLoss">Of the customers on it: chance x exposure x loss given default.</param>
/// <param name="ExpectedLossAvoided">Of it what contact would avoid.</param>
/// <param name="Customers">The customers, most worth contacting first.</param>
/// <param name="BackTest">How lists of this length did on past days; empty where no model is published, or there is no history.</param>
public sealed record WatchList(
    [property: AllowedValues("expectedLossAvoided", "warnings")] string RankedBy,
    int Capacity,
    int EligibleCustomers,
    int EligibleLoans,
    RiskAssumption Assumptions,
    decimal ExpectedLoss,
    decimal ExpectedLossAvoided,
    IReadOnlyList<WatchCustomer> Customers,
    IReadOnlyList<WatchBackTest> BackTest
) : IHasTable
{
    Table IHasTable.Table =>
        Table.Of<WatchTableRow>([
            .. Customers.SelectMany(c => c.Loans.Select(l => WatchTableRow.Of(c, l))),
        ]);
}

/// <summary>A customer on the watch list.</summary>
/// <param name="Place">1 the most worth contacting.</param>
/// <param name="CustomerId">The lender's key.</param>
/// <param name="Exposure">What the running loans owe.</param>
/// <param name="Probability">Chance that any of them defaults; null where none is scored.</param>
/// <param name="ExpectedLoss">Sum over the loans of chance x exposure x loss given default.</param>
/// <param name="ExpectedLossAvoided">Of it what contact would avoid.</param>
/// <param name="Action">What to do.</param>
/// <param name="ActionWords">The same in plain words.</param>
/// <param name="Reasons">Why, in plain words: those of all loans, each once.</param>
/// <param name="Loans">The running loans.</param>
public sealed record WatchCustomer(
    int Place,
    string CustomerId,
    decimal Exposure,
    double? Probability,
    decimal ExpectedLoss,
    decimal ExpectedLossAvoided,
    [property: AllowedValues(
        "agreeSettlement",
        "reviewCustomer",
        "agreePlan",
        "callAboutInstalment",
        "reviewAffordability",
        "courtesyCall"
    )]
        string Action,
    string ActionWords,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<WatchLoan> Loans
);

/// <summary>A loan of a customer on the watch list.</summary>
/// <param name="LoanId">The lender's key.</param>
/// <param name="BranchId">The lender's key of the branch.</param>
/// <param name="Product">Loan product.</param>
/// <param name="Exposure">What is owed; the principal where no balance is known.</param>
/// <param name="DaysPastDue">At the date of the data; null where it is not known.</param>
/// <param name="DelinquencyBucket">As the filter of that name takes it.</param>
/// <param name="Probability">Chance of default under the published model; null where it is not scored.</param>
/// <param name="RiskBand">Its band, as the filter of that name takes it.</param>
/// <param name="ExpectedLoss">Chance x exposure x loss given default.</param>
/// <param name="Warnings">Early warnings that hold: missedInstalment, risingDaysPastDue, brokenPattern, fallingAmounts; from terms and status alone pastMaturity, behindPlan, otherLoanDefaulted, highInstalmentBurden.</param>
/// <param name="Reasons">Why, in plain words.</param>
/// <param name="Note">What people recorded.</param>
public sealed record WatchLoan(
    string LoanId,
    string BranchId,
    string Product,
    decimal Exposure,
    int? DaysPastDue,
    string DelinquencyBucket,
    double? Probability,
    string RiskBand,
    decimal ExpectedLoss,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Reasons,
    WatchNoteItem Note
);

/// <summary>How a list of this length did on a past day: customers who defaulted in the six months after, among those it would have named.</summary>
/// <param name="Day">The day; the model knew nothing later.</param>
/// <param name="Customers">Customers with a running loan.</param>
/// <param name="Defaulted">Of these, with a default in the six months after.</param>
/// <param name="Listed">Length of the list.</param>
/// <param name="ByExpectedLoss">Of those listed in the order of the watch list, defaulted.</param>
/// <param name="ByProbability">The same in the order of the chance alone.</param>
/// <param name="ByDaysPastDue">The same in the order of days past due, exposure deciding between equals.</param>
/// <param name="ByChance">What a list drawn by chance would hold: listed x defaulted / customers.</param>
public sealed record WatchBackTest(
    DateOnly Day,
    int Customers,
    int Defaulted,
    int Listed,
    Proportion ByExpectedLoss,
    Proportion ByProbability,
    Proportion ByDaysPastDue,
    double ByChance
);

/// <summary>A loan of the list as a row of a table.</summary>
internal sealed record WatchTableRow(
    int Place,
    string CustomerId,
    string LoanId,
    string BranchId,
    string Product,
    decimal Exposure,
    int? DaysPastDue,
    string DelinquencyBucket,
    double? Probability,
    string RiskBand,
    decimal ExpectedLoss,
    string Warnings,
    string Reasons,
    string Action,
    string? Owner,
    string Status,
    string? Note,
    string? Outcome
)
{
    public static WatchTableRow Of(WatchCustomer c, WatchLoan l) =>
        new(
            c.Place,
            c.CustomerId,
            l.LoanId,
            l.BranchId,
            l.Product,
            l.Exposure,
            l.DaysPastDue,
            l.DelinquencyBucket,
            l.Probability,
            l.RiskBand,
            l.ExpectedLoss,
            string.Join("; ", l.Warnings),
            string.Join("; ", l.Reasons),
            c.ActionWords,
            l.Note.Owner,
            l.Note.Status,
            l.Note.Note,
            l.Note.Outcome
        );
}

/// <summary>A row of GetWatchList.sql.</summary>
internal sealed record WatchRow(
    int Place,
    int EligibleCustomers,
    int EligibleLoans,
    string CustomerId,
    string LoanId,
    string BranchId,
    string Product,
    string RiskBand,
    string DelinquencyBucket,
    int? DaysPastDue,
    decimal Exposure,
    double? Probability,
    double Chance,
    double ExpectedLoss,
    string[]? Reasons,
    double[]? Points,
    string[] Warnings,
    string? Owner,
    string? NoteStatus,
    string? Note,
    string? Outcome,
    int? Revision,
    DateTime? ChangedAt
);

internal sealed class GetWatchListValidator : AbstractValidator<GetWatchList>
{
    public GetWatchListValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.ContactEffect)
            .InclusiveBetween(0, 1)
            .WithMessage("contactEffect is a fraction 0..1.");
        RuleFor(q => q.LossGivenDefault)
            .InclusiveBetween(0, 1)
            .WithMessage("lossGivenDefault is a fraction 0..1.");
    }
}

internal sealed class GetWatchListHandler(LoanDb db, IConfiguration configuration)
    : IRequestHandler<GetWatchList, Answer<WatchList>>
{
    public async Task<Answer<WatchList>> Handle(
        GetWatchList request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var assumption = await RiskAssumption.Of(
            db,
            configuration,
            request.ContactEffect,
            request.LossGivenDefault,
            cancellationToken
        );
        var byModel = version.RiskModelId is not null;
        var rows = await db.QueryFile<WatchRow>(
            nameof(GetWatchList),
            cancellationToken,
            [
                .. request.Filter.Parameters(),
                .. assumption.Parameters(request.IncludeClosed),
                new("by_model", NpgsqlDbType.Boolean) { Value = byModel },
                new("capacity", NpgsqlDbType.Integer) { Value = request.Capacity },
            ]
        );
        WatchCustomer[] customers =
        [
            .. rows.GroupBy(r => r.Place).Select(c => Customer([.. c], assumption)),
        ];
        var backTest = byModel ? await BackTest(request.Capacity, cancellationToken) : [];
        return new(
            request.Filter.MetaOf(version, DefaultDefinition.Count) with
            {
                WatchRevision = version.WatchRevision > 0 ? version.WatchRevision : null,
                Evidence = Evidence(version),
            },
            new(
                byModel ? "expectedLossAvoided" : "warnings",
                request.Capacity,
                rows.Select(r => r.EligibleCustomers).FirstOrDefault(),
                rows.Select(r => r.EligibleLoans).FirstOrDefault(),
                assumption,
                customers.Sum(c => c.ExpectedLoss),
                customers.Sum(c => c.ExpectedLossAvoided),
                customers,
                backTest
            )
        );
    }

    private static WatchCustomer Customer(IReadOnlyList<WatchRow> rows, RiskAssumption assumption)
    {
        var loss = rows.Sum(r => Money(r.ExpectedLoss));
        var action = WatchWords.ActionOf(rows.SelectMany(r => r.Warnings));
        var scored = rows.Where(r => r.Probability is not null).ToArray();
        return new(
            rows[0].Place,
            rows[0].CustomerId,
            rows.Sum(r => r.Exposure),
            scored.Length == 0
                ? null
                : 1 - scored.Aggregate(1.0, (none, r) => none * (1 - r.Probability!.Value)),
            loss,
            Money((double)loss * assumption.ContactEffect),
            action,
            WatchWords.WordsOf(action, rows.Max(r => r.DaysPastDue)),
            WatchWords.ReasonsOf(rows),
            [
                .. rows.Select(r => new WatchLoan(
                    r.LoanId,
                    r.BranchId,
                    r.Product,
                    r.Exposure,
                    r.DaysPastDue,
                    r.DelinquencyBucket,
                    r.Probability,
                    r.RiskBand,
                    Money(r.ExpectedLoss),
                    r.Warnings,
                    WatchWords.ReasonsOf(r),
                    new(
                        r.LoanId,
                        r.Owner,
                        r.NoteStatus ?? WatchNoteItem.Open,
                        r.Note,
                        r.Outcome,
                        r.ChangedAt,
                        WatchNoteItem.TagOf(r.LoanId, r.Revision ?? 0)
                    )
                )),
            ]
        );
    }

    private async Task<IReadOnlyList<WatchBackTest>> BackTest(
        int capacity,
        CancellationToken cancellationToken
    )
    {
        var (version, _, report) = await db.RiskModelOf(null, cancellationToken);
        return
        [
            .. report
                .Algorithms.Where(a => a.Card.Algorithm == version.RiskAlgorithm)
                .SelectMany(a => a.BackTests)
                .Select(day =>
                {
                    var listed = Math.Min(capacity, day.Customers);
                    return new WatchBackTest(
                        day.Day,
                        day.Customers,
                        day.Defaulted,
                        listed,
                        Hits(day.ByExpectedLoss),
                        Hits(day.ByProbability),
                        Hits(day.ByDaysPastDue),
                        (double)listed * day.Defaulted / day.Customers
                    );

                    Proportion Hits(int[] places) =>
                        Proportion.Of(places.LongCount(p => p <= listed), listed);
                }),
        ];
    }

    /// <summary>What the warnings rest on.</summary>
    private static string Evidence(DataVersion version) =>
        version.HasPayments ? "payments"
        : version.HasMonths ? "monthly"
        : version.HasReported ? "reported"
        : "status";

    private static decimal Money(double amount) => Math.Round((decimal)amount, 4);
}
