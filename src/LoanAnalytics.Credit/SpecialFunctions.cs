namespace LoanAnalytics.Credit;

/// <summary>The functions behind the tail probabilities. Source: Abramowitz and Stegun (1964), 6.1, 6.5, 26.5.</summary>
internal static class SpecialFunctions
{
    private const double Tiny = 1e-300;
    private static readonly double[] Lanczos =
    [
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7,
    ];

    /// <summary>ln Γ(x), x > 0, by Lanczos' approximation.</summary>
    public static double LogGamma(double x)
    {
        if (x < 0.5)
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        x--;
        var sum = 0.99999999999980993;
        for (var i = 0; i < Lanczos.Length; i++)
            sum += Lanczos[i] / (x + i + 1);
        var t = x + Lanczos.Length - 0.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x + 0.5) * Math.Log(t) - t + Math.Log(sum);
    }

    /// <summary>Upper regularised incomplete gamma Q(a, x): the series below a + 1, the continued fraction above.</summary>
    public static double GammaQ(double a, double x)
    {
        if (x <= 0)
            return 1;
        var front = Math.Exp(a * Math.Log(x) - x - LogGamma(a));
        if (x < a + 1)
        {
            double term = 1 / a,
                sum = term;
            for (var k = a + 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; k++)
                sum += term *= x / k;
            return 1 - front * sum;
        }
        double b = x + 1 - a,
            c = 1 / Tiny,
            d = 1 / b,
            h = d;
        for (var i = 1; i < 10_000; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = 1 / NotZero(an * d + b);
            c = NotZero(b + an / c);
            h *= d * c;
            if (Math.Abs(d * c - 1) < 1e-16)
                break;
        }
        return front * h;
    }

    /// <summary>Chance that a noncentral chi-square variate is at most x: Poisson weights of mean noncentrality / 2 over central ones (26.4.25), from the
    /// likeliest weight outwards.</summary>
    public static double NoncentralChiSquare(double x, double freedom, double noncentrality)
    {
        if (x <= 0)
            return 0;
        double half = noncentrality / 2,
            y = x / 2;
        var middle = Math.Floor(half);
        double weight = half == 0
                ? 1
                : Math.Exp(middle * Math.Log(half) - half - LogGamma(middle + 1)),
            a = freedom / 2 + middle,
            below = 1 - GammaQ(a, y),
            // What the central chance loses when a grows by 1.
            loss = Math.Exp(a * Math.Log(y) - y - LogGamma(a + 1));
        var sum = weight * below;
        var (w, b, l) = (weight, below, loss);
        for (var j = middle + 1; w > 1e-18 && b > 0; j++)
        {
            (w, b) = (w * half / j, b - l);
            l *= y / (freedom / 2 + j);
            sum += w * Math.Max(0, b);
        }
        (w, b, l) = (weight, below, loss);
        for (var j = middle; j > 0 && w > 1e-18; j--)
        {
            l *= (freedom / 2 + j) / y;
            (w, b) = (w * j / half, b + l);
            sum += w * Math.Min(1, b);
        }
        return Math.Min(1, sum);
    }

    /// <summary>Regularised incomplete beta I_x(a, b) by its continued fraction.</summary>
    public static double BetaI(double a, double b, double x)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        var front = Math.Exp(
            LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x)
        );
        return x < (a + 1) / (a + b + 2)
            ? front * Fraction(a, b, x) / a
            : 1 - front * Fraction(b, a, 1 - x) / b;
    }

    private static double Fraction(double a, double b, double x)
    {
        double c = 1,
            d = 1 / NotZero(1 - (a + b) * x / (a + 1)),
            h = d;
        for (var m = 1; m < 10_000; m++)
        {
            Step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
            Step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)));
            if (Math.Abs(c * d - 1) < 1e-16)
                break;
        }
        return h;

        void Step(double term)
        {
            d = 1 / NotZero(1 + term * d);
            c = NotZero(1 + term / c);
            h *= c * d;
        }
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
