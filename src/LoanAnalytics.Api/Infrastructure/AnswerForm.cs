using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>The forms that an answer can have.</summary>
internal enum AnswerForm
{
    Json,
    Csv,
    Ndjson,
    Parquet,
}

/// <summary>Which form the caller's Accept asks for (RFC 9110, 12.5.1).</summary>
internal static class AnswerForms
{
    public const string Csv = "text/csv";
    public const string Ndjson = "application/x-ndjson";
    public const string Parquet = "application/vnd.apache.parquet";

    /// <summary>What the forms of a list hold, for its description in the contract.</summary>
    public const string ListForms =
        "Sorted by any column, - in front for largest first; nulls last, then the key. JSON comes in pages of limit rows (1 to 1000, 100 if not given): nextCursor is the cursor of the next page, goes on after a merge, and is refused with another filter or sort and after a replace. CSV, NDJSON and Parquet by Accept hold the whole list in that order, whatever limit and cursor say.";

    private const string JsonType = "application/json";

    public static string ContentType(this AnswerForm form) =>
        form == AnswerForm.Csv ? $"{Csv}; charset=utf-8" : MediaType(form);

    public static string Extension(this AnswerForm form) => form.ToString().ToLowerInvariant();

    /// <summary>The form of this answer.</summary>
    public static AnswerForm Form(this HttpContext context) =>
        Negotiate(
            context.Request.Headers.Accept,
            context.GetEndpoint()?.Metadata.GetMetadata<AnalyticsOperation>()?.Forms
                ?? [AnswerForm.Json]
        );

    internal static AnswerForm Negotiate(StringValues accept, IReadOnlyList<AnswerForm> offers)
    {
        string[] types = [.. offers.Select(MediaType)];
        return offers[Array.IndexOf(types, Negotiate(accept, types))];
    }

    /// <summary>The offered type of the highest quality; of equals the one that the caller names first. 406 where none is acceptable.</summary>
    internal static string Negotiate(StringValues accept, IReadOnlyList<string> offers)
    {
        if (StringValues.IsNullOrEmpty(accept))
            return offers[0];
        var ranges = MediaTypeHeaderValue.TryParseList(accept, out var parsed) ? parsed : [];
        return offers
                .Select((type, order) => (Type: type, Order: order, Match: Match(type, ranges)))
                .Where(o => o.Match.Quality > 0)
                .OrderByDescending(o => o.Match.Quality)
                .ThenBy(o => o.Match.Place)
                .ThenBy(o => o.Order)
                .Select(o => o.Type)
                .FirstOrDefault()
            ?? throw new ProblemException(
                406,
                "not-acceptable",
                "No such form of the answer",
                $"This operation answers {string.Join(", ", offers)}."
            );
    }

    /// <summary>Quality and place of the most exact range that holds the type.</summary>
    private static (double Quality, int Place) Match(
        string type,
        IList<MediaTypeHeaderValue> ranges
    ) =>
        ranges
            .Select(
                (range, place) =>
                    (
                        Range: range,
                        Place: place,
                        Exactness: range.MatchesAllTypes ? 1
                        : range.MatchesAllSubTypes ? 2
                        : 3
                    )
            )
            .Where(r =>
                r.Exactness == 1
                || (
                    r.Exactness == 2
                        ? type.StartsWith($"{r.Range.Type}/", StringComparison.OrdinalIgnoreCase)
                        : r.Range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)
                )
            )
            .OrderByDescending(r => r.Exactness)
            .Select(r => (r.Range.Quality ?? 1, r.Place))
            .FirstOrDefault();

    private static string MediaType(AnswerForm form) =>
        form switch
        {
            AnswerForm.Csv => Csv,
            AnswerForm.Ndjson => Ndjson,
            AnswerForm.Parquet => Parquet,
            _ => JsonType,
        };
}

/// <summary>Metadata of an analytics operation: the forms that its answer can have, the preferred one first.</summary>
internal sealed record AnalyticsOperation(IReadOnlyList<AnswerForm> Forms);

/// <summary>Metadata of an analytics operation whose answer tells what people recorded on the watch list.</summary>
internal sealed record TellsNotes;
