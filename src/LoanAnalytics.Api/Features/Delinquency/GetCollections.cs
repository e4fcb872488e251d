using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>What fell due, what was collected of it, and what share that is of which demand, by month or by the age of the loans.</summary>
internal sealed record GetCollections(
    LoanFilter Filter,
    HistoryAxis Axis,
    VintagePeriod? Interval,
    DateOnly? From,
    DateOnly? AsOf
) : IRequest<Answer<Collections>>;

/// <summary>Collections by period or by age, and of all of it.</summary>
/// <param name="Axis">month or age.</param>
/// <param name="Rows">Earliest period or youngest age first.</param>
/// <param name="Total">The whole time from the first row's period to the day of the answer.</param>
public sealed record Collections(
    HistoryAxis Axis,
    IReadOnlyList<CollectionPeriod> Rows,
    CollectionFigures Total
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows);
}

/// <summary>What fell due in a time and what came in, in the portfolio's currency.</summary>
/// <param name="Due">What fell due in the time.</param>
/// <param name="ArrearsAtStart">What had fallen due before and was unpaid at its start.</param>
/// <param name="OnTime">Money for what fell due in it on or before the due date, what had been paid ahead among it.</param>
/// <param name="Late">Money for what fell due in it after the due date, by the end of the month of the due date.</param>
/// <param name="AgainstArrears">Money for what had fallen due in earlier months.</param>
/// <param name="PaidAhead">The part of the money on time that came in before the month of the due date.</param>
/// <param name="Advance">Money that came in for what falls due in later months, or beyond the schedule.</param>
/// <param name="CashCollected">All money that came in, less what was taken back: on time without what was paid ahead, late, against arrears, advance.</param>
/// <param name="Waived">What of the dues and the arrears the lender let go; not collected.</param>
/// <param name="LeftUnpaid">What loans that ended in the time, repaid or written off, left unpaid by their schedule.</param>
/// <param name="Reopened">What reversals and refunds of money counted in an earlier month of the time added to the arrears since; 0 for one month and by age.</param>
/// <param name="ArrearsAtEnd">Arrears at the start + due - on time - late - against arrears - waived - left unpaid + reopened.</param>
/// <param name="OnTimeCollectionRate">On time / due, a fraction 0..1; null where nothing fell due.</param>
/// <param name="CurrentCollectionEfficiency">(On time + late) / due, a fraction 0..1; null where nothing fell due.</param>
/// <param name="CollectionEfficiency">(On time + late + against arrears) / due, above 1 where arrears are caught up; null where nothing fell due.</param>
/// <param name="TotalDemandEfficiency">(On time + late + against arrears) / (arrears at the start + due), a fraction 0..1; null where nothing was to be collected.</param>
public record CollectionFigures(
    decimal Due,
    decimal ArrearsAtStart,
    decimal OnTime,
    decimal Late,
    decimal AgainstArrears,
    decimal PaidAhead,
    decimal Advance,
    decimal CashCollected,
    decimal Waived,
    decimal LeftUnpaid,
    decimal Reopened,
    decimal ArrearsAtEnd,
    double? OnTimeCollectionRate,
    double? CurrentCollectionEfficiency,
    double? CollectionEfficiency,
    double? TotalDemandEfficiency
);

/// <summary>The same of one period, or of loans of one age.</summary>
public sealed record CollectionPeriod : CollectionFigures
{
    internal CollectionPeriod(DateOnly? on, int? monthsOnBook, CollectionFigures figures)
        : base(figures) => (On, MonthsOnBook) = (on, monthsOnBook);

    /// <summary>Last day of the period, that of the answer at the latest; null by age.</summary>
    public DateOnly? On { get; }

    /// <summary>Age in calendar months; null by period.</summary>
    public int? MonthsOnBook { get; }
}

/// <summary>A row of GetCollections.sql.</summary>
internal sealed record CollectedRow(
    DateOnly MonthEnd,
    int? MonthsOnBook,
    decimal Due,
    decimal ArrearsBefore,
    decimal OnTime,
    decimal DueCollected,
    decimal ArrearsCollected,
    decimal Paid,
    decimal PaidAhead,
    decimal Waived,
    decimal LeftUnpaid
)
{
    public PeriodCollections Collections =>
        new(
            Due,
            ArrearsBefore,
            OnTime,
            DueCollected - OnTime,
            ArrearsCollected,
            Paid - (DueCollected - PaidAhead + ArrearsCollected),
            PaidAhead,
            Waived
        );
}

