import type { PairedBar } from "../../components/charts/paired-bars";
import type { Schemas } from "../../lib/api";
import { asCount } from "../../lib/format";
import { inWords } from "../../lib/words";

/** A group's share of the borrowers beside its share of all customers, in the API's order. */
export const toPairs = (groups: Schemas["PeopleShare"][], chosen: readonly string[] = []): PairedBar[] =>
  groups.map((g) => ({
    key: g.group,
    label: inWords(g.group),
    values: [g.borrowerShare ?? null, g.customerShare ?? null],
    parts: [asCount(g.borrowers), asCount(g.customers)],
    isChosen: chosen.includes(g.group),
  }));
