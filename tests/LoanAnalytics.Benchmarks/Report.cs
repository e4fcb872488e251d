using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace LoanAnalytics.Benchmarks;

/// <summary>The report, in Markdown, line by line on standard output.</summary>
internal static class Report
{
    public static void Line(FormattableString text) =>
        Console.WriteLine(text.ToString(CultureInfo.InvariantCulture) + "\n");

    public static void Line(string text) => Console.WriteLine(text + "\n");

    /// <summary>A table: heads, a ruler, rows.</summary>
    public static void Table(string[] heads, IEnumerable<string[]> rows)
    {
        Console.WriteLine($"| {string.Join(" | ", heads)} |");
        Console.WriteLine(
            $"| {string.Join(" | ", heads.Select((_, i) => i == 0 ? "---" : "---:"))} |"
        );
        foreach (var row in rows)
            Console.WriteLine($"| {string.Join(" | ", row)} |");
        Console.WriteLine();
    }

    public static string Number(double value, string format = "N0") =>
        value.ToString(format, CultureInfo.InvariantCulture);

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>Of this process, in MB.</summary>
    public static double PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1048576.0;
    }

    /// <summary>What the figures were measured on.</summary>
    public static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':')[1]
                .Trim()
            : null;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        return $"Machine: {model ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} processors, {Number(memory)} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}. Server, database and the one who asks share it.";
    }
}
