using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>How JSON is written and read everywhere: camelCase names, enumerations as words, unknown and repeated members refused, and numbers that no double holds.</summary>
internal static class Json
{
    public static JsonSerializerOptions Options { get; } =
        ReadOnly(Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web)));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
        );
        options.Converters.Add(new FiniteNumber());
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        return options;
    }

    /// <summary>1e400 would be read as infinity, which can be neither written nor stored.</summary>
    private sealed class FiniteNumber : JsonConverter<double>
    {
        public override double Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) =>
            reader.GetDouble() is var number && double.IsFinite(number)
                ? number
                : throw new JsonException();

        public override void Write(
            Utf8JsonWriter writer,
            double value,
            JsonSerializerOptions options
        ) => writer.WriteNumberValue(value);
    }

    private static JsonSerializerOptions ReadOnly(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
