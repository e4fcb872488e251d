import type { Group } from "../../components/breakdown-data";
import type { AmountBar } from "../../components/charts/amount-bars";
import { inWords } from "../../lib/words";
import type { Place } from "./league-data";

/** Regions with what their rows and bars show. */
export const toRegions = (places: Place[]): Group[] =>
  places.map(({ key, name, isChosen, row }) => ({ key, label: inWords(name), measures: row, isChosen }));

/** What each region owes; without a known balance there is a gap. */
export const toAmounts = (regions: Group[]): AmountBar[] =>
  regions.map(({ key, label, isChosen = false, measures: { outstanding } }) => ({
    key,
    label,
    value: outstanding ?? null,
    isChosen,
  }));
