using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class FiledLoans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "filed_loans",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    written_off_on = table.Column<DateOnly>(type: "date", nullable: true),
                    outstanding_balance = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    reported_days_past_due = table.Column<int>(type: "integer", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_filed_loans", x => new { x.customer_id, x.loan_id });
                }
            );

            // What the loans' file said under the months of a book is not known any more: the same files may be published once more.
            migrationBuilder.Sql(
                "update data_versions set fingerprint = '' where exists (select from reported_months);"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "filed_loans");
        }
    }
}
