namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>What the rows of an answer follow: calendar months, or the age of the loans in months on book.</summary>
public enum HistoryAxis
{
    Month,
    Age,
}
