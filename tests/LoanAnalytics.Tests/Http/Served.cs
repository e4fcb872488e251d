using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanAnalytics.Api;
using Microsoft.AspNetCore.Builder;

namespace LoanAnalytics.Tests.Http;

/// <summary>A second server, for a test of its configuration; it keeps what is uploaded in a folder of its own.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly WebApplication app;

    private Served(WebApplication app, string uploads) => (this.app, Uploads) = (app, uploads);

    public HttpClient Client { get; private set; } = new();

    public IServiceProvider Services => app.Services;

    /// <summary>Where uploads lie while they are needed.</summary>
    public string Uploads { get; }

    /// <param name="settings">As on the command line: <c>--Name:Of=value</c>.</param>
    public static async Task<Served> With(params string[] settings)
    {
        var uploads = Directory.CreateTempSubdirectory("loananalytics-test-").FullName;
        var app = Server.Build([$"--Imports:UploadFolder={uploads}", .. settings]);
        app.Urls.Clear();
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, uploads) { Client = new() { BaseAddress = new Uri(app.Urls.First()) } };
    }

    /// <summary>Tells it to stop. It goes on answering that it does.</summary>
    public void Stop() => app.Lifetime.StopApplication();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        Directory.Delete(Uploads, recursive: true);
    }
}

/// <summary>The multipart forms that an import takes.</summary>
internal static class Uploading
{
    /// <summary>Texts are files, under their names; the rest are fields.</summary>
    public static async Task<HttpResponseMessage> Upload(
        this HttpClient client,
        string path,
        IEnumerable<(string Name, string Value)> fields,
        params IEnumerable<(string Name, byte[] Content)> files
    )
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        foreach (var (name, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "files", name);
        }
        return await client.PostAsync(
            new Uri($"/api/v1{path}", UriKind.Relative),
            form,
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>Waits for the end of an import, and gives its record.</summary>
    public static async Task<JsonNode> Loaded(this HttpClient client, HttpResponseMessage started)
    {
        for (var i = 0; i < 1200; i++)
        {
            var import = await client.GetFromJsonAsync<JsonNode>(
                started.Headers.Location,
                TestContext.Current.CancellationToken
            );
            if (import!["endedAt"] is not null)
                return import;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The import did not end.");
    }
}
