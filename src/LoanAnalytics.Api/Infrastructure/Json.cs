using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>How JSON is written and read everywhere: camelCase names, enumerations as words, unknown and repeated members refused.</summary>
internal static class Json
{
    public static JsonSerializerOptions Options { get; } =
        ReadOnly(Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web)));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
        );
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        return options;
    }

    private static JsonSerializerOptions ReadOnly(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
