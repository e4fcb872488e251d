using System.Globalization;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Puts the columns of samples to fields, and composes the profile that says so.</summary>
/// <param name="samples">The files.</param>
/// <param name="choices">What a person chose already.</param>
/// <param name="earlier">What people confirmed before.</param>
internal sealed class TapeMatcher(
    IReadOnlyList<TapeSample> samples,
    IReadOnlyList<ColumnChoice> choices,
    EarlierChoices earlier
)
{
    private const int SamplesShown = 5;
    private const int ReadingsShown = 4;
    private const string Attribute = "attribute";
    private static readonly string[] LoanKeys =
    [
        "loans.loan_id",
        "loans.principal",
        "loans.start_date",
        "loans.status",
    ];
    private static readonly string[] BranchKeys =
    [
        "branches.branch_id",
        "branches.name",
        "branches.city",
        "branches.region",
    ];

    private readonly List<Tape> tapes = [];
    private readonly List<FieldItem> missing = [];

    public ImportMatching Match()
    {
        RefuseStrangers();
        foreach (var sample in samples)
            tapes.Add(Place(sample));
        foreach (var tape in tapes)
            Read(tape);
        var profile = Compose();
        return new([.. tapes.Select(File)], missing, Fields, profile);
    }

    /// <summary>All that a column can be placed in.</summary>
    private static readonly FieldItem[] Fields =
    [
        .. MatchWords.Lists.SelectMany(l => l).Select(f => Item(f.Table, f.Column)),
    ];

    private static FieldItem Item(string table, string column)
    {
        var known = CanonicalTable.Of(table)!.Columns.Single(c => c.Name == column);
        return new(
            $"{table}.{column}",
            known.Meaning,
            known.Required,
            known.Kind switch
            {
                ColumnKind.Number or ColumnKind.Whole => FieldKind.Number,
                ColumnKind.Date or ColumnKind.Month => FieldKind.Date,
                ColumnKind.Status or ColumnKind.Gender => FieldKind.Words,
                _ => FieldKind.Text,
            },
            known.Kind switch
            {
                ColumnKind.Status => LoanFilter.Statuses,
                ColumnKind.Gender => LoanFilter.Genders,
                _ => null,
            }
        );
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
            if (
                choice.Field is { Length: > 0 } field
                && field is not ("customers.attribute" or "loans.attribute")
                && Fields.All(f => f.Field != field)
            )
                throw Refused($"There is no field {Nearest.Quoted(field)}.");
        }
        if (choices.GroupBy(c => (c.File, c.Column)).Any(g => g.Count() > 1))
            throw Refused("A column is chosen twice.");
        if (
            choices
                .Where(c =>
                    c.Field is { Length: > 0 } f
                    && !f.EndsWith($".{Attribute}", StringComparison.Ordinal)
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

    private Tape Place(TapeSample sample)
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

    private Tape Place(
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
        var placed = new Placed[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var match = Array.IndexOf(free, i) is >= 0 and var at ? taken[at] : null;
            placed[i] = chosen[i]?.Field is { } field
                ? new(
                    columns[i],
                    field.Length == 0 ? null : field,
                    field.Length == 0 ? null : 1,
                    [(MatchEvidence.Chosen, "It was chosen.")],
                    possible[i],
                    chosen[i]
                )
                : new(
                    columns[i],
                    match?.Field.Path,
                    match?.Confidence,
                    match?.Reasons ?? [],
                    possible[i],
                    chosen[i]
                );
        }
        var foreign = pinned.Count(p =>
            p.Length > 0
            && !p.EndsWith($".{Attribute}", StringComparison.Ordinal)
            && list.All(f => f.Path != p)
        );
        var found = placed.Select(p => p.Field).OfType<string>().ToHashSet();
        string[] required =
            list == MatchWords.Tape
                ? found.Count(LoanKeys.Contains) > 1
                    ? LoanKeys
                    : []
                : [.. list.Where(f => Item(f.Table, f.Column).Required).Select(f => f.Path)];
        return new(
            sample,
            placed,
            placed.Sum(p => p.Confidence ?? 0)
                - 0.6 * required.Count(r => !found.Contains(r))
                - 10.0 * foreign
        );
    }

    /// <summary>How the values of each placed column are read: by what was chosen, else as most of the file's columns are.</summary>
    private void Read(Tape tape)
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
            if (column.Chosen?.DateFormat is { Length: > 0 } date)
                column.Dates = [.. column.Dates.OrderBy(d => d.Format == date ? 0 : 1)];
            if (column.Chosen?.NumberFormat is { Length: > 0 } number)
                column.Numbers =
                [
                    .. column.Numbers.OrderBy(n => (n.Format ?? "1234.56") == number ? 0 : 1),
                ];
            column.Times = column.Chosen?.Times is { } times
                ? times == 1
                    ? null
                    : times
                : TimesOf(column);
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

    private static decimal? TimesOf(Placed column)
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

    private ProfileDeclaration Compose()
    {
        var tables = new List<DeclaredTable>();
        var loans = tapes
            .Where(t => LoanKeys.Count(k => t.Has(k)) > 1)
            .MaxBy(t => LoanKeys.Count(t.Has));
        var customers = Best("customers", loans);
        var branches = Best("branches", loans);
        if (
            branches is not null
            && BranchKeys.Select(branches.Of).FirstOrDefault(c => c is not null) is { } branch
        )
        {
            Derived(
                branch,
                "branches.branch_id",
                $"There is no number of the branch: each {branch.Source.Name} is taken for one."
            );
            tables.Add(Table("branches", branches, loans, branch, Own("branches", branches)));
        }
        if (
            customers is not null
            && (customers.Of("customers.customer_id") ?? customers.Of("loans.loan_id"))
                is { } customer
        )
        {
            Derived(
                customer,
                "customers.customer_id",
                "There is no number of the customer: each loan is taken to have its own."
            );
            tables.Add(Table("customers", customers, loans, customer, Own("customers", customers)));
        }
        if (loans is not null)
        {
            var columns = Own("loans", loans).ToList();
            if ((loans.Of("customers.customer_id") ?? loans.Of("loans.loan_id")) is { } borrower)
                columns.Insert(Math.Min(1, columns.Count), Key("customer_id", borrower));
            if (
                branches is not null
                && BranchKeys.Select(loans.Of).FirstOrDefault(c => c is not null) is { } office
            )
                columns.Insert(Math.Min(2, columns.Count), Key("branch_id", office));
            if (
                loans.Of("loans.status") is { } status
                && columns.All(c => c.Column != "source_status")
            )
                columns.Add(Key("source_status", status));
            tables.Add(new("loans", loans.Sample.Name, null, null, LeaveOut(loans), columns));
        }
        foreach (var name in (string[])["instalments", "payments"])
            if (
                tapes.FirstOrDefault(t =>
                    t.Columns.Count(c =>
                        c.Field?.StartsWith($"{name}.", StringComparison.Ordinal) == true
                    ) > 1
                ) is
                { } list
            )
                tables.Add(
                    new(name, list.Sample.Name, null, null, LeaveOut(list), [.. Own(name, list)])
                );
        Lack(tables);
        var (encodings, delimiters) = (Same(t => t.Encoding), Same(t => t.Delimiter));
        return new(
            $"Reads {string.Join(", ", samples.Select(s => s.Name).Take(5))}.",
            Currency(),
            tables.Any(t => t.Table == "loans") ? "latest-start-date" : null,
            delimiters,
            encodings ?? "utf-8",
            samples.Max(s => s.SkipLines),
            samples.Max(s => s.HeaderLines),
            null,
            null,
            null,
            null,
            tables,
            [.. tapes.SelectMany(Attributes)]
        );

        string? Same(Func<TapeSample, string?> of) =>
            samples.Select(of).Where(v => !string.IsNullOrEmpty(v)).Distinct().ToArray()
                is [var one]
                ? one
                : null;
    }

    /// <summary>The file that says most of a table; of equals one that has it for itself.</summary>
    private Tape? Best(string table, Tape? loans)
    {
        var path = $"{table}.";
        return tapes
            .Select(
                (t, i) =>
                    (
                        Tape: t,
                        Says: t.Columns.Count(c =>
                            c.Field?.StartsWith(path, StringComparison.Ordinal) == true
                        ),
                        Place: i
                    )
            )
            .Where(t => t.Says > 0 || t.Tape == loans && table == "customers")
            // Payments and instalments name loans only.
            .OrderByDescending(t => t.Says)
            .ThenBy(t => t.Tape == loans ? 1 : 0)
            .ThenBy(t => t.Place)
            .Select(t => t.Tape)
            .FirstOrDefault();
    }

    private DeclaredTable Table(
        string name,
        Tape tape,
        Tape? loans,
        Placed key,
        IEnumerable<DeclaredColumn> own
    )
    {
        var id = CanonicalTable.Of(name)!.Key[0];
        var columns = own.Where(c => c.Column != id).Prepend(Key(id, key)).ToList();
        // In a tape a customer or branch stands with each of its loans: the latest loan knows best.
        var repeats = tape == loans && !key.Source.Look.IsUnique && columns.Count > 1;
        return new(
            name,
            tape.Sample.Name,
            null,
            repeats && tape.Of("loans.start_date") is { } start ? Declared("latest", start) : null,
            LeaveOut(tape),
            columns
        );
    }

    private IEnumerable<DeclaredColumn> Own(string table, Tape tape) =>
        CanonicalTable
            .Of(table)!
            .Columns.Select(c => (c.Name, Column: tape.Of($"{table}.{c.Name}")))
            .Where(c => c.Column is not null)
            .Select(c => Declared(c.Name, c.Column!));

    private static DeclaredColumn Key(string name, Placed column) =>
        new(name, column.Source.Name, null, null, null, null, null, null, Empties(column), null);

    private DeclaredColumn Declared(string name, Placed column)
    {
        var field = column.Field is { } path ? Fields.Single(f => f.Field == path) : null;
        var date =
            field?.Kind == FieldKind.Date
                ? column.Chosen?.DateFormat ?? column.Dates.FirstOrDefault()?.Format
                : null;
        var number =
            field?.Kind == FieldKind.Number
                ? column.Chosen?.NumberFormat ?? column.Numbers.FirstOrDefault()?.Format
                : null;
        var words =
            field?.Kind == FieldKind.Words
                ? Words(column)
                    .Where(w => w.Ours is not null && w.Ours != w.Word)
                    .ToDictionary(w => w.Word, w => w.Ours!)
                : null;
        return new(
            name,
            column.Source.Name,
            null,
            date is null or "" or "%Y-%m-%d" ? null : date,
            date?.Contains("%y", StringComparison.Ordinal) == true
            && column.Field == "customers.birth_date"
                ? LatestBirth()
                : null,
            number is null or "" or "1234.56" ? null : number,
            field?.Kind == FieldKind.Number ? column.Times : null,
            words is { Count: > 0 } ? words : null,
            Empties(column),
            null
        );
    }

    private static string[]? Empties(Placed column) =>
        column.Source.Look.Empty.Count > 0 ? [.. column.Source.Look.Empty] : null;

    /// <summary>The year of the latest loan, after which no borrower was born.</summary>
    private int? LatestBirth() =>
        tapes
            .Select(t => t.Of("loans.start_date"))
            .Where(c => c?.Dates.Count > 0)
            .SelectMany(c => c!.Source.Look.Texts.Select(t => c.Dates[0].Read(t)?.Year))
            .Max();

    /// <summary>The lines of totals by the cell that names them; where none does, by the cells that each loan has and they have not.</summary>
    private static Dictionary<string, IReadOnlyList<string>>? LeaveOut(Tape tape)
    {
        string[][] totals =
        [
            .. tape.Sample.Totals.Where(t => t.Length == tape.Sample.Columns.Count),
        ];
        if (totals.Length == 0)
            return null;
        var at = Array.FindIndex(totals[0], c => c.Length > 0 && !char.IsDigit(c[0]));
        if (at >= 0 && totals.All(t => t[at].Length > 0))
            return new() { [tape.Sample.Columns[at]] = [.. totals.Select(t => t[at]).Distinct()] };
        string[] empty =
        [
            .. LoanKeys
                .Concat([
                    "payments.loan_id",
                    "payments.paid_on",
                    "instalments.loan_id",
                    "instalments.due_date",
                    "customers.customer_id",
                ])
                .Select(tape.Of)
                .OfType<Placed>()
                .Select(c => c.Source.Name)
                .Where(c =>
                    totals.All(t => t[tape.Sample.Columns.ToList().IndexOf(c)].Length == 0)
                ),
        ];
        return empty.Length == 0
            ? null
            : empty.ToDictionary(c => c, IReadOnlyList<string> (_) => [""]);
    }

    private IEnumerable<DeclaredAttribute> Attributes(Tape tape) =>
        tape
            .Columns.Where(c =>
                c.Field?.EndsWith($".{Attribute}", StringComparison.Ordinal) == true
            )
            .Select(c => new DeclaredAttribute(
                c.Field!.Split('.')[0],
                c.Source.Name,
                c.Source.Look.Numbers is [{ Format: null }, ..] ? "number" : "category",
                null,
                null
            ));

    private static void Derived(Placed column, string path, string says)
    {
        if (column.Field != path)
            column.Reasons = [.. column.Reasons, (MatchEvidence.Derived, says)];
    }

    private void Lack(List<DeclaredTable> tables)
    {
        foreach (var name in tables.Count == 0 ? ["loans"] : tables.Select(t => t.Table))
        {
            var has =
                tables
                    .FirstOrDefault(t => t.Table == name)
                    ?.Columns.Select(c => c.Column)
                    .ToHashSet()
                ?? [];
            missing.AddRange(
                CanonicalTable
                    .Of(name)!
                    .Columns.Where(c => c.Required && !has.Contains(c.Name))
                    .Select(c => Item(name, c.Name))
            );
        }
    }

    private string? Currency()
    {
        var signs = tapes
            .SelectMany(t => t.Columns)
            .Where(c => c.Numbers.Count > 0)
            .SelectMany(c => new[] { c.Numbers[0].Before.Trim(), c.Numbers[0].Behind.Trim() })
            .Select(s =>
                s.ToUpperInvariant() switch
                {
                    "$" or "US$" => "USD",
                    "€" => "EUR",
                    "£" => "GBP",
                    "¥" => "JPY",
                    "KČ" => "CZK",
                    "₽" => "RUB",
                    "₹" => "INR",
                    { Length: 3 } code
                        when code.All(char.IsAsciiLetterUpper)
                            && code is not ("MOS" or "YRS" or "PCT" or "MTH" or "DAY" or "US$") =>
                        code,
                    _ => null,
                }
            )
            .OfType<string>()
            .Distinct()
            .ToArray();
        return signs is [var one] ? one : null;
    }

    private List<MatchedWord> Words(Placed column)
    {
        var isStatus = column.Field == "loans.status";
        var flag = isStatus && column.Source.Look.IsFlag ? FlagOf(column.Source.Name) : null;
        return
        [
            .. column.Source.Look.Words.Select(w =>
            {
                if (column.Chosen?.Words?.TryGetValue(w.Word, out var chosen) == true)
                    return new MatchedWord(w.Word, w.Count, chosen.Length == 0 ? null : chosen, 1);
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

    private MatchedFile File(Tape tape)
    {
        var s = tape.Sample;
        return new(
            s.Name,
            s.Rows.Count,
            s.Whole,
            s.Delimiter.Length == 0 ? null : s.Delimiter,
            s.Encoding,
            s.SkipLines,
            s.HeaderLines,
            [.. s.Totals.Select(t => string.Join(s.Delimiter.Length == 0 ? "," : s.Delimiter, t))],
            [.. tape.Columns.Select(Column)]
        );
    }

    private MatchedColumn Column(Placed c)
    {
        var look = c.Source.Look;
        string[] shown = [.. look.Texts.Take(SamplesShown)];
        var kind = c.Field is null
            ? (FieldKind?)null
            : Fields.FirstOrDefault(f => f.Field == c.Field)?.Kind ?? FieldKind.Text;
        var words = kind == FieldKind.Words ? Words(c) : [];
        ValueReading[] readings =
        [
            .. (kind is FieldKind.Number ? [] : c.Dates)
                .Take(ReadingsShown)
                .Select(d => new ValueReading(
                    d.Format,
                    null,
                    [.. shown.Select(t => Iso(d.Read(t)))]
                )),
            .. (kind is FieldKind.Date ? [] : c.Numbers)
                .Take(ReadingsShown)
                .Select(n => new ValueReading(
                    null,
                    n.Format ?? "1234.56",
                    [.. shown.Select(t => Plain(n.Read(t)))]
                )),
        ];
        return new(
            c.Source.Name,
            [.. shown.Select(Short)],
            [
                .. shown.Select(t =>
                    kind switch
                    {
                        FieldKind.Date => Iso(
                            (
                                c.Dates.FirstOrDefault() is { TwoDigits: true } two
                                && c.Field == "customers.birth_date"
                                    ? two with
                                    {
                                        LatestYear = LatestBirth(),
                                    }
                                    : c.Dates.FirstOrDefault()
                            )?.Read(t)
                        ),
                        FieldKind.Number => Plain(
                            c.Numbers.FirstOrDefault()?.Read(t) * (c.Times ?? 1)
                        ),
                        FieldKind.Words => words.FirstOrDefault(w => w.Word == t)?.Ours,
                        _ => Short(t),
                    }
                ),
            ],
            Math.Round(look.Filled, 4),
            c.Field,
            c.Confidence is { } sure ? Math.Round(sure, 2) : null,
            [.. c.Reasons.Select(r => new MatchReason(r.Kind, r.Detail))],
            [
                .. c
                    .Possible.Where(p => p.Field.Path != c.Field)
                    .Take(3)
                    .Select(p => new MatchAlternative(p.Field.Path, Math.Round(p.Confidence, 2))),
            ],
            kind == FieldKind.Date ? c.Dates.FirstOrDefault()?.Format : null,
            kind == FieldKind.Number ? c.Numbers.FirstOrDefault()?.Format : null,
            c.Times,
            kind == FieldKind.Date
                && look.AmbiguousDates
                && string.IsNullOrEmpty(c.Chosen?.DateFormat)
                || kind == FieldKind.Number
                    && look.AmbiguousNumbers
                    && string.IsNullOrEmpty(c.Chosen?.NumberFormat),
            readings,
            words
        );

        static string? Iso(DateOnly? date) =>
            date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        static string? Plain(decimal? number) =>
            number?.ToString("0.########", CultureInfo.InvariantCulture);
        static string Short(string text) => text.Length > 80 ? text[..79] + "…" : text;
    }

    /// <summary>A file with its columns placed.</summary>
    private sealed record Tape(TapeSample Sample, IReadOnlyList<Placed> Columns, double Score)
    {
        public Placed? Of(string path) => Columns.FirstOrDefault(c => c.Field == path);

        public bool Has(string path) => Of(path) is not null;
    }

    private sealed class Placed(
        SourceColumn source,
        string? place,
        double? confidence,
        IReadOnlyList<(MatchEvidence Kind, string Detail)> reasons,
        FieldMatch[] possible,
        ColumnChoice? chosen
    )
    {
        public SourceColumn Source => source;
        public string? Field => place;
        public double? Confidence => confidence;
        public IReadOnlyList<(MatchEvidence Kind, string Detail)> Reasons { get; set; } = reasons;
        public FieldMatch[] Possible => possible;
        public ColumnChoice? Chosen => chosen;
        public IReadOnlyList<DateReading> Dates { get; set; } = [];
        public IReadOnlyList<NumberReading> Numbers { get; set; } = [];
        public decimal? Times { get; set; }
    }
}
