namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Every type of problem that an answer can have, and its status. The contract lists them; clients may rely on them.</summary>
internal static class ProblemTypes
{
    /// <summary>The status by the type's slug, which stands behind <c>/problems/</c>.</summary>
    public static readonly IReadOnlyDictionary<string, int> Statuses = new Dictionary<string, int>
    {
        ["invalid-request"] = 400,
        ["cursor-invalid"] = 400,
        ["not-found"] = 404,
        ["method-not-allowed"] = 405,
        ["not-acceptable"] = 406,
        ["request-timeout"] = 408,
        ["no-data"] = 409,
        ["repayment-history-required"] = 409,
        ["publishing"] = 409,
        ["import-ended"] = 409,
        ["profile-built-in"] = 409,
        ["no-segmentation"] = 409,
        ["segmentation-not-done"] = 409,
        ["segmentation-ended"] = 409,
        ["segmentation-damaged"] = 409,
        ["no-risk-model"] = 409,
        ["model-not-done"] = 409,
        ["model-ended"] = 409,
        ["model-damaged"] = 409,
        ["no-better-than-chance"] = 409,
        ["changed-meanwhile"] = 412,
        ["too-large"] = 413,
        ["unsupported-media-type"] = 415,
        ["not-multipart"] = 415,
        ["not-a-table"] = 415,
        ["no-files"] = 422,
        ["file-empty"] = 422,
        ["not-readable"] = 422,
        ["schema-mismatch"] = 422,
        ["as-of-missing"] = 422,
        ["profile-unknown"] = 422,
        ["profile-invalid"] = 422,
        ["k-out-of-range"] = 422,
        ["features-constant"] = 422,
        ["features-unavailable"] = 422,
        ["log-not-possible"] = 422,
        ["not-enough-outcomes"] = 422,
        ["if-match-required"] = 428,
        ["internal-error"] = 500,
        ["database-unavailable"] = 503,
        ["database-full"] = 503,
        ["stopping"] = 503,
        ["disk-full"] = 507,
    };
}
