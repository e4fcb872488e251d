import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { AmountBars } from "../../components/charts/amount-bars";
import { Facts } from "../../components/facts";
import { LoansLink } from "../../components/loans-link";
import { Pick } from "../../components/pick";
import { ShareBar } from "../../components/share-bar";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asCompact, asCount, asDate, asLoans, asMoney, asPercent } from "../../lib/format";
import { basisWords, policyWords } from "../../lib/lateness";
import { bucketWords } from "../../lib/words";
import { toBars } from "./aging-data";
import { aging, agingCsv } from "./get-aging";
import { useLateness } from "./use-lateness";

const title = "How late are the loans?";
const none: Schemas["AgingGroup"][] = [];

/** The portfolio by days past due, in money and in number; each bucket a filter. */
export function Aging() {
  const { filters, toggle } = useFilters();
  const { asOf, question } = useLateness();
  const query = useQuery(aging(question));
  const rows = query.data?.data.rows ?? none;
  const chosen = filters.delinquencyBucket;
  const balances = useMemo(() => toBars(rows, (r) => r.balance, chosen), [rows, chosen]);
  const numbers = useMemo(() => toBars(rows, (r) => r.loans, chosen), [rows, chosen]);
  // The list holds the loans as they stand now: at an earlier day a bucket is none of its filters.
  const select = useMemo(
    () => (asOf ? undefined : (bucket: string) => toggle("delinquencyBucket", bucket)),
    [asOf, toggle],
  );
  const columns = useMemo(() => columnsOf(chosen ?? [], select), [chosen, select]);
  const late = rows.filter((r) => r.delinquencyBucket !== "current").map((r) => r.delinquencyBucket);
  return (
    <Card
      title={title}
      id="aging"
      width={12}
      query={query}
      meaning={["agingBuckets", "daysPastDue", "arrearsAmount", "grossLoanPortfolio"]}
      note={({ data, meta }) => noteOf(data, meta)}
      csv={{ name: "aging", ask: () => agingCsv(question) }}
      isEmpty={({ data }) => data.total.loans === 0 && !data.unknownLoans}
      loans={
        !asOf && (
          <p className="links">
            <LoansLink also={{ delinquencyBucket: late }}>Show the late loans</LoansLink>
            <LoansLink
              also={{ delinquencyBucket: ["current", ...late] }}
              count={query.data?.data.total.loans}
            />
          </p>
        )
      }
      table={() => (
        <DataTable
          label="Loans by days past due"
          rows={rows}
          columns={columns}
          keyOf={(r) => r.delinquencyBucket}
          isChosen={(r) => chosen?.some((c) => c === r.delinquencyBucket) ?? false}
        />
      )}
    >
      {({ data }) => (
        <>
          <Facts facts={factsOf(data)} />
          <div className="columns pair-of-charts">
            <div>
              <h3>Late loans: their whole balance</h3>
              <AmountBars label={`${title} Whole balance`} bars={balances} onSelect={select} />
            </div>
            <div>
              <h3>Late loans: how many</h3>
              <AmountBars label={`${title} Number of loans`} bars={numbers} isCount onSelect={select} />
            </div>
          </div>
        </>
      )}
    </Card>
  );
}

function factsOf({ rows, total }: Schemas["Aging"]): [string, string][] {
  const current = rows.find((r) => r.delinquencyBucket === "current");
  return [
    ["Gross loan portfolio", `${asCompact(total.grossLoanPortfolio)} in ${asLoans(total.loans)}`],
    [
      "Current",
      `${asPercent(current?.share)} of it: ${asCompact(current?.balance)} in ${asLoans(current?.loans ?? 0)}`,
    ],
    [
      "Overdue (arrears)",
      `${asCompact(total.arrearsAmount)}, ${asPercent(total.arrearsRate)} of the portfolio`,
    ],
  ];
}

function noteOf(
  { unknownLoans, unknownBalance }: Schemas["Aging"],
  { asOf, evidence, policy, balanceBasis }: Schemas["Meta"],
) {
  const basis = evidence === "reported" ? ", as the lender reports it" : "";
  const unknown = unknownLoans
    ? ` Of ${asLoans(unknownLoans)} it is not known; they owe ${asMoney(unknownBalance)} as far as recorded.`
    : "";
  return `On ${asDate(asOf)}${basis}. A loan stands with its whole balance under its days past due. ${policyWords(policy)}${basisWords(balanceBasis)}${unknown}`;
}

const columnsOf = (
  chosen: readonly string[],
  select: ((bucket: string) => void) | undefined,
): Column<Schemas["AgingGroup"]>[] => [
  {
    id: "bucket",
    head: "Days past due",
    isText: true,
    cell: (r) => {
      const words = bucketWords(r.delinquencyBucket);
      return select ? (
        <Pick isChosen={chosen.includes(r.delinquencyBucket)} onPick={() => select(r.delinquencyBucket)}>
          {words}
        </Pick>
      ) : (
        words
      );
    },
  },
  { id: "loans", head: "Loans", value: (r) => r.loans, cell: (r) => asCount(r.loans) },
  { id: "balance", head: "Whole balance", value: (r) => r.balance, cell: (r) => asMoney(r.balance) },
  { id: "share", head: "Of the portfolio", value: (r) => r.share, cell: (r) => asPercent(r.share) },
  { id: "bar", head: "", isDecoration: true, cell: (r) => <ShareBar share={r.share} /> },
  { id: "arrears", head: "Overdue", value: (r) => r.arrearsAmount, cell: (r) => asMoney(r.arrearsAmount) },
];
