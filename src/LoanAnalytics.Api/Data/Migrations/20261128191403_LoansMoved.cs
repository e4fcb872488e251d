using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class LoansMoved : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "loans_added",
                table: "data_versions",
                type: "bigint",
                nullable: true
            );

            migrationBuilder.AddColumn<long>(
                name: "loans_changed",
                table: "data_versions",
                type: "bigint",
                nullable: true
            );

            migrationBuilder.AddColumn<long>(
                name: "loans_gone",
                table: "data_versions",
                type: "bigint",
                nullable: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "loans_added", table: "data_versions");

            migrationBuilder.DropColumn(name: "loans_changed", table: "data_versions");

            migrationBuilder.DropColumn(name: "loans_gone", table: "data_versions");
        }
    }
}
