using System.Diagnostics;
using System.Diagnostics.Metrics;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>What the program says of its own running: logs as lines of JSON on standard error, and where OTEL_EXPORTER_OTLP_ENDPOINT names a collector, logs, spans and
/// figures there too.</summary>
internal static class Telemetry
{
    private const string Name = "LoanAnalytics";
    public const string DataVersion = "loananalytics.data_version";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        "loananalytics.work.duration",
        "s",
        "How long imports and trainings took, by how they ended."
    );

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder
            .Logging.ClearProviders()
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter(Name, LogLevel.Information)
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None)
            // A start that fails is one line of the verb; what stops a running server is critical.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(r =>
                r.AddService(configuration["OTEL_SERVICE_NAME"] ?? Name.ToLowerInvariant())
            )
            .WithLogging(
                logs =>
                    logs.AddProcessor(new LogsWithoutPersons())
                        .AddProcessor(new SimpleLogRecordExportProcessor(new JsonLines())),
                o => o.IncludeFormattedMessage = true
            );
        var collected = configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        if (collected)
            telemetry
                .WithTracing(spans =>
                    spans
                        .AddSource(Name)
                        .AddAspNetCoreInstrumentation(o =>
                            o.Filter = http => !http.Request.Path.StartsWithSegments("/health")
                        )
                        .AddNpgsql()
                        .AddProcessor(new SpansWithoutPersons())
                )
                .UseOtlpExporter();
        if (collected || HasPrometheus(configuration))
            telemetry.WithMetrics(metrics =>
            {
                metrics.AddMeter(
                    Name,
                    "Npgsql",
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel",
                    "System.Runtime"
                );
                if (HasPrometheus(configuration))
                    metrics.AddPrometheusExporter();
            });
    }

    public static void MapTelemetry(this WebApplication app)
    {
        // Verbs start no host, which else makes it.
        app.Services.GetService<TracerProvider>();
        if (HasPrometheus(app.Configuration))
            app.MapPrometheusScrapingEndpoint("/internal/prometheus");
    }

    /// <summary>Notes on the span at hand which published version it read.</summary>
    public static void Reads(int version) => Activity.Current?.SetTag(DataVersion, version);

    /// <summary>Notes how a piece of work ended.</summary>
    public static void Ended(this Activity? span, string work, string state, TimeSpan took)
    {
        span?.SetTag("loananalytics.state", state);
        Durations.Record(took.TotalSeconds, new("work", work), new("state", state));
    }

    private static bool HasPrometheus(IConfiguration configuration) =>
        configuration.GetValue("Telemetry:Prometheus", false);
}

/// <summary>Spans of the phases of a piece of work, one after another within one for all of it.</summary>
internal sealed class PhaseSpans(string work, Guid id) : IDisposable
{
    private Activity? phase;
    private string? entered;

    /// <summary>The span of the whole.</summary>
    public Activity? All { get; } =
        Telemetry.Source.StartActivity(work)?.SetTag("loananalytics.id", id);

    public void Enter(string name)
    {
        if (entered == name)
            return;
        entered = name;
        phase?.Dispose();
        phase = Telemetry.Source.StartActivity(
            $"{work} {name}",
            ActivityKind.Internal,
            All?.Context ?? default
        );
    }

    /// <summary>Notes which published version it read or made.</summary>
    public void Reads(int version) => All?.SetTag(Telemetry.DataVersion, version);

    public void Dispose()
    {
        phase?.Dispose();
        All?.Dispose();
    }
}
