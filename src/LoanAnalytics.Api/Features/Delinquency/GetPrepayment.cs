using FluentValidation;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using LoanAnalytics.Credit;
using MediatR;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>How fast borrowers repay ahead of schedule: by number of loans, and by principal in a month and at that pace in a year.</summary>
internal sealed record GetPrepayment(LoanFilter Filter, HistoryAxis Axis, DateOnly? AsOf)
    : IRequest<Answer<Prepayment>>;

/// <summary>Prepayment by month or by age, and over all of it.</summary>
/// <param name="Rows">Each month up to the day of the answer, the last one a part of a month where that day is within one; or each age.</param>
/// <param name="Total">All of them together: sums divided, not rates averaged.</param>
/// <param name="Current">The same of the loans that were not past due at the month's start, who are those that prepay of their own will.</param>
public sealed record Prepayment(
    IReadOnlyList<PrepaymentAt> Rows,
    PrepaymentSpeed Total,
    PrepaymentSpeed Current
) : IHasTable
{
    Table IHasTable.Table => Table.Of(Rows);
}

/// <summary>How fast loans were prepaid.</summary>
/// <param name="Share">By number, a month: loans repaid in full before the month of their last instalment / loans that could have been, which are those open at the month's start whose last instalment falls due after the month.</param>
/// <param name="Prepayable">What these loans and all others open owed at the start of the month less the principal scheduled for it; null where no schedule splits principal from interest.</param>
/// <param name="Prepaid">Principal paid ahead of schedule, in full and in part; null likewise.</param>
/// <param name="Smm">Prepaid / prepayable, a fraction of the balance a month; null where there was nothing to prepay.</param>
/// <param name="Cpr">1 - (1 - smm)^12, a fraction a year; null with it.</param>
/// <param name="UnsplitLoans">Loans open at the month's start whose schedule does not split principal from interest: prepayable, prepaid, smm and cpr leave them out.</param>
public record PrepaymentSpeed(
    Proportion Share,
    decimal? Prepayable,
    decimal? Prepaid,
    double? Smm,
    double? Cpr,
    long UnsplitLoans
);

/// <summary>The speed in one month or at one age.</summary>
public sealed record PrepaymentAt : PrepaymentSpeed
{
    internal PrepaymentAt(DateOnly? month, int? monthsOnBook, PrepaymentSpeed speed)
        : base(speed) => (Month, MonthsOnBook) = (month, monthsOnBook);

    /// <summary>The month's end; null by age.</summary>
    public DateOnly? Month { get; }

    /// <summary>Months on book at the month's end; null by month.</summary>
    public int? MonthsOnBook { get; }
}

/// <summary>A row of GetPrepayment.sql.</summary>
internal sealed record PrepaidRow(
    DateOnly? MonthEnd,
    int? MonthsOnBook,
    bool IsCurrent,
    long PrepaidLoans,
    long PrepayableLoans,
    long UnsplitLoans,
    decimal? Prepayable,
    decimal? Prepaid
);

internal sealed class GetPrepaymentValidator : AbstractValidator<GetPrepayment>
{
    public GetPrepaymentValidator() =>
        RuleFor(q => q.Filter).SetValidator(new LoanFilterValidator());
}

internal sealed class GetPrepaymentHandler(HistoryReader history)
    : IRequestHandler<GetPrepayment, Answer<Prepayment>>
{
    public async Task<Answer<Prepayment>> Handle(
        GetPrepayment request,
        CancellationToken cancellationToken
    )
    {
        await using var read = await history.Open(
            request.Filter,
            request.AsOf,
            HistoryNeed.Months,
            cancellationToken
        );
        var rows = await read.Rows<PrepaidRow>("GetPrepayment", request.Axis, cancellationToken);
        return new(
            read.Meta,
            new(
                [
                    .. rows.GroupBy(r => (r.MonthEnd, r.MonthsOnBook))
                        .OrderBy(g => g.Key)
                        .Select(g => new PrepaymentAt(
                            g.Key.MonthEnd,
                            g.Key.MonthsOnBook,
                            Speed(g)
                        )),
                ],
                Speed(rows),
                Speed(rows.Where(r => r.IsCurrent))
            )
        );
    }

    private static PrepaymentSpeed Speed(IEnumerable<PrepaidRow> group)
    {
        PrepaidRow[] rows = [.. group];
        var isSplit = rows.Any(r => r.Prepayable is not null);
        var (prepayable, prepaid) = (
            rows.Sum(r => r.Prepayable) ?? 0,
            rows.Sum(r => r.Prepaid) ?? 0
        );
        var smm = MonthlySpeed.Smm(prepaid, prepayable);
        return new(
            Proportion.Of(rows.Sum(r => r.PrepaidLoans), rows.Sum(r => r.PrepayableLoans)),
            isSplit ? prepayable : null,
            isSplit ? prepaid : null,
            smm,
            MonthlySpeed.Annual(smm),
            rows.Sum(r => r.UnsplitLoans)
        );
    }
}
