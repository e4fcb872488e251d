using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using Npgsql;
using NpgsqlTypes;
using static System.FormattableString;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>The version that is published now, as far as an import needs to know it.</summary>
internal sealed record Book(
    int Version,
    DateOnly AsOf,
    string? Currency,
    bool AmountPaidIsPrincipal,
    DelinquencyPolicy Policy,
    IReadOnlyList<AttributeInfo> Attributes,
    IReadOnlyDictionary<string, Bands> Bands
);

/// <summary>All that a new version is recorded with.</summary>
internal sealed record NewVersion(
    ImportRequest Request,
    Profile Profile,
    MappedTables Mapped,
    ImportContent Content,
    Book? Before,
    int Version,
    LoanChanges? Moved,
    DateTime Now
)
{
    private bool Merge => Request.Mode == ImportMode.Merge;

    /// <summary>A delta does not know the whole book, so it keeps what the book says of itself.</summary>
    public Book? Kept => Merge ? Before : null;

    public IEnumerable<AttributeInfo> Attributes =>
        Mapped
            .Attributes.SelectMany(t =>
                t.Value.Select(a => new AttributeInfo(t.Key, a.Name, a.Type, a.Meaning))
            )
            .Concat(Kept?.Attributes ?? [])
            .DistinctBy(a => (a.Table, a.Name));

    /// <summary>How lateness is counted: as the profile states it, else strictly.</summary>
    public DelinquencyPolicy Policy =>
        Profile.StatedPolicy ?? Kept?.Policy ?? DelinquencyPolicy.Default;

    /// <summary>Loans that the import does not name stand as they did: at the same date, counted in the same way.</summary>
    public bool CountsAsBefore =>
        Kept is { } kept
        && kept.AsOf == Mapped.AsOf
        && StoredPolicy.Write(kept.Policy) == StoredPolicy.Write(Policy);

    public Bands BandsOf(string value) =>
        Kept is null || Profile.Bands.ContainsKey(value)
            ? Bands.Of(Profile, value)
            : Kept.Bands[value];
}

/// <summary>What an import leaves in the database beside the data: its files, what it refused, and the version it made.</summary>
internal static class ImportRecords
{
    private static readonly string[] Banded = ["age", "income", "amount", "rate"];

