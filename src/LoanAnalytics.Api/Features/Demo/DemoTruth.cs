using System.Globalization;
using System.Text.Json;

namespace LoanAnalytics.Api.Features.Demo;

/// <summary>Writes what was planted in a demo book, so that answers and models can be judged against it.</summary>
internal sealed class DemoTruth : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
    };
    private static readonly string[] States =
    [
        "current",
        "1-30",
        "31-60",
        "61-90",
        "defaulted",
        "prepaid",
        "repaid",
    ];
    private readonly string folder;
    private readonly DemoPlan plan;
    private readonly CsvFile segments;
    private readonly CsvFile loanCells;
    private readonly CsvFile chances;

    public DemoTruth(string folder, DemoPlan plan)
    {
        (this.folder, this.plan) = (folder, plan);
        Directory.CreateDirectory(folder);
        segments = Open("customer_segments", "customer_id,segment");
        loanCells = Open("loan_cells", "loan_id,cell");
        chances = Open("pd12", "loan_id,quarter_end,months_left,state,pd12");
    }

    public void Customer(int number, int segment) =>
        segments.Key('C', number, 7).Whole(segment + 1).End();

    public void Loan(int id, RiskCell cell, LoanRun run)
    {
        loanCells.Key('L', id, 7).Whole(cell.Number).End();
        foreach (var q in run.Quarters)
            chances
                .Key('L', id, 7)
                .Date(q.End)
                .Whole(q.MonthsLeft)
                .Text(States[q.State])
                .Fraction(cell.Chain.DefaultWithinYear(q.State, q.MonthsLeft), 6)
                .End();
    }

    /// <summary>What is known once the whole book has been played.</summary>
    public void WriteBook(int loans, ulong seed, RiskCell[] cells)
    {
        using (var bad = Open("bad_branches", "branch_id,factor"))
            foreach (var b in plan.BadBranches)
                bad.Key('B', b.Number, 2).Fraction(RiskCell.BadBranchFactor, 2).End();
        WriteCells(cells);
        WriteAverage(cells);
        var parameters = new
        {
            loans,
            seed,
            DemoPortfolio.AsOf,
            monthlyPrepayment = ArrearsChain.Prepayment,
            worseVintage = new { from = plan.WorseFrom, factor = RiskCell.WorseVintageFactor },
            badBranches = plan.BadBranches.Select(b =>
                string.Create(CultureInfo.InvariantCulture, $"B{b.Number:00}")
            ),
            segments = DemoPlan.Segments.Select(
                (s, i) =>
                    new
                    {
                        segment = i + 1,
                        s.Name,
                        s.Share,
                        s.Employment,
                        s.Unemployed,
                        s.MeanAge,
                        s.AgeDeviation,
                        s.MeanIncome,
                        s.IncomeDeviation,
                    }
            ),
        };
        File.WriteAllText(
            Path.Combine(folder, "parameters.json"),
            JsonSerializer.Serialize(parameters, Json) + "\n"
        );
        using var readme = typeof(DemoTruth).Assembly.GetManifestResourceStream("DemoTruth.md")!;
        using var copy = File.Create(Path.Combine(folder, "README.md"));
        readme.CopyTo(copy);
    }

    public void Dispose()
    {
        segments.Dispose();
        loanCells.Dispose();
        chances.Dispose();
    }

    private CsvFile Open(string name, string header) =>
        new(Path.Combine(folder, $"{name}.csv"), header);

    private void WriteCells(RiskCell[] cells)
    {
        using var list = Open(
            "cells",
            "cell,employment,age_band,income_band,rate_band,bad_branch,worse_vintage,factor,loans"
        );
        using var matrix = Open("transition_matrix", "cell,from,to,probability");
        foreach (var cell in cells)
        {
            list.Whole(cell.Number)
                .Text(RiskCell.Employments[cell.Employment])
                .Text(RiskCell.AgeBands[cell.Age])
                .Text(RiskCell.IncomeBands[cell.Income])
                .Text(RiskCell.RateBands[cell.Rate])
                .Text(cell.BadBranch ? "true" : "false")
                .Text(cell.WorseVintage ? "true" : "false")
                .Fraction(cell.Factor, 6)
                .Whole(cell.Loans)
                .End();
            for (var from = 0; from < ArrearsChain.Default; from++)
            for (var to = 0; to <= ArrearsChain.Prepaid; to++)
                if (cell.Chain.Row(from)[to] > 0)
                    matrix
                        .Whole(cell.Number)
                        .Text(States[from])
                        .Text(States[to])
                        .Fraction(cell.Chain.Row(from)[to], 9)
                        .End();
        }
    }

    /// <summary>The mean of the planted rows over the loan-months played; a month that ends a term makes 'repaid' of what is not behind.</summary>
    private void WriteAverage(RiskCell[] cells)
    {
        var expected = new double[ArrearsChain.Default, States.Length];
        var played = new long[ArrearsChain.Default];
        foreach (var cell in cells)
            for (var from = 0; from < ArrearsChain.Default; from++)
            for (var past = 0; past <= 1 + ArrearsChain.MonthsAfterTerm; past++)
            {
                var count = cell.Played[from, past];
                played[from] += count;
                for (var to = 0; to <= ArrearsChain.Prepaid; to++)
                {
                    var ends =
                        ArrearsChain.Repaid(to, 1 - past)
                        || (to == ArrearsChain.Prepaid && past > 0);
                    expected[from, ends ? States.Length - 1 : to] +=
                        count * cell.Chain.Row(from)[to];
                }
            }
        using var matrix = Open("transition_matrix_average", "from,to,probability,loan_months");
        for (var from = 0; from < ArrearsChain.Default; from++)
        for (var to = 0; to < States.Length; to++)
            matrix
                .Text(States[from])
                .Text(States[to])
                .Fraction(played[from] == 0 ? 0 : expected[from, to] / played[from], 9)
                .Whole(played[from])
                .End();
    }
}
