using System;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class RiskModels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                "alter table loan_facts add column risk_band text not null default 'unknown'; alter table loan_facts alter column risk_band drop default"
            );

            migrationBuilder.AddColumn<string>(
                name: "risk_algorithm",
                table: "data_versions",
                type: "text",
                nullable: true
            );

            migrationBuilder.AddColumn<Guid>(
                name: "risk_model_id",
                table: "data_versions",
                type: "uuid",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "risk_revision",
                table: "data_versions",
                type: "integer",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.AddColumn<int>(
                name: "watch_revision",
                table: "data_versions",
                type: "integer",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.CreateTable(
                name: "risk_model_files",
                columns: table => new
                {
                    model_id = table.Column<Guid>(type: "uuid", nullable: false),
                    algorithm = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_risk_model_files", x => new { x.model_id, x.algorithm });
                }
            );

            migrationBuilder.CreateTable(
                name: "risk_models",
                columns: table => new
                {
                    model_id = table.Column<Guid>(type: "uuid", nullable: false),
                    data_version = table.Column<int>(type: "integer", nullable: false),
                    algorithms = table.Column<string[]>(type: "text[]", nullable: false),
                    features = table.Column<string[]>(type: "text[]", nullable: false),
                    horizon = table.Column<int>(type: "integer", nullable: false),
                    seed = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    progress = table.Column<double>(type: "double precision", nullable: false),
                    created_at = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: false
                    ),
                    detail = table.Column<string>(type: "text", nullable: true),
                    report = table.Column<JsonDocument>(type: "jsonb", nullable: true),
                    published_at = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: true
                    ),
                    published_by = table.Column<string>(type: "text", nullable: true),
                    published_algorithm = table.Column<string>(type: "text", nullable: true),
                    drift = table.Column<JsonDocument>(type: "jsonb", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_risk_models", x => x.model_id);
                }
            );

            migrationBuilder.CreateTable(
                name: "risk_scores",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    probability = table.Column<double>(type: "double precision", nullable: false),
                    score = table.Column<double>(type: "double precision", nullable: false),
                    reasons = table.Column<string[]>(type: "text[]", nullable: false),
                    points = table.Column<double[]>(type: "double precision[]", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_risk_scores", x => new { x.customer_id, x.loan_id });
                }
            );

            migrationBuilder.CreateTable(
                name: "watch_notes",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: false
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_watch_notes", x => new { x.customer_id, x.loan_id });
                }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("alter table loan_facts drop column risk_band");

            migrationBuilder.DropTable(name: "risk_model_files");

            migrationBuilder.DropTable(name: "risk_models");

            migrationBuilder.DropTable(name: "risk_scores");

            migrationBuilder.DropTable(name: "watch_notes");

            migrationBuilder.DropColumn(name: "risk_algorithm", table: "data_versions");

            migrationBuilder.DropColumn(name: "risk_model_id", table: "data_versions");

            migrationBuilder.DropColumn(name: "risk_revision", table: "data_versions");

            migrationBuilder.DropColumn(name: "watch_revision", table: "data_versions");
        }
    }
}
