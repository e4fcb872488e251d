using MediatR;
using Npgsql;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Takes an upload in: the very data that are published now have no further effect, all else is loaded in the background.</summary>
internal sealed record StartImport(Upload Upload) : IRequest<StartedImport>;

/// <summary>The import, and whether it is the one that published these very data already.</summary>
internal sealed record StartedImport(ImportStatus Import, bool Published);

internal sealed class StartImportHandler(
    ImportRuns runs,
    NpgsqlDataSource database,
    IMediator mediator
) : IRequestHandler<StartImport, StartedImport>
{
    public async Task<StartedImport> Handle(
        StartImport request,
        CancellationToken cancellationToken
    )
    {
        var upload = request.Upload;
        var profile = upload.Profile ?? Profile.Canonical;
        var import = Guid.CreateVersion7();
        var (digests, published) = await Look(upload, cancellationToken);
        if (published is null)
            await runs.Enqueue(
                new(
                    import,
                    upload.Folder,
                    profile,
                    upload.AsOf,
                    upload.Mode,
                    upload.Expect,
                    digests
                ),
                cancellationToken
            );
        return new(
            await mediator.Send(new GetImport(published ?? import), cancellationToken),
            published is not null
        );
    }

    /// <summary>What the files are, and which import published them. The upload is gone where they are published, or cannot be looked at.</summary>
    private async Task<(IReadOnlyList<FileDigest> Digests, Guid? Published)> Look(
        Upload upload,
        CancellationToken cancellationToken
    )
    {
        var wanted = false;
        try
        {
            var profile = await Profile.Find(
                database,
                upload.Profile ?? Profile.Canonical,
                cancellationToken
            );
            var digests = await SourceFiles.AllIn(upload.Folder, profile).Digest(cancellationToken);
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            var same = await ImportContent
                .Of(digests, profile, upload.Mode)
                .Published(connection, upload.AsOf, cancellationToken);
            wanted = same is null;
            return (digests, same?.ImportId);
        }
        finally
        {
            if (!wanted)
                upload.Delete();
        }
    }
}
