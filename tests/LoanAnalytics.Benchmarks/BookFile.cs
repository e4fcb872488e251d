namespace LoanAnalytics.Benchmarks;

/// <summary>A canonical file of the generated book.</summary>
internal sealed record BookFile(string Table, string Path, string Columns, long Rows, long Bytes)
{
    public static IReadOnlyList<BookFile> In(string folder) =>
        [
            .. new[] { "branches", "customers", "loans", "instalments", "payments" }.Select(t =>
            {
                var path = System.IO.Path.Combine(folder, $"{t}.csv");
                var lines = File.ReadLines(path);
                return new BookFile(
                    t,
                    path,
                    lines.First(),
                    lines.LongCount() - 1,
                    new FileInfo(path).Length
                );
            }),
        ];
}
