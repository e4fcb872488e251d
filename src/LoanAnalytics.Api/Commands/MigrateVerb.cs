using System.CommandLine;
using LoanAnalytics.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Commands;

/// <summary>migrate: the schema as this version of the program needs it.</summary>
internal static class MigrateVerb
{
    public static Command Command()
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
}
