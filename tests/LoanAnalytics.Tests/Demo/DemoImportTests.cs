using LoanAnalytics.Api.Features.Demo;
using LoanAnalytics.Api.Features.Imports;

namespace LoanAnalytics.Tests.Demo;

[Collection("database")]
public sealed class DemoImportTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_demo_book_loads_without_a_refused_row_and_its_figures_are_those_of_the_files()
    {
        using var extract = new Extract();
        DemoPortfolio.Write(extract.Folder, 1000, 7, TestContext.Current.CancellationToken);

        var outcome = await database.Import(extract.Folder, "canonical", asOf: DemoBook.AsOf);

        var loans = DemoBook.Read(extract.Folder, "loans").ToArray();
        decimal Sum(string column) => loans.Sum(l => DemoBook.Number(l[column]));
        outcome.Totals.ShouldBe(
            new ControlTotals(
                1000,
                Sum("principal"),
                Sum("amount_paid"),
                Sum("outstanding_balance")
            )
        );
        outcome.Tables.ShouldAllBe(t => t.Rejected == 0 && t.Repeated == 0 && t.Mapped > 0);
        // Behind at their last instalment, and one customer in twenty.
        outcome.Findings.Select(f => f.Id).ShouldBe(["active-past-end", "customers-without-loan"]);
        var summary = await database.Get("/portfolio/summary");
        summary["data"]!["default"]!["numerator"]!
            .GetValue<long>()
            .ShouldBe(loans.Count(DemoBook.IsDefaulted));
    }
}
