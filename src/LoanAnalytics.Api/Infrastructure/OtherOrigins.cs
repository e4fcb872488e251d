namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Pages of other origins may ask only where the configuration names their origin: <c>Cors__Origins</c>, several with commas between them.</summary>
internal static class OtherOrigins
{
    private static readonly TimeSpan PreflightHolds = TimeSpan.FromMinutes(10);

    public static void UseOtherOrigins(this WebApplication app)
    {
        string[] origins =
        [
            .. (app.Configuration["Cors:Origins"] ?? "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(o => o.TrimEnd('/')),
        ];
        if (origins.Length == 0)
            return;
        app.UseCors(policy =>
            policy
                .WithOrigins(origins)
                .WithMethods("GET", "HEAD", "POST", "PUT", "DELETE")
                .WithHeaders("Accept", "Content-Type", "If-Match", "If-None-Match")
                .WithExposedHeaders("ETag", "Location", "Retry-After", "Content-Disposition")
                .SetPreflightMaxAge(PreflightHolds)
        );
    }
}
