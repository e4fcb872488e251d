import { expect, test } from "vitest";
import { laidEndToEnd } from "./closing-flow-data";

const part = (label: string, value: number | null) => ({ key: label, label, value });
const places = (parts: (number | null)[], whole: number) =>
  laidEndToEnd({ whole: part("all", whole), parts: parts.map((v, i) => part(`${i}`, v)) }).map((b) => [
    b.from,
    b.to,
  ]);

test("the parts lie end to end, and the last one ends where the whole does", () => {
  expect(places([40, 50, 10], 100)).toEqual([
    [0, 100],
    [0, 40],
    [40, 90],
    [90, 100],
  ]);
});

test("a part below zero goes back from where the parts before it have overshot the whole", () => {
  expect(places([80, 45, -25], 100).slice(2)).toEqual([
    [80, 125],
    [125, 100],
  ]);
});

test("an unknown part takes no room", () => {
  expect(places([null, 30, 70], 100).slice(1)).toEqual([
    [0, 0],
    [0, 30],
    [30, 100],
  ]);
});
