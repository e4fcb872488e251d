namespace LoanAnalytics.Credit;

/// <summary>What fell due in a period and what came in.</summary>
/// <remarks>D = what fell due in the period, A0 = arrears at its start. One book has a high rate and a low one at the same time, so each rate
/// says what it divides by. Only money counts as collected, and what is paid ahead for later periods is in no rate. Payments that were
/// reversed by the end of the period count nowhere. Source: Rosenberg, Measuring Microcredit Delinquency, CGAP Occasional Paper 3, 1999. Money.</remarks>
/// <param name="Due">D.</param>
/// <param name="ArrearsAtStart">A0: what had fallen due before the period and was unpaid at its start.</param>
/// <param name="OnTime">Paid for D on or before its due date, what was paid ahead in earlier periods included.</param>
/// <param name="Late">Paid for D after its due date, within the period.</param>
/// <param name="AgainstArrears">Paid within the period for A0.</param>
/// <param name="Advance">Paid within the period for what falls due after it, or beyond the schedule.</param>
/// <param name="PaidAhead">The part of <paramref name="OnTime"/> that came in before the period.</param>
/// <param name="Waived">D and A0 that the lender let go within the period, or D before it.</param>
public sealed record PeriodCollections(
    decimal Due,
    decimal ArrearsAtStart,
    decimal OnTime,
    decimal Late,
    decimal AgainstArrears,
    decimal Advance,
    decimal PaidAhead = 0,
    decimal Waived = 0
)
{
    /// <summary>Money that came in within the period, whatever for.</summary>
    public decimal CashCollected => OnTime - PaidAhead + Late + AgainstArrears + Advance;

    /// <summary>A0 + D less what was collected and waived of them.</summary>
    public decimal ArrearsAtEnd => ArrearsAtStart + Due - OnTime - Late - AgainstArrears - Waived;

    /// <summary>Paid on or before the due date / D, a fraction 0..1; null where D is 0.</summary>
    public double? OnTimeCollectionRate => Ratio.Of(OnTime, Due);

    /// <summary>Paid for D by the end of the period / D, a fraction 0..1; null where D is 0.</summary>
    public double? CurrentCollectionEfficiency => Ratio.Of(OnTime + Late, Due);

    /// <summary>Paid for D and for A0 / D: above 1 when arrears are caught up; null where D is 0.</summary>
    public double? CollectionEfficiency => Ratio.Of(OnTime + Late + AgainstArrears, Due);

    /// <summary>Paid for D and for A0 / (A0 + D), a fraction 0..1; null where nothing was to be collected.</summary>
    public double? TotalDemandEfficiency =>
        Ratio.Of(OnTime + Late + AgainstArrears, ArrearsAtStart + Due);

    /// <summary>One loan in a period, both days included.</summary>
    public static PeriodCollections Of(
        IReadOnlyCollection<ScheduledInstalment> schedule,
        IReadOnlyCollection<Movement> movements,
        DateOnly from,
        DateOnly to,
        DelinquencyPolicy? policy = null
    )
    {
        var allocation = PaymentAllocation.Of(schedule, movements, to, policy);
        var earlier = allocation.Instalments.Where(i => i.FallsDueOn < from).ToArray();
        var current = allocation
            .Instalments.Where(i => i.FallsDueOn >= from && i.FallsDueOn <= to)
            .ToArray();
        var later = allocation
            .Instalments.Where(i => i.FallsDueOn > to)
            .SelectMany(i => i.Parts)
            .Concat(allocation.Surplus);
        return new(
            current.Sum(i => i.Instalment.Amount),
            earlier.Sum(i => i.Instalment.Amount - Sum(i.Parts, p => p.On < from)),
            current.Sum(i => Sum(i.Parts, p => IsMoney(p) && p.On <= i.FallsDueOn)),
            current.Sum(i => Sum(i.Parts, p => IsMoney(p) && p.On > i.FallsDueOn)),
            earlier.Sum(i => Sum(i.Parts, p => IsMoney(p) && p.On >= from)),
            Sum(later, p => IsMoney(p) && p.On >= from),
            current.Sum(i => Sum(i.Parts, p => IsMoney(p) && p.On < from)),
            current.Sum(i => Sum(i.Parts, p => !IsMoney(p)))
                + earlier.Sum(i => Sum(i.Parts, p => !IsMoney(p) && p.On >= from))
        );

        static bool IsMoney(AllocatedPart part) => part.Kind != MovementKind.Waiver;

        static decimal Sum(IEnumerable<AllocatedPart> parts, Func<AllocatedPart, bool> counts) =>
            parts.Where(counts).Sum(p => p.Amount);
    }

    /// <summary>Several loans, or several branches, as one.</summary>
    public static PeriodCollections Sum(IEnumerable<PeriodCollections> parts) =>
        parts.Aggregate(
            new PeriodCollections(0, 0, 0, 0, 0, 0),
            (a, b) =>
                new(
                    a.Due + b.Due,
                    a.ArrearsAtStart + b.ArrearsAtStart,
                    a.OnTime + b.OnTime,
                    a.Late + b.Late,
                    a.AgainstArrears + b.AgainstArrears,
                    a.Advance + b.Advance,
                    a.PaidAhead + b.PaidAhead,
                    a.Waived + b.Waived
                )
        );
}
