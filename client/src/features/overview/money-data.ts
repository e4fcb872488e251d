import type { Flow } from "../../components/charts/closing-flow-data";
import type { Schemas } from "../../lib/api";
import { asCompact, asCount } from "../../lib/format";
import type { LoanColumn } from "../../lib/sorts";

/** What was paid out, and where it is now. */
export const toFlow = (m: Schemas["LoanMeasures"]): Flow => ({
  whole: { key: "disbursed", label: "Disbursed", value: m.disbursed },
  parts: [
    { key: "repaid", label: "= Repaid", value: m.repaid ?? null },
    { key: "outstanding", label: "+ Outstanding", value: m.outstanding ?? null },
    { key: "unexplained", label: "+ Unexplained", value: m.unexplained },
  ],
});

const columns: Record<string, LoanColumn> = {
  disbursed: "principal",
  repaid: "amountPaid",
  outstanding: "outstanding",
  unexplained: "unexplained",
};

/** The order of the list of loans in which those that make up a block come first: largest first, the most negative where it takes away. */
export function orderOf(key: string, m: Schemas["LoanMeasures"]): string {
  const column = columns[key] ?? "principal";
  return key === "unexplained" && m.unexplained < 0 ? column : `-${column}`;
}

/** What the remainder says, and what the sums leave out. */
export function moneyReading({ unexplained, unknown }: Schemas["LoanMeasures"]): string {
  const left = [
    unknown.paid > 0 && `${asCount(unknown.paid)} without an amount paid`,
    unknown.balance > 0 && `${asCount(unknown.balance)} without a balance`,
  ].filter(Boolean);
  const rest =
    unexplained > 0
      ? `${asCompact(unexplained)} is recorded neither as repaid nor as outstanding: written off, sold, or never recorded.`
      : unexplained < 0
        ? "Repaid and outstanding are more than was paid out: interest and fees are within what was repaid."
        : "What was paid out is all repaid or outstanding.";
  return left.length === 0 ? rest : `${rest} Loans that count as nothing here: ${left.join(", ")}.`;
}
