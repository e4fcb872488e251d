using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class History : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "arrears",
                table: "loan_months",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true
            );

            migrationBuilder.AddColumn<decimal>(
                name: "arrears_collected",
                table: "loan_months",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true
            );

            migrationBuilder.AddColumn<decimal>(
                name: "due_collected",
                table: "loan_months",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "loan_standings",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    days_past_due = table.Column<int>(type: "integer", nullable: false),
                    arrears = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: false
                    ),
                    balance = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: false
                    ),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    last_payment_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ever30_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ever60_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ever90_on = table.Column<DateOnly>(type: "date", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_loan_standings", x => new { x.customer_id, x.loan_id });
                }
            );

            migrationBuilder.CreateIndex(
                name: "ix_loan_months_month_end",
                table: "loan_months",
                column: "month_end"
            );

            // History is derived at a publish, so the same files may be published once more.
            migrationBuilder.Sql("update data_versions set fingerprint = ''");
            migrationBuilder.Sql(
                """
                alter table loan_facts add column days_past_due int, add column arrears numeric(20,4), add column delinquency_bucket text,
                    add column gross_balance numeric(20,4), add column last_payment_on date, add column ever30_on date,
                    add column ever60_on date, add column ever90_on date, add column default_on date, add column renegotiated_on date
                """
            );
            migrationBuilder.Sql("update loan_facts set delinquency_bucket = 'unknown'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                alter table loan_facts drop column days_past_due, drop column arrears, drop column delinquency_bucket,
                    drop column gross_balance, drop column last_payment_on, drop column ever30_on, drop column ever60_on,
                    drop column ever90_on, drop column default_on, drop column renegotiated_on
                """
            );

            migrationBuilder.DropTable(name: "loan_standings");

            migrationBuilder.DropIndex(name: "ix_loan_months_month_end", table: "loan_months");

            migrationBuilder.DropColumn(name: "arrears", table: "loan_months");

            migrationBuilder.DropColumn(name: "arrears_collected", table: "loan_months");

            migrationBuilder.DropColumn(name: "due_collected", table: "loan_months");
        }
    }
}
