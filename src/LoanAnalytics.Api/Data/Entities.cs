using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Json;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Data;

/// <summary>A branch of the lender, under the lender's own key.</summary>
public sealed class Branch
{
    public required string BranchId { get; init; }
    public string? Name { get; init; }
    public string? City { get; init; }
    public string? Region { get; init; }
}

/// <summary>A customer, with or without a loan. Whatever the source does not know is null.</summary>
public sealed class Customer
{
    public required string CustomerId { get; init; }
    public string? Name { get; init; }
    public DateOnly? BirthDate { get; init; }

    /// <summary>Completed years at the snapshot, where the source gives an age and no birth date.</summary>
    public int? Age { get; init; }

    /// <summary>female, male or other; null where unknown.</summary>
    public string? Gender { get; init; }
    public decimal? AnnualIncome { get; init; }
    public string? EmploymentStatus { get; init; }

    /// <summary>What this bank knows besides, named and typed by the profile.</summary>
    public JsonDocument? Attributes { get; init; }
}

/// <summary>A loan as the lender's system records it. Money is in the portfolio's one currency.</summary>
public sealed class Loan
{
    public required string CustomerId { get; init; }
    public required string LoanId { get; init; }
    public string? BranchId { get; init; }
    public string? Product { get; init; }
    public decimal Principal { get; init; }

    /// <summary>Percent a year.</summary>
    public decimal? InterestRate { get; init; }
    public int? TermMonths { get; init; }
    public DateOnly StartDate { get; init; }
    public DateOnly? EndDate { get; init; }

    /// <summary>approved, active, fully_paid, defaulted or written_off.</summary>
    public required string Status { get; init; }

    /// <summary>The source's own word for the status.</summary>
    public string? SourceStatus { get; init; }
    public decimal? AmountPaid { get; init; }
    public decimal? OutstandingBalance { get; init; }
    public string? Officer { get; init; }
    public DateOnly? DefaultedOn { get; init; }
    public DateOnly? ClosedOn { get; init; }
    public DateOnly? WrittenOffOn { get; init; }
    public decimal? Recovered { get; init; }
    public DateOnly? LastPaymentOn { get; init; }
    public int? ReportedDaysPastDue { get; init; }
    public decimal? ReportedArrears { get; init; }
    public JsonDocument? Attributes { get; init; }
}

/// <summary>One amount falling due under a loan's schedule.</summary>
public sealed class Instalment
{
    public required string CustomerId { get; init; }
    public required string LoanId { get; init; }
    public int Seq { get; init; }
    public DateOnly DueDate { get; init; }
    public decimal AmountDue { get; init; }
    public decimal? Principal { get; init; }
    public decimal? Interest { get; init; }
    public decimal? Fees { get; init; }
}

/// <summary>One movement of money on a loan.</summary>
public sealed class Payment
{
    public required string CustomerId { get; init; }
    public required string LoanId { get; init; }

    /// <summary>The source's number, or one given by date then file order.</summary>
    public required string PaymentNo { get; init; }
    public DateOnly PaidOn { get; init; }
    public decimal Amount { get; init; }

    /// <summary>payment, reversal, refund, recovery or waiver.</summary>
    public required string Kind { get; init; }
    public decimal? Principal { get; init; }
    public decimal? Interest { get; init; }
    public decimal? Fees { get; init; }
}

/// <summary>A change of a loan's terms.</summary>
public sealed class Modification
{
    public required string CustomerId { get; init; }
    public required string LoanId { get; init; }
    public DateOnly ModifiedOn { get; init; }

    /// <summary>restructured, rescheduled or holiday.</summary>
    public required string Kind { get; init; }
    public DateOnly? End { get; init; }
}

/// <summary>A loan as one published version had it: monthly extracts become history.</summary>
public sealed class LoanSnapshot
{
    public required string CustomerId { get; init; }
    public required string LoanId { get; init; }
    public int Version { get; init; }
    public required string Status { get; init; }
    public decimal? Balance { get; init; }
    public int? DaysPastDue { get; init; }
}

/// <summary>A loan at one month's end as a monthly performance file has it.</summary>
public sealed class ReportedMonth
{
    public required string CustomerId { get; init; }
    public required string LoanId { get; init; }

