using System.CommandLine;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Features.Imports;
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
                var db = scope.ServiceProvider.GetRequiredService<LoanDb>();
                var isOlder = (
                    await db.Database.GetPendingMigrationsAsync(cancellationToken)
                ).Any();
                await db.Database.MigrateAsync(cancellationToken);
                if (isOlder && await db.DataVersions.AnyAsync(cancellationToken))
                    await BookFacts.Renew(db, cancellationToken);
                return 0;
            }
        );
        return verb;
    }
}
