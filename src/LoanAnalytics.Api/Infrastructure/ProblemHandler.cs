using System.Diagnostics;
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
        if (problem.Status == 503)
            httpContext.Response.Headers.RetryAfter = "5";
        problem.Instance = httpContext.Request.Path;
        problem.Extensions["traceId"] = Activity.Current?.Id ?? httpContext.TraceIdentifier;
        httpContext.Response.StatusCode = problem.Status!.Value;
        await httpContext.Response.WriteAsJsonAsync(
            problem,
            options: null,
            contentType: "application/problem+json",
            cancellationToken
        );
        return true;
    }

    private static ProblemDetails Of(Exception exception) =>
        exception switch
        {
            ProblemException p => Make(
                p.Status,
                p.Type,
                p.Title,
                p.Message,
                p.Parameter is null ? null : new() { [p.Parameter] = [p.Message] }
            ),
            ValidationException v => Make(
                400,
                "invalid-request",
                "The request is not valid",
                string.Join(' ', v.Errors.Select(e => e.ErrorMessage)),
                v.Errors.GroupBy(e => Camel(e.PropertyName.Split('.', '[')[0]))
                    .ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).ToArray())
            ),
            BadHttpRequestException b => Make(
                b.StatusCode,
                b.StatusCode == 413 ? "too-large" : "invalid-request",
                "The request is not valid",
                b.StatusCode == 400
                    ? "A parameter or the body cannot be read as what it should be."
                    : b.Message
            ),
            NpgsqlException { IsTransient: true } or TimeoutException => Unavailable(),
            InvalidOperationException { InnerException: NpgsqlException } => Unavailable(),
            NpgsqlException { SqlState: null } => Unavailable(),
            _ => Make(
                500,
                "internal-error",
                "Something went wrong",
                "The failure is logged under this trace id."
            ),
        };

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

    private static string Camel(string name) =>
        name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed unexpectedly")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);
}
