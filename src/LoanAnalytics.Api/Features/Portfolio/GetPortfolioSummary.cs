using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;

namespace LoanAnalytics.Api.Features.Portfolio;

/// <summary>What was lent, repaid and is still owed, and how many loans are open, defaulted and fully paid.</summary>
internal sealed record GetPortfolioSummary(
    LoanFilter Filter,
    DefaultDefinition Definition,
    CountUnit Unit
) : IRequest<Answer<LoanMeasures>>;

internal sealed class GetPortfolioSummaryValidator : AbstractValidator<GetPortfolioSummary>
{
    public GetPortfolioSummaryValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q).BorrowersAreCounted(q => q.Definition, q => q.Unit);
    }
}

internal sealed class GetPortfolioSummaryHandler(MeasuresReader measures)
    : IRequestHandler<GetPortfolioSummary, Answer<LoanMeasures>>
{
    public async Task<Answer<LoanMeasures>> Handle(
        GetPortfolioSummary request,
        CancellationToken cancellationToken
    )
    {
        var question = new MeasuresQuestion(request.Filter, [], request.Definition, request.Unit);
        var measured = await measures.Read(question, cancellationToken);
        return new(question.MetaOf(measured.Version), measured.Total.Measures);
    }
}
