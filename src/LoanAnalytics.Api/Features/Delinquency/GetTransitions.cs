using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>How loans move between the aging buckets and out of the book: from one month's end to the next, or from one end of a period to the other.</summary>
internal sealed record GetTransitions(
    LoanFilter Filter,
    DateOnly? From,
    DateOnly? To,
    TransitionSteps Steps,
    HistoryAxis? Axis,
    DateOnly? AsOf
) : IRequest<Answer<Transitions>>;

/// <summary>What a step of the matrix is: each month of the period, added up, or the whole period, looked at from its two ends.</summary>
public enum TransitionSteps
{
    Month,
    Period,
}

/// <summary>The transition matrix of a period, with what rolls on and what is cured.</summary>
/// <param name="From">The month's end at which the period starts.</param>
/// <param name="To">The day on which it ends.</param>
/// <param name="Steps">month: a loan counts once for each month of the period that it was in the book; period: once.</param>
/// <param name="Loans">Steps counted: the sum of the rows.</param>
/// <param name="Balance">What these loans owed at the start of their steps.</param>
/// <param name="Entered">Loans that came in between, or of which the state at the start is not known: they are in no row.</param>
/// <param name="Unobserved">Steps whose end is not known: they are in no row.</param>
/// <param name="Cure">Of all late loans together, those that were current or paid at the end.</param>
/// <param name="CureByBalance">The same by what they owed at the start, a fraction 0..1; null where they owed nothing.</param>
/// <param name="Rows">One for each state at the start, from current to the worst, then paid and written off, which no loan leaves.</param>
/// <param name="Series">Roll and cure by month or by age, as axis asks; null where it does not.</param>
public sealed record Transitions(
    DateOnly From,
    DateOnly To,
    TransitionSteps Steps,
    long Loans,
    decimal Balance,
    long Entered,
    long Unobserved,
    Proportion Cure,
    double? CureByBalance,
    IReadOnlyList<TransitionsFrom> Rows,
    IReadOnlyList<TransitionsAt>? Series
) : IHasTable
{
    Table IHasTable.Table =>
        Series is null
            ? Table.Of(Rows, ("cells", LoanStateWordsAttribute.All))
            : Table.Of(Series, ("states", LoanStateWordsAttribute.Open));
}

/// <summary>What became of the loans in one state.</summary>
/// <param name="From">State at the start.</param>
/// <param name="Loans">Loans in it.</param>
/// <param name="Balance">What they owed.</param>
/// <param name="Roll">Those that were in the next worse bucket at the end; null for the worst, from which there is none, and for the states that no loan leaves.</param>
/// <param name="RollByBalance">The same by what they owed at the start, a fraction 0..1.</param>
/// <param name="Cure">Those that were current or paid at the end; null for the states that are not late.</param>
/// <param name="CureByBalance">The same by what they owed at the start, a fraction 0..1.</param>
/// <param name="Cells">One for each state at the end; their rates sum to 1, or are all null where no loan was in the row's state.</param>
public sealed record TransitionsFrom(
    [property: LoanStateWords] string From,
    long Loans,
    decimal Balance,
    Proportion? Roll,
    double? RollByBalance,
    Proportion? Cure,
    double? CureByBalance,
    IReadOnlyList<TransitionsTo> Cells
);

/// <summary>The loans that came from the row's state to this one.</summary>
/// <param name="To">State at the end.</param>
/// <param name="Loans">How many.</param>
/// <param name="Balance">What they owed at the start.</param>
/// <param name="Rate">Loans / loans of the row, a fraction 0..1; null where the row has none.</param>
/// <param name="Low">Lower end of the rate's Wilson 95 % interval; null with it, and where the rate holds by declaration.</param>
/// <param name="High">Upper end.</param>
/// <param name="RateByBalance">Balance / balance of the row, a fraction 0..1; null where the row has none.</param>
public sealed record TransitionsTo(
    [property: LoanStateWords] string To,
    long Loans,
    decimal Balance,
    double? Rate,
    double? Low,
    double? High,
    double? RateByBalance
);

/// <summary>Roll and cure in one month, or at one age.</summary>
/// <param name="Month">The month's end at which the steps end; null by age.</param>
/// <param name="MonthsOnBook">The loans' months on book at the end of the step; null by month.</param>
/// <param name="Loans">Loans that were in a state at the start.</param>
/// <param name="Entered">Loans that came in.</param>
/// <param name="Cure">Of all late loans together, those that were current or paid at the end.</param>
/// <param name="CureByBalance">The same by what they owed at the start, a fraction 0..1.</param>
/// <param name="States">The open states from current to the worst.</param>
public sealed record TransitionsAt(
    DateOnly? Month,
    int? MonthsOnBook,
    long Loans,
    long Entered,
    Proportion Cure,
    double? CureByBalance,
    IReadOnlyList<StateFlow> States
);

