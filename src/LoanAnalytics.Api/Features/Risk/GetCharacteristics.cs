using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>What goes with an outcome, of all that the book holds of loans and borrowers but their repayment.</summary>
internal sealed record GetCharacteristics(
    LoanFilter Filter,
    string Outcome,
    DefaultDefinition Definition
) : IRequest<Answer<Characteristics>>;

/// <summary>The attributes, those that tell most first, each by itself and all together.</summary>
/// <param name="Outcome">The outcome asked for; a written-off loan counts as defaulted.</param>
/// <param name="Population">The loans compared.</param>
/// <param name="Summary">What the figures say, in sentences built from them.</param>
/// <param name="Tested">Attributes that were tested, and for which the p-values are adjusted.</param>
/// <param name="Attributes">Smallest adjusted p-value first, then the most information; what cannot be tested comes last.</param>
/// <param name="Regression">All together; null without a loan, or where no attribute varies.</param>
public sealed record Characteristics(
    [property: AllowedValues(LoanOutcome.Defaulted, LoanOutcome.FullyPaid)] string Outcome,
    OutcomePopulation Population,
    IReadOnlyList<string> Summary,
    int Tested,
    IReadOnlyList<Characteristic> Attributes,
    CharacteristicRegression? Regression
) : IHasTable
{
    // A row for each bin, with what is said of its attribute.
    Table IHasTable.Table =>
        Table.Of<CharacteristicRow>([
            .. Attributes.SelectMany(a => a.Bins.Select(b => CharacteristicRow.Of(a, b))),
        ]);
}

/// <summary>Who is compared.</summary>
/// <param name="Share">Loans with the outcome / loans on either side.</param>
/// <param name="LeftOut">Loans of the selection that are on neither side, since their end is not known or they are merely approved.</param>
public sealed record OutcomePopulation(Proportion Share, long LeftOut);

/// <summary>An attribute, and what it has to do with the outcome by itself.</summary>
/// <param name="By">The dimension, or attribute:NAME.</param>
/// <param name="Kind">number or category.</param>
/// <param name="Bins">Its groups: the bands of /metrics, the words of a category, fifths of a number of the lender's own; a missing value is the group unknown. Of more than 20 groups those too small to say anything by themselves are together as other.</param>
/// <param name="InformationValue">0 or more; null where there is nothing to compare.</param>
/// <param name="ByChance">What the information value would be on average if there were no association.</param>
/// <param name="Strength">Of the information value less what chance gives, and none where the adjusted p-value is not below 0.05: none below 0.02, weak below 0.1, medium below 0.3, else strong. A rule of thumb.</param>
/// <param name="Heterogeneity">The test of this attribute alone, over the groups of this answer; null where there is nothing to test.</param>
/// <param name="AdjustedP">Its p-value adjusted for all attributes tested (Holm); null where there is no test.</param>
/// <param name="Differs">The adjusted p-value is below 0.05; null where there is no test.</param>
/// <param name="Association">How strong the association is, less what chance gives, with its 95 % interval: one measure for numbers and categories, which sees any shape. Null where there is no test.</param>
/// <param name="Numbers">How the numbers themselves differ; null of a category.</param>
public sealed record Characteristic(
    string By,
    [property: AllowedValues("number", "category")] string Kind,
    IReadOnlyList<CharacteristicBin> Bins,
    double? InformationValue,
    double? ByChance,
    EvidenceBand? Strength,
    Heterogeneity? Heterogeneity,
    double? AdjustedP,
    bool? Differs,
    CramersV? Association,
    NumberDifference? Numbers
);

/// <summary>A group of an attribute.</summary>
/// <param name="Value">The group's value, which the filter takes, but for other and the fifths of a number of the lender's own.</param>
/// <param name="Label">The branch's name for a branch; else the value itself.</param>
/// <param name="OutcomeShare">Of all loans with the outcome, those of the group, 0..1.</param>
/// <param name="OthersShare">Of all others, those of the group, 0..1.</param>
/// <param name="Rate">Loans with the outcome / loans of the group.</param>
/// <param name="Lift">The group's rate / the rate of all; 1 = as everyone.</param>
/// <param name="Weight">Weight of evidence: positive = safer than average, whichever outcome is asked for.</param>
/// <param name="Information">The group's part of the information value.</param>
public sealed record CharacteristicBin(
    string Value,
    string Label,
    double OutcomeShare,
    double OthersShare,
    Proportion Rate,
    double? Lift,
    double Weight,
    double Information
);

