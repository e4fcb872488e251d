using CsCheck;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

public sealed class LogisticRegressionTests
{
    // Spector and Mazzeo (1980), J. Economic Education 11, 37-44: grade point average, test score, new method of teaching; improved or not.
    private static readonly double[][] Spector =
    [
        [
            2.66,
            2.89,
            3.28,
            2.92,
            4,
            2.86,
            2.76,
            2.87,
            3.03,
            3.92,
            2.63,
            3.32,
            3.57,
            3.26,
            3.53,
            2.74,
            2.75,
            2.83,
            3.12,
            3.16,
            2.06,
            3.62,
            2.89,
            3.51,
            3.54,
            2.83,
            3.39,
            2.67,
            3.65,
            4,
            3.1,
            2.39,
        ],
        [
            20,
            22,
            24,
            12,
            21,
            17,
            17,
            21,
            25,
            29,
            20,
            23,
            23,
            25,
            26,
            19,
            25,
            19,
            23,
            25,
            22,
            28,
            14,
            26,
            24,
            27,
            17,
            24,
            21,
            23,
            21,
            19,
        ],
        [
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
        ],
    ];
    private static readonly bool[] Improved =
    [
        .. "00001000010001000001010011101101".Select(c => c == '1'),
    ];

    // Greene, Econometric Analysis (5th ed. 2003), table 21.1: -13.021, 2.826 (1.263), 0.095 (0.142), 2.379 (1.065), log likelihood -12.890;
    // the further digits by statsmodels 0.13.5.
    [Fact]
    public void The_published_example()
    {
        var fit = Fit(Spector, Improved)!;

        fit.Intercept.Coefficient!.Value.ShouldBe(-13.02134686, 1e-7);
        fit.Intercept.StandardError!.Value.ShouldBe(4.93132421, 1e-7);
        fit.Terms.Select(t => t.Coefficient!.Value)
            .ShouldBe([2.82611259, 0.09515766, 2.37868766], 1e-7);
        fit.Terms.Select(t => t.StandardError!.Value)
            .ShouldBe([1.26294108, 0.14155421, 1.06456425], 1e-7);
        fit.Terms.Select(t => t.PValue!.Value).ShouldBe([0.02523911, 0.50143424, 0.0254552], 1e-7);
        fit.Terms[2].OddsRatio!.Value.ShouldBe(Math.Exp(2.37868766), 1e-6);
        Math.Log(fit.Terms[2].Low!.Value).ShouldBe(0.29218006, 1e-7);
        Math.Log(fit.Terms[2].High!.Value).ShouldBe(4.46519525, 1e-7);
        fit.LogLikelihood.ShouldBe(-12.889634222, 1e-8);
        fit.NullLogLikelihood.ShouldBe(-20.591729697, 1e-8);
        fit.PValue!.Value.ShouldBe(0.00150187868, 1e-10);
        (fit.Converged, fit.Separated, fit.DegreesOfFreedom, fit.Rows, fit.Bad).ShouldBe(
            (true, false, 3, 32, 11)
        );
    }

    [Fact] // statsmodels 0.13.5, cov_type='cluster' over pairs of neighbours, x √(16 / 15)
    public void Errors_of_rows_that_belong_together()
    {
        var fit = Fit(
            Spector,
            Improved,
            clusters: [.. Enumerable.Range(0, 32).Select(i => i / 2)]
        )!;

        fit.Terms.Select(t => t.StandardError!.Value)
            .ShouldBe([1.33929715 * Scale, 0.100648 * Scale, 0.86407875 * Scale], 1e-6);
        fit.Intercept.StandardError!.Value.ShouldBe(4.58173009 * Scale, 1e-6);
    }

    private static readonly double Scale = Math.Sqrt(16 / 15.0);

    [Fact] // scikit-learn 1.2.1, LogisticRegression(C=1) on standardised columns
    public void A_ridge_draws_coefficients_in()
    {
        var fit = Fit(Spector, Improved, ridge: 1)!;
        fit.Terms.Select(t => t.Coefficient!.Value)
            .ShouldBe([2.12794134, 0.08517663, 1.80014865], 1e-5);
        fit.Intercept.Coefficient!.Value.ShouldBe(-10.21577847, 5e-5);
    }

