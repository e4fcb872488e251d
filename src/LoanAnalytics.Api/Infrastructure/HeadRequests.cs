namespace LoanAnalytics.Api.Infrastructure;

/// <summary>HEAD is answered as GET is, with the same status and headers, and without a body (RFC 9110, 9.3.2): whatever can be read can be
/// asked about.</summary>
internal static class HeadRequests
{
    public static void UseHeadRequests(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                if (!HttpMethods.IsHead(context.Request.Method))
                {
                    await next(context);
                    return;
                }
                context.Request.Method = HttpMethods.Get;
                context.Response.Body = Stream.Null;
                try
                {
                    await next(context);
                }
                finally
                {
                    // The server expects as many bytes as Content-Length says of any method but this.
                    context.Request.Method = HttpMethods.Head;
                }
            }
        );
}
