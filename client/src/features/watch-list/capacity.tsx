import { useEffect, useId, useState } from "react";
import { Link } from "react-router";
import { Card } from "../../components/card";
import { Facts } from "../../components/facts";
import { useFilters } from "../../lib/filters";
import { asCount, asMoney, asPercent } from "../../lib/format";
import { effects } from "../../lib/risk";
import { useWatchList } from "./use-watch-list";
import {
  assumptionsReading,
  capacityOf,
  longest,
  rankingReading,
  reachOf,
  usualCapacity,
} from "./watch-list-data";

/** How many can be contacted, and what that is worth. */
export function Capacity() {
  const { query: search } = useFilters();
  const { question, query, setCapacity, effect, setEffect, closed, setClosed } = useWatchList();
  const [typed, setTyped] = useState(`${question.capacity}`);
  const [slider, field, share] = [useId(), useId(), useId()];
  // Once the hand rests: each place of the slider would be a question, and a step back.
  useEffect(() => {
    const wanted = capacityOf(typed);
    if (wanted === undefined || wanted === question.capacity) return;
    const timer = setTimeout(() => setCapacity(wanted === usualCapacity ? undefined : `${wanted}`), 300);
    return () => clearTimeout(timer);
  }, [typed, question.capacity, setCapacity]);
  const list = query.data?.data;
  return (
    <Card
      title="What is contact worth?"
      width={12}
      query={query}
      loans={list?.rankedBy === "warnings" && <Link to={{ pathname: "/model", search }}>Make a model</Link>}
      meaning={["expectedLoss", "expectedLossAvoided", "earlyWarnings", "probabilityOfDefault"]}
      note={({ data }) => assumptionsReading(data.assumptions)}
    >
      {({ data }) => (
        <>
          <div className="pickers">
            <label htmlFor={slider}>
              Customers to contact
              <input
                id={slider}
                type="range"
                min={1}
                max={reachOf(data.eligibleCustomers, question.capacity)}
                value={capacityOf(typed) ?? question.capacity}
                onChange={(e) => setTyped(e.target.value)}
              />
            </label>
            <label htmlFor={field}>
              <span className="hidden">Customers to contact, as a number</span>
              <input
                id={field}
                type="number"
                min={1}
                max={longest}
                value={typed}
                onChange={(e) => setTyped(e.target.value)}
              />
            </label>
            <label htmlFor={share}>
              contact avoids
              <select
                id={share}
                value={effect ?? ""}
                onChange={(e) => setEffect(e.target.value || undefined)}
              >
                <option value="">
                  {effect === undefined ? asPercent(data.assumptions.contactEffect) : "as usual"}
                </option>
                {effects.map((e) => (
                  <option key={e} value={e}>
                    {e} %
                  </option>
                ))}
              </select>
            </label>
            <label>
              <input
                type="checkbox"
                checked={closed === "yes"}
                onChange={(e) => setClosed(e.target.checked ? "yes" : undefined)}
              />
              with closed ones
            </label>
          </div>
          <p className="reading">{rankingReading(data)}</p>
          <Facts
            facts={[
              ["Customers listed", `${asCount(data.customers.length)} of ${asCount(data.eligibleCustomers)}`],
              ["Running loans of all who could be", asCount(data.eligibleLoans)],
              ["Expected loss of those listed", asMoney(data.expectedLoss)],
              ["Of it avoided by contact", asMoney(data.expectedLossAvoided)],
            ]}
          />
        </>
      )}
    </Card>
  );
}
