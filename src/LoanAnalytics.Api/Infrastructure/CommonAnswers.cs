using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>The failures that follow from what a request is, whatever the operation does: no route has to name them.</summary>
internal static class CommonAnswers
{
    public static RouteGroupBuilder WithCommonAnswers(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            foreach (var status in Statuses([.. endpoint.Metadata]))
                endpoint.Metadata.Add(
                    new ProducesResponseTypeMetadata(
                        status,
                        typeof(ProblemDetails),
                        ["application/problem+json"]
                    )
                );
        });
        return group;
    }

    private static IEnumerable<int> Statuses(IReadOnlyList<object> metadata)
    {
        // Unknown parameters are refused everywhere.
        yield return 400;
        if (
            metadata
                .OfType<IProducesResponseTypeMetadata>()
                .Any(p => p.StatusCode < 300 && p.ContentTypes.Any())
        )
            yield return 406;
        if (metadata.OfType<IAcceptsMetadata>().Any())
            foreach (var status in (int[])[408, 413, 415])
                yield return status;
        // The database may be away, and the server may be stopping.
        yield return 503;
    }
}
