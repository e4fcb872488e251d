namespace LoanAnalytics.Api.Infrastructure;

/// <summary>A failure that the caller can act on; it becomes problem details in one place, <see cref="ProblemHandler"/>.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="type">Stable slug, such as <c>no-data</c>.</param>
/// <param name="title">What is wrong, in a few words that do not change.</param>
/// <param name="detail">What is wrong this time, and what helps.</param>
internal sealed class ProblemException(int status, string type, string title, string detail)
    : Exception(detail)
{
    public int Status => status;
    public string Type => type;
    public string Title => title;

    public static ProblemException NoData() =>
        new(
            409,
            "no-data",
            "No data loaded",
            "Load an extract with POST /api/v1/imports or with 'make import'."
        );

    public static ProblemException HistoryRequired(string what, string columns) =>
        new(
            409,
            "repayment-history-required",
            "The answer needs repayment history",
            $"{what} cannot be told from this book. It would take {columns}."
        );

    public static ProblemException Unavailable(string detail) =>
        new(503, "database-unavailable", "The database does not answer", detail);

    public static ProblemException NotFound(string what) =>
        new(404, "not-found", "Not found", $"There is no {what}.");

    public static ProblemException BadParameter(string name, string detail) =>
        new(400, "invalid-request", "The request is not valid", detail) { Parameter = name };

    /// <summary>The field or parameter that is at fault, where there is one.</summary>
    public string? Parameter { get; init; }
}
