using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LoanAnalytics.Api.Infrastructure;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Replace takes the whole portfolio's place; merge upserts by key.</summary>
public enum ImportMode
{
    Replace,
    Merge,
}

/// <summary>Counts and sums of the accepted loans.</summary>
public sealed record ControlTotals(
    long Loans,
    decimal Principal,
    decimal? AmountPaid,
    decimal? Outstanding
);

/// <summary>Totals that the operator expects; what is null is not checked.</summary>
public sealed record ExpectedTotals(
    long? Loans,
    decimal? Principal,
    decimal? AmountPaid,
    decimal? Outstanding
);

/// <summary>rows the mapping gives = accepted + rejected + repeated.</summary>
public sealed record TableCounts(
    string Table,
    long Mapped,
    long Accepted,
    long Rejected,
    long Repeated
);

/// <summary>What to load, and how.</summary>
internal sealed record ImportRequest(
    Guid ImportId,
    string Folder,
    string Profile,
    DateOnly? AsOf = null,
    ImportMode Mode = ImportMode.Replace,
    ExpectedTotals? Expect = null
);

/// <summary>How an import ended: published, or unchanged where the very same data are published already.</summary>
internal sealed record ImportOutcome(
    Guid ImportId,
    string State,
    int Version,
    IReadOnlyList<TableCounts> Tables,
    ControlTotals Totals,
    IReadOnlyList<Finding> Findings
);

/// <summary>Loads source files: staging, mapping, typed validation, binary COPY, and one transaction that publishes.</summary>
internal sealed class Importer(NpgsqlDataSource database, TimeProvider clock)
{
    private const long PublishLock = 4711;

    public async Task<ImportOutcome> Run(
        ImportRequest request,
        Action<string, double>? progress,
        CancellationToken cancellationToken
    )
    {
        var profile = Profile.Load(request.Profile);
        var findings = new List<Finding>();
        using var staging = new Staging();
        progress?.Invoke("staging", 0.05);
        foreach (var path in Sources(request.Folder, profile))
            await staging.Add(path, profile.Delimiter, profile.Encoding, cancellationToken);
        staging.Lock();
        progress?.Invoke("validating", 0.3);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var mapped = new MappedTables(staging, profile, request.AsOf);
        await mapped.Map(request.Mode, connection, findings, cancellationToken);
        var rejects = mapped.Rejects();
        await ImportRecords.SaveFiles(
            connection,
            request.ImportId,
            staging.Files,
            mapped,
            rejects,
            cancellationToken
        );
        Refuse(mapped, staging.Files, request, profile);
        progress?.Invoke("loading", 0.5);
        return await Publish(
            connection,
            request,
            profile,
            staging,
            mapped,
            findings,
            progress,
            cancellationToken
        );
    }

    private static string[] Sources(string folder, Profile profile)
    {
        if (!Directory.Exists(folder))
            throw new ProblemException(
                422,
                "no-files",
                "No such folder",
                $"There is no folder {Path.GetFileName(folder)}."
            );
        var wanted = profile.IsCanonical
            ? CanonicalTable.All.Select(t => $"{t.Name}.csv").ToArray()
            : [.. profile.Files.Values, .. profile.Tables.Values.Select(t => t.File).Distinct()];
        var found = wanted.Select(f => Path.Combine(folder, f)).Where(File.Exists).ToArray();
        var missing = profile.IsCanonical
            ? []
            : wanted.Where(f => !File.Exists(Path.Combine(folder, f))).ToArray();
        if (found.Length == 0 || missing.Length > 0)
            throw new ProblemException(
                422,
                "no-files",
                "Files are missing",
                $"The profile '{profile.Name}' reads {string.Join(", ", wanted)}; missing: {string.Join(", ", missing.Length > 0 ? missing : wanted)}."
            );
        return found;
    }

    private static void Refuse(
        MappedTables mapped,
        IEnumerable<StagedFile> files,
        ImportRequest request,
        Profile profile
    )
    {
        var shares = mapped
            .Counts.Select(t => (Name: t.Table, Refused: t.Rejected, All: t.Mapped))
            .Concat(files.Select(f => (f.Name, Refused: f.Malformed, All: f.Read)));
        foreach (var (name, refused, all) in shares)
            if (refused > profile.RejectShareLimit * all)
                throw new ProblemException(
                    422,
                    "too-many-rejects",
                    "Too many rows are refused",
                    $"{name}: {refused} of {all} rows are refused, more than {profile.RejectShareLimit:P0}. Nothing was published; the refused rows are kept."
                );
        var expected = request.Expect;
        var actual = mapped.Totals;
        if (
            expected is not null
            && (
                expected.Loans is { } l && l != actual.Loans
                || expected.Principal is { } p && p != actual.Principal
                || expected.AmountPaid is { } a && a != actual.AmountPaid
                || expected.Outstanding is { } o && o != actual.Outstanding
            )
        )
            throw new ProblemException(
                422,
                "control-totals-mismatch",
                "The totals are not those expected",
                $"Expected {JsonSerializer.Serialize(expected, Json.Options)}, found {JsonSerializer.Serialize(actual, Json.Options)}. Nothing was published."
            );
    }

