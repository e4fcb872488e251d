import { asDate } from "../../lib/format";

/** The month's end so many months before the last one up to a day; the day itself where it is one. */
export function monthEnd(day: string, before = 0): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const isEnd = new Date(Date.UTC(year, month, 0)).getUTCDate() === date;
  return new Date(Date.UTC(year, month - (isEnd ? 0 : 1) - before, 0)).toISOString().slice(0, 10);
}

type Place = { month?: string | null; on?: string | null; monthsOnBook?: number | null };

/** What a row of a course stands for: its month, or the age of the loans in months. */
export const periodOf = ({ month, on, monthsOnBook }: Place): string =>
  (month ?? on)?.slice(0, 7) ?? `${monthsOnBook ?? ""}`;

/** The same in a table. */
export const placeOf = ({ month, on, monthsOnBook }: Place): string =>
  month || on ? asDate(month ?? on) : `month ${monthsOnBook ?? "unknown"}`;
