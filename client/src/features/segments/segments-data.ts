import type { Group } from "../../components/breakdown-data";
import type { Schemas } from "../../lib/api";

/** A segment's name with its number, since two may be alike in words. */
export const titleOf = ({ id, name }: Schemas["Segment"]) => `${id}. ${name}`;

/** Segments as groups of loans, largest first as the API has them. */
export const toGroups = (segments: Schemas["Segment"][]): Group[] =>
  segments.map((s) => ({ key: String(s.id), label: titleOf(s), measures: s.measures }));

/** The employment statuses of all segments, in the API's order. */
export const employmentsOf = (segments: Schemas["Segment"][]): string[] => [
  ...new Set(segments.flatMap((s) => s.employment.map((e) => e.group))),
];
