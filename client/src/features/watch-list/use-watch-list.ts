import { useQuery } from "@tanstack/react-query";
import { useFilters, useParameter } from "../../lib/filters";
import { type Question, watchList } from "./get-watch-list";
import { capacityOf, usualCapacity } from "./watch-list-data";

/** The list that the address asks for. */
export function useWatchList() {
  const { filters } = useFilters();
  const [capacity, setCapacity] = useParameter("capacity");
  const [effect, setEffect] = useParameter("effect");
  const [closed, setClosed] = useParameter("closed");
  const question: Question = {
    ...filters,
    capacity: capacityOf(capacity) ?? usualCapacity,
    ...(effect === undefined ? {} : { contactEffect: Number(effect) / 100 }),
    ...(closed === "yes" ? { includeClosed: true } : {}),
  };
  return {
    question,
    query: useQuery(watchList(question)),
    setCapacity,
    effect,
    setEffect,
    closed,
    setClosed,
  };
}
