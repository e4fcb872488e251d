using System.Text.Json;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>Stores segmentations, under the numbers and names of the published one where there is one.</summary>
internal static class SegmentStore
{
    /// <summary>Stores what a training gave, in the caller's transaction.</summary>
    public static async Task Save(
        LoanDb db,
        Segmentation record,
        DataVersion version,
        IReadOnlyList<Borrower> borrowers,
        TrainedSegments trained,
        CancellationToken cancellationToken
    )
    {
        var published = await db.PublishedSegments(cancellationToken);
        var matched = Match(
            trained.Model,
            [.. trained.Members.Select(m => (borrowers[m.Row].CustomerId, m.Segment))],
            published
        );
        var names = SegmentWords.Names(trained.Profiles, trained.Everyone);
        (record.State, record.Progress, record.DataVersion) = ("done", 1, version.Version);
        (record.K, record.Inertia) = (trained.Profiles.Count, trained.Inertia);
        (record.Customers, record.Excluded) = (
            trained.Members.Count,
            borrowers.Count - trained.Members.Count
        );
        record.Model = Json_(matched.Model);
        record.Report = Json_(
            new SegmentReport(
                trained.Choices,
                [.. trained.Profiles.Select(p => p with { Id = matched.Numbers[p.Id] })],
                trained.Everyone,
                trained.Differences,
                matched.Drift
            )
        );
        db.SegmentNames.AddRange(
            trained.Profiles.Select(
                (p, i) =>
                    new SegmentName
                    {
                        SegmentationId = record.SegmentationId,
                        Segment = matched.Numbers[p.Id],
                        GeneratedName = names[i],
                        Name =
                            published?.Names.GetValueOrDefault(matched.Numbers[p.Id]) ?? names[i],
                    }
            )
        );
        await db.SaveChangesAsync(cancellationToken);
        await using var copy = await SegmentCopy.Begin(
            (NpgsqlConnection)db.Database.GetDbConnection(),
            cancellationToken
        );
        foreach (var (row, segment, distance) in trained.Members)
            await SegmentCopy.Write(
                copy,
                record.SegmentationId,
                borrowers[row],
                matched.Numbers[segment],
                distance,
                published is not null
                && published.Members.TryGetValue(borrowers[row].CustomerId, out var before)
                    ? before
                    : null,
                joined: null,
                cancellationToken
            );
        await copy.CompleteAsync(cancellationToken);
    }

    /// <summary>Matches a stored segmentation to the published one anew: another was published since it was made. Names that a person gave stay.</summary>
    public static async Task Rematch(
        LoanDb db,
        Segmentation record,
        PublishedSegments published,
        CancellationToken cancellationToken
    )
    {
        var whole = record.Whole();
        var id = record.SegmentationId;
        var members = await db
            .SegmentMembers.AsNoTracking()
            .Where(m => m.SegmentationId == id)
            .Select(m => new { m.CustomerId, m.Segment })
            .ToListAsync(cancellationToken);
        var matched = Match(
            whole.Model,
            [.. members.Select(m => (m.CustomerId, m.Segment))],
            published
        );
        record.Model = Json_(matched.Model);
        record.Report = Json_(
            whole.Report with
            {
                Profiles =
                [
                    .. whole.Report.Profiles.Select(p => p with { Id = matched.Numbers[p.Id] }),
                ],
                Drift = matched.Drift,
            }
        );
        var names = await db
            .SegmentNames.Where(n => n.SegmentationId == id)
            .ToListAsync(cancellationToken);
        db.SegmentNames.RemoveRange(names);
        await db.SaveChangesAsync(cancellationToken);
        db.SegmentNames.AddRange(
            names.Select(n => new SegmentName
            {
                SegmentationId = id,
                Segment = matched.Numbers[n.Segment],
                GeneratedName = n.GeneratedName,
                Revision = n.Revision,
                Name =
                    n.Revision > 1
                        ? n.Name
                        : published.Names.GetValueOrDefault(matched.Numbers[n.Segment])
                            ?? n.GeneratedName,
            })
        );
        await db.SaveChangesAsync(cancellationToken);
        await ((NpgsqlConnection)db.Database.GetDbConnection()).Run(
            SqlFile.Query("RenumberMembers"),
            cancellationToken,
            id,
            published.Id,
            matched.Numbers.Keys.ToArray(),
            matched.Numbers.Values.ToArray()
        );
    }

    /// <summary>The model under its new numbers, these by the old ones, and what changed.</summary>
    private static (
        SegmentationModel Model,
        IReadOnlyDictionary<int, int> Numbers,
        SegmentationDrift? Drift
    ) Match(
        SegmentationModel model,
        IReadOnlyList<(string Customer, int Segment)> members,
        PublishedSegments? published
    )
    {
        if (published is null)
            return (model, model.Segments.ToDictionary(s => s.Id, s => s.Id), null);
        var (numbered, shifts) = SegmentMatch.Numbered(model, published.Model);
        var numbers = model
            .Segments.Zip(numbered.Segments)
            .ToDictionary(s => s.First.Id, s => s.Second.Id);
        return (
            numbered with
            {
                Segments = [.. numbered.Segments.OrderBy(s => s.Id)],
            },
            numbers,
            SegmentMatch.Drift(
                numbered,
                [.. members.Select(m => (m.Customer, numbers[m.Segment]))],
                published,
                shifts
            )
        );
    }

    private static JsonDocument Json_<T>(T value) =>
        JsonSerializer.SerializeToDocument(value, Json.Options);
}
