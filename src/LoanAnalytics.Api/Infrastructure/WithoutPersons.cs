using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Takes out of spans what may name a person: keys stand in paths, filters in queries, and values in what the database says of a failure.</summary>
internal sealed class SpansWithoutPersons : BaseProcessor<Activity>
{
    private const string Database = "Npgsql";

    public override void OnEnd(Activity data)
    {
        // The route stays.
        data.SetTag("url.path", null);
        data.SetTag("url.query", null);
        if (data.Status != ActivityStatusCode.Error)
            return;
        data.SetStatus(ActivityStatusCode.Error);
        if (data.Source.Name == Database && data.Events.Any())
            SayAgain(data);
    }

    /// <summary>Events cannot be taken from a span. One of a query has no spans below it, so another takes its place.</summary>
    private static void SayAgain(Activity span)
    {
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        using var again = Telemetry.Source.CreateActivity(
            span.DisplayName,
            span.Kind,
            new ActivityContext(span.TraceId, span.ParentSpanId, ActivityTraceFlags.Recorded),
            span.TagObjects
        );
        again?.SetStartTime(span.StartTimeUtc);
        again?.Start();
        again?.SetStatus(ActivityStatusCode.Error);
        again?.SetEndTime(span.StartTimeUtc + span.Duration);
    }
}

/// <summary>Takes out of logs what failures say, which may be values of a book; of which kind each is and where it arose stays.</summary>
internal sealed class LogsWithoutPersons : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (data.Exception is not { } failure)
            return;
        data.Exception = null;
        data.Attributes =
        [
            .. data.Attributes ?? [],
            new("exception.type", string.Join(" < ", Chain(failure).Select(Kind))),
            new(
                "exception.stacktrace",
                string.Join("\n<\n", Chain(failure).Select(e => e.StackTrace))
            ),
        ];
    }

    private static IEnumerable<Exception> Chain(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
            yield return e;
    }

    private static string Kind(Exception e) =>
        e is Npgsql.PostgresException p
            ? $"{e.GetType().FullName} {p.SqlState}"
            : e.GetType().FullName!;
}

/// <summary>Logs as lines of JSON. On standard error: what a verb makes is on standard output.</summary>
internal sealed class JsonLines : BaseExporter<LogRecord>
{
    /// <summary>A log is read by people, and is part of no page.</summary>
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public override ExportResult Export(in Batch<LogRecord> batch)
    {
        foreach (var record in batch)
        {
            var line = new Dictionary<string, object?>
            {
                ["time"] = record.Timestamp,
                ["level"] = record.LogLevel.ToString(),
                ["category"] = record.CategoryName,
                ["message"] = record.FormattedMessage ?? record.Body,
            };
            if (record.TraceId != default)
                (line["traceId"], line["spanId"]) = (
                    record.TraceId.ToHexString(),
                    record.SpanId.ToHexString()
                );
            foreach (var (name, value) in record.Attributes ?? [])
                if (name != "{OriginalFormat}")
                    line.TryAdd(name, value?.ToString());
            Console.Error.WriteLine(JsonSerializer.Serialize(line, Readable));
        }
        return ExportResult.Success;
    }
}
