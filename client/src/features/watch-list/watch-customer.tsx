import { Link } from "react-router";
import { Pick } from "../../components/pick";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asMoney, asPercent, asWholeMoney } from "../../lib/format";
import { latenessOf } from "./watch-list-data";
import { WatchNote } from "./watch-note";

type Props = {
  customer: Schemas["WatchCustomer"];
  /** Loans whose record is being written. */
  open: ReadonlySet<string>;
  onToggle: (loanId: string, isWanted: boolean) => void;
};

/** A customer: why, what to do, and each running loan with what is recorded of it. */
export function WatchCustomer({ customer, open, onToggle }: Props) {
  const { query: search } = useFilters();
  const { place, customerId, exposure, probability, expectedLossAvoided, actionWords, reasons, loans } =
    customer;
  return (
    <article aria-label={`Customer ${customerId}`}>
      <p className="who">
        <strong>
          {place}.{" "}
          <Link to={{ pathname: `/customers/${encodeURIComponent(customerId)}`, search }}>
            Customer {customerId}
          </Link>
        </strong>
        <span>owes {asMoney(exposure)}</span>
        {probability != null && <span>chance of default {asPercent(probability)}</span>}
        <span>loss avoided {asMoney(expectedLossAvoided)}</span>
        <strong className="action">{actionWords}</strong>
      </p>
      <ul className="reasons" aria-label="Reasons">
        {reasons.map((reason) => (
          <li key={reason} className="tag">
            {reason}
          </li>
        ))}
      </ul>
      <ul className="loans" aria-label="Running loans">
        {loans.map((loan) => (
          <li key={loan.loanId}>
            <WatchedLoan loan={loan} search={search} />
            <WatchNote
              loan={loan}
              isOpen={open.has(loan.loanId)}
              onToggle={(is) => onToggle(loan.loanId, is)}
            />
          </li>
        ))}
      </ul>
    </article>
  );
}

function WatchedLoan({ loan, search }: { loan: Schemas["WatchLoan"]; search: string }) {
  const { filters, toggle } = useFilters();
  const lateness = latenessOf(loan);
  const isIn = (values: readonly string[] | undefined, value: string) => values?.includes(value) ?? false;
  return (
    <p className="facts-line">
      <Link to={{ pathname: `/loans/${encodeURIComponent(loan.loanId)}`, search }}>Loan {loan.loanId}</Link>
      {loan.product !== "unknown" && (
        <Pick isChosen={isIn(filters.product, loan.product)} onPick={() => toggle("product", loan.product)}>
          {loan.product}
        </Pick>
      )}
      <span>{asWholeMoney(loan.exposure)}</span>
      {lateness && (
        <Pick
          isChosen={isIn(filters.delinquencyBucket, loan.delinquencyBucket)}
          onPick={() => toggle("delinquencyBucket", loan.delinquencyBucket)}
        >
          {lateness}
        </Pick>
      )}
      {loan.probability != null && (
        <>
          <Pick
            isChosen={isIn(filters.riskBand, loan.riskBand)}
            onPick={() => toggle("riskBand", loan.riskBand)}
          >
            {loan.riskBand} risk
          </Pick>
          <span>{asPercent(loan.probability)}</span>
        </>
      )}
    </p>
  );
}
