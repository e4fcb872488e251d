using System.Globalization;
using System.Text.Json;
using LoanAnalytics.Api.Infrastructure;
using MediatR;

namespace LoanAnalytics.Api.Features.Imports;

internal static class ImportsEndpoints
{
    public static IServiceCollection AddImports(this IServiceCollection services) =>
        services
            .AddSingleton<Importer>()
            .AddSingleton<ImportRuns>()
            .AddHostedService(provider => provider.GetRequiredService<ImportRuns>());

    public static void MapImports(this RouteGroupBuilder v1)
    {
        v1.MapPost("/imports", Start)
            .WithName("StartImport")
            .WithSummary("Loads an extract")
            .WithDescription(
                "multipart/form-data with files, profile, and where wanted asOf (YYYY-MM-DD), mode (replace or merge) and expect (JSON of loans, principal, amountPaid, outstanding). Answers 202 with the Location of the import, which shows phase, progress and result."
            )
            .Accepts<IFormFile>("multipart/form-data")
            .Produces<ImportStatus>(202)
            .ProducesProblem(400)
            .ProducesProblem(413)
            .ProducesProblem(415)
            .ProducesProblem(422)
            .ProducesProblem(503)
            .DisableAntiforgery();
        v1.MapGet(
                "/imports",
                (IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new ListImports(), cancellationToken)
            )
            .WithName("ListImports")
            .WithSummary("The imports, newest first")
            .WithDescription("Every attempt to load data and how it ended; the last hundred.")
            .Produces<IReadOnlyList<ImportStatus>>()
            .ProducesProblem(503);
        v1.MapGet(
                "/imports/{id:guid}",
                (Guid id, IMediator mediator, CancellationToken cancellationToken) =>
                    mediator.Send(new GetImport(id), cancellationToken)
            )
            .WithName("GetImport")
            .WithSummary("One import: phase, progress, result")
            .WithDescription(
                "Records read = staged + malformed for each file; rows mapped = accepted + rejected + repeated for each table."
            )
            .Produces<ImportStatus>()
            .ProducesProblem(404)
            .ProducesProblem(503);
        v1.MapGet(
                "/imports/{id:guid}/rejects",
                async (
                    Guid id,
                    HttpRequest request,
                    IMediator mediator,
                    CancellationToken cancellationToken
                ) =>
                {
                    var rows = await mediator.Send(new ListRejects(id), cancellationToken);
                    return
                        AnswerForms.Negotiate(
                            request.Headers.Accept,
                            [AnswerForm.Json, AnswerForm.Csv]
                        ) == AnswerForm.Csv
                        ? new TableResult(Table.Of(rows), AnswerForm.Csv, null)
                        : Results.Json(rows, Json.Options);
                }
            )
            .WithName("ListRejects")
            .WithSummary("The rows that an import refused")
            .WithDescription(
                "File, line, column, rule, value and the whole source row of each; as CSV with Accept: text/csv."
            )
            .Produces<IReadOnlyList<RejectItem>>(200, "application/json", AnswerForms.Csv)
            .ProducesProblem(404)
            .ProducesProblem(503);
        v1.MapDelete(
                "/imports/{id:guid}",
                (Guid id, ImportRuns runs) =>
                    runs.Cancel(id)
                        ? Results.Accepted()
                        : throw ProblemException.NotFound($"running import {id}")
            )
            .WithName("CancelImport")
            .WithSummary("Cancels a waiting or running import")
            .WithDescription("Nothing of it is published.")
            .Produces(202)
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

    /// <summary>Stores the uploaded files as they stream in, then runs the import in the background.</summary>
    private static async Task<IResult> Start(
        HttpRequest http,
        ImportRuns runs,
        IMediator mediator,
        CancellationToken cancellationToken
    )
    {
        if (!http.HasFormContentType)
            throw new ProblemException(
                415,
                "not-multipart",
                "The body is no form",
                "Send multipart/form-data."
            );
        var form = await http.ReadFormAsync(cancellationToken);
        if (form.Files.Count == 0)
            throw ProblemException.BadParameter("files", "Give at least one file as files.");
        if (
            !Enum.TryParse<ImportMode>(
                form["mode"].FirstOrDefault() ?? "replace",
                true,
                out var mode
            )
        )
            throw ProblemException.BadParameter("mode", "mode is replace or merge.");
        var asOf = form["asOf"].FirstOrDefault() is { Length: > 0 } text
            ? DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
                ? date
                : throw ProblemException.BadParameter("asOf", "asOf is a date YYYY-MM-DD.")
            : (DateOnly?)null;
        var profile = Profile.Load(form["profile"].FirstOrDefault() ?? "canonical").Name;
        var folder = Directory.CreateTempSubdirectory("loananalytics-upload-").FullName;
        foreach (var file in form.Files)
        {
            await using var stream = File.Create(
                Path.Combine(folder, Path.GetFileName(file.FileName))
            );
            await file.CopyToAsync(stream, cancellationToken);
        }
        var request = new ImportRequest(
            Guid.CreateVersion7(),
            folder,
            profile,
            asOf,
            mode,
            Expected(form["expect"].FirstOrDefault())
        );
        await runs.Enqueue(request, cancellationToken);
        return Results.Accepted(
            $"/api/v1/imports/{request.ImportId}",
            await mediator.Send(new GetImport(request.ImportId), cancellationToken)
        );
    }

    private static ExpectedTotals? Expected(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json)
                ? null
                : JsonSerializer.Deserialize<ExpectedTotals>(json, Json.Options);
        }
        catch (JsonException)
        {
            throw ProblemException.BadParameter(
                "expect",
                "expect is JSON of loans, principal, amountPaid, outstanding."
            );
        }
    }
}
