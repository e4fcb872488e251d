using System.Buffers.Binary;
using LoanAnalytics.Credit;
using Npgsql;

namespace LoanAnalytics.Api.Measures;

/// <summary>A row of SettledCourses.sql: a loan with the days on which its instalments fell due and were settled.</summary>
/// <param name="Settlements">Its instalments above 0 that have fallen due, as Settlement.sql writes them; null without any.</param>
internal sealed record SettledLoan(
    string[] Keys,
    DateOnly StartDate,
    DateOnly? EndedOn,
    bool HasSchedule,
    byte[]? Settlements
)
{
    /// <summary>What a row tells.</summary>
    public static SettledLoan Of(NpgsqlDataReader row) =>
        new(
            row.GetFieldValue<string[]>(0),
            row.GetFieldValue<DateOnly>(1),
            row.IsDBNull(2) ? null : row.GetFieldValue<DateOnly>(2),
            row.GetBoolean(3),
            row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4)
        );

    /// <summary>Its course; null without a schedule.</summary>
    public PaymentCourse? Course
    {
        get
        {
            if (!HasSchedule)
                return null;
            var count = (Settlements?.Length ?? 0) / sizeof(long);
            int[] falls = new int[count],
                contracted = new int[count],
                settled = new int[count];
            for (var i = 0; i < count; i++)
            {
                var instalment = BinaryPrimitives.ReadInt64BigEndian(
                    Settlements.AsSpan(i * sizeof(long))
                );
                falls[i] = (int)(instalment >> 32);
                contracted[i] = falls[i] - (int)(instalment >> 24 & 0xFF);
                settled[i] = (int)(instalment & 0xFFFFFF);
            }
            return new(falls, contracted, settled, EndedOn?.DayNumber ?? int.MaxValue);
        }
    }
}
