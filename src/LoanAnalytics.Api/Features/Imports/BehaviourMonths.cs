using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using Npgsql;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Keeps behaviour_totals: how punctually all loans had paid by the end of each month, added up by the most days late, of which sums
/// can be taken off again and a largest one still be told.</summary>
internal static class BehaviourMonths
{
    /// <summary>Makes them anew.</summary>
    public static async Task Sum(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.Run("delete from behaviour_totals", cancellationToken);
        await Add(
            connection,
            Rows(await Read(connection, "SumBehaviour", cancellationToken), 1),
            cancellationToken
        );
    }

    /// <summary>What the loans in touched_loans take off as they stand.</summary>
    public static async Task<IReadOnlyList<BehaviourMonth>> TakeTouched(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        // Few loans, whose courses are looked up and mostly in memory.
        await connection.Run(
            "set local random_page_cost = 1.1; analyze touched_loans",
            cancellationToken
        );
        return [.. Rows(await Read(connection, "SumTouchedBehaviour", cancellationToken), -1)];
    }

    /// <summary>Adds the loans in touched_loans as they stand, and takes off what they were.</summary>
    public static async Task AddTouched(
        NpgsqlConnection connection,
        IReadOnlyList<BehaviourMonth> before,
        CancellationToken cancellationToken
    )
    {
        var after = Rows(await Read(connection, "SumTouchedBehaviour", cancellationToken), 1);
        await Add(
            connection,
            after
                .Concat(before)
                .GroupBy(r => (r.End, r.Most), (at, rows) => BehaviourMonth.Sum(at, [.. rows])),
            cancellationToken
        );
    }

    private static async Task Add(
        NpgsqlConnection connection,
        IEnumerable<BehaviourMonth> rows,
        CancellationToken cancellationToken
    )
    {
        await connection.Run(
            "create temp table summed_behaviour (like behaviour_totals) on commit drop",
            cancellationToken
        );
        await using (
            var copy = await connection.BeginBinaryImportAsync(
                "copy summed_behaviour (month_end, max_days_late, loans, nothing_due_loans, unknown_loans, instalments_due, early, on_time, late, days_late, missed_instalments, trend_loans, worsening, improving, punctual, sometimes_late, mostly_late, trend_days) from stdin (format binary)",
                cancellationToken
            )
        )
        {
            foreach (var row in rows.Where(r => r.IsSomething))
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(row.End, cancellationToken);
                await copy.WriteAsync(row.Most, cancellationToken);
                foreach (var count in row.Counts)
                    await copy.WriteAsync(count, cancellationToken);
                await copy.WriteAsync(row.TrendDays, cancellationToken);
            }
            await copy.CompleteAsync(cancellationToken);
        }
        await connection.Run(SqlFile.Query("AddBehaviour"), cancellationToken);
    }

    private static IEnumerable<BehaviourMonth> Rows(
        Dictionary<(DateOnly End, int Most), Part> sums,
        int side
    ) =>
        sums.Select(part =>
        {
            var sum = part.Value.Known.Total;
            long[] counts =
            [
                sum.Loans,
                sum.NothingDueLoans,
                part.Value.Unknown,
                sum.InstalmentsDue,
                sum.Early,
                sum.OnTime,
                sum.Late,
                sum.DaysLate,
                sum.MissedInstalments,
                sum.TrendLoans,
                sum.Worsening,
                sum.Improving,
                sum.Punctual,
                sum.SometimesLate,
                sum.MostlyLate,
            ];
            return new BehaviourMonth(
                part.Key.End,
                part.Key.Most,
                [.. counts.Select(c => side * c)],
                side * Math.Round((decimal)sum.TrendDays, 6)
            );
        });

    private static async Task<Dictionary<(DateOnly End, int Most), Part>> Read(
        NpgsqlConnection connection,
        string query,
        CancellationToken cancellationToken
    )
    {
        var asOf = await connection.NewestAsOf(cancellationToken);
        await using var command = new NpgsqlCommand(SqlFile.Query(query), connection)
        {
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sums = new Dictionary<(DateOnly, int), Part>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var loan = SettledLoan.Of(reader);
            var course = loan.Course;
            foreach (var end in Ends(loan.StartDate, asOf))
            {
                var behaviour = course?.At(end);
                var key = (end, behaviour?.MaxDaysLate12m ?? -1);
                if (!sums.TryGetValue(key, out var part))
                    sums.Add(key, part = new());
                if (behaviour is null)
                    part.Unknown++;
                else
                    part.Known.Add(behaviour);
            }
        }
        return sums;
    }

    /// <summary>The ends of the months from that of the start, the as-of date standing for that of its month.</summary>
    private static IEnumerable<DateOnly> Ends(DateOnly start, DateOnly asOf)
    {
        for (
            var next = new DateOnly(start.Year, start.Month, 1).AddMonths(1);
            next <= asOf;
            next = next.AddMonths(1)
        )
            yield return next.AddDays(-1);
        yield return asOf;
    }

    private sealed class Part
    {
        public BehaviourSum Known { get; } = new();

        public long Unknown { get; set; }
    }
}

/// <summary>What loans add to a row of behaviour_totals, or take off it.</summary>
/// <param name="Counts">Its counts, in the order in which they are copied.</param>
internal sealed record BehaviourMonth(DateOnly End, int Most, long[] Counts, decimal TrendDays)
{
    public bool IsSomething => TrendDays != 0 || Counts.Any(c => c != 0);

    public static BehaviourMonth Sum((DateOnly End, int Most) at, BehaviourMonth[] rows) =>
        new(
            at.End,
            at.Most,
            [.. rows[0].Counts.Select((_, i) => rows.Sum(r => r.Counts[i]))],
            rows.Sum(r => r.TrendDays)
        );
}
