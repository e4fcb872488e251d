using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>How much a caller may send, and how slowly: configuration under <c>Requests</c>. Uploads have limits of their own, under <c>Imports</c>.</summary>
internal static class RequestLimits
{
    public static IServiceCollection AddRequestLimits(
        this IServiceCollection services,
        IConfiguration configuration
    ) =>
        services.Configure<KestrelServerOptions>(server =>
        {
            var requests = configuration.GetSection("Requests");
            var limits = server.Limits;
            limits.MaxRequestBodySize = requests.GetValue("MaxBodyBytes", 10L << 20);
            limits.MaxRequestLineSize = requests.GetValue("MaxLineBytes", 8 << 10);
            limits.MaxRequestHeadersTotalSize = requests.GetValue("MaxHeadersBytes", 32 << 10);
            limits.RequestHeadersTimeout = Seconds(requests, "HeadersSeconds", 30);
            // Bytes a second of any body, uploads too, once it has had the time to begin.
            limits.MinRequestBodyDataRate = new(
                bytesPerSecond: 240,
                Seconds(requests, "BodyGraceSeconds", 5)
            );
        });

    /// <summary>A body of JSON has to arrive whole in time: one that trickles in faster than the server's least rate would hold its connection for hours.</summary>
    public static void UseRequestLimits(this WebApplication app)
    {
        var within = Seconds(app.Configuration.GetSection("Requests"), "BodySeconds", 30);
        app.Use(
            async (context, next) =>
            {
                if (TakesJson(context))
                    await Receive(context, within);
                await next(context);
            }
        );
    }

    private static bool TakesJson(HttpContext context) =>
        context.Request.HasJsonContentType()
        && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
        && context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null;

    private static async Task Receive(HttpContext context, TimeSpan within)
    {
        var reader = context.Request.BodyReader;
        using var stop = new CancellationTokenSource(within);
        // A read that is only cancelled leaves the body to be read on; the server looks at what is left of it.
        await using var late = stop.Token.Register(reader.CancelPendingRead);
        var body = new MemoryStream();
        context.Response.RegisterForDispose(body);
        ReadResult read;
        do
        {
            read = await reader.ReadAsync(context.RequestAborted);
            foreach (var part in read.Buffer)
                body.Write(part.Span);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCanceled)
                throw new BadHttpRequestException(
                    "The body did not arrive in time.",
                    StatusCodes.Status408RequestTimeout
                );
        } while (!read.IsCompleted);
        body.Position = 0;
        context.Request.Body = body;
    }

    private static TimeSpan Seconds(IConfiguration requests, string name, double usual) =>
        TimeSpan.FromSeconds(requests.GetValue(name, usual));
}
