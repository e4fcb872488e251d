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
        await Add(connection, "SumBehaviour", 1, cancellationToken);
    }

    /// <summary>Adds the loans in touched_loans, or takes them off.</summary>
    /// <param name="connection">In the publishing transaction.</param>
    /// <param name="side">1 to add them, -1 to take them off.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task AddTouched(
        NpgsqlConnection connection,
        int side,
        CancellationToken cancellationToken
    )
    {
        // Few loans, whose courses are looked up and mostly in memory.
        await connection.Run(
            "set local random_page_cost = 1.1; analyze touched_loans",
            cancellationToken
        );
        await Add(connection, "SumTouchedBehaviour", side, cancellationToken);
    }

    private static async Task Add(
        NpgsqlConnection connection,
        string query,
        int side,
        CancellationToken cancellationToken
    )
    {
        var sums = await Read(connection, query, cancellationToken);
        await connection.Run(
            "create temp table summed_behaviour (like behaviour_totals) on commit drop",
            cancellationToken
        );
        await using (
            var copy = await connection.BeginBinaryImportAsync(
                "copy summed_behaviour from stdin (format binary)",
                cancellationToken
            )
        )
        {
            foreach (var ((end, most), part) in sums)
            {
                var sum = part.Known.Total;
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(end, cancellationToken);
                await copy.WriteAsync(most, cancellationToken);
                foreach (
                    var count in (long[])
                        [
                            sum.Loans,
                            sum.NothingDueLoans,
                            part.Unknown,
                            sum.InstalmentsDue,
                            sum.Early,
                            sum.OnTime,
                            sum.Late,
                            sum.DaysLate,
                            sum.MissedInstalments,
                            sum.TrendLoans,
                        ]
                )
                    await copy.WriteAsync(side * count, cancellationToken);
                await copy.WriteAsync(
                    side * Math.Round((decimal)sum.TrendDays, 6),
                    cancellationToken
                );
                foreach (
                    var count in (long[])
                        [
                            sum.Worsening,
                            sum.Improving,
                            sum.Punctual,
                            sum.SometimesLate,
                            sum.MostlyLate,
                        ]
                )
                    await copy.WriteAsync(side * count, cancellationToken);
            }
            await copy.CompleteAsync(cancellationToken);
        }
        await connection.Run(SqlFile.Query("AddBehaviour"), cancellationToken);
    }

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
            var loan = new SettledLoan(
                [],
                reader.GetFieldValue<DateOnly>(1),
                reader.IsDBNull(2) ? null : reader.GetFieldValue<DateOnly>(2),
                reader.GetBoolean(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<byte[]>(4)
            );
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
