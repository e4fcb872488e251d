using System.Globalization;
using System.Text.RegularExpressions;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>How a source's dates are written: as strptime says it, and as .NET does.</summary>
internal sealed record DateReading(string Format, string Net)
{
    /// <summary>A year of two digits has been of the hundred years that end so; null where the year has four.</summary>
    public int? LatestYear { get; init; }
    public bool TwoDigits => Format.Contains("%y", StringComparison.Ordinal);

    public DateOnly? Read(string text)
    {
        if (Format == ColumnSource.SerialDays)
            return
                double.TryParse(
                    text,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var days
                )
                && days is >= 10_000 and <= 80_000
                && days == Math.Floor(days)
                ? new DateOnly(1899, 12, 30).AddDays((int)days)
                : null;
        if (
            !DateOnly.TryParseExact(
                text,
                Net,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
            && !(
                Net.Contains('H', StringComparison.Ordinal)
                && DateTime.TryParseExact(
                    text,
                    Net,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var time
                )
                && (date = DateOnly.FromDateTime(time)) != default
            )
        )
            return null;
        if (TwoDigits)
        {
            var latest = LatestYear ?? 2068;
            var year = latest - (((latest - date.Year) % 100) + 100) % 100;
            date =
                date.Day == 29 && date.Month == 2 && !DateTime.IsLeapYear(year)
                    ? new(year, 2, 28)
                    : new(year, date.Month, date.Day);
        }
        return date.Year is >= 1901 and <= 2199 ? date : null;
    }
}

/// <summary>How a source's numbers are written.</summary>
/// <param name="Group">Between thousands; empty where there is nothing.</param>
/// <param name="Point">Before decimals.</param>
/// <param name="Before">Words before, such as a currency sign.</param>
/// <param name="Behind">Words behind, such as a percent sign.</param>
/// <param name="Brackets">A negative number stands in brackets.</param>
internal sealed record NumberReading(
    string Group,
    string Point,
    string Before,
    string Behind,
    bool Brackets
)
{
    /// <summary>More digits are a key's, and no amount's.</summary>
    private const decimal Most = 1e18m;

    /// <summary>As a profile says it: how 1234.56 is written; null where that needs no saying.</summary>
    public string? Format =>
        this is { Group: "", Point: ".", Before: "", Behind: "", Brackets: false }
            ? null
            : $"{(Brackets ? "(" : "")}{Before}1{Group}234{Point}56{Behind}{(Brackets ? ")" : "")}";

    public decimal? Read(string text)
    {
        var (body, isNegative) = ValueLook.Body(text);
        if (!Fits(body))
            return null;
        var plain = Group.Length == 0 ? body : body.Replace(Group, "", StringComparison.Ordinal);
        return
            decimal.TryParse(
                plain.Replace(Point, ".", StringComparison.Ordinal),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
            && number < Most
            ? isNegative
                ? -number
                : number
            : null;
    }

    /// <summary>The digits are written so.</summary>
    public bool Fits(string body)
    {
        var parts = body.Split(Point);
        if (
            parts.Length > 2
            || parts[0].Length == 0
            || parts.Length == 2 && (parts[1].Length == 0 || !parts[1].All(char.IsAsciiDigit))
        )
            return false;
        var thousands = Group.Length == 0 ? [parts[0]] : parts[0].Split(Group);
        return thousands.All(t => t.Length > 0 && t.All(char.IsAsciiDigit))
            && (
                thousands.Length == 1
                || thousands[0].Length <= 3 && thousands.Skip(1).All(t => t.Length == 3)
            );
    }
}

/// <summary>What the values of a source column look like.</summary>
/// <param name="Filled">Share of the records that have a value.</param>
/// <param name="Distinct">Different values.</param>
/// <param name="Values">Records that have a value.</param>
/// <param name="Dates">How all of them can be read as dates.</param>
/// <param name="Numbers">How all of them can be read as numbers.</param>
/// <param name="Words">The values and how often each occurs, the most frequent first; empty where there are many.</param>
/// <param name="Texts">Different values, in the order of the file.</param>
/// <param name="Empty">Values that mean that nothing is known.</param>
internal sealed partial record ValueLook(
    double Filled,
    int Distinct,
    int Values,
    IReadOnlyList<DateReading> Dates,
    IReadOnlyList<NumberReading> Numbers,
    IReadOnlyList<(string Word, int Count)> Words,
    IReadOnlyList<string> Texts,
    IReadOnlyList<string> Empty
)
{
    private const int MostWords = 40;
    private const int MostTexts = 500;

    /// <summary>The formats that are tried, in this order.</summary>
    private static readonly DateReading[] Formats =
    [
        new("%Y-%m-%d", "yyyy-M-d"),
        new("%d/%m/%Y", "d/M/yyyy"),
        new("%m/%d/%Y", "M/d/yyyy"),
        new("%d.%m.%Y", "d.M.yyyy"),
        new("%d-%m-%Y", "d-M-yyyy"),
        new("%m-%d-%Y", "M-d-yyyy"),
        new("%Y/%m/%d", "yyyy/M/d"),
        new("%d-%b-%Y", "d-MMM-yyyy"),
        new("%d-%b-%y", "d-MMM-yy"),
        new("%d %b %Y", "d MMM yyyy"),
        new("%b %d, %Y", "MMM d, yyyy"),
        new("%d/%m/%y", "d/M/yy"),
        new("%m/%d/%y", "M/d/yy"),
        new("%d.%m.%y", "d.M.yy"),
        new("%Y-%m-%d %H:%M:%S", "yyyy-M-d H:m:s"),
        new("%Y-%m-%d %H:%M:%S.%f", "yyyy-M-d H:m:s.FFFFFF"),
        new("%Y-%m-%dT%H:%M:%S", "yyyy-M-dTH:m:s"),
        new("%d/%m/%Y %H:%M", "d/M/yyyy H:m"),
        new("%m/%d/%Y %H:%M", "M/d/yyyy H:m"),
        new("%b-%Y", "MMM-yyyy"),
        new("%b-%y", "MMM-yy"),
        new("%Y%m%d", "yyyyMMdd"),
        new(ColumnSource.SerialDays, ""),
    ];

    private static readonly string[] Groups =
    [
        "",
        ",",
        ".",
        "'",
        "\u2019",
        " ",
        "\u00a0",
        "\u202f",
    ];

    private static readonly HashSet<string> Flags = new(StringComparer.OrdinalIgnoreCase)
    {
        "y",
        "n",
        "yes",
        "no",
        "true",
        "false",
        "t",
        "f",
        "j",
        "ja",
        "nein",
        "0",
        "1",
    };

    public bool IsFlag =>
        Words.Count is 1 or 2
        && Words.All(w => Flags.Contains(w.Word))
        && !Words.All(w => w.Word == "0");

    /// <summary>No two records have the same.</summary>
    public bool IsUnique => Values > 0 && Distinct == Values;

    /// <summary>The dates could be read in two ways that both hold: day first or month first.</summary>
    public bool AmbiguousDates =>
        Dates.Count > 1 && Texts.Any(t => Dates[0].Read(t) != Dates[1].Read(t));

    /// <summary>A sign could stand before decimals or between thousands.</summary>
    public bool AmbiguousNumbers =>
        Numbers.Count > 1 && Texts.Any(t => Numbers[0].Read(t) != Numbers[1].Read(t));

    public static ValueLook Of(IEnumerable<string> cells, int records)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var order = new List<string>();
        var empty = new List<string>();
        var values = 0;
        foreach (var cell in cells)
        {
            var value = cell.Trim();
            if (value.Length == 0)
                continue;
            if (MatchWords.Nothing.Contains(value))
            {
                if (!empty.Contains(value))
                    empty.Add(value);
                continue;
            }
            values++;
            if (counts.TryGetValue(value, out var n))
                counts[value] = n + 1;
            else
            {
                counts[value] = 1;
                order.Add(value);
            }
        }
        // Every value counts for what it is unique by, some hundreds for how they are read.
        string[] texts =
        [
            .. order.Where(
                (_, i) => order.Count <= MostTexts || i % (order.Count / MostTexts + 1) == 0
            ),
        ];
        return new(
            records == 0 ? 0 : (double)values / records,
            order.Count,
            values,
            texts.Length == 0 ? [] : ReadDates(texts),
            texts.Length == 0 ? [] : ReadNumbers(texts),
            order.Count > MostWords
                ? []
                :
                [
                    .. order
                        .Select(w => (w, counts[w]))
                        .OrderByDescending(w => w.Item2)
                        .ThenBy(w => w.w, StringComparer.Ordinal),
                ],
            texts,
            empty
        );
    }

    /// <summary>The digits of a number with what stands between them, and whether it is negative.</summary>
    internal static (string Body, bool IsNegative) Body(string text)
    {
        var match = NumberText().Match(text);
        return match.Success
            ? (
                match.Groups["body"].Value,
                text.StartsWith('(') || text.Contains('-', StringComparison.Ordinal)
            )
            : ("", false);
    }

    private static DateReading[] ReadDates(string[] texts) =>
        [.. Formats.Where(f => texts.All(t => f.Read(t) is not null))];

    private static NumberReading[] ReadNumbers(string[] texts)
    {
        var matches = texts.Select(t => NumberText().Match(t)).ToArray();
        if (matches.Any(m => !m.Success || m.Groups["open"].Success != m.Groups["close"].Success))
            return [];
        // One word before and one behind at most: a column of several currencies is no column of numbers.
        if (Around("before") is not { } before || Around("behind") is not { } behind)
            return [];
        // Letters around make a number of it only where they are a currency or a unit: A100 is a key.
        if (!IsUnit(before) || !IsUnit(behind))
            return [];
        var bodies = matches.Select(m => m.Groups["body"].Value).ToArray();
        var brackets = matches.Any(m => m.Groups["open"].Success);
        var fitting = new[] { ".", "," }
            .SelectMany(point =>
                Groups
                    .Where(g => g != point)
                    .Select(group => new NumberReading(group, point, before, behind, brackets))
            )
            .Where(r => texts.All(t => r.Read(t) is not null))
            // The plainest of those that say the same: a sign that occurs nowhere is not made up.
            .Where(r =>
                r.Group.Length == 0
                || bodies.Any(b => b.Contains(r.Group, StringComparison.Ordinal))
            )
            .Where(r =>
                r.Point == "."
                || r.Group == "."
                || bodies.Any(b => b.Contains(r.Point, StringComparison.Ordinal))
            )
            .ToArray();
        // 1,234 and no other: thousands more likely than three decimals; 1.234 the other way round.
        return
        [
            .. fitting
                .OrderBy(r => r is { Point: ",", Group: "" } && bodies.All(ThreeBehind) ? 1 : 0)
                .ThenBy(r => r.Group.Length),
        ];

        string? Around(string name)
        {
            var words = matches
                .Select(m => m.Groups[name].Value.Trim())
                .Where(w => w.Length > 0)
                .Distinct()
                .ToArray();
            return words.Length > 1 ? null
                : words.SingleOrDefault() is { } word
                    ? name == "before" && matches.Any(m => m.Groups[name].Value.EndsWith(' '))
                            ? word + " "
                        : name == "behind" && matches.Any(m => m.Groups[name].Value.StartsWith(' '))
                            ? " " + word
                        : word
                : "";
        }

        static bool IsUnit(string word) =>
            !word.Any(char.IsLetter) || MatchWords.Units.Contains(word.Trim().TrimEnd('.'));

        static bool ThreeBehind(string body) =>
            body.IndexOf(',', StringComparison.Ordinal) is var at
            && (at < 0 || body.Length - at == 4);
    }

    [GeneratedRegex(
        @"^(?<open>\()?\s*-?(?<before>[^0-9()\-]{0,12}?)-?(?<body>[0-9](?:[0-9.,'\u2019\u00a0\u202f ]*[0-9])?)(?<behind>[^0-9()\-]{0,12})(?<close>\))?$"
    )]
    private static partial Regex NumberText();
}