    public static async Task<Book?> Current(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            """
            select version, as_of, currency, amount_paid_is_principal, attributes, age_edges, age_labels, income_edges, income_labels,
                amount_edges, amount_labels, rate_edges, rate_labels, delinquency_policy
            from data_versions order by version desc limit 1
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        return new(
            reader.GetInt32(0),
            reader.GetFieldValue<DateOnly>(1),
            await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2),
            reader.GetBoolean(3),
            StoredPolicy.Read(reader.GetString(13)),
            JsonSerializer.Deserialize<List<AttributeInfo>>(reader.GetString(4), Json.Options)!,
            Banded
                .Index()
                .ToDictionary(
                    b => b.Item,
                    b => new Bands(
                        reader.GetFieldValue<decimal[]>(5 + 2 * b.Index),
                        reader.GetFieldValue<string[]>(6 + 2 * b.Index)
                    )
                )
        );
    }

    public static async Task SaveFiles(
        NpgsqlConnection connection,
        Guid importId,
        MappedTables mapped,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var file in mapped.Staging.Files)
            await connection.Run(
                "insert into import_files (import_id, name, sha256, bytes, read, staged, malformed, skipped, delimiter, columns) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                cancellationToken,
                importId,
                file.Name,
                file.Sha256,
                file.Bytes,
                file.Read,
                file.Staged,
                file.Malformed,
                mapped.Skipped(file),
                file.Delimiter,
                file.Columns
            );
        await using (
            var copy = await connection.BeginBinaryImportAsync(
                "copy import_rejects (import_id, seq, \"table\", file, line, \"column\", rule, value, message, \"row\") from stdin (format binary)",
                cancellationToken
            )
        )
        {
            long seq = 0;
            foreach (var r in mapped.Rejects())
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
                        // PostgreSQL's text holds no NUL.
                        await copy.WriteAsync(
                            text.Replace('\0', '\u2400'),
                            NpgsqlDbType.Text,
                            cancellationToken
                        );
                }
            }
            await copy.CompleteAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Writes the version, its snapshots, facts and findings, inside the publishing transaction.</summary>
    public static async Task SaveVersion(
        NpgsqlConnection connection,
        NewVersion made,
        bool onlyTouched,
        List<Finding> findings,
        CancellationToken cancellationToken
    )
    {
        var profile = made.Profile;
        await SaveSourceFindings(connection, made.Mapped, cancellationToken);
        await using var command = new NpgsqlCommand(SqlFile.Query("SaveVersion"), connection)
        {
            CommandTimeout = 0,
        };
        var p = command.Parameters;
        p.AddWithValue("version", made.Version);
        p.AddWithValue("import_id", made.Request.ImportId);
        p.AddWithValue("as_of", made.Mapped.AsOf!.Value);
        p.AddWithValue("as_of_by_rule", made.Request.AsOf is null);
        p.Add(
            new("currency", NpgsqlDbType.Text)
            {
                Value = (object?)made.Mapped.Currency ?? DBNull.Value,
            }
        );
        p.AddWithValue("profile", profile.Name);
        p.AddWithValue("mode", made.Request.Mode == ImportMode.Merge ? "merge" : "replace");
        p.AddWithValue("fingerprint", made.Content.Hash);
        p.AddWithValue("now", made.Now);
        p.AddWithValue(
            "amount_paid_is_principal",
            made.Kept?.AmountPaidIsPrincipal ?? profile.AmountPaidIsPrincipal
        );
        p.Add(
            new("delinquency_policy", NpgsqlDbType.Jsonb)
            {
                Value = StoredPolicy.Write(made.Policy),
            }
        );
        Count("loans_added", made.Moved?.Added);
        Count("loans_gone", made.Moved?.Gone);
        Count("loans_changed", made.Moved?.Changed);
        p.Add(Json_("control_totals", made.Mapped.Totals));
        p.Add(Json_("row_counts", made.Mapped.Counts));
        p.Add(Json_("attributes", made.Attributes.ToArray()));
        foreach (var value in Banded)
        {
            var bands = made.BandsOf(value);
            p.AddWithValue($"{value}_edges", bands.Edges);
            p.AddWithValue($"{value}_labels", bands.Labels);
        }
        await command.ExecuteNonQueryAsync(cancellationToken);
        await BookFacts.Fill(connection, onlyTouched, cancellationToken);
        await FindAll(connection, findings, cancellationToken);
        await using var saved = new NpgsqlCommand(
            "update data_versions set findings = $2 where version = $1",
            connection
        );
        saved.Parameters.Add(new() { Value = made.Version });
        saved.Parameters.Add(
            new()
            {
                Value = JsonSerializer.Serialize(findings, Json.Options),
                NpgsqlDbType = NpgsqlDbType.Jsonb,
            }
        );
        await saved.ExecuteNonQueryAsync(cancellationToken);

        void Count(string name, long? count) =>
            p.Add(new(name, NpgsqlDbType.Bigint) { Value = (object?)count ?? DBNull.Value });
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
        var found = new List<Finding>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(
                new(
                    reader.GetString(0),
                    FindingKind.TitleOf(reader.GetString(0)),
                    reader.GetInt64(1),
                    await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetDecimal(2),
                    reader.GetFieldValue<string[]>(3),
                    reader.GetInt64(4)
                )
            );
        await reader.DisposeAsync();
        if (found.FindIndex(f => f.Id == FindingKind.DefaultedAheadOfPlan) is >= 0 and var ahead)
            found[ahead] = found[ahead] with
            {
                Detail = await AverageBehind(connection, cancellationToken),
            };
        findings.AddRange(found.OrderBy(f => Array.IndexOf(FindingKind.Ids, f.Id)));
    }

    /// <summary>One loan ahead of plan may be an exception; whether status and money contradict each other the averages say.</summary>
    private static async Task<string> AverageBehind(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(SqlFile.Query("AverageBehind"), connection)
        {
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (defaulted, behind) = (reader.GetInt64(0), reader.GetDouble(1));
        var first = Invariant(
            $"The {defaulted} defaulted loans with a plan are on average {Far(behind)} of it"
        );
        if (await reader.IsDBNullAsync(3, cancellationToken))
            return $"{first}.";
        var (others, otherwise) = (reader.GetInt64(2), reader.GetDouble(3));
        var second = Invariant($"{first}, the {others} others {Far(otherwise)}");
        return behind < otherwise ? $"{second}: the status contradicts the money." : $"{second}.";

        static string Far(double instalments) =>
            Invariant(
                $"{Math.Abs(instalments):0.0} instalments {(instalments > 0 ? "behind" : "ahead")}"
            );
    }

    private static async Task SaveSourceFindings(
        NpgsqlConnection connection,
        MappedTables mapped,
        CancellationToken cancellationToken
    )
    {
        await connection.Run(SqlFile.Query("SourceFindings"), cancellationToken);
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy source_findings (id, customer_id, loan_id) from stdin (format binary)",
            cancellationToken
        );
        foreach (var (id, customer, loan) in mapped.LoansOfOwnFindings())
            await copy.WriteRowAsync(cancellationToken, id, customer, loan);
        await copy.CompleteAsync(cancellationToken);
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
