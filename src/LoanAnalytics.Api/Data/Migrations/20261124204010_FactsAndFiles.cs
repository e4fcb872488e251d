using LoanAnalytics.Api.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class FactsAndFiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "columns",
                table: "import_files",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]
            );

            migrationBuilder.AddColumn<string>(
                name: "delimiter",
                table: "import_files",
                type: "text",
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<bool>(
                name: "as_of_by_rule",
                table: "data_versions",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            // The views of the first version become tables, filled from views of another name.
            migrationBuilder.Sql("drop view loan_facts; drop view customer_facts;");
            migrationBuilder.Sql(SqlFile.Data("loan_details"));
            migrationBuilder.Sql(SqlFile.Data("customer_details"));
            migrationBuilder.Sql(SqlFile.Data("facts"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                "drop table loan_facts; drop table customer_facts; drop view loan_details; drop view customer_details;"
            );
            migrationBuilder.Sql(SqlFile.Data("loan_facts.v1"));
            migrationBuilder.Sql(SqlFile.Data("customer_facts.v1"));

            migrationBuilder.DropColumn(name: "columns", table: "import_files");

            migrationBuilder.DropColumn(name: "delimiter", table: "import_files");

            migrationBuilder.DropColumn(name: "as_of_by_rule", table: "data_versions");
        }
    }
}
