import type { Group } from "../../components/breakdown-data";
import type { Schemas } from "../../lib/api";
import { asCount } from "../../lib/format";

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

/** What of the branches the chart shows. */
export const shownOf = (branches: Group[]): string =>
  branches.length > room
    ? `The ${room} of ${asCount(branches.length)} branches with the highest adjusted rate; the table has them all.`
    : "";
