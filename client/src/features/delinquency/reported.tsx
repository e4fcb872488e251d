import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { Card } from "../../components/card";
import { Switch } from "../../components/switch";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { useFilters, useParameter } from "../../lib/filters";
import { asCount } from "../../lib/format";
import { chosenOf, figures } from "../../lib/lateness";
import { bucketWords } from "../../lib/words";
import { most, reported, reportedCsv } from "./get-reported";
import { figureWords, inUnits, sides } from "./reported-data";
import { useLateness } from "./use-lateness";

/** What the source reports beside what schedule and payments say, summed up and loan by loan. */
export function Reported() {
  const { question } = useLateness();
  const { query: search } = useFilters();
  const [asked, setFigure] = useParameter("figure");
  const figure = chosenOf(figures, asked, "all");
  const compared = { ...question, figure: figure === "all" ? undefined : [figure] };
  const query = useQuery(reported(compared));
  return (
    <Card
      title="Does the source say the same as the payments?"
      id="reported"
      width={12}
      query={query}
      meaning={["reportedDifferences", "daysPastDue", "arrearsAmount"]}
      note={({ total, items }) =>
        `Neither side is taken to be right. Net: reported less what schedule and payments say.${
          total > items.length
            ? ` The ${asCount(most)} largest of ${asCount(total)} differences; the file has all of them.`
            : ""
        }`
      }
      csv={{
        name: "reported-differences",
        ask: () => reportedCsv(compared),
      }}
      isEmpty={({ figures: all }) => all.every((f) => f.compared === 0)}
      empty={<p className="nothing">The source reports none of these figures of these loans.</p>}
      loans={false}
    >
      {({ figures: sums, items }) => (
        <>
          <DataTable label="Differences by figure" rows={sums} columns={sumColumns} keyOf={(f) => f.figure} />
          <div className="pickers below">
            <Switch
              label="Figure"
              options={figures}
              value={figure}
              onChange={(f) => setFigure(f === "all" ? undefined : f)}
            />
          </div>
          {items.length > 0 ? (
            <DataTable
              label="Largest differences"
              rows={items}
              columns={columnsOf(search)}
              keyOf={(d) => `${d.customerId}/${d.loanId}/${d.figure}`}
            />
          ) : (
            <p className="nothing">Both sides say the same of every loan compared.</p>
          )}
        </>
      )}
    </Card>
  );
}

const sumColumns: Column<Schemas["FigureDifferences"]>[] = [
  { id: "figure", head: "Figure", isText: true, cell: (f) => figureWords(f.figure) },
  { id: "compared", head: "Loans compared", cell: (f) => asCount(f.compared) },
  { id: "equal", head: "Equal", cell: (f) => asCount(f.equal) },
  { id: "different", head: "Different", cell: (f) => asCount(f.different) },
  { id: "net", head: "Net", cell: (f) => inUnits(f.figure, f.net) },
  { id: "absolute", head: "In all", cell: (f) => inUnits(f.figure, f.absolute) },
  { id: "largest", head: "Largest", cell: (f) => inUnits(f.figure, f.largest) },
];

const columnsOf = (search: string): Column<Schemas["ReportedDifference"]>[] => [
  {
    id: "loan",
    head: "Loan",
    isText: true,
    cell: (d) => <Link to={{ pathname: `/loans/${encodeURIComponent(d.loanId)}`, search }}>{d.loanId}</Link>,
  },
  { id: "figure", head: "Figure", isText: true, value: (d) => d.figure, cell: (d) => figureWords(d.figure) },
  { id: "theirs", head: "Reported", cell: (d) => sides(d)[0] },
  { id: "ours", head: "By the payments", cell: (d) => sides(d)[1] },
  {
    id: "size",
    head: "Size",
    value: (d) => d.size,
    cell: (d) => (d.figure === "status" ? inUnits("balance", d.size) : inUnits(d.figure, d.size)),
  },
  {
    id: "status",
    head: "Status",
    isText: true,
    value: (d) => d.reportedStatus,
    cell: (d) => bucketWords(d.reportedStatus),
  },
];