    /// <summary>Last day of the month.</summary>
    public DateOnly Month { get; init; }
    public decimal? Balance { get; init; }
    public int? DaysPastDue { get; init; }

    /// <summary>Whole months past due, where the source counts months and not days.</summary>
    public int? MonthsPastDue { get; init; }

    /// <summary>paid or written_off, in the month in which the loan left the book; null while it runs.</summary>
    public string? EndedAs { get; init; }
    public DateOnly? EndedOn { get; init; }
}

/// <summary>What the loans' file says of a loan whose months are reported too, and write over it in <see cref="Loan"/>.</summary>
public sealed class FiledLoan
{
    public required string CustomerId { get; init; }
    public required string LoanId { get; init; }
    public required string Status { get; init; }
    public DateOnly? ClosedOn { get; init; }
    public DateOnly? WrittenOffOn { get; init; }
    public decimal? OutstandingBalance { get; init; }
    public int? ReportedDaysPastDue { get; init; }
}

/// <summary>All months of one loan, an element for each from the first to the last; the table of which <see cref="LoanMonth"/> is the view, and says
/// what each column means. Money is in ten-thousandths of the currency's unit. A month that a source leaves out is null throughout; a column that it
/// does not tell of is null as a whole.</summary>
public sealed class LoanMonthArrays
{
    public required string CustomerId { get; init; }
    public required string LoanId { get; init; }

    /// <summary>Months on book of the first element.</summary>
    public int FirstAge { get; init; }

    /// <summary>Its calendar month, as 12 * year + month, January being 0.</summary>
    public int FirstMonthNo { get; init; }
    public required DateOnly?[] MonthEnd { get; init; }

    /// <summary>Places in StateLabels.sql, from 1: the aging buckets, written_off, paid.</summary>
    public required short?[] State { get; init; }
    public required int?[] DaysPastDue { get; init; }
    public long?[]? ArrearsBefore { get; init; }
    public long?[]? Arrears { get; init; }
    public required long?[] Balance { get; init; }
    public long?[]? Due { get; init; }
    public long?[]? OnTime { get; init; }
    public long?[]? DueCollected { get; init; }
    public long?[]? ArrearsCollected { get; init; }
    public long?[]? Paid { get; init; }
    public long?[]? PaidAhead { get; init; }

    /// <summary>Null also where nothing was.</summary>
    public long?[]? Waived { get; init; }
    public long?[]? Prepayable { get; init; }
    public long?[]? Prepaid { get; init; }
    public required bool?[] CanPrepay { get; init; }
}

/// <summary>A loan at one month's end, the as-of date being the last, up to the month of its end; derived, or imported. Money that the source
/// does not tell is null.</summary>
public sealed class LoanMonth
{
    public required string CustomerId { get; init; }
    public required string LoanId { get; init; }
    public DateOnly MonthEnd { get; init; }

    /// <summary>Calendar months since the month of the start.</summary>
    public int MonthsOnBook { get; init; }

    /// <summary>The state a month before; null in the month of the start.</summary>
    public string? StateBefore { get; init; }

    /// <summary>Aging bucket, paid or written_off.</summary>
    public string? State { get; init; }

    /// <summary>Days from the due date of the oldest instalment that is overdue; 0 once paid.</summary>
    public int? DaysPastDue { get; init; }

    /// <summary>What had fallen due before the month and was unpaid at its start.</summary>
    public decimal? ArrearsBefore { get; init; }

    /// <summary>Unpaid parts of the instalments that were due before this day.</summary>
    public decimal? Arrears { get; init; }

    /// <summary>The balance a month before; null in the month of the start.</summary>
    public decimal? BalanceBefore { get; init; }

    /// <summary>Principal less that of the settled instalments, or the unpaid instalments where the schedule does not split them; at the as-of
    /// date the recorded balance where there is one. After a write-off what was written off.</summary>
    public decimal? Balance { get; init; }

    /// <summary>What fell due in the month.</summary>
    public decimal? Due { get; init; }

    /// <summary>Money for what fell due in the month on or before its due date, what was paid ahead among it.</summary>
    public decimal? OnTime { get; init; }

    /// <summary>Money for what fell due in the month, by its end.</summary>
    public decimal? DueCollected { get; init; }

