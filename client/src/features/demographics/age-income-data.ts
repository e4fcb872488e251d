import type { Heat } from "../../components/charts/heat-map";
import type { Filters } from "../../lib/address";
import type { Schemas } from "../../lib/api";
import { asCount, asInterval, asParts, asPercent } from "../../lib/format";
import type { Definition } from "../../lib/words";

/** Fewer loans than this say nothing by themselves: one default more would move the rate by more than three points. */
export const thin = 30;

/** An age band within an income band. */
export type Cell = {
  key: string;
  age: string;
  income: string;
  measures: Schemas["LoanMeasures"];
  isThin: boolean;
  isChosen: boolean;
};

type Bands = Pick<Filters, "ageBand" | "incomeBand">;

/** Cells with loans; chosen are those that the filters in force leave, where both dimensions have one. */
export const toCells = (rows: Schemas["GroupMeasures"][], { ageBand, incomeBand }: Bands): Cell[] =>
  rows.map((measures) => {
    const [age, income] = [measures.group.ageBand ?? "unknown", measures.group.incomeBand ?? "unknown"];
    return {
      key: `${age}/${income}`,
      age,
      income,
      measures,
      isThin: measures.loans < thin,
      isChosen: (ageBand?.includes(age) && incomeBand?.includes(income)) ?? false,
    };
  });

/** The cells as a picture: bands in their own order, what is unknown last, a cell without a rate left blank. */
export function toHeat(cells: Cell[], bands: Record<string, string[]>, definition: Definition): Heat {
  const [rows, columns] = [
    inOrder(
      cells.map((c) => c.age),
      bands.ageBand,
    ),
    inOrder(
      cells.map((c) => c.income),
      bands.incomeBand,
    ),
  ];
  return {
    rows,
    columns,
    cells: cells.flatMap((c) => {
      const { default: rate, loans } = c.measures;
      if (rate.rate == null) return [];
      return [
        {
          key: c.key,
          row: rows.indexOf(c.age),
          column: columns.indexOf(c.income),
          value: rate.rate,
          below: asCount(loans),
          text: textOf(c, definition),
          isThin: c.isThin,
          isChosen: c.isChosen,
        },
      ];
    }),
  };
}

const textOf = ({ age, income, measures: { default: rate, loans }, isThin }: Cell, definition: Definition) =>
  [
    `Age ${age}, income ${income}`,
    `${asPercent(rate.rate)} (${asParts(rate, definition)})`,
    ...(rate.low == null ? [] : [`95 % interval ${asInterval(rate.low, rate.high)}`]),
    `${asCount(loans)} ${loans === 1 ? "loan" : "loans"}${isThin ? ", too few to be read alone" : ""}`,
  ].join(", ");

const inOrder = (found: string[], bands: string[] = []): string[] => {
  const place = (band: string) => {
    const at = bands.indexOf(band);
    return at === -1 ? bands.length : at;
  };
  return [...new Set(found)].sort((a, b) => place(a) - place(b));
};

/** The filters after a click on a cell: it alone, or neither band where it is alone already. */
export function afterChoice({ age, income }: Cell, { ageBand = [], incomeBand = [] }: Bands) {
  const isAlone = ageBand.join() === age && incomeBand.join() === income;
  return isAlone ? { ageBand: [], incomeBand: [] } : { ageBand: [age], incomeBand: [income] };
}

/** What the thin cells are, in a sentence. */
export function thinReading(cells: Cell[]): string {
  const few = cells.filter((c) => c.isThin).length;
  const rule = `fewer than ${thin} loans`;
  if (few === 0) return `Every cell has ${thin} loans or more.`;
  return `${asCount(few)} of ${asCount(cells.length)} cells ${few === 1 ? "has" : "have"} ${rule} (dashed): too few to be read alone. A blank cell has no loan to rate.`;
}
