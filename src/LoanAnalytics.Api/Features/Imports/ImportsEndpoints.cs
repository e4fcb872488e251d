using System.ComponentModel.DataAnnotations;
using System.Text;
using LoanAnalytics.Api.Infrastructure;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace LoanAnalytics.Api.Features.Imports;

internal static class ImportsEndpoints
{
    public static IServiceCollection AddImports(this IServiceCollection services) =>
        services
            .AddSingleton(p => ImportLimits.Of(p.GetRequiredService<IConfiguration>()))
            .AddSingleton<Importer>()
            .AddSingleton<ImportRuns>()
            .AddHostedService(provider => provider.GetRequiredService<ImportRuns>());

    public static void MapImports(this RouteGroupBuilder v1)
    {
        v1.MapPost("/imports", Start)
            .WithName("StartImport")
            .WithSummary("Loads an extract")
            .WithDescription(
                "multipart/form-data with files, profile, and where wanted asOf (YYYY-MM-DD), mode (replace or merge) and expect (JSON of loans, principal, amountPaid, outstanding). Answers 202 with the Location of the import, which shows phase, progress and result; 200 with the import that published these very data, where they are the ones published now."
            )
            .Accepts<ImportForm>("multipart/form-data")
            .Produces<ImportStatus>(202)
            .Produces<ImportStatus>()
            .ProducesProblem(422)
            .ProducesProblem(507)
            .DisableAntiforgery();
        v1.MapPost("/imports/preview", Preview)
            .WithName("PreviewImport")
            .WithSummary("What an extract would become, before anything is loaded")
            .WithDescription(
                "The same multipart/form-data as for loading, of at most 64 MB (Imports__MaxPreviewBytes): the columns and first 20 rows of each table as the profile maps them, the first 50 rows refused, findings, and the problems for which the import would be refused. Nothing is stored. Where files are only the beginnings of larger ones, cut at the end of a line, excerpt=true says so: then no row is refused for what the rest of the files could hold (the customer, branch or loan that it names; in a profile that joins files a missing value), the date of the data is null unless it is given or constant, and neither the share of refused rows nor expect is judged."
            )
            .Accepts<PreviewForm>("multipart/form-data")
            .Produces<ImportPreview>()
            .ProducesProblem(422)
            .ProducesProblem(507)
            .DisableAntiforgery();
        v1.MapGet(
                "/imports",
                (
                    [Range(1, 1000)] int? limit,
                    string? cursor,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) => mediator.Send(new ListImports(limit, cursor), cancellationToken)
            )
            .WithName("ListImports")
            .WithSummary("The imports, newest first")
            .WithDescription(
                "Every attempt to load data and how it ended, in pages of limit (100 if not given). One whose process was killed is ended as interrupted when it is read."
            )
            .Produces<Listing<ImportStatus>>();
        v1.MapGet(
                "/imports/{id:guid}",
                (Guid id, IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new GetImport(id), cancellationToken)
            )
            .WithName("GetImport")
            .WithSummary("One import: phase, progress, result")
            .WithDescription(
                "Records read = staged + malformed for each file; rows mapped = accepted + rejected + repeated for each table. One whose process was killed is ended as interrupted when it is read."
            )
            .Produces<ImportStatus>()
            .ProducesProblem(404);
        v1.MapGet("/imports/{id:guid}/rejects", Rejects)
            .WithName("ListRejects")
            .WithSummary("The rows that an import refused")
            .WithDescription(
                "File, line, column, rule, value and the whole source row of each, in pages of 100 (limit up to 1000). With Accept: text/csv and file, the whole list of that file's rows in its own columns and dialect, followed by reject_line, reject_column, reject_rule, reject_value and reject_message: correct it and load it as a merge."
            )
            .Produces<Listing<RejectItem>>(200, "application/json", AnswerForms.Csv)
            .ProducesProblem(404);
        v1.MapDelete(
                "/imports/{id:guid}",
                async (
                    Guid id,
                    ImportRuns runs,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                {
                    var import = await mediator.Send(new GetImport(id), cancellationToken);
                    if (!runs.Cancel(id))
                        throw new ProblemException(
                            409,
                            "import-ended",
                            "The import has ended",
                            $"The import is {import.State}; there is nothing to cancel."
                        );
                    return Results.Accepted($"/api/v1/imports/{id}");
                }
            )
            .WithName("CancelImport")
            .WithSummary("Cancels a waiting or running import")
            .WithDescription("Nothing of it is published.")
            .Produces(202)
            .ProducesProblem(404)
            .ProducesProblem(409);
        v1.MapGet(
                "/profiles",
                (IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new ListProfiles(), cancellationToken)
            )
            .WithName("ListProfiles")
            .WithSummary("The mapping profiles that an import can name")
            .WithDescription(
                "canonical reads our own column names; the others say how a source's files become ours, those last that people saved."
            )
            .Produces<Listing<ProfileItem>>();
        v1.MapGet(
                "/profiles/{name}",
                async (
                    string name,
                    HttpContext context,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) => Tagged(context, await mediator.Send(new GetProfile(name), cancellationToken))
            )
            .WithName("GetProfile")
            .WithSummary("One mapping profile, and what it declares")
            .WithDescription(
                "With the ETag that saving it anew takes. The declaration can be changed and saved under another name; the profiles that are built in as SELECTs declare nothing."
            )
            .Produces<ProfileDetails>()
            .ProducesProblem(404);
        v1.MapPut(
                "/profiles/{name}",
                async (
                    string name,
                    [FromHeader(Name = "If-Match")] string? ifMatch,
                    ProfileDeclaration body,
                    HttpContext context,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                {
                    var (profile, created) = await mediator.Send(
                        new SaveProfile(name, ifMatch, body),
                        cancellationToken
                    );
                    Tagged(context, profile);
                    return created
                        ? Results.Created($"/api/v1/profiles/{name}", profile)
                        : Results.Ok(profile);
                }
            )
            .WithName("SaveProfile")
            .WithSummary("Keeps how a source's files are read")
            .WithDescription(
                "A declarative profile, such as POST /imports/preview suggests for files without one, held to the rules of a profile file and kept in the database: imports and the command line name it like the others. 201 where it is new, 200 where it was changed or is the same already. A change takes the ETag of what is kept as If-Match: 412 where someone else saved it meanwhile, 428 without it. 409 for the name of a built-in profile, 422 where the profile cannot be used, with the place under errors."
            )
            .Produces<ProfileDetails>()
            .Produces<ProfileDetails>(201)
            .ProducesProblem(409)
            .ProducesProblem(412)
            .ProducesProblem(422)
            .ProducesProblem(428);
        v1.MapGet(
                "/profiles/canonical/templates/{table}",
                async (string table, IMediator mediator, CancellationToken cancellationToken) =>
                    Results.File(
                        Encoding.UTF8.GetBytes(
                            await mediator.Send(new GetTemplate(table), cancellationToken)
                        ),
                        $"{AnswerForms.Csv}; charset=utf-8",
                        $"{table}.csv"
                    )
            )
            .WithName("GetTemplate")
            .WithSummary("An empty file of a canonical table")
            .WithDescription(
                "The header of branches, customers, loans, instalments, payments, modifications or loan_months; GET /data/dictionary says what each column means and which are required."
            )
            .Produces<string>(200, AnswerForms.Csv)
            .ProducesProblem(404);
        v1.MapGet(
                "/data/quality",
                (IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new GetDataQuality(), cancellationToken)
            )
            .Describe<Answer<IReadOnlyList<Finding>>>(
                "GetDataQuality",
                "What must be seen in the data",
                "Checks that refuse no row, over the whole book: each with its count, money and up to a hundred keys.",
                table: true
            );
        v1.MapGet(
                "/data/versions",
                async (
                    [Range(1, 1000)] int? limit,
                    string? cursor,
                    HttpContext context,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                    context.Form() == AnswerForm.Json
                        ? (IAnswer)
                            await mediator.Send(new ListVersions(limit, cursor), cancellationToken)
                        : await mediator.Send(new ExportVersions(), cancellationToken)
            )
            .Describe<Page<VersionItem>>(
                "ListVersions",
                "The versions that were published",
                "Newest first: when and from which import each came, its totals, and how they differ from those of the version before. JSON comes in pages of limit rows (1 to 1000, 100 if not given); CSV, NDJSON and Parquet by Accept hold the whole list.",
                table: true
            );
        v1.MapGet(
                "/data/dictionary",
                (IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new GetDataDictionary(), cancellationToken)
            )
            .Describe<Answer<IReadOnlyList<DictionaryEntry>>>(
                "GetDataDictionary",
                "Every column, its type and meaning",
                "The canonical columns, and the lender's own attributes with the name that by=attribute:NAME takes.",
                table: true
            );
    }

    private static ProfileDetails Tagged(HttpContext context, ProfileDetails profile)
    {
        context.Response.Headers.ETag = profile.ProfileTag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return profile;
    }

    private static async Task<IResult> Start(
        HttpRequest http,
        IMediator mediator,
        CancellationToken cancellationToken
    )
    {
        var upload = await Upload.Receive(http, preview: false, cancellationToken);
        var started = await mediator.Send(new StartImport(upload), cancellationToken);
        var place = $"/api/v1/imports/{started.Import.ImportId}";
        http.HttpContext.Response.Headers.Location = place;
        return started.Published
            ? Results.Ok(started.Import)
            : Results.Accepted(place, started.Import);
    }

    private static async Task<ImportPreview> Preview(
        HttpRequest http,
        IMediator mediator,
        CancellationToken cancellationToken
    ) =>
        await mediator.Send(
            new PreviewImport(await Upload.Receive(http, preview: true, cancellationToken)),
            cancellationToken
        );

    private static async Task<IResult> Rejects(
        Guid id,
        string? file,
        [Range(1, 1000)] int? limit,
        string? cursor,
        HttpRequest request,
        IMediator mediator,
        CancellationToken cancellationToken
    )
    {
        AnswerForm[] forms = [AnswerForm.Json, AnswerForm.Csv];
        if (AnswerForms.Negotiate(request.Headers.Accept, forms) == AnswerForm.Json)
            return Results.Json(
                await mediator.Send(new ListRejects(id, file, limit, cursor), cancellationToken),
                Json.Options
            );
        if (file is null)
            throw ProblemException.BadParameter(
                "file",
                "A reject file has the columns of one source file: name it as file."
            );
        var rejects = await mediator.Send(new DownloadRejects(id, file), cancellationToken);
        return Results.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream, rejects.Encoding);
                await foreach (var line in rejects.Lines.WithCancellation(cancellationToken))
                    await writer.WriteAsync(line + "\r\n");
            },
            $"{AnswerForms.Csv}; charset={rejects.Encoding.WebName}",
            rejects.Name
        );
    }
}
