using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>What spoke for a match.</summary>
public enum MatchEvidence
{
    Name,
    Synonym,
    Values,
    Earlier,
    Chosen,
    Derived,
}

/// <summary>A source column as it is matched.</summary>
internal sealed record SourceColumn(string File, string Name, ValueLook Look);

/// <summary>A field that a column may be, how sure that is (0..1), and why.</summary>
internal sealed record FieldMatch(
    MatchField Field,
    double Confidence,
    IReadOnlyList<(MatchEvidence Kind, string Detail)> Reasons
);

/// <summary>Which source column is which field, by name, by what its values look like, and by what people confirmed before. Pure: the same in, the same out.</summary>
/// <remarks>The confidence of a pair is 0.75 of how alike the names are and 0.25 of how well the values fit; values that cannot be the field's end it.
/// Each field goes to one column at most, so that all confidences together are greatest (<see cref="OptimalAssignment"/>).</remarks>
internal static class ColumnMatch
{
    /// <summary>Below it nothing is suggested.</summary>
    public const double Least = 0.55;
    private const double NameWeight = 0.75;

    /// <summary>The column of each field that has one, and for each column what it might be, the best first.</summary>
    /// <param name="columns">The columns of a file.</param>
    /// <param name="fields">What they may be.</param>
    /// <param name="earlier">Fields that names of columns were confirmed to be, in small letters, with the profile that says so.</param>
    public static (FieldMatch?[] Taken, FieldMatch[][] Possible) Of(
        IReadOnlyList<SourceColumn> columns,
        IReadOnlyList<MatchField> fields,
        ILookup<string, (string Path, string Profile)> earlier
    )
    {
        var tokens = columns.Select(c => MatchWords.Tokens(c.Name)).ToArray();
        var names = fields
            .Select(f => f.Names.Append(f.Column).Select(MatchWords.Tokens).ToArray())
            .ToArray();
        var pairs = new FieldMatch?[fields.Count, columns.Count];
        for (var f = 0; f < fields.Count; f++)
        for (var c = 0; c < columns.Count; c++)
            pairs[f, c] = Pair(columns[c], tokens[c], fields[f], names[f], earlier);
        // A column of its own for each field stands for none, at the price of the least confidence.
        var costs = new double[fields.Count, columns.Count + fields.Count];
        for (var f = 0; f < fields.Count; f++)
        for (var c = 0; c < columns.Count + fields.Count; c++)
            costs[f, c] =
                c >= columns.Count ? 1 - Least
                : pairs[f, c] is { } pair && pair.Confidence >= Least ? 1 - pair.Confidence
                : 1;
        var assigned = fields.Count == 0 ? [] : OptimalAssignment.Of(costs);
        var taken = new FieldMatch?[columns.Count];
        for (var f = 0; f < fields.Count; f++)
            if (
                assigned[f] < columns.Count
                && pairs[f, assigned[f]] is { } pair
                && pair.Confidence >= Least
            )
                taken[assigned[f]] = pair;
        var possible = columns
            .Select(
                (_, c) =>
                    Enumerable
                        .Range(0, fields.Count)
                        .Select(f => pairs[f, c])
                        .OfType<FieldMatch>()
                        .Where(p => p.Confidence >= 0.25)
                        .OrderByDescending(p => p.Confidence)
                        .ThenBy(p => p.Field.Path, StringComparer.Ordinal)
                        .ToArray()
            )
            .ToArray();
        return (taken, possible);
    }

