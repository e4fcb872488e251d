import { useQuery } from "@tanstack/react-query";
import { useFilters, useParameter } from "../../lib/filters";
import type { Outcome } from "../../lib/risk";
import { comparable } from "./characteristics-data";
import { characteristics } from "./get-characteristics";

/** What goes with the outcome that the address names, under the filters in force. */
export function useCharacteristics() {
  const { filters, definition } = useFilters();
  const [wanted, setOutcome] = useParameter("outcome");
  const outcome = (wanted ?? "defaulted") as Outcome;
  const question = { ...filters, outcome, definition: comparable(definition) };
  return { outcome, setOutcome, question, query: useQuery(characteristics(question)) };
}
