using System;
using LoanAnalytics.Api.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class MonthArrays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Derived again by the migrate command, and not worth converting.
            migrationBuilder.Sql("delete from loan_courses; delete from history_totals");

            migrationBuilder.DropTable(name: "loan_months");

            migrationBuilder.AlterColumn<long>(
                name: "reported_balance",
                table: "loan_courses",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<long>(
                name: "principal",
                table: "loan_courses",
                type: "bigint",
                nullable: false,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4
            );

            migrationBuilder.AlterColumn<long[]>(
                name: "paid",
                table: "loan_courses",
                type: "bigint[]",
                nullable: true,
                oldClrType: typeof(decimal[]),
                oldType: "numeric[]",
                oldNullable: true
            );

            migrationBuilder.AlterColumn<long[]>(
                name: "due_principal",
                table: "loan_courses",
                type: "bigint[]",
                nullable: true,
                oldClrType: typeof(decimal[]),
                oldType: "numeric[]",
                oldNullable: true
            );

            migrationBuilder.AlterColumn<long[]>(
                name: "due",
                table: "loan_courses",
                type: "bigint[]",
                nullable: false,
                oldClrType: typeof(decimal[]),
                oldType: "numeric[]"
            );

            migrationBuilder.AddColumn<long>(
                name: "days_late",
                table: "loan_courses",
                type: "bigint",
                nullable: true
            );

            migrationBuilder.AddColumn<DateOnly>(
                name: "ever30_on",
                table: "loan_courses",
                type: "date",
                nullable: true
            );

            migrationBuilder.AddColumn<DateOnly>(
                name: "ever60_on",
                table: "loan_courses",
                type: "date",
                nullable: true
            );

            migrationBuilder.AddColumn<DateOnly>(
                name: "ever90_on",
                table: "loan_courses",
                type: "date",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "instalments_due",
                table: "loan_courses",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "instalments_early",
                table: "loan_courses",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "instalments_late",
                table: "loan_courses",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "instalments_on_time",
                table: "loan_courses",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<DateOnly>(
                name: "last_payment_on",
                table: "loan_courses",
                type: "date",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "max_days_late_12m",
                table: "loan_courses",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "missed_instalments",
                table: "loan_courses",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<DateOnly>(
                name: "prepaid_on",
                table: "loan_courses",
                type: "date",
                nullable: true
            );

            migrationBuilder.AddColumn<decimal>(
                name: "trend_days",
                table: "loan_courses",
                type: "numeric(16,6)",
                precision: 16,
                scale: 6,
                nullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "waived",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "prepayable",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "prepaid",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "performing_balance",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "paid_ahead",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "paid",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "on_time",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "newly_defaulted_balance",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "due_collected",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "due",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "balance_before",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "balance",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "arrears_collected",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "arrears_before",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "arrears",
                table: "history_totals",
                type: "numeric(28,0)",
                precision: 28,
                scale: 0,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(20,4)",
                oldPrecision: 20,
                oldScale: 4,
                oldNullable: true
            );

            migrationBuilder.CreateTable(
                name: "loan_month_arrays",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    first_age = table.Column<int>(type: "integer", nullable: false),
                    first_month_no = table.Column<int>(type: "integer", nullable: false),
                    month_end = table.Column<DateOnly?[]>(type: "date[]", nullable: false),
                    state = table.Column<short?[]>(type: "smallint[]", nullable: false),
                    days_past_due = table.Column<int?[]>(type: "integer[]", nullable: false),
                    arrears_before = table.Column<long?[]>(type: "bigint[]", nullable: true),
                    arrears = table.Column<long?[]>(type: "bigint[]", nullable: true),
                    balance = table.Column<long?[]>(type: "bigint[]", nullable: false),
                    due = table.Column<long?[]>(type: "bigint[]", nullable: true),
                    on_time = table.Column<long?[]>(type: "bigint[]", nullable: true),
                    due_collected = table.Column<long?[]>(type: "bigint[]", nullable: true),
                    arrears_collected = table.Column<long?[]>(type: "bigint[]", nullable: true),
                    paid = table.Column<long?[]>(type: "bigint[]", nullable: true),
                    paid_ahead = table.Column<long?[]>(type: "bigint[]", nullable: true),
                    waived = table.Column<long?[]>(type: "bigint[]", nullable: true),
                    prepayable = table.Column<long?[]>(type: "bigint[]", nullable: true),
                    prepaid = table.Column<long?[]>(type: "bigint[]", nullable: true),
                    can_prepay = table.Column<bool?[]>(type: "boolean[]", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_loan_month_arrays", x => new { x.customer_id, x.loan_id });
                }
            );

            // A look at one month reads an array, so arrays stay in the row and are not compressed.
            migrationBuilder.Sql(
                """
                alter table loan_month_arrays set (toast_tuple_target = 8160);
                alter table loan_month_arrays alter column month_end set storage external, alter column state set storage external, alter column days_past_due set storage external,
                    alter column arrears_before set storage external, alter column arrears set storage external, alter column balance set storage external,
                    alter column due set storage external, alter column on_time set storage external, alter column due_collected set storage external,
                    alter column arrears_collected set storage external, alter column paid set storage external, alter column paid_ahead set storage external,
                    alter column waived set storage external, alter column prepayable set storage external, alter column prepaid set storage external,
                    alter column can_prepay set storage external;
                """
            );
            migrationBuilder.Sql(SqlFile.Data("loan_months"));
            // Whether any schedule leaves principal unsplit is asked at every publish.
            migrationBuilder.Sql(
                "create index ix_loan_courses_unsplit on loan_courses (customer_id) where due_principal is null"
            );
            // Losses read all loans in default, and of each these few columns.
            migrationBuilder.Sql(
                """
                drop index ix_loan_facts_default_on;
                create index ix_loan_facts_default_on on loan_facts (default_on) include (
                    customer_id, loan_id, start_date, default_balance, ended_on, delinquency_bucket, recovered)
                where default_on is not null;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                "drop index ix_loan_facts_default_on; create index ix_loan_facts_default_on on loan_facts (default_on) where default_on is not null; drop view loan_months; drop index ix_loan_courses_unsplit; delete from loan_courses; delete from history_totals"
            );

            migrationBuilder.DropTable(name: "loan_month_arrays");

            migrationBuilder.DropColumn(name: "days_late", table: "loan_courses");

            migrationBuilder.DropColumn(name: "ever30_on", table: "loan_courses");

            migrationBuilder.DropColumn(name: "ever60_on", table: "loan_courses");

            migrationBuilder.DropColumn(name: "ever90_on", table: "loan_courses");

            migrationBuilder.DropColumn(name: "instalments_due", table: "loan_courses");

            migrationBuilder.DropColumn(name: "instalments_early", table: "loan_courses");

            migrationBuilder.DropColumn(name: "instalments_late", table: "loan_courses");

            migrationBuilder.DropColumn(name: "instalments_on_time", table: "loan_courses");

            migrationBuilder.DropColumn(name: "last_payment_on", table: "loan_courses");

            migrationBuilder.DropColumn(name: "max_days_late_12m", table: "loan_courses");

            migrationBuilder.DropColumn(name: "missed_instalments", table: "loan_courses");

            migrationBuilder.DropColumn(name: "prepaid_on", table: "loan_courses");

            migrationBuilder.DropColumn(name: "trend_days", table: "loan_courses");

            migrationBuilder.AlterColumn<decimal>(
                name: "reported_balance",
                table: "loan_courses",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "principal",
                table: "loan_courses",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: false,
                oldClrType: typeof(long),
                oldType: "bigint"
            );

            migrationBuilder.AlterColumn<decimal[]>(
                name: "paid",
                table: "loan_courses",
                type: "numeric[]",
                nullable: true,
                oldClrType: typeof(long[]),
                oldType: "bigint[]",
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal[]>(
                name: "due_principal",
                table: "loan_courses",
                type: "numeric[]",
                nullable: true,
                oldClrType: typeof(long[]),
                oldType: "bigint[]",
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal[]>(
                name: "due",
                table: "loan_courses",
                type: "numeric[]",
                nullable: false,
                oldClrType: typeof(long[]),
                oldType: "bigint[]"
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "waived",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "prepayable",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "prepaid",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "performing_balance",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "paid_ahead",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "paid",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "on_time",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "newly_defaulted_balance",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "due_collected",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "due",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "balance_before",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "balance",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "arrears_collected",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "arrears_before",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.AlterColumn<decimal>(
                name: "arrears",
                table: "history_totals",
                type: "numeric(20,4)",
                precision: 20,
                scale: 4,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(28,0)",
                oldPrecision: 28,
                oldScale: 0,
                oldNullable: true
            );

            migrationBuilder.CreateTable(
                name: "loan_months",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    month_end = table.Column<DateOnly>(type: "date", nullable: false),
                    arrears = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    arrears_before = table.Column<decimal>(
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
                    balance = table.Column<decimal>(
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
                    can_prepay = table.Column<bool>(type: "boolean", nullable: true),
                    days_past_due = table.Column<int>(type: "integer", nullable: true),
                    due = table.Column<decimal>(
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
                    months_on_book = table.Column<int>(type: "integer", nullable: false),
                    on_time = table.Column<decimal>(
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
                    prepaid = table.Column<decimal>(
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
                    state = table.Column<string>(type: "text", nullable: true),
                    state_before = table.Column<string>(type: "text", nullable: true),
                    waived = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "pk_loan_months",
                        x => new
                        {
                            x.customer_id,
                            x.loan_id,
                            x.month_end,
                        }
                    );
                }
            );
        }
    }
}
