using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>A row of PaymentsTakenBack.sql: a loan whose payments are not settled in the order in which they came.</summary>
internal sealed record TakenBackLoan(
    string[] Keys,
    DateOnly StartDate,
    DateOnly? EndedOn,
    DateOnly[] DueOn,
    decimal[] Due,
    DateOnly[] PaidOn,
    string[] Kind,
    decimal[] Amount
)
{
    private ScheduledInstalment[] Schedule =>
        [.. DueOn.Select((on, i) => new ScheduledInstalment(i + 1, on, Due[i]))];

    private Movement[] Movements =>
        [
            .. PaidOn.Select(
                (on, i) =>
                    new Movement(
                        on,
                        Enum.Parse<MovementKind>(Kind[i], ignoreCase: true),
                        Amount[i],
                        null
                    )
            ),
        ];

    public PaymentBehaviour Behaviour(DateOnly asOf, DelinquencyPolicy policy) =>
        PaymentBehaviour.Of(PaymentAllocation.Of(Schedule, Movements, asOf, policy), EndedOn);

    /// <summary>Its part in the collections of a month up to a day within it; null where it had ended before.</summary>
    public CollectedRow? Collected(DateOnly asOf, DelinquencyPolicy policy)
    {
        DateOnly first = new(asOf.Year, asOf.Month, 1);
        if (EndedOn < first)
            return null;
        var age = MonthsOnBook.At(StartDate, asOf);
        // What came in before the month of the start belongs to it, as in the months.
        var from = age == 0 ? DateOnly.MinValue : first;
        var part = PeriodCollections.Of(Schedule, Movements, from, asOf, policy);
        return new(
            asOf,
            age,
            part.Due,
            part.ArrearsAtStart,
            part.OnTime,
            part.OnTime + part.Late,
            part.AgainstArrears,
            Movements.Where(m => m.On >= from && m.On <= asOf).Sum(m => m.Collected),
            part.PaidAhead,
            part.Waived,
            EndedOn <= asOf ? part.ArrearsAtEnd : 0
        );
    }
}
