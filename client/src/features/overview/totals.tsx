import type { UseQueryResult } from "@tanstack/react-query";
import { Card } from "../../components/card";
import { Meaning } from "../../components/meaning";
import type { Schemas } from "../../lib/api";
import { asCompact, asCount, asMoney, asRate } from "../../lib/format";

type Summary = Schemas["LoanMeasuresAnswer"];

/** The six headline figures. */
export function Totals({ query }: { query: UseQueryResult<Summary, Error> }) {
  return (
    <Card
      title="How large is the book?"
      id="totals"
      width={12}
      query={query}
      note={({ data }) => unknown(data.unknown)}
    >
      {({ data, meta }) => (
        <dl className="figures">
          <Money
            name="Disbursed"
            of="disbursed"
            says="paid out to borrowers"
            value={data.disbursed}
            currency={meta.currency}
          />
          <Money
            name="Repaid"
            of="repaid"
            says="paid back, interest and fees included"
            value={data.repaid}
            currency={meta.currency}
          />
          <Money
            name="Outstanding"
            of="outstanding"
            says="still owed, as recorded"
            value={data.outstanding}
            currency={meta.currency}
          />
          <Figure name="Loans" of="loans" says="of every status" value={asCount(data.loans)} />
          <Figure
            name="Customers"
            of="customers"
            says="who have these loans"
            value={asCount(data.customers)}
          />
          <Figure
            name="Average interest rate"
            of="interestRate.simple"
            says="each loan counted alike"
            value={asRate(data.interestRate.simple)}
            unit="a year"
          />
        </dl>
      )}
    </Card>
  );
}

type Naming = { name: string; of: string; says: string };
type MoneyProps = Naming & { value: number | null | undefined; currency: string | null | undefined };

const Money = ({ value, currency, ...naming }: MoneyProps) => (
  <Figure
    {...naming}
    value={asCompact(value)}
    unit={(value != null && currency) || undefined}
    inFull={asMoney(value)}
  />
);

type FigureProps = Naming & { value: string; unit?: string; inFull?: string };

function Figure({ name, of, says, value, unit, inFull }: FigureProps) {
  const isKnown = value !== "unknown";
  return (
    <div>
      <dt>
        {name} <Meaning of={[of]} title={name} />
      </dt>
      <dd className={isKnown ? undefined : "missing"}>
        {value} {isKnown && unit && <small>{unit}</small>}
        {isKnown && inFull && <span className="in-full">{inFull}</span>}
        <span className="in-full">{says}</span>
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
  return parts.length === 0 ? "" : `Loans left out of a sum or mean: ${parts.join(", ")}.`;
}
