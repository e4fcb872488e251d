import { expect, test } from "vitest";
import { readFilters, toggled } from "./filters";

test("repeated keys are one filter with several values, and a stranger is left out", () => {
  expect(readFilters(new URLSearchParams("region=Texas&region=Maine&colour=red"))).toEqual({
    region: ["Texas", "Maine"],
  });
});

test("a broken date filters nothing", () => {
  expect(readFilters(new URLSearchParams("startedFrom=soon&startedTo=2024-12-31"))).toEqual({
    startedTo: "2024-12-31",
  });
});

test("a second click takes the filter off again and leaves the others", () => {
  const once = toggled(new URLSearchParams("gender=female"), "region", "Texas");
  expect(once.toString()).toBe("gender=female&region=Texas");
  expect(toggled(once, "region", "Texas").toString()).toBe("gender=female");
});
