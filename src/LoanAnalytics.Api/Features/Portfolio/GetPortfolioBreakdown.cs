using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Portfolio;

/// <summary>The measures of each group of loans, their total, and a test whether the groups' default rates differ.</summary>
internal sealed record GetPortfolioBreakdown(
    LoanFilter Filter,
    IReadOnlyList<string> By,
    DefaultDefinition Definition,
    CountUnit Unit
) : IRequest<Answer<Breakdown>>;

internal sealed class GetPortfolioBreakdownValidator : AbstractValidator<GetPortfolioBreakdown>
{
    public GetPortfolioBreakdownValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.By.Count)
            .InclusiveBetween(1, 3)
            .OverridePropertyName("by")
            .WithMessage("Give one to three dimensions as by.");
        RuleForEach(q => q.By).AreDimensions();
        RuleFor(q => q).BorrowersAreCounted(q => q.Definition, q => q.Unit);
    }
}

internal sealed class GetPortfolioBreakdownHandler(MeasuresReader measures)
    : IRequestHandler<GetPortfolioBreakdown, Answer<Breakdown>>
{
    public async Task<Answer<Breakdown>> Handle(
        GetPortfolioBreakdown request,
        CancellationToken cancellationToken
    )
    {
        Grouping[] by = [.. request.By.Distinct().Select(b => Grouping.Parse(b)!)];
        var question = new MeasuresQuestion(request.Filter, by, request.Definition, request.Unit);
        var measured = await measures.Read(question, cancellationToken);
        return new(question.MetaOf(measured.Version), measured.Breakdown(by));
    }
}
