using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>Trains gradient-boosted trees with LightGBM, and takes its trees over as they are.</summary>
internal static class TreeTraining
{
    private const int LeastTrees = 30;

    /// <summary>With so many of the rarer outcome fewer and larger trees do, in longer steps.</summary>
    private const int Many = 10_000;

    /// <summary>What a near default counts as: about half of the loans that come so far go on into default.</summary>
    private const float OfNear = 0.5f;

    /// <summary>A word needs so many rows to have a place of its own among the others.</summary>
    private const int LeastRowsOfWord = 20;

    /// <summary>So many rows at the rate of all are added to those of a word, so that few of them do not place it at an end.</summary>
    private const int RowsOfAll = 20;

    /// <summary>The trees; null for one class only.</summary>
    /// <remarks>Defaults are few, and loans that come near one say much the same: they count as half a default while trees are grown, and the level is then set to the share of
    /// those that really default. Without them a book of 20,000 loans ranks as if it had many fewer.</remarks>
    /// <param name="near">Who came near default and is not bad; empty where nobody can say.</param>
    public static BoostedTrees? Train(
        IReadOnlyList<ModelColumn> columns,
        bool[] bad,
        bool[] near,
        int seed,
        CancellationToken cancellationToken
    )
    {
        var allBad = bad.Count(b => b);
        if (allBad == 0 || allBad == bad.Length)
            return null;
        TreeFeature[] inputs = [.. columns.Select(c => InputOf(c, bad, allBad))];
        float[] outcomes =
        [
            .. bad.Select(
                (b, i) =>
                    b ? 1
                    : i < near.Length && near[i] ? OfNear
                    : 0
            ),
        ];
        var learnt = outcomes.Sum(o => (double)o);
        var rarer = (int)Math.Min(learnt, bad.Length - learnt);
        var (trees, leaves, rate) = SizeFor(rarer);
        using var model = new LightGbm(
            Values(inputs, columns, bad.Length),
            outcomes,
            new()
            {
                ["objective"] = "cross_entropy",
                ["num_leaves"] = leaves,
                ["learning_rate"] = rate,
                ["min_data_in_leaf"] = LeastInLeaf(rarer, bad.Length),
                ["min_sum_hessian_in_leaf"] = 0.1,
                ["lambda_l2"] = 10,
                ["feature_fraction"] = 0.8,
                ["use_missing"] = false,
                ["seed"] = seed,
            }
        );
        for (; trees > 0; trees--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!model.Grow())
                break;
        }
        var grown = new BoostedTrees(inputs, model.Trees());
        return learnt > allBad ? Levelled(grown, columns, bad.Length, allBad) : grown;
    }

    /// <summary>With one leaf more, which brings the mean chance of default to the share of bad rows.</summary>
    private static BoostedTrees Levelled(
        BoostedTrees trees,
        IReadOnlyList<ModelColumn> columns,
        int rows,
        int bad
    )
    {
        var logits = new double[rows];
        trees.Score(columns, rows, logits, []);
        var shift = 0.0;
        // Newton's steps; the mean rises with the shift, and starts near.
        for (var step = 0; step < 20; step++)
        {
            var (sum, slope) = (0.0, 0.0);
            foreach (var logit in logits)
            {
                var chance = 1 / (1 + Math.Exp(-logit - shift));
                (sum, slope) = (sum + chance, slope + chance * (1 - chance));
            }
            shift += (bad - sum) / slope;
            if (Math.Abs(bad - sum) < 1e-9 * rows)
                break;
        }
        return new(trees.Inputs, [.. trees.Trees, new([-1], [0], [0], [0], [shift])]);
    }

    /// <summary>Column after column the numbers, or places of words, of its rows.</summary>
    private static float[] Values(
        TreeFeature[] inputs,
        IReadOnlyList<ModelColumn> columns,
        int rows
    )
    {
        var all = new float[rows * inputs.Length];
        for (var c = 0; c < inputs.Length; c++)
            BoostedTrees.Read(inputs[c], columns[c], all.AsSpan(c * rows, rows));
        return all;
    }

    /// <summary>Number of trees, leaves of each, and the length of a step: few bad rows bear only small trees, and the fewer the fewer of them.</summary>
    private static (int Trees, int Leaves, double Rate) SizeFor(int rarer) =>
        rarer < Many ? (Math.Clamp(rarer / 16, LeastTrees, 100), 4, 0.1) : (50, 10, 0.15);

    /// <summary>So many rows that about ten of the rarer outcome are among them, and no fewer than a three hundredth of all.</summary>
    private static int LeastInLeaf(int rarer, int all) =>
        Math.Max(all / 300, (int)Math.Ceiling(10.0 * all / rarer));

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
}
