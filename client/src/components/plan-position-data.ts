import type { Filters, ListFilter } from "../lib/address";
import type { Schemas } from "../lib/api";
import { asCount, asYears } from "../lib/format";
import { filterWords } from "../lib/words";
import type { AmountBar } from "./charts/amount-bars";

type Position = Schemas["PlanPositions"];
type Row = Schemas["PlanGroup"];

/** The filter that a group of a dimension is chosen by. */
export const filterOfRow = (row: Row) => row.dimension as ListFilter;
export const isInForce = (row: Row, filters: Filters) =>
  ((filters[filterOfRow(row)] ?? []) as readonly string[]).includes(row.value);

/** A group in words: Instalments behind plan (implied): 3-6. */
export const nameOfRow = (row: Row) => `${filterWords[filterOfRow(row)]}: ${row.value}`;

/** The open balance of each band, from on plan to more than twelve instalments behind. */
export const toBands = (rows: readonly Row[], filters: Filters): AmountBar[] =>
  rows
    .filter((r) => r.dimension === "planBand")
    .map((r) => ({
      key: r.value,
      label: r.value === "unknown" ? "no plan" : r.value,
      value: r.open.outstanding ?? null,
      isChosen: isInForce(r, filters),
    }));

/** The loans that a flag warns of, as they stand in the answer; none where no loan is left. */
export const warned = (rows: readonly Row[], dimension: "pastMaturity" | "otherLoanDefaulted") =>
  rows.find((r) => r.dimension === dimension && r.value === "yes");

/** Groups worth a row of the table: those with a loan, and those whose filter is in force. */
export const toRows = (rows: readonly Row[], filters: Filters) =>
  rows.filter((r) => r.loans > 0 || isInForce(r, filters));

/** How far the loans are behind on average, and what has no plan, in sentences. */
export function planReading({ total, withoutPlan: without }: Position): string {
  const { open, defaulted } = total.instalmentsBehind;
  const far = (n: number) => `${asYears(Math.abs(n))} instalments ${n > 0 ? "behind" : "ahead of"} plan`;
  const averages = [
    open != null && `Open loans are on average ${far(open)}`,
    defaulted != null &&
      `${open == null ? "Defaulted loans are on average" : "defaulted ones"} ${far(defaulted)}`,
  ].filter(Boolean);
  const contradicts =
    open != null && defaulted != null && defaulted < open ? ": the status contradicts the money" : "";
  const reasons = [
    without.noInterestRate > 0 && `${asCount(without.noInterestRate)} without an interest rate`,
    without.noTerm > 0 && `${asCount(without.noTerm)} without a term`,
    without.noAmountPaid > 0 && `${asCount(without.noAmountPaid)} without an amount paid`,
    without.noPrincipal > 0 && `${asCount(without.noPrincipal)} without principal`,
    without.notPaidOut > 0 && `${asCount(without.notPaidOut)} not paid out`,
  ].filter(Boolean);
  return [
    averages.length > 0 && `${averages.join(", ")}${contradicts}.`,
    without.loans > 0 && `No plan: ${asCount(without.loans)} loans (${reasons.join(", ")}).`,
    "Implied by terms, status and the sum paid, not observed.",
  ]
    .filter(Boolean)
    .join(" ");
}
