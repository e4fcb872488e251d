using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>Trains gradient-boosted trees with LightGBM, and takes its trees over as they are.</summary>
internal static class TreeTraining
{
    private const int LeastTrees = 30;

    /// <summary>With so many of the rarer outcome fewer and larger trees do, in longer steps.</summary>
    private const int Many = 10_000;

    /// <summary>Loans are told apart by whether they came to be late by more days than these: one, two or three instalments.</summary>
    private static readonly int[] Steps = [0, 30, 60];

    /// <summary>Chances are spread at most so many times as far as the trees have them.</summary>
    private const double MostSpread = 2;

    /// <summary>A word needs so many rows to have a place of its own among the others.</summary>
    private const int LeastRowsOfWord = 20;

    /// <summary>So many rows at the rate of all are added to those of a word, so that few of them do not place it at an end.</summary>
    private const int RowsOfAll = 20;

    /// <summary>The trees; null for one class only.</summary>
    /// <remarks>Defaults are few, and loans that fall behind and recover say much the same. So a loan that did not default counts, while trees are grown, as the share of the loans
    /// that came to be as late that went on into default: about what was to be expected of it when it was. Chances are then set to the level and the spread that the defaults
    /// alone have. Without it a book of 20,000 loans ranks as if it had many fewer.</remarks>
    /// <param name="worst">The most days that each row came to be late before its outcome; empty where nobody can say.</param>
    public static BoostedTrees? Train(
        IReadOnlyList<ModelColumn> columns,
        bool[] bad,
        int[] worst,
        int seed,
        CancellationToken cancellationToken
    )
    {
        var allBad = bad.Count(b => b);
        if (allBad == 0 || allBad == bad.Length)
            return null;
        var outcomes = Outcomes(bad, worst);
        var learnt = outcomes.Sum(o => (double)o);
        TreeFeature[] inputs = [.. columns.Select(c => InputOf(c, outcomes, learnt))];
        var rarer = Math.Min(allBad, bad.Length - allBad);
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
        return learnt > allBad ? Levelled(grown, columns, outcomes, bad) : grown;
    }

    /// <summary>What each row counts as: 1 a default, and another row the share of those that came as late that defaulted.</summary>
    private static float[] Outcomes(bool[] bad, int[] worst)
    {
        float[] outcomes = [.. bad.Select(b => b ? 1f : 0f)];
        if (worst.Length == 0)
            return outcomes;
        // Later steps overwrite earlier ones.
        foreach (var step in Steps)
        {
            int[] late = [.. Enumerable.Range(0, bad.Length).Where(i => bad[i] || worst[i] > step)];
            var share = (float)late.Count(i => bad[i]) / late.Length;
            foreach (var row in late.Where(i => !bad[i]))
                outcomes[row] = share;
        }
        return outcomes;
    }

    /// <summary>With leaves stretched, and one leaf more, so that chances have the spread and the level that the defaults alone have.</summary>
    /// <remarks>Trees tell the rows that they learnt from apart too well, so the slope of the defaults is judged against that of what was learnt.</remarks>
    private static BoostedTrees Levelled(
        BoostedTrees trees,
        IReadOnlyList<ModelColumn> columns,
        float[] outcomes,
        bool[] bad
    )
    {
        var logits = new double[bad.Length];
        trees.Score(columns, bad.Length, logits, []);
        float[] defaults = [.. bad.Select(b => b ? 1f : 0f)];
        var spread = Math.Clamp(
            Line(logits, defaults).Slope / Line(logits, outcomes).Slope,
            0,
            MostSpread
        );
        var stretched = trees.Trees.Select(t =>
            t with
            {
                Value = [.. t.Value.Select(v => spread * v)],
            }
        );
        var shift = Line([.. logits.Select(l => spread * l)], defaults, 1).Shift;
        return new(trees.Inputs, [.. stretched, new([-1], [0], [0], [0], [shift])]);
    }

    /// <summary>The logistic regression of outcomes from 0 to 1 on logits, by Newton's steps; a slope that is given stays as it is, and so does one that cannot be told.</summary>
    private static (double Shift, double Slope) Line(
        double[] logits,
        float[] outcomes,
        double? given = null
    )
    {
        var (shift, slope) = (0.0, given ?? 1);
        for (var step = 0; step < 20; step++)
        {
            var (down, along) = (0.0, 0.0);
            var (ones, cross, squares) = (0.0, 0.0, 0.0);
            for (var i = 0; i < logits.Length; i++)
            {
                var chance = 1 / (1 + Math.Exp(-shift - slope * logits[i]));
                var (rest, weight) = (outcomes[i] - chance, chance * (1 - chance));
                (down, along) = (down + rest, along + rest * logits[i]);
                (ones, cross) = (ones + weight, cross + weight * logits[i]);
                squares += weight * logits[i] * logits[i];
            }
            // Where the outcomes are parted entirely the slope has no end.
            if (ones < 1e-12 * logits.Length)
                break;
            var spread = ones * squares - cross * cross;
            if (given is not null || spread < 1e-9 * ones * ones)
                shift += down / ones;
            else
            {
                shift += (squares * down - cross * along) / spread;
                slope += (ones * along - cross * down) / spread;
            }
            if (
                Math.Abs(down) < 1e-9 * logits.Length
                && (given is not null || Math.Abs(along) < 1e-9 * logits.Length)
            )
                break;
        }
        return (shift, slope);
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
    private static TreeFeature InputOf(ModelColumn column, float[] outcomes, double learnt)
    {
        if (column.IsNumber)
            return new(column.Name, null);
        var (rows, worse) = (new int[column.Words.Count], new double[column.Words.Count]);
        for (var i = 0; i < outcomes.Length; i++)
            if (column.Codes[i] is >= 0 and var code)
            {
                rows[code]++;
                worse[code] += outcomes[i];
            }
        var own = Enumerable.Range(0, rows.Length).Where(w => rows[w] >= LeastRowsOfWord).ToArray();
        var rest = Rate(outcomes.Length - own.Sum(w => rows[w]), learnt - own.Sum(w => worse[w]));
        return new(
            column.Name,
            [
                .. own.OrderBy(w => Rate(rows[w], worse[w]))
                    .ThenBy(w => column.Words[w], StringComparer.Ordinal)
                    .Select(w => column.Words[w]),
            ],
            own.Count(w => Rate(rows[w], worse[w]) < rest) - 0.5
        );

        double Rate(int all, double some) =>
            (some + RowsOfAll * learnt / outcomes.Length) / (all + RowsOfAll);
    }
}
