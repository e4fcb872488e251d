using System.Text;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Finds a last record whose quote is never closed: DuckDB drops it, and every line that it swallowed, without a word.</summary>
internal static class OpenQuote
{
    private const int LongestText = 65_536;

    /// <summary>The text of that record, at most its first 64 thousand characters; null where the file ends well.</summary>
    public static async Task<string?> LastRecord(
        string path,
        Encoding encoding,
        char delimiter,
        CancellationToken cancellationToken
    )
    {
        long position = 0;
        long record = 0;
        var (quoted, opens) = (false, true);
        var buffer = new char[LongestText];
        using (var reader = new StreamReader(path, encoding))
        {
            int read;
            while ((read = await reader.ReadBlockAsync(buffer, cancellationToken)) > 0)
            {
                for (var i = 0; i < read; i++)
                {
                    var c = buffer[i];
                    var wasQuoted = quoted;
                    quoted = quoted ? c != '"' : c == '"' && opens;
                    // A quote opens at the start of a cell, or again right behind one that closed: a doubled quote.
                    opens = !quoted && (wasQuoted || c == delimiter || c is '\n' or '\r');
                    if (!quoted && !wasQuoted && (c is '\n' or '\r'))
                        record = position + i + 1;
                }
                position += read;
            }
        }
        return quoted ? await TextFrom(record) : null;

        async Task<string> TextFrom(long start)
        {
            using var reader = new StreamReader(path, encoding);
            for (long skipped = 0; skipped < start; )
                skipped += await reader.ReadBlockAsync(
                    buffer.AsMemory(0, (int)Math.Min(buffer.Length, start - skipped)),
                    cancellationToken
                );
            var length = await reader.ReadBlockAsync(buffer, cancellationToken);
            return new string(buffer, 0, length).TrimEnd('\r', '\n');
        }
    }
}
