namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Composes the profile that reads files as they are matched.</summary>
/// <param name="tapes">The files with their columns placed.</param>
internal sealed class ProfileComposer(IReadOnlyList<MatchedTape> tapes)
{
    private readonly List<FieldItem> missing = [];

    /// <summary>The files as they are matched, what they lack, and the profile.</summary>
    public ImportMatching Matching()
    {
        var profile = Compose();
        return new([.. tapes.Select(MatchedFile.Of)], missing, FieldItem.All, profile);
    }

    private ProfileDeclaration Compose()
    {
        var tables = new List<DeclaredTable>();
        var loans = tapes
            .Where(t => MatchedTape.LoanKeys.Count(k => t.Has(k)) > 1)
            .MaxBy(t => MatchedTape.LoanKeys.Count(t.Has));
        var customers = Best("customers", loans);
        var branches = Best("branches", loans);
        if (
            branches is not null
            && MatchedTape.BranchKeys.Select(branches.Of).FirstOrDefault(c => c is not null)
                is { } branch
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
                && MatchedTape.BranchKeys.Select(loans.Of).FirstOrDefault(c => c is not null)
                    is { } office
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
            $"Reads {string.Join(", ", tapes.Select(t => t.Sample.Name).Take(5))}.",
            Currency(),
            tables.Any(t => t.Table == "loans") ? "latest-start-date" : null,
            delimiters,
            encodings ?? "utf-8",
            tapes.Max(t => t.Sample.SkipLines),
            tapes.Max(t => t.Sample.HeaderLines),
            null,
            null,
            null,
            null,
            tables,
            [.. tapes.SelectMany(Attributes)]
        );

        string? Same(Func<TapeSample, string?> of) =>
            tapes
                .Select(t => of(t.Sample))
                .Where(v => !string.IsNullOrEmpty(v))
                .Distinct()
                .ToArray()
                is [var one]
                ? one
                : null;
    }

    /// <summary>The file that says most of a table; of equals one that has it for itself.</summary>
    private MatchedTape? Best(string table, MatchedTape? loans)
    {
        return tapes
            .Select((t, i) => (Tape: t, Says: t.Says(table), Place: i))
            .Where(t => t.Says > 0 || t.Tape == loans && table == "customers")
            // Payments and instalments name loans only.
            .OrderByDescending(t => t.Says)
            .ThenBy(t => t.Tape == loans ? 1 : 0)
            .ThenBy(t => t.Place)
            .Select(t => t.Tape)
            .FirstOrDefault();
    }

    private static DeclaredTable Table(
        string name,
        MatchedTape tape,
        MatchedTape? loans,
        PlacedColumn key,
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

    private static IEnumerable<DeclaredColumn> Own(string table, MatchedTape tape) =>
        CanonicalTable
            .Of(table)!
            .Columns.Select(c => (c.Name, Column: tape.Of($"{table}.{c.Name}")))
            .Where(c => c.Column is not null)
            .Select(c => Declared(c.Name, c.Column!));

    private static DeclaredColumn Key(string name, PlacedColumn column) =>
        new(name, column.Source.Name, null, null, null, null, null, null, Empties(column), null);

    private static DeclaredColumn Declared(string name, PlacedColumn column)
    {
        var date =
            column.Kind == FieldKind.Date ? column.Chosen?.DateFormat ?? column.Date?.Format : null;
        var number =
            column.Kind == FieldKind.Number
                ? column.Chosen?.NumberFormat ?? column.Number?.Format
                : null;
        var words = column
            .Words.Where(w => w.Ours is not null && w.Ours != w.Word)
            .ToDictionary(w => w.Word, w => w.Ours!);
        return new(
            name,
            column.Source.Name,
            null,
            date is null or "" or "%Y-%m-%d" ? null : date,
            date == column.Date?.Format ? column.Date?.LatestYear : null,
            number is null or "" or "1234.56" ? null : number,
            column.Kind == FieldKind.Number ? column.Times : null,
            words.Count > 0 ? words : null,
            Empties(column),
            null
        );
    }

    private static string[]? Empties(PlacedColumn column) =>
        column.Source.Look.Empty.Count > 0 ? [.. column.Source.Look.Empty] : null;

    /// <summary>The lines of totals by the cell that names them; where none does, by the cells that each loan has and they have not.</summary>
    private static Dictionary<string, IReadOnlyList<string>>? LeaveOut(MatchedTape tape)
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
            .. MatchedTape
                .LoanKeys.Concat([
                    "payments.loan_id",
                    "payments.paid_on",
                    "instalments.loan_id",
                    "instalments.due_date",
                    "customers.customer_id",
                ])
                .Select(tape.Of)
                .OfType<PlacedColumn>()
                .Select(c => c.Source.Name)
                .Where(c =>
                    totals.All(t => t[tape.Sample.Columns.ToList().IndexOf(c)].Length == 0)
                ),
        ];
        return empty.Length == 0
            ? null
            : empty.ToDictionary(c => c, IReadOnlyList<string> (_) => [""]);
    }

    private static IEnumerable<AttributeSource> Attributes(MatchedTape tape) =>
        tape
            .Columns.Where(c =>
                c.Field?.EndsWith(MatchedTape.Attribute, StringComparison.Ordinal) == true
            )
            .Select(c => new AttributeSource(
                c.Field!.Split('.')[0],
                c.Source.Name,
                c.Source.Look.Numbers is [{ Format: null }, ..] ? "number" : "category",
                null,
                null
            ));

    private static void Derived(PlacedColumn column, string path, string says)
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
                    .Select(c => FieldItem.Of(name, c.Name))
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
}
