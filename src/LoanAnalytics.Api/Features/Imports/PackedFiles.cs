using System.Buffers.Binary;
using System.IO.Compression;
using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Unpacks the .gz and .zip files of an upload as they come in, so that memory does not grow with them, and no further than a limit.</summary>
/// <param name="folder">Where the files go.</param>
/// <param name="limit">Bytes that all of them together may come to.</param>
internal sealed class PackedFiles(string folder, long limit)
{
    /// <summary>Bytes of it, some thousands of files.</summary>
    private const int LongestDirectory = 1 << 18;
    private const int EndOfDirectory = 22;

    private long unpacked;

    /// <summary>Cut short, a packed file would else be taken for a whole one.</summary>
    public static void BeStrict() =>
        AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    public static bool IsGzip(string name) =>
        name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    public static bool IsZip(string name) =>
        name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    /// <summary>Stores one packed file without its ending.</summary>
    /// <exception cref="ProblemException">415 not-a-table; 413 too-large.</exception>
    public async Task Gunzip(string name, Stream packed, CancellationToken cancellationToken)
    {
        await using var plain = new GZipStream(packed, CompressionMode.Decompress);
        await using var target = Create(name[..^3]);
        await Copy(name, plain, target, cancellationToken);
    }

    /// <summary>Stores each file of an archive, without its folders, and deletes the archive.</summary>
    /// <exception cref="ProblemException">415 not-a-table; 413 too-large.</exception>
    public async Task Unzip(string archive, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(archive);
        try
        {
            if (await Directory(archive, cancellationToken) > LongestDirectory)
                throw TooLarge($"{name} holds too many files.");
            await using var zip = await ZipFile.OpenReadAsync(archive, cancellationToken);
            foreach (var entry in zip.Entries)
            {
                // A folder, or what a Mac adds to each file.
                if (
                    entry.Name.Length == 0
                    || entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)
                )
                    continue;
                await using var plain = await entry.OpenAsync(cancellationToken);
                await using var target = Create(Path.GetFileName(entry.Name.Replace('\\', '/')));
                await Copy(name, plain, target, cancellationToken);
                if (target.Length != entry.Length)
                    throw NotWhole(name);
            }
        }
        catch (InvalidDataException)
        {
            throw NotWhole(name);
        }
        File.Delete(archive);
    }

    /// <summary>A new file of that name; 400 where the name is none or comes twice.</summary>
    public FileStream Create(string name)
    {
        if (
            name.Length == 0
            || name is "." or ".."
            || name.Contains('\0', StringComparison.Ordinal)
        )
            throw ProblemException.BadParameter("files", "A file has no name.");
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? throw ProblemException.BadParameter("files", $"The file {name} comes twice.")
            : File.Create(path);
    }

    private async Task Copy(
        string name,
        Stream plain,
        FileStream target,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[1 << 16];
        try
        {
            int read;
            while ((read = await plain.ReadAsync(buffer, cancellationToken)) > 0)
            {
                unpacked += read;
                if (unpacked > limit)
                    throw TooLarge(
                        $"{name} unpacks to more than {limit} bytes (Imports__MaxUnpackedBytes)."
                    );
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        catch (InvalidDataException)
        {
            throw NotWhole(name);
        }
    }

    /// <summary>How long the directory of an archive is, which is read into memory as a whole.</summary>
    private static async Task<long> Directory(string archive, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(archive);
        // A comment of up to 64 KB can follow.
        var end = new byte[(int)Math.Min(file.Length, EndOfDirectory + ushort.MaxValue)];
        file.Seek(-end.Length, SeekOrigin.End);
        await file.ReadExactlyAsync(end, cancellationToken);
        var at = end.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || at + EndOfDirectory > end.Length)
            throw new InvalidDataException();
        return file.Length - BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(at + 16));
    }

    private static ProblemException NotWhole(string name) =>
        Staging.NotATable(name, "is not packed as its name says, or not whole");

    private static ProblemException TooLarge(string detail) =>
        new(413, "too-large", "The body is too large", detail);
}
