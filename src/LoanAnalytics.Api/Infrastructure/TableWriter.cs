using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Writes a table as CSV, NDJSON or Parquet, in memory that does not grow with its length.</summary>
internal static class TableWriter
{
    private const int Chunk = 64 * 1024;

    /// <summary>Rows of a Parquet row group: large enough to compress, small enough to hold.</summary>
    internal const int RowGroup = 50_000;

    /// <summary>Digits after the point of a column that is read row by row: those that the database keeps of money.</summary>
    private const int MoneyScale = 4;

    public static Task Write(
        AnswerForm form,
        Stream stream,
        Table table,
        IAsyncEnumerable<object> rows,
        CancellationToken cancellationToken
    ) =>
        form switch
        {
            AnswerForm.Csv => Csv(stream, table.Columns, rows, cancellationToken),
            AnswerForm.Ndjson => Ndjson(stream, rows, cancellationToken),
            AnswerForm.Parquet => Parquet(stream, table, rows, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(form)),
        };

    /// <summary>RFC 4180 with a header; null is an empty cell, an empty text a quoted one.</summary>
    private static async Task Csv(
        Stream stream,
        IReadOnlyList<TableColumn> columns,
        IAsyncEnumerable<object> rows,
        CancellationToken cancellationToken
    )
    {
        var bytes = new ArrayBufferWriter<byte>(2 * Chunk);
        var line = new StringBuilder();
        Line(columns.Select(c => Quoted(Defused(c.Name))));
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            Line(columns.Select(c => Cell(c.Value(row))));
            if (bytes.WrittenCount >= Chunk)
                await Flush(stream, bytes, cancellationToken);
        }
        await Flush(stream, bytes, cancellationToken);

        void Line(IEnumerable<string> cells)
        {
            line.Clear().AppendJoin(',', cells).Append("\r\n");
            foreach (var part in line.GetChunks())
                Encoding.UTF8.GetBytes(part.Span, bytes);
        }
    }

    /// <summary>Each line is a row as it stands in the JSON form.</summary>
    private static async Task Ndjson(
        Stream stream,
        IAsyncEnumerable<object> rows,
        CancellationToken cancellationToken
    )
    {
        var bytes = new ArrayBufferWriter<byte>(2 * Chunk);
        await using var writer = new Utf8JsonWriter(bytes);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            JsonSerializer.Serialize(writer, row, row.GetType(), Json.Options);
            writer.Reset();
            bytes.Write("\n"u8);
            if (bytes.WrittenCount >= Chunk)
                await Flush(stream, bytes, cancellationToken);
        }
        await Flush(stream, bytes, cancellationToken);
    }

    private static async Task Parquet(
        Stream stream,
        Table table,
        IAsyncEnumerable<object> rows,
        CancellationToken cancellationToken
    )
    {
        ParquetColumn[] columns = [.. table.Columns.Select(c => Buffer(c, table.Known))];
        await using var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(columns.Select(c => (Field)c.Field)),
            stream,
            new ParquetOptions
            {
                CompressionMethod = CompressionMethod.Snappy,
                DictionaryEncodingSampleSize = 1_000,
            },
            cancellationToken: cancellationToken
        );
        var count = 0;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            foreach (var column in columns)
                column.Add(row);
            if (++count % RowGroup == 0)
                await Group();
        }
        if (count % RowGroup != 0)
            await Group();

        async Task Group()
        {
            using var group = writer.CreateRowGroup();
            foreach (var column in columns)
                await column.Write(group, cancellationToken);
            group.CompleteValidate();
        }
    }

    private static ParquetColumn Buffer(TableColumn column, IReadOnlyList<object>? known)
    {
        if (column.Type == typeof(string))
            return new TextColumn(column, new DataField(column.Name, typeof(string), true));
        if (column.Type == typeof(decimal))
            return new ValueColumn<decimal>(
                column,
                new DecimalDataField(column.Name, 38, Scale(column, known), isNullable: true)
            );
        if (column.Type == typeof(DateTime))
            return new ValueColumn<DateTime>(
                column,
                new DateTimeDataField(
                    column.Name,
                    DateTimeFormat.Timestamp,
                    true,
                    DateTimeTimeUnit.Micros,
                    true
                )
            );
        var field = new DataField(column.Name, column.Type, true);
        if (column.Type == typeof(bool))
            return new ValueColumn<bool>(column, field);
        if (column.Type == typeof(int))
            return new ValueColumn<int>(column, field);
        if (column.Type == typeof(long))
            return new ValueColumn<long>(column, field);
        return column.Type == typeof(double)
            ? new ValueColumn<double>(column, field)
            : new ValueColumn<DateOnly>(column, field);
    }

    /// <summary>Loan-years have more digits than money; a column of figures in memory keeps all that it has.</summary>
    private static int Scale(TableColumn column, IReadOnlyList<object>? known) =>
        (known ?? [])
            .Select(column.Value)
            .OfType<decimal>()
            .Select(d => (int)d.Scale)
            .Append(MoneyScale)
            .Max();

    private static async Task Flush(
        Stream stream,
        ArrayBufferWriter<byte> bytes,
        CancellationToken cancellationToken
    )
    {
        await stream.WriteAsync(bytes.WrittenMemory, cancellationToken);
        bytes.ResetWrittenCount();
    }

    private static string Cell(object? value) =>
        value switch
        {
            null => "",
            string text => Quoted(Defused(text)),
            bool b => b ? "true" : "false",
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime time => JsonSerializer.Serialize(time).Trim('"'),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new InvalidOperationException($"No cell holds a {value.GetType()}."),
        };

    /// <summary>A text that a spreadsheet would run as a formula gets an apostrophe in front.</summary>
    private static string Defused(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n'
            ? $"'{text}"
            : text;

    /// <summary>A text as a cell of a delimited file; an empty text is told from a missing value by its quotes.</summary>
    public static string Quoted(string text, char delimiter = ',') =>
        text.Length > 0
        && text.AsSpan().IndexOfAny(delimiter, '"') < 0
        && text.AsSpan().IndexOfAny('\r', '\n') < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The values of a column of one row group.</summary>
    private abstract class ParquetColumn(DataField place)
    {
        public DataField Field => place;
        public abstract void Add(object row);
        public abstract Task Write(
            ParquetRowGroupWriter group,
            CancellationToken cancellationToken
        );
    }

    private sealed class ValueColumn<T>(TableColumn column, DataField place) : ParquetColumn(place)
        where T : struct
    {
        private T?[] values = new T?[1_000];
        private int count;

        public override void Add(object row)
        {
            if (count == values.Length)
                Array.Resize(ref values, Math.Min(RowGroup, 2 * count));
            values[count++] = (T?)column.Value(row);
        }

        public override async Task Write(
            ParquetRowGroupWriter group,
            CancellationToken cancellationToken
        )
        {
            await group.WriteAsync<T>(
                Field,
                values.AsMemory(0, count),
                cancellationToken: cancellationToken
            );
            count = 0;
        }
    }

    private sealed class TextColumn(TableColumn column, DataField place) : ParquetColumn(place)
    {
        private readonly List<string?> values = [];

        public override void Add(object row) => values.Add((string?)column.Value(row));

        public override async Task Write(
            ParquetRowGroupWriter group,
            CancellationToken cancellationToken
        )
        {
            await group.WriteAsync(Field, values!);
            values.Clear();
        }
    }
}
