using System.Collections.Concurrent;
using System.Reflection;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>SQL text that is kept in files beside the code that runs it, and embedded in the program.</summary>
internal static class SqlFile
{
    private static readonly ConcurrentDictionary<string, string> Texts = new();

    /// <summary>The query of a use case: the file named after its request. A line <c>--> name</c> stands for the shared text of that file.</summary>
    public static string Query(string name) =>
        Texts.GetOrAdd(
            name,
            static n =>
                string.Join(
                    '\n',
                    Read($"{n}.sql")
                        .Split('\n')
                        .Select(line =>
                            line.TrimStart().StartsWith("--> ", StringComparison.Ordinal)
                                ? Query(line.Trim()[4..])
                                : line
                        )
                )
        );

    /// <summary>A view or function of the schema, for the migration that makes it.</summary>
    public static string Data(string name) => Read($"Data.{name}.sql");

    private static string Read(string resource)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The program was built without {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
