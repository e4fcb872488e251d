import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import {
  cutAtLineEnd,
  filesInWords,
  isCut,
  isTooLarge,
  joined,
  missing,
  readAs,
  suggested,
  toExpect,
  toPreview,
  withoutDate,
} from "./files-data";

type Profile = Schemas["ProfileItem"];
const profile = (name: string, files: string[], more: Partial<Profile> = {}): Profile => ({
  name,
  description: "",
  form: "declarative",
  builtIn: true,
  files,
  ...more,
});
const star = profile("star", ["branches.csv", "people.csv", "loans.csv"]);
const ours = profile("canonical", ["customers.csv", "customers.parquet", "loans.csv", "loans.parquet"], {
  form: "canonical",
});

test("a profile knows a file by its name, whatever its capitals", () => {
  expect(readAs(star, "LOANS.csv")).toBe("loans.csv");
  expect(readAs(star, "loans.txt")).toBeUndefined();
});

test("a saved profile of one file reads the one that is given, whatever it is called this month", () => {
  const saved = profile("tape", ["march.csv"], { builtIn: false });
  expect(readAs(saved, "april.csv", ["april.csv"])).toBe("march.csv");
  expect(missing(saved, ["april.csv"])).toEqual([]);
  expect(readAs(saved, "april.csv", ["april.csv", "may.csv"])).toBeUndefined();
  expect(readAs(saved, "april.parquet", ["april.parquet"])).toBeUndefined();
  expect(readAs({ ...saved, builtIn: true }, "april.csv", ["april.csv"])).toBeUndefined();
  // By itself it is suggested for its own name only.
  expect(suggested([saved], ["april.csv"])).toBeUndefined();
});

test("all files of a source are needed, of our own format any", () => {
  expect(missing(star, ["Loans.csv"])).toEqual(["branches.csv", "people.csv"]);
  expect(missing(ours, ["loans.csv"])).toEqual([]);
});

test("the profile that reads most of the files is suggested; of equals the one that lacks fewest", () => {
  expect(suggested([star, ours], ["people.csv", "loans.csv"])?.name).toBe("star");
  expect(suggested([star, ours], ["customers.csv", "loans.csv", "notes.txt"])?.name).toBe("canonical");
  expect(suggested([star, ours], ["loans.csv"])?.name).toBe("canonical");
  expect(suggested([star, ours], ["holiday.jpg"])).toBeUndefined();
});

test("a file dropped again takes the place of the one before", () => {
  const [old, other, corrected] = [
    { name: "loans.csv", size: 1 },
    { name: "people.csv", size: 2 },
    { name: "loans.csv", size: 3 },
  ];
  expect(joined([old, other], [corrected])).toEqual([other, corrected]);
});

test("20 MB are previewed whole; beyond, text files over 2 MB are cut, Parquet never", () => {
  const text = { name: "loans.csv", size: 19_000_000 };
  const columns = { name: "customers.parquet", size: 2_000_000 };
  const small = { name: "branches.csv", size: 1_000 };
  expect(isCut(text, [text])).toBe(false);
  expect([text, columns, small].map((f) => isCut(f, [text, columns, small]))).toEqual([true, false, false]);
});

test("what cannot be sent even cut is too large: 64 MB of Parquet, but no text", () => {
  expect(isTooLarge([{ name: "loans.csv", size: 3_000_000_000 }])).toBe(false);
  expect(isTooLarge([{ name: "loans.parquet", size: 64_000_001 }])).toBe(true);
});

const bytes = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const wide = (...units: number[]) => new Uint8Array(units.flatMap((u) => [u & 255, u >> 8]));

test("the beginning of a file ends with a whole line, in any encoding", () => {
  expect(new TextDecoder().decode(cutAtLineEnd(bytes("a,b\r\n1,2\r\n3,")))).toBe("a,b\r\n1,2\r\n");
  expect(new TextDecoder().decode(cutAtLineEnd(bytes("a\r1\r2")))).toBe("a\r1\r");
  expect(new TextDecoder().decode(cutAtLineEnd(bytes("no end")))).toBe("no end");
  expect([...cutAtLineEnd(wide(0xfeff, 65, 10, 66))]).toEqual([...wide(0xfeff, 65, 10)]);
});

test("of a large text file only whole lines of the first 2 MB are sent, of a small one all", async () => {
  const line = `${"x".repeat(99)}\n`;
  const large = new File([line.repeat(210_000), "tail"], "loans.csv");
  const small = new File(["id\n1"], "branches.csv");
  expect((await toPreview(large, [large, small])).size).toBe(2_000_000);
  expect(await toPreview(small, [large, small])).toBe(small);
});

test("without a date of the data the profile's own rule holds, or one is needed", () => {
  const said = (asOf: string | null) => withoutDate({ ...star, asOf }, (iso) => `<${iso}>`);
  expect(said("latest-start-date")).toBe("If left empty, the latest start date among the loans.");
  expect(said("1998-12-31")).toBe("If left empty, <1998-12-31>, which the profile states.");
  expect(said(null)).toMatch(/^This profile needs it/);
});

test("totals that were left empty are not expected; zero is", () => {
  expect(toExpect({ loans: "12", principal: " ", outstanding: "0" })).toEqual({ loans: 12, outstanding: 0 });
});

test("what a profile reads is said in a few words", () => {
  expect(filesInWords(star)).toBe("branches.csv, people.csv, loans.csv");
  expect(filesInWords(ours)).toBe("any of customers, loans, each as .csv or .parquet");
});
