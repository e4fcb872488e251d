using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoanAnalytics.Tests.Outages;

/// <summary>The real program, serving as a process of its own.</summary>
internal sealed class Serving : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder said = new();

    private Serving(Process process, Uri url)
    {
        this.process = process;
        Client = new() { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public HttpClient Client { get; }

    /// <summary>All that it has written on both streams.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    public int ProcessId => process.Id;

    /// <summary>Starts the server, and waits until it lives.</summary>
    public static async Task<Serving> Start(
        string connection,
        params (string Name, string Value)[] settings
    )
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var serving = new Serving(
            Process.Start(
                Program(connection, [.. settings, ("ASPNETCORE_URLS", url.ToString())], ["serve"])
            )!,
            url
        );
        while (await serving.Status("/health/live") != 200)
        {
            serving.process.HasExited.ShouldBeFalse(serving.Said);
            await Task.Delay(50);
        }
        return serving;
    }

    /// <summary>The status of an answer; 0 where there is none.</summary>
    public async Task<int> Status(string path)
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    /// <summary>Waits until an address answers so, and says how long that took.</summary>
    public async Task<TimeSpan> Until(string path, int status)
    {
        var clock = Stopwatch.StartNew();
        while (await Status(path) != status)
        {
            clock.Elapsed.ShouldBeLessThan(
                TimeSpan.FromSeconds(60),
                $"{path} never answered {status}.\n{Said}"
            );
            await Task.Delay(100);
        }
        return clock.Elapsed;
    }

    public void Terminate()
    {
        using var kill = Process.Start(
            "kill",
            ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]
        );
        kill.WaitForExit();
    }

    /// <summary>Its exit code, once it has ended.</summary>
    public async Task<int> Ended()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (said)
            said.AppendLine(line);
    }

    /// <summary>How the program is started with a verb.</summary>
    public static ProcessStartInfo Program(
        string connection,
        IEnumerable<(string Name, string Value)> settings,
        IEnumerable<string> arguments
    )
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "LoanAnalytics.Api.dll"), .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__LoanAnalytics"] = connection;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return start;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
