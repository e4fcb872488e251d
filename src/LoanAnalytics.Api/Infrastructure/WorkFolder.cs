using System.Collections.Concurrent;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Folders for the files of one piece of work each. What a process left that was killed on the way is deleted when the next folder is made beside it.</summary>
/// <remarks>A file beside each folder is held open while the folder is in use: the system lets go of it when the process ends, however it does.</remarks>
internal static class WorkFolder
{
    private const string Prefix = "loananalytics-";
    private const string Mark = ".held";

    /// <summary>A younger mark may be about to be held.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    private static readonly ConcurrentDictionary<string, FileStream> Held = new();

    /// <summary>Makes a folder that only this user may read.</summary>
    /// <param name="kind">What it is for, as a part of its name.</param>
    /// <param name="root">The folder that it is made in; null for that of temporary files.</param>
    public static string Make(string kind, string? root = null)
    {
        root ??= Path.GetTempPath();
        Directory.CreateDirectory(root);
        Sweep(root);
        var folder = Path.Combine(root, $"{Prefix}{kind}-{Guid.CreateVersion7()}");
        Held[folder] = Hold(folder + Mark, FileMode.CreateNew);
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(
                    folder,
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                );
        }
        catch
        {
            Release(folder);
            throw;
        }
        return folder;
    }

    public static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Release(folder);
    }

    private static void Release(string folder)
    {
        if (!Held.TryRemove(folder, out var held))
            return;
        held.Dispose();
        File.Delete(held.Name);
    }

    private static void Sweep(string root)
    {
        foreach (var mark in Directory.GetFiles(root, $"{Prefix}*{Mark}"))
            try
            {
                if (TimeProvider.System.GetUtcNow() - File.GetLastWriteTimeUtc(mark) < Young)
                    continue;
                using var left = Hold(mark, FileMode.Open);
                var folder = mark[..^Mark.Length];
                if (Directory.Exists(folder))
                    Directory.Delete(folder, recursive: true);
                File.Delete(mark);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, or another user's, or being swept by another process.
            }
    }

    private static FileStream Hold(string mark, FileMode mode) =>
        new(mark, mode, FileAccess.ReadWrite, FileShare.None);
}
