import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { DivergingBars } from "../../components/charts/diverging-bars";
import { facets } from "../../components/filters/get-facets";
import { branches } from "../../components/get-branches";
import { splitParts } from "../../components/split-bars";
import { without } from "../../lib/address";
import { filterOf, toDimensions, withoutDimension } from "../../lib/dimensions";
import { useFilters, useParameter, useParameters } from "../../lib/filters";
import {
  chanceReading,
  differenceReading,
  type Option,
  toBars,
  toFigures,
  toOptions,
  toPair,
  toReasons,
  whyReading,
} from "./comparison-data";
import { FiguresTable, ReasonsTable } from "./comparison-tables";
import { comparison, comparisonCsv, type Pair } from "./get-comparison";

const title = "How do two branches compare, and why?";

/** Two branches side by side: how far they lie apart, whether by more than chance, and what makes it. */
export function Comparison() {
  const { filters, definition, toggle } = useFilters();
  const { pair, options, dimensions, all, isUnasked } = usePair();
  // The branches and the groups are what is compared, so their own filters are left out.
  const by = pair?.by ?? "";
  const others = withoutDimension(without(filters, "branchId"), by);
  const query = useQuery({
    ...comparison(pair ?? { left: "", right: "", by: "" }, others, definition),
    enabled: pair !== undefined,
  });
  const answer = query.data;
  const shown = answer?.meta.definition ?? definition;
  const reasons = useMemo(() => (answer ? toReasons(answer.data, filters) : []), [answer, filters]);
  const bars = useMemo(() => (answer ? toBars(reasons, answer.data, shown) : []), [answer, reasons, shown]);
  const figures = useMemo(() => (answer ? toFigures(answer.data, shown) : []), [answer, shown]);
  const split = answer?.data.why.by ?? by;
  const select = useMemo(() => (group: string) => toggle(...filterOf(split, group)), [toggle, split]);
  if (isUnasked) return null;
  const pickers = pair && <Pickers pair={pair} options={options} dimensions={dimensions} />;
  return (
    <Card
      title={title}
      width={12}
      query={query}
      loans={false}
      meaning={[`default.${definition}`, "difference", "rateEffect", "mixEffect"]}
      note={({ data }) => whyReading(data)}
      csv={pair && { name: "branches-compared", ask: () => comparisonCsv(pair, others, definition) }}
      table={({ data }) => (
        <>
          {pickers}
          <ReasonsTable reasons={reasons} compared={data} definition={shown} onSelect={select} />
        </>
      )}
    >
      {({ data }) => (
        <>
          {pickers}
          <p className="reading">
            {differenceReading(data)} {chanceReading(data, all, shown)}
          </p>
          <div className="split">
            <FiguresTable figures={figures} compared={data} isListed={reasons.every((r) => !r.isChosen)} />
            <DivergingBars label={title} parts={splitParts} bars={bars} onSelect={select} />
          </div>
        </>
      )}
    </Card>
  );
}

/** Which two branches are compared, by what, and what else could be. */
function usePair() {
  const { filters, definition } = useFilters();
  const [left] = useParameter("left");
  const [right] = useParameter("right");
  const [asked] = useParameter("by");
  const ranking = useQuery(
    branches({ ...without(filters, "branchId"), definition, sort: "outstanding" as const }),
  );
  const book = useQuery(facets(filters));
  const rows = ranking.data?.data.rows ?? [];
  // A branch lies in one region and one city: they explain nothing of it.
  const dimensions = toDimensions(book.data?.data.facets ?? []).filter(
    (d) => !["branch", "region", "city"].includes(d.by),
  );
  const by = (
    dimensions.find((d) => d.by === asked) ??
    dimensions.find((d) => d.by === "product") ??
    dimensions[0]
  )?.by;
  const two = toPair({ left, right }, rows);
  const pair: Pair | undefined = two && by ? { ...two, by } : undefined;
  return {
    pair,
    options: toOptions(rows),
    dimensions,
    /** The test of all branches together. */
    all: ranking.data?.data.heterogeneity,
    /** No two branches have loans, or nothing tells their loans apart. */
    isUnasked: ranking.data !== undefined && book.data !== undefined && pair === undefined,
  };
}

type PickersProps = {
  pair: Pair;
  options: Option[];
  dimensions: { by: string; label: string }[];
};

function Pickers({ pair, options, dimensions }: PickersProps) {
  const set = useParameters();
  const { left, right, by } = pair;
  return (
    <div className="pickers">
      <label>
        Branch
        <select value={left} onChange={(e) => set({ left: e.target.value, right })}>
          <Choices options={options.filter((o) => o.key !== right)} />
        </select>
      </label>
      <label>
        compared with
        <select value={right} onChange={(e) => set({ left, right: e.target.value })}>
          <Choices options={options.filter((o) => o.key !== left)} />
        </select>
      </label>
      <label>
        by
        <select value={by} onChange={(e) => set({ by: e.target.value })}>
          {dimensions.map((d) => (
            <option key={d.by} value={d.by}>
              {d.label.toLowerCase()}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

const Choices = ({ options }: { options: Option[] }) =>
  options.map((o) => (
    <option key={o.key} value={o.key}>
      {o.name}
    </option>
  ));