/// <summary>Roll and cure out of one state.</summary>
/// <param name="From">State at the start.</param>
/// <param name="Loans">Loans in it.</param>
/// <param name="Balance">What they owed.</param>
/// <param name="Roll">Those that were in the next worse bucket at the end; null for the worst.</param>
/// <param name="RollByBalance">The same by what they owed at the start, a fraction 0..1.</param>
/// <param name="Cure">Those that were current or paid at the end; null for current.</param>
/// <param name="CureByBalance">The same by what they owed at the start, a fraction 0..1.</param>
public sealed record StateFlow(
    [property: LoanStateWords(openOnly: true)] string From,
    long Loans,
    decimal Balance,
    Proportion? Roll,
    double? RollByBalance,
    Proportion? Cure,
    double? CureByBalance
);

/// <summary>A row of GetTransitions.sql and TransitionEnds.sql.</summary>
internal sealed record MovedLoans(
    DateOnly? MonthEnd,
    int? MonthsOnBook,
    string? StateBefore,
    string? State,
    long Loans,
    decimal Balance
);

internal sealed class GetTransitionsValidator : AbstractValidator<GetTransitions>
{
    public GetTransitionsValidator()
    {
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
        RuleFor(q => q.To)
            .GreaterThan(q => q.From)
            .When(q => q is { From: not null, To: not null })
            .WithMessage("from is before to.");
        RuleFor(q => q.Axis)
            .Null()
            .When(q => q.Steps == TransitionSteps.Period)
            .WithMessage(
                "axis goes with steps=month: a period looked at from its ends has no months."
            );
    }
}

internal sealed class GetTransitionsHandler(HistoryReader history)
    : IRequestHandler<GetTransitions, Answer<Transitions>>
{
    public async Task<Answer<Transitions>> Handle(
        GetTransitions request,
        CancellationToken cancellationToken
    )
    {
        await using var read = await history.Open(
            request.Filter,
            request.AsOf,
            HistoryNeed.Months,
            cancellationToken
        );
        var (from, to) = Period(request, read);
        NpgsqlParameter[] period =
        [
            new("from", NpgsqlDbType.Date) { Value = from },
            new("to", NpgsqlDbType.Date) { Value = to },
            new("is_within", !IsEnd(to) && to != read.Version.AsOf),
        ];
        // A source of months can leave one out, which added up would not count; of one month, as the filter stateAt finds its loans, it does.
        var isOneMonth =
            request.Axis is null && read.Evidence == "monthly" && from == MonthEnds.Before(to);
        var rows =
            request.Steps == TransitionSteps.Period || isOneMonth
                ? await read.Query<MovedLoans>("TransitionEnds", cancellationToken, period)
                : await read.Rows<MovedLoans>(
                    "GetTransitions",
                    request.Axis,
                    cancellationToken,
                    period
                );
        var flow = LoanFlow.Of(rows);
        return new(
            read.Meta,
            new(
                from,
                to,
                request.Steps,
                flow.Loans,
                flow.Balance,
                flow.Entered,
                flow.Unobserved,
                flow.Cure,
                flow.CureByBalance,
                [.. flow.Rows()],
                request.Axis is null
                    ? null
                    :
                    [
                        .. rows.GroupBy(r => (r.MonthEnd, r.MonthsOnBook))
                            .OrderBy(g => g.Key)
                            .Select(g => LoanFlow.Of(g).At(g.Key.MonthEnd, g.Key.MonthsOnBook)),
                    ]
            )
        );
    }

    private static bool IsEnd(DateOnly day) => day == MonthEnds.LastUpTo(day);

    /// <summary>The last complete month, where nothing else is asked for.</summary>
    private static (DateOnly From, DateOnly To) Period(GetTransitions request, History read)
    {
        var to = request.To ?? MonthEnds.LastUpTo(read.AsOf);
        var from = request.From ?? MonthEnds.Before(to);
        CheckCovered("from", request.From);
        CheckCovered("to", request.To);
        if (from >= to)
            throw ProblemException.BadParameter(
                "from",
                $"from is before {to:yyyy-MM-dd}, the end of the period."
            );
        if (!IsEnd(from))
            throw ProblemException.BadParameter("from", "from is a month's end.");
        // Payments tell of any day; else the loans are known at the ends of months and at the day of the answer.
        var isAnyDay = request.Steps == TransitionSteps.Period && read.Evidence == "payments";
        if (!IsEnd(to) && to != read.AsOf && !isAnyDay)
            throw ProblemException.BadParameter("to", "to is a month's end.");
        return (from, to);

        void CheckCovered(string name, DateOnly? day)
        {
            if (day < read.From || day > read.AsOf)
                throw ProblemException.BadParameter(
                    name,
                    $"The history is from {read.From:yyyy-MM-dd} to {read.AsOf:yyyy-MM-dd}."
                );
        }
    }
}
