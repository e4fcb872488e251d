using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>How the server stops: from the first word of it on it is not ready and takes nothing new, what it has begun to answer it answers, and only then are its doors closed
/// and the work in the background ended.</summary>
internal sealed class OrderlyStop(
    IHostApplicationLifetime lifetime,
    IConfiguration configuration,
    TimeProvider clock
) : IHostedLifecycleService, IHealthCheck
{
    /// <summary>What is left for work in the background to roll back and say so.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    private int answering;

    /// <summary>How long requests that were begun may take.</summary>
    public static TimeSpan Grace(IConfiguration configuration) =>
        TimeSpan.FromSeconds(configuration.GetValue("Stop:Seconds", 20));

    /// <summary>Answers a request, unless the server is stopping.</summary>
    /// <exception cref="ProblemException">503 stopping.</exception>
    public async Task Answer(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref answering);
        try
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                // Whoever asks again comes to another server, or to this one when it is back.
                context.CloseAfterAnswer();
                throw new ProblemException(
                    503,
                    "stopping",
                    "The server is stopping",
                    "Try again in a few seconds."
                );
            }
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref answering);
        }
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var told = clock.GetTimestamp();
        while (
            Volatile.Read(ref answering) > 0
            && clock.GetElapsedTime(told) < Grace(configuration)
            && !cancellationToken.IsCancellationRequested
        )
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, CancellationToken.None);
    }

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested
                ? HealthCheckResult.Unhealthy()
                : HealthCheckResult.Healthy()
        );

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class Stopping
{
    public static void AddOrderlyStop(
        this IServiceCollection services,
        IConfiguration configuration
    ) =>
        services
            .AddSingleton<OrderlyStop>()
            .AddHostedService(provider => provider.GetRequiredService<OrderlyStop>())
            .Configure<HostOptions>(o =>
                o.ShutdownTimeout = OrderlyStop.Grace(configuration) + OrderlyStop.Rest
            );

    public static void UseOrderlyStop(this WebApplication app)
    {
        var stop = app.Services.GetRequiredService<OrderlyStop>();
        app.Use(
            (context, next) =>
                context.Request.Path.StartsWithSegments("/health")
                    ? next(context)
                    : stop.Answer(context, next)
        );
    }
}
