using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>The borrowers who take part: those of whom every number asked for is known. An unknown category is a value of its own.</summary>
/// <param name="Columns">Everything known of them, the features asked for among it.</param>
/// <param name="Rows">Their places among all borrowers.</param>
internal sealed record SegmentPopulation(
    IReadOnlyList<FeatureColumn> Columns,
    IReadOnlyList<int> Rows
)
{
    public const int MostSegments = 20;

    /// <summary>A category of more values says who someone is rather than what they are like.</summary>
    public const int MostValues = 50;

    /// <summary>Why a feature cannot be used; null where it can.</summary>
    public static string? Unusable(FeatureColumn column) =>
        column switch
        {
            { Known: 0 } => "unknown of every borrower",
            { Values: 1 } => "the same for every borrower",
            { Kind: FeatureKind.Category, Values: > MostValues } =>
                $"more than {MostValues} values",
            _ => null,
        };

    /// <summary>Refuses what cannot be made from these features, and says what can.</summary>
    public static SegmentPopulation Of(IReadOnlyList<FeatureColumn> all, SegmentInputs inputs)
    {
        FeatureColumn[] features =
        [
            .. inputs.Features.Select(f =>
                all.FirstOrDefault(c => c.Name == f) ?? throw Unavailable(all, f, "not in the data")
            ),
        ];
        foreach (var feature in features)
            if (Unusable(feature) is { } reason)
                throw feature.Known > 0 && feature.Values == 1
                    ? Constant(all, feature)
                    : Unavailable(all, feature.Name, reason);
        var numbers = features.Where(f => f.Kind == FeatureKind.Number).ToArray();
        var count = Math.Max(features[0].Numbers.Length, features[0].Words.Length);
        int[] rows =
        [
            .. Enumerable.Range(0, count).Where(r => numbers.All(n => !double.IsNaN(n.Numbers[r]))),
        ];
        if (rows.Length == 0)
            throw Unavailable(
                all,
                string.Join(" and ", numbers.Select(n => n.Name)),
                "known together of no borrower"
            );
        var population = new SegmentPopulation(
            [.. all.Where(c => Unusable(c) is null).Select(c => At(c, rows))],
            rows
        );
        foreach (var name in inputs.Features)
            if (population.Column(name).Values == 1)
                throw Constant(all, population.Column(name));
        foreach (var name in inputs.Log)
            if (
                population.Column(name) is not { Kind: FeatureKind.Number } number
                || number.Numbers.Min() < 0
            )
                throw new ProblemException(
                    422,
                    "log-not-possible",
                    "The feature has no logarithm",
                    $"{name} is not a number of 0 or more for every borrower; leave it out of log."
                );
        return population;
    }

    /// <summary>How the features become columns, and the borrowers in their space.</summary>
    public (SegmentationModel Model, Points Points) Fit(SegmentInputs inputs)
    {
        var model = new SegmentationModel(
            [
                .. inputs.Features.Select(f =>
                    ModelFeature.Fit(Column(f), inputs.Log.Contains(f), inputs.Balanced)
                ),
            ],
            [],
            0
        );
        var columns = model.Columns(Columns);
        var width = model.Features.Sum(f => f.Width);
        var values = new double[Rows.Count * width];
        for (var r = 0; r < Rows.Count; r++)
            model.Point(columns, r)!.CopyTo(values, r * width);
        return (model, new(values, width));
    }

    /// <summary>Refuses a number of segments that these borrowers cannot be parted into. A range that nobody asked for ends where theirs does.</summary>
    public static int CheckK(Points points, int kFrom, int? kTo)
    {
        var most = Math.Min(MostSegments, points.Distinct());
        if (most < 2)
            throw new ProblemException(
                422,
                "features-constant",
                "The features tell no one apart",
                $"All {points.Count} borrowers are alike in these features: there is one segment, and it is all of them."
            );
        if (kFrom < 2 || kFrom > most || kTo > most)
            throw new ProblemException(
                422,
                "k-out-of-range",
                "So many segments cannot be made",
                $"k is 2 to {most} with {points.Count} borrowers."
            );
        return most;
    }

    private FeatureColumn Column(string name) => Columns.First(c => c.Name == name);

    private static FeatureColumn At(FeatureColumn column, int[] rows) =>
        column with
        {
            Numbers =
                column.Kind == FeatureKind.Number ? [.. rows.Select(r => column.Numbers[r])] : [],
            Words =
                column.Kind == FeatureKind.Category ? [.. rows.Select(r => column.Words[r])] : [],
        };

    private static ProblemException Unavailable(
        IReadOnlyList<FeatureColumn> all,
        string feature,
        string reason
    ) =>
        new(
            422,
            "features-unavailable",
            "The features are not in the data",
            $"{feature}: {reason}. {Possible(all)}"
        );

    private static ProblemException Constant(
        IReadOnlyList<FeatureColumn> all,
        FeatureColumn feature
    ) =>
        new(
            422,
            "features-constant",
            "The feature tells no one apart",
            $"{feature.Name}: the same for every borrower who could take part. {Possible(all)}"
        );

    private static string Possible(IReadOnlyList<FeatureColumn> all)
    {
        string[] names = [.. all.Where(c => Unusable(c) is null).Select(c => c.Name)];
        return names.Length == 0
            ? "This book has no feature that tells borrowers apart."
            : $"Possible in this book: {string.Join(", ", names)}.";
    }
}
