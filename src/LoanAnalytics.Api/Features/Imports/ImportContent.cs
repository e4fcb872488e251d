using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LoanAnalytics.Api.Infrastructure;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>What an import loads, whatever its date: a hash of its files, its profile's content and its mode.</summary>
internal sealed record ImportContent(string Hash, DateOnly? ConstantAsOf)
{
    public static ImportContent Of(IEnumerable<FileDigest> files, Profile profile, ImportMode mode)
    {
        var named = files
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => $"{f.Name}:{f.Sha256}");
        var text = $"{string.Join(',', named)}|{profile.Content()}|{mode}";
        return new(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            profile.ConstantAsOf
        );
    }

    /// <summary>How the version now published came about, where it was made of this content at this date; else null.</summary>
    /// <param name="asOf">The date given; null where the profile's rule finds it.</param>
    public async Task<ImportOutcome?> Published(
        NpgsqlConnection connection,
        DateOnly? asOf,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            """
            select version, import_id, control_totals, row_counts, findings, as_of from data_versions
            where version = (select max(version) from data_versions)
                and fingerprint = $1 and (as_of = $2 or $2 is null and as_of_by_rule)
            """,
            connection
        );
        command.Parameters.Add(new() { Value = Hash });
        command.Parameters.Add(
            new()
            {
                Value = (object?)(asOf ?? ConstantAsOf) ?? DBNull.Value,
                NpgsqlDbType = NpgsqlDbType.Date,
            }
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        return new(
            reader.GetGuid(1),
            "unchanged",
            reader.GetInt32(0),
            reader.GetFieldValue<DateOnly>(5),
            Read<List<TableCounts>>(3),
            Read<ControlTotals>(2),
            Read<List<Finding>>(4)
        );

        T Read<T>(int column) =>
            JsonSerializer.Deserialize<T>(reader.GetString(column), Json.Options)!;
    }
}
