import { expect, test } from "vitest";
import {
  filtersOf,
  narrowed,
  oneOf,
  put,
  refiltered,
  replaced,
  sharedOf,
  tidied,
  toggled,
  withoutFilters,
} from "./address";

const read = (query: string, own = {}) => {
  const { clean, dropped } = tidied(new URLSearchParams(query), own);
  return { filters: filtersOf(clean), clean: clean.toString(), dropped };
};

test("repeated keys are one filter with several values, and a stranger is left out and named", () => {
  const { filters, dropped } = read("region=Texas&region=Maine&colour=red");
  expect(filters).toEqual({ region: ["Texas", "Maine"] });
  expect(dropped).toEqual([{ key: "colour", value: "red", why: "there is no such filter" }]);
});

test("a risk band is read whatever its case, and one that there is none of is left out", () => {
  const { filters, dropped } = read("riskBand=Very%20High&riskBand=unknown&riskBand=huge");
  expect(filters).toEqual({ riskBand: ["very high", "unknown"] });
  expect(dropped[0]?.why).toMatch(/^it is not one of very low, low/);
});

test("bounds reach the API as numbers and dates", () => {
  expect(read("ageMin=18&principalMax=5000.50&startedFrom=2024-02-29").filters).toEqual({
    ageMin: 18,
    principalMax: 5000.5,
    startedFrom: "2024-02-29",
  });
});

test.each([
  ["startedFrom=soon", "it is not a date such as 2024-12-31"],
  ["startedFrom=2023-02-29", "it is not a date such as 2024-12-31"],
  ["status=paid", "it is not one of approved, active, fully_paid, defaulted, written_off"],
  ["startQuarter=2024-Q5", "it is not a quarter such as 2024-Q2"],
  ["incomeMin=much", "it is not a number"],
  ["incomeMin=", "it is not a number"],
  ["region=", "it is not a name"],
  ["planBand=0-2", "it is not one of <= 0, 0-1, 1-3, 3-6, 6-12, > 12, unknown"],
  ["definition=mine", "it is not one of count, amount, balance, booked, resolved, perLoanYear"],
  ["toString=1", "there is no such filter"],
])("%s filters nothing, and the reader is told that %s", (query, why) => {
  const { filters, dropped } = read(query);
  expect(filters).toEqual({});
  expect(dropped.map((d) => d.why)).toEqual([why]);
});

test("a band written with signs and blanks comes through the address as it is", () => {
  const { filters, clean } = read("planBand=%3C%3D+0&planBand=%3E+12&pastMaturity=YES");
  expect(filters).toEqual({ planBand: ["<= 0", "> 12"], pastMaturity: ["yes"] });
  expect(read(clean).filters).toEqual(filters);
});

test("an end before the beginning is dropped; ages compare as numbers, not as letters", () => {
  expect(read("startedFrom=2024-05-01&startedTo=2024-04-30").dropped).toEqual([
    { key: "startedTo", value: "2024-04-30", why: "it lies before startedFrom" },
  ]);
  expect(read("ageMin=9&ageMax=65").dropped).toEqual([]);
});

test("the API's closed words are read without regard to case", () => {
  expect(read("status=Defaulted&gender=FEMALE&definition=resolved").clean).toBe(
    "status=defaulted&gender=female&definition=resolved",
  );
});

test("a page's own parameter is kept on that page and does not follow to another", () => {
  const own = { sort: oneOf(["outstanding"]) };
  const { clean, dropped } = tidied(new URLSearchParams("gender=male&sort=outstanding"), own);
  expect(dropped).toEqual([]);
  expect(sharedOf(clean).toString()).toBe("gender=male");
  expect(read("sort=outstanding").dropped).toHaveLength(1);
});

test("a second click takes the filter off again and leaves the others", () => {
  const once = toggled(new URLSearchParams("gender=female&region=Maine"), "region", "Texas");
  expect(once.toString()).toBe("gender=female&region=Maine&region=Texas");
  expect(toggled(once, "region", "Texas").toString()).toBe("gender=female&region=Maine");
});

test("clearing takes every filter off and keeps how default is counted", () => {
  const search = new URLSearchParams("region=Texas&ageMin=18&definition=amount&sort=-principal");
  expect(withoutFilters(search).toString()).toBe("definition=amount&sort=-principal");
});

test("an empty date takes its filter off", () => {
  const from = put(new URLSearchParams("gender=male"), "startedFrom", "2024-01-01");
  expect(from.toString()).toBe("gender=male&startedFrom=2024-01-01");
  expect(put(from, "startedFrom", "").toString()).toBe("gender=male");
});

test("a cell's two values take the place of those in force, and no value takes its filter off", () => {
  const cell = replaced(new URLSearchParams("ageBand=18-24&ageBand=65%2B&gender=male"), {
    ageBand: ["25-34"],
    incomeBand: ["<25k"],
  });
  expect([...cell]).toEqual([
    ["gender", "male"],
    ["ageBand", "25-34"],
    ["incomeBand", "<25k"],
  ]);
  expect(replaced(cell, { ageBand: [], incomeBand: [] }).toString()).toBe("gender=male");
});

test("a narrower list keeps to the filters in force, and there is none where both cannot hold", () => {
  const inForce = new URLSearchParams("region=Texas&region=Maine&gender=male");
  expect(narrowed(inForce, { region: ["Maine", "Ohio"] })?.toString()).toBe("gender=male&region=Maine");
  expect(narrowed(inForce, { region: ["Ohio"] })).toBeUndefined();
});

test("states of other days hold beside those in force, those of the same day must be among them", () => {
  const [march, april] = ["2024-03-31", "2024-04-30"];
  const inForce = new URLSearchParams(`stateAt=${march}:1-30&stateAt=${march}:current:owing`);
  const states = (...values: string[]) => narrowed(inForce, { stateAt: values })?.getAll("stateAt");
  expect(states(`${april}:paid`)).toEqual([`${march}:1-30`, `${march}:current:owing`, `${april}:paid`]);
  expect(states(`${march}:1-30:owing`, `${april}:paid`)).toEqual([`${march}:1-30:owing`, `${april}:paid`]);
  expect(states(`${march}:current`)).toEqual([`${march}:current:owing`]);
  expect(states(`${march}:current:strict`)).toEqual([`${march}:current:strict`]);
  expect(states(`${march}:paid`)).toBeUndefined();
});

test("a figure asked without a filter has a list without it; what is no filter stays", () => {
  const inForce = new URLSearchParams("region=Texas&delinquencyBucket=1-30&definition=amount");
  const list = refiltered(inForce, { region: ["Texas"], daysPastDueMin: 3 });
  expect([...list]).toEqual([
    ["definition", "amount"],
    ["region", "Texas"],
    ["daysPastDueMin", "3"],
  ]);
});

test("a state is one on a day of the calendar", () => {
  const { filters, dropped } = read(
    "stateAt=2024-03-31%3A31-60&stateAt=2024-03-31%3APaid%3AOwing&stateAt=2024-02-30%3Apaid&stateAt=2024-03-31%3Alate&stateAt=2024-03-31%3Apaid%3Ax",
  );
  expect(filters).toEqual({ stateAt: ["2024-03-31:31-60", "2024-03-31:paid:owing"] });
  expect(dropped.map((d) => d.why)).toEqual(
    Array(3).fill("it is not a day and a state such as 2024-03-31:31-60"),
  );
});
