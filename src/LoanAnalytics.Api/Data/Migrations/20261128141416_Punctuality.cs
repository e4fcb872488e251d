using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class Punctuality : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                "alter table loan_facts add column punctuality text not null default 'unknown'; alter table loan_facts alter column punctuality drop default"
            );
            migrationBuilder.Sql(
                """
                update loan_facts f set punctuality = case when s.instalments_due = 0 then 'nothing due' when s.instalments_late = 0 then 'punctual'
                    when 2 * s.instalments_late <= s.instalments_due then 'sometimes late' else 'mostly late' end
                from loan_standings s
                where s.customer_id = f.customer_id and s.loan_id = f.loan_id and s.instalments_due is not null
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("alter table loan_facts drop column punctuality");
        }
    }
}
