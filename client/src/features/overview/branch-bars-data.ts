import type { Group } from "../../components/breakdown-data";
import type { Schemas } from "../../lib/api";
import { asCount } from "../../lib/format";
import type { Definition } from "../../lib/words";
import { countsLoans } from "../../lib/words";

/** How many branches a card has room for. */
const room = 10;

/** Branches by their names, in the API's order. */
export const toBranches = (rows: Schemas["PerformanceRow"][], chosen: readonly string[]): Group[] =>
  rows.map((r) => {
    const key = r.branchId ?? "unknown";
    return { key, label: r.name ?? key, measures: r, isChosen: chosen.includes(key) };
  });

/** The first branches of the order, and those chosen wherever they stand. */
export const toShown = (branches: Group[]): Group[] => branches.filter((b, i) => i < room || b.isChosen);

/** The order in which the branches stand: by the adjusted rate, which chance leads less, where the definition has one. */
export const rankingOf = (definition: Definition) =>
  countsLoans(definition) ? ("adjustedRate" as const) : ("defaultRate" as const);

/** What of the branches the chart shows. */
export const shownOf = (branches: Group[], definition: Definition): string =>
  branches.length > room
    ? `The ${room} of ${asCount(branches.length)} branches with the highest ${
        rankingOf(definition) === "adjustedRate" ? "adjusted" : "default"
      } rate; the table has them all.`
    : "";
