namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Words and answers of an operation in the contract.</summary>
internal static class Operation
{
    public static RouteHandlerBuilder Describe<T>(
        this RouteHandlerBuilder route,
        string name,
        string summary,
        string description,
        bool table = false
    )
    {
        AnswerForm[] forms = table ? Enum.GetValues<AnswerForm>() : [AnswerForm.Json];
        route
            .WithMetadata(new AnalyticsOperation(forms))
            .WithName(name)
            .WithSummary(summary)
            .WithDescription(description)
            .Produces<T>(
                200,
                "application/json",
                table ? [AnswerForms.Csv, AnswerForms.Ndjson, AnswerForms.Parquet] : []
            )
            .Produces(304)
            .ProducesProblem(409);
        return route;
    }
}
