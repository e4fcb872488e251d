namespace LoanAnalytics.Api.Infrastructure;

/// <summary>A word of a closed vocabulary in a query, read without regard to case; any other word is refused with the known ones.</summary>
internal readonly record struct Choice<T>(T Value)
    where T : struct, Enum
{
    public static bool TryParse(string text, out Choice<T> choice)
    {
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
            {
                choice = new(value);
                return true;
            }
        var known = Enum.GetNames<T>().Select(n => char.ToLowerInvariant(n[0]) + n[1..]);
        throw ProblemException.BadParameter(
            char.ToLowerInvariant(typeof(T).Name[0]) + typeof(T).Name[1..],
            $"'{text}' is none of {string.Join(", ", known)}."
        );
    }
}
