using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Puts the columns of samples to fields.</summary>
/// <param name="samples">The files.</param>
/// <param name="choices">What a person chose already.</param>
/// <param name="earlier">What people confirmed before.</param>
internal sealed class TapeMatcher(
    IReadOnlyList<TapeSample> samples,
    IReadOnlyList<ColumnChoice> choices,
    EarlierChoices earlier
)
{
    /// <summary>The files with their columns placed, and how each is read there.</summary>
    /// <exception cref="ProblemException">400 where a choice cannot be.</exception>
    public IReadOnlyList<MatchedTape> Match()
    {
        RefuseStrangers();
        MatchedTape[] tapes = [.. samples.Select(Place)];
        foreach (var tape in tapes)
            Read(tape);
        DateBirths(tapes);
        return tapes;
    }

    private void RefuseStrangers()
    {
        foreach (var choice in choices)
        {
            var sample = samples.FirstOrDefault(s => s.Name == choice.File);
            if (sample is null || !sample.Columns.Contains(choice.Column))
                throw Refused(
                    $"There is no column {Nearest.Quoted(choice.Column)} in {Nearest.Quoted(choice.File)}."
                );
            if (choice.Times is <= 0 or > 1_000_000)
                throw Refused("times is a number above 0 and up to 1000000.");
            if (
                choice.Field is { Length: > 0 } field
                && field
                    is not ("customers" + MatchedTape.Attribute or "loans" + MatchedTape.Attribute)
                && FieldItem.All.All(f => f.Field != field)
            )
                throw Refused($"There is no field {Nearest.Quoted(field)}.");
        }
        if (choices.GroupBy(c => (c.File, c.Column)).Any(g => g.Count() > 1))
            throw Refused("A column is chosen twice.");
        if (
            choices
                .Where(c =>
                    c.Field is { Length: > 0 } f
                    && !f.EndsWith(MatchedTape.Attribute, StringComparison.Ordinal)
                )
                .GroupBy(c => (c.File, c.Field))
                .FirstOrDefault(g => g.Count() > 1) is
            { } twice
        )
            throw Refused(
                $"{twice.Key.Field} is given to several columns: {string.Join(", ", twice.Select(c => c.Column))}."
            );
    }

    private static ProblemException Refused(string detail) =>
        ProblemException.BadParameter("choices", detail);

    private MatchedTape Place(TapeSample sample)
    {
        var columns = sample
            .Columns.Select(
                (name, i) =>
                    new SourceColumn(
                        sample.Name,
                        name,
                        ValueLook.Of(sample.Cells(i), sample.Rows.Count)
                    )
            )
            .ToArray();
        var chosen = columns
            .Select(c => choices.FirstOrDefault(x => x.File == sample.Name && x.Column == c.Name))
            .ToArray();
        return MatchWords
            .Lists.Select(list => Place(sample, columns, chosen, list))
            .MaxBy(t => t.Score)!;
    }

    private MatchedTape Place(
        TapeSample sample,
        SourceColumn[] columns,
        ColumnChoice?[] chosen,
        MatchField[] list
    )
    {
        // What a person placed is out of the others' reach, columns and fields alike.
        var pinned = chosen.Select(c => c?.Field).OfType<string>().ToHashSet();
        MatchField[] open = [.. list.Where(f => !pinned.Contains(f.Path))];
        int[] free = [.. Enumerable.Range(0, columns.Length).Where(i => chosen[i]?.Field is null)];
        var (taken, _) = ColumnMatch.Of([.. free.Select(i => columns[i])], open, earlier.Fields);
        var (_, possible) = ColumnMatch.Of(columns, list, earlier.Fields);
        var placed = columns
            .Select(
                (column, i) =>
                {
                    if (chosen[i]?.Field is { } field)
                        return new PlacedColumn(column, possible[i], chosen[i])
                        {
                            Field = field.Length == 0 ? null : field,
                            Confidence = field.Length == 0 ? null : 1,
                            Reasons = [(MatchEvidence.Chosen, "It was chosen.")],
                        };
                    var match = Array.IndexOf(free, i) is >= 0 and var at ? taken[at] : null;
                    return new PlacedColumn(column, possible[i], chosen[i])
                    {
                        Field = match?.Field.Path,
                        Confidence = match?.Confidence,
                        Reasons = match?.Reasons ?? [],
                    };
                }
            )
            .ToArray();
        var foreign = pinned.Count(p =>
            p.Length > 0
            && !p.EndsWith(MatchedTape.Attribute, StringComparison.Ordinal)
            && list.All(f => f.Path != p)
        );
        var found = placed.Select(p => p.Field).OfType<string>().ToHashSet();
        string[] required =
            list == MatchWords.Tape
                ? found.Count(MatchedTape.LoanKeys.Contains) > 1
                    ? MatchedTape.LoanKeys
                    : []
                :
                [
                    .. list.Where(f => FieldItem.Of(f.Table, f.Column).Required)
                        .Select(f => f.Path),
                ];
        return new(
            sample,
            placed,
            placed.Sum(p => p.Confidence ?? 0)
                - 0.6 * required.Count(r => !found.Contains(r))
                - 10.0 * foreign
        );
    }

    /// <summary>How the values of each placed column are read: by what was chosen, else as most of the file's columns are.</summary>
    private void Read(MatchedTape tape)
    {
        var looks = tape.Columns.Select(c => c.Source.Look).ToArray();
        var dayFirst = Order(looks, "%d") - Order(looks, "%m");
        var isDollar = looks.Any(l =>
            l.Numbers.Count > 0 && l.Numbers[0].Before.Contains('$', StringComparison.Ordinal)
        );
        var monthFirst = dayFirst < 0 || dayFirst == 0 && isDollar;
        var commas = looks.Count(l =>
            l.Numbers.Count > 0 && !l.AmbiguousNumbers && l.Numbers[0].Point == ","
        );
        var points = looks.Count(l =>
            l.Numbers.Count > 0
            && !l.AmbiguousNumbers
            && l.Numbers[0].Point == "."
            && l.Texts.Any(t => t.Contains('.', StringComparison.Ordinal))
        );
        foreach (var column in tape.Columns)
        {
            var look = column.Source.Look;
            column.Dates =
            [
                .. look.Dates.OrderBy(d =>
                    look.AmbiguousDates
                    && monthFirst != d.Format.StartsWith("%m", StringComparison.Ordinal)
                        ? 1
                        : 0
                ),
            ];
            column.Numbers =
            [
                .. look
                    .Numbers.OrderBy(n =>
                        look.AmbiguousNumbers
                        && column.Field != "loans.interest_rate"
                        && commas != points
                        && (n.Point == ",") != commas > points
                            ? 1
                            : 0
                    )
                    .ThenBy(n =>
                        column.Field == "loans.interest_rate" && n.Group.Length > 0 ? 1 : 0
                    ),
            ];
            Settle(column);
            column.Times = column.Chosen?.Times is { } times
                ? times == 1
                    ? null
                    : times
                : TimesOf(column);
            column.Words = column.Kind == FieldKind.Words ? Words(column) : [];
        }

        // Dates that only one order of day and month can have made.
        static int Order(ValueLook[] looks, string first) =>
            looks.Count(l =>
                l.Dates.Count > 0
                && !l.AmbiguousDates
                && l.Dates[0].Format.StartsWith(first, StringComparison.Ordinal)
                && l.Dates[0].Format.Contains("%m", StringComparison.Ordinal)
            );
    }

    /// <summary>What was chosen comes first, then what was confirmed of such a column before. Where several that hold were, it stays open which is right.</summary>
    private void Settle(PlacedColumn column)
    {
        var before = earlier
            .Readings[(column.Source.Name.Trim().ToLowerInvariant(), column.Field ?? "")]
            .ToArray();
        var dates = Said(
            column.Chosen?.DateFormat,
            before.Select(s => s.DateFormat ?? "%Y-%m-%d"),
            column.Dates.Select(d => d.Format)
        );
        var numbers = Said(
            column.Chosen?.NumberFormat,
            before.Select(s => s.NumberFormat ?? "1234.56"),
            column.Numbers.Select(Written)
        );
        column.Dates = [.. column.Dates.OrderBy(d => Place(dates, d.Format))];
        column.Numbers = [.. column.Numbers.OrderBy(n => Place(numbers, Written(n)))];
        column.IsSettled = (column.Kind == FieldKind.Date ? dates : numbers).Length == 1;

        static string[] Said(
            string? chosen,
            IEnumerable<string> before,
            IEnumerable<string> possible
        ) => string.IsNullOrEmpty(chosen) ? [.. before.Intersect(possible)] : [chosen];

        static string Written(NumberReading reading) => reading.Format ?? "1234.56";

        static int Place(string[] said, string format) =>
            Array.IndexOf(said, format) is >= 0 and var at ? at : said.Length;
    }

    private static decimal? TimesOf(PlacedColumn column)
    {
        if (column.Numbers.Count == 0)
            return null;
        var words = MatchWords.Tokens(column.Source.Name);
        var most = column.Source.Look.Texts.Max(t => column.Numbers[0].Read(t) ?? 0);
        return column.Field switch
        {
            // A rate of at most 1 is a fraction: no book lends at one percent throughout.
            "loans.interest_rate"
                when most is > 0 and <= 1 && column.Numbers[0].Behind.Length == 0 => 100,
            "customers.annual_income" when words.Contains("month") => 12,
            "loans.term_months" when words.Contains("year") && !words.Contains("month") => 12,
            _ => null,
        };
    }

    /// <summary>Nobody was born after the latest loan: years of two digits are of the hundred that end then.</summary>
    private static void DateBirths(MatchedTape[] tapes)
    {
        var latest = tapes
            .Select(t => t.Of("loans.start_date"))
            .Where(c => c?.Date is not null)
            .SelectMany(c => c!.Source.Look.Texts.Select(t => c.Date!.Read(t)?.Year))
            .Max();
        foreach (var tape in tapes)
            if (tape.Of("customers.birth_date") is { } born)
                born.Dates =
                [
                    .. born.Dates.Select(d => d.TwoDigits ? d with { LatestYear = latest } : d),
                ];
    }

    private IReadOnlyList<MatchedWord> Words(PlacedColumn column)
    {
        var isStatus = column.Field == "loans.status";
        var flag = isStatus && column.Source.Look.IsFlag ? FlagOf(column.Source.Name) : null;
        return
        [
            .. column.Source.Look.Words.Select(w =>
            {
                if (column.Chosen?.Words?.TryGetValue(w.Word, out var chosen) == true)
                    return new MatchedWord(
                        w.Word,
                        w.Count,
                        chosen is { Length: > 0 } ? chosen : null,
                        1
                    );
                if (
                    earlier
                        .Words[w.Word.ToLowerInvariant()]
                        .FirstOrDefault(o => isStatus == LoanFilter.Statuses.Contains(o)) is
                    { } before
                )
                    return new(w.Word, w.Count, before, 0.95);
                var known = flag is not null
                    ? w.Word[0] is 'y' or 'Y' or 't' or 'T' or 'j' or 'J' or '1'
                        ? (flag, 0.8)
                        : ("active", 0.7)
                    : isStatus
                        ? MatchWords.Status(w.Word)
                        : MatchWords.Gender(w.Word);
                return new MatchedWord(w.Word, w.Count, known?.Item1, known?.Item2);
            }),
        ];

        static string? FlagOf(string name)
        {
            var words = MatchWords.Tokens(name);
            return words.Contains("chargeoff") || words.Contains("writeoff") ? "written_off"
                : words.Contains("default") || words.Contains("npl") ? "defaulted"
                : words.Contains("paid") || words.Contains("close") || words.Contains("payoff")
                    ? "fully_paid"
                : null;
        }
    }
}
