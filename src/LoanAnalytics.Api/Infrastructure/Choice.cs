namespace LoanAnalytics.Api.Infrastructure;

/// <summary>A word of a closed vocabulary in a query, read without regard to case.</summary>
internal readonly record struct Choice<T>(T Value) : IChoice
    where T : struct, Enum
{
    public static IReadOnlyList<string> Words { get; } =
    [.. Enum.GetNames<T>().Select(n => char.ToLowerInvariant(n[0]) + n[1..])];

    public static bool TryParse(string text, out Choice<T> choice)
    {
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
            {
                choice = new(value);
                return true;
            }
        choice = default;
        return false;
    }
}

/// <summary>A closed vocabulary.</summary>
internal interface IChoice
{
    static abstract IReadOnlyList<string> Words { get; }
}
