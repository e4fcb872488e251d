using System.CommandLine;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace LoanAnalytics.Api.Commands;

/// <summary>openapi: the contract that the code keeps, without a database.</summary>
internal static class OpenApiVerb
{
    public static Command Command()
    {
        var target = new Option<FileInfo?>("--out")
        {
            Description = "File to write; else standard output.",
            HelpName = "FILE",
        };
        var verb = new Command("openapi", "Writes the API's contract.") { target };
        verb.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var app = Server.Build([]);
                // The routes are known to the contract's generator only once the server has started.
                app.Urls.Clear();
                app.Urls.Add("http://127.0.0.1:0");
                await app.StartAsync(cancellationToken);
                var document = app
                    .Services.GetRequiredService<ISwaggerProvider>()
                    .GetSwagger("openapi");
                var json =
                    await document.SerializeAsJsonAsync(
                        OpenApiSpecVersion.OpenApi3_0,
                        cancellationToken
                    ) + "\n";
                if (parsed.GetValue(target) is { } file)
                    await File.WriteAllTextAsync(file.FullName, json, cancellationToken);
                else
                    await Console.Out.WriteAsync(json);
                return 0;
            }
        );
        return verb;
    }
}
