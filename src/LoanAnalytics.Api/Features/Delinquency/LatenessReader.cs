using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using Npgsql;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>A row of LatePositions.sql and LateMonths.sql.</summary>
internal sealed record LateRow(
    DateOnly OnDay,
    int? MonthsOnBook,
    bool IsRenegotiated,
    int? DaysPastDue,
    long Loans,
    decimal Balance,
    decimal? ArrearsAmount
)
{
    public LatePosition Position =>
        new(DaysPastDue, IsRenegotiated, Loans, Balance, ArrearsAmount ?? 0);
}

/// <summary>The loans of a selection by lateness, day by day or age by age, and what that rests on.</summary>
/// <param name="IsNow">The last day is the as-of date of the data.</param>
internal sealed record Lateness(Meta Meta, bool IsNow, IReadOnlyList<LateDay> Days);

/// <summary>One day of it, or the loans of one age on that day.</summary>
/// <param name="KnowsArrears">The amounts overdue are known: a monthly file, for one, gives days and not money.</param>
internal sealed record LateDay(
    DateOnly On,
    int? MonthsOnBook,
    IReadOnlyList<LatePosition> Positions,
    bool KnowsArrears
);

/// <summary>Reads how late the loans of a selection are. At the as-of date of the data a reported lateness serves as well; earlier days take
/// repayment history.</summary>
internal sealed class LatenessReader(HistoryReader history)
{
    /// <summary>At one day, and where an interval is asked for at the ends of its periods up to that day.</summary>
    /// <param name="days">Numbers of days past due that the answer divides by, beside the bounds of the buckets.</param>
    public async Task<Lateness> Read(
        LoanFilter filter,
        DateOnly? asOf,
        HistoryInterval? interval,
        HistoryAxis axis,
        IReadOnlyCollection<int> days,
        CancellationToken cancellationToken
    )
    {
        await using var read = await history.Open(
            filter,
            asOf,
            HistoryNeed.Lateness,
            cancellationToken
        );
        if (interval is not null && read.From is null)
            throw HistoryReader.NoMonths("How late loans were before the as-of date");
        if (interval is null && read.IsPart)
            await read.Alone(cancellationToken);
        var last = read.AsOf;
        var byAge = axis == HistoryAxis.Age;
        var eachDay = !days.All(IsBound);
        var rows = new List<LateRow>();
        // The facts tell of the date of the data at once, unless the totals of the whole book do so sooner.
        var isWhole = filter.Active().Count == 0 && read.From is not null;
        var fromFacts = read.IsNow && !isWhole;
        if (fromFacts)
            rows.AddRange(
                await read.Query<LateRow>(
                    "LatePositions",
                    cancellationToken,
                    new NpgsqlParameter("by_age", byAge)
                )
            );
        else if (read.IsNow)
            rows.AddRange(
                await read.Query<LateRow>(
                    "UnknownPositions",
                    cancellationToken,
                    new NpgsqlParameter("by_age", byAge)
                )
            );
        if (!fromFacts || interval is not null)
            rows.AddRange(
                (
                    await read.Rows<LateRow>(
                        "LateMonths",
                        axis,
                        eachLoan: eachDay,
                        cancellationToken,
                        new("each_day", eachDay),
                        History.Since(interval is null ? last : read.From!.Value),
                        new("interval", (interval ?? HistoryInterval.Month).ToString())
                    )
                ).Where(r => !fromFacts || r.OnDay != last)
            );
        var groups = rows.GroupBy(r =>
                (r.OnDay, Age: axis == HistoryAxis.Age ? r.MonthsOnBook : null)
            )
            .Select(g => new LateDay(
                g.Key.OnDay,
                g.Key.Age,
                [.. g.Select(r => r.Position)],
                // Of no loan the sum is 0, of loans of which none is known it is unknown.
                g.All(r => r.DaysPastDue is null)
                    || g.Any(r => r is { DaysPastDue: not null, ArrearsAmount: not null })
            ))
            .OrderBy(d => d.On)
            .ThenBy(d => d.MonthsOnBook)
            .ToList();
        if (groups.Count == 0 || groups[^1].On != last)
            groups.Add(new(last, null, [], KnowsArrears: true));
        return new(read.Meta, read.IsNow, groups);
    }

    /// <summary>The months added up keep the buckets, whose upper bounds these are, and not the days.</summary>
    private static bool IsBound(int days) => days <= 180 && days % 30 == 0;
}

/// <summary>Length of the periods whose ends are shown.</summary>
public enum HistoryInterval
{
    Month,
    Quarter,
    Year,
}
