using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Portfolio;

/// <summary>Early warning from terms, status and the sum paid alone: how far loans are behind a level repayment plan, whether they are past their
/// maturity, another loan of the customer defaulted, and what loan and instalments weigh against income. Implied, not observed.</summary>
internal sealed record GetPlanPosition(
    LoanFilter Filter,
    DateOnly? AsOf,
    DefaultDefinition Definition
) : IRequest<Answer<PlanPositions>>;

/// <summary>Loans by their plan position and by the flags that follow from their terms.</summary>
/// <param name="Rows">The groups of planBand, pastMaturity, otherLoanDefaulted, loanToIncomeBand and instalmentsToIncomeBand, each dimension holding every loan once; groups without a loan are listed but for unknown.</param>
/// <param name="Total">All of them.</param>
/// <param name="WithoutPlan">The loans of the plan band unknown, and what they lack.</param>
public sealed record PlanPositions(
    IReadOnlyList<PlanGroup> Rows,
    PlanTotal Total,
    WithoutPlan WithoutPlan
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows);
}

/// <summary>The loans of a band or a flag.</summary>
/// <param name="Dimension">planBand, pastMaturity, otherLoanDefaulted, loanToIncomeBand or instalmentsToIncomeBand: the filter of that name takes the value.</param>
/// <param name="Value">The band, or yes, no, unknown.</param>
/// <param name="Loans">Loans of the group, of every status.</param>
/// <param name="Outstanding">Sum of balances as recorded; null where none is known.</param>
/// <param name="ImpliedArrears">What they would have paid by the plan and have not, of those not fully paid; implied, not observed.</param>
/// <param name="Open">The open ones of them, approved and active.</param>
/// <param name="Default">Their default rate under the chosen definition.</param>
public sealed record PlanGroup(
    string Dimension,
    string Value,
    long Loans,
    decimal? Outstanding,
    decimal ImpliedArrears,
    OpenPart Open,
    DefaultRate Default
);

/// <summary>The open loans of a group.</summary>
/// <param name="Loans">Approved and active loans.</param>
/// <param name="Customers">Their distinct customers, of the flags pastMaturity and otherLoanDefaulted and of the total; null of bands.</param>
/// <param name="Outstanding">Sum of their balances; null where none is known.</param>
/// <param name="ImpliedArrears">Their implied arrears.</param>
public sealed record OpenPart(
    long Loans,
    long? Customers,
    decimal? Outstanding,
    decimal ImpliedArrears
);

/// <summary>All loans of the selection.</summary>
/// <param name="Loans">Loans of every status.</param>
/// <param name="Outstanding">Sum of balances as recorded; null where none is known.</param>
/// <param name="ImpliedArrears">What they would have paid by the plan and have not, of those not fully paid.</param>
/// <param name="Open">The open ones of them.</param>
/// <param name="Default">Their default rate under the chosen definition.</param>
/// <param name="InstalmentsBehind">How far they are behind on average, by how they stand.</param>
public sealed record PlanTotal(
    long Loans,
    decimal? Outstanding,
    decimal ImpliedArrears,
    OpenPart Open,
    DefaultRate Default,
    AverageBehind InstalmentsBehind
);

/// <summary>Mean number of instalments behind the plan, below 0 ahead of it; null where no such loan has a plan. Status contradicts money where defaulted
/// loans are ahead and open ones behind.</summary>
/// <param name="Open">Of open loans.</param>
/// <param name="Defaulted">Of defaulted and written-off loans.</param>
/// <param name="FullyPaid">Of fully paid loans.</param>
public sealed record AverageBehind(double? Open, double? Defaulted, double? FullyPaid);

/// <summary>The loans that cannot be held against a plan; one may lack several things.</summary>
/// <param name="Loans">Loans of the plan band unknown.</param>
/// <param name="NotPaidOut">Loans of them that are only approved and show no money.</param>
/// <param name="NoPrincipal">Loans of them without principal.</param>
/// <param name="NoInterestRate">Loans of them without an interest rate.</param>
/// <param name="NoTerm">Loans of them without a term.</param>
/// <param name="NoAmountPaid">Loans of them of which the sum paid is unknown.</param>
public sealed record WithoutPlan(
    long Loans,
    long NotPaidOut,
    long NoPrincipal,
    long NoInterestRate,
    long NoTerm,
    long NoAmountPaid
);

/// <summary>A row of GetPlanPosition.sql.</summary>
internal sealed record PlanRow(
    string Dimension,
    string Value,
    string? Status,
    long? Customers,
    long Loans,
    decimal Principal,
    decimal? Outstanding,
    long KnownBalance,
    double LoanYears,
    decimal ImpliedArrears,
    long Planned,
    double Behind
)
{
    public MeasureRow Measure =>
        new(
            null,
            Status,
            null,
            null,
            null,
            Loans,
            Principal,
            0,
            null,
            Outstanding,
            0,
            KnownBalance,
            0,
            null,
            null,
            null,
            null,
            null,
            LoanYears
        );
}

