import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { employmentsOf, toGroups } from "./segments-data";

const segment = (id: number, name: string, employment: string[] = []) =>
  ({ id, name, employment: employment.map((group) => ({ group, share: 0.5 })) }) as Schemas["Segment"];

test("two segments of the same name stay apart by their number", () => {
  expect(toGroups([segment(1, "average"), segment(2, "average")]).map((g) => [g.key, g.label])).toEqual([
    ["1", "1. average"],
    ["2", "2. average"],
  ]);
});

test("each employment status is one column, also where a segment lacks it", () => {
  expect(
    employmentsOf([segment(1, "a", ["Employed", "Retired"]), segment(2, "b", ["Employed", "unknown"])]),
  ).toEqual(["Employed", "Retired", "unknown"]);
});
