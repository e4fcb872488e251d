using System.Security.Cryptography;
using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Credit;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Measures;

/// <summary>What scores are made from: one algorithm's model, and the loans that it was learnt from counted in bins.</summary>
/// <param name="Algorithm">scorecard or lightgbm.</param>
/// <param name="ByHistory">Loans are observed on a day with their history; else as they were made.</param>
/// <param name="Factor">Points of the score for each natural logarithm of the odds.</param>
/// <param name="Offset">Points at odds of 1.</param>
/// <param name="Scorecard">The scorecard, where it is one.</param>
/// <param name="Trees">The trees, where it is made of them.</param>
/// <param name="Learnt">The loans that it was learnt from.</param>
internal sealed record RiskModelContent(
    string Algorithm,
    bool ByHistory,
    double Factor,
    double Offset,
    Scorecard? Scorecard,
    BoostedTrees? Trees,
    RiskPopulation Learnt
)
{
    public const string ScorecardName = "scorecard";
    public const string TreesName = "lightgbm";

    /// <summary>600 points at 50 good to 1 bad; 20 points more for twice the odds.</summary>
    public static readonly ScoreScaling Scaling = ScoreScaling.Of(600, 50, 20);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>The model itself.</summary>
    public IOddsModel Model => (IOddsModel?)Scorecard ?? Trees!;

    /// <summary>The score of a row whose features move nothing.</summary>
    public double BaseScore => Offset - Factor * Model.Base;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    public static string HashOf(byte[] content) =>
        Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Reads a stored model; one whose bytes are not those that were tested is refused.</summary>
    public static RiskModelContent Read(RiskModelFile file)
    {
        if (HashOf(file.Content) != file.Sha256)
            throw Damaged();
        try
        {
            return JsonSerializer.Deserialize<RiskModelContent>(file.Content, Options)
                ?? throw Damaged();
        }
        catch (JsonException)
        {
            throw Damaged();
        }
    }

    public static ProblemException Damaged() =>
        new(
            409,
            "model-damaged",
            "The model cannot be used",
            "What is stored of it is not what was tested: its SHA-256 differs. Make it again with POST /api/v1/risk/models."
        );

    /// <summary>The content of a model's algorithm.</summary>
    public static async Task<RiskModelContent> Of(
        LoanDb db,
        Guid modelId,
        string algorithm,
        CancellationToken cancellationToken
    ) =>
        Read(
            await db
                .RiskModelFiles.AsNoTracking()
                .SingleOrDefaultAsync(
                    f => f.ModelId == modelId && f.Algorithm == algorithm,
                    cancellationToken
                )
                ?? throw Damaged()
        );
}

/// <summary>Loans counted in bins, by score and by each feature: what stability is measured against.</summary>
/// <param name="ScoreEdges">Lowest score of each bin but the first: tenths of the loans learnt from.</param>
/// <param name="Scores">Loans in each.</param>
/// <param name="Features">The same of each feature.</param>
internal sealed record RiskPopulation(
    double[] ScoreEdges,
    long[] Scores,
    IReadOnlyList<FeaturePopulation> Features
)
{
    private const int Bins = 10;

    /// <summary>The bins of the loans learnt from, with their counts.</summary>
    public static RiskPopulation Of(
        double[] scores,
        IReadOnlyList<ModelColumn> columns,
        IReadOnlyList<string> features
    )
    {
        var bins = new RiskPopulation(
            EdgesOf(scores),
            [],
            [
                .. columns
                    .Where(c => features.Contains(c.Name))
                    .Select(c =>
                        c.IsNumber
                            ? new FeaturePopulation(c.Name, EdgesOf(c.Numbers), null, [])
                            : new FeaturePopulation(
                                c.Name,
                                [],
                                [.. c.Words.Order(StringComparer.Ordinal)],
                                []
                            )
                    ),
            ]
        ).Empty();
        bins.Count(scores, columns);
        return bins;
    }

    /// <summary>The same bins without a loan.</summary>
    public RiskPopulation Empty() =>
        this with
        {
            Scores = new long[ScoreEdges.Length + 1],
            Features =
            [
                .. Features.Select(f =>
                    f with
                    {
                        Counts = new long[(f.Words?.Length ?? f.Edges.Length) + 2],
                    }
                ),
            ],
        };

    /// <summary>Adds loans to the bins.</summary>
    public void Count(ReadOnlySpan<double> scores, IReadOnlyList<ModelColumn> columns)
    {
        foreach (var score in scores)
            Scores[Place(ScoreEdges, score)]++;
        foreach (var feature in Features)
            feature.Count(columns.FirstOrDefault(c => c.Name == feature.Name), scores.Length);
    }

    internal static int Place(double[] edges, double value)
    {
        var place = 0;
        while (place < edges.Length && value >= edges[place])
            place++;
        return place;
    }

    private static double[] EdgesOf(double[] values)
    {
        double[] ordered = [.. values.Where(v => !double.IsNaN(v)).Order()];
        return ordered.Length == 0
            ? []
            :
            [
                .. Enumerable
                    .Range(1, Bins - 1)
                    .Select(i => ordered[(int)((long)ordered.Length * i / Bins)])
                    .Distinct()
                    .Where(e => e > ordered[0]),
            ];
    }
}

/// <summary>Loans by one feature.</summary>
/// <param name="Edges">Of a number: the lowest value of each bin but the first.</param>
/// <param name="Words">Of a category: its words; null of a number.</param>
/// <param name="Counts">Loans of each bin or word; last come, of a number, those without one, and of a category other words and those without one.</param>
internal sealed record FeaturePopulation(
    string Name,
    double[] Edges,
    string[]? Words,
    long[] Counts
)
{
    public void Count(ModelColumn? column, int rows)
    {
        var missing = Counts.Length - 1;
        if (column is null || column.IsNumber != Words is null)
            Counts[missing] += rows;
        else if (Words is null)
            for (var row = 0; row < rows; row++)
                Counts[
                    double.IsNaN(column.Numbers[row])
                        ? missing
                        : RiskPopulation.Place(Edges, column.Numbers[row])
                ]++;
        else
        {
            var places = column
                .Words.Select(w => Array.IndexOf(Words, w) is >= 0 and var i ? i : Words.Length)
                .ToArray();
            for (var row = 0; row < rows; row++)
                Counts[column.Codes[row] < 0 ? missing : places[column.Codes[row]]]++;
        }
    }
}
