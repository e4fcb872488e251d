using System.Text.Json.Nodes;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

/// <summary>The published and hand-worked vectors of the metrics that exist.</summary>
public sealed class MetricVectorTests
{
    /// <summary>Those that belong to what is not built yet; a vector that is in neither list fails the last test.</summary>
    private static readonly string[] Later = ["payment-ratio-", "ifrs9-", "ecl-", "invariants"];

    private static readonly Dictionary<string, Action<JsonNode, JsonNode>> Checks = new()
    {
        ["rate-mix-decomposition"] = RateAndMix,
        ["rate-mix-new-segment"] = RateAndMix,
        ["wilson-10-of-14"] = Wilson,
        ["wilson-430-of-474"] = Wilson,
        ["wilson-exact-z"] = Wilson,
        ["wilson-edges"] = WilsonEdges,
        ["empirical-bayes-public"] = AdjustedRates,
        ["empirical-bayes-branches"] = AdjustedRates,
        ["funnel-limits"] = FunnelLimits,
        ["chi-square-scipy"] = ChiSquareOfTable,
        ["chi-square-german-checking"] = ChiSquareOfTable,
        ["chi-square-optbinning-row"] = ChiSquareOfTable,
        ["chi-square-seed-branches"] = ChiSquareOfTable,
        ["z-score-standardisation"] = Standardised,
        ["default-rate-seed-five-definitions"] = FiveDefinitions,
        ["default-rate-berka"] = BerkaRates,
        ["default-rate-written-off"] = WrittenOff,
        ["status-mix-seed"] = StatusMix,
        ["portfolio-seed-paid-out"] = PaidOut,
        ["portfolio-empty"] = Empty,
    };

    /// <summary>Checked on a database: <see cref="Portfolio.MeasureVectorTests"/> and the control figures of the seed book.</summary>
    private static readonly string[] OnDatabase =
    [
        "portfolio-seed-all-rows",
        "average-interest-rate-weighting",
        "disbursed-approved-not-paid-out",
    ];

