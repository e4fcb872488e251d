using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Data;

/// <summary>The portfolio's database.</summary>
public sealed class LoanDb(DbContextOptions<LoanDb> options) : DbContext(options)
{
    public DbSet<Branch> Branches => Set<Branch>();
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<Loan> Loans => Set<Loan>();
    public DbSet<Instalment> Instalments => Set<Instalment>();
    public DbSet<Payment> Payments => Set<Payment>();
    public DbSet<Modification> Modifications => Set<Modification>();
    public DbSet<LoanSnapshot> LoanSnapshots => Set<LoanSnapshot>();
    public DbSet<ReportedMonth> ReportedMonths => Set<ReportedMonth>();
    public DbSet<FiledLoan> FiledLoans => Set<FiledLoan>();
    public DbSet<LoanMonthArrays> LoanMonthArrays => Set<LoanMonthArrays>();
    public DbSet<LoanMonth> LoanMonths => Set<LoanMonth>();
    public DbSet<LoanStanding> LoanStandings => Set<LoanStanding>();
    public DbSet<LoanCourse> LoanCourses => Set<LoanCourse>();
    public DbSet<HistoryTotal> HistoryTotals => Set<HistoryTotal>();
    public DbSet<CohortTotal> CohortTotals => Set<CohortTotal>();
    public DbSet<DataVersion> DataVersions => Set<DataVersion>();
    public DbSet<Import> Imports => Set<Import>();
    public DbSet<ImportFile> ImportFiles => Set<ImportFile>();
    public DbSet<ImportReject> ImportRejects => Set<ImportReject>();
    public DbSet<SavedProfile> Profiles => Set<SavedProfile>();
    public DbSet<Segmentation> Segmentations => Set<Segmentation>();
    public DbSet<SegmentName> SegmentNames => Set<SegmentName>();
    public DbSet<SegmentMember> SegmentMembers => Set<SegmentMember>();
    public DbSet<RiskModel> RiskModels => Set<RiskModel>();
    public DbSet<RiskModelFile> RiskModelFiles => Set<RiskModelFile>();
    public DbSet<RiskScore> RiskScores => Set<RiskScore>();
    public DbSet<WatchNote> WatchNotes => Set<WatchNote>();
    public DbSet<KeptKey> KeptKeys => Set<KeptKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<decimal>().HavePrecision(20, 4);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Branch>().HasKey(b => b.BranchId);
        modelBuilder.Entity<Customer>().HasKey(c => c.CustomerId);
        modelBuilder.Entity<Loan>(loan =>
        {
            loan.HasKey(l => new { l.CustomerId, l.LoanId });
            loan.HasIndex(l => l.LoanId);
            loan.Property(l => l.InterestRate).HasPrecision(9, 4);
        });
        modelBuilder
            .Entity<Instalment>()
            .HasKey(i => new
            {
                i.CustomerId,
                i.LoanId,
                i.Seq,
            });
        modelBuilder
            .Entity<Payment>()
            .HasKey(p => new
            {
                p.CustomerId,
                p.LoanId,
                p.PaymentNo,
            });
        modelBuilder
            .Entity<Modification>()
            .HasKey(m => new
            {
                m.CustomerId,
                m.LoanId,
                m.ModifiedOn,
            });
        modelBuilder
            .Entity<LoanSnapshot>()
            .HasKey(s => new
            {
                s.CustomerId,
                s.LoanId,
                s.Version,
            });
        modelBuilder
            .Entity<ReportedMonth>()
            .HasKey(m => new
            {
                m.CustomerId,
                m.LoanId,
                m.Month,
            });
        modelBuilder.Entity<FiledLoan>().HasKey(f => new { f.CustomerId, f.LoanId });
        modelBuilder.Entity<LoanMonthArrays>().HasKey(h => new { h.CustomerId, h.LoanId });
        modelBuilder
            .Entity<LoanMonth>()
            .ToView("loan_months")
            .HasKey(m => new
            {
                m.CustomerId,
                m.LoanId,
                m.MonthEnd,
            });
        modelBuilder.Entity<LoanCourse>(course =>
        {
            course.HasKey(c => new { c.CustomerId, c.LoanId });
            course.Property(c => c.Ever30On).HasColumnName("ever30_on");
            course.Property(c => c.Ever60On).HasColumnName("ever60_on");
            course.Property(c => c.Ever90On).HasColumnName("ever90_on");
            course.Property(c => c.TrendDays).HasPrecision(16, 6);
        });
        modelBuilder.Entity<HistoryTotal>(total =>
        {
            total.HasKey(t => new
            {
                t.MonthEnd,
                t.MonthsOnBook,
                t.StateBefore,
                t.State,
                t.IsRenegotiated,
            });
            // Ten-thousandths, so many that a sum over a large book fits.
            foreach (var money in total.Metadata.GetProperties())
            {
                if (money.ClrType != typeof(decimal?))
                    continue;
                money.SetPrecision(28);
                money.SetScale(0);
            }
        });
        modelBuilder.Entity<CohortTotal>(total =>
        {
            total.HasKey(t => t.N);
            total.Property(t => t.N).ValueGeneratedNever();
        });
        modelBuilder
            .Entity<Payment>()
            .HasIndex(p => new { p.CustomerId, p.LoanId })
            .HasDatabaseName("ix_payments_recovery")
            .IncludeProperties(p => new { p.PaidOn, p.Amount })
            .HasFilter("kind = 'recovery'");
        modelBuilder.Entity<LoanStanding>(standing =>
        {
            standing.HasKey(s => new { s.CustomerId, s.LoanId });
            standing.Property(s => s.Ever30On).HasColumnName("ever30_on");
            standing.Property(s => s.Ever60On).HasColumnName("ever60_on");
            standing.Property(s => s.Ever90On).HasColumnName("ever90_on");
            standing.Property(s => s.TrendDays).HasPrecision(16, 6);
        });
        modelBuilder.Entity<DataVersion>(version =>
        {
            version.HasKey(v => v.Version);
            version.Property(v => v.Version).ValueGeneratedNever();
            version
                .Property(v => v.DelinquencyPolicy)
                .HasColumnType("jsonb")
                .HasConversion(p => StoredPolicy.Write(p), text => StoredPolicy.Read(text));
        });
        modelBuilder.Entity<Import>().HasKey(i => i.ImportId);
        modelBuilder.Entity<ImportFile>().HasKey(f => new { f.ImportId, f.Name });
        modelBuilder.Entity<ImportReject>().HasKey(r => new { r.ImportId, r.Seq });
        modelBuilder.Entity<SavedProfile>().HasKey(p => p.Name);
        modelBuilder.Entity<Segmentation>().HasKey(s => s.SegmentationId);
        modelBuilder.Entity<SegmentName>(name =>
        {
            name.ToTable("segments");
            name.HasKey(n => new { n.SegmentationId, n.Segment });
            name.Ignore(n => n.Title);
        });
        modelBuilder.Entity<SegmentMember>(member =>
        {
            member.HasKey(m => new { m.CustomerId, m.SegmentationId });
            member.HasIndex(m => new { m.SegmentationId, m.Segment });
        });
        modelBuilder.Entity<RiskModel>().HasKey(m => m.ModelId);
        modelBuilder.Entity<RiskModelFile>().HasKey(f => new { f.ModelId, f.Algorithm });
        modelBuilder.Entity<RiskScore>().HasKey(s => new { s.CustomerId, s.LoanId });
        modelBuilder.Entity<WatchNote>().HasKey(n => new { n.CustomerId, n.LoanId });
        modelBuilder.Entity<KeptKey>().HasKey(k => k.Name);
    }
}
