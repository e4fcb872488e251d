using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>The files of a folder as a profile sees them.</summary>
/// <param name="Found">Paths of those that it reads.</param>
/// <param name="Ignored">Names of those that lie beside them.</param>
/// <param name="Lack">Why nothing can be loaded from them: files that the profile needs are missing.</param>
internal sealed record SourceFiles(
    IReadOnlyList<string> Found,
    IReadOnlyList<string> Ignored,
    ProblemException? Lack
)
{
    /// <summary>422 where there is none that the profile reads, or one table comes twice.</summary>
    public static SourceFiles In(string folder, Profile profile)
    {
        if (!Directory.Exists(folder))
            throw Refused("No such folder", $"There is no folder {Path.GetFileName(folder)}.");
        var wanted = profile.Reads;
        var absent = wanted.Where(f => !File.Exists(Path.Combine(folder, f))).ToArray();
        string[] found = [.. wanted.Except(absent).Select(f => Path.Combine(folder, f))];
        var missing = absent.Intersect(profile.Needs).ToArray();
        var lack =
            found.Length == 0 || missing.Length > 0
                ? Refused(
                    "Files are missing",
                    $"The profile '{profile.Name}' reads {string.Join(", ", wanted)}; missing: {string.Join(", ", missing.Length == 0 ? absent : missing)}."
                )
                : null;
        if (found.Length == 0)
            throw lack!;
        if (
            found.GroupBy(Path.GetFileNameWithoutExtension).FirstOrDefault(g => g.Count() > 1) is
            { } twice
        )
            throw new ProblemException(
                422,
                "schema-mismatch",
                "A table comes twice",
                $"There is both {string.Join(" and ", twice.Select(Path.GetFileName))}; give one of them."
            );
        string[] others =
        [
            .. Directory
                .GetFiles(folder)
                .Except(found)
                .Select(f => Path.GetFileName(f))
                .Order(StringComparer.Ordinal),
        ];
        return new(found, others, lack);
    }

    /// <summary>The same where every file that the profile needs is there; else 422.</summary>
    public static SourceFiles AllIn(string folder, Profile profile)
    {
        var files = In(folder, profile);
        return files.Lack is { } lack ? throw lack : files;
    }

    /// <summary>What is known of each file before it is staged.</summary>
    public async Task<IReadOnlyList<FileDigest>> Digest(CancellationToken cancellationToken)
    {
        var digests = new List<FileDigest>();
        foreach (var path in Found)
            digests.Add(await Staging.Digest(path, cancellationToken));
        return digests;
    }

    private static ProblemException Refused(string title, string detail) =>
        new(422, "no-files", title, detail);
}
