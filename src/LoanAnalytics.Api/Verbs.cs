using System.CommandLine;
using System.Data.Common;
using LoanAnalytics.Api.Commands;
using LoanAnalytics.Api.Infrastructure;
using Npgsql;

namespace LoanAnalytics.Api;

/// <summary>The verbs of the program, and what each end is to a shell. Exit codes: 0 done, 1 failure, 2 usage, 3 nothing published because of
/// the data, 130 cancelled.</summary>
internal static class Verbs
{
    private const int Failed = 1;
    private const int WrongUsage = 2;
    private const int NothingPublished = 3;
    private const int Cancelled = 130;

    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand(
            "Analytics of a loan book, as a server and from the command line. Without a verb it serves."
        )
        {
            ServeVerb.Command(),
            MigrateVerb.Command(),
            ImportVerb.Command(),
            DemoVerb.Command(),
            OpenApiVerb.Command(),
        };
        root.SetAction((_, cancellationToken) => ServeVerb.Run(cancellationToken));
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("See --help.");
            return WrongUsage;
        }
        try
        {
            return await parsed.InvokeAsync(
                new()
                {
                    EnableDefaultExceptionHandler = false,
                    // Time to roll back and to record that an import was cancelled; the server has ended before.
                    ProcessTerminationTimeout = TimeSpan.FromMinutes(2),
                }
            );
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Cancelled.");
            return Cancelled;
        }
        catch (ProblemException wrong) when (wrong.Type == "profile-unknown")
        {
            await Console.Error.WriteLineAsync($"{wrong.Message}\nSee --help.");
            return WrongUsage;
        }
        catch (ProblemException refused)
        {
            await Console.Error.WriteLineAsync($"{refused.Title}: {refused.Message}");
            return NothingPublished;
        }
        // The last resort of the program: whatever failed is one line to its user.
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(Reason(e));
            return Failed;
        }
    }

    /// <summary>What went wrong, and what helps where that is known. What the database said is often wrapped in words that hide it.</summary>
    private static string Reason(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
            if (cause is DbException)
                return cause is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable }
                    ? "The database has no schema yet, or an old one: run migrate."
                    : cause.Message;
        return e.Message;
    }
}
