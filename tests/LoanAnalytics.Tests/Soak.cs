using System.Globalization;

namespace LoanAnalytics.Tests;

/// <summary>How long the tests are that can be long: short in every run, as the environment says in <c>make soak</c>.</summary>
internal static class Soak
{
    /// <summary>A whole number of the environment.</summary>
    public static int Setting(string name, int usual) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(name),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : usual;
}
