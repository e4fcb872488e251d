using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LoanAnalytics.Api.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>
/// An ETag from data and question on every analytics answer. What the caller has already is answered 304, and what was answered
/// before comes out of memory, after one cheap read of which version is published. Tag and bytes are kept under the version that the
/// answer itself was read from, never under the one seen before it was computed, so an old answer cannot pass for a new one.
/// </summary>
internal static class ConditionalAnswers
{
    private static readonly string Build =
        typeof(ConditionalAnswers).Module.ModuleVersionId.ToString("N");

    public static TBuilder WithConditionalAnswers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(
            (context, next) =>
                context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<AnalyticsOperation>()
                    is not null
                    ? Answer(context, next)
                    : next(context)
        );

    /// <summary>What an answer is read from: a published version, which never changes, and the states of its segments, of its model of risk and of what was recorded
    /// on the watch list, which have numbers.</summary>
    private sealed record Basis(
        Guid ImportId,
        int SegmentsRevision,
        int RiskRevision,
        int WatchRevision
    );

    private sealed record Now(int Version, Basis Basis);

    private static async ValueTask<object?> Answer(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        var form = http.Form();
        var cache = http.RequestServices.GetRequiredService<AnswerCache>();
        if (await Published(http) is { } published)
        {
            var basis = published.Basis;
            Telemetry.Reads(published.Version);
            var expected = Key(basis, http.Request, form);
            if (Matches(http.Request, Tag(expected, http.Request)))
                return NotModified(http, expected);
            if (form == AnswerForm.Json && cache.Find(expected) is { } bytes)
                return Send(http, expected, bytes);
        }
        if (await next(context) is not IAnswer answer)
            throw new InvalidOperationException($"{http.Request.Path} gives no answer.");
        var meta = answer.Meta;
        Telemetry.Reads(meta.DataVersion);
        var key = Key(
            new(
                meta.ImportId,
                meta.SegmentsRevision ?? 0,
                meta.RiskRevision ?? 0,
                meta.WatchRevision ?? 0
            ),
            http.Request,
            form
        );
        var json = form == AnswerForm.Json ? Serialized(answer) : null;
        if (json is not null)
            cache.Keep(key, json);
        if (json is not null)
            return Send(http, key, json);
        if (Had(http.Request, key))
            return NotModified(http, key);
        SetHeaders(http, key);
        return new TableResult(answer.Table!, form, answer.Meta.AsOf);
    }

    /// <summary>What is published now; null where nothing is, which the operation itself then says.</summary>
    private static Task<Now?> Published(HttpContext http)
    {
        var tellsNotes = http.GetEndpoint()?.Metadata.GetMetadata<TellsNotes>() is not null;
        return http
            .RequestServices.GetRequiredService<LoanDb>()
            .DataVersions.OrderByDescending(v => v.Version)
            .Select(v => new Now(
                v.Version,
                new Basis(
                    v.ImportId,
                    v.SegmentsRevision,
                    v.RiskRevision,
                    tellsNotes ? v.WatchRevision : 0
                )
            ))
            .FirstOrDefaultAsync(http.RequestAborted);
    }

    private static string Key(Basis basis, HttpRequest request, AnswerForm form) =>
        Hash(
            $"{basis.ImportId}|{basis.SegmentsRevision}|{basis.RiskRevision}|{basis.WatchRevision}|{Build}|{form}|{request.Path}{request.QueryString}"
        );

    /// <summary>A strong tag stands for bytes, and these differ with the encoding.</summary>
    private static string Tag(string key, HttpRequest request) =>
        $"\"{Hash($"{key}|{request.Headers.AcceptEncoding}")}\"";

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    /// <summary>If-None-Match compares weakly (RFC 9110, 13.1.2): a proxy may have made the tag weak.</summary>
    private static bool Matches(HttpRequest request, string tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var tags)
        && tags.Any(t => t.Tag.Equals(tag, StringComparison.Ordinal));

    /// <summary>The caller has the answer that there is; <c>*</c> says so of any answer, once it is known that there is one.</summary>
    private static bool Had(HttpRequest request, string key) =>
        request.Headers.IfNoneMatch == "*" || Matches(request, Tag(key, request));

    private static byte[] Serialized(IAnswer answer) =>
        JsonSerializer.SerializeToUtf8Bytes(answer, answer.GetType(), Json.Options);

    private static IResult NotModified(HttpContext http, string key)
    {
        SetHeaders(http, key);
        return Results.StatusCode(StatusCodes.Status304NotModified);
    }

    private static IResult Send(HttpContext http, string key, byte[] json)
    {
        if (Had(http.Request, key))
            return NotModified(http, key);
        SetHeaders(http, key);
        return Results.Bytes(json, "application/json; charset=utf-8");
    }

    private static void SetHeaders(HttpContext http, string key)
    {
        var headers = http.Response.Headers;
        headers.ETag = Tag(key, http.Request);
        headers.CacheControl = "private, no-cache";
        headers.Vary = "Accept, Accept-Encoding";
    }
}
