namespace LoanAnalytics.Credit;

/// <summary>A feature of boosted trees.</summary>
/// <param name="Name">The column.</param>
/// <param name="Words">Of a category: its words, those first that default least, whose places in this order splits compare; null of a number.</param>
/// <param name="Rest">Of a category: the place in that order of other words, and of none.</param>
public sealed record TreeFeature(string Name, IReadOnlyList<string>? Words, double Rest = 0);

/// <summary>A tree of splits. A node goes left where its feature's number, or the place of its word, is at most the threshold; a missing number counts as below all
/// others. A leaf has feature -1.</summary>
/// <param name="Feature">The feature that each node asks for, the first being the root.</param>
/// <param name="Threshold">The greatest number, or place of a word, that goes left.</param>
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

    private readonly Nodes nodes = new(Trees);

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

    /// <summary>Writes each row's number, or the place of its word, as splits compare it.</summary>
    public static void Read(TreeFeature input, ModelColumn column, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(column);
        var places = Places(input, column);
        for (var row = 0; row < values.Length; row++)
            values[row] = Value(places, column, row);
    }

    /// <summary>A missing number counts as below all others, a missing word as one that is not known.</summary>
    private static float Value(float[]? places, ModelColumn? column, int row) =>
        places is not null ? places[(column?.Codes[row] ?? -1) + 1]
        : column is not null && !double.IsNaN(column.Numbers[row]) ? (float)column.Numbers[row]
        : Missing;

    /// <summary>One row's numbers, or places of words, side by side, so that trees find them in the processor's cache.</summary>
    private sealed class Reading(
        IReadOnlyList<TreeFeature> inputs,
        IReadOnlyList<ModelColumn> columns
    )
    {
        private readonly float[] values = new float[inputs.Count];
        private readonly ModelColumn?[] found = [.. inputs.Select(i => Found(i, columns))];
        private readonly float[]?[] places = [.. inputs.Select(i => Places(i, Found(i, columns)))];

        /// <summary>The column of that name, where it is of the kind that was learnt from.</summary>
        private static ModelColumn? Found(TreeFeature input, IReadOnlyList<ModelColumn> columns) =>
            columns.FirstOrDefault(c => c.Name == input.Name && c.IsNumber == input.Words is null);

        public float[] At(int row)
        {
            for (var f = 0; f < values.Length; f++)
                values[f] = Value(places[f], found[f], row);
            return values;
        }
    }

    /// <summary>The place of each word of the column, after that of none; null of a number.</summary>
    private static float[]? Places(TreeFeature input, ModelColumn? column)
    {
        if (input.Words is null)
            return null;
        var known = input
            .Words.Select((w, i) => (w, i))
            .ToDictionary(w => w.w, w => (float)w.i, StringComparer.Ordinal);
        return
        [
            (float)input.Rest,
            .. (column?.Words ?? []).Select(w => known.GetValueOrDefault(w, (float)input.Rest)),
        ];
    }

    /// <summary>All trees in one piece of memory.</summary>
    private sealed class Nodes
    {
        private readonly record struct Node(int Feature, float Threshold, int Left, int Right);

        private readonly Node[] all;
        private readonly double[] values;
        private readonly int[] roots;

        public Nodes(IReadOnlyList<SplitTree> trees)
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

        private static int Next(in Node node, float[] row) =>
            row[node.Feature] > node.Threshold ? node.Right : node.Left;
    }
}
