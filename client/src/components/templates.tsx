import { Fragment } from "react";

const tables = ["branches", "customers", "loans", "instalments", "payments", "modifications", "loan_months"];

/** Empty files of our own format, to be filled in. */
export const Templates = () =>
  tables.map((table, i) => (
    <Fragment key={table}>
      {i > 0 && ", "}
      <a href={`/api/v1/profiles/canonical/templates/${table}`} download={`${table}.csv`}>
        {table}.csv
      </a>
    </Fragment>
  ));
