using DuckDB.NET.Data;
using Npgsql;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Failures for want of room on a disk: for uploads and staging on that of the server, else on the database's.</summary>
internal static class DiskFull
{
    public const string Title = "There is no room left on the disk";

    /// <summary>POSIX ENOSPC and Linux' EDQUOT as they come; Windows' ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.</summary>
    private static readonly int[] Codes =
    [
        28,
        122,
        unchecked((int)0x80070027),
        unchecked((int)0x80070070),
    ];

    public static bool Is(Exception e) =>
        e switch
        {
            IOException io when Codes.Contains(io.HResult) => true,
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => true,
            // It gives no code. The second is its own limit, nine tenths of what is free.
            DuckDBException duck
                when duck.Message.Contains("No space left on device", StringComparison.Ordinal)
                    || duck.Message.Contains("max_temp_directory_size", StringComparison.Ordinal) =>
                true,
            _ => e.InnerException is { } inner && Is(inner),
        };

    /// <summary>The type of problem.</summary>
    public static string Type(Exception e) => IsDatabase(e) ? "database-full" : "disk-full";

    /// <summary>Whose disk it is, and what helps.</summary>
    public static string Detail(Exception e) =>
        IsDatabase(e)
            ? "The database has no room for it: make some, and try again."
            : "The server has no room for the files and what is made of them (Imports__UploadFolder): make some, and try again.";

    public static bool IsOfDatabase(Exception e) => Is(e) && IsDatabase(e);

    private static bool IsDatabase(Exception e) =>
        e is PostgresException || e.InnerException is { } inner && IsDatabase(inner);
}
