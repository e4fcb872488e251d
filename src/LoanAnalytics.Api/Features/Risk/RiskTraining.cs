using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>What a training learns from.</summary>
/// <param name="Plan">Which loans.</param>
/// <param name="Rows">They as they were observed.</param>
/// <param name="Running">The running loans of today.</param>
/// <param name="Past">Loans on days of the back-test, and who of them defaulted in the six months after; null without history.</param>
/// <param name="PastDays">These days.</param>
/// <param name="DataVersion">The version of the data.</param>
/// <param name="Share">Share of the loans read.</param>
internal sealed record RiskMaterial(
    RiskPlan Plan,
    RiskRows Rows,
    RiskRows Running,
    RiskRows? Past,
    IReadOnlyList<DateOnly> PastDays,
    int DataVersion,
    double Share
);

/// <summary>A trained model: its report, and for each algorithm the bytes that are stored.</summary>
internal sealed record TrainedRisk(
    RiskReport Report,
    IReadOnlyList<(string Algorithm, string Sha256, byte[] Content)> Files
);

/// <summary>Makes models of the chance of default, and tests each on loans that it did not learn from.</summary>
internal static class RiskTraining
{
    private const int Folds = 5;

    /// <summary>How often loans are dealt out into folds anew: with few of them one deal is luck.</summary>
    private const int Deals = 5;

    /// <summary>With more rows one deal is enough.</summary>
    private const int FewRows = 5000;

    /// <summary>What the loans drawn do not tell of five folds: their models learn from the same loans, so that what they get right hangs together. Standard errors are
    /// multiplied by √(1 + 5 x 1 / 4), test over learnt rows of a fold. Source: Nadeau and Bengio (2003), Machine Learning 52, 239-281.</summary>
    private const double FoldsWiden = 1.5;

    /// <summary>Points of a ROC curve that are told.</summary>
    private const int RocPoints = 200;

    public static TrainedRisk Train(
        RiskMaterial material,
        IReadOnlyList<string> algorithms,
        int seed,
        Action<string, double> progress,
        CancellationToken cancellationToken
    )
    {
        var rows = material.Rows;
        var byHistory = material.Plan.Days is not null;
        var split = Split(material, seed);
        var reports = new List<AlgorithmReport>();
        var files = new List<(string, string, byte[])>();
        foreach (var algorithm in algorithms)
        {
            var done = (double)reports.Count / algorithms.Count;
            progress("testing", done);
            var tests = Chances(algorithm, byHistory, rows, split, seed, cancellationToken);
            progress("backTesting", done);
            var past = RiskBackTest.Of(
                material,
                rows => Fit(algorithm, true, rows, seed, cancellationToken)
            );
            progress("training", done);
            var all = rows.Of(split.All);
            var content = Counted(Fit(algorithm, byHistory, all, seed, cancellationToken), all);
            var bytes = content.Write();
            var hash = RiskModelContent.HashOf(bytes);
            files.Add((algorithm, hash, bytes));
            reports.Add(
                Report(
                    content,
                    hash,
                    material,
                    split.ByTime,
                    [.. tests.Select(t => new Test(rows.Of(t.Rows), t.Chances, t.Folds))],
                    all,
                    past,
                    seed,
                    cancellationToken
                )
            );
        }
        return new(new(Told(material, split), reports), files);
    }

    /// <summary>Which rows are learnt from to be tested on which.</summary>
    private sealed record Parts(
        bool ByTime,
        IReadOnlyList<IReadOnlyList<(int[] Learnt, int[] Tested)>> Deals,
        int[] All
    );

    private static Parts Split(RiskMaterial material, int seed)
    {
        var rows = material.Rows;
        Enough(rows, [.. Enumerable.Range(0, rows.Count)]);
        if (material.Plan.Days is { } days)
        {
            var known = material.Plan.KnownBy(days[0]);
            var learnt = At(known);
            var tested = At([0]);
            int[] all = At([.. Enumerable.Range(0, Math.Min(days.Count, RiskPlan.MostDays))]);
            if (IsEnough(rows, learnt) && IsEnough(rows, tested))
                return new(
                    true,
                    [
                        [(learnt, tested)],
                    ],
                    all
                );
            return Dealt(all);
        }
        int[] every = [.. Enumerable.Range(0, rows.Count)];
        return Dealt(every);

        Parts Dealt(int[] among) =>
            new(
                false,
                [
                    .. Enumerable
                        .Range(0, among.Length > FewRows ? 1 : Deals)
                        .Select(d => ByCustomer(rows, among, seed + d)),
                ],
                among
            );

        int[] At(int[] places) =>
            [.. Enumerable.Range(0, rows.Count).Where(r => places.Contains(rows.Day[r]))];
    }

