using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Features.Demo;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Api.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Commands;

/// <summary>demo: a generated loan book, loaded into an empty database or only written.</summary>
internal static class DemoVerb
{
    private sealed class Reported(Action<string, double> report) : IProgress<double>
    {
        public void Report(double value) => report("generating", value);
    }

    public static Command Command()
    {
        var loans = new Option<int>("--loans")
        {
            Description = "How many loans, 1000 to 2000000.",
            HelpName = "N",
            DefaultValueFactory = _ => 20_000,
            CustomParser = Loans,
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "A whole number; the same one gives the same book.",
            HelpName = "S",
            DefaultValueFactory = _ => 1,
            CustomParser = Seed,
        };
        var target = new Option<DirectoryInfo?>("--out")
        {
            Description =
                "Only write the files here, and what was planted in them under truth/; needs no database.",
            HelpName = "DIR",
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
        verb.Validators.Add(r =>
        {
            if (r.GetResult(target) is not null && r.GetValue(replace))
                r.AddError("--out only writes files; --replace is about loading them.");
        });
        verb.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (count, number) = (parsed.GetValue(loans), parsed.GetValue(seed));
                if (parsed.GetValue(target) is { } folder)
                {
                    await Generate(folder.FullName, count, number, cancellationToken);
                    Console.WriteLine(
                        $"Wrote {count} loans to {folder.FullName}; truth/ says what was planted."
                    );
                }
                else
                    await Load(count, number, parsed.GetValue(replace), cancellationToken);
                return 0;
            }
        );
        return verb;
    }

    private static async Task Load(
        int loans,
        ulong seed,
        bool replace,
        CancellationToken cancellationToken
    )
    {
        await using var app = Server.Build([]);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LoanDb>();
        if (await db.DataVersions.AnyAsync(cancellationToken) && !replace)
            throw new ProblemException(
                409,
                "not-empty",
                "Data are loaded already",
                "Take their place with --replace."
            );
        var files = WorkFolder.Make("demo");
        try
        {
            await Generate(files, loans, seed, cancellationToken);
            await ImportVerb.Publish(
                app.Services.GetRequiredService<ImportRuns>(),
                new(Guid.CreateVersion7(), files, "canonical", DemoPortfolio.AsOf),
                cancellationToken
            );
        }
        finally
        {
            WorkFolder.Delete(files);
        }
    }

    private static async Task Generate(
        string folder,
        int loans,
        ulong seed,
        CancellationToken cancellationToken
    ) =>
        await ProgressDisplay.Show(async report =>
        {
            // On a thread of its own, so that a live display goes on drawing.
            await Task.Run(
                () =>
                    DemoPortfolio.Write(
                        folder,
                        loans,
                        seed,
                        cancellationToken,
                        new Reported(report)
                    ),
                cancellationToken
            );
            return loans;
        });

    private static int Loans(ArgumentResult result)
    {
        if (
            int.TryParse(
                result.Tokens[0].Value,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var loans
            ) && loans is >= 1_000 and <= 2_000_000
        )
            return loans;
        result.AddError($"--loans is 1000 to 2000000, not '{result.Tokens[0].Value}'.");
        return 0;
    }

    private static ulong Seed(ArgumentResult result)
    {
        if (
            ulong.TryParse(
                result.Tokens[0].Value,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var seed
            )
        )
            return seed;
        result.AddError($"--seed is a whole number from 0, not '{result.Tokens[0].Value}'.");
        return 0;
    }
}