    private static FieldMatch? Pair(
        SourceColumn column,
        string[] tokens,
        MatchField field,
        string[][] names,
        ILookup<string, (string Path, string Profile)> earlier
    )
    {
        if (Fit(column.Look, field.Look) is not { } fit)
            return null;
        var (likeness, name) = names
            .Select(
                (n, i) =>
                    (
                        // Of two columns alike the one of the more usual name is the nearer.
                        Likeness: Likeness(tokens, n) - 0.003 * i,
                        Name: i < field.Names.Length ? field.Names[i] : field.Column
                    )
            )
            .MaxBy(n => n.Likeness);
        var isOwn = string.Equals(
            column.Name.Trim(),
            field.Column,
            StringComparison.OrdinalIgnoreCase
        );
        // Two fields of the same words: the exact one is the nearer.
        likeness = isOwn ? 1 : 0.97 * likeness;
        var reasons = new List<(MatchEvidence, string)>();
        if (likeness >= 0.3)
            reasons.Add(
                isOwn
                    ? (MatchEvidence.Name, $"It is called {field.Column}.")
                    : (MatchEvidence.Synonym, $"Its name is like “{name}”.")
            );
        var confidence =
            likeness < 0.3
                ? (fit.IsTelling ? 0.6 * fit.Share : 0)
                : NameWeight * likeness + (1 - NameWeight) * fit.Share;
        if (confidence > 0 && fit.Says.Length > 0)
            reasons.Add((MatchEvidence.Values, fit.Says));
        var confirmed = earlier[column.Name.Trim().ToLowerInvariant()].ToArray();
        if (confirmed.FirstOrDefault(e => e.Path == field.Path) is { Profile: { } profile })
        {
            confidence = 1 - 0.3 * (1 - Math.Max(confidence, Least));
            reasons.Add((MatchEvidence.Earlier, $"It was so confirmed in {profile}."));
        }
        else if (confirmed.Length > 0)
            confidence *= 0.7;
        return confidence <= 0 ? null : new(field, confidence, reasons);
    }

    /// <summary>Words in common, against all words of both: 1 for the same words in any order. A word that is nearly the same counts half.</summary>
    private static double Likeness(string[] a, string[] b)
    {
        if (a.Length == 0 || b.Length == 0)
            return 0;
        var common = 0.0;
        foreach (var word in a)
            if (b.Contains(word))
                common += 1;
            else if (
                word.Length > 4
                && b.Any(o =>
                    o.Length > 4
                    && (
                        o.StartsWith(word, StringComparison.Ordinal)
                        || word.StartsWith(o, StringComparison.Ordinal)
                        || OneLetter(o, word)
                    )
                )
            )
                common += 0.5;
        return 2 * common / (a.Length + b.Length);
    }