    /// <summary>Five parts; customers with a default are dealt out first, so that each part has its share of them.</summary>
    private static IReadOnlyList<(int[] Learnt, int[] Tested)> ByCustomer(
        RiskRows rows,
        int[] among,
        int seed
    )
    {
        var customers = among
            .GroupBy(r => rows.Customers[r], StringComparer.Ordinal)
            .OrderBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => (Rows: c.ToArray(), IsBad: c.Any(r => rows.Bad[r])))
            .ToArray();
        var order = new Draws((ulong)seed).Shuffled(customers.Length);
        var fold = new Dictionary<int, int>();
        var next = 0;
        foreach (var isBad in (bool[])[true, false])
        foreach (var c in order.Where(c => customers[c].IsBad == isBad))
        {
            foreach (var row in customers[c].Rows)
                fold[row] = next % Folds;
            next++;
        }
        return
        [
            .. Enumerable
                .Range(0, Folds)
                .Select(f =>
                    (
                        among.Where(r => fold[r] != f).ToArray(),
                        among.Where(r => fold[r] == f).ToArray()
                    )
                ),
        ];
    }

    private static bool IsEnough(RiskRows rows, int[] among)
    {
        var bad = among.Count(r => rows.Bad[r]);
        return bad >= RiskPlan.LeastOutcomes && among.Length - bad >= RiskPlan.LeastOutcomes;
    }

    private static void Enough(RiskRows rows, int[] among)
    {
        if (!IsEnough(rows, among))
        {
            var bad = among.Count(r => rows.Bad[r]);
            throw RiskPlan.NotEnough(bad, among.Length - bad);
        }
    }

    /// <summary>Chances of default of rows that were not learnt from, for each deal, and each row's fold.</summary>
    private static IReadOnlyList<(int[] Rows, double[] Chances, int[] Folds)> Chances(
        string algorithm,
        bool byHistory,
        RiskRows rows,
        Parts split,
        int seed,
        CancellationToken cancellationToken
    ) =>
        [
            .. split.Deals.Select(deal =>
            {
                var (tested, chances) = (new List<int>(), new List<double>());
                var folds = new List<int>();
                foreach (var ((learnt, test), fold) in deal.Select((d, f) => (d, f)))
                {
                    var content = Fit(
                        algorithm,
                        byHistory,
                        rows.Of(learnt),
                        seed,
                        cancellationToken
                    );
                    var own = rows.Of(test);
                    tested.AddRange(test);
                    folds.AddRange(Enumerable.Repeat(fold, test.Length));
                    chances.AddRange(
                        ScoredRows.Of(content, own.Columns, own.Count, withParts: false).Probability
                    );
                }
                // In one order, so that a row drawn by the bootstrap is the same in each deal.
                int[] order = [.. Enumerable.Range(0, tested.Count).OrderBy(i => tested[i])];
                return (
                    order.Select(i => tested[i]).ToArray(),
                    order.Select(i => chances[i]).ToArray(),
                    order.Select(i => folds[i]).ToArray()
                );
            }),
        ];

    /// <summary>One algorithm's model of these rows.</summary>
    private static RiskModelContent Fit(
        string algorithm,
        bool byHistory,
        RiskRows rows,
        int seed,
        CancellationToken cancellationToken
    )
    {
        var isScorecard = algorithm == RiskModelContent.ScorecardName;
        var scorecard = isScorecard
            ? Scorecard.Fit(rows.Columns, rows.Bad, cancellationToken)
            : null;
        var trees = isScorecard
            ? null
            : TreeTraining.Train(rows.Columns, rows.Bad, rows.WorstLater, seed, cancellationToken);
        if (scorecard is null && trees is null)
        {
            var bad = rows.Bad.Count(b => b);
            throw RiskPlan.NotEnough(bad, rows.Count - bad);
        }
        return new(
            algorithm,
            byHistory,
            RiskModelContent.Scaling.Factor,
            RiskModelContent.Scaling.Offset,
            scorecard,
            trees,
            new([], [], [])
        );
    }

    /// <summary>The model with the loans that it was learnt from, which stability is measured against.</summary>
    private static RiskModelContent Counted(RiskModelContent content, RiskRows learnt) =>
        content with
        {
            Learnt = RiskPopulation.Of(
                ScoredRows.Of(content, learnt.Columns, learnt.Count, withParts: false).Score,
                learnt.Columns,
                content.Model.Features
            ),
        };

    private static AlgorithmReport Report(
        RiskModelContent content,
        string hash,
        RiskMaterial material,
        bool byTime,
        IReadOnlyList<Test> tests,
        RiskRows learnt,
        IReadOnlyList<RankedDay> past,
        int seed,
        CancellationToken cancellationToken
    )
    {
        var (tested, chances, _) = tests[0];
        var ranked = RankedScores.Of(chances, tested.Bad);
        var figures = Figures(tests, byTime, seed, cancellationToken);
        var calibration = Calibration.EqualFrequency(chances, tested.Bad)!;
        var slope = Calibration.Slope(chances, tested.Bad);
        var running = ScoredRows.Of(
            content,
            material.Running.Columns,
            material.Running.Count,
            withParts: false
        );
        var now = content.Learnt.Empty();
        now.Count(running.Score, material.Running.Columns);
        return new(
            new(
                content.Algorithm,
                hash,
                figures.IsBetterThanChance,
                figures,
                new(
                    calibration.Bins,
                    calibration.ExpectedError,
                    slope?.Slope.Coefficient,
                    slope?.Intercept.Coefficient
                ),
                ranked.Roc(RocPoints),
                ranked.Gains(),
                content.BaseScore,
                RiskImportance.Of(content, learnt)
            ),
            new(material.DataVersion, material.Running.Count, now),
            RiskGroups.Of(tested, chances),
            past
        );
    }

    /// <summary>The mean over the deals, of the same loans drawn.</summary>
    private static ModelFigures Figures(
        IReadOnlyList<Test> tests,
        bool byTime,
        int seed,
        CancellationToken cancellationToken
    )
    {
        var tested = tests[0].Rows;
        var ranked = tests.Select(t => new RankedTest(t)).ToArray();
        // So many that the interval is steady, and so few that a large book does not take minutes.
        var draws = (int)Math.Clamp(50_000_000L / Math.Max(1, tested.Count), 200, 1000);
        var all = Bootstrap.Intervals(
            tested.Count,
            weights =>
            {
                var own = ranked.Select(t => t.Of(weights)).ToArray();
                return [.. Enumerable.Range(0, own[0].Length).Select(f => Mean(own, f))];
            },
            (ulong)seed,
            draws,
            tested.Clusters(),
            cancellationToken
        );
        return new(
            Widened(all[0], 0, 1),
            Widened(all[1], -1, 1),
            Widened(all[2], 0, 1),
            Widened(all[3], 0, 1),
            Widened(all[4], double.MinValue, 1),
            Widened(all[5], 0, double.MaxValue)
        );

        static double? Mean(double?[][] own, int figure) =>
            own.Any(o => o[figure] is null) ? null : own.Average(o => o[figure]);

        EstimateInterval? Widened(EstimateInterval? interval, double least, double most) =>
            interval is null || byTime
                ? interval
                : new(
                    interval.Value,
                    Math.Max(least, interval.Value - FoldsWiden * (interval.Value - interval.Low)),
                    Math.Min(most, interval.Value + FoldsWiden * (interval.High - interval.Value)),
                    FoldsWiden * interval.StandardError
                );
    }

    /// <summary>Chances of rows that were not learnt from, of one deal.</summary>
    private sealed record Test(RiskRows Rows, double[] Chances, int[] Folds);

    /// <summary>The figures of one deal. Order is judged within each fold, since chances of different models do not compare to the last digit.</summary>
    private sealed class RankedTest(Test test)
    {
        private readonly RankedScores all = RankedScores.Of(test.Chances, test.Rows.Bad);
        private readonly (int[] Rows, RankedScores Ranked)[] folds =
        [
            .. Enumerable
                .Range(0, test.Folds.Max() + 1)
                .Select(f =>
                    Enumerable.Range(0, test.Folds.Length).Where(r => test.Folds[r] == f).ToArray()
                )
                .Select(own =>
                    (
                        own,
                        RankedScores.Of(
                            [.. own.Select(r => test.Chances[r])],
                            [.. own.Select(r => test.Rows.Bad[r])]
                        )
                    )
                ),
        ];

        public double?[] Of(int[] weights)
        {
            var auc = folds
                .Select(f => f.Ranked.Auc(Array.ConvertAll(f.Rows, r => weights[r])))
                .Average();
            var score = ProbabilityScore.Of(test.Chances, test.Rows.Bad, weights);
            return
            [
                auc,
                2 * auc - 1,
                all.Ks(weights),
                score?.Brier,
                score?.BrierSkill,
                score?.LogLoss,
            ];
        }
    }

    private static RiskTest Told(RiskMaterial material, Parts split)
    {
        var (rows, days) = (material.Rows, material.Plan.Days);
        return new(
            days is null ? "status" : "history",
            split.ByTime ? "time" : "folds",
            days is not null
                    ? $"in default within {material.Plan.Horizon} months after the day of observation"
                : material.Plan.Statuses.Contains("active")
                    ? "defaulted or written off, against all other loans, open ones among them, some of which will still default"
                : "defaulted or written off, against fully paid; open loans are left out, and what was known between start and end is not known here",
            Sample(split.All),
            Sample(split.ByTime ? split.Deals[0][0].Learnt : split.All),
            Sample(split.ByTime ? split.Deals[0][0].Tested : split.All),
            material.Share
        );

        RiskSample Sample(int[] among) =>
            new(
                among.Length,
                among.Select(r => rows.Customers[r]).Distinct().Count(),
                among.Count(r => rows.Bad[r]),
                days is null || among.Length == 0 ? null : among.Min(r => days[rows.Day[r]]),
                days is null || among.Length == 0 ? null : among.Max(r => days[rows.Day[r]])
            );
    }
}
