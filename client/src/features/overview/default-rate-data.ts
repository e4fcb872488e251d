import type { ListFilter } from "../../lib/address";
import type { Schemas } from "../../lib/api";
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
