using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Branches;

/// <summary>How each branch, or region, stands: measures, place in the ranking by default rate with the place's own uncertainty, and whether its rate is beyond chance.</summary>
internal sealed record GetBranchPerformance(
    LoanFilter Filter,
    bool ByRegion,
    PerformanceSort Sort,
    DefaultDefinition Definition
) : IRequest<Answer<PerformanceRanking>>;

/// <summary>What a ranking is sorted by, largest first; nulls last.</summary>
public enum PerformanceSort
{
    Outstanding,
    DefaultRate,
    AdjustedRate,
    InterestRate,
}

/// <summary>The ranking, the total, and a test whether the default rates differ.</summary>
public sealed record PerformanceRanking(
    IReadOnlyList<string> By,
    IReadOnlyList<PerformanceRow> Rows,
    LoanMeasures Total,
    Heterogeneity? Heterogeneity
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows, ("group", By), ("status", LoanFilter.Statuses));
}

/// <summary>One branch or region.</summary>
public sealed record PerformanceRow : LoanMeasures
{
    internal PerformanceRow(LoanMeasures measures)
        : base(measures) { }

    public required IReadOnlyDictionary<string, string> Group { get; init; }
    public string? BranchId { get; init; }
    public string? Name { get; init; }
    public string? City { get; init; }
    public string? Region { get; init; }

    /// <summary>Place by default rate, 1 the highest; null under amount, balance and perLoanYear.</summary>
    public RankPlace? Rank { get; init; }

    /// <summary>Limits within which a branch of this size lies by chance, 95 and 99.8 %.</summary>
    public FunnelLimits? Funnel { get; init; }

    /// <summary>Where the rate lies against those limits.</summary>
    public FunnelPosition? Position { get; init; }
}

/// <summary>A place in a ranking: its value, and the 2.5 and 97.5 % points of 10,000 draws.</summary>
public sealed record RankPlace(int Value, double Low, double High);

internal sealed class GetBranchPerformanceValidator : AbstractValidator<GetBranchPerformance>
{
    public GetBranchPerformanceValidator() =>
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
}

internal sealed class GetBranchPerformanceHandler(MeasuresReader measures, LoanDb db)
    : IRequestHandler<GetBranchPerformance, Answer<PerformanceRanking>>
{
    public async Task<Answer<PerformanceRanking>> Handle(
        GetBranchPerformance request,
        CancellationToken cancellationToken
    )
    {
        Grouping[] by = [Grouping.Of(request.ByRegion ? Dimension.Region : Dimension.Branch)];
        var question = new MeasuresQuestion(request.Filter, by, request.Definition);
        var measured = await measures.Read(question, cancellationToken);
        var branches = await db
            .Branches.AsNoTracking()
            .ToDictionaryAsync(b => b.BranchId, cancellationToken);
        var places = Places(measured, request.Definition);
        var rows = measured.Groups.Select(
            (g, i) =>
                Row(
                    g,
                    by,
                    request.ByRegion ? null : branches.GetValueOrDefault(g.Keys[0]),
                    places?[i],
                    measured
                )
        );
        var sorted = rows.OrderByDescending(r =>
                SortKey(r, request.Sort) ?? double.NegativeInfinity
            )
            .ThenBy(r => r.Group.Values.First(), StringComparer.Ordinal);
        return new(
            question.MetaOf(measured.Version),
            new([by[0].Name], [.. sorted], measured.Total.Measures, measured.Heterogeneity())
        );
    }

    private static IReadOnlyList<RankPlace?>? Places(
        Measured measured,
        DefaultDefinition definition
    ) =>
        !definition.CountsLoans()
            ? null
            :
            [
                .. RankInterval
                    .Of(
                        [.. measured.Groups.Select(g => (g.Defaulted, g.Population))],
                        measured.Prior.Mean * measured.Prior.Strength,
                        (1 - measured.Prior.Mean) * measured.Prior.Strength,
                        seed: 1
                    )
                    .Select(p => p is null ? null : new RankPlace(p.Value, p.Low, p.High)),
            ];

    private static PerformanceRow Row(
        MeasuredGroup group,
        Grouping[] by,
        Branch? branch,
        RankPlace? place,
        Measured measured
    )
    {
        var m = group.Measures;
        var target = measured.Total.Measures.Default.Rate;
        var limits =
            place is null || target is null ? null : Funnel.Limits(target.Value, group.Population);
        return new(m)
        {
            Group = group.Labels(by),
            BranchId = by[0].Name == "branch" ? group.Keys[0] : null,
            Name = branch?.Name ?? group.Keys[0],
            City = branch?.City,
            Region = by[0].Name == "region" ? group.Keys[0] : branch?.Region,
            Rank = place,
            Funnel = limits,
            Position =
                limits is null || m.Default.Rate is null
                    ? null
                    : Funnel.Position(m.Default.Rate.Value, limits),
        };
    }

    private static double? SortKey(PerformanceRow row, PerformanceSort sort) =>
        sort switch
        {
            PerformanceSort.DefaultRate => row.Default.Rate,
            PerformanceSort.AdjustedRate => row.Default.Adjusted,
            PerformanceSort.InterestRate => row.InterestRate.Simple,
            _ => (double?)row.Outstanding,
        };
}
