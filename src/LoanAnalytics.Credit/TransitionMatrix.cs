namespace LoanAnalytics.Credit;

/// <summary>Loans that stood in one state at the start of a period and in another, or the same, at its end.</summary>
/// <param name="Loans">How many.</param>
/// <param name="Balance">Their balance at the start. Money.</param>
public sealed record Transition<TState>(TState From, TState To, long Loans, decimal Balance);

/// <summary>A cell of the matrix.</summary>
/// <param name="To">State at the end.</param>
/// <param name="Loans">Loans that came to it.</param>
/// <param name="Balance">Their balance at the start. Money.</param>
/// <param name="Rate">Loans / loans of the row, a fraction 0..1; null for a row without a loan.</param>
/// <param name="RateByBalance">Balance / balance of the row, a fraction 0..1; null for a row without a balance.</param>
public sealed record TransitionCell<TState>(
    TState To,
    long Loans,
    decimal Balance,
    double? Rate,
    double? RateByBalance
);

/// <summary>A row of the matrix: what became of the loans in a state.</summary>
/// <param name="From">State at the start.</param>
/// <param name="Loans">Loans in it.</param>
/// <param name="Balance">Their balance at the start. Money.</param>
/// <param name="Cells">One for each state at the end; their rates sum to 1 or are all null.</param>
public sealed record TransitionRow<TState>(
    TState From,
    long Loans,
    decimal Balance,
    IReadOnlyList<TransitionCell<TState>> Cells
);

/// <summary>How loans move between states from the start of a period to its end, by number and by balance.</summary>
/// <remarks>p(i, j) = loans in i at the start and in j at the end / loans in i at the start: the cohort method, which looks at both ends and at
/// nothing between. Loans that came in between are in no row. An absorbing state keeps its loans by declaration. By balance, each loan weighs
/// what it owed at the start. Source: Lando and Skodeberg (2002), J. Banking and Finance 26, 423-444.</remarks>
public sealed record TransitionMatrix<TState>(IReadOnlyList<TransitionRow<TState>> Rows)
    where TState : notnull
{
    /// <summary>The share of the loans of one state that moved to another; its rate is null where there were none.</summary>
    public Proportion Share(TState from, TState to) => Share([from], [to]);

    /// <summary>The share of the loans of some states that moved into some others, with its interval.</summary>
    public Proportion Share(IReadOnlyCollection<TState> from, IReadOnlyCollection<TState> to)
    {
        var rows = Rows.Where(r => from.Contains(r.From)).ToArray();
        return Proportion.Of(
            rows.SelectMany(r => r.Cells).Where(c => to.Contains(c.To)).Sum(c => c.Loans),
            rows.Sum(r => r.Loans)
        );
    }

    /// <summary>The same by the balance at the start, a fraction 0..1; null where there was none.</summary>
    public double? ShareByBalance(IReadOnlyCollection<TState> from, IReadOnlyCollection<TState> to)
    {
        var rows = Rows.Where(r => from.Contains(r.From)).ToArray();
        return Ratio.Of(
            rows.SelectMany(r => r.Cells).Where(c => to.Contains(c.To)).Sum(c => c.Balance),
            rows.Sum(r => r.Balance)
        );
    }

    /// <summary>Roll rate of each state of a ladder: the share that moved to the next worse one. The last, from which there is none, has no roll
    /// rate.</summary>
    /// <param name="ladder">States from best to worst.</param>
    public IReadOnlyList<Proportion?> RollRates(IReadOnlyList<TState> ladder) =>
        [.. ladder.Select((state, i) => i + 1 < ladder.Count ? Share(state, ladder[i + 1]) : null)];

    /// <summary>Cure rate: the share of late loans that are current or paid at the end. Of one late state, or of all together.</summary>
    public Proportion CureRate(
        IReadOnlyCollection<TState> late,
        IReadOnlyCollection<TState> cured
    ) => Share(late, cured);
}

/// <summary>Makes matrices.</summary>
public static class TransitionMatrix
{
    /// <summary>The matrix of what was counted; equal transitions add up.</summary>
    /// <param name="from">States at the start, in the order of the rows.</param>
    /// <param name="to">States at the end, in the order of the columns.</param>
    /// <param name="transitions">What moved. A state that is not among the rows or columns is an error: its loans would be lost.</param>
    /// <param name="absorbing">States that no loan leaves: p = 1 on themselves, even where no loan is in them.</param>
    public static TransitionMatrix<TState> Of<TState>(
        IReadOnlyList<TState> from,
        IReadOnlyList<TState> to,
        IEnumerable<Transition<TState>> transitions,
        IReadOnlyCollection<TState>? absorbing = null
    )
        where TState : notnull
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        Transition<TState>[] moved = [.. transitions];
        if (moved.FirstOrDefault(t => !from.Contains(t.From) || !to.Contains(t.To)) is { } stray)
            throw new ArgumentException($"The matrix has no place for {stray.From} to {stray.To}.");
        if (moved.FirstOrDefault(Leaves) is { } left)
            throw new ArgumentException($"No loan leaves {left.From}, yet one moved to {left.To}.");
        return new([.. from.Select(Row)]);

        bool Leaves(Transition<TState> t) =>
            t.Loans > 0 && absorbing?.Contains(t.From) == true && !t.From.Equals(t.To);

        TransitionRow<TState> Row(TState state)
        {
            var own = moved.Where(t => t.From.Equals(state)).ToArray();
            var loans = own.Sum(t => t.Loans);
            var balance = own.Sum(t => t.Balance);
            var isHeld = absorbing?.Contains(state) == true;
            return new(state, loans, balance, [.. to.Select(Cell)]);

            TransitionCell<TState> Cell(TState end)
            {
                var came = own.Where(t => t.To.Equals(end)).ToArray();
                var (number, amount) = (came.Sum(t => t.Loans), came.Sum(t => t.Balance));
                double? held = isHeld ? (state.Equals(end) ? 1 : 0) : null;
                return new(
                    end,
                    number,
                    amount,
                    held ?? Ratio.Of(number, loans),
                    held ?? Ratio.Of(amount, balance)
                );
            }
        }
    }
}
