import type { Schemas } from "../../lib/api";

type Profile = Schemas["ProfileItem"];
type Sized = { name: string; size: number };

/** A name as the profile writes it; undefined where it reads no such file. Capital letters do not matter; nor does the name of the
 *  one file given to a saved profile that reads one, since next month's is called otherwise. */
export const readAs = (profile: Profile, name: string, all: readonly string[] = []): string | undefined =>
  profile.files.find((f) => f.toLowerCase() === name.toLowerCase()) ??
  (!profile.builtIn &&
  profile.files.length === 1 &&
  all.length === 1 &&
  endingOf(name) === endingOf(profile.files[0])
    ? profile.files[0]
    : undefined);

const endingOf = (name = ""): string => name.slice(name.lastIndexOf(".")).toLowerCase();

/** Files that the profile cannot do without; of our own format any may be left out. */
export const missing = (profile: Profile, names: readonly string[]): string[] =>
  profile.form === "canonical"
    ? []
    : profile.files.filter((f) => !names.some((n) => readAs(profile, n, names) === f));

/** The profile that reads the most of these files, and of equals the one that lacks the fewest; none where none reads any. */
export function suggested(profiles: readonly Profile[], names: readonly string[]): Profile | undefined {
  const reads = (p: Profile) => names.filter((n) => readAs(p, n)).length;
  return profiles
    .filter((p) => reads(p) > 0)
    .toSorted((a, b) => reads(b) - reads(a) || missing(a, names).length - missing(b, names).length)[0];
}

/** The files with these too; a file of the same name takes the place of the one before. */
export const joined = <F extends { name: string }>(files: readonly F[], more: readonly F[]): F[] => [
  ...files.filter((f) => !more.some((m) => m.name === f.name)),
  ...more,
];

/** So much is previewed whole. */
const whole = 20_000_000;
/** So much of a larger text file. */
export const head = 2_000_000;
/** And no more can be sent to be previewed. */
export const most = 64_000_000;

const isParquet = ({ name }: { name: string }) => /\.parquet$/i.test(name);
/** Whether only the beginning of the file is previewed. A Parquet file's end says how it is read, so it goes whole or not at all. */
export const isCut = (file: Sized, all: readonly Sized[]): boolean =>
  sum(all.map((f) => f.size)) > whole && !isParquet(file) && file.size > head;
/** Whether the files are too large to be previewed, even cut. */
export const isTooLarge = (all: readonly Sized[]): boolean =>
  sum(all.map((f) => (isCut(f, all) ? head : f.size))) > most;

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

const [lineFeed, carriageReturn] = [10, 13];
/** The bytes up to the end of their last whole line. */
export function cutAtLineEnd(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const last = bytes.lastIndexOf(lineFeed);
  const end = (last >= 0 ? last : bytes.lastIndexOf(carriageReturn)) + 1;
  if (end === 0) return bytes;
  // In UTF-16 a line end takes two bytes, in either order.
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return bytes.subarray(0, isWide ? end + (end % 2) : end);
}

/** What is sent of a file to be previewed. */
export async function toPreview(file: File, all: readonly File[]): Promise<Blob> {
  if (!isCut(file, all)) return file;
  return new Blob([cutAtLineEnd(new Uint8Array(await file.slice(0, head).arrayBuffer()))]);
}

/** What becomes of a profile's date of the data where the reader gives none. */
export function withoutDate(profile: Profile, asDate: (iso: string) => string): string {
  if (!profile.asOf) return "This profile needs it: neither it nor the files say of which day the data are.";
  return profile.asOf === "latest-start-date"
    ? "If left empty, the latest start date among the loans."
    : `If left empty, ${asDate(profile.asOf)}, which the profile states.`;
}

/** Typed totals as the API takes them, without those left empty. */
export const toExpect = (typed: Record<string, string>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(typed)
      .filter(([, value]) => value.trim() !== "")
      .map(([name, value]) => [name, Number(value)]),
  );

/** The files that a profile reads, in a few words: canonical tables come in either of two forms. */
export function filesInWords({ form, files }: Profile): string {
  if (form !== "canonical") return files.join(", ");
  const parts = files.map((f) => f.split("."));
  const unique = (words: (string | undefined)[]) => [...new Set(words)];
  return `any of ${unique(parts.map(([name]) => name)).join(", ")}, each as .${unique(parts.map(([, ending]) => ending)).join(" or .")}`;
}
