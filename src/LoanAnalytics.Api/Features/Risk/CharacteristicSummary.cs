using System.Globalization;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>What the figures say, in sentences built from them.</summary>
internal static class CharacteristicSummary
{
    /// <summary>Attributes that have a sentence of their own, and terms of the regression that are named.</summary>
    private const int Most = 5;

    public static IReadOnlyList<string> Of(
        LoanOutcome outcome,
        OutcomePopulation population,
        IReadOnlyList<Characteristic> attributes,
        CharacteristicRegression? regression
    )
    {
        var found = attributes.Where(a => a.Differs == true).ToArray();
        string?[] sentences =
        [
            Overall(outcome, population, attributes, found),
            .. found.Take(Most).Select(a => One(outcome, population, a)),
            regression is null ? null : Together(outcome, regression),
            outcome.Definition == DefaultDefinition.Resolved && population.LeftOut > 0
                ? "Open loans are on neither side, so long and young loans, of which hardly any but the defaulted have ended yet, look worse than they are; definition=booked compares with open loans too."
                : null,
            "An association is no cause: what goes with an outcome need not bring it about.",
        ];
        return [.. sentences.OfType<string>()];
    }

    /// <summary>What became of the loans with the outcome.</summary>
    public static string Past(LoanOutcome outcome) =>
        outcome.Word == LoanOutcome.FullyPaid ? "fully paid" : "defaulted";

    private static string Noun(LoanOutcome outcome) =>
        outcome.Word == LoanOutcome.FullyPaid ? "full repayment" : "default";

    private static string Overall(
        LoanOutcome outcome,
        OutcomePopulation population,
        IReadOnlyList<Characteristic> attributes,
        Characteristic[] found
    )
    {
        var tested = attributes.Count(a => a.AdjustedP is not null);
        var compared =
            $"{Count(population.Share.Denominator)} loans compared, {Count(population.Share.Numerator)} of them {Past(outcome)}";
        if (tested == 0)
            return $"Nothing can be tested: no attribute has two groups ({compared}).";
        if (found.Length == 0)
            return $"Nothing is strong: none of {tested} attributes goes with {Noun(outcome)} beyond chance; the smallest p-value, adjusted for their number, is {P(attributes[0].AdjustedP!.Value)} ({Word(attributes[0].By)}; {compared}).";
        var strong = found.Count(a => a.Strength is EvidenceBand.Medium or EvidenceBand.Strong);
        var lead = strong == 0 ? "Nothing is strong: " : "";
        var how =
            strong == 0 ? ", each weakly"
            : strong < found.Length ? $", {strong} of them more than weakly"
            : "";
        return $"{lead}{found.Length} of {tested} attributes {(found.Length == 1 ? "goes" : "go")} with {Noun(outcome)} beyond chance{how} ({compared}).";
    }

    private static string? One(
        LoanOutcome outcome,
        OutcomePopulation population,
        Characteristic attribute
    )
    {
        // Groups large enough to say something by themselves, the two that differ most.
        var rate = population.Share.Rate!.Value;
        var large = attribute
            .Bins.Where(b =>
                b.Rate.Denominator * Math.Min(rate, 1 - rate) >= ChiSquare.LeastExpected
            )
            .OrderByDescending(b => b.Rate.Rate)
            .ToArray();
        var strength =
            attribute.Strength == EvidenceBand.None ? "barely" : Lower(attribute.Strength!.Value);
        var head =
            $"{Capital(Word(attribute.By))} ({strength}; information value {attribute.InformationValue!.Value.ToString("0.00", CultureInfo.InvariantCulture)}, {attribute.ByChance!.Value.ToString("0.00", CultureInfo.InvariantCulture)} by chance)";
        return large.Length < 2
            ? $"{head}."
            : $"{head}: {Percent(large[0].Rate.Rate!.Value)} of {large[0].Label} {Verb(outcome)}, {Percent(large[^1].Rate.Rate!.Value)} of {large[^1].Label}, against {Percent(rate)} of all.";
    }

    private static string Together(LoanOutcome outcome, CharacteristicRegression regression)
    {
        if (!regression.Converged)
            return "All together: the regression did not settle, so its odds ratios say nothing.";
        var head =
            $"All together ({regression.Terms.Count} terms): they explain {Percent(regression.PseudoR2)} of the log likelihood (p {Is(regression.PValue ?? 1)})";
        // So many terms by chance: those that hold after Holm's adjustment for their number are named.
        var tested = regression.Terms.Where(t => t.PValue is not null).ToArray();
        var adjusted = Holm.Adjusted([.. tested.Select(t => t.PValue!.Value)]);
        var sure = tested
            .Where((_, i) => adjusted[i] < 0.05)
            .OrderByDescending(t => Math.Abs(Math.Log(t.OddsRatio!.Value)))
            .ToArray();
        var separated = regression.Separated
            ? " Some groups have only loans with the outcome, or none: their odds ratios are not finite."
            : "";
        if (sure.Length == 0)
            return $"{head}; none of the terms holds by itself once the others are allowed for.{separated}";
        var named = sure.Take(Most)
            .Select(t =>
                $"{Word(t.By)} {(t.Value is null ? $"(each {t.Unit!.Value.ToString("#,0.##", CultureInfo.InvariantCulture)} more)" : $"{t.Value} against {t.Reference}")} by {Ratio(t.OddsRatio)} ({Ratio(t.Low)} to {Ratio(t.High)})"
            );
        return $"{head}. All else being equal, the odds of {Noun(outcome)} are multiplied: {string.Join("; ", named)}.{separated}";
    }

    private static string Verb(LoanOutcome outcome) =>
        outcome.Word == LoanOutcome.FullyPaid ? "were fully paid" : "defaulted";

    private static string Word(string by) => KnownAttribute.WordOf(by);

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Lower(EvidenceBand band) => band.ToString().ToLowerInvariant();

    private static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Percent(double share) =>
        $"{(share * 100).ToString("0.#", CultureInfo.InvariantCulture)} %";

    private static string Ratio(double? ratio) =>
        ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";

    private static string P(double p) =>
        p < 0.001 ? "below 0.001" : p.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Is(double p) => p < 0.001 ? "below 0.001" : $"= {P(p)}";
}
