using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>A row of LatePositions.sql and LateMonths.sql.</summary>
internal sealed record LateRow(
    DateOnly OnDay,
    int? DaysPastDue,
    bool IsRenegotiated,
    long Loans,
    decimal Balance,
    decimal ArrearsAmount
)
{
    public LatePosition Position => new(DaysPastDue, IsRenegotiated, Loans, Balance, ArrearsAmount);
}

/// <summary>The row of DelinquencyEvidence.sql.</summary>
internal sealed record EvidenceRow(bool HasHistory, bool HasReported, DateOnly? FirstMonth);

/// <summary>The loans of a selection by lateness, day by day, and what that rests on.</summary>
/// <param name="IsNow">The last day is the as-of date of the data.</param>
internal sealed record Lateness(Meta Meta, bool IsNow, IReadOnlyList<LateDay> Days);

/// <summary>One day of it.</summary>
internal sealed record LateDay(DateOnly On, IReadOnlyList<LatePosition> Positions);

/// <summary>Reads how late the loans of a selection are. At the as-of date of the data a reported lateness serves as well; earlier days take
/// repayment history.</summary>
internal sealed class LatenessReader(LoanDb db)
{
    private const string Unlocks =
        "instalments (loan_id, seq, due_date, amount_due) and payments (loan_id, paid_on, amount)";

    /// <summary>At one day, and where an interval is asked for at the ends of its periods up to that day.</summary>
    public async Task<Lateness> Read(
        LoanFilter filter,
        DateOnly? asOf,
        HistoryInterval? interval,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var known = (
            await db.QueryFile<EvidenceRow>("DelinquencyEvidence", cancellationToken)
        ).Single();
        var last = asOf ?? version.AsOf;
        Check(version, known, last, interval);
        var meta = filter.LatenessMetaOf(version, last, known.HasHistory ? "payments" : "reported");
        var rows = new List<LateRow>();
        if (last == version.AsOf)
            rows.AddRange(await At(last, filter, cancellationToken));
        if (last != version.AsOf || interval is not null)
            rows.AddRange(
                await Before(
                    interval is null ? last : known.FirstMonth!.Value,
                    last == version.AsOf ? last.AddDays(-1) : last,
                    filter,
                    cancellationToken
                )
            );
        var days = rows.GroupBy(r => r.OnDay)
            .Where(g => g.Key == last || interval!.Value.EndsOn(g.Key))
            .Select(g => new LateDay(g.Key, [.. g.Select(r => r.Position)]))
            .OrderBy(d => d.On)
            .ToList();
        if (days.Count == 0 || days[^1].On != last)
            days.Add(new(last, []));
        return new(meta, last == version.AsOf, days);
    }

    private static void Check(
        DataVersion version,
        EvidenceRow known,
        DateOnly last,
        HistoryInterval? interval
    )
    {
        if (!known.HasHistory && !known.HasReported)
            throw ProblemException.HistoryRequired(
                "How late loans are",
                $"the column reported_days_past_due of loans, or {Unlocks}"
            );
        if (last == version.AsOf && interval is null)
            return;
        if (!known.HasHistory)
            throw ProblemException.HistoryRequired(
                "How late loans were before the as-of date",
                Unlocks
            );
        if (last > version.AsOf || last < known.FirstMonth)
            throw ProblemException.BadParameter(
                "asOf",
                $"The history is from {known.FirstMonth:yyyy-MM-dd} to {version.AsOf:yyyy-MM-dd}."
            );
        if (last != version.AsOf && last.AddDays(1).Day != 1)
            throw ProblemException.BadParameter(
                "asOf",
                $"asOf is a month's end, or {version.AsOf:yyyy-MM-dd}, the date of the data."
            );
    }

    private Task<List<LateRow>> At(
        DateOnly asOf,
        LoanFilter filter,
        CancellationToken cancellationToken
    ) =>
        db.QueryFile<LateRow>(
            "LatePositions",
            cancellationToken,
            [.. filter.Parameters(), Date("as_of", asOf)]
        );

    private Task<List<LateRow>> Before(
        DateOnly first,
        DateOnly last,
        LoanFilter filter,
        CancellationToken cancellationToken
    ) =>
        db.QueryFile<LateRow>(
            "LateMonths",
            cancellationToken,
            [.. filter.Parameters(), Date("first", first), Date("last", last)]
        );

    private static NpgsqlParameter Date(string name, DateOnly value) =>
        new(name, NpgsqlDbType.Date) { Value = value };
}

/// <summary>Length of the periods whose ends are shown.</summary>
public enum HistoryInterval
{
    Month,
    Quarter,
    Year,
}

internal static class HistoryIntervals
{
    /// <summary>A period ends on this day.</summary>
    public static bool EndsOn(this HistoryInterval interval, DateOnly day) =>
        interval switch
        {
            HistoryInterval.Year => day is { Month: 12, Day: 31 },
            HistoryInterval.Quarter => day.Month % 3 == 0 && day.AddDays(1).Day == 1,
            _ => day.AddDays(1).Day == 1,
        };
}
