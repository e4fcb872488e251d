using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>Loans of a group and a status.</summary>
/// <param name="Place">The group's place, where it has one by itself.</param>
internal sealed record CountedGroup(string Value, string Status, long Loans, int Place = 0);

/// <summary>An attribute by itself: its groups compared.</summary>
internal static class CharacteristicGroups
{
    /// <summary>With more groups than this, those that are too small to say anything are put together.</summary>
    private const int MostGroups = 20;
    private const string Other = "other";
    private const string Unknown = "unknown";

    /// <summary>The attribute, not yet adjusted for the others.</summary>
    public static Characteristic Of(
        KnownAttribute attribute,
        IReadOnlyList<CountedGroup> counted,
        CharacteristicLoans loans,
        LoanOutcome outcome,
        IComparer<string> order,
        Dictionary<string, string> branches
    )
    {
        var groups = Pooled([
            .. counted
                .GroupBy(c => c.Value)
                .Select(g => Sided.Of(g.Key, g, outcome))
                .Where(g => g.With + g.Others > 0)
                .OrderBy(g => g.Place)
                .ThenBy(g => g.Value, order),
        ]);
        var test = ChiSquare.Independence([.. groups.Select(g => (g.With, g.Others))]);
        var evidence = WeightOfEvidence.Of([
            .. groups.Select(g =>
                outcome.Word == LoanOutcome.FullyPaid ? (g.With, g.Others) : (g.Others, g.With)
            ),
        ])!;
        double with = groups.Sum(g => g.With),
            others = groups.Sum(g => g.Others);
        return new(
            attribute.By,
            attribute.IsNumber ? "number" : "category",
            [
                .. groups.Zip(
                    evidence.Bins,
                    (g, e) =>
                        new CharacteristicBin(
                            g.Value,
                            attribute.By == "branch"
                                ? branches.GetValueOrDefault(g.Value, g.Value)
                                : g.Value,
                            g.With / with,
                            g.Others / others,
                            Proportion.Of(g.With, g.With + g.Others),
                            g.With / (double)(g.With + g.Others) / (with / (with + others)),
                            e.Weight,
                            e.Information
                        )
                ),
            ],
            evidence.InformationValue,
            (groups.Count - 1) * (1 / with + 1 / others),
            null,
            MeasuredRows.Heterogeneity(test),
            null,
            null,
            test is null ? null : CramersV.Of(test, (long)(with + others)),
            attribute.IsNumber ? Differ(loans.Numbers(attribute), loans.Outcomes) : null
        );
    }

    /// <summary>The attributes side by side: p-values adjusted for their number, the surest and then the most informative first.</summary>
    public static IReadOnlyList<Characteristic> Compared(IEnumerable<Characteristic> attributes)
    {
        var all = attributes.ToArray();
        var tested = all.Where(a => a.Heterogeneity is not null).ToArray();
        var adjusted = Holm.Adjusted([.. tested.Select(a => a.Heterogeneity!.PValue)]);
        return
        [
            .. tested
                .Select(
                    (a, i) =>
                        a with
                        {
                            AdjustedP = adjusted[i],
                            Differs = adjusted[i] < 0.05,
                            Strength =
                                adjusted[i] < 0.05
                                    ? WeightOfEvidence.BandOf(
                                        a.InformationValue!.Value - a.ByChance!.Value
                                    )
                                    : EvidenceBand.None,
                        }
                )
                .Concat(all.Except(tested))
                .OrderBy(a => a.AdjustedP ?? double.PositiveInfinity)
                .ThenByDescending(a => a.InformationValue)
                .ThenBy(a => a.By, StringComparer.Ordinal),
        ];
    }

    private static IReadOnlyList<Sided> Pooled(IReadOnlyList<Sided> groups)
    {
        if (groups.Count <= MostGroups)
            return groups;
        double with = groups.Sum(g => g.With),
            rarer = Math.Min(with, groups.Sum(g => g.Others)) / groups.Sum(g => g.With + g.Others);
        var small = groups
            .Where(g => (g.With + g.Others) * rarer < ChiSquare.LeastExpected && g.Value != Unknown)
            .ToArray();
        if (small.Length == 0)
            return groups;
        var other = new Sided(Other, small.Sum(g => g.With), small.Sum(g => g.Others));
        return
        [
            .. groups.Except(small).Where(g => g.Value != Unknown),
            other,
            .. groups.Where(g => g.Value == Unknown),
        ];
    }

    private static NumberDifference Differ(double[] numbers, bool[] outcomes)
    {
        var known = numbers.Zip(outcomes).Where(n => !double.IsNaN(n.First)).ToArray();
        double[] values = [.. known.Select(k => k.First)];
        bool[] with = [.. known.Select(k => k.Second)];
        return new(Mean(true), Mean(false), RankedScores.Of(values, with).DeLong());

        double? Mean(bool side) =>
            known.Where(k => k.Second == side).Select(k => (double?)k.First).Average();
    }

    /// <summary>A group's loans with the outcome and the others.</summary>
    private sealed record Sided(string Value, long With, long Others, int Place = 0)
    {
        public static Sided Of(string value, IEnumerable<CountedGroup> counted, LoanOutcome outcome)
        {
            var sides = counted.ToLookup(c => outcome.Has(c.Status), c => c.Loans);
            return new(value, sides[true].Sum(), sides[false].Sum(), counted.First().Place);
        }
    }
}
