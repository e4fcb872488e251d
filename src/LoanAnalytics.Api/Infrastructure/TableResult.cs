using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>A table as a file. It arrives whole or visibly broken: a failure on the way aborts the connection.</summary>
internal sealed partial class TableResult(Table table, AnswerForm form, DateOnly? asOf) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.GivenUp());
        await using var output = new ResponseStream(response.Body);
        await using var rows = table.Rows.GetAsyncEnumerator(stop.Token);
        try
        {
            // The query runs here: its failure is still an answer of its own, and no file.
            var any = await rows.MoveNextAsync();
            response.ContentType = form.ContentType();
            response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
            {
                FileName = FileName(httpContext.Request.Path),
            }.ToString();
            await TableWriter.Write(
                form,
                output,
                table,
                any ? Rest(rows, output) : AsyncEnumerable.Empty<object>(),
                stop.Token
            );
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var left = httpContext.RequestAborted.IsCancellationRequested;
            if (!left && output.Begun)
            {
                var logger = httpContext.RequestServices.GetRequiredService<ILogger<TableResult>>();
                LogBroken(logger, httpContext.GetEndpoint()?.DisplayName, e);
                httpContext.Abort();
            }
            await Stop(rows, stop);
            if (left || output.Begun)
                return;
            response.Clear();
            throw;
        }
    }

    /// <summary>Has the database cancel the query. Only reading on with a cancelled token does that: closing a reader reads the rest.</summary>
    private static async Task Stop(IAsyncEnumerator<object> rows, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        try
        {
            while (await rows.MoveNextAsync()) { }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // It has ended, one way or the other.
        }
    }

    private static async IAsyncEnumerable<object> Rest(
        IAsyncEnumerator<object> rows,
        ResponseStream output
    )
    {
        do
        {
            yield return rows.Current;
        } while (await Next());

        async ValueTask<bool> Next()
        {
            try
            {
                return await rows.MoveNextAsync();
            }
            catch
            {
                output.Break();
                throw;
            }
        }
    }

    /// <summary>portfolio-breakdown-2024-12-31.csv</summary>
    private string FileName(PathString path)
    {
        var name = path.Value!.TrimEnd('/')
            .Replace("/api/v1/", "", StringComparison.OrdinalIgnoreCase)
            .Replace('/', '-');
        var day = asOf?.ToString("-yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"{name}{day}.{form.Extension()}";
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The table of {Operation} broke off; the connection was aborted"
    )]
    private static partial void LogBroken(ILogger logger, string? operation, Exception exception);

    /// <summary>The body, for writers that want a position and flush synchronously; it knows whether anything has been sent.</summary>
    private sealed class ResponseStream(Stream body) : Stream
    {
        private long written;

        private bool broken;

        public bool Begun => written > 0;

        /// <summary>Nothing is sent any more: a Parquet writer would end its file as if it were whole.</summary>
        public void Break() => broken = true;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => written;
        public override long Position
        {
            get => written;
            set => throw new NotSupportedException();
        }

        // The server sends what is written; it refuses to flush synchronously.
        public override void Flush() { }

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (broken)
                return;
            written += buffer.Length;
            await body.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
