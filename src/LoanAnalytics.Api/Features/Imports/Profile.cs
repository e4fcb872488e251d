using System.Text.RegularExpressions;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Credit;
using Npgsql;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>How source files become canonical tables: a <c>profile.yaml</c>, and for the SQL form one SELECT a table beside it.</summary>
internal sealed partial class Profile
{
    /// <summary>The profile of our own column names.</summary>
    public const string Canonical = "canonical";

    public string Description { get; set; } = "";

    /// <summary>ISO 4217; empty where the source does not say.</summary>
    public string? Currency { get; set; }

    /// <summary>A date, or latest-start-date; empty where the operator must give it.</summary>
    public string? AsOf { get; set; }
    public string? Delimiter { get; set; }

    /// <summary>utf-8, latin-1, utf-16 (of either byte order where a mark tells it, else the little one first) or utf-16be.</summary>
    public string Encoding { get; set; } = "utf-8";

    /// <summary>Lines above the header that are none of it, such as a title.</summary>
    public int SkipLines { get; set; }

    /// <summary>Lines that name the columns; the words of one column are joined, and an upper one stands for those to its right too.</summary>
    public int HeaderLines { get; set; } = 1;

    /// <summary>Lines above the last one that names the columns.</summary>
    [YamlIgnore]
    public int LinesAbove => SkipLines + HeaderLines - 1;

    /// <summary>amount_paid holds principal only, so that a fully paid loan must balance.</summary>
    public bool AmountPaidIsPrincipal { get; set; }

    /// <summary>Share of a table's or file's rows that may be refused; that of the configuration where not given.</summary>
    public double? RejectShareLimit { get; set; }

    /// <summary>Lower edges of the portfolio's bands, by age, income, amount and rate; the usual ones where not given.</summary>
    public Dictionary<string, List<decimal>> Bands { get; set; } = [];

    /// <summary>How lateness is counted; strictly where not given, in a merge as the book has it.</summary>
    public ProfileDelinquency? Delinquency { get; set; }

    /// <summary>Files of the SQL form, by table name.</summary>
    public Dictionary<string, string> Files { get; set; } = [];
    public Dictionary<string, ProfileTable> Tables { get; set; } = [];

    /// <summary>Further columns kept as attributes, by table.</summary>
    public Dictionary<string, List<ProfileAttribute>> Attributes { get; set; } = [];

    [YamlIgnore]
    public string Name { get; private set; } = "";

    /// <summary>Where an installed one lies; null of one that was saved.</summary>
    [YamlIgnore]
    public string? Folder { get; private set; }

    /// <summary>The text of one that was saved.</summary>
    [YamlIgnore]
    public string Text { get; private set; } = "";

    [YamlIgnore]
    public bool IsCanonical => Name == Canonical;

    [YamlIgnore]
    public ProfileForm Form =>
        IsCanonical ? ProfileForm.Canonical
        : Files.Count > 0 ? ProfileForm.Sql
        : ProfileForm.Declarative;

    /// <summary>The rule gives the same date whatever the files hold.</summary>
    [YamlIgnore]
    public DateOnly? ConstantAsOf =>
        DateOnly.TryParseExact(AsOf, "yyyy-MM-dd", out var date) ? date : null;

    /// <summary>The policy that it states; null where it states none.</summary>
    [YamlIgnore]
    public DelinquencyPolicy? StatedPolicy { get; private set; }

    /// <summary>The files that it reads.</summary>
    [YamlIgnore]
    public string[] Reads =>
        IsCanonical
            ?
            [
                .. CanonicalTable.All.SelectMany(t =>
                    new[] { $"{t.Name}.csv", $"{t.Name}.parquet" }
                ),
            ]
            : [.. Files.Values, .. Tables.Values.Select(t => t.File).Distinct()];

    /// <summary>Those of them that it cannot do without.</summary>
    [YamlIgnore]
    public string[] Needs =>
        IsCanonical
            ? []
            :
            [
                .. Files.Values,
                .. Tables.Values.Where(t => !t.Optional).Select(t => t.File).Distinct(),
            ];

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Profiles");

    /// <summary>Names of the installed profiles.</summary>
    public static IEnumerable<string> Names =>
        Directory
            .GetDirectories(Root)
            .Select(d => Path.GetFileName(d)!)
            .Order(StringComparer.Ordinal);