    /// <summary>Of the arrears at the month's start, what was paid within it.</summary>
    public decimal? ArrearsCollected { get; init; }

    /// <summary>Money received in the month: payments less reversals and refunds, without recoveries.</summary>
    public decimal? Paid { get; init; }

    /// <summary>Of the money on time, what came before the month.</summary>
    public decimal? PaidAhead { get; init; }

    /// <summary>Of what fell due in the month and of the arrears at its start, what was waived.</summary>
    public decimal? Waived { get; init; }

    /// <summary>The balance a month before less the scheduled principal of the month; null without a split of principal.</summary>
    public decimal? Prepayable { get; init; }

    /// <summary>Principal paid ahead of the schedule in the month; null without a split of principal.</summary>
    public decimal? Prepaid { get; init; }

    /// <summary>Open at the month's start with a last instalment after the month: an end by full payment within it would be early.</summary>
    public bool? CanPrepay { get; init; }
}

/// <summary>The months of all loans added up, so that questions about the whole book need not read them one by one. Money is in ten-thousandths of the
/// currency's unit.</summary>
public sealed class HistoryTotal
{
    public DateOnly MonthEnd { get; init; }

    /// <summary>-1 where all ages stand together, as they do once more for each month.</summary>
    public int MonthsOnBook { get; init; }

    /// <summary>Empty in the month of the start.</summary>
    public required string StateBefore { get; init; }
    public required string State { get; init; }

    /// <summary>Restructured or rescheduled by the month's end.</summary>
    public bool IsRenegotiated { get; init; }
    public long Loans { get; init; }

    /// <summary>Loans that owe something.</summary>
    public long Owing { get; init; }

    /// <summary>Loans whose default falls into the month.</summary>
    public long NewlyDefaulted { get; init; }

    /// <summary>What those owed a month before.</summary>
    public decimal? NewlyDefaultedBalance { get; init; }

    /// <summary>What loans not in default owed a month before.</summary>
    public decimal? PerformingBalance { get; init; }

    /// <summary>Loans repaid in full within the month, before that of their last instalment.</summary>
    public long NewlyPrepaid { get; init; }

    /// <summary>Loans that could have been: open at the month's start, with a last instalment after the month.</summary>
    public long PrepayableLoans { get; init; }

    /// <summary>Loans open at the month's start whose schedule does not split principal from interest.</summary>
    public long UnsplitLoans { get; init; }
    public decimal? ArrearsBefore { get; init; }
    public decimal? Arrears { get; init; }
    public decimal? BalanceBefore { get; init; }
    public decimal? Balance { get; init; }
    public decimal? Due { get; init; }
    public decimal? OnTime { get; init; }
    public decimal? DueCollected { get; init; }
    public decimal? ArrearsCollected { get; init; }
    public decimal? Paid { get; init; }
    public decimal? PaidAhead { get; init; }
    public decimal? Waived { get; init; }
    public decimal? Prepayable { get; init; }
    public decimal? Prepaid { get; init; }
}

/// <summary>The whole course of one loan by schedule and payments, in a form in which its standing on any day is a search. Sums run on from the
/// first element. Money is in ten-thousandths of the currency's unit: whole numbers are searched and subtracted fastest.</summary>
public sealed class LoanCourse
{
    public required string CustomerId { get; init; }
    public required string LoanId { get; init; }
    public DateOnly StartDate { get; init; }
    public long Principal { get; init; }

    /// <summary>The last month's end that counts: that of the as-of date or of the loan's end, as months since the month of the start.</summary>
    public int Months { get; init; }

    /// <summary>The day on which it was paid or written off; null while it runs.</summary>
    public DateOnly? EndedOn { get; init; }
    public bool IsWrittenOff { get; init; }

    /// <summary>The balance that the source gives for the as-of date.</summary>
    public long? ReportedBalance { get; init; }

    /// <summary>It has waivers, reversals or refunds, so that the order of its payments is not the order in which they settle.</summary>
    public bool IsMixed { get; init; }

    /// <summary>The day on which each instalment falls due.</summary>
    public required DateOnly[] Dues { get; init; }

    /// <summary>The due dates by contract; null where the policy puts none off.</summary>
    public DateOnly[]? Contracted { get; init; }

