using System.Buffers.Text;
using System.Text;

namespace LoanAnalytics.Api.Features.Demo;

/// <summary>A CSV file written field by field as UTF-8 into a buffer: a book has some sixty rows a loan, and composing strings for them would
/// take most of the time. Texts hold no comma, quote or line break.</summary>
internal sealed class CsvFile : IDisposable
{
    /// <summary>No field is longer.</summary>
    private const int LongestField = 256;
    private readonly byte[] buffer = new byte[1 << 17];
    private readonly FileStream file;
    private int length;
    private bool inRow;

    public CsvFile(string path, string header)
    {
        file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Text(header);
        End();
    }

    /// <summary>A text, empty where null.</summary>
    public CsvFile Text(string? text)
    {
        Begin();
        length += Encoding.UTF8.GetBytes(text, buffer.AsSpan(length));
        return this;
    }

    /// <summary>A key: a letter and a number of at least so many digits.</summary>
    public CsvFile Key(char letter, long number, int digits)
    {
        Begin();
        buffer[length++] = (byte)letter;
        Utf8Formatter.TryFormat(
            number,
            buffer.AsSpan(length),
            out var written,
            new('D', (byte)digits)
        );
        length += written;
        return this;
    }

    public CsvFile Whole(long number)
    {
        Begin();
        Utf8Formatter.TryFormat(number, buffer.AsSpan(length), out var written);
        length += written;
        return this;
    }

    /// <summary>A number of hundredths with two decimals.</summary>
    public CsvFile Hundredths(long hundredths)
    {
        var (units, rest) = Math.DivRem(hundredths, 100);
        Whole(units);
        buffer[length++] = (byte)'.';
        Digits((int)rest, 2);
        return this;
    }

    public CsvFile Fraction(double fraction, byte decimals)
    {
        Begin();
        Utf8Formatter.TryFormat(
            fraction,
            buffer.AsSpan(length),
            out var written,
            new('F', decimals)
        );
        length += written;
        return this;
    }

    /// <summary>A date as YYYY-MM-DD, empty where null.</summary>
    public CsvFile Date(DateOnly? date)
    {
        Begin();
        if (date is not { } day)
            return this;
        day.Deconstruct(out var year, out var month, out var dayOfMonth);
        Digits(year, 4);
        buffer[length++] = (byte)'-';
        Digits(month, 2);
        buffer[length++] = (byte)'-';
        Digits(dayOfMonth, 2);
        return this;
    }

    public void End()
    {
        buffer[length++] = (byte)'\n';
        inRow = false;
        if (length > buffer.Length / 2)
            Flush();
    }

    public void Dispose()
    {
        Flush();
        file.Dispose();
    }

    private void Begin()
    {
        if (length > buffer.Length - LongestField)
            Flush();
        if (inRow)
            buffer[length++] = (byte)',';
        inRow = true;
    }

    private void Digits(int number, int digits)
    {
        for (var i = digits - 1; i >= 0; i--)
        {
            buffer[length + i] = (byte)('0' + number % 10);
            number /= 10;
        }
        length += digits;
    }

    private void Flush()
    {
        file.Write(buffer, 0, length);
        length = 0;
    }
}
