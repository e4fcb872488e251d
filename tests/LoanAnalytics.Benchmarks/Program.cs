using System.Globalization;
using LoanAnalytics.Benchmarks;

// make bench-segments: k-means beside scikit-learn's; needs no database.
if (args is ["segments"])
{
    await Clustering.Run();
    return;
}

// make bench-risk: gradient boosting beside scikit-learn's, and scoring; needs no database.
if (args is ["risk"])
{
    await Boosting.Run();
    return;
}

// make bench [LOANS=n]: generates a demo book, loads it beside psql's \copy of the same files, asks every operation, prints a report.
var isHistory = args is ["history", ..];
var size = args.ElementAtOrDefault(isHistory ? 1 : 0);
var loans = size is null ? 200_000 : int.Parse(size, CultureInfo.InvariantCulture);
var database =
    Environment.GetEnvironmentVariable("ConnectionStrings__LoanAnalytics")
    ?? throw new InvalidOperationException(
        "ConnectionStrings__LoanAnalytics names an empty database: use 'make bench' or 'make bench-history'."
    );

// make bench-history [LOANS=n]: the part of make bench that is about the repayment history.
if (isHistory)
{
    Report.Line(Report.Machine());
    await Verb.Run(database, "migrate");
    await Verb.Run(database, "demo", "--loans", $"{loans}");
    await Deriving.Run(database);
    await Asking.RunHistory(database);
    return;
}

var folder = Directory.CreateTempSubdirectory("loananalytics-bench-").FullName;
try
{
    Report.Line($"## {loans:N0} loans, {TimeProvider.System.GetLocalNow():yyyy-MM-dd}");
    Report.Line(Report.Machine());
    var made = await Verb.Run(
        database,
        "demo",
        "--loans",
        $"{loans}",
        "--seed",
        "1",
        "--out",
        folder
    );
    var files = BookFile.In(folder);
    Report.Line(
        $"Generated in {made.Seconds:0.0} s: {files.Sum(f => f.Rows):N0} rows, {files.Sum(f => f.Bytes) / 1e6:N0} MB."
    );
    await Loading.Run(database, folder, files);
    await Deriving.Run(database);
    await Asking.Run(database);
    await Placing.Run(database);
}
finally
{
    Directory.Delete(folder, recursive: true);
}
