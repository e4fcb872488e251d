namespace LoanAnalytics.Credit;

/// <summary>One bin of a scorecard's characteristic.</summary>
/// <param name="Good">Good rows that it was learnt from.</param>
/// <param name="Bad">Bad rows that it was learnt from.</param>
/// <param name="Weight">Weight of evidence: positive = safer than average.</param>
public sealed record ScorecardBin(long Good, long Bad, double Weight);

/// <summary>A characteristic of a scorecard: its bins and what they weigh.</summary>
/// <param name="Name">The column.</param>
/// <param name="IsNumber">It is a number; else a category.</param>
/// <param name="Edges">Of a number: the lowest value of each bin but the first, which belongs to the bin.</param>
/// <param name="Categories">Of a category: the words named in each bin.</param>
/// <param name="Other">Of a category: the bin, from 0, of rare words and of those never seen; null where there were none to learn from.</param>
/// <param name="Bins">The bins by rising number, or by rising bad rate of words.</param>
/// <param name="Missing">The bin of missing values.</param>
/// <param name="InformationValue">What it tells by itself.</param>
/// <param name="Coefficient">What its weight of evidence is multiplied by in the logarithm of the odds of default: below 0.</param>
/// <param name="MeanWeight">Mean weight of evidence of the rows learnt from.</param>
public sealed record ScorecardCharacteristic(
    string Name,
    bool IsNumber,
    IReadOnlyList<double> Edges,
    IReadOnlyList<IReadOnlyList<string>> Categories,
    int? Other,
    IReadOnlyList<ScorecardBin> Bins,
    ScorecardBin Missing,
    double InformationValue,
    double Coefficient,
    double MeanWeight
)
{
    /// <summary>What a bin adds to the logarithm of the odds of default, against the average row.</summary>
    public double PartOf(ScorecardBin bin)
    {
        ArgumentNullException.ThrowIfNull(bin);
        return Coefficient * (bin.Weight - MeanWeight);
    }

    /// <summary>Of a word never seen, where rare ones were not seen either: it says nothing.</summary>
    internal double Unseen => Other is { } bin ? PartOf(Bins[bin]) : -Coefficient * MeanWeight;

    internal double[] Parts => [.. Bins.Select(PartOf)];
}

