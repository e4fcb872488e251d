using CsCheck;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

/// <summary>How good a segmentation is, and how two of them agree.</summary>
public sealed class ClusterTests
{
    [Theory] // scikit-learn, adjusted_rand_score: the examples of its documentation, and one more
    [InlineData("0011", "0012", 0.5714285714285714)]
    [InlineData("0012", "0011", 0.5714285714285714)]
    [InlineData("0011", "1100", 1)]
    [InlineData("0000", "0123", 0)]
    [InlineData("00112220", "11100222", 0.047619047619047616)]
    public void The_adjusted_rand_index_as_published(string first, string second, double index) =>
        AdjustedRandIndex
            .Of([.. first.Select(c => c - '0')], [.. second.Select(c => c - '0')])!
            .Value.ShouldBe(index, 1e-12);

    [Fact]
    public void Groupings_that_differ_in_numbers_only_agree_and_one_thing_cannot_be_grouped()
    {
        Gen.Int[0, 4]
            .Array[2, 40]
            .Sample(g =>
                AdjustedRandIndex.Of(g, [.. g.Select(c => 7 - c)]) is { } index
                && Math.Abs(index - 1) < 1e-12
            );
        AdjustedRandIndex.Of([0], [0]).ShouldBeNull();
    }

    [Fact] // SciPy, linear_sum_assignment: the example of its documentation
    public void The_cheapest_assignment_as_published() =>
        OptimalAssignment
            .Of(
                new double[,]
                {
                    { 4, 1, 3 },
                    { 2, 0, 5 },
                    { 3, 2, 2 },
                }
            )
            .ShouldBe([1, 0, 2]);

    [Fact] // every way to assign is tried
    public void No_other_assignment_is_cheaper() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Double[-10, 10].Array[25])
            .Sample(
                (rows, columns, numbers) =>
                {
                    var costs = new double[rows, columns];
                    for (var i = 0; i < rows; i++)
                    for (var j = 0; j < columns; j++)
                        costs[i, j] = numbers[i * 5 + j];
                    var match = OptimalAssignment.Of(costs);
                    var taken = match.Where(c => c >= 0).ToArray();
                    var cost = match.Select((c, r) => c < 0 ? 0 : costs[r, c]).Sum();
                    return taken.Length == Math.Min(rows, columns)
                        && taken.Distinct().Count() == taken.Length
                        && Math.Abs(cost - Least(costs, 0, [])) < 1e-9;
                }
            );

    [Fact]
    public void Nobody_to_assign() => OptimalAssignment.Of(new double[0, 3]).ShouldBeEmpty();

    [Fact]
    public void Cluster_numbers_and_the_order_of_points_change_no_silhouette() =>
        Gen.Select(Gen.Double[-5, 5].Array[2].Array[4, 30], Gen.Int[0, 2].Array[30], Gen.ULong)
            .Sample(
                (points, labels, seed) =>
                {
                    var token = TestContext.Current.CancellationToken;
                    labels = labels[..points.Length];
                    var order = new Draws(seed).Shuffled(points.Length);
                    var one = Silhouette.Of(points, labels, token);
                    var other = Silhouette.Of(
                        [.. order.Select(i => points[i])],
                        [.. order.Select(i => 9 - labels[i])],
                        token
                    );
                    return one is null && other is null
                        || Math.Abs(one!.Overall - other!.Overall) < 1e-9
                            && one.Points.All(p => p is >= -1 and <= 1);
                }
            );

    [Fact]
    public void Points_on_one_spot_belong_as_well_to_one_cluster_as_to_the_other() =>
        Silhouette
            .Of(
                [
                    [1],
                    [1],
                    [1],
                    [1],
                ],
                [0, 0, 1, 1],
                TestContext.Current.CancellationToken
            )!
            .Overall.ShouldBe(0);

    [Fact]
    public void A_projection_keeps_all_that_varies_in_two_columns() =>
        Gen.Double[-100, 100]
            .Array[2]
            .Array[3, 20]
            .Sample(points =>
            {
                var pca = PcaProjection.Of(points);
                if (pca is null)
                    return true;
                var places = points.Select(pca.Project).ToArray();
                return Math.Abs(pca.ExplainedVariance.Sum() - 1) < 1e-9
                    && pca.ExplainedVariance[0] >= pca.ExplainedVariance[1]
                    && Math.Abs(Distance(points[0], points[1]) - Distance(places[0], places[1]))
                        < 1e-7
                    && pca.ExplainedVariance.All(v => v is >= 0 and <= 1);
            });

    [Fact]
    public void Of_four_columns_the_largest_loading_is_positive_and_directions_are_at_right_angles() =>
        Gen.Double[-100, 100]
            .Array[4]
            .Array[6, 20]
            .Sample(points =>
                PcaProjection.Of(points) is { } pca
                && pca.Components.All(c => c.Max() > c.Max(Math.Abs) - 1e-9)
                && pca.Components.All(c => Math.Abs(c.Sum(l => l * l) - 1) < 1e-9)
                && Math.Abs(pca.Components[0].Zip(pca.Components[1], (a, b) => a * b).Sum()) < 1e-9
            );

    [Fact]
    public void Points_that_do_not_vary_have_no_picture()
    {
        PcaProjection
            .Of([
                [1, 2],
                [1, 2],
            ])
            .ShouldBeNull();
        PcaProjection
            .Of([
                [1, 2],
            ])
            .ShouldBeNull();
        PcaProjection
            .Of([
                [1],
                [3],
            ])!
            .Components.ShouldBe([
                [1.0],
            ]);
    }

    private static double Distance(double[] a, double[] b) =>
        Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    private static double Least(double[,] costs, int row, int[] taken)
    {
        int rows = costs.GetLength(0),
            columns = costs.GetLength(1);
        if (row == rows || taken.Length == columns)
            return 0;
        var free = Enumerable.Range(0, columns).Except(taken);
        var placed = free.Min(c => costs[row, c] + Least(costs, row + 1, [.. taken, c]));
        // A row may be left over only while the rest can still take all columns.
        return rows - row > columns - taken.Length
            ? Math.Min(placed, Least(costs, row + 1, taken))
            : placed;
    }
}