    /// <summary>The amounts due up to each.</summary>
    public required long[] Due { get; init; }

    /// <summary>The principal due up to each; null where the schedule does not split it.</summary>
    public long[]? DuePrincipal { get; init; }

    /// <summary>The days of payments, reversals, refunds and waivers; null without any.</summary>
    public DateOnly[]? PaidOn { get; init; }

    /// <summary>What had been paid and waived up to the end of each of these days, as it was known then.</summary>
    public long[]? Paid { get; init; }

    /// <summary>When those of its instalments above 0 that have fallen due by the as-of date fell due and were settled, for
    /// <see cref="LoanAnalytics.Credit.PaymentCourse"/>; null without any.</summary>
    public byte[]? Settlements { get; init; }

    /// <summary>Under the rolling rule, the day from which days past due run on at the start of each of these days; null under the strict rule.</summary>
    public DateOnly?[]? CountedFrom { get; init; }

    /// <summary>What follows is as in <see cref="LoanStanding"/>, which takes it from here.</summary>
    public DateOnly? LastPaymentOn { get; init; }
    public DateOnly? Ever30On { get; init; }
    public DateOnly? Ever60On { get; init; }
    public DateOnly? Ever90On { get; init; }
    public DateOnly? PrepaidOn { get; init; }
    public int? InstalmentsDue { get; init; }
    public int? InstalmentsEarly { get; init; }
    public int? InstalmentsOnTime { get; init; }
    public int? InstalmentsLate { get; init; }
    public long? DaysLate { get; init; }

    [Column("max_days_late_12m")]
    public int? MaxDaysLate12m { get; init; }
    public int? MissedInstalments { get; init; }
    public decimal? TrendDays { get; init; }
}

/// <summary>How a loan with a repayment history stands at the as-of date, when it was first late, and how punctually it was paid.</summary>
public sealed class LoanStanding
{
    public required string CustomerId { get; init; }
    public required string LoanId { get; init; }

    /// <summary>Aging bucket, paid or written_off.</summary>
    public required string State { get; init; }
    public int? DaysPastDue { get; init; }
    public decimal? Arrears { get; init; }
    public decimal? Balance { get; init; }

    /// <summary>The balance by schedule and payments alone, whatever the source reports.</summary>
    public decimal? ScheduleBalance { get; init; }

    /// <summary>The day on which it was paid or written off; null while it runs.</summary>
    public DateOnly? EndedOn { get; init; }
    public DateOnly? LastPaymentOn { get; init; }

    /// <summary>The first day with more than 30 days past due, as it was known then; null where there was none.</summary>
    public DateOnly? Ever30On { get; init; }

    /// <summary>The same with 60 days.</summary>
    public DateOnly? Ever60On { get; init; }

    /// <summary>The same with 90 days.</summary>
    public DateOnly? Ever90On { get; init; }

    /// <summary>It was repaid in full before the month of its last instalment.</summary>
    public DateOnly? PrepaidOn { get; init; }

    /// <summary>Instalments above 0 that have fallen due.</summary>
    public int? InstalmentsDue { get; init; }

    /// <summary>Of these, settled before the due date.</summary>
    public int? InstalmentsEarly { get; init; }

    /// <summary>Settled on it, or due today and unpaid.</summary>
    public int? InstalmentsOnTime { get; init; }

    /// <summary>Settled after it, or unpaid after it.</summary>
    public int? InstalmentsLate { get; init; }

    /// <summary>Sum of the days from due date to settlement, those above 0.</summary>
    public long? DaysLate { get; init; }

    /// <summary>The most of these days of an instalment settled in the last twelve months or unpaid.</summary>
    [Column("max_days_late_12m")]
    public int? MaxDaysLate12m { get; init; }

    /// <summary>Due before the as-of date and not settled.</summary>
    public int? MissedInstalments { get; init; }

    /// <summary>Least-squares slope of the days on the order of the instalments, to six decimals; null for fewer than two.</summary>
    public decimal? TrendDays { get; init; }
}

/// <summary>The loans of one month of origination by what happened to them and when, added up over the book; merges add rows that take off what
/// was and add what is.</summary>
public sealed class CohortTotal
{
    public int N { get; init; }

