using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class Settlements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "has_nothing_due", table: "loan_courses");

            migrationBuilder.DropColumn(name: "settled_on", table: "loan_courses");

            migrationBuilder.AddColumn<byte[]>(
                name: "settlements",
                table: "loan_courses",
                type: "bytea",
                nullable: true
            );

            // Branches and regions are looked at most, each a small part of a book. History is derived at a publish, so the same files may be
            // published once more.
            migrationBuilder.Sql(
                """
                alter table loan_courses alter column settlements set storage external;
                alter table recovery_totals alter column start_month drop not null;
                create index ix_loan_facts_region on loan_facts (region);
                create index ix_loan_facts_branch_id on loan_facts (branch_id);
                update data_versions set fingerprint = '';
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                drop index ix_loan_facts_branch_id;
                drop index ix_loan_facts_region;
                delete from recovery_totals where start_month is null;
                alter table recovery_totals alter column start_month set not null;
                """
            );
            migrationBuilder.DropColumn(name: "settlements", table: "loan_courses");

            migrationBuilder.AddColumn<bool>(
                name: "has_nothing_due",
                table: "loan_courses",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<DateOnly[]>(
                name: "settled_on",
                table: "loan_courses",
                type: "date[]",
                nullable: true
            );
        }
    }
}
