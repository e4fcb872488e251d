using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class Policies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "delinquency_policy",
                table: "data_versions",
                type: "jsonb",
                nullable: false,
                // As lateness was counted before there was a choice.
                defaultValue: """{"rule":"oldest_unpaid","graceDays":0,"restDays":[],"holidays":[],"tolerance":0}"""
            );

            migrationBuilder.CreateTable(
                name: "reported_months",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    balance = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    days_past_due = table.Column<int>(type: "integer", nullable: true),
                    months_past_due = table.Column<int>(type: "integer", nullable: true),
                    ended_as = table.Column<string>(type: "text", nullable: true),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "pk_reported_months",
                        x => new
                        {
                            x.customer_id,
                            x.loan_id,
                            x.month,
                        }
                    );
                }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "reported_months");

            migrationBuilder.DropColumn(name: "delinquency_policy", table: "data_versions");
        }
    }
}
