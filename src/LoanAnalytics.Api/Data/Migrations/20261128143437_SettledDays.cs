using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class SettledDays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            // A running sum of whole numbers: the one of the database gives numeric, which costs twice as much. History is derived at a publish, so
            // the same files may be published once more.
            migrationBuilder.Sql(
                """
                create aggregate sum_whole(bigint) (sfunc = int8pl, stype = bigint, combinefunc = int8pl, parallel = safe);
                alter table loan_courses alter column settled_on set storage external, alter column has_nothing_due drop default;
                create index ix_loan_courses_mixed on loan_courses (customer_id, loan_id) where is_mixed;
                drop table behaviour_totals;
                create table behaviour_totals (month_end date not null, max_days_late int not null, loans bigint not null,
                    nothing_due_loans bigint not null, unknown_loans bigint not null, instalments_due bigint not null, early bigint not null,
                    on_time bigint not null, late bigint not null, days_late bigint not null, missed_instalments bigint not null,
                    trend_loans bigint not null, trend_days numeric(28,6) not null, worsening bigint not null, improving bigint not null,
                    punctual bigint not null, sometimes_late bigint not null, mostly_late bigint not null, primary key (month_end, max_days_late));
                create table workout_totals (default_month date not null, end_month date, is_written_off boolean not null,
                    is_repaid boolean not null, loans bigint not null, unknown_loans bigint not null, exposure numeric not null,
                    undated numeric not null);
                create table recovery_totals (paid_month date not null, default_month date not null, start_month date not null, end_month date,
                    ending text not null, is_known boolean not null, recovered numeric not null);
                update data_versions set fingerprint = '';
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                drop table recovery_totals;
                drop table workout_totals;
                drop table behaviour_totals;
                create table behaviour_totals (keys text[] primary key, loans bigint not null, nothing_due_loans bigint not null,
                    unknown_loans bigint not null, instalments_due bigint not null, early bigint not null, on_time bigint not null,
                    late bigint not null, days_late bigint not null, max_days_late int, missed_instalments bigint not null,
                    trend_loans bigint not null, trend_days double precision not null, worsening bigint not null, improving bigint not null,
                    punctual bigint not null, sometimes_late bigint not null, mostly_late bigint not null);
                drop index ix_loan_courses_mixed;
                drop aggregate sum_whole(bigint);
                """
            );

            migrationBuilder.DropColumn(name: "has_nothing_due", table: "loan_courses");

            migrationBuilder.DropColumn(name: "settled_on", table: "loan_courses");
        }
    }
}
