using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>What share of the loans lent in each month, quarter or year had gone wrong, or been repaid early, by each age.</summary>
internal sealed record GetVintages(
    LoanFilter Filter,
    VintageMeasure Measure,
    VintagePeriod Cohort,
    string? By,
    HistoryAxis Axis,
    DateOnly? AsOf
) : IRequest<Answer<Vintages>>;

/// <summary>What of a loan's course a vintage counts.</summary>
public enum VintageMeasure
{
    /// <summary>Ever more than 30 days past due.</summary>
    Ever30,

    /// <summary>Ever more than 60 days past due.</summary>
    Ever60,

    /// <summary>Ever more than 90 days past due.</summary>
    Ever90,

    /// <summary>In default: by the lender's own date, written off, or more than 90 days past due.</summary>
    Default,

    /// <summary>Repaid in full before the month of its last instalment.</summary>
    Prepaid,
}

/// <summary>The vintage triangle.</summary>
/// <param name="Measure">What is counted: ever30, ever60, ever90, default or prepaid.</param>
/// <param name="Cohort">Length of the periods of origination.</param>
/// <param name="By">The dimension that splits the cohorts; null without one.</param>
/// <param name="Cohorts">The cohorts, group by group, oldest first; periods without a loan are left out.</param>
/// <param name="Rows">Their cells in the same order, youngest age first, up to the age of a cohort's oldest loan.</param>
public sealed record Vintages(
    VintageMeasure Measure,
    VintagePeriod Cohort,
    string? By,
    IReadOnlyList<VintageCohort> Cohorts,
    IReadOnlyList<VintageCell> Rows
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows, ("group", By is null ? [] : [By]));
}

/// <summary>The loans of a group that were paid out in one period.</summary>
/// <param name="Group">The group's value by dimension, as text that the filter of that name takes; empty where nothing splits the cohorts.</param>
/// <param name="Cohort">2024-05, 2024-Q2 or 2024, as the filters startMonth, startQuarter and startYear take it.</param>
/// <param name="Loans">Original loans, prepaid ones and all others among them.</param>
/// <param name="Principal">Their principal.</param>
/// <param name="ObservedMonthsOnBook">Age of the youngest of them: beyond it not all of the cohort can be seen. Null where no loan is counted.</param>
/// <param name="UnknownLoans">Loans left out, because it is not known whether or when it happened to them.</param>
public sealed record VintageCohort(
    IReadOnlyDictionary<string, string> Group,
    string Cohort,
    long Loans,
    decimal Principal,
    int? ObservedMonthsOnBook,
    long UnknownLoans
);

/// <summary>A cohort by one age, or by one month's end. Counts and rates are null where not every loan of the cohort has come to that age, or
/// had been paid out by then.</summary>
/// <param name="Group">As the cohort's.</param>
/// <param name="Cohort">As the cohort's.</param>
/// <param name="MonthsOnBook">Age in calendar months; null by calendar month.</param>
/// <param name="On">The month's end, the last one being the day of the answer; null by age.</param>
/// <param name="Loans">Loans to which it had happened.</param>
/// <param name="Rate">Loans / original loans, a fraction 0..1.</param>
/// <param name="Low">Lower end of its Wilson 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Principal">Principal of those loans.</param>
/// <param name="PrincipalRate">Principal / original principal, a fraction 0..1; null too where that is 0.</param>
public sealed record VintageCell(
    IReadOnlyDictionary<string, string> Group,
    string Cohort,
    int? MonthsOnBook,
    DateOnly? On,
    long? Loans,
    double? Rate,
    double? Low,
    double? High,
    decimal? Principal,
    double? PrincipalRate
);

/// <summary>A row of GetVintages.sql.</summary>
internal sealed record VintageRow(
    string[] Keys,
    DateOnly StartMonth,
    DateOnly? EventMonth,
    bool IsKnown,
    long Loans,
    decimal Principal
);

internal sealed class GetVintagesValidator : AbstractValidator<GetVintages>
{
    public GetVintagesValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        When(q => q.By is not null, () => RuleFor(q => q.By!).AreDimensions());
    }
}

