import type { Schemas } from "../lib/api";
import { asCount, asInterval, asParts, asPercent } from "../lib/format";
import type { Definition } from "../lib/words";
import type { Column } from "./table";

/** Loans, default rate, its interval, and what it is made of: for rows that have measures. */
export const measureColumns = <Row extends { measures: Schemas["LoanMeasures"] }>(
  definition: Definition,
): Column<Row>[] => [
  { id: "loans", head: "Loans", value: (r) => r.measures.loans, cell: (r) => asCount(r.measures.loans) },
  {
    id: "rate",
    head: "Default rate",
    value: (r) => r.measures.default.rate,
    cell: (r) => asPercent(r.measures.default.rate),
  },
  {
    id: "interval",
    head: "95 % interval",
    cell: (r) => asInterval(r.measures.default.low, r.measures.default.high),
  },
  { id: "parts", head: "Defaulted of", cell: (r) => asParts(r.measures.default, definition) },
];
