using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LoanAnalytics.Api;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Features.Demo;
using LoanAnalytics.Api.Features.Imports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LoanAnalytics.Tests.Outages;

/// <summary>A PostgreSQL of a test's own, which it may kill, pause and start again; it keeps its port.</summary>
internal sealed partial class Cluster : IAsyncDisposable
{
    private const int Kill = 9;
    private readonly string name = $"outage-{Environment.ProcessId}-{Guid.NewGuid():N}"[..24];
    private int postmaster;

    public string ConnectionString { get; private set; } = "";

    public static async Task<Cluster> Start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found in /proc.");
        var cluster = new Cluster();
        await cluster.Up();
        return cluster;
    }

    /// <summary>Starts it, the first time or after it was killed.</summary>
    public async Task Up()
    {
        ConnectionString = (await Script("up")).Trim();
        Assert.SkipUnless(
            ConnectionString.Contains("127.0.0.1", StringComparison.Ordinal),
            "No PostgreSQL can be started here."
        );
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var folder = new NpgsqlCommand("show data_directory", connection);
        var lines = Path.Combine((string)(await folder.ExecuteScalarAsync())!, "postmaster.pid");
        Assert.SkipUnless(File.Exists(lines), "PostgreSQL runs in a container.");
        postmaster = int.Parse(File.ReadLines(lines).First(), CultureInfo.InvariantCulture);
    }

    /// <summary>As when the machine is switched off: no process of it says goodbye.</summary>
    public async Task Die()
    {
        Signal(Kill);
        while (Processes().Any())
            await Task.Delay(20);
    }

    /// <summary>It takes connections, as the system does for it, and never answers.</summary>
    public void Pause() => Signal(19);

    public void GoOn() => Signal(18);

    public async Task Restart()
    {
        await Script("down");
        await Up();
    }

    /// <summary>A schema, and a demo book that is written to the folder first.</summary>
    public async Task Fill(string book, int loans, ulong seed)
    {
        DemoPortfolio.Write(book, loans, seed, CancellationToken.None);
        await using var app = Server.Build([
            $"--ConnectionStrings:LoanAnalytics={ConnectionString}",
        ]);
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LoanDb>().Database.MigrateAsync();
        var runs = app.Services.GetRequiredService<ImportRuns>();
        var import = new ImportRequest(
            Guid.CreateVersion7(),
            book,
            "canonical",
            DemoPortfolio.AsOf
        );
        await runs.Record(import, CancellationToken.None);
        await runs.Run(import, null, CancellationToken.None);
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        if (postmaster > 0)
            GoOn();
        await Script("remove");
    }

    private void Signal(int signal)
    {
        // The postmaster first: it would start again what it sees die.
        foreach (var process in Processes().ToArray())
            _ = SendSignal(process, signal);
    }

    /// <summary>The server's own process and those it has started.</summary>
    private IEnumerable<int> Processes()
    {
        if (Directory.Exists($"/proc/{postmaster}"))
            yield return postmaster;
        foreach (var folder in Directory.GetDirectories("/proc"))
            if (
                int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                && ParentOf(id) == postmaster
            )
                yield return id;
    }

    private static int ParentOf(int process)
    {
        try
        {
            // Number, name in brackets, state, parent.
            var after = File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1];
            return int.Parse(after.Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private async Task<string> Script(string verb)
    {
        var start = new ProcessStartInfo(
            Path.Combine(Database.Root, "deploy", "postgres.sh"),
            [verb]
        )
        {
            RedirectStandardOutput = true,
            Environment = { ["PGNAME"] = name, ["POSTGRES_DB"] = "loananalytics" },
        };
        start.Environment.Remove("ConnectionStrings__LoanAnalytics");
        // What it has confirmed is to be there after a kill.
        start.Environment.Remove("PGTHROWAWAY");
        using var script = Process.Start(start)!;
        var said = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return said;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
