using System.Diagnostics;
using LoanAnalytics.Api.Features.Risk;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Benchmarks;

/// <summary>Gradient boosting of 200,000 loans beside scikit-learn's HistGradientBoosting on the same numbers, and the scoring of as many.</summary>
internal static class Boosting
{
    private const int Learnt = 200_000;
    private const int Tested = 100_000;
    private const int Runs = 5;

    /// <summary>Columns that say something, and as many again that do not.</summary>
    private const int Telling = 8;
    private const int Words = 12;

    public static async Task Run()
    {
        Report.Line(
            $"## A model of {Learnt:N0} loans, {TimeProvider.System.GetLocalNow():yyyy-MM-dd}"
        );
        Report.Line(Report.Machine());
        var (columns, bad) = Drawn(new Random(1), Learnt + Tested);
        var learnt = Part(columns, bad, 0, Learnt);
        var tested = Part(columns, bad, Learnt, Tested);
        await Train(columns, bad, learnt, tested);
        Score(learnt);
    }

    private sealed record Loans(IReadOnlyList<ModelColumn> Columns, bool[] Bad);

    private static async Task Train(
        IReadOnlyList<ModelColumn> columns,
        bool[] bad,
        Loans learnt,
        Loans tested
    )
    {
        // The columns one after another, then the outcomes.
        double[] numbers =
        [
            .. columns.SelectMany(c => c.IsNumber ? c.Numbers : c.Codes.Select(x => (double)x)),
            .. bad.Select(b => b ? 1.0 : 0.0),
        ];
        var peers = new List<(string What, Peer Peer)>();
        foreach (
            var (what, settings) in ((string, string)[])
                [("as it comes", "default"), ("with the settings used here", "same")]
        )
            peers.Add(
                (
                    $"HistGradientBoostingClassifier, {what}",
                    await Peer.Run(
                        "boosting.py",
                        numbers,
                        $"{columns.Count}",
                        $"{columns.Count(c => !c.IsNumber)}",
                        $"{Learnt}",
                        settings,
                        $"{Runs}"
                    )
                )
            );
        var ours = new List<double>();
        BoostedTrees? trees = null;
        for (var run = 0; run < Runs; run++)
        {
            var clock = Stopwatch.StartNew();
            trees = TreeTraining.Train(learnt.Columns, learnt.Bad, [], 1, CancellationToken.None);
            ours.Add(clock.Elapsed.TotalSeconds);
        }
        var logits = new double[Tested];
        trees!.Score(tested.Columns, Tested, logits, []);
        var auc = RankedScores.Of(logits, tested.Bad).Auc()!.Value;
        Report.Line(
            $"{columns.Count} columns, {columns.Count(c => !c.IsNumber)} of them categories, some values missing; 50 trees of 10 leaves at a learning rate of .15 here, on one thread; scikit-learn {peers[0].What.Split(", ")[1]} makes up to 100 of 31 leaves and uses every processor. AUC on {Tested:N0} other loans; median of {Runs} runs. Peak memory is of the whole process, this one's with all the loans in it."
        );
        Report.Table(
            [
                "what",
                "seconds",
                "AUC",
                "peak memory, MB",
                "LoanAnalytics / it, seconds",
                "difference of AUC",
            ],
            [
                .. peers.Select(p =>
                    Row(
                        p.What,
                        Report.Median(p.Peer.Seconds),
                        p.Peer.Figures[0],
                        p.Peer.Memory,
                        Report.Median(ours),
                        auc
                    )
                ),
                Row("LoanAnalytics", Report.Median(ours), auc, Report.PeakMemory(), null, null),
            ]
        );

        static string[] Row(
            string what,
            double seconds,
            double auc,
            double memory,
            double? ours,
            double? own
        ) =>
            [
                what,
                Report.Number(seconds, "0.00"),
                Report.Number(auc, "0.0000"),
                Report.Number(memory),
                ours is { } o ? Report.Number(o / seconds, "0.00") : "",
                own is { } a ? Report.Number(a - auc, "0.0000") : "",
            ];
    }

