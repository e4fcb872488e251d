using Npgsql;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Long work that leaves a record.</summary>
internal enum LongWork
{
    Imports,
    Segmentations,
    RiskModels,
}

/// <summary>Whether long work still runs anywhere: whoever does it holds a lock of the database, which is let go of when the process dies.</summary>
internal static class Liveness
{
    /// <summary>The lock is held for as long as the connection lives.</summary>
    public static Task Hold(
        NpgsqlConnection connection,
        Guid id,
        CancellationToken cancellationToken
    ) =>
        connection.Run(
            "select pg_advisory_lock(hashtextextended($1, 0))",
            cancellationToken,
            id.ToString()
        );

    /// <summary>Ends what says that it runs, and whose lock nobody holds: its process was killed, and never said so.</summary>
    public static async Task EndInterrupted(
        NpgsqlDataSource database,
        LongWork work,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await EndInterrupted(connection, work, Guid.Empty, now, cancellationToken);
    }

    /// <param name="connection">The connection.</param>
    /// <param name="work">The kind of work.</param>
    /// <param name="running">What this connection itself does, whose lock it could take again; empty where it does nothing.</param>
    /// <param name="now">When it ended, as far as anyone can tell.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<int> EndInterrupted(
        NpgsqlConnection connection,
        LongWork work,
        Guid running,
        DateTime now,
        CancellationToken cancellationToken
    ) =>
        work switch
        {
            LongWork.Imports => EndImports(connection, running, now, cancellationToken),
            LongWork.Segmentations => connection.Run(
                """
                update segmentations set state = 'failed', detail = $2
                where state = 'running' and segmentation_id <> $1 and pg_try_advisory_xact_lock(hashtextextended(segmentation_id::text, 0))
                """,
                cancellationToken,
                running,
                Interrupted
            ),
            LongWork.RiskModels => connection.Run(
                """
                update risk_models set state = 'failed', detail = $2
                where state = 'running' and model_id <> $1 and pg_try_advisory_xact_lock(hashtextextended(model_id::text, 0))
                """,
                cancellationToken,
                running,
                Interrupted
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(work)),
        };

    /// <summary>One that was killed after its data were published has published them, whatever it could still say.</summary>
    private static async Task<int> EndImports(
        NpgsqlConnection connection,
        Guid running,
        DateTime now,
        CancellationToken cancellationToken
    ) =>
        await connection.Run(
            """
            update imports i set state = 'published', phase = 'done', progress = 1, ended_at = $2, version = v.version, as_of = v.as_of,
                result = jsonb_build_object('tables', v.row_counts, 'totals', v.control_totals, 'findings', v.findings)
            from data_versions v
            where v.import_id = i.import_id and i.state = 'running' and i.import_id <> $1
                and pg_try_advisory_xact_lock(hashtextextended(i.import_id::text, 0))
            """,
            cancellationToken,
            running,
            now
        )
        + await connection.Run(
            """
            update imports set state = 'failed', phase = 'done', ended_at = $2, problem = 'interrupted',
                title = 'The import was interrupted', detail = 'The program or its database was stopped during the import; nothing was published.'
            where state = 'running' and import_id <> $1 and not exists (select from data_versions v where v.import_id = imports.import_id)
                and pg_try_advisory_xact_lock(hashtextextended(import_id::text, 0))
            """,
            cancellationToken,
            running,
            now
        );

    /// <summary>Records how work ended as soon as the database answers, which may be what ended it. After the tries, one a second, that is left to
    /// whoever reads the record next.</summary>
    public static async Task OnceItAnswers(
        Func<Task> record,
        CancellationToken cancellationToken,
        int tries = 60
    )
    {
        for (; tries > 0; tries--)
            try
            {
                await record();
                return;
            }
            catch (Exception e) when (ProblemHandler.IsOutage(e))
            {
                if (cancellationToken.IsCancellationRequested)
                    return;
                await Task.Delay(Pause, CancellationToken.None);
            }
    }

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>What is said of a segmentation or a model that was.</summary>
    public const string Interrupted = "The server stopped before it ended; make it again.";
}
