using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>The rules that a mapped row must keep, as one SQL expression a table: the first rule broken, or null.</summary>
internal static class RowRules
{
    private static readonly string[] PaymentKinds =
    [
        "payment",
        "reversal",
        "refund",
        "recovery",
        "waiver",
    ];

    /// <summary>A struct of rule, column, value and message for the first rule that the row breaks.</summary>
    public static string FirstBroken(CanonicalTable table, string asOf)
    {
        var cases = table.Columns.SelectMany(Column).Concat(Dates(table, asOf));
        return $"case {string.Join("\n", cases)} end";
    }

    /// <summary>The column in its type; null where it cannot be read.</summary>
    public static string Typed(CanonicalColumn column) =>
        column.Kind switch
        {
            ColumnKind.Number => $"try_cast({column.Name} as decimal(20,4))",
            ColumnKind.Whole => $"try_cast({column.Name} as integer)",
            ColumnKind.Date => $"try_cast({column.Name} as date)",
            ColumnKind.Status => $"lower({column.Name})",
            ColumnKind.Gender =>
                $"case lower({column.Name}) when 'unknown' then null else lower({column.Name}) end",
            ColumnKind.Kind => $"coalesce(lower({column.Name}), 'payment')",
            _ => column.Name,
        };

    private static IEnumerable<string> Column(CanonicalColumn c)
    {
        if (c.Required)
            yield return When($"{c.Name} is null", "required", c.Name, "The value is missing.");
        switch (c.Kind)
        {
            case ColumnKind.Number:
                yield return When(
                    $"{c.Name} is not null and (not regexp_full_match({c.Name}, '-?[0-9]+(\\.[0-9]+)?') or {Typed(c)} is null)",
                    "number",
                    c.Name,
                    "Not a number with a decimal point."
                );
                break;
            case ColumnKind.Whole:
                yield return When(
                    $"{c.Name} is not null and (not regexp_full_match({c.Name}, '-?[0-9]+') or {Typed(c)} is null)",
                    "number",
                    c.Name,
                    "Not a whole number."
                );
                break;
            case ColumnKind.Date:
                yield return When(
                    $"{c.Name} is not null and (not regexp_full_match({c.Name}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}') or {Typed(c)} is null or year({Typed(c)}) not between 1901 and 2199)",
                    "date",
                    c.Name,
                    "Not a date YYYY-MM-DD of the years 1901 to 2199."
                );
                break;
            case ColumnKind.Status:
                yield return Words(c, LoanFilter.Statuses, "status");
                break;
            case ColumnKind.Gender:
                yield return Words(c, LoanFilter.Genders, "gender");
                break;
            case ColumnKind.Kind:
                yield return Words(c, PaymentKinds, "kind");
                break;
        }
        if (c.Least is { } least)
            yield return When($"{Typed(c)} < {least}", "range", c.Name, $"Below {least}.");
        if (c.Greatest is { } greatest)
            yield return When($"{Typed(c)} > {greatest}", "range", c.Name, $"Above {greatest}.");
    }

    private static IEnumerable<string> Dates(CanonicalTable table, string asOf)
    {
        if (table == CanonicalTable.Customers && asOf.Length > 0)
            yield return When(
                $"try_cast(birth_date as date) > date '{asOf}'",
                "range",
                "birth_date",
                "Born after the date of the data."
            );
        if (table == CanonicalTable.Loans)
            yield return When(
                "try_cast(end_date as date) < try_cast(start_date as date)",
                "date-order",
                "end_date",
                "The loan ends before it starts."
            );
    }

    private static string Words(CanonicalColumn c, string[] words, string rule) =>
        When(
            $"{c.Name} is not null and lower({c.Name}) not in ({string.Join(", ", words.Select(w => $"'{w}'"))})",
            rule,
            c.Name,
            $"Known are {string.Join(", ", words)}."
        );

    public static string When(string condition, string rule, string column, string message) =>
        $"when {condition} then struct_pack(rule := '{rule}', col := '{column}', val := {column}, msg := '{message}')";
}
