using System;
using System.Text.Json;
using LoanAnalytics.Api.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LoanAnalytics.Api.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "branches",
                columns: table => new
                {
                    branch_id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    city = table.Column<string>(type: "text", nullable: true),
                    region = table.Column<string>(type: "text", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_branches", x => x.branch_id);
                }
            );

            migrationBuilder.CreateTable(
                name: "customers",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: true),
                    age = table.Column<int>(type: "integer", nullable: true),
                    gender = table.Column<string>(type: "text", nullable: true),
                    annual_income = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    employment_status = table.Column<string>(type: "text", nullable: true),
                    attributes = table.Column<JsonDocument>(type: "jsonb", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customers", x => x.customer_id);
                }
            );

            migrationBuilder.CreateTable(
                name: "data_versions",
                columns: table => new
                {
                    version = table.Column<int>(type: "integer", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: true),
                    profile = table.Column<string>(type: "text", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false),
                    fingerprint = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: false
                    ),
                    amount_paid_is_principal = table.Column<bool>(type: "boolean", nullable: false),
                    control_totals = table.Column<JsonDocument>(type: "jsonb", nullable: false),
                    row_counts = table.Column<JsonDocument>(type: "jsonb", nullable: false),
                    findings = table.Column<JsonDocument>(type: "jsonb", nullable: false),
                    attributes = table.Column<JsonDocument>(type: "jsonb", nullable: false),
                    age_edges = table.Column<decimal[]>(type: "numeric[]", nullable: false),
                    age_labels = table.Column<string[]>(type: "text[]", nullable: false),
                    income_edges = table.Column<decimal[]>(type: "numeric[]", nullable: false),
                    income_labels = table.Column<string[]>(type: "text[]", nullable: false),
                    amount_edges = table.Column<decimal[]>(type: "numeric[]", nullable: false),
                    amount_labels = table.Column<string[]>(type: "text[]", nullable: false),
                    rate_edges = table.Column<decimal[]>(type: "numeric[]", nullable: false),
                    rate_labels = table.Column<string[]>(type: "text[]", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_versions", x => x.version);
                }
            );

            migrationBuilder.CreateTable(
                name: "import_files",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    read = table.Column<long>(type: "bigint", nullable: false),
                    staged = table.Column<long>(type: "bigint", nullable: false),
                    malformed = table.Column<long>(type: "bigint", nullable: false),
                    skipped = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_files", x => new { x.import_id, x.name });
                }
            );

            migrationBuilder.CreateTable(
                name: "import_rejects",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    table = table.Column<string>(type: "text", nullable: false),
                    file = table.Column<string>(type: "text", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    column = table.Column<string>(type: "text", nullable: true),
                    rule = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: true),
                    message = table.Column<string>(type: "text", nullable: false),
                    row = table.Column<string>(type: "text", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_rejects", x => new { x.import_id, x.seq });
                }
            );

            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    profile = table.Column<string>(type: "text", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    phase = table.Column<string>(type: "text", nullable: false),
                    progress = table.Column<double>(type: "double precision", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: false
                    ),
                    ended_at = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: true
                    ),
                    problem = table.Column<string>(type: "text", nullable: true),
                    detail = table.Column<string>(type: "text", nullable: true),
                    result = table.Column<JsonDocument>(type: "jsonb", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imports", x => x.import_id);
                }
            );

            migrationBuilder.CreateTable(
                name: "instalments",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    seq = table.Column<int>(type: "integer", nullable: false),
                    due_date = table.Column<DateOnly>(type: "date", nullable: false),
                    amount_due = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: false
                    ),
                    principal = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    interest = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    fees = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "pk_instalments",
                        x => new
                        {
                            x.customer_id,
                            x.loan_id,
                            x.seq,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "loan_months",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    month_end = table.Column<DateOnly>(type: "date", nullable: false),
                    months_on_book = table.Column<int>(type: "integer", nullable: false),
                    balance = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    days_past_due = table.Column<int>(type: "integer", nullable: true),
                    due = table.Column<decimal>(
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
                    state = table.Column<string>(type: "text", nullable: true),
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

            migrationBuilder.CreateTable(
                name: "loan_snapshots",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    balance = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    days_past_due = table.Column<int>(type: "integer", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "pk_loan_snapshots",
                        x => new
                        {
                            x.customer_id,
                            x.loan_id,
                            x.version,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "loans",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    branch_id = table.Column<string>(type: "text", nullable: true),
                    product = table.Column<string>(type: "text", nullable: true),
                    principal = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: false
                    ),
                    interest_rate = table.Column<decimal>(
                        type: "numeric(9,4)",
                        precision: 9,
                        scale: 4,
                        nullable: true
                    ),
                    term_months = table.Column<int>(type: "integer", nullable: true),
                    start_date = table.Column<DateOnly>(type: "date", nullable: false),
                    end_date = table.Column<DateOnly>(type: "date", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    source_status = table.Column<string>(type: "text", nullable: true),
                    amount_paid = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    outstanding_balance = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    officer = table.Column<string>(type: "text", nullable: true),
                    defaulted_on = table.Column<DateOnly>(type: "date", nullable: true),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    written_off_on = table.Column<DateOnly>(type: "date", nullable: true),
                    recovered = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    last_payment_on = table.Column<DateOnly>(type: "date", nullable: true),
                    reported_days_past_due = table.Column<int>(type: "integer", nullable: true),
                    reported_arrears = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    attributes = table.Column<JsonDocument>(type: "jsonb", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_loans", x => new { x.customer_id, x.loan_id });
                }
            );

            migrationBuilder.CreateTable(
                name: "modifications",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    modified_on = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    end = table.Column<DateOnly>(type: "date", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "pk_modifications",
                        x => new
                        {
                            x.customer_id,
                            x.loan_id,
                            x.modified_on,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "payments",
                columns: table => new
                {
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    loan_id = table.Column<string>(type: "text", nullable: false),
                    payment_no = table.Column<string>(type: "text", nullable: false),
                    paid_on = table.Column<DateOnly>(type: "date", nullable: false),
                    amount = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: false
                    ),
                    kind = table.Column<string>(type: "text", nullable: false),
                    principal = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    interest = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                    fees = table.Column<decimal>(
                        type: "numeric(20,4)",
                        precision: 20,
                        scale: 4,
                        nullable: true
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "pk_payments",
                        x => new
                        {
                            x.customer_id,
                            x.loan_id,
                            x.payment_no,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "segment_members",
                columns: table => new
                {
                    segmentation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    segment = table.Column<int>(type: "integer", nullable: false),
                    distance = table.Column<double>(type: "double precision", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "pk_segment_members",
                        x => new { x.customer_id, x.segmentation_id }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "segmentations",
                columns: table => new
                {
                    segmentation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    data_version = table.Column<int>(type: "integer", nullable: false),
                    k = table.Column<int>(type: "integer", nullable: false),
                    seed = table.Column<int>(type: "integer", nullable: false),
                    restarts = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    progress = table.Column<double>(type: "double precision", nullable: false),
                    created_at = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: false
                    ),
                    detail = table.Column<string>(type: "text", nullable: true),
                    inertia = table.Column<double>(type: "double precision", nullable: true),
                    customers = table.Column<int>(type: "integer", nullable: true),
                    excluded = table.Column<int>(type: "integer", nullable: true),
                    model = table.Column<JsonDocument>(type: "jsonb", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_segmentations", x => x.segmentation_id);
                }
            );

            migrationBuilder.CreateIndex(
                name: "ix_loans_loan_id",
                table: "loans",
                column: "loan_id"
            );

            migrationBuilder.Sql(SqlFile.Data("loan_facts.v1"));
            migrationBuilder.Sql(SqlFile.Data("customer_facts.v1"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop view loan_facts; drop view customer_facts;");

            migrationBuilder.DropTable(name: "branches");

            migrationBuilder.DropTable(name: "customers");

            migrationBuilder.DropTable(name: "data_versions");

            migrationBuilder.DropTable(name: "import_files");

            migrationBuilder.DropTable(name: "import_rejects");

            migrationBuilder.DropTable(name: "imports");

            migrationBuilder.DropTable(name: "instalments");

            migrationBuilder.DropTable(name: "loan_months");

            migrationBuilder.DropTable(name: "loan_snapshots");

            migrationBuilder.DropTable(name: "loans");

            migrationBuilder.DropTable(name: "modifications");

            migrationBuilder.DropTable(name: "payments");

            migrationBuilder.DropTable(name: "segment_members");

            migrationBuilder.DropTable(name: "segmentations");
        }
    }
}
