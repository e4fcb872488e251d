using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Credit;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Measures;

/// <summary>Scores of loans under a model.</summary>
/// <param name="Probability">Chance of default of each loan.</param>
/// <param name="Score">Points of each, which rise with safety.</param>
/// <param name="Parts">For each loan the points of each feature, where they were asked for.</param>
internal sealed record ScoredRows(double[] Probability, double[] Score, float[] Parts)
{
    /// <summary>Features told by name; the others are added up.</summary>
    public const int MostReasons = 5;

    public static ScoredRows Of(
        RiskModelContent content,
        IReadOnlyList<ModelColumn> columns,
        int rows,
        bool withParts
    )
    {
        var model = content.Model;
        var width = model.Features.Count;
        var (probability, score) = (new double[rows], new double[rows]);
        var parts = new float[withParts ? rows * width : 0];
        model.Score(columns, rows, score, parts);
        for (var i = 0; i < rows; i++)
        {
            probability[i] = 1 / (1 + Math.Exp(-score[i]));
            score[i] = content.Offset - content.Factor * score[i];
        }
        for (var i = 0; i < parts.Length; i++)
            parts[i] *= (float)-content.Factor;
        return new(probability, score, parts);
    }

    /// <summary>The features that move a loan's score most, most first, with their points.</summary>
    public (string[] Reasons, double[] Points) ReasonsOf(int row, IReadOnlyList<string> features)
    {
        var own = Parts.AsSpan(row * features.Count, features.Count).ToArray();
        int[] most =
        [
            .. Enumerable
                .Range(0, own.Length)
                .Where(f => own[f] != 0)
                .OrderByDescending(f => Math.Abs(own[f]))
                .ThenBy(f => f)
                .Take(MostReasons),
        ];
        return (
            [.. most.Select(f => features[f])],
            [.. most.Select(f => Math.Round((double)own[f], 4))]
        );
    }
}

/// <summary>How far the loans that are scored lie from those that a model was learnt from.</summary>
/// <param name="DataVersion">The version of the data that they are of.</param>
/// <param name="Loans">How many.</param>
/// <param name="Population">They, in the model's bins.</param>
internal sealed record RiskDrift(int DataVersion, long Loans, RiskPopulation Population);

/// <summary>Scores the running loans under the published model, inside the transaction that publishes the book or the model.</summary>
internal static class RiskScoring
{
    /// <summary>Nothing is scored where no model is published, or its stored bytes are not what was tested: risk_band is unknown then.</summary>
    public static async Task Score(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var before = await connection.Run("delete from risk_scores", cancellationToken);
        var book = await Published(connection, cancellationToken);
        // Without scores before and after every loan is in no band, as it came.
        if (book is null && before == 0)
            return;
        if (book is not null)
            await Write(connection, book, cancellationToken);
        await connection.Run(
            SqlFile.Query("BandLoans"),
            cancellationToken,
            RiskBand.Labels,
            RiskBand.Edges
        );
        await connection.Run("analyze loan_facts (risk_band), risk_scores", cancellationToken);
    }

    private static async Task Write(
        NpgsqlConnection connection,
        ScoredBook book,
        CancellationToken cancellationToken
    )
    {
        var content = book.Content;
        var names = content.Model.Features;
        using var attributes = JsonDocument.Parse(book.Attributes);
        var features = RiskFeature
            .Of(attributes, content.ByHistory)
            .Where(f => names.Contains(f.Name))
            .ToArray();
        var population = content.Learnt.Empty();
        long loans = 0;
        await foreach (
            var rows in RiskRows.ReadPieces(
                connection,
                RiskQuestion.Running(content.ByHistory, book.AsOf, features),
                cancellationToken
            )
        )
        {
            var scored = ScoredRows.Of(content, rows.Columns, rows.Count, withParts: true);
            population.Count(scored.Score, rows.Columns);
            loans += rows.Count;
            await using var copy = await connection.BeginBinaryImportAsync(
                "copy risk_scores (customer_id, loan_id, probability, score, reasons, points) from stdin (format binary)",
                cancellationToken
            );
            for (var row = 0; row < rows.Count; row++)
            {
                var (reasons, points) = scored.ReasonsOf(row, names);
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(rows.Customers[row], NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(rows.Loans[row], NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(
                    scored.Probability[row],
                    NpgsqlDbType.Double,
                    cancellationToken
                );
                await copy.WriteAsync(
                    Math.Round(scored.Score[row], 4),
                    NpgsqlDbType.Double,
                    cancellationToken
                );
                await copy.WriteAsync(
                    reasons,
                    NpgsqlDbType.Array | NpgsqlDbType.Text,
                    cancellationToken
                );
                await copy.WriteAsync(
                    points,
                    NpgsqlDbType.Array | NpgsqlDbType.Double,
                    cancellationToken
                );
            }
            await copy.CompleteAsync(cancellationToken);
        }
        await using var drift = new NpgsqlCommand(
            "update risk_models set drift = $2 where model_id = $1",
            connection
        );
        drift.Parameters.Add(new() { Value = book.ModelId });
        drift.Parameters.Add(
            new()
            {
                Value = JsonSerializer.Serialize(
                    new RiskDrift(book.Version, loans, population),
                    JsonSerializerOptions.Web
                ),
                NpgsqlDbType = NpgsqlDbType.Jsonb,
            }
        );
        await drift.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The published model, and the book that it is to score; null where none is published or it cannot be read.</summary>
    private static async Task<ScoredBook?> Published(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            """
            select v.version, v.as_of, v.attributes::text, f.model_id, f.algorithm, f.sha256, f.content
            from (select * from data_versions order by version desc limit 1) v
            join risk_model_files f on f.model_id = v.risk_model_id and f.algorithm = v.risk_algorithm
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var file = new RiskModelFile
        {
            ModelId = reader.GetGuid(3),
            Algorithm = reader.GetString(4),
            Sha256 = reader.GetString(5),
            Content = reader.GetFieldValue<byte[]>(6),
        };
        try
        {
            return new(
                reader.GetInt32(0),
                reader.GetFieldValue<DateOnly>(1),
                reader.GetString(2),
                file.ModelId,
                RiskModelContent.Read(file)
            );
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    private sealed record ScoredBook(
        int Version,
        DateOnly AsOf,
        string Attributes,
        Guid ModelId,
        RiskModelContent Content
    );
}
