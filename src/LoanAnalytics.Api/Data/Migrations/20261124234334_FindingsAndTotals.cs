using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class FindingsAndTotals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "title",
                table: "imports",
                type: "text",
                nullable: true
            );

            migrationBuilder.AddColumn<JsonDocument>(
                name: "book_totals",
                table: "data_versions",
                type: "jsonb",
                nullable: true
            );

            // What a replace loaded was the whole book. Which loans stand behind a finding is found at a publish, so the same files may be
            // published once more.
            migrationBuilder.Sql(
                "update data_versions set fingerprint = '', book_totals = case mode when 'replace' then control_totals end"
            );
            migrationBuilder.Sql("alter table loan_facts add column findings text[]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("alter table loan_facts drop column findings");

            migrationBuilder.DropColumn(name: "title", table: "imports");

            migrationBuilder.DropColumn(name: "book_totals", table: "data_versions");
        }
    }
}