    /// <summary>First day of the month of the start.</summary>
    public DateOnly StartMonth { get; init; }

    /// <summary>ever30, ever60, ever90, default, prepaid, or seen: when a loan defaulted or ended.</summary>
    public required string Event { get; init; }

    /// <summary>First day of the month in which it happened; null where it has not.</summary>
    public DateOnly? EventMonth { get; init; }

    /// <summary>First day of the month in which the loans ended without a default; only for seen.</summary>
    public DateOnly? EndedMonth { get; init; }

    /// <summary>The book can tell whether it happened to these loans.</summary>
    public bool IsKnown { get; init; }
    public long Loans { get; init; }
    public decimal Principal { get; init; }
}

/// <summary>A published state of the whole portfolio; the one with the highest number is what readers see.</summary>
public sealed class DataVersion
{
    public int Version { get; init; }
    public Guid ImportId { get; init; }
    public DateOnly AsOf { get; init; }
    public string? Currency { get; init; }
    public required string Profile { get; init; }

    /// <summary>replace or merge.</summary>
    public required string Mode { get; init; }

    /// <summary>Hash of the files' hashes, the profile's content and the mode.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The profile's rule gave the as-of date, not the operator.</summary>
    public bool AsOfByRule { get; init; }
    public DateTime PublishedAt { get; init; }
    public bool AmountPaidIsPrincipal { get; init; }

    /// <summary>How lateness is counted.</summary>
    public DelinquencyPolicy DelinquencyPolicy { get; init; } = DelinquencyPolicy.Default;

    /// <summary>Counts and sums of the import's own accepted loans.</summary>
    public required JsonDocument ControlTotals { get; init; }

    /// <summary>The same of the whole book as published; null in a merge from before they were kept.</summary>
    public JsonDocument? BookTotals { get; init; }

    /// <summary>Loans that the version before had not; null of the first, as all three, and of those from before they were counted.</summary>
    public long? LoansAdded { get; init; }

    /// <summary>Loans of the version before that are in the book no more.</summary>
    public long? LoansGone { get; init; }

    /// <summary>Loans of both whose own record is another.</summary>
    public long? LoansChanged { get; init; }
    public required JsonDocument RowCounts { get; init; }
    public required JsonDocument Findings { get; init; }

    /// <summary>The book has schedules and payments.</summary>
    public bool HasPayments { get; init; }

    /// <summary>It has months: derived from payments, imported, or of successive extracts.</summary>
    public bool HasMonths { get; init; }

    /// <summary>It knows when loans defaulted or ended.</summary>
    public bool HasDates { get; init; }

    /// <summary>The source reports days past due.</summary>
    public bool HasReported { get; init; }

    /// <summary>What balances before the as-of date consist of: principal, instalments (interest among them, where the schedule does not split
    /// them), mixed, or reported; null without months.</summary>
    public string? BalanceBasis { get; init; }

    /// <summary>The first month's end with a loan; null without months.</summary>
    public DateOnly? HistoryFrom { get; init; }

    /// <summary>The published segmentation, whose segments loan_facts holds; null where none is.</summary>
    public Guid? SegmentationId { get; set; }

    /// <summary>Counts publications of segmentations and new names of segments: what is read with another number may differ.</summary>
    public int SegmentsRevision { get; set; }

    /// <summary>The published model of the chance of default, whose scores risk_scores holds; null where none is.</summary>
    public Guid? RiskModelId { get; set; }

    /// <summary>Which of the model's algorithms is published.</summary>
    public string? RiskAlgorithm { get; set; }

    /// <summary>Counts publications of such models: what is read with another number may differ.</summary>
    public int RiskRevision { get; set; }

    /// <summary>Counts changes of what was recorded of loans on the watch list.</summary>
    public int WatchRevision { get; set; }

    /// <summary>Name, table and type of each further column, as the profile names them.</summary>
    public required JsonDocument Attributes { get; init; }
    public required decimal[] AgeEdges { get; init; }
    public required string[] AgeLabels { get; init; }
    public required decimal[] IncomeEdges { get; init; }
    public required string[] IncomeLabels { get; init; }
    public required decimal[] AmountEdges { get; init; }
    public required string[] AmountLabels { get; init; }
    public required decimal[] RateEdges { get; init; }
    public required string[] RateLabels { get; init; }
}

