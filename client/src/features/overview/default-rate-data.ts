import type { IntervalBar } from "../../components/charts/interval-bars";
import type { ListFilter } from "../../lib/address";
import type { Schemas } from "../../lib/api";
import { asParts } from "../../lib/format";
import type { Definition } from "../../lib/words";

type Loans = { count: number; also: Partial<Record<ListFilter, readonly string[]>> };

const defaulted = ["defaulted", "written_off"];
const denominators: Partial<Record<Definition, readonly string[]>> = {
  booked: ["active", "fully_paid", ...defaulted],
  resolved: ["fully_paid", ...defaulted],
};

/** The loans behind a rate's numerator and denominator, and how many they are; rates in money or loan-years stand on loans too. */
export function loansBehind(m: Schemas["LoanMeasures"], definition: Definition): { of: Loans; all: Loans } {
  const statuses = denominators[definition];
  return {
    of: { count: m.lifecycle.defaulted.loans, also: { status: defaulted } },
    all: statuses
      ? { count: m.default.denominator ?? 0, also: { status: statuses } }
      : { count: m.loans, also: {} },
  };
}

/** The rate of the loans chosen, and that of the whole book to hold it against where they are not the same. */
export function toComparison(
  rate: Schemas["DefaultRate"],
  book: Schemas["DefaultRate"] | undefined,
  definition: Definition,
): IntervalBar[] {
  const bar = (label: string, r: Schemas["DefaultRate"]) => ({
    key: label,
    label,
    value: r.rate ?? null,
    low: r.low ?? null,
    high: r.high ?? null,
    parts: asParts(r, definition),
  });
  return book ? [bar("These loans", rate), bar("Whole book", book)] : [bar("Whole book", rate)];
}
