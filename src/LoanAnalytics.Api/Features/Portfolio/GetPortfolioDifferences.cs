using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Portfolio;

/// <summary>Which attributes of loans and customers go with default beyond chance, all of them tested together.</summary>
internal sealed record GetPortfolioDifferences(
    LoanFilter Filter,
    IReadOnlyList<string> By,
    DefaultDefinition Definition
) : IRequest<Answer<PortfolioDifferences>>;

/// <summary>The attributes, those that go with default most surely first.</summary>
/// <param name="Rows">Smallest adjusted p-value first, then by name; what cannot be tested comes last.</param>
/// <param name="Tested">Attributes that were tested, and for which the p-values are adjusted.</param>
/// <param name="Loans">Loans of the selection.</param>
/// <param name="Default">Default rate of the selection, against which groups stand out.</param>
public sealed record PortfolioDifferences(
    IReadOnlyList<AttributeDifference> Rows,
    int Tested,
    long Loans,
    DefaultRate Default
) : IHasTable
{
    // Groups that stand out are of another attribute in each row: as columns they would say nothing.
    Table IHasTable.Table => Table.Of(Rows, ("standOut", []));
}

/// <summary>Whether the groups of an attribute differ in default, how much, and which of them stand out.</summary>
/// <param name="By">The dimension, or attribute:NAME.</param>
/// <param name="Groups">Groups with a loan in the selection.</param>
/// <param name="Heterogeneity">The test of this attribute alone, as /portfolio/breakdown has it; null where there is nothing to test.</param>
/// <param name="AdjustedP">Its p-value adjusted for all attributes tested (Holm); null where there is no test.</param>
/// <param name="Differs">The adjusted p-value is below 0.05; null where there is no test.</param>
/// <param name="CramersV">Strength of the association, 0..1; null where there is no test.</param>
/// <param name="Highest">The group with the highest rate; null where fewer than two groups are large enough.</param>
/// <param name="Lowest">The group with the lowest rate; null likewise.</param>
/// <param name="StandOut">Large enough groups beyond the 99.8 % funnel limits of their size, highest rate first; none under amount, balance and perLoanYear.</param>
public sealed record AttributeDifference(
    string By,
    int Groups,
    Heterogeneity? Heterogeneity,
    double? AdjustedP,
    bool? Differs,
    double? CramersV,
    GroupRate? Highest,
    GroupRate? Lowest,
    IReadOnlyList<StandOut> StandOut
);

/// <summary>A group and its default rate.</summary>
/// <param name="Value">The group's value, as text that the filter takes.</param>
/// <param name="Label">The branch's name for a branch; else the value itself.</param>
/// <param name="Loans">Loans of the group.</param>
/// <param name="Default">Default rate under the chosen definition.</param>
public sealed record GroupRate(string Value, string Label, long Loans, DefaultRate Default);

/// <summary>A group whose default rate chance does not explain.</summary>
/// <param name="Value">The group's value, as text that the filter takes.</param>
/// <param name="Label">The branch's name for a branch; else the value itself.</param>
/// <param name="Loans">Loans of the group.</param>
/// <param name="Default">Default rate under the chosen definition.</param>
/// <param name="Funnel">Limits within which a group of its size lies by chance.</param>
/// <param name="Direction">Above or below the limits.</param>
public sealed record StandOut(
    string Value,
    string Label,
    long Loans,
    DefaultRate Default,
    FunnelLimits Funnel,
    StandOutDirection Direction
);

/// <summary>On which side of the limits a group lies.</summary>
public enum StandOutDirection
{
    Above,
    Below,
}

internal sealed class GetPortfolioDifferencesValidator : AbstractValidator<GetPortfolioDifferences>
{
    public GetPortfolioDifferencesValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleForEach(q => q.By).AreDimensions();
        RuleForEach(q => q.By)
            .NotEqual("status")
            .OverridePropertyName("by")
            .WithMessage("status says itself which loans defaulted; there is nothing to test.");
    }
}

