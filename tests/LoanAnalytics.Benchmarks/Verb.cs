using System.Diagnostics;

namespace LoanAnalytics.Benchmarks;

/// <summary>The program in a process of its own.</summary>
internal static class Verb
{
    /// <summary>How long a run took, and the most memory that it held.</summary>
    public sealed record Measured(double Seconds, double PeakMegabytes);

    public static Process Start(string database, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "LoanAnalytics.Api"),
            arguments
        )
        {
            RedirectStandardOutput = true,
        };
        start.Environment["ConnectionStrings__LoanAnalytics"] = database;
        return Process.Start(start)!;
    }

    public static async Task<Measured> Run(string database, params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(database, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        double peak = 0;
        while (!process.WaitForExit(100))
            peak = Math.Max(peak, Peak(process));
        var seconds = clock.Elapsed.TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}"
            );
        return new(seconds, peak);
    }

    /// <summary>Peak resident memory so far, in MB.</summary>
    public static double Peak(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64 / 1e6;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }
}