/// <summary>A bin as a row of a table, with what is said of its attribute.</summary>
internal sealed record CharacteristicRow(
    string By,
    string Kind,
    string Value,
    string Label,
    long Outcome,
    long Others,
    double OutcomeShare,
    double OthersShare,
    double? Rate,
    double? RateLow,
    double? RateHigh,
    double? Lift,
    double Weight,
    double Information,
    double? InformationValue,
    double? ByChance,
    EvidenceBand? Strength,
    double? PValue,
    double? AdjustedP,
    double? Association,
    double? AssociationLow,
    double? AssociationHigh
)
{
    public static CharacteristicRow Of(Characteristic attribute, CharacteristicBin bin) =>
        new(
            attribute.By,
            attribute.Kind,
            bin.Value,
            bin.Label,
            bin.Rate.Numerator,
            bin.Rate.Denominator - bin.Rate.Numerator,
            bin.OutcomeShare,
            bin.OthersShare,
            bin.Rate.Rate,
            bin.Rate.Low,
            bin.Rate.High,
            bin.Lift,
            bin.Weight,
            bin.Information,
            attribute.InformationValue,
            attribute.ByChance,
            attribute.Strength,
            attribute.Heterogeneity?.PValue,
            attribute.AdjustedP,
            attribute.Association?.Value,
            attribute.Association?.Low,
            attribute.Association?.High
        );
}

/// <summary>How a number differs between the loans with the outcome and the others, missing values left out; of more than 200,000 loans a fixed share of
/// about so many is read.</summary>
/// <param name="OutcomeMean">Mean of the loans with the outcome.</param>
/// <param name="OthersMean">Mean of the others.</param>
/// <param name="Auc">Chance that a loan with the outcome has the higher number, ties half, with DeLong's 95 % interval: 0.5 = no difference. It does not go by the unit, nor by a few large numbers.</param>
public sealed record NumberDifference(
    double? OutcomeMean,
    double? OthersMean,
    EstimateInterval? Auc
);

internal sealed class GetCharacteristicsValidator : AbstractValidator<GetCharacteristics>
{
    public GetCharacteristicsValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.Outcome)
            .Must(o => LoanOutcome.Words.Contains(o, StringComparer.OrdinalIgnoreCase))
            .OverridePropertyName("outcome")
            .WithMessage(q =>
                $"{Nearest.Quoted(q.Outcome)} is no outcome{Nearest.Hint(q.Outcome, LoanOutcome.Words)}; known are {string.Join(", ", LoanOutcome.Words)}."
            );
        RuleFor(q => q.Definition)
            .Must(d => d.CountsLoans())
            .OverridePropertyName("definition")
            .WithMessage("definition is one that counts loans: resolved, count or booked.");
    }
}

