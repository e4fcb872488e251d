using LoanAnalytics.Api.Features.Imports;

namespace LoanAnalytics.Tests.Imports;

/// <summary>Matching by itself: names, values and earlier choices in, fields and confidence out.</summary>
public sealed class ColumnMatchTests
{
    private static readonly ILookup<string, (string, string)> Nothing = Array
        .Empty<(string, string, string)>()
        .ToLookup(e => e.Item1, e => (e.Item2, e.Item3));

    [Theory] // the words of a name, short forms written out
    [InlineData("Amt. Financed", "amount financed")]
    [InlineData("orig_dt", "original date")]
    [InlineData("CustNo", "customer number")]
    [InlineData("DOB", "birth date")]
    [InlineData("O/S Bal (USD)", "outstanding balance")]
    [InlineData("Date of Birth", "birth date")]
    [InlineData("Intérêt", "interest")]
    [InlineData("Chg-Off Dt", "chargeoff date")]
    [InlineData("", "")]
    public void Names_are_read_in_one_spelling(string name, string words) =>
        string.Join(' ', MatchWords.Tokens(name)).ShouldBe(words);

    [Theory]
    [InlineData("Current", "active")]
    [InlineData("CURRENT ", "active")]
    [InlineData("Chg-Off", "written_off")]
    [InlineData("PIF", "fully_paid")]
    [InlineData("Paid in Full", "fully_paid")]
    [InlineData("Late (31-120 days)", "active")]
    [InlineData("Non-Accrual", "defaulted")]
    [InlineData("fully_paid", "fully_paid")]
    [InlineData("Not Current", null)]
    [InlineData("weird", null)]
    [InlineData("17", null)]
    public void Words_of_lenders_are_our_states_or_nobodys(string word, string? ours) =>
        MatchWords.Status(word)?.Ours.ShouldBe(ours);

    [Theory] // how 1234.56 would stand
    [InlineData("1,234.56|50", "1,234.56")]
    [InlineData("1.234,56|50", "1.234,56")]
    [InlineData("1234,5|7", "1234,56")]
    [InlineData("1 234,5|7", "1 234,56")]
    [InlineData("1'234.50|7", "1'234.56")]
    [InlineData("$1,200|$5", "$1,234.56")]
    [InlineData("€ 12,5|€ 3", "€ 1234,56")]
    [InlineData("7.25%|6%", "1234.56%")]
    [InlineData("36 months|24 months", "1234.56 months")]
    [InlineData("(500.00)|20.00", "(1234.56)")]
    [InlineData("-5|7", null)]
    [InlineData("1,234|5,678", "1,234.56")]
    public void Numbers_are_read_as_they_are_written(string values, string? format) =>
        Look(values).Numbers[0].Format.ShouldBe(format);

    [Theory]
    [InlineData("A100|A101")]
    [InlineData("1-2|3-4")]
    [InlineData("$5|€5")]
    [InlineData("1.2.3|4")]
    [InlineData("1,23,45|2")]
    [InlineData("1234567890123456789012345678901234567890|2")]
    public void What_is_no_number_is_none(string values) => Look(values).Numbers.ShouldBeEmpty();

    [Fact]
    public void The_likeliest_column_of_each_field_is_taken_and_no_field_twice()
    {
        // Both balances are like both fields; together they are best so.
        var (taken, possible) = ColumnMatch.Of(
            [
                Column("Current Bal", "100.5|200"),
                Column("Bal", "100.5|200"),
                Column("Orig Bal", "100.5|200"),
                Column("Shoe", "44|45"),
            ],
            MatchWords.Tape,
            Nothing
        );
        taken
            .Select(t => t?.Field.Path)
            .ShouldBe(["loans.outstanding_balance", null, "loans.principal", null]);
        possible[1][0].Field.Path.ShouldBe("loans.outstanding_balance");
    }

    [Fact]
    public void Values_that_cannot_be_a_fields_end_the_likeness_of_names()
    {
        // All that is called a date is none; a principal of percentages is none.
        var (taken, _) = ColumnMatch.Of(
            [Column("orig_dt", "high|low"), Column("Loan Amount", "5%|6%")],
            MatchWords.Tape,
            Nothing
        );
        taken[0]?.Field.Path.ShouldNotBe("loans.start_date");
        taken[1]?.Field.Path.ShouldNotBe("loans.principal");
    }

    [Fact]
    public void What_was_confirmed_before_raises_confidence_and_another_field_loses()
    {
        SourceColumn[] columns = [Column("Facility Amt", "100|200")];
        var earlier = new[] { ("facility amt", "loans.outstanding_balance", "march") }.ToLookup(
            e => e.Item1,
            e => (e.Item2, e.Item3)
        );
        var before = ColumnMatch.Of(columns, MatchWords.Tape, Nothing).Possible[0];
        var after = ColumnMatch.Of(columns, MatchWords.Tape, earlier);
        after.Taken[0]!.Field.Path.ShouldBe("loans.outstanding_balance");
        after.Taken[0]!.Confidence.ShouldBeGreaterThan(0.8);
        after.Taken[0]!
            .Reasons[^1]
            .ShouldBe((MatchEvidence.Earlier, "It was so confirmed in march."));
        after
            .Possible[0]
            .Single(p => p.Field.Path == "loans.principal")
            .Confidence.ShouldBeLessThan(
                before.Single(p => p.Field.Path == "loans.principal").Confidence
            );
    }

    private static SourceColumn Column(string name, string values) =>
        new("t.csv", name, Look(values));

    private static ValueLook Look(string values) =>
        ValueLook.Of(values.Split('|'), values.Split('|').Length);
}
