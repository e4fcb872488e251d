import type { Schemas } from "../../lib/api";
import { asCount, asMoney } from "../../lib/format";
import { figures } from "../../lib/lateness";
import { bucketWords } from "../../lib/words";

type Difference = Schemas["ReportedDifference"];

/** A value in the figure's own unit: days, or money. */
export const inUnits = (figure: string, value: number | null | undefined): string =>
  value == null ? "–" : figure === "daysPastDue" ? asCount(value) : asMoney(value);

/** What either side says of a loan: the figure, or how the loan stands. */
export const sides = (d: Difference): [theirs: string, ours: string] =>
  d.figure === "status"
    ? [bucketWords(d.reportedStatus), d.state === "owes" ? "owes" : bucketWords(d.state)]
    : [inUnits(d.figure, d.reported), inUnits(d.figure, d.ours)];

export const figureWords = (figure: string): string => figures[figure as keyof typeof figures] ?? figure;
