import type { UseQueryResult } from "@tanstack/react-query";
import { Card } from "../../components/card";
import type { Schemas } from "../../lib/api";
import { asCompact, asCount, asMoney, asRate } from "../../lib/format";

type Summary = Schemas["LoanMeasuresAnswer"];

export function Totals({ query }: { query: UseQueryResult<Summary, Error> }) {
  return (
    <Card
      title="How large is the book?"
      width={12}
      query={query}
      meaning={["disbursed", "repaid", "outstanding", "interestRate.simple"]}
      note={({ data }) => unknown(data.unknown)}
    >
      {({ data, meta }) => (
        <dl className="figures">
          <Money name="Disbursed" value={data.disbursed} currency={meta.currency} />
          <Money name="Repaid" value={data.repaid} currency={meta.currency} />
          <Money name="Outstanding" value={data.outstanding} currency={meta.currency} />
          <Figure name="Loans" value={asCount(data.loans)} />
          <Figure name="Customers" value={asCount(data.customers)} />
          <Figure name="Average interest rate" value={asRate(data.interestRate.simple)} unit="a year" />
        </dl>
      )}
    </Card>
  );
}

type MoneyProps = { name: string; value: number | null | undefined; currency: string | null | undefined };

const Money = ({ name, value, currency }: MoneyProps) => (
  <Figure
    name={name}
    value={asCompact(value)}
    unit={(value != null && currency) || undefined}
    inFull={asMoney(value)}
  />
);

function Figure({
  name,
  value,
  unit,
  inFull,
}: {
  name: string;
  value: string;
  unit?: string;
  inFull?: string;
}) {
  const isKnown = value !== "unknown";
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isKnown ? undefined : "missing"}>
        {value} {isKnown && unit && <small>{unit}</small>}
        {isKnown && inFull && <span className="in-full">{inFull}</span>}
      </dd>
    </div>
  );
}

/** What the sums leave out for lack of a value. */
function unknown({ balance, paid, interestRate }: Schemas["UnknownValues"]) {
  const parts = [
    balance > 0 && `${asCount(balance)} without a balance`,
    paid > 0 && `${asCount(paid)} without an amount paid`,
    interestRate > 0 && `${asCount(interestRate)} without an interest rate`,
  ].filter(Boolean);
  const sums = "Repaid and outstanding as the source records them.";
  return parts.length === 0 ? sums : `${sums} Loans left out: ${parts.join(", ")}.`;
}
