using LoanAnalytics.Api.Infrastructure;
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
        try
        {
            var profile = Profile.Load(upload.Profile);
            var digests = await SourceFiles.AllIn(upload.Folder, profile).Digest(cancellationToken);
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            var same = await ImportContent
                .Of(digests, profile, upload.Mode)
                .Published(connection, upload.AsOf, cancellationToken);
            var id = same?.ImportId ?? Guid.CreateVersion7();
            if (same is null)
                await runs.Enqueue(
                    new(id, upload.Folder, profile.Name, upload.AsOf, upload.Mode, upload.Expect),
                    cancellationToken
                );
            else
                upload.Delete();
            return new(await mediator.Send(new GetImport(id), cancellationToken), same is not null);
        }
        catch (ProblemException)
        {
            upload.Delete();
            throw;
        }
    }
}
