using CsCheck;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

/// <summary>Bins of a scorecard.</summary>
public sealed class BinningTests
{
    private static readonly BinningRules Loose = new(0.1, 1, 8, 8);

    private static readonly Gen<(double Value, bool Bad)[]> Rows = Gen.Select(
            Gen.Int[0, 9].Select(v => v == 9 ? double.NaN : v),
            Gen.Bool
        )
        .Array[4, 60]
        .Where(rows => rows.Any(r => r.Item2) && rows.Any(r => !r.Item2));

    // Of 100 loans each, 20 % of those with values 1 and 2 are bad, 10 % of 3 and 4, 5 % of 5 and 6, half of the 40 without a value.
    [Fact]
    public void What_was_planted_is_found()
    {
        var rows = Planted();

        var binning = NumberBinning.Of(
            [.. rows.Select(r => r.Value)],
            [.. rows.Select(r => r.Bad)]
        )!;

        binning.Edges.ShouldBe([3, 5]);
        binning.Bins.Select(b => (b.Good, b.Bad)).ShouldBe([(160, 40), (180, 20), (190, 10)]);
        (binning.Missing.Good, binning.Missing.Bad).ShouldBe((20, 20));
        binning.Direction.ShouldBe(BinDirection.Falling);
        // by hand: 550 good and 90 bad in all
        binning.Bins[0].Weight.ShouldBe(Math.Log(160.0 / 550 / (40.0 / 90)), 1e-12);
        binning.WeightOf(4.9).ShouldBe(Math.Log(180.0 / 550 / (20.0 / 90)), 1e-12);
        binning.WeightOf(double.NaN).ShouldBe(Math.Log(20.0 / 550 / (20.0 / 90)), 1e-12);
        new[] { -7, 2.9, 3, 4.9, 5, 1e9, double.NaN }
            .Select(binning.BinOf)
            .ShouldBe([0, 0, 1, 1, 2, 2, -1]);
        WeightOfEvidence
            .Of([.. binning.Bins.Append(binning.Missing).Select(b => (b.Good, b.Bad))])!
            .InformationValue.ShouldBe(binning.InformationValue, 1e-12);
    }

    [Fact]
    public void Higher_values_can_be_worse_too()
    {
        var rows = Planted();
        var binning = NumberBinning.Of(
            [.. rows.Select(r => -r.Value)],
            [.. rows.Select(r => r.Bad)]
        )!;
        binning.Direction.ShouldBe(BinDirection.Rising);
        binning.Edges.ShouldBe([-4, -2]);
    }

    [Fact] // every way to cut the fine bins is tried
    public void No_other_bins_that_keep_the_rules_say_more() =>
        Gen.Select(Rows, Gen.Int[1, 4], Gen.Int[0, 3])
            .Sample(
                (rows, most, each) =>
                {
                    var rules = new BinningRules(0.15, each, most, 8);
                    double[] values = [.. rows.Select(r => r.Value)];
                    bool[] bad = [.. rows.Select(r => r.Bad)];
                    var binning = NumberBinning.Of(values, bad, rules)!;
                    var fine = rows.Where(r => !double.IsNaN(r.Value))
                        .GroupBy(r => r.Value)
                        .OrderBy(g => g.Key)
                        .Select(g => ((long)g.Count(r => !r.Bad), (long)g.Count(r => r.Bad)))
                        .ToArray();
                    // Eight fine bins of equal size do not always hold one value each; only then is the search the same.
                    if (
                        fine.Length == 0
                        || NumberBinning.Of(values, bad, rules with { Prebins = 10_000 })
                            is not { } exact
                    )
                        return true;
                    var best = Best(fine, rules, rows);
                    return Math.Abs(exact.Bins.Sum(b => b.Information) - best) < 1e-9
                        && binning.InformationValue <= exact.InformationValue + 1e-9;
                }
            );

    [Fact]
    public void The_bad_rate_only_rises_or_only_falls_and_every_row_is_in_a_bin() =>
        Rows.Sample(rows =>
        {
            var binning = NumberBinning.Of(
                [.. rows.Select(r => r.Value)],
                [.. rows.Select(r => r.Bad)],
                Loose
            )!;
            var sign = binning.Direction == BinDirection.Falling ? -1 : 1;
            var rates = binning.Bins.Select(b => sign * b.BadRate ?? 0).ToArray();
            return rates.Zip(rates.Skip(1)).All(p => p.First < p.Second)
                && binning.Bins.Append(binning.Missing).Sum(b => b.Good + b.Bad) == rows.Length
                && rows.GroupBy(r => binning.BinOf(r.Value))
                    .All(g =>
                        (g.Key < 0 ? binning.Missing : binning.Bins[g.Key]) is var bin
                        && bin.Bad == g.Count(r => r.Bad)
                        && bin.Good == g.Count(r => !r.Bad)
                    );
        });

    [Fact]
    public void The_order_of_the_rows_changes_nothing() =>
        Gen.Select(Rows, Gen.ULong)
            .Sample(
                (rows, seed) =>
                {
                    var order = new Draws(seed).Shuffled(rows.Length);
                    var mixed = order.Select(i => rows[i]).ToArray();
                    return Text(rows) == Text(mixed);
                    static string Text((double Value, bool Bad)[] rows)
                    {
                        var binning = NumberBinning.Of(
                            [.. rows.Select(r => r.Value)],
                            [.. rows.Select(r => r.Bad)],
                            Loose
                        )!;
                        var categories = CategoryBinning.Of(
                            [.. rows.Select(r => double.IsNaN(r.Value) ? null : $"{r.Value}")],
                            [.. rows.Select(r => r.Bad)],
                            Loose
                        )!;
                        return $"{string.Join(' ', binning.Edges)}|{string.Join(' ', binning.Bins)}|{string.Join(' ', categories.Bins)}"
                            + string.Join(
                                '/',
                                categories.Categories.Select(c => string.Join(',', c))
                            );
                    }
                }
            );