internal sealed class GetCharacteristicsHandler(LoanDb db)
    : IRequestHandler<GetCharacteristics, Answer<Characteristics>>
{
    /// <summary>With fewer loans than this on either side hardly any association could be told from chance.</summary>
    private const int LeastLoans = 20;

    /// <summary>Loans that numbers are compared and the regression is made over; of a larger population a fixed share.</summary>
    private const int MostLoans = 200_000;

    public async Task<Answer<Characteristics>> Handle(
        GetCharacteristics request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var outcome = new LoanOutcome(request.Outcome.ToLowerInvariant(), request.Definition);
        var meta = request.Filter.MetaOf(version, request.Definition);
        var known = KnownAttribute.Of(version);
        var counted = await Counted(request.Filter, known, cancellationToken);
        var population = PopulationOf(counted[known[0].By], outcome);
        if (population.Share.Denominator == 0)
            return new(meta, new(outcome.Word, population, [], 0, [], null));
        if (Rarer(population.Share) < LeastLoans)
            throw TooFew(population, outcome);
        var loans = await Loans(request.Filter, known, outcome, population, cancellationToken);
        var numbers = await Numbers(request.Filter, known, loans, cancellationToken);
        var names = await db
            .Branches.AsNoTracking()
            .ToDictionaryAsync(b => b.BranchId, b => b.Name ?? b.BranchId, cancellationToken);
        var attributes = CharacteristicGroups.Compared(
            known.Select(k =>
                CharacteristicGroups.Of(
                    k,
                    numbers.TryGetValue(k.By, out var fifths)
                        ? fifths
                        :
                        [
                            .. counted[k.By]
                                .Select(r => new CountedGroup(r.Keys![1], r.Status!, r.Loans)),
                        ],
                    loans,
                    outcome,
                    new GroupOrder(version),
                    names
                )
            )
        );
        var regression = CharacteristicRegression.Of(known, loans, cancellationToken);
        return new(
            meta,
            new(
                outcome.Word,
                population,
                CharacteristicSummary.Of(outcome, population, attributes, regression),
                attributes.Count(a => a.AdjustedP is not null),
                attributes,
                regression
            )
        );
    }

    private static long Rarer(Proportion share) =>
        Math.Min(share.Numerator, share.Denominator - share.Numerator);

    private static OutcomePopulation PopulationOf(IEnumerable<MeasureRow> rows, LoanOutcome outcome)
    {
        var sides = rows.ToLookup(r => outcome.Has(r.Status!), r => r.Loans);
        return new(
            Proportion.Of(sides[true].Sum(), sides[true].Sum() + sides[false].Sum()),
            sides[null].Sum()
        );
    }

    private static ProblemException TooFew(OutcomePopulation population, LoanOutcome outcome) =>
        new(
            422,
            "not-enough-outcomes",
            "Too few outcomes to compare",
            $"Of the selection {population.Share.Numerator} loans are {CharacteristicSummary.Past(outcome)} and {population.Share.Denominator - population.Share.Numerator} are the others that they are compared with; it takes {LeastLoans} of each."
                + (
                    outcome.Definition == DefaultDefinition.Resolved
                        ? " Choose more loans, or compare with open loans too (definition=count)."
                        : " Choose more loans."
                )
        );

    private async Task<ILookup<string, MeasureRow>> Counted(
        LoanFilter filter,
        IReadOnlyList<KnownAttribute> known,
        CancellationToken cancellationToken
    ) =>
        (
            await db.QueryFile<MeasureRow>(
                "CountedGroups",
                cancellationToken,
                [
                    .. filter.Parameters(),
                    Text("by", known.Where(k => k.Own is null).Select(k => k.By)),
                    Text(
                        "attributes",
                        known.Where(k => !k.IsNumber).Select(k => k.Own).OfType<string>()
                    ),
                ]
            )
        ).ToLookup(r => r.Keys![0]);

    private async Task<CharacteristicLoans> Loans(
        LoanFilter filter,
        IReadOnlyList<KnownAttribute> known,
        LoanOutcome outcome,
        OutcomePopulation population,
        CancellationToken cancellationToken
    )
    {
        var share = Math.Min(1, (double)MostLoans / population.Share.Denominator);
        var rows = await db.QueryFile<CharacteristicLoan>(
            nameof(GetCharacteristics),
            cancellationToken,
            [
                .. filter.Parameters(),
                Text("statuses", outcome.Statuses),
                Text("attributes", known.Select(k => k.Own).OfType<string>()),
                new("share", NpgsqlDbType.Double) { Value = share },
            ]
        );
        return new(rows, known, outcome, share);
    }

    /// <summary>The loans of each fifth of the lender's own numbers.</summary>
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<CountedGroup>>> Numbers(
        LoanFilter filter,
        IReadOnlyList<KnownAttribute> known,
        CharacteristicLoans loans,
        CancellationToken cancellationToken
    )
    {
        var edges = known
            .Where(k => k is { Own: not null, IsNumber: true })
            .ToDictionary(k => k.Own!, k => loans.Fifths(k));
        if (edges.Count == 0)
            return new Dictionary<string, IReadOnlyList<CountedGroup>>();
        var rows = await db.QueryFile<CountedNumber>(
            "CountedNumbers",
            cancellationToken,
            [
                .. filter.Parameters(),
                new("edges", NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(edges) },
            ]
        );
        return rows.GroupBy(r => r.Keys[0])
            .ToDictionary(
                g => g.Key,
                g =>
                    (IReadOnlyList<CountedGroup>)
                        [
                            .. g.Select(r =>
                                CharacteristicLoans.Fifth(
                                    edges[g.Key["attribute:".Length..]],
                                    r.Keys[1],
                                    r.Status,
                                    r.Loans
                                )
                            ),
                        ]
            );
    }

    private static NpgsqlParameter Text(string name, IEnumerable<string> values) =>
        new(name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = values.ToArray() };

    private sealed record CountedNumber(string[] Keys, string Status, long Loans);
}
