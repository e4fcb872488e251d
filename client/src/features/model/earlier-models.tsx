import { useId, useMemo } from "react";
import { Link } from "react-router";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asMoment } from "../../lib/format";
import { algorithmWords, stateOf, withInterval } from "./models-data";

type Model = Schemas["RiskModelStatus"];

/** Every model made, newest first, each a link to its page. */
export function EarlierModels({ all, shown }: { all: Model[]; shown: string | undefined }) {
  const heading = useId();
  const { query } = useFilters();
  const columns = useMemo(() => columnsOf(query), [query]);
  return (
    <section className="card span-6" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>Which models were made?</h2>
      </header>
      <DataTable
        label="Models"
        rows={all}
        columns={columns}
        keyOf={(m) => m.modelId}
        isChosen={(m) => m.modelId === shown}
      />
    </section>
  );
}

const aucOf = (m: Model, algorithm: keyof typeof algorithmWords) =>
  m.results?.find((r) => r.algorithm === algorithm)?.auc;

const columnsOf = (query: string): Column<Model>[] => [
  {
    id: "made",
    head: "Made",
    isText: true,
    value: (m) => m.createdAt,
    cell: (m) => (
      <Link to={{ search: `${query}${query && "&"}model=${m.modelId}` }}>{asMoment(m.createdAt)}</Link>
    ),
  },
  ...(["scorecard", "lightgbm"] as const).map(
    (algorithm): Column<Model> => ({
      id: algorithm,
      under: "AUC with its interval",
      head: algorithmWords[algorithm].toLowerCase(),
      value: (m) => aucOf(m, algorithm)?.value,
      cell: (m) => withInterval(aucOf(m, algorithm)),
    }),
  ),
  {
    id: "features",
    head: "Features",
    value: (m) => m.features.length,
    cell: (m) => m.features.length,
    isExtra: true,
  },
  { id: "horizon", head: "Months ahead", value: (m) => m.horizon, cell: (m) => m.horizon, isExtra: true },
  { id: "seed", head: "Seed", value: (m) => m.seed, cell: (m) => m.seed, isExtra: true },
  { id: "version", head: "Version", value: (m) => m.dataVersion, cell: (m) => m.dataVersion },
  { id: "state", head: "State", isText: true, value: stateOf, cell: stateOf },
];
