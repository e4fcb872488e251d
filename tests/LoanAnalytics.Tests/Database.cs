using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanAnalytics.Api;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Features.Imports;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Respawn;
using Testcontainers.PostgreSql;

namespace LoanAnalytics.Tests;

/// <summary>A real PostgreSQL and the served application, shared by the classes of the collection; emptied before each test.</summary>
public sealed class Database : IAsyncLifetime
{
    private PostgreSqlContainer? container;
    private WebApplication? app;
    private Respawner? respawner;

    public HttpClient Client { get; private set; } = null!;
    public string ConnectionString { get; private set; } = "";

    /// <summary>The folder of the checkout.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "LoanAnalytics.sln")))
                folder = folder.Parent!;
            return folder.FullName;
        }
    }

    /// <summary>The folder of the real books beside the checkout, where it is there.</summary>
    public static string? Shared =>
        Path.Combine(Path.GetDirectoryName(Root)!, "shared") is var shared
        && Directory.Exists(shared)
            ? shared
            : null;

    public async ValueTask InitializeAsync()
    {
        ConnectionString =
            Environment.GetEnvironmentVariable("ConnectionStrings__LoanAnalytics") ?? "";
        if (ConnectionString.Length == 0)
        {
            container = new PostgreSqlBuilder("postgres:17").Build();
            await container.StartAsync();
            ConnectionString = container.GetConnectionString();
        }
        Environment.SetEnvironmentVariable("ConnectionStrings__LoanAnalytics", ConnectionString);
        app = Server.Build([]);
        app.Urls.Clear();
        app.Urls.Add("http://127.0.0.1:0");
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<LoanDb>().Database.MigrateAsync();
        await app.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        respawner = await Respawner.CreateAsync(
            connection,
            new RespawnerOptions
            {
                DbAdapter = DbAdapter.Postgres,
                TablesToIgnore = ["__EFMigrationsHistory"],
            }
        );
    }

    public async ValueTask Empty()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await respawner!.ResetAsync(connection);
    }

    internal async Task<ImportOutcome> Import(
        string folder,
        string profile,
        ImportMode mode = ImportMode.Replace,
        ExpectedTotals? expect = null,
        DateOnly? asOf = null
    )
    {
        var runs = app!.Services.GetRequiredService<ImportRuns>();
        var request = new ImportRequest(Guid.CreateVersion7(), folder, profile, asOf, mode, expect);
        await runs.Record(request, TestContext.Current.CancellationToken);
        return await runs.Run(request, null, TestContext.Current.CancellationToken);
    }

    public async Task<JsonNode> Get(string path) =>
        (
            await Client.GetFromJsonAsync<JsonNode>(
                $"/api/v1{path}",
                TestContext.Current.CancellationToken
            )
        )!;

    public async Task<T> Scalar<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task Run(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        if (container is not null)
            await container.DisposeAsync();
    }
}

[CollectionDefinition("database")]
public sealed class DatabaseCollection : ICollectionFixture<Database>;

/// <summary>A folder of small source files that a test writes and leaves nothing of.</summary>
internal sealed class Extract : IDisposable
{
    public string Folder { get; } =
        Directory.CreateTempSubdirectory("loananalytics-test-").FullName;

    public Extract With(string file, params string[] lines)
    {
        File.WriteAllText(Path.Combine(Folder, file), string.Join('\n', lines) + "\n");
        return this;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
