using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>What a question needs to know of repayment.</summary>
internal enum HistoryNeed
{
    /// <summary>How late loans are: now, or month by month.</summary>
    Lateness,

    /// <summary>How loans stood at the ends of months: from payments, a monthly file, or successive extracts.</summary>
    Months,

    /// <summary>What fell due and what was paid.</summary>
    Payments,

    /// <summary>When loans defaulted or ended.</summary>
    Dates,
}

/// <summary>Opens the repayment history of a selection as of a day, if the book has what the question needs.</summary>
internal sealed class HistoryReader(LoanDb db)
{
    /// <summary>How schedules and payments are given.</summary>
    public const string Payments =
        "instalments (loan_id, seq, due_date, amount_due) and payments (loan_id, paid_on, amount)";

    private const string Months =
        $"{Payments}, or a monthly file (loan_months: loan_id, month, balance, days_past_due), or extracts of two months with the column reported_days_past_due of loans";

    /// <summary>The history up to a day, the date of the data where none is named. The snapshot lasts until it is disposed of.</summary>
    /// <exception cref="ProblemException">409 where the book cannot tell; 400 for a day that its history does not cover.</exception>
    public async Task<History> Open(
        LoanFilter filter,
        DateOnly? asOf,
        HistoryNeed need,
        CancellationToken cancellationToken
    )
    {
        var snapshot = await db.Snapshot(cancellationToken);
        try
        {
            // Of millions of months come some hundred groups, which the planner does not foresee: it would sort them all first. What is looked up is
            // mostly in memory: else it reads the history of all loans for those of a region.
            await db.Database.ExecuteSqlRawAsync(
                "set local enable_sort = off; set local random_page_cost = 1.1",
                cancellationToken
            );
            var version = await db.CurrentVersion(cancellationToken);
            var day = asOf ?? version.AsOf;
            var evidence = Evidence(version, need, day);
            CheckDay(version, evidence, day);
            var meta = filter.LatenessMetaOf(version, day, evidence) with
            {
                BalanceBasis = version.BalanceBasis,
            };
            return new(db, snapshot, filter, version, meta);
        }
        catch
        {
            await snapshot.DisposeAsync();
            throw;
        }
    }

    /// <summary>The answer to a question about months that the book does not have.</summary>
    public static ProblemException NoMonths(string what) =>
        ProblemException.HistoryRequired(what, Months);

    private static string Evidence(DataVersion version, HistoryNeed need, DateOnly day)
    {
        if (version.HasPayments)
            return "payments";
        if (version.HasMonths && need != HistoryNeed.Payments)
            return "monthly";
        return need switch
        {
            HistoryNeed.Lateness when version.HasReported && day == version.AsOf => "reported",
            HistoryNeed.Lateness when version.HasReported => throw NoMonths(
                "How late loans were before the as-of date"
            ),
            HistoryNeed.Lateness => throw ProblemException.HistoryRequired(
                "How late loans are",
                $"the column reported_days_past_due of loans, or {Months}"
            ),
            HistoryNeed.Months => throw NoMonths("How loans stood month by month"),
            HistoryNeed.Dates when version.HasDates => "dated",
            HistoryNeed.Dates => throw ProblemException.HistoryRequired(
                "When loans went wrong or ended",
                $"the columns defaulted_on, closed_on and written_off_on of loans, or {Months}"
            ),
            _ => throw ProblemException.HistoryRequired("What fell due and was paid", Payments),
        };
    }

    private static void CheckDay(DataVersion version, string evidence, DateOnly day)
    {
        if (day > version.AsOf || day < version.HistoryFrom)
            throw ProblemException.BadParameter(
                "asOf",
                $"The history is from {version.HistoryFrom ?? version.AsOf:yyyy-MM-dd} to {version.AsOf:yyyy-MM-dd}."
            );
        if (evidence == "monthly" && day != version.AsOf && day.AddDays(1).Day != 1)
            throw ProblemException.BadParameter(
                "asOf",
                $"The book tells of months only: asOf is a month's end, or {version.AsOf:yyyy-MM-dd}, the date of the data."
            );
    }
}

