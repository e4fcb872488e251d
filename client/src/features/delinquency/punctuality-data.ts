import type { SharedBar } from "../../components/charts/stacked-shares";
import type { Filters } from "../../lib/address";
import type { Schemas } from "../../lib/api";
import { isInForce } from "../../lib/dimensions";
import { asCount, asPercent, asYears } from "../../lib/format";
import { inWords } from "../../lib/words";

/** A group with its name, and whether its filter is in force. */
export type Group = Schemas["PunctualityGroup"] & { key: string; label: string; isChosen: boolean };

export const toGroups = (
  rows: readonly Schemas["PunctualityGroup"][],
  by: string,
  filters: Filters,
): Group[] =>
  rows.map((r) => {
    const key = r.group[by] ?? "unknown";
    return { ...r, key, label: inWords(key), isChosen: isInForce(filters, by, key) };
  });

/** What a group's instalments were paid: early, on time, late. */
export const toBars = (groups: readonly Group[]): SharedBar[] =>
  groups.map((g) => ({
    key: g.key,
    label: g.label,
    values: [g.shareEarly ?? null, g.shareOnTime ?? null, g.shareLate ?? null],
    text: [
      g.label,
      `early ${asPercent(g.shareEarly)}`,
      `on time ${asPercent(g.shareOnTime)}`,
      `late ${asPercent(g.shareLate)}`,
      `of ${asCount(g.instalmentsDue)} instalments`,
      `${asYears(g.averageDaysLate)} days late on average`,
    ].join(", "),
    isChosen: g.isChosen,
  }));
