namespace LoanAnalytics.Api.Features.Demo;

/// <summary>The monthly Markov chain behind the demo: 0 current, 1 to 3 instalments behind, 4 default (four behind, more than 90 days past due), 5 prepaid.</summary>
internal static class ArrearsChain
{
    public const int Default = 4;
    public const int Prepaid = 5;

    /// <summary>Chance a month that a current loan is paid back early.</summary>
    public const double Prepayment = 0.006;
    private static readonly double[] Worse = [0.012, 0.30, 0.38, 0.45];
    private static readonly double[] Cure = [0, 0.45, 0.25, 0.12];

    /// <summary>Chances of the next state from a state, the worsening ones times the loan's factor (at most 0.85).</summary>
    public static double[] Row(int state, double factor)
    {
        var row = new double[6];
        if (state >= Default)
        {
            row[state] = 1;
            return row;
        }
        var worse = Math.Min(0.85, Worse[state] * factor);
        row[state + 1] = worse;
        if (state == 0)
            row[Prepaid] = Prepayment;
        else
            row[0] = Math.Min(Cure[state], 1 - worse);
        row[state] += 1 - row.Sum();
        return row;
    }

    /// <summary>Draws the next state.</summary>
    public static int Next(int state, double factor, DemoRandom random)
    {
        var row = Row(state, factor);
        var u = random.Next();
        for (var to = 0; to < row.Length; to++)
            if ((u -= row[to]) < 0)
                return to;
        return state;
    }

    /// <summary>Chance of default within the months given, from each of the states 0 to 3.</summary>
    public static double[] DefaultWithin(int months, double factor)
    {
        var p = new double[6];
        p[Default] = 1;
        var rows = Enumerable.Range(0, 6).Select(s => Row(s, factor)).ToArray();
        for (var m = 0; m < months; m++)
            p = [.. rows.Select(row => row.Zip(p, (a, b) => a * b).Sum())];
        return p[..4];
    }
}
