using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Api.Infrastructure;
using Npgsql;

namespace LoanAnalytics.Api.Commands;

/// <summary>import: an extract's files, published all or nothing.</summary>
internal static class ImportVerb
{
    public static Command Command()
    {
        var folder = new Argument<DirectoryInfo>("DIR")
        {
            Description = "Folder of the extract's files; .gz and .zip are unpacked.",
        }.AcceptExistingOnly();
        var profile = new Option<string>("--profile")
        {
            Description =
                $"Mapping profile: {string.Join(", ", Profile.Names)}, or one that was saved in the database.",
            HelpName = "NAME",
            Required = true,
        };
        var asOf = new Option<DateOnly?>("--as-of")
        {
            Description = "Date of the data, YYYY-MM-DD; else the profile's rule.",
            HelpName = "DATE",
            CustomParser = Date,
        };
        var mode = new Option<string>("--mode")
        {
            Description = "replace: a full snapshot; merge: a delta upserted by key.",
            DefaultValueFactory = _ => "replace",
        };
        mode.AcceptOnlyFromAmong("replace", "merge");
        var expect = new Option<ExpectedTotals?>("--expect")
        {
            Description =
                "JSON file of the expected loans, principal, amountPaid, outstanding, any of them; other totals publish nothing.",
            HelpName = "FILE",
            CustomParser = Totals,
        };
        var verb = new Command("import", "Loads an extract and publishes it, all or nothing.")
        {
            folder,
            profile,
            asOf,
            mode,
            expect,
        };
        verb.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var app = Server.Build([]);
                // A name that is none leaves no record of an import.
                await Profile.Find(
                    app.Services.GetRequiredService<NpgsqlDataSource>(),
                    parsed.GetValue(profile)!,
                    cancellationToken
                );
                var source = parsed.GetValue(folder)!.FullName;
                var unpacked = await PackedFiles.Unpack(
                    source,
                    app.Services.GetRequiredService<ImportLimits>(),
                    cancellationToken
                );
                try
                {
                    await Publish(
                        app.Services.GetRequiredService<ImportRuns>(),
                        new(
                            Guid.CreateVersion7(),
                            unpacked ?? source,
                            parsed.GetValue(profile)!,
                            parsed.GetValue(asOf),
                            parsed.GetValue(mode) == "merge"
                                ? ImportMode.Merge
                                : ImportMode.Replace,
                            parsed.GetValue(expect)
                        ),
                        cancellationToken
                    );
                }
                finally
                {
                    if (unpacked is not null)
                        WorkFolder.Delete(unpacked);
                }
                return 0;
            }
        );
        return verb;
    }

    /// <summary>Runs an import with its progress and says how it ended.</summary>
    public static async Task Publish(
        ImportRuns runs,
        ImportRequest request,
        CancellationToken cancellationToken
    )
    {
        await runs.Record(request, cancellationToken);
        var outcome = await ProgressDisplay.Show(report =>
            runs.Run(request, report, cancellationToken)
        );
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

    private static DateOnly? Date(ArgumentResult result)
    {
        if (
            DateOnly.TryParseExact(
                result.Tokens[0].Value,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
        )
            return date;
        result.AddError($"--as-of is a date YYYY-MM-DD, not '{result.Tokens[0].Value}'.");
        return null;
    }

    /// <summary>Totals that cannot be read, or that name nothing to check, must not pass as a check.</summary>
    private static ExpectedTotals? Totals(ArgumentResult result)
    {
        var path = result.Tokens[0].Value;
        try
        {
            var totals = JsonSerializer.Deserialize<ExpectedTotals>(
                File.ReadAllText(path),
                Json.Options
            );
            if (totals is not null && totals != new ExpectedTotals(null, null, null, null))
                return totals;
            result.AddError(
                $"--expect {path} names none of loans, principal, amountPaid, outstanding."
            );
        }
        catch (JsonException)
        {
            result.AddError(
                $"--expect {path} is not a JSON object of numbers: loans, principal, amountPaid, outstanding."
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            result.AddError($"--expect {path} cannot be read: {e.Message}");
        }
        return null;
    }
}
