using LoanAnalytics.Credit;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>Trains gradient-boosted trees with LightGBM, and takes its trees over as they are.</summary>
internal static class TreeTraining
{
    /// <summary>Trees at most; fewer where there are few bad rows to learn from.</summary>
    private const int MostTrees = 75;
    private const int LeastTrees = 30;
    private const int Leaves = 8;
    private const double LearningRate = 0.1;

    /// <summary>A word needs so many rows to have a place of its own among the others.</summary>
    private const int LeastRowsOfWord = 20;

    /// <summary>So many rows at the rate of all are added to those of a word, so that few of them do not place it at an end.</summary>
    private const int RowsOfAll = 20;

    /// <summary>Rows by which the means of the nodes are told, at most: spread evenly over all.</summary>
    private const int RowsOfMeans = 20_000;

    private sealed class Row
    {
        public bool Label { get; set; }
        public float[] Features { get; set; } = [];
    }

    /// <summary>The trees; null for one class only.</summary>
    public static BoostedTrees? Train(
        IReadOnlyList<ModelColumn> columns,
        bool[] bad,
        int seed,
        CancellationToken cancellationToken
    )
    {
        var allBad = bad.Count(b => b);
        if (allBad == 0 || allBad == bad.Length)
            return null;
        TreeFeature[] inputs = [.. columns.Select(c => InputOf(c, bad, allBad))];
        if (!columns.Any(Varies))
            return BaseRate(inputs, allBad, bad.Length);
        var ml = new MLContext(seed);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single,
            inputs.Length
        );
        var data = ml.Data.LoadFromEnumerable(Rows(), schema);
        cancellationToken.ThrowIfCancellationRequested();
        var rarer = Math.Min(allBad, bad.Length - allBad);
        var trainer = ml.BinaryClassification.Trainers.LightGbm(
            new LightGbmBinaryTrainer.Options
            {
                LabelColumnName = nameof(Row.Label),
                FeatureColumnName = nameof(Row.Features),
                NumberOfIterations = Math.Clamp(rarer / 16, LeastTrees, MostTrees),
                NumberOfLeaves = Leaves,
                LearningRate = LearningRate,
                MinimumExampleCountPerLeaf = LeastInLeaf(rarer, bad.Length),
                MaximumBinCountPerFeature = 255,
                HandleMissingValue = false,
                Sigmoid = 1,
                // One after the other sums up in one order: the same rows and seed give the same bits.
                NumberOfThreads = 1,
                Seed = seed,
                Booster = new GradientBooster.Options
                {
                    L2Regularization = 10,
                    FeatureFraction = 0.8,
                },
                Verbose = false,
                Silent = true,
            }
        );
        RegressionTreeEnsemble model;
        try
        {
            model = trainer.Fit(data).Model.SubModel.TrainedTreeEnsemble;
        }
        catch (ArgumentNullException)
        {
            // Where no split gains anything LightGBM makes a tree without one, which ML.NET cannot read.
            return BaseRate(inputs, allBad, bad.Length);
        }
        cancellationToken.ThrowIfCancellationRequested();
        var trees = model.Trees.Select((tree, t) => Taken(tree, model.TreeWeights[t])).ToArray();
        if (model.Bias != 0)
            trees = [.. trees, new([-1], [0], [0], [0], [model.Bias])];
        return Weighed(new(inputs, trees), columns, bad.Length);

