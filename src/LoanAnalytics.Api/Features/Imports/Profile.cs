using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Credit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>How source files become canonical tables: a <c>profile.yaml</c>, and for the SQL form one SELECT a table beside it.</summary>
internal sealed class Profile
{
    public string Description { get; set; } = "";

    /// <summary>ISO 4217; empty where the source does not say.</summary>
    public string? Currency { get; set; }

    /// <summary>A date, or latest-start-date; empty where the operator must give it.</summary>
    public string? AsOf { get; set; }
    public string? Delimiter { get; set; }

    /// <summary>utf-8, latin-1 or utf-16.</summary>
    public string Encoding { get; set; } = "utf-8";

    /// <summary>amount_paid holds principal only, so that a fully paid loan must balance.</summary>
    public bool AmountPaidIsPrincipal { get; set; }
    public double RejectShareLimit { get; set; } = 0.2;

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

    [YamlIgnore]
    public string Folder { get; private set; } = "";

    [YamlIgnore]
    public bool IsCanonical => Name == "canonical";

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

    public static IEnumerable<string> Names =>
        Directory
            .GetDirectories(Root)
            .Select(d => Path.GetFileName(d)!)
            .Order(StringComparer.Ordinal);

    /// <summary>The installed profile of that name.</summary>
    public static Profile Load(string name)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
            throw new ProblemException(
                422,
                "profile-unknown",
                "There is no such profile",
                $"There is no profile '{name}'; known are {string.Join(", ", Names)}."
            );
        var folder = Path.Combine(Root, name);
        var profile = Read(File.ReadAllText(Path.Combine(folder, "profile.yaml")));
        (profile.Name, profile.Folder) = (name, folder);
        return profile;
    }

    /// <summary>All that the profile says, for the fingerprint of an import.</summary>
    public string Content() =>
        string.Join(
            '\n',
            Directory
                .GetFiles(Folder)
                .Order(StringComparer.Ordinal)
                .Select(f => $"{Path.GetFileName(f)}\n{File.ReadAllText(f)}")
        );

    public static ProblemException Invalid(string detail) =>
        new(422, "profile-invalid", "The profile cannot be used", detail);

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
        foreach (var (name, table) in profile.Tables)
        {
            var known =
                CanonicalTable.All.FirstOrDefault(t => t.Name == name)
                ?? throw Invalid(
                    $"'{name}' is no table; known are {string.Join(", ", CanonicalTable.All.Select(t => t.Name))}."
                );
            var strangers = table.Columns.Keys.Except(known.Columns.Select(c => c.Name)).ToArray();
            if (strangers.Length > 0)
                throw Invalid(
                    $"{name} has no column {string.Join(", ", strangers)}; known are {string.Join(", ", known.Columns.Select(c => c.Name))}."
                );
        }
        profile.StatedPolicy = profile.Delinquency?.Policy();
        return profile;
    }
}

/// <summary>One canonical table of the declarative form.</summary>
internal sealed class ProfileTable
{
    public string File { get; set; } = "";

    /// <summary>The table is left out where its file is not given.</summary>
    public bool Optional { get; set; }

    /// <summary>Where a file has many rows for one key: a source column, as under columns, and the row with its latest value is taken.</summary>
    public object? Latest { get; set; }

    /// <summary>By canonical column: a source column, or constant, map, date_format, number_format, empty and optional.</summary>
    public Dictionary<string, object> Columns { get; set; } = [];
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
