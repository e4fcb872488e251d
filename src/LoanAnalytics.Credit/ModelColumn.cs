namespace LoanAnalytics.Credit;

/// <summary>A column that a model learns from and scores: a number of each row, or one of a few words.</summary>
/// <param name="Name">Its name; a model finds its columns by it.</param>
/// <param name="Numbers">The numbers, NaN = missing; empty of a category.</param>
/// <param name="Words">The words of a category; empty of a number.</param>
/// <param name="Codes">The place of each row's word, -1 = missing; empty of a number.</param>
public sealed record ModelColumn(
    string Name,
    double[] Numbers,
    IReadOnlyList<string> Words,
    int[] Codes
)
{
    /// <summary>It is a number.</summary>
    public bool IsNumber { get; } = Codes.Length == 0;

    /// <summary>A column of numbers.</summary>
    public static ModelColumn Of(string name, double[] numbers) => new(name, numbers, [], []);

    /// <summary>A column of words, null = missing; the words stand in ordinal order.</summary>
    public static ModelColumn Of(string name, IReadOnlyList<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] words = [.. values.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        var places = words
            .Select((w, i) => (w, i))
            .ToDictionary(w => w.w, w => w.i, StringComparer.Ordinal);
        return new(name, [], words, [.. values.Select(v => v is null ? -1 : places[v])]);
    }

    /// <summary>The rows named, in that order.</summary>
    public ModelColumn Of(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return IsNumber
            ? this with
            {
                Numbers = [.. rows.Select(r => Numbers[r])],
            }
            : new(Name, [], Words, [.. rows.Select(r => Codes[r])]);
    }

    /// <summary>A row's word; null where it is missing.</summary>
    public string? WordOf(int row) => Codes[row] < 0 ? null : Words[Codes[row]];

    /// <summary>Rows without a value.</summary>
    public int Missing => IsNumber ? Numbers.Count(double.IsNaN) : Codes.Count(c => c < 0);
}

/// <summary>A model of the chance of default, as the logarithm of its odds: a part of each feature on top of that of the average row.</summary>
public interface IOddsModel
{
    /// <summary>Names of the features, in the order of the parts.</summary>
    IReadOnlyList<string> Features { get; }

    /// <summary>Logarithm of the odds of default that a row has before its features move it: the mean over the rows learnt from.</summary>
    double Base { get; }

    /// <summary>Writes each row's parts; their sum and the base are its logarithm of the odds of default. Nothing is allocated for a row.</summary>
    /// <param name="columns">Columns that hold the features by name; others are not looked at, one that is not there counts as missing in every row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="logits">Logarithm of the odds of default of each row.</param>
    /// <param name="parts">For each row a part of each feature, or empty where they are not wanted.</param>
    void Score(
        IReadOnlyList<ModelColumn> columns,
        int rows,
        Span<double> logits,
        Span<float> parts
    );
}
