using System.ComponentModel.DataAnnotations;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Delinquency;

/// <summary>Counted transitions as a matrix, with the loans that are in none of its rows.</summary>
internal sealed class LoanFlow
{
    private static readonly LoanState[] States = Enum.GetValues<LoanState>();

    private static readonly Dictionary<string, LoanState> ByLabel = States.ToDictionary(
        LoanStates.Label
    );

    private readonly TransitionMatrix<LoanState> matrix;

    private LoanFlow(IReadOnlyCollection<MovedLoans> rows)
    {
        // A loan that comes back after its end, as servicers' files have them, comes in like a new one: no loan leaves its end.
        var stood = rows.Where(r => IsOpen(r.StateBefore)).ToArray();
        Entered = rows.Sum(r => r.Loans) - stood.Sum(r => r.Loans);
        var seen = stood.Where(r => ByLabel.ContainsKey(r.State ?? "")).ToArray();
        Unobserved = stood.Sum(r => r.Loans) - seen.Sum(r => r.Loans);
        matrix = TransitionMatrix.Of(
            States,
            States,
            seen.Select(r => new Transition<LoanState>(
                ByLabel[r.StateBefore!],
                ByLabel[r.State!],
                r.Loans,
                r.Balance
            )),
            LoanStates.Absorbing
        );
    }

    public long Entered { get; }

    public long Unobserved { get; }

    public long Loans => matrix.Rows.Sum(r => r.Loans);

    public decimal Balance => matrix.Rows.Sum(r => r.Balance);

    public Proportion Cure => matrix.CureRate(LoanStates.Late, LoanStates.Cured);

    public double? CureByBalance => matrix.ShareByBalance(LoanStates.Late, LoanStates.Cured);

    public static LoanFlow Of(IEnumerable<MovedLoans> rows) => new([.. rows]);

    public IEnumerable<TransitionsFrom> Rows() =>
        matrix.Rows.Select(row =>
        {
            var flow = Flow(row);
            return new TransitionsFrom(
                flow.From,
                flow.Loans,
                flow.Balance,
                flow.Roll,
                flow.RollByBalance,
                flow.Cure,
                flow.CureByBalance,
                [.. row.Cells.Select(cell => To(row.From, cell))]
            );
        });

    public TransitionsAt At(DateOnly? month, int? monthsOnBook) =>
        new(
            month,
            monthsOnBook,
            Loans,
            Entered,
            Cure,
            CureByBalance,
            [.. matrix.Rows.Where(r => LoanStates.Ladder.Contains(r.From)).Select(Flow)]
        );

    private StateFlow Flow(TransitionRow<LoanState> row)
    {
        LoanState? worse =
            LoanStates.Ladder.Contains(row.From) && row.From != LoanStates.Ladder[^1]
                ? row.From + 1
                : null;
        var isLate = LoanStates.Late.Contains(row.From);
        return new(
            LoanStates.Label(row.From),
            row.Loans,
            row.Balance,
            worse is { } w ? matrix.Share(row.From, w) : null,
            worse is { } x ? matrix.ShareByBalance([row.From], [x]) : null,
            isLate ? matrix.CureRate([row.From], LoanStates.Cured) : null,
            isLate ? matrix.ShareByBalance([row.From], LoanStates.Cured) : null
        );
    }

    private TransitionsTo To(LoanState from, TransitionCell<LoanState> cell)
    {
        var share = matrix.Share(from, cell.To);
        return new(
            LoanStates.Label(cell.To),
            cell.Loans,
            cell.Balance,
            cell.Rate,
            share.Low,
            share.High,
            cell.RateByBalance
        );
    }

    private static bool IsOpen(string? label) =>
        label is not null
        && ByLabel.TryGetValue(label, out var state)
        && LoanStates.Ladder.Contains(state);
}

/// <summary>The text is a state of a loan: its aging bucket, or how it ended.</summary>
internal sealed class LoanStateWordsAttribute(bool openOnly = false)
    : AllowedValuesAttribute([.. openOnly ? Open : All])
{
    public static readonly string[] All = [.. Enum.GetValues<LoanState>().Select(LoanStates.Label)];

    public static readonly string[] Open = [.. LoanStates.Ladder.Select(LoanStates.Label)];
}
