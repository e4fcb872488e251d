import { expect, test } from "vitest";
import { inkOn, markOf, mixed } from "./look";

test("a figure on a scale is black on its light end, white on its dark one", () => {
  const scale = ["#ffffff", "#808080", "#000000"];
  expect([0, 0.25, 0.5, 0.75, 1].map((part) => inkOn(scale, part))).toEqual([
    "#000000",
    "#000000",
    "#000000",
    "#ffffff",
    "#ffffff",
  ]);
});

test("a part beyond the scale stands at its end", () => {
  expect(inkOn(["#000000", "#ffffff"], 1.2)).toBe("#000000");
  expect(inkOn(["#000000", "#ffffff"], -0.1)).toBe("#ffffff");
});

test("halfway between black and white is grey, in two digits for each colour", () => {
  expect(mixed("#000000", "#ffffff", 0.5)).toBe("#808080");
  expect(mixed("#000010", "#000000", 0.5)).toBe("#000008");
});

test("twenty groups have twenty signs, and neighbours differ in colour", () => {
  const signs = Array.from({ length: 20 }, (_, n) => markOf(n));
  expect(new Set(signs.map((s) => `${s.colour} ${s.form}`)).size).toBe(20);
  for (const [n, sign] of signs.entries()) {
    const next = signs[n + 1];
    if (next) expect(next.colour === sign.colour).toBe(false);
  }
});
