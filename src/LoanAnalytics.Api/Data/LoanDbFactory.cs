using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace LoanAnalytics.Api.Data;

/// <summary>Makes the context for the migration tool, which needs the model and no server.</summary>
internal sealed class LoanDbFactory : IDesignTimeDbContextFactory<LoanDb>
{
    public LoanDb CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<LoanDb>()
                .UseNpgsql("Host=127.0.0.1;Database=loananalytics")
                .UseSnakeCaseNamingConvention()
                .Options
        );
}
