using System.Globalization;
using System.Text.Json;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>A profile of the declarative form as JSON says it, to and from the text of a profile.yaml.</summary>
internal static class DeclaredProfile
{
    private static readonly ISerializer Writer = new SerializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(
            DefaultValuesHandling.OmitNull | DefaultValuesHandling.OmitEmptyCollections
        )
        // Else a word such as null or 01 would come back as something else.
        .WithQuotingNecessaryStrings(quoteYaml1_1Strings: true)
        .DisableAliases()
        .Build();

    public static ProfileDeclaration Of(Profile profile) =>
        new(
            profile.Description,
            profile.Currency,
            profile.AsOf,
            profile.Delimiter,
            profile.Encoding,
            profile.SkipLines,
            profile.HeaderLines,
            profile.AmountPaidIsPrincipal,
            profile.RejectShareLimit,
            profile.Bands.ToDictionary(b => b.Key, b => (IReadOnlyList<decimal>)b.Value),
            profile.StatedPolicy is { } policy ? StatedPolicy.Of(policy) : null,
            [.. profile.Tables.Select(t => Table(t.Key, t.Value))],
            [
                .. profile.Attributes.SelectMany(t =>
                    t.Value.Select(a => new AttributeSource(
                        t.Key,
                        a.Name,
                        a.Type,
                        a.Column,
                        a.Meaning
                    ))
                ),
            ]
        );

    /// <summary>Nothing is null that must be there, since JSON may say null anywhere, and no text holds a NUL.</summary>
    public static bool IsWhole(ProfileDeclaration said) =>
        said.Tables is not null
        && said.Tables.All(t =>
            t is { Table: not null, File: not null, Columns: not null }
            && t.Columns.All(IsWhole)
            && (t.Latest is null || IsWhole(t.Latest))
            && t.LeaveOut?.Values.All(v => v is not null && v.All(x => x is not null)) != false
        )
        && said.Attributes?.All(a => a is { Table: not null, Name: not null, Type: not null })
            != false
        && said.Bands?.Values.All(v => v is not null) != false
        && said.Delinquency is null or { RestDays: not null, Holidays: not null }
        && !JsonSerializer
            .Serialize(said, Json.Options)
            .Contains("\\u0000", StringComparison.Ordinal);

    private static bool IsWhole(DeclaredColumn said) =>
        said is { Column: not null }
        && said.Map?.Values.All(v => v is not null) != false
        && said.Empty?.All(e => e is not null) != false;

    /// <summary>The text of a profile.yaml that says the same.</summary>
    public static string Yaml(this ProfileDeclaration said)
    {
        var twice = said.Tables.GroupBy(t => t.Table).FirstOrDefault(g => g.Count() > 1)?.Key;
        Profile.Hold(twice is null, "tables", $"The table {twice} comes twice.");
        return Writer.Serialize(
            new Profile
            {
                Description = said.Description ?? "",
                Currency = said.Currency,
                AsOf = said.AsOf,
                Delimiter = said.Delimiter,
                Encoding = said.Encoding ?? "utf-8",
                SkipLines = said.SkipLines ?? 0,
                HeaderLines = said.HeaderLines ?? 1,
                AmountPaidIsPrincipal = said.AmountPaidIsPrincipal ?? false,
                RejectShareLimit = said.RejectShareLimit,
                Bands = said.Bands?.ToDictionary(b => b.Key, b => b.Value.ToList()) ?? [],
                Delinquency = Delinquency(said.Delinquency),
                Tables = said.Tables.ToDictionary(t => t.Table, Table),
                Attributes = (said.Attributes ?? [])
                    .GroupBy(a => a.Table)
                    .ToDictionary(g => g.Key, g => g.Select(Attribute).ToList()),
            }
        );
    }

    private static DeclaredTable Table(string name, ProfileTable table) =>
        new(
            name,
            table.File,
            table.Optional,
            table.LatestSource is { } latest ? Column("latest", latest) : null,
            table.LeaveOut.ToDictionary(l => l.Key, l => (IReadOnlyList<string>)l.Value),
            [.. table.Sources.Select(s => Column(s.Key, s.Value))]
        );

    private static DeclaredColumn Column(string name, ColumnSource source) =>
        new(
            name,
            source.Column,
            source.Constant,
            source.DateFormat,
            source.LatestYear,
            source.NumberFormat,
            source.Times,
            source.Map,
            source.Empty,
            source.Optional
        );

    private static ProfileTable Table(DeclaredTable said)
    {
        var twice = said.Columns.GroupBy(c => c.Column).FirstOrDefault(g => g.Count() > 1)?.Key;
        Profile.Hold(twice is null, $"tables.{said.Table}", $"The column {twice} comes twice.");
        return new()
        {
            File = said.File,
            Optional = said.Optional ?? false,
            Latest = said.Latest is null ? null : Source(said.Latest),
            LeaveOut = said.LeaveOut?.ToDictionary(l => l.Key, l => l.Value.ToList()) ?? [],
            Columns = said.Columns.ToDictionary(c => c.Column, Source),
        };
    }

    /// <summary>The name of the source column where that says all.</summary>
    private static object Source(DeclaredColumn said)
    {
        var parts = new Dictionary<object, object>();
        Add("column", said.Source);
        Add("constant", said.Constant);
        Add("date_format", said.DateFormat);
        Add("latest_year", said.LatestYear?.ToString(CultureInfo.InvariantCulture));
        Add("number_format", said.NumberFormat);
        Add("times", said.Times?.ToString(CultureInfo.InvariantCulture));
        if (said.Map is { Count: > 0 } map)
            parts["map"] = map.ToDictionary(m => (object)m.Key, m => (object)m.Value);
        if (said.Empty is { Count: > 0 } empty)
            parts["empty"] = empty.Select(e => (object)e).ToList();
        Add("optional", said.Optional == true ? "true" : null);
        return said.Source is { Length: > 0 } name && parts.Count == 1 ? name : parts;

        void Add(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                parts[key] = value;
        }
    }

    private static ProfileAttribute Attribute(AttributeSource said) =>
        new()
        {
            Name = said.Name,
            Type = said.Type,
            Column = said.Source,
            Meaning = said.Meaning ?? "",
        };

    private static ProfileDelinquency? Delinquency(StatedPolicy? policy) =>
        policy is null
            ? null
            : new()
            {
                DaysPastDue = policy.Rule == DaysPastDueRule.Rolling ? "rolling" : "strict",
                GraceDays = policy.GraceDays.ToString(CultureInfo.InvariantCulture),
                RestDays = [.. policy.RestDays.Select(d => $"{d}")],
                Holidays =
                [
                    .. policy.Holidays.Select(d =>
                        d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                    ),
                ],
                Tolerance = policy.Tolerance.ToString(CultureInfo.InvariantCulture),
            };
}
