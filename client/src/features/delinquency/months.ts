/** The month's end so many months before the last one up to a day; the day itself where it is one. */
export function monthEnd(day: string, before = 0): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const isEnd = new Date(Date.UTC(year, month, 0)).getUTCDate() === date;
  return new Date(Date.UTC(year, month - (isEnd ? 0 : 1) - before, 0)).toISOString().slice(0, 10);
}
