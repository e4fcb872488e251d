using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class HistoryUntil : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // History is derived anew after a migration. What is asked of most loans at once stands before the arrays: it takes a step for each of them
            // to get past. Loans of which a payment was taken back are few, and looked for in many an answer.
            migrationBuilder.Sql(
                """
                alter table loan_facts add column history_until date;
                drop table loan_courses;
                create table loan_courses (
                    customer_id text not null, loan_id text not null, ended_on date, is_mixed boolean not null, settlements bytea,
                    start_date date not null, principal bigint not null, months integer not null, is_written_off boolean not null,
                    reported_balance bigint, dues date[] not null, contracted date[], due bigint[] not null, due_principal bigint[],
                    paid_on date[], paid bigint[], counted_from date[], days_late bigint, ever30_on date, ever60_on date,
                    ever90_on date, instalments_due integer, instalments_early integer, instalments_late integer,
                    instalments_on_time integer, last_payment_on date, max_days_late_12m integer, missed_instalments integer,
                    prepaid_on date, trend_days numeric(16,6),
                    constraint pk_loan_courses primary key (customer_id, loan_id)
                );
                create index ix_loan_courses_mixed on loan_courses (customer_id, loan_id) where is_mixed;
                alter table loan_courses alter column settlements set storage external;
                alter table loan_courses alter column dues set storage external;
                alter table loan_courses alter column contracted set storage external;
                alter table loan_courses alter column paid_on set storage external;
                alter table loan_courses alter column counted_from set storage external;
                update data_versions set fingerprint = '';
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("alter table loan_facts drop column history_until");
    }
}
