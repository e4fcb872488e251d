using System.Globalization;
using LoanAnalytics.Api.Features.Demo;

namespace LoanAnalytics.Tests.Demo;

public sealed class DemoPortfolioTests : IDisposable
{
    private readonly string folder = Directory
        .CreateTempSubdirectory("loananalytics-test-")
        .FullName;

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_does_not()
    {
        string[] books = ["a", "b", "c"];
        foreach (var (i, book) in books.Index())
            DemoPortfolio.Write(
                Path.Combine(folder, book),
                1000,
                i == 2 ? 2ul : 1ul,
                TestContext.Current.CancellationToken
            );
        File.ReadAllBytes(Path.Combine(folder, "a", "loans.csv"))
            .ShouldBe(File.ReadAllBytes(Path.Combine(folder, "b", "loans.csv")));
        File.ReadAllBytes(Path.Combine(folder, "a", "loans.csv"))
            .ShouldNotBe(File.ReadAllBytes(Path.Combine(folder, "c", "loans.csv")));
    }

    [Fact]
    public void Schedules_repay_the_principal_and_what_is_unpaid_is_outstanding()
    {
        DemoPortfolio.Write(folder, 2000, 5, TestContext.Current.CancellationToken);
        var due = Rows("instalments")
            .ToLookup(r => r[0], r => decimal.Parse(r[4], CultureInfo.InvariantCulture));
        var loans = Rows("loans").Where(r => r[9] != "approved").ToArray();
        loans.Length.ShouldBeGreaterThan(1900);
        foreach (var loan in loans)
            due[loan[0]]
                .Sum()
                .ShouldBe(decimal.Parse(loan[4], CultureInfo.InvariantCulture), loan[0]);
        loans.Where(r => r[9] == "fully_paid").ShouldAllBe(r => r[11] == "0");
    }

    [Fact]
    public void The_two_planted_branches_default_most()
    {
        DemoPortfolio.Write(folder, 20_000, 1, TestContext.Current.CancellationToken);
        var worst = Rows("loans")
            .GroupBy(r => r[2])
            .OrderByDescending(g => g.Average(r => r[9] is "defaulted" or "written_off" ? 1.0 : 0))
            .Take(2)
            .Select(g => g.Key)
            .Order();
        worst.ShouldBe(["B12", "B29"]);
        Rows("truth/bad_branches").Select(r => r[0]).ShouldBe(["B12", "B29"]);
    }

    [Fact]
    public void Planted_chances_are_chances()
    {
        DemoPortfolio.Write(folder, 1000, 1, TestContext.Current.CancellationToken);
        Rows("truth/pd12")
            .Select(r => double.Parse(r[2], CultureInfo.InvariantCulture))
            .ShouldAllBe(p => p >= 0 && p <= 1);
        foreach (var row in Rows("truth/transition_matrix").GroupBy(r => (r[0], r[1])))
            row.Sum(r => double.Parse(r[3], CultureInfo.InvariantCulture)).ShouldBe(1, 1e-12);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(folder, $"{file}.csv")).Skip(1).Select(l => l.Split(','));
}
