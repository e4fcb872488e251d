using LoanAnalytics.Api.Measures;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>A rule that a mapped row must keep.</summary>
/// <param name="Broken">Condition in DuckDB's SQL, over the mapped row <c>m</c>, that holds where it is broken.</param>
/// <param name="Rule">Stable slug.</param>
/// <param name="Column">The column at fault.</param>
/// <param name="Message">What is wrong, for a person.</param>
internal sealed record RowRule(string Broken, string Rule, string Column, string Message);

/// <summary>The rules of each canonical table, in the order in which the first one broken is named, and the types of its columns.</summary>
internal static class RowRules
{
    /// <summary>Put before a value that does not have the number or date format that the profile declares, so that no other reading passes.</summary>
    public const string Unread = "chr(26)";

    /// <summary>A mapped value for people, without that mark.</summary>
    public static string Shown(string value) => value.TrimStart('\u001a');

    /// <summary>A key longer than this fits no index.</summary>
    private const int LongestKey = 200;

    private static readonly string[] PaymentKinds =
    [
        "payment",
        "reversal",
        "refund",
        "recovery",
        "waiver",
    ];
    private static readonly string[] ModificationKinds = ["restructured", "rescheduled", "holiday"];
    private static readonly string[] EndKinds = ["paid", "written_off"];

    /// <summary>The rules that a row can be held to by itself; those that need the date of the data only where it is known.</summary>
    public static IEnumerable<RowRule> Of(CanonicalTable table, DateOnly? asOf) =>
        table.Columns.SelectMany(c => Column(table, c)).Concat(Dates(table, asOf));

    /// <summary>The column in its type; null where it cannot be read. Money has fourteen digits before the point and four behind.</summary>
    public static string Typed(CanonicalColumn column)
    {
        var raw = Raw(column.Name);
        return column.Kind switch
        {
            ColumnKind.Number => $"try_cast({raw} as decimal(18,4))",
            ColumnKind.Whole => $"try_cast({raw} as integer)",
            ColumnKind.Date => $"try_cast({raw} as date)",
            ColumnKind.Month =>
                $"last_day(try_cast(case when length({raw}) = 7 then {raw} || '-01' else {raw} end as date))",
            ColumnKind.Status or ColumnKind.ModificationKind or ColumnKind.EndKind =>
                $"lower({raw})",
            ColumnKind.Gender => $"nullif(lower({raw}), 'unknown')",
            ColumnKind.PaymentKind => $"coalesce(lower({raw}), 'payment')",
            _ => raw,
        };
    }

    /// <summary>The database's type of a column.</summary>
    public static NpgsqlDbType DbType(CanonicalColumn column) =>
        column.Kind switch
        {
            ColumnKind.Number => NpgsqlDbType.Numeric,
            ColumnKind.Whole => NpgsqlDbType.Integer,
            ColumnKind.Date or ColumnKind.Month => NpgsqlDbType.Date,
            _ => NpgsqlDbType.Text,
        };

    private static string Raw(string column) => $"m.{Staging.Name(column)}";

