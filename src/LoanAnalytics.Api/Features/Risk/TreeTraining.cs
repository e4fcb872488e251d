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
    private const int MostTrees = 150;
    private const int LeastTrees = 60;
    private const int Leaves = 8;
    private const double LearningRate = 0.05;

    /// <summary>A word needs so many rows to be asked for.</summary>
    private const int LeastRowsOfWord = 20;

    /// <summary>Words of a category at most, the most frequent ones.</summary>
    private const int MostWords = 60;

    private sealed record Slot(int Input, int Word);

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
        TreeFeature[] inputs = [.. columns.Select(InputOf)];
        if (!columns.Any(Varies))
            return BaseRate(inputs, allBad, bad.Length);
        Slot[] slots =
        [
            .. inputs.SelectMany(
                (input, i) =>
                    input.Words is null
                        ? [new Slot(i, -1)]
                        : input.Words.Select((_, w) => new Slot(i, w))
            ),
        ];
        var places = inputs.Select((input, i) => Places(input, columns[i])).ToArray();
        var ml = new MLContext(seed);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single,
            slots.Length
        );
        var data = ml.Data.LoadFromEnumerable(Rows(), schema);
        cancellationToken.ThrowIfCancellationRequested();
        var rarer = Math.Min(allBad, bad.Length - allBad);
        var trainer = ml.BinaryClassification.Trainers.LightGbm(
            new LightGbmBinaryTrainer.Options
            {
                LabelColumnName = nameof(Row.Label),
                FeatureColumnName = nameof(Row.Features),
                NumberOfIterations = Math.Clamp(rarer / 8, LeastTrees, MostTrees),
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
        var trees = model
            .Trees.Select((tree, t) => Taken(tree, model.TreeWeights[t], slots))
            .ToArray();
        if (model.Bias != 0)
            trees = [.. trees, new([-1], [0], [0], [0], [model.Bias])];
        return Weighed(new(inputs, trees), columns, bad.Length);

        IEnumerable<Row> Rows()
        {
            var row = new Row { Features = new float[slots.Length] };
            for (var i = 0; i < bad.Length; i++)
            {
                row.Label = bad[i];
                for (var s = 0; s < slots.Length; s++)
                    row.Features[s] = Value(slots[s], i);
                yield return row;
            }
        }

        float Value(Slot slot, int row)
        {
            var column = columns[slot.Input];
            if (slot.Word < 0)
                return double.IsNaN(column.Numbers[row])
                    ? BoostedTrees.Missing
                    : (float)column.Numbers[row];
            var code = column.Codes[row];
            return code >= 0 && places[slot.Input][code] == slot.Word ? 1 : 0;
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

    private static TreeFeature InputOf(ModelColumn column)
    {
        if (column.IsNumber)
            return new(column.Name, null);
        var counts = new int[column.Words.Count];
        foreach (var code in column.Codes)
            if (code >= 0)
                counts[code]++;
        return new(
            column.Name,
            [
                .. column
                    .Words.Select((w, i) => (Word: w, Count: counts[i]))
                    .Where(w => w.Count >= LeastRowsOfWord)
                    .OrderByDescending(w => w.Count)
                    .ThenBy(w => w.Word, StringComparer.Ordinal)
                    .Take(MostWords)
                    .Select(w => w.Word)
                    .Order(StringComparer.Ordinal),
            ]
        );
    }

    private static int[] Places(TreeFeature input, ModelColumn column) =>
        [
            .. column.Words.Select(w =>
                input.Words is null ? -1 : Array.IndexOf([.. input.Words], w)
            ),
        ];

    /// <summary>LightGBM numbers splits and leaves apart; here a tree has one row of nodes, the root first.</summary>
    private static SplitTree Taken(RegressionTreeBase tree, double weight, Slot[] slots)
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
            var slot = slots[tree.NumericalSplitFeatureIndexes[n]];
            features[n] = slot.Input;
            thresholds[n] = slot.Word < 0 ? tree.NumericalSplitThresholds[n] : slot.Word;
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
        var counts = trees.Covers(columns, rows);
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
