import { expect, test } from "vitest";
import { asSize } from "./format";

test("a file's size is said in the unit that fits", () => {
  expect([0, 594, 22_129, 1_500_000, 3_200_000_000].map(asSize)).toEqual([
    "0 byte",
    "594 byte",
    "22.1 kB",
    "1.5 MB",
    "3.2 GB",
  ]);
});
