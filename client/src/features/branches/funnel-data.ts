import type { FunnelPoint } from "../../components/charts/funnel";
import type { Schemas } from "../../lib/api";
import { asCount, asParts } from "../../lib/format";
import type { Definition } from "../../lib/words";
import { type Place, positions } from "./league-data";

/** Branches that have a rate, smallest first. Limits hold for the loans that a rate counts; a rate of money has none, and is set against all loans. */
export const toPoints = (places: Place[], definition: Definition): FunnelPoint[] =>
  places
    .flatMap(({ key, name, isChosen, row: { default: rate, funnel, position, loans } }) =>
      rate.rate == null
        ? []
        : [
            {
              key,
              label: name,
              size: funnel ? (rate.denominator ?? loans) : loans,
              rate: rate.rate,
              parts: asParts(rate, definition),
              limits: funnel ?? null,
              position: position ? positions[position] : null,
              beyond: beyond(position),
              isChosen,
            },
          ],
    )
    .sort((a, b) => a.size - b.size || a.key.localeCompare(b.key));

const beyond = (position: Schemas["PerformanceRow"]["position"]): FunnelPoint["beyond"] =>
  position === "above998" || position === "below998"
    ? "998"
    : position === "above95" || position === "below95"
      ? "95"
      : null;

/** Who lies outside the funnel, in a sentence. */
export function funnelReading(points: FunnelPoint[]): string {
  if (points.length === 0) return "No branch has a default rate under these filters.";
  if (points.every((p) => p.limits === null))
    return "A rate of money or of loan-years has no limits: choose a definition that counts loans to see them.";
  const [far, near] = [points.filter((p) => p.beyond === "998"), points.filter((p) => p.beyond === "95")];
  const all = `${asCount(points.length)} ${points.length === 1 ? "branch" : "branches"}`;
  if (far.length + near.length === 0)
    return points.length === 1
      ? "The branch lies within the 95 % limits."
      : `All ${all} lie within the 95 % limits: loans dealt out by chance would differ as much.`;
  const named = far.map((p) => p.label).join(", ");
  const said = far.length === 0 ? "No branch lies" : `${named} ${far.length === 1 ? "lies" : "lie"}`;
  const others =
    near.length === 0
      ? ""
      : ` ${asCount(near.length)} of ${all} ${near.length === 1 ? "lies" : "lie"} between the 95 and 99.8 % limits, where chance alone puts about 5 in 100.`;
  return `${said} beyond the 99.8 % limits, which chance alone crosses in 2 of 1,000 branches.${others}`;
}
