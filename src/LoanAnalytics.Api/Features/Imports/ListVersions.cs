using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Every version of the book that was published, newest first, with what it changed in the totals.</summary>
internal sealed record ListVersions(int? Limit, string? Cursor) : IRequest<Page<VersionItem>>;

/// <summary>All of them, for the table forms.</summary>
internal sealed record ExportVersions : IRequest<Export<VersionItem>>;

/// <summary>A version of the book.</summary>
/// <param name="Version">Its number; what readers see is the highest.</param>
/// <param name="ImportId">The import that published it.</param>
/// <param name="PublishedAt">When, UTC.</param>
/// <param name="AsOf">Date of the data, inclusive.</param>
/// <param name="Currency">ISO 4217; null where the source does not say.</param>
/// <param name="Profile">The mapping profile.</param>
/// <param name="Mode">replace: it took the place of the version before; merge: its rows were put into that.</param>
/// <param name="Totals">Counts and sums of the whole book; null in a merge from before they were kept.</param>
/// <param name="Change">The totals less those of the version before; null of the first, or where either is unknown.</param>
/// <param name="Loans">How many loans came, went and are other than in the version before; null of the first, and where it was not counted.</param>
/// <param name="Tables">Rows of its import by table.</param>
public sealed record VersionItem(
    int Version,
    Guid ImportId,
    DateTime PublishedAt,
    DateOnly AsOf,
    string? Currency,
    string Profile,
    [property: AllowedValues("replace", "merge")] string Mode,
    ControlTotals? Totals,
    ControlTotals? Change,
    LoanChanges? Loans,
    IReadOnlyList<TableCounts> Tables
);

internal sealed class ListVersionsHandler(LoanDb db)
    : IRequestHandler<ListVersions, Page<VersionItem>>,
        IRequestHandler<ExportVersions, Export<VersionItem>>
{
    private const string List = "versions";

    public async Task<Page<VersionItem>> Handle(
        ListVersions request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var newest = await db.CurrentVersion(cancellationToken);
        var limit = request.Limit ?? 100;
        var before = SealedCursor.KeyOf(request.Cursor, List) is { } key
            ? int.Parse(key, CultureInfo.InvariantCulture)
            : int.MaxValue;
        // One more than the page holds: the last one's change is counted from it.
        var found = await Newest
            .Where(v => v.Version < before)
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        VersionItem[] items = [.. Items(found).Take(limit)];
        return new(
            MetaOf(newest),
            await db.DataVersions.LongCountAsync(cancellationToken),
            items,
            found.Count > limit
                ? SealedCursor.After(List, items[^1].Version.ToString(CultureInfo.InvariantCulture))
                : null
        );
    }

    public async Task<Export<VersionItem>> Handle(
        ExportVersions request,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await db.Snapshot(cancellationToken);
        var newest = await db.CurrentVersion(cancellationToken);
        var all = await Newest.ToListAsync(cancellationToken);
        return new(
            MetaOf(newest),
            Items(all).ToAsyncEnumerable(),
            ("tables", [.. CanonicalTable.All.Select(t => t.Name)])
        );
    }

    private IQueryable<DataVersion> Newest =>
        db.DataVersions.AsNoTracking().OrderByDescending(v => v.Version);

    private static Meta MetaOf(DataVersion version) =>
        new LoanFilter().MetaOf(version, DefaultDefinition.Count);

    private static IEnumerable<VersionItem> Items(IReadOnlyList<DataVersion> versions) =>
        versions.Zip(versions.Skip(1).Append(null), Item);

    private static VersionItem Item(DataVersion version, DataVersion? before)
    {
        var totals = Totals(version);
        var past = before is null ? null : Totals(before);
        return new(
            version.Version,
            version.ImportId,
            version.PublishedAt,
            version.AsOf,
            version.Currency,
            version.Profile,
            version.Mode,
            totals,
            past is null ? null : totals?.Since(past),
            version.LoansAdded is { } added
                ? new(added, version.LoansGone ?? 0, version.LoansChanged ?? 0)
                : null,
            version.RowCounts.Deserialize<List<TableCounts>>(Json.Options)!
        );
    }

    private static ControlTotals? Totals(DataVersion version) =>
        version.BookTotals?.Deserialize<ControlTotals>(Json.Options);
}
