using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Branches;

/// <summary>Two branches side by side: how far their default rates lie apart, whether that is more than chance, and where it comes from.</summary>
internal sealed record GetBranchComparison(
    LoanFilter Filter,
    string? Left,
    string? Right,
    string By,
    DefaultDefinition Definition
) : IRequest<Answer<BranchComparison>>;

/// <summary>Two branches, their difference and its reasons.</summary>
/// <param name="Left">The branch that is compared.</param>
/// <param name="Right">The branch that it is compared with.</param>
/// <param name="Difference">The left branch's default rate less the right one's.</param>
/// <param name="Why">What makes the difference.</param>
public sealed record BranchComparison(
    ComparedBranch Left,
    ComparedBranch Right,
    BranchDifference Difference,
    BranchReasons Why
) : IHasTable
{
    Table IHasTable.Table =>
        Table.Of<ComparedBranch>([Left, Right], ("status", LoanFilter.Statuses));
}

/// <summary>A branch with the measures of its loans under the filters.</summary>
public sealed record ComparedBranch : LoanMeasures
{
    internal ComparedBranch(LoanMeasures measures)
        : base(measures) { }

    public required string BranchId { get; init; }
    public required string Name { get; init; }
    public string? City { get; init; }
    public string? Region { get; init; }
}

/// <summary>How far two default rates lie apart, and whether chance explains it.</summary>
/// <param name="Rate">Left less right; null where one of them has no rate.</param>
/// <param name="Low">Lower end of the 95 % interval; null under amount, balance and perLoanYear.</param>
/// <param name="High">Upper end; null likewise.</param>
/// <param name="ChiSquare">Of the test by number of loans that the rates are the same; null where it cannot be made.</param>
/// <param name="PValue">Chance of a difference this large where there is none; null likewise.</param>
/// <param name="Differs">The p-value is below 0.05; null likewise.</param>
/// <param name="SmallestExpected">Smallest expected count; below 5 the test is rough.</param>
public sealed record BranchDifference(
    double? Rate,
    double? Low,
    double? High,
    double? ChiSquare,
    double? PValue,
    bool? Differs,
    double? SmallestExpected
);

/// <summary>The difference split by group without residual: rate effect + mix effect = difference.</summary>
/// <param name="By">The dimension of the groups.</param>
/// <param name="Rows">Each group's part.</param>
/// <param name="RateEffect">What the groups' own rates make; null where the difference cannot be split.</param>
/// <param name="MixEffect">What the groups' shares make; null likewise.</param>
public sealed record BranchReasons(
    string By,
    IReadOnlyList<GroupReason> Rows,
    double? RateEffect,
    double? MixEffect
);

/// <summary>A group's part in the difference.</summary>
/// <param name="Group">The group's value by dimension, as text that the filter of that name takes.</param>
/// <param name="Left">The group among the loans of the left branch.</param>
/// <param name="Right">The group among the loans of the right branch.</param>
/// <param name="RateEffect">Mean of the two shares x difference of the group's rates; null where the difference cannot be split.</param>
/// <param name="MixEffect">Mean of the two rates x difference of the group's shares; all of it for a group that one branch does not have.</param>
public sealed record GroupReason(
    IReadOnlyDictionary<string, string> Group,
    ChangeSide Left,
    ChangeSide Right,
    double? RateEffect,
    double? MixEffect
);

internal sealed class GetBranchComparisonValidator : AbstractValidator<GetBranchComparison>
{
    public GetBranchComparisonValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.Left).NotEmpty().WithMessage("left names a branch.");
        RuleFor(q => q.Right)
            .NotEmpty()
            .WithMessage("right names a branch.")
            .NotEqual(q => q.Left)
            .When(q => q.Left is not null && q.Right is not null, ApplyConditionTo.CurrentValidator)
            .WithMessage("left and right are the same branch.");
        RuleFor(q => q.By).AreDimensions();
        RuleFor(q => q.By)
            .NotEqual("branch")
            .WithMessage("branch is what is compared; by names another dimension.");
    }
}

internal sealed class GetBranchComparisonHandler(MeasuresReader measures, LoanDb db)
    : IRequestHandler<GetBranchComparison, Answer<BranchComparison>>
{
    public async Task<Answer<BranchComparison>> Handle(
        GetBranchComparison request,
        CancellationToken cancellationToken
    )
    {
        var (left, right) = (request.Left!, request.Right!);
        var branch = Grouping.Of(Dimension.Branch);
        var by = Grouping.Parse(request.By)!;
        // A filter by branch that leaves one of the two out stays in force: that one has no loan then.
        var filter = request.Filter.BranchId is { Length: > 0 }
            ? request.Filter
            : request.Filter with
            {
                BranchId = [left, right],
            };
        var answers = await measures.Read(
            [
                new(filter, [branch], request.Definition),
                new(filter, [by, branch], request.Definition),
            ],
            cancellationToken
        );
        var (whole, parts) = (answers[0], answers[1]);
        var names = await db
            .Branches.AsNoTracking()
            .Where(b => b.BranchId == left || b.BranchId == right)
            .ToDictionaryAsync(b => b.BranchId, cancellationToken);
        var split = RateSplit.Of(Side(right), Side(left), new GroupOrder(whole.Version));
        return new(
            request.Filter.MetaOf(whole.Version, request.Definition),
            new(
                Row(left),
                Row(right),
                Difference(Whole(left), Whole(right), request.Definition),
                Reasons(split, by)
            )
        );

        MeasuredGroup Whole(string id) => whole.Group(id, request.Definition);
        ComparedBranch Row(string id) => Compared(id, names.GetValueOrDefault(id), Whole(id));
        RateSide Side(string id) =>
            RateSide.Of(
                [.. parts.Groups.Where(g => g.Keys[1] == id)],
                request.Definition,
                parts.Prior
            );
    }

    private static ComparedBranch Compared(string id, Branch? branch, MeasuredGroup group)
    {
        // Loans without a branch are the group unknown, as in the ranking.
        if (branch is null && id != "unknown")
            throw ProblemException.NotFound($"branch {id}");
        return new(group.Measures)
        {
            BranchId = id,
            Name = branch?.Name ?? id,
            City = branch?.City,
            Region = branch?.Region,
        };
    }

    private static BranchDifference Difference(
        MeasuredGroup left,
        MeasuredGroup right,
        DefaultDefinition definition
    )
    {
        var interval = definition.CountsLoans()
            ? RateDifference.Of(
                Proportion.Of(left.Defaulted, left.Population),
                Proportion.Of(right.Defaulted, right.Population)
            )
            : null;
        var test = ChiSquare.Independence([
            (left.Defaulted, left.Population - left.Defaulted),
            (right.Defaulted, right.Population - right.Defaulted),
        ]);
        return new(
            left.Measures.Default.Rate - right.Measures.Default.Rate,
            interval?.Low,
            interval?.High,
            test?.ChiSquare,
            test?.PValue,
            test is null ? null : test.PValue < 0.05,
            test?.SmallestExpected
        );
    }

    private static BranchReasons Reasons(RateSplit split, Grouping by) =>
        new(
            by.Name,
            [
                .. split.Keys.Select(
                    (k, i) =>
                        new GroupReason(
                            new Dictionary<string, string> { [by.Name] = k },
                            split.After.Of(k),
                            split.Before.Of(k),
                            split.Effects?.Segments[i].RateEffect,
                            split.Effects?.Segments[i].MixEffect
                        )
                ),
            ],
            split.Effects?.RateEffect,
            split.Effects?.MixEffect
        );
}
