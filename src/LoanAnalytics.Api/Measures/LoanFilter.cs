using System.Globalization;
using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Credit;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Measures;

/// <summary>The filter set of every analytics operation: repeated keys mean OR, different keys AND, all bounds included.</summary>
/// <param name="Region">Regions; <c>unknown</c> is a loan without one.</param>
/// <param name="BranchId">Branches, by the lender's key.</param>
/// <param name="City">Cities of the branch.</param>
/// <param name="Product">Loan products.</param>
/// <param name="Status">approved, active, fully_paid, defaulted, written_off.</param>
/// <param name="AgeBand">Age bands, as /metrics lists them.</param>
/// <param name="Gender">female, male, other, unknown.</param>
/// <param name="Employment">Employment status in the lender's words.</param>
/// <param name="IncomeBand">Income bands, as /metrics lists them.</param>
/// <param name="AmountBand">Loan amount bands, as /metrics lists them.</param>
/// <param name="RateBand">Interest rate bands, as /metrics lists them.</param>
/// <param name="Term">Terms in months.</param>
/// <param name="StartYear">Years of origination, such as 2024.</param>
/// <param name="StartQuarter">Quarters of origination, such as 2024-Q2.</param>
/// <param name="StartMonth">Months of origination, such as 2024-05.</param>
/// <param name="Finding">Loans behind findings of GET /data/quality, by their ids; a finding on customers stands for the loans of those customers.</param>
/// <param name="Attribute">NAME:VALUE of one of the lender's own attributes.</param>
/// <param name="StartedFrom">First start date.</param>
/// <param name="StartedTo">Last start date.</param>
/// <param name="MinMonthsOnBook">Least number of whole calendar months since the start.</param>
/// <param name="AgeMin">Least age in completed years.</param>
/// <param name="AgeMax">Greatest age in completed years.</param>
/// <param name="IncomeMin">Least annual income.</param>
/// <param name="IncomeMax">Greatest annual income.</param>
/// <param name="PrincipalMin">Least loan amount.</param>
/// <param name="PrincipalMax">Greatest loan amount.</param>
/// <param name="RateMin">Least interest rate, percent a year.</param>
/// <param name="RateMax">Greatest interest rate, percent a year.</param>
/// <param name="DelinquencyBucket">Aging buckets (current, 1-30, ..., &gt;180), paid, written_off; unknown is a loan without a schedule or a reported lateness, or one not paid out.</param>
/// <param name="DaysPastDueMin">Least number of days past due at the as-of date.</param>
/// <param name="DaysPastDueMax">Greatest number of days past due at the as-of date.</param>
/// <param name="PlanBand">Instalments behind a level plan (&lt;= 0, 0-1, 1-3, 3-6, 6-12, &gt; 12), implied by terms and the sum paid, not observed; unknown is a loan without rate, term or sum paid, or one not paid out.</param>
/// <param name="PastMaturity">Whether the loan is still open after the end of its contract, implied by status and dates, not observed; unknown is an open loan without end or term.</param>
/// <param name="OtherLoanDefaulted">Whether another loan of the customer is defaulted or written off, implied by status, not observed.</param>
/// <param name="LoanToIncomeBand">Bands of principal / annual income in years of income, lower edge included; implied, not observed.</param>
/// <param name="Segment">Segments of the published segmentation, by number; unknown is a loan of a customer whom it does not hold.</param>
/// <param name="RiskBand">Bands of the chance of default under the published model; unknown is a loan that it does not score, since it has ended or no model is published.</param>
/// <param name="Punctuality">How punctually the loan has been paid: punctual (nothing late), sometimes late (at most half of the instalments), mostly late, nothing due; unknown is a loan without a schedule or payments, or one not paid out.</param>
/// <param name="StateAt">Where loans stood at a month's end that the history covers, or at the date of the data, as DAY:STATE such as 2024-03-31:31-60; the states are those of delinquencyBucket, a loan's end being its state from then on, and unknown is a loan of which none is known. The same day repeated means OR, different days AND. DAY:STATE:owing leaves out loans that then owed nothing, as aging does; DAY:STATE:strict also those that were renegotiated by then, as portfolio at risk does.</param>
/// <param name="InstalmentsToIncomeBand">Bands of a year's level instalments of the customer's open loans / annual income, lower edge included, none without an open loan; implied, not observed.</param>
public sealed record LoanFilter(
    string[]? Region = null,
    string[]? BranchId = null,
    string[]? City = null,
    string[]? Product = null,
    string[]? Status = null,
    string[]? AgeBand = null,
    string[]? Gender = null,
    string[]? Employment = null,
    string[]? IncomeBand = null,
    string[]? AmountBand = null,
    string[]? RateBand = null,
    string[]? Term = null,
    string[]? StartYear = null,
    string[]? StartQuarter = null,
    string[]? StartMonth = null,
    string[]? Finding = null,
    string[]? Attribute = null,
    DateOnly? StartedFrom = null,
    DateOnly? StartedTo = null,
    int? MinMonthsOnBook = null,
    int? AgeMin = null,
    int? AgeMax = null,
    decimal? IncomeMin = null,
    decimal? IncomeMax = null,
    decimal? PrincipalMin = null,
    decimal? PrincipalMax = null,
    decimal? RateMin = null,
    decimal? RateMax = null,
    string[]? DelinquencyBucket = null,
    int? DaysPastDueMin = null,
    int? DaysPastDueMax = null,
    string[]? PlanBand = null,
    string[]? PastMaturity = null,
    string[]? OtherLoanDefaulted = null,
    string[]? LoanToIncomeBand = null,
    string[]? InstalmentsToIncomeBand = null,
    string[]? Segment = null,
    string[]? RiskBand = null,
    string[]? Punctuality = null,
    string[]? StateAt = null
)
{
    /// <summary>Closed vocabulary of loan status.</summary>
    internal static readonly string[] Statuses =
    [
        "approved",
        "active",
        "fully_paid",
        "defaulted",
        "written_off",
    ];

    /// <summary>Closed vocabulary of gender.</summary>
    internal static readonly string[] Genders = ["female", "male", "other", "unknown"];

    /// <summary>Closed vocabulary of lateness: the aging buckets, how a loan ended, and not known.</summary>
    internal static readonly string[] DelinquencyBuckets =
    [
        .. Enum.GetValues<LoanState>().Select(LoanStates.Label),
        "unknown",
    ];

    /// <summary>Closed vocabulary of the position against a level plan.</summary>
    internal static readonly string[] PlanBands =
    [
        .. Enum.GetValues<PlanBand>().Select(PlanPosition.Label),
        "unknown",
    ];

    /// <summary>Closed vocabulary of what a loan is or is not.</summary>
    internal static readonly string[] YesOrNo = ["yes", "no", "unknown"];

    /// <summary>Closed vocabulary of loan to income.</summary>
    internal static readonly string[] LoanToIncomeBands = [.. LoanBurden.LoanBands, "unknown"];

    /// <summary>Closed vocabulary of instalments to income.</summary>
    internal static readonly string[] InstalmentsToIncomeBands =
    [
        .. LoanBurden.InstalmentBands,
        "unknown",
    ];

    /// <summary>Closed vocabulary of the chance of default.</summary>
    internal static readonly string[] RiskBands = [.. Measures.RiskBand.Labels, "unknown"];

    /// <summary>Closed vocabulary of how punctually a loan has been paid; see Punctuality.sql.</summary>
    internal static readonly string[] Punctualities =
    [
        "punctual",
        "sometimes late",
        "mostly late",
        "nothing due",
        "unknown",
    ];

    /// <summary>The list filters that take a few words only, by parameter name.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> Closed = new Dictionary<
        string,
        string[]
    >
    {
        ["status"] = Statuses,
        ["gender"] = Genders,
        ["finding"] = FindingKind.Ids,
        ["delinquencyBucket"] = DelinquencyBuckets,
        ["planBand"] = PlanBands,
        ["pastMaturity"] = YesOrNo,
        ["otherLoanDefaulted"] = YesOrNo,
        ["loanToIncomeBand"] = LoanToIncomeBands,
        ["instalmentsToIncomeBand"] = InstalmentsToIncomeBands,
        ["riskBand"] = RiskBands,
        ["punctuality"] = Punctualities,
    };

    private static string[] Lower(string[]? values) =>
        [.. (values ?? []).Select(v => v.ToLowerInvariant())];

    /// <summary>The parameters of LoanFilter.sql.</summary>
    internal IEnumerable<NpgsqlParameter> Parameters()
    {
        var pairs = (Attribute ?? []).Select(a => a.Split(':', 2)).ToArray();
        var states = States();
        return
        [
            .. Lists().Select(l => Text(l.Column, l.Values)),
            Text("finding", Lower(Finding)),
            Text("attribute_names", [.. pairs.Select(p => p[0])]),
            Text("attribute_values", [.. pairs.Select(p => p[1])]),
            new("state_days", NpgsqlDbType.Array | NpgsqlDbType.Date)
            {
                Value = states.Select(s => s.Day).ToArray(),
            },
            Text("states", [.. states.Select(s => s.State)]),
            new("state_owing", NpgsqlDbType.Array | NpgsqlDbType.Boolean)
            {
                Value = states.Select(s => s.IsOwing).ToArray(),
            },
            new("state_strict", NpgsqlDbType.Array | NpgsqlDbType.Boolean)
            {
                Value = states.Select(s => s.IsStrict).ToArray(),
            },
            Value("started_from", NpgsqlDbType.Date, StartedFrom),
            Value("started_to", NpgsqlDbType.Date, StartedTo),
            Value("min_months_on_book", NpgsqlDbType.Integer, MinMonthsOnBook),
            Value("age_min", NpgsqlDbType.Integer, AgeMin),
            Value("age_max", NpgsqlDbType.Integer, AgeMax),
            Value("income_min", NpgsqlDbType.Numeric, IncomeMin),
            Value("income_max", NpgsqlDbType.Numeric, IncomeMax),
            Value("principal_min", NpgsqlDbType.Numeric, PrincipalMin),
            Value("principal_max", NpgsqlDbType.Numeric, PrincipalMax),
            Value("rate_min", NpgsqlDbType.Numeric, RateMin),
            Value("rate_max", NpgsqlDbType.Numeric, RateMax),
            Value("days_past_due_min", NpgsqlDbType.Integer, DaysPastDueMin),
            Value("days_past_due_max", NpgsqlDbType.Integer, DaysPastDueMax),
        ];
    }

    /// <summary>The bounds and findings as parameters of LoanFilter.sql, and the lists apart from it as @in_..., null where all values are wanted.</summary>
    internal IEnumerable<NpgsqlParameter> FacetParameters()
    {
        var pairs = (Attribute ?? []).Select(a => a.Split(':', 2)).ToArray();
        // A finding is no facet, nor is a state of the past: they narrow them all, as a bound does.
        var bounds = new LoanFilter(
            Finding: Finding,
            StateAt: StateAt,
            StartedFrom: StartedFrom,
            StartedTo: StartedTo,
            MinMonthsOnBook: MinMonthsOnBook,
            AgeMin: AgeMin,
            AgeMax: AgeMax,
            IncomeMin: IncomeMin,
            IncomeMax: IncomeMax,
            PrincipalMin: PrincipalMin,
            PrincipalMax: PrincipalMax,
            RateMin: RateMin,
            RateMax: RateMax,
            DaysPastDueMin: DaysPastDueMin,
            DaysPastDueMax: DaysPastDueMax
        );
        return
        [
            .. bounds.Parameters(),
            .. Lists()
                .Select(l =>
                    Value(
                        $"in_{l.Column}",
                        NpgsqlDbType.Array | NpgsqlDbType.Text,
                        l.Values.Length == 0 ? null : l.Values
                    )
                ),
            Text("in_attribute_names", [.. pairs.Select(p => p[0])]),
            Text("in_attribute_values", [.. pairs.Select(p => p[1])]),
        ];
    }

    /// <summary>The values chosen in the lists; an attribute's filter is <c>attribute:NAME</c>.</summary>
    internal IEnumerable<(string Filter, string Value)> Chosen() =>
        Lists()
            .SelectMany(l => l.Values.Select(v => (l.Name, v)))
            .Concat(
                (Attribute ?? [])
                    .Select(a => a.Split(':', 2))
                    .Select(p => ($"attribute:{p[0]}", p[1]))
            );

    /// <summary>The filters in force, by parameter name, for <c>meta</c>.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Active()
    {
        var active = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        (string Name, string, string[] Values)[] others =
        [
            ("attribute", "", Attribute ?? []),
            ("finding", "", Lower(Finding)),
            ("stateAt", "", [.. States().Select(s => s.Text)]),
        ];
        foreach (var (name, _, values) in Lists().Concat(others))
            if (values.Length > 0)
                active[name] = values;
        foreach (var (name, value) in Bounds())
            if (value is not null)
                active[name] = [Convert.ToString(value, CultureInfo.InvariantCulture)!];
        foreach (
            var (name, value) in new[] { ("startedFrom", StartedFrom), ("startedTo", StartedTo) }
        )
            if (value is { } date)
                active[name] = [date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
        return active;
    }

    private IEnumerable<(string Name, string Column, string[] Values)> Lists() =>
        [
            ("region", "region", Region ?? []),
            ("branchId", "branch_id", BranchId ?? []),
            ("city", "city", City ?? []),
            ("product", "product", Product ?? []),
            ("status", "status", Lower(Status)),
            ("ageBand", "age_band", AgeBand ?? []),
            ("gender", "gender", Lower(Gender)),
            ("employment", "employment", Employment ?? []),
            ("incomeBand", "income_band", IncomeBand ?? []),
            ("amountBand", "amount_band", AmountBand ?? []),
            ("rateBand", "rate_band", RateBand ?? []),
            ("term", "term", Term ?? []),
            ("startYear", "start_year", StartYear ?? []),
            ("startQuarter", "start_quarter", StartQuarter ?? []),
            ("startMonth", "start_month", StartMonth ?? []),
            ("delinquencyBucket", "delinquency_bucket", Lower(DelinquencyBucket)),
            ("planBand", "plan_band", Lower(PlanBand)),
            ("pastMaturity", "past_maturity", Lower(PastMaturity)),
            ("otherLoanDefaulted", "other_loan_defaulted", Lower(OtherLoanDefaulted)),
            ("loanToIncomeBand", "loan_to_income_band", Lower(LoanToIncomeBand)),
            (
                "instalmentsToIncomeBand",
                "instalments_to_income_band",
                Lower(InstalmentsToIncomeBand)
            ),
            ("segment", "segment", Segment ?? []),
            ("riskBand", "risk_band", Lower(RiskBand)),
            ("punctuality", "punctuality", Lower(Punctuality)),
        ];

    /// <summary>The days and states of stateAt, which are well-formed.</summary>
    internal IReadOnlyList<StateOnDay> States() =>
        [.. (StateAt ?? []).Select(s => StateOnDay.Parse(s)!)];

    private IEnumerable<(string Name, object? Value)> Bounds() =>
        [
            ("minMonthsOnBook", MinMonthsOnBook),
            ("ageMin", AgeMin),
            ("ageMax", AgeMax),
            ("incomeMin", IncomeMin),
            ("incomeMax", IncomeMax),
            ("principalMin", PrincipalMin),
            ("principalMax", PrincipalMax),
            ("rateMin", RateMin),
            ("rateMax", RateMax),
            ("daysPastDueMin", DaysPastDueMin),
            ("daysPastDueMax", DaysPastDueMax),
        ];

    /// <summary>A query that counts its loans by several sets of columns. Loans found by their states it keeps for all of them, since looking them up each
    /// time costs more; others are read again faster.</summary>
    internal string Once(string sql) =>
        StateAt is { Length: > 0 }
            ? sql.Replace(" as not materialized (", " as materialized (", StringComparison.Ordinal)
            : sql;

    private static NpgsqlParameter Text(string name, string[] values) =>
        new(name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = values };

    private static NpgsqlParameter Value(string name, NpgsqlDbType type, object? value) =>
        new(name, type) { Value = value ?? DBNull.Value };
}

internal sealed class LoanFilterValidator : AbstractValidator<LoanFilter>
{
    public LoanFilterValidator()
    {
        Closed(f => f.Status, "status", "status");
        Closed(f => f.Gender, "gender", "gender");
        Closed(f => f.Finding, "finding", "finding");
        Closed(f => f.DelinquencyBucket, "delinquencyBucket", "delinquency bucket");
        Closed(f => f.PlanBand, "planBand", "plan band");
        Closed(f => f.PastMaturity, "pastMaturity", "answer");
        Closed(f => f.OtherLoanDefaulted, "otherLoanDefaulted", "answer");
        Closed(f => f.LoanToIncomeBand, "loanToIncomeBand", "band");
        Closed(f => f.InstalmentsToIncomeBand, "instalmentsToIncomeBand", "band");
        Closed(f => f.RiskBand, "riskBand", "risk band");
        Closed(f => f.Punctuality, "punctuality", "punctuality");
        RuleForEach(f => f.StateAt)
            .Cascade(CascadeMode.Stop)
            .Must(s => StateOnDay.Parse(s) is not null)
            .WithMessage(
                "stateAt is DAY:STATE such as 2024-03-31:31-60, DAY:STATE:owing or DAY:STATE:strict."
            )
            .Must(s => LoanFilter.DelinquencyBuckets.Contains(StateOnDay.Parse(s)!.State))
            .WithMessage(
                (_, s) =>
                {
                    var state = StateOnDay.Parse(s)!.State;
                    var known = LoanFilter.DelinquencyBuckets;
                    return $"{Nearest.Quoted(state)} is no state{Nearest.Hint(state, known)}; known are {string.Join(", ", known)}.";
                }
            );
        RuleForEach(f => f.Attribute)
            .Must(a => a.IndexOf(':', StringComparison.Ordinal) > 0)
            .WithMessage("attribute is NAME:VALUE.");
        RuleFor(f => f.StartedTo)
            .GreaterThanOrEqualTo(f => f.StartedFrom)
            .When(f => f is { StartedFrom: not null, StartedTo: not null })
            .WithMessage("startedTo is before startedFrom.");
    }

    /// <summary>Each value of a list is a word of its closed vocabulary, whatever its case.</summary>
    private void Closed(
        System.Linq.Expressions.Expression<Func<LoanFilter, IEnumerable<string>?>> list,
        string name,
        string noun
    )
    {
        var words = LoanFilter.Closed[name];
        RuleForEach(list)
            .Must(v => words.Contains(v, StringComparer.OrdinalIgnoreCase))
            .WithMessage(
                (_, v) =>
                    $"{Nearest.Quoted(v)} is no {noun}{Nearest.Hint(v, words)}; known are {string.Join(", ", words)}."
            );
    }
}