    // Of a table of two by two: odds ratio = a d / (b c), error of its logarithm √(1/a + 1/b + 1/c + 1/d) (Woolf 1955).
    [Fact]
    public void One_column_of_two_values_gives_the_odds_ratio_of_the_table() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[1, 60])
            .Sample(
                (a, b, c, d) =>
                {
                    double[] exposed = [.. Ones(a + b), .. new double[c + d]];
                    bool[] bad = [.. True(a), .. new bool[b], .. True(c), .. new bool[d]];
                    var term = Fit([exposed], bad)!.Terms[0];
                    var ratio = (double)a * d / ((double)b * c);
                    var error = Math.Sqrt(1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d);
                    return Math.Abs(term.OddsRatio!.Value / ratio - 1) < 1e-6
                        && Math.Abs(term.StandardError!.Value / error - 1) < 1e-5;
                }
            );

    [Fact]
    public void A_constant_column_and_one_that_others_say_are_left_out_and_the_rest_stays()
    {
        double[] percent = [.. Spector[0].Select(v => 100 * v - 7)];
        var fit = Fit([Spector[0], Ones(32), percent, Spector[1], Spector[2]], Improved)!;

        fit.Terms.Select(t => t.LeftOut)
            .ShouldBe([null, TermProblem.Constant, TermProblem.Collinear, null, null]);
        fit.Terms[1]
            .ShouldBe(new LogisticTerm(null, null, null, null, null, null, TermProblem.Constant));
        fit.Terms[4].Coefficient!.Value.ShouldBe(2.37868766, 1e-6);
        (fit.Converged, fit.DegreesOfFreedom).ShouldBe((true, 3));
    }

    // Every loan of the third group defaulted, and none else did only for chance: the first column's odds ratio is that of the first two groups,
    // 8 x 5 / (12 x 15) = 2/9.
    [Fact]
    public void A_group_of_which_all_default_is_said_to_separate_and_does_not_disturb_the_others()
    {
        double[] second = [.. new double[20], .. Ones(20), .. new double[6]];
        double[] third = [.. new double[40], .. Ones(6)];
        bool[] bad = [.. True(8), .. new bool[12], .. True(15), .. new bool[5], .. True(6)];

        var fit = Fit([second, third], bad)!;

        (fit.Separated, fit.Converged).ShouldBe((true, true));
        fit.Terms.Select(t => t.LeftOut).ShouldBe([null, TermProblem.Separates]);
        fit.Terms[0].OddsRatio!.Value.ShouldBe(15.0 * 12 / (5 * 8), 1e-5);
        fit.Terms[0]
            .StandardError!.Value.ShouldBe(
                Math.Sqrt(1 / 8.0 + 1 / 12.0 + 1 / 15.0 + 1 / 5.0),
                1e-5
            );
        fit.Probability([0, 1]).ShouldBeGreaterThan(0.999);
        fit.Probability([0, 0]).ShouldBe(0.4, 1e-6);
    }

    [Fact]
    public void Chances_stay_finite_where_one_column_tells_everything()
    {
        double[] x = [1, 2, 3, 4, 5, 6];
        bool[] bad = [false, false, false, true, true, true];

        var fit = Fit([x], bad)!;

        (fit.Separated, fit.Terms[0].LeftOut).ShouldBe((true, TermProblem.Separates));
        fit.Probability([1]).ShouldBeLessThan(0.001);
        fit.Probability([6]).ShouldBeGreaterThan(0.999);
        Fit([x], bad, ridge: 1)!.Terms[0].OddsRatio!.Value.ShouldBeInRange(1, 10);
        Fit([x], new bool[6]).ShouldBeNull();
    }

    [Fact]
    public void Nothing_is_ever_not_a_number() =>
        Gen.Select(Gen.Double[-1e6, 1e6].Array[3].Array[1, 12], Gen.Int[0, 1].Array[12])
            .Sample(
                (rows, outcomes) =>
                {
                    double[][] columns =
                    [
                        .. Enumerable.Range(0, 3).Select(j => rows.Select(r => r[j]).ToArray()),
                    ];
                    bool[] bad = [.. outcomes.Take(rows.Length).Select(o => o == 1)];
                    var fit = Fit(columns, bad);
                    return fit is null
                        || fit.Terms.Append(fit.Intercept)
                            .SelectMany(t =>
                                new[] { t.Coefficient, t.StandardError, t.OddsRatio, t.PValue }
                            )
                            .OfType<double>()
                            .Concat(fit.Weights)
                            .All(double.IsFinite);
                }
            );

    [Fact]
    public void Two_hundred_thousand_rows_of_thirty_columns_take_seconds()
    {
        var random = new Draws(5);
        double[][] columns =
        [
            .. Enumerable
                .Range(0, 30)
                .Select(_ => Enumerable.Range(0, 200_000).Select(_ => random.Uniform()).ToArray()),
        ];
        double[] truth = [.. Enumerable.Range(0, 30).Select(j => j % 3 - 1.0)];
        bool[] bad =
        [
            .. Enumerable
                .Range(0, 200_000)
                .Select(i =>
                    random.Uniform()
                    < 1 / (1 + Math.Exp(2 - truth.Select((b, j) => b * columns[j][i]).Sum()))
                ),
        ];

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var fit = Fit(columns, bad)!;

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        fit.Terms.Zip(truth)
            .ShouldAllBe(t =>
                Math.Abs(t.First.Coefficient!.Value - t.Second) < 4.5 * t.First.StandardError!.Value
            );
    }

    private static LogisticRegression? Fit(
        IReadOnlyList<double[]> columns,
        bool[] bad,
        double ridge = 0,
        int[]? clusters = null
    ) =>
        LogisticRegression.Fit(
            columns,
            bad,
            ridge,
            clusters,
            TestContext.Current.CancellationToken
        );

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];

    private static bool[] True(int count) => [.. Enumerable.Repeat(true, count)];
}