    // 100 loans each: A 4 % bad, B 5 %, C 20 %; D and E, 3 loans each, are rare; 10 of 20 without a word are bad.
    [Fact]
    public void Categories_of_a_like_rate_are_put_together_and_rare_ones_are_other()
    {
        (string? Value, bool Bad)[] rows =
        [
            .. Category("A", 96, 4),
            .. Category("B", 95, 5),
            .. Category("C", 80, 20),
            .. Category("D", 2, 1),
            .. Category("E", 3, 0),
            .. Category(null, 10, 10),
        ];

        var binning = CategoryBinning.Of(
            [.. rows.Select(r => r.Value)],
            [.. rows.Select(r => r.Bad)],
            new BinningRules(LeastShare: 0.05, LeastOfEach: 5, MostBins: 2)
        )!;

        // The rare ones, 1 of 6 bad, lie between B and C, and join C.
        binning.Categories.ShouldBe([
            ["A", "B"],
            ["C"],
        ]);
        binning.Bins.Select(b => (b.Good, b.Bad)).ShouldBe([(191, 9), (85, 21)]);
        (binning.Missing.Good, binning.Missing.Bad).ShouldBe((10, 10));
        binning.Other.ShouldBe(1);
        new[] { "A", "B", "C", "D", "never seen", null }
            .Select(binning.BinOf)
            .ShouldBe([0, 0, 1, 1, 1, -1]);
        binning.WeightOf("E").ShouldBe(Math.Log(85.0 / 286 / (21.0 / 40)), 1e-12);
    }

    [Fact]
    public void A_category_never_seen_weighs_nothing_where_there_was_no_other()
    {
        var rows = Category("A", 80, 20).Concat(Category("B", 95, 5)).ToArray();
        var binning = CategoryBinning.Of(
            [.. rows.Select(r => r.Value)],
            [.. rows.Select(r => r.Bad)]
        )!;
        (binning.Other, binning.BinOf("C"), binning.WeightOf("C")).ShouldBe((null, null, 0.0));
    }

    [Fact]
    public void A_column_without_values_and_one_without_bad_rows()
    {
        bool[] bad = [true, false, false];
        var none = NumberBinning.Of([double.NaN, double.NaN, double.NaN], bad)!;
        (none.Direction, none.Edges.Count, none.BinOf(5), none.WeightOf(5)).ShouldBe(
            (BinDirection.Flat, 0, 0, 0.0)
        );
        CategoryBinning.Of([null, null, null], bad)!.Other.ShouldBeNull();
        NumberBinning.Of([1, 2, 3], new bool[3]).ShouldBeNull();
        CategoryBinning.Of(["a", "b", null], new bool[3]).ShouldBeNull();
    }

    private static double Best(
        (long Good, long Bad)[] fine,
        BinningRules rules,
        (double Value, bool Bad)[] rows
    )
    {
        double good = rows.Count(r => !r.Bad),
            bad = rows.Count(r => r.Bad);
        var known = fine.Sum(f => f.Good + f.Bad);
        return Enumerable
            .Range(0, 1 << (fine.Length - 1))
            .Select(cuts =>
            {
                var bins = new List<(long Good, long Bad)> { fine[0] };
                for (var i = 1; i < fine.Length; i++)
                    if ((cuts >> (i - 1) & 1) == 1)
                        bins.Add(fine[i]);
                    else
                        bins[^1] = (bins[^1].Good + fine[i].Good, bins[^1].Bad + fine[i].Bad);
                return bins;
            })
            .Where(bins => bins.Count == 1 || Allowed(bins))
            .Max(bins =>
                bins.Sum(b =>
                {
                    var added = b.Good == 0 || b.Bad == 0 ? 0.5 : 0;
                    var (g, d) = ((b.Good + added) / good, (b.Bad + added) / bad);
                    return (g - d) * Math.Log(g / d);
                })
            );

        bool Allowed(List<(long Good, long Bad)> bins)
        {
            double[] rates = [.. bins.Select(b => (double)b.Bad / (b.Good + b.Bad))];
            var pairs = rates.Zip(rates.Skip(1)).ToArray();
            return bins.Count <= rules.MostBins
                && bins.All(b =>
                    b.Good + b.Bad >= rules.LeastShare * known
                    && b.Good >= rules.LeastOfEach
                    && b.Bad >= rules.LeastOfEach
                )
                && (pairs.All(p => p.First < p.Second) || pairs.All(p => p.First > p.Second));
        }
    }

    private static (double Value, bool Bad)[] Planted() =>
        [
            .. Enumerable
                .Range(0, 600)
                .Select(i =>
                    ((double)(i / 100 + 1), i % 100 < new[] { 20, 20, 10, 10, 5, 5 }[i / 100])
                ),
            .. Enumerable.Range(0, 40).Select(i => (double.NaN, i < 20)),
        ];

    private static IEnumerable<(string? Value, bool Bad)> Category(
        string? value,
        int good,
        int bad
    ) => Enumerable.Range(0, good + bad).Select(i => (value, i < bad));
}
