using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Measures;

/// <summary>Borrowers who came after the published segmentation was made are placed in the segment whose centre is nearest, so that the book stays parted
/// until it is retrained; those of whom a feature is unknown stay in none.</summary>
internal static class Newcomers
{
    private const string NotHeld =
        "not exists (select 1 from segment_members m where m.customer_id = c.customer_id and m.segmentation_id = @segmentation_id)";

    /// <summary>Inside the transaction that publishes the version.</summary>
    public static async Task Place(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (
            await Published(connection, cancellationToken)
            is not
            (var id, var version, var attributes, { } model)
        )
            return;
        using (attributes)
        {
            var newcomers = await Read(connection, id, cancellationToken);
            if (newcomers.Count == 0)
                return;
            var columns = model.Columns(Borrowers.Features(newcomers, attributes));
            await using var copy = await SegmentCopy.Begin(connection, cancellationToken);
            for (var row = 0; row < newcomers.Count; row++)
                if (model.Point(columns, row) is { } point)
                {
                    var (segment, distance) = model.Nearest(point);
                    await SegmentCopy.Write(
                        copy,
                        id,
                        newcomers[row],
                        segment.Id,
                        distance,
                        previous: null,
                        joined: version,
                        cancellationToken
                    );
                }
            await copy.CompleteAsync(cancellationToken);
        }
    }

    private static async Task<(
        Guid Id,
        int Version,
        JsonDocument Attributes,
        SegmentationModel? Model
    )?> Published(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select s.segmentation_id, v.version, v.attributes, s.model
            from (select * from data_versions order by version desc limit 1) v
            join segmentations s on s.segmentation_id = v.segmentation_id
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        using var model = JsonDocument.Parse(reader.GetString(3));
        return (
            reader.GetGuid(0),
            reader.GetInt32(1),
            JsonDocument.Parse(reader.GetString(2)),
            SegmentationModel.Read(model)
        );
    }

    private static async Task<List<Borrower>> Read(
        NpgsqlConnection connection,
        Guid segmentationId,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(Borrowers.Query(NotHeld), connection)
        {
            CommandTimeout = 0,
        };
        command.Parameters.AddWithValue("segmentation_id", segmentationId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var borrowers = new List<Borrower>();
        while (await reader.ReadAsync(cancellationToken))
            borrowers.Add(
                new(
                    reader.GetString(0),
                    await Known<int>(1),
                    await Known<decimal>(2),
                    reader.GetString(3),
                    reader.GetString(4),
                    reader.GetDouble(5),
                    reader.GetInt32(6),
                    reader.GetString(7),
                    await reader.IsDBNullAsync(8, cancellationToken) ? null : reader.GetString(8)
                )
            );
        return borrowers;

        async Task<T?> Known<T>(int column)
            where T : struct =>
            await reader.IsDBNullAsync(column, cancellationToken)
                ? null
                : reader.GetFieldValue<T>(column);
    }
}

/// <summary>Writes members of a segmentation.</summary>
internal static class SegmentCopy
{
    public static Task<NpgsqlBinaryImporter> Begin(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    ) =>
        connection.BeginBinaryImportAsync(
            "copy segment_members (segmentation_id, customer_id, segment, distance, age, income, employment, gender, tenure, loans, region, attributes, previous, joined) from stdin (format binary)",
            cancellationToken
        );

    public static async Task Write(
        NpgsqlBinaryImporter copy,
        Guid segmentation,
        Borrower borrower,
        int segment,
        double distance,
        int? previous,
        int? joined,
        CancellationToken cancellationToken
    )
    {
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(segmentation, NpgsqlDbType.Uuid, cancellationToken);
        await copy.WriteAsync(borrower.CustomerId, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(segment, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(distance, NpgsqlDbType.Double, cancellationToken);
        await Known(borrower.Age, NpgsqlDbType.Integer);
        await Known(borrower.Income, NpgsqlDbType.Numeric);
        await copy.WriteAsync(borrower.Employment, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(borrower.Gender, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(borrower.Tenure!.Value, NpgsqlDbType.Double, cancellationToken);
        await copy.WriteAsync(borrower.Loans!.Value, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(borrower.Region, NpgsqlDbType.Text, cancellationToken);
        if (borrower.Attributes is null)
            await copy.WriteNullAsync(cancellationToken);
        else
            await copy.WriteAsync(borrower.Attributes, NpgsqlDbType.Jsonb, cancellationToken);
        await Known(previous, NpgsqlDbType.Integer);
        await Known(joined, NpgsqlDbType.Integer);

        async Task Known<T>(T? value, NpgsqlDbType type)
            where T : struct
        {
            if (value is { } known)
                await copy.WriteAsync(known, type, cancellationToken);
            else
                await copy.WriteNullAsync(cancellationToken);
        }
    }
}