/// <summary>The repayment history of a selection up to a day.</summary>
internal sealed class History(
    LoanDb db,
    IDbContextTransaction snapshot,
    LoanFilter filter,
    DataVersion version,
    Meta meta
) : IAsyncDisposable
{
    public Meta Meta => meta;

    public string Evidence => meta.Evidence;

    /// <summary>The day of the answer.</summary>
    public DateOnly AsOf => meta.AsOf;

    /// <summary>It is the date of the data.</summary>
    public bool IsNow => meta.AsOf == version.AsOf;

    /// <summary>The first month's end of the book; null without months.</summary>
    public DateOnly? From => version.HistoryFrom;

    public DataVersion Version => version;

    /// <summary>The last month's end up to the day, the date of the data standing for that of its month.</summary>
    public DateOnly LastMonth =>
        IsNow || AsOf.AddDays(1).Day == 1
            ? AsOf
            : new DateOnly(AsOf.Year, AsOf.Month, 1).AddDays(-1);

    /// <summary>Leaves the loans of PaymentsTakenBack.sql out of the part of a month up to the day: sums tell how late they are, but not what was
    /// paid for which instalment.</summary>
    public static NpgsqlParameter WithoutMixed => new("without_mixed", true);

    /// <summary>Leaves out the months before that of the day, as @first_month.</summary>
    public static NpgsqlParameter Since(DateOnly day) =>
        new("first_month", NpgsqlDbType.Date) { Value = day };

    /// <summary>Rows of the query of the given name, which reads from <c>months</c>: the loan months of the selection up to the day, added up in
    /// advance where all loans are asked for and each loan's days past due are not, and where the day lies within a month that month's part.
    /// Money in them is in ten-thousandths. Bound are the filter, @as_of, @last_month, @axis and @by_age.</summary>
    /// <param name="axis">What the rows follow. Only by age do months tell it; else months_on_book is null.</param>
    public Task<List<TRow>> Rows<TRow>(
        string name,
        HistoryAxis? axis,
        CancellationToken cancellationToken,
        params IEnumerable<NpgsqlParameter> parameters
    ) => Rows<TRow>(name, axis, eachLoan: false, cancellationToken, parameters);

    /// <param name="eachLoan">Days past due are asked for, so months are not taken added up.</param>
    public Task<List<TRow>> Rows<TRow>(
        string name,
        HistoryAxis? axis,
        bool eachLoan,
        CancellationToken cancellationToken,
        params IEnumerable<NpgsqlParameter> parameters
    )
    {
        NpgsqlParameter[] usual =
        [
            axis.Parameter(),
            new("by_age", axis == HistoryAxis.Age),
            new(WithoutMixed.ParameterName, false),
            Since(From ?? AsOf),
        ];
        var all = parameters.UnionBy(usual, p => p.ParameterName);
        var whole = !eachLoan && !IsPart;
        var months = SqlFile.Query(whole ? "HistoryTotals" : "HistoryMonths");
        if (LastMonth != AsOf)
            months += $"\nunion all\n{SqlFile.Query("HistoryDay")}";
        return db.QueryText<TRow>(
            $"with chosen as not materialized (\n{SqlFile.Query("ChosenLoans")}\n),\npaired as not materialized (\n{SqlFile.Query("AskedMonths")}\n),\nbounds as (\n{SqlFile.Query("MonthBounds")}\n),\nmonths as not materialized (\n{months}\n)\n{SqlFile.Query(name)}",
            cancellationToken,
            Bound(all)
        );
    }

    /// <summary>Rows of the query of the given name as it stands, with the same parameters bound.</summary>
    public Task<List<TRow>> Query<TRow>(
        string name,
        CancellationToken cancellationToken,
        params IEnumerable<NpgsqlParameter> parameters
    ) => db.QueryFile<TRow>(name, cancellationToken, Bound(parameters));

    /// <summary>Not all loans are asked for.</summary>
    public bool IsPart => filter.Active().Count > 0;

    /// <summary>All loans are asked for as of a day on which the cohorts that the publish added up tell the same as the loans.</summary>
    public bool IsTotalled => !IsPart && LastMonth == AsOf;

    /// <summary>The same of a query with groups, whose columns stand for <c>/*group*/</c> in it.</summary>
    public Task<List<TRow>> Grouped<TRow>(
        string name,
        IReadOnlyList<Grouping> by,
        CancellationToken cancellationToken,
        params IEnumerable<NpgsqlParameter> parameters
    ) =>
        db.QueryText<TRow>(
            Text(name, by),
            cancellationToken,
            [.. Bound(parameters), .. by.Parameters()]
        );

    /// <summary>Hands over the same row by row.</summary>
    public Task Read(
        string name,
        IReadOnlyList<Grouping> by,
        Action<NpgsqlDataReader> row,
        CancellationToken cancellationToken
    ) => db.ReadText(Text(name, by), [.. Bound([]), .. by.Parameters()], row, cancellationToken);

    /// <summary>Has one process alone answer what follows. Each that helps has to map the memory that it looks into, which takes as long as what there is
    /// to do at one day for a part of the loans.</summary>
    public Task Alone(CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(
            "set local max_parallel_workers_per_gather = 0",
            cancellationToken
        );

    private static string Text(string name, IReadOnlyList<Grouping> by) =>
        SqlFile.Query(name).Replace("/*group*/", by.Columns(), StringComparison.Ordinal);

    private IEnumerable<NpgsqlParameter> Bound(IEnumerable<NpgsqlParameter> parameters) =>
        [
            .. filter.Parameters(),
            new("as_of", NpgsqlDbType.Date) { Value = AsOf },
            new("last_month", NpgsqlDbType.Date) { Value = LastMonth },
            .. parameters,
        ];

    public ValueTask DisposeAsync() => snapshot.DisposeAsync();
}
