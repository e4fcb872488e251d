using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>The one place where a failure becomes an answer: RFC 9457 problem details with a stable type.</summary>
internal sealed partial class ProblemHandler(ILogger<ProblemHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        var problem = Of(exception);
        if (problem.Status == 500)
            LogUnexpected(logger, exception);
        await Write(httpContext, problem, cancellationToken);
        return true;
    }

    /// <summary>The same for what the server refuses by a status alone: no such path, method or media type.</summary>
    public static Task WriteStatus(StatusCodeContext context) =>
        Write(
            context.HttpContext,
            OfStatus(context.HttpContext),
            context.HttpContext.RequestAborted
        );

    private static async Task Write(
        HttpContext context,
        ProblemDetails problem,
        CancellationToken cancellationToken
    )
    {
        // The same request may succeed a little later.
        if (problem.Status == 503 || problem.Type == "/problems/publishing")
            context.Response.Headers.RetryAfter = "5";
        // What is left of a body that comes too slowly is not waited for.
        if (problem.Status == 408)
            context.Response.Headers.Connection = "close";
        problem.Instance = context.Request.Path;
        problem.Extensions["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier;
        context.Response.StatusCode = problem.Status!.Value;
        await context.Response.WriteAsJsonAsync(
            problem,
            options: null,
            contentType: "application/problem+json",
            cancellationToken
        );
    }

    private static ProblemDetails Of(Exception exception) =>
        exception switch
        {
            ProblemException p => Make(
                p.Status,
                p.Type,
                p.Title,
                p.Message,
                Field(p.Parameter, p.Message)
            ),
            ValidationException v => Make(
                400,
                "invalid-request",
                "The request is not valid",
                string.Join(' ', v.Errors.Select(e => e.ErrorMessage).Distinct()),
                v.Errors.GroupBy(e => Name(e.PropertyName))
                    .ToDictionary(
                        g => g.Key,
                        g => g.Select(e => e.ErrorMessage).Distinct().ToArray()
                    )
            ),
            BadHttpRequestException { InnerException: JsonException json } => OfJson(json),
            BadHttpRequestException b => OfRequest(b),
            // Text that PostgreSQL cannot hold, wherever it came from.
            PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } => Make(
                400,
                "invalid-request",
                "The request is not valid",
                "A text contains a character that cannot be stored, such as NUL."
            ),
            _ when DiskFull.IsOfDatabase(exception) => Make(
                503,
                "database-full",
                DiskFull.Title,
                DiskFull.Detail(exception)
            ),
            _ when DiskFull.Is(exception) => Make(
                507,
                "disk-full",
                DiskFull.Title,
                DiskFull.Detail(exception)
            ),
            OperationCanceledException => Unavailable(),
            _ when IsOutage(exception) => Unavailable(),
            _ => Make(
                500,
                "internal-error",
                "Something went wrong",
                "The failure is logged under this trace id."
            ),
        };

    /// <summary>The database is gone, going or at its limits. What uses it wraps what it said in failures of its own.</summary>
    public static bool IsOutage(Exception? exception) =>
        exception switch
        {
            null => false,
            TimeoutException or SocketException or NpgsqlException { IsTransient: true } => true,
            // Operators stop servers and cancel queries (57), connections break (08), and room runs out (53).
            PostgresException p when p.SqlState[..2] is "08" or "53" or "57" => true,
            NpgsqlException { SqlState: null } => true,
            _ => IsOutage(exception.InnerException),
        };

    /// <summary>The words are ours: those of the reader name types of the program.</summary>
    private static ProblemDetails OfJson(JsonException json)
    {
        var field = json.Path?.TrimStart('$').TrimStart('.') is { Length: > 0 } path
            ? path
            : "body";
        var detail = json.Message switch
        {
            var m when m.Contains("could not be mapped", StringComparison.Ordinal) =>
                $"There is no field {field}.",
            var m when m.Contains("uplicate", StringComparison.Ordinal) =>
                $"The field {field} is given twice.",
            var m when m.Contains("maximum configured depth", StringComparison.Ordinal) =>
                "The body is nested too deeply.",
            var m when m.Contains("could not be converted", StringComparison.Ordinal) =>
                $"The field {field} is not of the type that it should be.",
            _ => "The body is not JSON.",
        };
        return Make(
            400,
            "invalid-request",
            "The request is not valid",
            detail,
            Field(field, detail)
        );
    }

    private static ProblemDetails OfRequest(BadHttpRequestException request) =>
        request.StatusCode switch
        {
            408 => Make(408, "request-timeout", "The request took too long", "Send it faster."),
            413 => Make(413, "too-large", "The body is too large", request.Message),
            415 => Make(
                415,
                "unsupported-media-type",
                "The body is of no type that can be read",
                "Send application/json."
            ),
            _ => Make(
                request.StatusCode,
                "invalid-request",
                "The request is not valid",
                "A parameter or the body is missing or cannot be read as what it should be."
            ),
        };

    private static ProblemDetails OfStatus(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path);
        return context.Response.StatusCode switch
        {
            404 => Make(404, "not-found", "Not found", $"There is no {path}."),
            405 => Make(
                405,
                "method-not-allowed",
                "The method is not allowed",
                $"{path} takes {context.Response.Headers.Allow}, not {method}."
            ),
            406 => Make(406, "not-acceptable", "No such form of the answer", "See Accept."),
            413 => Make(413, "too-large", "The body is too large", "Send less."),
            415 => Make(
                415,
                "unsupported-media-type",
                "The body is of no type that can be read",
                $"{path} does not take {context.Request.ContentType ?? "a body without a type"}."
            ),
            503 => Unavailable(),
            var status => Make(
                status,
                "invalid-request",
                "The request is not valid",
                $"{method} {path} cannot be answered."
            ),
        };
    }

    private static ProblemDetails Unavailable() =>
        Make(
            503,
            "database-unavailable",
            "The database does not answer",
            "Try again in a few seconds."
        );

    private static ProblemDetails Make(
        int status,
        string type,
        string title,
        string detail,
        Dictionary<string, string[]>? errors = null
    )
    {
        var problem = new ProblemDetails
        {
            Status = status,
            Type = $"/problems/{type}",
            Title = title,
            Detail = detail,
        };
        if (errors is not null)
            problem.Extensions["errors"] = errors;
        return problem;
    }

    private static Dictionary<string, string[]>? Field(string? name, string message) =>
        name is null ? null : new() { [name] = [message] };

    /// <summary>The parameter's own name: Filter.Status[0] is status.</summary>
    private static string Name(string property)
    {
        var name = property.Split('.')[^1].Split('[')[0];
        return name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed unexpectedly")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);
}
