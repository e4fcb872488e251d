using LoanAnalytics.Api.Infrastructure;
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

    /// <summary>Files of the SQL form, without their ending, with the columns it needs.</summary>
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
        var profile = new DeserializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance)
            .Build()
            .Deserialize<Profile>(File.ReadAllText(Path.Combine(folder, "profile.yaml")));
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
}

/// <summary>One canonical table of the declarative form.</summary>
internal sealed class ProfileTable
{
    public string File { get; set; } = "";
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
