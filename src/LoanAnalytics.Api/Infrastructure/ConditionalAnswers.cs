using System.Security.Cryptography;
using System.Text;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>An ETag from data version and question on every analytics answer; 304 where the caller has it already.</summary>
internal static class ConditionalAnswers
{
    private static readonly string Build =
        typeof(ConditionalAnswers).Module.ModuleVersionId.ToString("N");

    public static TBuilder WithConditionalAnswers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(
            async (context, next) =>
            {
                var result = await next(context);
                if (
                    result is not IAnswer answer
                    || !HttpMethods.IsGet(context.HttpContext.Request.Method)
                )
                    return result;
                var request = context.HttpContext.Request;
                var question =
                    $"{answer.Meta.DataVersion}|{answer.Meta.AsOf:O}|{Build}|{request.Path}{request.QueryString}|{request.Headers.Accept}";
                var tag =
                    $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)))[..32]}\"";
                var headers = context.HttpContext.Response.Headers;
                headers.ETag = tag;
                headers.CacheControl = "private, no-cache";
                headers.Vary = "Accept";
                return request.Headers.IfNoneMatch.Contains(tag)
                    ? Results.StatusCode(StatusCodes.Status304NotModified)
                    : Tabular.Negotiate(request, answer) ?? result;
            }
        );
}
