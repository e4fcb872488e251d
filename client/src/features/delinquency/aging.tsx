import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
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
import { bucketsOn, useOpenLoans } from "./standing";
import { useLateness } from "./use-lateness";

const title = "How late are the loans?";
const none: Schemas["AgingGroup"][] = [];

/** The portfolio by days past due, in money and in number; each bucket a filter. */
export function Aging() {
  const { filters, toggle } = useFilters();
  const { asOf, question, under } = useLateness();
  const open = useOpenLoans(under);
  const query = useQuery(aging(question));
  const rows = query.data?.data.rows ?? none;
  const chosen = filters.delinquencyBucket;
  const balances = useMemo(() => toBars(rows, (r) => r.balance, chosen), [rows, chosen]);
  const numbers = useMemo(() => toBars(rows, (r) => r.loans, chosen), [rows, chosen]);
  // At the date of the data a bucket is a filter; at an earlier month's end it opens the loans that stood in it.
  const select = useMemo(() => {
    if (asOf === undefined) return (bucket: string) => toggle("delinquencyBucket", bucket);
    return bucketsOn(asOf, []) && ((bucket: string) => open(bucketsOn(asOf, [bucket])));
  }, [asOf, toggle, open]);
  const columns = useMemo(
    () =>
      columnsOf((group) => {
        const bucket = group.delinquencyBucket;
        const words = bucketWords(bucket);
        const also = bucketsOn(asOf, [bucket]);
        if (asOf === undefined)
          return (
            <Pick
              isChosen={chosen?.some((c) => c === bucket)}
              onPick={() => toggle("delinquencyBucket", bucket)}
            >
              {words}
            </Pick>
          );
        if (!also) return words;
        return (
          <LoansLink under={under} also={also} count={group.loans}>
            {words}
          </LoansLink>
        );
      }),
    [asOf, chosen, toggle, under],
  );
  const late = rows.filter((r) => r.delinquencyBucket !== "current").map((r) => r.delinquencyBucket);
  return (
    <Card
      title={title}
      id="aging"
      width={12}
      query={query}
      meaning={["agingBuckets", "daysPastDue", "arrearsAmount", "grossLoanPortfolio"]}
      note={({ data, meta }) =>
        `${noteOf(data, meta)}${select ? "" : " The loans of a bucket are listed for ends of months and for the date of the data."}`
      }
      csv={{ name: "aging", ask: () => agingCsv(question) }}
      isEmpty={({ data }) => data.total.loans === 0 && !data.unknownLoans}
      loans={
        bucketsOn(asOf, late) && (
          <p className="links">
            <LoansLink under={under} also={bucketsOn(asOf, late)}>
              Show the late loans
            </LoansLink>
            <LoansLink
              under={under}
              also={bucketsOn(asOf, ["current", ...late])}
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

const columnsOf = (bucket: (group: Schemas["AgingGroup"]) => ReactNode): Column<Schemas["AgingGroup"]>[] => [
  { id: "bucket", head: "Days past due", isText: true, cell: bucket },
  { id: "loans", head: "Loans", value: (r) => r.loans, cell: (r) => asCount(r.loans) },
  { id: "balance", head: "Whole balance", value: (r) => r.balance, cell: (r) => asMoney(r.balance) },
  { id: "share", head: "Of the portfolio", value: (r) => r.share, cell: (r) => asPercent(r.share) },
  { id: "bar", head: "", isDecoration: true, cell: (r) => <ShareBar share={r.share} /> },
  { id: "arrears", head: "Overdue", value: (r) => r.arrearsAmount, cell: (r) => asMoney(r.arrearsAmount) },
];