    public static bool IsInstalled(string name) => Names.Contains(name, StringComparer.Ordinal);

    /// <summary>The installed profile of that name.</summary>
    public static Profile Load(string name)
    {
        var folder = Path.Combine(Root, name);
        var profile = Read(File.ReadAllText(Path.Combine(folder, "profile.yaml")));
        (profile.Name, profile.Folder) = (name, folder);
        return profile;
    }

    /// <summary>A profile that was saved, under the name that it has.</summary>
    public static Profile Saved(string name, string text)
    {
        var profile = Read(text);
        (profile.Name, profile.Text) = (name, text);
        return profile;
    }

    /// <summary>The installed profile of that name, else the one that was saved under it.</summary>
    /// <exception cref="ProblemException">422 profile-unknown.</exception>
    public static async Task<Profile> Find(
        NpgsqlDataSource database,
        string name,
        CancellationToken cancellationToken
    )
    {
        if (IsInstalled(name))
            return Load(name);
        await using var command = database.CreateCommand(
            "select name, content from profiles order by name"
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var saved = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetString(0) == name)
                return Saved(name, reader.GetString(1));
            saved.Add(reader.GetString(0));
        }
        throw new ProblemException(
            422,
            "profile-unknown",
            "There is no such profile",
            $"There is no profile '{name}'; known are {string.Join(", ", Names.Concat(saved))}."
        );
    }

    /// <summary>The profiles that people saved.</summary>
    public static async Task<IReadOnlyList<Profile>> AllSaved(
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(
            "select name, content from profiles order by changed_at desc, name limit 200"
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var saved = new List<Profile>();
        while (await reader.ReadAsync(cancellationToken))
            saved.Add(Saved(reader.GetString(0), reader.GetString(1)));
        return saved;
    }

    /// <summary>All that the profile says, for the fingerprint of an import.</summary>
    public string Content() =>
        Folder is null
            ? Text
            : string.Join(
                '\n',
                Directory
                    .GetFiles(Folder)
                    .Order(StringComparer.Ordinal)
                    .Select(f => $"{Path.GetFileName(f)}\n{File.ReadAllText(f)}")
            );

    /// <param name="detail">What is wrong.</param>
    /// <param name="place">Where in the profile, as in tables.loans.principal.</param>
    public static ProblemException Invalid(string detail, string? place = null) =>
        new(
            422,
            "profile-invalid",
            "The profile cannot be used",
            place is null ? detail : $"{place}: {detail}"
        )
        {
            Parameter = place,
        };

    /// <summary>The profile that a text says; a problem where it says none.</summary>
    public static Profile Read(string yaml)
    {
        Profile profile;
        try
        {
            profile = new DeserializerBuilder()
                .WithNamingConvention(UnderscoredNamingConvention.Instance)
                .Build()
                .Deserialize<Profile>(yaml);
        }
        catch (YamlException e)
        {
            throw Invalid(
                $"profile.yaml, line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}"
            );
        }
        profile.Check();
        profile.StatedPolicy = profile.Delinquency?.Policy();
        return profile;
    }

    private void Check()
    {
        Hold(Currency is null || CurrencyCode().IsMatch(Currency), "currency", "Three letters.");
        Hold(
            AsOf is null or "latest-start-date" or "latest-month" || ConstantAsOf is not null,
            "as_of",
            "A date YYYY-MM-DD, latest-start-date or latest-month."
        );
        Hold(Delimiter is null or { Length: 1 }, "delimiter", "One character.");
        Hold(
            Encoding is "utf-8" or "latin-1" or "utf-16" or "utf-16be",
            "encoding",
            "utf-8, latin-1, utf-16 or utf-16be."
        );
        Hold(SkipLines is >= 0 and <= 50, "skip_lines", "From 0 to 50.");
        Hold(HeaderLines is >= 1 and <= 5, "header_lines", "From 1 to 5.");
        Hold(
            RejectShareLimit is null or >= 0 and <= 1,
            "reject_share_limit",
            "A share from 0 to 1."
        );
        foreach (var (name, table) in Tables)
        {
            Hold(
                CanonicalTable.Of(name) is not null,
                "tables",
                $"'{name}' is no table; known are {string.Join(", ", CanonicalTable.All.Select(t => t.Name))}."
            );
            table.Check(CanonicalTable.Of(name)!);
        }
        foreach (var (name, attributes) in Attributes)
        {
            var place = $"attributes.{name}";
            Hold(
                CanonicalTable.Of(name) is { HasAttributes: true },
                place,
                "Only customers and loans have attributes."
            );
            foreach (var a in attributes)
            {
                Hold(
                    a.Name.Length is > 0 and <= 100,
                    place,
                    "An attribute has a name of up to 100 characters."
                );
                Hold(
                    a.Type is "number" or "category",
                    place,
                    $"{a.Name}: type is number or category."
                );
            }
            Hold(
                attributes.DistinctBy(a => a.Name, StringComparer.OrdinalIgnoreCase).Count()
                    == attributes.Count,
                place,
                "An attribute is named twice."
            );
        }
    }

    /// <summary>Refuses a profile of which something does not hold.</summary>
    internal static void Hold(bool holds, string place, string detail)
    {
        if (!holds)
            throw Invalid(detail, place);
    }

    [GeneratedRegex("^[A-Z]{3}$")]
    private static partial Regex CurrencyCode();
}

