import { useMemo } from "react";
import { Card } from "../../components/card";
import { RatioIntervals } from "../../components/charts/ratio-intervals";
import { type Column, DataTable } from "../../components/table";
import { tableCsv } from "../../components/table-csv";
import type { Schemas } from "../../lib/api";
import { asCount, asNumber, asP } from "../../lib/format";
import { outcomes } from "../../lib/risk";
import { notIncluded, termOf, termTest, toRatios } from "./characteristics-data";
import { useCharacteristics } from "./use-characteristics";

const line = { at: 1, text: "no difference" };
const none: Schemas["RegressionTerm"][] = [];

/** All attributes together, since they overlap: odds ratios with intervals. */
export function OddsRatios() {
  const { outcome, query } = useCharacteristics();
  const terms = query.data?.data.regression?.terms ?? none;
  const rows = useMemo(() => toRatios(terms), [terms]);
  const title = `What goes with ${outcomes[outcome]}, all else alike?`;
  return (
    <Card
      title={title}
      width={12}
      query={query}
      meaning={["oddsRatio"]}
      note={({ data: { regression: r } }) =>
        r &&
        `One logistic regression over ${asCount(r.loans)} loans${r.converged ? "" : ", which did not settle and says nothing"}${r.pValue == null ? "" : `: together ${asP(r.pValue)}`}. ${notIncluded(r.notIncluded)}`
      }
      csv={{ name: "odds-ratios", ask: async () => tableCsv(columns, terms) }}
      isEmpty={({ data }) => !data.regression || data.regression.terms.length === 0}
      empty={<p className="nothing">There is nothing in which these loans differ.</p>}
      table={() => (
        <DataTable label={title} rows={terms} columns={columns} keyOf={(t) => `${t.by} ${t.value ?? ""}`} />
      )}
    >
      {() => (
        <>
          <h3>
            Odds ratios with their 95 % intervals; a full point's interval leaves 1 out
            {rows.length < terms.length && `. The ${rows.length} surest of ${terms.length}`}
          </h3>
          <RatioIntervals label={title} rows={rows} line={line} isLog />
        </>
      )}
    </Card>
  );
}

const columns: Column<Schemas["RegressionTerm"]>[] = [
  {
    id: "term",
    head: "Attribute",
    isText: true,
    value: termOf,
    cell: (t) => <span className="wraps">{termOf(t)}</span>,
  },
  {
    id: "ratio",
    head: "Odds ratio",
    value: (t) => t.oddsRatio,
    cell: (t) => (t.oddsRatio == null ? "–" : asNumber(t.oddsRatio)),
  },
  {
    id: "low",
    under: "95 % interval",
    head: "from",
    value: (t) => t.low,
    cell: (t) => (t.low == null ? "–" : asNumber(t.low)),
  },
  {
    id: "high",
    under: "95 % interval",
    head: "to",
    value: (t) => t.high,
    cell: (t) => (t.high == null ? "–" : asNumber(t.high)),
  },
  { id: "test", head: "Beyond chance", isText: true, value: (t) => t.pValue, cell: termTest },
];
