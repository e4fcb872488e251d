using System.Globalization;
using System.Text.Json.Nodes;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Tests.Credit;

/// <summary>The lateness of some 1,700 real loans with 7,000 instalments, against figures worked out apart from this code.</summary>
public sealed class HomeCreditHistoryTests
{
    private static readonly DateOnly Anchor = new(2018, 1, 1);

    [Theory]
    [InlineData("oldest_first_2018_01_01", true)]
    [InlineData("oldest_first_2017_07_01", true)]
    [InlineData("oldest_first_2018_01_01_whole_file", false)]
    public void Instalments_covered_arrears_and_buckets_of_the_extract(string block, bool known)
    {
        var expected = Oracle()[block]!;
        var asOf = DateOnly.Parse(Text(expected["as_of"]), CultureInfo.InvariantCulture);
        HomeCreditFigures.Agree(expected, Loans(known), asOf);
    }

    /// <summary>An instalment stands on a row for each of its payments and versions: versions add up, equal payments are one.</summary>
    private static IEnumerable<(ScheduledInstalment[] Schedule, Movement[] Payments)> Loans(
        bool known
    )
    {
        var applicants = Rows("application.csv").Select(r => r["SK_ID_CURR"]).ToHashSet();
        return Rows("installments_payments.csv")
            .Where(r => !known || applicants.Contains(r["SK_ID_CURR"]))
            .GroupBy(r => r["SK_ID_PREV"])
            .Select(loan =>
                (
                    loan.GroupBy(r => r["NUM_INSTALMENT_NUMBER"])
                        .Select(i => new ScheduledInstalment(
                            Whole(i.Key),
                            Anchor.AddDays(Whole(i.First()["DAYS_INSTALMENT"])),
                            i.DistinctBy(r => r["NUM_INSTALMENT_VERSION"])
                                .Sum(r => Amount(r["AMT_INSTALMENT"]))
                        ))
                        .ToArray(),
                    loan.DistinctBy(r =>
                            (r["NUM_INSTALMENT_NUMBER"], r["DAYS_ENTRY_PAYMENT"], r["AMT_PAYMENT"])
                        )
                        .Select(r => new Movement(
                            Anchor.AddDays(Whole(r["DAYS_ENTRY_PAYMENT"])),
                            MovementKind.Payment,
                            Amount(r["AMT_PAYMENT"]),
                            null
                        ))
                        .ToArray()
                )
            );
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Shared(), "data", "home-credit", file));
        var names = lines[0].Split(',');
        return lines
            .Skip(1)
            .Select(line =>
                names.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second)
            );
    }

    private static JsonNode Oracle() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Shared(), "oracles", "home-credit.json")))![
            "instalment_loans"
        ]!;

    private static string Shared()
    {
        Assert.SkipUnless(
            Database.Shared is not null,
            "The shared extract is not beside the checkout."
        );
        return Database.Shared!;
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static decimal Amount(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}

/// <summary>A block of the control figures, in which payments fill the oldest instalment first.</summary>
internal static class HomeCreditFigures
{
    public static void Agree(
        JsonNode expected,
        IEnumerable<(ScheduledInstalment[] Schedule, Movement[] Payments)> book,
        DateOnly asOf
    )
    {
        var loans = book.Select(l =>
                (
                    Allocation: PaymentAllocation.Of(l.Schedule, l.Payments, asOf),
                    Late: LoanDelinquency.At(l.Schedule, l.Payments, asOf)!
                )
            )
            .Where(l => l.Late.Due > 0) // what is paid ahead on a loan of which nothing is due yet is not counted
            .ToArray();
        var due = loans
            .SelectMany(l => l.Allocation.Instalments)
            .Where(i => i.Instalment.DueOn <= asOf)
            .ToArray();
        var behaviour = loans.Select(l => PaymentBehaviour.Of(l.Allocation)).ToArray();
        double counted = due.Length;

        due.Length.ShouldBe((int)expected["instalments_due"]!);
        due.Sum(i => i.Instalment.Amount).ShouldBe(Money(expected["amount_due"]));
        loans.Sum(l => l.Late.Paid).ShouldBe(Money(expected["amount_paid_by_as_of"]));
        due.Count(i => i.SettledOn is not null).ShouldBe((int)expected["instalments_covered"]!);
        due.Count(i => i.SettledOn <= i.Instalment.DueOn)
            .ShouldBe((int)expected["instalments_covered_on_time"]!);
        due.Where(i => i.SettledOn > i.Instalment.DueOn)
            .Max(i => i.SettledOn!.Value.DayNumber - i.Instalment.DueOn.DayNumber)
            .ShouldBe((int)expected["max_days_late"]!);
        (behaviour.Sum(b => b.Early) / counted).ShouldBe((double)expected["share_early"]!, 1e-9);
        (behaviour.Sum(b => b.OnTime) / counted).ShouldBe(
            (double)expected["share_on_the_day"]!,
            1e-9
        );
        (behaviour.Sum(b => b.Late) / counted).ShouldBe((double)expected["share_late"]!, 1e-9);
        (behaviour.Sum(b => b.AverageDaysLate * b.InstalmentsDue ?? 0) / counted).ShouldBe(
            (double)expected["average_days_late"]!,
            1e-6
        );
        loans.Sum(l => l.Late.ArrearsAmount).ShouldBe(Money(expected["arrears"]));
        loans.Sum(l => Math.Max(0, l.Late.Paid - l.Late.Due)).ShouldBe(Money(expected["surplus"]));
        loans.Count(l => l.Late.DaysPastDue > 30).ShouldBe((int)expected["loans_over_30"]!);
        loans.Count(l => l.Late.DaysPastDue > 90).ShouldBe((int)expected["loans_over_90"]!);
        loans
            .GroupBy(l => AgingBuckets.Of(l.Late.DaysPastDue))
            .OrderBy(g => g.Key)
            .Select(g =>
                (
                    AgingBuckets.Label(g.Key).Replace(">", "over ", StringComparison.Ordinal),
                    g.Count(),
                    g.Sum(l => l.Late.ArrearsAmount)
                )
            )
            .ShouldBe(
                expected["dpd_buckets"]!
                    .AsArray()
                    .Select(b => (Text(b!["days_past_due"]), (int)b["loans"]!, Money(b["arrears"])))
            );
    }

    private static decimal Money(JsonNode? node) =>
        decimal.Parse(Text(node), CultureInfo.InvariantCulture);

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
