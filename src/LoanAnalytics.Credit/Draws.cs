namespace LoanAnalytics.Credit;

/// <summary>Numbers drawn by a seed, the same on every machine, which System.Random does not promise.</summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood 2014); gamma variates by Marsaglia and Tsang (2000).</remarks>
public sealed class Draws(ulong seed)
{
    private ulong state = seed;

    /// <summary>Between 0 and 1, both left out.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53)) + 1.0 / (1UL << 54);

    /// <summary>A whole number from 0 up to but not including the limit.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>The whole numbers from 0 up to but not including the count, in an order drawn (Fisher and Yates).</summary>
    public int[] Shuffled(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (var i = count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    internal double Beta(double a, double b)
    {
        var x = Gamma(a);
        var y = Gamma(b);
        return x + y == 0 ? 0 : x / (x + y);
    }

    private double Gamma(double shape)
    {
        if (shape < 1)
            return Gamma(shape + 1) * Math.Pow(Uniform(), 1 / shape);
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var z = Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());
            var v = Math.Pow(1 + c * z, 3);
            if (v > 0 && Math.Log(Uniform()) < 0.5 * z * z + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }

    private ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
