namespace LoanAnalytics.Api.Measures;

/// <summary>A branch, under the lender's own key.</summary>
public sealed record BranchItem(string BranchId, string? Name, string? City, string? Region);