/// <summary>One attempt to load data.</summary>
public sealed class Import
{
    public Guid ImportId { get; init; }
    public required string Profile { get; set; }
    public required string Mode { get; set; }
    public DateOnly? AsOf { get; set; }

    /// <summary>queued, running, published, unchanged, refused, failed or cancelled.</summary>
    public required string State { get; set; }

    /// <summary>What is being done now: received, staging, waiting, validating, loading, publishing, done.</summary>
    public required string Phase { get; set; }

    /// <summary>A fraction 0..1.</summary>
    public double Progress { get; set; }
    public int? Version { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? EndedAt { get; set; }

    /// <summary>Type slug of the problem that stopped it.</summary>
    public string? Problem { get; set; }

    /// <summary>What was wrong, in a few words that do not change.</summary>
    public string? Title { get; set; }
    public string? Detail { get; set; }

    /// <summary>Control totals, counts by table, findings.</summary>
    public JsonDocument? Result { get; set; }
}

/// <summary>A file of an import: records read = staged + malformed.</summary>
public sealed class ImportFile
{
    public Guid ImportId { get; init; }
    public required string Name { get; init; }
    public required string Sha256 { get; init; }
    public long Bytes { get; init; }
    public long Read { get; init; }
    public long Staged { get; init; }
    public long Malformed { get; init; }

    /// <summary>Records that a stated rule leaves out, or that no canonical row names.</summary>
    public long Skipped { get; init; }

    /// <summary>Between cells; empty for a Parquet file.</summary>
    public required string Delimiter { get; init; }

    /// <summary>The file's own columns.</summary>
    public required string[] Columns { get; init; }
}

/// <summary>A row that was refused, and why.</summary>
public sealed class ImportReject
{
    public Guid ImportId { get; init; }
    public long Seq { get; init; }
    public required string Table { get; init; }
    public required string File { get; init; }

    /// <summary>The record's number in its file, the header being 1.</summary>
    public long Line { get; init; }
    public string? Column { get; init; }
    public required string Rule { get; init; }
    public string? Value { get; init; }
    public required string Message { get; init; }

    /// <summary>The whole source record in its file's own dialect.</summary>
    public required string Row { get; init; }
}

/// <summary>A model of the chance of default, reproducible from its recorded inputs.</summary>
public sealed class RiskModel
{
    public Guid ModelId { get; init; }
    public int DataVersion { get; set; }

    /// <summary>scorecard, lightgbm, or both.</summary>
    public required string[] Algorithms { get; init; }

    /// <summary>Names of the features that it may learn from.</summary>
    public required string[] Features { get; init; }

    /// <summary>Months after the observation in which a default counts.</summary>
    public int Horizon { get; init; }
    public int Seed { get; init; }

    /// <summary>running, done, failed or cancelled.</summary>
    public required string State { get; set; }
    public double Progress { get; set; }
    public DateTime CreatedAt { get; init; }
    public string? Detail { get; set; }

    /// <summary>How it was tested, as the model card tells it.</summary>
    public JsonDocument? Report { get; set; }
    public DateTime? PublishedAt { get; set; }
    public string? PublishedBy { get; set; }
    public string? PublishedAlgorithm { get; set; }

    /// <summary>How far the loans that are scored with it lie from those that it was learnt from; null before it is published.</summary>
    public JsonDocument? Drift { get; set; }
}

/// <summary>What one algorithm of a model learnt. The content is what scores are made from; a hash says that it is still the one that was tested.</summary>
public sealed class RiskModelFile
{
    public Guid ModelId { get; init; }
    public required string Algorithm { get; init; }

    /// <summary>Of the content, in lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
    public required byte[] Content { get; init; }
}

/// <summary>A running loan under the published model.</summary>
public sealed class RiskScore
{
    public required string CustomerId { get; init; }
    public required string LoanId { get; init; }
    public double Probability { get; init; }
    public double Score { get; init; }

    /// <summary>Features that move the score most, and the points by which they do.</summary>
    public required string[] Reasons { get; init; }
    public required double[] Points { get; init; }
}

/// <summary>What people recorded of a loan on the watch list. It outlives imports.</summary>
public sealed class WatchNote
{
    public required string CustomerId { get; init; }
    public required string LoanId { get; init; }
    public string? Owner { get; set; }

