using System.Globalization;
using System.Text.RegularExpressions;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Where a canonical column of the declarative form comes from, and how its values are read.</summary>
/// <param name="Column">The source column; null where the value is constant.</param>
/// <param name="Constant">One value for all rows.</param>
/// <param name="Map">Words of the source to ours.</param>
/// <param name="DateFormat">As in strptime, or excel for days counted from 1899-12-30.</param>
/// <param name="LatestYear">The last of the hundred years that a year of two digits can mean.</param>
/// <param name="NumberFormat">How the source writes 1234.56.</param>
/// <param name="Times">What the number is multiplied by.</param>
/// <param name="Empty">Values that mean unknown.</param>
/// <param name="Optional">The file may lack the column.</param>
internal sealed partial record ColumnSource(
    string? Column,
    string? Constant,
    IReadOnlyDictionary<string, string> Map,
    string? DateFormat,
    int? LatestYear,
    string? NumberFormat,
    decimal? Times,
    IReadOnlyList<string> Empty,
    bool Optional
)
{
    /// <summary>The format of days counted from 1899-12-30, as spreadsheets keep dates.</summary>
    public const string SerialDays = "excel";

    private static readonly string[] Known =
    [
        "column",
        "constant",
        "map",
        "date_format",
        "latest_year",
        "number_format",
        "times",
        "empty",
        "optional",
    ];

    /// <summary>What a profile says of a column: the name of a source column, or how it is to be read.</summary>
    /// <param name="said">A text, or a mapping of the words above.</param>
    /// <param name="place">Where it stands, for the sentence.</param>
    public static ColumnSource Of(object? said, string place)
    {
        if (said is string { Length: > 0 } name)
            return new(
                name,
                null,
                new Dictionary<string, string>(),
                null,
                null,
                null,
                null,
                [],
                false
            );
        if (said is not Dictionary<object, object> parts)
            throw Profile.Invalid("Name a source column, or say how one is read.", place);
        if (parts.Keys.Select(k => k.ToString()!).Except(Known).FirstOrDefault() is { } stranger)
            throw Profile.Invalid(
                $"There is no '{stranger}'; known are {string.Join(", ", Known)}.",
                place
            );
        var source = new ColumnSource(
            Text("column"),
            Text("constant"),
            Words(),
            Text("date_format"),
            Text("latest_year") is { } year
                ? int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y)
                && y is >= 1901 and <= 2199
                    ? y
                    : throw Profile.Invalid("latest_year is a year from 1901 to 2199.", place)
                : null,
            Text("number_format"),
            Text("times") is { } times
                ? decimal.TryParse(
                    times,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var t
                )
                && t is > 0 and <= 1_000_000
                && decimal.Round(t, 6) == t
                    ? t
                    : throw Profile.Invalid(
                        "times is a number above 0 with up to six decimals, such as 100 or 12.",
                        place
                    )
                : null,
            Values(),
            Text("optional") switch
            {
                null or "false" => false,
                "true" => true,
                _ => throw Profile.Invalid("optional is true or false.", place),
            }
        );
        source.Check(place);
        return source;

        string? Text(string key) =>
            parts.GetValueOrDefault(key) switch
            {
                null => null,
                string { Length: > 0 } text => text,
                _ => throw Profile.Invalid($"{key} is a text.", place),
            };

        Dictionary<string, string> Words() =>
            parts.GetValueOrDefault("map") switch
            {
                null => [],
                Dictionary<object, object> map => map.ToDictionary(
                    m => m.Key.ToString()!,
                    m =>
                        m.Value as string
                        ?? throw Profile.Invalid("map gives each word another word.", place)
                ),
                _ => throw Profile.Invalid("map gives each word another word.", place),
            };

        IReadOnlyList<string> Values() =>
            parts.GetValueOrDefault("empty") switch
            {
                null => [],
                List<object> values when values.All(v => v is string) => [.. values.Cast<string>()],
                _ => throw Profile.Invalid("empty is a list of values.", place),
            };
    }

    private void Check(string place)
    {
        if (Column is null == Constant is null)
            throw Profile.Invalid("Give either column or constant.", place);
        if (
            Constant is not null
            && (
                Map.Count > 0
                || DateFormat is not null
                || NumberFormat is not null
                || Empty.Count > 0
            )
        )
            throw Profile.Invalid("A constant is taken as it is; nothing of it is read.", place);
        if (DateFormat is not null && (NumberFormat is not null || Times is not null))
            throw Profile.Invalid("A column is a date or a number, not both.", place);
        if (DateFormat is not (null or SerialDays) && !DateSpecifiers().IsMatch(DateFormat))
            throw Profile.Invalid(
                $"date_format is as in strptime, such as %d/%m/%Y, or {SerialDays}; '{DateFormat}' is neither.",
                place
            );
        if (LatestYear is not null && DateFormat?.Contains("%y", StringComparison.Ordinal) != true)
            throw Profile.Invalid("latest_year is for a date_format with %y.", place);
        if (
            NumberFormat is not null
            && !(
                NumberExample().Match(NumberFormat) is { Success: true } example
                && example.Groups["group"].Value != example.Groups["point"].Value
                && example.Groups["open"].Success == example.Groups["close"].Success
            )
        )
            throw Profile.Invalid(
                $"number_format writes 1234.56 as the source does, such as '1.234,56'; '{NumberFormat}' does not.",
                place
            );
    }

    /// <summary>The value as DuckDB's SQL, a text.</summary>
    public string Expression()
    {
        if (Constant is not null)
            return Staging.Text(Constant);
        var expression = Staging.Name(Column!);
        if (Empty.Count > 0)
            expression =
                $"case when trim({expression}) in ({string.Join(", ", Empty.Select(Staging.Text))}) then null else {expression} end";
        if (Map.Count > 0)
        {
            var cases = Map.Select(m => $"when {Staging.Text(m.Key)} then {Staging.Text(m.Value)}");
            expression = $"case trim({expression}) {string.Join(' ', cases)} else {expression} end";
        }
        if (DateFormat is not null)
            expression = Strictly(Day(expression), expression);
        if (NumberFormat is not null || Times is not null)
            expression = Strictly(Number(expression), expression);
        return expression;
    }

    /// <summary>The reading where there is one; else the value marked as unread, which the row rules refuse.</summary>
    private static string Strictly(string reading, string value) =>
        $"coalesce({reading}, {RowRules.Unread} || nullif(trim({value}), ''))";

    private string Day(string value)
    {
        if (DateFormat == SerialDays)
            // Day 60 is a 29 February 1900 that never was: dates of before are not told apart from it.
            return $"case when regexp_full_match(trim({value}), '[0-9]{{3,6}}(\\.0+)?') then strftime(date '1899-12-30' + try_cast(try_cast(trim({value}) as double) as integer), '%Y-%m-%d') end";
        var time = $"try_strptime(trim({value}), {Staging.Text(DateFormat!)})";
        if (LatestYear is { } latest)
            time =
                $"({time} + to_years(case when year({time}) > {latest} then -100 when year({time}) <= {latest - 100} then 100 else 0 end))";
        // A year of two digits passes a format of four as a year of the first century.
        return $"case when year({time}) between 1901 and 2199 then strftime({time}, '%Y-%m-%d') end";
    }

    /// <summary>A number as its declared example writes 1234.56: with or without grouping, a decimal sign, and words around it.</summary>
    private string Number(string value)
    {
        var read = NumberFormat is null ? $"trim({value})" : Written(value, NumberFormat);
        return Times is not { } times
            ? read
            : $"rtrim(rtrim((try_cast({read} as decimal(24, 8)) * {times.ToString(CultureInfo.InvariantCulture)})::decimal(38, 8)::varchar, '0'), '.')";
    }

    private static string Written(string value, string example)
    {
        var parts = NumberExample().Match(example);
        var (group, point) = (parts.Groups["group"].Value, parts.Groups["point"].Value);
        var digits =
            group.Length == 0
                ? "[0-9]+"
                : $"(?:[0-9]{{1,3}}(?:{Regex.Escape(group)}[0-9]{{3}})+|[0-9]+)";
        var (before, behind) = (Around("before"), Around("behind"));
        var plain = $"{digits}(?:{Regex.Escape(point)}[0-9]+)?";
        var pattern = $"(?:-?{before}|{before}-){plain}{behind}";
        var inBrackets = $"{before}\\(\\s*{before}{plain}{behind}\\)";
        var isNegative = parts.Groups["open"].Success;
        // The words around may hold a point too.
        var kept =
            $"replace(replace(regexp_extract({value}, {Staging.Text(plain)}), {Staging.Text(group)}, ''), '{point}', '.')";
        return $"case when regexp_full_match(trim({value}), {Staging.Text(pattern)}) then (case when contains({value}, '-') then '-' else '' end) || {kept}{(isNegative
            ? $" when regexp_full_match(trim({value}), {Staging.Text(inBrackets)}) then '-' || {kept}"
            : "")} end";

        string Around(string name)
        {
            var words = parts.Groups[name].Value.Trim();
            return words.Length == 0 ? "" : $"(?:\\s*{Regex.Escape(words)}\\s*)?";
        }
    }

    // The words around are no brackets, which make a number negative, and no sign or point, which would be read with it.
    [GeneratedRegex(
        "^(?<open>\\()?(?<before>[^0-9()-]*)1(?<group>[,.' \u00a0\u202f\u2019]?)234(?<point>[.,])56(?<behind>[^0-9()-]*)(?<close>\\))?$"
    )]
    private static partial Regex NumberExample();

    [GeneratedRegex("^(?:[^%]|%[aAbBdHIjmMpSyYf-]|%-[dmHIMSyj])+$")]
    private static partial Regex DateSpecifiers();
}
