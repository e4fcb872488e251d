using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>What every request to the API must be before it is answered. A parameter that an operation does not have is refused, since a
/// mistyped filter must not answer for the whole book, and so is a value that is not what it should be, since the framework would
/// read 01/02/2024 and 1,000 by guessing.</summary>
internal static class RequestChecks
{
    private static readonly ConcurrentDictionary<
        Endpoint,
        IReadOnlyDictionary<string, Parameter>
    > Known = new();

    public static void UseRequestChecks(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (
                    context.GetEndpoint() is { } endpoint
                    && endpoint.Metadata.GetMetadata<MethodInfo>() is { } operation
                )
                {
                    var known = Known.GetOrAdd(endpoint, _ => Parameters(endpoint, operation));
                    Check(context.Request, known);
                    // An answer that the caller cannot take is not computed.
                    string[] types =
                    [
                        .. endpoint
                            .Metadata.OfType<IProducesResponseTypeMetadata>()
                            .Where(p => p.StatusCode is >= 200 and < 300)
                            .SelectMany(p => p.ContentTypes),
                    ];
                    if (types.Length > 0)
                        AnswerForms.Negotiate(context.Request.Headers.Accept, types);
                }
                return next(context);
            }
        );

    private static void Check(HttpRequest request, IReadOnlyDictionary<string, Parameter> known)
    {
        if (request.Path.Value!.Contains('\0', StringComparison.Ordinal))
            throw ProblemException.BadParameter("path", "The path contains a NUL character.");
        foreach (var (key, values) in request.Query)
        {
            if (!known.TryGetValue(key, out var parameter))
                throw ProblemException.BadParameter(
                    key,
                    $"There is no parameter {Nearest.Quoted(key)}{Nearest.Hint(key, known.Keys)}."
                );
            if (!parameter.Repeats && values.Count > 1)
                throw ProblemException.BadParameter(parameter.Name, $"Give {parameter.Name} once.");
            foreach (var value in values)
                if (parameter.Complaint(value ?? "") is { } complaint)
                    throw ProblemException.BadParameter(
                        parameter.Name,
                        $"{parameter.Name} {complaint}"
                    );
        }
    }

    private static Dictionary<string, Parameter> Parameters(Endpoint endpoint, MethodInfo operation)
    {
        var inPath = (endpoint as RouteEndpoint)?.RoutePattern.Parameters.Select(p => p.Name) ?? [];
        return operation
            .GetParameters()
            .Where(p => p.GetCustomAttribute<FromHeaderAttribute>() is null)
            .SelectMany<ParameterInfo, (string Name, Type Type, RangeAttribute? Range)>(p =>
                p.GetCustomAttribute<AsParametersAttribute>() is null
                    ? [(p.Name!, p.ParameterType, p.GetCustomAttribute<RangeAttribute>())]
                    : p
                        .ParameterType.GetProperties()
                        .Select(q =>
                            (q.Name, q.PropertyType, q.GetCustomAttribute<RangeAttribute>())
                        )
            )
            .Select(p =>
                Parameter.Of(char.ToLowerInvariant(p.Name[0]) + p.Name[1..], p.Type, p.Range)
            )
            .OfType<Parameter>()
            .Where(p => !inPath.Contains(p.Name, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A query parameter, and what is wrong with a value of it; null where nothing is.</summary>
    private sealed record Parameter(string Name, bool Repeats, Func<string, string?> Complaint)
    {
        /// <summary>A parameter of the query; null for what comes from the body or from services.</summary>
        public static Parameter? Of(string name, Type declared, RangeAttribute? range)
        {
            var repeats = declared.IsArray;
            var type = repeats ? declared.GetElementType()! : declared;
            type = Nullable.GetUnderlyingType(type) ?? type;
            Func<string, string?>? complaint =
                type == typeof(string) ? _ => null
                : type == typeof(int) ? text => Whole(text, range)
                : type == typeof(decimal) ? text => Number(text)
                : type == typeof(bool) ? text => Bool(text)
                : type == typeof(DateOnly) ? text => Date(text)
                : type == typeof(Guid) ? text => Identifier(text)
                : type.IsAssignableTo(typeof(IChoice)) ? Word(type)
                : null;
            return complaint is null
                ? null
                : new(name, repeats, text => Unstorable(text) ?? complaint(text));
        }

        /// <summary>PostgreSQL's text cannot hold it.</summary>
        private static string? Unstorable(string text) =>
            text.Contains('\0', StringComparison.Ordinal) ? "contains a NUL character." : null;

        private static string? Whole(string text, RangeAttribute? range)
        {
            var right =
                int.TryParse(
                    text,
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var value
                ) && (range is null || range.IsValid(value));
            if (right)
                return null;
            var bounds = range is null ? "" : $" from {range.Minimum} to {range.Maximum}";
            return $"is a whole number{bounds}, not {Nearest.Quoted(text)}.";
        }

        private static string? Number(string text) =>
            decimal.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out _
            )
                ? null
                : $"is a number such as 1234.56, not {Nearest.Quoted(text)}.";

        private static string? Bool(string text) =>
            bool.TryParse(text, out _) ? null : $"is true or false, not {Nearest.Quoted(text)}.";

        private static string? Date(string text) =>
            DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            )
                ? null
                : $"is a date YYYY-MM-DD, not {Nearest.Quoted(text)}.";

        private static string? Identifier(string text) =>
            Guid.TryParseExact(text, "D", out _)
                ? null
                : $"is an identifier such as 0198c0de-0000-7000-8000-000000000000, not {Nearest.Quoted(text)}.";

        private static Func<string, string?> Word(Type choice)
        {
            var words = (IReadOnlyList<string>)choice.GetProperty("Words")!.GetValue(null)!;
            return text =>
                words.Contains(text, StringComparer.OrdinalIgnoreCase)
                    ? null
                    : $"is one of {string.Join(", ", words)}, not {Nearest.Quoted(text)}{Nearest.Hint(text, words)}.";
        }
    }
}
