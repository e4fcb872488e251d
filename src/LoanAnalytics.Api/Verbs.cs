using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Features.Demo;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Api.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;
using Spectre.Console;
using Swashbuckle.AspNetCore.Swagger;

namespace LoanAnalytics.Api;

/// <summary>The verbs of the program. Exit codes: 0 done, 1 failure, 2 usage, 3 nothing published because of the data.</summary>
internal static class Verbs
{
    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand(
            "Analytics of a loan book, as a server and from the command line."
        )
        {
            Serve(),
            Migrate(),
            Import(),
            Demo(),
            OpenApi(),
        };
        root.SetAction((_, cancellationToken) => RunServer(cancellationToken));
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("See --help.");
            return 2;
        }
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
        }
        catch (ProblemException refused)
        {
            await Console.Error.WriteLineAsync($"{refused.Title}: {refused.Message}");
            return 3;
        }
        catch (Exception e)
            when (e is System.Data.Common.DbException or IOException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static Command Serve()
    {
        var verb = new Command(
            "serve",
            "Serves API and client (the default). ASPNETCORE_URLS sets the address."
        );
        verb.SetAction((_, cancellationToken) => RunServer(cancellationToken));
        return verb;
    }

    private static async Task<int> RunServer(CancellationToken cancellationToken)
    {
        await Server.Build([]).RunAsync(cancellationToken);
        return 0;
    }

    private static Command Migrate()
    {
        var verb = new Command("migrate", "Brings the database's schema up to date.");
        verb.SetAction(
            async (_, cancellationToken) =>
            {
                await using var app = Server.Build([]);
                await using var scope = app.Services.CreateAsyncScope();
                await scope
                    .ServiceProvider.GetRequiredService<LoanDb>()
                    .Database.MigrateAsync(cancellationToken);
                return 0;
            }
        );
        return verb;
    }

    private static Command Import()
    {
        var folder = new Argument<DirectoryInfo>("DIR")
        {
            Description = "Folder of the extract's files.",
        };
        var profile = new Option<string>("--profile")
        {
            Description = $"Mapping profile: {string.Join(", ", Features.Imports.Profile.Names)}.",
            Required = true,
        };
        var asOf = new Option<string?>("--as-of")
        {
            Description = "Date of the data, YYYY-MM-DD; else the profile's rule.",
        };
        var mode = new Option<ImportMode>("--mode")
        {
            Description = "replace: a full snapshot; merge: a delta upserted by key.",
        };
        var expect = new Option<FileInfo?>("--expect")
        {
            Description = "JSON of expected loans, principal, amountPaid, outstanding.",
        };
        var verb = new Command("import", "Loads an extract and publishes it, all or nothing.")
        {
            folder,
            profile,
            asOf,
            mode,
            expect,
        };
        asOf.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<string?>() is { } text && Date(text) is null)
                r.AddError("--as-of is a date YYYY-MM-DD.");
        });
        verb.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var app = Server.Build([]);
                var expected = parsed.GetValue(expect) is { } file
                    ? JsonSerializer.Deserialize<ExpectedTotals>(
                        await File.ReadAllTextAsync(file.FullName, cancellationToken),
                        Json.Options
                    )
                    : null;
                var request = new ImportRequest(
                    Guid.CreateVersion7(),
                    parsed.GetValue(folder)!.FullName,
                    parsed.GetValue(profile)!,
                    parsed.GetValue(asOf) is { } date ? Date(date) : null,
                    parsed.GetValue(mode),
                    expected
                );
                Report(
                    await WithProgress(
                        app.Services.GetRequiredService<ImportRuns>(),
                        request,
                        cancellationToken
                    )
                );
                return 0;
            }
        );
        return verb;
    }

    private static Command Demo()
    {
        var loans = new Option<int>("--loans")
        {
            Description = "How many loans, 1000 to 2000000.",
            DefaultValueFactory = _ => 20_000,
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "The same seed gives the same book.",
            DefaultValueFactory = _ => 1,
        };
        var target = new Option<DirectoryInfo?>("--out")
        {
            Description = "Only write the files, and what was planted under truth/, here.",
        };
        var replace = new Option<bool>("--replace")
        {
            Description = "Take the place of the data that are loaded.",
        };
        var verb = new Command("demo", "Generates a loan book and loads it into an empty database.")
        {
            loans,
            seed,
            target,
            replace,
        };
        loans.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int>() is < 1_000 or > 2_000_000)
                r.AddError("--loans is 1000 to 2000000.");
        });
        verb.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(target) is { } folder)
                {
                    DemoPortfolio.Write(
                        folder.FullName,
                        parsed.GetValue(loans),
                        parsed.GetValue(seed),
                        cancellationToken
                    );
                    return 0;
                }
                await using var app = Server.Build([]);
                await using var scope = app.Services.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<LoanDb>();
                if (!parsed.GetValue(replace) && await db.DataVersions.AnyAsync(cancellationToken))
                    throw new ProblemException(
                        409,
                        "not-empty",
                        "Data are loaded already",
                        "Take their place with --replace."
                    );
                var files = Directory.CreateTempSubdirectory("loananalytics-demo-");
                try
                {
                    DemoPortfolio.Write(
                        files.FullName,
                        parsed.GetValue(loans),
                        parsed.GetValue(seed),
                        cancellationToken
                    );
                    var request = new ImportRequest(
                        Guid.CreateVersion7(),
                        files.FullName,
                        "canonical",
                        DemoPlan.AsOf
                    );
                    Report(
                        await WithProgress(
                            app.Services.GetRequiredService<ImportRuns>(),
                            request,
                            cancellationToken
                        )
                    );
                }
                finally
                {
                    files.Delete(recursive: true);
                }
                return 0;
            }
        );
        return verb;
    }

    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : null;

    /// <summary>A live display on a terminal, plain lines elsewhere.</summary>
    private static async Task<ImportOutcome> WithProgress(
        ImportRuns runs,
        ImportRequest request,
        CancellationToken cancellationToken
    )
    {
        await runs.Record(request, cancellationToken);
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
            return await runs.Run(
                request,
                (phase, share) =>
                    Console.WriteLine(
                        string.Create(CultureInfo.InvariantCulture, $"{phase} {share:P0}")
                    ),
                cancellationToken
            );
        return await AnsiConsole
            .Progress()
            .StartAsync(context =>
            {
                var task = context.AddTask("import");
                return runs.Run(
                    request,
                    (phase, share) => (task.Description, task.Value) = (phase, 100 * share),
                    cancellationToken
                );
            });
    }

    private static void Report(ImportOutcome outcome)
    {
        var text = CultureInfo.InvariantCulture;
        Console.WriteLine($"{outcome.State}: version {outcome.Version}, import {outcome.ImportId}");
        foreach (var t in outcome.Tables)
            Console.WriteLine(
                string.Create(
                    text,
                    $"{t.Table}: {t.Mapped} rows = {t.Accepted} accepted + {t.Rejected} rejected + {t.Repeated} repeated"
                )
            );
        var sums = outcome.Totals;
        Console.WriteLine(
            string.Create(
                text,
                $"control totals: {sums.Loans} loans, principal {sums.Principal:0.00##}, paid {sums.AmountPaid:0.00##}, outstanding {sums.Outstanding:0.00##}"
            )
        );
        foreach (var f in outcome.Findings)
            Console.WriteLine(string.Create(text, $"finding {f.Id}: {f.Count} {f.Amount:0.00##}"));
    }

    private static Command OpenApi()
    {
        var target = new Option<FileInfo?>("--out")
        {
            Description = "File to write; else standard output.",
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
