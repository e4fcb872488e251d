using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class PlanPosition : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Plan positions are worked out at a publish, so the same files may be published once more.
            migrationBuilder.Sql("update data_versions set fingerprint = ''");
            migrationBuilder.Sql(
                """
                alter table loan_facts add column plan_instalment numeric, add column instalments_behind numeric,
                    add column implied_arrears numeric, add column plan_band text, add column past_maturity text,
                    add column other_loan_defaulted text, add column loan_to_income_band text, add column instalments_to_income_band text
                """
            );
            migrationBuilder.Sql(
                """
                update loan_facts set plan_band = 'unknown', past_maturity = 'unknown', other_loan_defaulted = 'unknown',
                    loan_to_income_band = 'unknown', instalments_to_income_band = 'unknown'
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                alter table loan_facts drop column plan_instalment, drop column instalments_behind, drop column implied_arrears,
                    drop column plan_band, drop column past_maturity, drop column other_loan_defaulted, drop column loan_to_income_band,
                    drop column instalments_to_income_band
                """
            );
        }
    }
}
