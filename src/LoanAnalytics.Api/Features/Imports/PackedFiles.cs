using System.Buffers.Binary;
using System.IO.Compression;
using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Unpacks .gz and .zip files piece by piece, so that memory does not grow with them, and no further than a limit.</summary>
/// <param name="folder">Where the files go.</param>
/// <param name="limit">Bytes that all of them together may come to.</param>
internal sealed class PackedFiles(string folder, long limit)
{
    /// <summary>Bytes of it, some thousands of files.</summary>
    private const int LongestDirectory = 1 << 18;
    private const int EndOfDirectory = 22;

    /// <summary>By byte: eight steps of the division by the polynomial of CRC-32 (ISO 3309), bits reversed.</summary>
    private static readonly uint[] Sums =
    [
        .. Enumerable
            .Range(0, 256)
            .Select(b =>
                Enumerable
                    .Range(0, 8)
                    .Aggregate(
                        (uint)b,
                        (sum, _) => (sum & 1) == 1 ? sum >> 1 ^ 0xEDB88320 : sum >> 1
                    )
            ),
    ];

    private long unpacked;

    /// <summary>Cut short, a packed file would else be taken for a whole one.</summary>
    public static void BeStrict() =>
        AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    public static bool IsGzip(string name) =>
        name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    public static bool IsZip(string name) =>
        name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    /// <summary>The files of a folder in a new one, the packed ones unpacked; null where none is packed. Both folders are the caller's.</summary>
    /// <exception cref="ProblemException">400 where a file comes twice; 415 not-a-table; 413 too-large.</exception>
    public static async Task<string?> Unpack(
        string folder,
        ImportLimits limits,
        CancellationToken cancellationToken
    )
    {
        var sources = System.IO.Directory.GetFiles(folder);
        if (!sources.Any(s => IsGzip(s) || IsZip(s)))
            return null;
        var target = WorkFolder.Make("unpacked", limits.Folder);
        try
        {
            var files = new PackedFiles(target, limits.UnpackedBytes);
            foreach (var source in sources.Order(StringComparer.Ordinal))
                if (IsZip(source))
                    await files.Unzip(source, cancellationToken);
                else
                    await files.Take(source, cancellationToken);
            return target;
        }
        catch
        {
            WorkFolder.Delete(target);
            throw;
        }
    }

    /// <summary>Stores one packed file without its ending.</summary>
    /// <exception cref="ProblemException">415 not-a-table; 413 too-large.</exception>
    public async Task Gunzip(string name, Stream packed, CancellationToken cancellationToken)
    {
        await using var plain = new GZipStream(packed, CompressionMode.Decompress);
        await using var target = Create(name[..^3]);
        await Copy(name, plain, target, cancellationToken);
    }

    /// <summary>Stores each file of an archive, without its folders.</summary>
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
                var sum = await Copy(name, plain, target, cancellationToken);
                if (target.Length != entry.Length)
                    throw NotWhole(name);
                if (sum != entry.Crc32)
                    throw Staging.NotATable(
                        name,
                        $"is damaged: the checksum of {entry.Name} is another than when it was packed"
                    );
            }
        }
        catch (InvalidDataException)
        {
            throw NotWhole(name);
        }
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

    private async Task Take(string source, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(source);
        await using var file = File.OpenRead(source);
        if (IsGzip(name))
        {
            await Gunzip(name, file, cancellationToken);
            return;
        }
        await using var target = Create(name);
        await file.CopyToAsync(target, cancellationToken);
    }

    /// <summary>Gives the CRC-32 of what was copied, as archives have it.</summary>
    private async Task<uint> Copy(
        string name,
        Stream plain,
        FileStream target,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[1 << 16];
        var sum = uint.MaxValue;
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
                sum = Summed(sum, buffer.AsSpan(0, read));
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
            return ~sum;
        }
        catch (InvalidDataException)
        {
            throw NotWhole(name);
        }
    }

    /// <summary>.NET unpacks an archive without looking at its checksums.</summary>
    private static uint Summed(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            sum = Sums[(byte)(sum ^ b)] ^ (sum >> 8);
        return sum;
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
