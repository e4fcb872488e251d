using FluentValidation;
using MediatR;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Runs a request's validators before its handler: the one pipeline behaviour.</summary>
internal sealed class Validation<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        foreach (var validator in validators)
            validator.ValidateAndThrow(request);
        return next();
    }
}
