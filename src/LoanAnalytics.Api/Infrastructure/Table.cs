using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>A column of a table, named by the path of its value in the JSON form: <c>default.rate</c>, <c>status.defaulted.loans</c>.</summary>
/// <param name="Type">string, bool, int, long, double, decimal, DateOnly or DateTime; every column may hold nulls.</param>
/// <param name="Value">The value of a row.</param>
internal sealed record TableColumn(string Name, Type Type, Func<object, object?> Value);

/// <summary>An answer as a table. Columns follow the JSON form of a row, so that every form has the same columns and values.</summary>
/// <param name="Columns">Its columns; they do not depend on there being rows.</param>
/// <param name="Rows">Its rows, as they come.</param>
/// <param name="Known">The rows, where all of them are in memory.</param>
internal sealed record Table(
    IReadOnlyList<TableColumn> Columns,
    IAsyncEnumerable<object> Rows,
    IReadOnlyList<object>? Known
)
{
    /// <summary>A table of rows in memory. A dictionary or list within a row becomes a column for each key: the keys given for its name, else those met.</summary>
    public static Table Of<T>(
        IReadOnlyList<T> rows,
        params (string Name, IReadOnlyList<string> Keys)[] keys
    )
        where T : class => Of(typeof(T), rows, keys);

    public static Table Of(
        Type type,
        IReadOnlyList<object> rows,
        params (string Name, IReadOnlyList<string> Keys)[] keys
    ) =>
        new(
            [.. Flat(type, "", r => r, rows, keys.ToDictionary(k => k.Name, k => k.Keys))],
            rows.ToAsyncEnumerable(),
            rows
        );

    /// <summary>A table of rows that are read while they are written.</summary>
    public static Table Stream<T>(
        IAsyncEnumerable<T> rows,
        params (string Name, IReadOnlyList<string> Keys)[] keys
    )
        where T : class =>
        new(
            [.. Flat(typeof(T), "", r => r, [], keys.ToDictionary(k => k.Name, k => k.Keys))],
            rows,
            null
        );

    private static IEnumerable<TableColumn> Flat(
        Type declared,
        string path,
        Func<object, object?> value,
        IReadOnlyList<object> rows,
        IReadOnlyDictionary<string, IReadOnlyList<string>> keys
    )
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var json = Json.Options.GetTypeInfo(type);
        return json.Kind switch
        {
            JsonTypeInfoKind.Object => json.Properties.SelectMany(p =>
                Flat(p.PropertyType, Joined(path, p.Name), r => Of(value(r), p.Get!), rows, keys)
            ),
            JsonTypeInfoKind.Dictionary => Keys(
                    path,
                    v => ((IReadOnlyDictionary<string, string>)v).Keys
                )
                .Select(k => new TableColumn(
                    Joined(path, k),
                    typeof(string),
                    r => Of(value(r), v => Entry(v, k))
                )),
            JsonTypeInfoKind.Enumerable
                when Json.Options.GetTypeInfo(json.ElementType!)
                    is { Kind: JsonTypeInfoKind.Object } item => Keys(
                    path,
                    v => ((IEnumerable<object>)v).Select(i => Key(item, i))
                )
                .SelectMany(k =>
                    item.Properties.Skip(1)
                        .SelectMany(p =>
                            Flat(
                                p.PropertyType,
                                Joined(Joined(path, k), p.Name),
                                r => Of(Of(value(r), v => Item(item, v, k)), p.Get!),
                                rows,
                                keys
                            )
                        )
                ),
            _ => [Cell(type, path, value)],
        };

        IEnumerable<string> Keys(string name, Func<object, IEnumerable<string>> met) =>
            keys.TryGetValue(name, out var given)
                ? given
                : rows.Select(value).OfType<object>().SelectMany(met).Distinct();
    }

    private static TableColumn Cell(Type type, string path, Func<object, object?> value)
    {
        if (
            type == typeof(string)
            || type == typeof(bool)
            || type == typeof(int)
            || type == typeof(long)
            || type == typeof(double)
            || type == typeof(decimal)
            || type == typeof(DateOnly)
            || type == typeof(DateTime)
        )
            return new(path, type, value);
        // Words of enumerations and identifiers as in JSON; lists within a cell as JSON text.
        return new(path, typeof(string), r => Of(value(r), Text));

        string Text(object v)
        {
            var text = JsonSerializer.SerializeToElement(v, type, Json.Options);
            return text.ValueKind == JsonValueKind.String ? text.GetString()! : text.GetRawText();
        }
    }

    private static object? Of(object? value, Func<object, object?> member) =>
        value is null ? null : member(value);

    private static string? Entry(object dictionary, string key) =>
        ((IReadOnlyDictionary<string, string>)dictionary).GetValueOrDefault(key);

    private static object? Item(JsonTypeInfo type, object list, string key) =>
        ((IEnumerable<object>)list).FirstOrDefault(i => Key(type, i) == key);

    private static string Key(JsonTypeInfo type, object item) =>
        (string)type.Properties[0].Get!(item)!;

    private static string Joined(string path, string name) =>
        path.Length == 0 ? name : $"{path}.{name}";
}
