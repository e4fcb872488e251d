using Microsoft.Net.Http.Headers;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>A change that must not overwrite another's: it names what it was made from by the ETag (RFC 9110, 13.1.1).</summary>
internal static class IfMatch
{
    /// <summary>Refuses a change that does not say what it was made from.</summary>
    /// <param name="tags">The header.</param>
    /// <param name="what">What is changed, for the sentence.</param>
    /// <exception cref="ProblemException">428 if-match-required.</exception>
    public static void Require(string? tags, string what)
    {
        if (string.IsNullOrEmpty(tags))
            throw new ProblemException(
                428,
                "if-match-required",
                "If-Match is required",
                $"Send the {what}'s ETag, which GET of this address gives, as If-Match."
            );
    }

    /// <summary>It was made from what is there, whose tag this is; a weak tag is none.</summary>
    public static bool Holds(string? tags, string tag) =>
        EntityTagHeaderValue.TryParseList([tags!], out var known)
        && known.Any(t => t.Tag == "*" || t is { IsWeak: false } && t.Tag == tag);

    /// <summary>412: it was made from what is there no longer; the sentence says what is.</summary>
    public static ProblemException Changed(string detail) =>
        new(412, "changed-meanwhile", "Someone else changed it", detail);
}
