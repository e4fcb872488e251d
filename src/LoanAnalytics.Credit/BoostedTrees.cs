namespace LoanAnalytics.Credit;

/// <summary>A feature of boosted trees.</summary>
/// <param name="Name">The column.</param>
/// <param name="Words">Of a category: the words that splits ask for; null of a number.</param>
public sealed record TreeFeature(string Name, IReadOnlyList<string>? Words);

/// <summary>A tree of splits. A node goes left where its feature's number is at most the threshold, missing counting as below all numbers, or where its
/// feature's word is not the one asked for; a leaf has feature -1.</summary>
/// <param name="Feature">The feature that each node asks for, the first being the root.</param>
/// <param name="Threshold">The greatest number that goes left, or the place of the word that goes right.</param>
/// <param name="Left">The node that it goes on to at the left.</param>
/// <param name="Right">At the right.</param>
/// <param name="Value">Of a leaf what it adds to the logarithm of the odds; of another node the mean of what the rows learnt from got below it.</param>
public sealed record SplitTree(
    IReadOnlyList<int> Feature,
    IReadOnlyList<float> Threshold,
    IReadOnlyList<int> Left,
    IReadOnlyList<int> Right,
    IReadOnlyList<double> Value
);

/// <summary>Gradient-boosted trees of the chance of default.</summary>
/// <remarks>The logarithm of the odds is the sum of the leaves that a row comes to. Each step of its way moves it from the mean of a node to the mean of the next, and belongs to the
/// feature that the node asks for: the moves add up to the difference from the average row without a rest. Sources: Friedman (2001), Annals of Statistics 29,
/// 1189-1232; Ke et al. (2017), LightGBM, NIPS 30; Saabas (2014), Interpreting random forests (the moves).</remarks>
/// <param name="Inputs">The features.</param>
/// <param name="Trees">The trees.</param>
public sealed record BoostedTrees(IReadOnlyList<TreeFeature> Inputs, IReadOnlyList<SplitTree> Trees)
    : IOddsModel
{
    /// <summary>Stands for a missing number: below all others.</summary>
    public const float Missing = -1e30f;

    private readonly Nodes nodes = new(Inputs, Trees);

    public IReadOnlyList<string> Features => [.. Inputs.Select(i => i.Name)];

    public double Base => Trees.Sum(t => t.Value[0]);

    public void Score(
        IReadOnlyList<ModelColumn> columns,
        int rows,
        Span<double> logits,
        Span<float> parts
    )
    {
        var width = Inputs.Count;
        var read = new Reading(Inputs, columns);
        var sums = new double[width];
        for (var row = 0; row < rows; row++)
        {
            var values = read.At(row);
            if (parts.Length == 0)
                logits[row] = nodes.Sum(values);
            else
            {
                logits[row] = nodes.Sum(values, sums);
                for (var f = 0; f < width; f++)
                    parts[row * width + f] = (float)sums[f];
            }
        }
    }

    /// <summary>How many rows come to each leaf of each tree.</summary>
    public int[][] Covers(IReadOnlyList<ModelColumn> columns, int rows)
    {
        var counts = Trees.Select(t => new int[t.Feature.Count]).ToArray();
        var read = new Reading(Inputs, columns);
        for (var row = 0; row < rows; row++)
            nodes.Count(read.At(row), counts);
        return counts;
    }

    /// <summary>One row's numbers, or places of words, side by side, so that trees find them in the processor's cache.</summary>
    private sealed class Reading(
        IReadOnlyList<TreeFeature> inputs,
        IReadOnlyList<ModelColumn> columns
    )
    {
        private readonly float[] values = new float[inputs.Count];
        private readonly ModelColumn?[] found =
        [
            .. inputs.Select(i => columns.FirstOrDefault(c => c.Name == i.Name)),
        ];
        private readonly float[]?[] places =
        [
            .. inputs.Select(i => Places(i, columns.FirstOrDefault(c => c.Name == i.Name))),
        ];

        public float[] At(int row)
        {
            for (var f = 0; f < values.Length; f++)
                values[f] = places[f] is { } words
                    ? found[f] is { IsNumber: false } c && c.Codes[row] >= 0
                        ? words[c.Codes[row]]
                        : -1
                    : found[f] is { IsNumber: true } n && !double.IsNaN(n.Numbers[row])
                        ? (float)n.Numbers[row]
                        : Missing;
            return values;
        }
    }

    /// <summary>For each word of the column its place among those that splits ask for, -1 of others; null of a number.</summary>
    private static float[]? Places(TreeFeature input, ModelColumn? column)
    {
        if (input.Words is null)
            return null;
        var known = input
            .Words.Select((w, i) => (w, i))
            .ToDictionary(w => w.w, w => w.i, StringComparer.Ordinal);
        return
        [
            .. (column?.Words ?? []).Select(w =>
                known.TryGetValue(w, out var place) ? (float)place : -1
            ),
        ];
    }

    /// <summary>All trees in one piece of memory.</summary>
    private sealed class Nodes
    {
        private readonly record struct Node(
            int Feature,
            bool IsWord,
            float Threshold,
            int Left,
            int Right
        );

        private readonly Node[] all;
        private readonly double[] values;
        private readonly int[] roots;

        public Nodes(IReadOnlyList<TreeFeature> inputs, IReadOnlyList<SplitTree> trees)
        {
            roots = new int[trees.Count];
            for (var t = 1; t < roots.Length; t++)
                roots[t] = roots[t - 1] + trees[t - 1].Feature.Count;
            all =
            [
                .. trees.SelectMany(
                    (tree, t) =>
                        tree.Feature.Select(
                            (f, n) =>
                                new Node(
                                    f,
                                    f >= 0 && inputs[f].Words is not null,
                                    tree.Threshold[n],
                                    roots[t] + tree.Left[n],
                                    roots[t] + tree.Right[n]
                                )
                        )
                ),
            ];
            values = [.. trees.SelectMany(t => t.Value)];
        }

        /// <summary>Sum of the leaves.</summary>
        public double Sum(float[] row)
        {
            double sum = 0;
            foreach (var root in roots)
            {
                var n = root;
                while (all[n].Feature >= 0)
                    n = Next(all[n], row);
                sum += values[n];
            }
            return sum;
        }

        /// <summary>The same, and what each feature moves.</summary>
        public double Sum(float[] row, double[] moves)
        {
            Array.Clear(moves);
            double sum = 0;
            foreach (var root in roots)
            {
                var n = root;
                while (all[n].Feature >= 0)
                {
                    var next = Next(all[n], row);
                    moves[all[n].Feature] += values[next] - values[n];
                    n = next;
                }
                sum += values[n];
            }
            return sum;
        }

        /// <summary>Counts the row at the leaf of each tree.</summary>
        public void Count(float[] row, int[][] counts)
        {
            for (var t = 0; t < roots.Length; t++)
            {
                var n = roots[t];
                while (all[n].Feature >= 0)
                    n = Next(all[n], row);
                counts[t][n - roots[t]]++;
            }
        }

        private static int Next(in Node node, float[] row)
        {
            var value = row[node.Feature];
            return (node.IsWord ? value == node.Threshold : value > node.Threshold)
                ? node.Right
                : node.Left;
        }
    }
}
