namespace LoanAnalytics.Credit;

/// <summary>Which columns go with default when all are looked at together: logit(PD) = intercept + sum of coefficient x column.</summary>
/// <remarks>Maximum likelihood by Newton's method (iteratively reweighted least squares) on standardised columns, told in the columns' own units.
/// Standard errors by the inverse of the information, or, where rows belong together, by the sandwich summed over clusters x G / (G - 1).
/// With a ridge, ridge / 2 x sum of squared coefficients for each standard deviation is taken off the likelihood (the intercept is left free),
/// and the errors are those of the penalised likelihood. Sources: McCullagh and Nelder (1989), Generalized Linear Models, 4.4; Albert and Anderson (1984),
/// Biometrika 71, 1-10 (separation); le Cessie and van Houwelingen (1992), Appl. Statist. 41, 191-201 (ridge); Liang and Zeger (1986),
/// Biometrika 73, 13-22 (clusters).</remarks>
/// <param name="Intercept">The term without a column.</param>
/// <param name="Terms">A term for each column, in their order.</param>
/// <param name="Converged">The last step changed nothing that matters, or only what separation lets grow without end.</param>
/// <param name="Iterations">Newton's steps.</param>
/// <param name="Separated">Some term has no finite estimate since it parts good from bad; others are not harmed by it.</param>
/// <param name="LogLikelihood">Natural logarithm of the likelihood, without the penalty.</param>
/// <param name="NullLogLikelihood">The same with an intercept only.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Bad">Of these, bad.</param>
public sealed record LogisticRegression(
    LogisticTerm Intercept,
    IReadOnlyList<LogisticTerm> Terms,
    bool Converged,
    int Iterations,
    bool Separated,
    double LogLikelihood,
    double NullLogLikelihood,
    int Rows,
    int Bad
)
{
    /// <summary>A column of which the ones before leave less than this share of variance unexplained is not estimated.</summary>
    private const double LeastOwnVariance = 1e-9;
    private const int MostIterations = 60;

    /// <summary>Intercept and a coefficient for each column, finite also where separation stopped them on their way; 0 for a column left out.</summary>
    public IReadOnlyList<double> Weights { get; private init; } = [];

    /// <summary>2 (log likelihood - that of the intercept alone).</summary>
    public double ChiSquare => Math.Max(0, 2 * (LogLikelihood - NullLogLikelihood));

    /// <summary>Columns estimated.</summary>
    public int DegreesOfFreedom =>
        Terms.Count(t => t.LeftOut is not (TermProblem.Constant or TermProblem.Collinear));

    /// <summary>Likelihood ratio test of all columns together; null without a column estimated. Rough with a ridge, and where rows belong together.</summary>
    public double? PValue =>
        DegreesOfFreedom == 0
            ? null
            : SpecialFunctions.GammaQ(DegreesOfFreedom / 2.0, ChiSquare / 2);

    /// <summary>1 - log likelihood / that of the intercept alone, 0..1. Source: McFadden (1974).</summary>
    public double PseudoR2 => Math.Max(0, 1 - LogLikelihood / NullLogLikelihood);

    /// <summary>The chance that a row is bad.</summary>
    public double Probability(ReadOnlySpan<double> row)
    {
        var logit = Weights[0];
        for (var j = 0; j < row.Length; j++)
            logit += Weights[j + 1] * row[j];
        return 1 / (1 + Math.Exp(-logit));
    }

    /// <summary>The regression; null for one class only.</summary>
    /// <param name="columns">Each with a value for each row; missing values are to be filled before.</param>
    /// <param name="bad">The outcome of each row.</param>
    /// <param name="ridge">Weight of the penalty; 0 = none. A weight of 1 is a normal prior of deviation 1 on each standardised coefficient.</param>
    /// <param name="clusters">For each row the number, from 0, of those that it belongs with; null = rows are independent.</param>
    public static LogisticRegression? Fit(
        IReadOnlyList<double[]> columns,
        ReadOnlySpan<bool> bad,
        double ridge = 0,
        int[]? clusters = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(ridge);
        var n = bad.Length;
        if (columns.Any(c => c.Length != n) || (clusters is not null && clusters.Length != n))
            throw new ArgumentException("Columns, outcomes and clusters differ in length.");
        if (columns.Any(c => c.Any(v => !double.IsFinite(v))))
            throw new ArgumentException("A value is no finite number.");
        var allBad = bad.Count(true);
        if (allBad == 0 || allBad == n)
            return null;
        var design = Design.Of(columns, n);
        var search = new Search(design, bad.ToArray(), ridge, cancellationToken);
        search.Run();
        return search.Told(columns.Count, allBad, clusters);
    }

    /// <summary>The columns that can be estimated, standardised, row by row, each row with a 1 in front.</summary>
    private sealed record Design(
        double[] Values,
        int Width,
        int[] Kept,
        TermProblem?[] Problems,
        Standardisation[] Scales,
        double[] Widest
    )
    {
        public int Rows => Values.Length / Width;

        public static Design Of(IReadOnlyList<double[]> columns, int n)
        {
            var problems = new TermProblem?[columns.Count];
            Standardisation[] scales = [.. columns.Select(Standardisation.Fit)];
            var standard = columns
                .Select((c, j) => Array.ConvertAll(c, v => scales[j].Z(v)))
                .ToArray();
            var kept = new List<int>();
            var l = new double[columns.Count, columns.Count];
            for (var j = 0; j < columns.Count; j++)
            {
                // Against rounding: a column whose values differ by less than a double can tell of their mean is constant.
                if (!(scales[j].Deviation > 1e-12 * Math.Abs(scales[j].Mean)))
                {
                    problems[j] = TermProblem.Constant;
                    continue;
                }
                // One more row of the Cholesky factor of the correlations; its last element squared is the variance that is left.
                var own = 1.0;
                var row = kept.Count;
                for (var i = 0; i < row; i++)
                {
                    var sum = Product(standard[j], standard[kept[i]]) / n;
                    for (var k = 0; k < i; k++)
                        sum -= l[row, k] * l[i, k];
                    l[row, i] = sum / l[i, i];
                    own -= l[row, i] * l[row, i];
                }
                if (own < LeastOwnVariance)
                {
                    problems[j] = TermProblem.Collinear;
                    continue;
                }
                l[row, row] = Math.Sqrt(own);
                kept.Add(j);
            }
            var width = kept.Count + 1;
            var values = new double[n * width];
            for (var i = 0; i < n; i++)
            {
                values[i * width] = 1;
                for (var j = 0; j < kept.Count; j++)
                    values[i * width + j + 1] = standard[kept[j]][i];
            }
            return new(
                values,
                width,
                [.. kept],
                problems,
                [.. kept.Select(j => scales[j])],
                [1, .. kept.Select(j => standard[j].Max(Math.Abs))]
            );
        }

        private static double Product(double[] a, double[] b)
        {
            double sum = 0;
            for (var i = 0; i < a.Length; i++)
                sum += a[i] * b[i];
            return sum;
        }

        /// <summary>In the columns' own units, what stands for each standard deviation.</summary>
        public double[] Unstandardised(double[] weights)
        {
            var own = new double[Width];
            own[0] = weights[0];
            for (var j = 1; j < Width; j++)
            {
                own[j] = weights[j] / Scales[j - 1].Deviation;
                own[0] -= own[j] * Scales[j - 1].Mean;
            }
            return own;
        }
    }

    private sealed class Search(
        Design design,
        bool[] bad,
        double ridge,
        CancellationToken cancellationToken
    )
    {
        private readonly int width = design.Width;
        private double[] weights = new double[design.Width];
        private double[] step = [];
        private double penalised;
        private double likelihood;
        private double nullLikelihood;
        private double[] gradient = [];
        private double[,] information = new double[0, 0];
        private bool converged;
        private bool separated;
        private int iterations;

        public void Run()
        {
            var rate = (double)bad.Count(b => b) / bad.Length;
            weights[0] = Math.Log(rate / (1 - rate));
            (likelihood, penalised, gradient, information) = At(weights);
            nullLikelihood = likelihood;
            while (!converged && !separated && iterations < MostIterations)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Cholesky.Of(information) is not { } l)
                    break;
                iterations++;
                step = Cholesky.Solve(l, gradient);
                var before = penalised;
                if (!Step())
                    break;
                converged = step.Select((s, j) => Math.Abs(s) * design.Widest[j]).Max() < 1e-8;
                // Separation: the likelihood has no more to gain, yet the weights go on growing by about 1 each step.
                separated =
                    !converged
                    && penalised - before < 1e-8 * (1 + Math.Abs(penalised))
                    && Growing().Any(g => g);
            }
        }

        /// <summary>Goes the step, or the half of it, the quarter and so on, until the likelihood does not fall; false where that ends nowhere.</summary>
        private bool Step()
        {
            for (var halves = 0; halves < 30; halves++)
            {
                double[] tried = [.. weights.Zip(step, (w, s) => w + s)];
                var at = At(tried);
                if (at.Penalised >= penalised - 1e-10 * (1 + Math.Abs(penalised)))
                {
                    weights = tried;
                    (likelihood, penalised, gradient, information) = at;
                    return true;
                }
                step = [.. step.Select(s => s / 2)];
            }
            return false;
        }

        /// <summary>Intercept and terms that the last step still moved by what shows in a prediction.</summary>
        private bool[] Growing()
        {
            var own = design.Unstandardised(step);
            return
            [
                Math.Abs(own[0]) > 0.05,
                .. step.Skip(1).Select((s, j) => Math.Abs(s) * design.Widest[j + 1] > 0.05),
            ];
        }

        private (double Likelihood, double Penalised, double[] Gradient, double[,] Information) At(
            double[] at
        )
        {
            var slope = new double[width];
            var sums = new double[width, width];
            double log = 0;
            for (var i = 0; i < bad.Length; i++)
            {
                var row = design.Values.AsSpan(i * width, width);
                double logit = 0;
                for (var j = 0; j < width; j++)
                    logit += at[j] * row[j];
                var e = Math.Exp(-Math.Abs(logit));
                var p = logit >= 0 ? 1 / (1 + e) : e / (1 + e);
                log += (bad[i] ? logit : 0) - Math.Max(logit, 0) - Math.Log(1 + e);
                var off = (bad[i] ? 1 : 0) - p;
                var variance = e / ((1 + e) * (1 + e));
                for (var j = 0; j < width; j++)
                {
                    slope[j] += off * row[j];
                    var weighted = variance * row[j];
                    for (var k = 0; k <= j; k++)
                        sums[j, k] += weighted * row[k];
                }
            }
            double penalty = 0;
            for (var j = 1; j < width; j++)
            {
                penalty += ridge / 2 * at[j] * at[j];
                slope[j] -= ridge * at[j];
                sums[j, j] += ridge;
            }
            return (log, log - penalty, slope, sums);
        }

        public LogisticRegression Told(int columns, int allBad, int[]? clusters)
        {
            var problem = separated ? TermProblem.Separates : TermProblem.Unsettled;
            bool[] growing = separated ? Growing() : new bool[width];
            var covariance = Cholesky.Of(information) is { } l ? Covariance(l, clusters) : null;
            var own = design.Unstandardised(weights);
            var all = new double[columns + 1];
            all[0] = own[0];
            LogisticTerm[] terms =
            [
                .. design.Problems.Select(p => LogisticTerm.Without(p ?? problem)),
            ];
            for (var j = 1; j < width; j++)
            {
                all[design.Kept[j - 1] + 1] = own[j];
                if (!growing[j] && covariance is not null && (converged || separated))
                    terms[design.Kept[j - 1]] = LogisticTerm.Of(
                        own[j],
                        Math.Sqrt(covariance[j, j]) / design.Scales[j - 1].Deviation
                    );
            }
            return new(
                growing[0] || covariance is null || !(converged || separated)
                    ? LogisticTerm.Without(problem)
                    : LogisticTerm.Of(own[0], InterceptError(covariance)),
                terms,
                converged || separated,
                iterations,
                separated,
                likelihood,
                nullLikelihood,
                bad.Length,
                allBad
            )
            {
                Weights = all,
            };
        }

        private double InterceptError(double[,] covariance)
        {
            double[] part = [1, .. design.Scales.Select(s => -s.Mean / s.Deviation)];
            double variance = 0;
            for (var j = 0; j < width; j++)
            for (var k = 0; k < width; k++)
                variance += part[j] * part[k] * covariance[j, k];
            return Math.Sqrt(variance);
        }

        private double[,] Covariance(double[,] l, int[]? clusters)
        {
            var inverse = Cholesky.Inverse(l);
            if (clusters is null)
                return inverse;
            var count = clusters.Max() + 1;
            var pulls = new double[count * width];
            for (var i = 0; i < bad.Length; i++)
            {
                var row = design.Values.AsSpan(i * width, width);
                double logit = 0;
                for (var j = 0; j < width; j++)
                    logit += weights[j] * row[j];
                var off = (bad[i] ? 1 : 0) - 1 / (1 + Math.Exp(-logit));
                for (var j = 0; j < width; j++)
                    pulls[clusters[i] * width + j] += off * row[j];
            }
            var found = clusters.Distinct().Count();
            var scale = found > 1 ? found / (found - 1.0) : 1;
            var spread = new double[width, width];
            for (var c = 0; c < count; c++)
            {
                // The inverse times the cluster's pull: what the cluster moves the weights by.
                var moved = new double[width];
                for (var j = 0; j < width; j++)
                for (var k = 0; k < width; k++)
                    moved[j] += inverse[j, k] * pulls[c * width + k];
                for (var j = 0; j < width; j++)
                for (var k = 0; k < width; k++)
                    spread[j, k] += scale * moved[j] * moved[k];
            }
            return spread;
        }
    }
}
