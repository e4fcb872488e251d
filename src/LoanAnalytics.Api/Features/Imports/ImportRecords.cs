using System.Text.Json;
using LoanAnalytics.Api.Infrastructure;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>What an import leaves in the database beside the data: its files, what it refused, and the version it made.</summary>
internal static class ImportRecords
{
    public sealed record CurrentVersion(int Version, Guid ImportId, string Fingerprint);

    public static async Task<CurrentVersion?> Current(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "select version, import_id, fingerprint from data_versions order by version desc limit 1",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(reader.GetInt32(0), reader.GetGuid(1), reader.GetString(2))
            : null;
    }

    public static async Task SaveFiles(
        NpgsqlConnection connection,
        Guid importId,
        IEnumerable<StagedFile> files,
        MappedTables mapped,
        IEnumerable<Reject> rejects,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var file in files)
        {
            await using var command = new NpgsqlCommand(
                "insert into import_files (import_id, name, sha256, bytes, read, staged, malformed, skipped) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                connection
            );
            foreach (
                var value in new object[]
                {
                    importId,
                    file.Name,
                    file.Sha256,
                    file.Bytes,
                    file.Read,
                    file.Staged,
                    file.Malformed,
                    mapped.Skipped(file),
                }
            )
                command.Parameters.Add(new() { Value = value });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        await using (
            var copy = await connection.BeginBinaryImportAsync(
                "copy import_rejects (import_id, seq, \"table\", file, line, \"column\", rule, value, message, \"row\") from stdin (format binary)",
                cancellationToken
            )
        )
        {
            long seq = 0;
            foreach (var r in rejects)
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(importId, NpgsqlDbType.Uuid, cancellationToken);
                await copy.WriteAsync(++seq, NpgsqlDbType.Bigint, cancellationToken);
                await copy.WriteAsync(r.Table, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(r.File, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(r.Line, NpgsqlDbType.Bigint, cancellationToken);
                foreach (var text in new[] { r.Column, r.Rule, r.Value, r.Message, r.Row })
                {
                    if (text is null)
                        await copy.WriteNullAsync(cancellationToken);
                    else
                        await copy.WriteAsync(
                            text.Replace("\0", "", StringComparison.Ordinal),
                            NpgsqlDbType.Text,
                            cancellationToken
                        );
                }
            }
            await copy.CompleteAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Writes the version, its snapshots and findings, and the import's result, inside the publishing transaction.</summary>
    public static async Task SaveVersion(
        NpgsqlConnection connection,
        ImportRequest request,
        Profile profile,
        MappedTables mapped,
        int version,
        string fingerprint,
        List<Finding> findings,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(SqlFile.Query("SaveVersion"), connection)
        {
            CommandTimeout = 0,
        };
        var p = command.Parameters;
        p.AddWithValue("version", version);
        p.AddWithValue("import_id", request.ImportId);
        p.AddWithValue("as_of", mapped.AsOf);
        p.Add(
            new("currency", NpgsqlDbType.Text) { Value = (object?)profile.Currency ?? DBNull.Value }
        );
        p.AddWithValue("profile", profile.Name);
        p.AddWithValue("mode", request.Mode == ImportMode.Merge ? "merge" : "replace");
        p.AddWithValue("fingerprint", fingerprint);
        p.AddWithValue("now", now);
        p.AddWithValue("amount_paid_is_principal", profile.AmountPaidIsPrincipal);
        p.Add(Json_("control_totals", mapped.Totals));
        p.Add(Json_("row_counts", mapped.Counts));
        p.Add(
            Json_(
                "attributes",
                mapped.Attributes.SelectMany(t =>
                    t.Value.Select(a => new AttributeInfo(t.Key, a.Name, a.Type, a.Meaning))
                )
            )
        );
        await command.ExecuteNonQueryAsync(cancellationToken);
        await FindAll(connection, findings, cancellationToken);
        await using var saved = new NpgsqlCommand(
            "update data_versions set findings = $2 where version = $1",
            connection
        );
        saved.Parameters.Add(new() { Value = version });
        saved.Parameters.Add(
            new()
            {
                Value = JsonSerializer.Serialize(findings, Json.Options),
                NpgsqlDbType = NpgsqlDbType.Jsonb,
            }
        );
        await saved.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task FindAll(
        NpgsqlConnection connection,
        List<Finding> findings,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(SqlFile.Query("Findings"), connection)
        {
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            findings.Add(
                new(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetInt64(2),
                    await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetDecimal(3),
                    reader.GetFieldValue<string[]>(4)
                )
            );
    }

    private static NpgsqlParameter Json_(string name, object value) =>
        new(name, NpgsqlDbType.Jsonb)
        {
            Value = JsonSerializer.Serialize(value, value.GetType(), Json.Options),
        };
}

/// <summary>A further column of the lender's own.</summary>
/// <param name="Table">customers or loans.</param>
/// <param name="Name">Its name in <c>by=attribute:NAME</c>.</param>
/// <param name="Type">number or category.</param>
/// <param name="Meaning">What it means, where the profile says so.</param>
public sealed record AttributeInfo(string Table, string Name, string Type, string Meaning);