/// <summary>A transparent model of the chance of default: each characteristic in monotone bins, their weights of evidence in a logistic regression.</summary>
/// <remarks>Bins by <see cref="NumberBinning"/> and <see cref="CategoryBinning"/>. A characteristic is taken whose information value is above what chance gives it,
/// the most informative first, and only as many as the bad rows carry; one whose coefficient would turn its evidence round is left out, the worst
/// first, until all agree (Siddiqi 2006, Credit Risk Scorecards, chapter 6). A ridge of 1 keeps coefficients finite where a bin parts good from bad.</remarks>
/// <param name="Intercept">Logarithm of the odds of default of a row whose every weight of evidence is 0.</param>
/// <param name="Characteristics">By falling information value.</param>
public sealed record Scorecard(
    double Intercept,
    IReadOnlyList<ScorecardCharacteristic> Characteristics
) : IOddsModel
{
    /// <summary>Bad rows for each characteristic at least. Source: Vittinghoff and McCulloch (2007), Am. J. Epidemiology 165, 710-718.</summary>
    private const int BadForEach = 5;

    /// <summary>What a characteristic is binned by.</summary>
    public static readonly BinningRules Rules = new(LeastShare: 0.01, LeastOfEach: 5);

    public IReadOnlyList<string> Features => [.. Characteristics.Select(c => c.Name)];

    public double Base => Intercept + Characteristics.Sum(c => c.Coefficient * c.MeanWeight);

    /// <summary>The scorecard; null for one class only.</summary>
    public static Scorecard? Fit(
        IReadOnlyList<ModelColumn> columns,
        ReadOnlySpan<bool> bad,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(columns);
        var outcomes = bad.ToArray();
        var allBad = outcomes.Count(b => b);
        if (allBad == 0 || allBad == outcomes.Length)
            return null;
        var binned = new Binned?[columns.Count];
        Parallel.For(
            0,
            columns.Count,
            new ParallelOptions
            {
                CancellationToken = cancellationToken,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            },
            c => binned[c] = Binned.Of(columns[c], outcomes)
        );
        var byChance = 1.0 / allBad + 1.0 / (outcomes.Length - allBad);
        var kept = binned
            .OfType<Binned>()
            .Where(b => b.Characteristic.InformationValue > byChance * b.Freedom)
            .OrderByDescending(b => b.Characteristic.InformationValue)
            .ThenBy(b => b.Characteristic.Name, StringComparer.Ordinal)
            .Take(Math.Max(1, Math.Min(allBad, outcomes.Length - allBad) / BadForEach))
            .ToList();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (kept.Count == 0)
                return new(Math.Log((double)allBad / (outcomes.Length - allBad)), []);
            var fit = LogisticRegression.Fit(
                [.. kept.Select(k => k.Weights)],
                outcomes,
                ridge: 1,
                cancellationToken: cancellationToken
            )!;
            var turned = Enumerable
                .Range(0, kept.Count)
                .Where(j => fit.Weights[j + 1] >= 0)
                .ToArray();
            if (turned.Length == 0)
                return new(
                    fit.Weights[0],
                    [
                        .. kept.Select(
                            (k, j) => k.Characteristic with { Coefficient = fit.Weights[j + 1] }
                        ),
                    ]
                );
            kept.RemoveAt(turned.MaxBy(j => fit.Weights[j + 1] * Deviation(kept[j].Weights)));
        }
    }

    public void Score(
        IReadOnlyList<ModelColumn> columns,
        int rows,
        Span<double> logits,
        Span<float> parts
    )
    {
        logits[..rows].Fill(Base);
        var width = Characteristics.Count;
        for (var j = 0; j < width; j++)
        {
            var own = Characteristics[j];
            var column = columns.FirstOrDefault(c => c.Name == own.Name);
            var (missing, bins) = (own.PartOf(own.Missing), own.Parts);
            double[] edges = [.. own.Edges];
            double[] words = column is null ? [] : [.. column.Words.Select(w => PartOf(own, w))];
            for (var row = 0; row < rows; row++)
            {
                double part;
                if (column is null || column.IsNumber != own.IsNumber)
                    part = missing;
                else if (own.IsNumber)
                {
                    var value = column.Numbers[row];
                    if (double.IsNaN(value))
                        part = missing;
                    else
                    {
                        var bin = 0;
                        while (bin < edges.Length && value >= edges[bin])
                            bin++;
                        part = bins[bin];
                    }
                }
                else
                    part = column.Codes[row] < 0 ? missing : words[column.Codes[row]];
                logits[row] += part;
                if (parts.Length > 0)
                    parts[row * width + j] = (float)part;
            }
        }
    }

    private static double PartOf(ScorecardCharacteristic own, string word)
    {
        for (var bin = 0; bin < own.Categories.Count; bin++)
            if (own.Categories[bin].Contains(word))
                return own.PartOf(own.Bins[bin]);
        return own.Unseen;
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Length);
    }

    /// <summary>A column in bins, with the weight of evidence of each row.</summary>
    private sealed record Binned(
        ScorecardCharacteristic Characteristic,
        double[] Weights,
        int Freedom
    )
    {
        /// <summary>Null where the column has one bin only.</summary>
        public static Binned? Of(ModelColumn column, bool[] bad)
        {
            if (column.IsNumber)
            {
                var bins = NumberBinning.Of(column.Numbers, bad, Rules)!;
                return Made(
                    column,
                    bins.Edges,
                    [],
                    null,
                    bins.Bins,
                    bins.Missing,
                    bins.InformationValue,
                    [.. column.Numbers.Select(bins.WeightOf)]
                );
            }
            string?[] words = [.. Enumerable.Range(0, bad.Length).Select(column.WordOf)];
            var groups = CategoryBinning.Of(words, bad, Rules)!;
            var weights = column.Words.Select(groups.WeightOf).ToArray();
            return Made(
                column,
                [],
                groups.Categories,
                groups.Other,
                groups.Bins,
                groups.Missing,
                groups.InformationValue,
                [.. column.Codes.Select(c => c < 0 ? groups.Missing.Weight : weights[c])]
            );
        }

        private static Binned? Made(
            ModelColumn column,
            IReadOnlyList<double> edges,
            IReadOnlyList<IReadOnlyList<string>> categories,
            int? other,
            IReadOnlyList<EvidenceBin> bins,
            EvidenceBin missing,
            double informationValue,
            double[] weights
        )
        {
            var used = bins.Append(missing).Count(b => b.Good + b.Bad > 0);
            if (used < 2)
                return null;
            return new(
                new(
                    column.Name,
                    column.IsNumber,
                    edges,
                    categories,
                    other,
                    [.. bins.Select(b => new ScorecardBin(b.Good, b.Bad, b.Weight))],
                    new(missing.Good, missing.Bad, missing.Weight),
                    informationValue,
                    0,
                    weights.Average()
                ),
                weights,
                used - 1
            );
        }
    }
}