    /// <summary>open, contacted, promised, arranged or closed.</summary>
    public required string Status { get; set; }
    public string? Note { get; set; }

    /// <summary>paid, restructured, refused, unreachable or not_needed; null while nothing came of it.</summary>
    public string? Outcome { get; set; }
    public int Revision { get; set; }
    public DateTime ChangedAt { get; set; }
}

/// <summary>A mapping profile that a person confirmed. It outlives imports.</summary>
public sealed class SavedProfile
{
    public required string Name { get; init; }

    /// <summary>The text of a profile.yaml.</summary>
    public required string Content { get; set; }
    public int Revision { get; set; }
    public DateTime ChangedAt { get; set; }
}

/// <summary>A stored customer segmentation, reproducible from its recorded inputs.</summary>
public sealed class Segmentation
{
    public Guid SegmentationId { get; init; }
    public int DataVersion { get; set; }

    /// <summary>Number of segments: given, or chosen out of the range; null until then.</summary>
    public int? K { get; set; }

    /// <summary>The range that k is or was chosen from; both the same where k was given.</summary>
    public int KFrom { get; init; }
    public int KTo { get; set; }
    public int Seed { get; init; }
    public int Restarts { get; init; }

    /// <summary>Names of the features, in the order of the centroids' columns.</summary>
    public required string[] Features { get; init; }

    /// <summary>Those of them that are taken as logarithms.</summary>
    public required string[] Log { get; init; }

    /// <summary>balanced or unscaled.</summary>
    public required string Categories { get; init; }

    /// <summary>running, done, failed or cancelled.</summary>
    public required string State { get; set; }
    public double Progress { get; set; }
    public DateTime CreatedAt { get; init; }
    public string? Detail { get; set; }
    public double? Inertia { get; set; }
    public int? Customers { get; set; }
    public int? Excluded { get; set; }

    /// <summary>When it was last published; null where it never was.</summary>
    public DateTime? PublishedAt { get; set; }

    /// <summary>How features become columns, and the centroids: all that is needed to place a customer.</summary>
    public JsonDocument? Model { get; set; }

    /// <summary>What was found on the way: the numbers of segments tried, profiles, differences, drift.</summary>
    public JsonDocument? Report { get; set; }
}

/// <summary>The name of a segment of a segmentation.</summary>
public sealed class SegmentName
{
    public Guid SegmentationId { get; init; }
    public int Segment { get; set; }

    /// <summary>What sets it apart, in plain words.</summary>
    public required string GeneratedName { get; init; }

    /// <summary>The same until a person says otherwise, or taken over from the segment that it was matched to.</summary>
    public required string Name { get; set; }

    /// <summary>Goes up by one with each new name.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>With its number, since two may be alike in words.</summary>
    public string Title => $"{Segment}. {Name}";
}

/// <summary>A customer's place in a segmentation, with the features of the day on which it was made.</summary>
public sealed class SegmentMember
{
    public Guid SegmentationId { get; init; }
    public required string CustomerId { get; init; }
    public int Segment { get; init; }

    /// <summary>Euclidean distance to the centroid, in standardised space.</summary>
    public double Distance { get; init; }
    public int? Age { get; init; }
    public decimal? Income { get; init; }
    public required string Employment { get; init; }
    public required string Gender { get; init; }

    /// <summary>Years from the first loan to the as-of date.</summary>
    public double Tenure { get; init; }
    public int Loans { get; init; }

    /// <summary>That of the latest loan.</summary>
    public required string Region { get; init; }

    /// <summary>The lender's own attributes of the customer.</summary>
    public JsonDocument? Attributes { get; init; }

    /// <summary>The customer's segment in the segmentation that was published when this one was made; null where it had none.</summary>
    public int? Previous { get; init; }

    /// <summary>Version of the data with which the customer came and was placed; null for those who took part in the training.</summary>
    public int? Joined { get; init; }
}

/// <summary>A secret that the program made for itself, so that what rests on it stays the same over restarts.</summary>
public sealed class KeptKey
{
    public required string Name { get; init; }
    public required byte[] Value { get; init; }
}
