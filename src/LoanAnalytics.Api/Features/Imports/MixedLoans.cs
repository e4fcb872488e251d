using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Credit;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>A row of MixedCourses.sql: a loan with its schedule and the movements on it, in no order.</summary>
internal sealed record MixedLoan(
    string CustomerId,
    string LoanId,
    DateOnly StartDate,
    int Months,
    DateOnly? EndedOn,
    int[] Seqs,
    DateOnly[] Dues,
    decimal[] Amounts,
    DateOnly[] Days,
    string[] Kinds,
    decimal[] Paid,
    string[] Numbers
)
{
    public ScheduledInstalment[] Schedule { get; } =
    [.. Seqs.Select((s, i) => new ScheduledInstalment(s, Dues[i], Amounts[i]))];

    public Movement[] Movements { get; } =
    [
        .. Days.Select(
            (d, i) =>
                new Movement(
                    d,
                    Enum.Parse<MovementKind>(Kinds[i], ignoreCase: true),
                    Paid[i],
                    null,
                    Numbers[i]
                )
        ),
    ];

    /// <summary>What fell due and was collected from one day to another, and the money that came in.</summary>
    public (PeriodCollections Collections, decimal Paid) Collected(
        DateOnly from,
        DateOnly to,
        DelinquencyPolicy policy
    ) =>
        (
            PeriodCollections.Of(Schedule, Movements, from, to, policy),
            Movements.Where(m => m.On >= from && m.On <= to).Sum(m => m.Collected)
        );
}

/// <summary>Loans with waivers, reversals or refunds. What a payment that was taken back had settled, others settle in its place, and what was
/// waived was not collected: running sums do not tell, so for these few loans the arithmetic of single loans says what each month collected and
/// how punctual the borrower was.</summary>
internal static class MixedLoans
{
    /// <summary>Corrects the months and standings of the mixed loans in touched_loans, some thousand loans at a time.</summary>
    public static async Task Settle(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var (asOf, policy) = await Policy(connection, cancellationToken);
        var after = ("", "");
        while (await Read(connection, after, cancellationToken) is { Count: > 0 } loans)
        {
            await connection.Run(
                """
                create temp table if not exists settled_months (customer_id text, loan_id text, months_on_book int, on_time numeric, due_collected numeric,
                    arrears_before numeric, arrears_collected numeric, paid numeric, paid_ahead numeric, waived numeric) on commit drop;
                create temp table if not exists settled_loans (customer_id text, loan_id text, instalments_due int, instalments_early int,
                    instalments_on_time int, instalments_late int, days_late bigint, max_days_late_12m int, missed_instalments int,
                    trend_days numeric) on commit drop;
                delete from settled_months;
                delete from settled_loans
                """,
                cancellationToken
            );
            await Write(
                connection,
                "settled_months",
                loans.SelectMany(l => Months(l, asOf, policy)),
                cancellationToken
            );
            await Write(
                connection,
                "settled_loans",
                loans.Select(l => Behaviour(l, asOf, policy)),
                cancellationToken
            );
            await connection.Run(SqlFile.Query("SettleMixed"), cancellationToken);
            after = (loans[^1].CustomerId, loans[^1].LoanId);
        }
    }

    private static async Task<(DateOnly AsOf, DelinquencyPolicy Policy)> Policy(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "select as_of, delinquency_policy::text from data_versions order by version desc limit 1",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetFieldValue<DateOnly>(0), StoredPolicy.Read(reader.GetString(1)));
    }

    private static async Task<List<MixedLoan>> Read(
        NpgsqlConnection connection,
        (string Customer, string Loan) after,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(SqlFile.Query("MixedCourses"), connection)
        {
            CommandTimeout = 0,
        };
        command.Parameters.AddWithValue("after_customer", after.Customer);
        command.Parameters.AddWithValue("after_loan", after.Loan);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var loans = new List<MixedLoan>();
        while (await reader.ReadAsync(cancellationToken))
        {
            loans.Add(
                new(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetFieldValue<DateOnly>(2),
                    reader.GetInt32(3),
                    await reader.IsDBNullAsync(4, cancellationToken)
                        ? null
                        : reader.GetFieldValue<DateOnly>(4),
                    reader.GetFieldValue<int[]>(5),
                    reader.GetFieldValue<DateOnly[]>(6),
                    reader.GetFieldValue<decimal[]>(7),
                    reader.GetFieldValue<DateOnly[]>(8),
                    reader.GetFieldValue<string[]>(9),
                    reader.GetFieldValue<decimal[]>(10),
                    reader.GetFieldValue<string[]>(11)
                )
            );
        }
        return loans;
    }

    private static IEnumerable<object?[]> Months(
        MixedLoan loan,
        DateOnly asOf,
        DelinquencyPolicy policy
    )
    {
        var first = new DateOnly(loan.StartDate.Year, loan.StartDate.Month, 1);
        for (var age = 0; age <= loan.Months; age++)
        {
            var end = first.AddMonths(age + 1).AddDays(-1);
            var (month, paid) = loan.Collected(
                age == 0 ? DateOnly.MinValue : first.AddMonths(age),
                end < asOf ? end : asOf,
                policy
            );
            yield return
            [
                loan.CustomerId,
                loan.LoanId,
                age,
                month.OnTime,
                month.OnTime + month.Late,
                month.ArrearsAtStart,
                month.AgainstArrears,
                paid,
                month.PaidAhead,
                month.Waived,
            ];
        }
    }

    private static object?[] Behaviour(MixedLoan loan, DateOnly asOf, DelinquencyPolicy policy)
    {
        var paid = PaymentBehaviour.Of(
            PaymentAllocation.Of(loan.Schedule, loan.Movements, asOf, policy),
            loan.EndedOn
        );
        return
        [
            loan.CustomerId,
            loan.LoanId,
            paid.InstalmentsDue,
            paid.Early,
            paid.OnTime,
            paid.Late,
            paid.DaysLate,
            paid.MaxDaysLate12m,
            paid.MissedInstalments,
            paid.TrendDaysPerInstalment is { } trend ? Math.Round((decimal)trend, 6) : null,
        ];
    }

    private static async Task Write(
        NpgsqlConnection connection,
        string table,
        IEnumerable<object?[]> rows,
        CancellationToken cancellationToken
    )
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {table} from stdin (format binary)",
            cancellationToken
        );
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            foreach (var value in row)
                if (value is null)
                    await copy.WriteNullAsync(cancellationToken);
                else
                    await copy.WriteAsync(value, Type(value), cancellationToken);
        }
        await copy.CompleteAsync(cancellationToken);
    }

    private static NpgsqlDbType Type(object value) =>
        value switch
        {
            string => NpgsqlDbType.Text,
            int => NpgsqlDbType.Integer,
            long => NpgsqlDbType.Bigint,
            _ => NpgsqlDbType.Numeric,
        };
}