    private async Task<ImportOutcome> Publish(
        NpgsqlConnection connection,
        ImportRequest request,
        Profile profile,
        Staging staging,
        MappedTables mapped,
        List<Finding> findings,
        Action<string, double>? progress,
        CancellationToken cancellationToken
    )
    {
        var fingerprint = Fingerprint(request, profile, staging, mapped.AsOf);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Execute(
            connection,
            "select pg_advisory_xact_lock($1)",
            cancellationToken,
            PublishLock
        );
        var now = await ImportRecords.Current(connection, cancellationToken);
        if (now is { } current && current.Fingerprint == fingerprint)
            return new(
                current.ImportId,
                "unchanged",
                current.Version,
                mapped.Counts,
                mapped.Totals,
                findings
            );
        if (request.Mode == ImportMode.Replace)
            foreach (
                var table in (string[])
                    [
                        "payments",
                        "instalments",
                        "modifications",
                        "loan_months",
                        "loans",
                        "customers",
                        "branches",
                    ]
            )
                await Execute(connection, $"delete from {table}", cancellationToken);
        var done = 0;
        foreach (var table in mapped.Tables)
        {
            await Load(connection, mapped, table, request.Mode, cancellationToken);
            progress?.Invoke("loading", 0.5 + 0.4 * ++done / mapped.Tables.Count);
        }
        progress?.Invoke("publishing", 0.92);
        var version = (now?.Version ?? 0) + 1;
        await ImportRecords.SaveVersion(
            connection,
            request,
            profile,
            mapped,
            version,
            fingerprint,
            findings,
            clock.GetUtcNow().UtcDateTime,
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        await Execute(
            connection,
            "analyze branches, customers, loans, instalments, payments",
            cancellationToken
        );
        return new(request.ImportId, "published", version, mapped.Counts, mapped.Totals, findings);
    }

    private static string Fingerprint(
        ImportRequest request,
        Profile profile,
        Staging staging,
        DateOnly asOf
    ) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    $"{string.Join(',', staging.Files.Select(f => $"{f.Name}:{f.Sha256}"))}|{profile.Content()}|{asOf:O}|{request.Mode}"
                )
            )
        );

    private static async Task Load(
        NpgsqlConnection connection,
        MappedTables mapped,
        CanonicalTable table,
        ImportMode mode,
        CancellationToken cancellationToken
    )
    {
        var target = table.Name;
        if (mode == ImportMode.Merge)
        {
            target = $"stage_{table.Name}";
            await Execute(
                connection,
                $"create temp table {target} (like {table.Name}) on commit drop",
                cancellationToken
            );
        }
        await Copy(connection, mapped, table, target, cancellationToken);
        if (mode != ImportMode.Merge)
            return;
        // A payment without a number has no key: a merge replaces all payments of each loan that it names.
        var key =
            table == CanonicalTable.Payments && !mapped.PaymentsAreNumbered ? "customer_id, loan_id"
            : table.BelongsToLoan || table == CanonicalTable.Loans
                ? string.Join(", ", table.Key.Prepend("customer_id"))
            : table.Key[0];
        await Execute(
            connection,
            $"delete from {table.Name} where ({key}) in (select {key} from {target}); insert into {table.Name} select * from {target}",
            cancellationToken
        );
    }

    private static async Task Copy(
        NpgsqlConnection connection,
        MappedTables mapped,
        CanonicalTable table,
        string target,
        CancellationToken cancellationToken
    )
    {
        var columns = mapped.Loaded(table);
        using var command = mapped.Staging.Connection.CreateCommand();
        command.CommandText =
            $"select {string.Join(", ", columns.Select(c => c.Expression))} from ok_{table.Name}";
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {target} ({string.Join(", ", columns.Select(c => c.Name))}) from stdin (format binary)",
            cancellationToken
        );
        while (reader.Read())
        {
            await copy.StartRowAsync(cancellationToken);
            for (var i = 0; i < columns.Count; i++)
            {
                if (reader.IsDBNull(i))
                    await copy.WriteNullAsync(cancellationToken);
                else
                    await (
                        columns[i].Type switch
                        {
                            NpgsqlDbType.Numeric => copy.WriteAsync(
                                reader.GetDecimal(i),
                                NpgsqlDbType.Numeric,
                                cancellationToken
                            ),
                            NpgsqlDbType.Integer => copy.WriteAsync(
                                reader.GetInt32(i),
                                NpgsqlDbType.Integer,
                                cancellationToken
                            ),
                            NpgsqlDbType.Date => copy.WriteAsync(
                                reader.GetFieldValue<DateOnly>(i),
                                NpgsqlDbType.Date,
                                cancellationToken
                            ),
                            var type => copy.WriteAsync(
                                reader.GetString(i),
                                type,
                                cancellationToken
                            ),
                        }
                    );
            }
        }
        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task Execute(
        NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken,
        params object[] values
    )
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
