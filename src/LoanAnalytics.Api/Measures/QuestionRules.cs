using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Api.Measures;

/// <summary>What every question about measures has in common.</summary>
internal static class QuestionRules
{
    /// <summary>Borrowers can be counted under the definitions count and resolved only.</summary>
    public static void BorrowersAreCounted<T>(
        this IRuleBuilder<T, T> rule,
        Func<T, DefaultDefinition> definition,
        Func<T, CountUnit> unit
    ) =>
        rule.Must(q =>
                unit(q) == CountUnit.Loan
                || definition(q) is DefaultDefinition.Count or DefaultDefinition.Resolved
            )
            .OverridePropertyName("unit")
            .WithMessage("unit=borrower goes with definition=count or definition=resolved.");

    /// <summary>Dimensions are out of the closed list, or attribute:NAME.</summary>
    public static void AreDimensions<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(b => Grouping.Parse(b) is not null)
            .OverridePropertyName("by")
            .WithMessage(
                (_, b) =>
                    $"{Nearest.Quoted(b)} is no dimension{Nearest.Hint(b, Grouping.Names)}; known are {string.Join(", ", Grouping.Names)} and attribute:NAME."
            );

    /// <summary>Default is counted in loans, so a rate has an interval, and a group its place and limits.</summary>
    public static bool CountsLoans(this DefaultDefinition definition) =>
        definition
            is DefaultDefinition.Count
                or DefaultDefinition.Booked
                or DefaultDefinition.Resolved;

    public static Meta MetaOf(this MeasuresQuestion question, DataVersion version) =>
        question.Filter.MetaOf(version, question.Definition);

    /// <exception cref="ProblemException">400 for a day of stateAt that the book does not cover.</exception>
    public static Meta MetaOf(
        this LoanFilter filter,
        DataVersion version,
        DefaultDefinition definition
    )
    {
        // Whether the book covers a day only its version tells, so no validator can.
        foreach (var state in filter.States())
            state.Check(version);
        return new(version.AsOf, version.Version, version.Currency, filter.Active(), definition)
        {
            ImportId = version.ImportId,
            Segmentation = version.SegmentationId,
            SegmentsRevision = version.SegmentsRevision > 0 ? version.SegmentsRevision : null,
            RiskModel = version.RiskModelId,
            RiskRevision = version.RiskRevision > 0 ? version.RiskRevision : null,
        };
    }

    /// <summary>The same for an answer on lateness: its day, what it rests on, and where it counts lateness itself the policy.</summary>
    public static Meta LatenessMetaOf(
        this LoanFilter filter,
        DataVersion version,
        DateOnly asOf,
        string evidence
    ) =>
        filter.MetaOf(version, DefaultDefinition.Count) with
        {
            AsOf = asOf,
            Evidence = evidence,
            Policy = evidence == "payments" ? StatedPolicy.Of(version.DelinquencyPolicy) : null,
        };
}