internal sealed class GetVintagesHandler(HistoryReader history)
    : IRequestHandler<GetVintages, Answer<Vintages>>
{
    public async Task<Answer<Vintages>> Handle(
        GetVintages request,
        CancellationToken cancellationToken
    )
    {
        Grouping[] by = request.By is null ? [] : [Grouping.Parse(request.By)!];
        await using var asked = await history.Open(
            request.Filter,
            request.AsOf,
            request.Measure is VintageMeasure.Default or VintageMeasure.Prepaid
                ? HistoryNeed.Dates
                : HistoryNeed.Months,
            cancellationToken
        );
        var rows = await asked.Grouped<VintageRow>(
            by.Length == 0 && asked.IsTotalled ? "VintageTotals" : nameof(GetVintages),
            by,
            cancellationToken,
            new NpgsqlParameter("event", NpgsqlDbType.Text) { Value = Word(request.Measure) }
        );
        var cohorts = rows.GroupBy(r =>
                (
                    Key: r.Keys.FirstOrDefault() ?? "",
                    From: VintageTriangle.Start(r.StartMonth, request.Cohort)
                )
            )
            .OrderBy(g => g.Key.Key, new GroupOrder(asked.Version))
            .ThenBy(g => g.Key.From)
            .Select(g => new CohortRows(by.Label(g.Key.Key), g.Key.From, request.Cohort, [.. g]))
            .ToArray();
        return new(
            asked.Meta,
            new(
                request.Measure,
                request.Cohort,
                request.By,
                [.. cohorts.Select(c => c.Head(asked.AsOf))],
                [.. cohorts.SelectMany(c => c.Cells(request.Axis, asked.AsOf))]
            )
        );
    }

    private static string Word(VintageMeasure measure) => measure.ToString().ToLowerInvariant();
}

/// <summary>What is known of one cohort.</summary>
internal sealed record CohortRows(
    IReadOnlyDictionary<string, string> Group,
    DateOnly From,
    VintagePeriod Period,
    VintageRow[] Rows
)
{
    private IEnumerable<VintageRow> Known => Rows.Where(r => r.IsKnown);

    private string Name =>
        Period switch
        {
            VintagePeriod.Year => $"{From:yyyy}",
            VintagePeriod.Quarter => $"{From:yyyy}-Q{(From.Month + 2) / 3}",
            _ => $"{From:yyyy-MM}",
        };

    public VintageCohort Head(DateOnly asOf) =>
        new(
            Group,
            Name,
            Known.Sum(r => r.Loans),
            MeasureSums.Trim(Known.Sum(r => r.Principal))!.Value,
            Known.Any() ? MonthsOnBook.At(Known.Max(r => r.StartMonth), asOf) : null,
            Rows.Where(r => !r.IsKnown).Sum(r => r.Loans)
        );

    public IEnumerable<VintageCell> Cells(HistoryAxis axis, DateOnly asOf)
    {
        if (!Known.Any())
            return [];
        var (first, last) = (Known.Min(r => r.StartMonth), Known.Max(r => r.StartMonth));
        return axis == HistoryAxis.Age
            ? Curve(r => r.StartMonth, MonthsOnBook.At(last, asOf), MonthsOnBook.At(first, asOf))
                .Points.Select(p => Cell(p, p.MonthsOnBook, null))
            // By calendar month all cohorts are seen to the same day, but none before its last loan was paid out.
            : Curve(_ => last, MonthsOnBook.At(last, asOf), MonthsOnBook.At(last, asOf))
                .Points.Select(p => Cell(p, null, End(last, p.MonthsOnBook, asOf)));
    }

    private VintageCurve Curve(Func<VintageRow, DateOnly> since, int observed, int oldest) =>
        VintageCurve.Of(
            Known.Sum(r => r.Loans),
            Known.Sum(r => r.Principal),
            observed,
            [
                .. Known
                    .Where(r => r.EventMonth is not null)
                    .GroupBy(r => MonthsOnBook.At(since(r), r.EventMonth!.Value))
                    .Select(g => new VintageEvents(
                        g.Key,
                        g.Sum(r => r.Loans),
                        g.Sum(r => r.Principal)
                    )),
            ],
            oldest
        );

    private VintageCell Cell(VintagePoint point, int? monthsOnBook, DateOnly? on)
    {
        var share = point.Loans is { } loans ? Proportion.Of(loans, Known.Sum(r => r.Loans)) : null;
        return new(
            Group,
            Name,
            monthsOnBook,
            on,
            point.Loans,
            point.RateByCount,
            share?.Low,
            share?.High,
            MeasureSums.Trim(point.Principal),
            point.RateByAmount
        );
    }

    private static DateOnly End(DateOnly month, int months, DateOnly asOf)
    {
        var end = month.AddMonths(months + 1).AddDays(-1);
        return end < asOf ? end : asOf;
    }
}
