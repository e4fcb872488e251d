using System.Globalization;
using System.Text;
using System.Text.Json;
using LoanAnalytics.Api.Infrastructure;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>The parts of a multipart body: files go to a folder as they stream in, so that memory does not grow with them.</summary>
internal sealed class Upload
{
    private const int LongestField = 4096;
    private const int LongestChoices = 1 << 20;

    private Upload(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>The mapping profile; null where the form names none.</summary>
    public string? Profile { get; private set; }

    /// <summary>Where a person placed columns, in a preview of files without a profile.</summary>
    public IReadOnlyList<ColumnChoice> Choices { get; private set; } = [];
    public DateOnly? AsOf { get; private set; }
    public ImportMode Mode { get; private set; }
    public ExpectedTotals? Expect { get; private set; }

    /// <summary>The files are heads of larger ones; null where the form has no such field.</summary>
    public bool? Excerpt { get; private set; }

    /// <summary>Reads the whole body; what was stored is deleted again where it cannot be read to its end.</summary>
    /// <param name="request">The request whose body it is.</param>
    /// <param name="preview">It is to be looked at only: smaller, and an excerpt if its field says so.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<Upload> Receive(
        HttpRequest request,
        bool preview,
        CancellationToken cancellationToken
    )
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary
        )
            throw new ProblemException(
                415,
                "not-multipart",
                "The body is no form",
                "Send multipart/form-data."
            );
        var limits = request.HttpContext.RequestServices.GetRequiredService<ImportLimits>();
        if (
            request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is
            { IsReadOnly: false } size
        )
            size.MaxRequestBodySize = preview ? limits.PreviewBytes : limits.UploadBytes;
        var upload = new Upload(WorkFolder.Make("upload", limits.Folder))
        {
            Excerpt = preview ? false : null,
        };
        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            var files = new PackedFiles(upload.Folder, limits.UnpackedBytes);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
                await upload.Read(section, files, cancellationToken);
            if (Directory.GetFiles(upload.Folder).Length == 0)
                throw ProblemException.BadParameter("files", "Give at least one file as files.");
            return upload;
        }
        catch (Exception e)
        {
            upload.Delete();
            // The reader says so where the boundary or a header is broken, or the body ends in a part.
            if (
                e is InvalidDataException or IOException and not BadHttpRequestException
                && !DiskFull.Is(e)
                && !cancellationToken.IsCancellationRequested
            )
                throw ProblemException.BadParameter(
                    "body",
                    "The multipart body cannot be read to its end."
                );
            throw;
        }
    }

    public void Delete() => WorkFolder.Delete(Folder);

    private async Task Read(
        MultipartSection section,
        PackedFiles files,
        CancellationToken cancellationToken
    )
    {
        if (section.GetContentDispositionHeader() is not { } disposition)
            throw ProblemException.BadParameter(
                "body",
                "A part has no Content-Disposition header."
            );
        if (disposition.IsFileDisposition())
        {
            var file = section.AsFileSection()!;
            if (file.Name != "files")
                throw ProblemException.BadParameter(
                    file.Name,
                    $"Files are given as files, not as '{file.Name}'."
                );
            // Browsers of old send whole paths.
            var name = Path.GetFileName(file.FileName.Replace('\\', '/'));
            if (PackedFiles.IsGzip(name))
            {
                await files.Gunzip(name, section.Body, cancellationToken);
                return;
            }
            var target = files.Create(name);
            await using (target)
                await section.Body.CopyToAsync(target, cancellationToken);
            if (PackedFiles.IsZip(name))
            {
                await files.Unzip(target.Name, cancellationToken);
                File.Delete(target.Name);
            }
            return;
        }
        var field = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        var longest = field == "choices" ? LongestChoices : LongestField;
        var bytes = new byte[longest + 1];
        var length = await section.Body.ReadAtLeastAsync(
            bytes,
            bytes.Length,
            throwOnEndOfStream: false,
            cancellationToken
        );
        if (length > longest)
            throw ProblemException.BadParameter(field, $"{field} is longer than any value of it.");
        Take(field, Encoding.UTF8.GetString(bytes, 0, length).Trim());
    }

    private void Take(string name, string value)
    {
        if (value.Length == 0)
            return;
        switch (name)
        {
            case "profile":
                Profile = value;
                break;
            case "asOf":
                AsOf = DateOnly.TryParseExact(
                    value,
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var date
                )
                    ? date
                    : throw ProblemException.BadParameter("asOf", "asOf is a date YYYY-MM-DD.");
                break;
            case "mode":
                Mode = value.ToLowerInvariant() switch
                {
                    "replace" => ImportMode.Replace,
                    "merge" => ImportMode.Merge,
                    _ => throw ProblemException.BadParameter("mode", "mode is replace or merge."),
                };
                break;
            case "expect":
                Expect = Totals(value);
                break;
            case "excerpt" when Excerpt is not null:
                Excerpt = bool.TryParse(value, out var excerpt)
                    ? excerpt
                    : throw ProblemException.BadParameter("excerpt", "excerpt is true or false.");
                break;
            case "choices" when Excerpt is not null:
                Choices = ChoicesOf(value);
                break;
            default:
                throw ProblemException.BadParameter(
                    name,
                    $"There is no field '{name}'; known are files, profile, asOf, mode, expect{(Excerpt is null ? "" : ", excerpt, choices")}."
                );
        }
    }

    private static ColumnChoice[] ChoicesOf(string json)
    {
        try
        {
            return
                JsonSerializer.Deserialize<ColumnChoice[]>(json, Json.Options) is { } choices
                && choices.All(c => c is { File: not null, Column: not null })
                ? choices
                : throw new JsonException();
        }
        catch (JsonException)
        {
            throw ProblemException.BadParameter(
                "choices",
                "choices is JSON: a list of file, column, and any of field, dateFormat, numberFormat, times, words."
            );
        }
    }

    private static ExpectedTotals? Totals(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ExpectedTotals>(json, Json.Options);
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
