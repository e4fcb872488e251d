using System.Globalization;
using LoanAnalytics.Api.Features.Demo;

namespace LoanAnalytics.Tests.Demo;

/// <summary>A generated book of 20,000 loans, read back from its files alone: what the tests compare with the planted truth.</summary>
public sealed class DemoBook : IDisposable
{
    /// <summary>What a loan did in a calendar month: its state before and after, in the words of the truth.</summary>
    internal sealed record Step(string Loan, string From, string To, bool TermIsOver);

    internal sealed record Due(DateOnly On, decimal Amount, decimal Principal, decimal Interest);

    internal sealed record Paid(DateOnly On, decimal Amount, string Kind);

    public static readonly DateOnly AsOf = new(2025, 12, 31);
    private static readonly string[] Behind = ["current", "1-30", "31-60", "61-90", "defaulted"];

    private readonly Dictionary<string, DateOnly[]> settledOn = [];

    public DemoBook()
    {
        DemoPortfolio.Write(Folder, 20_000, 1, CancellationToken.None);
        Loans = [.. Read(Folder, "loans")];
        Schedules = Read(Folder, "instalments")
            .GroupBy(r => r["loan_id"])
            .ToDictionary(
                g => g.Key,
                g =>
                    g.Select(r => new Due(
                            Day(r["due_date"])!.Value,
                            Number(r["amount_due"]),
                            Number(r["principal"]),
                            Number(r["interest"])
                        ))
                        .ToArray()
            );
        Payments = Read(Folder, "payments")
            .ToLookup(
                r => r["loan_id"],
                r => new Paid(Day(r["paid_on"])!.Value, Number(r["amount"]), r["kind"])
            );
    }

    internal string Folder { get; } =
        Directory.CreateTempSubdirectory("loananalytics-test-").FullName;
    internal Dictionary<string, string>[] Loans { get; }
    internal IEnumerable<Dictionary<string, string>> Played =>
        Loans.Where(l => l["status"] != "approved");
    internal Dictionary<string, Due[]> Schedules { get; }
    internal ILookup<string, Paid> Payments { get; }

    internal static bool IsDefaulted(Dictionary<string, string> loan) =>
        loan["status"] is "defaulted" or "written_off";

    internal static DateOnly? Day(string text) =>
        text.Length == 0 ? null : DateOnly.Parse(text, CultureInfo.InvariantCulture);

    internal static decimal Number(string text) =>
        text.Length == 0 ? 0 : decimal.Parse(text, CultureInfo.InvariantCulture);

    internal static double Chance(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Rows of a file by the names in its header.</summary>
    internal static IEnumerable<Dictionary<string, string>> Read(string folder, string file)
    {
        string[]? names = null;
        foreach (var line in File.ReadLines(Path.Combine(folder, $"{file}.csv")))
            if (names is null)
                names = line.Split(',');
            else
                yield return names.Zip(line.Split(',')).ToDictionary(p => p.First, p => p.Second);
    }

    internal IEnumerable<Dictionary<string, string>> Truth(string file) =>
        Read(Path.Combine(Folder, "truth"), file);

    /// <summary>How many instalments, oldest first, the payments up to a day cover in full.</summary>
    internal int Settled(string loan, DateOnly day)
    {
        if (!settledOn.TryGetValue(loan, out var days))
            settledOn[loan] = days = [.. SettledOn(loan)];
        return days.TakeWhile(d => d <= day).Count();
    }

    /// <summary>The day on which the payments first cover each instalment, for those that are covered.</summary>
    private IEnumerable<DateOnly> SettledOn(string loan)
    {
        var schedule = Schedules[loan];
        var (settled, left) = (0, 0m);
        foreach (var payment in Payments[loan].Where(p => p.Kind == "payment"))
        {
            left += payment.Amount;
            for (; settled < schedule.Length && left >= schedule[settled].Amount; settled++)
            {
                left -= schedule[settled].Amount;
                yield return payment.On;
            }
        }
    }

    /// <summary>Every month of every loan from its start to its end or the as-of date.</summary>
    internal IEnumerable<Step> Steps()
    {
        foreach (var loan in Played)
        {
            var (id, start) = (loan["loan_id"], Day(loan["start_date"])!.Value);
            var closed = Day(loan["closed_on"]);
            var defaulted = Day(loan["defaulted_on"]);
            var schedule = Schedules[id];
            var from = "current";
            for (var month = 1; ; month++)
            {
                var first = new DateOnly(start.Year, start.Month, 1).AddMonths(month);
                var end = first.AddMonths(1).AddDays(-1);
                if (end > AsOf)
                    break;
                var termIsOver = month >= schedule.Length;
                var to =
                    closed <= end
                        ? termIsOver
                            ? "repaid"
                            : "prepaid"
                        : defaulted <= end
                            ? "defaulted"
                            : Behind[
                                schedule.Count(d => d.On <= end)
                                    - Settled(id, end)
                                    + Math.Max(0, month - schedule.Length)
                            ];
                yield return new(id, from, to, termIsOver);
                if (to is "repaid" or "prepaid" or "defaulted")
                    break;
                from = to;
            }
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