    private static void Score(Loans learnt)
    {
        var rows = new List<string[]>();
        foreach (
            var algorithm in (string[])[RiskModelContent.ScorecardName, RiskModelContent.TreesName]
        )
        {
            var isScorecard = algorithm == RiskModelContent.ScorecardName;
            var content = new RiskModelContent(
                algorithm,
                true,
                RiskModelContent.Scaling.Factor,
                RiskModelContent.Scaling.Offset,
                isScorecard
                    ? Scorecard.Fit(learnt.Columns, learnt.Bad, CancellationToken.None)
                    : null,
                isScorecard
                    ? null
                    : TreeTraining.Train(learnt.Columns, learnt.Bad, [], 1, CancellationToken.None),
                new([], [], [])
            );
            foreach (var withParts in (bool[])[false, true])
            {
                var seconds = new List<double>();
                for (var run = 0; run < Runs; run++)
                {
                    var clock = Stopwatch.StartNew();
                    var scored = ScoredRows.Of(content, learnt.Columns, Learnt, withParts);
                    for (var row = 0; withParts && row < Learnt; row++)
                        scored.ReasonsOf(row, content.Model.Features);
                    seconds.Add(clock.Elapsed.TotalSeconds);
                }
                rows.Add([
                    $"{algorithm}, {(withParts ? "with reasons" : "score alone")}",
                    Report.Number(Learnt / Report.Median(seconds)),
                ]);
            }
        }
        Report.Line("Scoring, loans in memory, one thread:");
        Report.Table(["what", "loans a second"], rows);
        Report.Line($"Peak memory {Report.PeakMemory():0} MB.");
    }

    /// <summary>Loans whose chance of default bends, has steps, meets other columns and goes by words, about one in ten of them bad.</summary>
    private static (IReadOnlyList<ModelColumn> Columns, bool[] Bad) Drawn(Random random, int rows)
    {
        var numbers = new double[2 * Telling][];
        for (var c = 0; c < numbers.Length; c++)
        {
            numbers[c] = new double[rows];
            for (var i = 0; i < rows; i++)
                numbers[c][i] = c % 4 == 3 ? random.Next(12) : random.NextDouble();
        }
        var words = new int[2][];
        for (var c = 0; c < words.Length; c++)
        {
            words[c] = new int[rows];
            for (var i = 0; i < rows; i++)
                words[c][i] = random.Next(Words);
        }
        var bad = new bool[rows];
        for (var i = 0; i < rows; i++)
        {
            double X(int c) => numbers[c][i];
            var logit =
                -3.4
                + 2.2 * X(0)
                - 1.5 * X(1) * X(1)
                + (X(2) > 0.7 ? 0.9 : 0)
                + 0.12 * X(3)
                + 1.6 * X(4) * X(5)
                - 0.8 * Math.Abs(X(6) - 0.5)
                + (X(7) == 0 ? 0.8 : 0)
                + 0.5 * Math.Sin(words[0][i]);
            bad[i] = random.NextDouble() < 1 / (1 + Math.Exp(-logit));
        }
        // A twentieth is not known, as in any bank's book.
        foreach (var column in numbers)
            for (var i = 0; i < rows; i++)
                if (random.NextDouble() < 0.05)
                    column[i] = double.NaN;
        string[] names = [.. Enumerable.Range(0, Words).Select(w => $"word {w:00}")];
        return (
            [
                .. numbers.Select((n, c) => ModelColumn.Of($"number{c}", n)),
                .. words.Select((w, c) => new ModelColumn($"category{c}", [], names, w)),
            ],
            bad
        );
    }

    private static Loans Part(IReadOnlyList<ModelColumn> columns, bool[] bad, int from, int rows)
    {
        int[] own = [.. Enumerable.Range(from, rows)];
        return new([.. columns.Select(c => c.Of(own))], bad[from..(from + rows)]);
    }
}
