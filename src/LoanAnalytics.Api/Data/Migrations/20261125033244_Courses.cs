using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class Courses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "ix_loan_months_month_end", table: "loan_months");

            migrationBuilder.AlterColumn<int>(
                name: "days_past_due",
                table: "loan_standings",
                type: "integer",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "integer"
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "balance",
                table: "loan_standings",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "arrears",
                table: "loan_standings",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4
            );

            migrationBuilder.AddColumn<long>(
                name: "days_late",
                table: "loan_standings",
                type: "bigint",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "instalments_due",
                table: "loan_standings",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "instalments_early",
                table: "loan_standings",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "instalments_late",
                table: "loan_standings",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "instalments_on_time",
                table: "loan_standings",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "max_days_late_12m",
                table: "loan_standings",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "missed_instalments",
                table: "loan_standings",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<DateOnly>(
                name: "prepaid_on",
                table: "loan_standings",
                type: "date",
                nullable: true
            );

            migrationBuilder.AddColumn<decimal>(
                name: "schedule_balance",
                table: "loan_standings",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true
            );

            migrationBuilder.AddColumn<decimal>(
                name: "trend_days",
                table: "loan_standings",
                type: "numeric(16,6)",
                precision: 16,
                scale: 6,
                nullable: true
            );

            migrationBuilder.AddColumn<decimal>(
                name: "arrears_before",
                table: "loan_months",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true
            );

            migrationBuilder.AddColumn<decimal>(
                name: "balance_before",
                table: "loan_months",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true
            );

            migrationBuilder.AddColumn<bool>(
                name: "can_prepay",
                table: "loan_months",
                type: "boolean",
                nullable: true
            );

            migrationBuilder.AddColumn<decimal>(
                name: "on_time",
                table: "loan_months",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true
            );

            migrationBuilder.AddColumn<decimal>(
                name: "paid_ahead",
                table: "loan_months",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true
            );

            migrationBuilder.AddColumn<decimal>(
                name: "prepaid",
                table: "loan_months",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true
            );

            migrationBuilder.AddColumn<decimal>(
                name: "prepayable",
                table: "loan_months",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "state_before",
                table: "loan_months",
                type: "text",
                nullable: true
            );

            migrationBuilder.AddColumn<decimal>(
                name: "waived",
                table: "loan_months",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "balance_basis",
                table: "data_versions",
                type: "text",
                nullable: true
            );

            migrationBuilder.AddColumn<bool>(
                name: "has_dates",
                table: "data_versions",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<bool>(
                name: "has_months",
                table: "data_versions",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<bool>(
                name: "has_payments",
                table: "data_versions",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<bool>(
                name: "has_reported",
                table: "data_versions",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<DateOnly>(
                name: "history_from",
                table: "data_versions",
                type: "date",
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "cohort_totals",
                columns: table => new
                {
                    n = table.Column<int>(type: "integer", nullable: false),
                    start_month = table.Column<DateOnly>(type: "date", nullable: false),
                    @event = table.Column<string>(name: "event", type: "text", nullable: false),
                    event_month = table.Column<DateOnly>(type: "date", nullable: true),
                    ended_month = table.Column<DateOnly>(type: "date", nullable: true),
                    is_known = table.Column<bool>(type: "boolean", nullable: false),
                    loans = table.Column<long>(type: "bigint", nullable: false),
                    principal = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: false
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cohort_totals", x => x.n);
                }
            );

            migrationBuilder.CreateTable(
                name: "history_totals",
                columns: table => new
                {
                    month_end = table.Column<DateOnly>(type: "date", nullable: false),
                    months_on_book = table.Column<int>(type: "integer", nullable: false),
                    state_before = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    is_renegotiated = table.Column<bool>(type: "boolean", nullable: false),
                    loans = table.Column<long>(type: "bigint", nullable: false),
                    owing = table.Column<long>(type: "bigint", nullable: false),
                    newly_defaulted = table.Column<long>(type: "bigint", nullable: false),
                    newly_defaulted_balance = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    performing_balance = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    newly_prepaid = table.Column<long>(type: "bigint", nullable: false),
                    prepayable_loans = table.Column<long>(type: "bigint", nullable: false),
                    unsplit_loans = table.Column<long>(type: "bigint", nullable: false),
                    arrears_before = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    arrears = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    balance_before = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    balance = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    due = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    on_time = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    due_collected = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    arrears_collected = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    paid = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    paid_ahead = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    waived = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    prepayable = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    prepaid = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "pk_history_totals",
                        x => new
                        {
                            x.month_end,
                            x.months_on_book,
                            x.state_before,
                            x.state,
                            x.is_renegotiated,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "loan_courses",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    start_date = table.Column<DateOnly>(type: "date", nullable: false),
                    principal = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: false
                    ),
                    months = table.Column<int>(type: "integer", nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    is_written_off = table.Column<bool>(type: "boolean", nullable: false),
                    reported_balance = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    is_mixed = table.Column<bool>(type: "boolean", nullable: false),
                    dues = table.Column<DateOnly[]>(type: "date[]", nullable: false),
                    contracted = table.Column<DateOnly[]>(type: "date[]", nullable: true),
                    due = table.Column<decimal[]>(type: "numeric[]", nullable: false),
                    due_principal = table.Column<decimal[]>(type: "numeric[]", nullable: true),
                    paid_on = table.Column<DateOnly[]>(type: "date[]", nullable: true),
                    paid = table.Column<decimal[]>(type: "numeric[]", nullable: true),
                    counted_from = table.Column<DateOnly?[]>(type: "date[]", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_loan_courses", x => new { x.customer_id, x.loan_id });
                }
            );

            migrationBuilder
                .CreateIndex(
                    name: "ix_payments_recovery",
                    table: "payments",
                    columns: new[] { "customer_id", "loan_id" },
                    filter: "kind = 'recovery'"
                )
                .Annotation("Npgsql:IndexInclude", new[] { "paid_on", "amount" });

            // Each search through a loan's course reads its arrays, so they stay in the row and are not compressed. History is derived at a
            // publish, so the same files may be published once more.
            migrationBuilder.Sql(
                """
                alter table loan_courses set (toast_tuple_target = 8160);
                alter table loan_courses alter column dues set storage external, alter column contracted set storage external,
                    alter column due set storage external, alter column due_principal set storage external,
                    alter column paid_on set storage external, alter column paid set storage external,
                    alter column counted_from set storage external;
                alter table loan_facts add column ended_on date, add column prepaid_on date,
                    add column has_history boolean, add column default_balance numeric(20,4),
                    add column recovered numeric(20,4);
                update loan_facts set has_history = false;
                create index ix_loan_facts_default_on on loan_facts (default_on) where default_on is not null;
                create index ix_loan_facts_unknown on loan_facts (delinquency_bucket) where delinquency_bucket = 'unknown';
                create table found_rows (customer_id text, n int, id text not null, loan_id text, amount numeric, primary key (customer_id, n));
                create table behaviour_totals (keys text[] primary key, loans bigint not null, nothing_due_loans bigint not null,
                    unknown_loans bigint not null, instalments_due bigint not null, early bigint not null, on_time bigint not null,
                    late bigint not null, days_late bigint not null, max_days_late int, missed_instalments bigint not null,
                    trend_loans bigint not null, trend_days double precision not null, worsening bigint not null, improving bigint not null,
                    punctual bigint not null, sometimes_late bigint not null, mostly_late bigint not null);
                update data_versions set fingerprint = '';
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                drop table behaviour_totals;
                drop table found_rows;
                drop index ix_loan_facts_unknown;
                drop index ix_loan_facts_default_on;
                alter table loan_facts drop column ended_on, drop column prepaid_on, drop column has_history,
                    drop column default_balance, drop column recovered;
                """
            );

            migrationBuilder.DropTable(name: "cohort_totals");

            migrationBuilder.DropTable(name: "history_totals");

            migrationBuilder.DropTable(name: "loan_courses");

            migrationBuilder.DropIndex(name: "ix_payments_recovery", table: "payments");

            migrationBuilder.DropColumn(name: "days_late", table: "loan_standings");

            migrationBuilder.DropColumn(name: "instalments_due", table: "loan_standings");

            migrationBuilder.DropColumn(name: "instalments_early", table: "loan_standings");

            migrationBuilder.DropColumn(name: "instalments_late", table: "loan_standings");

            migrationBuilder.DropColumn(name: "instalments_on_time", table: "loan_standings");

            migrationBuilder.DropColumn(name: "max_days_late_12m", table: "loan_standings");

            migrationBuilder.DropColumn(name: "missed_instalments", table: "loan_standings");

            migrationBuilder.DropColumn(name: "prepaid_on", table: "loan_standings");

            migrationBuilder.DropColumn(name: "schedule_balance", table: "loan_standings");

            migrationBuilder.DropColumn(name: "trend_days", table: "loan_standings");

            migrationBuilder.DropColumn(name: "arrears_before", table: "loan_months");

            migrationBuilder.DropColumn(name: "balance_before", table: "loan_months");

            migrationBuilder.DropColumn(name: "can_prepay", table: "loan_months");

            migrationBuilder.DropColumn(name: "on_time", table: "loan_months");

            migrationBuilder.DropColumn(name: "paid_ahead", table: "loan_months");

            migrationBuilder.DropColumn(name: "prepaid", table: "loan_months");

            migrationBuilder.DropColumn(name: "prepayable", table: "loan_months");

            migrationBuilder.DropColumn(name: "state_before", table: "loan_months");

            migrationBuilder.DropColumn(name: "waived", table: "loan_months");

            migrationBuilder.DropColumn(name: "balance_basis", table: "data_versions");

            migrationBuilder.DropColumn(name: "has_dates", table: "data_versions");

            migrationBuilder.DropColumn(name: "has_months", table: "data_versions");

            migrationBuilder.DropColumn(name: "has_payments", table: "data_versions");

            migrationBuilder.DropColumn(name: "has_reported", table: "data_versions");

            migrationBuilder.DropColumn(name: "history_from", table: "data_versions");

            migrationBuilder.AlterColumn<int>(
                name: "days_past_due",
                table: "loan_standings",
                type: "integer",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "integer",
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "balance",
                table: "loan_standings",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: false,
                defaultValue: 0m,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "arrears",
                table: "loan_standings",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: false,
                defaultValue: 0m,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.CreateIndex(
                name: "ix_loan_months_month_end",
                table: "loan_months",
                column: "month_end"
            );
        }
    }
}
