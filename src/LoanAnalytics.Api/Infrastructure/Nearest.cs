namespace LoanAnalytics.Api.Infrastructure;

/// <summary>The known word that a mistyped one was meant to be.</summary>
internal static class Nearest
{
    /// <summary><c>; did you mean 'region'</c>, or nothing where no known word is near.</summary>
    public static string Hint(string word, IEnumerable<string> known)
    {
        var (name, distance) = known
            .Select(k => (k, Distance(word, k)))
            .DefaultIfEmpty(("", 99))
            .MinBy(p => p.Item2);
        return distance <= Math.Max(2, Math.Min(word.Length, name.Length) / 2)
            ? $"; did you mean '{name}'"
            : "";
    }

    /// <summary>A word of the request for use in a message: cut where it is long.</summary>
    public static string Quoted(string word) =>
        word.Length <= 60 ? $"'{word}'" : $"'{word[..60]}...'";

    /// <summary>Levenshtein distance, without regard to case.</summary>
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
