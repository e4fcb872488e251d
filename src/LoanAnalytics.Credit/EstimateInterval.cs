namespace LoanAnalytics.Credit;

/// <summary>An estimate with its 95 % interval.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="StandardError">Standard deviation of the estimate over samples like this one.</param>
public sealed record EstimateInterval(double Value, double Low, double High, double StandardError);
