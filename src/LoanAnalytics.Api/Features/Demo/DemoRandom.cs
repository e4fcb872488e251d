namespace LoanAnalytics.Api.Features.Demo;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same numbers by seed on every machine and version, which System.Random does not promise.</summary>
internal sealed class DemoRandom(ulong state)
{
    /// <summary>Uniform in [0, 1).</summary>
    public double Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Uniform in 0..n-1.</summary>
    public int Below(int n) => (int)(Next() * n);

    /// <summary>Normal, by Box and Muller.</summary>
    public double Normal(double mean, double deviation) =>
        mean + deviation * Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());
}
