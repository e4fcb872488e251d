using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Delinquency;

internal static class HistoryAxes
{
    /// <summary>The parameter @axis: month, age, or null where the rows follow neither.</summary>
    public static NpgsqlParameter Parameter(this HistoryAxis? axis) =>
        new("axis", NpgsqlDbType.Text)
        {
            Value = axis switch
            {
                HistoryAxis.Month => "month",
                HistoryAxis.Age => "age",
                _ => DBNull.Value,
            },
        };

    public static NpgsqlParameter Parameter(this HistoryAxis axis) =>
        ((HistoryAxis?)axis).Parameter();
}
