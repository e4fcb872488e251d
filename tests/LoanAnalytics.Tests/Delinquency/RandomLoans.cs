using LoanAnalytics.Api.Data;
using LoanAnalytics.Credit;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Delinquency;

/// <summary>Running loans of 2024 with random schedules and payments, and how the arithmetic takes them.</summary>
internal static class RandomLoans
{
    private static readonly string[] Kinds =
    [
        "payment",
        "payment",
        "payment",
        "payment",
        "reversal",
        "refund",
        "waiver",
        "recovery",
    ];

    /// <param name="mixed">With waivers, reversals and refunds among the payments.</param>
    public static object[] Of(Random random, int loans, bool mixed) =>
        [
            .. Enumerable
                .Range(1, loans)
                .SelectMany(n =>
                {
                    var loan = $"L{n}";
                    var start = new DateOnly(2024, 1, 1).AddDays(random.Next(200));
                    return (object[])
                        [
                            Book.Loan($"B{n % 3}", id: loan, started: start),
                            .. Enumerable
                                .Range(1, random.Next(0, 10))
                                .Select(i =>
                                    Instalment(
                                        loan,
                                        i,
                                        start.AddDays(random.Next(300)),
                                        random.Next(5) * 25m
                                    )
                                ),
                            .. Enumerable
                                .Range(1, random.Next(0, 12))
                                .Select(_ =>
                                    Payment(
                                        loan,
                                        start.AddDays(random.Next(0, 380)),
                                        random.Next(1, 9) * 12.5m,
                                        mixed ? Kinds[random.Next(Kinds.Length)] : "payment"
                                    )
                                ),
                        ];
                }),
        ];

    /// <summary>One of them by its parts.</summary>
    public static (ScheduledInstalment[] Schedule, Movement[] Movements) Loan(
        object[] book,
        string loan
    ) =>
        (
            [
                .. book.OfType<Instalment>()
                    .Where(i => i.LoanId == loan)
                    .Select(i => new ScheduledInstalment(i.Seq, i.DueDate, i.AmountDue)),
            ],
            [
                .. book.OfType<Payment>()
                    .Where(p => p.LoanId == loan)
                    .Select(p => new Movement(
                        p.PaidOn,
                        Enum.Parse<MovementKind>(p.Kind, ignoreCase: true),
                        p.Amount,
                        null
                    )),
            ]
        );
}
