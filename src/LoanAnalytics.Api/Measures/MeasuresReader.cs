using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace LoanAnalytics.Api.Measures;

/// <summary>A question about measures: which loans, grouped how, default counted how.</summary>
internal sealed record MeasuresQuestion(
    LoanFilter Filter,
    IReadOnlyList<Grouping> By,
    DefaultDefinition Definition,
    CountUnit Unit = CountUnit.Loan
);

/// <summary>One group of an answer; its counts are those of the definition's population.</summary>
internal sealed record MeasuredGroup(
    string[] Keys,
    LoanMeasures Measures,
    long Defaulted,
    long Population
);

/// <summary>The groups and their total.</summary>
internal sealed record Measured(
    DataVersion Version,
    IReadOnlyList<MeasuredGroup> Groups,
    MeasuredGroup Total,
    Prior Prior
)
{
    /// <summary>The group of one key; measures of no loan where there is none.</summary>
    public MeasuredGroup Group(string key, DefaultDefinition definition) =>
        Groups.FirstOrDefault(g => g.Keys[0] == key)
        ?? new([key], MeasureSums.Measures([], null, definition, CountUnit.Loan, Prior), 0, 0);
}

/// <summary>Reads the measures of any selection of loans; every figure of the product comes through here.</summary>
internal sealed class MeasuresReader(LoanDb db, IMemoryCache cache)
{
    public async Task<Measured> Read(
        MeasuresQuestion question,
        CancellationToken cancellationToken
    ) => (await Read([question], cancellationToken))[0];

    /// <summary>Several questions answered from one version.</summary>
    public async Task<IReadOnlyList<Measured>> Read(
        IReadOnlyList<MeasuresQuestion> questions,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var version = await db.CurrentVersion(cancellationToken);
        var answers = new List<Measured>();
        foreach (var q in questions)
        {
            var prior = await PriorOf(version.ImportId, q.Definition, q.Unit, cancellationToken);
            answers.Add(await Groups(version, q, prior, "loan_facts", [], null, cancellationToken));
        }
        return answers;
    }

    /// <summary>The measures of the loans of each segment, by its number, and whether they differ; part of the caller's snapshot.</summary>
    public async Task<(
        IReadOnlyDictionary<int, LoanMeasures> Segments,
        Heterogeneity? Differ
    )> OfSegments(
        DataVersion version,
        Guid segmentationId,
        LoanFilter filter,
        DefaultDefinition definition,
        IReadOnlyCollection<int> segments,
        CancellationToken cancellationToken
    )
    {
        var prior = await PriorOf(version.ImportId, definition, CountUnit.Loan, cancellationToken);
        var measured = await Groups(
            version,
            new(filter, [], definition),
            prior,
            "(select lf.*, m.segment as place from loan_facts lf join segment_members m"
                + " on m.customer_id = lf.customer_id and m.segmentation_id = @segmentation_id)",
            [new("segmentation_id", segmentationId)],
            "place::text",
            cancellationToken
        );
        return (
            segments.ToDictionary(s => s, s => measured.Group($"{s}", definition).Measures),
            measured.Heterogeneity()
        );
    }

    private async Task<Measured> Groups(
        DataVersion version,
        MeasuresQuestion question,
        Prior prior,
        string source,
        IEnumerable<NpgsqlParameter> more,
        string? column,
        CancellationToken cancellationToken
    )
    {
        var rows = await Rows(
            question.Filter,
            question.By,
            source,
            more,
            column,
            cancellationToken
        );
        var (definition, unit) = (question.Definition, question.Unit);
        var groups = rows.Where(r => r.Keys is not null)
            .GroupBy(r => string.Join('\u001f', r.Keys!))
            .Select(g => Group(g.First().Keys!, [.. g], g.Single(r => r.Status is null)))
            .ToList();
        var total = Group(
            [],
            [.. rows.Where(r => r.Status is not null)],
            rows.Single(r => r.Keys is null)
        );
        return new(version, groups, total, prior);

        MeasuredGroup Group(string[] keys, MeasureRow[] all, MeasureRow customers)
        {
            var sums = all.Where(r => r.Status is not null).ToArray();
            var (defaulted, population) = MeasureSums.Counts(sums, definition);
            return new(
                keys,
                MeasureSums.Measures(sums, customers, definition, unit, prior),
                unit == CountUnit.Borrower ? customers.DefaultedCustomers ?? 0 : defaulted,
                unit == CountUnit.Borrower
                    ? (
                        definition == DefaultDefinition.Resolved
                            ? customers.ResolvedCustomers
                            : customers.Customers
                    ) ?? 0
                    : population
            );
        }
    }

    private Task<List<MeasureRow>> Rows(
        LoanFilter filter,
        IReadOnlyList<Grouping> by,
        string source,
        IEnumerable<NpgsqlParameter> more,
        string? column,
        CancellationToken cancellationToken
    )
    {
        var sql = SqlFile
            .Query("Measures")
            .Replace("/*group*/", column ?? by.Columns(), StringComparison.Ordinal)
            .Replace("/*source*/", source, StringComparison.Ordinal);
        return db.QueryText<MeasureRow>(
            sql,
            cancellationToken,
            [.. filter.Parameters(), .. more, .. by.Parameters()]
        );
    }

    /// <summary>A beta prior fitted by moments to the branches of the whole portfolio; it depends on what was published alone.</summary>
    public async Task<Prior> PriorOf(
        Guid importId,
        DefaultDefinition definition,
        CountUnit unit,
        CancellationToken cancellationToken
    )
    {
        if (cache.TryGetValue((importId, definition, unit), out Prior? known))
            return known!;
        var all = await Groups(
            null!,
            new(new LoanFilter(), [Grouping.Of(Dimension.Branch)], definition, unit),
            new(0, 0),
            "loan_facts",
            [],
            null,
            cancellationToken
        );
        var prior = Fit(all);
        return cache.Set(
            (importId, definition, unit),
            prior,
            new MemoryCacheEntryOptions { Size = 1 }
        );
    }

    private static Prior Fit(Measured all)
    {
        var fit = Credit.EmpiricalBayes.Fit([
            .. all.Groups.Select(g => (g.Defaulted, g.Population)),
        ]);
        var mean =
            all.Total.Population == 0 ? 0 : (double)all.Total.Defaulted / all.Total.Population;
        return new(mean, fit.Strength);
    }
}
