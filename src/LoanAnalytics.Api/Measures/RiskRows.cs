using System.Globalization;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Credit;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Measures;

/// <summary>Which loans are looked at, when, and what of them.</summary>
/// <param name="Days">Ends of months on which loans are observed; null where the book has no history, and the status is all that is known.</param>
/// <param name="Untils">The day up to which each outcome counts; null where it is not known yet.</param>
/// <param name="Statuses">Without history: the loans' statuses.</param>
/// <param name="Features">What is read of them.</param>
/// <param name="Share">Share of the loans read, the same ones each time.</param>
internal sealed record RiskQuestion(
    IReadOnlyList<DateOnly>? Days,
    IReadOnlyList<DateOnly?> Untils,
    IReadOnlyList<string> Statuses,
    IReadOnlyList<RiskFeature> Features,
    double Share = 1
)
{
    /// <summary>The loans that run on the day of the data and are not in default, whose end nobody knows yet.</summary>
    public static RiskQuestion Running(
        bool hasHistory,
        DateOnly asOf,
        IReadOnlyList<RiskFeature> features
    ) =>
        hasHistory
            ? new([asOf], [null], [], features)
            : new(null, [], ["approved", "active"], features);
}

/// <summary>Loans as they were observed, column by column.</summary>
/// <param name="Day">Place of the day of each row.</param>
/// <param name="Bad">The outcome of each row; false where it is not known yet.</param>
/// <param name="WorstLater">Most days past due at a month's end within the same time; 0 where that is not known.</param>
/// <param name="Exposure">What was owed.</param>
/// <param name="DaysPastDue">On the day; NaN where it is not known.</param>
/// <param name="Columns">The features.</param>
internal sealed record RiskRows(
    IReadOnlyList<string> Customers,
    IReadOnlyList<string> Loans,
    int[] Day,
    bool[] Bad,
    int[] WorstLater,
    double[] Exposure,
    double[] DaysPastDue,
    IReadOnlyList<string> Gender,
    IReadOnlyList<string> AgeBand,
    IReadOnlyList<ModelColumn> Columns
)
{
    public int Count => Loans.Count;

    /// <summary>The number of each row's customer, from 0.</summary>
    public int[] Clusters()
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. Customers.Select(c =>
                numbers.TryGetValue(c, out var n) ? n : numbers[c] = numbers.Count
            ),
        ];
    }

    /// <summary>The rows named, in that order.</summary>
    public RiskRows Of(IReadOnlyList<int> rows) =>
        new(
            [.. rows.Select(r => Customers[r])],
            [.. rows.Select(r => Loans[r])],
            [.. rows.Select(r => Day[r])],
            [.. rows.Select(r => Bad[r])],
            [.. rows.Select(r => WorstLater[r])],
            [.. rows.Select(r => Exposure[r])],
            [.. rows.Select(r => DaysPastDue[r])],
            [.. rows.Select(r => Gender[r])],
            [.. rows.Select(r => AgeBand[r])],
            [.. Columns.Select(c => c.Of(rows))]
        );

    /// <summary>Reads all that a question asks for.</summary>
    public static Task<RiskRows> Read(
        NpgsqlConnection connection,
        RiskQuestion question,
        CancellationToken cancellationToken
    ) => Read(connection, question, null, null, cancellationToken);

    /// <summary>The same piece by piece, so that memory does not grow with the book.</summary>
    public static async IAsyncEnumerable<RiskRows> ReadPieces(
        NpgsqlConnection connection,
        RiskQuestion question,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        const int Piece = 50_000;
        (string, string)? after = null;
        while (true)
        {
            var rows = await Read(connection, question, after, Piece, cancellationToken);
            if (rows.Count > 0)
                yield return rows;
            if (rows.Count < Piece)
                yield break;
            after = (rows.Customers[^1], rows.Loans[^1]);
        }
    }

    private static async Task<RiskRows> Read(
        NpgsqlConnection connection,
        RiskQuestion question,
        (string Customer, string Loan)? after,
        int? take,
        CancellationToken cancellationToken
    )
    {
        string[] own = [.. question.Features.Select(f => f.Own).OfType<string>()];
        await using var command = new NpgsqlCommand(
            SqlFile.Query(question.Days is null ? "RiskByStatus" : "RiskByHistory"),
            connection
        )
        {
            CommandTimeout = 0,
        };
        var p = command.Parameters;
        p.Add(Array("attributes", NpgsqlDbType.Text, own));
        p.AddWithValue("share", question.Share);
        p.AddWithValue("with_age", question.Features.Any(f => f.Name == RiskFeature.Age));
        p.Add(Value("after_customer", NpgsqlDbType.Text, after?.Customer));
        p.Add(Value("after_loan", NpgsqlDbType.Text, after?.Loan));
        p.Add(Value("take", NpgsqlDbType.Integer, take));
        if (question.Days is { } days)
        {
            p.Add(Array("days", NpgsqlDbType.Date, days.ToArray()));
            p.Add(Array("untils", NpgsqlDbType.Date, question.Untils.ToArray()));
        }
        else
            p.Add(Array("statuses", NpgsqlDbType.Text, question.Statuses.ToArray()));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new Reading(reader, question, own);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add();
        return rows.Done();
    }

    private static NpgsqlParameter Array(string name, NpgsqlDbType type, object values) =>
        new(name, NpgsqlDbType.Array | type) { Value = values };

    private static NpgsqlParameter Value(string name, NpgsqlDbType type, object? value) =>
        new(name, type) { Value = value ?? DBNull.Value };

    /// <summary>Rows on their way into columns.</summary>
    private sealed class Reading(NpgsqlDataReader reader, RiskQuestion question, string[] own)
    {
        private readonly List<string> customers = [];
        private readonly List<string> loans = [];
        private readonly List<int> day = [];
        private readonly List<bool> bad = [];
        private readonly List<int> worstLater = [];
        private readonly List<double> exposure = [];
        private readonly List<double> daysPastDue = [];
        private readonly List<string> gender = [];
        private readonly List<string> ageBand = [];
        private readonly Column[] columns =
        [
            .. question.Features.Select(f => new Column(
                f.Name,
                f.IsNumber,
                f.Own is null ? reader.GetOrdinal(f.Column) : -1,
                f.Own is { } name ? System.Array.IndexOf(own, name) : -1
            )),
        ];
        private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);
        private readonly int[] fixedColumns =
        [
            .. new[]
            {
                "customer_id",
                "loan_id",
                "day_no",
                "bad",
                "worst_later",
                "exposure",
                "gender",
                "age_band",
            }.Select(reader.GetOrdinal),
        ];
        private readonly int ownColumn = reader.GetOrdinal("own");
        private readonly int daysColumn = question.Days is null
            ? -1
            : reader.GetOrdinal("days_past_due");

        public void Add()
        {
            customers.Add(reader.GetString(fixedColumns[0]));
            loans.Add(reader.GetString(fixedColumns[1]));
            day.Add(reader.GetInt32(fixedColumns[2]));
            bad.Add(!reader.IsDBNull(fixedColumns[3]) && reader.GetBoolean(fixedColumns[3]));
            worstLater.Add(reader.GetInt32(fixedColumns[4]));
            exposure.Add(Number(fixedColumns[5]) is var e && double.IsNaN(e) ? 0 : e);
            daysPastDue.Add(daysColumn < 0 ? double.NaN : Number(daysColumn));
            gender.Add(Shared(reader.GetString(fixedColumns[6])));
            ageBand.Add(Shared(reader.GetString(fixedColumns[7])));
            var attributes = own.Length == 0 ? [] : reader.GetFieldValue<string?[]>(ownColumn);
            foreach (var column in columns)
                if (column.Place >= 0)
                    column.Add(attributes[column.Place]);
                else if (column.IsNumber)
                    column.Add(Number(column.Ordinal));
                else
                    column.Add(reader.GetString(column.Ordinal));
        }

        public RiskRows Done() =>
            new(
                customers,
                loans,
                [.. day],
                [.. bad],
                [.. worstLater],
                [.. exposure],
                [.. daysPastDue],
                gender,
                ageBand,
                [.. columns.Select(c => c.Done())]
            );

        private double Number(int ordinal) =>
            reader.IsDBNull(ordinal) ? double.NaN : reader.GetDouble(ordinal);

        /// <summary>One text for equal words.</summary>
        private string Shared(string word) =>
            words.TryGetValue(word, out var known) ? known : words[word] = word;
    }

    /// <summary>A column on its way. A word that is 'unknown' is missing.</summary>
    private sealed class Column(string name, bool isNumber, int ordinal, int place)
    {
        private readonly List<double> numbers = [];
        private readonly List<int> codes = [];
        private readonly List<string> words = [];
        private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

        public bool IsNumber => isNumber;
        public int Ordinal => ordinal;
        public int Place => place;

        public void Add(double number) => numbers.Add(number);

        public void Add(string? text)
        {
            if (isNumber)
            {
                numbers.Add(
                    double.TryParse(
                        text,
                        NumberStyles.Float,
                        CultureInfo.InvariantCulture,
                        out var number
                    ) && double.IsFinite(number)
                        ? number
                        : double.NaN
                );
                return;
            }
            if (text is null or "" or "unknown")
            {
                codes.Add(-1);
                return;
            }
            if (!places.TryGetValue(text, out var code))
            {
                places[text] = code = words.Count;
                words.Add(text);
            }
            codes.Add(code);
        }

        public ModelColumn Done() =>
            isNumber ? ModelColumn.Of(name, [.. numbers]) : new(name, [], words, [.. codes]);
    }
}
