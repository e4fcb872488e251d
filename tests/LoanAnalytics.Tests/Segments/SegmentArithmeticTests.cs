using CsCheck;
using LoanAnalytics.Api.Features.Segments;
using LoanAnalytics.Api.Measures;

namespace LoanAnalytics.Tests.Segments;

/// <summary>What goes into segments and what is made of them, by hand.</summary>
public sealed class SegmentArithmeticTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact] // ages 20, 22 and 60, 62: z = (x - 41) / √401, so each is 1 / √401 from its centre: 4 / 401
    public void Two_pairs_are_two_segments()
    {
        var trained = SegmentTraining.Train(
            [Number("age", 20, 22, 60, 62)],
            Inputs(["age"], k: 2),
            (_, _) => { },
            Cancel
        );
        trained.Members.Select(m => (m.Row, m.Segment)).ShouldBe([(0, 1), (1, 1), (2, 2), (3, 2)]);
        trained.Members.ShouldAllBe(m => Math.Abs(m.Distance - 1 / Math.Sqrt(401)) < 1e-9);
        trained.Inertia.ShouldBe(4.0 / 401, 1e-9);
    }

    [Fact] // shares 2/3 and 1/3: 1 - 5/9 = 4/9, so the columns are 0 or 1.5, each of variance 1.5² x 2/9 = 1/2
    public void A_balanced_category_varies_as_much_as_one_number_and_an_unscaled_one_is_0_or_1()
    {
        var column = Category("employment", "x", "x", "y");
        var balanced = ModelFeature.Fit(column, log: false, balanced: true);
        balanced.Values.ShouldBe(["x", "y"]);
        balanced.Scale!.Value.ShouldBe(1.5, 1e-12);
        ModelFeature.Fit(column, log: false, balanced: false).Scale.ShouldBe(1);
        Gen.Char["abcde"]
            .Array[2, 60]
            .Where(w => w.Distinct().Count() > 1)
            .Sample(w =>
            {
                var drawn = Category("c", [.. w.Select(c => $"{c}")]);
                var fit = ModelFeature.Fit(drawn, log: false, balanced: true);
                double variance = 0;
                foreach (var value in fit.Values!)
                {
                    var p = (double)w.Count(c => $"{c}" == value) / w.Length;
                    variance += fit.Scale!.Value * fit.Scale.Value * p * (1 - p);
                }
                return Math.Abs(variance - 1) < 1e-9;
            });
    }

    [Fact] // ln(1 + 0) = 0 and ln(1 + (e² - 1)) = 2: mean 1, deviation 1
    public void An_income_taken_as_logarithm_is_measured_in_it()
    {
        var income = ModelFeature.Fit(
            Number("income", 0, Math.Exp(2) - 1),
            log: true,
            balanced: true
        );
        (income.Mean!.Value, income.Deviation!.Value).ShouldBe((1, 1));
        income.Z(Math.E - 1).ShouldBe(0, 1e-12);
    }

    [Fact]
    public void A_customer_of_whom_a_number_is_unknown_takes_no_part_and_an_unknown_category_is_a_value()
    {
        var population = SegmentPopulation.Of(
            [Number("age", 20, double.NaN, 40), Category("employment", "x", "x", "unknown")],
            Inputs(["age", "employment"])
        );
        population.Rows.ShouldBe([0, 2]);
        var (model, points) = population.Fit(Inputs(["age", "employment"]));
        model.Features[1].Values.ShouldBe(["unknown", "x"]);
        // Shares of a half: 1 / √(1 - 1/2) = √2.
        points[0].ToArray().ShouldBe([-1, 0, Math.Sqrt(2)], 1e-12);
    }

    [Fact] // the same numbers whatever the number of threads, and where starts are made on a sample
    public void The_same_inputs_give_the_same_bits_on_few_customers_and_on_many()
    {
        foreach (var n in (int[])[300, KMeans.MostPoints + 500])
        {
            var random = new Random(3);
            var ages = Enumerable.Range(0, n).Select(_ => random.NextDouble() * 60).ToArray();
            var incomes = ages.Select(a => a * random.NextDouble()).ToArray();
            var made = Enumerable
                .Range(0, 2)
                .Select(_ =>
                    SegmentTraining.Train(
                        [Number("age", ages), Number("income", incomes)],
                        Inputs(["age", "income"], k: 3, restarts: 5),
                        (_, _) => { },
                        Cancel
                    )
                )
                .ToArray();
            made[0]
                .Model.Segments.SelectMany(s => s.Centroid)
                .Select(BitConverter.DoubleToInt64Bits)
                .ShouldBe(
                    made[1]
                        .Model.Segments.SelectMany(s => s.Centroid)
                        .Select(BitConverter.DoubleToInt64Bits)
                );
            made[0].Choices.Tried.ShouldBe(made[1].Choices.Tried);
            made[0].Members.Count.ShouldBe(n);
        }
    }

    [Fact] // many steps, in which centres move far and points are passed over that could not have changed their place
    public void Each_customer_is_in_the_segment_whose_centre_is_nearest()
    {
        foreach (var (n, k) in (ReadOnlySpan<(int, int)>)[(KMeans.MostPoints + 500, 8), (400, 5)])
        {
            var random = new Random(4);
            var points = new Points(
                [.. Enumerable.Range(0, 3 * n).Select(_ => random.NextDouble())],
                3
            );
            var found = KMeans.Best(points, k, 1, 3, null, Cancel);
            found.Places.ShouldBe(KMeans.Places(points, found.Centroids));
            found.Inertia.ShouldBe(
                Enumerable
                    .Range(0, n)
                    .Sum(i =>
                        points[i]
                            .ToArray()
                            .Zip(found.Centroids[found.Places[i]], (x, c) => (x - c) * (x - c))
                            .Sum()
                    ),
                1e-6
            );
        }
    }

    [Fact] // 0.1 is no binary number: the mean of seven of it is another one, and the way from one to the other gains 1e-34
    public void Customers_all_alike_do_not_keep_the_training_busy_for_ever()
    {
        var alike = new Points([.. Enumerable.Repeat(0.1, 7)], 1);
        KMeans.Quick(alike, 2, 1, 3, Cancel).Inertia.ShouldBe(0, 1e-12);
    }

    [Fact]
    public void Three_groups_far_apart_are_three_segments_when_the_number_is_left_open()
    {
        double[] ages =
        [
            .. Enumerable.Range(0, 90).Select(i => 20.0 + 20 * (i % 3) + (i / 3 % 5) * 0.3),
        ];
        var trained = SegmentTraining.Train(
            [Number("age", ages)],
            Inputs(["age"]) with
            {
                KFrom = 2,
                KTo = 6,
                Restarts = 5,
            },
            (_, _) => { },
            Cancel
        );
        trained.Choices.Customers.ShouldBe(90);
        trained.Choices.Tried.Select(t => t.K).ShouldBe([2, 3, 4, 5, 6]);
        trained.Choices.Tried.Single(t => t.Suggested).K.ShouldBe(3);
        trained.Model.Segments.Select(s => s.Size).ShouldBe([30, 30, 30]);
        trained.Choices.Tried[1].Stability.ShouldBe(1);
    }

    [Fact] // places: k = 2: 2 + 1 + 0, k = 3: 0 + 0 + 1, k = 4: 1 + 2 + 2
    public void The_number_with_the_least_sum_of_places_is_suggested_and_of_equals_the_smaller()
    {
        Suggested((2, 10, 0.5, 1.0), (3, 30, 0.6, 0.9), (4, 20, 0.4, 0.8)).ShouldBe(3);
        Suggested((2, 10, 0.5, 1.0), (3, 30, 0.5, 0.9), (4, 20, 0.4, 0.8)).ShouldBe(3);
        Suggested((2, 10, 0.6, 0.9), (3, 30, 0.5, 0.9)).ShouldBe(2);

        static int Suggested(params (int K, double, double, double)[] tried) =>
            SegmentTraining
                .Suggested(
                    9,
                    [.. tried.Select(t => new TriedK(t.K, 1, t.Item2, t.Item3, t.Item4, false))]
                )
                .Tried.Single(t => t.Suggested)
                .K;
    }

    [Fact] // the published centres are at 20 and 60 years, the new ones at 61, 20 and 95, deviation 20
    public void A_retrained_segment_keeps_the_number_of_the_published_one_that_is_nearest()
    {
        var published = AgeModel(40, 20, (3, 2, -1), (7, 2, 1)) with { LastId = 9 };
        var (model, shifts) = SegmentMatch.Numbered(
            AgeModel(41, 20, (1, 3, 1), (2, 1, -1.05), (3, 1, 2.7)),
            published
        );
        model.Segments.Select(s => s.Id).ShouldBe([7, 3, 10]);
        model.LastId.ShouldBe(10);
        shifts[7].ShouldBe(1.0 / 20, 1e-12);
        shifts[3].ShouldBe(0, 1e-12);
        shifts.ContainsKey(10).ShouldBeFalse();
    }

    [Fact]
    public void A_segmentation_of_fewer_segments_keeps_the_numbers_of_those_that_are_left()
    {
        var published = AgeModel(40, 20, (1, 2, -1), (2, 2, 0), (3, 2, 1));
        var (model, _) = SegmentMatch.Numbered(
            AgeModel(40, 20, (1, 4, 0.9), (2, 2, -0.9)),
            published
        );
        model.Segments.Select(s => s.Id).ShouldBe([3, 1]);
        model.LastId.ShouldBe(3);
    }

    [Fact]
    public void Segmentations_without_a_feature_in_common_share_no_number()
    {
        var other = new SegmentationModel(
            [new("income", FeatureKind.Number, false, 0, 1, null, null)],
            [new(1, 2, [0]), new(2, 2, [1])],
            2
        );
        var (model, shifts) = SegmentMatch.Numbered(other, AgeModel(40, 20, (1, 2, -1), (2, 2, 1)));
        model.Segments.Select(s => s.Id).ShouldBe([3, 4]);
        shifts.ShouldBeEmpty();
    }

    [Fact] // a value that only one of two segmentations knows: all Employed before, half Employed and half Retired now, both unscaled
    public void A_value_that_only_one_of_them_knows_counts_in_the_distance_between_centres()
    {
        var before = Employment(["Employed", "Student"], (1, [1, 0]), (2, [0, 1]));
        var now = Employment(["Employed", "Retired"], (1, [0.5, 0.5]), (2, [1, 0]));
        var (model, shifts) = SegmentMatch.Numbered(now, before);
        // Costs: (0.5, 0.5, 0) to Employed 0.5, to Student 1.5; Employed to Employed 0, to Student 2. Straight 0.5 + 2, crossed 1.5 + 0.
        model.Segments.Select(s => s.Id).ShouldBe([2, 1]);
        shifts[2].ShouldBe(Math.Sqrt(1.5), 1e-12);
        shifts[1].ShouldBe(0, 1e-12);

        static SegmentationModel Employment(
            string[] values,
            params (int Id, double[] Shares)[] segments
        ) =>
            new(
                [new("employment", FeatureKind.Category, false, null, null, values, 1)],
                [.. segments.Select(s => new ModelSegment(s.Id, 1, s.Shares))],
                segments.Length
            );
    }

    [Fact] // shares 1/2 and 1/2 before, 1/4 and 3/4 now: 1/4 ln 2 + 1/4 ln 1.5
    public void Drift_says_how_sizes_changed_and_who_moved_where()
    {
        var published = new PublishedSegments(
            Guid.NewGuid(),
            AgeModel(40, 20, (3, 2, -1), (7, 2, 1)),
            new Dictionary<int, string>(),
            new Dictionary<string, int>
            {
                ["A"] = 3,
                ["B"] = 3,
                ["C"] = 7,
                ["D"] = 7,
            }
        );
        var drift = SegmentMatch.Drift(
            AgeModel(40, 20, (3, 1, -1), (7, 3, 1)),
            [("A", 3), ("B", 7), ("C", 7), ("E", 7)],
            published,
            new Dictionary<int, double> { [3] = 0, [7] = 0.5 }
        );
        drift.SizePsi!.Value.ShouldBe(0.25 * Math.Log(2) + 0.25 * Math.Log(1.5), 1e-12);
        drift.SizeBand.ShouldBe("significant");
        drift.Compared.ShouldBe(["age"]);
        drift.Segments.ShouldBe([new(3, 2, 1, 0), new(7, 2, 3, 0.5)]);
        drift.Moves.ShouldBe([
            new(3, 3, 1),
            new(3, 7, 1),
            new(7, 7, 1),
            new(7, null, 1),
            new(null, 7, 1),
        ]);
    }

    [Fact]
    public void A_segment_is_named_by_what_sets_it_apart_and_not_by_what_all_have()
    {
        var names = Names(
            [
                Number("age", 30, 30, 60, 60),
                Number("income", 90, 90, 10, 10),
                Category("employment", "Student", "Student", "Retired", "Retired"),
                Category("region", "North", "North", "North", "North"),
            ],
            0,
            0,
            1,
            1
        );
        names.ShouldBe(["younger, high income, student", "older, low income, retired"]);
    }

    [Fact] // z(income) of the first two: (20 - 25) / 5 x ... the two differ by a weaker trait, which then is said
    public void Two_that_would_be_named_alike_are_told_apart_by_weaker_traits()
    {
        var names = Names(
            [Number("age", 20, 22, 60, 62, 20, 22), Number("tenure", 4, 4, 4, 4, 6, 6)],
            0,
            0,
            1,
            1,
            2,
            2
        );
        names[0].ShouldNotBe(names[2]);
    }

    [Fact] // age: all variance between; gender: independent of the segment
    public void Only_features_that_segments_were_not_made_from_are_tested()
    {
        var differences = SegmentProfiles.Differences(
            [Number("age", 20, 20, 60, 60), Category("gender", "female", "male", "female", "male")],
            ["age"],
            [0, 0, 1, 1],
            2
        );
        differences[0]
            .ShouldBe(new("age", "age", FeatureKind.Number, true, "etaSquared", 1, null, null));
        differences[1]
            .ShouldBe(
                new("gender", "gender", FeatureKind.Category, false, "cramersV", 0, 1, false)
            );
    }

    private static string[] Names(FeatureColumn[] columns, params int[] places)
    {
        string[] used = [.. columns.Select(c => c.Name)];
        return SegmentWords.Names(
            [
                .. places
                    .Distinct()
                    .Select(s => new SegmentProfile(
                        s + 1,
                        SegmentProfiles.Of(
                            columns,
                            used,
                            [.. Enumerable.Range(0, places.Length).Where(i => places[i] == s)]
                        )
                    )),
            ],
            SegmentProfiles.Of(columns, used, [.. Enumerable.Range(0, places.Length)])
        );
    }

    private static SegmentInputs Inputs(string[] features, int k = 2, int restarts = 5) =>
        new(features, [], Balanced: true, k, k, Seed: 1, restarts);

    private static FeatureColumn Number(string name, params double[] values) =>
        new(name, name, FeatureKind.Number, values, []);

    private static FeatureColumn Category(string name, params string[] values) =>
        new(name, name, FeatureKind.Category, [], values);

    private static SegmentationModel AgeModel(
        double mean,
        double deviation,
        params (int Id, int Size, double Z)[] segments
    ) =>
        new(
            [new("age", FeatureKind.Number, false, mean, deviation, null, null)],
            [.. segments.Select(s => new ModelSegment(s.Id, s.Size, [s.Z]))],
            segments.Max(s => s.Id)
        );
}