/// <summary>One canonical table of the declarative form.</summary>
internal sealed partial class ProfileTable
{
    public string File { get; set; } = "";

    /// <summary>The table is left out where its file is not given.</summary>
    public bool Optional { get; set; }

    /// <summary>Where a file has many rows for one key: a source column, as under columns, and the row with its latest value is taken.</summary>
    public object? Latest { get; set; }

    /// <summary>Records that are none of the table's, such as a line of totals: by source column, the values (an empty one among them) that all of them must have.</summary>
    public Dictionary<string, List<string>> LeaveOut { get; set; } = [];

    /// <summary>By canonical column: a source column, or as in <see cref="ColumnSource"/>.</summary>
    public Dictionary<string, object> Columns { get; set; } = [];

    [YamlIgnore]
    public IReadOnlyDictionary<string, ColumnSource> Sources { get; private set; } =
        new Dictionary<string, ColumnSource>();

    [YamlIgnore]
    public ColumnSource? LatestSource { get; private set; }

    internal void Check(CanonicalTable known)
    {
        var place = $"tables.{known.Name}";
        // A file is one of the extract's own: a path would reach other files of the machine.
        Profile.Hold(
            File.Length is > 0 and <= 255
                && File.AsSpan().IndexOfAny("/\\:\0") < 0
                && File is not ("." or ".."),
            $"{place}.file",
            "The name of a file, without a folder."
        );
        // Files are staged as tables of their names, beside those of the import.
        Profile.Hold(
            !OwnTables().IsMatch(Path.GetFileNameWithoutExtension(File)),
            $"{place}.file",
            $"The import has a table of the name {Path.GetFileNameWithoutExtension(File)} itself: call the file otherwise."
        );
        var strangers = Columns.Keys.Except(known.Columns.Select(c => c.Name)).ToArray();
        if (strangers.Length > 0)
            throw Profile.Invalid(
                $"{known.Name} has no column {string.Join(", ", strangers)}; known are {string.Join(", ", known.Columns.Select(c => c.Name))}.",
                place
            );
        Profile.Hold(Columns.Count > 0, place, "It has no columns.");
        Sources = Columns.ToDictionary(
            c => c.Key,
            c => ColumnSource.Of(c.Value, $"{place}.{c.Key}")
        );
        LatestSource = Latest is null ? null : ColumnSource.Of(Latest, $"{place}.latest");
        Profile.Hold(
            LatestSource is null
                || LatestSource.Column is not null && known.Key.All(Columns.ContainsKey),
            $"{place}.latest",
            $"{known.Name}: latest needs a column for its key {string.Join(", ", known.Key)}."
        );
        Profile.Hold(
            LeaveOut.All(c => c.Value is { Count: > 0 } && c.Value.All(v => v is not null)),
            $"{place}.leave_out",
            "It gives each column a list of values."
        );
    }

    [GeneratedRegex(
        "^(?:(?:known|mapped|checked)_.*|(?:rejects|scans)_[0-9]+|raw .*|twins)$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex OwnTables();
}

/// <summary>A further column of a table.</summary>
internal sealed class ProfileAttribute
{
    public string Name { get; set; } = "";

    /// <summary>number or category.</summary>
    public string Type { get; set; } = "category";
    public string? Column { get; set; }
    public string Meaning { get; set; } = "";
}
