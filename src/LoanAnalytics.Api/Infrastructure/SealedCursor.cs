using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>A place in a list as an opaque text that cannot be altered unnoticed.</summary>
internal static class SealedCursor
{
    private const int ChecksumLength = 8;

    public static string Seal<T>(T place)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(place);
        return Base64Url.EncodeToString([.. payload, .. Checksum(payload)]);
    }

    /// <summary>The place; null where the text was altered or is none.</summary>
    public static T? Open<T>(string cursor)
        where T : class
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(cursor);
            if (bytes.Length <= ChecksumLength)
                return null;
            var payload = bytes.AsSpan(0, bytes.Length - ChecksumLength);
            return Checksum(payload).AsSpan().SequenceEqual(bytes.AsSpan(payload.Length))
                ? JsonSerializer.Deserialize<T>(payload)
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    public static ProblemException Invalid() =>
        new(
            400,
            "cursor-invalid",
            "The cursor is not of this list",
            "It was altered, belongs to another list, filter or sort, or is from before the data were replaced. Begin again without a cursor."
        )
        {
            Parameter = "cursor",
        };

    /// <summary>Where the page after the row of this key begins, in a list that has one order.</summary>
    public static string After(string list, string key) => Seal(new Place(list, key));

    /// <summary>The key of the row that the page comes after; null for the first page.</summary>
    public static string? KeyOf(string? cursor, string list) =>
        cursor is null ? null
        : Open<Place>(cursor) is { } place && place.List == list ? place.Key
        : throw Invalid();

    private sealed record Place(string List, string Key);

    private static byte[] Checksum(ReadOnlySpan<byte> payload) =>
        SHA256.HashData(payload)[..ChecksumLength];
}
