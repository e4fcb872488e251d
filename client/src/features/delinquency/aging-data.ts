import type { AmountBar } from "../../components/charts/amount-bars";
import type { Schemas } from "../../lib/api";
import { bucketWords } from "../../lib/words";

type Group = Schemas["AgingGroup"];

/** The loans that are late, by how late; the current ones, who are by far the most, would leave no room for them. */
export const toBars = (
  rows: readonly Group[],
  of: (group: Group) => number,
  chosen: readonly string[] = [],
): AmountBar[] =>
  rows
    .filter((r) => r.delinquencyBucket !== "current")
    .map((r) => ({
      key: r.delinquencyBucket,
      label: bucketWords(r.delinquencyBucket),
      value: of(r),
      isChosen: chosen.includes(r.delinquencyBucket),
    }));