internal sealed class GetPortfolioDifferencesHandler(LoanDb db, MeasuresReader measures)
    : IRequestHandler<GetPortfolioDifferences, Answer<PortfolioDifferences>>
{
    /// <summary>Of attributes that nobody asked for, those with more values are names and keys rather than groups.</summary>
    private const int MostValues = 20;

    private static readonly string[] Segment = ["segment"];

    private static readonly string[] Usual =
    [
        "region",
        "branch",
        "city",
        "product",
        "ageBand",
        "gender",
        "employment",
        "incomeBand",
        "amountBand",
        "rateBand",
        "term",
        "startYear",
    ];

    public async Task<Answer<PortfolioDifferences>> Handle(
        GetPortfolioDifferences request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var definition = request.Definition;
        var prior = await measures.PriorOf(
            version.ImportId,
            definition,
            CountUnit.Loan,
            cancellationToken
        );
        string[] by =
            request.By.Count > 0
                ? [.. request.By.Distinct()]
                : [.. Usual, .. version.SegmentationId is null ? [] : Segment, .. Own(version)];
        var counted = (await Rows(request.Filter, by, cancellationToken)).ToLookup(r => r.Keys![0]);
        var names = await Names(version, cancellationToken);
        // Every dimension holds every loan, so any of them gives the total.
        var total = new Counted("", "", [.. counted[by[0]]], definition, prior);
        var attributes = by.Select(b => new AttributeGroups(
                b,
                [
                    .. counted[b]
                        .GroupBy(r => r.Keys![1])
                        .OrderBy(g => g.Key, new GroupOrder(version))
                        .Select(g => new Counted(
                            g.Key,
                            names.GetValueOrDefault((b, g.Key), g.Key),
                            [.. g],
                            definition,
                            prior
                        )),
                ],
                total
            ))
            .Where(a =>
                request.By.Count > 0 || Usual.Contains(a.By) || a.Groups.Count <= MostValues
            )
            .ToArray();
        return new(
            request.Filter.MetaOf(version, definition),
            new(
                Tested(attributes, definition),
                attributes.Count(a => a.Test is not null),
                total.Loans,
                total.Default
            )
        );
    }

    /// <summary>Branches and published segments have a name beside their key.</summary>
    private async Task<Dictionary<(string By, string Key), string>> Names(
        DataVersion version,
        CancellationToken cancellationToken
    )
    {
        var branches = await db.Branches.AsNoTracking().ToListAsync(cancellationToken);
        var segments = await db
            .SegmentNames.AsNoTracking()
            .Where(s => s.SegmentationId == version.SegmentationId)
            .ToListAsync(cancellationToken);
        return branches
            .Select(b => (Key: ("branch", b.BranchId), Name: b.Name ?? b.BranchId))
            .Concat(segments.Select(s => (Key: ("segment", $"{s.Segment}"), Name: s.Title)))
            .ToDictionary(n => n.Key, n => n.Name);
    }

    /// <summary>The lender's own attributes that hold categories.</summary>
    private static IEnumerable<string> Own(DataVersion version) =>
        version
            .Attributes.RootElement.EnumerateArray()
            .Where(a => a.GetProperty("type").GetString() == "category")
            .Select(a => $"attribute:{a.GetProperty("name").GetString()}");

    private Task<List<MeasureRow>> Rows(
        LoanFilter filter,
        IReadOnlyList<string> by,
        CancellationToken cancellationToken
    )
    {
        var groupings = by.Select(b => Grouping.Parse(b)!).ToArray();
        return db.QueryText<MeasureRow>(
            filter.Once(SqlFile.Query("CountedGroups")),
            cancellationToken,
            [
                .. filter.Parameters(),
                Text("by", groupings.Where(g => g.Attribute is null).Select(g => g.Name)),
                Text("attributes", groupings.Select(g => g.Attribute).OfType<string>()),
            ]
        );

        static NpgsqlParameter Text(string name, IEnumerable<string> values) =>
            new(name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = values.ToArray() };
    }

    private static AttributeDifference[] Tested(
        IReadOnlyList<AttributeGroups> attributes,
        DefaultDefinition definition
    )
    {
        var tested = attributes.Where(a => a.Test is not null).ToArray();
        var adjusted = Holm.Adjusted([.. tested.Select(a => a.Test!.PValue)]);
        return
        [
            .. tested
                .Select((a, i) => a.With(adjusted[i], definition))
                .Concat(attributes.Except(tested).Select(a => a.With(null, definition)))
                .OrderBy(a => a.AdjustedP ?? double.PositiveInfinity)
                .ThenBy(a => a.By, StringComparer.Ordinal),
        ];
    }

    /// <summary>A group, counted over the definition's population.</summary>
    private sealed record Counted
    {
        public Counted(
            string value,
            string label,
            IReadOnlyCollection<MeasureRow> rows,
            DefaultDefinition definition,
            Prior prior
        )
        {
            (Value, Label, Loans) = (value, label, rows.Sum(r => r.Loans));
            Default = MeasureSums.Rate(rows, null, definition, CountUnit.Loan, prior);
            (Defaulted, Population) = MeasureSums.Counts(rows, definition);
        }

        public string Value { get; }
        public string Label { get; }
        public long Loans { get; }
        public DefaultRate Default { get; }
        public long Defaulted { get; }
        public long Population { get; }
    }

    /// <summary>An attribute with its groups and the test of it alone.</summary>
    private sealed record AttributeGroups(string By, IReadOnlyList<Counted> Groups, Counted Total)
    {
        public ChiSquareTest? Test { get; } =
            ChiSquare.Independence([
                .. Groups.Select(g => (g.Defaulted, g.Population - g.Defaulted)),
            ]);

        public AttributeDifference With(double? adjustedP, DefaultDefinition definition)
        {
            var large = Groups
                .Where(g => g.Default.Rate is not null && IsLargeEnough(g))
                .OrderByDescending(g => g.Default.Rate)
                .ToArray();
            return new(
                By,
                Groups.Count,
                MeasuredRows.Heterogeneity(Test),
                adjustedP,
                adjustedP is null ? null : adjustedP < 0.05,
                Test?.CramersV,
                large.Length < 2 ? null : Shown(large[0]),
                large.Length < 2 ? null : Shown(large[^1]),
                definition.CountsLoans() ? [.. large.Select(StandsOut).OfType<StandOut>()] : []
            );
        }

        /// <summary>At the selection's rate at least five of its loans would default, and five would not.</summary>
        private bool IsLargeEnough(Counted group)
        {
            var expected = (double)group.Population * Total.Defaulted / Total.Population;
            return Math.Min(expected, group.Population - expected) >= ChiSquare.LeastExpected;
        }

        private StandOut? StandsOut(Counted group)
        {
            var limits = Funnel.Limits(Total.Default.Rate!.Value, group.Population)!;
            return Funnel.Position(group.Default.Rate!.Value, limits) switch
            {
                FunnelPosition.Above998 => Of(StandOutDirection.Above),
                FunnelPosition.Below998 => Of(StandOutDirection.Below),
                _ => null,
            };

            StandOut Of(StandOutDirection direction) =>
                new(group.Value, group.Label, group.Loans, group.Default, limits, direction);
        }

        private static GroupRate Shown(Counted group) =>
            new(group.Value, group.Label, group.Loans, group.Default);
    }
}
