using System.Reflection;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Refuses query parameters that an operation does not have: a mistyped filter must not answer for the whole book.</summary>
internal static class UnknownParameters
{
    public static TBuilder RefuseUnknownParameters<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilterFactory(
            (context, next) =>
            {
                var known = Names(context.MethodInfo).ToHashSet(StringComparer.OrdinalIgnoreCase);
                return invocation =>
                {
                    foreach (var key in invocation.HttpContext.Request.Query.Keys)
                        if (!known.Contains(key))
                            throw ProblemException.BadParameter(
                                key,
                                $"There is no parameter '{key}'{Nearest(key, known)}."
                            );
                    return next(invocation);
                };
            }
        );

    private static IEnumerable<string> Names(MethodInfo method) =>
        method
            .GetParameters()
            .SelectMany(p =>
                p.GetCustomAttribute<AsParametersAttribute>() is null
                    ? [p.Name!]
                    : p.ParameterType.GetProperties().Select(q => q.Name)
            )
            .Select(n => char.ToLowerInvariant(n[0]) + n[1..]);

    private static string Nearest(string key, IEnumerable<string> known)
    {
        var (name, distance) = known
            .Select(k => (k, Distance(key, k)))
            .DefaultIfEmpty(("", 99))
            .MinBy(p => p.Item2);
        return distance <= 3 ? $"; did you mean '{name}'" : "";
    }

    private static int Distance(string a, string b)
    {
        if (a.Length > 40)
            return 99;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost =
                    char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (
                    row[j],
                    Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost)
                );
            }
        }
        return row[b.Length];
    }
}
