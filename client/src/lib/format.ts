import type { Schemas } from "./api";
import type { Definition } from "./words";

type Known = number | null | undefined;

const written = (options: Intl.NumberFormatOptions) => {
  const format = new Intl.NumberFormat(undefined, options);
  return (value: Known): string =>
    value === null || value === undefined ? "unknown" : format.format(value).replace(/^-/, "\u2212");
};

/** Counts, in full. */
export const asCount = written({});
/** How many loans. */
export const asLoans = (count: number) => `${asCount(count)} ${count === 1 ? "loan" : "loans"}`;
/** Large sums, shortened to three or four figures. */
export const asCompact = written({ notation: "compact", minimumFractionDigits: 2, maximumFractionDigits: 2 });
/** Sums along an axis, as short as they can be. */
export const asShort = written({ notation: "compact", maximumFractionDigits: 1 });
/** Money to the cent. */
export const asMoney = written({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
/** Money to the unit, where cents say nothing. */
export const asWholeMoney = written({ maximumFractionDigits: 0 });
/** Fractions 0..1 as percent. */
export const asPercent = written({
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
/** Fractions on an axis, without a decimal that is 0. */
export const asPercentTick = written({ style: "percent", maximumFractionDigits: 1 });
/** Years, years on the book. */
export const asYears = written({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
/** Distances, inertia, a test's statistic. */
export const asNumber = written({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
/** Distance from the mean in standard deviations, always signed. */
export const asDeviation = written({
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: "exceptZero",
});
const points = written({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" });
/** A difference of rates in percentage points, always signed. */
export const asPoints = (value: Known) => (value == null ? "unknown" : points(value * 100));
/** The same to the hundredth, for tables. */
export const asFinePoints = (value: Known) => (value == null ? "unknown" : asDeviation(value * 100));
/** A difference with as many digits as asked for, always signed. */
export const asSigned = (value: number, digits: number) =>
  written({ minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: "exceptZero" })(value);
const hundredths = written({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
/** An interest rate, percent a year. */
export const asRate = (value: Known) => (value == null ? "unknown" : `${hundredths(value)}%`);

/** An interval's two ends; a dash where the definition has none. */
export const asInterval = (low: Known, high: Known) =>
  low == null || high == null ? "–" : `${asPercent(low)} to ${asPercent(high)}`;

/** A p-value; the smallest are not worth their digits. */
export const asP = (p: number) => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`);

/** What a default rate is made of, in the units of its definition: 13 of 85, money, or defaults in loan-years. */
export function asParts({ numerator, denominator }: Schemas["DefaultRate"], definition: Definition): string {
  if (numerator == null || denominator == null) return "unknown";
  if (definition === "amount" || definition === "balance")
    return `${asWholeMoney(numerator)} of ${asWholeMoney(denominator)}`;
  if (definition === "perLoanYear") return `${asCount(numerator)} in ${asYears(denominator)} loan-years`;
  return `${asCount(numerator)} of ${asCount(denominator)}`;
}

const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const sizes = units.map((unit) =>
  written({ style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }),
);
/** The size of a file. */
export function asSize(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return sizes[power]?.(bytes / 1000 ** power) ?? "";
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
/** A date of the data, as the reader's language writes it. */
export const asDate = (iso: string | null | undefined) =>
  iso ? day.format(new Date(`${iso}T00:00:00Z`)) : "unknown";
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
/** An instant, in the reader's own time. */
export const asMoment = (iso: string) => moment.format(new Date(iso));