    public static TheoryData<string> Ids => [.. Checks.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_vector_holds(string id)
    {
        var vector = Vectors().Single(v => v["id"]!.GetValue<string>() == id);
        Checks[id](vector["inputs"]!, vector["expected"]!);
    }

    [Fact]
    public void Every_vector_is_checked_or_belongs_to_what_is_not_built() =>
        Vectors()
            .Select(v => v["id"]!.GetValue<string>())
            .Where(id =>
                !Checks.ContainsKey(id)
                && !DelinquencyVectorTests.Checks.ContainsKey(id)
                && !ModelVectorTests.Checks.ContainsKey(id)
                && !OnDatabase.Contains(id)
                && !Later.Any(l => id.StartsWith(l, StringComparison.Ordinal))
            )
            .ShouldBeEmpty();

    internal static IReadOnlyList<JsonNode> Vectors()
    {
        Assert.SkipUnless(
            Database.Shared is not null,
            "The shared vectors are not beside the checkout."
        );
        var text = File.ReadAllText(Path.Combine(Database.Shared!, "oracles", "metrics.json"));
        return [.. JsonNode.Parse(text)!["vectors"]!.AsArray().Select(v => v!)];
    }

    private static void RateAndMix(JsonNode inputs, JsonNode expected)
    {
        var change = RateMix.Decompose([
            .. inputs["segments"]!
                .AsArray()
                .Select(s => new RateMixSegment(
                    (double)s!["share0"]!,
                    (double?)s["rate0"],
                    (double)s["share1"]!,
                    (double?)s["rate1"]
                )),
        ])!;
        change.Rate0.ShouldBe((double)expected["rate0"]!, 1e-12);
        change.Rate1.ShouldBe((double)expected["rate1"]!, 1e-12);
        change.Change.ShouldBe((double)expected["change"]!, 1e-12);
        change.RateEffect.ShouldBe((double)expected["rateEffect"]!, 1e-12);
        change.MixEffect.ShouldBe((double)expected["mixEffect"]!, 1e-12);
        (change.RateEffect + change.MixEffect).ShouldBe(change.Change, 1e-12);
        foreach (
            var ((_, effects), i) in (expected["bySegment"]?.AsObject() ?? []).Select(
                (s, i) => (s, i)
            )
        )
        {
            change.Segments[i].RateEffect.ShouldBe((double)effects![0]!, 1e-12);
            change.Segments[i].MixEffect.ShouldBe((double)effects[1]!, 1e-12);
        }
    }

    private static void Wilson(JsonNode inputs, JsonNode expected)
    {
        var share = Proportion.Of((long)inputs["x"]!, (long)inputs["n"]!, (double)inputs["z"]!);
        share.Low!.Value.ShouldBe((double)expected["lower"]!, 1e-10);
        share.High!.Value.ShouldBe((double)expected["upper"]!, 1e-10);
    }

    private static void WilsonEdges(JsonNode inputs, JsonNode expected)
    {
        foreach (
            var (c, interval) in inputs["cases"]!.AsArray().Zip(expected["intervals"]!.AsArray())
        )
        {
            var share = Proportion.Of((long)c!["x"]!, (long)c["n"]!, (double)inputs["z"]!);
            if (interval is null)
                (share.Low, share.High).ShouldBe((null, null));
            else
            {
                share.Low!.Value.ShouldBe((double)interval[0]!, 1e-10);
                share.High!.Value.ShouldBe((double)interval[1]!, 1e-10);
            }
        }
    }

    private static void AdjustedRates(JsonNode inputs, JsonNode expected)
    {
        foreach (var (c, rate) in inputs["cases"]!.AsArray().Zip(expected["rates"]!.AsArray()))
            EmpiricalBayes
                .Adjusted(
                    (long)c!["x"]!,
                    (long)c["n"]!,
                    (double)inputs["m"]!,
                    (double)inputs["a"]!
                )!
                .Value.ShouldBe((double)rate!, 1e-9);
    }

    private static void FunnelLimits(JsonNode inputs, JsonNode expected)
    {
        foreach (var (group, i) in inputs["groups"]!.AsArray().Select((g, i) => (g!, i)))
        {
            var n = (long)group["n"]!;
            var limits = Funnel.Limits((double)inputs["target"]!, n);
            if (expected["flag"]![i] is not { } flag)
            {
                limits.ShouldBeNull();
                continue;
            }
            limits!.Low95.ShouldBe((double)expected["limits95"]![i]![0]!, 1e-12);
            limits.High95.ShouldBe((double)expected["limits95"]![i]![1]!, 1e-12);
            limits.Low998.ShouldBe((double)expected["limits998"]![i]![0]!, 1e-12);
            limits.High998.ShouldBe((double)expected["limits998"]![i]![1]!, 1e-12);
            Funnel
                .Position((double)group["defaults"]! / n, limits)
                .ToString()
                .ShouldBe(flag.GetValue<string>(), StringCompareShould.IgnoreCase);
        }
    }

    // The test takes groups x (defaulted, not); a table of two rows is turned, which changes nothing.
    private static void ChiSquareOfTable(JsonNode inputs, JsonNode expected)
    {
        long[][] table =
        [
            .. inputs["table"]!.AsArray().Select(r => r!.AsArray().Select(c => (long)c!).ToArray()),
        ];
        (long, long)[] groups =
            table[0].Length == 2
                ? [.. table.Select(r => (r[0], r[1]))]
                : [.. table[0].Zip(table[1])];
        var test = ChiSquare.Independence(groups)!;
        test.ChiSquare.ShouldBe((double)expected["statistic"]!, 1e-9);
        test.DegreesOfFreedom.ShouldBe((int)expected["degreesOfFreedom"]!);
        test.PValue.ShouldBe((double)expected["pValue"]!, 1e-9);
        test.SmallestExpected.ShouldBe((double)expected["minExpected"]!, 1e-9);
        if (expected["log10PValue"] is { } log)
            Math.Log10(test.PValue).ShouldBe((double)log, 1e-9);
    }

    private static void Standardised(JsonNode inputs, JsonNode expected)
    {
        for (var column = 0; column < 3; column++)
        {
            var fit = Standardisation.Fit([
                .. inputs["fit"]!.AsArray().Select(r => (double)r![column]!),
            ]);
            fit.Mean.ShouldBe((double)expected["mean"]![column]!, 1e-12);
            fit.Deviation.ShouldBe((double)expected["standardDeviation"]![column]!, 1e-12);
            foreach (var (row, z) in inputs["transform"]!.AsArray().Zip(expected["z"]!.AsArray()))
                fit.Z((double)row![column]!).ShouldBe((double)z![column]!, 1e-12);
        }
    }

    private static void FiveDefinitions(JsonNode inputs, JsonNode expected)
    {
        var rows = ByStatus(inputs);
        foreach (
            var definition in (DefaultDefinition[])
                [
                    DefaultDefinition.Count,
                    DefaultDefinition.Amount,
                    DefaultDefinition.Balance,
                    DefaultDefinition.Booked,
                    DefaultDefinition.Resolved,
                ]
        )
            Rate(rows, definition)!
                .Value.ShouldBe((double)expected[definition.ToString().ToLowerInvariant()]!, 1e-9);
    }

    private static void BerkaRates(JsonNode inputs, JsonNode expected)
    {
        MeasureRow[] rows =
        [
            .. inputs["counts"]!
                .AsObject()
                .Select(c =>
                    Row(
                        inputs["statusMap"]![c.Key]!.GetValue<string>(),
                        (long)c.Value!,
                        (decimal)inputs["principal"]![c.Key]!
                    )
                ),
        ];
        rows.Sum(r => r.Loans).ShouldBe((long)expected["total"]!);
        Rate(rows, DefaultDefinition.Count)!.Value.ShouldBe((double)expected["count"]!, 1e-9);
        Rate(rows, DefaultDefinition.Amount)!.Value.ShouldBe((double)expected["amount"]!, 1e-9);
        Rate(rows, DefaultDefinition.Booked)!.Value.ShouldBe((double)expected["booked"]!, 1e-9);
        Rate(rows, DefaultDefinition.Resolved)!.Value.ShouldBe((double)expected["resolved"]!, 1e-9);
    }

    private static void WrittenOff(JsonNode inputs, JsonNode expected)
    {
        var rows = Counted(inputs["counts"]!);
        Rate(rows, DefaultDefinition.Count)!.Value.ShouldBe((double)expected["count"]!, 1e-12);
        Rate(rows, DefaultDefinition.Booked)!.Value.ShouldBe((double)expected["booked"]!, 1e-12);
        Rate(rows, DefaultDefinition.Resolved)!
            .Value.ShouldBe((double)expected["resolved"]!, 1e-12);
        Rate(
                [
                    Row("active", 1, 0, outstanding: 1000),
                    Row("defaulted", 1, 0) with
                    {
                        KnownBalance = 0,
                        Outstanding = null,
                    },
                ],
                DefaultDefinition.Balance
            )
            .ShouldBeNull();
        var young = Counted(inputs["nothingResolved"]!);
        Rate(young, DefaultDefinition.Count).ShouldBe((double)expected["nothingResolvedCount"]!);
        Rate(young, DefaultDefinition.Resolved).ShouldBeNull();
    }

    private static void StatusMix(JsonNode inputs, JsonNode expected)
    {
        var mix = Of(Counted(inputs["counts"]!)).Status;
        foreach (var (status, share) in expected["shareByCount"]!.AsObject())
            mix.Single(s => s.Status == status).Share!.Value.ShouldBe((double)share!, 1e-9);
        mix.Sum(s => s.Share!.Value).ShouldBe((double)expected["sumOfShares"]!, 1e-9);
    }

    private static void PaidOut(JsonNode inputs, JsonNode expected)
    {
        var measures = Of(ByStatus(inputs));
        (measures.Loans - measures.Status[0].Loans).ShouldBe((long)expected["bookedLoans"]!);
        measures.Disbursed.ShouldBe((decimal)expected["disbursed"]!);
        measures.Repaid.ShouldBe((decimal)expected["repaid"]!);
    }

    private static void Empty(JsonNode inputs, JsonNode expected)
    {
        var measures = Of([]);
        measures.Loans.ShouldBe((long)expected["loanCount"]!);
        measures.Disbursed.ShouldBe((decimal)expected["disbursed"]!);
        measures.Repaid.ShouldBe((decimal)expected["repaid"]!);
        measures.InterestRate.ShouldBe(new AverageInterestRate(null, null, null));
        Rate([], DefaultDefinition.Count).ShouldBeNull();
        Rate([], DefaultDefinition.Resolved).ShouldBeNull();
    }

    private static MeasureRow[] ByStatus(JsonNode inputs) =>
        [
            .. inputs["byStatus"]!
                .AsArray()
                .Select(s =>
                    Row(
                        s!["status"]!.GetValue<string>(),
                        (long)s["count"]!,
                        (decimal)s["principal"]!,
                        (decimal)s["outstanding"]!,
                        (decimal)s["repaid"]!
                    )
                ),
        ];

    private static MeasureRow[] Counted(JsonNode counts) =>
        [.. counts.AsObject().Select(c => Row(c.Key, (long)c.Value!, 0))];

    private static MeasureRow Row(
        string status,
        long loans,
        decimal principal,
        decimal outstanding = 0,
        decimal repaid = 0
    ) =>
        new(
            [],
            status,
            null,
            null,
            null,
            loans,
            principal,
            principal,
            repaid,
            outstanding,
            loans,
            loans,
            0,
            null,
            null,
            null,
            null,
            null,
            0
        );

    private static LoanMeasures Of(
        MeasureRow[] rows,
        DefaultDefinition definition = DefaultDefinition.Count
    ) => MeasureSums.Measures(rows, null, definition, CountUnit.Loan, null);

    private static double? Rate(MeasureRow[] rows, DefaultDefinition definition) =>
        Of(rows, definition).Default.Rate;
}