        IEnumerable<Row> Rows()
        {
            var row = new Row { Features = new float[inputs.Length] };
            var values = BoostedTrees.Values(inputs, columns);
            for (var i = 0; i < bad.Length; i++)
            {
                row.Label = bad[i];
                values(i).CopyTo(row.Features, 0);
                yield return row;
            }
        }
    }

    /// <summary>So many rows that about ten of the rarer outcome are among them, and no fewer than a three hundredth of all.</summary>
    private static int LeastInLeaf(int rarer, int all) =>
        Math.Max(all / 300, (int)Math.Ceiling(10.0 * all / rarer));

    /// <summary>What is left where nothing can be learnt: the same chance for everyone.</summary>
    private static BoostedTrees BaseRate(IReadOnlyList<TreeFeature> inputs, int bad, int all) =>
        new(inputs, [new([-1], [0], [0], [0], [Math.Log((double)bad / (all - bad))])]);

    /// <summary>LightGBM refuses to learn from columns of one value only.</summary>
    private static bool Varies(ModelColumn column) =>
        column.IsNumber
            ? column.Numbers.Distinct().Skip(1).Any()
            : column.Codes.Distinct().Skip(1).Any();

    /// <summary>A feature; the words of a category in the order of their rates, so that a split parts those that default more from the others. Source: Fisher (1958), Journal of
    /// the American Statistical Association 53, 789-798: the best partition is contiguous in that order.</summary>
    private static TreeFeature InputOf(ModelColumn column, bool[] bad, int allBad)
    {
        if (column.IsNumber)
            return new(column.Name, null);
        var (rows, worse) = (new int[column.Words.Count], new int[column.Words.Count]);
        for (var i = 0; i < bad.Length; i++)
            if (column.Codes[i] is >= 0 and var code)
            {
                rows[code]++;
                worse[code] += bad[i] ? 1 : 0;
            }
        var own = Enumerable.Range(0, rows.Length).Where(w => rows[w] >= LeastRowsOfWord).ToArray();
        var rest = Rate(bad.Length - own.Sum(w => rows[w]), allBad - own.Sum(w => worse[w]));
        return new(
            column.Name,
            [
                .. own.OrderBy(w => Rate(rows[w], worse[w]))
                    .ThenBy(w => column.Words[w], StringComparer.Ordinal)
                    .Select(w => column.Words[w]),
            ],
            own.Count(w => Rate(rows[w], worse[w]) < rest) - 0.5
        );

        double Rate(int all, int some) =>
            (some + RowsOfAll * (double)allBad / bad.Length) / (all + RowsOfAll);
    }

    /// <summary>LightGBM numbers splits and leaves apart; here a tree has one row of nodes, the root first.</summary>
    private static SplitTree Taken(RegressionTreeBase tree, double weight)
    {
        if (tree.NumberOfNodes == 0)
            return new([-1], [0], [0], [0], [weight * tree.LeafValues[0]]);
        var splits = tree.NumberOfNodes;
        var features = new int[splits + tree.NumberOfLeaves];
        var thresholds = new float[features.Length];
        int[] left = new int[features.Length],
            right = new int[features.Length];
        var values = new double[features.Length];
        for (var n = 0; n < splits; n++)
        {
            features[n] = tree.NumericalSplitFeatureIndexes[n];
            thresholds[n] = tree.NumericalSplitThresholds[n];
            left[n] = Place(tree.LeftChild[n]);
            right[n] = Place(tree.RightChild[n]);
        }
        for (var l = 0; l < tree.NumberOfLeaves; l++)
            (features[splits + l], values[splits + l]) = (-1, weight * tree.LeafValues[l]);
        return new(features, thresholds, left, right, values);

        int Place(int child) => child < 0 ? splits + ~child : child;
    }

    /// <summary>Gives each split the mean of what the rows got below it.</summary>
    private static BoostedTrees Weighed(
        BoostedTrees trees,
        IReadOnlyList<ModelColumn> columns,
        int rows
    )
    {
        var counts = trees.Covers(columns, rows, Math.Max(1, rows / RowsOfMeans));
        // Made anew: a copy would keep the nodes that it was made with.
        return new(
            trees.Inputs,
            [
                .. trees.Trees.Select(
                    (tree, t) =>
                        tree with
                        {
                            Value =
                            [
                                .. tree.Value.Select(
                                    (v, n) => tree.Feature[n] < 0 ? v : Mean(tree, counts[t], n)
                                ),
                            ],
                        }
                ),
            ]
        );
    }

    private static double Mean(SplitTree tree, int[] counts, int node)
    {
        var (sum, all) = (0.0, 0L);
        Add(node);
        return all == 0 ? 0 : sum / all;

        void Add(int n)
        {
            if (tree.Feature[n] < 0)
                (sum, all) = (sum + counts[n] * tree.Value[n], all + counts[n]);
            else
            {
                Add(tree.Left[n]);
                Add(tree.Right[n]);
            }
        }
    }
}