internal sealed class GetCollectionsValidator : AbstractValidator<GetCollections>
{
    public GetCollectionsValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.Interval)
            .Null()
            .When(q => q.Axis == HistoryAxis.Age)
            .WithMessage("interval goes with axis=month.");
        RuleFor(q => q.From)
            .LessThanOrEqualTo(q => q.AsOf)
            .When(q => q is { From: not null, AsOf: not null })
            .WithMessage("from is after asOf.");
    }
}

internal sealed class GetCollectionsHandler(HistoryReader history)
    : IRequestHandler<GetCollections, Answer<Collections>>
{
    public async Task<Answer<Collections>> Handle(
        GetCollections request,
        CancellationToken cancellationToken
    )
    {
        await using var asked = await history.Open(
            request.Filter,
            request.AsOf,
            HistoryNeed.Payments,
            cancellationToken
        );
        if (request.From > asked.AsOf)
            throw ProblemException.BadParameter(
                "from",
                $"The history ends on {asked.AsOf:yyyy-MM-dd}."
            );
        var months = await asked.Rows<CollectedRow>(
            nameof(GetCollections),
            request.Axis,
            cancellationToken,
            History.WithoutMixed
        );
        if (asked.LastMonth != asked.AsOf)
        {
            var apart = await asked.Grouped<TakenBackLoan>(
                "PaymentsTakenBack",
                [],
                cancellationToken
            );
            var policy = asked.Version.DelinquencyPolicy;
            months.AddRange(
                apart.Select(l => l.Collected(asked.AsOf, policy)).OfType<CollectedRow>()
            );
        }
        var rows = months.Where(r => request.From is not { } from || r.MonthEnd >= from).ToArray();
        var periods =
            request.Axis == HistoryAxis.Age
                ? rows.GroupBy(r => r.MonthsOnBook)
                    .OrderBy(g => g.Key)
                    .Select(g => new CollectionPeriod(null, g.Key, Month([.. g])))
                : rows.GroupBy(r =>
                        VintageTriangle.Start(r.MonthEnd, request.Interval ?? VintagePeriod.Month)
                    )
                    .OrderBy(g => g.Key)
                    .Select(g => new CollectionPeriod(g.Max(r => r.MonthEnd), null, Months(g)));
        return new(asked.Meta, new(request.Axis, [.. periods], Months(rows)));
    }

    private static CollectionFigures Month(IReadOnlyCollection<CollectedRow> rows) =>
        Figures(
            PeriodCollections.Sum(rows.Select(r => r.Collections)),
            rows.Sum(r => r.LeftUnpaid),
            0
        );

    /// <summary>Successive months as one time: its arrears at the start are those of the first.</summary>
    private static CollectionFigures Months(IEnumerable<CollectedRow> rows)
    {
        var months = rows.GroupBy(r => r.MonthEnd)
            .OrderBy(g => g.Key)
            .Select(g => Month([.. g]))
            .ToArray();
        if (months.Length == 0)
            return Month([]);
        return Figures(
            PeriodCollections.Sum(rows.Select(r => r.Collections)) with
            {
                ArrearsAtStart = months[0].ArrearsAtStart,
            },
            months.Sum(m => m.LeftUnpaid),
            months.Zip(months.Skip(1), (a, b) => b.ArrearsAtStart - a.ArrearsAtEnd).Sum()
        );
    }

    private static CollectionFigures Figures(
        PeriodCollections collected,
        decimal leftUnpaid,
        decimal reopened
    ) =>
        new(
            Trim(collected.Due),
            Trim(collected.ArrearsAtStart),
            Trim(collected.OnTime),
            Trim(collected.Late),
            Trim(collected.AgainstArrears),
            Trim(collected.PaidAhead),
            Trim(collected.Advance),
            Trim(collected.CashCollected),
            Trim(collected.Waived),
            Trim(leftUnpaid),
            Trim(reopened),
            Trim(collected.ArrearsAtEnd - leftUnpaid + reopened),
            collected.OnTimeCollectionRate,
            collected.CurrentCollectionEfficiency,
            collected.CollectionEfficiency,
            collected.TotalDemandEfficiency
        );

    private static decimal Trim(decimal money) => MeasureSums.Trim(money)!.Value;
}