internal sealed class GetPlanPositionValidator : AbstractValidator<GetPlanPosition>
{
    public GetPlanPositionValidator() =>
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
}

internal sealed class GetPlanPositionHandler(LoanDb db, MeasuresReader measures)
    : IRequestHandler<GetPlanPosition, Answer<PlanPositions>>
{
    private static readonly string[] Open = ["approved", "active"];

    private static readonly string[] Dimensions =
    [
        "planBand",
        "pastMaturity",
        "otherLoanDefaulted",
        "loanToIncomeBand",
        "instalmentsToIncomeBand",
    ];

    public async Task<Answer<PlanPositions>> Handle(
        GetPlanPosition request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        if (request.AsOf is { } asOf && asOf != version.AsOf)
            throw ProblemException.BadParameter(
                "asOf",
                $"What has been paid is known as of {version.AsOf:yyyy-MM-dd}, the date of the data, alone."
            );
        var prior = await measures.PriorOf(
            version.ImportId,
            request.Definition,
            CountUnit.Loan,
            cancellationToken
        );
        var rows = await db.QueryFile<PlanRow>(
            nameof(GetPlanPosition),
            cancellationToken,
            request.Filter.Parameters()
        );
        var groups = rows.ToLookup(r => (r.Dimension, r.Value));
        return new(
            request.Filter.MetaOf(version, request.Definition) with
            {
                Basis = Meta.Implied,
            },
            new(
                [
                    .. from d in Dimensions
                    from value in LoanFilter.Closed[d]
                    let found = groups[(d, value)].ToArray()
                    where value != "unknown" || found.Any(r => r.Loans > 0)
                    select Group(d, value, found, request.Definition, prior),
                ],
                Total(
                    [
                        .. rows.Where(r => r.Dimension == Dimensions[0]),
                        .. rows.Where(r => r.Dimension == "customers"),
                    ],
                    request.Definition,
                    prior
                ),
                Without(rows)
            )
        );
    }

    private static PlanGroup Group(
        string dimension,
        string value,
        PlanRow[] rows,
        DefaultDefinition definition,
        Prior prior
    )
    {
        var all = Measures(rows, definition, prior);
        return new(
            dimension,
            value,
            all.Loans,
            all.Outstanding,
            Arrears(rows),
            Opened(rows, definition, prior),
            all.Default
        );
    }

    private static PlanTotal Total(PlanRow[] rows, DefaultDefinition definition, Prior prior)
    {
        var all = Measures(rows, definition, prior);
        return new(
            all.Loans,
            all.Outstanding,
            Arrears(rows),
            Opened(rows, definition, prior),
            all.Default,
            new(
                Behind(rows, Open),
                Behind(rows, "defaulted", "written_off"),
                Behind(rows, "fully_paid")
            )
        );
    }

    private static OpenPart Opened(PlanRow[] rows, DefaultDefinition definition, Prior prior)
    {
        var open = rows.Where(r => Open.Contains(r.Status)).ToArray();
        var measured = Measures(open, definition, prior);
        return new(
            measured.Loans,
            rows.FirstOrDefault(r => r.Customers is not null)?.Customers,
            measured.Outstanding,
            Arrears(open)
        );
    }

    private static LoanMeasures Measures(
        PlanRow[] rows,
        DefaultDefinition definition,
        Prior prior
    ) =>
        MeasureSums.Measures(
            [.. rows.Where(r => r.Status is not null).Select(r => r.Measure)],
            null,
            definition,
            CountUnit.Loan,
            prior
        );

    private static decimal Arrears(PlanRow[] rows) =>
        MeasureSums.Trim(decimal.Round(rows.Sum(r => r.ImpliedArrears), 4))!.Value;

    private static double? Behind(PlanRow[] rows, params string[] statuses)
    {
        var of = rows.Where(r => statuses.Contains(r.Status)).ToArray();
        var planned = of.Sum(r => r.Planned);
        return planned == 0 ? null : of.Sum(r => r.Behind) / planned;
    }

    private static WithoutPlan Without(List<PlanRow> rows)
    {
        var lacking = rows.Where(r => r.Dimension == "lacking")
            .ToDictionary(r => r.Value, r => r.Loans);
        return new(
            lacking["plan"],
            lacking["paymentOut"],
            lacking["principal"],
            lacking["rate"],
            lacking["term"],
            lacking["paid"]
        );
    }
}
