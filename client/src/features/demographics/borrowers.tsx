import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { PairedBars } from "../../components/charts/paired-bars";
import { without } from "../../lib/address";
import { useFilters } from "../../lib/filters";
import { toPairs } from "./borrowers-data";
import { BorrowersTable } from "./borrowers-table";
import { distribution, distributionCsv } from "./get-distribution";
import type { Person } from "./people";

const names = ["Borrowers", "All customers"] as const;

/** Who borrows, beside whom the bank has as customers. */
export function Borrowers({ person: { by, part, words } }: { person: Person }) {
  const { filters, toggle } = useFilters();
  const chosen = filters[by];
  const others = without(filters, by);
  const query = useQuery(distribution(others));
  const groups = query.data?.data[part];
  const pairs = useMemo(() => toPairs(groups ?? [], chosen), [groups, chosen]);
  const select = useMemo(() => (group: string) => toggle(by, group), [toggle, by]);
  const title = `Who borrows, by ${words}?`;
  // What the source does not say of any customer is no question to ask.
  if (pairs.length === 1 && pairs[0]?.key === "unknown") return null;
  return (
    <Card
      title={title}
      query={query}
      meaning={["borrowers, customers"]}
      note={() =>
        "Borrowers have a loan in the selection; customers are all in the book, whatever is filtered."
      }
      csv={{ name: "who-borrows", ask: () => distributionCsv(others) }}
      isEmpty={() => pairs.length === 0}
      table={() => <BorrowersTable words={words} pairs={pairs} onSelect={select} />}
    >
      {() => <PairedBars label={title} names={names} pairs={pairs} onSelect={select} />}
    </Card>
  );
}
