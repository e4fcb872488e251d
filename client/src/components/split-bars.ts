import type { Schemas } from "../lib/api";
import { asFinePoints } from "../lib/format";
import type { DivergingBar } from "./charts/diverging-bars";

/** What a difference of two default rates is split into. */
export const splitParts = ["Its own rate", "Its share of the loans"];

type Split = Pick<Schemas["GroupChange"], "rateEffect" | "mixEffect"> & {
  key: string;
  label: string;
  isChosen: boolean;
};

/** A group's part in a difference; `sides`: the group on either side, in words. */
export const toSplitBar = (
  { key, label, isChosen, rateEffect, mixEffect }: Split,
  sides: readonly string[],
): DivergingBar => ({
  key,
  label,
  isChosen,
  values: [rateEffect ?? null, mixEffect ?? null],
  text: [
    label,
    ...sides,
    `own rate ${asFinePoints(rateEffect)} points`,
    `share ${asFinePoints(mixEffect)} points`,
  ].join(", "),
});