    private static IEnumerable<RowRule> Column(CanonicalTable table, CanonicalColumn c)
    {
        var (raw, typed) = (Raw(c.Name), Typed(c));
        if (c.Required)
            yield return new($"{raw} is null", "required", c.Name, "The value is missing.");
        switch (c.Kind)
        {
            case ColumnKind.Text:
                yield return new(
                    $"contains({raw}, chr(0))",
                    "encoding",
                    c.Name,
                    "The value holds a NUL character."
                );
                if (c.Name.EndsWith("_id", StringComparison.Ordinal) || table.Key.Contains(c.Name))
                    yield return new(
                        $"length({raw}) > {LongestKey}",
                        "length",
                        c.Name,
                        $"A key has at most {LongestKey} characters."
                    );
                break;
            case ColumnKind.Number:
                yield return new(
                    $"not regexp_full_match({raw}, '-?[0-9]+(\\.[0-9]+)?') or {raw} is not null and {typed} is null",
                    "number",
                    c.Name,
                    "Not a number with a decimal point and at most 14 digits before it."
                );
                break;
            case ColumnKind.Whole:
                yield return new(
                    $"not regexp_full_match({raw}, '-?[0-9]+') or {raw} is not null and {typed} is null",
                    "number",
                    c.Name,
                    "Not a whole number."
                );
                break;
            case ColumnKind.Date:
                yield return new(
                    $"not regexp_full_match({raw}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}') or {raw} is not null and coalesce({typed} not between date '1901-01-01' and date '2199-12-31', true)",
                    "date",
                    c.Name,
                    "Not a date YYYY-MM-DD of the years 1901 to 2199."
                );
                break;
            case ColumnKind.Month:
                yield return new(
                    $"not regexp_full_match({raw}, '[0-9]{{4}}-[0-9]{{2}}(-[0-9]{{2}})?') or {raw} is not null and coalesce({typed} not between date '1901-01-01' and date '2199-12-31', true)",
                    "date",
                    c.Name,
                    "Not a month YYYY-MM, nor a date YYYY-MM-DD, of the years 1901 to 2199."
                );
                break;
            case ColumnKind.EndKind:
                yield return Words(c, EndKinds, "kind");
                break;
            case ColumnKind.Status:
                yield return Words(c, LoanFilter.Statuses, "status");
                break;
            case ColumnKind.Gender:
                yield return Words(c, LoanFilter.Genders, "gender");
                break;
            case ColumnKind.PaymentKind:
                yield return Words(c, PaymentKinds, "kind");
                break;
            case ColumnKind.ModificationKind:
                yield return Words(c, ModificationKinds, "kind");
                break;
        }
        if (c.Least is { } least)
            yield return new($"{typed} < {least}", "range", c.Name, $"Below {least}.");
        if (c.Greatest is { } greatest)
            yield return new($"{typed} > {greatest}", "range", c.Name, $"Above {greatest}.");
    }

    private static IEnumerable<RowRule> Dates(CanonicalTable table, DateOnly? asOf)
    {
        if (table == CanonicalTable.Customers && asOf is { } day)
            yield return new(
                $"try_cast({Raw("birth_date")} as date) > date '{day:yyyy-MM-dd}'",
                "range",
                "birth_date",
                "Born after the date of the data."
            );
        if (table == CanonicalTable.Payments)
        {
            var kind = table.Columns.Single(c => c.Kind == ColumnKind.PaymentKind);
            yield return new(
                $"try_cast({Raw("amount")} as decimal(18,4)) < 0 and {Typed(kind)} in ('payment', 'recovery', 'waiver')",
                "sign",
                "amount",
                "Below 0: what takes a payment back is a reversal or a refund."
            );
        }
        if (table == CanonicalTable.Loans)
            yield return InOrder(
                "start_date",
                "end_date",
                "end_date",
                "The loan ends before it starts."
            );
        if (table == CanonicalTable.Modifications)
            yield return InOrder("modified_on", "end", "end", "It ends before it begins.");
        if (table != CanonicalTable.LoanMonths)
            yield break;
        var month = Typed(table.Columns.Single(c => c.Kind == ColumnKind.Month));
        if (asOf is { } last)
            yield return new(
                $"{month} > last_day(date '{last:yyyy-MM-dd}')",
                "range",
                "month",
                "After the month of the date of the data."
            );
        yield return new(
            $"last_day(try_cast({Raw("ended_on")} as date)) <> {month}",
            "date-order",
            "ended_on",
            "The loan ended in another month than that of the row."
        );
        yield return new(
            $"{Raw("ended_on")} is not null and {Raw("ended_as")} is null",
            "required",
            "ended_as",
            "The loan ended, but not how."
        );
    }

    private static RowRule InOrder(string first, string last, string column, string message) =>
        new(
            $"try_cast({Raw(last)} as date) < try_cast({Raw(first)} as date)",
            "date-order",
            column,
            message
        );

    private static RowRule Words(CanonicalColumn c, string[] words, string rule) =>
        new(
            $"lower({Raw(c.Name)}) not in ({string.Join(", ", words.Select(w => $"'{w}'"))})",
            rule,
            c.Name,
            $"Known are {string.Join(", ", words)}."
        );
}
