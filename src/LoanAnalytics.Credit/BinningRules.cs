namespace LoanAnalytics.Credit;

/// <summary>What a bin of a scorecard must hold, so that its weight is more than chance.</summary>
/// <param name="LeastShare">Least share of the rows with a known value, 0..1; a category below it joins the rest.</param>
/// <param name="LeastOfEach">Least number of good and of bad rows.</param>
/// <param name="MostBins">Bins at most, that of missing values not counted.</param>
/// <param name="Prebins">Fine bins of about the same number of rows, out of which those of a number are put together.</param>
public sealed record BinningRules(
    double LeastShare = 0.05,
    int LeastOfEach = 5,
    int MostBins = 8,
    int Prebins = 50
);
