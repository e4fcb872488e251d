using LoanAnalytics.Api.Features.Demo;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Demo;

/// <summary>The demo book of 20,000 loans against what was planted in it. Bounds on chance are those of the seed's one book.</summary>
public sealed class DemoPortfolioTests(DemoBook book) : IClassFixture<DemoBook>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_does_not()
    {
        using var extract = new Extract();
        foreach (var (name, seed) in (ReadOnlySpan<(string, ulong)>)[("a", 1), ("b", 1), ("c", 2)])
            DemoPortfolio.Write(Path.Combine(extract.Folder, name), 1000, seed, Cancel);
        var files = Directory
            .GetFiles(Path.Combine(extract.Folder, "a"), "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Path.Combine(extract.Folder, "a"), f))
            .ToArray();
        files.Length.ShouldBe(14);
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(Path.Combine(extract.Folder, "a", file));
            File.ReadAllBytes(Path.Combine(extract.Folder, "b", file)).ShouldBe(bytes, file);
            if (file is not ("branches.csv" or "truth/README.md"))
                File.ReadAllBytes(Path.Combine(extract.Folder, "c", file)).ShouldNotBe(bytes, file);
        }
    }

    [Fact]
    public void A_book_has_as_many_loans_as_asked_for_in_40_branches_each_in_a_city_of_its_own_and_8_regions()
    {
        book.Loans.Select(l => l["loan_id"]).Distinct().Count().ShouldBe(20_000);
        var branches = DemoBook.Read(book.Folder, "branches").ToArray();
        branches.Select(b => b["branch_id"]).Distinct().Count().ShouldBe(40);
        branches.Select(b => b["city"]).Distinct().Count().ShouldBe(40);
        branches.GroupBy(b => b["region"]).Select(g => g.Count()).ShouldBe(Enumerable.Repeat(5, 8));
    }

    [Fact]
    public void Each_schedule_repays_the_principal_to_the_cent_in_monthly_instalments_up_to_the_end_date()
    {
        foreach (var loan in book.Played)
        {
            var (id, schedule) = (loan["loan_id"], book.Schedules[loan["loan_id"]]);
            var start = DemoBook.Day(loan["start_date"])!.Value;
            schedule.Sum(d => d.Principal).ShouldBe(DemoBook.Number(loan["principal"]), id);
            schedule
                .All(d => d.Amount == d.Principal + d.Interest && d.Principal > 0)
                .ShouldBeTrue(id);
            schedule
                .Select(d => d.On)
                .ShouldBe(Enumerable.Range(1, schedule.Length).Select(m => start.AddMonths(m)));
            schedule[^1].On.ShouldBe(DemoBook.Day(loan["end_date"])!.Value);
            // Level but for the cents that the last instalment settles.
            schedule.Max(d => d.Amount).ShouldBe(schedule[0].Amount, 0.60m);
            schedule.Min(d => d.Amount).ShouldBe(schedule[0].Amount, 0.60m);
        }
    }

    [Fact]
    public void What_was_paid_and_what_is_owed_follow_from_schedule_and_payments()
    {
        foreach (var loan in book.Played)
        {
            var (id, status) = (loan["loan_id"], loan["status"]);
            var paid = book.Payments[id].ToArray();
            var recovered = paid.Where(p => p.Kind == "recovery").Sum(p => p.Amount);
            var start = DemoBook.Day(loan["start_date"])!.Value;
            paid.All(p => p.On > start && p.On <= DemoBook.AsOf && p.Amount > 0).ShouldBeTrue(id);
            DemoBook.Number(loan["amount_paid"]).ShouldBe(paid.Sum(p => p.Amount), id);
            DemoBook.Number(loan["recovered"]).ShouldBe(recovered, id);
            DemoBook
                .Day(loan["last_payment_on"])
                .ShouldBe(paid.Length == 0 ? null : paid.Max(p => p.On), id);
            // A written-off balance and a repaid one are 0; else what is not settled, less what was recovered.
            var owed = status is "written_off" or "fully_paid"
                ? 0
                : book.Schedules[id].Skip(book.Settled(id, DemoBook.AsOf)).Sum(d => d.Principal)
                    - recovered;
            DemoBook.Number(loan["outstanding_balance"]).ShouldBe(owed, id);
            if (status == "fully_paid" && loan["closed_on"] is var closed)
            {
                // All principal, and the interest of what fell due up to the month of closing.
                var until = DemoBook.Day(closed)!.Value;
                var month = new DateOnly(until.Year, until.Month, 1).AddMonths(1);
                paid.Sum(p => p.Amount)
                    .ShouldBe(
                        book.Schedules[id].Sum(d => d.Principal + (d.On < month ? d.Interest : 0)),
                        id
                    );
            }
        }
    }

    [Fact]
    public void A_loan_is_in_default_on_its_91st_day_past_due()
    {
        foreach (var loan in book.Played.Where(DemoBook.IsDefaulted))
        {
            var day = DemoBook.Day(loan["defaulted_on"])!.Value;
            var oldest = book.Schedules[loan["loan_id"]][book.Settled(loan["loan_id"], day)];
            (day.DayNumber - oldest.On.DayNumber).ShouldBe(91, loan["loan_id"]);
        }
    }

    [Fact]
    public void Nobody_borrows_before_18()
    {
        var born = DemoBook
            .Read(book.Folder, "customers")
            .ToDictionary(c => c["customer_id"], c => DemoBook.Day(c["birth_date"])!.Value);
        book.Loans.ShouldAllBe(l =>
            born[l["customer_id"]].AddYears(18) <= DemoBook.Day(l["start_date"])
        );
    }

    [Fact]
    public void Between_5_and_10_in_100_default_and_between_4_and_8_in_100_of_the_open_are_behind()
    {
        var rate = book.Loans.Average(l => DemoBook.IsDefaulted(l) ? 1.0 : 0);
        rate.ShouldBeInRange(0.05, 0.10);
        var open = book.Truth("pd12").Where(r => r["quarter_end"] == "2025-12-31").ToArray();
        open.Length.ShouldBe(book.Loans.Count(l => l["status"] == "active"));
        open.Average(r => r["state"] == "current" ? 0.0 : 1).ShouldBeInRange(0.04, 0.08);
    }

    [Fact]
    public void Months_counted_from_the_files_follow_the_matrix_of_each_cell()
    {
        var cellOf = book.Truth("loan_cells").ToDictionary(r => r["loan_id"], r => r["cell"]);
        var seen = book.Steps()
            .Where(s => !s.TermIsOver)
            .GroupBy(s => (Cell: cellOf[s.Loan], s.From))
            .ToDictionary(g => g.Key, g => g.CountBy(s => s.To).ToDictionary());
        double chiSquare = 0;
        var degrees = 0;
        foreach (
            var row in book.Truth("transition_matrix")
                .GroupBy(r => (Cell: r["cell"], From: r["from"]))
        )
        {
            row.Sum(r => DemoBook.Chance(r["probability"])).ShouldBe(1, 1e-8);
            if (!seen.TryGetValue(row.Key, out var counts))
                continue;
            var months = counts.Values.Sum();
            counts.Keys.ShouldBeSubsetOf(row.Select(r => r["to"]));
            // Pearson's approximation needs expected counts that are not small.
            if (row.Any(r => months * DemoBook.Chance(r["probability"]) < 5))
                continue;
            foreach (var r in row)
            {
                var expected = months * DemoBook.Chance(r["probability"]);
                chiSquare += Math.Pow(counts.GetValueOrDefault(r["to"]) - expected, 2) / expected;
            }
            degrees += row.Count() - 1;
        }
        degrees.ShouldBeGreaterThan(300);
        // 3.09 standard deviations of a chi-square, whose mean is its degrees of freedom and variance twice that.
        Math.Abs(chiSquare - degrees).ShouldBeLessThan(3.09 * Math.Sqrt(2 * degrees));
    }

    [Fact]
    public void The_average_matrix_is_what_the_counted_one_scatters_around()
    {
        var counted = book.Steps().CountBy(s => (s.From, s.To)).ToDictionary();
        foreach (var row in book.Truth("transition_matrix_average").GroupBy(r => r["from"]))
        {
            row.Sum(r => DemoBook.Chance(r["probability"])).ShouldBe(1, 1e-7);
            var months = row.Sum(r => counted.GetValueOrDefault((r["from"], r["to"])));
            row.ShouldAllBe(r => DemoBook.Number(r["loan_months"]) == months);
            foreach (var r in row)
            {
                var p = DemoBook.Chance(r["probability"]);
                var share = (double)counted.GetValueOrDefault((r["from"], r["to"])) / months;
                Math.Abs(share - p)
                    .ShouldBeLessThanOrEqualTo(
                        3.5 * Math.Sqrt(p * (1 - p) / months),
                        $"{r["from"]} to {r["to"]}"
                    );
            }
        }
    }

    [Theory]
    [InlineData("2022-09-30")]
    [InlineData("2023-12-31")]
    [InlineData("2024-12-31")]
    public void Defaults_within_a_year_match_the_planted_chance_in_each_tenth_of_it(string quarter)
    {
        var loans = book.Loans.ToDictionary(l => l["loan_id"]);
        var until = DemoBook.Day(quarter)!.Value.AddYears(1);
        var rows = book.Truth("pd12")
            .Where(r => r["quarter_end"] == quarter)
            .Select(r =>
                (
                    Chance: DemoBook.Chance(r["pd12"]),
                    Defaulted: DemoBook.Day(loans[r["loan_id"]]["defaulted_on"]) <= until ? 1 : 0
                )
            )
            .OrderBy(r => r.Chance)
            .ToArray();
        rows.Length.ShouldBeGreaterThan(3000);
        double chiSquare = 0;
        foreach (var tenth in rows.Chunk((rows.Length + 9) / 10))
        {
            var expected = tenth.Sum(r => r.Chance);
            var variance = tenth.Sum(r => r.Chance * (1 - r.Chance));
            chiSquare += Math.Pow(tenth.Sum(r => r.Defaulted) - expected, 2) / variance;
        }
        // The 99.9 % point of chi-square with ten degrees of freedom.
        chiSquare.ShouldBeLessThan(29.59);
    }

    [Fact]
    public void The_state_at_each_quarter_end_can_be_read_from_schedule_and_payments()
    {
        string[] words = ["current", "1-30", "31-60", "61-90"];
        foreach (var row in book.Truth("pd12"))
        {
            var (id, end) = (row["loan_id"], DemoBook.Day(row["quarter_end"])!.Value);
            var (settled, schedule) = (book.Settled(id, end), book.Schedules[id]);
            var oldest = schedule[settled].On;
            var days = Math.Max(0, end.DayNumber - oldest.DayNumber);
            var bucket = days == 0 ? 0 : (days - 1) / 30 + 1;
            row["state"].ShouldBe(words[bucket], $"{id} {end}");
        }
    }

    [Fact]
    public void Exactly_the_two_planted_branches_lie_beyond_the_funnel()
    {
        var target = book.Loans.Average(l => DemoBook.IsDefaulted(l) ? 1.0 : 0);
        var above = book
            .Loans.GroupBy(l => l["branch_id"])
            .Where(g =>
                Math.Abs(g.Average(l => DemoBook.IsDefaulted(l) ? 1.0 : 0) - target)
                > 3.09 * Math.Sqrt(target * (1 - target) / g.Count())
            )
            .Select(g => g.Key)
            .Order();
        above.ShouldBe(book.Truth("bad_branches").Select(r => r["branch_id"]));
        above.Count().ShouldBe(2);
    }

    [Fact]
    public void Loans_of_the_worse_vintage_default_more_in_their_first_year()
    {
        var from = DateOnly.ParseExact(
            System
                .Text.Json.JsonDocument.Parse(
                    File.ReadAllText(Path.Combine(book.Folder, "truth", "parameters.json"))
                )
                .RootElement.GetProperty("worseVintage")
                .GetProperty("from")
                .GetString()!,
            "yyyy-MM-dd"
        );
        var year = book
            .Played.Where(l => DemoBook.Day(l["start_date"]) <= DemoBook.AsOf.AddYears(-1))
            .Select(l =>
                (
                    Worse: DemoBook.Day(l["start_date"]) >= from,
                    Early: DemoBook.Day(l["defaulted_on"])
                        <= DemoBook.Day(l["start_date"])!.Value.AddYears(1)
                )
            )
            .ToLookup(l => l.Worse, l => l.Early);
        var worse = Proportion.Of(year[true].Count(e => e), year[true].Count());
        var before = Proportion.Of(year[false].Count(e => e), year[false].Count());
        worse.Low!.Value.ShouldBeGreaterThan(before.High!.Value);
        (worse.Rate!.Value / before.Rate!.Value).ShouldBeInRange(1.5, 3);
    }
}
