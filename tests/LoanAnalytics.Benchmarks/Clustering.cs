using System.Diagnostics;
using LoanAnalytics.Api.Features.Demo;
using LoanAnalytics.Api.Features.Segments;
using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Benchmarks;

/// <summary>k-means on 200,000 customers beside scikit-learn's on the same numbers, in turn on the same machine.</summary>
internal static class Clustering
{
    private const int Customers = 200_000;
    private const int Starts = 10;
    private const int Runs = 3;

    public static async Task Run()
    {
        Report.Line(
            $"## Segments of {Customers:N0} customers, {TimeProvider.System.GetLocalNow():yyyy-MM-dd}"
        );
        Report.Line(Report.Machine());
        var rows = new List<string[]>();
        foreach (var k in (int[])[4, 8])
            rows.AddRange(await Compare(Drawn(), k));
        Report.Line(
            $"Age, income and employment, best of {Starts} starts, median of {Runs} runs; peak memory is of the whole process, this one's with both matrices in it."
        );
        Report.Table(["what", "seconds", "inertia", "peak memory, MB"], rows);
    }

    private static async Task<string[][]> Compare(Points points, int k)
    {
        var peer = await Peer.Run(
            "kmeans.py",
            points.Values,
            $"{points.Width}",
            $"{k}",
            $"{Starts}",
            $"{Runs}"
        );
        var (theirs, inertia) = (Report.Median(peer.Seconds), peer.Figures[0]);
        var ours = new List<double>();
        double found = 0;
        for (var run = 0; run < Runs; run++)
        {
            var clock = Stopwatch.StartNew();
            found = KMeans.Best(points, k, run, Starts, null, CancellationToken.None).Inertia;
            ours.Add(clock.Elapsed.TotalSeconds);
        }
        return
        [
            Row($"scikit-learn, k = {k}", theirs, inertia, peer.Memory),
            Row($"LoanAnalytics, k = {k}", Report.Median(ours), found, Report.PeakMemory()),
            [
                "LoanAnalytics / scikit-learn",
                Report.Number(Report.Median(ours) / theirs, "0.00"),
                Report.Number(found / inertia, "0.0000"),
                "",
            ],
        ];
    }

    /// <summary>Customers of the demo book's kinds, in the space that segments are made in.</summary>
    private static Points Drawn()
    {
        var random = new Random(1);
        var (ages, incomes, employments) = (
            new double[Customers],
            new double[Customers],
            new string[Customers]
        );
        for (var i = 0; i < Customers; i++)
        {
            var (kind, left) = (0, random.NextDouble());
            while (
                kind < DemoPlan.Segments.Length - 1 && (left -= DemoPlan.Segments[kind].Share) > 0
            )
                kind++;
            var segment = DemoPlan.Segments[kind];
            ages[i] = segment.MeanAge + segment.AgeDeviation * Normal(random);
            incomes[i] = segment.MeanIncome + segment.IncomeDeviation * Normal(random);
            employments[i] =
                random.NextDouble() < segment.Unemployed ? "Unemployed" : segment.Employment;
        }
        FeatureColumn[] columns =
        [
            new("age", "Age", FeatureKind.Number, ages, []),
            new("income", "Annual income", FeatureKind.Number, incomes, []),
            new("employment", "Employment", FeatureKind.Category, [], employments),
        ];
        var inputs = new SegmentInputs(
            [.. columns.Select(c => c.Name)],
            [],
            Balanced: true,
            2,
            2,
            Seed: 1,
            Starts
        );
        return SegmentPopulation.Of(columns, inputs).Fit(inputs).Points;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))
        * Math.Cos(2 * Math.PI * random.NextDouble());

    private static string[] Row(string what, double seconds, double inertia, double memory) =>
        [
            what,
            Report.Number(seconds, "0.00"),
            Report.Number(inertia, "0.0"),
            Report.Number(memory),
        ];
}
