import type { Schemas } from "../../lib/api";

/** An attribute of people: the filter of its groups, its part of the distribution, its words. */
export type Person = {
  by: "ageBand" | "incomeBand" | "gender" | "employment";
  part: keyof Schemas["DemographicsDistribution"];
  words: string;
};

/** The attributes of people that the bank knows, in the order in which they are shown. */
export const people: readonly Person[] = [
  { by: "ageBand", part: "age", words: "age" },
  { by: "incomeBand", part: "income", words: "income" },
  { by: "gender", part: "gender", words: "gender" },
  { by: "employment", part: "employment", words: "employment" },
];
