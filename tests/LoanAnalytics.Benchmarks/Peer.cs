using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LoanAnalytics.Benchmarks;

/// <summary>scikit-learn's answer: seconds of each run, the figure or figures that it came to, and its peak memory in MB.</summary>
internal sealed record Peer(List<double> Seconds, double[] Figures, double Memory)
{
    /// <summary>Runs a script that lies beside this file on these numbers: their file is its first argument, the number of runs its last.</summary>
    public static async Task<Peer> Run(
        string script,
        ReadOnlyMemory<double> numbers,
        params string[] arguments
    )
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, MemoryMarshal.AsBytes(numbers.Span).ToArray());
            return await Ask(script, [file, .. arguments]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<Peer> Ask(
        string script,
        string[] arguments,
        [CallerFilePath] string here = ""
    )
    {
        using var python =
            Process.Start(
                new ProcessStartInfo(
                    "/usr/bin/python3",
                    [Path.Combine(Path.GetDirectoryName(here)!, script), .. arguments]
                )
                {
                    RedirectStandardOutput = true,
                }
            ) ?? throw new InvalidOperationException("python3 did not start.");
        var lines = (await python.StandardOutput.ReadToEndAsync()).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        await python.WaitForExitAsync();
        if (python.ExitCode != 0)
            throw new InvalidOperationException(
                "scikit-learn did not answer: it is Debian's package python3-sklearn."
            );
        double[] numbers = [.. lines.Select(l => double.Parse(l, CultureInfo.InvariantCulture))];
        var runs = int.Parse(arguments[^1], CultureInfo.InvariantCulture);
        return new([.. numbers[..runs]], numbers[runs..^1], numbers[^1]);
    }
}
