using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>A column that a list can be sorted by.</summary>
/// <param name="Name">Its name in <c>sort</c>.</param>
/// <param name="Sql">Its expression in the list's query.</param>
/// <param name="Type">Its type in PostgreSQL.</param>
/// <param name="Value">Its value in a row.</param>
internal sealed record ListColumn<T>(string Name, string Sql, string Type, Func<T, object?> Value);

/// <summary>What a page of a list goes on after: the sort value and the key of the last row seen.</summary>
internal sealed record ListPosition(string? Value, string[] Key);

/// <summary>
/// The orders of a list. Nulls come last in both directions, then the key decides, so every order is total and a page can begin after any
/// row: rows that are added or go in between move no other row from one page to the next.
/// </summary>
/// <param name="first">The column in force where no sort is given.</param>
/// <param name="key">The columns, text all, whose values no two rows share.</param>
/// <param name="columns">What the list can be sorted by.</param>
internal sealed class ListOrder<T>(
    string first,
    IReadOnlyList<ListColumn<T>> key,
    IReadOnlyList<ListColumn<T>> columns
)
{
    public IEnumerable<string> Names => columns.Select(c => c.Name);

    public bool Knows(string sort) => columns.Any(c => c.Name == Column(sort));

    /// <summary>The query with its order and its beginning put in; both are made of the columns' own expressions, the values are parameters.</summary>
    public string Query(string sql, string? sort, ListPosition? after) =>
        sql.Replace("/*order*/", OrderBy(sort), StringComparison.Ordinal)
            .Replace(
                "/*after*/",
                after is null ? "true" : After(sort, after),
                StringComparison.Ordinal
            );

    /// <summary>The parameters of such a query; no limit gives the whole list.</summary>
    public static IEnumerable<NpgsqlParameter> Parameters(int? limit, ListPosition? after) =>
        [
            new("take", NpgsqlDbType.Integer) { Value = (object?)limit ?? DBNull.Value },
            .. after is null
                ? []
                : after
                    .Key.Select((k, i) => Text($"after_key_{i}", k))
                    .Prepend(Text("after", after.Value)),
        ];

    /// <summary>Where the page after this row begins, sealed with the question and the last replace.</summary>
    public string Cursor(T last, string? sort, string question, Guid replaced)
    {
        var position = new ListPosition(
            Text(Sorted(sort).Value(last)),
            [.. key.Select(k => Text(k.Value(last))!)]
        );
        return SealedCursor.Seal(new Sealed(position, Mark(question, sort), replaced));
    }

    /// <summary>Reads a cursor; refuses one that was altered, is of another question, or is from before the last replace.</summary>
    public ListPosition? Position(string? cursor, string? sort, string question, Guid replaced)
    {
        if (cursor is null)
            return null;
        if (
            SealedCursor.Open<Sealed>(cursor) is { } s
            && s.Question == Mark(question, sort)
            && s.Replaced == replaced
            && s.Position.Key.Length == key.Count
        )
            return s.Position;
        throw SealedCursor.Invalid();
    }

    private sealed record Sealed(ListPosition Position, string Question, Guid Replaced);

    private static string Mark(string question, string? sort) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{question}|{sort}")))[..16];

    private static string Column(string sort) => sort.StartsWith('-') ? sort[1..] : sort;

    private ListColumn<T> Sorted(string? sort) =>
        columns.First(c => c.Name == Column(sort ?? first));

    private static bool Descends(string? sort) => sort?.StartsWith('-') ?? false;

    private string OrderBy(string? sort) =>
        $"{Sorted(sort).Sql} {(Descends(sort) ? "desc" : "asc")} nulls last, {KeyColumns}";

    private string KeyColumns => string.Join(", ", key.Select(k => k.Sql));

    private string After(string? sort, ListPosition after)
    {
        var (sql, value) = (Sorted(sort).Sql, $"@after::{Sorted(sort).Type}");
        var keys = string.Join(", ", key.Select((_, i) => $"@after_key_{i}"));
        var further = $"({KeyColumns}) > ({keys})";
        return after.Value is null
            ? $"({sql} is null and @after::text is null and {further})"
            : $"({sql} {(Descends(sort) ? '<' : '>')} {value} or {sql} is null or ({sql} = {value} and {further}))";
    }

    private static NpgsqlParameter Text(string name, string? value) =>
        new(name, NpgsqlDbType.Text) { Value = (object?)value ?? DBNull.Value };

    private static string? Text(object? value) =>
        value is DateOnly date
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Convert.ToString(value, CultureInfo.InvariantCulture);
}

internal static class ListRules
{
    /// <summary>sort names a column of the list, with - in front for largest first.</summary>
    public static void IsColumnOf<TRequest, TRow>(
        this IRuleBuilder<TRequest, string?> rule,
        ListOrder<TRow> order
    ) =>
        rule.Must(s => s is null || order.Knows(s))
            .WithMessage(
                (_, s) =>
                    $"{Nearest.Quoted(s!)} is no column{Nearest.Hint(s!.TrimStart('-'), order.Names)}; sort is one of {string.Join(", ", order.Names)}, with - in front for largest first."
            );
}
