using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Measures;
using Microsoft.OpenApi;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Words and closed vocabularies of the parameters. Those that are read without regard to case bind as text.</summary>
internal static class ContractParameters
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["definition"] =
            "How default is counted; a written-off loan counts as defaulted. count: defaulted loans / all loans. amount: principal of defaulted / principal of all. balance: outstanding of defaulted / outstanding of all as recorded. booked: defaulted / loans that are not merely approved. resolved: defaulted / (defaulted + fully paid). perLoanYear: defaulted loans / years that loans have been on the book.",
        ["GetCharacteristics.definition"] =
            "Who is compared; a written-off loan counts as defaulted. resolved: defaulted and fully paid loans, open ones are on neither side. count: loans with the outcome and all others. booked: the same without loans that are merely approved. The others count no loans and are refused.",
        ["outcome"] = "What became of the loans: defaulted (written off among them) or fully_paid.",
        ["unit"] =
            "What a default rate counts: loans, or borrowers (any defaulted loan makes the borrower one; definition count or resolved only).",
        ["GetPortfolioTrend.interval"] = "Length of the periods of origination.",
        ["GetPortfolioAtRisk.interval"] =
            "The ends of these periods up to the as-of date, rather than the as-of date alone.",
        ["asOf"] =
            "The day of the figures: a month's end within the history, or the as-of date of the data, which it is if not given.",
        ["GetPlanPosition.asOf"] =
            "The as-of date of the data, and no other: the sums paid are known as of it alone.",
        ["measure"] =
            "What is counted. ever30, ever60, ever90: ever more than so many days past due. default: in default by its date. prepaid: repaid in full before the month of the last instalment.",
        ["cohort"] = "Length of the periods of origination.",
        ["axis"] = "By calendar month, or by the age of the loans in months on book.",
        ["GetVintages.by"] =
            "A dimension that splits each cohort, or attribute:NAME of one of the lender's own; the whole cohorts if not given.",
        ["GetSurvival.by"] =
            "A dimension, or attribute:NAME of one of the lender's own; one curve of all loans if not given.",
        ["GetPaymentBehaviour.by"] =
            "A dimension, or attribute:NAME of one of the lender's own; all loans together if not given.",
        ["GetCollections.interval"] =
            "Months as they are, or added up to quarters or years; with axis=month only.",
        ["GetCollections.from"] =
            "The first day: earlier months are left out. The whole history if not given.",
        ["ListReportedDifferences.asOf"] =
            "The as-of date of the data, and no other: the source reports as of it alone.",
        ["figure"] = "The figures that are compared; all if not given.",
        ["sizeMin"] =
            "Least size of the differences listed, money or days; the sums hold smaller ones too.",
        ["days"] = "A loan is at risk if it is more than so many days past due.",
        ["from"] = "Period before: 2022, 2022-Q2 or 2022-05.",
        ["to"] = "Period after, of the same length.",
        ["GetTransitions.from"] =
            "The month's end at which the period starts; the one before its end if not given.",
        ["GetTransitions.to"] =
            "The month's end at which the period ends, or the as-of date; the last month's end up to that date if not given.",
        ["steps"] =
            "month: every month of the period, added up. period: the loans at its start and what had become of them at its end, whatever lay between.",
        ["GetTransitions.axis"] =
            "Adds roll and cure by calendar month, or by months on book at the end of the step.",
        ["months"] = "The flow rates of the forecast are those of so many months.",
        ["discountRate"] =
            "Percent a year at which recoveries are discounted to the month of default, beside the figures without discount.",
        ["left"] =
            "The lender's key of the branch that is compared; unknown is the loans without one.",
        ["right"] = "The lender's key of the branch that it is compared with.",
        ["segmentation"] = "A finished segmentation; the published one if not given.",
        ["x"] =
            "The feature along: age, income, tenure, loans, or attribute:NAME of one of the lender's own numbers.",
        ["y"] = "The feature up, likewise.",
        ["GetSegmentScatter.limit"] = "Members at most.",
        ["pseudonymous"] = "Ids are replaced by keyed hashes.",
        ["RenameSegment.If-Match"] = "The ETag of the name that the segment has.",
        ["SetWatchNote.If-Match"] = "The ETag of what is recorded of the loan, noteTag.",
        ["SaveProfile.If-Match"] =
            "The ETag of the profile that is kept, profileTag; not for a new one.",
        ["SaveProfile.name"] = "Small letters, digits and hyphens, up to 63 characters.",
        ["name"] = "A profile's name.",
        ["model"] = "A finished model; the published one if not given.",
        ["flaggedPercent"] =
            "Of the score: the riskiest so many percent of the test loans are flagged: 5, 10, 20, 30 or 50.",
        ["capacity"] = "So many customers can be contacted.",
        ["contactEffect"] =
            "Share of the expected loss that contact avoids, a fraction 0..1: an assumption; Risk__ContactEffect of the configuration if not given, 0.2 without it.",
        ["lossGivenDefault"] =
            "Share of the exposure that is lost at default, a fraction 0..1; observed or assumed if not given.",
        ["includeClosed"] = "Loans that people closed are listed too.",
        ["leastCustomers"] = "Groups with fewer customers are left out.",
        ["limit"] = "Rows of a page.",
        ["file"] = "One of the import's files.",
        ["table"] = "A canonical table.",
        ["cursor"] = "Where the page begins: nextCursor of the page before.",
        ["loanId"] = "The lender's key of the loan.",
        ["customerId"] = "The lender's key of the customer.",
        ["GetPortfolioBreakdown.by"] =
            "One to three dimensions, or attribute:NAME of one of the lender's own.",
        ["GetPortfolioChange.by"] = "A dimension, or attribute:NAME of one of the lender's own.",
        ["GetBranchComparison.by"] =
            "What explains the difference: a dimension but branch, or attribute:NAME of one of the lender's own.",
        ["GetPortfolioDifferences.by"] =
            "The dimensions to test but status, or attribute:NAME of the lender's own; the usual ones if not given.",
        ["GetDemographicsPerformance.by"] = "The attribute of the people.",
        ["GetBranchPerformance.sort"] = "What the rows are sorted by, largest first, nulls last.",
        ["GetRegionPerformance.sort"] = "What the rows are sorted by, largest first, nulls last.",
        ["ListLoans.sort"] =
            "A column, with - in front for largest first; nulls last, then the key.",
        ["ListReportedDifferences.sort"] =
            "A column, with - in front for largest first; nulls last, then the key.",
        ["ListSegmentMembers.sort"] =
            "A column, with - in front for largest first; nulls last, then the key.",
        ["ListRiskScores.sort"] =
            "A column, with - in front for largest first; nulls last, then the key.",
        ["GetSegment.id"] = "Number of the segment.",
        ["ListSegmentMembers.id"] = "Number of the segment.",
        ["GetSegmentName.id"] = "Number of the segment.",
        ["RenameSegment.id"] = "Number of the segment.",
        ["id"] = "The id that the Location of the 202 ends in.",
    };

    /// <summary>What a parameter is where it is not given.</summary>
    private static readonly Dictionary<string, JsonNode> Defaults = new()
    {
        ["definition"] = "count",
        ["GetCharacteristics.definition"] = "resolved",
        ["outcome"] = LoanOutcome.Defaulted,
        ["unit"] = "loan",
        ["GetPortfolioTrend.interval"] = "month",
        ["GetPortfolioAtRisk.days"] = new JsonArray(30, 90),
        ["steps"] = "month",
        ["GetPrepayment.axis"] = "month",
        ["GetLosses.axis"] = "month",
        ["months"] = 12,
        ["measure"] = "default",
        ["cohort"] = "quarter",
        ["GetVintages.axis"] = "age",
        ["GetAging.axis"] = "month",
        ["GetPortfolioAtRisk.axis"] = "month",
        ["GetCollections.axis"] = "month",
        ["limit"] = 100,
        ["GetSegmentScatter.limit"] = 1000,
        ["x"] = "age",
        ["y"] = "income",
        ["pseudonymous"] = false,
        ["GetBranchComparison.by"] = "product",
        ["GetDemographicsPerformance.by"] = "age",
        ["GetBranchPerformance.sort"] = "outstanding",
        ["GetRegionPerformance.sort"] = "outstanding",
        ["ListLoans.sort"] = "loanId",
        ["ListReportedDifferences.sort"] = "-size",
        ["ListSegmentMembers.sort"] = "distance",
        ["ListRiskScores.sort"] = "score",
        ["flaggedPercent"] = 20,
        ["capacity"] = 50,
        ["includeClosed"] = false,
        ["leastCustomers"] = 20,
    };

    /// <summary>Describes the parameters of an operation, whose method is given.</summary>
    public static void Describe(OpenApiOperation operation, MethodInfo method)
    {
        var types = method.GetParameters().ToDictionary(p => p.Name!, p => p.ParameterType);
        var allowed = method
            .GetParameters()
            .ToDictionary(p => p.Name!, p => p.GetCustomAttribute<AllowedValuesAttribute>());
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            // Headers keep their own spelling.
            if (parameter is { In: ParameterLocation.Header, Name: "if-Match" })
                parameter.Name = "If-Match";
            var name = parameter.Name!;
            parameter.Description ??= Of(Words, operation, name);
            if (parameter.Schema is not OpenApiSchema schema)
                continue;
            if (types.TryGetValue(name, out var type) && ChoiceOf(type) is { } words)
            {
                // Several of them come as a list of references to the type that reads one.
                if (schema.Items is not (null or OpenApiSchema))
                    schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
                ContractSchemas.Close(schema.Items as OpenApiSchema ?? schema, words);
            }
            // Bounds are of each value of a list.
            if (schema.Items is OpenApiSchema each)
            {
                (each.Minimum, each.Maximum) = (schema.Minimum, schema.Maximum);
                (schema.Minimum, schema.Maximum) = (null, null);
            }
            if (allowed.TryGetValue(name, out var some) && some is not null)
                schema.Enum = [.. some.Values.Select(v => JsonValue.Create(v)!)];
            var closed = LoanFilter.Closed.GetValueOrDefault(name);
            if (closed is not null && schema.Items is OpenApiSchema items)
                ContractSchemas.Close(items, closed);
            if (name == "outcome")
                ContractSchemas.Close(schema, LoanOutcome.Words);
            if (name == "by")
                Dimensions(operation.OperationId, parameter, schema);
            // They bind as optional, so that one left out is refused by name like any other fault.
            if (
                name is "left" or "right"
                || operation.OperationId == "GetPortfolioChange" && name is "from" or "to"
            )
                parameter.Required = true;
            if (Of(Defaults, operation, name) is { } value)
                ((OpenApiSchema)parameter.Schema).Default = value.DeepClone();
        }
    }

    /// <summary>Each column, and with - in front.</summary>
    public static void Sort(OpenApiOperation operation, IEnumerable<string> columns)
    {
        var sort = operation.Parameters!.Single(p => p.Name == "sort");
        ((OpenApiSchema)sort.Schema!).Pattern = $"^-?({string.Join('|', columns)})$";
    }

    private static T? Of<T>(Dictionary<string, T> table, OpenApiOperation operation, string name)
        where T : class =>
        table.GetValueOrDefault($"{operation.OperationId}.{name}") ?? table.GetValueOrDefault(name);

    private static IEnumerable<string>? ChoiceOf(Type type)
    {
        type = type.GetElementType() ?? type;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return
            type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(Choice<>)
            ? Enum.GetNames(type.GenericTypeArguments[0])
                .Select(n => char.ToLowerInvariant(n[0]) + n[1..])
            : null;
    }

    /// <summary>The closed list of dimensions, or an attribute of the lender's own by its name.</summary>
    private static void Dimensions(
        string? operation,
        OpenApiParameter parameter,
        OpenApiSchema schema
    )
    {
        // What the operation is about by itself is no dimension of it, and it needs none to be named.
        string? left = operation switch
        {
            "GetPortfolioBreakdown" or "GetPortfolioChange" => "",
            "GetVintages" or "GetSurvival" or "GetPaymentBehaviour" => "",
            "GetPortfolioDifferences" => "status",
            "GetBranchComparison" => "branch",
            _ => null,
        };
        if (left is null)
            return;
        var dimension = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            AnyOf =
            [
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [.. Grouping.Names.Where(n => n != left).Select(n => (JsonNode)n)],
                },
                new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^attribute:.+$" },
            ],
        };
        parameter.Required = operation is "GetPortfolioBreakdown" or "GetPortfolioChange";
        if (schema.Type?.HasFlag(JsonSchemaType.Array) != true)
        {
            parameter.Schema = dimension;
            return;
        }
        schema.Items = dimension;
        if (parameter.Required)
            (schema.MinItems, schema.MaxItems) = (1, 3);
    }
}
