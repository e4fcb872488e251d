namespace LoanAnalytics.Api.Features.Demo;

/// <summary>The monthly Markov chain of a loan: 0 current, 1 to 3 instalments behind (the aging buckets 1-30, 31-60 and 61-90 at a month's
/// end), 4 default (four behind, more than 90 days past due), 5 prepaid.</summary>
/// <remarks>The factor multiplies the chance of falling behind, its fourth root that of each later roll; a chance of getting worse stays at
/// or below 0.85. Due instalments end with the term, so that 'current' then means repaid.</remarks>
internal sealed class ArrearsChain
{
    public const int Default = 4;
    public const int Prepaid = 5;

    /// <summary>Chance a month that a current loan is paid back early.</summary>
    public const double Prepayment = 0.008;

    /// <summary>A loan that is behind at its last instalment is repaid or in default at most so many months later.</summary>
    public const int MonthsAfterTerm = 3;

    private const double MostWorse = 0.85;
    private static readonly double[] Worse = [0.017, 0.28, 0.40, 0.50];
    private static readonly double[] Cure = [0, 0.45, 0.25, 0.12];
    private readonly double[][] rows = new double[6][];
    private readonly double[,] withinYear = new double[13 + MonthsAfterTerm, 4];

    public ArrearsChain(double factor)
    {
        for (var state = 0; state < 6; state++)
            rows[state] = MakeRow(state, factor);
        ComputeWithinYear();
    }

    /// <summary>Chances of the states 0 to 5 a month after a state.</summary>
    public ReadOnlySpan<double> Row(int state) => rows[state];

    /// <summary>Draws the state a month later.</summary>
    public int Next(int state, DemoRandom random)
    {
        var row = rows[state];
        var u = random.Next();
        for (var to = 0; to < row.Length; to++)
            if ((u -= row[to]) < 0)
                return to;
        return state;
    }

    /// <summary>Whether a loan in a state is repaid: all instalments have fallen due and none of them is behind.</summary>
    /// <param name="monthsLeft">Months to the last instalment; negative after it.</param>
    public static bool Repaid(int state, int monthsLeft) =>
        state < Default && state + monthsLeft <= 0;

    /// <summary>Chance of default within twelve months.</summary>
    public double DefaultWithinYear(int state, int monthsLeft) =>
        withinYear[Math.Min(12, monthsLeft) + MonthsAfterTerm, state];

    private static double[] MakeRow(int state, double factor)
    {
        var row = new double[6];
        if (state >= Default)
        {
            row[state] = 1;
            return row;
        }
        var worse = Math.Min(
            MostWorse,
            Worse[state] * (state == 0 ? factor : Math.Pow(factor, 0.25))
        );
        row[state + 1] = worse;
        if (state == 0)
            row[Prepaid] = Prepayment;
        else
            row[0] = Math.Min(Cure[state], 1 - worse);
        row[state] += 1 - row.Sum();
        return row;
    }

    /// <summary>Backwards over the months, which are counted up to twelve before the term's end and not beyond three after it: a state that
    /// is repaid by then is too few steps away from default to reach it.</summary>
    private void ComputeWithinYear()
    {
        for (var months = 1; months <= 12; months++)
        {
            var fewer = (double[,])withinYear.Clone();
            for (var left = 1 - MonthsAfterTerm; left <= 12; left++)
            for (var state = 0; state < Default; state++)
            {
                var chance = rows[state][Default];
                for (var to = 0; to < Default; to++)
                    chance += rows[state][to] * fewer[left - 1 + MonthsAfterTerm, to];
                withinYear[left + MonthsAfterTerm, state] = chance;
            }
        }
    }
}