    /// <summary>They differ by one letter: left out, put in or another.</summary>
    private static bool OneLetter(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1)
            return false;
        var i = 0;
        while (i < a.Length && i < b.Length && a[i] == b[i])
            i++;
        var restA = a.AsSpan(Math.Min(a.Length, i + (a.Length >= b.Length ? 1 : 0)));
        var restB = b.AsSpan(Math.Min(b.Length, i + (b.Length >= a.Length ? 1 : 0)));
        return restA.SequenceEqual(restB);
    }

    /// <summary>How well values fit a field (0..1), whether they tell it by themselves, and in words; null where they cannot be its.</summary>
    private static (double Share, bool IsTelling, string Says)? Fit(ValueLook look, FieldLook field)
    {
        // Of a column without a value nothing is known but its name.
        if (look.Values == 0)
            return (0.2, false, "");
        var isNumber = look.Numbers.Count > 0;
        var isDate = look.Dates.Count > 0;
        switch (field)
        {
            case FieldLook.Key:
                return IsPercentOrMoney(look) || isDate && !isNumber ? null
                    : look.IsUnique ? (1, false, "Each record has another.")
                    : (Math.Max(0, 2.0 * look.Distinct / look.Values - 1.2), false, "");
            case FieldLook.GroupKey:
                return IsPercentOrMoney(look) || isDate && !isNumber || look.Filled < 0.3
                    ? null
                    : (0.8, false, "");
            case FieldLook.Date:
                return !isDate
                    ? null
                    : (IsSerial(look) ? 0.5 : 0.9, false, "Its values are dates.");
            case FieldLook.BirthDate:
                return !isDate ? null
                    : Years(look) is var years && years < 1930 + 80
                        ? (1, false, "Its values are dates long ago.")
                    : (0.2, false, "");
            case FieldLook.Status:
                var known =
                    look.Words.Count == 0
                        ? 0
                        : look.Words.Where(w => MatchWords.Status(w.Word) is not null)
                            .Sum(w => w.Count) / (double)look.Values;
                return look.Words.Count == 0 ? null
                    : known > 0
                        ? (
                            0.4 + 0.6 * known,
                            known > 0.8 && look.Words.Count > 1,
                            "Its words are states of loans."
                        )
                    : look.IsFlag ? (0.6, false, "It says yes or no.")
                    : (0.3, false, "");
            case FieldLook.Gender:
                var sexes = look.Words.Count is 0 or > 6
                    ? 0
                    : look.Words.Where(w => MatchWords.Gender(w.Word) is not null).Sum(w => w.Count)
                        / (double)look.Values;
                return sexes < 0.5
                    ? null
                    : (
                        sexes,
                        look.Words.Count > 1 && look.Words.Any(w => w.Word.Length > 3),
                        "Its words are genders."
                    );
            case FieldLook.Name:
                return isNumber || isDate
                    ? null
                    : (
                        look.Distinct > look.Values / 3
                        && look.Texts.Average(t => t.Count(c => c == ' ')) >= 0.8
                            ? 1
                            : 0.5,
                        false,
                        ""
                    );
            case FieldLook.Words:
                return isDate && !isNumber ? null
                    : look.Distinct <= Math.Max(20, look.Values / 5)
                        ? (isNumber ? 0.4 : 0.8, false, "")
                    : (0.2, false, "");
            case FieldLook.Text:
                return (0.5, false, "");
        }
        if (!isNumber || field != FieldLook.Days && look.IsFlag && look.Values > 20)
            return null;
        var numbers = look
            .Texts.Select(t => look.Numbers[0].Read(t))
            .OfType<decimal>()
            .Order()
            .ToArray();
        var (least, middle, most) = (numbers[0], numbers[numbers.Length / 2], numbers[^1]);
        var areWhole = numbers.All(n => n == Math.Floor(n));
        var isPercent = look.Numbers[0].Behind.Contains('%', StringComparison.Ordinal);
        switch (field)
        {
            case FieldLook.Money:
                return isPercent ? null
                    : look.Numbers[0].Before.Length > 0
                        ? (1, false, "Its values are amounts with a currency sign.")
                    : most >= 100 ? (0.8, false, "Its values are amounts.")
                    : (0.3, false, "");
            case FieldLook.Rate:
                return most > 1000 || look.Numbers[0].Before.Length > 0 ? null
                    : isPercent ? (1, true, "Its values are percentages.")
                    : most <= 60 && !areWhole ? (0.8, false, "Its values are as those of rates.")
                    : (0.3, false, "");
            case FieldLook.Months:
                return least < 0 || !areWhole || most > 1200
                    ? null
                    : (
                        most <= 480 ? 0.9 : 0.4,
                        false,
                        "Its values are whole numbers as of months."
                    );
            case FieldLook.Age:
                return least < 0 || !areWhole || most > 120
                    ? null
                    : (
                        middle is >= 18 and <= 80 ? 1 : 0.3,
                        false,
                        "Its values are as those of ages."
                    );
            case FieldLook.Days:
                return least < 0 || !areWhole
                    ? null
                    : (0.9, false, "Its values are whole numbers.");
            default:
                return areWhole ? (0.8, false, "Its values are whole numbers.") : null;
        }
    }

    private static bool IsPercentOrMoney(ValueLook look) =>
        look.Numbers.Count > 0
        && (
            look.Numbers[0].Before.Length > 0
            || look.Numbers[0].Behind.Length > 0
            || look.Texts.Any(t =>
                look.Numbers[0].Read(t) is { } n && (n < 0 || n != Math.Floor(n))
            )
        );

    /// <summary>Numbers that are dates only by a spreadsheet's count.</summary>
    private static bool IsSerial(ValueLook look) => look.Dates[0].Format == ColumnSource.SerialDays;

    /// <summary>The middle year, years of two digits taken for the past.</summary>
    private static int Years(ValueLook look)
    {
        var reading = look.Dates[0].TwoDigits
            ? look.Dates[0] with
            {
                LatestYear = 2020,
            }
            : look.Dates[0];
        var years = look.Texts.Select(t => reading.Read(t)!.Value.Year).Order().ToArray();
        return years[years.Length / 2];
    }
}
