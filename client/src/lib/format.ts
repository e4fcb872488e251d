const count = new Intl.NumberFormat();
const compactNumber = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 2 });
const money = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat(undefined, {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const known =
  (format: Intl.NumberFormat) =>
  (value: number | null | undefined): string =>
    value === null || value === undefined ? "unknown" : format.format(value);

export const asCount = known(count);
export const asCompact = known(compactNumber);
export const asMoney = known(money);
export const asPercent = known(percent);
/** An interest rate, percent a year. */
export const asRate = (value: number | null | undefined) =>
  value === null || value === undefined ? "unknown" : `${value.toFixed(2)} %`;
