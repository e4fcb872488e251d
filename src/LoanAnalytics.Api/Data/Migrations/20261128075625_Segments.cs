using System;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class Segments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What an earlier program stored of segments cannot be read by this one; they are made again.
            migrationBuilder.Sql("delete from segment_members; delete from segmentations;");
            // The default is for the rows that there are; no column of a large table keeps one.
            migrationBuilder.Sql(
                "alter table loan_facts add column segment text not null default 'unknown'; alter table loan_facts alter column segment drop default"
            );

            migrationBuilder.AlterColumn<int>(
                name: "k",
                table: "segmentations",
                type: "integer",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "integer"
            );

            migrationBuilder.AddColumn<string>(
                name: "categories",
                table: "segmentations",
                type: "text",
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<string[]>(
                name: "features",
                table: "segmentations",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]
            );

            migrationBuilder.AddColumn<int>(
                name: "k_from",
                table: "segmentations",
                type: "integer",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.AddColumn<int>(
                name: "k_to",
                table: "segmentations",
                type: "integer",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.AddColumn<string[]>(
                name: "log",
                table: "segmentations",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "published_at",
                table: "segmentations",
                type: "timestamp with time zone",
                nullable: true
            );

            migrationBuilder.AddColumn<JsonDocument>(
                name: "report",
                table: "segmentations",
                type: "jsonb",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "age",
                table: "segment_members",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<JsonDocument>(
                name: "attributes",
                table: "segment_members",
                type: "jsonb",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "employment",
                table: "segment_members",
                type: "text",
                nullable: false
            );

            migrationBuilder.AddColumn<string>(
                name: "gender",
                table: "segment_members",
                type: "text",
                nullable: false
            );

            migrationBuilder.AddColumn<decimal>(
                name: "income",
                table: "segment_members",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "joined",
                table: "segment_members",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "loans",
                table: "segment_members",
                type: "integer",
                nullable: false
            );

            migrationBuilder.AddColumn<int>(
                name: "previous",
                table: "segment_members",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "region",
                table: "segment_members",
                type: "text",
                nullable: false
            );

            migrationBuilder.AddColumn<double>(
                name: "tenure",
                table: "segment_members",
                type: "double precision",
                nullable: false
            );

            migrationBuilder.AddColumn<Guid>(
                name: "segmentation_id",
                table: "data_versions",
                type: "uuid",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "segments_revision",
                table: "data_versions",
                type: "integer",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.CreateTable(
                name: "kept_keys",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<byte[]>(type: "bytea", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kept_keys", x => x.name);
                }
            );

            migrationBuilder.CreateTable(
                name: "segments",
                columns: table => new
                {
                    segmentation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    segment = table.Column<int>(type: "integer", nullable: false),
                    generated_name = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_segments", x => new { x.segmentation_id, x.segment });
                }
            );

            migrationBuilder.CreateIndex(
                name: "ix_segment_members_segmentation_id_segment",
                table: "segment_members",
                columns: new[] { "segmentation_id", "segment" }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("delete from segment_members; delete from segmentations;");
            migrationBuilder.Sql("alter table loan_facts drop column segment");

            migrationBuilder.DropTable(name: "kept_keys");

            migrationBuilder.DropTable(name: "segments");

            migrationBuilder.DropIndex(
                name: "ix_segment_members_segmentation_id_segment",
                table: "segment_members"
            );

            migrationBuilder.DropColumn(name: "categories", table: "segmentations");

            migrationBuilder.DropColumn(name: "features", table: "segmentations");

            migrationBuilder.DropColumn(name: "k_from", table: "segmentations");

            migrationBuilder.DropColumn(name: "k_to", table: "segmentations");

            migrationBuilder.DropColumn(name: "log", table: "segmentations");

            migrationBuilder.DropColumn(name: "published_at", table: "segmentations");

            migrationBuilder.DropColumn(name: "report", table: "segmentations");

            migrationBuilder.DropColumn(name: "age", table: "segment_members");

            migrationBuilder.DropColumn(name: "attributes", table: "segment_members");

            migrationBuilder.DropColumn(name: "employment", table: "segment_members");

            migrationBuilder.DropColumn(name: "gender", table: "segment_members");

            migrationBuilder.DropColumn(name: "income", table: "segment_members");

            migrationBuilder.DropColumn(name: "joined", table: "segment_members");

            migrationBuilder.DropColumn(name: "loans", table: "segment_members");

            migrationBuilder.DropColumn(name: "previous", table: "segment_members");

            migrationBuilder.DropColumn(name: "region", table: "segment_members");

            migrationBuilder.DropColumn(name: "tenure", table: "segment_members");

            migrationBuilder.DropColumn(name: "segmentation_id", table: "data_versions");

            migrationBuilder.DropColumn(name: "segments_revision", table: "data_versions");

            migrationBuilder.AlterColumn<int>(
                name: "k",
                table: "segmentations",
                type: "integer",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "integer",
                oldNullable: true
            );
        }
    }
}
